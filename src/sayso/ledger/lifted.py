"""Claims about several events that are parts of one: they count for that one, and not for each of its parts once more."""

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from sayso.core import counts_for
from sayso.ledger.base import chunks
from sayso.ledger.tables import claim_report, event, event_report

Read = Callable[[Any], Sequence[Any]]
Holds = Callable[[Any], Any]


@dataclass(frozen=True, slots=True)
class Lifted:
    """Of claims about several events, by number: the event that holds them all, and those that they are about."""

    home: Mapping[int, str]
    about: Mapping[int, frozenset[str]]

    def onto(self, event: str) -> list[int]:
        """The claims that count for an event as the whole of others."""
        return [n for n, e in self.home.items() if e == event]

    def away(self, event: str) -> list[int]:
        """The claims about an event that count for the whole of which it is a part."""
        return [n for n, e in self.home.items() if e != event and event in self.about[n]]


def lifted(read: Read, holds: Holds, ids: Collection[str], links: Mapping[str, str | None] | None = None) -> Lifted:
    """The claims about several events, of which one is among `ids` or a part of one of these, that another event holds whole.

    `read` answers a query, `holds` gives the condition that a row of a table holds; `links` are events whose wholes are other than
    their rows say.
    """
    wholes = _wholes(read, holds, ids, links or {})
    family = sorted({*wholes, *wholes.values()})
    if not family:
        return Lifted({}, {})
    about = {n: events for n, events in _about(read, holds, family).items() if len(events) > 1}
    more = {e for events in about.values() for e in events} - set(family)
    wholes |= _above(read, holds, more, links or {})
    home = {n: found[0] for n, events in about.items() if len(found := counts_for(events, wholes)) == 1}
    return Lifted(home, {n: about[n] for n in home})


def events_counted(read: Read, holds: Holds, about: Mapping[int, Collection[str]]) -> dict[int, tuple[str, ...]]:
    """For each claim the events that it counts for, out of those that it is about."""
    several = {e for events in about.values() if len(events) > 1 for e in events}
    wholes = _above(read, holds, several, {}) if several else {}
    return {n: counts_for(events, wholes) for n, events in about.items()}


def _in(read: Read, column: Any, values: Collection[Any], query: Any) -> Iterator[Any]:
    for some in chunks(sorted(values)):
        yield from read(query.where(column.in_(some)))


def _wholes(read: Read, holds: Holds, ids: Collection[str], links: Mapping[str, str | None]) -> dict[str, str]:
    """What each of these events, everything above it and every part of it is a part of."""
    out = _above(read, holds, ids, links)
    parts = sa.select(event.c.id, event.c.part_of).where(holds(event))
    below: dict[str, list[str]] = {}
    for part, whole in links.items():
        if whole:
            below.setdefault(whole, []).append(part)
    level, seen = set(ids), set(ids)
    while level:
        rows = [(r.id, r.part_of) for r in _in(read, event.c.part_of, level, parts) if r.id not in links]
        rows += [(part, whole) for whole in level for part in below.get(whole, ())]
        out |= dict(rows)
        level = {part for part, _ in rows} - seen
        seen |= level
    return out


def _above(read: Read, holds: Holds, ids: Collection[str], links: Mapping[str, str | None]) -> dict[str, str]:
    """What each of these events is a part of, and that of what, up to the outermost."""
    out: dict[str, str] = {}
    query = sa.select(event.c.id, event.c.part_of).where(holds(event), event.c.part_of.is_not(None))
    level, seen = set(ids), set(ids)
    while level:
        found = {e: links[e] for e in level if e in links}
        found |= {r.id: r.part_of for r in _in(read, event.c.id, level - set(found), query)}
        out |= {part: whole for part, whole in found.items() if whole}
        level = {whole for whole in found.values() if whole} - seen
        seen |= level
    return out


def _about(read: Read, holds: Holds, events: Collection[str]) -> dict[int, frozenset[str]]:
    """Of every claim about two or more reports, of which one is in these events, all events that it is about."""
    mine = sa.select(claim_report.c.claim_n).join(event_report, event_report.c.report == claim_report.c.report)
    claims = {r.claim_n for r in _in(read, event_report.c.event, events, mine.where(holds(event_report)))}
    query = sa.select(claim_report.c.claim_n, event_report.c.event)
    query = query.join(event_report, event_report.c.report == claim_report.c.report).where(holds(event_report))
    found: dict[int, set[str]] = {}
    for r in _in(read, claim_report.c.claim_n, claims, query):
        found.setdefault(r.claim_n, set()).add(r.event)
    return {n: frozenset(held) for n, held in found.items()}
