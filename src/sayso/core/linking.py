"""What many reports tell together: copies, origins, events, conflicts, assessments.

A claim is addressed as "DOCUMENT_ID#SUBJECT" (for example "doc_1f2e#f3"; the place of an event as "doc_1f2e#e1.place"),
a report as "DOCUMENT_ID#e1". A known event that a team brought in is a report too: "known:SOURCE#ID".
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from sayso.core.world import Actor, Place


@dataclass(frozen=True, slots=True)
class Reason:
    """One ground for a link: the feature, the two values it compared and what it weighed (log2 of the Bayes factor)."""

    feature: str
    left: str
    right: str
    weight: float


@dataclass(frozen=True, slots=True)
class Copy:
    """A passage of one document is taken from another. Offsets into each text; `kind`: verbatim, cut, rewritten, excerpt.

    `source` had it first, or is credited; `guessed` marks an uncredited rewrite. `score` is 0 to 1."""

    source: str
    copy: str
    kind: str
    credited: bool
    guessed: bool
    score: float
    source_span: tuple[int, int] = (0, 0)
    copy_span: tuple[int, int] = (0, 0)
    reasons: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Origin:
    """Whom claims finally rest on. `role` is relative to the event: party, official, monitor, medium, witness,
    unattributed. `carriers` only pass on. `claims` are claim addresses.

    `standing`: named (a body or person that is identified, or that spoke to a named medium), open (known by kind only, or
    cited from an article that is not held), none (nobody is named: never counted)."""

    id: str
    name: str
    role: str
    claims: tuple[str, ...]
    carriers: tuple[str, ...] = ()
    unresolved: tuple[str, ...] = ()  # links that would narrow the independence range
    standing: str = "named"
    sector: str = ""  # PLOVER sector, "" if not known
    country: str = ""  # ISO 3166 alpha-2


@dataclass(frozen=True, slots=True)
class Trail:
    """The way from one claim to its origin, from the publisher inwards. `path` reads step by step; `cycle` names the
    publications that cite each other in a ring, empty if there is none. `said` is the publication time of the innermost
    document that is held (ISO 8601), "" if not known; `carriers` are those on this way who only pass on."""

    claim: str
    origin: str  # Origin.id
    path: tuple[str, ...]
    cycle: tuple[str, ...] = ()
    said: str = ""
    carriers: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Tie:
    """Two origins that may be one. `resolved` ties count as dependent in low and high, others in low only.

    `right` is "" where the other side is not known. `kind`: copy, citation, membership, same_name, same_state,
    unnamed, not_held, cycle, repeat."""

    kind: str
    left: str  # Origin.id
    right: str
    why: str
    resolved: bool


@dataclass(frozen=True, slots=True)
class Independence:
    """How many independent origins stand behind a set of claims: `high` counts named origins with no link found between
    them, `low` takes every unresolved link as dependence. `narrow` lists what one would have to find out."""

    low: int
    high: int
    origins: tuple[str, ...] = ()
    narrow: tuple[Tie, ...] = ()


@dataclass(frozen=True, slots=True)
class Pair:
    """Two reports that were compared: `left` < `right`, addresses; `weight` is the sum of the reasons' weights and the prior,
    log2 of the odds that they tell of one event. It depends on the two reports and frozen weights only."""

    left: str
    right: str
    weight: float
    reasons: tuple[Reason, ...] = ()


@dataclass(frozen=True, slots=True)
class Event:
    """What several reports tell, with the reasons that joined them. `id` is random and survives merges."""

    id: str
    reports: tuple[str, ...]
    reasons: tuple[tuple[str, str, tuple[Reason, ...]], ...] = ()  # (report, report, why)
    part_of: str | None = None


def counts_for(events: Collection[str], part_of: Mapping[str, str]) -> tuple[str, ...]:
    """The events that a claim about `events` counts for: where one of them, or what they are parts of, holds all of them, that one
    alone (the innermost); else each, sorted. A toll of both sites of a raid is the raid's. `part_of` maps an event to its whole."""
    several = sorted(set(events))
    if len(several) < 2:
        return tuple(several)
    ways = [_outwards(e, part_of) for e in several]
    home = next((e for e in ways[0] if all(e in way for way in ways[1:])), None)
    return tuple(several) if home is None else (home,)


def _outwards(event: str, part_of: Mapping[str, str]) -> list[str]:
    """An event and what it is a part of, up to the outermost; ends also in a ring."""
    way = [event]
    while (whole := part_of.get(way[-1])) is not None and whole not in way:
        way.append(whole)
    return way


@dataclass(frozen=True, slots=True)
class Profile:
    """What an event is for lists, maps and exports: of each field the value that most of its reports give, the more
    precise among equals. `date` is EDTF. `claims` are the claims behind the values."""

    event: str
    type: str
    mode: str = ""
    factuality: str = "happened"
    background: bool = False
    date: str | None = None
    date_how: str = "unknown"
    place: Place | None = None
    place_relation: str = ""
    actors: tuple[Actor, ...] = ()
    recipients: tuple[Actor, ...] = ()
    groups: tuple[str, ...] = ()  # normalised groups among the recipients
    instruments: tuple[str, ...] = ()
    outlets: tuple[str, ...] = ()
    documents: tuple[str, ...] = ()
    part_of: str | None = None


@dataclass(frozen=True, slots=True)
class Conflict:
    """Accounts that do not agree. `kind`: differs, contrasted, denied, revised, rival_responsibility, disputed."""

    event: str
    field: str
    kind: str
    claims: tuple[str, ...]
    why: str = ""
    group: str = ""
    scope: str = ""


@dataclass(frozen=True, slots=True)
class Assessment:
    """One field of one event under one policy. `independent` is the range of independent origins behind it.

    `part` tells whose words are counted: "" all, own (a side on its own losses), enemy (a side on the other's losses),
    conceded (what a side admits against itself). `rules` are the names of the policy's rules that decided, each with its
    mark: V read in the source, S seen second-hand, M from memory and unverified."""

    event: str
    policy: str
    field: str
    group: str
    scope: str
    low: int | None
    best: int | None
    high: int | None
    independent: tuple[int, int]
    claims: tuple[str, ...]
    why: str = ""
    in_scope: bool = True
    part: str = ""
    rules: tuple[str, ...] = ()
