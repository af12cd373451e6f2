"""Places in a frozen text."""

from dataclasses import dataclass
from typing import Self

from sayso.core.errors import InputError


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """Half-open code-point offsets [start, end) into one document's text. Raises `InputError` if end < start or start < 0."""

    start: int
    end: int

    def __post_init__(self) -> None:
        if not 0 <= self.start <= self.end:
            raise InputError(f"a span [{self.start}, {self.end}) is not in order", hint="Give 0 <= start <= end.")

    def __len__(self) -> int:
        return self.end - self.start

    def overlaps(self, other: "Span") -> bool:
        """True if the two share at least one character."""
        return self.start < other.end and other.start < self.end

    def contains(self, other: "Span") -> bool:
        """True if `other` lies wholly inside."""
        return self.start <= other.start and other.end <= self.end

    def of(self, text: str) -> str:
        """The words at this place of `text`."""
        return text[self.start : self.end]


@dataclass(frozen=True, slots=True, order=True)
class Quote:
    """A place in a document's text together with the words that stand there.

    Build it with `Quote.at`, which reads the words; `check` confirms them against a text.
    """

    start: int
    end: int
    words: str

    def __post_init__(self) -> None:
        if self.start < 0 or self.end - self.start != len(self.words) or not self.words:
            raise InputError(
                f"a quote at [{self.start}, {self.end}) carries {len(self.words)} characters: {self.words[:80]!r}",
                hint="The words must be exactly the text between the offsets, and not empty.",
            )

    @classmethod
    def at(cls, text: str, start: int, end: int) -> Self:
        """The quote of `text[start:end]`. Raises `InputError` if the offsets leave the text or are empty."""
        if not 0 <= start < end <= len(text):
            raise InputError(f"[{start}, {end}) is not a place in a text of {len(text)} characters")
        return cls(start, end, text[start:end])

    @property
    def span(self) -> Span:
        return Span(self.start, self.end)

    def check(self, text: str) -> None:
        """Raises `InputError` if `text` does not read `words` at these offsets."""
        if text[self.start : self.end] != self.words:
            raise InputError(
                f"quote at {self.start}-{self.end} reads {self.words[:80]!r} but the text there is "
                f"{text[self.start : self.end][:80]!r}"
            )

    def __str__(self) -> str:
        return self.words
