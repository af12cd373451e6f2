"""Speed and size of the ledger.

    python -m benchmarks.ledger [--items 50000] [--events 20000] [--database postgresql://...] [--only adding|queries]

`adding`: short items (those of WCEP where the data sets are beside the repository, else invented ones) through `sayso add
--no-code`, in a process of its own: documents a second, peak memory of that process and its workers, bytes of ledger a document,
and the same again when all is known. `queries`: a generated ledger with ten claims an event, and the time of what lists and pages
ask of it; writing rates on the way. Times are wall clock; `cpu` is processor time, which a busy machine does not blur.
"""

import argparse
import gzip
import json
import os
import random
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

from benchmarks.serve import generate
from sayso.ledger import ClaimFilter, DocumentFilter, EventFilter, Ledger, open_ledger

TARGET_RATE, TARGET_MEMORY, TARGET_QUERY = 300, 600, 150


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--items", type=int, default=50_000)
    parser.add_argument("--events", type=int, default=20_000)
    parser.add_argument("--database", default="", help="an empty PostgreSQL database instead of SQLite files")
    parser.add_argument("--only", choices=["adding", "queries"], default="")
    parser.add_argument("--ledger", default="", help="a ledger that an earlier run generated (queries)")
    args = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        if args.only != "queries":
            adding(Path(folder), args.items, args.database)
        if args.only != "adding":
            queries(args.ledger or args.database or str(Path(folder) / "queries.ledger"), args.events)


def adding(folder: Path, count: int, database: str) -> None:
    """Adds items twice and prints what it took."""
    file = folder / "items.jsonl"
    size = sum(_write(file, count))
    address = database or str(folder / "adding.ledger")
    print(f"{count:,} items of {size / count:.0f} characters; {os.cpu_count()} cores, load {os.getloadavg()[0]:.1f}")
    for what in ("first time", "again"):
        took, cpu, memory = _add(file, address)
        print(f"  {what:10} {count / took:7.0f} documents/s  ({took:.1f} s, cpu {cpu:.1f} s)  peak memory {memory:.0f} MB")
    with open_ledger(address, readonly=True) as ledger:
        info = ledger.info()
        print(
            f"  {info.size / count:.0f} bytes a document, {info.size / 1e6:.0f} MB in all; target {TARGET_RATE}/s under {TARGET_MEMORY} MB"
        )


def _write(file: Path, count: int) -> Iterator[int]:
    texts = _texts()
    with file.open("w", encoding="utf-8") as out:
        for k in range(count):
            text = texts[k % len(texts)] + (f" ({k})" if k >= len(texts) else "")
            out.write(json.dumps({"id": f"i{k}", "text": text, "published": "2015-07-16", "outlet": f"Outlet {k % 90}"}) + "\n")
            yield len(text)


def _texts() -> list[str]:
    data = (
        Path(os.environ.get("SAYSO_DATA") or Path(__file__).parents[2] / "shared" / "data")
        / "wcep_conflict/wcep_2002_2025.jsonl.gz"
    )
    if data.is_file():
        with gzip.open(data, "rt", encoding="utf-8") as rows:
            return [json.loads(row)["text"] for row in rows]
    chance = random.Random(3)
    return [
        f"Report {k}: {chance.randint(1, 90)} people were killed and {chance.randint(1, 90)} wounded in a raid on a house "
        f"in town {k % 700}, the ministry of district {k % 80} said on Thursday."
        for k in range(5_000)
    ]


def _add(file: Path, address: str) -> tuple[float, float, float]:
    """Seconds, processor seconds and peak megabytes (the largest process, times those that work) of one call."""
    command = [
        sys.executable,
        "-c",
        "from sayso.cli import main; main()",
        "add",
        str(file),
        "--no-code",
        "--ledger",
        address,
        "--json",
    ]
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    began = time.perf_counter()
    process = subprocess.Popen(command, stdout=subprocess.PIPE)
    peak = 0.0
    while process.poll() is None:
        peak = max(peak, _memory(process.pid))
        time.sleep(0.1)
    took = time.perf_counter() - began
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    if process.returncode:
        raise SystemExit(f"adding ended with status {process.returncode}")
    return took, after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime, peak


