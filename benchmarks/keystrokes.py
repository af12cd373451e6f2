"""Keys and seconds to code every figure of ten articles with source, quote, place and date: from drafts, and in a sheet.

    python -m benchmarks.keystrokes CODED.jsonl [--truth examples/bishkek-2015/truth] [--articles 10]

CODED.jsonl is what `sayso extract --json` prints for the example dossier. Both ways end in the hand-coded truth. Seconds follow the
keystroke-level model of Card, Moran and Newell (1980): a key .28 s (an average typist), pointing 1.1 s, a hand to the mouse or back
.4 s, a mental step 1.35 s. Reading the articles takes the same time both ways and is left out. Quotes and speakers are copied
in the sheet by dragging over them, places and kinds completed after four letters, cells above copied down by two keys.
"""

import argparse
import json
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

KEY, POINT, HAND, MENTAL = 0.28, 1.1, 0.4, 1.35
COMPLETED = 4  # letters after which a sheet completes a word that was typed before


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


ACCEPT = Cost(keys=1, thoughts=2)  # look at words and values, look at speaker and event, decide by a key
REJECT = Cost(keys=1, thoughts=1)
DRAG = Cost(points=2, hands=2)  # to the first word, over the others, and back to the keys
COPY = DRAG + Cost(keys=2 + 2 + 2 + 1, thoughts=1)  # copy, other window, paste, next cell


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("coded", type=Path)
    parser.add_argument("--truth", type=Path, default=Path("examples/bishkek-2015/truth"))
    parser.add_argument("--articles", type=int, default=10)
    args = parser.parse_args()
    drafts = {d["doc"]: d for d in map(json.loads, args.coded.read_text(encoding="utf-8").splitlines())}
    truths = [json.loads(f.read_text(encoding="utf-8")) for f in sorted(args.truth.glob("*.json")) if f.stem != "dossier"]
    chosen = sorted((t for t in truths if t["doc"] in drafts and t["figures"]), key=lambda t: -len(t["figures"]))[: args.articles]
    sheet = total(in_sheet(t) for t in chosen)
    bench = total(from_drafts(t, drafts[t["doc"]]) for t in chosen)
    figures = sum(len(t["figures"]) for t in chosen)
    print(f"{len(chosen)} articles, {figures} figures")
    print(f"{'':14} {'keys':>7} {'mouse':>7} {'seconds':>8} {'a figure':>9}")
    for name, cost in (("in a sheet", sheet), ("from drafts", bench)):
        print(f"{name:14} {cost.keys:7} {cost.points:7} {cost.seconds:8.0f} {cost.seconds / figures:9.1f}")
    print(f"share: {bench.seconds / sheet.seconds:.2f} of the seconds, {bench.keys / sheet.keys:.2f} of the keys (aim: .33)")


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


def from_drafts(truth: dict[str, Any], draft: dict[str, Any]) -> Cost:
    """Each draft accepted, corrected or rejected; what is missing marked and added. Events are decided once each."""
    cost = Cost()
    rest = list(draft["figures"])
    known = [[h["speaker"] for h in r["chain"]] for r in (*draft["figures"], *draft["statements"], *draft["events"])]
    needed = {e for f in truth["figures"] for e in f["events"]}
    for f in truth["figures"]:
        found = next((d for d in rest if overlaps(f["quote"], f["sentence"], d)), None)
        if found is None:
            cost += DRAG + Cost(keys=1, thoughts=2) + corrections(f, None, known) + Cost(keys=1)
            continue
        rest.remove(found)
        wrong = corrections(f, found, known)
        cost += ACCEPT if wrong == Cost() else Cost(keys=2, thoughts=2) + wrong  # open, save with two keys
    for _ in rest:
        cost += REJECT
    events = list(draft["events"])
    for e in (e for e in truth["events"] if e["id"] in needed):
        found = next((d for d in events if d["trigger"] in e["sentence"] and e["trigger"] in d["sentence"]), None)
        if found is None:
            cost += DRAG + Cost(keys=2 + len(e["place"] or "") + len(e["date"] or ""), thoughts=3)
            continue
        events.remove(found)
        wrong = sum((field(e[k], found[k]) for k in ("place", "date")), Cost())
        cost += ACCEPT if wrong == Cost() else Cost(keys=3, thoughts=2) + wrong
    return cost


def overlaps(quote: str, sentence: str, draft: dict[str, Any]) -> bool:
    """The same words in the same sentence, as far as texts tell."""
    a, b = " ".join(quote.split()).lower(), " ".join(draft["quote"].split()).lower()
    return (a in b or b in a) and (draft["quote"] in sentence or quote in draft["sentence"])


def corrections(f: dict[str, Any], d: dict[str, Any] | None, known: list[list[str]]) -> Cost:
    """What must be changed in the form for a figure to be as it should; `known` are the chains that the form offers."""
    cost = Cost()
    if d is None:
        d = {
            "kind": "killed",
            "low": f["low"],
            "high": f["high"],
            "comparator": f["comparator"],
            "chain": [],
        }  # the form reads the number
    cost += Cost() if f["kind"] == d["kind"] else Cost(keys=3, thoughts=1)
    cost += field(f["low"], d["low"]) + field(f["high"], d["high"])
    cost += Cost() if f["comparator"] == d["comparator"] else Cost(keys=3, thoughts=1)
    said, told = ([h["speaker"] for h in x["chain"]] for x in (f, d))
    if said == told:
        return cost
    if not said or said in known:
        return cost + Cost(keys=2 + COMPLETED, thoughts=1)  # chosen among the chains of the document by its first letters
    cost += Cost(keys=2, thoughts=1)
    for speaker in said:
        cost += Cost() if speaker in told else Cost(keys=len(speaker) + 1)
    known.append(said)
    return cost


def field(wanted: Any, have: Any) -> Cost:
    """Typing a value over another one."""
    return Cost() if wanted == have else Cost(keys=2 + len(str(wanted or "")), thoughts=1)


if __name__ == "__main__":
    main()
