"""Opening ledgers: versions, other files, permissions, keys; and that the migrations make what the code expects."""

import sqlite3
import stat
from pathlib import Path

import pytest
import sqlalchemy as sa
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory

from sayso.core import LedgerError
from sayso.ledger import ClaimFilter, Ledger, migrate, open_ledger
from sayso.ledger.schema import NEWEST, REVISIONS
from sayso.ledger.tables import metadata
from tests.build import chain, coded, figure, given, run


def test_the_migrations_make_the_tables_of_the_code(ledger: Ledger) -> None:
    ours = {*metadata.tables, *(i.name for t in metadata.tables.values() for i in t.indexes)}

    def counts(thing: object, name: str | None, kind: str, reflected: bool, other: object) -> bool:
        return not reflected or kind != "table" or name in ours

    with ledger.engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"include_object": counts, "compare_type": False})
        assert compare_metadata(context, metadata) == []


def test_the_list_of_versions_is_that_of_the_files() -> None:
    script = ScriptDirectory(str(Path(__file__).parents[2] / "src/sayso/ledger/migrations"))
    assert tuple(r.revision for r in reversed(list(script.walk_revisions()))) == REVISIONS


def test_a_ledger_of_a_newer_version_is_refused_and_left_alone(address: str) -> None:
    with open_ledger(address, create=True) as ledger, ledger.engine.begin() as connection:
        connection.execute(sa.text("UPDATE alembic_version SET version_num = '9999'"))
    for attempt in (open_ledger, migrate):
        with pytest.raises(
            LedgerError, match=rf"is of version 9999, made by a newer sayso; this one knows versions up to {NEWEST}\."
        ):
            attempt(address)


def test_an_older_ledger_asks_to_be_migrated(address: str, monkeypatch: pytest.MonkeyPatch) -> None:
    with open_ledger(address, create=True):
        pass
    monkeypatch.setattr("sayso.ledger.schema.REVISIONS", (*REVISIONS, "9998"))
    monkeypatch.setattr("sayso.ledger.schema.NEWEST", "9998")
    with pytest.raises(LedgerError, match=rf"is of version {NEWEST}; this program works with 9998\. Run: sayso ledger migrate"):
        open_ledger(address)


def test_migrating_what_is_new_does_nothing(address: str) -> None:
    with open_ledger(address, create=True):
        pass
    assert migrate(address) == (NEWEST, NEWEST)


def test_claims_of_an_older_ledger_are_found_by_their_words(address: str) -> None:
    """As of version 0002: claims without words and without an index over them."""
    capture, document = given("The ministry said that four militants were killed in Kant.")
    with open_ledger(address, create=True) as ledger:
        ledger.record([capture], [document])
        said = chain(document.text, "The ministry")
        c = coded(document, run(), figures=[figure(document.text, "four militants", 4, chain=said)])
        ledger.record_codings(run(), [c])
        with ledger.engine.begin() as connection:
            for made_later in ("TABLE export", "INDEX claim_step", "INDEX claim_until", "TABLE claim_search"):
                connection.execute(sa.text(f"DROP {made_later}"))
            connection.execute(sa.text("ALTER TABLE claim DROP COLUMN words"))
            connection.execute(sa.text("UPDATE alembic_version SET version_num = '0002'"))
    assert migrate(address) == ("0002", NEWEST)
    with open_ledger(address) as ledger:
        for words in ("militants", "ministry", "killed"):
            assert [c.claim.quote.words for c in ledger.claims(ClaimFilter(text=words))] == ["four militants"]
        again = coded(document, run(), figures=[figure(document.text, "four militants", 4, chain=said)])
        before = ledger.stamp()
        ledger.record_codings(run(), [again])
        assert ledger.stamp() == before


def test_where_there_is_none(tmp_path: Path) -> None:
    with pytest.raises(LedgerError, match=r"none\.ledger: there is no ledger\. Make one: sayso ledger init"):
        open_ledger(str(tmp_path / "none.ledger"))
    assert not (tmp_path / "none.ledger").exists()