def _memory(pid: int) -> float:
    """Megabytes of a process and its children now (proportional set size where the system tells it)."""
    total = 0.0
    for one in [pid, *_children(pid)]:
        try:
            lines = Path(f"/proc/{one}/smaps_rollup").read_text().splitlines()
            total += next(int(line.split()[1]) for line in lines if line.startswith("Pss:")) / 1024
        except (OSError, StopIteration):
            continue
    return total


def _children(pid: int) -> list[int]:
    try:
        return [int(c) for c in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]
    except OSError:
        return []


def queries(address: str, events: int) -> None:
    """Generates a ledger if there is none, and times what lists and pages ask."""
    with open_ledger(address, create=True) as ledger:
        if not ledger.count():
            began, cpu = time.perf_counter(), time.process_time()
            generate(ledger, events)
            took, spent = time.perf_counter() - began, time.process_time() - cpu
            print(
                f"generated {events:,} events of two reports in {took:.0f} s (cpu {spent:.0f} s, {events / spent:.0f} events/s of cpu)"
            )
        print(", ".join(f"{name} {n:,}" for name, n in ledger.info().counts if n))
        print(f"  {'query':44} {'median':>7} {'95 %':>7} {'cpu':>7}   ms; target {TARGET_QUERY}")
        for name, ask in _asked(ledger):
            wall, cpu_times = _timed(ask)
            high = sorted(wall)[int(0.95 * len(wall))]
            print(f"  {name:44} {statistics.median(wall):7.1f} {high:7.1f} {statistics.median(cpu_times):7.1f}")


def _timed(ask: Callable[[], object], rounds: int = 20) -> tuple[list[float], list[float]]:
    wall, cpu = [], []
    for _ in range(rounds):
        a, b = time.perf_counter(), time.process_time()
        ask()
        wall.append((time.perf_counter() - a) * 1000)
        cpu.append((time.process_time() - b) * 1000)
    return wall, cpu


def _asked(ledger: Ledger) -> list[tuple[str, Callable[[], object]]]:
    """What is asked, by name."""
    large = ledger.event_page(EventFilter(documents_from=50), limit=1).rows[0].id
    rows = ledger.event_page(limit=200).rows
    documents = [r.id for r in ledger.document_page(limit=200).rows if r.doc != "long"]
    long = ledger.document("long").id
    second = ledger.event_page(limit=50).next
    moment = ledger.history(limit=1)[0].at
    chance = random.Random(5)

    def some() -> str:
        return chance.choice(rows).id

    return [
        ("events, first page by date", lambda: ledger.event_page(limit=50)),
        ("events, second page", lambda: ledger.event_page(limit=50, after=second)),
        ("events by number of dead", lambda: ledger.event_page(order="-killed", limit=50)),
        (
            "events of a month in a box",
            lambda: ledger.event_page(EventFilter(first="2021-03-01", last="2021-03-31", box=(70, 40, 73, 42))),
        ),
        ("events by words", lambda: ledger.event_page(EventFilter(text=f"Town{chance.randint(0, 699)}"))),
        ("events by frequent words", lambda: ledger.event_page(EventFilter(text="killed wounded"))),
        ("contested events", lambda: ledger.event_page(EventFilter(contested="killed"), order="-killed")),
        ("events as of a moment", lambda: ledger.at(moment).event_page(limit=50)),
        ("an event", lambda: ledger.event(some())),
        ("claims of an event", lambda: list(ledger.claims(ClaimFilter(event=some())))),
        ("claims of the event with 500", lambda: list(ledger.claims(ClaimFilter(event=large)))),
        ("reports of that event", lambda: list(ledger.reports(event=large))),
        ("origins of that event", lambda: ledger.origins(large)),
        ("undecided claims, first page", lambda: ledger.claim_page(ClaimFilter(states=("draft",)), limit=50)),
        ("claims by speaker", lambda: ledger.claim_page(ClaimFilter(speaker="the army"), limit=50)),
        ("documents, first page", lambda: ledger.document_page(limit=50)),
        ("documents by words", lambda: ledger.document_page(DocumentFilter(text=f"Town{chance.randint(0, 699)}"))),
        ("a judged document", lambda: ledger.judged(chance.choice(documents))),
        ("a judged document with 5,000 figures", lambda: ledger.judged(long)),
        ("history of an event", lambda: ledger.history(some())),
    ]


if __name__ == "__main__":
    main()
