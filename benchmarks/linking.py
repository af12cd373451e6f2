"""Time and memory of linking: 1,000, 50,000 and 500,000 reports, and a day of 2,000 more.

    python -m benchmarks.linking                       every size, each in a process of its own
    python -m benchmarks.linking --sizes 1000,50000    some of them
    python -m benchmarks.linking --ledger 1000         a ledger of that many reports from its codings to assessed events, and a tenth more

Reports are those of the training part of `gva_incidents` as the program codes it (evaluation/codings.py), over and over with moved dates
and places: each time all days of an article are shifted within the year by one step, and its names, places and rare words get other
forms, so that what was one event stays one and no new ones arise. Copies are found by prints that move likewise.

fill: records and prints into the index; all: every pair scored at once; day: 2,000 more reports put in, scored and searched for copies
and rewrites against everything that is there. Times are wall clock, with processor time behind; memory is the peak of the process.
"""

import argparse
import os
import random
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property
from itertools import islice
from pathlib import Path

from evaluation.codings import SETS, coded
from sayso.core import CodedDocument, Document
from sayso.gazetteer import open_gazetteer
from sayso.ledger import open_ledger
from sayso.link.copies import REWRITE_DAYS, Source
from sayso.link.features import LinkRecord, asks_of, keys_of, records
from sayso.link.index import LinkIndex
from sayso.link.model import weights
from sayso.link.scoring import predict
from sayso.link.vocabulary import rarity

SIZES = (1_000, 50_000, 500_000)
DAY = 2_000
YEAR = 365
FIRST = date(2015, 1, 1).toordinal()
PART = 2_000  # documents that are put in at once
TARGET = "a day into a year of 500,000: 5 minutes at most, 1 minute and 2 GB aimed at"


@dataclass(frozen=True)
class Moved(Source):
    """An article in its n-th form: as a source of copies it has other prints and another day."""

    form: int = 0
    shift: int = 0
    base: frozenset[int] = frozenset()

    @property
    def id(self) -> str:
        return f"{self.document.id}-{self.form}"

    @cached_property
    def prints(self) -> frozenset[int]:
        return frozenset(p ^ (self.form * 0x9E3779B97F4A7C15 & 0xFFFFFFFFFFFFFFFF) for p in self.base)

    @cached_property
    def day(self) -> int | None:
        found = Source(self.document).day
        return None if found is None else found + self.shift


@dataclass(frozen=True)
class Article:
    """A coded article as the index takes it."""

    document: Document
    records: tuple[LinkRecord, ...]
    prints: frozenset[int]


def articles() -> list[Article]:
    """The articles that forms are made of."""
    gazetteer = open_gazetteer()
    texts = {d.id: d for d in SETS["gva_train"]()}
    return [
        Article(texts[c.document], tuple(found), Source(texts[c.document]).prints)
        for c in coded("gva_train")
        if (found := records(c, gazetteer))
    ]


def forms(base: Sequence[Article], seed: int = 1) -> Iterator[tuple[list[LinkRecord], Moved]]:
    """Articles without end, form after form, each with days of its own within a year."""
    rng = random.Random(seed)
    form = 0
    while True:
        shift = rng.randrange(YEAR)
        for a in base:
            source = Moved(a.document, form, shift, a.prints)
            # every day falls into one year, so that the ledger is as dense as a year of news
            away = FIRST + ((source.day or 0) + shift) % YEAR - (source.day or 0)
            yield [_moved(r, form, away) for r in a.records], replace(source, shift=away)
        form += 1


def _moved(r: LinkRecord, form: int, shift: int) -> LinkRecord:
    def other(words: tuple[str, ...], least: float) -> tuple[str, ...]:
        return tuple(sorted(f"{w}{form}" if sum(map(rarity, w.split())) >= least else w for w in words))

    def day(n: int | None) -> int | None:
        return None if n is None else n + shift

    out = replace(
        r,
        report=r.report.replace("#", f"-{form}#"),
        document=f"{r.document}-{form}",
        published=day(r.published),
        day_first=day(r.day_first),
        day_last=day(r.day_last),
        place=f"{r.place}{form}" if r.place else "",
        towns=tuple(f"{t}{form}" for t in r.towns),
        others=tuple(f"{t}{form}" for t in r.others),
        names=other(r.names, 7.0),
        rare=other(r.rare, 7.0),
    )
    return replace(out, keys=keys_of(out), asks=asks_of(out))


