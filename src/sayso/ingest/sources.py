"""From what the user names to single captures: files, folders, standard input, and what lies in archives."""

import json
import os
import re
import stat
import sys
import tempfile
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path
from typing import IO

from sayso.core import Capture, ConfigError, Masthead, Rejection
from sayso.ingest.archives import (
    MAPPING,
    SIDECAR,
    Members,
    is_asset,
    is_hidden,
    names_beside,
    packed_member,
    tar_members,
    zip_members,
)  # fmt: skip
from sayso.ingest.fetch import Fetcher, Unchanged
from sayso.ingest.member import Member
from sayso.ingest.options import MIB, ColumnMapping, IngestOptions, read_mapping
from sayso.ingest.rejections import Rejected
from sayso.ingest.sequences import mbox_members, wacz_members, warc_members
from sayso.ingest.sniff import CONTAINERS, MEDIA_TYPES, STREAMED, sniff, sniff_zip, stem_of
from sayso.ingest.streams import opened
from sayso.ingest.task import NO_COLUMNS, UNSTATED, Task, masthead_of

_HEAD = 8192  # bytes that tell the format
_SCHEME = re.compile(r"(?i)[a-z][a-z0-9+.-]+://")


@dataclass(frozen=True)
class Source:
    """Bytes from somewhere: `content`, or the file at `path`. `name` is a file name for the format and the document's name."""

    address: str
    name: str
    content: bytes = b""
    path: Path | None = None
    manner: str = "file"
    headers: tuple[tuple[str, str], ...] = ()
    media: str = ""
    charset: str = ""
    doc: str = ""
    found: Masthead = UNSTATED
    sidecar: Masthead = UNSTATED
    mapping: ColumnMapping = NO_COLUMNS  # what stands beside it
    retrieved: str = ""
    depth: int = 0


@dataclass(frozen=True)
class Entry:
    """One capture with the task to parse it, or the reason why there is none."""

    capture: Capture | None = None
    task: Task | None = None
    rejections: tuple[Rejection, ...] = ()
    skipped: int = 0
    source: Source | None = None


class Spool:
    """Temporary files for what is too large to hold; each goes when it has been read, all when the call ends."""

    def __init__(self) -> None:
        self._folder: tempfile.TemporaryDirectory[str] | None = None

    def __call__(self, stream: IO[bytes], limit: int) -> Path:
        """A file with what `stream` holds. Raises `Rejected` "too-large" beyond `limit` bytes."""
        if self._folder is None:
            self._folder = tempfile.TemporaryDirectory(prefix="sayso-")
        handle, name = tempfile.mkstemp(dir=self._folder.name)
        count = 0
        with os.fdopen(handle, "wb") as out:
            while chunk := stream.read(MIB):
                count += len(chunk)
                if count > limit:
                    os.unlink(name)
                    raise Rejected("too-large", f"holds more than {limit:,} bytes")
                out.write(chunk)
        return Path(name)

    def release(self, path: Path | None) -> None:
        """Removes `path` if it is one of these files."""
        if path is not None and self._folder is not None and path.parent == Path(self._folder.name):
            path.unlink(missing_ok=True)

    def close(self) -> None:
        """Removes all."""
        if self._folder is not None:
            self._folder.cleanup()


