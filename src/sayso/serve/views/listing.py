"""The page of events: list, map and time by one filter, with counts of what has no place or no date."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from sayso.export.heading import Heading
from sayso.ledger.rows import EventRow
from sayso.serve.codec import Chip
from sayso.serve.states import EventsState

MOST_BINS = 120
FEWEST_BINS = 30  # so that a few days do not become a few huge bars


@dataclass(frozen=True, slots=True)
class Bin:
    """Events of one stretch of time: first day, last day, how many, how many of them contested."""

    first: str
    last: str
    label: str
    events: int
    contested: int


@dataclass(frozen=True, slots=True)
class TimeLine:
    """Events over time. `unsure` are dated to no single bin and counted in that of their first day."""

    bins: tuple[Bin, ...]
    unit: str
    most: int
    unsure: int


@dataclass(frozen=True, slots=True)
class EventsView:
    """The page of events. `all` counts events of the ledger, `total` those of the filter; `undated` and `unplaced` are those
    that the filter leaves out only because they have no date or no place. `place`: numbers of the first and last row that is listed;
    `dates`: the earliest and latest day among these."""

    rows: tuple[Heading, ...]
    total: int
    all: int
    undated: int
    unplaced: int
    next: str
    state: EventsState
    chips: tuple[Chip, ...]
    time: TimeLine | None
    place: tuple[int, int]
    dates: tuple[str, str]


def time_line(rows: Iterable[tuple[str | None, str | None, bool, int]]) -> TimeLine | None:
    """Bins of days, weeks, months or years, so that there are at most `MOST_BINS`. Takes first day, last day, contested, how many."""
    dated = [(date.fromisoformat(a), date.fromisoformat(b) if b else None, c, n) for a, b, c, n in rows if a]
    known = sorted(dated, key=lambda row: row[0])
    if not known:
        return None
    days = [a for a, _, _, _ in known]
    low = _lowest(days, [n for *_, n in known])
    span = (days[-1] - low).days + 1
    unit = "day" if span <= MOST_BINS else "week" if span <= 7 * MOST_BINS else "month" if span <= 30 * MOST_BINS else "year"
    totals: Counter[date] = Counter()
    contested: Counter[date] = Counter()
    unsure = 0
    for first, last, disputed, events in known:
        start = _start(max(first, low), unit)
        totals[start] += events
        contested[start] += events if disputed else 0
        unsure += events if last is None or _start(last, unit) != _start(first, unit) else 0
    bins: list[Bin] = []
    at, end = _start(low, unit), days[-1]
    missing = FEWEST_BINS - (end - low).days // {"day": 1, "week": 7, "month": 30, "year": 365}[unit] - 1
    for _ in range(max(0, missing) // 2):
        at = _start(at - timedelta(days=1), unit)
    while at <= end or len(bins) < FEWEST_BINS:
        after = _next(at, unit)
        last_day = after - timedelta(days=1)
        bins.append(Bin(at.isoformat(), last_day.isoformat(), _label(at, unit), totals[at], contested[at]))
        at = after
    return TimeLine(tuple(bins), unit, max(b.events for b in bins), unsure)


def _lowest(days: Sequence[date], events: Sequence[int]) -> date:
    """The day from which bins are drawn: a few events of long ago must not squeeze the rest into one bin."""
    skipped = sum(events) // 200 if sum(events) > 400 else 0
    for day, n in zip(days, events, strict=True):
        skipped -= n
        if skipped < 0:
            return day
    return days[0]


def _start(day: date, unit: str) -> date:
    if unit == "week":
        return day - timedelta(days=day.weekday())
    return day if unit == "day" else day.replace(day=1) if unit == "month" else day.replace(month=1, day=1)


def _next(day: date, unit: str) -> date:
    if unit in ("day", "week"):
        return day + timedelta(days=1 if unit == "day" else 7)
    if unit == "month":
        return (day.replace(day=28) + timedelta(days=4)).replace(day=1)
    return day.replace(year=day.year + 1)


def _label(day: date, unit: str) -> str:
    if unit == "week":
        return f"week of {day.day} {day:%b %Y}"
    return {"day": f"{day.day} {day:%b %Y}", "month": f"{day:%B %Y}", "year": f"{day:%Y}"}[unit]


def spread(low: int | None, high: int | None) -> float:
    """How far accounts lie apart: the ratio of the highest to the lowest figure, 1 for none."""
    if low is None or high is None:
        return 1.0
    return (high + 1) / (low + 1)


def most_contested(rows: Sequence[EventRow]) -> list[EventRow]:
    """Contested events, those with the widest spread first."""
    return sorted((r for r in rows if r.contested), key=lambda r: (-spread(*r.killed), -r.origins, r.id))
