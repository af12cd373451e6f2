"""From what the user names to single captures: files, folders, standard input, and what lies in archives."""

import io
import json
import os
import stat
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path
from typing import Any

from sayso.core import Capture, Masthead, Rejection
from sayso.ingest.containers import members
from sayso.ingest.fetch import Fetcher, Unchanged
from sayso.ingest.member import Member
from sayso.ingest.options import IngestOptions
from sayso.ingest.rejections import Rejected
from sayso.ingest.sniff import CONTAINERS, FORMATS, MEDIA_TYPES, STREAMED, sniff, sniff_zip, stem_of
from sayso.ingest.task import UNSTATED, Task, masthead_of

SIDECAR = ".meta.json"


@dataclass(frozen=True)
class Entry:
    """One capture with the task to parse it, or the reason why there is none."""

    capture: Capture | None = None
    task: Task | None = None
    rejections: tuple[Rejection, ...] = ()
    skipped: int = 0
    source: "Source | None" = field(default=None, compare=False)


@dataclass(frozen=True)
class Source:
    """Bytes from somewhere. `name` is a file name for the format and the document's name."""

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
    retrieved: str = ""
    depth: int = 0


class Expander:
    """Turns inputs into entries, lazily. Holds what one call shares: options, the fetcher, a folder for what must be spooled."""

    def __init__(self, options: IngestOptions, fetcher: Fetcher) -> None:
        self.options, self._fetcher = options, fetcher
        self._given = Masthead()
        given = {"published": options.published, "outlet": options.outlet, "title": options.title}
        self._given = _renamed(masthead_of(given, "given", options.date_format))
        self._spool: tempfile.TemporaryDirectory[str] | None = None

    def close(self) -> None:
        """Removes spooled files."""
        if self._spool is not None:
            self._spool.cleanup()

    def expand(self, named: str) -> Iterator[Entry]:
        """The entries of one input: `-`, an address, a folder or a file."""
        if named == "-":
            yield from self._guard(Source("-", "stdin", manner="stdin"), self._stdin)
        elif named.startswith(("http://", "https://")):
            yield from self.fetch(named)
        else:
            yield from self._path(Path(named))

    def fetch(self, address: str, *, manner: str = "fetch", robots: bool = False) -> Iterator[Entry]:
        """The entry of a page on the network; nothing if it has not changed."""
        try:
            got = self._fetcher.get(address, self.options.seen(address), robots=robots)
        except Unchanged:
            yield Entry(skipped=1)
        except Rejected as no:
            yield Entry(rejections=(Rejection(address, no.code, f"{address}: {no.reason}"),))
        else:
            found = masthead_of({"address": got.address}, "fetch", "")
            yield from self.sort(
                Source(
                    address,
                    got.name,
                    got.content,
                    None,
                    manner,
                    got.headers,
                    got.media,
                    got.charset,
                    got.doc,
                    found,
                    retrieved=got.retrieved,
                )
            )

    def sort(self, source: Source) -> Iterator[Entry]:
        """A source as what it is: a container is opened, anything else is one entry."""
        yield from self._guard(source, self._sorted)

    # -- inside ---------------------------------------------------------------------------------------------------------

    def _guard(self, source: Source, step: Any) -> Iterator[Entry]:
        """Runs a step; a rejection ends it and becomes an entry."""
        try:
            yield from step(source)
        except Rejected as no:
            where = f"{source.address}{f' ({no.part})' if no.part else ''}"
            yield Entry(
                rejections=(
                    Rejection(
                        source.address, no.code, f"{where}: {no.reason}", _digest(source) if source.path is None else "", no.part
                    ),
                )
            )
        except OSError as error:
            yield Entry(rejections=(Rejection(source.address, "unreadable", f"{source.address}: {error.strerror or error}"),))

    def _path(self, path: Path) -> Iterator[Entry]:
        source = Source(str(path), path.name, path=path)
        try:
            mode = path.stat().st_mode
        except FileNotFoundError:
            reason = "there is no such file or folder. Check the path." if not path.is_symlink() else "is a link to nothing"
            yield Entry(rejections=(Rejection(str(path), "not-found", f"{path}: {reason}"),))
            return
        except (OSError, ValueError) as error:
            yield Entry(rejections=(Rejection(str(path), "unreadable", f"{path}: {error}"),))
            return
        if stat.S_ISDIR(mode):
            yield from self._folder(path, path.resolve())
        elif not stat.S_ISREG(mode):
            yield Entry(rejections=(Rejection(str(path), "not-a-file", f"{path}: is a device, pipe or socket, not a file"),))
        elif path.name.endswith(SIDECAR):
            yield Entry(
                rejections=(Rejection(str(path), "sidecar", f"{path}: holds the masthead of a file beside it. Give that file."),)
            )
        else:
            yield from self._guard(source, self._file)

    def _folder(self, folder: Path, root: Path) -> Iterator[Entry]:
        try:
            children = sorted(os.scandir(folder), key=lambda e: e.name)
        except OSError as error:
            yield Entry(rejections=(Rejection(str(folder), "unreadable", f"{folder}: {error.strerror}"),))
            return
        names = {c.name for c in children}
        for child in children:
            path = folder / child.name
            if child.name.startswith(".") or child.name.endswith(SIDECAR):
                continue
            if child.is_dir(follow_symlinks=False):
                stem = child.name.removesuffix("_files")
                if stem != child.name and names & {f"{stem}.html", f"{stem}.htm"}:
                    yield Entry(skipped=1)  # pictures and styles of a saved page
                else:
                    yield from self._folder(path, root)
            elif child.is_symlink() and path.exists() and not (path.is_file() and path.resolve().is_relative_to(root)):
                yield Entry(
                    rejections=(Rejection(str(path), "not-a-file", f"{path}: is a link to a folder or out of the folder given"),)
                )
            else:
                yield from self._path(path)

    def _file(self, source: Source) -> Iterator[Entry]:
        if source.path is None:
            return
        yield from self._sorted(replace(source, sidecar=self._sidecar(source.path)))

    def _sidecar(self, path: Path) -> Masthead:
        for beside in (path.with_name(stem_of(path.name) + SIDECAR), path.with_name(path.name + SIDECAR)):
            if beside.is_file():
                return self.read_sidecar(beside.read_bytes()[: 1 << 20], beside.name)
        return UNSTATED

    def read_sidecar(self, content: bytes, name: str) -> Masthead:
        """The masthead in a sidecar. Raises `Rejected` "bad-sidecar" or for its date."""
        try:
            values = json.loads(content.decode("utf-8-sig"))
        except (ValueError, RecursionError) as error:
            raise Rejected("bad-sidecar", f"its sidecar {name} is not JSON: {error}. Mend or remove it.") from error
        if not isinstance(values, dict):
            raise Rejected("bad-sidecar", f"its sidecar {name} is {type(values).__name__}; an object was expected")
        values = {"outlet": values.get("publisher"), "byline": values.get("author"), "address": values.get("url"), **values}
        return masthead_of(values, "sidecar", self.options.date_format)

    def _stdin(self, source: Source) -> Iterator[Entry]:
        path = self._spooled(sys.stdin.buffer, self.options.limits.input_bytes)
        yield from self._sorted(replace(source, path=path))

    def _spooled(self, stream: Any, limit: int) -> Path:
        """A temporary file with what `stream` holds. Raises `Rejected` "too-large"."""
        if self._spool is None:
            self._spool = tempfile.TemporaryDirectory(prefix="sayso-")
        handle, name = tempfile.mkstemp(dir=self._spool.name)
        count = 0
        with os.fdopen(handle, "wb") as out:
            while chunk := stream.read(1 << 20):
                count += len(chunk)
                if count > limit:
                    raise Rejected("too-large", f"holds more than {limit:,} bytes")
                out.write(chunk)
        return Path(name)

    def _sorted(self, source: Source) -> Iterator[Entry]:
        head = source.content[:8192]
        size = len(source.content)
        if source.path is not None:
            with source.path.open("rb") as stream:
                head = stream.read(8192)
            size = source.path.stat().st_size
        kind, what = (self.options.format, "") if self.options.format else sniff(head, source.name, source.media)
        if kind == "zip" and source.depth <= self.options.limits.depth + 1:
            kind = self._zip_kind(source)
        if size == 0 or (not head.strip(b"\x00 \t\r\n\x0b\x0c") and size <= len(head)):
            raise Rejected("empty", "holds nothing" if size == 0 else "holds only white space")
        if not kind:
            code = "encrypted" if "OLE" in what and source.name.lower().endswith(("docx", "xlsx")) else "unsupported"
            remedy = (
                "Save it without a password."
                if code == "encrypted"
                else "Save the text in a format that is read, such as PDF or DOCX."
            )
            raise Rejected(code, f"is {what}. {remedy}")
        if not head.strip(b"\x00"):
            raise Rejected("empty", f"begins with {len(head):,} bytes of nothing")
        if kind in CONTAINERS:
            yield from self._contained(source, kind)
        else:
            yield self._entry(source, kind, size)

    def _zip_kind(self, source: Source) -> str:
        import zipfile

        try:
            return sniff_zip(source.path or io.BytesIO(source.content), source.name)
        except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError) as error:
            raise Rejected("broken", f"is a damaged archive: {error}") from error

    def _contained(self, source: Source, kind: str) -> Iterator[Entry]:
        limits = self.options.limits
        if source.depth >= limits.depth:
            raise Rejected(
                "nested", f"is an archive {source.depth} levels deep; {limits.depth} are opened. Unpack it and give the files."
            )
        for member in members(kind, source.content, source.path, stem_of(source.name), limits, self._spooled):
            if isinstance(member, Rejected):
                address = f"{source.address}!{member.part}" if member.part else source.address
                yield Entry(rejections=(Rejection(address, member.code, f"{address}: {member.reason}", part=member.part),))
            elif isinstance(member, int):
                yield Entry(skipped=member)
            else:
                yield from self._member(source, member)

    def _member(self, source: Source, member: Member) -> Iterator[Entry]:
        address = member.address or f"{source.address}!{member.name}"
        inner = Source(
            address, member.name, member.content, member.path, "archive", member.headers, member.media, member.charset, member.doc,
            masthead_of({"address": member.address}, "warc", ""), source.sidecar, member.retrieved, source.depth + 1,
        )  # fmt: skip
        if member.sidecar:
            try:
                inner = replace(inner, sidecar=self.read_sidecar(member.sidecar, f"{member.name}{SIDECAR}"))
            except Rejected as no:
                yield Entry(rejections=(Rejection(address, no.code, f"{address}: {no.reason}"),))
                return
        yield from self.sort(inner)

    def _entry(self, source: Source, kind: str, size: int) -> Entry:
        limits = self.options.limits
        keep = size <= limits.leaf_bytes
        if not keep and kind not in STREAMED:
            raise Rejected("too-large", f"holds {size:,} bytes; a single document of at most {limits.leaf_bytes:,} is read")
        if size > limits.input_bytes:
            raise Rejected("too-large", f"holds {size:,} bytes; at most {limits.input_bytes:,} are read. Split it.")
        content = source.content
        if source.path is not None and keep:
            content = source.path.read_bytes()
        path = None if keep else source.path
        capture = Capture(
            _digest(replace(source, content=content, path=path)), _media(source, kind), size, source.address,
            source.retrieved or self.options.retrieved or datetime.now(UTC).isoformat(timespec="seconds").replace("+00:00", "Z"),
            source.manner, source.headers, content if keep else None,
        )  # fmt: skip
        stem = source.doc or stem_of(source.name)
        task = Task(
            kind, stem, source.address, capture.id, content, path, source.charset, self._given, source.found, source.sidecar,
            self.options.date_format, self.options.mapping.of(stem), limits,
        )  # fmt: skip
        return Entry(capture, task, source=source)


def _media(source: Source, kind: str) -> str:
    return source.media.split(";")[0].strip().lower() or MEDIA_TYPES.get(kind, "application/octet-stream")


def _digest(source: Source) -> str:
    if source.path is None:
        return sha256(source.content).hexdigest()
    digest = sha256()
    with source.path.open("rb") as stream:
        while chunk := stream.read(1 << 20):
            digest.update(chunk)
    return digest.hexdigest()


def _renamed(masthead: Masthead) -> Masthead:
    """`where` of what the user gave is "given" alone."""
    values = {
        name: replace(found, where="given") for name in ("title", "outlet", "published") if (found := getattr(masthead, name))
    }
    return replace(masthead, **values)


__all__ = ["FORMATS", "Entry", "Expander", "Source"]
