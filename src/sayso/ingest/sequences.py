"""Files that are a sequence of messages or pages: mbox, WARC and WACZ, to their members in order."""

import re
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path
from typing import Any

from sayso.ingest.archives import DAMAGE, Members, Spool, zip_members
from sayso.ingest.member import Member
from sayso.ingest.options import MIB, Limits
from sayso.ingest.rejections import Rejected
from sayso.ingest.streams import PACKED, opened, unpacked

_PAGES = frozenset({
    "text/html", "application/xhtml+xml", "text/plain", "application/pdf", "application/rss+xml", "application/atom+xml",
})  # fmt: skip
_CHUNK_END = 64  # bytes that may be left of a record whose page has been read: the end of a chunked answer
_FROM = re.compile(rb"From .*\d{1,2}:\d\d")  # the line between messages carries a time


def mbox_members(content: bytes, path: Path | None, stem: str, limits: Limits) -> Members:
    """The messages of an mbox (RFC 4155), lines that were quoted with ">" restored."""
    yield from _numbered(_messages(content, path, limits), stem)


def _messages(content: bytes, path: Path | None, limits: Limits) -> Members:
    lines: list[bytes] = []
    size, number, gap = 0, 0, True
    with unpacked(content, path, limits) as stream:
        while True:
            line = stream.readline(MIB)
            if (not line or (gap and _FROM.match(line))) and lines:
                number += 1
                if size > limits.leaf_bytes:
                    yield Rejected("too-large", f"holds more than {limits.leaf_bytes:,} bytes", f"message {number}")
                else:
                    first = 1 if lines[0].startswith(b"From ") else 0
                    yield Member(f"{number}.eml", b"".join(lines[first:]), media="message/rfc822")
                lines, size = [], 0
            if not line:
                return
            gap = not line.strip()
            size += len(line)
            if size <= limits.leaf_bytes:
                lines.append(re.sub(rb"^>(>*From )", rb"\1", line))


def wacz_members(content: bytes, path: Path | None, stem: str, limits: Limits, spool: Spool) -> Members:
    """The pages of the web archives in a WACZ; its indexes and logs are counted."""

    def pages() -> Members:
        for member in zip_members(content, path, limits, spool):
            if isinstance(member, Member) and re.fullmatch(r"archive/.+\.warc(?:\.gz)?", member.name):
                try:
                    yield from _responses(member.content, member.path, limits)
                except Rejected as no:
                    yield Rejected(no.code, no.reason, member.name)
            else:
                yield 1 if isinstance(member, Member) else member

    yield from _numbered(pages(), stem)


def warc_members(content: bytes, path: Path | None, stem: str, limits: Limits) -> Members:
    """The pages of a web archive (ISO 28500) that were answered with success.

    Requests, redirects, pictures, styles and repetitions are counted. Raises `Rejected` "broken".
    """
    yield from _numbered(_responses(content, path, limits), stem)


def _responses(content: bytes, path: Path | None, limits: Limits) -> Members:
    from warcio.archiveiterator import ArchiveIterator
    from warcio.exceptions import ArchiveLoadFailed

    with opened(content, path) as raw:
        if not raw.read(5).startswith((b"WARC/", PACKED[0])):
            raise Rejected("broken", "does not start as a web archive (WARC/)")
        raw.seek(0)
        try:
            for record in ArchiveIterator(raw):
                if record.rec_type in ("response", "resource"):
                    yield _response(record, limits)
        except (ArchiveLoadFailed, AttributeError, TypeError, *DAMAGE) as error:  # warcio takes some headers for given
            raise Rejected("broken", "is a damaged or cut web archive. What stood before the damage was read.") from error


def _response(record: Any, limits: Limits) -> Member | Rejected | int:
    head = record.rec_headers
    address = head.get_header("WARC-Target-URI") or ""
    http = record.http_headers
    media = ((http or head).get_header("Content-Type")) or ""
    if (http and http.get_statuscode() != "200") or (media and media.split(";")[0].strip().lower() not in _PAGES):
        return 1
    body = record.content_stream().read(limits.leaf_bytes + 1)
    if len(body) > limits.leaf_bytes:
        return Rejected("too-large", f"unpacks to more than {limits.leaf_bytes:,} bytes", address)
    chunked = bool(http and http.get_header("Transfer-Encoding"))
    if getattr(record.raw_stream, "limit", 0) > (_CHUNK_END if chunked else 0):
        return Rejected("broken", "is cut off in the web archive", address)
    if not media:
        return 1
    charset = re.search(r"(?i)charset=[\"']?([\w.:-]+)", media)
    return Member(
        "page", body, address=address, retrieved=head.get_header("WARC-Date") or "",
        headers=tuple((str(k), str(v)) for k, v in http.headers) if http else (), media=media, charset=charset[1] if charset else "",
    )  # fmt: skip


def _numbered(found: Iterable[Member | Rejected | int], stem: str) -> Members:
    """Names the members: as the file if it holds one, else with the position. The first waits until there is a second."""
    first: Member | None = None
    number = 0
    try:
        for member in found:
            if not isinstance(member, Member):
                yield member
                continue
            number += 1
            if number == 1:
                first = member
                continue
            if first is not None:
                yield replace(first, doc=f"{stem}-1")
                first = None
            yield replace(member, doc=f"{stem}-{number}")
    except Rejected as no:
        if first is not None:
            yield replace(first, doc=stem)
        yield no
        return
    if first is not None:
        yield replace(first, doc=stem)
    if not number:
        yield Rejected("empty", "holds no page or message that can be read")
