"""What the words around an expression make of its EDTF value: open at an end, approximate, or one end of a range."""

import re
from dataclasses import replace
from datetime import date, timedelta

from sayso.core import TimeExpression
from sayso.core.dates import days

_WORDS = re.compile(r"\b(by|before|until|till|since|after|around|about|circa|ca\.|approximately)\s+(?:the\s+)?$", re.IGNORECASE)
# "Since the outbreak of the war in March 2011".
_BEGAN = re.compile(
    r"\b(since)\s+(?:the\s+)?(?:start|beginning|outbreak|onset)\s+of\s+(?:[\w'’-]+\s+){1,5}(?:in|on)\s+$", re.IGNORECASE
)
BEFORE = 80  # characters before an expression that say something of it
_MODS = {
    "by": "ON_OR_BEFORE",
    "until": "ON_OR_BEFORE",
    "till": "ON_OR_BEFORE",
    "before": "BEFORE",
    "since": "ON_OR_AFTER",
    "after": "AFTER",
}
_RANGE = re.compile(r"\s?[-–—]\s?|\s+(?:to|through|until|till)\s+(?:the\s+|late\s+|early\s+)?", re.IGNORECASE)
_BETWEEN = re.compile(r"\bbetween\s+(?:the\s+)?$", re.IGNORECASE)


def bounded(before: str, edtf: str, mod: str) -> tuple[str, str]:
    """EDTF and TIMEX3 mod of a date after "by", "before" or "until" (open at its beginning), "since" (open at its end), "about"."""
    m = _WORDS.search(before) or _BEGAN.search(before)
    if m is None:
        return edtf, mod
    word = m.group(1).lower()
    if word in ("by", "until", "till"):
        return f"../{edtf.split('/')[-1]}", _MODS[word]
    if word == "before":
        return f"../{_day_before(edtf)}", _MODS[word]
    if word == "since":
        return f"{edtf.split('/')[0]}/..", _MODS[word]
    if word == "after":
        return edtf, _MODS[word]
    return (f"{edtf}~", "APPROX") if "/" not in edtf else (edtf, "APPROX")


def joined(text: str, found: list[TimeExpression]) -> list[TimeExpression]:
    """The two ends of a range ("July 5-7", "between March and May 2014") both bear the whole interval."""
    out = list(found)
    for k in range(len(out) - 1):
        a, b = out[k], out[k + 1]
        if a.kind != "DATE" or b.kind != "DATE" or not a.value or not b.value or len(a.value) != len(b.value):
            continue
        gap = text[a.end : b.start]
        between = re.fullmatch(r"\s+and\s+", gap, re.IGNORECASE) and _BETWEEN.search(text[max(0, a.start - 14) : a.start])
        if not (between or _RANGE.fullmatch(gap)):
            continue
        first, last = days(found[k].edtf or ""), days(found[k + 1].edtf or "")
        if first and last and first[0] < last[0] and "/" not in a.value + b.value and a.value[0].isdigit():
            interval = f"{a.value}/{b.value}"
            if days(interval):
                out[k], out[k + 1] = replace(a, edtf=interval), replace(b, edtf=interval)
    return out


def _day_before(edtf: str) -> str:
    first = days(edtf)
    return (date.fromordinal(first[0]) - timedelta(days=1)).isoformat() if first and first[0] > 1 else edtf
