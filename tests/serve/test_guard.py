"""Who gets in, from where, and with what: hosts, sessions, forms of other sites, roles, headers."""

from pathlib import Path
from typing import Any

import pytest
from fastapi.routing import APIRoute
from starlette.testclient import TestClient

from sayso.core import ConfigError
from sayso.serve import ServeOptions, create_app
from sayso.serve.pages import ROUTERS
from tests.serve.conftest import TOKEN, Bench
from tests.serve.made import made_ledger
from tests.serve.tilefile import write_basemap

POSTS = sorted({r.path for router in ROUTERS for r in router.routes if isinstance(r, APIRoute) and "POST" in r.methods})
GETS = sorted({r.path for router in ROUTERS for r in router.routes if isinstance(r, APIRoute) and "GET" in r.methods})


def filled(path: str, bench: Bench) -> str:
    values = {
        "{id}": bench.events["attack"],
        "{id:path}": "O-NONE",
        "{kind}": "killed",
        "{name}": bench.document("agency-0315"),
        "{name:path}": "Wire%20B",
        "{document}": bench.document("agency-0315"),
        "{subject}": "f1",
    }
    for key, value in values.items():
        path = path.replace(key, value)
    return path


@pytest.mark.parametrize("path", GETS)
def test_no_page_is_shown_to_strangers(shown: Bench, path: str) -> None:
    stranger = TestClient(shown.client.app, base_url="http://127.0.0.1", raise_server_exceptions=False)
    answer = stranger.get(filled(path, shown), follow_redirects=False)
    if path == "/signin":
        assert answer.status_code == 200
        return
    assert answer.status_code == 401
    assert "Korrin" not in answer.text
    as_json = stranger.get(filled(path, shown) + ".json", follow_redirects=False)
    assert as_json.status_code == 401
    assert "Korrin" not in as_json.text


@pytest.mark.parametrize("path", [p for p in POSTS if p != "/signin"])
def test_a_form_without_its_proof_changes_nothing(shown: Bench, path: str) -> None:
    before = shown.ledger.info().counts
    for fields in ({}, {"csrf": "made up"}):
        body: dict[str, Any] = (
            {"json": {"address": "a#f1", "verdict": "accept"}} if path.startswith("/api/") else {"data": fields}
        )
        if path == "/api/pairs":
            body = {"json": {"field": "same_event", "left": "a", "right": "b", "verdict": "same"}}
        answer = shown.client.post(filled(path, shown), **body, follow_redirects=False)
        assert answer.status_code == 403, path
        assert (
            answer.json()["error"]["code"] == "stale_form" if path.startswith("/api/") else "not of your session" in answer.text
        )
    assert shown.ledger.info().counts == before


def test_a_post_from_a_page_of_another_site_is_refused(bench: Bench) -> None:
    answer = bench.client.post("/review/decide", data={"csrf": bench.csrf()}, headers={"origin": "https://evil.example"})
    assert answer.status_code == 403
    assert "another site" in answer.text


def test_another_host_name_is_not_answered(shown: Bench) -> None:
    for host in ("evil.example", "evil.example:80", "127.0.0.1.evil.example", ""):
        assert shown.client.get("/", headers={"host": host}).status_code == 421


def test_a_wrong_token_opens_nothing(shown: Bench) -> None:
    stranger = TestClient(shown.client.app, base_url="http://127.0.0.1", raise_server_exceptions=False)
    assert stranger.get("/", params={"token": "guess"}).status_code == 401
    assert stranger.get("/", headers={"authorization": "Bearer guess"}).status_code == 401
    assert stranger.get("/events.json", headers={"authorization": f"Bearer {TOKEN}"}).status_code == 200


def test_the_token_leaves_the_address_and_the_cookie_is_out_of_reach_of_scripts(shown: Bench) -> None:
    stranger = TestClient(shown.client.app, base_url="http://127.0.0.1")
    answer = stranger.get("/events", params={"q": "a", "token": TOKEN}, follow_redirects=False)
    assert answer.headers["location"] == "/events?q=a"
    cookie = answer.headers["set-cookie"]
    assert "HttpOnly" in cookie
    assert "SameSite=Lax" in cookie


