"""What the ledger gives and takes: rows, pages of rows, and filters. Core types wherever one fits.

Addresses: a document is its `Document.id`; a report is "DOCUMENT_ID#e1"; a claim is "DOCUMENT_ID#f3", "DOCUMENT_ID#s2" or,
for what a report itself says, "DOCUMENT_ID#e1.place" (see `sayso.core.claims.address_of`). Moments are ISO 8601 in UTC with
microseconds and a Z, so that they sort as text. Days are ISO dates.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Generic, TypeVar

from sayso.core import Capture, Claim, Event, EventReport, Origin, Reason, Rejection, Tie, Trail

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Page(Generic[T]):
    """Some rows of a list. `next` is the cursor of the following page, "" on the last. `total` counts all rows."""

    rows: tuple[T, ...]
    next: str
    total: int


@dataclass(frozen=True, slots=True)
class Recorded:
    """What one call of `Ledger.record` changed. `refused` are documents that a redaction keeps out, as (doc, reason)."""

    documents: tuple[str, ...] = ()  # ids that are new
    known: int = 0  # documents that were there
    captures: int = 0
    rejections: int = 0
    refused: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class DocumentRow:
    """A document in a list, without its text. `follows` and `followed_by` are ids of versions of the same page."""

    id: str
    doc: str
    title: str
    outlet: str
    published: str
    language: str
    address: str
    chars: int
    recorded: str  # moment
    coded: bool
    events: int
    figures: int
    follows: str | None = None
    followed_by: str | None = None
    warnings: tuple[str, ...] = ()
    snippet: str = ""  # of a search: words around the hit, hits between \x02 and \x03


@dataclass(frozen=True, slots=True)
class RejectionRow:
    """An input that gave no document. `settled` is the moment at which a later call read it after all, else None."""

    rejection: Rejection
    recorded: str
    settled: str | None = None


@dataclass(frozen=True, slots=True)
class CaptureRow:
    """How a document was obtained, once for each time and address."""

    capture: Capture  # without content; see `Snapshot.content`
    recorded: str
    kept: bool  # the bytes are in the ledger


@dataclass(frozen=True, slots=True)
class ReportRow:
    """One event report of the chosen reader's current coding, with judgements laid over it."""

    address: str
    document: str
    doc: str
    outlet: str | None
    published: str | None
    report: EventReport
    state: str  # draft, accepted, corrected, added, lost, rejected (see sayso.core.judged)
    disputed: bool  # two people decided differently
    event: str | None  # id of the event it is joined to


@dataclass(frozen=True, slots=True)
class ClaimRow:
    """One claim of the chosen reader's current coding, with judgements laid over it. `reports` are addresses, `events` the ids of those
    that it counts for: of a claim about several parts of one event, that event."""

    address: str
    document: str
    doc: str
    outlet: str | None
    published: str | None
    claim: Claim
    reports: tuple[str, ...]
    state: str
    disputed: bool
    origin: str | None = None  # id of the origin it rests on, once linked
    events: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class EventRow:
    """An event in a list. Date, place and type are what most of its reports say: a heading, no assessment.

    `first` and `last` are the days that `date` (EDTF) spans, None where open or unknown. `killed` is the lowest and highest
    number of dead that any claim not rejected gives. `contested` are the fields with a conflict that is no revision.
    """

    id: str
    type: str
    mode: str
    factuality: str
    background: bool
    date: str
    first: str | None
    last: str | None
    place: str
    country: str
    admin1: str
    latitude: float | None
    longitude: float | None
    precision: str
    documents: int
    outlets: int
    reports: int
    claims: int
    origins: int
    undecided: int  # claims that nobody judged
    killed: tuple[int | None, int | None]
    contested: tuple[str, ...]
    part_of: str | None
    since: str  # moment of its last change


@dataclass(frozen=True, slots=True)
class EventRecord:
    """One event whole. `asked` is the id it was asked by, if a merge redirected it; `merged` are ids that lead here."""

    row: EventRow
    reports: tuple[str, ...]  # addresses
    reasons: tuple[tuple[str, str, tuple[Reason, ...]], ...]
    parts: tuple[str, ...]
    merged: tuple[str, ...]
    asked: str

    @property
    def event(self) -> Event:
        """The core value."""
        return Event(self.row.id, self.reports, self.reasons, self.row.part_of)


@dataclass(frozen=True, slots=True)
class LinkedEvent:
    """An event with its origins by id, the ties between them, and the way of each claim to the origin that it has here."""

    event: Event
    origins: Mapping[str, Origin]
    ties: tuple[Tie, ...]
    trails: Mapping[str, Trail]


@dataclass(frozen=True, slots=True)
class LinkOutcome:
    """What became of the ids that `record_links` was given: provisional id to final id, for events and origins."""

    events: dict[str, str]
    origins: dict[str, str]
    merged: tuple[tuple[str, str], ...] = ()  # (retired event, surviving event)


