"""Digests: the only way ids are made from content."""

import hashlib
import json
from collections.abc import Sequence


def sha256_of(content: bytes | str) -> str:
    """SHA-256 of bytes, or of the UTF-8 encoding of a text, as 64 hex digits."""
    return hashlib.sha256(content.encode("utf-8", "surrogatepass") if isinstance(content, str) else content).hexdigest()


def digest(kind: str, parts: Sequence[object]) -> str:
    """An id for `parts`: `kind`, an underscore and 24 hex digits of SHA-256 over a canonical JSON array.

    JSON keeps the borders of the parts, so ("a.b", "c") and ("a", "b.c") never share an id.
    """
    canonical = json.dumps([kind, *parts], ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return f"{kind}_{sha256_of(canonical)[:24]}"
