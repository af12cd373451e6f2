"""The map of a brief: land, borders, and a numbered mark for each event; as SVG, and as PNG where SVG is not understood.

Exact places and towns are dots, everything coarser is the outline of an area: a dot in its middle would say too much.
"""

import io
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from html import escape
from math import cos, radians

from PIL import Image, ImageDraw, ImageFont

from sayso.export.assessed import Assessed
from sayso.export.geojson import geometry

Point = tuple[float, float]
Ring = Sequence[Sequence[float]]
WIDTH, HEIGHT = 720, 420
_LEAST = 2.0  # degrees that a map shows at least, so that a single town has its surroundings
_SEA, _LAND, _BORDER, _MARK, _AREA, _NAME = "#dfe8ee", "#f7f5ef", "#a8a294", "#a2281f", "#a2281f", "#8a8577"
_NEAR, _MANY, _NAMED = (40, 14), 8, 2  # pixels between marks with labels of their own; numbers and places of one label
_WIDE = 200  # pixels from the right from which on labels stand on the left of their mark
_FINE = 2  # times as fine as PNG is drawn before it is made smaller


@dataclass(frozen=True, slots=True)
class Mark:
    """A place on the map with the numbers of its events. `ring` is the outline of an area, empty for a dot."""

    at: Point
    label: str = ""
    ring: tuple[Point, ...] = ()


@dataclass(frozen=True)
class Chart:
    """A map in pixels: `land` are closed rings, `names` those of countries, `unplaced` the numbers of events that it cannot show."""

    land: tuple[tuple[Point, ...], ...]
    marks: tuple[Mark, ...]
    unplaced: tuple[int, ...]
    names: tuple[tuple[Point, str], ...] = ()

    def svg(self) -> str:
        """The map as SVG without scripts, links or fonts of its own."""
        parts = [
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" width="{WIDTH}" height="{HEIGHT}" role="img" '
            'aria-label="Map of the places of the events" font-family="sans-serif" font-size="12">',
            f'<rect width="{WIDTH}" height="{HEIGHT}" fill="{_SEA}"/>',
        ]
        parts += [f'<path d="{_path(r)}" fill="{_LAND}" stroke="{_BORDER}" stroke-width="0.8"/>' for r in self.land]
        parts += [
            f'<path d="{_path(m.ring)}" fill="{_AREA}" fill-opacity="0.12" stroke="{_AREA}" stroke-dasharray="4 3"/>'
            for m in self.marks
            if m.ring
        ]
        for (x, y), name in self.names:
            parts.append(f'<text x="{x:.1f}" y="{y:.1f}" text-anchor="middle" fill="{_NAME}">{escape(name)}</text>')
        for m in self.marks:
            x, y = m.at
            if not m.ring:
                parts.append(f'<circle cx="{x:.1f}" cy="{y:.1f}" r="5" fill="{_MARK}" stroke="#fff" stroke-width="1.5"/>')
            side, anchor = (-8, "end") if x > WIDTH - _WIDE else (8, "start")
            parts.append(
                f'<text x="{x + side:.1f}" y="{y + 4:.1f}" text-anchor="{anchor}" stroke="#fff" stroke-width="3" paint-order="stroke" '
                f'fill="#222">{escape(m.label)}</text>'
            )
        return "\n".join([*parts, "</svg>"])

    def png(self) -> bytes:
        """The same as PNG."""
        image = Image.new("RGB", (WIDTH * _FINE, HEIGHT * _FINE), _SEA)
        draw = ImageDraw.Draw(image, "RGBA")
        font = ImageFont.load_default(12 * _FINE)
        for ring in self.land:
            draw.polygon(_scaled(ring), fill=_LAND, outline=_BORDER)
        for m in self.marks:
            if m.ring:
                draw.polygon(_scaled(m.ring), fill=(162, 40, 31, 30), outline=_AREA)
        for (x, y), name in self.names:
            draw.text((x * _FINE, y * _FINE), name, fill=_NAME, font=font, anchor="ms")
        for m in self.marks:
            x, y = m.at[0] * _FINE, m.at[1] * _FINE
            if not m.ring:
                r = 5 * _FINE
                draw.ellipse((x - r, y - r, x + r, y + r), fill=_MARK, outline="#ffffff", width=3)
            side, anchor = (-8, "rm") if m.at[0] > WIDTH - _WIDE else (8, "lm")
            at = (x + side * _FINE, y)
            draw.text(at, m.label, fill="#222222", font=font, anchor=anchor, stroke_width=2 * _FINE, stroke_fill="#ffffff")
        out = io.BytesIO()
        image.resize((WIDTH, HEIGHT), Image.Resampling.LANCZOS).save(out, "PNG", optimize=False)
        return out.getvalue()


