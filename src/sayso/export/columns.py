"""Columns of data sets: each says what it holds, so that the codebook is written from what is filled."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

Record = Mapping[str, Any]
TYPES = ("text", "integer", "number", "yes/no", "date", "list")


@dataclass(frozen=True, slots=True)
class Column:
    """A column. `type` is one of TYPES; `what` tells what stands there and how it is filled; `blank` marks one that is never
    filled, because nothing in a ledger answers to it."""

    name: str
    type: str
    what: str
    blank: bool = False


@dataclass(frozen=True)
class Table:
    """Records under columns. `name` is that of its file, without the ending."""

    name: str
    title: str
    columns: tuple[Column, ...]
    records: Sequence[Record]

    @property
    def names(self) -> tuple[str, ...]:
        return tuple(c.name for c in self.columns)


@dataclass(frozen=True, slots=True)
class Lost:
    """Something that a format could not hold: of an event (or "" for the whole), a column, what was lost, and why."""

    event: str
    column: str
    lost: str
    why: str


LOST = (
    Column("event_id", "text", "The event, blank where it concerns the whole data set."),
    Column("column", "text", "The column that could not hold it, blank where the whole event is left out."),
    Column("lost", "text", "What was lost."),
    Column("why", "text", "Why."),
)
RETRACTED = (
    Column("id", "text", "An id that earlier data sets may hold and that is used no more."),
    Column("kind", "text", "event or claim."),
    Column("became", "text", "The event into which it was merged, blank where it is gone."),
    Column("why", "text", "merged, no report tells of it any more, or rejected by a person."),
)


def lost_table(found: Iterable[Lost]) -> Table:
    """The report of what was lost, in a fixed order."""
    ordered = sorted(set(found), key=lambda x: (x.event, x.column, x.lost, x.why))
    records = [{"event_id": x.event, "column": x.column, "lost": x.lost, "why": x.why} for x in ordered]
    return Table("lost", "What this format could not hold", LOST, records)


def codebook(title: str, about: Sequence[str], tables: Iterable[Table]) -> str:
    """The codebook in Markdown: what the data set is, and every column of every table."""
    parts = [f"# {title}", *about]
    for table in tables:
        parts.append(f"## {table.name}\n\n{table.title}.")
        rows = "\n".join(
            f"| `{c.name}` | {c.type} | {c.what}{' Always blank.' if c.blank else ''} |".replace("\n", " ") for c in table.columns
        )
        parts.append(f"| Column | Type | What stands there |\n|---|---|---|\n{rows}")
    return "\n\n".join(parts) + "\n"
