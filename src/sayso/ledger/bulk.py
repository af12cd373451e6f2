"""Reading many events at once, in a number of queries that does not grow with them: what linking, assessing and exporting need."""

import json
from collections.abc import Collection, Iterable, Iterator
from dataclasses import replace

import sqlalchemy as sa

from sayso.core import Event, Origin, Tie, Trail
from sayso.core.compact import unpack
from sayso.ledger.codings import EVERY_CLAIM
from sayso.ledger.events import reason_of
from sayso.ledger.lifted import lifted
from sayso.ledger.rows import ClaimRow, LinkedEvent
from sayso.ledger.tables import (
    claim,
    claim_report,
    coding,
    document,
    event,
    event_link,
    event_report,
    event_retired,
    origin,
    origin_claim,
    tie,
    trail,
)
from sayso.ledger.tallies import TallyReads


class BulkReads(TallyReads):
    """Events, claims and codings in bulk, at one moment."""

    def coded_ids(self) -> Iterator[str]:
        """Ids of documents that have a coding, in the order in which they were recorded."""
        done = sa.exists().where(coding.c.document_n == document.c.n, self._holds(coding))
        query = sa.select(document.c.n, document.c.id).where(self._holds(document), done)
        for r in self._by_number(query, document):
            yield r.id

    def linked(self, ids: Iterable[str]) -> dict[str, LinkedEvent]:
        """Events by id with whom their claims rest on; ids that are no event now are left out."""
        wanted = sorted(set(ids))
        parts = {
            r.id: r.part_of
            for r in self._in(event.c.id, wanted, sa.select(event.c.id, event.c.part_of).where(self._holds(event)))
        }
        reports = self._lists(event_report, event_report.c.report, parts)
        links = sa.select(event_link.c.event, event_link.c.reasons).where(self._holds(event_link))
        reasons = {
            r.event: tuple(reason_of(x) for x in json.loads(r.reasons)) for r in self._in(event_link.c.event, parts, links)
        }
        ties = {
            id: tuple(unpack(Tie, json.loads(t)) for t in found) for id, found in self._lists(tie, tie.c.record, parts).items()
        }
        claims: dict[str, dict[str, list[str]]] = {}
        query = sa.select(origin_claim).where(self._holds(origin_claim)).order_by(origin_claim.c.n)
        for r in self._in(origin_claim.c.event, parts, query):
            claims.setdefault(r.event, {}).setdefault(r.origin, []).append(r.claim)
        origins: dict[str, dict[str, Origin]] = {}
        query = sa.select(origin.c.event, origin.c.id, origin.c.record).where(self._holds(origin)).order_by(origin.c.n)
        for r in self._in(origin.c.event, parts, query):
            held = claims.get(r.event, {}).get(r.id, [])
            origins.setdefault(r.event, {})[r.id] = unpack(Origin, {**json.loads(r.record), "claims": held})
        ways = self._ways({c for held in claims.values() for found in held.values() for c in found})
        return {
            id: LinkedEvent(
                Event(id, tuple(reports.get(id, ())), reasons.get(id, ()), parts[id]),
                origins.get(id, {}),
                ties.get(id, ()),
                {c: replace(ways[c], origin=o) for o, held in claims.get(id, {}).items() for c in held if c in ways},
            )
            for id in wanted
            if id in parts
        }

    def merged(self, ids: Collection[str]) -> dict[str, tuple[str, ...]]:
        """For each event the retired ids that lead to it, by whatever way."""
        out: dict[str, set[str]] = {id: set() for id in ids}
        ends = {id: id for id in ids}
        level = set(ids)
        while level:
            found = list(self._in(event_retired.c.into_, sorted(level), self._retired_query()))
            level = {r.id for r in found} - set(ends)
            for r in found:
                if r.id in level:
                    ends[r.id] = ends[r.into_]
                    out[ends[r.into_]].add(r.id)
        return {id: tuple(sorted(old)) for id, old in out.items()}

    def _lists(self, table: sa.Table, column: sa.Column[str], events: Collection[str]) -> dict[str, list[str]]:
        """Values of a column by event, in the order of their rows."""
        out: dict[str, list[str]] = {}
        query = sa.select(table.c.event, column).where(self._holds(table)).order_by(table.c.n)
        for r in self._in(table.c.event, events, query):
            out.setdefault(r[0], []).append(r[1])
        return out

    def _ways(self, claims: Collection[str]) -> dict[str, Trail]:
        rows = self._in(trail.c.claim, sorted(claims), sa.select(trail.c.record).where(self._holds(trail)))
        return {t.claim: t for t in (unpack(Trail, json.loads(r.record)) for r in rows)}

    def reports_of(self, ids: Iterable[str]) -> dict[str, list[str]]:
        """Report addresses by event, oldest first; events without any are left out."""
        return self._lists(event_report, event_report.c.report, sorted(set(ids)))

    def events_of(self, documents: Iterable[str]) -> dict[str, dict[str, str]]:
        """For each document the event of each of its reports by address."""
        ids = sorted(set(documents))
        out: dict[str, dict[str, str]] = {d: {} for d in ids}
        query = sa.select(document.c.id, event_report.c.report, event_report.c.event)
        query = query.join(event_report, event_report.c.document_n == document.c.n).where(self._holds(event_report))
        for r in self._in(document.c.id, ids, query):
            out[r.id][r.report] = r.event
        return out

    def lifted(self, ids: Collection[str]) -> dict[str, str]:
        """By address the claims about several events, some of them among `ids` or parts of these, that count for the one event which
        holds them; with the id of that."""
        home = lifted(self._all, self._holds, ids).home
        columns = sa.select(claim.c.n, claim.c.local, document.c.id).join(document, document.c.n == claim.c.document_n)
        rows = self._in(claim.c.n, sorted(home), columns.where(self._holds(claim), claim.c.reader_name == self.reader))
        return {f"{r.id}#{r.local}": home[r.n] for r in rows}

    def related(self, ids: Collection[str]) -> set[str]:
        """The events that share claims with some events because both lie in one: it, and the others that the claims are about."""
        found = lifted(self._all, self._holds, ids)
        return {e for n, home in found.home.items() for e in (home, *found.about[n])}

    def claims_of_events(self, ids: Iterable[str]) -> dict[str, list[ClaimRow]]:
        """Claims by event, as `claims` gives them; a claim about reports of two events is a claim of each, or of the one of which both
        are parts."""
        told: dict[int, set[str]] = {}
        wanted = sorted(set(ids))
        query = sa.select(claim_report.c.claim_n, event_report.c.event)
        query = query.join(event_report, event_report.c.report == claim_report.c.report).where(self._holds(event_report))
        for r in self._in(event_report.c.event, wanted, query):
            told.setdefault(r.claim_n, set()).add(r.event)
        for n, home in lifted(self._all, self._holds, wanted).home.items():
            told[n] = {home} & set(wanted)
        standing = (
            self._claim_base().where(*self._claim_where(EVERY_CLAIM)).order_by(claim.c.document_n, claim.c.start, claim.c.n)
        )
        rows = sorted(self._in(claim.c.n, sorted(told), standing), key=lambda r: (r.document_n, r.start, r.n))
        out: dict[str, list[ClaimRow]] = {}
        for r, row in zip(rows, self._claim_rows(rows), strict=True):
            for id in told[r.n]:
                out.setdefault(id, []).append(row)
        return out