def chart_of(events: Sequence[Assessed], land: Iterable[Ring], countries: Iterable[tuple[Point, str]] = ()) -> Chart | None:
    """The map of events, numbered from 1 in their order; None if no place is known. `land` are rings of
    (longitude, latitude), `countries` the points at which their names stand."""
    shapes = [(number, geometry(a.row)) for number, a in enumerate(events, 1)]
    placed = [(n, g) for n, g in shapes if g is not None]
    if not placed:
        return None
    rings = {n: tuple((float(x), float(y)) for x, y in _outer(g)) for n, g in placed}
    west, south, east, north = _view([p for ring in rings.values() for p in ring])
    stretch = max(0.15, cos(radians((south + north) / 2)))
    scale = WIDTH / ((east - west) * stretch)

    def pixel(p: Sequence[float]) -> Point:
        return round((p[0] - west) * stretch * scale, 1), round((north - p[1]) * scale, 1)

    clipped = (clip(ring, (west, south, east, north)) for ring in land)
    shores = tuple(r for ring in clipped if len(r := _thinned([pixel(p) for p in ring])) > 2)
    grouped: dict[tuple[Point, ...], list[int]] = {}
    for n, ring in rings.items():
        grouped.setdefault(tuple(pixel(p) for p in ring), []).append(n)
    places = {n: events[n - 1].row.place for n in rings}
    inside = [(pixel(p), name) for p, name in countries if west < p[0] < east and south < p[1] < north]
    return Chart(shores, tuple(_marks(grouped, places)), tuple(n for n, g in shapes if g is None), tuple(inside))


def _marks(grouped: dict[tuple[Point, ...], list[int]], places: dict[int, str]) -> list[Mark]:
    """A mark for each place; places whose labels would stand on each other share one."""
    clusters: list[list[tuple[Point, ...]]] = []
    for ring in grouped:
        x, y = _middle(ring)
        close = ((c, _middle(c[0])) for c in clusters)
        near = next((c for c, at in close if abs(at[0] - x) < _NEAR[0] and abs(at[1] - y) < _NEAR[1]), None)
        if near is None:
            clusters.append([ring])
        else:
            near.append(ring)
    made = []
    for cluster in clusters:
        *others, last = sorted(cluster, key=_middle)  # the label stands to the right of them all
        made += [Mark(_middle(r), "", r if len(r) > 1 else ()) for r in others]
        told = _label([n for r in cluster for n in grouped[r]], places)
        made.append(Mark(_middle(last), told, last if len(last) > 1 else ()))
    return made


def _label(numbers: list[int], places: dict[int, str]) -> str:
    """The numbers of events at a place, and the names of the place or of places that are close."""
    told = ", ".join(map(str, sorted(numbers))) if len(numbers) <= _MANY else f"{len(numbers)} events"
    names = list(dict.fromkeys(places[n] for n in sorted(numbers) if places[n]))
    return f"{told} {', '.join(names[:_NAMED])}{', …' if len(names) > _NAMED else ''}".strip()


def _thinned(ring: Sequence[Point]) -> tuple[Point, ...]:
    """A ring without points that nobody could tell from the one before."""
    out: list[Point] = []
    for p in ring:
        if not out or abs(p[0] - out[-1][0]) + abs(p[1] - out[-1][1]) >= 1:
            out.append(p)
    return tuple(out)


def clip(ring: Ring, box: tuple[float, float, float, float]) -> list[Point]:
    """The part of a ring inside a box (Sutherland and Hodgman)."""
    west, south, east, north = box
    points: list[Point] = [(float(p[0]), float(p[1])) for p in ring]
    for axis, bound, above in ((0, west, True), (0, east, False), (1, south, True), (1, north, False)):
        out: list[Point] = []
        for a, b in zip(points, points[1:] + points[:1], strict=True):
            inside_a, inside_b = (
                ((a[axis] >= bound) == above or a[axis] == bound),
                ((b[axis] >= bound) == above or b[axis] == bound),
            )
            if inside_a:
                out.append(a)
            if inside_a != inside_b:
                t = (bound - a[axis]) / (b[axis] - a[axis])
                out.append((a[0] + t * (b[0] - a[0]), a[1] + t * (b[1] - a[1])))
        points = out
        if not points:
            return []
    return points


def _outer(shape: dict[str, object]) -> list[Sequence[float]]:
    coordinates = shape["coordinates"]
    return [coordinates] if shape["type"] == "Point" else list(coordinates[0])  # type: ignore[index, list-item]


def _view(points: Sequence[Point]) -> tuple[float, float, float, float]:
    """A box around points with a margin, in the proportion of the map."""
    west, east = min(p[0] for p in points), max(p[0] for p in points)
    south, north = min(p[1] for p in points), max(p[1] for p in points)
    middle_x, middle_y = (west + east) / 2, (south + north) / 2
    stretch = max(0.15, cos(radians(middle_y)))
    high = max(_LEAST, (north - south) * 1.3, (east - west) * 1.3 * stretch * HEIGHT / WIDTH)
    wide = high * WIDTH / HEIGHT / stretch
    return middle_x - wide / 2, middle_y - high / 2, middle_x + wide / 2, middle_y + high / 2


def _middle(ring: Sequence[Point]) -> Point:
    return sum(p[0] for p in ring) / len(ring), sum(p[1] for p in ring) / len(ring)


def _path(ring: Sequence[Point]) -> str:
    return "M" + "L".join(f"{x:g} {y:g}" for x, y in ring) + "Z"


def _scaled(ring: Sequence[Point]) -> list[Point]:
    return [(x * _FINE, y * _FINE) for x, y in ring]
