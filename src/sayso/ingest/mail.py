"""E-mail: messages (EML), and web pages saved as one message (MHTML)."""

import re
from collections.abc import Iterator
from dataclasses import replace
from email import message_from_bytes, policy
from email.message import EmailMessage, Message
from email.utils import parseaddr

from sayso.core import Found, Masthead
from sayso.ingest.dates import stated_date
from sayso.ingest.encoding import decode
from sayso.ingest.html import document_of, page_text
from sayso.ingest.rejections import Rejected
from sayso.ingest.task import Attachment, Outcome, Task, build, rejection

_UNSAFE = re.compile(r"[^\w.-]")
_ATTACHED = re.compile(r"(?i).+\.(?:pdf|docx|odt|rtf|html?|txt|md|eml|csv|tsv|xlsx|jsonl|zip)")


def parse_eml(task: Task) -> Iterator[Outcome]:
    """The message's text, of its plain part if it has one; then its attachments. Raises `Rejected`."""
    message = _message(task)
    found = _headers(message)
    body = message.get_body(("plain", "html"))
    if body is None and not any(True for _ in message.iter_attachments()):
        raise Rejected("empty", "the message has no text part")
    if body is not None:
        words, warnings = decode(_payload(body), body.get_content_charset() or "")
        words = words.replace("\r\n", "\n")
        if not words.strip() and body.get_content_subtype() == "plain" and (other := message.get_body(("html",))) is not None:
            body, (words, warnings) = other, page_text(_payload(other), other.get_content_charset() or "")
        if body.get_content_subtype() == "html":
            page = document_of(task, words, warnings)
            yield build(task, page.text, found, page.marks, warnings=page.warnings, plain=False)
        elif words.strip():
            yield build(task, words.rstrip("\n") + "\n", found, warnings=warnings)
        else:
            yield rejection(task, "empty", "the message has no text")
    for number, part in enumerate(message.iter_attachments(), 1):
        name = part.get_filename() or ("message.eml" if part.get_content_type() == "message/rfc822" else "")
        if _ATTACHED.fullmatch(name):
            inner = part.get_payload()
            content = inner[0].as_bytes() if isinstance(inner, list) and isinstance(inner[0], Message) else _payload(part)
            yield Attachment(number, _UNSAFE.sub("_", name), content)


def parse_mhtml(task: Task) -> Iterator[Outcome]:
    """The page that the message holds."""
    message = _message(task)
    address = str(message.get("Snapshot-Content-Location") or "")
    for part in message.walk():
        if part.get_content_type() in ("text/html", "application/xhtml+xml"):
            address = address or str(part.get("Content-Location") or "")
            page, warnings = page_text(_payload(part), part.get_content_charset() or "")
            document = document_of(task, page, warnings, address)
            web = Found(address, "header:Content-Location") if address.startswith(("http://", "https://")) else None
            if web is None or document.masthead.address:
                yield document
            else:
                yield build(
                    task,
                    document.text,
                    replace(document.masthead, address=web),
                    document.marks,
                    warnings=document.warnings,
                    plain=False,
                )
            return
    raise Rejected("broken", "holds no web page part. Save the page again.")


def _message(task: Task) -> EmailMessage:
    message = message_from_bytes(task.content, policy=policy.default)
    if not isinstance(message, EmailMessage) or not message.keys():
        raise Rejected("broken", "has no mail headers")
    if sum(1 for _ in message.walk()) > 2000:
        raise Rejected("bomb", "has more than 2,000 parts")
    return message


def _payload(part: object) -> bytes:
    payload = part.get_payload(decode=True)  # type: ignore[attr-defined]
    return payload if isinstance(payload, bytes) else b""


def _headers(message: EmailMessage) -> Masthead:
    subject = " ".join(str(message.get("Subject") or "").split())
    name, mailbox = parseaddr(str(message.get("From") or ""))
    date = stated_date(str(message.get("Date") or ""))
    return Masthead(
        title=Found(subject, "header:Subject") if subject else None,
        outlet=Found(name or mailbox, "header:From") if name or mailbox else None,
        published=Found(date, "header:Date") if date else None,
    )
