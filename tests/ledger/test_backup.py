"""Backups: whole, from and to both databases, encrypted like the ledger, and refused when damaged."""

import dataclasses
from collections.abc import Iterator
from pathlib import Path

import pytest

from sayso.core import Event, LedgerError
from sayso.ledger import ClaimFilter, DocumentFilter, EventFilter, Ledger, Protection, backup, open_ledger, restore
from sayso.ledger.tables import content
from tests.build import RAID, given, raid, run
from tests.ledger.conftest import own_schema


@pytest.fixture
def filled(ledger: Ledger) -> Ledger:
    pairs = [given(RAID * 3, f"d{k}", outlet=f"Outlet {k}", published="2015-07-17") for k in range(30)]
    ledger.record([c for c, _ in pairs], [d for _, d in pairs])
    ledger.record_codings(run(), [raid(d, run()) for _, d in pairs])
    ledger.record_links(run(stage="link"), [Event("p", tuple(f"{d.id}#e1" for _, d in pairs))])
    ledger.protect([Protection("speaker", "Local media", "pseudonym", person="ann")])
    return ledger


def contents(ledger: Ledger) -> tuple[object, ...]:
    return (
        list(ledger.documents()), list(ledger.claims()), list(ledger.events()), ledger.runs(), ledger.history(),
        ledger.protections(), [ledger.content(c.capture.sha256) for c in ledger.captures(next(ledger.documents()).id)],
        ledger.info().counts,
        [r.doc for r in ledger.document_page(DocumentFilter(text="militants"), limit=100).rows],
        [r.id for r in ledger.event_page(EventFilter(text="kant")).rows],
    )  # fmt: skip


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)])
def target(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    if request.param == "sqlite":
        yield str(tmp_path / "restored.ledger")
    else:
        yield from own_schema(request.getfixturevalue("postgres"))


def test_a_backup_restores_the_same_ledger_in_either_database(filled: Ledger, target: str, tmp_path: Path) -> None:
    told: list[tuple[int, int]] = []
    path = backup(filled, tmp_path / "backup.ledger", progress=lambda done, total: told.append((done, total)))
    assert not list(tmp_path.glob("backup.ledger.part*"))
    restore(path, target, progress=lambda done, total: told.append((done, total)))
    with open_ledger(target) as restored:
        assert contents(restored) == contents(filled)
        capture, document = given("A new report.", "new")
        assert restored.record([capture], [document]).documents == (document.id,)
        assert list(restored.verify()) == []
    assert all(done <= total for done, total in told)


def test_a_backup_is_a_ledger(filled: Ledger, tmp_path: Path) -> None:
    path = backup(filled, tmp_path / "backup.ledger")
    with open_ledger(str(path), readonly=True) as copy:
        assert contents(copy) == contents(filled)


def test_nothing_is_written_over(filled: Ledger, address: str, tmp_path: Path) -> None:
    path = backup(filled, tmp_path / "backup.ledger")
    with pytest.raises(LedgerError, match="there is a file already"):
        backup(filled, path)
    with pytest.raises(LedgerError, match=r"there is a (file|ledger) already"):
        restore(path, address)


def test_a_damaged_backup_is_refused(tmp_path: Path) -> None:
    with open_ledger(str(tmp_path / "a.ledger"), create=True) as ledger:
        for k in range(50):
            capture, document = given(f"Report {k}. " * 200, f"d{k}")
            ledger.record([capture], [document])
        path = backup(ledger, tmp_path / "backup.ledger")
    raw = bytearray(path.read_bytes())
    raw[len(raw) // 2 : len(raw) // 2 + 3000] = b"\xff" * 3000
    path.write_bytes(bytes(raw))
    with pytest.raises(LedgerError, match="damaged"):
        restore(path, str(tmp_path / "b.ledger"))
    assert not (tmp_path / "b.ledger").exists()


def test_a_backup_of_an_encrypted_ledger_is_encrypted(tmp_path: Path) -> None:
    pytest.importorskip("sqlcipher3", reason="needs SQLCipher: sqlcipher3")
    with open_ledger(str(tmp_path / "a.ledger"), create=True, key="k") as ledger:
        capture, document = given("A word that must not be seen: quetzal.")
        ledger.record([capture], [document])
        path = backup(ledger, tmp_path / "backup.ledger")
    assert b"SQLite format" not in path.read_bytes()
    restore(path, str(tmp_path / "b.ledger"), key="k")
    with open_ledger(str(tmp_path / "b.ledger"), key="k") as restored:
        assert list(restored.documents()) == [document]


def test_a_backup_under_another_key_is_how_a_ledger_becomes_encrypted(filled: Ledger, tmp_path: Path) -> None:
    pytest.importorskip("sqlcipher3", reason="needs SQLCipher: sqlcipher3")
    path = backup(filled, tmp_path / "secret.ledger", key="k")
    assert b"SQLite format" not in path.read_bytes()
    with open_ledger(str(path), key="k") as copy:
        assert contents(copy) == contents(filled)
        clear = backup(copy, tmp_path / "clear.ledger", key="")
    with open_ledger(str(clear)) as copy:
        assert contents(copy) == contents(filled)


def test_verify_names_what_was_changed_behind_its_back(filled: Ledger) -> None:
    d = next(filled.documents())
    capture = filled.captures(d.id)[0].capture
    with filled.engine.connect().execution_options(sayso_write=True) as connection, connection.begin():
        connection.exec_driver_sql("UPDATE text SET text = replace(text, 'Four', 'Five')")
        connection.execute(content.update().where(content.c.sha256 == capture.sha256).values(codec="none"))
    found = list(filled.verify())
    assert {f.subject for f in found} >= {f"document {d.id}", f"{d.id}#f1", f"bytes {capture.sha256}"}
    assert any("reads 'Four militants', the text 'Five militants'" in f.problem for f in found)
    assert len([f for f in found if "another digest" in f.problem]) == 30


def test_claims_are_the_same_before_and_after(filled: Ledger, tmp_path: Path) -> None:
    path = backup(filled, tmp_path / "backup.ledger")
    with open_ledger(str(path)) as copy:
        mine, theirs = (list(x.claims(ClaimFilter(field="killed"))) for x in (filled, copy))
    assert mine == theirs
    assert dataclasses.asdict(mine[0])
