"""The table of contested figures: one row per origin, its newest figure, drawn as it was worded. Never a pooled best.

Figures of one kind are put in sections that count the same people: one class of people, one scope. The section with most
origins leads; its range, from the lowest to the highest bound that a number gives, is the headline. Vague words, other sections,
denied figures and rejected claims never enter it.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from sayso.assess.independence import independence
from sayso.assess.values import bounds
from sayso.core import Conflict, Origin
from sayso.export.words import moment_text, number_text, range_text, stated
from sayso.ledger.rows import ClaimRow
from sayso.ontology import load
from sayso.ontology.people import people
from sayso.serve.draw import Scale, Worded, scale_for
from sayso.serve.views.case import EventCase

TOLD = ("asserts", "concedes", "claims_responsibility")


@dataclass(frozen=True, slots=True)
class Step:
    """One figure of an origin at one time."""

    claim: str
    value: str
    words: str
    said: str
    figure: Worded


@dataclass(frozen=True, slots=True)
class Other:
    """Another origin of the same table, named where two accounts meet."""

    origin: str
    name: str
    claim: str
    words: str = ""


@dataclass(frozen=True, slots=True)
class FigureRow:
    """What one origin says. `earlier` are figures that it gave at an earlier time, oldest first; `also` are others of the same
    time, which replace nothing; `documents` carry any of them."""

    origin: str
    name: str
    role: str
    standing: str
    newest: Step
    earlier: tuple[Step, ...]
    also: tuple[Step, ...]
    stance: str
    documents: int
    claims: tuple[str, ...]
    checked: int
    denied_by: tuple[Other, ...]
    differs_from: tuple[Other, ...]
    comparable: bool
    disputed: bool
    note: str = ""


@dataclass(frozen=True, slots=True)
class Section:
    """Rows that count the same people. `of` tells whom as the texts word it."""

    group: str
    scope: str
    of: str
    leading: bool
    rows: tuple[FigureRow, ...]
    low: int | None
    high: int | None
    open_high: bool
    range: str


@dataclass(frozen=True, slots=True)
class FigureTable:
    """All figures of one kind. `independent` is the range of independent origins behind the leading section."""

    kind: str
    sections: tuple[Section, ...]
    scale: Scale
    range: str
    low: int | None
    high: int | None
    open_high: bool
    independent: tuple[int, int]
    vague: int
    claims: int
    documents: int


def figure_tables(case: EventCase, log: bool | None = None) -> tuple[FigureTable, ...]:
    """The tables of an event, most claims first; `log` chooses the axis, None leaves it to the values."""
    by_kind: dict[str, list[ClaimRow]] = {}
    for row in case.shown:
        if row.claim.comparator:
            by_kind.setdefault(row.claim.field, []).append(row)
    order = list(load().lists["figure_kind"])
    tables = [_table(case, kind, rows, log) for kind, rows in by_kind.items()]
    return tuple(
        sorted((t for t in tables if t.sections), key=lambda t: (-t.claims, order.index(t.kind) if t.kind in order else 99))
    )


def _table(case: EventCase, kind: str, rows: Sequence[ClaimRow], log: bool | None) -> FigureTable:
    cells: dict[tuple[str, str], list[ClaimRow]] = {}
    for row in rows:
        if row.claim.stance in TOLD:
            cells.setdefault((people(row.claim.group), scope_of(row)), []).append(row)
    ranked = sorted(cells, key=lambda key: _rank(case, key, cells[key]))
    about = [c for c in case.conflicts if c.field == kind]
    sections = tuple(_section(case, key, cells[key], about, leading=i == 0) for i, key in enumerate(ranked))
    lead = sections[0] if sections else None
    origins = {r.origin for r in lead.rows} if lead else set()
    span = independence((o for o in origins if o in case.origins), case.origins, case.ties)
    numbers = [n for s in sections for r in s.rows for step in (*r.earlier, *r.also, r.newest) for n in step.figure.numbers]
    return FigureTable(
        kind=kind,
        sections=sections,
        scale=scale_for(numbers, log),
        range=lead.range if lead else "none given",
        low=lead.low if lead else None,
        high=lead.high if lead else None,
        open_high=lead.open_high if lead else False,
        independent=(span.low, span.high),
        vague=sum(1 for r in lead.rows if not r.comparable) if lead else 0,
        claims=len(rows),
        documents=len({r.document for r in rows}),
    )


def scope_of(row: ClaimRow) -> str:
    """What narrows or widens a figure; one that covers several events at once has a scope of its own."""
    words = " ".join(row.claim.scope.lower().split()).removeprefix("the ")
    covered = len(row.events)
    return f"{words} over {covered} events together".strip() if covered > 1 else words


def _rank(case: EventCase, key: tuple[str, str], rows: Sequence[ClaimRow]) -> tuple[object, ...]:
    origins = {case.origin_of(r).id for r in rows}
    counted = any(worded(r).comparable for r in rows)
    return bool(key[1]), not counted, -len(origins), -len(rows), bool(key[0]), key


def _section(
    case: EventCase, key: tuple[str, str], rows: Sequence[ClaimRow], conflicts: Sequence[Conflict], *, leading: bool
) -> Section:
    by_origin: dict[str, list[ClaimRow]] = {}
    for row in rows:
        by_origin.setdefault(case.origin_of(row).id, []).append(row)
    made = [_row(case, claims, conflicts) for claims in by_origin.values()]
    made.sort(key=lambda r: (not r.comparable, -(r.newest.figure.numbers or (0,))[-1], -r.documents, r.name))
    compared = [s.figure for r in made for s in (r.newest, *r.also) if s.figure.comparable]
    lows = [n for f in compared for n in f.numbers]
    top = max(lows, default=None)
    open_high = any(f.high is None and f.low == top for f in compared)
    low = min(lows, default=None)
    return Section(
        group=key[0],
        scope=key[1],
        of=key[0] or "people",
        leading=leading,
        rows=tuple(made),
        low=low,
        high=top,
        open_high=open_high,
        range=range_text(low, _as_stated(top, compared) if open_high else top, open_high=open_high)
        if compared
        else made[0].newest.value,
    )


def _as_stated(top: int | None, figures: Sequence[Worded]) -> int | None:
    """The highest bound as its words have it."""
    words = next((f.words for f in figures if f.low == top and f.high is None), "")
    return None if top is None else stated(top, words, -1)


def _row(case: EventCase, claims: Sequence[ClaimRow], conflicts: Sequence[Conflict]) -> FigureRow:
    origin = case.origin_of(claims[0])
    ordered = sorted(claims, key=lambda c: (_when(case, c), c.address))
    newest = ordered[-1]
    figure = worded(newest)
    return FigureRow(
        origin=origin.id,
        name=origin.name,
        role=case.role_of(origin),
        standing=origin.standing,
        newest=_step(case, newest),
        earlier=tuple(_step(case, c) for c in _others(case, ordered, newest, earlier=True)),
        also=tuple(_step(case, c) for c in _others(case, ordered, newest, earlier=False)),
        stance=newest.claim.stance,
        documents=len({c.document for c in claims}),
        claims=tuple(c.address for c in ordered),
        checked=sum(1 for c in claims if c.state != "draft"),
        denied_by=_denials(case, claims, conflicts),
        differs_from=_differences(case, origin, newest, conflicts),
        comparable=figure.comparable,
        disputed=any(c.disputed for c in claims),
        note="" if figure.comparable else "vague: drawn, not compared" if figure.numbers else "no number: not compared",
    )


def worded(row: ClaimRow) -> Worded:
    """A claim's figure as it was worded."""
    return Worded(row.claim.low, row.claim.high, row.claim.comparator, row.claim.quote.words)


