"""How the figures of one document relate: parts, additions, revisions, contrasts."""

import re

from sayso.core import Reading
from sayso.extract import syntax
from sayso.extract.figure import Draft

_REVISED = re.compile(r"\b(up|rais\w+|ris\w+|rose|revis\w+|climb\w+|increas\w+|lower\w+|cut|down)\b[^.;]{0,60}\bfrom\b", re.I)
_REVISES = re.compile(
    r"\b(up|rais\w+|ris\w+|rose|revis\w+|climb\w+|increas\w+|lower\w+|cut|down|chang\w+)\b[^.;]{0,40}\bto\s+$", re.I
)
_CONTRAST = re.compile(r"\b(although|though|but|while|whereas|however|yet|by contrast|in contrast|instead|versus)\b", re.I)
_PART = re.compile(r"\b(including|among (?:them|whom|which)|of (?:them|whom)|mostly)\b[^.;]*$", re.I)


def relations(r: Reading, drafts: list[Draft]) -> dict[int, list[tuple[str, int]]]:
    """For drafts by index: (part_of | adds_to | replaces | contrasts, index of the other draft)."""
    out: dict[int, list[tuple[str, int]]] = {}
    for k, d in enumerate(drafts):
        whole = _whole(r, drafts, k)
        if whole is not None:
            out.setdefault(k, []).append(("part_of", whole))
        before = [j for j in range(k) if drafts[j].kind == d.kind and _near(r, drafts[j], d)]
        if not before:
            continue
        j = before[-1]
        between = r.text[drafts[j].quote.end : d.quote.start]
        same_sentence = syntax.in_same_sentence(r, drafts[j].head, d.head)
        if d.adds and whole is None:
            out.setdefault(k, []).append(("adds_to", j))
        elif same_sentence and _is_revised_backwards(r, drafts[j], d, between):
            out.setdefault(j, []).append(("replaces", k))
        elif same_sentence and _is_revised(r, drafts[j], d, between):
            out.setdefault(k, []).append(("replaces", j))
        elif same_sentence and whole is None and _CONTRAST.search(between) and (d.low, d.high) != (drafts[j].low, drafts[j].high):
            out.setdefault(k, []).append(("contrasts", j))
    return out


def _whole(r: Reading, drafts: list[Draft], k: int) -> int | None:
    """The figure that another is a part of: by the parse, or the one before "including", "among them", "of whom"."""
    d = drafts[k]
    if d.whole is not None:
        for j, o in enumerate(drafts):
            if j != k and o.kind == d.kind and d.whole in (o.head, *_nouns(r, o)):
                return j
    for j in range(k - 1, -1, -1):
        o = drafts[j]
        if o.kind == d.kind and _near(r, o, d) and _PART.search(r.text[o.quote.end : d.quote.start]):
            smaller = d.low is None or o.low is None or d.low <= o.low
            return j if smaller else None
    return None


def _nouns(r: Reading, d: Draft) -> list[int]:
    return list(syntax.tokens_of(r, d.quote.start, d.quote.end))


def _is_revised(r: Reading, a: Draft, b: Draft, between: str) -> bool:
    """ "Raised from three to seven": `b` takes the place of `a`."""
    around = r.text[max(0, a.quote.start - 60) : b.quote.end]
    return bool(_REVISED.search(around) and re.search(r"\bto\b", between))


def _is_revised_backwards(r: Reading, a: Draft, b: Draft, between: str) -> bool:
    """ "Raised to seven from three": `a` takes the place of `b`."""
    before = r.text[max(0, a.quote.start - 60) : a.quote.start]
    return bool(_REVISES.search(before) and re.fullmatch(r"\s+from\s+", between))


def _near(r: Reading, a: Draft, b: Draft) -> bool:
    return 0 <= r.sentence_of[b.head] - r.sentence_of[a.head] <= 1