def test_other_files_are_left_alone(tmp_path: Path) -> None:
    other = tmp_path / "other.db"
    with sqlite3.connect(other) as connection:
        connection.execute("CREATE TABLE songs (title TEXT)")
    text = tmp_path / "text.ledger"
    text.write_text("no database at all, only words " * 50)
    for path, message in ((other, r"holds other tables \(songs\), not a ledger"), (text, "is no ledger, or its key is another")):
        before = path.read_bytes()
        with pytest.raises(LedgerError, match=message):
            open_ledger(str(path), create=True)
        assert path.read_bytes() == before


def test_a_new_file_is_for_its_owner_alone(tmp_path: Path) -> None:
    path = tmp_path / "deep" / "reports.ledger"
    with open_ledger(str(path), create=True) as ledger:
        ledger.record(*([x] for x in given()))
        assert {stat.S_IMODE(p.stat().st_mode) for p in path.parent.iterdir()} == {0o600}


def test_reading_only(tmp_path: Path) -> None:
    path = str(tmp_path / "a.ledger")
    open_ledger(path, create=True).close()
    with open_ledger(path, readonly=True) as ledger:
        assert ledger.count() == 0
        with pytest.raises(LedgerError, match="is open for reading only"):
            ledger.record(*([x] for x in given()))


def test_a_second_writer_waits_its_turn_and_then_says_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sayso.ledger.engine.BUSY_SECONDS", 0.2)
    path = str(tmp_path / "a.ledger")
    with open_ledger(path, create=True) as one, open_ledger(path) as two:
        with one._write("test") as w:
            assert w.step == 1
            with pytest.raises(LedgerError, match="another program has been writing for"):
                two.record(*([x] for x in given()))
        assert two.record(*([x] for x in given())).documents


def test_an_encrypted_ledger(tmp_path: Path) -> None:
    pytest.importorskip("sqlcipher3", reason="needs SQLCipher: sqlcipher3")
    path = str(tmp_path / "a.ledger")
    capture, document = given("A word that must not be seen: quetzal.")
    with open_ledger(path, create=True, key="correct horse 'battery'") as ledger:
        ledger.record([capture], [document])
        assert ledger.info().encrypted
    raw = b"".join(p.read_bytes() for p in tmp_path.iterdir())
    assert b"quetzal" not in raw
    assert b"SQLite format" not in raw
    for key in ("", "wrong"):
        with pytest.raises(LedgerError, match="is no ledger, or its key is another"):
            open_ledger(path, key=key)
    with open_ledger(path, key="correct horse 'battery'") as ledger:
        assert list(ledger.documents()) == [document]


def test_an_address_shows_no_password() -> None:
    from sayso.ledger.engine import shown

    assert "secret" not in shown("postgresql://ann:secret@db.example/ledger")


def test_a_folder_that_is_a_file(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x")
    with pytest.raises(LedgerError, match=r"file/a\.ledger: cannot be made: its folder is a file\. Give another path\."):
        open_ledger(str(tmp_path / "file" / "a.ledger"), create=True)


def test_origins_of_an_older_ledger_are_found_by_name_and_role_after_migrating(
    address: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as older:
        older.setattr("sayso.ledger.schema.REVISIONS", ("0001",))
        older.setattr("sayso.ledger.schema.NEWEST", "0001")
        with open_ledger(address, create=True) as ledger, ledger.engine.begin() as connection:
            record = '{"id":"O-1","name":"Ärztebund","role":"monitor","claims":[]}'
            row = {"n": 1, "event": "E-1", "id": "O-1", "key": "k", "record": record, "step": 1}
            names = ", ".join(row)
            values = ", ".join(f":{name}" for name in row)
            connection.execute(sa.text(f"INSERT INTO origin ({names}) VALUES ({values})"), row)
    assert migrate(address) == ("0001", NEWEST)
    with open_ledger(address) as ledger:
        assert [r.origin.name for r in ledger.origin_page(name="ärzte", roles=["monitor"]).rows] == ["Ärztebund"]
        assert ledger.origin_page(name="ärzte", roles=["party"]).total == 0
        assert ledger.origin_page(name="arzt").rows == ()
