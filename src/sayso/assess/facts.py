"""An event as it is assessed: each claim with whom it rests on and when it was said."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property

from sayso.core import (
    Claim,
    CodedDocument,
    Event,
    EventReport,
    FigureRelation,
    Origin,
    Tie,
    Trail,
    address,
    claims_of,
    split_address,
)


@dataclass(frozen=True, slots=True)
class Said:
    """A claim of an event. `said` is when its origin said it as far as is known (ISO 8601), else when it was printed.

    `carriers` passed it on. `events` are the ids of all events it covers; `relations` those of a figure to other claims, as addresses."""

    address: str
    document: str
    outlet: str
    claim: Claim
    origin: Origin
    said: str
    events: tuple[str, ...] = ()
    relations: tuple[FigureRelation, ...] = ()
    about: tuple[str, ...] = ()  # addresses that a statement is about
    published: str = ""
    carriers: tuple[str, ...] = ()


@dataclass(frozen=True)
class Facts:
    """Everything that is claimed about one event. `reliability` maps folded names of origins to letters A to F."""

    event: Event
    said: tuple[Said, ...]
    reports: Mapping[str, EventReport]
    origins: Mapping[str, Origin]
    ties: tuple[Tie, ...] = ()
    published: Mapping[str, str] = field(default_factory=dict)  # document to publication time
    reliability: Mapping[str, str] = field(default_factory=dict)

    @cached_property
    def by_address(self) -> dict[str, Said]:
        return {s.address: s for s in self.said}

    @cached_property
    def documents(self) -> tuple[str, ...]:
        """The documents that report the event, or claim something of it as the whole of several that they report."""
        return tuple(sorted({split_address(r)[0] for r in self.event.reports} | {s.document for s in self.said}))

    @cached_property
    def figures(self) -> tuple[Said, ...]:
        """The claims that count people."""
        return tuple(s for s in self.said if s.claim.comparator)


def gather(
    event: Event,
    documents: Iterable[CodedDocument],
    trails: Mapping[str, Trail],
    origins: Mapping[str, Origin],
    ties: Iterable[Tie] = (),
    event_of: Mapping[str, str] | None = None,
    reliability: Mapping[str, str] | None = None,
    lifted: Mapping[str, str] | None = None,
) -> Facts:
    """The facts of an event from the documents that report it, in the order of claim addresses.

    `event_of` maps report addresses of these documents to event ids, so that a figure which covers several events says so. `lifted`
    are claims about several events, by address, with the one event that they count for. Claims without a trail are left out: they are
    not of this event.
    """
    reports = set(event.reports)
    told: dict[str, EventReport] = {}
    said: list[Said] = []
    published: dict[str, str] = {}
    for coded in sorted(documents, key=lambda d: d.document):
        published[coded.document] = coded.published or ""
        told |= {r: e for e in coded.events if (r := f"{coded.document}#{e.id}") in reports}
        relations = {f.id: f.relations for f in coded.figures}
        about = {s.id: s.about for s in coded.statements}
        for claim in claims_of(coded):
            at = address(coded.document, claim)
            spans = [f"{coded.document}#{e}" for e in claim.events]
            events = tuple(sorted({(event_of or {}).get(r, event.id if r in reports else r) for r in spans}))
            if (whole := (lifted or {}).get(at)) is not None:
                events = (whole,)
            if at not in trails or event.id not in events:
                continue
            said.append(
                Said(
                    at,
                    coded.document,
                    coded.outlet or coded.doc,
                    claim,
                    origins[trails[at].origin],
                    trails[at].said or coded.published or "",
                    events,
                    tuple(FigureRelation(r.is_, f"{coded.document}#{r.with_}") for r in relations.get(claim.subject, ())),
                    tuple(f"{coded.document}#{a}" for a in about.get(claim.subject, ())),
                    coded.published or "",
                    trails[at].carriers,
                )
            )
    ordered = tuple(sorted(said, key=lambda s: s.address))
    return Facts(event, ordered, told, dict(origins), tuple(ties), published, dict(reliability or {}))
