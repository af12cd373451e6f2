"""Time of every page of the workbench with ten people clicking, over a generated ledger.

    python -m benchmarks.serve --events 20000 --people 10 --clicks 40 [--ledger FILE]

The ledger has ten claims an event, one event with 500 claims, and one document with 5,000 marks; the words "people" and "killed" stand in
most claims. People click pages at random and
look at each for a while; the time is that from the request to the last byte. A ledger file that is there is used again.
"""

import argparse
import random
import statistics
import tempfile
import threading
import time
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import httpx

from sayso.core import (
    AttributionChain,
    Capture,
    CodedDocument,
    Conflict,
    Document,
    Event,
    EventReport,
    Figure,
    Found,
    Hop,
    Masthead,
    Origin,
    PartialDate,
    Place,
    Quote,
    Run,
    Trail,
    sha256_of,
)
from sayso.ledger import ClaimFilter, EventFilter, Ledger, open_ledger
from sayso.serve import ServeOptions
from sayso.serve.running import address_of, served

CODE = Run("run_code", "code", "0.1.0", "made/1.0", "o1", "l1")
LINK = Run("run_link", "link", "0.1.0", "", "o1", "l1")
SPEAKERS = ["The interior ministry", "A rights group", "The army", "A hospital", "Police", "A militia"]
ROLES = ["party", "monitor", "party", "official", "party", "party"]
BLOCK = 500
TARGET_MEDIAN, TARGET_95 = 150.0, 500.0


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--events", type=int, default=20_000)
    parser.add_argument("--people", type=int, default=10)
    parser.add_argument("--clicks", type=int, default=40, help="of each person")
    parser.add_argument("--look", type=float, default=1.0, help="seconds between two clicks of a person, on average")
    parser.add_argument("--ledger", type=Path, default=None)
    args = parser.parse_args()
    file = args.ledger or Path(tempfile.mkdtemp()) / "bench.sqlite"
    fresh = not file.exists()
    with open_ledger(str(file), create=True) as ledger:
        if fresh:
            started = time.monotonic()
            generate(ledger, args.events)
            print(f"generated in {time.monotonic() - started:.0f} s")
        print(", ".join(f"{n} {c:,}" for n, c in ledger.info().counts if c))
        click(ledger, args.people, args.clicks, args.look)


def generate(ledger: Ledger, events: int) -> None:
    """Fills the ledger: two documents an event with five claims each, then the large event and the long document."""
    rng = random.Random(1)
    for first in range(0, events, BLOCK):
        made = [(n, [report(rng, n, k) for k in range(2)]) for n in range(first, min(first + BLOCK, events))]
        write(ledger, made)
    write(ledger, [(events, [report(rng, events, k) for k in range(100)])])
    long = long_document(5_000)
    ledger.record([capture("long")], [long[0]])
    ledger.record_codings(CODE, [long[1]])


def write(ledger: Ledger, made: list[tuple[int, list[tuple[Document, CodedDocument]]]]) -> None:
    """Documents, codings, events, origins and conflicts of some events."""
    pairs = [p for _, docs in made for p in docs]
    ledger.record([capture(d.doc) for d, _ in pairs], [d for d, _ in pairs])
    ledger.record_codings(CODE, [c for _, c in pairs])
    wanted = [Event(f"n{n}", tuple(f"{d.id}#e1" for d, _ in docs)) for n, docs in made]
    ids = ledger.record_links(LINK, wanted, documents=[d.id for d, _ in pairs]).events
    origins: dict[str, list[Origin]] = {}
    trails: list[Trail] = []
    conflicts: list[Conflict] = []
    for n, docs in made:
        id = ids[f"n{n}"]
        by: dict[str, list[str]] = {}
        for d, c in docs:
            for subject, chain in [("e1", None), ("e1.place", None), ("e1.date", None), *((f.id, f.chain) for f in c.figures)]:
                who = chain.hops[0].speaker.words if chain and chain.hops else "nobody"
                by.setdefault(who, []).append(f"{d.id}#{subject}")
        for who, claims in by.items():
            role, standing = (ROLES[SPEAKERS.index(who)], "named") if who in SPEAKERS else ("unattributed", "none")
            origins.setdefault(id, []).append(Origin(f"{who}@{n % 400}", who, role, tuple(claims), standing=standing))
            trails += [Trail(c, f"{who}@{n % 400}", (f"via {who}",), said="2026-03-14") for c in claims]
        if n % 3 == 0:
            conflicts.append(Conflict(id, "killed", "differs", tuple(c for c in by.get(SPEAKERS[n % 6], [])[:6]), "made"))
    ledger.record_links(LINK, origins=origins, trails=trails)
    ledger.record_assessments("minmax", [c.event for c in conflicts], [], conflicts)


