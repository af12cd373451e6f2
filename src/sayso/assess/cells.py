"""Figures that speak of the same thing: one kind, one group, one scope; and which of them an origin has since replaced."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from sayso.assess.facts import Facts, Said
from sayso.ontology.people import people

_NUMBER = re.compile(r"\b(?:one|single|sole|only|1)\b", re.I)


@dataclass(frozen=True, slots=True)
class Cell:
    """Claims that count the same people. `group` is a class of people (see `people`), `scope` the words that narrow it."""

    field: str
    group: str
    scope: str
    said: tuple[Said, ...]


def scope_of(said: Said) -> str:
    """The words that narrow or widen a figure, for comparison."""
    return " ".join(said.claim.scope.lower().split()).removeprefix("the ")


def single(said: Said) -> bool:
    """Whether a figure is one person who is named or described ("Adan Reth", "a child") and not a number ("one child")."""
    c = said.claim
    return c.low == c.high == 1 and c.comparator == "exactly" and not _NUMBER.search(c.quote.words)


def cells(facts: Facts) -> list[Cell]:
    """The event's figures by kind, class of people and scope. A figure that covers other events as well has a scope of
    its own: it does not tell how many are this event's. So has one that is told as a part of another of the same people."""
    keys = {s.address: (s.claim.field, people(s.claim.group), scope_of(s)) for s in facts.figures}
    found: dict[tuple[str, str, str], list[Said]] = {}
    for s in facts.figures:
        scope = scope_of(s)
        if len(s.events) > 1:
            scope = f"{scope} (of {len(s.events)} events together)".strip()
        elif any(
            r.is_ == "part_of" and keys.get(r.with_) == keys[s.address] and len(facts.by_address[r.with_].events) == 1
            for r in s.relations
        ):
            scope = f"{scope} (part of a figure)".strip()
        found.setdefault((s.claim.field, people(s.claim.group), scope), []).append(s)
    return [Cell(*key, tuple(v)) for key, v in sorted(found.items())]


def latest(said: Iterable[Said]) -> tuple[list[Said], list[Said]]:
    """Claims that stand, and those that their own origin has replaced: by a later different figure, or in its words.

    Each list is in the order in which things were said. Nobody replaces the figures of another origin.
    """
    ordered = sorted(said, key=lambda s: (s.claim.as_of or s.said, s.address))
    replaced = {r.with_ for s in ordered for r in s.relations if r.is_ == "replaces"}
    last: dict[str, Said] = {}
    for s in ordered:
        if s.origin.standing == "named" and s.claim.stance != "denies" and s.address not in replaced:
            last[s.origin.id] = s
    stand: list[Said] = []
    old: list[Said] = []
    for s in ordered:
        final = last.get(s.origin.id)
        superseded = final is not None and final is not s and _later(final, s) and _numbers(final) != _numbers(s)
        (old if s.address in replaced or superseded else stand).append(s)
    return stand, old


def _later(a: Said, b: Said) -> bool:
    """Whether `a` was said on a later day or time than `b`, both known."""
    x, y = a.claim.as_of or a.said, b.claim.as_of or b.said
    shorter = min(len(x), len(y))
    return bool(x and y) and x[:shorter] > y[:shorter]


def _numbers(s: Said) -> tuple[int | None, int | None, str]:
    return s.claim.low, s.claim.high, s.claim.comparator if s.claim.low is None else ""
