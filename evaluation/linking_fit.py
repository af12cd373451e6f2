"""Fit the weights of the event model on the training parts of `gva_incidents` and `ecbplus` and choose thresholds on dev.

    python -m evaluation.linking_fit              fit, choose, write src/sayso/link/data/weights.json
    python -m evaluation.linking_fit --dry        fit and choose, write nothing

Pairs: of `gva_incidents` the main reports of two articles, one event if the registry joins the articles; of `ecbplus` reports
that stand on annotated event words, one event if the words are coreferent. Only pairs that blocking compares are seen. The
weights are those of a logistic regression on the levels of all comparisons at once, in bits, so that comparisons which say the
same (a name is rare words too) are not counted twice; each level counts from what is not told, which weighs nothing.
"""

import argparse
import json
from collections.abc import Sequence
from dataclasses import dataclass
from math import log

import numpy as np
import numpy.typing as npt
import pyarrow as pa
from scipy.optimize import minimize

from evaluation.clusters import Agreement, agreement
from evaluation.codings import coded, lines
from evaluation.common import ROOT
from sayso.core import CodedDocument, Pair
from sayso.gazetteer import open_gazetteer
from sayso.link.clustering import clusters
from sayso.link.features import LinkRecord, document_record, records
from sayso.link.model import COMPARISONS, Weights
from sayso.link.scoring import gammas, table_of

FILE = ROOT / "src" / "sayso" / "link" / "data" / "weights.json"
RIDGE = 2.0  # strength of the pull of weights to zero
Matrix = npt.NDArray[np.float64]


@dataclass(frozen=True)
class Labelled:
    """Compared pairs as indicator rows, one column a level, with what is known of them."""

    levels: Matrix
    same: Matrix
    weight: Matrix


def blank() -> Weights:
    """A model that weighs nothing, for looking at levels."""
    return Weights(0.0, {c.name: {level.name: 0.0 for level in c.levels} for c in COMPARISONS}, 0.0, -1e9, {})


def link_records(documents: Sequence[CodedDocument]) -> list[LinkRecord]:
    """Records of all reports; a document without reports gives one of its text."""
    gazetteer = open_gazetteer()
    return [r for c in documents for r in (records(c, gazetteer) or [document_record(c, gazetteer)])]


def columns() -> list[tuple[str, str]]:
    return [(c.name, level.name) for c in COMPARISONS for level in c.levels]


def indicators(table: pa.Table) -> Matrix:
    """One row a pair, one column a level: 1 where it holds."""
    blocks = []
    for c in COMPARISONS:
        gamma = table.column(f"gamma_{c.name}").to_numpy()
        place = np.where(gamma >= 0, len(c.levels) - 1 - gamma, -1)
        blocks.append((place[:, None] == np.arange(len(c.levels))[None, :]).astype(float))
    return np.hstack(blocks)


def gva_pairs(part: str) -> Labelled:
    documents = coded(f"gva_{part}")
    incident = {
        d.document: r["incident_id"] for d, r in zip(documents, lines(f"gva_incidents/docs_{part}.jsonl.gz"), strict=True)
    }
    found = [r for r in link_records(documents) if r.main]
    return _labelled(found, lambda a, b: incident[a.document] == incident[b.document])


def ecb_pairs(part: str) -> Labelled:
    documents = coded(f"ecbplus_{part}")
    known: dict[str, frozenset[str]] = {}
    for d, row in zip(documents, lines(f"ecbplus/{part}.jsonl.gz"), strict=True):
        known |= coreferent(d, row)
    found = [r for r in link_records(documents) if known.get(r.report)]
    return _labelled(found, lambda a, b: bool(known[a.report] & known[b.report]))


def coreferent(d: CodedDocument, row: dict[str, object]) -> dict[str, frozenset[str]]:
    """For each report that stands on annotated event words the ids of what these corefer with."""
    at, places = 0, []
    for _, word in row["tokens"]:  # type: ignore[attr-defined]
        start = d.text.find(word, at)
        places.append((start, start + len(word)))
        at = max(at, start + len(word))
    words: dict[int, str] = {}
    for m in row["mentions"]:  # type: ignore[attr-defined]
        if "ACTION" in m["type"] and m.get("coref") and not str(m["coref"]).startswith("INTRA"):
            words |= {places[t][0]: str(m["coref"]) for t in m["tok"]}
    return {
        f"{d.document}#{e.id}": frozenset(i for q in (e.trigger, *e.mentions) for s, i in words.items() if q.start <= s < q.end)
        for e in d.events
    }


