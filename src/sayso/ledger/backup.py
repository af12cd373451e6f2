"""Backup and restore. A backup is a ledger in one SQLite file, whatever the ledger is kept in; so it is also the way to move.

A backup holds what the ledger holds at one moment, with none of what was redacted before it. It is written beside its place and put
there when it is whole.
"""

import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import sqlalchemy as sa

from sayso.core import LedgerError
from sayso.ledger import engine as connections
from sayso.ledger import schema, search, tables
from sayso.ledger.base import Writing
from sayso.ledger.store import Ledger, open_ledger

Progress = Callable[[int, int], None]  # rows done, rows in all
_ROWS, _BIG = 1000, 20


def backup(ledger: Ledger, path: Path, *, key: str | None = None, progress: Progress | None = None) -> Path:
    """Writes a backup to a new file: under the ledger's own key if it is an encrypted file, or under another `key` ("" for none).
    Gives the path.

    Raises `LedgerError` if there is a file already or it cannot be written.
    """
    if path.exists():
        raise LedgerError("there is a file already", where=str(path), hint="Give another name.")
    part = path.with_name(path.name + ".part")
    part.unlink(missing_ok=True)
    try:
        if ledger.postgres or key is not None:
            with open_ledger(str(part), create=True, key=key or "") as target:
                _copy(ledger, target, progress)
            _settle(part, key or "")
        else:
            connections.make_file(part)
            with connections.guarded(ledger.engine), ledger.engine.connect() as connection:
                raw: Any = connection.connection.driver_connection
                only = raw.execute("PRAGMA query_only").fetchone()[0]
                raw.execute("PRAGMA query_only = OFF")  # the copy is written, not the ledger
                try:
                    raw.execute("VACUUM INTO ?", (str(part),))
                finally:
                    raw.execute(f"PRAGMA query_only = {only}")
        os.replace(part, path)
    finally:
        for rest in (part, part.with_name(part.name + "-wal"), part.with_name(part.name + "-shm")):
            rest.unlink(missing_ok=True)
    return path


def restore(path: Path, address: str, *, key: str = "", progress: Progress | None = None) -> str:
    """Makes a ledger at `address`, where there must be none, from a backup. Gives the address.

    Raises `LedgerError` if something is there, or the backup is damaged, no ledger, or of a newer version.
    """
    if not path.is_file():
        raise LedgerError("there is no such backup", where=str(path), hint="Check the path.")
    with open_ledger(str(path), key=key, readonly=True) as source:
        damage = next((f for f in source.damage()), None)
        if damage is not None:
            raise LedgerError(f"the backup is damaged: {damage}", where=str(path), hint="Use another backup.")
        if connections.is_postgres(address):
            with open_ledger(address, create=True) as target:
                if target.info().first is not None:
                    raise LedgerError("there is a ledger already", where=target.address, hint="Give an empty database.")
                _copy(source, target, progress)
            return connections.shown(address)
        return str(backup(source, Path(address)))


def _settle(path: Path, key: str) -> None:
    """Puts everything into the one file."""
    engine = connections.connect(str(path), key=key)
    with engine.connect() as connection:
        raw: Any = connection.connection.driver_connection
        raw.execute("PRAGMA journal_mode = DELETE")
    engine.dispose()


def _copy(source: Ledger, target: Ledger, progress: Progress | None) -> None:
    """Every row of every table, in one transaction on either side."""
    ordered = tables.metadata.sorted_tables
    with connections.snapshot(source.engine) as reading, connections.writing(target.engine) as writing:
        schema.check(source.engine, schema.version(source.engine, reading))
        counts = {t: reading.execute(sa.select(sa.func.count()).select_from(t)).scalar_one() for t in ordered}
        total, done = sum(counts.values()), 0
        for table in ordered:
            for rows in _rows(reading, table):
                writing.execute(table.insert(), rows)
                done += len(rows)
                if progress:
                    progress(done, total)
        w = Writing(writing, "restored", "", "")
        search.rebuild(w)
        if target.postgres:
            _index(w)


def _rows(connection: sa.Connection, table: sa.Table) -> Iterator[list[dict[str, Any]]]:
    size = _BIG if table in (tables.content, tables.text) else _ROWS
    found = connection.execution_options(yield_per=size).execute(sa.select(table).order_by(*table.primary_key.columns))
    for part in found.partitions(size):
        yield [dict(r._mapping) for r in part]


def _index(w: Writing) -> None:
    d, x = tables.document, tables.text
    last = 0
    query = sa.select(d.c.n, d.c.title, x.c.text).join(x, x.c.n == d.c.text_n).order_by(d.c.n).limit(_BIG)
    while rows := w.all(query.where(d.c.n > last)):
        search.index_documents(w, [(r.n, r.title, r.text) for r in rows])
        last = rows[-1].n
    for table, index in ((tables.event, search.index_events), (tables.claim, search.index_claims)):
        last = 0
        while found := w.all(sa.select(table.c.n, table.c.words).where(table.c.n > last).order_by(table.c.n).limit(_ROWS)):
            index(w, [(r.n, r.words) for r in found])
            last = found[-1].n
