"""Direct quotations with their marks, straight or curly, over sentences and reopened paragraphs."""

import re

from sayso.core import Span

_OPEN, _CLOSE = "“„«", "”»"
MAX_QUOTATION = 3000  # characters; a mark left open does not swallow a document


def find(text: str) -> tuple[Span, ...]:
    """Quotations in text order, marks included. One that is reopened at each paragraph is one quotation."""
    spans = sorted(_curly(text) + _straight(text), key=lambda s: s.start)
    return tuple(_reopened(text, spans))


def _curly(text: str) -> list[Span]:
    out = []
    start = None
    for m in re.finditer(f"[{_OPEN}{_CLOSE}]", text):
        if m.group() in _OPEN:
            if start is not None and "\n" in text[start : m.start()]:
                out.append(Span(start, _stop(text, start, m.start())))
            start = m.start()
        elif start is not None:
            if m.end() - start <= MAX_QUOTATION:
                out.append(Span(start, m.end()))
            start = None
    return out


def _straight(text: str) -> list[Span]:
    """Straight marks open after a blank or bracket and close before one; a paragraph's end closes what is left open."""
    out = []
    start = None
    for m in re.finditer(r'"|``|\'\'', text):
        before = text[m.start() - 1] if m.start() else " "
        opens = (before.isspace() or before in "([-—–") and m.end() < len(text) and not text[m.end()].isspace()
        if start is not None and "\n\n" in text[start : m.start()] and opens:
            out.append(Span(start, _stop(text, start, m.start())))
            start = None
        if start is None:
            start = m.start() if opens or m.group() == "``" else None
        else:
            if m.end() - start <= MAX_QUOTATION:
                out.append(Span(start, m.end()))
            start = None
    return out


def _stop(text: str, start: int, limit: int) -> int:
    """The end of the paragraph in which an unclosed quotation stands."""
    end = text.find("\n", start, limit)
    return end if end > start else limit


def _reopened(text: str, spans: list[Span]) -> list[Span]:
    """Joins a paragraph that ends without a closing mark with the next one that opens again."""
    out: list[Span] = []
    for s in spans:
        if out and text[out[-1].end - 1] not in _CLOSE + "\"'" and not text[out[-1].end : s.start].strip():
            out[-1] = Span(out[-1].start, s.end)
        else:
            out.append(s)
    return out
