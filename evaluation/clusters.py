"""How well a grouping agrees with another: pairwise, B-cubed, MUC, CEAF-e and their mean as CoNLL F1."""

from collections import Counter
from collections.abc import Hashable, Sequence
from dataclasses import dataclass

import numpy as np
from scipy.optimize import linear_sum_assignment


@dataclass(frozen=True)
class Agreement:
    """F1 of each measure, with precision and recall of the pairs."""

    precision: float
    recall: float
    pairwise: float
    b3: float
    conll: float


def agreement(found: Sequence[Hashable], gold: Sequence[Hashable]) -> Agreement:
    """The agreement of two labellings of the same things, in the same order."""
    cells = Counter(zip(found, gold, strict=True))
    ours, theirs = Counter(found), Counter(gold)
    hits, a, b = (sum(n * (n - 1) / 2 for n in c.values()) for c in (cells, ours, theirs))
    total = len(found)
    b3_precision = sum(n * n / ours[f] for (f, _), n in cells.items()) / total
    b3_recall = sum(n * n / theirs[g] for (_, g), n in cells.items()) / total
    b3 = _f(b3_precision, b3_recall)
    return Agreement(
        hits / a if a else 1.0,
        hits / b if b else 1.0,
        2 * hits / (a + b) if a + b else 1.0,
        b3,
        (_muc(cells) + b3 + _ceaf(cells, ours, theirs)) / 3,
    )


def _f(p: float, r: float) -> float:
    return 2 * p * r / (p + r) if p + r else 0.0


def _muc(cells: Counter[tuple[Hashable, Hashable]]) -> float:
    def side(index: int) -> float:
        groups: dict[Hashable, list[int]] = {}
        for key, n in cells.items():
            groups.setdefault(key[index], []).append(n)
        links = sum(sum(g) - 1 for g in groups.values())
        return sum(sum(g) - len(g) for g in groups.values()) / links if links else 0.0

    return _f(side(0), side(1))


def _ceaf(cells: Counter[tuple[Hashable, Hashable]], ours: Counter[Hashable], theirs: Counter[Hashable]) -> float:
    """CEAF with entity similarity; groups are aligned within what overlaps, which leaves out none that could score."""
    rows, columns = {f: i for i, f in enumerate(ours)}, {g: i for i, g in enumerate(theirs)}
    likeness = np.zeros((len(rows), len(columns)))
    for (f, g), n in cells.items():
        likeness[rows[f], columns[g]] = 2 * n / (ours[f] + theirs[g])
    best = likeness[linear_sum_assignment(-likeness)].sum()
    return _f(best / len(rows), best / len(columns))
