"""Word lists of each language, as checked tables in `lexicons/LANGUAGE/`. Adding a language is adding a folder."""

from functools import cache
from importlib.resources import files

from sayso.core.errors import ConfigError
from sayso.ontology.tables import read_table

__all__ = ["given_names", "languages", "table", "words"]


def languages() -> tuple[str, ...]:
    """ISO 639-1 codes of the languages that have lexicons."""
    return tuple(sorted(f.name for f in files("sayso.lexicons").iterdir() if (f / "cues.tsv").is_file()))


@cache
def table(language: str, name: str, columns: tuple[str, ...]) -> dict[str, tuple[str, ...]]:
    """The rows of `LANGUAGE/NAME.tsv` by their first column; the other columns in order.

    Raises ConfigError for a language without lexicons, DataFileError naming file, line and column for a damaged file.
    """
    file = files("sayso.lexicons") / language / f"{name}.tsv"
    if not file.is_file():
        raise ConfigError(f"there is no lexicon '{name}' for language '{language}'.", hint=f"Known: {', '.join(languages())}.")
    return {row[columns[0]]: tuple(row[c] for c in columns[1:]) for row in read_table(file, columns, columns[:1])}


def words(language: str, name: str, column: str) -> frozenset[str]:
    """A lexicon of one column as a set."""
    return frozenset(table(language, name, (column,)))


@cache
def given_names(language: str) -> dict[str, str]:
    """Given names, folded, with the gender of most who bear them: "f" or "m"."""
    rows = table(language, "given_names", ("group", "names"))
    return {name: group[0] for group, (names,) in rows.items() for name in names.split()}
