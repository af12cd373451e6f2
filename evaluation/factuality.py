"""Factuality of predicates: python -m evaluation.factuality [--sample N].

Pearson r of the score with the gold of UDS-IH2 dev (-3 certainly not ... 3 certainly), sentences alone, predicates given.
"""

import argparse
import gzip
import json
from collections.abc import Iterator
from pathlib import Path

import numpy as np

from evaluation.common import add_model, bracket, data_folder, reader_of
from sayso.neural import NeuralModel


def rows(model: NeuralModel, folder: Path, sample: int = 0) -> Iterator[tuple[str, float, str, str]]:
    """One row; `sample` counts sentences."""
    with gzip.open(folder / "factuality/uds_ih2.dev.jsonl.gz", "rt", encoding="utf-8") as f:
        docs = [json.loads(line) for line in f][: sample or None]
    words = [d["text"].split() for d in docs]
    readings = model.read([(w, [0] * len(w)) for w in words])
    pairs = [
        [(float(t["label"]), r.factuality[t["span1"][0]]) for t in d["targets"] if t["span1"][0] < len(r.factuality)]
        for d, r in zip(docs, readings, strict=True)
    ]
    pairs = [p for p in pairs if p]

    def pearson(chosen: np.ndarray) -> float:
        gold, mine = np.array([p for k in chosen for p in pairs[k]]).T
        return float(np.corrcoef(gold, mine)[0, 1])

    yield (
        "UDS dev factuality (r)",
        pearson(np.arange(len(pairs))),
        bracket(pearson, len(pairs), 200),
        "BERT large about .84, test",
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--sample", type=int, default=0, help="only so many sentences")
    add_model(parser)
    a = parser.parse_args()
    for name, value, span, published in rows(reader_of(a.model).model, data_folder(), a.sample):
        print(f"{name:40s} {value:.3f} {span:16s} {published}", flush=True)


if __name__ == "__main__":
    main()
