"""Time and memory of linking: 1,000, 50,000 and 500,000 reports, and a day of 2,000 more.

    python -m benchmarks.linking                       every size, each in a process of its own
    python -m benchmarks.linking --sizes 1000,50000    some of them
    python -m benchmarks.linking --ledger 1000         a ledger of that many reports from codings to assessed events, and a day added
    python -m benchmarks.linking --ledger 500000 --fill    the year put into the ledger in bulk, each report an event; the day is linked

Reports are those of the training part of `gva_incidents` as the program codes it (evaluation/codings.py), over and over with moved dates
and places: each time all days of an article are shifted within the year by one step, and its names, places and rare words get other
forms, so that what was one event stays one and no new ones arise. Copies are found by prints that move likewise.

year: that many reports put into the index part by part, each part scored and searched for copies and rewrites against everything that
is there, as linking does it; day: 2,000 more, all printed on the last day. Times are wall clock, with processor time behind; memory is
the peak of the process, of which some 600 MB are the articles that the forms are made of. The day that is added to a ledger is linked
by another process, as a user's `sayso link` would, so that its memory is its own.
"""

import argparse
import os
import random
import re
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property
from itertools import count, islice
from pathlib import Path

from evaluation.codings import SETS, coded
from sayso.assess.policies import names as policy_names
from sayso.core import Capture, CodedDocument, Document, Event, Found, PartialDate, Run
from sayso.core.dates import days
from sayso.gazetteer import open_gazetteer
from sayso.ledger import Ledger, open_ledger
from sayso.ledger.codings import coded_from, coding_record
from sayso.link.copies import REWRITE_DAYS, Source
from sayso.link.features import LinkRecord, asks_of, keys_of, records
from sayso.link.index import LinkIndex
from sayso.link.vocabulary import rarity
from sayso.linkage import index_of, link_ledger, link_run

SIZES = (1_000, 50_000, 500_000)
DAY = 2_000
YEAR = 365
FIRST = date(2015, 1, 1).toordinal()
PART = 2_000  # documents that are put in at once
UNCOMMON = 3.0  # rarity from which a word has another form: about one article in twenty has it
_LETTERS = re.compile(r"[A-Za-z]{3,}")
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

    out = replace(
        r,
        report=r.report.replace("#", f"-{form}#"),
        document=f"{r.document}-{form}",
        place=f"{r.place}{form}" if r.place else "",
        towns=tuple(f"{t}{form}" for t in r.towns),
        others=tuple(f"{t}{form}" for t in r.others),
        names=other(r.names, 7.0),
        rare=other(r.rare, 7.0),
    )
    return _shifted(out, shift)


def _shifted(r: LinkRecord, by: int) -> LinkRecord:
    def day(n: int | None) -> int | None:
        return None if n is None else n + by

    out = replace(r, published=day(r.published), day_first=day(r.day_first), day_last=day(r.day_last))
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


def parts(stream: Iterator[tuple[list[LinkRecord], Moved]], reports: int) -> Iterator[tuple[list[LinkRecord], list[Moved]]]:
    """Articles with that many reports, part by part."""
    done = 0
    while done < reports:
        found: list[LinkRecord] = []
        sources: list[Moved] = []
        while len(sources) < PART and done + len(found) < reports:
            records, source = next(stream)
            found += records
            sources.append(source)
        done += len(found)
        yield found, sources


def compared(index: LinkIndex, found: Sequence[LinkRecord], sources: Sequence[Moved]) -> tuple[int, int, int]:
    """Puts articles in and compares them with all that is there: pairs kept, candidates of copies, of rewrites."""
    index.put(found, sources)
    fresh = {s.id for s in sources}
    return len(index.score(fresh)), len(index.near(fresh)), len(index.alike(fresh, REWRITE_DAYS))


def measure(size: int, day: int, *, fill: bool) -> None:
    """One size, in this process: a year part by part, as linking does it (or, `fill`, put in without comparing), and then a day."""
    stream = forms(articles())
    with tempfile.TemporaryDirectory() as folder, LinkIndex(Path(folder) / "reports.link") as index:
        clock, pairs, done = Clock(), 0, 0
        for found, sources in parts(stream, size):
            if fill:
                index.put(found, sources)
            else:
                pairs += compared(index, found, sources)[0]
            done += len(found)
            print(f"\r{done:,}", end="", file=sys.stderr, flush=True)
        print(
            f"\r{size:>9,} reports  year {clock}   {pairs:,} pairs kept, {pairs / size:.2f} a report   peak {peak():,.0f} MB",
            flush=True,
        )
        clock = Clock()
        near = alike = pairs = 0
        for found, sources in parts(last_day(stream), day):
            told = compared(index, found, sources)
            pairs, near, alike = pairs + told[0], near + told[1], alike + told[2]
        told_all = f"{pairs:,} pairs, {near:,} candidates of copies, {alike:,} of rewrites"
        print(f"{'':17}  day  {clock}   {day:,} reports: {told_all}   peak {peak():,.0f} MB", flush=True)