def _step(case: EventCase, row: ClaimRow) -> Step:
    c = row.claim
    said = c.as_of or case.said(row)
    return Step(
        row.address, number_text(c.low, c.high, c.comparator, c.quote.words), c.quote.words, moment_text(said), worded(row)
    )


def _others(case: EventCase, ordered: Sequence[ClaimRow], newest: ClaimRow, *, earlier: bool) -> list[ClaimRow]:
    """Other figures of the same origin, each value once, in the order of time: those said before the newest, or with it."""
    found: list[ClaimRow] = []
    seen = {_numbers(newest)}
    for row in ordered[:-1]:
        if _before(_when(case, row), _when(case, newest)) == earlier and _numbers(row) not in seen:
            seen.add(_numbers(row))
            found.append(row)
    return found


def _when(case: EventCase, row: ClaimRow) -> str:
    return row.claim.as_of or case.said(row)


def _before(a: str, b: str) -> bool:
    """Whether a moment is before another one as far as both are known."""
    shorter = min(len(a), len(b))
    return bool(shorter) and a[:shorter] < b[:shorter]


def _numbers(row: ClaimRow) -> tuple[object, ...]:
    c = row.claim
    return (c.low, c.high, c.comparator) if c.comparator not in ("vague", "plural") else (c.comparator, c.quote.words.lower())


def _denials(case: EventCase, claims: Iterable[ClaimRow], conflicts: Sequence[Conflict]) -> tuple[Other, ...]:
    mine = {c.address for c in claims}
    found: dict[str, Other] = {}
    for conflict in conflicts:
        if conflict.kind == "denied" and mine & set(conflict.claims):
            for denial in (case.by_address[a] for a in conflict.claims if a in case.by_address):
                if denial.claim.stance == "denies":
                    origin = case.origin_of(denial)
                    found.setdefault(origin.id, Other(origin.id, origin.name, denial.address, denial.claim.quote.words))
    return tuple(found.values())


def _differences(case: EventCase, origin: Origin, newest: ClaimRow, conflicts: Sequence[Conflict]) -> tuple[Other, ...]:
    """Origins whose figures cannot be true beside this one, as far as linking found the difference."""
    own = bounds(newest.claim)
    found: dict[str, Other] = {}
    for conflict in conflicts:
        if conflict.kind not in ("differs", "contrasted") or newest.address not in conflict.claims:
            continue
        for other in (case.by_address[a] for a in conflict.claims if a in case.by_address):
            theirs, whose = bounds(other.claim), case.origin_of(other)
            apart = own is not None and theirs is not None and not own.meets(theirs)
            if whose.id != origin.id and (apart or conflict.kind == "contrasted"):
                found.setdefault(whose.id, Other(whose.id, whose.name, other.address, other.claim.quote.words))
    return tuple(found.values())
