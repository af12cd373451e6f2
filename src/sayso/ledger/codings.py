"""Reading codings: whole coded documents, and the reports and claims in them, with judgements laid over."""

import json
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

import sqlalchemy as sa

from sayso.core import Claim, CodedDocument, EventReport, Judgement, Run
from sayso.core.compact import pack, unpack
from sayso.core.judged import JudgedDocument, judged
from sayso.ledger import search
from sayso.ledger.base import begins, chunks, dump, plain
from sayso.ledger.cursors import decode, encode
from sayso.ledger.documents import BLOCK, EVERY_DOCUMENT, DocumentReads, exact
from sayso.ledger.lifted import events_counted, lifted
from sayso.ledger.rows import ClaimFilter, ClaimRow, DocumentFilter, Page, ReportRow
from sayso.ledger.tables import (
    claim,
    claim_report,
    coding,
    document,
    event_report,
    judgement,
    report,
    run,
    text,
    trail,
)

EVERY_CLAIM = ClaimFilter()
STAGE = "code"
COUNTED = 10_000  # hits of a search up to which it counts


class CodingReads(DocumentReads):
    """Codings, reports and claims at one moment; those of the chosen reader where it matters."""

    def coded(self, document: str, *, reader: str = "") -> CodedDocument | None:
        """The current coding of a document by one reader, without judgements."""
        return next((c for _, c, _ in self._codings([_document_is(document)], reader or self.reader) if c is not None), None)

    def judged(self, document: str) -> JudgedDocument | None:
        """The current coding by the chosen reader with all judgements laid over it. A document that was judged but never
        coded gives the records that people made; None if there is neither."""
        for _, c, blank in self._codings([_document_is(document)], self.reader):
            found = list(self._judgements([document]).get(document, ()))
            return judged(c or blank, found) if c is not None or found else None
        return None

    def judged_all(self, documents: Collection[str]) -> dict[str, JudgedDocument]:
        """The same for many documents; those of which there is neither are left out."""
        found = [row for ids in chunks(sorted(documents)) for row in self._codings([document.c.id.in_(ids)], self.reader)]
        said = self._judgements([blank.document for _, _, blank in found])
        return {
            blank.document: judged(c or blank, list(said.get(blank.document, ())))
            for _, c, blank in found
            if c is not None or said.get(blank.document)
        }

    def codings(self, wanted: DocumentFilter = EVERY_DOCUMENT, *, judged: bool = True) -> Iterator[CodedDocument]:
        """Current codings of the chosen reader in the order of documents, by default with judgements laid over them."""
        by = self.reader
        for numbers in self._blocks(self._where(wanted)):
            found = list(self._codings([document.c.n.in_(numbers)], by))
            decided = self._judgements([blank.document for _, _, blank in found]) if judged else {}
            for _, c, blank in found:
                said = decided.get(blank.document)
                if c is not None or said:
                    yield _laid(c or blank, said) if said else c or blank

    def reports(self, *, document: str = "", event: str = "", addresses: Collection[str] = ()) -> Iterator[ReportRow]:
        """Event reports of a document, of an event, by address, or all of them; rejected ones too."""
        query = self._report_query()
        if event:
            query = query.where(event_report.c.event == event)
        if document:
            query = query.where(_document_is(document))
        if addresses:
            for row in self._in(_address(report), addresses, query.where(_near(addresses))):
                yield _report_row(row)
            return
        for row in self._stream(query, report):
            yield _report_row(row)

    def claims(self, wanted: ClaimFilter = EVERY_CLAIM) -> Iterator[ClaimRow]:
        """Claims in the order of documents and, in each, of their words."""
        query = self._claim_base().where(*self._claim_where(wanted), *self._claim_words(wanted))
        for block in _blocks(self._stream(query, claim)):
            yield from self._claim_rows(block)

    def claim_page(self, wanted: ClaimFilter = EVERY_CLAIM, *, after: str = "", limit: int = 100) -> Page[ClaimRow]:
        """The same in pages. Those of a search come in the order in which they were written, as its index gives them, and `total`
        counts `COUNTED` and one at most: a word may stand in most claims."""
        query = self._claim_base().where(*self._claim_where(wanted))
        if wanted.text.strip():
            return self._claims_found(query, wanted, after, limit)
        total = self.claim_count(wanted)
        place = decode(after, 3)
        if place:
            query = query.where(_after(claim, *place))
        found = self._all(query.order_by(*_reading_order(claim)).limit(limit + 1))
        last = found[limit - 1] if len(found) > limit else None
        return Page(tuple(self._claim_rows(found[:limit])), encode([last.document_n, last.start, last.n]) if last else "", total)

    def _claims_found(self, query: Any, wanted: ClaimFilter, after: str, limit: int) -> Page[ClaimRow]:
        hits = search.claim_hits(search.parse(wanted.text), postgres=self._postgres).subquery("hits")
        query = query.join(hits, hits.c.n == claim.c.n)
        place = decode(after, 1)
        if place:
            query = query.where(hits.c.n > place[0])
        found = self._all(query.order_by(hits.c.n).limit(limit + 1))
        total = self.claim_count(wanted, most=COUNTED + 1)
        return Page(tuple(self._claim_rows(found[:limit])), encode([found[limit - 1].n]) if len(found) > limit else "", total)

    def claim_count(self, wanted: ClaimFilter = EVERY_CLAIM, *, most: int = 0) -> int:
        """How many claims there are, counted up to `most` if it is given."""
        where = self._claim_where(wanted)
        joined = document.join(claim, claim.c.document_n == document.c.n) if _names_documents(wanted) else claim
        if wanted.text.strip():
            hits = search.claim_hits(search.parse(wanted.text), postgres=self._postgres).subquery("hits")
            joined = joined.join(hits, hits.c.n == claim.c.n)
        if not most:
            return int(self._one(sa.select(sa.func.count()).select_from(joined).where(*where))[0])
        some = sa.select(claim.c.n).select_from(joined).where(*where).limit(most).subquery()
        return int(self._one(sa.select(sa.func.count()).select_from(some))[0])

    def claim(self, address: str) -> ClaimRow | None:
        """One claim by its address, also if it was rejected."""
        name, _, local = address.rpartition("#")
        mine = [document.c.id == name, claim.c.local == local, self._holds(claim), claim.c.reader_name == self.reader]
        query = self._claim_base().where(*mine)
        return next(iter(self._claim_rows(self._all(query))), None)

    def runs(self) -> list[Run]:
        """Every run that produced records, oldest first."""
        found = self._all(sa.select(run).where(self._holds(run)).order_by(run.c.step))
        return [Run(r.id, r.stage, r.program, r.reader, r.ontology, r.lexicons, r.started) for r in found]

    # -- inside -------------------------------------------------------------------------------------------------------------

    def _codings(self, where: Sequence[Any], reader: str) -> Iterator[tuple[int, CodedDocument | None, CodedDocument]]:
        """Number, coding (None if there is none) and an empty coding of documents."""
        on = sa.and_(
            coding.c.document_n == document.c.n, coding.c.reader_name == reader, coding.c.stage == STAGE, self._holds(coding)
        )
        query = (
            sa.select(
                document.c.n, document.c.id, document.c.doc, document.c.published, document.c.outlet, text.c.text, text.c.exact,
                coding.c.record, coding.c.run,
            )
            .join(text, text.c.n == document.c.text_n)
            .outerjoin(coding, on)
            .where(*where, self._holds(document))
            .order_by(document.c.n)
        )  # fmt: skip
        for r in self._all(query):
            blank = blank_of(r)
            yield r.n, None if r.record is None else coded_from(r.record, r.run, blank), blank

    def _judgements(self, documents: Iterable[str]) -> dict[str, list[Judgement]]:
        found: dict[str, list[Judgement]] = {}
        for r in self._in(judgement.c.document, documents, sa.select(judgement.c.record).where(self._holds(judgement))):
            j = unpack(Judgement, json.loads(r.record))
            found.setdefault(j.document, []).append(j)
        return found

    def _report_query(self) -> Any:
        same = event_report.c.document_n == report.c.document_n  # what an index finds
        joined = sa.and_(same, event_report.c.report == _address(report), self._holds(event_report))
        return (
            sa.select(report, document.c.id, document.c.doc, document.c.outlet, document.c.published, event_report.c.event)
            .join(document, document.c.n == report.c.document_n)
            .outerjoin(event_report, joined)
            .where(self._holds(report), report.c.reader_name == self.reader)
        )

    def _claim_base(self) -> Any:
        columns = (claim, document.c.id, document.c.doc, document.c.outlet, document.c.published)
        return sa.select(*columns).join(document, document.c.n == claim.c.document_n)

    def _claim_where(self, wanted: ClaimFilter) -> list[Any]:
        """The conditions of a filter but its words, those of documents only where `_names_documents` says so."""
        c = claim.c
        where = [self._holds(claim), c.reader_name == self.reader, c.state.in_(wanted.states)]
        if wanted.event:
            of = sa.select(event_report.c.report).where(event_report.c.event == wanted.event, self._holds(event_report))
            mine = c.n.in_(sa.select(claim_report.c.claim_n).where(claim_report.c.report.in_(of)))
            others = lifted(self._all, self._holds, [wanted.event])
            onto, away = others.onto(wanted.event), others.away(wanted.event)
            where += [sa.or_(mine, c.n.in_(onto)) if onto else mine, *([c.n.not_in(away)] if away else [])]
        if wanted.report:
            where.append(c.n.in_(sa.select(claim_report.c.claim_n).where(claim_report.c.report == wanted.report)))
        if wanted.document:
            where.append(_document_is(wanted.document))
        if wanted.origin:
            rests = [trail.c.origin == wanted.origin, self._holds(trail)]
            where.append(document.c.id.in_(sa.select(trail.c.document).where(*rests)))
            where.append(_address(claim).in_(sa.select(trail.c.claim).where(*rests)))
        for column, value in ((c.field, wanted.field), (c.stance, wanted.stance)):
            if value:
                where.append(column == value)
        if wanted.speaker:
            where.append(begins(c.speaker, plain(wanted.speaker.casefold())))
        if wanted.disputed:
            where.append(c.disputed)
        if wanted.confidence_from > 0:
            where.append(c.confidence >= wanted.confidence_from)
        if wanted.confidence_to < 1:
            where.append(c.confidence <= wanted.confidence_to)
        return where

    def _claim_words(self, wanted: ClaimFilter) -> list[Any]:
        """The condition of a search."""
        if not wanted.text.strip():
            return []
        return [claim.c.n.in_(search.claim_hits(search.parse(wanted.text), postgres=self._postgres))]

    def _claim_rows(self, found: Sequence[Any]) -> Iterator[ClaimRow]:
        reports: dict[int, list[str]] = {}
        for r in self._in(claim_report.c.claim_n, [r.n for r in found], sa.select(claim_report)):
            reports.setdefault(r.claim_n, []).append(r.report)
        events = self._events_counted(reports)
        addresses = [f"{r.id}#{r.local}" for r in found]
        trails = sa.select(trail.c.claim, trail.c.origin).where(self._holds(trail))
        origins = dict(tuple(r) for r in self._in(trail.c.claim, addresses, trails))
        for r, address in zip(found, addresses, strict=True):
            value = unpack(Claim, json.loads(r.record))
            yield ClaimRow(
                address, r.id, r.doc, r.outlet or None, r.published or None, value, tuple(sorted(reports.get(r.n, ()))), r.state,
                bool(r.disputed), origins.get(address), events.get(r.n, ()),
            )  # fmt: skip

    def _events_counted(self, reports: Mapping[int, Sequence[str]]) -> dict[int, tuple[str, ...]]:
        """The events that claims count for, out of the addresses of the reports that they are about."""
        columns = sa.select(event_report.c.report, event_report.c.event).where(self._holds(event_report))
        wanted = sorted({r for found in reports.values() for r in found})
        event_of = {r.report: r.event for r in self._in(event_report.c.report, wanted, columns)}
        about = {n: {event_of[r] for r in found if r in event_of} for n, found in reports.items()}
        return events_counted(self._all, self._holds, about)

    def _stream(self, query: Any, table: Any) -> Iterator[Any]:
        """Rows in the order of documents and their words, a block at a time."""
        last: tuple[int, int, int] | None = None
        ordered = query.order_by(*_reading_order(table))
        while True:
            rows = self._all((ordered if last is None else ordered.where(_after(table, *last))).limit(5 * BLOCK))
            yield from rows
            if len(rows) < 5 * BLOCK:
                return
            last = rows[-1].document_n, rows[-1].start, rows[-1].n


