"""Areas as areas: the outline of a division, of which only its towns are known, is the hull of these towns.

An event that is placed in a province is not at a point; drawing it at the middle of the province would say so. The hull is an
outline by our own gazetteer and no border, and the map says that.
"""

from functools import lru_cache

import numpy as np

from sayso.gazetteer import open_gazetteer
from sayso.gazetteer.names import SCALE
from sayso.gazetteer.tables import KINDS, TOWN

RING = 12  # corners of the ring around a place of which no towns are known
DEGREES = {"district": 0.15, "province": 0.6, "region": 1.0}


@lru_cache(maxsize=4096)
def outline_of(country: str, admin1: str, precision: str, latitude: float, longitude: float) -> tuple[tuple[float, float], ...]:
    """A closed ring of (longitude, latitude): for a province the hull of its towns, else a ring of the size of such a place."""
    if precision == "province" and country and admin1:
        hull = _hull(_towns(country, admin1))
        if len(hull) >= 3:
            return (*hull, hull[0])
    radius = DEGREES.get(precision, 0.3)
    turns = np.linspace(0, 2 * np.pi, RING, endpoint=False)
    stretch = max(0.2, float(np.cos(np.radians(latitude))))
    ring = [
        (round(longitude + radius * float(np.cos(t)) / stretch, 3), round(latitude + radius * float(np.sin(t)), 3)) for t in turns
    ]
    return (*ring, ring[0])


def _towns(country: str, admin1: str) -> list[tuple[float, float]]:
    arrays = open_gazetteer()._a
    codes = open_gazetteer()._codes
    if country not in codes["country"] or admin1 not in codes["admin1"]:
        return []
    wanted = (
        (arrays["kind"] == KINDS.index(TOWN))
        & (arrays["country"] == codes["country"].index(country))
        & (arrays["admin1"] == codes["admin1"].index(admin1))
    )
    return [
        (round(x / SCALE, 3), round(y / SCALE, 3))
        for x, y in zip(arrays["longitude"][wanted].tolist(), arrays["latitude"][wanted].tolist(), strict=True)
    ]


def _hull(points: list[tuple[float, float]]) -> list[tuple[float, float]]:
    """The convex hull, counter-clockwise (Andrew's monotone chain)."""
    ordered = sorted(set(points))
    if len(ordered) < 3:
        return ordered

    def half(row: list[tuple[float, float]]) -> list[tuple[float, float]]:
        out: list[tuple[float, float]] = []
        for p in row:
            while len(out) > 1 and _turn(out[-2], out[-1], p) <= 0:
                out.pop()
            out.append(p)
        return out[:-1]

    return half(ordered) + half(ordered[::-1])


def _turn(a: tuple[float, float], b: tuple[float, float], c: tuple[float, float]) -> float:
    return (b[0] - a[0]) * (c[1] - a[1]) - (b[1] - a[1]) * (c[0] - a[0])
