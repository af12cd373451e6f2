"""The ledger: what a program calls. `Snapshot` reads, now or as of a moment; `Ledger` also writes.

Every writing method is one transaction that can be repeated: killed at any moment and called again, it ends in the same
ledger. One writer at a time; readers never wait. Lists come in pages by cursor; iterators read in blocks, so that memory does
not grow with the ledger and no transaction stays open while the caller works.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from typing import Self

from sayso.core import (
    Assessment,
    Capture,
    CodedDocument,
    Conflict,
    Copy,
    Document,
    Event,
    Judgement,
    Origin,
    Pair,
    Rejection,
    Run,
    Tie,
    Trail,
)
from sayso.core.judged import JudgedDocument
from sayso.ledger.rows import (
    CaptureRow,
    ClaimFilter,
    ClaimRow,
    DocumentFilter,
    DocumentRow,
    EventFilter,
    EventRecord,
    EventRow,
    HistoryEntry,
    LedgerInfo,
    LinkOutcome,
    Page,
    PairJudgement,
    Protection,
    Recorded,
    RejectionRow,
    ReportRow,
    Tombstone,
)

EVERY_DOCUMENT = DocumentFilter()
EVERY_CLAIM = ClaimFilter()
EVERY_EVENT = EventFilter()


class Snapshot:
    """A ledger as it stands, or as of one moment. Where a reader matters it is the chosen one (`reader`)."""

    # -- documents ----------------------------------------------------------------------------------------------------------

    def document(self, name: str) -> Document:
        """A document by id, by the start of one (at least 8 characters), or by `doc` where only one has it. Raises `InputError`
        if there is none or more than one, `LedgerError` if it was redacted whole."""

    def documents(self, wanted: DocumentFilter = EVERY_DOCUMENT) -> Iterator[Document]:
        """Documents in the order in which they were recorded."""

    def document_page(self, wanted: DocumentFilter = EVERY_DOCUMENT, *, after: str = "", limit: int = 50) -> Page[DocumentRow]:
        """Documents without their texts, newest first; with a search the best hit first, with a snippet."""

    def uncoded(self, run: Run | None = None) -> Iterator[Document]:
        """Documents that have no current coding by the reader of `run` (any version; None: by any reader). What is coded
        while the iterator runs is not given again."""

    def captures(self, document: str) -> list[CaptureRow]:
        """How a document was obtained, oldest first."""

    def content(self, sha256: str) -> bytes | None:
        """Bytes as obtained; None if they were not kept or were redacted."""

    def seen(self, address: str) -> tuple[tuple[str, str], ...]:
        """Response headers of the last capture of an address (`IngestOptions.seen`)."""

    def rejections(self, *, code: str = "", address: str = "", settled: bool = False) -> Iterator[RejectionRow]:
        """Inputs that gave no document, newest first; those that were read since only if `settled`."""

    # -- codings ------------------------------------------------------------------------------------------------------------

    @property
    def reader(self) -> str:
        """Name (without version) of the reader whose codings count: the setting `reader`, else the first that coded."""

    def coded(self, document: str, *, reader: str = "") -> CodedDocument | None:
        """The current coding of a document by one reader, without judgements."""

    def judged(self, document: str) -> JudgedDocument | None:
        """The current coding by the chosen reader with all judgements laid over it. A document that was judged but never
        coded gives the records that people made; None if there is neither."""

    def codings(self, wanted: DocumentFilter = EVERY_DOCUMENT, *, judged: bool = True) -> Iterator[CodedDocument]:
        """Current codings of the chosen reader in the order of documents, by default with judgements laid over them."""

    def reports(self, *, document: str = "", event: str = "", addresses: Collection[str] = ()) -> Iterator[ReportRow]:
        """Event reports of a document, of an event, by address, or all of them."""

    def claims(self, wanted: ClaimFilter = EVERY_CLAIM) -> Iterator[ClaimRow]:
        """Claims in the order of documents."""

    def claim_page(self, wanted: ClaimFilter = EVERY_CLAIM, *, after: str = "", limit: int = 100) -> Page[ClaimRow]:
        """The same in pages."""

    def claim(self, address: str) -> ClaimRow | None:
        """One claim by its address."""

    def runs(self) -> list[Run]:
        """Every run that produced records, oldest first."""

    # -- events -------------------------------------------------------------------------------------------------------------

    def event(self, id: str) -> EventRecord | None:
        """An event by id; ids that a merge retired lead to the survivor (`asked` keeps the old one)."""

    def event_page(
        self, wanted: EventFilter = EVERY_EVENT, *, order: str = "-date", after: str = "", limit: int = 50
    ) -> Page[EventRow]:
        """Events in one of `EVENT_ORDERS`; events without a date come last in both orders of date."""

    def events(self, wanted: EventFilter = EVERY_EVENT) -> Iterator[EventRow]:
        """All of them, in the order of their ids."""

    def retired(self) -> list[tuple[str, str | None]]:
        """Event ids that are no longer used, each with the id that took its place, or None."""

    def origins(self, event: str) -> list[Origin]:
        """Whom the claims of an event rest on; `role` is relative to this event."""

    def origin_events(self, origin: str) -> list[tuple[str, Origin]]:
        """Events in which an origin appears, with its part in each."""

    def ties(self, event: str) -> list[Tie]:
        """Ties between the origins of an event."""

    def trail(self, claim: str) -> Trail | None:
        """The way from a claim to its origin."""

    def copies(self, document: str = "") -> Iterator[Copy]:
        """Copies from or of a document, or all of them."""

    def pairs(self, reports: Collection[str] = ()) -> Iterator[Pair]:
        """Scored pairs with a report of `reports` on either side, or all of them."""

    def unlinked(self) -> Iterator[str]:
        """Ids of documents whose codings or judgements changed since they were last linked."""

    def unassessed(self, policy: str) -> Iterator[str]:
        """Ids of events that changed since they were last assessed under a policy."""

    def assessments(self, event: str, policy: str = "") -> list[Assessment]:
        """Cached assessments of an event."""

    def conflicts(self, event: str) -> list[Conflict]:
        """Cached conflicts of an event."""

    # -- people, protection, history ----------------------------------------------------------------------------------------

    def judgements(self, *, document: str = "", person: str = "", field: str = "", undone: bool = True) -> Iterator[Judgement]:
        """Judgements in the order in which they were made; `document` is either side of a pair. Without `undone` only those
        that stand."""

    def pair_judgements(self, field: str = "same_event") -> Iterator[PairJudgement]:
        """What people said of pairs: must-link and cannot-link for `same_event`; of claims for `same_origin`. Pairs of which a
        side is no longer in any coding are left out."""

    def protections(self, kind: str = "", subject: str = "") -> list[Protection]:
        """Marks of sensitivity and embargo in force."""

    def tombstones(self) -> list[Tombstone]:
        """What was redacted, oldest first."""

    def history(self, subject: str = "", *, limit: int = 200) -> list[HistoryEntry]:
        """What happened to a document, report, claim, event or origin, or to the ledger as a whole; newest first."""

    def info(self) -> LedgerInfo:
        """Counts, size and version."""

    def setting(self, name: str, default: str = "") -> str:
        """A setting kept in the ledger."""


class Ledger(Snapshot):
    """A ledger open for reading and writing. Also a context manager that closes it."""

    def at(self, moment: str) -> Snapshot:
        """The ledger as it stood at an ISO moment (a bare day means its end, UTC). What was redacted since is gone from it."""

    def record(
        self, captures: Sequence[Capture] = (), documents: Sequence[Document] = (), rejections: Sequence[Rejection] = ()
    ) -> Recorded:
        """Records what ingest gave. What is there already changes nothing. A document at the page of an earlier one gets
        `follows`. Raises `InputError` if a document's capture is neither given nor there."""

    def settle(self, addresses: Collection[str], still: Collection[Rejection] = ()) -> int:
        """Settles the rejections at these addresses, which were read again, except those that came again. Gives their number."""

    def record_codings(self, run: Run, coded: Sequence[CodedDocument]) -> None:
        """Makes these the current codings of their documents for the run's stage and reader. Reports keep their event where
        they overlap those of the coding before. Raises `InputError` for words that are not in the text."""

    def judge(self, judgements: Sequence[Judgement]) -> int:
        """Records decisions and lays them over. Gives how many were new. Raises `InputError` for an unknown document, field or
        verdict, or a value that cannot be read."""

    def record_links(
        self,
        run: Run,
        events: Sequence[Event] = (),
        *,
        origins: Mapping[str, Sequence[Origin]] | None = None,
        ties: Mapping[str, Sequence[Tie]] | None = None,
        trails: Sequence[Trail] = (),
        copies: Sequence[Copy] = (),
        pairs: Iterable[Pair] = (),
        documents: Collection[str] = (),
    ) -> LinkOutcome:
        """Records what linking found about `documents`, and gives final ids for provisional ones.

        Event ids in `events` may be ids of the ledger or anything else unique in this call; `part_of`, `origins` and `ties`
        use the same. Reports named by an event leave the event they were in; reports not named stay where they are. An event
        takes the id of the oldest event it shares most with; events whose reports all moved redirect; the larger part of a
        split keeps the id. `origins`, `ties` replace those of each event given, `trails` those of their claims, `copies`
        those of which the copy is among `documents`, `pairs` scores of the same two reports.
        """

    def record_assessments(
        self, policy: str, events: Collection[str], assessments: Sequence[Assessment], conflicts: Sequence[Conflict] = ()
    ) -> None:
        """Replaces the cached assessments of these events under a policy, and their conflicts. Recomputable, so not kept."""

    def protect(self, marks: Sequence[Protection]) -> None:
        """Sets marks; a mark of level "open" without embargo lifts one."""

    def redact(
        self, *, document: str = "", span: tuple[int, int] | None = None, name: str = "", reason: str, person: str
    ) -> Tombstone:
        """Removes a document, a passage of one, or a name everywhere, from texts, records, index and kept bytes, also from the
        past, and leaves a tombstone. Cannot be undone. Raises `InputError` if there is nothing to remove."""

    def set(self, name: str, value: str, person: str = "") -> None:
        """Sets a setting kept in the ledger (`reader`)."""

    def close(self) -> None:
        """Ends all connections."""

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


def open_ledger(address: str, *, create: bool = False, key: str = "", readonly: bool = False) -> Ledger:
    """A ledger at a path (SQLite) or a `postgresql://` address.

    `create` makes it if it is not there. `key` opens or makes an encrypted one (SQLCipher; the extra `encrypted`). `readonly`
    refuses writing. Raises `LedgerError` if there is none, if it is of a newer version, older and not yet migrated, locked, not a
    ledger, or if the key is wrong; `AssetError` if the extra for the address is not installed.
    """