@dataclass
class Clock:
    """Wall clock and processor time since it was made."""

    wall: float = 0.0
    cpu: float = 0.0

    def __post_init__(self) -> None:
        self.wall, self.cpu = time.perf_counter(), time.process_time()

    def __str__(self) -> str:
        return f"{time.perf_counter() - self.wall:7.1f} s (cpu {time.process_time() - self.cpu:6.1f})"


def put(index: LinkIndex, stream: Iterator[tuple[list[LinkRecord], Moved]], reports: int) -> set[str]:
    """Puts articles with that many reports in, part by part, and gives their ids."""
    done, ids = 0, set()
    while done < reports:
        found: list[LinkRecord] = []
        sources: list[Moved] = []
        while len(sources) < PART and done + len(found) < reports:
            records, source = next(stream)
            found += records
            sources.append(source)
        index.put(found, sources)
        done += len(found)
        ids |= {s.id for s in sources}
    return ids


def measure(size: int, day: int) -> None:
    """One size, in this process."""
    stream = forms(articles())
    with tempfile.TemporaryDirectory() as folder, LinkIndex(Path(folder) / "reports.link") as index:
        clock = Clock()
        put(index, stream, size)
        print(f"{size:>9,} reports  fill {clock}", flush=True)
        clock = Clock()
        pairs = predict(index.connection, "records", "keys", weights(), floor=weights().floor).num_rows
        print(f"{'':17}  all  {clock}   {pairs:,} pairs kept, {pairs / size:.2f} a report   peak {peak():,.0f} MB", flush=True)
        clock = Clock()
        fresh = put(index, stream, day)
        pairs = len(index.score(fresh))
        near, alike = len(index.near(fresh)), len(index.alike(fresh, REWRITE_DAYS))
        told = f"{pairs:,} pairs, {near:,} candidates of copies, {alike:,} of rewrites"
        print(f"{'':17}  day  {clock}   {day:,} reports: {told}   peak {peak():,.0f} MB", flush=True)


def peak() -> float:
    """Peak memory of this process so far, MB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def ledger(reports: int) -> None:
    """A ledger linked from its codings, and a tenth more after it."""
    from sayso.core import Capture, Run
    from sayso.linkage import link_ledger

    texts = {d.id: d for d in SETS["gva_train"]()}
    stream = iter(coded("gva_train"))
    run = Run("run_benchmark", "code", "1", "benchmark/1", "1", "1")
    with tempfile.TemporaryDirectory() as folder, open_ledger(str(Path(folder) / "x.ledger"), create=True) as opened:
        for wanted in (reports, reports // 10):
            found: list[CodedDocument] = []
            while sum(len(c.events) for c in found) < wanted and (some := list(islice(stream, 20))):
                found += some
            captures = [Capture(texts[c.document].sha256, "text/plain", 0, c.doc) for c in found]
            documents = [replace(texts[c.document], capture=p.id) for c, p in zip(found, captures, strict=True)]
            opened.record(captures, documents)
            opened.record_codings(run, [replace(c, run=run.id) for c in found])
            clock = Clock()
            done = link_ledger(opened)
            told = f"{sum(len(c.events) for c in found):,} reports of {done.documents:,} documents"
            print(f"ledger: {told} linked and assessed under every policy {clock}   peak {peak():,.0f} MB", flush=True)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--sizes", default=",".join(map(str, SIZES)), help="numbers of reports, separated by commas")
    parser.add_argument("--day", type=int, default=DAY, help="reports of the day that is added")
    parser.add_argument("--ledger", type=int, default=0, help="link a ledger of that many reports instead")
    parser.add_argument("--here", action="store_true", help="in this process (for a single size)")
    wanted = parser.parse_args()
    if wanted.ledger:
        ledger(wanted.ledger)
        return
    sizes = [int(s) for s in wanted.sizes.split(",")]
    if wanted.here:
        measure(sizes[0], wanted.day)
        return
    print(f"{os.cpu_count()} cores, load {os.getloadavg()[0]:.1f}; {TARGET}", flush=True)
    for size in sizes:
        command = [sys.executable, "-m", "benchmarks.linking", "--here", "--sizes", str(size), "--day", str(wanted.day)]
        subprocess.run(command, check=True)


if __name__ == "__main__":
    main()
