"""Direct quotations with their marks, straight or curly, double or single, nested, over sentences and reopened paragraphs.

A mark opens or closes by what stands beside it; where both would do, by whether one is open. A quotation that is not closed
ends with its paragraph if the next one opens again (then both are one quotation), and is otherwise left out: one forgotten mark does not
turn a text inside out.
"""

import re

from sayso.core import Span

MAX_QUOTATION = 6000  # characters; a mark left open does not swallow a document
_PAIRS = {"“": "”", "„": "“”", "«": "»", "``": "''"}
_CLOSERS = {"”", "»", "''"}
_MARK = re.compile(r"[“”„«»\"＂]|``|''")
_PARAGRAPH = re.compile(r"\n[^\S\n]*\n|\n(?=[^\S\n]*[“\"„«‘])")
# Single marks: one that opens stands after a blank and before a word that is no decade and no clipped word.
_SINGLE_OPEN = re.compile(r"(?:(?<=[\s(\[—–-])|^)(?P<m>[‘'])(?=\w)(?!\d0s|em\b|til\b|twas\b|n['’])", re.MULTILINE)
_SINGLE_CLOSE = {"‘": re.compile(r"(?<=\S)’(?!\w)"), "'": re.compile(r"(?<=\S)'(?!\w)")}
_PLURAL = re.compile(r"s[’'](?=\s+[a-z])")  # "the workers' rights"


def find(text: str) -> tuple[Span, ...]:
    """Outermost quotations in text order, marks included. One that is reopened at each paragraph is one quotation."""
    breaks = [m.start() for m in _PARAGRAPH.finditer(text)]
    spans = _double(text, breaks)
    taken = spans[:]
    for s in _single(text, breaks):
        if not any(s.overlaps(t) for t in taken):
            spans.append(s)
    return tuple(sorted(spans))


def _double(text: str, breaks: list[int]) -> list[Span]:
    out: list[Span] = []
    start: int | None = None
    mark = ""
    resumed = False  # whether an earlier paragraph of the same quotation is the last of `out`
    for m in _MARK.finditer(text):
        now = m.group().replace("＂", '"')
        opens, closes = _directions(text, m.start(), m.end(), now)
        if start is not None and (crossed := _break_between(breaks, start, m.start())) is not None:
            if opens and _same_family(mark, now) and not text[crossed : m.start()].strip() and m.start() - start <= MAX_QUOTATION:
                out = _extended(out, start, crossed, text, resumed)
                start, mark, resumed = m.start(), now, True
                continue
            start, resumed = None, False
        if start is not None and closes and _closes(mark, now):
            if m.end() - start <= MAX_QUOTATION:
                out = _extended(out, start, m.end(), text, resumed)
            start, resumed = None, False
        elif opens and (start is None or (_same_family(mark, now) and mark == '"' and not closes)):
            start, mark, resumed = m.start(), now, False
    return out


def _directions(text: str, start: int, end: int, mark: str) -> tuple[bool, bool]:
    """Whether a mark can open and whether it can close."""
    if mark in ("“", "„", "«", "``"):
        return True, mark == "“" and text[max(0, start - 1) : start].strip() != "" and not text[end : end + 1].isalnum()
    if mark in _CLOSERS:
        return mark == "''" and _starts(text, start, end), True
    return _starts(text, start, end), not _starts(text, start, end) or not text[end : end + 1].isalnum()


def _starts(text: str, start: int, end: int) -> bool:
    before, after = text[start - 1] if start else " ", text[end] if end < len(text) else " "
    return (before.isspace() or before in "([{-—–:‘'…/") and not after.isspace()


def _closes(mark: str, now: str) -> bool:
    return (
        now == mark == '"' or now in _PAIRS.get(mark, "") or (mark == '"' and now in ("”", "''")) or (mark == "“" and now == '"')
    )


def _same_family(mark: str, now: str) -> bool:
    return mark == now or {mark, now} <= {"“", '"', "„"}


def _extended(out: list[Span], start: int, end: int, text: str, resumed: bool) -> list[Span]:
    """With one more stretch, joined to the last one where it goes on with it."""
    while end > start and text[end - 1].isspace():
        end -= 1
    if resumed and out:
        return [*out[:-1], Span(out[-1].start, end)]
    return [*out, Span(start, end)]


def _break_between(breaks: list[int], start: int, end: int) -> int | None:
    from bisect import bisect_left

    k = bisect_left(breaks, start)
    return breaks[k] if k < len(breaks) and breaks[k] < end else None


def _single(text: str, breaks: list[int]) -> list[Span]:
    """Quotations between single marks; an apostrophe inside or a plural possessive does not end one."""
    out: list[Span] = []
    upto = 0
    for m in _SINGLE_OPEN.finditer(text):
        if m.start("m") < upto:
            continue
        limit = _break_between(breaks, m.start("m"), len(text)) or len(text)
        limit = min(limit, m.start("m") + MAX_QUOTATION)
        ends = [c for c in _SINGLE_CLOSE[m["m"]].finditer(text, m.end(), limit) if not _PLURAL.match(text, c.start() - 1)]
        if not ends:
            continue
        after_stop = next(
            (c for c in ends if text[c.start() - 1] in ".,!?…" or text[c.end() : c.end() + 1] in ".,;:!?)"), ends[0]
        )
        end = min(after_stop, ends[0], key=lambda c: (c is not after_stop and text[c.end() : c.end() + 1].isspace(), c.start()))
        if m["m"] == "'" and text[end.start() - 1] not in ".,!?" and end.start() - m.end() > 60:
            continue  # two apostrophes far apart are no quotation
        out.append(Span(m.start("m"), end.end()))
        upto = end.end()
    return out
