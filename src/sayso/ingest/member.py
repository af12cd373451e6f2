"""A member of an archive, unpacked."""

from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Member:
    """`content`, or the file at `path` if it is large. `address`, `retrieved` and `headers` where the archive records them (WARC);
    `doc` names the document if `name` does not; `sidecar` and `mapping` are what stands in the archive beside it.
    """

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
    mapping: bytes = b""