def report(rng: random.Random, n: int, k: int) -> tuple[Document, CodedDocument]:
    """One report of event `n`: an event with place and date, and two figures by one speaker."""
    speaker = SPEAKERS[(n + k) % 6]
    killed, hurt = rng.randint(1, 90), rng.randint(1, 200)
    place = f"Town{n % 700}"
    text = (
        f"{speaker} said that {killed} people were killed and {hurt} people were wounded in an attack on {place} on 3 May. "
        f"This is report {k} of event {n}. " + "The road was closed for hours and shops stayed shut. " * 6
    )
    day = (date(2020, 1, 1) + timedelta(days=n % 2000)).isoformat()
    masthead = Masthead(
        title=Found(f"Attack on {place}", "given"), outlet=Found(f"Outlet {n % 40}", "given"), published=Found(day, "given")
    )
    document = Document(f"d{n}-{k}", text, masthead, capture=capture(f"d{n}-{k}").id)
    chain = AttributionChain((Hop(at(text, speaker)),))
    where = Place(place, "KG", "02", 40 + (n % 60) / 20, 70 + (n % 90) / 20, "town", f"t{n}", "made", 0.9)
    sentence = Quote.at(text, 0, text.index(". ") + 1)
    event = EventReport(
        "e1", at(text, "attack"), sentence, "ASSAULT", place=where, place_quote=at(text, place),
        date=PartialDate(day, "stated"), date_quote=at(text, "3 May"), confidence=rng.random(),
    )  # fmt: skip
    figures = tuple(
        Figure(f"f{i}", kind, at(text, f"{v} people"), sentence, v, v, "exactly", ("e1",), chain=chain, confidence=rng.random())
        for i, (kind, v) in enumerate([("killed", killed), ("wounded", hurt)], 1)
    )
    return document, CodedDocument(document.id, document.doc, text, day, document.outlet, (event,), figures, run=CODE.id)


def capture(doc: str) -> Capture:
    return Capture(sha256_of(doc), "text/plain", len(doc), f"{doc}.txt", "2026-01-01T00:00:00Z")


def at(text: str, words: str) -> Quote:
    start = text.index(words)
    return Quote.at(text, start, start + len(words))


def long_document(marks: int) -> tuple[Document, CodedDocument]:
    """A document with as many figures."""
    text = "\n".join(" ".join(f"Then {i + j} men died." for j in range(10)) for i in range(0, marks, 10))
    document = Document(
        "long", text, Masthead(title=Found("A long list", "given"), outlet=Found("Archive", "given")), capture=capture("long").id
    )
    figures, place = [], 0
    for i in range(marks):
        start = text.index(f"{i} men", place)
        place = start + 1
        quote = Quote.at(text, start, start + len(f"{i} men"))
        figures.append(Figure(f"f{i + 1}", "killed", quote, quote, i, i, "exactly"))
    return document, CodedDocument(document.id, "long", text, None, "Archive", (), tuple(figures), run=CODE.id)


