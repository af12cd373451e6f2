"""ZIP and TAR archives and single packed files, opened with suspicion, to their members.

Nothing is ever written under a member's own name. What unpacks without end, leaves the archive or is protected is refused
member by member, as a `Rejected` among the members; a count stands for members that are no reports.
"""

import gzip
import lzma
import re
import tarfile
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path, PurePosixPath
from typing import IO, Protocol

from sayso.ingest.member import Member
from sayso.ingest.options import MIB, Limits
from sayso.ingest.rejections import Rejected
from sayso.ingest.sniff import LARGE, sniff, stem_of
from sayso.ingest.streams import opened, unpacked

Members = Iterator[Member | Rejected | int]
SIDECAR, MAPPING = ".meta.json", ".map.toml"  # what stands beside a file and speaks of it
BESIDE = (SIDECAR, MAPPING)
DAMAGE = (
    zipfile.BadZipFile, tarfile.TarError, zlib.error, lzma.LZMAError, gzip.BadGzipFile, EOFError, OSError, ValueError,
    NotImplementedError,
)  # fmt: skip
_SIDECARS_KEPT = 64 * MIB
_DAMAGED = "is a damaged archive: {}. What stood before the damage was read."


class Spool(Protocol):
    """Keeps a stream in a temporary file. Raises `Rejected` "too-large" beyond `limit` bytes."""

    def __call__(self, stream: IO[bytes], limit: int) -> Path: ...


# -- ZIP -------------------------------------------------------------------------------------------------------------------


def zip_members(content: bytes, path: Path | None, limits: Limits, spool: Spool) -> Members:
    """The members of a ZIP by name. Raises `Rejected` ("broken", "bomb")."""
    with opened(content, path) as raw:
        try:
            archive = zipfile.ZipFile(raw)
        except DAMAGE as error:
            raise Rejected("broken", f"is a damaged archive: {error}") from error
        infos = sorted((i for i in archive.infolist() if not i.is_dir()), key=lambda i: i.filename)
        if len(infos) > limits.members:
            raise Rejected("bomb", f"has {len(infos):,} members; at most {limits.members:,} are read")
        beside = {i.filename: i for i in infos if i.filename.endswith(BESIDE)}
        names = {i.filename for i in infos}
        seen: set[int] = set()
        total = 0
        for info in infos:
            if is_hidden(info.filename):
                continue
            if is_asset(info.filename, names):
                yield 1
                continue
            total += info.file_size
            if total > limits.unpacked_bytes:
                raise Rejected("bomb", f"unpacks to more than {limits.unpacked_bytes:,} bytes")
            try:
                if info.header_offset in seen:
                    raise Rejected("bomb", "shares its bytes with another member")
                seen.add(info.header_offset)
                member = _zip_member(archive, info, limits, spool)
                sidecar, mapping = (
                    next((_zip_small(archive, beside[n]) for n in names_beside(info.filename, suffix) if n in beside), b"")
                    for suffix in BESIDE
                )
                yield replace(member, sidecar=sidecar, mapping=mapping)
            except Rejected as no:
                yield Rejected(no.code, no.reason, info.filename)
            except (*DAMAGE, RuntimeError) as error:  # zipfile raises RuntimeError where a password is missing
                code = "encrypted" if isinstance(error, RuntimeError) and "password" in str(error) else "broken"
                yield Rejected(code, f"cannot be unpacked: {error}", info.filename)


def _zip_small(archive: zipfile.ZipFile, info: zipfile.ZipInfo) -> bytes:
    return archive.read(info)[:MIB] if info.file_size <= MIB else b"too large"


def _zip_member(archive: zipfile.ZipFile, info: zipfile.ZipInfo, limits: Limits, spool: Spool) -> Member:
    check_path(info.filename)
    if info.flag_bits & 1:
        raise Rejected("encrypted", "is protected by a password. Unpack it yourself.")
    if info.file_size > 4 * MIB and info.file_size > limits.ratio * max(1, info.compress_size):
        raise Rejected("bomb", f"unpacks from {info.compress_size:,} to {info.file_size:,} bytes")
    with archive.open(info) as stream:
        return _taken(info.filename, stream, info.file_size, limits, spool)


# -- TAR -------------------------------------------------------------------------------------------------------------------


def tar_members(content: bytes, path: Path | None, limits: Limits, spool: Spool) -> Members:
    """The members of a TAR, packed or not, in its order. Raises `Rejected` ("broken", "bomb")."""
    beside = _tar_beside(content, path, limits)
    total = 0
    for info, stream in _tar_files(content, path, limits):
        if is_hidden(info.name) or info.isdir():
            continue
        total += info.size
        if total > limits.unpacked_bytes:
            raise Rejected("bomb", f"unpacks to more than {limits.unpacked_bytes:,} bytes")
        if refused := _tar_refused(info):
            yield refused
            continue
        try:
            member = _taken(info.name, stream, info.size, limits, spool) if stream else Member(info.name)
        except Rejected as no:
            if no.code == "bomb":  # the stream that all further members stand in
                raise
            yield Rejected(no.code, no.reason, info.name)
        except DAMAGE as error:
            raise Rejected("broken", _DAMAGED.format(error)) from error
        else:
            sidecar, mapping = (
                next((beside[n] for n in names_beside(info.name, suffix) if n in beside), b"") for suffix in BESIDE
            )
            yield replace(member, sidecar=sidecar, mapping=mapping)


