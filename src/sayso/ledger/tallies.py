"""Reading for lists and pages that count: outlets, origins, days of events, the newest decisions; and many records in one query."""

import json
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

import sqlalchemy as sa

from sayso.core import Copy, Judgement, Origin, Pair, Trail
from sayso.core.compact import unpack
from sayso.core.judged import lifted
from sayso.ledger.base import plain
from sayso.ledger.codings import STAGE
from sayso.ledger.cursors import decode, encode
from sayso.ledger.events import EVERY_EVENT, _pair
from sayso.ledger.people import PeopleReads
from sayso.ledger.rows import EventFilter, Page
from sayso.ledger.tables import claim, coding, copy, document, event, judgement, origin, origin_claim, pair, step, trail


@dataclass(frozen=True, slots=True)
class OutletRow:
    """An outlet in a list: its documents and the days between which they were published."""

    outlet: str
    documents: int
    first: str
    last: str


@dataclass(frozen=True, slots=True)
class EventSums:
    """How many events, and how many documents, claims, undecided claims and origins these have, added up: a claim about two of
    them counts twice."""

    events: int
    documents: int
    claims: int
    undecided: int
    origins: int


@dataclass(frozen=True, slots=True)
class OriginRow:
    """An origin in a list, with the number of events in which it appears and of claims that rest on it."""

    origin: Origin
    events: int
    claims: int


@dataclass(frozen=True, slots=True)
class Carried:
    """How many claims of an outlet's documents rest on one origin."""

    origin: str
    name: str
    role: str
    standing: str
    claims: int


