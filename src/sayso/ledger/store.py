"""The ledger: what a program calls. `Snapshot` reads, now or as of a moment; `Ledger` also writes.

Every writing method is one transaction that can be repeated: killed at any moment and called again, it ends in the same
ledger. One writer at a time; readers never wait. Lists come in pages by cursor; iterators read in blocks, so that memory does
not grow with the ledger and no transaction stays open while the caller works.

Reading is in documents.py, codings.py, events.py, people.py, tallies.py, bulk.py; writing in recording.py, coding_writes.py,
links.py, protection.py and redaction.py; exports.py keeps the list of exports.
"""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Self

import sqlalchemy as sa

from sayso.core import Conflict, LedgerError
from sayso.ledger import engine as connections
from sayso.ledger import schema
from sayso.ledger.base import moment
from sayso.ledger.bulk import BulkReads
from sayso.ledger.coding_writes import CodingWrites
from sayso.ledger.exports import ExportReads, ExportWrites
from sayso.ledger.links import LinkWrites
from sayso.ledger.protection import ProtectionWrites
from sayso.ledger.recording import DocumentWrites
from sayso.ledger.redaction import RedactionWrites
from sayso.ledger.rows import LedgerInfo
from sayso.ledger.tables import (
    capture,
    claim,
    coding,
    document,
    event,
    judgement,
    rejection,
    report,
    step,
    tombstone,
)
from sayso.ledger.verify import Verification
from sayso.ledger.withheld import withheld

_COUNTED = {
    "documents": document,
    "captures": capture,
    "rejections": rejection,
    "codings": coding,
    "reports": report,
    "claims": claim,
    "events": event,
    "judgements": judgement,
    "redactions": tombstone,
}


Conflicts = Callable[["Snapshot", Collection[str]], Mapping[str, Sequence[Conflict]]]


class Snapshot(Verification, BulkReads, ExportReads):
    """A ledger as it stands, or as of one moment. Where a reader matters it is the chosen one (`reader`)."""

    @property
    def address(self) -> str:
        """Path or address, without a password."""
        return connections.place(self._engine)

    @property
    def engine(self) -> sa.Engine:
        """The connections behind it."""
        return self._engine

    @property
    def postgres(self) -> bool:
        """True if the ledger is kept in PostgreSQL."""
        return self._postgres

    def without_protected(self, day: str, conflicts: Conflicts | None = None) -> "Snapshot":
        """The same without documents that are protected, or under an embargo on this day: no list, count, search or event tells
        of them. This one where none is protected. `conflicts` finds those of events of which a part is left out, none if it is not
        given."""
        found = withheld(self, day)
        if found is None:
            return self
        rest = Snapshot(self._engine, self._step, found)
        if conflicts is None or self._step is not None:
            return rest
        return Snapshot(self._engine, None, replace(found, conflicts=conflicts(rest, tuple(found.headings))))

    def info(self) -> LedgerInfo:
        """Counts, size and version."""
        with self._read() as c:
            counts = tuple(
                (name, c.execute(sa.select(sa.func.count()).select_from(t).where(self._holds(t))).scalar_one())
                for name, t in _COUNTED.items()
            )
            first, last = c.execute(
                sa.select(sa.func.min(step.c.at), sa.func.max(step.c.at)).where(
                    sa.true() if self._step is None else step.c.n <= self._step
                )
            ).one()
            version = schema.version(self._engine, c)
            size = connections.size(self._engine, c)
        return LedgerInfo(self.address, version, connections.encrypted(self._engine), size, counts, first, last)


class Ledger(Snapshot, DocumentWrites, CodingWrites, LinkWrites, ProtectionWrites, RedactionWrites, ExportWrites):
    """A ledger open for reading and writing. Also a context manager that closes it."""

    def at(self, when: str) -> Snapshot:
        """The ledger as it stood at an ISO moment (a bare day means its end, UTC). What was redacted since is gone from it."""
        at = moment(when)
        found = self._one(sa.select(sa.func.max(step.c.n)).where(step.c.at <= at))
        return Snapshot(self._engine, found[0] or 0)

    def at_stamp(self, stamp: int) -> Snapshot:
        """The ledger as it stood when `stamp()` gave this number."""
        return Snapshot(self._engine, stamp)

    def close(self) -> None:
        """Ends all connections."""
        self._engine.dispose()

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
    engine = connections.connect(address, key=key, readonly=readonly)
    missing = not connections.is_postgres(address) and not Path(address).exists()
    if missing and not create:
        raise _none(address)
    if missing:
        connections.make_file(Path(address))
    try:
        with connections.reading(engine) as connection:
            found = schema.version(engine, connection)
        if not found and not create:
            raise _none(address)
        if not found:
            schema.upgrade(engine)
        else:
            schema.check(engine, found)
        if not readonly:
            connections.use_wal(engine)
    except BaseException:
        engine.dispose()
        raise
    return Ledger(engine)


def migrate(address: str, *, key: str = "") -> tuple[str, str]:
    """Brings an older ledger up to date. Gives its versions before and after. Raises `LedgerError` for a newer one."""
    engine = connections.connect(address, key=key)
    if not connections.is_postgres(address) and not Path(address).exists():
        raise _none(address)
    try:
        return schema.upgrade(engine)
    finally:
        engine.dispose()


def _none(address: str) -> LedgerError:
    return LedgerError("there is no ledger", where=connections.shown(address), hint="Make one: sayso ledger init")
