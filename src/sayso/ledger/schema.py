"""The version of a ledger: making one, telling one from another file, and bringing an older one up to date."""

from pathlib import Path
from typing import Any

import sqlalchemy as sa

from sayso.core import LedgerError
from sayso.ledger.engine import APPLICATION_ID, place, writing

REVISIONS = ("0001", "0002", "0003", "0004")  # oldest first; one file each in migrations/versions
NEWEST = REVISIONS[-1]


def version(engine: sa.Engine, connection: sa.Connection) -> str:
    """The revision of the ledger in this database, "" if the database is empty.

    Raises `LedgerError` if something else is in it.
    """
    tables = set(sa.inspect(connection).get_table_names())
    if "alembic_version" in tables and "step" in tables:
        found = connection.execute(sa.text("SELECT version_num FROM alembic_version")).scalar()
        return str(found or "")
    if tables:
        raise LedgerError(
            f"holds other tables ({', '.join(sorted(tables)[:3])}), not a ledger",
            where=place(engine),
            hint="Give another address.",
        )
    return ""


def check(engine: sa.Engine, found: str) -> None:
    """Raises `LedgerError` if a ledger of revision `found` cannot be used by this program as it is."""
    if found in REVISIONS[:-1]:
        raise LedgerError(
            f"is of version {found}; this program works with {NEWEST}", where=place(engine), hint="Run: sayso ledger migrate"
        )
    if found != NEWEST:
        raise LedgerError(
            f"is of version {found}, made by a newer sayso; this one knows versions up to {NEWEST}",
            where=place(engine),
            hint="Install the newer sayso. Nothing was changed.",
        )


def upgrade(engine: sa.Engine) -> tuple[str, str]:
    """Brings a ledger (or an empty database) to the newest version in one transaction. Gives versions before and after."""
    from alembic.config import Config
    from alembic.runtime.environment import EnvironmentContext
    from alembic.script import ScriptDirectory

    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent / "migrations"))
    config.set_main_option("path_separator", "os")
    script = ScriptDirectory.from_config(config)
    if engine.dialect.name == "sqlite":
        with engine.connect() as connection:
            raw: Any = connection.connection.driver_connection
            raw.execute(f"PRAGMA application_id = {APPLICATION_ID}")
    with writing(engine) as connection:
        before = version(engine, connection)
        if before and before not in REVISIONS:
            check(engine, before)

        def steps(revision: object, _: object) -> object:
            return script._upgrade_revs(NEWEST, revision)  # type: ignore[arg-type]

        with EnvironmentContext(config, script, fn=steps, destination_rev=NEWEST) as environment:
            environment.configure(connection=connection, transactional_ddl=False)
            environment.run_migrations()
    return before, NEWEST
