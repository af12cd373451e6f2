"""Killed and wounded in narratives of Airwars, which quote many sources: are the low and the high figure both right?

    python -m evaluation.airwars [--model FOLDER] [--errors N]

Of an incident counts the first total that its opening paragraph gives, else the lowest and highest over all totals: figures that are no
part of another one nor add to one, of people in general rather than of a group among them, and of more than one person; where only
persons are told singly, they are counted. Only incidents count whose two gold figures stand in the narrative. Baseline: the
smallest and largest count in the text.
"""

import argparse
import json
from collections.abc import Iterator
from typing import Any

import numpy as np

from evaluation.common import add_model, bracket, coder_of, data_folder
from sayso.core import CodedDocument, Document, Figure, Found, Masthead, Reading
from sayso.pipeline import code

ARMED = {"militants", "attackers", "soldiers", "security forces", "police", "paramilitaries", "gang members"}
GROUPS = {"children", "women", "medical workers", "journalists", "students", "teachers", "elderly"}  # told of as parts of a total
Range = tuple[int, int] | None


def cases() -> list[dict[str, Any]]:
    path = data_folder() / "airwars_gaza/dev.jsonl"
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def document(case: dict[str, Any]) -> Document:
    published = Found(case["date"], "given") if case.get("date") else None
    return Document(case["incident_code"], "\n\n".join(case["narrative"]), Masthead(published=published))


def answer(coded: CodedDocument, kind: str) -> Range:
    """Lowest and highest count of a kind that a narrative gives for its incident."""
    background = {e.id for e in coded.events if e.background}
    found = [
        f
        for f in coded.figures
        if f.kind == kind and f.group not in ARMED and f.stance != "denies" and not set(f.events) <= (background or {""})
        and not any(r.is_ in ("part_of", "adds_to") for r in f.relations)
    ]  # fmt: skip
    several = [f for f in found if (f.low or f.high or 0) > 1]
    if not several:
        return bounds(found) and (1, max(1, sum(f.low == f.high == 1 for f in found)))
    totals = [f for f in several if f.group not in GROUPS] or several
    end = coded.text.find("\n\n")
    opening = [f for f in totals if end < 0 or f.quote.start < end]
    return bounds(opening[:1] or totals)


def bounds(figures: list[Figure]) -> Range:
    """The lowest and the highest number of some figures, None if they give none."""
    known = [v for f in figures for v in (f.low, f.high) if v is not None]
    return (min(known), max(known)) if known else None


def expressed(r: Reading, gold: list[int]) -> bool:
    said = {v for q in r.quantities if q.kind == "count" for v in (q.low, q.high) if v is not None}
    return all(g in said for g in gold)


def trivial(r: Reading) -> Range:
    said = [v for q in r.quantities if q.kind == "count" for v in (q.low, q.high) if v]
    return (min(said), max(said)) if said else None


def rows(model: str | None = None, errors: int = 0) -> Iterator[tuple[str, float, str, float, str]]:
    """(measure, value, interval, baseline, published)."""
    data = cases()
    coded = list(code(map(document, data), coder_of(model)))
    for kind, key in (("killed", "civilians_killed"), ("wounded", "civilians_injured")):
        right, base = [], []
        for case, (r, c) in zip(data, coded, strict=True):
            gold = case.get(key)
            if not gold or not expressed(r, gold):
                continue
            mine = answer(c, kind)
            right.append(mine == tuple(gold))
            base.append(trivial(r) == tuple(gold))
            if errors and kind == "killed" and not right[-1]:
                errors -= 1
                shown = [(f.quote.words, f.kind, f.low, f.high, f.group, [x.is_ for x in f.relations]) for f in c.figures]
                print(f"  {case['incident_code']} gold {gold} got {mine} {shown}\n    {c.text}")
        hits = np.array(right, dtype=float)

        def share(drawn: np.ndarray, hits: np.ndarray = hits) -> float:
            return float(hits[drawn].mean())

        yield (
            f"Airwars Gaza {kind} low and high ({len(hits)})",
            float(hits.mean()),
            bracket(share, len(hits)),
            float(np.mean(base)),
            "",
        )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    add_model(parser)
    parser.add_argument("--errors", type=int, default=0, help="print so many errors")
    a = parser.parse_args()
    for row in rows(a.model, a.errors):
        print(*row, sep="\t")


if __name__ == "__main__":
    main()
