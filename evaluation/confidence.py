"""Fits the weights by which coding tells its confidence: logistic regression on the tune half of our own gold and the dossier.

    python -m evaluation.confidence [--model FOLDER]            prints how well confidence and truth agree, each document left out once
    python -m evaluation.confidence --fit [--model FOLDER]      writes the weights for the package

The eight of `claims` and the check half, which coding is measured on, are left out.

A figure is right if its kind and value are, an event if its type and sentence are.
"""

import argparse
from collections import defaultdict
from dataclasses import dataclass

import numpy as np

from evaluation.claims import Gold, score, scorer
from evaluation.coding import tuning_sets
from evaluation.common import ROOT, add_model, reader_of
from evaluation.weights import Weights, logistic, write
from sayso.export.annotation import to_annotation
from sayso.extract import extract
from sayso.extract.confidence import RECORDS
from sayso.extract.weights import BIAS, Features, probability

FILE = ROOT / "src/sayso/extract/data/confidence.tsv"
LEVEL = {"figure": 1, "event": 0}  # of the scorer: what must be reached
PENALTY = 3.0
# Log-odds by which confidence is told lower than it is: of the figures from .8 on nine in ten are to be right.
CAUTION = {"figure": 0.6}


@dataclass(frozen=True)
class Case:
    document: str
    features: Features
    right: bool


def cases(sets: list[Gold], model: str | None) -> dict[str, list[Case]]:
    """Every record of the sets' documents with its features and whether it is right."""
    seen: dict[str, dict[str, list[Features]]] = {}
    codings = {}
    for gold_set in sets:
        documents = gold_set.documents()
        for document, reading in zip(documents, reader_of(model).read(documents), strict=True):
            kept: dict[str, list[Features]] = defaultdict(list)

            def remember(record: str, features: Features, kept: dict[str, list[Features]] = kept) -> float:
                kept[record].append(features)
                return 0.5

            codings[document.doc] = to_annotation(extract(document, reading, remember))
            seen[document.doc] = kept
    out: dict[str, list[Case]] = {record: [] for record in RECORDS}
    rules = scorer()
    for scored in score(rules, sets, codings):
        for record in RECORDS:
            right = {j for _, j, levels in scored.matched[record] if levels[LEVEL[record]]}
            skipped = [k for k, row in enumerate(codings[scored.doc][f"{record}s"]) if _not_scored(record, row)]
            kept = [f for k, f in enumerate(seen[scored.doc][record]) if k not in skipped]
            out[record] += [Case(scored.doc, f, j in right) for j, f in enumerate(kept)]
    return out


def _not_scored(record: str, row: dict[str, object]) -> bool:
    """What the scorer leaves out of its lists."""
    return (record == "event" and row["type"] == "ACCUSE") or (record == "figure" and row["comparator"] == "plural")


def fit(chosen: list[Case]) -> Weights:
    """Weights of a logistic model over the cases."""
    return logistic([c.features for c in chosen], [c.right for c in chosen], penalty=PENALTY)


def report(record: str, chosen: list[Case]) -> None:
    """Each document scored with weights of the others: share right by band of confidence."""
    said = []
    for document in sorted({c.document for c in chosen}):
        weights = fit([c for c in chosen if c.document != document])
        weights[BIAS] -= CAUTION.get(record, 0.0)
        said += [(probability(weights, c.features), c.right) for c in chosen if c.document == document]
    for low, high in ((0.0, 0.2), (0.2, 0.4), (0.4, 0.6), (0.6, 0.8), (0.8, 1.01)):
        band = [right for p, right in said if low <= p < high]
        share = f"{np.mean(band):.2f}" if band else "-"
        print(f"{record:10} {low:.1f}-{min(high, 1.0):.1f}  {len(band):4} records, right {share}")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    add_model(parser)
    parser.add_argument("--fit", action="store_true", help="write the weights for the package")
    a = parser.parse_args()
    found = cases(tuning_sets(), a.model)
    if not a.fit:
        for record, chosen in found.items():
            report(record, chosen)
        return
    fitted = {record: fit(chosen) for record, chosen in found.items()}
    for record, least in CAUTION.items():
        fitted[record][BIAS] -= least
    what = "weights of the features by which a record's confidence is told (extract/confidence.py)."
    write(FILE, what, "confidence.py on coded documents", fitted)


if __name__ == "__main__":
    main()
