"""The documents of one event as tracing looks things up in them: publishers, copies, who says what where."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property

from sayso.core import Actor, Claim, CodedDocument, Copy, EventReport, Quote, address, claims_of
from sayso.link.speakers import Speakers, fold, learn
from sayso.ontology.people import people

_OF = re.compile(r"^(?:[A-Z][\w’'-]+ ){1,3}(?:of|from|for|with|at) (?:the )?(?=[A-Z])")


@dataclass(frozen=True, slots=True)
class Held:
    """A coded document with what its masthead says. `publisher` is the outlet as an actor, None if not known; `agencies`
    are the credits for the whole text."""

    coded: CodedDocument
    agencies: tuple[str, ...] = ()
    publisher: Actor | None = None

    @property
    def outlet(self) -> str:
        return self.coded.outlet or ""

    @property
    def published(self) -> str:
        return self.coded.published or ""


@dataclass(frozen=True)
class Library:
    """Held documents by id, with the copies among them and what is known of speakers.

    `reports` are the addresses of the reports that belong to the event; claims about other events are not seen. `lifted` are claims
    about several parts of one event, by address: true for those that count for this event as the whole, false for those that count
    for the whole of which this one is a part.
    """

    held: Mapping[str, Held]
    reports: frozenset[str]
    copies: tuple[Copy, ...] = ()
    speakers: Speakers = field(default_factory=Speakers)
    country: str = ""  # of the event, for authorities that name none
    lifted: Mapping[str, bool] = field(default_factory=dict)

    @cached_property
    def claims(self) -> dict[str, tuple[Claim, ...]]:
        """For each document its claims about the event."""
        return {d: tuple(c for c in claims_of(h.coded) if self._about(d, c)) for d, h in self.held.items()}

    def _about(self, document: str, claim: Claim) -> bool:
        whole = self.lifted.get(address(document, claim)) if len(claim.events) > 1 else None
        return any(f"{document}#{e}" in self.reports for e in claim.events) if whole is None else whole

    @cached_property
    def all_claims(self) -> dict[str, tuple[str, Claim]]:
        """Every claim about the event by its address, with its document, in the order of addresses."""
        found = {address(d, c): (d, c) for d, claims in self.claims.items() for c in claims}
        return dict(sorted(found.items()))

    @cached_property
    def _by_subject(self) -> dict[str, dict[str, Claim]]:
        return {d: {c.subject: c for c in claims_of(h.coded) if c.comparator} for d, h in self.held.items()}

    def counted_in(self, document: str, claim: Claim) -> list[Claim]:
        """The figures of the same kind of which a figure is told as a part, in the same document."""
        figures = {f.id: f for f in self.held[document].coded.figures}
        own = figures.get(claim.subject)
        told = [self._by_subject[document].get(r.with_) for r in own.relations if r.is_ == "part_of"] if own else []
        return [c for c in told if c is not None and c.field == claim.field]

    def sum_of(self, document: str, claim: Claim) -> list[Claim]:
        """The figures of the same kind that the document adds up to this one."""
        parts = [
            f
            for f in self.held[document].coded.figures
            if f.kind == claim.field and any(r.is_ == "part_of" and r.with_ == claim.subject for r in f.relations)
        ]
        adds = any(r.is_ == "adds_to" for f in parts for r in f.relations)
        whole = adds and claim.low is not None and sum(f.low or 0 for f in parts) == claim.low
        return [self._by_subject[document][f.id] for f in parts] if whole else []

    def told_further(self, document: str, claim: Claim) -> Claim | None:
        """A claim of the same document that says the same and names whom the speakers of this one have it from."""
        mine = [h.name for h in claim.chain.hops]
        more = [
            o
            for o in claims_of(self.held[document].coded)
            if len(o.chain.hops) > len(mine) > 0
            and set(o.events) & set(claim.events)
            and same_value(o, claim)
            and all(self._same_speaker(a, h.name) for a, h in zip(mine, o.chain.hops, strict=False))
        ]
        return min(more, key=lambda c: (-len(c.chain.hops), c.quote.start), default=None)

    def _same_speaker(self, a: str, b: str) -> bool:
        """Whether two names in one text are one speaker: the same body, or a short form of the other ("the agency")."""
        x, y = set(self.speakers.top(a).split()), set(self.speakers.top(b).split())
        return x <= y or y <= x

    @cached_property
    def event_reports(self) -> dict[str, EventReport]:
        """The event's reports by address, and those of its parts that claims on the whole are about."""
        parts = {f"{d}#{e}" for d, c in self.all_claims.values() for e in c.events}
        wanted = self.reports | parts if any(self.lifted.values()) else self.reports
        return {r: e for d, h in sorted(self.held.items()) for e in h.coded.events if (r := f"{d}#{e.id}") in wanted}

    @cached_property
    def _copies_by_copy(self) -> dict[str, list[Copy]]:
        out: dict[str, list[Copy]] = {}
        for copy in self.copies:
            out.setdefault(copy.copy, []).append(copy)
        return out

    @cached_property
    def _by_publisher(self) -> dict[str, list[str]]:
        out: dict[str, list[str]] = {}
        for d, h in sorted(self.held.items(), key=lambda item: (item[1].published, item[0])):
            out.setdefault(self.speakers.top(h.outlet or h.coded.doc.replace("-", " ")), []).append(d)
        return out

    def copy_over(self, document: str, quote: Quote) -> Copy | None:
        """The copy in which a passage of `document` that holds the quote is taken from a held document, the surest first."""
        over = [
            c
            for c in self._copies_by_copy.get(document, ())
            if c.source in self.held and c.copy_span[0] <= quote.start and quote.end <= c.copy_span[1]
        ]
        return min(over, key=lambda c: (c.guessed, not c.credited, -c.score, c.source), default=None)

    def like(self, document: str, claim: Claim) -> Claim | None:
        """The claim of `document` that says the same as `claim`: field and value agree; its own words first."""
        same = [c for c in self.claims.get(document, ()) if same_value(c, claim)]
        return min(same, key=lambda c: (c.quote.words != claim.quote.words, c.group != claim.group, c.quote), default=None)

    def cited(self, medium: str, claim: Claim, before: str) -> tuple[str, Claim | None] | None:
        """A held document of a medium, published no later than the one that cites it, with the claim that it cites.

        None if no document of the medium is held; the claim is None if one is held that does not make the claim.
        """
        documents = [d for d in self._by_publisher.get(self.publisher(medium), ()) if not_after(self.held[d].published, before)]
        for d in reversed(documents):
            if (found := self.like(d, claim)) is not None:
                return d, found
        return (documents[-1], None) if documents else None

    def publisher(self, name: str) -> str:
        """The medium, of which a document is held, that a name means: by its name, its initials, or as somebody of it ("Adan Reth of
        X"); the folded name itself if there is none."""
        for said in (name, _OF.sub("", name)):
            if (top := self.speakers.top(said)) in self._by_publisher:
                return top
        initials = name.replace(".", "").lower()
        same = [p for p in self._by_publisher if len(p.split()) > 1 and "".join(w[0] for w in p.split()) == initials]
        return same[0] if len(same) == 1 else self.speakers.top(name)

    def is_publisher(self, name: str) -> bool:
        """Whether a name is that of a medium of which a document is held."""
        return self.publisher(name) in self._by_publisher


