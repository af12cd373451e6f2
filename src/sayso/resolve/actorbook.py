"""Known actors: the package's list and the user's own file, which wins over it."""

import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any

from sayso.core import sha256_of
from sayso.core.errors import ConfigError
from sayso.gazetteer import countries
from sayso.gazetteer.names import fold
from sayso.ontology import load
from sayso.ontology.tables import read_table

COMMON_SURNAMES = frozenset(
    "abdullah abbas ahmed brown bush castro fox gates hariri harper hassan henry howard hussein james johnson jonathan"
    " khan major michel morales morrison park powell rice salman sanchez santos scott singh taylor wallace young major"
    " hernandez fernandez marcos bennett francis gandhi hamad assad blair".split()
)


@dataclass(frozen=True, slots=True)
class KnownActor:
    """An actor and the time for which its sector holds: ISO days, "" where open. `own` is true for the user's."""

    name: str
    country: str
    sector: str
    kind: str
    since: str
    until: str
    member_of: str
    aliases: tuple[str, ...]
    own: bool = False

    def holds(self, day: str) -> bool:
        """Whether it holds on an ISO day; always if the day is unknown ("") and the end is open."""
        if not day:
            return not self.until
        return (not self.since or self.since <= day) and (not self.until or day <= self.until)


@dataclass(frozen=True)
class ActorBook:
    """Known actors by folded name and alias; `surnames` by the last word of a person's name. `own` is a digest of the user's
    file, twelve hex digits, "" without one."""

    by_name: Mapping[str, tuple[KnownActor, ...]]
    surnames: Mapping[str, tuple[KnownActor, ...]]
    longest: int
    own: str = ""

    def find(self, name: str, *, titled: bool = False) -> tuple[KnownActor, ...]:
        """All that bear a name, the user's first. A surname alone counts if it is rare, or if a title stands before it
        (`titled`), and only if it is one person's."""
        folded = fold(name).removeprefix("the ")
        found = self.by_name.get(folded, ())
        if found or " " in folded:
            return found
        if not titled and (len(folded) < 5 or folded in COMMON_SURNAMES):
            return ()
        bearers = self.surnames.get(folded, ())
        return bearers if len({b.name for b in bearers}) == 1 else ()


@cache
def load_actors(own_file: Path | None = None) -> ActorBook:
    """The package's actors, with those of a TOML file of `[[actor]]` tables before them.

    Keys of a table: name; optional aliases, country (ISO 3166 alpha-2), sector (PLOVER), kind, from, until, member_of.
    Raises ConfigError, naming file, line and key, where the user's file is wrong; DataFileError for the package's.
    """
    ontology = load()
    text = _text_of(own_file) if own_file else ""
    columns = ("name", "country", "sector", "kind", "from", "until", "member_of", "aliases")
    known = list(_own(text, str(own_file))) if own_file else []
    for row in read_table(files("sayso.resolve") / "data" / "actors.tsv", columns):
        known.append(
            KnownActor(
                name=row.filled("name"),
                country=row.one_of("country", {*countries(), ""}),
                sector=row.one_of("sector", {*ontology.sectors, ""}),
                kind=row.one_of("kind", ontology.lists["actor_kind"]),
                since=row["from"],
                until=row["until"],
                member_of=row["member_of"],
                aliases=row.parts("aliases"),
            )
        )
    return _book(known, sha256_of(text)[:12] if own_file else "")


def _book(known: list[KnownActor], own: str) -> ActorBook:
    by_name: dict[str, list[KnownActor]] = {}
    surnames: dict[str, list[KnownActor]] = {}
    for actor in known:
        for name in {fold(n).removeprefix("the ") for n in (actor.name, *actor.aliases)}:
            by_name.setdefault(name, []).append(actor)
        if actor.kind == "person" and " " in actor.name:
            surnames.setdefault(fold(actor.name).split()[-1], []).append(actor)
    longest = max((len(n.split()) for n in by_name), default=1)
    return ActorBook(
        {n: _own_first(a) for n, a in by_name.items()}, {n: _own_first(a) for n, a in surnames.items()}, longest, own
    )


def _own_first(actors: list[KnownActor]) -> tuple[KnownActor, ...]:
    """The user's alone where there are any: they win over everything."""
    own = tuple(a for a in actors if a.own)
    return own or tuple(actors)


