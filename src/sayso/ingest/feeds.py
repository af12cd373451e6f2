"""RSS and Atom: an entry is a document, of its full text if the feed carries it, else of its summary."""

import io
import re
from calendar import timegm
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import feedparser
from lxml import etree

from sayso.core import Found, Masthead, sha256_of
from sayso.ingest.dates import stated_date
from sayso.ingest.html import plain_of
from sayso.ingest.rejections import Rejected
from sayso.ingest.task import Outcome, Task, build, rejection


def parse_feed(task: Task) -> Iterator[Outcome]:
    """A document for each entry. Raises `Rejected` ("broken", "bomb", "unsupported", "empty")."""
    _check(task.content)
    feed = feedparser.parse(io.BytesIO(task.content), sanitize_html=True, resolve_relative_uris=False)
    if not feed.entries:
        raise Rejected("empty", "is a feed without entries")
    for number, entry in enumerate(feed.entries, 1):
        part = f"entry {number}"
        try:
            yield _document(task, entry, feed.feed, part)
        except Rejected as no:
            yield rejection(task, no.code, no.reason, part)


def _check(content: bytes) -> None:
    """Looks at the root before the lenient parser does, which reads anything. No entity is resolved here."""
    parser = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=False, recover=True)
    try:
        root = etree.fromstring(content, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise Rejected("broken", f"is not XML: {error}") from error
    if root is None:
        raise Rejected("broken", "is not XML")
    declared: Any = root.getroottree().docinfo.internalDTD
    if declared is not None and any(True for _ in declared.iterentities()):
        raise Rejected("bomb", "declares entities, which no feed does")
    kind = etree.QName(root).localname.lower()
    if kind not in ("rss", "feed", "rdf"):
        raise Rejected("unsupported", f"is XML with the root <{kind}>; rss, feed or RDF was expected")


def _document(task: Task, entry: Any, channel: Any, part: str) -> Outcome:
    contents = [str(c.get("value") or "") for c in entry.get("content", [])] + [str(entry.get("summary") or "")]
    markup = max(contents, key=len)
    text = re.sub(r"\n+", "\n\n", plain_of(f"<div>{markup}</div>")).strip() if markup.strip() else ""
    link = str(entry.get("link") or "")
    source = entry.get("source") or {}
    outlet = str(source.get("title") or channel.get("title") or "").strip()
    title = " ".join(plain_of(f"<div>{entry['title']}</div>").split()) if entry.get("title") else ""
    language = str(entry.get("language") or channel.get("language") or "")
    published, updated = _time(entry, "published"), _time(entry, "updated")
    found = Masthead(
        title=Found(title, "feed:title") if title else None,
        byline=Found(str(entry["author"]), "feed:author") if entry.get("author") else None,
        outlet=Found(outlet, "feed:source" if source.get("title") else "feed:channel") if outlet else None,
        published=published,
        updated=updated if updated and (not published or updated.value != published.value) else None,
        language=Found(language.split("-")[0].lower(), "feed:language") if re.match(r"[A-Za-z]{2}(?:-|$)", language) else None,
        address=Found(link, "feed:link") if link.startswith(("http://", "https://")) else None,
    )
    warnings = ("date: not read, " + repr(str(entry["published"])[:60]),) if entry.get("published") and not published else ()
    return build(
        task, text, found, warnings=warnings, doc=entry_name(task.doc, str(entry.get("id") or ""), link or title), part=part
    )


def entry_name(stem: str, guid: str, link: str) -> str:
    """The name of an entry: its own id if that can name a file, else the feed's name and a digest of id or address."""
    if re.fullmatch(r"\w[\w.-]{0,100}", guid):
        return guid
    return f"{stem}-{sha256_of(guid or link)[:8]}"


def _time(entry: Any, key: str) -> Found | None:
    """A time as the feed writes it; else as feedparser reads it, which knows more forms and gives UTC."""
    raw, parsed = (
        str(dict.get(entry, key) or ""),
        dict.get(entry, f"{key}_parsed"),
    )  # its own `get` looks for others in their stead
    if not raw or not parsed or re.match(r"\d{1,2}[-/.]\d{1,2}\D", raw):  # it would guess which is the month
        return None
    try:
        read = datetime.fromtimestamp(timegm(parsed), UTC).isoformat().replace("+00:00", "Z")
    except (ValueError, OverflowError, OSError):
        return None
    return Found(stated_date(raw) or read, f"feed:{key}")