def pages(ledger: Ledger, rng: random.Random) -> Iterator[tuple[str, str]]:
    """Endless pages to click, by kind, as people do: lists, events, documents, review."""
    rows = list(ledger.event_page(limit=200, order="place").rows)
    large = ledger.event_page(EventFilter(documents_from=50), limit=1).rows[0].id
    long = ledger.document("long").id
    claims = [c.address for c in ledger.claim_page(ClaimFilter(), limit=200).rows]
    while True:
        event, claim = rng.choice(rows).id, rng.choice(claims)
        document, _, subject = claim.partition("#")
        kinds = [
            ("start", "/"),
            ("events", "/events"),
            ("events, contested", "/events?contested=killed&order=-killed"),
            ("events, of a time", f"/events?from=202{rng.randint(0, 5)}-01-01&to=202{rng.randint(0, 5)}-12-31"),
            ("events, by words", f"/events?q=Town{rng.randint(0, 699)}"),
            ("event", f"/events/{event}"),
            ("event with 500 claims", f"/events/{large}"),
            ("figure over time", f"/events/{large}/figures/killed"),
            ("document", f"/docs/{document}?claim={subject.split('.')[0]}"),
            ("document with 5,000 marks", f"/docs/{long}?claim=f{rng.randint(1, 5000)}"),
            ("claim", f"/claims/{document}/{subject.split('.')[0]}"),
            ("review", "/review"),
            ("documents", "/docs"),
            ("search", f"/search?q=Town{rng.randint(0, 699)}"),
            ("search, words of claims", f"/search?q={rng.randint(1, 90)}+{rng.choice(SPEAKERS).split()[-1]}&kind=claims"),
            ("search, a very common word", f"/search?q=people&kind={rng.choice(['claims', 'events', 'documents'])}"),
            ("exports", "/exports"),
            ("sources", "/sources"),
            ("source", f"/sources/Outlet%20{rng.randint(0, 39)}"),
            ("actors", "/actors"),
            ("log", "/log"),
            ("claims", "/claims?field=killed"),
        ]
        rng.shuffle(kinds)
        yield from kinds


def click(ledger: Ledger, people: int, clicks: int, look: float) -> None:
    """Serves the ledger, lets people click, and prints a row for each kind of page."""
    times: dict[str, list[float]] = {}
    lock = threading.Lock()
    with served(ledger, ServeOptions(port=0, token="bench")) as options:
        base = address_of(options).partition("/?")[0]
        headers = {"Authorization": "Bearer bench"}

        def person(number: int) -> None:
            rng = random.Random(number)
            stream = pages(ledger, rng)
            with httpx.Client(base_url=base, headers=headers, timeout=120) as client:
                for _ in range(clicks):
                    kind, path = next(stream)
                    time.sleep(rng.expovariate(1 / look) if look else 0)
                    started = time.perf_counter()
                    answer = client.get(path)
                    took = (time.perf_counter() - started) * 1000
                    if answer.status_code != 200:
                        raise SystemExit(f"{path}: status {answer.status_code}")
                    with lock:
                        times.setdefault(kind, []).append(took)

        threads = [threading.Thread(target=person, args=(n,)) for n in range(people)]
        for t in threads:
            t.start()
        for t in threads:
            t.join()
    print(f"\n{'page':28} {'n':>4} {'median':>8} {'95 %':>8}   ms")
    for kind, found in sorted(times.items(), key=lambda i: -statistics.median(i[1])):
        print(f"{kind:28} {len(found):4} {statistics.median(found):8.0f} {_high(found):8.0f}")
    every = [t for found in times.values() for t in found]
    print(f"{'all':28} {len(every):4} {statistics.median(every):8.0f} {_high(every):8.0f}")
    print(f"target: {TARGET_MEDIAN:.0f} at the median, {TARGET_95:.0f} at the 95th percentile")


def _high(values: list[float]) -> float:
    return sorted(values)[min(len(values) - 1, int(0.95 * len(values)))]


if __name__ == "__main__":
    main()