def _labelled(found: list[LinkRecord], same) -> Labelled:  # type: ignore[no-untyped-def]
    table = gammas(found, blank())
    ordered = sorted(found, key=lambda r: r.report)
    left, right = (table.column(f"unique_id_{s}").to_pylist() for s in "lr")
    truth = np.array([float(same(ordered[a], ordered[b])) for a, b in zip(left, right, strict=True)])
    return Labelled(indicators(table), truth, np.ones(len(truth)))


def fit(sets: Sequence[Labelled]) -> tuple[float, Matrix]:
    """Prior and weights in bits by ridge logistic regression; each set weighs the same in all."""
    x = np.vstack([s.levels for s in sets])
    y = np.concatenate([s.same for s in sets])
    total = max(len(s.same) for s in sets)
    w = np.concatenate([s.weight * total / len(s.same) for s in sets])

    def loss(beta: Matrix) -> tuple[float, Matrix]:
        z = x @ beta[1:] + beta[0]
        p = 1 / (1 + np.exp(-np.clip(z, -40, 40)))
        value = float((w * (np.logaddexp(0, z) - y * z)).sum() + RIDGE * (beta[1:] ** 2).sum() / 2)
        slope = w * (p - y)
        return value, np.concatenate(([slope.sum()], x.T @ slope + RIDGE * beta[1:]))

    best = minimize(loss, np.zeros(x.shape[1] + 1), jac=True, method="L-BFGS-B", options={"maxiter": 500}).x / log(2)
    return float(best[0]), best[1:]


def model_of(
    prior: float, bits: Matrix, threshold: float = 0.0, floor: float = -6.0, about: dict[str, object] | None = None
) -> Weights:
    levels: dict[str, dict[str, float]] = {}
    for (comparison, level), value in zip(columns(), bits, strict=True):
        levels.setdefault(comparison, {})[level] = round(float(value), 3)
    return Weights(round(prior, 3), levels, threshold, floor, about or {})


def weigh(found: Sequence[LinkRecord], model: Weights) -> list[Pair]:
    """Every compared pair with its weight."""
    table = gammas(found, blank())
    reports = table_of(found).column("report").to_pylist()
    flat = np.array([model.levels[c][level] for c, level in columns()])
    total = indicators(table) @ flat + model.prior
    left, right = (table.column(f"unique_id_{s}").to_pylist() for s in "lr")
    return [Pair(reports[a], reports[b], float(t)) for a, b, t in zip(left, right, total, strict=True)]


def group_documents(found: Sequence[LinkRecord], pairs: Sequence[Pair], threshold: float, absent: float) -> dict[str, int]:
    """For each document the number of the group of its main report."""
    groups = clusters([r.report for r in found], pairs, threshold, absent)
    of = {report: k for k, group in enumerate(groups) for report in group}
    return {r.document: of[r.report] for r in found if r.main}


def choose(model: Weights, found: Sequence[LinkRecord], gold: dict[str, str]) -> tuple[float, float, Agreement]:
    """The threshold and the weight of absent pairs that give the best pairwise F1 of documents."""
    pairs = weigh(found, model)
    best: tuple[float, float, Agreement] | None = None
    for threshold in np.arange(-3, 4.01, 0.5):
        for absent in (-3.0, -6.0, -10.0):
            labels = group_documents(found, pairs, float(threshold), absent)
            got = agreement([labels[d] for d in gold], list(gold.values()))
            if best is None or got.pairwise > best[2].pairwise:
                best = float(threshold), absent, got
    assert best is not None
    return best


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--dry", action="store_true", help="write nothing")
    wanted = parser.parse_args()
    sets = [gva_pairs("train"), ecb_pairs("train")]
    for name, s in zip(("gva_incidents", "ecbplus"), sets, strict=True):
        print(f"{name}: {len(s.same)} pairs compared, {int(s.same.sum())} of one event")
    prior, bits = fit(sets)
    model = model_of(prior, bits)
    for (comparison, level), value in zip(columns(), bits, strict=True):
        print(f"  {comparison:9} {level:28} {value:+.2f}")
    dev = coded("gva_dev")
    gold = {d.document: str(r["incident_id"]) for d, r in zip(dev, lines("gva_incidents/docs_dev.jsonl.gz"), strict=True)}
    threshold, absent, got = choose(model, link_records(dev), gold)
    print(f"gva_incidents dev: threshold {threshold}, absent {absent}: {got}")
    if not wanted.dry:
        about = {
            "pairs": {"gva_incidents train": len(sets[0].same), "ecbplus train": len(sets[1].same)},
            "threshold": "best pairwise F1 on gva_incidents dev",
        }
        FILE.write_text(
            json.dumps(
                {"prior": model.prior, "threshold": threshold, "floor": absent, "levels": model.levels, "about": about}, indent=1
            )
            + "\n",
            encoding="utf-8",
        )


if __name__ == "__main__":
    main()
