"""Known actors: the package's list and the user's own file, which wins over it."""

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any

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
    """Known actors by folded name and alias; `surnames` by the last word of a person's name."""

    by_name: Mapping[str, tuple[KnownActor, ...]]
    surnames: Mapping[str, tuple[KnownActor, ...]]
    longest: int

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
    Raises ConfigError, naming file, table and key, where the user's file is wrong; DataFileError for the package's.
    """
    ontology = load()
    columns = ("name", "country", "sector", "kind", "from", "until", "member_of", "aliases")
    known = list(_own(own_file)) if own_file else []
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
    return _book(known)


def _book(known: list[KnownActor]) -> ActorBook:
    by_name: dict[str, list[KnownActor]] = {}
    surnames: dict[str, list[KnownActor]] = {}
    for actor in known:
        for name in {fold(n).removeprefix("the ") for n in (actor.name, *actor.aliases)}:
            by_name.setdefault(name, []).append(actor)
        if actor.kind == "person" and " " in actor.name:
            surnames.setdefault(fold(actor.name).split()[-1], []).append(actor)
    longest = max((len(n.split()) for n in by_name), default=1)
    return ActorBook({n: _own_first(a) for n, a in by_name.items()}, {n: _own_first(a) for n, a in surnames.items()}, longest)


def _own_first(actors: list[KnownActor]) -> tuple[KnownActor, ...]:
    """The user's alone where there are any: they win over everything."""
    own = tuple(a for a in actors if a.own)
    return own or tuple(actors)


def _own(file: Path) -> Iterator[KnownActor]:
    try:
        tables = tomllib.loads(file.read_text(encoding="utf-8")).get("actor", [])
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise ConfigError(f"the actors file cannot be read ({error}).", where=str(file)) from error
    for number, table in enumerate(tables, 1):
        yield _own_actor(table, f"{file}, actor {number}")


_KEYS = ("name", "aliases", "country", "sector", "kind", "from", "until", "member_of")


def _own_actor(table: dict[str, Any], where: str) -> KnownActor:
    for key in table:
        if key not in _KEYS:
            raise ConfigError(f"key '{key}' is not one of: {', '.join(_KEYS)}.", where=where)
    if not isinstance(table.get("name"), str) or not table["name"].strip():
        raise ConfigError("key 'name' is missing, a text was expected.", where=where)
    ontology = load()
    allowed = {"country": countries(), "sector": ontology.sectors, "kind": ontology.lists["actor_kind"]}
    for key, values in allowed.items():
        if key in table and table[key] not in values:
            raise ConfigError(f"key '{key}': '{table[key]}' is not one of: {', '.join(sorted(values)[:10])}, …", where=where)
    aliases = table.get("aliases", [])
    if not isinstance(aliases, list) or not all(isinstance(a, str) for a in aliases):
        raise ConfigError("key 'aliases' must be a list of texts.", where=where)
    return KnownActor(
        name=table["name"].strip(),
        country=table.get("country", ""),
        sector=table.get("sector", ""),
        kind=table.get("kind", "unknown"),
        since=_day(table, "from", where),
        until=_day(table, "until", where),
        member_of=str(table.get("member_of", "")),
        aliases=tuple(aliases),
        own=True,
    )


def _day(table: dict[str, Any], key: str, where: str) -> str:
    value = table.get(key, "")
    try:
        return "" if value == "" else date.fromisoformat(str(value)).isoformat()
    except ValueError:
        raise ConfigError(f"key '{key}': '{value}' is not a day.", where=where, hint="Write it as 2015-07-16.") from None
