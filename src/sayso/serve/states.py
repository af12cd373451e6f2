"""The states of lists: what each can be asked for, and how that stands in its address."""

from dataclasses import dataclass, replace

from sayso.ledger import EVENT_ORDERS, ClaimFilter, DocumentFilter, EventFilter
from sayso.ontology import load
from sayso.serve.codec import Codec, Kind, box, day, flag, frame, one_of, share, text, whole

PER_PAGE = 50


@dataclass(frozen=True, slots=True)
class EventsState:
    """What the pages of events are asked for. `first` and `last` stand as `from` and `to` in the address; `n` rows of the list come
    before the cursor `after`."""

    q: str = ""
    type: tuple[str, ...] = ()
    factuality: tuple[str, ...] = ()
    first: str = ""
    last: str = ""
    undated: bool = False
    bbox: tuple[float, float, float, float] | None = None
    unplaced: bool = False
    country: str = ""
    place: str = ""
    contested: str = ""
    undecided: bool = False
    background: str = ""
    min_documents: int = 0
    min_origins: int = 0
    min_killed: int | None = None
    outlet: str = ""
    document: str = ""
    part_of: str = ""
    view: str = "all"
    order: str = "-date"
    after: str = ""
    n: int = 0
    hi: str = ""
    z: str = ""

    @property
    def filter(self) -> EventFilter:
        """The same for the ledger."""
        return EventFilter(
            first=self.first,
            last=self.last,
            undated=self.undated,
            box=self.bbox,
            unplaced=self.unplaced,
            country=self.country,
            place=self.place,
            types=self.type,
            factuality=self.factuality,
            background={"only": True, "without": False}.get(self.background),
            text=self.q,
            contested=self.contested,
            undecided=self.undecided,
            documents_from=self.min_documents,
            origins_from=self.min_origins,
            killed_from=self.min_killed,
            document=self.document,
            outlet=self.outlet,
            part_of=self.part_of,
        )


def state_of(wanted: EventFilter) -> EventsState:
    """The state whose filter this is, for the address of a page that shows what was wanted elsewhere."""
    return EventsState(
        q=wanted.text,
        type=wanted.types,
        factuality=wanted.factuality,
        first=wanted.first,
        last=wanted.last,
        undated=wanted.undated,
        bbox=wanted.box,
        unplaced=wanted.unplaced,
        country=wanted.country,
        place=wanted.place,
        contested=wanted.contested,
        undecided=wanted.undecided,
        background={True: "only", False: "without", None: ""}[wanted.background],
        min_documents=wanted.documents_from,
        min_origins=wanted.origins_from,
        min_killed=wanted.killed_from,
        outlet=wanted.outlet,
        document=wanted.document,
        part_of=wanted.part_of,
    )


_LISTS = load().lists
CONTESTED = ("any", *_LISTS["figure_kind"], *_LISTS["statement_field"])
EVENTS: Codec[EventsState] = Codec(
    EventsState,
    {
        "q": text(),
        "type": one_of(*load().types, many=True),
        "factuality": one_of(*_LISTS["factuality"], many=True),
        "from": day(),
        "to": day(),
        "undated": flag(),
        "bbox": box(),
        "unplaced": flag(),
        "country": Kind(lambda v: _country(v), "a country code of two letters"),
        "place": text(200),
        "contested": one_of(*CONTESTED),
        "undecided": flag(),
        "background": one_of("only", "without"),
        "min_documents": whole(),
        "min_origins": whole(),
        "min_killed": whole(),
        "outlet": text(),
        "document": text(80),
        "part_of": text(40),
        "view": one_of("all", "list", "map", "time"),
        "order": one_of(*EVENT_ORDERS),
        "after": text(2000),
        "n": whole(),
        "hi": text(40),
        "z": frame(),
    },
)
EVENT_FILTERS = tuple(n for n in EVENTS.kinds if n not in ("view", "order", "after", "n", "hi", "z"))


def _country(value: str) -> str:
    if len(value) != 2 or not value.isalpha():
        raise ValueError(value)
    return value.upper()


