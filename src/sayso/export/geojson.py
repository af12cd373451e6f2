"""Events as GeoJSON: exact places and towns as points, everything coarser as an area, never a dot in its middle."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import pycountry

from sayso.export.areas import outline_of
from sayso.export.heading import heading
from sayso.ledger.rows import EventRow

POINTS = ("point", "town")


@dataclass(frozen=True, slots=True)
class Placed:
    """How many events a map shows, and how many it cannot."""

    shown: int
    unplaced: int


def feature(row: EventRow) -> dict[str, Any] | None:
    """An event as a feature; None if nothing tells where it was. A country is named by its ISO numeric code, whose shape the
    base map holds."""
    h = heading(row)
    about = {
        "id": row.id,
        "title": h.title,
        "date": h.date_text,
        "killed": h.killed,
        "precision": row.precision,
        "contested": bool(row.contested),
        "documents": row.documents,
        "origins": row.origins,
    }
    if row.precision == "country" and row.country:
        found = pycountry.countries.get(alpha_2=row.country)
        return {"type": "Feature", "geometry": None, "properties": {**about, "country": found.numeric}} if found else None
    shape = geometry(row)
    return {"type": "Feature", "geometry": shape, "properties": about} if shape else None


def geometry(row: EventRow) -> dict[str, Any] | None:
    """A point, or the outline of an area; None where neither is known."""
    if row.latitude is None or row.longitude is None or row.precision == "country":
        return None
    if row.precision in POINTS:
        return {"type": "Point", "coordinates": [row.longitude, row.latitude]}
    ring = outline_of(row.country, row.admin1, row.precision, row.latitude, row.longitude)
    return {"type": "Polygon", "coordinates": [[list(p) for p in ring]]}


def collection(rows: Iterable[EventRow]) -> dict[str, Any]:
    """A feature collection with a count of the events that no map can show."""
    features, unplaced = [], 0
    for row in rows:
        made = feature(row)
        if made is None:
            unplaced += 1
        else:
            features.append(made)
    return {"type": "FeatureCollection", "features": features, "unplaced": unplaced}
