"""What an event is, of each field what most of its reports say."""

from collections import Counter
from collections.abc import Hashable, Iterable
from typing import TypeVar

from sayso.assess.facts import Facts
from sayso.core import Actor, EventReport, PartialDate, Participant, Place, Profile, split_address
from sayso.core.dates import days, precision

T = TypeVar("T", bound=Hashable)
_PLACES = ("point", "town", "district", "province", "country", "region", "unresolved")
_DATES = ("day", "interval", "month", "open", "year", "unknown")
_HOW = ("stated", "relative", "published", "unknown")


def profile(facts: Facts) -> Profile:
    """The profile of an event. Its reports count once per document; an event without reports raises ValueError."""
    reports = [facts.reports[r] for r in sorted(facts.reports)]
    if not reports:
        raise ValueError(f"event {facts.event.id} has no report that is held")
    type_ = _most([r.type for r in reports])
    typed = [r for r in reports if r.type == type_]
    date = _date(reports)
    documents = tuple(sorted({split_address(r)[0] for r in facts.reports}))
    place, relation = _place(reports)
    actors = _actors(p for r in reports for p in r.actors)
    recipients = _actors(p for r in reports for p in r.recipients)
    return Profile(
        event=facts.event.id,
        type=type_,
        mode=_most([r.mode for r in typed if r.mode] or [""]),
        factuality=_most([r.factuality for r in reports]),
        background=all(r.background for r in reports),
        date=date.edtf if date else None,
        date_how=date.how if date else "unknown",
        place=place,
        place_relation=relation,
        actors=actors,
        recipients=_others(recipients, actors[0]) if actors else recipients,
        groups=tuple(sorted({p.group for r in reports for p in r.recipients if p.group})),
        instruments=tuple(sorted({p.quote.words.lower() for r in reports for p in r.instruments})),
        outlets=tuple(sorted({s.outlet for s in facts.said})),
        documents=documents,
        part_of=facts.event.part_of,
    )


def _most(values: list[str]) -> str:
    """The most frequent value, the first by the alphabet among equals."""
    return min(Counter(values).items(), key=lambda item: (-item[1], item[0]))[0]


def _date(reports: list[EventReport]) -> PartialDate | None:
    """The date that most reports allow, the more precise and better founded among equals."""
    told = [r.date for r in reports if r.date is not None and days(r.date.edtf)]
    if not told:
        return None

    def rank(d: PartialDate) -> tuple[int, int, int, str]:
        first, last = days(d.edtf) or (0, 0)
        allowed = sum(1 for o in told if (span := days(o.edtf)) and span[0] <= last and first <= span[1])
        return -allowed, _DATES.index(precision(d.edtf)), _HOW.index(d.how) if d.how in _HOW else 3, d.edtf

    return min(told, key=rank)


def _place(reports: list[EventReport]) -> tuple[Place | None, str]:
    """The most precise place, of those the one that most reports name."""
    told = [(r.place, r.place_relation) for r in reports if r.place is not None]
    if not told:
        return None, ""
    names = Counter((p.name, p.country) for p, _ in told)
    rank = {p: i for i, p in enumerate(_PLACES)}
    return min(told, key=lambda t: (rank.get(t[0].precision, 9), -names[t[0].name, t[0].country], t[0].name, t[1], t[0].how))


def _others(recipients: tuple[Actor, ...], doer: Actor) -> tuple[Actor, ...]:
    """Those to whom it was done but for the body that did it, unless nobody else is told: who is called both by a text misread, or in
    one of several reports, is no side against itself."""
    return tuple(a for a in recipients if not a.sector or organisation(a) != organisation(doer)) or recipients


def organisation(actor: Actor) -> str:
    """The name of the body that a party is or belongs to, without its determiner: members of a movement are the movement."""
    return " ".join((actor.member_of or actor.name).split()).removeprefix("the ").removeprefix("The ")


def _actors(parties: Iterable[Participant]) -> tuple[Actor, ...]:
    """Parties once each, those named most often first."""
    found = [p.actor or Actor(p.quote.words) for p in parties]
    counts = Counter((a.name.lower(), a.country, a.sector) for a in found)
    first = {(a.name.lower(), a.country, a.sector): a for a in sorted(found, key=lambda a: a.name)}
    return tuple(first[k] for k, _ in sorted(counts.items(), key=lambda item: (-item[1], item[0])))