def _tar_refused(info: tarfile.TarInfo) -> Rejected | None:
    try:
        check_path(info.name)
    except Rejected as no:
        return no
    if not info.isreg():
        return Rejected("unsafe-path", "is a link or a device, which no report is", info.name)
    return Rejected("bomb", "is a file with holes, which may unpack to anything", info.name) if info.issparse() else None


class _SmallHeads(tarfile.TarInfo):
    """Refuses an extended header that would be read into memory whole and is larger than any name."""

    @classmethod
    def frombuf(cls, buf: bytes | bytearray, encoding: str, errors: str) -> "_SmallHeads":
        info = super().frombuf(buf, encoding, errors)
        extended = (tarfile.XHDTYPE, tarfile.XGLTYPE, tarfile.SOLARIS_XHDTYPE, tarfile.GNUTYPE_LONGNAME, tarfile.GNUTYPE_LONGLINK)
        if info.type in extended and info.size > MIB:
            raise Rejected("bomb", f"has a header of {info.size:,} bytes")
        return info


def _tar_files(content: bytes, path: Path | None, limits: Limits) -> Iterator[tuple[tarfile.TarInfo, IO[bytes] | None]]:
    """Each entry with its stream, which must be read before the next is asked for."""
    with unpacked(content, path, limits) as raw:
        try:
            with tarfile.open(fileobj=raw, mode="r|", tarinfo=_SmallHeads) as archive:
                for number, info in enumerate(archive):
                    if number >= limits.members:
                        raise Rejected("bomb", f"has more than {limits.members:,} members")
                    yield info, archive.extractfile(info) if info.isreg() else None
                    archive.members = []  # type: ignore[attr-defined]  # it keeps every entry otherwise
        except DAMAGE as error:
            raise Rejected("broken", _DAMAGED.format(error)) from error


def _tar_beside(content: bytes, path: Path | None, limits: Limits) -> dict[str, bytes]:
    """The sidecars and mappings, which may stand behind the files they belong to. Damage is left to the second reading."""
    found: dict[str, bytes] = {}
    try:
        for info, stream in _tar_files(content, path, limits):
            if info.name.endswith(BESIDE) and stream is not None and info.size <= MIB and not info.issparse():
                found[info.name] = stream.read(MIB)
                if len(found) * MIB > _SIDECARS_KEPT and sum(map(len, found.values())) > _SIDECARS_KEPT:
                    raise Rejected("bomb", f"holds more than {_SIDECARS_KEPT:,} bytes of sidecars")
    except Rejected as no:
        if no.code != "broken":
            raise
    except DAMAGE:
        pass
    return found


# -- single files ----------------------------------------------------------------------------------------------------------


def packed_member(content: bytes, path: Path | None, name: str, limits: Limits, spool: Spool) -> Members:
    """The one file in a gzip, bzip2 or xz. Raises `Rejected` ("broken", "bomb", "too-large")."""
    inner = re.sub(r"(?i)\.(?:gz|bz2|xz)$", "", name)
    with unpacked(content, path, limits) as stream:
        head = stream.read(limits.leaf_bytes + 1)
        if len(head) <= limits.leaf_bytes:
            yield Member(inner, head, doc=stem_of(name))
            return
    with unpacked(content, path, limits) as stream:
        yield Member(inner, path=spool(stream, limits.input_bytes), doc=stem_of(name))


# -- what all share --------------------------------------------------------------------------------------------------------


def is_hidden(name: str) -> bool:
    """True for sidecars, mappings, hidden files and what macOS adds: none is a document."""
    parts = PurePosixPath(name).parts
    return name.endswith(BESIDE) or "__MACOSX" in parts or any(p.startswith(".") and p.strip(".") for p in parts)


def is_asset(name: str, names: set[str]) -> bool:
    """True for a file in the folder of pictures and styles that a browser saves beside a page."""
    for parent in PurePosixPath(name).parents:
        if parent.name.endswith("_files"):
            page = str(parent)[: -len("_files")]
            if f"{page}.html" in names or f"{page}.htm" in names:
                return True
    return False


def names_beside(name: str, suffix: str) -> tuple[str, str]:
    """What a sidecar (`SIDECAR`) or mapping (`MAPPING`) of `name` is called: its name without extension, or with it, and the suffix."""
    folder, _, file = name.rpartition("/")
    before = f"{folder}/" if folder else ""
    return f"{before}{stem_of(file)}{suffix}", f"{name}{suffix}"


def check_path(name: str) -> None:
    """Raises `Rejected` "unsafe-path" for a name that leaves the archive."""
    path = PurePosixPath(name.replace("\\", "/"))
    if path.is_absolute() or ".." in path.parts or re.match(r"[A-Za-z]:", name) or "\x00" in name:
        raise Rejected("unsafe-path", "its path leaves the archive", name)


def _taken(name: str, stream: IO[bytes], size: int, limits: Limits, spool: Spool) -> Member:
    """A member's bytes; what is read as a stream goes to a file if it is large. Raises `Rejected` "too-large"."""
    if size > limits.leaf_bytes:
        kind, _ = sniff(b"", name)
        if kind not in LARGE:
            raise Rejected("too-large", f"unpacks to {size:,} bytes; a single document of at most {limits.leaf_bytes:,} is read")
        return Member(name, path=spool(stream, limits.input_bytes))
    content = stream.read(limits.leaf_bytes + 1)
    if len(content) > limits.leaf_bytes:
        raise Rejected("bomb", "unpacks to more than its header says")
    return Member(name, content)
