"""Data sets read back as what the ledger holds, the same bytes each time, and nothing in them runs."""

import csv
import io
import json
import zipfile
from typing import Any

import openpyxl
import pyarrow.parquet as pq
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sayso.core import ConfigError, Event, InputError
from sayso.datasets import DataSet, Wanted, data_set, write
from sayso.export.cells import FORMULA, cell
from sayso.export.columns import Column, Table
from sayso.export.shapes import FORMATS
from sayso.export.writers import csv_bytes, json_lines, parquet_bytes, xlsx_bytes
from sayso.ledger import ClaimFilter, EventFilter
from tests.export.conftest import Made
from tests.serve.made import CODE, LINK


def rows(content: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(content.decode(), newline="")))


def made_as(made: Made, format: str, wanted: Wanted = Wanted()) -> DataSet:  # noqa: B008
    return data_set(made[0], format, wanted)


def test_claims_are_those_of_the_ledger_with_words_and_offsets(made: Made) -> None:
    ledger, ids = made
    found = {(r["claim_id"], r["event_id"]): r for r in rows(made_as(made, "claims").files["claims.csv"])}
    for event in ids.values():
        for c in ledger.claims(ClaimFilter(event=event)):
            row = found.pop((c.address, event))
            assert row["quote"].lstrip("'") == c.claim.quote.words
            assert ledger.document(row["article_id"]).text[int(row["char_start"]) : int(row["char_end"])] == c.claim.quote.words
            assert row["stance"] == c.claim.stance
            assert row["value_low"] == ("" if c.claim.low is None else str(c.claim.low))
            assert row["extractor"] == "made/1.0"
            assert row["status"] == "draft"
    assert found == {}


def test_the_chain_runs_from_the_outlet_inwards(made: Made) -> None:
    found = [r for r in rows(made_as(made, "claims").files["claims.csv"]) if r["quote"] == "893 people"]
    assert {r["attribution_chain"] for r in found} == {
        "State News Agency ← The interior ministry",
        "City Daily ← The interior ministry",
    }
    assert {(r["origin"], r["claimant_type"]) for r in found} == {("Interior Ministry", "party")}
    assert len({r["origin_id"] for r in found}) == 1


def test_acled_rows(made: Made) -> None:
    _, ids = made
    files = made_as(made, "acled").files
    (attack,) = [r for r in rows(files["acled.csv"]) if r["event_id_cnty"] == ids["attack"]]
    assert (attack["event_date"], attack["time_precision"], attack["iso"]) == ("2026-03-14", "1", "417")
    assert (attack["country"], attack["region"]) == ("Kyrgyzstan", "Caucasus and Central Asia")
    assert (attack["location"], attack["latitude"], attack["longitude"], attack["geo_precision"]) == (
        "Korrin",
        "42.87",
        "74.59",
        "1",
    )
    assert attack["notes"].startswith("On 14 Mar 2026, assault in Korrin")
    assert "Interior Ministry denies > 2,000" in attack["notes"]
    assert attack["sub_event_type"]
    assert attack["disorder_type"] == "Political violence"
    (more,) = [r for r in rows(files["acled_more.csv"]) if r["event_id_cnty"] == ids["attack"]]
    assert (more["fatalities_known"], more["policy"]) == ("yes", "acled")
    lost = rows(files["lost.csv"])
    assert any(r["event_id"] == ids["attack"] and r["lost"] == "denied: killed" for r in lost)
    assert any(r["event_id"] == ids["march"] and r["column"] == "" and "planned" in r["why"] for r in lost)


def test_fatalities_are_those_of_the_policy_that_is_asked_for(made: Made) -> None:
    ledger, ids = made
    from sayso.assess.assessment import assess
    from sayso.assess.policies import policy
    from sayso.linkage import facts_of

    facts = facts_of(ledger, ids["attack"])
    for name in ("acled", "gtd", "minmax"):
        files = made_as(made, "acled", Wanted(ids=(ids["attack"],), policy=name)).files
        found = rows(files["acled.csv"])
        total = next(a for a in assess(facts, policy(name)) if (a.field, a.group, a.scope, a.part) == ("killed", "", "", ""))
        expected = next(x for x in (total.best, total.low, total.high, 0) if x is not None)
        if found:
            assert found[0]["fatalities"] == str(expected)
        else:
            assert rows(files["lost.csv"])[0]["why"]


def test_ged_rows(made: Made) -> None:
    _, ids = made
    files = made_as(made, "ged", Wanted(policy="minmax")).files
    found = [r for r in rows(files["ged.csv"]) if r["relid"] == ids["attack"]]
    lost = [r for r in rows(files["lost.csv"]) if r["event_id"] == ids["attack"]]
    assert bool(found) or any(r["column"] == "" for r in lost)
    for r in found:
        assert r["date_start"] == "2026-03-14 00:00:00.000"
        assert (r["country_id"], r["priogrid_gid"]) == ("703", str(((42 + 90) * 2 + 1) * 720 + (74 + 180) * 2 + 1 + 1))
        assert r["geom_wkt"] == "POINT (74.59 42.87)"
        assert int(r["low"]) <= int(r["best"]) <= int(r["high"])
        assert r["conflict_new_id"] == r["side_a_new_id"] == ""
        assert r["number_of_sources"] == "5"


