"""Keys and seconds to code every figure of ten articles with source, quote, place and date: from drafts, and in a sheet.

    python -m benchmarks.keystrokes LEDGER [--truth examples/bishkek-2015/truth] [--articles 10] [--steps]

LEDGER holds the example dossier, coded and unjudged, as `sayso demo` or `sayso add` leaves it. Both ways end in the hand-coded truth.
Seconds follow the keystroke-level model of Card, Moran and Newell (1980): a key .28 s (an average typist), pointing 1.1 s, a hand to
the mouse or back .4 s, a mental step 1.35 s. Reading the articles takes the same time both ways and is left out. Quotes and speakers
are copied in the sheet by dragging over them, places and kinds completed after four letters, cells above copied down by two keys.
From drafts: what the forms of the workbench really hold is compared with the truth, for drafts as they stand and for what a
person marks (`sayso.serve.drafting`); numbers that were seen and not used are walked by a key.
"""

import argparse
import json
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sayso.core import Quote
from sayso.core.judged import JudgedDocument
from sayso.core.judging import Record
from sayso.ledger import Ledger, open_ledger
from sayso.serve.decisions import find_words
from sayso.serve.drafting import draft
from sayso.serve.views.item import ItemView, item_view

KEY, POINT, HAND, MENTAL = 0.28, 1.1, 0.4, 1.35
COMPLETED = 4  # letters after which a sheet, or a list of a form, completes a word


@dataclass
class Cost:
    """Operators of the keystroke-level model."""

    keys: int = 0
    points: int = 0
    hands: int = 0
    thoughts: int = 0

    def __add__(self, other: "Cost") -> "Cost":
        return Cost(self.keys + other.keys, self.points + other.points, self.hands + other.hands, self.thoughts + other.thoughts)

    @property
    def seconds(self) -> float:
        return self.keys * KEY + self.points * POINT + self.hands * HAND + self.thoughts * MENTAL


NOTHING = Cost()
ACCEPT = Cost(keys=1, thoughts=2)  # look at words and values, look at speaker and event, decide by a key
REJECT = Cost(keys=1, thoughts=1)
CORRECT = Cost(keys=2, thoughts=2)  # open, look at both, save
DRAG = Cost(points=2, hands=2)  # to the first word, over the others, and back to the keys
COPY = DRAG + Cost(keys=2 + 2 + 2 + 1, thoughts=1)  # copy, other window, paste, next cell
ADD = Cost(keys=2, thoughts=2)  # make the words a figure or event, look at what the form holds, save
Step = tuple[str, Cost]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("ledger")
    parser.add_argument("--truth", type=Path, default=Path("examples/bishkek-2015/truth"))
    parser.add_argument("--articles", type=int, default=10)
    parser.add_argument("--steps", action="store_true", help="what each kind of step costs")
    args = parser.parse_args()
    with open_ledger(args.ledger) as ledger:
        names = {d.doc: d.id for d in ledger.documents()}
        truths = [json.loads(f.read_text(encoding="utf-8")) for f in sorted(args.truth.glob("*.json")) if f.stem != "dossier"]
        chosen = sorted((t for t in truths if t["doc"] in names and t["figures"]), key=lambda t: -len(t["figures"]))
        chosen = chosen[: args.articles]
        sheet = total(in_sheet(t) for t in chosen)
        steps = [step for t in chosen for step in from_drafts(t, ledger, names[t["doc"]])]
    bench = total(cost for _, cost in steps)
    figures = sum(len(t["figures"]) for t in chosen)
    print(f"{len(chosen)} articles, {figures} figures")
    print(f"{'':14} {'keys':>7} {'mouse':>7} {'seconds':>8} {'a figure':>9}")
    for name, cost in (("in a sheet", sheet), ("from drafts", bench)):
        print(f"{name:14} {cost.keys:7} {cost.points:7} {cost.seconds:8.0f} {cost.seconds / figures:9.1f}")
    print(f"share: {bench.seconds / sheet.seconds:.2f} of the seconds, {bench.keys / sheet.keys:.2f} of the keys (aim: .33)")
    if args.steps:
        counts = Counter(name for name, _ in steps)
        costs = {name: sum(cost.seconds for n, cost in steps if n == name) for name in counts}
        for name, seconds in sorted(costs.items(), key=lambda item: -item[1]):
            print(f"  {name:40} {counts[name]:4} {seconds:6.0f} s")


def total(costs: Iterable[Cost]) -> Cost:
    return sum(costs, Cost())


def in_sheet(truth: dict[str, Any]) -> Cost:
    """One row a figure, typed and copied from nothing."""
    events = {e["id"]: e for e in truth["events"]}
    cost = Cost()
    seen: set[str] = set()
    for f in truth["figures"]:
        cost += Cost(keys=3)  # the document, copied down
        cost += COPY  # the quote
        cost += Cost(keys=min(len(f["kind"]), COMPLETED) + 2, thoughts=1)
        cost += Cost(keys=len(str(f["low"] or "")) + 1 + len(str(f["high"] or "")) + 1, thoughts=1)
        cost += Cost(keys=COMPLETED + 2, thoughts=1)  # the wording
        for hop in f["chain"] or [{"speaker": ""}]:
            cost += Cost(keys=3, thoughts=1) if hop["speaker"] in seen or not hop["speaker"] else COPY
            seen.add(hop["speaker"])
        for id in f["events"][:1]:
            event = events.get(id, {"place": "", "date": ""})
            for value, typed in ((event["place"], COMPLETED + 2), (event["date"], len(event["date"] or "") + 1)):
                key = f"{id} {value}"
                cost += Cost(keys=3 if key in seen else typed, thoughts=1)
                seen.add(key)
        cost += Cost(keys=1)  # the next row
    return cost


