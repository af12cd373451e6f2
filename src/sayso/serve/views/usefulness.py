"""In which order claims of an event are worth judging, and what a decision would change."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace

from sayso.core import split_address
from sayso.ledger import ClaimRow
from sayso.serve.views.case import EventCase
from sayso.serve.views.figures import FigureTable, figure_tables

BOUND, DENIAL, ALONE, FIGURE, STATEMENT, EVENT = range(6)
WHY = {
    BOUND: "sets an end of the range",
    DENIAL: "denies, or is in conflict with another",
    ALONE: "the only claim of its origin",
    FIGURE: "another report of a figure",
    STATEMENT: "a statement",
    EVENT: "what, where, when",
}


@dataclass(frozen=True, slots=True)
class Ranked:
    """A record to judge, by the address of its first claim, and why it comes where it comes."""

    address: str
    rank: int
    confidence: float

    @property
    def why(self) -> str:
        return WHY[self.rank]


@dataclass(frozen=True, slots=True)
class Consequence:
    """What rejecting a claim would do to the figures of its kind; equal sides mean that nothing changes."""

    kind: str
    range: str
    range_without: str
    independent: tuple[int, int]
    independent_without: tuple[int, int]
    report_of: int
    origin: str

    @property
    def changes(self) -> bool:
        return (self.range, self.independent) != (self.range_without, self.independent_without)


def record_address(address: str) -> str:
    """The record that a claim is of: the place and date of an event are decided with it."""
    document, subject = split_address(address)
    return f"{document}#{subject}"


def ranked(case: EventCase) -> list[Ranked]:
    """The undecided records of an event, those first that move a range, then the less sure ones first."""
    bounds: set[str] = set()
    alone: set[str] = set()
    for table in figure_tables(case):
        for section in table.sections[:1]:
            for row in section.rows:
                ends = {section.low, section.high}
                if row.comparable and ends & set(row.newest.figure.numbers):
                    bounds.add(row.newest.claim)
                if len(row.claims) == 1:
                    alone.add(row.newest.claim)
    fighting = {a for c in case.conflicts if c.kind != "revised" for a in c.claims}
    best: dict[str, Ranked] = {}
    for c in case.shown:
        if c.state != "draft":
            continue
        item = Ranked(record_address(c.address), _rank(c, bounds, alone, fighting), c.claim.confidence)
        old = best.get(item.address)
        if old is None or item.rank < old.rank:
            best[item.address] = item
    return sorted(best.values(), key=lambda r: (r.rank, r.confidence, r.address))


def _rank(claim: ClaimRow, bounds: set[str], alone: set[str], fighting: set[str]) -> int:
    if claim.address in bounds:
        return BOUND
    if claim.claim.stance != "asserts" or claim.address in fighting:
        return DENIAL
    if claim.address in alone:
        return ALONE
    if claim.claim.comparator:
        return FIGURE
    return STATEMENT if claim.claim.subject.startswith("s") else EVENT


def consequence(case: EventCase, address: str) -> Consequence | None:
    """What rejecting a figure would change; None for what is no figure."""
    claim = case.by_address.get(address)
    if claim is None or not claim.claim.comparator:
        return None
    kind = claim.claim.field
    with_it = _of_kind(figure_tables(_narrowed(case, kind, ())), kind)
    without = _of_kind(figure_tables(_narrowed(case, kind, (address,))), kind)
    origin = case.origin_of(claim)
    reports = {c.document for c in case.shown if c.claim.field == kind and case.origin_of(c).id == origin.id}
    return Consequence(
        kind=kind,
        range=with_it.range if with_it else "none given",
        range_without=without.range if without else "none given",
        independent=with_it.independent if with_it else (0, 0),
        independent_without=without.independent if without else (0, 0),
        report_of=len(reports),
        origin=origin.name,
    )


@dataclass(frozen=True, slots=True)
class Shift:
    """What one kind of figures of an event would become if many claims were rejected at once; what it is now where they are accepted."""

    event: str
    title: str
    kind: str
    range: str
    range_without: str
    independent: tuple[int, int]
    independent_without: tuple[int, int]


def shifts(case: EventCase, title: str, addresses: Collection[str]) -> list[Shift]:
    """The figures of an event that rejecting these claims would change, in the order of its page."""
    out: list[Shift] = []
    kinds = {c.claim.field for a in addresses if (c := case.by_address.get(a)) and c.claim.comparator}
    for before in figure_tables(case):
        if before.kind not in kinds:
            continue
        after = _of_kind(figure_tables(_narrowed(case, before.kind, addresses)), before.kind)
        rest, independent = (after.range, after.independent) if after else ("none given", (0, 0))
        if (before.range, before.independent) != (rest, independent):
            out.append(Shift(case.record.row.id, title, before.kind, before.range, rest, before.independent, independent))
    return out


def _narrowed(case: EventCase, kind: str, out: Collection[str]) -> EventCase:
    claims = tuple(c for c in case.claims if c.claim.field == kind and c.address not in out)
    return replace(case, claims=claims)


def _of_kind(tables: Sequence[FigureTable], kind: str) -> FigureTable | None:
    return next((t for t in tables if t.kind == kind), None)
