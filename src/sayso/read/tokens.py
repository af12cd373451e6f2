"""Words of a text: spaCy's English tokeniser without its blank tokens, as offsets."""

import re
from functools import cache

import spacy
from lemminflect import getAllLemmas
from spacy.language import Language

# A line break inside a paragraph is one blank; two or more end a paragraph.
_BREAK = re.compile(r"\n[ \t\u00a0]*\n")

_BROKEN = re.compile(r"[^\W\d_]{2,}-")  # the first part of a word that a line's end broke
_OVER_LINE = re.compile(r"[ \t]*\n?[ \t]*")
_REPEATED = set("=*-_~#<>$+.")
_CRIES = set("!?")
_SHOUTED = 0.7  # share of capitals among the letters of a text from which they say nothing


def is_shouted(text: str) -> bool:
    """Whether a text stands in capitals, which then tell neither names nor beginnings."""
    return sum(c.isupper() for c in text) > _SHOUTED * sum(c.isalpha() for c in text)


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
    return _runs_joined(text, _broken_joined(text, out))


def written(text: str, start: int, end: int) -> str:
    """A word as its author wrote it: without the hyphen and the line's end that a scan or a column left in it."""
    word = text[start:end]
    return "".join(part.removesuffix("-") for part in parts[:-1]) + parts[-1] if len(parts := word.split()) > 1 else word


def _broken_joined(text: str, tokens: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """Words that were broken at the end of a line ("govern-" and "ment", also where the lines were joined since) are one token,
    if they are a word together, or a name whose second half is none."""
    out: list[tuple[int, int]] = []
    for start, end in tokens:
        if out and out[-1][1] < start and text[out[-1][1] - 1] == "-":
            first, second = text[slice(*out[-1])], text[start:end]
            gap = text[out[-1][1] : start]
            if _BROKEN.fullmatch(first) and second.isalpha() and second.islower() and _OVER_LINE.fullmatch(gap):
                is_word = bool(getAllLemmas((first[:-1] + second).lower()))
                is_name = first[0].isupper() and "\n" in gap and not getAllLemmas(second)
                if is_word or is_name:
                    out[-1] = (out[-1][0], end)
                    continue
        out.append((start, end))
    return out


def _runs_joined(text: str, tokens: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """Runs of one mark ("=====", "***") and of exclamation and question marks are one token, as in the UD treebanks."""
    out: list[tuple[int, int]] = []
    for start, end in tokens:
        if out and out[-1][1] == start:
            before, now = set(text[out[-1][0] : start]), set(text[start:end])
            if (len(now) == 1 and before == now and now < _REPEATED) or (before | now <= _CRIES):
                out[-1] = (out[-1][0], end)
                continue
        out.append((start, end))
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
