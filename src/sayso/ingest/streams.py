"""Streams over bytes or a file, unpacked where they are packed, and stopped where they unpack without end."""

import bz2
import gzip
import io
import lzma
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Any

from sayso.ingest.options import MIB, Limits
from sayso.ingest.rejections import Rejected

PACKED = (b"\x1f\x8b", b"BZh", b"\xfd7zXZ\x00")  # gzip, bzip2, xz
_XZ_MEMORY = 256 * MIB
_DAMAGE = (EOFError, zlib.error, lzma.LZMAError, gzip.BadGzipFile, ValueError, OSError)


def opened(content: bytes, path: Path | None) -> IO[bytes]:
    """A stream over bytes or a file."""
    return path.open("rb") if path else io.BytesIO(content)


@contextmanager
def unpacked(content: bytes, path: Path | None, limits: Limits) -> Iterator[IO[bytes]]:
    """The stream, unpacked if it is gzip, bzip2 or xz. Raises `Rejected` ("bomb", "broken") while it is read."""
    with opened(content, path) as raw:
        head = raw.read(6)
        raw.seek(0)
        if not head.startswith(PACKED):
            yield raw
            return
        inner: Any
        if head.startswith(PACKED[0]):
            inner = gzip.GzipFile(fileobj=raw)
        elif head.startswith(PACKED[1]):
            inner = _Inflated(raw, bz2.BZ2Decompressor)
        else:
            inner = _Inflated(raw, lambda: lzma.LZMADecompressor(memlimit=_XZ_MEMORY))
        try:
            with io.BufferedReader(Bounded(inner, raw, limits), 1 << 16) as stream:
                yield stream
        except _DAMAGE as error:
            raise Rejected("broken", f"is damaged: {error}. What stood before the damage was read.") from error


class Bounded(io.RawIOBase):
    """An unpacked stream that ends with `Rejected` "bomb" once it is far larger than what was read of its `packed` form."""

    def __init__(self, inner: Any, packed: IO[bytes], limits: Limits) -> None:
        self._inner, self._packed, self._limits, self._count = inner, packed, limits, 0

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        chunk = self._inner.read(len(buffer))
        self._count += len(chunk)
        if self._count > 4 * MIB and self._count > self._limits.ratio * max(1, self._packed.tell()):
            raise Rejected("bomb", f"unpacks to more than {self._limits.ratio} times its size")
        if self._count > self._limits.unpacked_bytes:
            raise Rejected("bomb", f"unpacks to more than {self._limits.unpacked_bytes:,} bytes")
        buffer[: len(chunk)] = chunk
        return len(chunk)


class Joined(io.RawIOBase):
    """A head already read, then the rest of a stream."""

    def __init__(self, head: bytes, rest: IO[bytes]) -> None:
        self._head, self._rest = head, rest

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        chunk = self._head[: len(buffer)] or self._rest.read(len(buffer))
        self._head = self._head[len(buffer) :]
        buffer[: len(chunk)] = chunk
        return len(chunk)


class _Inflated:
    """What the standard library's `BZ2File` and `LZMAFile` read, with a decompressor whose memory is bounded."""

    def __init__(self, raw: IO[bytes], maker: Callable[[], Any]) -> None:
        self._raw, self._maker, self._one = raw, maker, maker()

    def read(self, size: int) -> bytes:
        """Up to `size` bytes; none at the end. Raises `EOFError` if the stream is cut off."""
        while True:
            data = b""
            if self._one.eof:
                data = self._one.unused_data.lstrip(b"\x00") or self._raw.read(1 << 16)
                if not data:
                    return b""
                self._one = self._maker()
            elif self._one.needs_input:
                data = self._raw.read(1 << 16)
                if not data:
                    raise EOFError("it is cut off")
            if chunk := self._one.decompress(data, size):
                return bytes(chunk)
