"""Messages of a channel or of all chats, exported from Telegram Desktop as JSON."""

from collections.abc import Iterator
from typing import Any

from sayso.core import Found, Masthead
from sayso.ingest.dates import with_offset
from sayso.ingest.rejections import Rejected
from sayso.ingest.task import Outcome, Skipped, Task, build, masthead_of, rejection


def is_telegram(data: Any) -> bool:
    """True for the export of one chat (`messages`) or of several (`chats.list`)."""
    return bool(_chats(data))


def telegram(task: Task, data: Any) -> Iterator[Outcome]:
    """A document for each message that holds text; service messages and bare pictures are no reports. Raises `Rejected` "empty"."""
    several = "messages" not in data
    if not any(chat["messages"] for chat in _chats(data)):
        raise Rejected("empty", "holds no message")
    for chat in _chats(data):
        stem = f"{task.doc}-{chat.get('id', '')}" if several else task.doc
        for message in chat["messages"]:
            if not isinstance(message, dict) or message.get("type") != "message" or not _text(message.get("text")).strip():
                yield Skipped()
                continue
            part = f"message {message.get('id')}"
            try:
                found = _masthead(message, str(chat.get("name") or ""))
                yield build(task, _text(message.get("text")), found, doc=f"{stem}-{message.get('id')}", part=part)
            except Rejected as no:
                yield rejection(task, no.code, no.reason, part)


def _chats(data: Any) -> list[dict[str, Any]]:
    if not isinstance(data, dict):
        return []
    if isinstance(data.get("messages"), list) and "id" in data:
        return [data]
    chats = data.get("chats")
    listed = chats.get("list") if isinstance(chats, dict) else None
    return [c for c in listed if isinstance(c, dict) and isinstance(c.get("messages"), list)] if isinstance(listed, list) else []


def _masthead(message: dict[str, Any], channel: str) -> Masthead:
    """Times with the zone of the exporting machine; the channel is the outlet, whoever wrote or was passed on the byline."""
    values = {"published": _time(message, "date"), "updated": _time(message, "edited")}
    times = masthead_of(values, "record", "", {"published": "date", "updated": "edited"})
    author = ("", "")
    for key in ("forwarded_from", "author", "from"):
        if message.get(key) and message[key] != channel:
            author = (str(message[key]), f"record:{key}")
            break
    return Masthead(
        outlet=Found(channel, "record:name") if channel else None, byline=Found(*author) if author[0] else None,
        published=times.published, updated=times.updated,
    )  # fmt: skip


def _time(message: dict[str, Any], key: str) -> str:
    local, unix = str(message.get(key) or ""), str(message.get(f"{key}_unixtime") or "")
    return with_offset(local, unix) if unix else local


def _text(text: Any) -> str:
    """The words of a message: one string, or pieces with links and styles."""
    if isinstance(text, list):
        return "".join(p if isinstance(p, str) else str(p.get("text", "")) if isinstance(p, dict) else "" for p in text)
    return text if isinstance(text, str) else ""