def test_geojson_has_points_for_towns_and_areas_for_provinces(made: Made) -> None:
    _, ids = made
    shapes = {f["id"]: f for f in json.loads(made_as(made, "geojson").files["events.geojson"])["features"]}
    assert shapes[ids["attack"]]["geometry"] == {"type": "Point", "coordinates": [74.59, 42.87]}
    assert shapes[ids["raid"]]["geometry"]["type"] == "Polygon"
    assert shapes[ids["march"]]["geometry"] is None
    assert shapes[ids["attack"]]["properties"]["contested"]


def test_xlsx_and_parquet_and_json_lines_hold_the_same_as_csv(made: Made) -> None:
    plain = {n.removesuffix(".csv"): rows(c) for n, c in made_as(made, "csv").files.items() if n.endswith(".csv")}
    book = openpyxl.load_workbook(io.BytesIO(made_as(made, "xlsx").files["sayso.xlsx"]), read_only=True)
    tables = made_as(made, "parquet").files
    for name in ("events", "claims", "figures", "conflicts", "documents"):
        sheet = list(book[name].iter_rows(values_only=True))
        assert [list(map(_text, r)) for r in sheet[1:]] == [[_free(v) for v in r.values()] for r in plain[name]]
        parquet = pq.read_table(io.BytesIO(tables[f"{name}.parquet"]))
        assert parquet.column_names == list(plain[name][0]) if plain[name] else True
        assert [[_text(v) for v in r.values()] for r in parquet.to_pylist()] == [
            [_free(v) for v in r.values()] for r in plain[name]
        ]
    lines = [json.loads(x) for x in made_as(made, "jsonl").files["events.jsonl"].decode().splitlines()]
    assert [x["event_id"] for x in lines] == [r["event_id"] for r in plain["events"]]
    about = [r for r in plain["claims"] if r["event_id"]]
    assert sum(len(x["said"]) for x in lines) == len(about)


def _text(value: Any) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return "; ".join(value) if isinstance(value, list) else "" if value is None else str(value)


def _free(value: str) -> str:
    """A cell of CSV without the mark that keeps it from running, and 73.0 as 73."""
    value = value.removesuffix(".0") if value.removesuffix(".0").lstrip("-").isdigit() else value
    return value[1:] if value.startswith("'") and value[1:].startswith(FORMULA) else value


@pytest.mark.parametrize("format", FORMATS)
def test_the_same_ledger_gives_the_same_bytes(made: Made, format: str) -> None:
    first, second = made_as(made, format), made_as(made, format)
    assert first.files == second.files
    assert {"codebook.md", "lost.csv", "retracted.csv", "manifest.json"} <= set(first.files)
    told = json.loads(first.files["manifest.json"])
    from hashlib import sha256

    assert told["files"][first.main]["sha256"] == sha256(first.files[first.main]).hexdigest()
    for column in _columns(first):
        assert f"`{column}`" in first.files["codebook.md"].decode()


def _columns(made: DataSet) -> list[str]:
    return next(csv.reader(io.StringIO(made.files[made.main].decode()))) if made.main.endswith(".csv") else []


@given(st.text(max_size=30))
def test_no_cell_begins_as_a_formula(text: str) -> None:
    assert not cell(text).startswith(FORMULA)
    assert cell(text).removeprefix("'") == text.removeprefix("'")


def test_formulas_stay_text_in_every_form() -> None:
    hostile = ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "＝1", "=cmd|' /C calc'!A0", "plain"]
    table = Table("t", "T", (Column("event_id", "text", "."), Column("n", "integer", "."), Column("x", "list", ".")),
                  [{"event_id": h, "n": -5, "x": [h]} for h in hostile])  # fmt: skip
    for r, h in zip(rows(csv_bytes(table)), hostile, strict=True):
        assert not r["event_id"].startswith(FORMULA)
        assert r["event_id"].removeprefix("'") == h
        assert r["n"] == "-5"
    content, lost = xlsx_bytes([table], "2026-01-01T00:00:00Z")
    assert lost == []
    sheet = openpyxl.load_workbook(io.BytesIO(content))["t"]
    for row in sheet.iter_rows(min_row=2):
        assert [c.data_type for c in row] == ["s", "n", "s"]
        assert row[0].quotePrefix == row[0].value.startswith(FORMULA)
    assert b"<f>" not in zipfile.ZipFile(io.BytesIO(content)).read("xl/worksheets/sheet1.xml")


