"""A text with what attributions are completed by: tokens, sentences, quotations, and quick ways between them."""

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, field

from sayso.core import Span, Token
from sayso.read.tokens import written


@dataclass(frozen=True)
class Frame:
    """`sentences` are token ranges, half-open; `quotations` spans of characters with their marks, in order, never overlapping."""

    text: str
    tokens: Sequence[Token]
    sentences: Sequence[tuple[int, int]]
    quotations: Sequence[Span]
    _starts: list[int] = field(init=False, repr=False)
    _ends: list[int] = field(init=False, repr=False)
    _firsts: list[int] = field(init=False, repr=False)
    _quoted: list[int] = field(init=False, repr=False)
    children: dict[int, list[int]] = field(init=False, repr=False)  # of each token with dependents, in text order

    def __post_init__(self) -> None:
        object.__setattr__(self, "_starts", [t.start for t in self.tokens])
        object.__setattr__(self, "_ends", [t.end for t in self.tokens])
        object.__setattr__(self, "_firsts", [a for a, _ in self.sentences])
        object.__setattr__(self, "_quoted", [q.start for q in self.quotations])
        children: dict[int, list[int]] = {}
        for i, t in enumerate(self.tokens):
            if t.head != i:
                children.setdefault(t.head, []).append(i)
        object.__setattr__(self, "children", children)

    def tokens_in(self, span: Span) -> tuple[int, int]:
        """Tokens that begin inside a span, as a range."""
        return bisect_left(self._starts, span.start), bisect_left(self._starts, span.end)

    def token_at(self, offset: int) -> int:
        """The token that covers or first follows a character; the number of tokens after the last."""
        return bisect_right(self._ends, offset)

    def sentence_of(self, token: int) -> tuple[int, int]:
        """The sentence of a token, as a token range."""
        return self.sentences[max(0, bisect_right(self._firsts, token) - 1)] if self.sentences else (0, len(self.tokens))

    def sentence_span(self, token: int) -> Span:
        """Characters of the sentence of a token."""
        first, last = self.sentence_of(token)
        return Span(self.tokens[first].start, self.tokens[last - 1].end)

    def word(self, token: int) -> str:
        """A token's letters in lower case."""
        t = self.tokens[token]
        return written(self.text, t.start, t.end).lower()

    def span(self, first: int, last: int) -> Span:
        """Characters of the tokens [first, last)."""
        return Span(self.tokens[first].start, self.tokens[last - 1].end)

    def quotation_at(self, offset: int) -> Span | None:
        """The quotation that covers a character."""
        k = bisect_right(self._quoted, offset) - 1
        return self.quotations[k] if k >= 0 and offset < self.quotations[k].end else None

    def quotations_in(self, span: Span) -> Sequence[Span]:
        """Quotations that overlap a span."""
        k = bisect_right(self._quoted, span.start) - 1
        first = k if k >= 0 and self.quotations[k].end > span.start else k + 1
        return self.quotations[first : bisect_left(self._quoted, span.end)]

    def is_sentence(self, quotation: Span) -> bool:
        """Whether a quotation is a sentence of its own rather than quoted words inside another."""
        inner = quotation.of(self.text).strip("“”\"„«»‘’'`＂ \n")
        first, last = self.tokens_in(quotation)
        words = sum(1 for t in self.tokens[first:last] if t.upos != "PUNCT")
        stopped = quotation.of(self.text).rstrip("“”\"„«»‘’'`＂ \n")[-1:] in tuple(".,!?…—-")
        return (
            bool(inner)
            and (stopped or inner[0].isupper())
            and words >= (2 if stopped else 3)
            and any(t.upos in ("VERB", "AUX") for t in self.tokens[first:last])
        )
