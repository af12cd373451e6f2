"""PLOVER type between two marked parties: PLV_train, 15 types (CONCEDE and RETREAT are one, YIELD), nothing trained on it.

    python -m evaluation.plover [--model FOLDER] [--errors N]

A word of the trigger lexicon is chosen that the parse puts between source and target; its type is the answer. Published: macro
F1 .821 (ZSP, 2024, with the code book as prompts). Baseline: every pair is REJECT, the most frequent type but one.
"""

import argparse
import csv
import re
from collections import Counter
from collections.abc import Iterator

import numpy as np

from evaluation.common import add_model, bracket, data_folder, reader_of
from sayso.core import Document, Reading
from sayso.extract import syntax, triggers
from sayso.extract.triggers import Hit
from sayso.ontology import load
from sayso.ontology.triggers import load_triggers

_TAGS = re.compile(r"</?[st]>")
YIELD = {"CONCEDE": "YIELD", "RETREAT": "YIELD"}
FALLBACK = "ACCUSE"
STRENGTH = {"strong": 0.0, "verbal": 0.0, "weak": 0.6}


def cases() -> list[dict[str, str]]:
    with (data_folder() / "plover_cameo_gold/PLV_train.tsv").open(encoding="utf-8") as f:
        return list(csv.DictReader(f, delimiter="\t"))


def answer(r: Reading, source: tuple[int, int], target: tuple[int, int]) -> str:
    """The type of the trigger that costs least: near both parties in the tree, the source as its doer."""
    hits = [h for h in triggers.find(r, load_triggers(r.language)) if h.trigger.type]
    ends = [_head(r, *span) for span in (source, target)]
    inside = [set(syntax.tokens_of(r, *span)) for span in (source, target)]
    commitment = {p.token: p.commitment for p in r.predicates}
    best: tuple[float, str] | None = None
    for h in hits:
        if h.head in inside[0] or (h.head in inside[1] and h.trigger.pos != "NOUN"):
            continue
        cost = _cost(r, h, ends, inside)
        if best is None or cost < best[0]:
            t = h.trigger
            best = (cost, load().plover(t.type, commitment.get(h.head, "happened"), t.mode, t.phrase))
    return YIELD.get(best[1], best[1]) if best else FALLBACK


def _cost(r: Reading, h: Hit, ends: list[int], inside: list[set[int]]) -> float:
    steps = [_steps(r, h.head, e) for e in ends]
    doers = set(syntax.doers(r, h.head)) if h.trigger.pos == "VERB" else set()
    cost = 1.0 * steps[0] + 0.8 * steps[1] - 1.5 * bool(doers & inside[0]) - 0.25 * (h.last - h.first - 1)
    return cost + STRENGTH.get(h.trigger.strength, 1.0) + 2.0 * bool(h.blocked) + 0.5 * (h.head in inside[1])


def _head(r: Reading, start: int, end: int) -> int:
    tokens = list(syntax.tokens_of(r, start, end)) or [0]
    return next((i for i in tokens if r.tokens[i].head not in tokens or r.tokens[i].head == i), tokens[0])


def _steps(r: Reading, i: int, j: int) -> int:
    """Length of the path between two tokens in the tree."""
    up = {k: n for n, k in enumerate([i, *syntax.climb(r, i)])}
    return next((n + up[k] for n, k in enumerate([j, *syntax.climb(r, j)]) if k in up), 12)


def macro_f1(gold: list[str], mine: list[str]) -> float:
    values = []
    for label in sorted(set(gold)):
        hits = sum(g == m == label for g, m in zip(gold, mine, strict=True))
        values.append(2 * hits / (gold.count(label) + mine.count(label)))
    return float(np.mean(values))


def rows(model: str | None = None, errors: int = 0) -> Iterator[tuple[str, float, str, float, str]]:
    """(measure, value, interval, baseline, published)."""
    reader, data = reader_of(model), cases()
    readings = reader.read([Document(c["sentence_id"], c["sentence"]) for c in data])
    gold, mine = [YIELD.get(c["gold_root"], c["gold_root"]) for c in data], []
    for c, r in zip(data, readings, strict=True):
        spans = [_place(c["sentence"], c["marked_sentence"], key[0], c[key]) for key in ("source", "target")]
        mine.append(answer(r, *spans) if r.tokens else FALLBACK)
        if errors and mine[-1] != gold[len(mine) - 1]:
            errors -= 1
            print(f"  {gold[len(mine) - 1]} not {mine[-1]}: {c['marked_sentence']}")
    g, m = np.array(gold), np.array(mine)

    def value(chosen: np.ndarray) -> float:
        return macro_f1(list(g[chosen]), list(m[chosen]))

    all_ = np.arange(len(gold))
    trivial = macro_f1(gold, [Counter(gold).most_common(1)[0][0]] * len(gold))
    yield "PLV_train macro F1 (15 types)", value(all_), bracket(value, len(gold)), trivial, ".821"


def _place(sentence: str, marked: str, tag: str, words: str) -> tuple[int, int]:
    """Offsets in the sentence of what stands between <tag> and </tag>, else of the words themselves."""
    found = re.search(rf"<{tag}>(.*?)</{tag}>", marked)
    before, inner = (_TAGS.sub("", marked[: found.start()]), _TAGS.sub("", found[1])) if found else ("", words)
    start = sentence.find(inner, max(0, len(before) - 2))
    start = start if start >= 0 else max(0, sentence.find(inner))
    return start, min(len(sentence), start + max(1, len(inner)))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    add_model(parser)
    parser.add_argument("--errors", type=int, default=0, help="print so many errors")
    a = parser.parse_args()
    for row in rows(a.model, a.errors):
        print(*row, sep="\t")


if __name__ == "__main__":
    main()
