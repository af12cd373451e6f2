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
class NeuralLink:
    """A word that points at another, with its probability."""

    word: int
    to: int
    score: float


@dataclass(frozen=True, slots=True)
class NeuralReading:
    """Layers over the words of one text. Tuples as long as the text, but for spans and links. `head` is absolute; a root's is its
    own. `events` are TimeML classes, "" for no event. `antecedents` lead from the head word of a mention to earlier mentions of
    the same thing, the likeliest first; `places` from a word to the first words of the place names where that happened."""

    sentences: tuple[tuple[int, int], ...]
    upos: tuple[str, ...]
    feats: tuple[str, ...]
    head: tuple[int, ...]
    deprel: tuple[str, ...]
    names: tuple[TaggedSpan, ...]
    attributions: tuple[NeuralAttribution, ...]
    factuality: tuple[float, ...]
    events: tuple[str, ...] = ()
    antecedents: tuple[NeuralLink, ...] = ()
    places: tuple[NeuralLink, ...] = ()
