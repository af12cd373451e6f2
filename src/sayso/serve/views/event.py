"""The event page: figures by origin, facts other than figures, conflicts and denials apart, chains, documents."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from sayso.assess.independence import independence
from sayso.core import Conflict, Tie
from sayso.core.dates import precision
from sayso.export.heading import Heading, heading
from sayso.export.words import PRECISIONS, moment_text, number_text
from sayso.ledger.rows import ClaimRow, ReportRow
from sayso.serve.views.case import EventCase
from sayso.serve.views.chains import Chain, chain
from sayso.serve.views.figures import FigureTable, figure_tables

FACTS = ("perpetrator", "leader", "affiliation", "identity", "motive", "target", "place", "date", "happened", "legality")
QUESTIONS = {
    "perpetrator": "Who did it",
    "leader": "Who led it",
    "affiliation": "Who belongs to whom",
    "identity": "Who they are",
    "motive": "Why",
    "target": "What was aimed at",
    "place": "Where",
    "date": "When",
    "happened": "Whether it happened",
    "legality": "Whether it was lawful",
    "credibility": "Whom to believe",
    "other": "Other",
}


@dataclass(frozen=True, slots=True)
class Teller:
    """Somebody who says something, and the claim where it stands."""

    origin: str
    name: str
    role: str
    claim: str
    stance: str


@dataclass(frozen=True, slots=True)
class FactRow:
    """One value of one fact, and who says it."""

    value: str
    words: str
    tellers: tuple[Teller, ...]
    documents: int
    checked: int
    claims: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Fact:
    """All values of one fact, most told first."""

    field: str
    question: str
    rows: tuple[FactRow, ...]
    claims: int


@dataclass(frozen=True, slots=True)
class Side:
    """One claim of a conflict."""

    claim: str
    document: str
    outlet: str
    origin: str
    name: str
    role: str
    value: str
    words: str
    said: str
    stance: str


@dataclass(frozen=True, slots=True)
class ConflictView:
    """Accounts that do not agree, side by side."""

    field: str
    kind: str
    why: str
    sides: tuple[Side, ...]


@dataclass(frozen=True, slots=True)
class DocumentLine:
    """A document that reports the event. `report` is the address of its report."""

    document: str
    report: str
    doc: str
    title: str
    outlet: str
    published: str
    words: str
    start: int
    claims: int
    checked: int
    state: str


@dataclass(frozen=True, slots=True)
class EventView:
    """Everything on the page of an event."""

    heading: Heading
    called: tuple[str, ...]
    independent: tuple[int, int]
    claims: int
    checked: int
    waiting: int
    rejected: int
    disputed: int
    tables: tuple[FigureTable, ...]
    facts: tuple[Fact, ...]
    denials: tuple[ConflictView, ...]
    conflicts: tuple[ConflictView, ...]
    revisions: tuple[ConflictView, ...]
    chains: tuple[Chain, ...]
    documents: tuple[DocumentLine, ...]
    actors: tuple[str, ...]
    recipients: tuple[str, ...]
    narrow: tuple[str, ...]
    part_of: str | None
    parts: tuple[str, ...]
    merged: tuple[str, ...]


def event_view(case: EventCase, log: bool | None = None) -> EventView:
    """The page of an event."""
    shown = case.shown
    told = {case.origin_of(c).id for c in shown}
    span = independence((o for o in told if o in case.origins), case.origins, case.ties)
    seen = [conflict_view(case, c) for c in case.conflicts]
    views = [v for v in seen if v.sides]
    return EventView(
        heading=heading(case.record.row),
        called=called(case.reports),
        independent=(span.low, span.high),
        claims=len(shown),
        checked=sum(1 for c in shown if c.state != "draft"),
        waiting=case.waiting,
        rejected=case.rejected,
        disputed=sum(1 for c in shown if c.disputed),
        tables=figure_tables(case, log),
        facts=facts(case),
        denials=tuple(v for v in views if v.kind == "denied"),
        conflicts=tuple(v for v in views if v.kind not in ("denied", "revised")),
        revisions=tuple(v for v in views if v.kind == "revised"),
        chains=chains(case),
        documents=documents(case),
        actors=_names(case.reports, "actors"),
        recipients=_names(case.reports, "recipients"),
        narrow=narrowing(span.narrow),
        part_of=case.record.row.part_of,
        parts=case.record.parts,
        merged=case.record.merged,
    )


def called(reports: Sequence[ReportRow]) -> tuple[str, ...]:
    """The words by which reports call the event, the most frequent first."""
    counts: dict[str, int] = {}
    for r in reports:
        word = r.report.trigger.words.lower()
        counts[word] = counts.get(word, 0) + 1
    return tuple(sorted(counts, key=lambda w: (-counts[w], w))[:4])


def narrowing(ties: Iterable[Tie]) -> tuple[str, ...]:
    """What one would have to find out to narrow the range of independent origins."""
    return tuple(dict.fromkeys(t.why for t in ties if not t.resolved))


def facts(case: EventCase) -> tuple[Fact, ...]:
    """Claims without numbers, by what they are about."""
    by_field: dict[str, list[ClaimRow]] = {}
    for c in case.shown:
        if not c.claim.comparator and (
            c.claim.field != "happened" or c.claim.subject.startswith("s") or c.claim.stance != "asserts"
        ):
            by_field.setdefault(c.claim.field, []).append(c)
    ordered = sorted(by_field, key=lambda f: (FACTS.index(f) if f in FACTS else len(FACTS), f))
    return tuple(Fact(f, QUESTIONS.get(f, f.capitalize()), _fact_rows(case, by_field[f]), len(by_field[f])) for f in ordered)


def _fact_rows(case: EventCase, claims: Sequence[ClaimRow]) -> tuple[FactRow, ...]:
    by_value: dict[tuple[str, bool], list[ClaimRow]] = {}
    for c in claims:
        by_value.setdefault((c.claim.value.casefold(), c.claim.stance == "denies"), []).append(c)
    rows = []
    for group in by_value.values():
        tellers: dict[str, Teller] = {}
        for c in group:
            origin = case.origin_of(c)
            tellers.setdefault(origin.id, Teller(origin.id, origin.name, case.role_of(origin), c.address, c.claim.stance))
        rows.append(
            FactRow(
                value=group[0].claim.value,
                words=group[0].claim.quote.words,
                tellers=tuple(tellers.values()),
                documents=len({c.document for c in group}),
                checked=sum(1 for c in group if c.state != "draft"),
                claims=tuple(c.address for c in group),
            )
        )
    return tuple(sorted(rows, key=lambda r: (-len(r.tellers), -r.documents, r.value)))


def conflict_view(case: EventCase, conflict: Conflict) -> ConflictView:
    """The sides of a conflict, a denial first."""
    rows = [case.by_address[a] for a in conflict.claims if a in case.by_address]
    rows.sort(key=lambda c: (c.claim.stance != "denies", case.said(c), c.address))
    return ConflictView(conflict.field, conflict.kind, conflict.why, tuple(side_of(case, c) for c in rows))


def side_of(case: EventCase, row: ClaimRow) -> Side:
    """One claim of a conflict, with whom it rests on."""
    origin, c = case.origin_of(row), row.claim
    return Side(
        claim=row.address,
        document=row.document,
        outlet=row.outlet or row.doc,
        origin=origin.id,
        name=origin.name,
        role=case.role_of(origin),
        value=number_text(c.low, c.high, c.comparator, c.quote.words) if c.comparator else c.value,
        words=c.quote.words,
        said=moment_text(case.said(row)),
        stance=c.stance,
    )


def chains(case: EventCase) -> tuple[Chain, ...]:
    """The tree of each origin that gives a figure or a statement, most documents first."""
    by_origin: dict[str, list[ClaimRow]] = {}
    for c in case.shown:
        if c.claim.comparator or c.claim.subject.startswith("s"):
            by_origin.setdefault(case.origin_of(c).id, []).append(c)
    made = [chain(case, claims) for claims in by_origin.values()]
    return tuple(sorted(made, key=lambda c: (-c.documents, c.name)))


def documents(case: EventCase) -> tuple[DocumentLine, ...]:
    """The documents in the order of publication, undated ones last."""
    counts: dict[str, list[ClaimRow]] = {}
    for c in case.claims:
        counts.setdefault(c.document, []).append(c)
    lines = [
        DocumentLine(
            document=r.document,
            report=r.address,
            doc=r.doc,
            title=case.titles.get(r.document, "") or r.doc,
            outlet=r.outlet or "",
            published=moment_text(r.published),
            words=r.report.sentence.words,
            start=r.report.trigger.start,
            claims=len(counts.get(r.document, ())),
            checked=sum(1 for c in counts.get(r.document, ()) if c.state != "draft"),
            state=r.state,
        )
        for r in sorted(case.reports, key=lambda r: (r.published or "9", r.address))
    ]
    return tuple(lines)


def _names(reports: Sequence[ReportRow], role: str) -> tuple[str, ...]:
    """Parties of one role by name, those named by most reports first."""
    counts: dict[str, int] = {}
    for r in reports:
        for name in {p.actor.name if p.actor and p.actor.name else p.quote.words for p in getattr(r.report, role)}:
            counts[name] = counts.get(name, 0) + 1
    return tuple(sorted(counts, key=lambda n: (-counts[n], n)))[:8]


def place_note(row_precision: str) -> str:
    """How precisely a place is known."""
    return PRECISIONS.get(row_precision, row_precision)


def date_note(edtf: str) -> str:
    """How precisely a date is known."""
    found = precision(edtf)
    return {"day": "day known", "unknown": "no date"}.get(found, f"{found} only" if found in ("month", "year") else found)
