"""Coded events of a team's own: brought in from tables, matched with reports."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import openpyxl
import pytest

from sayso.core import CodedDocument, ConfigError, InputError, split_address
from sayso.known import bring_in, load_columns
from sayso.ledger import Ledger, open_ledger
from sayso.linkage import link_ledger
from tests.build import RAID, event, figure, given, run

TABLE = (
    "event_id_cnty,event_date,event_type,sub_event_type,actor1,country,location,latitude,longitude,fatalities,notes\n"
    'KGZ1,2015-07-16,Battles,Armed clash,Military Forces of Kyrgyzstan (2010-),Kyrgyzstan,Kant,42.89,74.85,4,"Soldiers raided a house in '
    'Kant. Four militants were killed, the ministry said."\n'
    "KGZ2,2015-02-01,Protests,Peaceful protest,Protesters,Kyrgyzstan,Osh,40.53,72.8,0,Pensioners marched for higher pensions.\n"
)


@pytest.fixture
def ledger(tmp_path: Path) -> Iterator[Ledger]:
    with open_ledger(str(tmp_path / "reports.ledger"), create=True) as opened:
        capture, document = given(doc="wire", outlet="Wire", published="2015-07-17")
        opened.record([capture], [document])
        report = event(RAID, "raided", place="Kant", date="2015-07-16")
        coded = CodedDocument(
            document.id, document.doc, RAID, "2015-07-17", "Wire", (report,), (figure(RAID, "Four militants", 4),)
        )
        opened.record_codings(run(), [replace(coded, run=run().id)])
        yield opened


def table(folder: Path, text: str = TABLE, name: str = "ours.csv") -> Path:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


def test_known_events_are_matched_like_reports(ledger: Ledger, tmp_path: Path) -> None:
    brought = bring_in(ledger, table(tmp_path), "Our desk")
    assert (brought.events, brought.known, brought.refused) == (2, 0, [])
    link_ledger(ledger, policies=())
    names = {d.id: d.doc for d in ledger.documents()}
    found = sorted(sorted(names[split_address(r)[0]] for r in ledger.event(row.id).reports) for row in ledger.events())  # type: ignore[union-attr]
    assert found == [["known:Our desk#KGZ1", "wire"], ["known:Our desk#KGZ2"]]


def test_every_value_points_at_its_cell(ledger: Ledger, tmp_path: Path) -> None:
    bring_in(ledger, table(tmp_path), "Our desk")
    coded = ledger.coded("known:Our desk#KGZ1") or next(c for c in ledger.codings() if c.doc == "known:Our desk#KGZ1")
    (report,), (killed,) = coded.events, coded.figures
    assert (report.type, report.date.edtf if report.date else "", report.trigger.words) == (
        "ASSAULT",
        "2015-07-16",
        "Armed clash",
    )
    assert report.place is not None
    assert (report.place.country, report.place.latitude, report.place_quote.words if report.place_quote else "") == (
        "KG",
        42.89,
        "Kant",
    )
    assert (killed.low, killed.high, killed.quote.words) == (4, 4, "4")
    assert coded.text[killed.quote.start : killed.quote.end] == "4"
    assert not next(c for c in ledger.codings() if c.doc == "known:Our desk#KGZ2").figures  # 0 is written where nothing is known


def test_the_same_again_changes_nothing(ledger: Ledger, tmp_path: Path) -> None:
    bring_in(ledger, table(tmp_path), "Our desk")
    brought = bring_in(ledger, table(tmp_path), "Our desk")
    assert (brought.events, brought.known) == (0, 2)


def test_a_workbook_and_columns_of_ones_own(ledger: Ledger, tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    book.active.append(["Nr", "When", "Town", "Dead"])
    book.active.append([7, "16.07.2015", "Kant", 4])
    book.active.append([8, "someday", "Kant", 4])
    book.save(tmp_path / "ours.xlsx")
    mapping = table(tmp_path, 'id = "Nr"\ndate = "When"\nplace = "Town"\nkilled = "Dead"\n', "columns.toml")
    brought = bring_in(ledger, tmp_path / "ours.xlsx", "Book", mapping=load_columns(mapping), date_format="%d.%m.%Y")
    assert brought.events == 1
    assert "date 'someday' is not written as %d.%m.%Y" in brought.refused[0]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("place,killed\nKant,4\n", "has no column for id"),
        ("id,place\n1,Kant\n", "has no column for date"),
    ],
)
def test_a_table_without_the_columns_it_needs_says_so(ledger: Ledger, tmp_path: Path, text: str, said: str) -> None:
    with pytest.raises(InputError, match=said):
        bring_in(ledger, table(tmp_path, text), "Our desk")


def test_rows_that_cannot_be_read_are_named_and_the_others_stay(ledger: Ledger, tmp_path: Path) -> None:
    text = "id,date,type,killed\n1,2015-07-16,ASSAULT,4\n2,,ASSAULT,4\n3,2015-07-16,picnic,\n4,2015-07-16,ASSAULT,some\n"
    brought = bring_in(ledger, table(tmp_path, text), "Our desk")
    assert brought.events == 1
    for said, refused in zip(("has no date", "type 'picnic'", "killed is 'some'"), brought.refused, strict=True):
        assert said in refused


def test_a_mapping_of_unknown_fields_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="'dead' is no field"):
        load_columns(table(tmp_path, 'dead = "Dead"\n', "columns.toml"))