def last_day(stream: Iterator[tuple[list[LinkRecord], Moved]]) -> Iterator[tuple[list[LinkRecord], Moved]]:
    """Articles moved to the last day of the year, all of them."""
    for found, source in stream:
        away = FIRST + YEAR - 1 - (source.day or 0)
        yield [_shifted(r, away) for r in found], replace(source, shift=source.shift + away)


def peak() -> float:
    """Peak memory of this process so far, MB. The kernel's own mark starts anew with a program, which `getrusage` does not."""
    status = Path("/proc/self/status")
    if status.is_file() and (found := re.search(r"VmHWM:\s*(\d+) kB", status.read_text(encoding="ascii"))):
        return int(found[1]) / 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def ledger(reports: int, day: int, *, fill: bool) -> None:
    """A ledger of that many reports linked and assessed from its codings (or, `fill`, put in), and then a day of reports added to it."""
    texts = {d.id: d for d in SETS["gva_train"]()}
    base = list({c.document: (texts[c.document], c) for c in coded("gva_train") if c.events}.values())
    stream = moved_codings(base)
    with tempfile.TemporaryDirectory() as folder:
        path = str(Path(folder) / "x.ledger")
        with open_ledger(path, create=True) as opened:
            clock = Clock()
            if fill:
                fill_ledger(opened, base, stream, reports)
            else:
                recorded(opened, stream, reports)
            print(f"ledger: {reports:,} reports {'put in' if fill else 'recorded'} {clock}   peak {peak():,.0f} MB", flush=True)
            if not fill:
                link_here(opened, "all")
            clock = Clock()
            documents = _one_day(islice(stream, 4 * day), day)
            print(f"  a day of {record(opened, documents):,} reports, {len(documents):,} documents, recorded {clock}", flush=True)
        size = sum(f.stat().st_size for f in Path(folder).iterdir()) / 1e9
        print(f"  {size:.1f} GB on disk", flush=True)
        subprocess.run([sys.executable, "-m", "benchmarks.linking", "--link", path], check=True)


def link_here(opened: Ledger, what: str) -> None:
    """Links a ledger in this process and says what that took."""
    clock, steps = Clock(), [time.perf_counter()]
    shown: list[str] = []

    def progress(doing: str, done: int, of: int) -> None:
        if done >= of:
            shown.append(f"{doing} after {time.perf_counter() - steps[0]:.1f} s")

    told = link_ledger(opened, progress=progress)
    print(
        f"  {what}, linked and assessed under every policy {clock}   {len(told.events):,} events, {told.copies:,} copies,"
        f" {told.pairs:,} pairs; {', '.join(shown)}   peak {peak():,.0f} MB",
        flush=True,
    )


def recorded(opened: Ledger, stream: Iterator[tuple[Document, CodedDocument]], reports: int) -> None:
    """Records documents with that many reports."""
    done = 0
    while done < reports:
        done += record(opened, list(islice(stream, PART)))


@dataclass(frozen=True)
class Filled(Source):
    """A document of a ledger with the prints of the article that it was made of, moved like its words."""

    base: frozenset[int] = frozenset()
    form: int = 0

    @cached_property
    def prints(self) -> frozenset[int]:
        return frozenset(p ^ (self.form * 0x9E3779B97F4A7C15 & 0xFFFFFFFFFFFFFFFF) for p in self.base)


def fill_ledger(
    opened: Ledger,
    base: Sequence[tuple[Document, CodedDocument]],
    stream: Iterator[tuple[Document, CodedDocument]],
    reports: int,
) -> None:
    """Puts that many reports into a ledger and its index as if they had been linked: each is an event that was assessed."""
    gazetteer, run, done, place = open_gazetteer(), link_run(), 0, 0
    made = [(records(c, gazetteer), Source(text).prints, days_of(c.published)) for text, c in base]
    with index_of(opened) as index:
        while done < reports:
            found = list(islice(stream, PART))
            done += record(opened, found)
            rows: list[LinkRecord] = []
            sources: list[Source] = []
            for text, c in found:
                form, (compared_as, prints, day) = place // len(base), made[place % len(base)]
                place += 1
                away = days_of(c.published) - day
                for r in compared_as:
                    report = f"{text.id}#{r.report.partition('#')[2]}"
                    rows.append(replace(_moved(r, form, away), report=report, document=text.id))
                sources.append(Filled(text, prints, form))
            index.put(rows, sources)
            events = [Event(f"new:{r.report}", (r.report,)) for r in rows]
            given = opened.record_links(run, events, documents=[text.id for text, _ in found])
            for name in policy_names():
                opened.record_assessments(name, list(given.events.values()), [])
            print(f"\r{done:,}", end="", file=sys.stderr, flush=True)
    print(file=sys.stderr)


