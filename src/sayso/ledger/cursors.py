"""Cursors of pages: where a page ended, as text for an address."""

import base64
import binascii
import json
from collections.abc import Sequence
from typing import Any

from sayso.core import InputError


def encode(place: Sequence[Any]) -> str:
    """The values of the last row's sort columns, as text that an address can carry."""
    return base64.urlsafe_b64encode(json.dumps(place, separators=(",", ":")).encode()).decode().rstrip("=")


def decode(cursor: str, length: int) -> list[Any] | None:
    """The values that `encode` wrote; None for "". Raises `InputError` for anything else."""
    if not cursor:
        return None
    try:
        place = json.loads(base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)))
    except (binascii.Error, ValueError):
        place = None
    if not isinstance(place, list) or len(place) != length:
        raise InputError(f"{cursor[:40]!r} is no cursor of this list", hint="Use `next` of the page before, or leave it out.")
    return place
