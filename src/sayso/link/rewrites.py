"""Rewriting without credit: the same things told in the same order with other words, around the same quotations and figures."""

import re
from dataclasses import dataclass
from functools import cached_property

from sayso.link.text import Words, words_of
from sayso.link.vocabulary import is_common, rarity, stem, stem_rarity

_SENTENCE = re.compile(r"[^.!?\n]+(?:[.!?](?![\s”\"’')]*(?:\s+[“\"(]?[A-Z]|\s*$|\s*\n))[^.!?\n]*)*[.!?]?")
_QUOTE = re.compile(r"[“\"«]([^“”\"»\n]{2,400})[”\"»]")
_NUMBERS = frozenset(
    "two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen"
    " twenty thirty forty fifty sixty seventy eighty ninety dozen dozens scores hundred hundreds thousand thousands".split()
)
_ALIGNED = 0.15  # weighted share of a sentence's content that stands in the one it was made from
RARE = 4.5  # rarity from which a word is distinctive: about one article in ninety


@dataclass(frozen=True)
class Outline:
    """What a text tells, sentence by sentence, without its wording."""

    words: Words

    @cached_property
    def sentences(self) -> tuple[frozenset[str], ...]:
        """Stems of the content words of each sentence that has at least four."""
        out = []
        for found in _SENTENCE.finditer(self.words.text):
            stems = frozenset(stem(w) for w in words_of(found[0]).folded if _content(w))
            if len(stems) >= 4:
                out.append(stems)
        return tuple(out)

    @cached_property
    def distinctive(self) -> frozenset[str]:
        """Rare words and numbers."""
        return frozenset(w for w in self.words.folded if rarity(w) >= RARE or w in _NUMBERS or (w.isdigit() and len(w) < 4))

    @cached_property
    def quotations(self) -> frozenset[str]:
        """What stands in quotation marks, folded; single common words are left out."""
        found = (words_of(q).folded for q in _QUOTE.findall(self.words.text))
        return frozenset(" ".join(w) for w in found if len(w) > 1 or (w and not is_common(w[0])))


def _content(word: str) -> bool:
    return word in _NUMBERS or word.isdigit() or (len(word) > 2 and rarity(word) > 1.6)


@dataclass(frozen=True, slots=True)
class Likeness:
    """How far one text tells, in the same order, what another told. Shares are from 0 to 1.

    `coverage`: weighted share of its content that stands in the matching sentences of the other; `aligned`: share of its
    sentences that have a match, each later than the one before; `distinctive`: share of its rare words and numbers that the
    other has, `shared` how many; `quotations`: quotations, or parts of them, that both have; `sentences`: how many it has."""

    coverage: float
    aligned: float
    distinctive: float
    shared: int
    quotations: int
    sentences: int

    @property
    def score(self) -> float:
        """One number for ranking, 0 to 1."""
        return min(1.0, 0.35 * self.coverage + 0.35 * self.aligned + 0.3 * self.distinctive)


def likeness(source: Outline, copy: Outline) -> Likeness:
    """How far `copy` tells what `source` told, in its order. Several sentences may come from one."""
    weights = [sum(map(_weight, s)) for s in copy.sentences]
    best = [(0.0, 0)] * (len(source.sentences) + 1)
    for sentence, weight in zip(copy.sentences, weights, strict=True):
        row = [best[0]]
        for j, other in enumerate(source.sentences, 1):
            share = sum(map(_weight, sentence & other)) / weight
            gain, hit = (share * weight, 1) if share >= _ALIGNED else (0.0, 0)
            from_sentence = max(best[j - 1], best[j])
            row.append(max(best[j], row[j - 1], (from_sentence[0] + gain, from_sentence[1] + hit)))
        best = row
    gained, aligned = best[-1]
    shared = source.distinctive & copy.distinctive
    total = sum(weights)
    return Likeness(
        coverage=gained / total if total else 0.0,
        aligned=aligned / len(weights) if weights else 0.0,
        distinctive=len(shared) / len(copy.distinctive) if copy.distinctive else 0.0,
        shared=len(shared),
        quotations=sum(any(q in o or o in q for o in source.quotations) for q in copy.quotations),
        sentences=len(weights),
    )


def _weight(stemmed: str) -> float:
    return min(stem_rarity(stemmed), 7.0)
