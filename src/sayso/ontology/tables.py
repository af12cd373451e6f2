"""Reading the project's data files: tab-separated tables under a header of comments that names source and licence."""

import difflib
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from importlib.resources.abc import Traversable
from pathlib import Path

from sayso.core.errors import AssetError

NONE = "-"


class DataFileError(AssetError):
    """A data file is wrong. The message names file, line and column, what is there, what was expected."""


@dataclass(frozen=True, slots=True)
class Row:
    """One line of a table: `cells` by column name, "-" read as empty; `line` counts from 1."""

    file: str
    line: int
    cells: dict[str, str]

    def __getitem__(self, column: str) -> str:
        return self.cells[column]

    def error(self, column: str, what: str, hint: str = "") -> DataFileError:
        return DataFileError(f"column '{column}': {what}", where=f"{self.file}:{self.line}", hint=hint)

    def filled(self, column: str) -> str:
        """The cell; an error if it is empty."""
        if not self.cells[column]:
            raise self.error(column, "is empty, a value was expected.")
        return self.cells[column]

    def one_of(self, column: str, allowed: Collection[str]) -> str:
        """The cell; an error with the nearest spelling if it is not in `allowed`."""
        return self._check(column, self.cells[column], allowed)

    def each_of(self, column: str, allowed: Collection[str], separator: str = ",") -> tuple[str, ...]:
        """The cell split at `separator`, each part one of `allowed`."""
        return tuple(self._check(column, part, allowed) for part in self.parts(column, separator))

    def parts(self, column: str, separator: str = ";") -> tuple[str, ...]:
        """The cell split at `separator`, white space trimmed, empty parts left out."""
        return tuple(part.strip() for part in self.cells[column].split(separator) if part.strip())

    def number(self, column: str) -> float:
        try:
            return float(self.cells[column])
        except ValueError:
            raise self.error(column, f"'{self.cells[column]}' is not a number.") from None

    def _check(self, column: str, value: str, allowed: Collection[str]) -> str:
        if value in allowed:
            return value
        known = sorted(a for a in allowed if a)
        listed = ", ".join(known[:10]) + (f", … and {len(known) - 10} more" if len(known) > 10 else "")
        near = difflib.get_close_matches(value, known, 1)
        raise self.error(column, f"'{value[:80]}' is not one of: {listed}.", f"Did you mean '{near[0]}'?" if near else "")


def read_table(file: Traversable | Path, columns: tuple[str, ...], key: tuple[str, ...] = ()) -> list[Row]:
    """All rows of a table, checked for its columns and for rows that repeat `key`.

    Comment lines start with "#"; two of them must say "Source:" and "Licence:". The first other line names the columns.
    Raises DataFileError, which names file, line and column.
    """
    try:
        text = file.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise DataFileError(f"cannot be read ({error}).", where=file.name) from error
    header = [line for line in text.splitlines() if line.startswith("#")]
    for word in ("Source:", "Licence:"):
        if not any(word in line for line in header):
            raise DataFileError(f"the comments at the top do not say '{word}'.", where=f"{file.name}:1")
    rows = list(_rows(file.name, text, columns))
    seen: dict[tuple[str, ...], int] = {}
    for row in rows:
        value = tuple(row[k] for k in key)
        if key and value in seen:
            raise row.error(key[0], f"{' / '.join(value)} is already on line {seen[value]}.", "Delete one of the two.")
        seen[value] = row.line
    return rows


def _rows(name: str, text: str, columns: tuple[str, ...]) -> Iterator[Row]:
    named = False
    for number, line in enumerate(text.splitlines(), 1):
        if not line.strip() or line.startswith("#"):
            continue
        cells = tuple(line.split("\t"))
        if not named:
            if cells != columns:
                raise DataFileError(f"columns are {cells}, expected {columns}.", where=f"{name}:{number}")
            named = True
            continue
        if len(cells) != len(columns):
            raise DataFileError(
                f"{len(cells)} cells, expected {len(columns)}: {', '.join(columns)}.",
                where=f"{name}:{number}",
                hint="Cells are separated by one tab; an empty one is written '-'.",
            )
        values = ("" if c.strip() == NONE else c.strip() for c in cells)
        yield Row(name, number, dict(zip(columns, values, strict=True)))
    if not named:
        raise DataFileError("has no line that names the columns.", where=name)
