"""Named policies, out of files: which rules of `rules.py`, each with its mark and in whose words.

A policy of one's own is a file of a few lines; `based_on` takes over another policy's rules, and a line of one's own
replaces those of the same kind:

    name = "ours"
    title = "Lowest figure, named origins only"
    based_on = "acled"

    [[choose]]
    rule = "extremes"
    mark = "M"
    says = "We keep the range."
"""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any

from sayso.assess import rules
from sayso.core import ConfigError
from sayso.ontology import load

KINDS: dict[str, Mapping[str, object]] = {
    "scope": rules.SCOPE,
    "leave_out": rules.LEAVE_OUT,
    "numbers": rules.NUMBERS,
    "choose": rules.CHOOSE,
    "absent": rules.ABSENT,
}
ONE = ("numbers", "choose", "absent")
MARKS = {"V": "read in the source", "S": "seen second-hand", "M": "from memory, unverified"}


@dataclass(frozen=True, slots=True)
class PolicyRule:
    """A rule of a policy. `mark`: V read in the source, S seen second-hand, M from memory and unverified."""

    kind: str
    rule: str
    mark: str
    says: str


@dataclass(frozen=True)
class Policy:
    """A named way to come from claims to numbers. `fields` are the kinds of figures that it counts."""

    name: str
    title: str
    fields: tuple[str, ...]
    rules: tuple[PolicyRule, ...]

    def of(self, kind: str) -> tuple[PolicyRule, ...]:
        """The rules of a kind in order."""
        return tuple(r for r in self.rules if r.kind == kind)

    def one(self, kind: str) -> PolicyRule:
        """The only rule of a kind of which every policy has one."""
        return self.of(kind)[0]


@cache
def names() -> tuple[str, ...]:
    """The policies that the package carries."""
    folder = files("sayso.assess") / "data" / "policies"
    return tuple(sorted(f.name.removesuffix(".toml") for f in folder.iterdir() if f.name.endswith(".toml")))


@cache
def policy(name: str) -> Policy:
    """A policy of the package by name, or of a file by its path. Raises ConfigError with the known names."""
    if name.endswith(".toml"):
        path = Path(name)
        if not path.is_file():
            raise ConfigError("there is no such file", where=name, hint="Give a policy's name or a file.")
        return parse(path.read_text(encoding="utf-8"), name)
    if name not in names():
        raise ConfigError(f"there is no policy '{name[:80]}'.", hint=f"Known: {', '.join(names())}; or give a .toml file.")
    return parse((files("sayso.assess") / "data" / "policies" / f"{name}.toml").read_text(encoding="utf-8"), f"{name}.toml")


def parse(text: str, where: str) -> Policy:
    """A policy out of TOML. Raises ConfigError that names the place, what stands there and what may."""
    try:
        table = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise ConfigError(f"is no TOML ({error})", where=where) from error
    unknown = sorted(set(table) - {"name", "title", "fields", "based_on", *KINDS})
    if unknown:
        raise ConfigError(
            f"does not know '{unknown[0]}'", where=where, hint=f"Known: name, title, fields, based_on, {', '.join(KINDS)}."
        )
    base = policy(table["based_on"]) if "based_on" in table else None
    own = [r for kind in KINDS for r in _rules(kind, table.get(kind, []), where)]
    replaced = {r.kind for r in own}
    kept = [r for r in base.rules if r.kind not in replaced] if base else []
    fields = table.get("fields", base.fields if base else ())
    _check_fields(fields, where)
    merged = tuple(sorted([*own, *kept], key=lambda r: list(KINDS).index(r.kind)))
    for kind in ONE:
        count = sum(r.kind == kind for r in merged)
        if count != 1:
            raise ConfigError(f"has {count} rules of the kind '{kind}'; one was expected", where=where)
    for key in ("name", "title"):
        if not isinstance(table.get(key), str) or not table[key]:
            raise ConfigError(f"has no '{key}'", where=where, hint=f'Write {key} = "...".')
    return Policy(table["name"], table["title"], tuple(fields), merged)


def _check_fields(fields: Any, where: str) -> None:
    known = load().lists["figure_kind"]
    if not isinstance(fields, (list, tuple)) or not fields or not set(fields) <= set(known):
        raise ConfigError(f"has fields {fields!r}", where=where, hint=f"Give a list of: {', '.join(known)}.")


def _rules(kind: str, rows: Any, where: str) -> list[PolicyRule]:
    if not isinstance(rows, list) or not all(isinstance(r, dict) for r in rows):
        raise ConfigError(f"'{kind}' is no list of tables", where=where, hint=f"Write [[{kind}]] above each rule.")
    out = []
    for row in rows:
        name, mark = row.get("rule", ""), row.get("mark", "M")
        if name not in KINDS[kind]:
            raise ConfigError(
                f"there is no rule '{name}' of the kind '{kind}'", where=where, hint=f"Known: {', '.join(KINDS[kind])}."
            )
        if mark not in MARKS:
            raise ConfigError(f"mark '{mark}' is not one of V, S, M", where=where)
        out.append(PolicyRule(kind, name, mark, str(row.get("says", ""))))
    return out
