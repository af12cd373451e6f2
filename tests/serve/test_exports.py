"""What the page of exports gives: the files of the command, of the filter that is set, with what is protected hidden."""

import csv
import hashlib
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


def earlier(bench: Bench) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = bench.client.get("/exports.json").json()["earlier"]
    return found


def test_exports_are_listed_with_the_way_to_make_them_again_and_what_changed_since(bench: Bench) -> None:
    assert earlier(bench) == []
    stamp = bench.ledger.stamp()
    ask = {"form": "claims", "contested": "killed"}
    first = bench.client.get("/exports/data", params=ask)
    claims = unpacked(first)["claims.csv"]
    assert bench.ledger.stamp() == stamp
    assert unpacked(bench.client.get("/exports/data", params=ask))["claims.csv"] == claims
    newest, oldest = earlier(bench)
    assert newest["made"]["sha256"] == oldest["made"]["sha256"] == hashlib.sha256(claims).hexdigest()
    assert (oldest["made"]["person"], oldest["made"]["kind"], oldest["made"]["format"]) == ("me", "data", "claims")
    assert [c["value"] for c in oldest["filter"]] == ["killed"]
    assert oldest["since"] == {"added": 0, "changed": 0, "retracted": 0, "more": False}
    document = bench.document("agency-0315")
    for subject, verdict in (("f1", "accept"), ("f2", "reject")):
        bench.post("/review/decide", address=f"{document}#{subject}", verdict=verdict, anyway="1")
    bench.post(f"/docs/{document}/add", **{"class": "statement", "start": "10", "end": "13", "event-e1": "1", "has-events": "1"})
    now = earlier(bench)[1]
    assert now["since"] == {"added": 1, "changed": 1, "retracted": 1, "more": False}
    page = bench.client.get("/exports").text
    assert "1 added, 1 changed, 1 retracted" in page
    assert unpacked(bench.client.get(now["again"]))["claims.csv"] != claims
    assert bench.client.get(now["as_it_was"]).content == first.content
    listed = list(csv.DictReader(io.StringIO(bench.client.get("/exports.csv").text)))
    assert [r["format"] for r in listed] == ["claims"] * 4
    assert listed[-1]["filter"] == "contested killed"


def test_what_happens_to_other_events_does_not_touch_an_export(bench: Bench) -> None:
    bench.client.get("/exports/data", params={"form": "claims", "event": bench.events["raid"]})
    bench.post("/review/decide", address=f"{bench.document('agency-0315')}#f1", verdict="reject", anyway="1")
    assert not any(earlier(bench)[0]["since"].values())
    bench.post("/review/decide", address=f"{bench.document('courier-0320')}#f1", verdict="reject", anyway="1")
    assert earlier(bench)[0]["since"]["retracted"] == 1
    again = unpacked(bench.client.get(earlier(bench)[0]["again"]))
    assert {r["event_id"] for r in csv.DictReader(io.StringIO(again["claims.csv"].decode("utf-8-sig")))} == {bench.events["raid"]}


def test_a_policy_and_a_brief_are_made_again_as_they_were_asked_for(bench: Bench) -> None:
    bench.client.get("/exports/brief", params={"form": "md", "policy": "ucdp"})
    made = earlier(bench)[0]
    assert made["made"]["policy"] == "ucdp"
    assert (
        bench.client.get(made["again"]).content
        == bench.client.get("/exports/brief", params={"form": "md", "policy": "ucdp"}).content
    )
    assert bench.client.get("/exports/data", params={"form": "csv", "policy": "../secret.toml"}).status_code == 400
    assert bench.client.get("/exports/data", params={"form": "csv", "event": "E-NONE"}).status_code == 404


def test_the_page_tells_what_a_filter_holds_before_it_is_taken(bench: Bench) -> None:
    sums = bench.client.get("/exports.json", params={"contested": "killed"}).json()["sums"]
    event = bench.client.get(f"/api/events/{bench.events['attack']}").json()["heading"]
    assert sums == {"events": 1, **{k: event[k] for k in ("documents", "claims", "undecided", "origins")}}
    assert "100% of them checked by nobody" in bench.client.get("/exports").text
    bench.ledger.protect([Protection("document", bench.document("wire-0316"), "withheld", reason="danger", person="me")])
    shop = bench.client.app.state.shop  # type: ignore[attr-defined]
    key = {"authorization": f"Bearer {shop.accounts.open_session('r', 'reader', 'key')}"}
    less = bench.client.get("/exports.json", params={"contested": "killed"}, headers=key).json()["sums"]
    seen = bench.client.get(f"/api/events/{bench.events['attack']}", headers=key).json()["heading"]
    assert less == {"events": 1, **{k: seen[k] for k in ("documents", "claims", "undecided", "origins")}}
    assert less["claims"] < sums["claims"]