def blank_of(r: Any) -> CodedDocument:
    """An empty coding of a document, from a row of its columns and its text."""
    return CodedDocument(r.id, r.doc, exact(r.text, r.exact), r.published or None, r.outlet or None)


def coding_record(c: CodedDocument) -> str:
    """A coding as it is kept: what was coded, quotes as offsets; the document knows the rest."""
    kept = pack(replace(c, document="", doc="", text="", published=None, outlet=None, run=""))
    return dump({k: v for k, v in kept.items() if k not in ("document", "doc", "text")})


def coded_from(record: str, run_id: str, blank: CodedDocument) -> CodedDocument:
    """The coding of a document that `coding_record` wrote, given an empty one."""
    head = {"document": blank.document, "doc": blank.doc, "text": blank.text, "run": run_id}
    return replace(
        unpack(CodedDocument, {**json.loads(record), **head}, blank.text), published=blank.published, outlet=blank.outlet
    )


def _laid(coded: CodedDocument, said: Sequence[Judgement]) -> CodedDocument:
    return judged(coded, said).coded


def _names_documents(wanted: ClaimFilter) -> bool:
    """True if the conditions of a filter look at documents, so that counting must join them."""
    return bool(wanted.document or wanted.origin)


def _document_is(name: str) -> Any:
    return document.c.id == name


def _address(table: Any) -> Any:
    return document.c.id + "#" + table.c.local


def _near(addresses: Collection[str]) -> Any:
    """Narrows a search for addresses to their documents, which an index finds."""
    return document.c.id.in_({a.rpartition("#")[0] for a in addresses})


def _reading_order(table: Any) -> tuple[Any, Any, Any]:
    return table.c.document_n, table.c.start, table.c.n


def _after(table: Any, document_n: int, start: int, n: int) -> Any:
    d, s = table.c.document_n, table.c.start
    return sa.or_(d > document_n, sa.and_(d == document_n, sa.or_(s > start, sa.and_(s == start, table.c.n > n))))


def _blocks(rows: Iterable[Any]) -> Iterator[list[Any]]:
    block: list[Any] = []
    for row in rows:
        block.append(row)
        if len(block) == BLOCK:
            yield block
            block = []
    if block:
        yield block


def _report_row(r: Any) -> ReportRow:
    value = unpack(EventReport, json.loads(r.record))
    return ReportRow(
        f"{r.id}#{r.local}", r.id, r.doc, r.outlet or None, r.published or None, value, r.state, bool(r.disputed), r.event
    )