@pytest.mark.parametrize(
    "path", ["/", "/events", "/events/E-NONE", "/nowhere", "/static/none.js", "/events?from=bad", "/api/events"]
)
def test_every_answer_carries_the_headers(shown: Bench, path: str) -> None:
    headers = shown.client.get(path).headers
    policy = headers["content-security-policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["referrer-policy"] == "same-origin"
    assert headers["x-frame-options"] == "DENY"


def test_back_leads_to_this_workbench_only(bench: Bench) -> None:
    for back in ("https://evil.example", "//evil.example", "/\\evil.example", "javascript:alert(1)"):
        answer = bench.post("/look", theme="dark", back=back)
        assert answer.headers["location"] == "/"
        undone = bench.post("/review/undo", back=back)
        assert undone.headers["location"].startswith("/review")


PASSWORD = "a long enough password"


@pytest.fixture
def team(tmp_path: Path) -> Any:
    """A workbench with accounts, as it is beyond one machine."""
    ledger, events = made_ledger(tmp_path)
    app = create_app(ledger, ServeOptions(host="10.0.0.1", port=80, accounts=tmp_path / "accounts", hosts=("bench.example",)))
    accounts = app.state.shop.accounts
    for role in ("reader", "coder", "editor", "administrator"):
        accounts.add(role, role, PASSWORD)

    def sign_in(name: str, password: str = PASSWORD) -> Bench:
        client = TestClient(app, base_url="http://bench.example", raise_server_exceptions=False)
        client.last = client.post("/signin", data={"name": name, "password": password}, follow_redirects=False)  # type: ignore[attr-defined]
        return Bench(ledger, events, client)

    yield sign_in
    ledger.close()


NEEDS = {
    "/review/decide": "coder",
    "/review/undo": "coder",
    "/review/pair": "coder",
    "/docs/{name}/add": "coder",
    "/events/{id}/arrange": "editor",
    "/settings": "editor",
    "/accounts": "administrator",
}


@pytest.mark.parametrize(("path", "role"), NEEDS.items())
def test_each_form_needs_its_role(team: Any, path: str, role: str) -> None:
    roles = ["reader", "coder", "editor", "administrator"]
    for name in roles:
        bench = team(name)
        answer = bench.post(filled(path, bench))
        refused = answer.status_code == 403 and "needs the role" in answer.text
        assert refused == (roles.index(name) < roles.index(role)), (name, path, answer.status_code)


def test_readers_see_no_form_to_judge(team: Any) -> None:
    bench = team("reader")
    page = bench.client.get(f"/docs/{bench.document('agency-0315')}?claim=f1").text
    assert "/review/decide" not in page
    assert bench.client.get("/review").status_code == 403
    assert bench.client.get("/accounts").status_code == 403


def test_signing_in_is_limited_and_names_are_not_told_apart(team: Any) -> None:
    told = {team(name, "wrong").client.last.text.split("<main")[1].split("</form>")[0] for name in ("coder", "no such name")}
    assert len(told) == 1
    for _ in range(4):
        team("coder", "wrong")
    last = team("coder", PASSWORD).client.last
    assert last.status_code == 429
    assert int(last.headers["retry-after"]) > 0


def test_decisions_carry_the_name_of_who_signed_in(team: Any) -> None:
    bench = team("coder")
    address = f"{bench.document('agency-0315')}#f1"
    bench.post("/review/decide", address=address, verdict="accept", anyway="1")
    assert [j.person for j in bench.ledger.judgements()] == ["coder"]


def test_signing_out_ends_it(team: Any) -> None:
    bench = team("reader")
    bench.post("/signout")
    assert bench.client.get("/").status_code == 401


def test_a_key_for_programs_has_the_role_of_its_maker(team: Any) -> None:
    bench = team("reader")
    key = bench.post("/settings/key").text.split('id="key">')[1].split("<")[0]
    program = TestClient(bench.client.app, base_url="http://bench.example", headers={"authorization": f"Bearer {key}"})
    assert program.get("/api/events").json()["total"] == 3
    answer = program.post("/api/decisions", json={"address": f"{bench.document('agency-0315')}#f1", "verdict": "accept"})
    assert (answer.status_code, answer.json()["error"]["code"]) == (403, "forbidden")


def test_a_base_map_of_ones_own_is_handed_out_in_ranges_to_who_may_read(tmp_path: Path) -> None:
    file = write_basemap(tmp_path / "own.pmtiles")
    ledger, _ = made_ledger(tmp_path)
    app = create_app(ledger, ServeOptions(port=80, token=TOKEN, basemap=file))
    client = TestClient(app, base_url="http://127.0.0.1", headers={"authorization": f"Bearer {TOKEN}"})
    part = client.get("/basemap.pmtiles", headers={"range": "bytes=7-10"})
    assert (part.status_code, part.content) == (206, file.read_bytes()[7:11])
    assert part.headers["content-range"] == f"bytes 7-10/{file.stat().st_size}"
    assert "default-src 'none'" in part.headers["content-security-policy"]
    assert client.get("/basemap.pmtiles", headers={"range": "bytes=999999-"}).status_code == 416
    assert TestClient(app, base_url="http://127.0.0.1").get("/basemap.pmtiles").status_code == 401
    ledger.close()


def test_what_is_no_base_map_is_refused_at_the_start(tmp_path: Path, shown: Bench) -> None:
    assert shown.client.get("/basemap.pmtiles").status_code == 404
    (tmp_path / "old.pmtiles").write_bytes(b"PMTiles\x02" + bytes(200))
    for name, what in (("old.pmtiles", "PMTiles files of version 3"), ("none.pmtiles", "No such file")):
        with pytest.raises(ConfigError, match=what):
            ServeOptions(basemap=tmp_path / name)
