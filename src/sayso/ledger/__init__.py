"""The ledger: what was obtained, what was coded, what was decided, and by whom; now, or as of any moment.

    with open_ledger("reports.ledger", create=True) as ledger:
        ledger.record(captures, documents, rejections)
        ledger.record_codings(run, coded)
        for row in ledger.claims(ClaimFilter(event="E-4F2A9QX")):
            ...
        ledger.at("2026-03-01").event("E-4F2A9QX")

SQLite by path, PostgreSQL by address. Nothing is overwritten: a row that no longer holds gets an end. See docs/ledger.md.
"""

from sayso.ledger.backup import backup, restore
from sayso.ledger.codings import COUNTED
from sayso.ledger.rows import (
    EVENT_ORDERS,
    CaptureRow,
    ChangedSince,
    ClaimFilter,
    ClaimRow,
    DocumentFilter,
    DocumentRow,
    EventFilter,
    EventRecord,
    EventRow,
    Exported,
    Finding,
    HistoryEntry,
    LedgerInfo,
    LinkedEvent,
    LinkOutcome,
    Page,
    PairJudgement,
    Protection,
    Recorded,
    RejectionRow,
    ReportRow,
    Tombstone,
)
from sayso.ledger.store import Ledger, Snapshot, migrate, open_ledger

__all__ = [
    "COUNTED",
    "EVENT_ORDERS",
    "CaptureRow",
    "ChangedSince",
    "ClaimFilter",
    "ClaimRow",
    "DocumentFilter",
    "DocumentRow",
    "EventFilter",
    "EventRecord",
    "EventRow",
    "Exported",
    "Finding",
    "HistoryEntry",
    "Ledger",
    "LedgerInfo",
    "LinkOutcome",
    "LinkedEvent",
    "Page",
    "PairJudgement",
    "Protection",
    "Recorded",
    "RejectionRow",
    "ReportRow",
    "Snapshot",
    "Tombstone",
    "backup",
    "migrate",
    "open_ledger",
    "restore",
]
