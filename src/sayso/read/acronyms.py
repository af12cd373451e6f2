"""Acronyms with the long form that introduces them: "State Committee for National Security (UKMK)"."""

import re

from sayso.core import Acronym, Span

_SHORT = re.compile(r"\((?P<s>[A-Z][A-Za-z&.-]{1,9})(?:[,;][^()]*)?\)")
_LONG = re.compile(r"(?<!\w)(?P<s>[A-Z]{2,8})\s\((?P<l>[A-Z][^()]{4,70})\)")
_SMALL = {"of", "the", "for", "and", "in", "on", "to", "de", "la", "del", "y", "du", "des", "al"}


def find(text: str) -> tuple[Acronym, ...]:
    """Pairs of short and long form in text order. Letters of the short form begin words of the long one, or the long form
    is the run of capitalised words before the bracket (for acronyms of another language)."""
    out = []
    for m in _SHORT.finditer(text):
        short = Span(m.start("s"), m.end("s"))
        if sum(c.isupper() for c in m["s"]) < 2:
            continue
        long = _by_letters(text, m["s"], m.start()) or _capitalised(text, m.start())
        if long is not None:
            out.append(Acronym(short, long))
    for m in _LONG.finditer(text):
        if _fits(m["s"], m["l"].split()):
            out.append(Acronym(Span(m.start("s"), m.end("s")), Span(m.start("l"), m.end("l"))))
    return tuple(sorted(out, key=lambda a: a.short))


def _words_before(text: str, end: int) -> list[tuple[int, int, str]]:
    start = max(text.rfind("\n", 0, end), text.rfind(". ", 0, end), end - 120, 0)
    return [(start + m.start(), start + m.end(), m.group()) for m in re.finditer(r"[\w'’&]+", text[start:end])]


def _fits(short: str, words: list[str]) -> bool:
    letters = [c.lower() for c in short if c.isalpha()]
    heads = [w[0].lower() for w in words if w.lower() not in _SMALL or w[0].isupper()]
    return heads == letters


def _by_letters(text: str, short: str, end: int) -> Span | None:
    words = _words_before(text, end)
    for first in range(len(words) - 1, -1, -1):
        if len(words) - first > 2 * len(short) + 2:
            break
        if _fits(short, [w for _, _, w in words[first:]]):
            return Span(words[first][0], words[-1][1])
    return None


def _capitalised(text: str, end: int) -> Span | None:
    words = _words_before(text, end)
    if not words or end - words[-1][1] > 1 or not words[-1][2][0].isupper():
        return None
    first = len(words) - 1
    while (
        first > 0
        and (words[first - 1][2][0].isupper() or words[first - 1][2] in _SMALL)
        and words[first][0] - words[first - 1][1] <= 1
    ):
        first -= 1
    while first < len(words) and words[first][2].lower() in _SMALL:
        first += 1
    return Span(words[first][0], words[-1][1]) if len(words) - first >= 2 else None