def not_after(published: str, other: str) -> bool:
    """Whether a publication time is no later than another as far as both tell; an unknown time may be either."""
    shorter = min(len(published), len(other), 16)
    return not published or not other or published[:shorter] <= other[:shorter]


def _may_be(a: str, b: str) -> bool:
    """Whether two groups may be the same people: what one text calls militants is a suspect in another."""
    return a == b or not people(a) or not people(b) or people(a) == people(b)


def same_value(a: Claim, b: Claim) -> bool:
    """Whether two claims give the same value of the same field; groups, if both name one, must agree."""
    if a.field != b.field or not _may_be(a.group, b.group):
        return False
    if a.low is not None or a.high is not None or b.low is not None or b.high is not None:
        return (a.low, a.high) == (b.low, b.high)
    if a.comparator or b.comparator:
        return a.comparator == b.comparator and fold(a.quote.words) == fold(b.quote.words)
    return a.field == "happened" or fold(a.value) == fold(b.value)


def shelve(
    held: Iterable[Held],
    reports: Iterable[str],
    copies: Iterable[Copy] = (),
    aliases: Mapping[str, str] | None = None,
    country: str = "",
    book: Mapping[str, Actor] | None = None,
    lifted: Mapping[str, bool] | None = None,
) -> Library:
    """A library of held documents; speakers are learnt from all of them. `book` as in `learn`, `lifted` as in `Library`."""
    by_id = {h.coded.document: h for h in held}
    speakers = learn((h.coded for h in by_id.values()), aliases, book)
    return Library(by_id, frozenset(reports), tuple(copies), speakers, country, lifted or {})
