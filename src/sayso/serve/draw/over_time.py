"""One figure over time: a step line per origin, from its first number to its last and no further, and nothing between origins."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from markupsafe import Markup, escape

from sayso.serve.draw.marks import SYMBOLS, mark
from sayso.serve.draw.scale import LEFT, RIGHT, Scale
from sayso.serve.draw.strip import Worded

HEIGHT, TOP, BOTTOM = 300, 14, 262
AXIS = 9.0  # percent of the width kept for the numbers of the upright axis
DATES = 5  # most dates written under the axis
MOST_TICKS = 30  # of one day


@dataclass(frozen=True, slots=True)
class Stop:
    """One statement of a figure: its day as a proleptic ordinal, and how it was worded."""

    day: int
    figure: Worded


@dataclass(frozen=True, slots=True)
class Series:
    """The statements of one origin, oldest first. `label` stands at the end of its line."""

    label: str
    role: str
    stops: tuple[Stop, ...]


def draw_over_time(series: Sequence[Series], scale: Scale, reports: Sequence[int] = ()) -> Markup:
    """The whole drawing, upright axis by `scale`; `reports` are the days of all that gives the figure, ticks under the axis."""
    days = [s.day for line in series for s in line.stops]
    if not days:
        return Markup("")
    first, last = min(days), max(days)
    parts = [_axes(scale, first, last), _ticks(reports, first, last)]
    parts += [_line(scale, s, first, last) for s in series]
    return Markup(
        f'<svg class="over-time" width="100%" height="{HEIGHT}" aria-hidden="true" focusable="false">{"".join(parts)}</svg>'
    )


def _x(day: int, first: int, last: int) -> float:
    share = (day - first) / (last - first) if last > first else 0.5
    return AXIS + 3 + share * (RIGHT - AXIS - 14)


def _y(scale: Scale, value: float) -> float:
    return BOTTOM - (scale.at(value) - LEFT) / (RIGHT - LEFT) * (BOTTOM - TOP)


def _axes(scale: Scale, first: int, last: int) -> str:
    rows = "".join(
        f'<line class="grid" x1="{AXIS}%" x2="100%" y1="{_y(scale, t):.1f}" y2="{_y(scale, t):.1f}"/>'
        f'<text class="tick" x="{AXIS - 0.8}%" y="{_y(scale, t) + 4:.1f}" text-anchor="end">{t:,}</text>'
        for t in scale.ticks
    )
    count = min(DATES, last - first + 1)
    marked = sorted({first + round((last - first) * i / max(1, count - 1)) for i in range(count)})
    dates = "".join(
        f'<text class="tick" x="{_x(d, first, last):.2f}%" y="{BOTTOM + 24}" text-anchor="middle">'
        f"{date.fromordinal(d).strftime('%-d %b')}</text>"
        for d in marked
    )
    return rows + dates


def _ticks(reports: Sequence[int], first: int, last: int) -> str:
    """A tick for each report, those of one day side by side."""
    parts = []
    for day, count in sorted(Counter(d for d in reports if first <= d <= last).items()):
        shown = min(count, MOST_TICKS)
        marks = "".join(f"M{(k - (shown - 1) / 2) * 3:g} 0v7" for k in range(shown))
        parts.append(f'<svg x="{_x(day, first, last):.2f}%" y="{BOTTOM + 3}" overflow="visible"><path d="{marks}"/></svg>')
    return f'<g class="reports">{"".join(parts)}</g>' if parts else ""


def _line(scale: Scale, series: Series, first: int, last: int) -> str:
    """The statements of one origin. Single numbers that follow each other are joined; a range or vague words are not, for a line
    would need a number that nobody gave."""
    css = f"role-{series.role if series.role in SYMBOLS else 'unattributed'}"
    parts: list[str] = []
    before: tuple[float, float] | None = None
    end: tuple[float, float] | None = None
    for stop in series.stops:
        numbers = stop.figure.numbers
        if not numbers:
            continue
        x, ys = _x(stop.day, first, last), (_y(scale, numbers[0]), _y(scale, numbers[-1]))
        single = stop.figure.comparable and ys[0] == ys[1]
        if single and before is not None:
            parts.append(f'<line class="step" x1="{before[0]:.2f}%" x2="{x:.2f}%" y1="{before[1]:.1f}" y2="{before[1]:.1f}"/>')
            parts.append(f'<line class="step" x1="{x:.2f}%" x2="{x:.2f}%" y1="{before[1]:.1f}" y2="{ys[0]:.1f}"/>')
        parts.append(_stop(stop.figure, x, ys, series.role))
        before = (x, ys[0]) if single else None
        end = (x, ys[1])
    if end is not None:
        parts.append(_label(series.label, *end))
    return f'<g class="{css}">{"".join(parts)}</g>'


def _stop(figure: Worded, x: float, ys: tuple[float, float], role: str) -> str:
    if figure.comparator in ("vague", "plural"):
        return (
            f'<svg x="{x:.2f}%" overflow="visible"><rect class="vague" x="-7" width="14" y="{ys[1]:.1f}" '
            f'height="{max(4, ys[0] - ys[1]):.1f}" rx="3"/></svg>'
        )
    if ys[0] != ys[1]:
        caps = "".join(f'<line x1="-7" x2="7" y1="{v:.1f}" y2="{v:.1f}"/>' for v in ys)
        return f'<svg x="{x:.2f}%" overflow="visible"><g class="bar"><line y1="{ys[0]:.1f}" y2="{ys[1]:.1f}"/>{caps}</g></svg>'
    arrow = {"at_least": -1, "at_most": 1}.get(figure.comparator, 0)
    head = f'<path class="head" d="M0 0V{arrow * 20}M-5 {arrow * 14}L0 {arrow * 20}L5 {arrow * 14}"/>' if arrow else ""
    return f'<svg x="{x:.2f}%" y="{ys[0]:.1f}" overflow="visible">{head}{mark(role, 5)}</svg>'


def _label(text: str, x: float, y: float) -> str:
    return f'<svg x="{x:.2f}%" y="{y:.1f}" overflow="visible"><text class="end" x="11" y="4">{escape(text)}</text></svg>'
