"""Coreference inside a document: python -m evaluation.coreference [--split dev] [--sample N] [--errors N].

GUM is scored over OntoGUM's clusters (OntoNotes' guidelines: no singletons, no appositions) from raw text. A mention is its head
word, as in CorefUD's official score: the word of the gold tree that the mention hangs by; two mentions are the same where their
heads are. Clusters are of names, nominals and pronouns: gold mentions whose head is a verb are left out. CoNLL F1 is the mean of the
F1 of MUC, B-cubed and CEAF-e.

GAP: a pronoun and a name are taken for one where they stand in one entity; F1 over all names (Webster et al. 2018).
"""

import argparse
import csv
import gzip
import io
import re
from collections import Counter
from collections.abc import Callable, Hashable, Iterable, Iterator, Sequence
from pathlib import Path

import numpy as np
from scipy.optimize import linear_sum_assignment

from evaluation.common import add_model, data_folder, f1, reader_of
from evaluation.treebanks import TreebankDocument, Word, documents
from sayso.core import Document, Reading
from sayso.read import NeuralReader

Clusters = list[frozenset[Hashable]]
Counts = np.ndarray  # [documents, 3 metrics, 4]: recall's numerator and denominator, precision's numerator and denominator
PUBLISHED = "dcoref .397, SpanBERT .646 on OntoGUM, exact spans"


def muc(gold: Clusters, mine: Clusters) -> tuple[float, float]:
    """Numerator and denominator of recall (Vilain et al. 1995); swapped arguments give precision."""
    of = {m: k for k, c in enumerate(mine) for m in c}
    hits = sum(len(c) - len({of.get(m, ("alone", m)) for m in c}) for c in gold)
    return float(hits), float(sum(len(c) - 1 for c in gold))


def b_cubed(gold: Clusters, mine: Clusters) -> tuple[float, float]:
    """As `muc`, of Bagga and Baldwin (1998)."""
    of = {m: c for c in mine for m in c}
    hits = sum(len(c & of[m]) / len(c) for c in gold for m in c if m in of)
    return hits, float(sum(map(len, gold)))


def ceaf_e(gold: Clusters, mine: Clusters) -> tuple[float, float]:
    """As `muc`, of Luo (2005) with the entity-based similarity."""
    if not gold or not mine:
        return 0.0, float(len(gold))
    similarity = np.array([[2 * len(g & m) / (len(g) + len(m)) for m in mine] for g in gold])
    rows, columns = linear_sum_assignment(-similarity)
    return float(similarity[rows, columns].sum()), float(len(gold))


METRICS: dict[str, Callable[[Clusters, Clusters], tuple[float, float]]] = {"MUC": muc, "B3": b_cubed, "CEAF-e": ceaf_e}


def counts(gold: Clusters, mine: Clusters) -> list[list[float]]:
    """For each metric what recall and precision are made of."""
    return [[*metric(gold, mine), *metric(mine, gold)] for metric in METRICS.values()]


def conll_f1(pooled: np.ndarray) -> float:
    """The mean of the F1 of all metrics from summed counts [metrics, 4]."""
    values = []
    for recall_hits, gold, precision_hits, mine in pooled:
        recall, precision = recall_hits / max(gold, 1e-9), precision_hits / max(mine, 1e-9)
        values.append(2 * recall * precision / (recall + precision) if recall + precision else 0.0)
    return float(np.mean(values))


def gold_clusters(document: TreebankDocument, rows: Sequence[Sequence[str]]) -> Clusters:
    """Clusters of heads from the rows (index, form, marks) of OntoGUM for one document."""
    found: dict[str, set[Hashable]] = {}
    open_: dict[str, list[int]] = {}
    for i, row in enumerate(rows):
        for mark in re.findall(r"\(?\d+\)?", row[2]):
            name = mark.strip("()")
            if mark.startswith("("):
                open_.setdefault(name, []).append(i)
            if mark.endswith(")"):
                head = head_of(document.words, open_[name].pop(), i + 1)
                if document.words[head].upos not in ("VERB", "AUX"):
                    found.setdefault(name, set()).add(document.words[head].start)
    return [frozenset(c) for c in found.values() if len(c) > 1]


def head_of(words: Sequence[Word], first: int, last: int) -> int:
    """The word of [first, last) whose head lies outside."""
    return next((i for i in range(first, last) if not first <= words[i].head < last), first)


def own_clusters(reading: Reading) -> Clusters:
    """Clusters of heads of a reading's entities."""
    out = []
    for e in reading.entities:
        heads = {head_offset(reading, m.start, m.end) for m in e.mentions}
        if len(heads) > 1:
            out.append(frozenset(heads))
    return out


