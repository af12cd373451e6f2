"""Archives, opened with suspicion: ZIP, TAR, gzip, mbox, WARC and WACZ to their members, in order.

Nothing is ever written under a member's own name. What unpacks without end, leaves the archive or is protected is refused
member by member, as a `Rejected` among the members; a count stands for entries that are no reports.
"""

import gzip
import io
import lzma
import re
import tarfile
import zipfile
import zlib
from collections.abc import Callable, Iterator
from pathlib import Path, PurePosixPath
from typing import IO, Any

from sayso.ingest.member import Member
from sayso.ingest.options import MIB, Limits
from sayso.ingest.rejections import Rejected
from sayso.ingest.sniff import STREAMED, opened, sniff
from sayso.ingest.tables import Bounded

Spool = Callable[[Any, int], Path]
Members = Iterator[Member | Rejected | int]
_DAMAGE = (
    zipfile.BadZipFile,
    tarfile.TarError,
    zlib.error,
    lzma.LZMAError,
    gzip.BadGzipFile,
    EOFError,
    OSError,
    ValueError,
    NotImplementedError,
)
_PAGES = ("text/html", "application/xhtml+xml", "text/plain", "application/pdf", "application/rss+xml", "application/atom+xml")


def members(kind: str, content: bytes, path: Path | None, stem: str, limits: Limits, spool: Spool) -> Members:
    """The members of a container. `stem` names those that have no name; `spool` keeps a large one in a file.

    Raises `Rejected` where the container itself cannot be read on; what came before stays good.
    """
    opener = {"zip": _zip, "wacz": _wacz, "tar": _tar, "gzip": _gzip, "mbox": _mbox, "warc": _warc}[kind]
    yield from opener(content, path, stem, limits, spool)


def _zip(content: bytes, path: Path | None, stem: str, limits: Limits, spool: Spool) -> Members:
    with opened(content, path) as raw:
        try:
            archive = zipfile.ZipFile(raw)
        except _DAMAGE as error:
            raise Rejected("broken", f"is a damaged archive: {error}") from error
        infos = [i for i in archive.infolist() if not i.is_dir()]
        if len(infos) > limits.members:
            raise Rejected("bomb", f"has {len(infos):,} members; at most {limits.members:,} are read")
        names = {i.filename for i in infos}
        total = 0
        seen: set[int] = set()
        for info in sorted(infos, key=lambda i: i.filename):
            if (
                info.filename.endswith(".meta.json")
                or "__MACOSX/" in info.filename
                or PurePosixPath(info.filename).name.startswith(".")
            ):
                continue
            try:
                _safe(info.filename)
                if info.header_offset in seen:
                    raise Rejected("bomb", "shares its bytes with another member", info.filename)
                seen.add(info.header_offset)
                member = _zip_member(archive, info, limits, spool)
                total += len(member.content)
                beside = re.sub(r"\.[^./]+$", "", info.filename) + ".meta.json"
                if beside in names:
                    with archive.open(beside) as stream:
                        member = Member(member.name, member.content, member.path, sidecar=stream.read(MIB))
                yield member
            except Rejected as no:
                yield Rejected(no.code, no.reason, no.part or info.filename)
            except _DAMAGE as error:
                encrypted = "assword" in str(error) or "ncrypted" in str(error)
                yield Rejected("encrypted" if encrypted else "broken", f"cannot be unpacked: {error}", info.filename)
            if total > limits.unpacked_bytes:
                raise Rejected("bomb", f"unpacks to more than {limits.unpacked_bytes:,} bytes")


def _zip_member(archive: zipfile.ZipFile, info: zipfile.ZipInfo, limits: Limits, spool: Spool) -> Member:
    if info.flag_bits & 1:
        raise Rejected("encrypted", "is protected by a password. Unpack it yourself.")
    if info.file_size > 4 * MIB and info.file_size > limits.ratio * max(1, info.compress_size):
        raise Rejected("bomb", f"unpacks from {info.compress_size:,} to {info.file_size:,} bytes")
    with archive.open(info) as stream:
        return _taken(info.filename, stream, info.file_size, limits, spool)


def _taken(name: str, stream: IO[bytes], size: int, limits: Limits, spool: Spool) -> Member:
    """A member's bytes; a large table goes to a file. Raises `Rejected` "too-large"."""
    if size > limits.leaf_bytes:
        kind, _ = sniff(b"", name)
        if kind not in STREAMED and kind not in ("warc", "mbox", "zip", "tar"):
            raise Rejected("too-large", f"unpacks to {size:,} bytes; a single document of at most {limits.leaf_bytes:,} is read")
        return Member(name, path=spool(stream, limits.input_bytes))
    content = stream.read(limits.leaf_bytes + 1)
    if len(content) > limits.leaf_bytes:
        raise Rejected("bomb", "unpacks to more than its header says")
    return Member(name, content)


def _safe(name: str) -> None:
    path = PurePosixPath(name.replace("\\", "/"))
    if path.is_absolute() or ".." in path.parts or re.match(r"[A-Za-z]:", name) or "\x00" in name:
        raise Rejected("unsafe-path", "its path leaves the archive", name)


