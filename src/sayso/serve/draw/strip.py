"""One strip per origin: how a figure was worded decides how it is drawn. A forest plot without the pooled diamond.

    exactly    a filled mark
    at least   a filled mark at the bound, a dotted line to the right edge, an open arrow
    at most    the same to the left
    range      a bar with end caps and no mark in the middle
    about      a mark with a short wavy line below; no width is invented
    vague      a dashed box over the word's span; a bare plural is not drawn at all
    also       other figures of the same origin and time, drawn the same and not joined
    earlier    a small hollow mark of the same origin, joined to the newest; a range or vague words as a faint bar or box, for they
               have no middle that anybody named

Positions are percent of the width, marks sit in nested SVG elements, so that they keep their shape at any width.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from markupsafe import Markup

from sayso.lexicons import languages, table
from sayso.serve.draw.marks import SYMBOLS, mark
from sayso.serve.draw.scale import LEFT, RIGHT, Scale

HEIGHT = 36
MIDDLE = HEIGHT // 2


@dataclass(frozen=True, slots=True)
class Worded:
    """A figure as it was worded. `low` and `high` as the annotation guide has them; `words` are the quote's."""

    low: int | None
    high: int | None
    comparator: str
    words: str = ""

    @property
    def numbers(self) -> tuple[int, ...]:
        """The numbers that an axis must hold: the bounds, or the ends of a vague word's span."""
        if self.comparator in ("vague", "plural"):
            return vague_span(self.words) or ()
        return tuple(v for v in (self.low, self.high) if v is not None)

    @property
    def comparable(self) -> bool:
        """False for vague words and bare plurals: they are drawn or printed and never compared."""
        return self.comparator not in ("vague", "plural") and bool(self.numbers)


def vague_span(words: str) -> tuple[int, int] | None:
    """The numbers between which a vague wording is drawn; None for words without a span ("many", a bare plural)."""
    lowered = f" {' '.join(words.lower().split())} "
    best: tuple[int, tuple[int, int]] | None = None
    for language in languages():
        for word, (low, high) in table(language, "vague_quantities", ("word", "low", "high")).items():
            if f" {word} " in lowered and (best is None or len(word) > best[0]):
                best = (len(word), (int(low), int(high)))
    return best[1] if best else None


def draw_strip(
    scale: Scale, role: str, newest: Worded, earlier: Sequence[Worded] = (), also: Sequence[Worded] = (), *, muted: bool = False
) -> Markup:
    """The strip of one origin: its newest figure, others of the same time, and its earlier ones, oldest first. `muted` for rows of
    another scope."""
    css = f"role-{role if role in SYMBOLS else 'unattributed'}" + (" muted-strip" if muted else "")
    parts = [_grid(scale)]
    target = _single(scale, newest)
    for old in earlier:
        start = _single(scale, old)
        if start is None:
            parts.append(f'<g class="earlier">{"".join(_drawn(scale, role, old))}</g>')
            continue
        if target is not None:
            parts.append(f'<line class="revised" x1="{start:.2f}%" x2="{target:.2f}%" y1="{MIDDLE}" y2="{MIDDLE}"/>')
        parts.append(_placed(start, mark(role, 4, hollow=True)))
    for figure in (*also, newest):
        parts += _drawn(scale, role, figure)
    return Markup(
        f'<svg class="strip {css}" width="100%" height="{HEIGHT}" aria-hidden="true" focusable="false">{"".join(parts)}</svg>'
    )


def _drawn(scale: Scale, role: str, figure: Worded) -> list[str]:
    if figure.comparator in ("vague", "plural"):
        span = vague_span(figure.words)
        return [_box(scale, *span)] if span else []
    low, high = figure.low, figure.high
    if low is not None and high is not None and low != high:
        return [_bar(scale, low, high)]
    bound = low if low is not None else high
    if bound is None:
        return []
    parts = []
    if high is None or figure.comparator == "at_least":
        parts.append(_arrow(scale.at(bound), RIGHT + 8, 1))
    elif low is None or figure.comparator == "at_most":
        parts.append(_arrow(scale.at(bound), LEFT - 2, -1))
    parts.append(_placed(scale.at(bound), mark(role)))
    if figure.comparator == "about":
        parts.append(_placed(scale.at(bound), '<path class="wavy" d="M-9 12q2.25 -4 4.5 0t4.5 0t4.5 0t4.5 0"/>'))
    return parts


def _single(scale: Scale, figure: Worded) -> float | None:
    """Where a line that joins revisions meets a figure; None if it is no single number."""
    numbers = set(figure.numbers) if figure.comparable else set()
    return scale.at(numbers.pop()) if len(numbers) == 1 else None


def _grid(scale: Scale) -> str:
    return "".join(
        f'<line class="grid" x1="{scale.at(t):.2f}%" x2="{scale.at(t):.2f}%" y1="0" y2="{HEIGHT}"/>' for t in scale.ticks
    )


def _placed(percent: float, content: str) -> str:
    return f'<svg x="{percent:.2f}%" y="{MIDDLE}" overflow="visible">{content}</svg>'


def _bar(scale: Scale, low: int, high: int) -> str:
    a, b = scale.at(low), scale.at(high)
    caps = "".join(f'<line x1="{x:.2f}%" x2="{x:.2f}%" y1="{MIDDLE - 8}" y2="{MIDDLE + 8}"/>' for x in (a, b))
    return f'<g class="bar"><line x1="{a:.2f}%" x2="{b:.2f}%" y1="{MIDDLE}" y2="{MIDDLE}"/>{caps}</g>'


def _arrow(start: float, end: float, way: int) -> str:
    head = _placed(end, f'<path class="head" d="M{-7 * way} -6L0 0L{-7 * way} 6"/>')
    return f'<line class="open" x1="{start:.2f}%" x2="{end:.2f}%" y1="{MIDDLE}" y2="{MIDDLE}"/>{head}'


def _box(scale: Scale, low: int, high: int) -> str:
    a, b = scale.at(low), scale.at(high)
    return f'<rect class="vague" x="{a:.2f}%" y="{MIDDLE - 8}" width="{max(b - a, 1):.2f}%" height="16" rx="3"/>'
