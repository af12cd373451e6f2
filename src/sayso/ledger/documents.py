"""Reading documents, captures and rejections."""

import json
import zlib
from collections.abc import Iterator, Sequence
from typing import Any

import sqlalchemy as sa

from sayso.core import Capture, Document, InputError, LedgerError, Rejection, Run
from sayso.core.compact import unpack
from sayso.ledger import search
from sayso.ledger.base import Base
from sayso.ledger.choice import chosen_reader
from sayso.ledger.cursors import decode, encode
from sayso.ledger.rows import CaptureRow, DocumentFilter, DocumentRow, Page, RejectionRow
from sayso.ledger.tables import (
    capture,
    claim,
    coding,
    content,
    document,
    document_capture,
    redacted,
    rejection,
    report,
    step,
    text,
    tombstone,
)

EVERY_DOCUMENT = DocumentFilter()
RANKED = 5000  # hits up to which a search puts the best first
BLOCK, BLOCK_CHARS = 200, 4_000_000  # documents and characters held at a time by an iterator


class DocumentReads(Base):
    """Documents, captures and rejections at one moment."""

    @property
    def reader(self) -> str:
        """Name (without version) of the reader whose codings count: the setting `reader`, else the first that coded."""
        with self._read() as connection:
            return chosen_reader(connection, self._step)

    def document(self, name: str) -> Document:
        """A document by id, by the start of one (at least 8 characters), or by `doc` where only one has it. Raises `InputError`
        if there is none or more than one, `LedgerError` if it was redacted whole."""
        found = self._numbers(document.c.id == name) or self._numbers(document.c.doc == name)
        if not found and name.startswith("doc_") and len(name) >= 8:
            found = self._numbers(document.c.id.startswith(name, autoescape=True))
        if len(found) > 1:
            ids = ", ".join(r.id for r in found[:5])
            raise InputError(
                f"{len(found)} documents are named {name!r}", hint=f"Give the id: {ids}{' …' if len(found) > 5 else ''}"
            )
        if found:
            return next(iter(self._load([found[0].n])))
        stone = self._one(
            sa.select(tombstone.c.reason, step.c.at)
            .join(step, step.c.n == tombstone.c.step)
            .where(tombstone.c.kind == "document", tombstone.c.document == name)
        )
        if stone is not None:
            raise LedgerError(f"document {name} was redacted on {stone.at[:10]}: {stone.reason}")
        raise InputError(f"there is no document {name!r}", hint="List them: sayso docs")

    def documents(self, wanted: DocumentFilter = EVERY_DOCUMENT) -> Iterator[Document]:
        """Documents in the order in which they were recorded."""
        for numbers in self._blocks(self._where(wanted)):
            yield from self._load(numbers)

    def uncoded(self, run: Run | None = None) -> Iterator[Document]:
        """Documents that have no current coding by the reader of `run` (any version; None: by any reader). What is coded
        while the iterator runs is not given again."""
        for numbers in self._blocks([self._uncoded(run)]):
            yield from self._load(numbers)

    def uncoded_count(self, run: Run | None = None) -> int:
        """How many documents `uncoded` would give."""
        query = sa.select(sa.func.count()).select_from(document)
        return int(self._one(query.where(self._uncoded(run), self._holds(document)))[0])

    def outdated(self, run: Run) -> Iterator[Document]:
        """Documents whose current coding by the reader of `run` is by another run (an older version, other lexicons), or failed."""
        old = sa.exists().where(
            coding.c.document_n == document.c.n,
            self._holds(coding),
            coding.c.reader_name == run.reader_name,
            coding.c.stage == run.stage,
            sa.or_(coding.c.run != run.id, coding.c.unread.startswith("failed: ")),
        )
        for numbers in self._blocks([old]):
            yield from self._load(numbers)

    def count(self, wanted: DocumentFilter = EVERY_DOCUMENT) -> int:
        """How many documents there are."""
        return int(self._one(sa.select(sa.func.count()).select_from(document).where(*self._where(wanted)))[0])

    def document_page(self, wanted: DocumentFilter = EVERY_DOCUMENT, *, after: str = "", limit: int = 50) -> Page[DocumentRow]:
        """Documents without their texts, newest first; with a search the best hit first, with a snippet. Of more than `RANKED` hits
        the newest come first: so common a word tells none of them from the others."""
        query = self._row_query().where(*self._where(wanted, text_too=False))
        groups = search.parse(wanted.text) if wanted.text.strip() else ()
        total = self.count(wanted)
        ranked = groups and total <= RANKED
        if ranked:
            hits = search.document_hits(groups, postgres=self._postgres)
            query = query.join(hits, hits.c.n == document.c.n).add_columns(hits.c.rank, text.c.text)
            query = query.order_by(hits.c.rank, document.c.n.desc())
        else:
            if groups:
                query = query.where(*self._where(DocumentFilter(text=wanted.text))).add_columns(text.c.text)
            query = query.order_by(document.c.n.desc())
        place = decode(after, 2)
        if place and ranked:
            query = query.where(sa.or_(hits.c.rank > place[0], sa.and_(hits.c.rank == place[0], document.c.n < place[1])))
        elif place:
            query = query.where(document.c.n < place[1])
        found = self._all(query.limit(limit + 1))
        rows = tuple(_document_row(r, groups) for r in found[:limit])
        last = found[limit - 1] if len(found) > limit else None
        return Page(rows, encode([last.rank if ranked else 0, last.n]) if last is not None else "", total)

    def captures(self, document_id: str) -> list[CaptureRow]:
        """How a document was obtained, oldest first."""
        query = (
            sa.select(capture.c.record, step.c.at, content.c.sha256.label("kept"))
            .join(document_capture, document_capture.c.capture_n == capture.c.n)
            .join(document, document.c.n == document_capture.c.document_n)
            .join(step, step.c.n == document_capture.c.step)
            .outerjoin(content, content.c.sha256 == capture.c.sha256)
            .where(document.c.id == document_id, self._holds(document_capture))
            .order_by(capture.c.n)
        )
        return [CaptureRow(unpack(Capture, json.loads(r.record)), r.at, r.kept is not None) for r in self._all(query)]

    def content(self, sha256: str) -> bytes | None:
        """Bytes as obtained; None if they were not kept or were redacted."""
        found = self._one(sa.select(content.c.codec, content.c.bytes).where(content.c.sha256 == sha256))
        return None if found is None else unpacked(found.codec, found.bytes)

    def seen(self, address: str) -> tuple[tuple[str, str], ...]:
        """Response headers of the last capture of an address (`IngestOptions.seen`)."""
        query = sa.select(capture.c.record).where(capture.c.address == address, self._holds(capture))
        found = self._one(query.order_by(capture.c.n.desc()).limit(1))
        return unpack(Capture, json.loads(found.record)).headers if found else ()

    def rejections(self, *, code: str = "", address: str = "", settled: bool = False) -> Iterator[RejectionRow]:
        """Inputs that gave no document, newest first; those that were read since only if `settled`."""
        ended = step.alias()
        query = sa.select(rejection, step.c.at, ended.c.at.label("settled")).join(step, step.c.n == rejection.c.step)
        query = query.outerjoin(ended, ended.c.n == rejection.c.until).where(
            self._past(rejection) if settled else self._holds(rejection)
        )
        if code:
            query = query.where(rejection.c.code == code)
        if address:
            query = query.where(rejection.c.address.startswith(address, autoescape=True))
        last = None
        while True:
            block = query if last is None else query.where(rejection.c.n < last)
            rows = self._all(block.order_by(rejection.c.n.desc()).limit(BLOCK))
            for r in rows:
                yield RejectionRow(Rejection(r.address, r.code, r.reason, r.sha256, r.part), r.at, r.settled)
            if len(rows) < BLOCK:
                return
            last = rows[-1].n

    # -- inside -------------------------------------------------------------------------------------------------------------

    def _uncoded(self, run: Run | None) -> Any:
        by = [coding.c.reader_name == run.reader_name, coding.c.stage == run.stage] if run else []
        return ~sa.exists().where(coding.c.document_n == document.c.n, self._holds(coding), *by)

    def _past(self, table: Any) -> Any:
        return sa.true() if self._step is None else table.c.step <= self._step

    def _numbers(self, *where: Any) -> Sequence[Any]:
        return self._all(
            sa.select(document.c.n, document.c.id).where(*where, self._holds(document)).order_by(document.c.n).limit(20)
        )

    def _where(self, wanted: DocumentFilter, *, text_too: bool = True) -> list[Any]:
        d = document.c
        where = [self._holds(document)]
        for column, value in ((d.outlet, wanted.outlet), (d.language, wanted.language), (d.doc, wanted.doc)):
            if value:
                where.append(sa.func.lower(column) == value.lower())
        if wanted.published_from:
            where.append(d.published >= wanted.published_from)
        if wanted.published_to:
            where += [d.published != "", sa.func.substr(d.published, 1, 10) <= wanted.published_to]
        if wanted.address:
            of = sa.select(document_capture.c.document_n).join(capture, capture.c.n == document_capture.c.capture_n)
            begins = capture.c.address.startswith(wanted.address, autoescape=True)
            where.append(sa.or_(d.page.startswith(wanted.address, autoescape=True), d.n.in_(of.where(begins))))
        if wanted.coded is not None:
            done = sa.exists().where(coding.c.document_n == d.n, self._holds(coding))
            where.append(done if wanted.coded else ~done)
        if wanted.warnings:
            where.append(d.warned)
        if wanted.ids:
            where.append(d.id.in_(wanted.ids))
        if text_too and wanted.text.strip():
            hits = search.document_hits(search.parse(wanted.text), postgres=self._postgres)
            where.append(d.n.in_(sa.select(hits.c.n)))
        return where

    def _blocks(self, where: Sequence[Any]) -> Iterator[list[int]]:
        """Numbers of documents in order, in blocks bounded in documents and characters."""
        last = 0
        while True:
            query = sa.select(document.c.n, text.c.chars).join(text, text.c.n == document.c.text_n)
            found = self._all(query.where(document.c.n > last, *where, self._holds(document)).order_by(document.c.n).limit(BLOCK))
            if not found:
                return
            numbers, chars = [found[0].n], found[0].chars
            for r in found[1:]:
                chars += r.chars
                if chars > BLOCK_CHARS:
                    break
                numbers.append(r.n)
            last = numbers[-1]
            yield numbers

    def _load(self, numbers: Sequence[int]) -> Iterator[Document]:
        first = sa.select(sa.func.min(document_capture.c.capture_n)).where(document_capture.c.document_n == document.c.n)
        query = (
            sa.select(
                document.c.id,
                document.c.record,
                document.c.follows,
                text.c.text,
                text.c.exact,
                capture.c.id.label("capture"),
                sa.exists().where(redacted.c.document == document.c.id).label("redacted"),
            )
            .join(text, text.c.n == document.c.text_n)
            .outerjoin(capture, capture.c.n == first.scalar_subquery())
            .where(document.c.n.in_(numbers))
            .order_by(document.c.n)
        )
        for r in self._all(query):
            more = {"text": exact(r.text, r.exact), "capture": r.capture or "", "follows": r.follows}
            more["kept_as"] = r.id if r.redacted else ""
            yield unpack(Document, {**json.loads(r.record), **more})

    def _row_query(self) -> Any:
        d, later, by = document.c, document.alias(), self.reader
        done = sa.exists().where(coding.c.document_n == d.n, self._holds(coding))
        following = sa.select(sa.func.min(later.c.id)).where(later.c.follows == d.id, self._holds(later))

        def counted(table: Any, *more: Any) -> Any:
            mine = [table.c.document_n == d.n, table.c.reader_name == by, table.c.state != "rejected", self._holds(table), *more]
            return sa.select(sa.func.count()).select_from(table).where(*mine).scalar_subquery()

        columns = [
            d.n,
            d.id,
            d.doc,
            d.title,
            d.outlet,
            d.published,
            d.language,
            d.page,
            d.record,
            d.follows,
            step.c.at,
            text.c.chars,
        ]
        return (
            sa.select(
                *columns,
                done.label("coded"),
                counted(report).label("events"),
                counted(claim, claim.c.local.like("f%")).label("figures"),
                following.scalar_subquery().label("followed_by"),
            )
            .join(step, step.c.n == d.step)
            .join(text, text.c.n == d.text_n)
        )


def exact(shown: str, kept: bytes | None) -> str:
    """The frozen text, code point for code point."""
    return shown if kept is None else kept.decode("utf-8", "surrogatepass")


def packed(content: bytes) -> tuple[str, bytes]:
    """Codec and bytes as they are kept: deflated where that saves a tenth."""
    small = zlib.compress(content, 6)
    return ("zlib", small) if len(small) < 0.9 * len(content) else ("none", content)


def unpacked(codec: str, kept: bytes) -> bytes:
    """The bytes that `packed` took."""
    return zlib.decompress(kept) if codec == "zlib" else bytes(kept)


def _document_row(r: Any, groups: Sequence[search.Group]) -> DocumentRow:
    return DocumentRow(
        r.id, r.doc, r.title, r.outlet, r.published, r.language, r.page, r.chars, r.at, bool(r.coded), r.events, r.figures,
        r.follows, r.followed_by, tuple(json.loads(r.record).get("warnings", ())), search.snippet(groups, r.text) if groups else "",
    )  # fmt: skip