class Expander:
    """Turns inputs into entries, lazily. Holds what one call shares: options, the fetcher, temporary files."""

    def __init__(self, options: IngestOptions, fetcher: Fetcher) -> None:
        self.options, self._fetcher = options, fetcher
        self._given = _given(options)
        self.spool = Spool()

    def close(self) -> None:
        """Removes temporary files."""
        self.spool.close()

    def expand(self, named: str) -> Iterator[Entry]:
        """The entries of one input: `-`, an address, a folder or a file."""
        if named == "-":
            yield from _guarded(Source("-", "stdin", manner="stdin"), self._stdin)
        elif named.startswith(("http://", "https://")):
            yield from self.fetch(named)
        elif _SCHEME.match(named) and not Path(named).exists():
            yield _refused(named, Rejected("bad-address", "is no address that is fetched: http:// or https:// was expected"))
        else:
            yield from self._path(Path(named))

    def fetch(self, address: str, *, robots: bool = False) -> Iterator[Entry]:
        """The entry of a page on the network; a count if it has not changed."""
        try:
            got = self._fetcher.get(address, self.options.seen(address), robots=robots)
        except Unchanged:
            yield Entry(skipped=1)
        except Rejected as no:
            yield _refused(address, no)
        else:
            found = masthead_of({"address": got.address}, "fetch", "")
            yield from self.sort(
                Source(
                    address, got.name, got.content, None, "fetch", got.headers, got.media, got.charset, got.doc, found,
                    retrieved=got.retrieved,
                )
            )  # fmt: skip

    def sort(self, source: Source) -> Iterator[Entry]:
        """A source as what it is: a container is opened, anything else is one entry."""
        yield from _guarded(source, self._sorted)

    # -- files and folders ----------------------------------------------------------------------------------------------

    def _path(self, path: Path) -> Iterator[Entry]:
        named = str(path)
        try:
            mode = path.stat().st_mode
        except FileNotFoundError:
            reason = "is a link to nothing" if path.is_symlink() else "there is no such file or folder. Check the path."
            yield _refused(named, Rejected("not-found", reason))
            return
        except (OSError, ValueError) as error:
            yield _refused(named, Rejected("unreadable", str(error)))
            return
        if stat.S_ISDIR(mode):
            yield from self._folder(path, path.resolve())
        elif not stat.S_ISREG(mode):
            yield _refused(named, Rejected("not-a-file", "is a device, pipe or socket, not a file"))
        elif path.name.endswith(SIDECAR):
            yield _refused(named, Rejected("sidecar", "holds the masthead of a file beside it. Give that file."))
        elif path.name.endswith(MAPPING):
            yield _refused(named, Rejected("sidecar", "says what the columns of a table beside it hold. Give that table."))
        else:
            yield from _guarded(Source(named, path.name, path=path), self._file)

    def _folder(self, folder: Path, root: Path) -> Iterator[Entry]:
        try:
            children = sorted(os.scandir(folder), key=lambda e: e.name)
        except OSError as error:
            yield _refused(str(folder), Rejected("unreadable", str(error.strerror)))
            return
        names = {c.name for c in children}
        for child in children:
            path = folder / child.name
            if is_hidden(child.name):
                continue
            if child.is_dir(follow_symlinks=False):
                if is_asset(f"{child.name}/x", names):
                    yield Entry(skipped=1)
                else:
                    yield from self._folder(path, root)
            elif child.is_symlink() and path.exists() and not (path.is_file() and path.resolve().is_relative_to(root)):
                yield _refused(str(path), Rejected("not-a-file", "is a link to a folder or out of the folder given"))
            else:
                yield from self._path(path)

    def _file(self, source: Source) -> Iterator[Entry]:
        path = source.path or Path()
        if beside := _beside(path, SIDECAR):
            source = replace(source, sidecar=self._read_sidecar(beside.read_bytes()[:MIB], beside.name))
        if beside := _beside(path, MAPPING):
            source = replace(source, mapping=_read_mapping(beside.read_bytes()[:MIB], beside.name, path.name))
        yield from self._sorted(source)

    def _read_sidecar(self, content: bytes, name: str) -> Masthead:
        try:
            values = json.loads(content.decode("utf-8-sig"))
        except (ValueError, RecursionError) as error:
            raise Rejected("bad-sidecar", f"its sidecar {name} is not JSON: {error}. Mend or remove it.") from error
        if not isinstance(values, dict):
            raise Rejected("bad-sidecar", f"its sidecar {name} is {type(values).__name__}; an object was expected")
        values = {"outlet": values.get("publisher"), "byline": values.get("author"), "address": values.get("url"), **values}
        return masthead_of(values, "sidecar", self.options.date_format)

    def _stdin(self, source: Source) -> Iterator[Entry]:
        path = self.spool(sys.stdin.buffer, self.options.limits.input_bytes)
        yield from self._sorted(replace(source, path=path))

    # -- formats --------------------------------------------------------------------------------------------------------

    def _sorted(self, source: Source) -> Iterator[Entry]:
        with opened(source.content, source.path) as stream:
            head = stream.read(_HEAD)
            size = stream.seek(0, os.SEEK_END)
        if not head.strip(b"\x00 \t\r\n\x0b\x0c") and (size <= len(head) or not head.strip(b"\x00")):
            raise Rejected("empty", "holds nothing" if size == 0 else "holds only white space or zeros")
        kind = self._kind(source, head)
        if kind in CONTAINERS:
            yield from self._contained(source, kind)
        else:
            yield self._entry(source, kind, size)

    def _kind(self, source: Source, head: bytes) -> str:
        if self.options.format:
            return self.options.format
        kind, what = sniff(head, source.name, source.media)
        if not kind and "OLE" in what and source.name.lower().endswith((".docx", ".xlsx")):
            raise Rejected("encrypted", "is protected by a password. Save it without one.")
        if not kind:
            raise Rejected("unsupported", f"is {what}. Save the text in a format that is read, such as PDF or DOCX.")
        if kind != "zip":
            return kind
        try:
            with opened(source.content, source.path) as stream:
                return sniff_zip(stream, source.name)
        except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError) as error:
            raise Rejected("broken", f"is a damaged archive: {error}") from error

    def _contained(self, source: Source, kind: str) -> Iterator[Entry]:
        limits = self.options.limits
        if source.depth >= limits.depth:
            raise Rejected(
                "nested", f"is an archive {source.depth} levels deep; {limits.depth} are opened. Unpack it and give the files."
            )
        try:
            for member in self._members(source, kind):
                if isinstance(member, Rejected):
                    yield _refused(f"{source.address}!{member.part}" if member.part else source.address, member)
                elif isinstance(member, int):
                    yield Entry(skipped=member)
                else:
                    yield from self._member(source, member)
        finally:
            self.spool.release(source.path)

    def _members(self, source: Source, kind: str) -> Members:
        content, path, limits = source.content, source.path, self.options.limits
        stem = source.doc or stem_of(source.name)
        match kind:
            case "zip":
                return zip_members(content, path, limits, self.spool)
            case "tar":
                return tar_members(content, path, limits, self.spool)
            case "packed":
                return packed_member(content, path, source.name, limits, self.spool)
            case "mbox":
                return mbox_members(content, path, stem, limits)
            case "wacz":
                return wacz_members(content, path, stem, limits, self.spool)
            case _:
                return warc_members(content, path, stem, limits)

    def _member(self, source: Source, member: Member) -> Iterator[Entry]:
        address = f"{source.address}!{member.address or member.name}"  # the page of a web archive stands in its file, not on the network
        inner = Source(
            address, member.name, member.content, member.path, "archive", member.headers, member.media, member.charset, member.doc,
            masthead_of({"address": member.address}, "warc", ""), source.sidecar, source.mapping, member.retrieved, source.depth + 1,
        )  # fmt: skip

        def step(inner: Source) -> Iterator[Entry]:
            if member.sidecar:
                inner = replace(inner, sidecar=self._read_sidecar(member.sidecar, "in the archive"))
            if member.mapping:
                inner = replace(inner, mapping=_read_mapping(member.mapping, "in the archive", inner.name))
            yield from self._sorted(inner)

        yield from _guarded(inner, step)

    def _entry(self, source: Source, kind: str, size: int) -> Entry:
        limits = self.options.limits
        keep = size <= limits.leaf_bytes
        if not keep and kind not in STREAMED:
            raise Rejected("too-large", f"holds {size:,} bytes; a single document of at most {limits.leaf_bytes:,} is read")
        if size > limits.input_bytes:
            raise Rejected("too-large", f"holds {size:,} bytes; at most {limits.input_bytes:,} are read. Split it.")
        content, path = source.content, source.path
        if path is not None and keep:
            content, path = path.read_bytes(), None
            self.spool.release(source.path)
        capture = Capture(
            _digest(content, path), source.media.split(";")[0].strip().lower() or MEDIA_TYPES[kind], size, source.address,
            source.retrieved or self.options.retrieved or now(), source.manner, source.headers, content if keep else None,
        )  # fmt: skip
        stem = source.doc or stem_of(source.name)
        mapping = self.options.mapping.of(stem)
        mapping = source.mapping if mapping == NO_COLUMNS else mapping
        task = Task(
            kind, stem, source.address, capture.id, content, path, source.charset, self._given, source.found, source.sidecar,
            self.options.date_format or mapping.date_format, mapping, limits,
        )  # fmt: skip
        return Entry(capture, task, source=source)