@dataclass(frozen=True, slots=True)
class PairJudgement:
    """What people last said of two reports (or claims): `verdict` same, different or unsure. `left` < `right` are addresses in the
    current codings, found by overlap of spans. `disputed`: the last words of two people differ; then `verdict` is unsure."""

    left: str
    right: str
    verdict: str
    disputed: bool
    judgements: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Protection:
    """A mark that exports and pages must honour. `kind`: document, speaker, victim, place. `subject`: a document id or a name
    (compared without regard to case). `level`: open, pseudonym, coarse, withheld. `embargo`: a day; hidden before it."""

    kind: str
    subject: str
    level: str = "withheld"
    embargo: str = ""
    reason: str = ""
    person: str = ""


@dataclass(frozen=True, slots=True)
class Tombstone:
    """What is left of something redacted. `kind`: document, passage, name. Offsets count in the document's text, in which a
    redacted passage is as long as before; a name is not kept. `documents` counts those that were touched."""

    id: str
    kind: str
    reason: str
    person: str
    at: str
    document: str = ""
    start: int = 0
    end: int = 0
    documents: int = 0


@dataclass(frozen=True, slots=True)
class HistoryEntry:
    """One thing that happened to a subject. `what` is a verb (recorded, coded, judged, linked, merged, protected, redacted)."""

    at: str
    what: str
    subject: str
    by: str  # run or person
    detail: str = ""


@dataclass(frozen=True, slots=True)
class Exported:
    """What was exported once. `kind`: data or brief; `format` one of its forms; `events` is the filter, `ids` events that were named
    one by one; `name` of the file or folder; `sha256` of the main file; `count` events with `rows` rows of data. `stamp` and `moment`
    say how the ledger stood that was read. `at` is filled in by the ledger."""

    person: str
    kind: str
    format: str
    policy: str
    events: "EventFilter"
    ids: tuple[str, ...]
    name: str
    sha256: str
    moment: str
    stamp: int
    count: int
    rows: int
    at: str = ""


@dataclass(frozen=True, slots=True)
class ChangedSince:
    """How many claims of a choice of events came, changed or went since some moment; a rejected one went. `more`: so much changed
    that not all was looked at."""

    added: int
    changed: int
    retracted: int
    more: bool = False

    @property
    def any(self) -> bool:
        """True if anything is not as it was."""
        return bool(self.added or self.changed or self.retracted)


@dataclass(frozen=True, slots=True)
class Finding:
    """Something that does not agree: what it is about, and how."""

    subject: str
    problem: str


@dataclass(frozen=True, slots=True)
class LedgerInfo:
    """What a ledger holds now. `size` is bytes on disk, 0 if the database does not say."""

    address: str
    version: str
    encrypted: bool
    size: int
    counts: tuple[tuple[str, int], ...]
    first: str | None
    last: str | None


@dataclass(frozen=True, slots=True)
class DocumentFilter:
    """Which documents. Empty fields do not filter. `text` is a search: words, "a phrase", -without, this OR that.

    `published_from` and `published_to` are days, both included. `coded` None is either. `ids` are document ids.
    """

    text: str = ""
    outlet: str = ""
    language: str = ""
    published_from: str = ""
    published_to: str = ""
    address: str = ""  # begins with
    doc: str = ""
    coded: bool | None = None
    warnings: bool = False  # only those with a warning
    ids: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ClaimFilter:
    """Which claims. `states` as in `ClaimRow.state`; rejected ones only where asked for. `field` as in `Claim.field`."""

    event: str = ""
    report: str = ""
    document: str = ""
    origin: str = ""
    field: str = ""
    text: str = ""  # searches its words: quote, field, value, whom it counts, who says it
    speaker: str = ""  # of the innermost hop, begins with, without regard to case
    stance: str = ""
    states: tuple[str, ...] = ("draft", "accepted", "corrected", "added", "lost")
    disputed: bool = False  # only those on which people differ
    confidence_from: float = 0.0
    confidence_to: float = 1.0


@dataclass(frozen=True, slots=True)
class EventFilter:
    """Which events. `first` and `last` are days; an event is in if its date overlaps them at all. `undated` and `unplaced`
    say whether events without a day or a point pass those filters. `box` is west, south, east, north in degrees and may
    cross the antimeridian (west > east). `contested`: a field, or "any". `text` searches what the event's reports say. `place` is the
    name of its place or of the first-level division that this lies in, without regard to case.
    """

    first: str = ""
    last: str = ""
    undated: bool = False
    box: tuple[float, float, float, float] | None = None
    unplaced: bool = False
    country: str = ""
    place: str = ""
    types: tuple[str, ...] = ()
    factuality: tuple[str, ...] = ()
    background: bool | None = None
    text: str = ""
    contested: str = ""
    undecided: bool = False
    documents_from: int = 0
    origins_from: int = 0
    killed_from: int | None = None
    document: str = ""
    outlet: str = ""
    part_of: str = ""


EVENT_ORDERS = (
    "date",
    "-date",
    "documents",
    "-documents",
    "origins",
    "-origins",
    "killed",
    "-killed",
    "-since",
    "since",
    "place",
)
