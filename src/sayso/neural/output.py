"""What the network says of one text, in word indices."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class TaggedSpan:
    """Words [first, last) with a label; `score` is the mean probability of its tags."""

    first: int
    last: int
    label: str
    score: float


@dataclass(frozen=True, slots=True)
class NeuralAttribution:
    """Word spans of one attribution. A source may serve several and may be empty; a content has one part or more.

    `parent` is the index, among the attributions of the reading, of the one whose content holds this one; None at the top.
    """

    source: tuple[TaggedSpan, ...]
    cue: TaggedSpan
    content: tuple[TaggedSpan, ...]
    score: float
    parent: int | None = None


@dataclass(frozen=True, slots=True)
class NeuralReading:
    """Layers over the words of one text. Tuples as long as the text, but for spans. `head` is absolute; a root's is its own."""

    sentences: tuple[tuple[int, int], ...]
    upos: tuple[str, ...]
    feats: tuple[str, ...]
    head: tuple[int, ...]
    deprel: tuple[str, ...]
    names: tuple[TaggedSpan, ...]
    attributions: tuple[NeuralAttribution, ...]
    factuality: tuple[float, ...]
