"""A member of an archive, unpacked."""

from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Member:
    """`content`, or the file at `path` if it is large. `address` and `retrieved` where the archive records them (WARC)."""

    name: str
    content: bytes = b""
    path: Path | None = None
    address: str = ""
    retrieved: str = ""
    headers: tuple[tuple[str, str], ...] = ()
    media: str = ""
    charset: str = ""
    doc: str = ""
    sidecar: bytes = b""
