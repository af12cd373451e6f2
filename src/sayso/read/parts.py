"""Where a text's parts begin and end: headline, dateline, furniture. A sentence never runs over such a border."""

import re
from bisect import bisect_left
from collections.abc import Sequence

from sayso.core import Document

Marks = tuple[tuple[int, int, str], ...]
_BORDERS = {"title", "heading", "byline", "dateline", "caption", "furniture"}
_HEAD = 200  # characters before a headline that is run together with the text
_SHORTEST = 15


def marks_of(document: Document) -> Marks:
    """The document's marks, and the headline of its masthead where the text begins with the same words unmarked."""
    marks = tuple((m.start, m.end, m.kind) for m in document.marks)
    if any(kind == "title" for _, _, kind in marks):
        return marks
    title = document.title or ""
    found = _place_of(title, document.text) if len(title) >= _SHORTEST else None
    return tuple(sorted((*marks, (*found, "title")))) if found else marks


def with_borders(brk: list[int], spans: Sequence[tuple[int, int]], marks: Marks) -> list[int]:
    """What stands before each token (0 blank, 1 line break, 2 empty line), with an empty line at the borders of marks."""
    if not marks:
        return brk
    out, starts = list(brk), [a for a, _ in spans]
    for start, end, kind in marks:
        if kind in _BORDERS:
            for at in (start, end):
                if (k := bisect_left(starts, at)) < len(out):
                    out[k] = 2
    return out


def _place_of(title: str, text: str) -> tuple[int, int] | None:
    """Where the words of a title stand at the head of a text, whatever marks and blanks are between them."""
    words = re.findall(r"\w+", title)
    pattern = re.compile(r"\W{0,4}".join(map(re.escape, words)) + r"\W?(?=\s|$)", re.I)
    found = pattern.search(text, 0, len(title) * 2 + _HEAD)
    return found.span() if found and found.start() <= _HEAD else None