@dataclass(frozen=True, slots=True)
class DocsState:
    """What the list of documents is asked for."""

    q: str = ""
    outlet: str = ""
    language: str = ""
    first: str = ""
    last: str = ""
    coded: str = ""
    warnings: bool = False
    after: str = ""

    @property
    def filter(self) -> DocumentFilter:
        """The same for the ledger."""
        return DocumentFilter(
            text=self.q,
            outlet=self.outlet,
            language=self.language,
            published_from=self.first,
            published_to=self.last,
            coded={"yes": True, "no": False}.get(self.coded),
            warnings=self.warnings,
        )


DOCS: Codec[DocsState] = Codec(
    DocsState,
    {
        "q": text(),
        "outlet": text(),
        "language": text(5),
        "from": day(),
        "to": day(),
        "coded": one_of("yes", "no"),
        "warnings": flag(),
        "after": text(2000),
    },
)
DOC_FILTERS = tuple(n for n in DOCS.kinds if n != "after")


@dataclass(frozen=True, slots=True)
class SearchState:
    """What the search page is asked for. `kind`: which of the results are listed."""

    q: str = ""
    kind: str = "events"
    after: str = ""


SEARCH: Codec[SearchState] = Codec(
    SearchState, {"q": text(), "kind": one_of("events", "documents", "claims", "speakers"), "after": text(2000)}
)

QUEUES = ("claims", "events", "origins", "lost", "disputed")
ORDERS = ("useful", "uncertain", "document")


@dataclass(frozen=True, slots=True)
class ReviewState:
    """Which queue, of what, in which order. `skip` are items left for later; `item` the one that is open."""

    queue: str = "claims"
    order: str = "useful"
    event: str = ""
    document: str = ""
    field: str = ""
    from_confidence: float = 0.0
    to_confidence: float = 1.0
    item: str = ""
    skip: tuple[str, ...] = ()

    def without(self, item: str) -> "ReviewState":
        """The state after an item was skipped; the list of skipped ones keeps the newest hundred."""
        return replace(self, item="", skip=(*self.skip, item)[-100:])


REVIEW: Codec[ReviewState] = Codec(
    ReviewState,
    {
        "queue": one_of(*QUEUES),
        "order": one_of(*ORDERS),
        "event": text(40),
        "document": text(80),
        "field": one_of(*_LISTS["figure_kind"], *_LISTS["statement_field"]),
        "from_confidence": share(),
        "to_confidence": share(),
        "item": text(400),
        "skip": Kind(text(400).read, "an item", many=True),
    },
)


@dataclass(frozen=True, slots=True)
class LogState:
    """Which decisions the log shows."""

    person: str = ""
    verdict: str = ""
    document: str = ""
    first: str = ""
    last: str = ""
    after: str = ""


LOG: Codec[LogState] = Codec(
    LogState,
    {
        "person": text(60),
        "verdict": one_of("accept", "correct", "reject", "add", "same", "different", "unsure", "undo", "comment"),
        "document": text(80),
        "from": day(),
        "to": day(),
        "after": text(80),
    },
)


@dataclass(frozen=True, slots=True)
class ClaimsState:
    """Which claims a list shows."""

    event: str = ""
    document: str = ""
    origin: str = ""
    field: str = ""
    speaker: str = ""
    stance: str = ""
    state: tuple[str, ...] = ()
    disputed: bool = False
    from_confidence: float = 0.0
    to_confidence: float = 1.0
    after: str = ""

    @property
    def filter(self) -> ClaimFilter:
        """The same for the ledger."""
        return ClaimFilter(
            event=self.event,
            document=self.document,
            origin=self.origin,
            field=self.field,
            speaker=self.speaker,
            stance=self.stance,
            states=self.state or ClaimFilter().states,
            disputed=self.disputed,
            confidence_from=self.from_confidence,
            confidence_to=self.to_confidence,
        )


CLAIMS: Codec[ClaimsState] = Codec(
    ClaimsState,
    {
        "event": text(40),
        "document": text(80),
        "origin": text(80),
        "field": one_of(*_LISTS["figure_kind"], *_LISTS["statement_field"]),
        "speaker": text(),
        "stance": one_of(*_LISTS["stance"]),
        "state": one_of("draft", "accepted", "corrected", "added", "lost", "rejected", many=True),
        "disputed": flag(),
        "from_confidence": share(),
        "to_confidence": share(),
        "after": text(2000),
    },
)