class TallyReads(PeopleReads):
    """Counts at one moment, by queries that do not read every record."""

    def stamp(self) -> int:
        """A number that changes with every change of the ledger: what was computed under one holds as long as it stays."""
        return self._step or self._one(sa.select(sa.func.max(step.c.n)))[0] or 0

    def outlet_page(self, *, name: str = "", after: str = "", limit: int = 50) -> Page[OutletRow]:
        """Outlets by number of documents, most first; `name`: begins with, without regard to case."""
        where = [self._holds(document), document.c.outlet != ""]
        if name:
            where.append(sa.func.lower(document.c.outlet).startswith(name.lower(), autoescape=True))
        groups = (
            sa.select(
                document.c.outlet,
                sa.func.count().label("documents"),
                sa.func.min(sa.func.nullif(document.c.published, "")).label("first"),
                sa.func.max(document.c.published).label("last"),
            )
            .where(*where)
            .group_by(document.c.outlet)
        )
        found, total = self._ranked(groups, "documents", "outlet", after, limit)
        rows = tuple(OutletRow(r.outlet, r.documents, r.first or "", r.last or "") for r in found[:limit])
        return Page(rows, encode([rows[-1].documents, rows[-1].outlet]) if len(found) > limit else "", total)

    def _ranked(self, groups: Any, count: str, name: str, after: str, limit: int) -> tuple[Sequence[Any], int]:
        """Groups by their count, most first, then by name, one more than `limit` where there are more; and how many there are in all."""
        every = groups.subquery()
        whole = sa.select(every, sa.func.count().over().label("total")).subquery()
        counted, named = whole.c[count], whole.c[name]
        query = sa.select(whole).order_by(counted.desc(), named).limit(limit + 1)
        place = decode(after, 2)
        if place:
            query = query.where(sa.or_(counted < place[0], sa.and_(counted == place[0], named > place[1])))
        found = self._all(query)
        return found, found[0].total if found else self._one(sa.select(sa.func.count()).select_from(every))[0]

    def carried(self, outlet: str, limit: int = 200) -> list[Carried]:
        """On whom the claims of an outlet's documents rest, most claims first."""
        judged = sa.select(judgement.c.document).where(judgement.c.verdict == "reject").distinct()
        doubted = [r.document for r in self._all(judged)]  # so no claim need be looked up where nobody rejected any
        columns = sa.select(document.c.id, claim.c.local).join(document, document.c.n == claim.c.document_n)
        gone = columns.where(document.c.outlet == outlet, claim.c.state == "rejected", self._holds(claim))
        rejected = [f"{r.id}#{r.local}" for r in self._in(document.c.id, doubted, gone)]
        counts = (
            sa.select(trail.c.origin, sa.func.count().label("claims"))
            .select_from(document)
            .join(trail, sa.and_(trail.c.document == document.c.id, self._holds(trail)))
            .where(document.c.outlet == outlet, self._holds(document), trail.c.claim.not_in(rejected))
            .group_by(trail.c.origin)
            .order_by(sa.desc("claims"), trail.c.origin)
            .limit(limit)
        )
        rows = self._all(counts)
        named = self._origins_by_id({r.origin for r in rows})
        return [
            Carried(r.origin, named[r.origin].name, named[r.origin].role, named[r.origin].standing, r.claims)
            for r in rows
            if r.origin in named
        ]

    def origin_page(self, *, roles: Collection[str] = (), name: str = "", after: str = "", limit: int = 50) -> Page[OriginRow]:
        """Origins by number of events, most first. `roles` are those they may have; `name` is a part of the name."""
        where = [self._holds(origin)]
        if roles:
            where.append(origin.c.role.in_(roles))
        if name:
            where.append(origin.c.folded.contains(plain(name.casefold()), autoescape=True))
        events = sa.func.count(sa.distinct(origin.c.event)).label("events")
        groups = sa.select(origin.c.id, events).where(*where).group_by(origin.c.id)
        found, total = self._ranked(groups, "events", "id", after, limit)
        ids = [r.id for r in found[:limit]]
        named = self._origins_by_id(ids)
        per = sa.select(origin_claim.c.origin, sa.func.count().label("claims")).where(self._holds(origin_claim))
        claims = {r.origin: r.claims for r in self._in(origin_claim.c.origin, ids, per.group_by(origin_claim.c.origin))}
        rows = tuple(OriginRow(named[r.id], r.events, claims.get(r.id, 0)) for r in found[:limit])
        return Page(rows, encode([found[limit - 1].events, found[limit - 1].id]) if len(found) > limit else "", total)

    def _origins_by_id(self, ids: Collection[str]) -> dict[str, Origin]:
        """One record of each origin, without claims."""
        last = sa.select(sa.func.max(origin.c.n)).where(self._holds(origin)).group_by(origin.c.id)
        numbers = [n for (n,) in self._in(origin.c.id, ids, last)]  # one stands in very many events
        rows = self._in(origin.c.n, numbers, sa.select(origin.c.id, origin.c.record))
        return {r.id: unpack(Origin, {**json.loads(r.record), "claims": []}) for r in rows}

    def trails_of(self, event_id: str) -> dict[str, Trail]:
        """The ways of all claims of an event to their origins, by claim. A figure that covers several events rests on an origin of
        each: `origin` is that of this event."""
        mine = sa.select(origin_claim.c.claim, origin_claim.c.origin).where(
            origin_claim.c.event == event_id, self._holds(origin_claim)
        )
        origins = {r.claim: r.origin for r in self._all(mine)}
        rows = self._in(trail.c.claim, sorted(origins), sa.select(trail.c.record).where(self._holds(trail)))
        found = (unpack(Trail, json.loads(r.record)) for r in rows)
        return {t.claim: replace(t, origin=origins[t.claim]) for t in found}

    def copies_among(self, documents: Collection[str]) -> list[Copy]:
        """Copies of which both sides are among `documents`."""
        inside = set(documents)
        rows = self._in(copy.c.copy, sorted(inside), sa.select(copy.c.source, copy.c.record).where(self._holds(copy)))
        return [unpack(Copy, json.loads(r.record)) for r in rows if r.source in inside]

    def titles(self, documents: Collection[str]) -> dict[str, str]:
        """Titles of documents by id, "" where there is none."""
        rows = self._in(
            document.c.id, sorted(set(documents)), sa.select(document.c.id, document.c.title).where(self._holds(document))
        )
        return {r.id: r.title for r in rows}

    def coded_by(self, documents: Collection[str]) -> dict[str, str]:
        """The run that coded each document for the chosen reader, by document id; documents without a coding are left out."""
        query = sa.select(document.c.id, coding.c.run).join(coding, coding.c.document_n == document.c.n)
        query = query.where(self._holds(coding), coding.c.stage == STAGE, coding.c.reader_name == self.reader)
        return {r.id: r.run for r in self._in(document.c.id, sorted(set(documents)), query)}

    def event_sums(self, wanted: EventFilter = EVERY_EVENT) -> EventSums:
        """What the events of a filter hold together."""
        columns = (event.c.documents, event.c.claims, event.c.undecided, event.c.origins)
        where = self._event_where(wanted)
        parts = list(self._withheld.headings) if self._withheld else []
        sums = sa.select(sa.func.count(), *(sa.func.coalesce(sa.func.sum(c), 0) for c in columns))
        total = [int(v) for v in self._one(sums.where(*where, event.c.id.not_in(parts)))]
        if self._withheld is not None and parts:  # of these the ledger keeps numbers that count what is withheld
            for (id,) in self._in(event.c.id, parts, sa.select(event.c.id).where(*where)):
                seen = self._withheld.headings[id]
                total = [n + m for n, m in zip(total, (1, *(seen[c.name] for c in columns)), strict=True)]
        return EventSums(*total)

    def event_days(self, wanted: EventFilter = EVERY_EVENT) -> list[tuple[str | None, str | None, bool, int]]:
        """First day, last day, whether contested, and how many events of a filter are so: what a time line needs of them."""
        contested = self._disputed() if self._step is None else sa.false()
        columns = [event.c.first, event.c.last, contested.label("contested")]
        rows = self._all(
            sa.select(*columns, sa.func.count().label("events")).where(*self._event_where(wanted)).group_by(*columns)
        )
        return [(r.first, r.last, bool(r.contested), r.events) for r in rows]

    def newest_judgements(
        self,
        *,
        person: str = "",
        verdict: str = "",
        document_id: str = "",
        before: str = "",
        first: str = "",
        last: str = "",
        limit: int = 50,
    ) -> Page[Judgement]:
        """Judgements, newest first; `before` is the cursor; `first` and `last` are days on which they were made."""
        j = judgement.c
        where = [self._holds(judgement)]
        for column, value in ((j.person, person), (j.verdict, verdict)):
            if value:
                where.append(column == value)
        if document_id:
            where.append(sa.or_(j.document == document_id, j.other_document == document_id))
        if first:
            where.append(j.made >= first)
        if last:
            where.append(j.made < f"{last}T24")
        query = sa.select(j.n, j.record).where(*where)
        place = decode(before, 1)
        if place:
            query = query.where(j.n < place[0])
        found = self._all(query.order_by(j.n.desc()).limit(limit + 1))
        total = self._one(sa.select(sa.func.count()).select_from(judgement).where(*where))[0]
        rows = tuple(unpack(Judgement, json.loads(r.record)) for r in found[:limit])
        return Page(rows, encode([found[limit - 1].n]) if len(found) > limit else "", total)

    def lifted_among(self, ids: Collection[str]) -> frozenset[str]:
        """Of these judgements those that a standing undo lifts."""
        undos = self._all(sa.select(judgement.c.record).where(judgement.c.verdict == "undo", self._holds(judgement)))
        return frozenset(lifted(unpack(Judgement, json.loads(r.record)) for r in undos)) & frozenset(ids)

    def open_pairs(self, low: float, high: float, limit: int = 200) -> Iterator[Pair]:
        """Scored pairs whose weight lies between two bounds, those nearest to even odds first."""
        query = sa.select(pair).where(self._holds(pair), pair.c.weight.between(low, high))
        for r in self._all(query.order_by(sa.func.abs(pair.c.weight), pair.c.n).limit(limit)):
            yield _pair(r)
