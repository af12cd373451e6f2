"""Values as people read them: numbers, dates, names of closed lists. One place, so that a value reads the same on every page."""

import re
from datetime import date
from functools import lru_cache

from sayso.core.dates import OPEN_END, OPEN_START, days, precision

TYPES = {
    "AGREE": "agreement",
    "CONSULT": "meeting",
    "SUPPORT": "support",
    "CONCEDE": "concession",
    "COOPERATE": "cooperation",
    "AID": "aid",
    "RETREAT": "retreat",
    "REQUEST": "request",
    "ACCUSE": "accusation",
    "REJECT": "rejection",
    "THREATEN": "threat",
    "PROTEST": "protest",
    "SANCTION": "sanction",
    "MOBILIZE": "mobilisation",
    "COERCE": "coercion",
    "ASSAULT": "assault",
}
STANCES = {
    "asserts": "says",
    "denies": "denies",
    "doubts": "doubts",
    "concedes": "concedes",
    "claims_responsibility": "claims responsibility",
}
ROLES = {
    "party": "party to it",
    "opposing": "party to it, another side",
    "official": "official body, not involved",
    "monitor": "monitor",
    "medium": "medium’s own count",
    "witness": "witness",
    "unattributed": "nobody named",
}
STATES = {
    "draft": "machine",
    "accepted": "accepted",
    "corrected": "corrected",
    "added": "added by a person",
    "lost": "span lost",
    "rejected": "rejected",
}
PRECISIONS = {
    "point": "exact site",
    "town": "town",
    "district": "district only",
    "province": "province only",
    "country": "country only",
    "region": "region only",
    "unresolved": "not found on the map",
    "": "place unknown",
}
CONFLICTS = {
    "differs": "differ",
    "contrasted": "set against each other",
    "denied": "denied",
    "revised": "revised",
    "rival_responsibility": "rival accounts of who did it",
    "disputed": "disputed",
}


def spoken(value: str) -> str:
    """A value of a closed list as words: "bodies_found" is "bodies found"."""
    return value.replace("_", " ")


def plural(count: int, word: str, words: str = "") -> str:
    """ "1 report", "3 reports"."""
    return f"{count:,} {word if count == 1 else words or word + 's'}"


def number_text(low: int | None, high: int | None, comparator: str, words: str = "") -> str:
    """A figure in a few characters: 893, ≥ 2,000, > 2,000, ≤ 50, 300–350, ≈ 900, or the vague words themselves."""
    if comparator in ("vague", "plural") or (low is None and high is None):
        return f"“{shorten(words, 40)}”" if words else spoken(comparator)
    if low is not None and high is not None and low != high:
        return f"{low:,}–{high:,}"
    if high is None or (comparator == "at_least" and low is not None):
        return _bound(low or 0, words, -1, "≥", ">")
    if low is None or comparator == "at_most":
        return _bound(high, words, 1, "≤", "<")
    return f"≈ {low:,}" if comparator == "about" else f"{low:,}"


def _bound(value: int, words: str, step: int, at: str, beyond: str) -> str:
    """A bound as the text has it: "more than 2,000" is kept as 2001 and reads "> 2,000"."""
    other = stated(value, words, step)
    return f"{beyond} {other:,}" if other != value else f"{at} {value:,}"


def stated(value: int, words: str, step: int) -> int:
    """The number that stands in the words of a bound: 2000 for "more than 2,000", which is kept as 2001 (`step` -1)."""
    digits = {int(d.replace(",", "")) for d in re.findall(r"\d[\d,]*", words) if d.replace(",", "").isdigit()}
    return value + step if value not in digits and value + step in digits else value


def range_text(low: int | None, high: int | None, *, open_high: bool = False) -> str:
    """Lowest to highest: "893–2,000+", "4", "none given"."""
    if low is None and high is None:
        return "none given"
    if low is None or high is None or low == high:
        return f"{low if low is not None else high:,}{'+' if open_high or high is None else ''}"
    return f"{low:,}–{high:,}{'+' if open_high else ''}"


@lru_cache(maxsize=4096)
def date_text(edtf: str | None) -> str:
    """An EDTF date as people write it; a date that is not a day says so by its form."""
    if not edtf or (found := days(edtf)) is None:
        return edtf or "date unknown"
    about = "about " if "~" in edtf or "?" in edtf else ""
    first, last = found
    if precision(edtf) == "open":
        known = last if first == OPEN_START else first
        word = "by" if first == OPEN_START else "from"
        return "date unknown" if (first, last) == (OPEN_START, OPEN_END) else f"{word} {_day(known)}"
    if "/" not in edtf:
        shape = {4: "%Y", 7: "%B %Y"}.get(len(re.sub(r"[~?%]", "", edtf)))
        return about + (date.fromordinal(first).strftime(shape) if shape else _day(first))
    return about + _between(first, last)


def _between(first: int, last: int) -> str:
    a, b = date.fromordinal(first), date.fromordinal(last)
    if a == b:
        return _day(first)
    if (a.year, a.month) == (b.year, b.month):
        return f"{a.day}–{_day(last)}"
    return f"{a.day} {a:%b} – {_day(last)}" if a.year == b.year else f"{_day(first)} – {_day(last)}"


def _day(ordinal: int) -> str:
    d = date.fromordinal(ordinal)
    return f"{d.day} {d:%b %Y}"


def moment_text(moment: str | None) -> str:
    """An ISO moment as "16 Jul 2015 10:02", a bare day without a time; "undated" if there is none."""
    if not moment:
        return "undated"
    found = days(moment[:10])
    if found is None:
        return moment
    clock = re.match(r"\d{4}-\d\d-\d\dT(\d\d:\d\d)", moment)
    return _day(found[0]) + (f" {clock[1]}" if clock and clock[1] != "00:00" else "")


def shorten(words: str, limit: int) -> str:
    """Words on one line, cut at a border of words with an ellipsis."""
    line = " ".join(words.split())
    return line if len(line) <= limit else line[:limit].rsplit(" ", 1)[0] + " …"
