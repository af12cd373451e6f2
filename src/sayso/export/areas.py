"""Areas as areas: the outline of a division, of which only its towns are known, is the hull of these towns.

An event that is placed in a province is not at a point; drawing it at the middle of the province would say so. The hull is an
outline by our own gazetteer and no border, and the map says that.
"""

from functools import lru_cache

import numpy as np

from sayso.gazetteer import open_gazetteer

RING = 12  # corners of the ring around a place of which no towns are known
DEGREES = {"district": 0.15, "province": 0.6, "region": 1.0}


@lru_cache(maxsize=4096)
def outline_of(country: str, admin1: str, precision: str, latitude: float, longitude: float) -> tuple[tuple[float, float], ...]:
    """A closed ring of (longitude, latitude): for a province the hull of its towns, else a ring of the size of such a place."""
    if precision == "province" and country and admin1:
        hull = _hull([(round(x, 3), round(y, 3)) for x, y in open_gazetteer().towns_of(country, admin1)])
        if len(hull) >= 3:
            return (*hull, hull[0])
    radius = DEGREES.get(precision, 0.3)
    turns = np.linspace(0, 2 * np.pi, RING, endpoint=False)
    stretch = max(0.2, float(np.cos(np.radians(latitude))))
    ring = [
        (round(longitude + radius * float(np.cos(t)) / stretch, 3), round(latitude + radius * float(np.sin(t)), 3)) for t in turns
    ]
    return (*ring, ring[0])


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
