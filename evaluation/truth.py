"""The example dossier against its own coding, with nothing but what the repository holds.

    python -m evaluation.truth [--model FOLDER] [--misses]

An event is found if one of its type is told by mostly the same sentence, a figure if one of its kind and value has the same words;
its chain is right if every hop names the same speaker and the stance is the same. One to one, by `examples/bishkek-2015/truth`.
The rules are those of the guide's scorer, which `python -m evaluation.coding --only claims` runs over the dossier too.
"""

import argparse
import json
from collections.abc import Callable, Iterator
from typing import Any

import numpy as np
from scipy.optimize import linear_sum_assignment

from evaluation.coding import dossier
from evaluation.common import add_model, coder_of, f1
from evaluation.gold import locate
from sayso.export.annotation import to_annotation
from sayso.pipeline import code

Record = dict[str, Any]
Same = Callable[[str, Record, Record], bool]
_SMALL = {"the", "a", "an", "of", "in", "at", "by", "for", "to", "and"}


def same_event(text: str, gold: Record, said: Record) -> bool:
    a, b = (locate(e["sentence"], text) for e in (gold, said))
    return gold["type"] == said["type"] and a is not None and b is not None and _common(a, b) >= 0.25 * (_length(a) + _length(b))


def same_figure(text: str, gold: Record, said: Record) -> bool:
    a, b = (_words_at(f, text) for f in (gold, said))
    vague = gold["comparator"] == said["comparator"] == "vague"
    value = vague or [gold[k] for k in ("low", "high")] == [said[k] for k in ("low", "high")]
    return gold["kind"] == said["kind"] and value and a is not None and b is not None and _common(a, b) > 0


def same_claim(text: str, gold: Record, said: Record) -> bool:
    chains = len(gold["chain"]) == len(said["chain"]) and all(map(_same_hop, gold["chain"], said["chain"]))
    return same_figure(text, gold, said) and chains and gold["stance"] == said["stance"]


def _words_at(f: Record, text: str) -> list[int] | None:
    sentence = locate(f["sentence"], text)
    if sentence is None:
        return None
    inside = locate(f["quote"], text[sentence[0] : sentence[1]])
    return None if inside is None else [sentence[0] + inside[0], sentence[0] + inside[1]]


def _common(a: list[int], b: list[int]) -> int:
    return min(a[1], b[1]) - max(a[0], b[0])


def _length(a: list[int]) -> int:
    return a[1] - a[0]


def _same_hop(a: Record, b: Record) -> bool:
    x, y = ({w for w in (h.get("is") or h["speaker"]).lower().split() if w not in _SMALL} for h in (a, b))
    return bool(x & y) and (x <= y or y <= x or 4 * len(x & y) >= len(x) + len(y))


def matches(text: str, gold: list[Record], said: list[Record], same: Same) -> list[tuple[int, int]]:
    """Index pairs of gold and said records that are the same, one to one."""
    if not gold or not said:
        return []
    table = np.array([[same(text, g, s) for s in said] for g in gold], dtype=float)
    return [(int(i), int(j)) for i, j in zip(*linear_sum_assignment(-table), strict=True) if table[i, j]]


LEVELS: dict[str, tuple[str, Same]] = {
    "event found": ("events", same_event),
    "figure value": ("figures", same_figure),
    "figure chain": ("figures", same_claim),
}


def rows(model: str | None = None, misses: bool = False) -> Iterator[tuple[str, float]]:
    """(level, F1) over all reports of the dossier. Types that blame alone and bare plurals count for nobody."""
    own = dossier()
    if own is None:
        raise SystemExit("the repository has no truth beside its example dossier")
    counts = {level: [0, 0, 0] for level in LEVELS}
    for _, coded in code(own.given, coder_of(model)):
        truth = json.loads((own.gold / f"{coded.doc}.json").read_text(encoding="utf-8"))
        mine = to_annotation(coded)
        for level, (kind, same) in LEVELS.items():
            gold, said = ([r for r in c[kind] if _counts(r)] for c in (truth, mine))
            pairs = matches(coded.text, gold, said, same)
            counts[level] = [x + y for x, y in zip(counts[level], (len(pairs), len(said), len(gold)), strict=True)]
            if misses:
                found = {i for i, _ in pairs}
                for k, g in enumerate(gold):
                    if k not in found:
                        print(f"{coded.doc}: no {level}: {g.get('trigger') or g['quote']} | {g['sentence'][:100]}")
    for level, (hits, said_, gold_) in counts.items():
        yield level, f1(hits, said_, gold_)


def _counts(r: Record) -> bool:
    return r.get("type") != "ACCUSE" and r.get("comparator") != "plural"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    add_model(parser)
    parser.add_argument("--misses", action="store_true", help="print what is not found")
    a = parser.parse_args()
    for level, value in rows(a.model, a.misses):
        print(f"{level:16}{value:6.3f}")


if __name__ == "__main__":
    main()
