"""Connections: SQLite in a file, SQLCipher in an encrypted one, PostgreSQL by address."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from sqlalchemy import event

from sayso.core import AssetError, LedgerError

APPLICATION_ID = 0x53415953  # "SAYS" in the header of an SQLite file
BUSY_SECONDS = 30
_LOCK = 0x5341595301  # advisory lock of PostgreSQL: one writer at a time
_POSTGRES = ("postgresql://", "postgres://")


def is_postgres(address: str) -> bool:
    """True for the address of a PostgreSQL database, False for a path."""
    return address.startswith((*_POSTGRES, "postgresql+psycopg://"))


def shown(address: str) -> str:
    """The address without a password."""
    return sa.make_url(_psycopg(address)).render_as_string() if is_postgres(address) else address


def connect(address: str, *, key: str = "", readonly: bool = False) -> sa.Engine:
    """An engine; nothing is opened yet. Raises `AssetError` if the driver is not installed."""
    if is_postgres(address):
        return _postgres(address, readonly)
    return _sqlite(Path(address), key, readonly)


def make_file(path: Path) -> None:
    """An empty file that only its owner can read. Raises `LedgerError` if it is there or cannot be made."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_RDWR, 0o600))
    except FileExistsError as error:
        if error.filename != str(path):
            raise LedgerError("cannot be made: its folder is a file", where=str(path), hint="Give another path.") from None
        raise LedgerError("there is a file already", where=str(path), hint="Give another path, or remove it.") from None
    except OSError as error:
        raise LedgerError(
            f"cannot be made: {error.strerror}", where=str(path), hint="Give a path that you can write to."
        ) from error


def use_wal(engine: sa.Engine) -> None:
    """Lets readers and the writer of an SQLite file go on side by side. The file remembers it."""
    if engine.dialect.name == "sqlite":
        with guarded(engine), engine.connect() as connection:
            raw: Any = connection.connection.driver_connection
            raw.execute("PRAGMA journal_mode = WAL")


def place(engine: sa.Engine) -> str:
    """Where an engine's ledger is, without a password."""
    return engine.url.render_as_string() if engine.dialect.name == "postgresql" else engine.url.database or ""


def encrypted(engine: sa.Engine) -> bool:
    """True if the ledger is a file that SQLCipher encrypts."""
    return "sqlcipher" in getattr(engine.dialect.dbapi, "__name__", "")


def size(engine: sa.Engine, connection: sa.Connection) -> int:
    """Bytes on disk."""
    if engine.dialect.name == "postgresql":
        return int(connection.execute(sa.text("SELECT pg_database_size(current_database())")).scalar() or 0)
    path = Path(engine.url.database or "")
    return sum(f.stat().st_size for f in (path, path.with_name(path.name + "-wal")) if f.exists())


@contextmanager
def reading(engine: sa.Engine) -> Iterator[sa.Connection]:
    """A connection in a reading transaction."""
    with guarded(engine), engine.connect() as connection:
        yield connection


@contextmanager
def snapshot(engine: sa.Engine) -> Iterator[sa.Connection]:
    """A connection that sees one moment throughout."""
    level = {"isolation_level": "REPEATABLE READ"} if engine.dialect.name == "postgresql" else {}
    with guarded(engine), engine.connect().execution_options(**level) as connection, connection.begin():
        yield connection


@contextmanager
def writing(engine: sa.Engine) -> Iterator[sa.Connection]:
    """A connection in the one writing transaction; committed at the end, rolled back on any error."""
    with guarded(engine), engine.connect().execution_options(sayso_write=True) as connection, connection.begin():
        if engine.dialect.name == "postgresql":
            connection.execute(sa.select(sa.func.pg_advisory_xact_lock(_LOCK)))
        yield connection


@contextmanager
def guarded(engine: sa.Engine) -> Iterator[None]:
    """Turns what a database complains about into a `LedgerError` with a remedy."""
    try:
        yield
    except sa.exc.DBAPIError as error:
        raise refused(engine, error) from error


def refused(engine: sa.Engine, error: sa.exc.DBAPIError) -> LedgerError:
    """The `LedgerError` for a complaint of the database."""
    where = place(engine)
    said = str(error.orig).strip().splitlines()[0] if error.orig else str(error)
    low = said.lower()
    for sign, what, hint in (
        ("locked", f"another program has been writing for {BUSY_SECONDS} seconds", "Wait until it is done, and try again."),
        ("readonly", "is open for reading only", "Check the permissions of the file and its folder."),
        ("read-only", "is open for reading only", "Open it for writing."),
        ("disk is full", "the disk is full", "Make room, and run the command again: nothing was lost."),
        ("no space left", "the disk is full", "Make room, and run the command again: nothing was lost."),
        ("not a database", "is no ledger, or its key is another", "Check the path; for an encrypted ledger give its key."),
        ("malformed", "the file is damaged", "Restore a backup: sayso ledger restore."),
        ("unable to open", "cannot be opened", "Check the path and its permissions."),
        ("connection", f"the database does not answer: {said[:200]}", "Check that it runs and that the address is right."),
    ):
        if sign in low:
            return LedgerError(what, where=where, hint=hint)
    return LedgerError(f"the database refuses: {said[:300]}", where=where)


def _psycopg(address: str) -> str:
    for prefix in _POSTGRES:
        if address.startswith(prefix):
            return "postgresql+psycopg://" + address.removeprefix(prefix)
    return address


def _postgres(address: str, readonly: bool) -> sa.Engine:
    try:
        import psycopg  # noqa: F401
    except ImportError:
        raise AssetError(
            "a ledger in PostgreSQL needs psycopg", where=shown(address), hint="pip install 'sayso[postgres]'"
        ) from None
    options: dict[str, Any] = {"postgresql_readonly": True} if readonly else {}
    return sa.create_engine(_psycopg(address), pool_pre_ping=True, execution_options=options)


def _sqlite(path: Path, key: str, readonly: bool) -> sa.Engine:
    module = _sqlcipher(path) if key else None
    url = sa.URL.create("sqlite", database=str(path))
    engine = sa.create_engine(
        url, module=module, poolclass=sa.QueuePool, connect_args={"timeout": BUSY_SECONDS, "check_same_thread": False}
    )

    @event.listens_for(engine, "connect")
    def prepare(connection: Any, _: Any) -> None:
        connection.isolation_level = None  # transactions are begun below, not by the driver
        cursor = connection.cursor()
        if key:
            cursor.execute("PRAGMA cipher_log_level = NONE")  # a wrong key is told by the error, not on standard error
            cursor.execute("PRAGMA key = '" + key.replace("'", "''") + "'")
        cursor.execute("PRAGMA foreign_keys = ON")
        cursor.execute("PRAGMA secure_delete = ON")
        cursor.execute("PRAGMA synchronous = NORMAL")
        cursor.execute("PRAGMA cache_size = -16000")
        cursor.execute("PRAGMA temp_store = MEMORY")
        if readonly:
            cursor.execute("PRAGMA query_only = ON")
        cursor.close()

    @event.listens_for(engine, "begin")
    def begin(connection: sa.Connection) -> None:
        write = connection.get_execution_options().get("sayso_write")
        connection.exec_driver_sql("BEGIN IMMEDIATE" if write else "BEGIN")

    return engine


def _sqlcipher(path: Path) -> Any:
    try:
        from sqlcipher3 import dbapi2
    except ImportError:
        raise AssetError("an encrypted ledger needs SQLCipher", where=str(path), hint="pip install 'sayso[encrypted]'") from None
    return dbapi2
