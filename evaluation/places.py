"""Toponym resolution on LGL, GeoWebNews and GeoVirus, the names given: share placed within 161 km of the gold point.

    python evaluation/places.py                two-fold: each half of the documents scored with weights of the other half
    python evaluation/places.py --fit          fit the weights on all documents and write them for the package
    python evaluation/places.py --shipped      score with the weights of the package (they have seen these documents)

Rows: share of all names with a gold point; share of those that the gazetteer holds (some candidate lies within 161 km).
Baseline: the most populous candidate. Published, trained partly on these sets: Mordecai 3, 82.7 % of LGL, 94.1 % of
GeoWebNews.
"""

import argparse
import gzip
import json
import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt
from scipy.optimize import minimize

from sayso.gazetteer import Gazetteer, open_gazetteer
from sayso.resolve import places
from sayso.resolve.places import ALONE, TOGETHER, Group
from sayso.resolve.surroundings import Toponym

ROOT = Path(__file__).parents[1]
DATA = Path(os.environ.get("SAYSO_DATA", ROOT / "../shared/data")) / "geo"
SETS = ("lgl", "geowebnews", "geovirus")
KM = 161.0
SOLE_COUNTRY = 1.5  # weight of a country that is the only one named; costs nothing on the three sets
Array = npt.NDArray[np.float64]
Weights = tuple[places.Weights, places.Weights]


@dataclass(frozen=True)
class Sample:
    """A document: its names in groups and, for each group, which candidates lie within 161 km of the gold point."""

    corpus: str
    groups: list[Group]
    right: list[npt.NDArray[np.bool_]]
    names: int


def samples(corpus: str, gazetteer: Gazetteer) -> Iterator[Sample]:
    with gzip.open(DATA / f"{corpus}.jsonl.gz", "rt", encoding="utf-8") as lines:
        for line in lines:
            record = json.loads(line)
            known = [t for t in record["toponyms"] if t.get("lat") is not None]
            if corpus == "geowebnews":
                known = [t for t in known if t.get("geonameid")]
            names = [Toponym(t["phrase"], t["start"], t["end"]) for t in known]
            gold = np.radians([[float(t["lat"]), float(t["lon"])] for t in known]).reshape(-1, 2)
            yield from split(corpus, places.group(names, record["text"], gazetteer), gold, len(known))


def split(corpus: str, groups: list[Group], gold: Array, names: int) -> Iterator[Sample]:
    """The sample, and with it the rights: a group of several mentions is right per mention."""
    right = []
    for g in groups:
        far = places.distances(g.position, gold[list(g.mentions)]) if len(g.candidates) else np.zeros((0, len(g.mentions)))
        right.append(far <= KM)
    yield Sample(corpus, groups, right, names)


Chooser = Callable[[Sample], list[int]]


def accuracy(data: list[Sample], choose: Chooser) -> tuple[float, float, int, int]:
    """Share right of all names, and of those held; with the two counts."""
    total = held = good = 0
    for sample in data:
        total += sample.names
        for rights, best in zip(sample.right, choose(sample), strict=True):
            if len(rights):
                held += int(rights.any(axis=0).sum())
                good += int(rights[best].sum())
    return good / total, good / held, total, held


def with_weights(weights: Weights) -> Chooser:
    return lambda s: [int(np.argmax(p)) if len(p) else 0 for p in places.score(s.groups, *weights)]


def most_populous(sample: Sample) -> list[int]:
    return [int(np.argmax([c.population for c in g.candidates])) if g.candidates else 0 for g in sample.groups]


def fit(data: list[Sample]) -> Weights:
    """First the weights of a name alone, then those of all together, given the shares of the first."""
    alone = _softmax_regression([[g.alone for g in s.groups] for s in data], data, len(ALONE))
    first = dict(zip(ALONE, alone, strict=True))
    second = dict(zip(ALONE + TOGETHER, [*alone, *[0.0] * len(TOGETHER)], strict=True))
    for _ in range(3):
        rows = []
        for s in data:
            shares = [places.softmax(g.alone @ alone) for g in s.groups]
            weights = np.array([second[f] for f in ALONE + TOGETHER])
            shares = [places.softmax(r @ weights) if len(r) else p
                      for r, p in zip(places.joint_features(s.groups, shares), shares, strict=True)]  # fmt: skip
            rows.append(places.joint_features(s.groups, shares))
        both = _softmax_regression(rows, data, len(ALONE + TOGETHER))
        second = dict(zip(ALONE + TOGETHER, both, strict=True))
    return first, second