def _one_day(stream: Iterator[tuple[Document, CodedDocument]], reports: int) -> list[tuple[Document, CodedDocument]]:
    """Documents with that many reports, all printed on one day."""
    out: list[tuple[Document, CodedDocument]] = []
    done = 0
    for text, c in stream:
        if done >= reports:
            break
        away = FIRST + YEAR - days_of(c.published)
        out.append((_printed(text, away), _dated(replace(c, document=_printed(text, away).id), away)))
        done += len(c.events)
    return out


def record(opened: Ledger, found: Sequence[tuple[Document, CodedDocument]]) -> int:
    """Records documents with their codings and gives the number of reports."""
    run = Run("run_benchmark", "code", "1", "benchmark/1", "1", "1")
    captures = [Capture(d.sha256, "text/plain", 0, d.doc) for d, _ in found]
    opened.record(captures, [replace(d, capture=p.id) for (d, _), p in zip(found, captures, strict=True)])
    opened.record_codings(run, [replace(c, run=run.id) for _, c in found])
    return sum(len(c.events) for _, c in found)


def moved_codings(base: Sequence[tuple[Document, CodedDocument]], seed: int = 1) -> Iterator[tuple[Document, CodedDocument]]:
    """Documents with codings without end, form after form. In a form every word that is not common has its letters moved along the
    alphabet, so that offsets stay and neither names nor copies lead from one form to another; days move within a year."""
    rng = random.Random(seed)
    for form in count():
        shift = rng.randrange(YEAR)
        for text, c in base:
            first = days_of(c.published)
            away = FIRST + (first + shift) % YEAR - first
            words = _other_words(text.text, form)
            there = _printed(replace(text, doc=f"{text.doc}-{form}", text=words), away)
            blank = CodedDocument(there.id, there.doc, words, c.published, c.outlet)
            yield there, _dated(coded_from(coding_record(c), c.run, blank), away, form)


def _other_words(text: str, form: int) -> str:
    def other(found: re.Match[str]) -> str:
        word = found[0]
        if form == 0 or rarity(word.lower()) < UNCOMMON:
            return word
        turned = "".join(_turned(x, 1 + form % 25) for x in word)
        return turned if form < 25 else turned[::-1]

    return _LETTERS.sub(other, text)


def _turned(letter: str, by: int) -> str:
    first = ord("A" if letter.isupper() else "a")
    return chr(first + (ord(letter) - first + by) % 26)


def days_of(value: str | None) -> int:
    found = days((value or "")[:10])
    return found[0] if found else 0


def _printed(text: Document, away: int) -> Document:
    day = date.fromordinal(days_of(text.published) + away).isoformat()
    return replace(text, masthead=replace(text.masthead, published=Found(day, "benchmark")))


def _dated(c: CodedDocument, away: int, form: int = 0) -> CodedDocument:
    def moved(d: PartialDate | None) -> PartialDate | None:
        span = days(d.edtf) if d else None
        if d is None or span is None or span[1] - span[0] > 31:
            return None
        first, last = (date.fromordinal(x + away).isoformat() for x in span)
        return PartialDate(first if first == last else f"{first}/{last}", d.how)

    events = tuple(
        replace(e, date=moved(e.date), place=replace(e.place, name=f"{e.place.name} {form}") if e.place and form else e.place)
        for e in c.events
    )
    return replace(c, events=events, published=date.fromordinal(days_of(c.published) + away).isoformat())


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--sizes", default=",".join(map(str, SIZES)), help="numbers of reports, separated by commas")
    parser.add_argument("--day", type=int, default=DAY, help="reports of the day that is added")
    parser.add_argument("--ledger", type=int, default=0, help="link a ledger of that many reports instead")
    parser.add_argument(
        "--fill", action="store_true", help="put the year in without comparing its parts: only the day is measured"
    )
    parser.add_argument("--here", action="store_true", help="in this process (for a single size)")
    parser.add_argument("--link", default="", help="link the ledger of that name, and say what it took")
    wanted = parser.parse_args()
    if wanted.link:
        with open_ledger(wanted.link) as opened:
            link_here(opened, "a day added")
        return
    if wanted.ledger:
        ledger(wanted.ledger, wanted.day, fill=wanted.fill)
        return
    sizes = [int(s) for s in wanted.sizes.split(",")]
    if wanted.here:
        measure(sizes[0], wanted.day, fill=wanted.fill)
        return
    print(f"{os.cpu_count()} cores, load {os.getloadavg()[0]:.1f}; {TARGET}", flush=True)
    for size in sizes:
        command = [sys.executable, "-m", "benchmarks.linking", "--here", "--sizes", str(size), "--day", str(wanted.day)]
        command += ["--fill"] if wanted.fill else []
        subprocess.run(command, check=True)


if __name__ == "__main__":
    main()
