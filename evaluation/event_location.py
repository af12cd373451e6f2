"""Where the event of a given conflict verb happened: spans of place names, or none, on `event_location`.

    python -m evaluation.event_location [--model FOLDER] [--sample N] [--errors N]

Every row gives a sentence and one verb. Precision, recall and F1 count spans that overlap gold's; rows of "Masdar_RA" without a
place are left out, for their annotators often missed one. Two people agree at F1 .76. Baseline: the place name nearest to the verb.
"""

import argparse
import gzip
import json
from collections.abc import Iterator
from typing import Any

import numpy as np

from evaluation.common import add_model, bracket, data_folder, reader_of
from sayso.core import Document, Reading
from sayso.extract import setting, syntax

SAMPLE = 1500  # rows, evenly over the file


def cases(sample: int) -> list[dict[str, Any]]:
    with gzip.open(data_folder() / "event_location/train.jsonl.gz", "rt", encoding="utf-8") as f:
        rows = [json.loads(line) for line in f]
    rows = [r for r in rows if r["source"] != "Masdar_RA" or any(s["label"] == "LOCATION" for s in r["spans"])]
    return rows[:: max(1, len(rows) // sample)] if sample else rows


def answer(r: Reading, verb: int) -> list[tuple[int, int]]:
    """Offsets of the places of the event at a token."""
    arguments = [*syntax.patients(r, verb), *syntax.subjects(r, verb)]
    places = setting.places_of(r, verb, arguments) or setting.places_near(r, r.sentence_of[verb])[:1]
    return [(p.name.start, p.name.end) for p in places]


def nearest(r: Reading, verb: int) -> list[tuple[int, int]]:
    names = [n for n in r.names if n.label in setting.PLACES]
    best = min(names, key=lambda n: abs(n.first - verb), default=None)
    return [(best.start, best.end)] if best else []


def f1(counts: np.ndarray) -> float:
    hits, predicted, gold = counts.sum(axis=0)
    return float(2 * hits / (predicted + gold)) if predicted + gold else 0.0


def rows(model: str | None = None, sample: int = SAMPLE, errors: int = 0) -> Iterator[tuple[str, float, str, float, str]]:
    """(measure, value, interval, baseline, published)."""
    data = cases(sample)
    readings = reader_of(model).read([Document(str(k), c["text"]) for k, c in enumerate(data)])
    mine, base = [], []
    for c, r in zip(data, readings, strict=True):
        gold = [(s["start"], s["end"]) for s in c["spans"] if s["label"] == "LOCATION"]
        at = next(s["start"] for s in c["spans"] if s["label"] == "VERB")
        verb = r.token_at(at)
        for out, place in ((mine, answer), (base, nearest)):
            found = place(r, verb) if verb is not None else []
            hits = sum(any(a < e and s < b for s, e in gold) for a, b in found)
            out.append((min(hits, len(gold)), len(found), len(gold)))
        if errors and mine[-1][0] < max(mine[-1][1:]):
            errors -= 1
            shown = [c["text"][a:b] for a, b in (answer(r, verb) if verb is not None else [])]
            print(f"  {r.word(verb or 0)}: gold {[c['text'][a:b] for a, b in gold]} got {shown}: {c['text']}")
    counts = np.array(mine)
    yield (
        f"event to place F1 ({len(data)} verbs)",
        f1(counts),
        bracket(lambda k: f1(counts[k]), len(counts)),
        f1(np.array(base)),
        "two people .76",
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    add_model(parser)
    parser.add_argument("--sample", type=int, default=SAMPLE, help="so many rows; 0: all")
    parser.add_argument("--errors", type=int, default=0, help="print so many errors")
    a = parser.parse_args()
    for row in rows(a.model, a.sample, a.errors):
        print(*row, sep="\t")


if __name__ == "__main__":
    main()
