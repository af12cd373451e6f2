"""Where a sentence surely begins, by marks and letters, whatever the network says: it decides the rest.

A stop after a word of small letters before a capital (in a text in capitals, after any word of four letters and more), a stop
before an opening quotation mark, and a stop inside a closed quotation
before a capital. On GUM dev 943 such places are sentence starts and 1 is not; the network alone leaves out a fifth of them in news.
"""

import re
from collections.abc import Sequence

from sayso.neural import SURE
from sayso.read.tokens import is_shouted

_STOPS = {".", "!", "?", "...", "…"}
_OPENING = re.compile(r"[\"“‘'`«]+$")
_CLOSED = re.compile(r"[.][\"”’'»]+$|[.]''$")
# Short for something even in small letters, or before a name.
_ABBREVIATED = set(
    "approx dept prof capt sept corp assn govt univ asst est incl resp misc tel fig figs vols chap gens cols sens reps govs inc ltd bros "
    "gen sen gov rep col sgt maj cpl pvt adm cmdr insp supt mrs messrs jan feb mar apr jun jul aug oct nov dec mon tues wed thurs".split()
)
# Words that begin a sentence after a name ("Olenk. The"), where a name's initial or title would not stand.
_OPENERS = set(
    "the he she it they we in on at but and a an this that these those there his her their its our as after before for from with while when if "
    "since however although meanwhile police according some many several no not one two you i what who how why".split()
)


def sure_starts(text: str, tokens: Sequence[tuple[int, int]]) -> list[int]:
    """Indices of tokens that surely begin a sentence."""
    out = []
    shouted = is_shouted(text)
    for i in range(2, len(tokens)):
        start, end = tokens[i]
        before = tokens[i - 1]
        if start == before[1] or not _begins(text, start, end):
            continue
        last = text[before[0] : before[1]]
        if last in _STOPS:
            word = text[tokens[i - 2][0] : tokens[i - 2][1]]
            quoted = bool(_OPENING.match(text[start:end]))
            if _ends_sentence(word.lower() if shouted else word, text[start:end], quoted=quoted):
                out.append(i)
        elif _CLOSED.search(text[before[0] - 1 : before[1]]):
            out.append(i)
    return out


def with_sure_starts(brk: list[int], text: str, tokens: Sequence[tuple[int, int]]) -> list[int]:
    """What stands before each token, with `SURE` where a sentence begins after a blank."""
    out = list(brk)
    for i in sure_starts(text, tokens):
        if out[i] == 0:
            out[i] = SURE
    return out


def _begins(text: str, start: int, end: int) -> bool:
    """Whether a token can begin a sentence: a capital, or a mark before one."""
    if _OPENING.match(text[start:end]):
        return text[end : end + 1].isupper()
    return text[start].isupper()


def _ends_sentence(word: str, following: str, *, quoted: bool) -> bool:
    if len(word) < 3 or not word[-1].isalpha() or word.lower() in _ABBREVIATED:
        return word[-1:] in ")%" and not quoted and following.lower() in _OPENERS
    if quoted or (word.islower() and len(word) > 3):
        return True
    return following.lower() in _OPENERS and len(word) > 3
