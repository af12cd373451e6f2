"""Arithmetic on EDTF values (ISO 8601-2): first and last day, overlap, precision."""

import calendar
import re
from datetime import date
from functools import lru_cache

OPEN_START = 1
OPEN_END = date.max.toordinal()


@lru_cache(maxsize=65536)
def days(edtf: str) -> tuple[int, int] | None:
    """First and last day of an EDTF date or interval as proleptic Gregorian ordinals.

    "2015-07" is the whole month; ".." or nothing at an end is open (`OPEN_START`, `OPEN_END`). The marks ~ ? % are left
    aside. None if the value is empty or cannot be read.
    """
    if not edtf:
        return None
    ends = edtf.split("/")
    if len(ends) > 2:
        return None
    first, last = _day(ends[0], last=False), _day(ends[-1], last=True)
    return None if first is None or last is None or first > last else (first, last)


def overlap(a: str, b: str) -> bool:
    """True if two EDTF values share at least one day; False if one cannot be read."""
    x, y = days(a), days(b)
    return x is not None and y is not None and x[0] <= y[1] and y[0] <= x[1]


def precision(edtf: str) -> str:
    """day, interval, month, year, open or unknown."""
    value = re.sub(r"[~?%]", "", edtf)
    if "/" in value:
        return "open" if value.startswith(("../", "/")) or value.endswith(("/..", "/")) else "interval"
    return {10: "day", 7: "month", 4: "year"}.get(len(value[:10]), "unknown") if days(edtf) else "unknown"


def _day(text: str, *, last: bool) -> int | None:
    text = re.sub(r"[~?%]", "", text.split("T")[0])
    if text in ("", ".."):
        return OPEN_END if last else OPEN_START
    found = re.fullmatch(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?", text)
    if not found:
        return None
    year, month, day = (int(g) if g else 0 for g in found.groups())
    try:
        month = month or (12 if last else 1)
        return date(year, month, day or (calendar.monthrange(year, month)[1] if last else 1)).toordinal()
    except ValueError:
        return None