def test_control_characters_and_long_cells_do_not_break_a_workbook() -> None:
    table = Table("t", "T", (Column("event_id", "text", "."), Column("x", "text", ".")),
                  [{"event_id": "E-1", "x": "a\x00b\x07c"}, {"event_id": "E-2", "x": "y" * 40_000}])  # fmt: skip
    content, lost = xlsx_bytes([table], "")
    sheet = openpyxl.load_workbook(io.BytesIO(content))["t"]
    assert sheet["B2"].value == "a\ufffdb\ufffdc"
    assert len(sheet["B3"].value) == 32_767
    assert [(x.event, x.column) for x in lost] == [("E-2", "x")]
    assert json.loads(json_lines([{"x": "a\ud800"}]))["x"] == "a?"
    assert pq.read_table(io.BytesIO(parquet_bytes(table))).num_rows == 2


def test_a_merge_is_listed_as_retracted_and_its_id_still_leads_to_the_event(own: Made) -> None:
    ledger, ids = own
    record = ledger.event(ids["raid"])
    other = ledger.event(ids["march"])
    assert record
    assert other
    ledger.record_links(LINK, [Event(ids["raid"], (*record.reports, *other.reports))])
    (row,) = [r for r in rows(data_set(ledger, "csv").files["retracted.csv"]) if r["id"] in ids.values()]
    assert (row["kind"], row["why"]) == ("event", "merged")
    assert {row["id"], row["became"]} == {ids["raid"], ids["march"]}
    asked = data_set(ledger, "claims", Wanted(ids=(row["id"],)))
    assert {r["event_id"] for r in rows(asked.files["claims.csv"])} == {row["became"]}


def test_a_data_set_as_of_an_earlier_moment(own: Made) -> None:
    ledger, ids = own
    moments = [e.at for e in ledger.history(limit=50) if e.what == "coded"]
    before = data_set(ledger.at(moments[0]), "csv")
    assert (before.events, len(rows(before.files["events.csv"]))) == (0, 0)
    now = data_set(ledger, "csv")
    record = ledger.event(ids["raid"])
    assert record
    as_it_was = ledger.history(limit=1)[0].at
    ledger.record_links(LINK, [Event(ids["march"], (*record.reports, *ledger.event(ids["march"]).reports))])  # type: ignore[union-attr]
    then = data_set(ledger.at(as_it_was), "csv")
    for name in ("events.csv", "claims.csv", "figures.csv", "conflicts.csv", "documents.csv", "retracted.csv"):
        assert then.files[name] == now.files[name], name


def test_claims_about_no_event_are_in_the_whole_set_only(own: Made) -> None:
    ledger, ids = own
    from sayso.core import Document, Found, Masthead
    from tests.build import capture_of, coded, figure

    text = "Two people were hurt somewhere, nobody knows when."
    capture = capture_of(text.encode(), "loose.txt")
    document = Document("loose", text, Masthead(outlet=Found("Wire B", "given")), (), capture.id)
    ledger.record([capture], [document])
    ledger.record_codings(CODE, [coded(document, CODE, figures=[figure(text, "Two people", 2, kind="wounded", events=())])])
    found = [r for r in rows(data_set(ledger, "claims").files["claims.csv"]) if r["article_id"] == document.id]
    assert [(r["event_id"], r["quote"], r["outlet"], r["extractor"]) for r in found] == [("", "Two people", "Wire B", "made/1.0")]
    some = rows(data_set(ledger, "claims", Wanted(ids=(ids["attack"],))).files["claims.csv"])
    assert document.id not in {r["article_id"] for r in some}


def test_filters_choose_events(made: Made) -> None:
    _, ids = made
    attack = made_as(made, "csv", Wanted(EventFilter(place="korrin")))
    assert [r["event_id"] for r in rows(attack.files["events.csv"])] == [ids["attack"]]
    assert {r["event_id"] for r in rows(attack.files["claims.csv"])} == {ids["attack"]}
    none = made_as(made, "acled", Wanted(EventFilter(country="FR")))
    assert (none.events, none.rows, none.left_out) == (0, 0, 0)
    with pytest.raises(ConfigError, match="there is no format 'pdf'"):
        made_as(made, "pdf")
    with pytest.raises(InputError, match="there is no event 'E-0000000'"):
        made_as(made, "csv", Wanted(ids=("E-0000000",)))


def test_files_are_replaced_whole(made: Made, tmp_path: Any) -> None:
    found = made_as(made, "claims")
    (tmp_path / "claims.csv").write_text("old")
    (tmp_path / "mine.txt").write_text("stays")
    paths = write(found, tmp_path)
    assert (tmp_path / "claims.csv").read_bytes() == found.files["claims.csv"]
    assert {p.name for p in tmp_path.iterdir()} == {*(p.name for p in paths), "mine.txt"}
