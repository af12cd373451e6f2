"""How precisely a place and a date are known, in the codes of the field.

UCDP `where_prec` runs from 1 (exact) to 7, ACLED `geo_precision` from 1 to 3 (3 is the least that ACLED codes); the
metres are those of a STIX location. A relation ("near", "countryside of") makes a place less precise than its name.
"""

import re
from dataclasses import dataclass

from sayso.core.dates import OPEN_END, OPEN_START, days
from sayso.core.world import Place

_AROUND = re.compile(r"near|outside|outskirts|countryside|rural|suburb|surround|around|vicinity|\b(?:km|mile|kilomet)")
_BETWEEN = re.compile(r"between|road|along|border")


@dataclass(frozen=True, slots=True)
class Precision:
    """UCDP 1 to 7, ACLED 1 to 3, metres; each None where the scheme would not code the place."""

    ucdp: int | None
    acled: int | None
    metres: int | None


_OF_KIND = {
    "point": Precision(1, 1, 1_000),
    "town": Precision(1, 1, 5_000),
    "district": Precision(3, 2, 50_000),
    "province": Precision(4, 3, 150_000),
    "region": Precision(5, 3, 250_000),
    "country": Precision(6, None, None),
}


def place_precision(place: Place | None, relation: str = "in") -> Precision:
    """The codes for an event at a place in a relation to it ("in", "near", "40 km from", "between", ...).

    All None for a place that is absent or unresolved.
    """
    if place is None or place.precision not in _OF_KIND:
        return Precision(None, None, None)
    of_kind = _OF_KIND[place.precision]
    if place.precision not in ("town", "point"):
        return of_kind
    if _BETWEEN.search(relation):
        return Precision(5, 2, 50_000)
    if _AROUND.search(relation) or re.search(r"(?:north|south|east|west)[\w-]* of", relation):
        return Precision(2, 2, 25_000)
    return of_kind


@dataclass(frozen=True, slots=True)
class TimePrecision:
    """UCDP `date_prec` 1 (day) to 5 (year) and ACLED `time_precision` 1 to 3; None where the scheme would not code the date."""

    ucdp: int | None
    acled: int | None


def time_precision(edtf: str | None) -> TimePrecision:
    """The codes for a date in EDTF: by the number of days it leaves open. An open interval and no date give None."""
    span = days(edtf or "")
    if span is None or span[0] == OPEN_START or span[1] == OPEN_END:
        return TimePrecision(None, None)
    length = span[1] - span[0] + 1
    about = "~" in (edtf or "")
    for most, ucdp, acled in ((1, 1, 1), (6, 2, 2), (7, 3, 2), (31, 4, 3), (366, 5, None)):
        if length <= most:
            return TimePrecision(max(ucdp, 2) if about else ucdp, max(acled or 3, 2) if about and acled else acled)
    return TimePrecision(None, None)