def _tar(content: bytes, path: Path | None, stem: str, limits: Limits, spool: Spool) -> Members:
    with opened(content, path) as raw:
        counted = _Counted(raw)
        total = 0
        try:
            with tarfile.open(fileobj=counted, mode="r|*") as archive:
                for number, info in enumerate(archive):
                    if number >= limits.members:
                        raise Rejected("bomb", f"has more than {limits.members:,} members")
                    if info.isdir() or info.name.endswith(".meta.json") or PurePosixPath(info.name).name.startswith("."):
                        continue
                    total += info.size
                    if total > limits.unpacked_bytes or (
                        info.size > 4 * MIB and total > limits.ratio * max(counted.count, 65536)
                    ):
                        raise Rejected("bomb", f"unpacks to {total:,} bytes and more from {counted.count:,}")
                    try:
                        _safe(info.name)
                        if not info.isreg():
                            raise Rejected("unsafe-path", "is a link or a device, which no report is")
                        stream = archive.extractfile(info)
                        if stream is not None:
                            yield _taken(info.name, stream, info.size, limits, spool)
                    except Rejected as no:
                        yield Rejected(no.code, no.reason, no.part or info.name)
        except _DAMAGE as error:
            raise Rejected("broken", f"is a damaged archive: {error}. What stood before the damage was read.") from error


class _Counted(io.RawIOBase):
    """Counts what is read of the packed bytes."""

    def __init__(self, raw: IO[bytes]) -> None:
        self._raw, self.count = raw, 0

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        chunk = self._raw.read(len(buffer))
        self.count += len(chunk)
        buffer[: len(chunk)] = chunk
        return len(chunk)


def _gzip(content: bytes, path: Path | None, stem: str, limits: Limits, spool: Spool) -> Members:
    with opened(content, path) as raw:
        try:
            with gzip.open(raw) as unpacked, io.BufferedReader(Bounded(unpacked, raw, limits)) as stream:
                unpacked_bytes = stream.read(limits.leaf_bytes + 1)
        except _DAMAGE as error:
            raise Rejected("broken", f"is a damaged gzip file: {error}") from error
    if len(unpacked_bytes) > limits.leaf_bytes:
        raise Rejected("too-large", f"unpacks to more than {limits.leaf_bytes:,} bytes")
    name = (path.name if path else stem).removesuffix(".gz")
    yield Member(name if "." in name else stem, unpacked_bytes, doc=stem)


def _mbox(content: bytes, path: Path | None, stem: str, limits: Limits, spool: Spool) -> Members:
    yield from _numbered(_messages(content, path, limits), stem)


def _messages(content: bytes, path: Path | None, limits: Limits) -> Members:
    lines: list[bytes] = []
    size, number = 0, 0
    with opened(content, path) as stream:
        while True:
            line = stream.readline(MIB)
            begins = line.startswith(b"From ") and (not lines or lines[-1].strip() == b"" or number == 0)
            if (begins or not line) and lines:
                number += 1
                if size > limits.leaf_bytes:
                    yield Rejected("too-large", f"holds {size:,} bytes", f"message {number}")
                else:
                    yield Member(
                        f"{number}.eml", b"".join(lines[1:] if lines[0].startswith(b"From ") else lines), media="message/rfc822"
                    )
                lines, size = [], 0
            if not line:
                return
            size += len(line)
            if size <= limits.leaf_bytes:
                lines.append(re.sub(rb"^>(>*From )", rb"\1", line))


def _wacz(content: bytes, path: Path | None, stem: str, limits: Limits, spool: Spool) -> Members:
    skipped = 0
    for member in _zip(content, path, stem, limits, spool):
        if isinstance(member, Member) and re.fullmatch(r"archive/.+\.warc(?:\.gz)?", member.name):
            yield from _numbered(_responses(member.content, member.path, limits), stem)
        elif isinstance(member, Rejected):
            yield member
        else:
            skipped += 1
    yield skipped


def _warc(content: bytes, path: Path | None, stem: str, limits: Limits, spool: Spool) -> Members:
    yield from _numbered(_responses(content, path, limits), stem)


def _responses(content: bytes, path: Path | None, limits: Limits) -> Members:
    """The pages of a web archive that were answered with success; requests, pictures, styles and repetitions are counted."""
    from warcio.archiveiterator import ArchiveIterator
    from warcio.exceptions import ArchiveLoadFailed

    with opened(content, path) as raw:
        try:
            for record in ArchiveIterator(raw):
                if record.rec_type not in ("response", "resource"):
                    continue
                member = _response(record, limits)
                yield member
        except (ArchiveLoadFailed, *_DAMAGE) as error:
            raise Rejected(
                "broken", f"is a damaged web archive: {str(error)[:200]}. What stood before the damage was read."
            ) from error


def _response(record: Any, limits: Limits) -> Member | Rejected | int:
    address = record.rec_headers.get_header("WARC-Target-URI") or ""
    http = record.http_headers
    status = http.get_statuscode() if http else "200"
    headers = tuple((str(k), str(v)) for k, v in http.headers) if http else ()
    kind = (http.get_header("Content-Type") if http else record.rec_headers.get_header("Content-Type")) or ""
    if status != "200" or kind.split(";")[0].strip().lower() not in _PAGES:
        return 1
    body = record.content_stream().read(limits.leaf_bytes + 1)
    if len(body) > limits.leaf_bytes:
        return Rejected("too-large", f"unpacks to more than {limits.leaf_bytes:,} bytes", address)
    if not body:
        return Rejected("empty", "holds nothing", address)
    charset = re.search(r"(?i)charset=[\"']?([\w.:-]+)", kind)
    return Member(
        "page", body, address=address, retrieved=record.rec_headers.get_header("WARC-Date") or "", headers=headers, media=kind,
        charset=charset[1] if charset else "",
    )  # fmt: skip


def _numbered(found: Members, stem: str) -> Members:
    """Names members: the container's name if it holds one, else with the position."""
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
                yield _named(first, f"{stem}-1")
                first = None
            yield _named(member, f"{stem}-{number}")
    finally:
        held, first = first, None
    if held is not None:
        yield _named(held, stem)
    if not number:
        yield Rejected("empty", "holds no page or message that can be read")


def _named(member: Member, doc: str) -> Member:
    from dataclasses import replace

    return replace(member, doc=doc)
