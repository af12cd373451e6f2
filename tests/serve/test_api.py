"""The API: described, paged, with errors of one shape; the example client works against it."""

from typing import Any

import pytest
from starlette.testclient import TestClient

from examples.api_client import Workbench, report
from tests.serve.conftest import TOKEN, Bench


def program(bench: Bench) -> TestClient:
    return TestClient(bench.client.app, base_url="http://127.0.0.1", headers={"authorization": f"Bearer {TOKEN}"})


def test_the_example_client_reads_judges_and_undoes(bench: Bench, capsys: pytest.CaptureFixture[str]) -> None:
    client = Workbench("", "", program(bench))
    report(client)
    told = capsys.readouterr().out
    assert "killed: 893–2,000+ (4-4 independent origins)" in told
    assert "Interior Ministry: 893 “893 people”" in told
    address = f"{bench.document('agency-0315')}#f1"
    record = next(r for r in client.get(f"/api/documents/{bench.document('agency-0315')}")["records"] if r["address"] == address)
    made = client.decide(address, "correct", seen=record["seen"], changes={"low": "900", "comparator": "about"}, note="by script")
    judged = bench.ledger.judged(bench.document("agency-0315"))
    assert judged is not None
    assert judged.state("f1") == "corrected"
    client.undo(made["id"])
    again = bench.ledger.judged(bench.document("agency-0315"))
    assert again is not None
    assert again.state("f1") == "draft"
    with pytest.raises(SystemExit, match="422 bad_field: low"):
        client.decide(address, "correct", changes={"low": "lots"})


@pytest.mark.parametrize("path", ["/api/events", "/api/claims", "/api/documents"])
def test_pages_of_a_list_are_all_of_it_once(shown: Bench, path: str) -> None:
    client = program(shown)
    whole = client.get(path, params={"limit": 500}).json()
    key = "address" if path == "/api/claims" else "id"
    seen: list[str] = []
    after = ""
    while True:
        page = client.get(path, params={"limit": 2, "after": after}).json()
        assert page["total"] == whole["total"]
        seen += [r[key] for r in page["rows"]]
        after = page["next"]
        if not after:
            break
    assert seen == [r[key] for r in whole["rows"]]
    assert len(set(seen)) == whole["total"]


WRONG = [
    ("/api/events?from=x", 400, "from"),
    ("/api/events?limit=0", 400, "limit"),
    ("/api/events?colour=red", 400, "colour"),
    ("/api/events?after=zz", 400, ""),
    ("/api/events/E-NONE", 404, "/events"),
    ("/api/documents/none", 404, "/docs/none"),
    ("/api/nowhere", 404, "/api/nowhere"),
]


@pytest.mark.parametrize(("path", "status", "where"), WRONG)
def test_every_error_has_one_shape(shown: Bench, path: str, status: int, where: str) -> None:
    answer = program(shown).get(path)
    assert answer.status_code == status
    error = answer.json()["error"]
    assert set(error) == {"code", "status", "what", "where", "hint"}
    assert error["status"] == status
    assert where in error["where"]


BODIES: list[tuple[Any, int]] = [
    ({"address": "x", "verdict": "accept"}, 404),
    ({"address": "x", "verdict": "delete"}, 422),
    ({"verdict": "accept"}, 400),
    ("not an object", 400),
]


@pytest.mark.parametrize(("body", "status"), BODIES)
def test_bad_decisions_are_refused_in_the_same_shape(shown: Bench, body: Any, status: int) -> None:
    answer = program(shown).post("/api/decisions", json=body)
    assert answer.status_code == status
    assert set(answer.json()["error"]) == {"code", "status", "what", "where", "hint"}


def test_a_decision_on_what_was_decided_meanwhile_is_refused(bench: Bench) -> None:
    client = program(bench)
    address = f"{bench.document('agency-0315')}#f1"
    seen = client.get(f"/api/documents/{bench.document('agency-0315')}").json()["records"]
    mark = next(r["seen"] for r in seen if r["address"] == address)
    assert client.post("/api/decisions", json={"address": address, "verdict": "accept", "seen": mark}).status_code == 201
    late = client.post("/api/decisions", json={"address": address, "verdict": "reject", "seen": mark})
    assert (late.status_code, late.json()["error"]["code"]) == (409, "decided_meanwhile")


def test_everything_under_api_is_described(shown: Bench) -> None:
    found = program(shown).get("/api/openapi.json").json()
    assert set(found["paths"]) == {
        "/api/events", "/api/events/{id}", "/api/claims", "/api/documents", "/api/documents/{name}", "/api/decisions",
        "/api/decisions/{id}/undo", "/api/pairs",
    }  # fmt: skip
    names = {p["name"] for p in found["paths"]["/api/events"]["get"]["parameters"]}
    assert {"contested", "from", "to", "bbox", "after", "limit"} <= names
    for path in found["paths"].values():
        for operation in path.values():
            assert operation["description"]
            assert "404" in operation["responses"]
    page = program(shown).get("/api").text
    assert all(path in page for path in found["paths"])
