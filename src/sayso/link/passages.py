"""Passages that two texts share, found by the runs of words that stand in both."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from sayso.link.text import SHINGLE, Words

GAP = 10  # words that an edit may change between two shared runs
LEAST_WORDS = 14  # shared words below which a passage is chance or a phrase
LEAST_SHARE = 0.55  # of the words of a passage that are shared


@dataclass(frozen=True, slots=True)
class Passage:
    """Words [first, last) of either text; `shared` counts the words of the second that stand in the first in the same run,
    `quoted` those of them in quotation marks."""

    first: tuple[int, int]
    second: tuple[int, int]
    shared: int
    quoted: int

    @property
    def words(self) -> int:
        return self.second[1] - self.second[0]

    @property
    def own(self) -> int:
        """Shared words that are not a quotation."""
        return self.shared - self.quoted


def shared_passages(first: Words, second: Words) -> list[Passage]:
    """Passages of `second` that also stand in `first`, lightly edited or not, in the order of `second`.

    Passages do not overlap in `second`. What stands in both only within quotation marks is kept: the caller decides.
    """
    return [p for run in _runs(first, second) if (p := _passage(run, second)) is not None]


def _runs(first: Words, second: Words) -> Iterator[list[tuple[int, int]]]:
    """Chains of equal shingles (place in second, place in first), each going forward in both within `GAP`."""
    where: dict[int, list[int]] = {}
    for j, h in enumerate(first.shingles.tolist()):
        where.setdefault(h, []).append(j)
    chain: list[tuple[int, int]] = []
    for i, h in enumerate(second.shingles.tolist()):
        places = where.get(h)
        if not places:
            continue
        if chain:
            at, before = chain[-1]
            near = [j for j in places if -SHINGLE < j - before <= i - at + GAP]
            if near and i - at <= SHINGLE + GAP:
                chain.append((i, min(near, key=lambda j: abs((j - before) - (i - at)))))
                continue
            yield chain
        chain = [(i, places[0])]
    if chain:
        yield chain


def _passage(run: list[tuple[int, int]], second: Words) -> Passage | None:
    covered = np.zeros(len(second), dtype=bool)
    for i, _ in run:
        covered[i : i + SHINGLE] = True
    a, b = run[0][0], run[-1][0] + SHINGLE
    shared = int(covered.sum())
    if shared < LEAST_WORDS or shared < LEAST_SHARE * (b - a):
        return None
    quoted = int((covered & second.quoted).sum())
    places = [j for _, j in run]
    return Passage((min(places), max(places) + SHINGLE), (a, b), shared, quoted)
