"""The coder of the package, and readings made by hand: one token a line, "word lemma UPOS head deprel [NAME] [Feat=Value|...]", heads counted from 1, 0 for a root."""

import pytest

from sayso.core import Attribution, Name, Reading, Span, Token
from sayso.core.errors import AssetError
from sayso.pipeline import Coder, default_coder
from sayso.read import commitment, numbers, times
from sayso.read.reader import with_nouns


def whole_coder() -> Coder:
    """The coder with the trained model; skips the test where the model is not there."""
    try:
        return default_coder()
    except AssetError:
        pytest.skip("needs the trained model in the package")


def reading(table: str, published: str | None = "2019-05-04", said: tuple[tuple[str, str, str, str], ...] = ()) -> Reading:
    """A reading of sentences (parted by empty lines) from their table. `said` gives attributions: source, cue, content, stance."""
    rows: list[list[str]] = []
    sentences: list[tuple[int, int]] = []
    heads: list[int] = []
    for block in table.strip().split("\n\n"):
        first = len(rows)
        for line in block.strip().splitlines():
            cells = line.split()
            head = int(cells[3])
            rows.append(cells)
            heads.append(first + head - 1 if head else len(rows) - 1)
        sentences.append((first, len(rows)))
    text, spans = _joined([r[0] for r in rows])
    tokens = tuple(
        Token(a, b, r[1], r[2], next((c for c in r[5:] if "=" in c), ""), h, r[4])
        for r, h, (a, b) in zip(rows, heads, spans, strict=True)
    )
    dates = times.find(text, published)
    counts = numbers.find(text, [(t.start, t.end) for t in dates])
    return Reading(
        document="d",
        doc="d",
        text=text,
        sha256="",
        reader="by hand",
        published=published,
        tokens=tokens,
        sentences=tuple(sentences),
        names=tuple(_names(rows, spans)),
        times=tuple(dates),
        quantities=with_nouns(tokens, counts),
        attributions=tuple(
            Attribution((_at(text, s),) if s else (), (_at(text, cue),), (_at(text, content),), stance=stance)
            for s, cue, content, stance in said
        ),
        predicates=commitment.predicates(tokens),
    )


def _joined(words: list[str]) -> tuple[str, list[tuple[int, int]]]:
    text, spans = "", []
    for w in words:
        text += " " if text and w not in {".", ",", "'s", ")"} else ""
        spans.append((len(text), len(text) + len(w)))
        text += w
    return text, spans


def _names(rows: list[list[str]], spans: list[tuple[int, int]]) -> list[Name]:
    """Neighbouring tokens with the same label are one name."""
    out: list[Name] = []
    for i, r in enumerate(rows):
        label = next((c for c in r[5:] if c.isupper() and "=" not in c), "")
        if not label:
            continue
        if out and out[-1].last == i and out[-1].label == label:
            out[-1] = Name(out[-1].start, spans[i][1], label, out[-1].first, i + 1)
        else:
            out.append(Name(*spans[i], label, i, i + 1))
    return out


def _at(text: str, words: str) -> Span:
    start = text.index(words)
    return Span(start, start + len(words))
