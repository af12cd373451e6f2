"""Words of a text: spaCy's English tokeniser without its blank tokens, as offsets."""

import re
from functools import cache

import spacy
from spacy.language import Language

# A line break inside a paragraph is one blank; two or more end a paragraph.
_BREAK = re.compile(r"\n[ \t\u00a0]*\n")


@cache
def blank(language: str = "en") -> Language:
    """The empty spaCy pipeline of a language: its tokeniser and nothing else."""
    return spacy.blank(language)


def tokenize(text: str, language: str = "en") -> list[tuple[int, int]]:
    """Half-open code-point offsets of every word and mark of `text`, in order, blanks left out."""
    nlp = blank(language)
    out: list[tuple[int, int]] = []
    for start, end in _pieces(text, nlp.max_length):
        out += [(start + t.idx, start + t.idx + len(t)) for t in nlp.tokenizer(text[start:end]) if not t.is_space]
    return out


def breaks(text: str, tokens: list[tuple[int, int]]) -> list[int]:
    """For each token what stands before it: 0 blank or nothing, 1 a line break, 2 an empty line (or the beginning)."""
    out = []
    at = 0
    for start, end in tokens:
        gap = text[at:start]
        out.append(2 if at == 0 or _BREAK.search(gap) else 1 if "\n" in gap else 0)
        at = end
    return out


def _pieces(text: str, limit: int) -> list[tuple[int, int]]:
    """Stretches of at most `limit` characters, cut at blanks where there are any."""
    out = []
    start = 0
    while len(text) - start > limit:
        end = text.rfind(" ", start + 1, start + limit)
        end = end if end > start else start + limit
        out.append((start, end))
        start = end
    return [*out, (start, len(text))]