def _text_of(file: Path) -> str:
    try:
        return file.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise ConfigError(f"the actors file cannot be read ({error}).", where=str(file)) from error


def _own(text: str, file: str) -> Iterator[KnownActor]:
    try:
        found = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise ConfigError(f"the actors file is not TOML ({error}).", where=file, hint="See docs/coding.md.") from error
    for key in found:
        if key != "actor":
            raise ConfigError(
                f"'{key}' was not expected.", where=f"{file}, line {_line(text, key)}", hint="Head each actor [[actor]]."
            )
    if not isinstance(tables := found.get("actor", []), list):
        raise ConfigError("'actor' is one table.", where=f"{file}, line {_line(text, 'actor')}", hint="Head it [[actor]].")
    starts = [n for n, line in enumerate(text.splitlines(), 1) if _HEAD.match(line)]
    lines = text.splitlines()
    for k, table in enumerate(tables):
        start = starts[k] if len(starts) == len(tables) else 0
        end = starts[k + 1] - 1 if start and k + 1 < len(starts) else len(lines)
        yield _own_actor(table, _Place(file, start, tuple(lines[start:end]) if start else ()))


_HEAD = re.compile(r"\s*\[\[\s*actor\s*\]\]")
_KEYS = ("name", "aliases", "country", "sector", "kind", "from", "until", "member_of")


@dataclass(frozen=True, slots=True)
class _Place:
    """Where a table of the user's file stands: the line of its head (0 if not known) and the lines after that."""

    file: str
    head: int
    body: tuple[str, ...]

    def of(self, key: str) -> str:
        """File and line of a key; the line of the head where the table does not have it."""
        if not self.head:
            return self.file
        found = next((n for n, line in enumerate(self.body, self.head + 1) if _key_of(line) == key), self.head)
        return f"{self.file}, line {found}"


def _key_of(line: str) -> str:
    return line.partition("=")[0].strip().strip("\"'") if "=" in line else ""


def _line(text: str, key: str) -> int:
    """The line of a key or head of the whole file."""
    pattern = re.compile(rf"\s*\[*\s*[\"']?{re.escape(key)}\b")
    return next((n for n, line in enumerate(text.splitlines(), 1) if pattern.match(line)), 1)


def _own_actor(table: dict[str, Any], place: _Place) -> KnownActor:
    for key in table:
        if key not in _KEYS:
            raise ConfigError(f"key '{key}' is not one of: {', '.join(_KEYS)}.", where=place.of(key))
    if not isinstance(table.get("name"), str) or not table["name"].strip():
        raise ConfigError("key 'name' is missing, a text was expected.", where=place.of("name"))
    ontology = load()
    allowed = {"country": countries(), "sector": ontology.sectors, "kind": ontology.lists["actor_kind"]}
    for key, values in allowed.items():
        if key in table and table[key] not in values:
            shown = ", ".join(sorted(values)[:10]) + (", …" if len(values) > 10 else "")
            raise ConfigError(f"key '{key}': '{table[key]}' is not one of: {shown}.", where=place.of(key))
    aliases = table.get("aliases", [])
    if not isinstance(aliases, list) or not all(isinstance(a, str) and a.strip() for a in aliases):
        raise ConfigError("key 'aliases' must be a list of texts.", where=place.of("aliases"))
    since, until = _day(table, "from", place), _day(table, "until", place)
    if since and until and until < since:
        raise ConfigError(f"key 'until': {until} is before 'from', {since}.", where=place.of("until"))
    return KnownActor(
        name=table["name"].strip(),
        country=table.get("country", ""),
        sector=table.get("sector", ""),
        kind=table.get("kind", "unknown"),
        since=since,
        until=until,
        member_of=str(table.get("member_of", "")),
        aliases=tuple(aliases),
        own=True,
    )


def _day(table: dict[str, Any], key: str, place: _Place) -> str:
    value = table.get(key, "")
    try:
        return "" if value == "" else date.fromisoformat(str(value)).isoformat()
    except ValueError:
        raise ConfigError(f"key '{key}': '{value}' is not a day.", where=place.of(key), hint="Write it as 2015-07-16.") from None
