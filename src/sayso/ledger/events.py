"""Reading events: lists with filters and cursors, one event whole, its origins, copies, pairs and assessments."""

import json
from collections.abc import Collection, Iterator, Sequence
from typing import Any

import sqlalchemy as sa

from sayso.core import Assessment, Conflict, Copy, InputError, Origin, Pair, Reason, Tie, Trail
from sayso.core.compact import unpack, unpack_field
from sayso.ledger import search
from sayso.ledger.codings import CodingReads
from sayso.ledger.cursors import decode, encode
from sayso.ledger.documents import BLOCK
from sayso.ledger.rows import EVENT_ORDERS, EventFilter, EventRecord, EventRow, Page
from sayso.ledger.tables import (
    assessed,
    assessment,
    conflict,
    copy,
    document,
    document_state,
    event,
    event_link,
    event_report,
    event_retired,
    origin,
    origin_claim,
    pair,
    step,
    tie,
    trail,
)
from sayso.ledger.withheld import Withheld, heading_of

EVERY_EVENT = EventFilter()
_LATE, _MANY = "~", 1 << 60  # after every day, above every number
_KEYS: dict[str, tuple[Any, Any, Any]] = {
    "date": (event.c.first, _LATE, ""),
    "documents": (event.c.documents, 0, 0),
    "origins": (event.c.origins, 0, 0),
    "killed": (event.c.killed_high, _MANY, -1),
    "since": (event.c.n, 0, 0),
    "place": (event.c.place, "", ""),
}


