"""What one document tells: event reports, figures, statements, and on whose say-so.

Closed lists (types, kinds, comparators, stances, ...) are those of `sayso.ontology`.
"""

from dataclasses import dataclass, field

from sayso.core.spans import Quote
from sayso.core.world import Actor, PartialDate, Place


@dataclass(frozen=True, slots=True)
class Hop:
    """One speaker of a chain: the phrase at the claim, the fullest name if that differs, the words that attribute."""

    speaker: Quote
    is_: Quote | None = None
    cue: Quote | None = None
    stance: str = "asserts"
    manner: str = "indirect"
    said: str | None = None  # EDTF date of the statement where the text gives it
    actor: Actor | None = None

    @property
    def name(self) -> str:
        """The fullest name the document gives for the speaker."""
        return (self.is_ or self.speaker).words


@dataclass(frozen=True, slots=True)
class AttributionChain:
    """Hops from the publisher inwards to the innermost speaker, without the publisher itself. Empty: its own voice."""

    hops: tuple[Hop, ...] = ()

    @property
    def innermost(self) -> Hop | None:
        return self.hops[-1] if self.hops else None


@dataclass(frozen=True, slots=True)
class Participant:
    """A party to an event in the words of the text, and who it is."""

    quote: Quote
    actor: Actor | None = None
    group: str = ""  # normalised: civilians, militants, security forces, children, ...


@dataclass(frozen=True, slots=True)
class EventReport:
    """What one document tells of one event. `place_quote` and `date_quote` are the words behind the values."""

    id: str  # within its document: e1, e2, ...
    trigger: Quote
    sentence: Quote
    type: str
    mode: str = ""
    mentions: tuple[Quote, ...] = ()
    actors: tuple[Participant, ...] = ()
    recipients: tuple[Participant, ...] = ()
    instruments: tuple[Participant, ...] = ()
    place: Place | None = None
    place_quote: Quote | None = None
    place_relation: str = ""
    date: PartialDate | None = None
    date_quote: Quote | None = None
    factuality: str = "happened"
    background: bool = False
    chain: AttributionChain = AttributionChain()
    basis: str = "unknown"
    confidence: float = 0.5


@dataclass(frozen=True, slots=True)
class FigureRelation:
    """`is_`: part_of, adds_to, replaces, contrasts; `with_`: the id of the other figure in the same document."""

    is_: str
    with_: str


@dataclass(frozen=True, slots=True)
class Figure:
    """A quantity of people claimed for one or several events, with its own chain. See the annotation guide."""

    id: str  # within its document: f1, f2, ...
    kind: str
    quote: Quote
    sentence: Quote
    low: int | None
    high: int | None
    comparator: str
    events: tuple[str, ...] = ()
    of: Quote | None = None
    group: str = ""
    scope: Quote | None = None
    as_of: str | None = None
    chain: AttributionChain = AttributionChain()
    basis: str = "unknown"
    stance: str = "asserts"
    relations: tuple[FigureRelation, ...] = ()
    confidence: float = 0.5


@dataclass(frozen=True, slots=True)
class Statement:
    """A claim without a number about events, figures or statements of the same document."""

    id: str  # within its document: s1, s2, ...
    field: str
    quote: Quote
    sentence: Quote
    about: tuple[str, ...] = ()
    chain: AttributionChain = AttributionChain()
    basis: str = "unknown"
    stance: str = "asserts"
    reason: Quote | None = None
    confidence: float = 0.5


@dataclass(frozen=True, slots=True)
class Unused:
    """A number or trigger that was seen and not coded, with the reason."""

    quote: Quote
    reason: str


@dataclass(frozen=True, slots=True)
class Claim:
    """One value of one field of a report under one chain: the row of the ledger that everything else is computed from.

    `subject` is the id (within the document) of the event, figure or statement that says it; `events` the event reports
    it is about; `field` is a figure kind, a statement field, or happened, place, date. `value` is the value in words of
    the closed lists (EDTF, a place name, a quote's words); figures carry low, high and comparator as well.
    """

    subject: str
    field: str
    events: tuple[str, ...]
    quote: Quote
    value: str = ""
    low: int | None = None
    high: int | None = None
    comparator: str = ""
    group: str = ""
    scope: str = ""
    as_of: str | None = None
    chain: AttributionChain = AttributionChain()
    basis: str = "unknown"
    stance: str = "asserts"
    confidence: float = 0.5


@dataclass(frozen=True)
class CodedDocument:
    """Everything coded from one document by one run. Ids are unique inside it."""

    document: str  # Document.id
    doc: str
    text: str = field(repr=False)
    published: str | None = None
    outlet: str | None = None
    events: tuple[EventReport, ...] = ()
    figures: tuple[Figure, ...] = ()
    statements: tuple[Statement, ...] = ()
    unused: tuple[Unused, ...] = ()
    run: str = ""
    unread: str = ""  # why nothing was coded, if the text could not be read