def _beside(path: Path, suffix: str) -> Path | None:
    """The file that stands beside `path` and speaks of it."""
    return next((p for name in names_beside(path.name, suffix) if (p := path.with_name(name)).is_file()), None)


def _read_mapping(content: bytes, name: str, table: str) -> ColumnMapping:
    """The mapping that stands beside a table. Raises `Rejected` "bad-sidecar"."""
    try:
        return read_mapping(content, f"its mapping {name}").of(stem_of(table))
    except ConfigError as error:
        raise Rejected("bad-sidecar", str(error)) from error


def now() -> str:
    """The time, as ISO 8601 in UTC to the second."""
    return datetime.now(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")


def _guarded(source: Source, step: Callable[[Source], Iterator[Entry]]) -> Iterator[Entry]:
    """Runs a step; a rejection ends it and becomes an entry."""
    try:
        yield from step(source)
    except Rejected as no:
        yield _refused(source.address, no, sha256(source.content).hexdigest() if source.content else "")
    except OSError as error:
        yield _refused(source.address, Rejected("unreadable", str(error.strerror or error)))
    except Exception as error:  # a library's own fault must not lose what is beside this input
        what = f"{type(error).__name__}: {' '.join(str(error).split())[:200]}"
        yield _refused(source.address, Rejected("broken", f"cannot be opened: {what}"))


def _refused(address: str, no: Rejected, digest: str = "") -> Entry:
    within = f" ({no.part})" if no.part and no.part not in address else ""
    return Entry(rejections=(Rejection(address, no.code, f"{address}{within}: {no.reason}", digest, no.part),))


def _digest(content: bytes, path: Path | None) -> str:
    digest = sha256()
    with opened(content, path) as stream:
        while chunk := stream.read(MIB):
            digest.update(chunk)
    return digest.hexdigest()


def _given(options: IngestOptions) -> Masthead:
    """What the user gave; `where` is "given" alone."""
    values = {"published": options.published, "outlet": options.outlet, "title": options.title}
    masthead = masthead_of(values, "given", options.date_format)
    return replace(masthead, **{n: replace(f, where="given") for n in values if (f := getattr(masthead, n))})
