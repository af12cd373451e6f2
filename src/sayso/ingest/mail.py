"""E-mail: messages (EML), and web pages saved as one message (MHTML)."""

import re
from collections.abc import Iterator
from dataclasses import replace
from email import message_from_bytes, policy
from email.header import decode_header, make_header
from email.message import EmailMessage, Message
from email.utils import parseaddr

from sayso.core import Found, Masthead
from sayso.ingest.dates import stated_date
from sayso.ingest.encoding import decode
from sayso.ingest.html import document_of, page_text
from sayso.ingest.rejections import Rejected
from sayso.ingest.task import Attachment, Outcome, Task, build, rejection

_UNSAFE = re.compile(r"[^\w.-]")
_READ = re.compile(r"(?i).+\.(?:pdf|docx|odt|rtf|html?|mht(?:ml)?|txt|md|eml|csv|tsv|xlsx|jsonl|zip)")
_PARTS = 2000


def parse_eml(task: Task) -> Iterator[Outcome]:
    """The message's text, of its plain part if that holds any, else of its HTML part; then its attachments. Raises `Rejected`."""
    message = _message(task)
    attached = list(message.iter_attachments()) if message.is_multipart() else []
    try:
        yield _body(task, message)
    except Rejected as no:
        if no.code != "empty" or not attached:
            raise
        yield rejection(task, no.code, no.reason)
    for number, part in enumerate(attached, 1):
        name = part.get_filename() or ("message.eml" if part.get_content_type() == "message/rfc822" else "")
        if _READ.fullmatch(name):
            inner = part.get_payload()
            content = inner[0].as_bytes() if isinstance(inner, list) and isinstance(inner[0], Message) else _payload(part)
            yield Attachment(number, _UNSAFE.sub("_", name), content)


def _body(task: Task, message: EmailMessage) -> Outcome:
    plain, page = (message.get_body((kind,)) for kind in ("plain", "html"))
    if plain is not None:
        words, warnings = decode(_payload(plain), _charset(plain))
        if words.strip():
            return build(task, words.replace("\r\n", "\n").rstrip("\n") + "\n", _headers(message), warnings=warnings)
    if page is None:
        raise Rejected("empty", "the message has no text")
    document = document_of(task, *page_text(_payload(page), _charset(page)))
    return build(task, document.text, _headers(message), document.marks, warnings=document.warnings)


def parse_mhtml(task: Task) -> Iterator[Outcome]:
    """The page that the message holds. Raises `Rejected`."""
    message = _message(task)
    for part in message.walk():
        if part.get_content_type() in ("text/html", "application/xhtml+xml"):
            address = _header(message, "Snapshot-Content-Location") or _header(part, "Content-Location")
            page, warnings = page_text(_payload(part), _charset(part))
            web = Found(address, "header:Content-Location") if address.startswith(("http://", "https://")) else None
            within = replace(task, found=replace(task.found, address=task.found.address or web))
            yield document_of(within, page, warnings)
            return
    raise Rejected("broken", "holds no web page part. Save the page again.")


def _message(task: Task) -> EmailMessage:
    message = message_from_bytes(task.content, policy=policy.default)
    if not isinstance(message, EmailMessage) or not message.keys():
        raise Rejected("broken", "has no mail headers")
    if sum(1 for _ in message.walk()) > _PARTS:
        raise Rejected("bomb", f"has more than {_PARTS:,} parts")
    return message


def _payload(part: Message) -> bytes:
    payload = part.get_payload(decode=True)
    return payload if isinstance(payload, bytes) else b""


def _charset(part: Message) -> str:
    return part.get_content_charset() or ""


def _header(message: Message, name: str) -> str:
    """A header's words. The standard library's parser fails on some that real mail has; then as they stand, decoded."""
    try:
        value = str(message.get(name) or "")
    except Exception:
        raw = next((v for k, v in message.raw_items() if k.lower() == name.lower()), "")
        try:
            value = str(make_header(decode_header(str(raw))))
        except Exception:
            value = str(raw)
    return " ".join(value.split())


def _headers(message: EmailMessage) -> Masthead:
    subject, sender, date = (_header(message, name) for name in ("Subject", "From", "Date"))
    name, mailbox = parseaddr(sender)
    day = stated_date(re.sub(r"\s*\([^)]*\)$", "", date))
    return Masthead(
        title=Found(subject, "header:Subject") if subject else None,
        outlet=Found(name or mailbox, "header:From") if name or mailbox else None,
        published=Found(day, "header:Date") if day else None,
    )
