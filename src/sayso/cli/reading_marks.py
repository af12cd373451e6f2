"""What the views of a reading show, apart from how: attributions numbered as a tree, speakers in order, the text in marked pieces."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from sayso.core import Attribution, Reading, Span

# Commitments that are marked in the text; what happened, and what goes on, is not.
MARKED = {"planned": "planned", "threatened": "threatened", "feared": "feared", "denied": "not", "hypothetical": "if"}
STANCES = {
    "denies": "denies",
    "doubts": "doubts",
    "confirms": "confirms",
    "concedes": "concedes",
    "claims_responsibility": "claims responsibility",
    "demands": "demands",
    "predicts": "predicts",
}


@dataclass(frozen=True, slots=True)
class Numbered:
    """An attribution in the tree: `number` as "2.1", `speaker` the index of its speaker among `Marks.speakers`, -1 for none."""

    attribution: Attribution
    number: str
    depth: int
    speaker: int


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of text with one set of marks. `label` of a name, `speaker` of whom a source names or a quotation is, "" and -1
    for none; `after` is what is put behind the piece: numbers of cues, commitments."""

    start: int
    end: int
    label: str = ""
    speaker: int = -1
    source: bool = False
    quoted: bool = False
    cue: bool = False
    hedge: bool = False
    numbers: tuple[str, ...] = ()
    commitment: str = ""


@dataclass(frozen=True)
class Marks:
    """A reading prepared for a view: its tree in reading order, its speakers by first mention, their counts, its pieces."""

    tree: tuple[Numbered, ...]
    speakers: tuple[str, ...]
    counts: tuple[int, ...]
    pieces: tuple[Piece, ...]


def marks_of(r: Reading) -> Marks:
    """Everything a view needs of a reading."""
    speakers: dict[str, int] = {}
    names: list[str] = []
    keys = [_speaker(r, a) for a in r.attributions]
    for key in keys:
        if key and key.casefold() not in speakers:
            speakers[key.casefold()] = len(names)
            names.append(key)
    of = [speakers.get(k.casefold(), -1) if k else -1 for k in keys]
    tree = tuple(_tree(r, of))
    counts = [0] * len(names)
    for s in of:
        if s >= 0:
            counts[s] += 1
    return Marks(tree, tuple(names), tuple(counts), tuple(_pieces(r, tree)))


def words(r: Reading, spans: tuple[Span, ...], between: str = " … ") -> str:
    """The words of spans on one line."""
    return between.join(" ".join(s.of(r.text).split()) for s in spans)


def _speaker(r: Reading, a: Attribution) -> str:
    if a.speaker is not None:
        return words(r, (a.speaker,))
    return words(r, a.source, " ").strip(" ,;:")


def _tree(r: Reading, speakers: list[int]) -> Iterator[Numbered]:
    below: dict[int | None, list[int]] = {}
    for i, a in enumerate(r.attributions):
        below.setdefault(a.parent, []).append(i)

    def walk(parent: int | None, prefix: str, depth: int) -> Iterator[Numbered]:
        for k, i in enumerate(below.get(parent, ()), 1):
            number = f"{prefix}{k}"
            yield Numbered(r.attributions[i], number, depth, speakers[i])
            yield from walk(i, f"{number}.", depth + 1)

    yield from walk(None, "", 0)


def _pieces(r: Reading, tree: tuple[Numbered, ...]) -> Iterator[Piece]:
    """The whole text in order, cut wherever a mark begins or ends."""
    labels = [(n.start, n.end, n.label) for n in r.names]
    sources = [(s.start, s.end, n.speaker) for n in tree for s in n.attribution.source]
    quoted = [(q.start, q.end, _quoted_by(q, tree)) for q in r.quotations]
    cues = [(s.start, s.end, n.number) for n in tree for s in n.attribution.cue]
    hedges = [(h.start, h.end, True) for p in r.predicates for h in p.hedges]
    commitments = [
        (r.tokens[p.token].start, r.tokens[p.token].end, MARKED[p.commitment]) for p in r.predicates if p.commitment in MARKED
    ]
    layers = (labels, sources, quoted, cues, hedges, commitments)
    cuts = sorted({0, len(r.text), *(x for layer in layers for a, b, _ in layer for x in (a, b))})
    numbers: dict[int, list[str]] = {}
    for _, end, number in cues:
        numbers.setdefault(end, []).append(number)
    ends = {end: value for _, end, value in commitments}
    for start, end in pairwise(cuts):
        label, source, quotation, cue, hedge, _ = (
            next((v for a, b, v in layer if a <= start and end <= b), None) for layer in layers
        )
        speaker = source if source is not None else quotation if quotation is not None else -1
        yield Piece(
            start,
            end,
            str(label or ""),
            int(speaker),
            source is not None,
            quotation is not None,
            cue is not None,
            bool(hedge),
            tuple(numbers.get(end, ())),
            str(ends.get(end, "")),
        )


def _quoted_by(q: Span, tree: tuple[Numbered, ...]) -> int:
    """The speaker of a quotation: of the tightest content that holds most of it."""
    best, size = -1, 0
    for n in tree:
        for c in n.attribution.content:
            if min(c.end, q.end) - max(c.start, q.start) > len(q) // 2 and (not size or len(c) < size):
                best, size = n.speaker, len(c)
    return best
