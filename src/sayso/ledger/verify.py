"""Recomputing every digest and every quote of a ledger, and naming what does not agree."""

import json
import zlib
from collections.abc import Callable, Iterator
from hashlib import sha256
from typing import Any

import sqlalchemy as sa

from sayso.core import Capture, digest
from sayso.core.compact import unpack
from sayso.ledger.documents import unpacked
from sayso.ledger.people import PeopleReads
from sayso.ledger.rows import Finding
from sayso.ledger.tables import (
    capture,
    claim,
    coding,
    content,
    document,
    event,
    event_report,
    report,
    text,
)

_BYTES = 16  # kept captures read at a time: each may have tens of megabytes


class Verification(PeopleReads):
    """`verify`."""

    def verify(self, progress: Callable[[str, int], None] | None = None) -> Iterator[Finding]:
        """What does not agree, as it is found; nothing if all is well. `progress` is told what was checked, and how many."""
        for what, check in (
            ("database", self._database),
            ("kept bytes", self._contents),
            ("captures", self._captures),
            ("documents", self._documents),
            ("events", self._events),
        ):
            count = 0
            for count, finding in enumerate(check(), 1):
                if finding is not None:
                    yield finding
                if progress and count % 100 == 0:
                    progress(what, count)
            if progress:
                progress(what, count)

    def damage(self) -> Iterator[str]:
        """What the database itself finds wrong with its file."""
        return (f"{f.subject}: {f.problem}" for f in self._database() if f is not None)

    def _database(self) -> Iterator[Finding | None]:
        if self._postgres:
            return
        with self._read() as connection:
            for r in connection.exec_driver_sql("PRAGMA integrity_check(20)"):
                yield None if r[0] == "ok" else Finding("file", str(r[0]))
            for r in connection.exec_driver_sql("PRAGMA foreign_key_check"):
                yield Finding(f"{r[0]} row {r[1]}", f"leads to no row of {r[2]}")

    def _contents(self) -> Iterator[Finding | None]:
        last = ""
        while rows := self._all(sa.select(content).where(content.c.sha256 > last).order_by(content.c.sha256).limit(_BYTES)):
            last = rows[-1].sha256
            for r in rows:
                try:
                    found = sha256(unpacked(r.codec, r.bytes)).hexdigest()
                except zlib.error as error:
                    yield Finding(f"bytes {r.sha256}", f"cannot be unpacked: {error}")
                else:
                    yield None if found == r.sha256 else Finding(f"bytes {r.sha256}", f"have the digest {found}")

    def _captures(self) -> Iterator[Finding | None]:
        for r in self._by_number(sa.select(capture), capture):
            c = unpack(Capture, json.loads(r.record))
            found = digest("cap", [c.sha256, c.address])
            agree = found == r.id and c.sha256 == r.sha256
            yield None if agree or "█" in c.address else Finding(f"capture {r.id}", f"is {found} by its bytes and address")

    def _documents(self) -> Iterator[Finding | None]:
        query = sa.select(document.c.n, document.c.id, text.c.sha256, text.c.chars).join(text, text.c.n == document.c.text_n)
        for numbers in self._blocks([]):
            stored = self._all(query.where(document.c.n.in_(numbers)).order_by(document.c.n))
            texts = {}
            for r, d in zip(stored, self._load(numbers), strict=True):
                texts[r.n] = (r.id, d.text)
                if d.sha256 != r.sha256 or len(d.text) != r.chars:
                    yield Finding(f"document {r.id}", "its text has another digest than when it was recorded")
                elif d.id != r.id:
                    yield Finding(f"document {r.id}", f"is {d.id} by its text and masthead")
                yield None
            yield from self._quotes(texts)

    def _quotes(self, texts: dict[int, tuple[str, str]]) -> Iterator[Finding | None]:
        for table in (report, claim):
            for r in self._all(sa.select(table.c.document_n, table.c.local, table.c.record).where(table.c.document_n.in_(texts))):
                id, words = texts[r.document_n]
                for start, end, said in quotes_in(json.loads(r.record)):
                    if words[start:end] != said:
                        there = words[start:end][:60]
                        yield Finding(f"{id}#{r.local}", f"quote at {start}-{end} reads {said[:60]!r}, the text {there!r}")
                yield None

    def _events(self) -> Iterator[Finding | None]:
        gone = sa.select(event_report.c.event, event_report.c.report).outerjoin(
            document, document.c.n == event_report.c.document_n
        )
        gone = gone.where(event_report.c.until.is_(None), event_report.c.document_n.is_not(None), document.c.n.is_(None))
        for r in self._all(gone):
            yield Finding(f"event {r.event}", f"has the report {r.report}, of which there is no document")
        bare = sa.select(event_report.c.event).outerjoin(
            event, sa.and_(event.c.id == event_report.c.event, event.c.until.is_(None))
        )
        for r in self._all(bare.where(event_report.c.until.is_(None), event.c.n.is_(None)).distinct()):
            yield Finding(f"event {r.event}", "has reports and no heading")
        for r in self._all(sa.select(coding.c.n).where(coding.c.run == "")):
            yield Finding(f"coding {r.n}", "names no run")


def quotes_in(value: Any) -> Iterator[tuple[int, int, str]]:
    """Every [start, end, words] in a packed record."""
    if isinstance(value, list):
        if len(value) == 3 and isinstance(value[0], int) and isinstance(value[1], int) and isinstance(value[2], str):
            yield value[0], value[1], value[2]
        else:
            for v in value:
                yield from quotes_in(v)
    elif isinstance(value, dict):
        for v in value.values():
            yield from quotes_in(v)
