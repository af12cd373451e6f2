"""Fits the weights by which coding chooses its statements: logistic regression on the tune half of our own gold and the dossier.

    python -m evaluation.statements [--model FOLDER]         F1 of the choice by field, each fold of documents with weights of the others
    python -m evaluation.statements --fit [--model FOLDER]   writes the weights for the package

A case is a draft: a clause with a field that it could be about. It is right if a person wrote down a statement of the same field and
stance there, by the matching of the scorer. The eight of `claims` and the check half are never fitted on.
"""

import argparse
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from evaluation.claims import Gold, scorer
from evaluation.coding import tuning_sets
from evaluation.common import ROOT, add_model, reader_of
from evaluation.weights import Weights, logistic, write
from sayso.core import Document, Reading
from sayso.extract import extract
from sayso.extract.chains import Chains
from sayso.extract.claims import scene_of
from sayso.extract.document import publisher_of
from sayso.extract.worth import FILE, LEAST, MODEL, Option, chosen, options

PATH = ROOT / "src/sayso/extract/data" / FILE
PENALTY = 16.0
FOLDS = 10
SLACK = 80  # characters by which quotes of one statement may differ, as the scorer has it


@dataclass(frozen=True)
class Case:
    """The drafts of one document, for each the gold statements that it says, and how many there are of each field."""

    document: str
    options: tuple[Option, ...]
    says: tuple[tuple[int, ...], ...]
    gold: tuple[dict[str, Any], ...]


def read(sets: Sequence[Gold], model: str | None) -> Iterator[tuple[Gold, Document, Reading]]:
    for gold_set in sets:
        documents = gold_set.documents()
        for document, reading in zip(documents, reader_of(model).read(documents), strict=True):
            yield gold_set, document, reading


def case(gold_set: Gold, document: Document, r: Reading) -> Case:
    """One document."""
    rules = scorer()
    coded = extract(document, r)
    found = options(r, scene_of(r, coded.events, coded.figures), Chains(r, publisher_of(document)))
    text = rules.fold(document.text)
    gold = rules.load(gold_set.gold / f"{document.doc}.json", text)["statement"]
    says = []
    for o in found:
        at = rules.find(text, o.draft.quote.words)
        same = [k for k, g in enumerate(gold) if g["field"] == o.draft.field and (g.get("stance") or "asserts") == o.stance]
        says.append(tuple(k for k in same if rules.overlap(gold[k]["at"], at, SLACK)))
    return Case(document.doc, tuple(found), tuple(says), tuple(gold))


def fit(cases: Sequence[Case]) -> Weights:
    """Weights of a logistic model over all drafts; features of fewer than two cases are left out."""
    often = Counter(name for c in cases for o in c.options for name in o.features)
    rows = [o.features for c in cases for o in c.options]
    said = [bool(says) for c in cases for says in c.says]
    return logistic(rows, said, penalty=PENALTY, names=sorted(n for n, k in often.items() if k > 1))


def tally(cases: Sequence[Case], weights: dict[str, float], least: float) -> Counter[tuple[str, str]]:
    """(field or "all", "hit", "gold" or "said") to counts."""
    out: Counter[tuple[str, str]] = Counter()
    for c in cases:
        taken: set[int] = set()
        place = {id(o): k for k, o in enumerate(c.options)}
        for o, _ in chosen(c.options, weights, least):
            new = [k for k in c.says[place[id(o)]] if k not in taken]
            taken.update(new[:1])
            for name in ("all", o.draft.field):
                out[name, "said"] += 1
                out[name, "hit"] += bool(new)
        for g in c.gold:
            for name in ("all", g["field"]):
                out[name, "gold"] += 1
    return out


def folds(cases: Sequence[Case]) -> Iterator[tuple[list[Case], list[Case]]]:
    """(others, fold) of documents, by their names."""
    order = sorted(cases, key=lambda c: c.document)
    for k in range(FOLDS):
        yield [c for i, c in enumerate(order) if i % FOLDS != k], [c for i, c in enumerate(order) if i % FOLDS == k]


def report(cases: Sequence[Case]) -> None:
    tried = [(fit(others), fold) for others, fold in folds(cases)]
    for least in (0.12, 0.15, LEAST, 0.25, 0.3):
        total: Counter[tuple[str, str]] = Counter()
        for weights, fold in tried:
            total += tally(fold, weights, least)
        print(f"from {least}: {_line(total, 'all')}")
        if least == LEAST:
            for field in sorted({f for f, _ in total} - {"all"}):
                print(f"    {field:14}{_line(total, field)}")
    reachable = sum(len({k for says in c.says for k in says}) for c in cases)
    print(f"among the drafts: {reachable} of {sum(len(c.gold) for c in cases)}")


def _line(total: Counter[tuple[str, str]], field: str) -> str:
    hit, gold, said = (total[field, x] for x in ("hit", "gold", "said"))
    return f"F1 {2 * hit / max(gold + said, 1):.3f}  ({hit} right, {gold} in gold, {said} said)"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    add_model(parser)
    parser.add_argument("--fit", action="store_true", help="write the weights for the package")
    a = parser.parse_args()
    cases = [case(*x) for x in read(tuning_sets(), a.model)]
    if not a.fit:
        report(cases)
        return
    kept = {name: weight for name, weight in fit(cases).items() if abs(weight) >= 0.0005}
    write(PATH, "weights of the choice of statements (extract/worth.py).", "statements.py on coded documents", {MODEL: kept})


if __name__ == "__main__":
    main()