class EventReads(CodingReads):
    """Events at one moment. Conflicts and assessments are caches of the present, and empty at an earlier moment."""

    _withheld: Withheld | None

    def event(self, id: str) -> EventRecord | None:
        """An event by id; ids that a merge retired lead to the survivor (`asked` keeps the old one)."""
        at, seen = id, {id}
        while (moved := self._one(self._retired_query().where(event_retired.c.id == at))) is not None and moved.into_:
            at = moved.into_
            if at in seen:
                return None
            seen.add(at)
        found = self._one(self._row_query_of_events().where(event.c.id == at))
        if found is None:
            return None
        reports = self._all(
            sa.select(event_report.c.report)
            .where(event_report.c.event == at, self._holds(event_report))
            .order_by(event_report.c.n)
        )
        link = self._one(sa.select(event_link.c.reasons).where(event_link.c.event == at, self._holds(event_link)))
        parts = self._all(sa.select(event.c.id).where(event.c.part_of == at, self._holds(event)).order_by(event.c.id))
        reasons = tuple(reason_of(r) for r in json.loads(link.reasons)) if link else ()
        return EventRecord(
            self._event_rows([found])[0],
            tuple(r.report for r in reports),
            reasons,
            tuple(r.id for r in parts),
            self._merged(at),
            id,
        )

    def event_page(
        self, wanted: EventFilter = EVERY_EVENT, *, order: str = "-date", after: str = "", limit: int = 50
    ) -> Page[EventRow]:
        """Events in one of `EVENT_ORDERS`; events without a date come last in both orders of date."""
        if order not in EVENT_ORDERS:
            raise InputError(f"'{order}' is no order of events", hint=f"One of: {', '.join(EVENT_ORDERS)}.")
        down = order.startswith("-")
        column, last_up, last_down = _KEYS[order.lstrip("-")]
        key = sa.func.coalesce(column, last_down if down else last_up) if column.nullable else column
        where = self._event_where(wanted)
        query = self._row_query_of_events().where(*where).add_columns(key.label("key"))
        place = decode(after, 2)
        if place:
            beyond, same = (key < place[0], event.c.id > place[1]) if down else (key > place[0], event.c.id > place[1])
            query = query.where(sa.or_(beyond, sa.and_(key == place[0], same)))
        found = self._all(query.order_by(key.desc() if down else key, event.c.id).limit(limit + 1))
        total = self.event_count(wanted)
        last = found[limit - 1] if len(found) > limit else None
        return Page(tuple(self._event_rows(found[:limit])), encode([last.key, last.id]) if last is not None else "", total)

    def event_count(self, wanted: EventFilter = EVERY_EVENT) -> int:
        """How many events there are."""
        return int(self._one(sa.select(sa.func.count()).select_from(event).where(*self._event_where(wanted)))[0])

    def events(self, wanted: EventFilter = EVERY_EVENT) -> Iterator[EventRow]:
        """All of them, in the order of their ids."""
        last = ""
        while True:
            query = self._row_query_of_events().where(*self._event_where(wanted), event.c.id > last)
            rows = self._all(query.order_by(event.c.id).limit(BLOCK))
            yield from self._event_rows(rows)
            if len(rows) < BLOCK:
                return
            last = rows[-1].id

    def retired(self) -> list[tuple[str, str | None]]:
        """Event ids that are no longer used, each with the id that took its place, or None."""
        return [(r.id, r.into_) for r in self._all(self._retired_query().order_by(event_retired.c.id))]

    def origins(self, event: str) -> list[Origin]:
        """Whom the claims of an event rest on; `role` is relative to this event."""
        return [o for _, o in self._origins(origin.c.event == event)]

    def origin_events(self, origin_id: str) -> list[tuple[str, Origin]]:
        """Events in which an origin appears, with its part in each."""
        return self._origins(origin.c.id == origin_id)

    def origin_now(self, origin_id: str) -> str:
        """The origin that an id leads to: itself, or, where a later linking knew it as the same as another, the one that has most
        of its claims now; "" if there is none."""
        if self._one(sa.select(origin.c.id).where(origin.c.id == origin_id, self._holds(origin)).limit(1)):
            return origin_id
        before = (
            sa.select(origin_claim.c.claim, origin_claim.c.event).where(origin_claim.c.origin == origin_id).distinct().subquery()
        )
        here = sa.case((origin_claim.c.event == before.c.event, 2), else_=1)  # a claim may be about several events
        weight = sa.func.sum(here).label("weight")
        query = sa.select(origin_claim.c.origin, weight).join(before, origin_claim.c.claim == before.c.claim)
        found = self._one(
            query.where(self._holds(origin_claim))
            .group_by(origin_claim.c.origin)
            .order_by(weight.desc(), origin_claim.c.origin)
            .limit(1)
        )
        return found.origin if found else ""

    def ties(self, event: str) -> list[Tie]:
        """Ties between the origins of an event."""
        query = sa.select(tie.c.record).where(tie.c.event == event, self._holds(tie)).order_by(tie.c.n)
        found = [unpack(Tie, json.loads(r.record)) for r in self._all(query)]
        if self._withheld is None or not found:
            return found
        seen = {o.id for o in self.origins(event)}
        return [t for t in found if t.left in seen and (not t.right or t.right in seen)]

    def trail(self, claim: str) -> Trail | None:
        """The way from a claim to its origin."""
        found = self._one(sa.select(trail.c.record).where(trail.c.claim == claim, self._holds(trail)))
        return unpack(Trail, json.loads(found.record)) if found else None

    def copies(self, document: str = "") -> Iterator[Copy]:
        """Copies from or of a document, or all of them."""
        query = sa.select(copy).where(self._holds(copy))
        if document:
            query = query.where(sa.or_(copy.c.source == document, copy.c.copy == document))
        for r in self._by_number(query, copy):
            yield unpack(Copy, json.loads(r.record))

    def pairs(self, reports: Collection[str] = ()) -> Iterator[Pair]:
        """Scored pairs with a report of `reports` on either side, or all of them."""
        query = sa.select(pair).where(self._holds(pair))
        if not reports:
            for r in self._by_number(query, pair):
                yield _pair(r)
            return
        seen: set[int] = set()
        for column in (pair.c.left, pair.c.right):
            for r in self._in(column, reports, query):
                if r.n not in seen:
                    seen.add(r.n)
                    yield _pair(r)

    def unlinked(self) -> Iterator[str]:
        """Ids of documents whose codings or judgements changed since they were last linked."""
        s = document_state.c
        query = sa.select(document.c.n, document.c.id).join(document_state, s.document_n == document.c.n)
        query = query.where(sa.or_(s.linked.is_(None), s.linked < s.changed))
        for r in self._by_number(query, document):
            yield r.id

    def unassessed(self, policy: str) -> Iterator[str]:
        """Ids of events that changed since they were last assessed under a policy."""
        done = sa.and_(assessed.c.event == event.c.id, assessed.c.policy == policy)
        query = sa.select(event.c.n, event.c.id).outerjoin(assessed, done).where(self._holds(event))
        for r in self._by_number(query.where(sa.or_(assessed.c.step.is_(None), assessed.c.step < event.c.step)), event):
            yield r.id

    def assessments(self, event: str, policy: str = "") -> list[Assessment]:
        """Cached assessments of an event."""
        query = sa.select(assessment.c.record).where(assessment.c.event == event).order_by(assessment.c.n)
        if policy:
            query = query.where(assessment.c.policy == policy)
        return [] if self._step is not None else [unpack(Assessment, json.loads(r.record)) for r in self._all(query)]

    def conflicts(self, event: str) -> list[Conflict]:
        """Cached conflicts of an event."""
        if self._withheld is not None and event in self._withheld.headings:
            return list(self._withheld.conflicts.get(event, ()))
        query = sa.select(conflict.c.record).where(conflict.c.event == event).order_by(conflict.c.n)
        return [] if self._step is not None else [unpack(Conflict, json.loads(r.record)) for r in self._all(query)]

    # -- inside -------------------------------------------------------------------------------------------------------------

    def _retired_query(self) -> Any:
        return sa.select(event_retired.c.id, event_retired.c.into_).where(self._holds(event_retired))

    def _merged(self, id: str) -> tuple[str, ...]:
        found: list[str] = []
        level = [id]
        while level:
            rows = self._in(event_retired.c.into_, level, self._retired_query())
            level = [r.id for r in rows if r.id not in found and r.id != id]
            found += level
        return tuple(sorted(found))

    def _row_query_of_events(self) -> Any:
        return sa.select(event, step.c.at).join(step, step.c.n == event.c.step).where(self._holds(event))

    def _event_where(self, wanted: EventFilter) -> list[Any]:
        e = event.c
        where = [self._holds(event)]
        if wanted.first or wanted.last:
            within = [e.date != ""]
            if wanted.last:
                within.append(sa.or_(e.first.is_(None), e.first <= wanted.last))
            if wanted.first:
                within.append(sa.or_(e.last.is_(None), e.last >= wanted.first))
            where.append(sa.or_(sa.and_(*within), e.date == "") if wanted.undated else sa.and_(*within))
        if wanted.box is not None:
            within_box = _in_box(wanted.box)
            where.append(sa.or_(within_box, e.latitude.is_(None)) if wanted.unplaced else within_box)
        for column, chosen in ((e.type, wanted.types), (e.factuality, wanted.factuality)):
            if chosen:
                where.append(column.in_(chosen))
        for column, value in ((e.country, wanted.country), (e.part_of, wanted.part_of)):
            if value:
                where.append(column == value)
        if wanted.place:
            name = wanted.place.lower()
            where.append(sa.or_(sa.func.lower(e.place) == name, sa.func.lower(e.admin1) == name))
        if wanted.background is not None:
            where.append(e.background == wanted.background)
        if wanted.text.strip():
            where.append(e.n.in_(search.event_hits(search.parse(wanted.text), postgres=self._postgres)))
        if wanted.contested:
            where.append(self._disputed("" if wanted.contested == "any" else wanted.contested))
        if wanted.undecided:
            where.append(e.undecided > 0)
        if wanted.documents_from:
            where.append(e.documents >= wanted.documents_from)
        if wanted.origins_from:
            where.append(e.origins >= wanted.origins_from)
        if wanted.killed_from is not None:
            where.append(e.killed_high >= wanted.killed_from)
        if wanted.document or wanted.outlet:
            of = (
                sa.select(event_report.c.event)
                .join(document, document.c.n == event_report.c.document_n)
                .where(self._holds(event_report))
            )
            of = of.where(document.c.id == wanted.document) if wanted.document else of
            of = of.where(sa.func.lower(document.c.outlet) == wanted.outlet.lower()) if wanted.outlet else of
            where.append(e.id.in_(of))
        if self._withheld is not None and self._withheld.headings:
            where.append(sa.or_(e.id.not_in(list(self._withheld.headings)), e.id.in_(self._withheld.passing(wanted))))
        return where

    def _disputed(self, field: str = "") -> Any:
        """The condition that an event has a conflict about a field, or about any, that is no revision."""
        about = [conflict.c.field == field] if field else []
        found = event.c.id.in_(sa.select(conflict.c.event).where(conflict.c.kind != "revised", *about))
        if self._withheld is None or not self._withheld.headings:
            return found
        told = list(self._withheld.headings)
        return sa.or_(sa.and_(found, event.c.id.not_in(told)), event.c.id.in_(self._withheld.disputed(field)))

    def _event_rows(self, found: Sequence[Any]) -> list[EventRow]:
        contested: dict[str, set[str]] = {}
        if self._step is None:
            query = sa.select(conflict.c.event, conflict.c.field).where(conflict.c.kind != "revised").distinct()
            for r in self._in(conflict.c.event, [r.id for r in found], query):
                contested.setdefault(r.event, set()).add(r.field)
        w = self._withheld
        return [
            _event_row(
                heading_of(r, w), w.contested(r.id) if w and r.id in w.headings else tuple(sorted(contested.get(r.id, ())))
            )
            for r in found
        ]

    def _origins(self, where: Any) -> list[tuple[str, Origin]]:
        rows = self._all(sa.select(origin).where(where, self._holds(origin)).order_by(origin.c.event, origin.c.n))
        claims: dict[tuple[str, str], list[str]] = {}
        query = sa.select(origin_claim).where(self._holds(origin_claim)).order_by(origin_claim.c.n)
        for r in self._in(origin_claim.c.event, {r.event for r in rows}, query):  # by event: some origins speak in very many
            claims.setdefault((r.event, r.origin), []).append(r.claim)
        return [(r.event, unpack(Origin, {**json.loads(r.record), "claims": claims.get((r.event, r.id), [])})) for r in rows]

    def _by_number(self, query: Any, table: Any) -> Iterator[Any]:
        """Rows in the order of their numbers, a block at a time."""
        last = 0
        while True:
            rows = self._all(query.where(table.c.n > last).order_by(table.c.n).limit(5 * BLOCK))
            yield from rows
            if len(rows) < 5 * BLOCK:
                return
            last = rows[-1].n


def _in_box(box: tuple[float, float, float, float]) -> Any:
    west, south, east, north = box
    e = event.c
    across = e.longitude.between(west, east) if west <= east else sa.or_(e.longitude >= west, e.longitude <= east)
    return sa.and_(e.latitude.between(south, north), across)


def reason_of(row: Any) -> tuple[str, str, tuple[Reason, ...]]:
    """Two reports and why they are one event, from the list that is kept."""
    return row[0], row[1], tuple(unpack(Reason, r) for r in row[2])


def _pair(r: Any) -> Pair:
    return Pair(r.left, r.right, r.weight, unpack_field(Pair, "reasons", json.loads(r.reasons)))


def _event_row(r: Any, contested: tuple[str, ...]) -> EventRow:
    return EventRow(
        r.id, r.type, r.mode, r.factuality, bool(r.background), r.date, r.first, r.last, r.place, r.country, r.admin1,
        r.latitude, r.longitude, r.precision, r.documents, r.outlets, r.reports, r.claims, r.origins, r.undecided,
        (r.killed_low, r.killed_high), contested, r.part_of, r.at,
    )  # fmt: skip
