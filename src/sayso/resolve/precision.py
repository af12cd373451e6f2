"""How precisely a place is known, in the codes of the field.

UCDP `where_prec` runs from 1 (exact) to 7, ACLED `geo_precision` from 1 to 3 (3 is the least that ACLED codes); the
metres are those of a STIX location. A relation ("near", "countryside of") makes a place less precise than its name.
"""

import re
from dataclasses import dataclass

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
