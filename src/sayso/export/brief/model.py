"""What a brief consists of. A sentence without a footnote cannot be built."""

from dataclasses import dataclass

from sayso.core import InternalError


@dataclass(frozen=True, slots=True)
class Note:
    """A footnote: the exact words, who published them when and under what title, where they stand, and the page's address."""

    number: int
    claim: str
    words: str
    source: str
    place: str
    address: str = ""
    through: str = ""  # the chain of speakers, where the publication does not speak itself


@dataclass(frozen=True, slots=True)
class Sentence:
    """A statement with the numbers of its footnotes. Raises InternalError if it has none."""

    text: str
    notes: tuple[int, ...]

    def __post_init__(self) -> None:
        if not self.text.strip() or not self.notes:
            raise InternalError(f"a sentence of a brief without a footnote: {self.text[:80]!r}")


@dataclass(frozen=True, slots=True)
class Row:
    """A row of a table, with its footnotes."""

    cells: tuple[str, ...]
    notes: tuple[int, ...]

    def __post_init__(self) -> None:
        if not self.notes:
            raise InternalError(f"a row of a brief without a footnote: {self.cells}")


@dataclass(frozen=True, slots=True)
class Section:
    """One event. `labels` are short facts (date, place, ...), not sentences."""

    number: int
    event: str
    title: str
    labels: tuple[tuple[str, str], ...]
    told: tuple[Sentence, ...]
    conflicts: tuple[Sentence, ...]
    columns: tuple[str, ...]
    rows: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class Brief:
    """A whole brief. `made` are labels on how it was made; `columns` and `overview` the table of its events."""

    title: str
    made: tuple[tuple[str, str], ...]
    columns: tuple[str, ...]
    overview: tuple[Row, ...]
    sections: tuple[Section, ...]
    notes: tuple[Note, ...]
