"""A ledger without its protected documents, for those who may not see them: not their rows, nor what is counted of them.

Every reading query asks `Base._holds` of the tables it looks at; there the conditions of this module are added, so that lists,
totals, facets and searches leave out the same. What the ledger keeps ready of an event is made anew of the rest: its heading here,
its conflicts by whoever knows how.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import sqlalchemy as sa

from sayso.core import Conflict
from sayso.ledger import search
from sayso.ledger.base import Base, chunks
from sayso.ledger.choice import chosen_reader
from sayso.ledger.headings import gathered, heading
from sayso.ledger.rows import EventFilter
from sayso.ledger.tables import document, document_capture, event_report, origin_claim, protection

_OWN = {
    "trail": ("document",),
    "origin_claim": ("document",),
    "judgement": ("document", "other_document"),
    "copy": ("source", "copy"),
}


@dataclass(frozen=True)
class Withheld:
    """What is left out. `day` is that by which embargoes are measured. `events` and `origins` ("EVENT ORIGIN") rest on protected
    documents alone; `headings` and `conflicts` are those of events that others tell of too, by id."""

    day: str
    documents: frozenset[str]
    events: tuple[str, ...] = ()
    origins: tuple[str, ...] = ()
    headings: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    conflicts: Mapping[str, Sequence[Conflict]] = field(default_factory=dict)

    def conditions(self, table: Any) -> list[Any]:
        """What a row of a table (or of an alias) must meet to be seen."""
        name, c = getattr(table, "element", table).name, table.c
        if name == "document":
            return [c.id.not_in(_ids(self.day))]
        if name in _OWN:
            return [c[column].not_in(_ids(self.day)) for column in _OWN[name]]
        if name == "capture":
            of = document_capture.alias()
            shut = sa.select(of.c.capture_n).where(of.c.document_n.in_(_numbers(self.day)))
            seen = sa.select(of.c.capture_n).where(of.c.document_n.not_in(_numbers(self.day)))
            return [sa.or_(c.n.not_in(shut), c.n.in_(seen))]
        if name == "pair":
            p = _marks(self.day)
            side = sa.or_(*(c[s].like(p.c.subject + "#%") for s in ("left", "right")))
            return [~sa.exists().where(side).select_from(p)]
        if name == "event":
            return [c.id.not_in(self.events)] if self.events else []
        if name == "origin":
            return [(c.event + " " + c.id).not_in(self.origins)] if self.origins else []
        if "document_n" in c:
            return [sa.or_(c.document_n.is_(None), c.document_n.not_in(_numbers(self.day)))]
        return []

    def disputed(self, about: str) -> list[str]:
        """The events of `headings` with a conflict about a field, or about any, that is no revision."""
        return [id for id in self.headings if about in self.contested(id) or (not about and self.contested(id))]

    def contested(self, id: str) -> tuple[str, ...]:
        """The fields of one of them on which accounts differ."""
        return tuple(sorted({c.field for c in self.conflicts.get(id, ()) if c.kind != "revised"}))

    def passing(self, wanted: EventFilter) -> list[str]:
        """The events of `headings` that a filter of numbers and words gives, judged by what may be seen of them."""
        groups = search.parse(wanted.text) if wanted.text.strip() else ()
        return [
            id
            for id, h in self.headings.items()
            if h["documents"] >= wanted.documents_from
            and h["origins"] >= wanted.origins_from
            and (not wanted.undecided or h["undecided"])
            and (wanted.killed_from is None or (h["killed_high"] is not None and h["killed_high"] >= wanted.killed_from))
            and (not groups or search.matches(groups, h["words"]))
        ]


def _marks(day: str) -> Any:
    """Marks of documents that are in force on a day, whatever moment is looked at."""
    p = protection.alias()
    held = [p.c.kind == "document", p.c.until.is_(None), sa.or_(p.c.level != "open", p.c.embargo > day)]
    return sa.select(p.c.subject).where(*held).subquery()


def _ids(day: str) -> Any:
    return sa.select(_marks(day).c.subject)


def _numbers(day: str) -> Any:
    d = document.alias()
    return sa.select(d.c.n).where(d.c.id.in_(_ids(day)))


def withheld(base: Base, day: str) -> Withheld | None:
    """What is withheld on a day in a ledger that is read whole; None where no document is protected."""
    shut = frozenset(r.subject for r in base._all(_ids(day)))
    if not shut:
        return None
    rows = base._in(document.c.id, sorted(shut), sa.select(document.c.id, document.c.n).where(base._holds(document)))
    numbers = [r.n for r in rows]
    told = sa.select(event_report.c.event).where(base._holds(event_report)).distinct()
    touched = sorted({r.event for r in base._in(event_report.c.document_n, numbers, told)})
    bare = Withheld(day, shut)
    seen = Base(base._engine, base._step, bare)
    headings: dict[str, dict[str, Any]] = {}
    with base._read() as connection:
        reader = chosen_reader(connection, base._step)
    for ids in chunks(touched):
        reports, claims, known, counts = gathered(seen._all, reader, ids, seen._holds)
        headings |= {
            id: heading(id, reports.get(id, []), claims.get(id, []), counts[id]) for id in ids if id in reports or id in known
        }
    gone, origins = _origins(base, touched, shut)
    for id, number in gone.items():
        if id in headings:
            headings[id] = {**headings[id], "origins": headings[id]["origins"] - number}
    return Withheld(day, shut, tuple(e for e in touched if e not in headings), origins, headings)


def _origins(base: Base, events: list[str], shut: frozenset[str]) -> tuple[dict[str, int], tuple[str, ...]]:
    """Origins of which every claim stands in a protected document: how many by event, and each."""
    all_shut: dict[tuple[str, str], bool] = {}
    query = sa.select(origin_claim.c.event, origin_claim.c.origin, origin_claim.c.document).where(base._holds(origin_claim))
    for r in base._in(origin_claim.c.event, events, query):
        key = (r.event, r.origin)
        all_shut[key] = all_shut.get(key, True) and r.document in shut
    gone = [key for key, only in all_shut.items() if only]
    counts: dict[str, int] = {}
    for id, _ in gone:
        counts[id] = counts.get(id, 0) + 1
    return counts, tuple(f"{id} {name}" for id, name in sorted(gone))


def heading_of(row: Any, found: Withheld | None) -> Any:
    """A row of the table of events as it may be seen."""
    made = found.headings.get(row.id) if found else None
    return row if made is None else _Row(row, made)


class _Row:
    """A row of which some columns have other values."""

    def __init__(self, row: Any, values: Mapping[str, Any]) -> None:
        self._row, self._values = row, values

    def __getattr__(self, name: str) -> Any:
        return self._values[name] if name in self._values else getattr(self._row, name)