def from_drafts(truth: dict[str, Any], ledger: Ledger, id: str) -> Iterator[Step]:
    """Each draft accepted, corrected or rejected; what is missing marked and added. Events are decided once each."""
    document, judged = ledger.document(id), ledger.judged(id)
    if judged is None:
        raise SystemExit(f"{document.doc} is not coded")
    form = Form(judged, lambda record: item_view(document, judged, record))
    rest = list(judged.coded.figures)
    unused = [u.quote for u in judged.coded.unused]
    walked = 0
    for f in truth["figures"]:
        near = document.text.find(f["sentence"])
        quote = find_words(document.text, f["quote"], max(near, 0))
        if quote is None:
            raise SystemExit(f"{document.doc}: “{f['quote']}” does not stand in the text")
        found = next((d for d in rest if d.quote.span.overlaps(quote.span)), None)
        if found is not None:
            rest.remove(found)
            wrong = form.figure(f, found)
            yield ("accept a figure", ACCEPT) if wrong == NOTHING else ("correct a figure", CORRECT + wrong)
            continue
        at = next((i for i, u in enumerate(unused) if u.span.overlaps(quote.span)), None)
        marked = unused[at] if at is not None else quote
        made = draft("figure", marked, document, judged)
        steps = Cost(keys=max(1, at + 1 - walked)) if at is not None else DRAG
        walked = max(walked, at + 1) if at is not None else walked
        name = "use an unused number" if at is not None else "mark a figure"
        yield name, steps + ADD + form.figure(f, made)
    yield from (("reject a figure", REJECT) for _ in rest)
    needed = {e for f in truth["figures"] for e in f["events"]}
    events = list(judged.coded.events)
    for e in (e for e in truth["events"] if e["id"] in needed):
        told = next((d for d in events if d.trigger.words in e["sentence"] and e["trigger"] in d.sentence.words), None)
        if told is not None:
            events.remove(told)
            wrong = form.event(e, told)
            yield ("accept an event", ACCEPT) if wrong == NOTHING else ("correct an event", CORRECT + wrong)
            continue
        near = max(document.text.find(e["sentence"]), 0)
        trigger = find_words(document.text, e["trigger"], near) or Quote.at(document.text, near, near + 1)
        yield "mark an event", DRAG + ADD + form.event(e, draft("event", trigger, document, judged))


class Form:
    """The form of a correction, with what a person adds to its lists on the way."""

    def __init__(self, judged: JudgedDocument, view: Any) -> None:
        self._judged, self._view = judged, view
        self._typed: set[str] = set()

    def figure(self, wanted: dict[str, Any], record: Record) -> Cost:
        """What must be changed for a figure to be as it should."""
        view: ItemView = self._view(record)
        have = view.values
        cost = Cost() if wanted["kind"] == have["kind"] else Cost(keys=3, thoughts=1)
        comparator = wanted["comparator"]
        if comparator != have["comparator"]:
            cost += Cost(keys=3, thoughts=1)
        if comparator not in ("vague", "plural"):
            one = wanted["low"] if wanted["low"] is not None else wanted["high"]
            ends = [("low", wanted["low"]), ("high", wanted["high"])] if comparator == "range" else [("low", one)]
            for name, value in ends:
                shown = have[name] or (have["high"] if name == "low" else "")
                cost += Cost() if str(value) == shown else Cost(keys=1 + len(str(value)), thoughts=1)
        return cost + self._speakers([h["speaker"] for h in wanted["chain"]], view)

    def event(self, wanted: dict[str, Any], record: Record) -> Cost:
        """What must be changed for place and date of an event to be as they should."""
        view: ItemView = self._view(record)
        cost = Cost()
        for name, offered in (("place", view.places), ("date", view.dates)):
            value = wanted[name] or ""
            if value.casefold() != view.values[name].casefold():
                cost += Cost(keys=2 + (COMPLETED if value in offered or value in self._typed else len(value)), thoughts=1)
                self._typed.add(value)
        return cost

    def _speakers(self, wanted: list[str], view: ItemView) -> Cost:
        have = view.values["speakers"].splitlines()
        if wanted == have:
            return Cost()
        chain = "\n".join(wanted)
        if not wanted or chain in view.chains or chain in self._typed:
            return Cost(keys=2 + COMPLETED, thoughts=1)  # chosen in the list by its first letters
        self._typed.add(chain)
        new = [s for s in wanted if s not in have]
        typed = Cost(keys=2 + sum(len(s) + 1 for s in new), thoughts=1)
        dragged = sum((DRAG + Cost(keys=1) for _ in new), Cost(thoughts=1))  # words of the card, and the key of the speaker
        return min(typed, dragged, key=lambda c: c.seconds)


if __name__ == "__main__":
    main()
