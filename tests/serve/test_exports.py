"""What the page of exports gives: the files of the command, of the filter that is set, with what is protected hidden."""

import csv
import io
import zipfile
from typing import Any

import pytest

from sayso.datasets import Wanted, data_set
from sayso.export.shapes import FORMATS
from sayso.ledger import EventFilter, Protection
from sayso.serve.pages import exports
from tests.serve.conftest import Bench


def unpacked(answer: Any) -> dict[str, bytes]:
    """The files of a ZIP without its folder."""
    assert answer.status_code == 200, answer.text
    with zipfile.ZipFile(io.BytesIO(answer.content)) as archive:
        return {name.partition("/")[2]: archive.read(name) for name in archive.namelist()}


@pytest.mark.parametrize("form", FORMATS)
def test_a_download_is_what_the_command_writes(shown: Bench, form: str) -> None:
    files = unpacked(shown.client.get("/exports/data", params={"form": form}))
    made = data_set(shown.ledger, form, Wanted())
    assert files == dict(made.files)
    assert {"codebook.md", "lost.csv", "retracted.csv", "manifest.json"} < set(files)


def test_the_filter_of_the_events_decides(shown: Bench) -> None:
    page = shown.client.get("/exports", params={"contested": "killed"}).text
    assert "1 event" in page
    assert "/exports/data?form=acled&amp;contested=killed" in page
    files = unpacked(shown.client.get("/exports/data", params={"form": "csv", "contested": "killed"}))
    assert files == dict(data_set(shown.ledger, "csv", Wanted(EventFilter(contested="killed"))).files)
    ids = {row["event_id"] for row in csv.DictReader(io.StringIO(files["events.csv"].decode("utf-8-sig")))}
    assert ids == {shown.events["attack"]}


@pytest.mark.parametrize(("form", "sign"), [("html", b"<!doctype html>"), ("docx", b"PK")])
def test_a_brief_of_the_filter(shown: Bench, form: str, sign: bytes) -> None:
    answer = shown.client.get("/exports/brief", params={"form": form, "contested": "killed"})
    assert answer.status_code == 200
    assert answer.content[: len(sign)].lower() == sign.lower()
    assert f'.{form}"' in answer.headers["content-disposition"]
    if form == "html":
        assert "893" in answer.text


def test_the_past_can_be_taken_along(bench: Bench) -> None:
    before = bench.ledger.history(limit=1)[0].at
    claims = unpacked(bench.client.get("/exports/data", params={"form": "claims"}))["claims.csv"]
    document = bench.document("agency-0315")
    seen = bench.client.get(f"/api/documents/{document}").json()["records"]
    bench.client.post(
        "/api/decisions",
        json={"address": seen[1]["address"], "verdict": "reject"},
        headers={"Authorization": "Bearer a-token-of-the-tests"},
    )
    assert unpacked(bench.client.get("/exports/data", params={"form": "claims"}))["claims.csv"] != claims
    assert unpacked(bench.client.get("/exports/data", params={"form": "claims", "at": before}))["claims.csv"] == claims


def test_what_cannot_be_taken_is_told(shown: Bench, monkeypatch: pytest.MonkeyPatch) -> None:
    assert shown.client.get("/exports/data", params={"form": "dbf"}).status_code == 400
    assert "no event is left" in shown.client.get("/exports", params={"country": "FR"}).text.lower()
    monkeypatch.setattr(exports, "MOST_EVENTS", 1)
    assert "at most 1 events" in shown.client.get("/exports").text
    answer = shown.client.get("/exports/data", params={"form": "csv"})
    assert answer.status_code == 413
    assert "sayso export" in answer.text


def test_protected_names_are_hidden_from_everybody(bench: Bench) -> None:
    name = "Rights Observatory"
    assert name.encode() in unpacked(bench.client.get("/exports/data", params={"form": "claims"}))["claims.csv"]
    bench.ledger.protect([Protection("speaker", name, "withheld", reason="danger", person="me")])
    assert name.encode() not in b"".join(unpacked(bench.client.get("/exports/data", params={"form": "claims"})).values())