def head_offset(reading: Reading, start: int, end: int) -> int:
    """Where the head word of a span begins."""
    first = reading.token_at(start) or 0
    last = first
    while last < len(reading.tokens) and reading.tokens[last].start < end:
        last += 1
    for i in range(first, last):
        t = reading.tokens[i]
        if t.head == i or not first <= t.head < last:
            return t.start
    return start


def gum(reader: NeuralReader, folder: Path, split: str = "dev", sample: int = 0) -> tuple[np.ndarray, list[str]]:
    """Counts [documents, metrics, 4] of GUM's documents, with their names."""
    docs = list(documents(folder / f"gum/gum-{split}.conllu.gz"))
    rows = list(ontogum(folder / f"gum/ontogum-{split}.conll.gz"))
    pairs = list(zip(docs, rows, strict=True))[: sample or None]
    readings = reader.read([Document(d.name, d.text) for d, _ in pairs])
    out = [counts(gold_clusters(d, r), own_clusters(mine)) for (d, r), mine in zip(pairs, readings, strict=True)]
    return np.array(out), [d.name for d, _ in pairs]


def ontogum(path: Path) -> Iterator[list[list[str]]]:
    rows: list[list[str]] = []
    with gzip.open(path, "rt", encoding="utf-8") as f:
        for line in f:
            if line.startswith("#"):
                if rows:
                    yield rows
                rows = []
            elif line.strip():
                rows.append(line.rstrip("\n").split("\t"))
    if rows:
        yield rows


def gap(reader: NeuralReader, path: Path, sample: int = 0) -> Iterator[tuple[dict[str, str], list[tuple[bool, bool]]]]:
    """For each case of GAP (gold, own) of both names."""
    with gzip.open(path, "rt", encoding="utf-8") as f:
        cases = list(csv.DictReader(io.StringIO(f.read()), delimiter="\t", quoting=csv.QUOTE_NONE))[: sample or None]
    readings = reader.read([Document(c["ID"], c["Text"]) for c in cases])
    for c, r in zip(cases, readings, strict=True):
        at = int(c["Pronoun-offset"])
        own = [e for e in r.entities if any(m.start == at for m in e.mentions)]
        pairs = []
        for name in "AB":
            start = int(c[f"{name}-offset"])
            end = start + len(c[name])
            joined = any(m.start < end and start < m.end and m.start != at for e in own for m in e.mentions)
            pairs.append((c[f"{name}-coref"].upper() == "TRUE", joined))
        yield c, pairs


def gap_f1(pairs: Iterable[tuple[bool, bool]]) -> float:
    """F1 over names from (gold, own)."""
    seen = Counter(pairs)
    return f1(seen[True, True], seen[True, True] + seen[False, True], seen[True, True] + seen[True, False])


def rows(reader: NeuralReader, folder: Path, split: str = "dev", sample: int = 0) -> Iterator[tuple[str, float, str, str]]:
    """Name, value, interval and published figures."""
    values, _ = gum(reader, folder, split, sample)
    rng = np.random.default_rng(0)
    drawn = sorted(conll_f1(values[rng.integers(0, len(values), len(values))].sum(0)) for _ in range(300))
    yield f"coreference: GUM {split} CoNLL F1", conll_f1(values.sum(0)), f"[{drawn[7]:.3f}, {drawn[-8]:.3f}]", PUBLISHED
    name = {"dev": "validation", "test": "test"}[split]
    cases = [p for _, p in gap(reader, folder / f"gap/gap-{name}.tsv.gz", 10 * sample)]
    drawn = sorted(gap_f1(p for k in rng.integers(0, len(cases), len(cases)) for p in cases[k]) for _ in range(300))
    value = gap_f1(p for c in cases for p in c)
    yield f"coreference: GAP {name} F1", value, f"[{drawn[7]:.3f}, {drawn[-8]:.3f}]", "rules .67, best .925 (large models)"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--split", default="dev", choices=("dev", "test"), help="test: once a release")
    parser.add_argument("--sample", type=int, default=0, help="only so many documents, ten times as many cases of GAP")
    parser.add_argument("--details", action="store_true", help="also each metric and genre")
    add_model(parser)
    a = parser.parse_args()
    reader, folder = reader_of(a.model), data_folder()
    for name, value, span, published in rows(reader, folder, a.split, a.sample):
        print(f"{name:40s} {value:.3f} {span:16s} {published}", flush=True)
    if a.details:
        values, names = gum(reader, folder, a.split, a.sample)
        for metric, (rh, g, ph, p) in zip(METRICS, values.sum(0), strict=True):
            print(f"  {metric:8s} recall {rh / g:.3f} precision {ph / p:.3f}")
        genres = sorted({n.split("_")[1] for n in names})
        for genre in genres:
            chosen = [k for k, n in enumerate(names) if n.split("_")[1] == genre]
            print(f"  {genre:14s} {conll_f1(values[chosen].sum(0)):.3f}  ({len(chosen)} documents)")


if __name__ == "__main__":
    main()
