"""Totals by place and period that never count anybody twice. What is left out is listed with the reason."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sayso.core import Assessment, Profile
from sayso.core.dates import OPEN_END, OPEN_START, days

PLACES = ("all", "country", "admin1", "place")
PERIODS = ("all", "year", "month", "day")
SERIES_DAYS = 7  # an event over more days than this that contains others is a series, a campaign, a month's toll
_WIDE = ("province", "country", "region", "district", "unresolved")


@dataclass(frozen=True, slots=True)
class Counted:
    """An event that may go into a total: its profile, its assessments under one policy, and superseded figures' claims."""

    profile: Profile
    assessments: tuple[Assessment, ...]
    superseded: tuple[str, ...] = ()

    def total(self, field: str) -> Assessment | None:
        """The event's assessment of all people of a kind."""
        same = (a for a in self.assessments if (a.field, a.group, a.scope, a.part) == (field, "", "", ""))
        return next(same, None)


@dataclass(frozen=True, slots=True)
class Total:
    """A row of a table of totals. Unknown values count nothing; `unknown` says for how many events."""

    place: str
    period: str
    field: str
    low: int
    best: int | None
    high: int
    events: tuple[str, ...]
    unknown: int


@dataclass(frozen=True, slots=True)
class LeftOut:
    """An event, or a superseded claim, that a total does not count, and why."""

    subject: str
    why: str


def totals(
    events: Sequence[Counted], field: str, *, by: str = "country", period: str = "month"
) -> tuple[list[Total], list[LeftOut]]:
    """Totals of a field and everything that they leave out. Raises ValueError for an unknown place or period level."""
    if by not in PLACES or period not in PERIODS:
        raise ValueError(f"by {by!r} and period {period!r}: expected one of {PLACES} and {PERIODS}")
    ordered = sorted(events, key=lambda e: e.profile.event)
    out = _left_out(ordered, field)
    listed = [LeftOut(e, why) for e, why in sorted(out.items())]
    listed += [LeftOut(c, "superseded by its own origin") for e in ordered if e.profile.event not in out for c in e.superseded]
    rows: dict[tuple[str, str], list[tuple[str, Assessment]]] = {}
    for e in ordered:
        total = e.total(field)
        if e.profile.event not in out and total is not None:
            rows.setdefault((_place(e.profile, by), _period(e.profile, period)), []).append((e.profile.event, total))
    return [_row(key, field, found) for key, found in sorted(rows.items())], listed


def _row(key: tuple[str, str], field: str, found: list[tuple[str, Assessment]]) -> Total:
    known = [a for _, a in found if a.low is not None]
    bests = [a.best for a in known]
    best = None if any(b is None for b in bests) else sum(b for b in bests if b is not None)
    high = sum(a.high if a.high is not None else a.low or 0 for a in known)
    return Total(*key, field, sum(a.low or 0 for a in known), best, high, tuple(e for e, _ in found), len(found) - len(known))


def _left_out(events: Sequence[Counted], field: str) -> dict[str, str]:
    by_id = {e.profile.event: e for e in events}
    exceeded = _exceeded(events, by_id, field)
    out: dict[str, str] = {}
    for e in events:
        total = e.total(field)
        if total is None:
            out[e.profile.event] = f"has no assessment of {field}"
        elif not total.in_scope:
            out[e.profile.event] = total.why.split(";")[0]
        elif (whole := _whole(e, by_id, field, exceeded)) is not None:
            out[e.profile.event] = f"part of {whole}, which is counted"
        elif e.profile.event in exceeded:
            out[e.profile.event] = "its figure is below that of its parts together, which are counted"
    for e in events:
        if e.profile.event not in out and (inside := _inside(e, events, out, field)):
            out[e.profile.event] = (
                f"a series that contains {len(inside)} counted event{'s' * (len(inside) != 1)}: {', '.join(inside[:5])}"
            )
    return out


def _exceeded(events: Sequence[Counted], by_id: dict[str, Counted], field: str) -> set[str]:
    """Events of which the highest figure is below the lowest of their parts together: it counts some of the people only."""
    least: dict[str, int] = {}
    for e in events:
        whole, total = e.profile.part_of, e.total(field)
        if whole in by_id and total is not None and total.in_scope:
            least[whole] = least.get(whole, 0) + (total.low or 0)
    totals = {id: by_id[id].total(field) for id in least}
    return {id for id, t in totals.items() if t is not None and t.high is not None and t.claims and t.high < least[id]}


def _whole(e: Counted, by_id: dict[str, Counted], field: str, exceeded: set[str]) -> str | None:
    """The nearest event that this one is part of and that has a figure of its own, not below those of its parts."""
    at, seen = e.profile.part_of, {e.profile.event}
    while at is not None and at in by_id and at not in seen:
        seen.add(at)
        total = by_id[at].total(field)
        if at not in exceeded and total is not None and total.low is not None and total.claims and total.in_scope:
            return at
        at = by_id[at].profile.part_of
    return None


def _inside(series: Counted, events: Sequence[Counted], out: dict[str, str], field: str) -> list[str]:
    """Counted events that lie within a series in time and place. What is told as going on since a day, a war, has no end."""
    span = days(series.profile.date or "")
    if span is not None and series.profile.factuality == "ongoing" and (series.profile.background or span[1] == OPEN_END):
        span = (span[0], OPEN_END)
    if span is None or span[1] - span[0] < SERIES_DAYS:
        return []
    return [
        e.profile.event
        for e in events
        if e is not series
        and e.profile.event not in out
        and (inner := days(e.profile.date or "")) is not None
        and span[0] <= inner[0]
        and inner[1] <= span[1]
        and inner != span
        and _within(e.profile, series.profile)
        and (total := e.total(field)) is not None
        and total.low is not None
    ]


def _within(inner: Profile, outer: Profile) -> bool:
    a, b = inner.place, outer.place
    if b is None or a is None or (a.country != b.country and b.country):
        return b is None
    if b.precision in ("country", "region", "unresolved"):
        return True
    if b.precision in _WIDE:
        return not b.admin1 or a.admin1 == b.admin1
    return a.name == b.name


def _place(profile: Profile, by: str) -> str:
    place = profile.place
    if by == "all":
        return ""
    if place is None:
        return "unknown"
    return {"country": place.country, "admin1": place.admin1, "place": place.name}[by] or "unknown"


def _period(profile: Profile, period: str) -> str:
    """The period of the event's first day."""
    span = days(profile.date or "")
    if period == "all":
        return ""
    if span is None or (span[0] == OPEN_START and span[1] == OPEN_END):
        return "unknown"
    first = span[0] if span[0] != OPEN_START else span[1]
    return date.fromordinal(first).isoformat()[: {"year": 4, "month": 7, "day": 10}[period]]
