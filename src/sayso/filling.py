"""From inputs to a filled ledger: record what ingest gives, then code what is not coded yet.

Both go on where they were stopped: what is recorded is known, what is coded is not coded again. Stopping at any moment, also by
force, costs at most what was in hand.
"""

import os
from collections.abc import Callable, Generator, Iterable, Sequence
from contextlib import closing
from dataclasses import dataclass, field, replace
from pathlib import Path
from time import monotonic
from typing import cast

from sayso.coding_pool import coded_groups
from sayso.core import Capture, Document, Rejection, Run
from sayso.core.contracts import BatchCoder
from sayso.ingest import Ingested, IngestOptions, ingest
from sayso.ledger import Ledger

_DOCUMENTS, _BYTES, _SECONDS = 250, 8 << 20, 1.0  # of one transaction of recording
Told = Callable[["Progress"], None]


@dataclass(frozen=True, slots=True)
class Progress:
    """Where long work stands. `total` None: not known. `what`: recording or coding."""

    what: str
    done: int
    total: int | None
    documents: int = 0


@dataclass
class Recorded:
    """What recording did."""

    inputs: int = 0
    documents: int = 0
    known: int = 0
    rejections: int = 0
    skipped: int = 0
    settled: int = 0
    refused: list[tuple[str, str]] = field(default_factory=list)
    reasons: dict[str, tuple[int, str]] = field(default_factory=dict)  # code: how many, and the first of them


@dataclass
class Coded:
    """What coding did. `unread` counts documents that the reader could not read, by why."""

    documents: int = 0
    events: int = 0
    figures: int = 0
    statements: int = 0
    unread: dict[str, int] = field(default_factory=dict)


def record(ledger: Ledger, inputs: Sequence[str], options: IngestOptions, told: Told | None = None) -> Recorded:
    """Reads inputs into the ledger. What could not be read before and can be now is settled.

    Memory does not grow with the number of documents. Raises `ConfigError` for an option that cannot be.
    """
    out = Recorded()
    batch = _Batch(ledger, out)
    open_ = {r.rejection.address for r in ledger.rejections()}
    again: set[str] = set()
    still: list[Rejection] = []
    total = _count(inputs)
    last = ""
    results = cast(Generator[Ingested, None, None], ingest(inputs, replace(options, seen=ledger.seen)))
    with closing(results):
        for got in results:
            address = got.capture.address if got.capture else got.rejections[0].address if got.rejections else ""
            again |= {a for a in open_ if address == a or address.startswith(f"{a}!")}
            still += [r for r in got.rejections if r.address in open_]
            if address.partition("!")[0] != last:
                last = address.partition("!")[0]
                out.inputs += 1
            batch.add(got)
            if told:
                told(Progress("recording", out.inputs, total, out.documents + out.known + batch.waiting))
    batch.write()
    out.settled = ledger.settle(again, still) if again else 0
    return out


class _Batch:
    """What waits to be recorded in one transaction."""

    def __init__(self, ledger: Ledger, out: Recorded) -> None:
        self._ledger, self._out = ledger, out
        self._began = monotonic()
        self._captures: dict[str, Capture] = {}
        self._documents: list[Document] = []
        self._rejections: list[Rejection] = []
        self._bytes = 0

    @property
    def waiting(self) -> int:
        return len(self._documents)

    def add(self, got: Ingested) -> None:
        if got.capture is not None:
            kept = self._captures.get(got.capture.id)
            if kept is None or kept.content is None:
                self._captures[got.capture.id] = got.capture
            self._bytes += len(got.capture.content or b"")
        self._documents += got.documents
        self._rejections += got.rejections
        for r in got.rejections:
            count, first = self._out.reasons.get(r.code, (0, r.reason))
            self._out.reasons[r.code] = (count + 1, first)
        self._out.skipped += got.skipped
        self._bytes += sum(len(d.text) for d in got.documents)
        full = len(self._documents) + len(self._rejections) >= _DOCUMENTS or self._bytes >= _BYTES
        if full or monotonic() - self._began >= _SECONDS:
            self.write()

    def write(self) -> None:
        found = self._ledger.record(tuple(self._captures.values()), self._documents, self._rejections)
        self._out.documents += len(found.documents)
        self._out.known += found.known
        self._out.rejections += len(self._rejections)
        self._out.refused += found.refused
        self._captures, self._documents, self._rejections, self._bytes = {}, [], [], 0
        self._began = monotonic()


def _count(inputs: Sequence[str]) -> int | None:
    """Files of the inputs, None where that cannot be told."""
    count = 0
    for named in inputs:
        path = Path(named)
        if path.is_dir():
            count += sum(len(files) for _, _, files in os.walk(path))
        elif path.is_file():
            count += 1
        else:
            return None
    return count if count > 1 else None


def code(
    ledger: Ledger,
    run: Run,
    coder: BatchCoder,
    *,
    documents: Iterable[Document] | None = None,
    total: int | None = None,
    processes: int = 1,
    told: Told | None = None,
) -> Coded:
    """Codes documents (default: those that no version of the run's reader coded yet) and makes the codings current.

    `coder` goes from a batch of documents to a batch of coded documents and is run in `processes` processes; 1 is this one. A
    document on which it fails is coded alone, and if it fails again noted as unread, with the reason.
    """
    out = Coded()
    wanted = ledger.uncoded(run) if documents is None else documents
    for coded in coded_groups(wanted, coder, processes):
        ledger.record_codings(run, [replace(c, run=run.id) for c in coded])
        for c in coded:
            out.documents += 1
            out.events += len(c.events)
            out.figures += len(c.figures)
            out.statements += len(c.statements)
            if c.unread:
                out.unread[c.unread] = out.unread.get(c.unread, 0) + 1
        if told:
            told(Progress("coding", out.documents, total, out.documents))
    return out


def total(a: Coded, b: Coded) -> Coded:
    """What two rounds of coding did."""
    unread = {why: a.unread.get(why, 0) + b.unread.get(why, 0) for why in {**a.unread, **b.unread}}
    return Coded(a.documents + b.documents, a.events + b.events, a.figures + b.figures, a.statements + b.statements, unread)