def _softmax_regression(rows: list[list[Array]], data: list[Sample], width: int) -> Array:
    cases = [
        (r, rights.sum(axis=1) / max(1, rights.any(axis=0).sum()), float(np.sqrt(rights.shape[1])))
        for rs, s in zip(rows, data, strict=True)
        for r, rights in zip(rs, s.right, strict=True)
        if len(rights) > 1 and rights.any() and not rights.all()
    ]
    stacked = np.vstack([r for r, _, _ in cases])
    starts = np.cumsum([0] + [len(r) for r, _, _ in cases])[:-1]
    target = np.concatenate([(t > 0).astype(float) for _, t, _ in cases])
    weight = np.array([w for _, _, w in cases])

    def loss(w: Array) -> tuple[float, Array]:
        z = stacked @ w
        z -= np.repeat(np.maximum.reduceat(z, starts), np.diff([*starts, len(z)]))
        e = np.exp(z)
        total, hit = np.add.reduceat(e, starts), np.add.reduceat(e * target, starts) + 1e-12
        p, q = e / np.repeat(total, np.diff([*starts, len(z)])), e * target / np.repeat(hit, np.diff([*starts, len(z)]))
        grad = stacked.T @ ((p - q) * np.repeat(weight, np.diff([*starts, len(z)])))
        return float((weight * np.log(total / hit)).sum() + 0.5 * w @ w), grad + w

    return np.asarray(minimize(loss, np.zeros(width), jac=True, method="L-BFGS-B", options={"maxiter": 200}).x)


def report(rows: list[tuple[str, str, float, float, int, int]]) -> None:
    print(f"{'set':12}{'method':22}{'of all':>8}{'of held':>9}{'names':>8}{'held':>7}")
    for corpus, method, of_all, of_held, total, held in rows:
        print(f"{corpus:12}{method:22}{of_all:8.3f}{of_held:9.3f}{total:8}{held:7}")


def write(weights: Weights) -> None:
    lines = [
        "# What: weights of the features by which a place name is placed (resolve/places.py names them).",
        "# Source: fitted by evaluation/places.py --fit on LGL, GeoWebNews, GeoVirus. Licence: Apache-2.0.",
        "# The outlet's country is in none of the sets, and few of their texts name one country alone: those weights are set by hand.",
        "pass\tfeature\tweight",
    ]
    for name, table in zip(("alone", "together"), weights, strict=True):
        table = {**table, "outlet_country": table["country_named"], "sole_country": SOLE_COUNTRY}
        lines += [f"{name}\t{feature}\t{value:.4f}" for feature, value in table.items()]
    (ROOT / "src/sayso/resolve/data/place_weights.tsv").write_text("\n".join(lines) + "\n", encoding="utf-8")


def main() -> None:
    parser = argparse.ArgumentParser(description="Toponym resolution on LGL, GeoWebNews and GeoVirus.")
    parser.add_argument("--fit", action="store_true", help="write weights fitted on all documents")
    parser.add_argument("--shipped", action="store_true", help="score with the weights of the package")
    options = parser.parse_args()
    gazetteer = open_gazetteer()
    data = {corpus: list(samples(corpus, gazetteer)) for corpus in SETS}
    if options.fit:
        write(fit([s for rows in data.values() for s in rows]))
        return
    if options.shipped:
        halves: list[tuple[Chooser, int]] = [(with_weights(places.shipped_weights()), -1)]
    else:
        halves = [(with_weights(fit([s for v in data.values() for s in v[1 - k :: 2]])), k) for k in (0, 1)]
    rows = []
    for corpus, docs in data.items():
        rows.append((corpus, "most populous", *accuracy(docs, most_populous)))
        parts = [accuracy(docs if k < 0 else docs[k::2], chooser) for chooser, k in halves]
        good = sum(p[0] * p[2] for p in parts)
        total, held = sum(p[2] for p in parts), sum(p[3] for p in parts)
        rows.append((corpus, "sayso", good / total, good / held, total, held))
    report(rows)


if __name__ == "__main__":
    main()
