"""Every page answers in every form; lists agree with each other; addresses outlive merges; hostile text stays text."""

import csv
import html
import io
import json
import re
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from sayso.core import Event
from sayso.export.cells import cell, csv_lines
from sayso.export.heading import Heading, heading
from sayso.ledger import Protection, open_ledger
from sayso.ledger.cursors import encode
from sayso.serve.pages import events as pages_of_events
from sayso.serve.pages import start
from tests.serve.conftest import Bench, bench_over
from tests.serve.made import HOSTILE, LINK, fill, reports

PATHS = [
    "/", "/events", "/events?view=map", "/events/{attack}", "/events/{raid}", "/events/{march}", "/events/{attack}/figures/killed",
    "/events/{attack}/log", "/events/{attack}/arrange", "/docs", "/docs/{agency}", "/docs/{agency}?claim=f1", "/docs/{later}",
    "/docs/{notes}", "/docs/{first}", "/docs/{agency}/add?kind=figure&start=10&end=13", "/docs/{agency}/add?kind=event&words=shook", "/claims",
    "/claims/{agency}/f1", "/claims/{agency}/e1?part=place", "/claims/{observatory}/s1", "/sources", "/sources/Wire%20B", "/actors",
    "/actors/{ministry}", "/origins/{ministry}", "/origins/{ministry}?event={attack}", "/compare?c={agency}%23f1&c={observatory}%23f1",
    "/search", "/search?q=ministry", "/search?q=ministry&kind=documents", "/search?q=interior&kind=claims", "/review",
    "/review?order=uncertain", "/review?order=document", "/review?queue=lost", "/review?queue=disputed", "/review?queue=events",
    "/review?queue=origins", "/review/bulk", "/review/bulk?field=killed", "/log", "/runs", "/rejects", "/exports", "/help", "/settings", "/api",
]  # fmt: skip


def filled(path: str, bench: Bench) -> str:
    names = {**bench.events, **{d: bench.document(f"{d}") for d in ("later", "notes")}} if bench.events else {}
    for short, doc in (("agency", "agency-0315"), ("first", "agency-0314"), ("observatory", "observatory-0315")):
        names[short] = bench.document(doc) if bench.events else "none"
    if bench.events:
        names["ministry"] = next(o.id for o in bench.ledger.origins(bench.events["attack"]) if o.name == "Interior Ministry")
    return path.format(**names)


@pytest.mark.parametrize("path", PATHS)
def test_every_page_answers_as_page_and_as_json(shown: Bench, path: str) -> None:
    at = filled(path, shown)
    page = shown.client.get(at)
    assert page.status_code == 200, page.text[:500]
    assert page.headers["content-type"].startswith("text/html")
    assert page.text.count("<h1") == 1
    assert len(page.content) < 150_000
    if "/add" in at:
        return
    head, _, query = at.partition("?")
    as_json = shown.client.get(f"{'/index' if head == '/' else head}.json?{query}")
    assert as_json.status_code == 200
    json.loads(as_json.text)


def test_ids_of_a_page_are_unique(shown: Bench) -> None:
    for path in PATHS:
        ids = re.findall(r'\sid="([^"]+)"', shown.client.get(filled(path, shown)).text)
        assert len(ids) == len(set(ids)), (path, [i for i in ids if ids.count(i) > 1])


def rows(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text)))


@pytest.mark.parametrize(("path", "key"), [("/events", "id"), ("/docs", "id"), ("/claims", "address"), ("/sources", "outlet")])
def test_a_list_has_the_same_rows_in_every_form(shown: Bench, path: str, key: str) -> None:
    found = shown.client.get(f"{path}.json").json()
    lines = rows(shown.client.get(f"{path}.csv").text)
    assert {r[key] for r in found["rows"]} == {r[key] for r in lines}
    assert found["total"] == len(lines)


def test_an_event_is_a_csv_with_a_row_for_each_claim(shown: Bench) -> None:
    id = shown.events["attack"]
    answer = shown.client.get(f"/events/{id}.csv")
    assert "attachment" in answer.headers["content-disposition"]
    lines = rows(answer.text)
    assert {(r["low"], r["origin"]) for r in lines if r["field"] == "killed" and r["stance"] == "asserts"} >= {
        ("893", "Interior Ministry"),
        ("1204", "Wire B"),
    }
    for line in lines:
        document = shown.ledger.document(line["document"])
        assert document.text[int(line["start"]) : int(line["end"])] == line["quote"]


def test_nothing_in_a_csv_runs_as_a_formula() -> None:
    for text in ("=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1"):
        assert cell(text).startswith("'")
    assert cell(-3) == "-3"
    lines = list(csv_lines(({"n": n} for n in range(5)), limit=3))
    assert lines[-1].startswith("cut short after 3 rows")


FILTERS = ["contested=killed", "q=attack", "from=2026-03-15", "to=2026-03-15", "country=KG", "min_origins=2", "type=COERCE", "undecided=1",
           "factuality=planned", "bbox=70,42,80,44", "min_killed=1000", "outlet=Wire%20B", "background=only"]  # fmt: skip


@pytest.mark.parametrize("query", FILTERS)
def test_each_filter_gives_the_same_events_on_the_map_and_in_the_list(shown: Bench, query: str) -> None:
    listed = {r["id"] for r in shown.client.get(f"/events.json?{query}").json()["rows"]}
    mapped = shown.client.get(f"/events.geojson?{query}").json()
    placed = {f["properties"]["id"] for f in mapped["features"]}
    assert placed <= listed
    assert len(listed) == len(placed) + mapped["unplaced"]
    assert listed != set(shown.events.values()) or query in ("undecided=1",)


def test_events_without_place_or_date_are_counted_and_one_click_away(shown: Bench) -> None:
    page = shown.client.get("/events?from=2026-03-01&to=2026-03-31")
    assert "no date (1)" in page.text
    assert shown.client.get("/events.json?from=2026-03-01&to=2026-03-31&undated=1").json()["total"] == 3
    assert "no place (1)" in shown.client.get("/events?bbox=-180,-90,180,90").text


def test_an_area_is_drawn_as_an_area(shown: Bench) -> None:
    kinds = {f["properties"]["precision"]: f["geometry"]["type"] for f in shown.client.get("/events.geojson").json()["features"]}
    assert kinds == {"town": "Point", "province": "Polygon"}


def test_bad_values_are_named_with_status_400(shown: Bench) -> None:
    for path, name in [
        ("/events?from=x", "from"),
        ("/events?after=zzz", ""),
        ("/docs/{agency}?at_span=a", "at_span"),
        ("/?at=never", "at"),
    ]:
        answer = shown.client.get(filled(path, shown))
        assert answer.status_code == 400, path
        assert name in answer.text
        query = path.partition("?")
        as_json = shown.client.get(filled(f"{'/index' if query[0] == '/' else query[0]}.json?{query[2]}", shown))
        assert set(as_json.json()["error"]) == {"code", "status", "what", "where", "hint"}


def test_unknown_parameters_are_told_and_the_rest_counts(shown: Bench) -> None:
    page = shown.client.get("/events?contested=any&colour=red")
    assert page.status_code == 200
    assert "does not know colour" in page.text


def test_what_is_not_there_says_so(shown: Bench) -> None:
    for path in ("/events/E-NONE", "/docs/nothing", "/claims/{agency}/f99", "/origins/O-NONE", "/actors/O-NONE", "/sources/none", "/nowhere",
                 "/events/{attack}/figures/missing", "/static/none.js"):  # fmt: skip
        assert shown.client.get(filled(path, shown)).status_code == 404, path


def test_a_merged_event_redirects_and_says_so(bench: Bench) -> None:
    a, b = bench.events["attack"], bench.events["raid"]
    reports = [r.address for e in (a, b) for r in bench.ledger.reports(event=e)]
    outcome = bench.ledger.record_links(LINK, [Event("one", tuple(reports))])
    ((gone, kept),) = outcome.merged
    answer = bench.client.get(f"/events/{gone}/figures/killed?scale=log", follow_redirects=False)
    assert (answer.status_code, answer.headers["location"]) == (301, f"/events/{kept}/figures/killed?scale=log")
    assert f"<code>{gone}</code>" in bench.client.get(f"/events/{kept}").text
    assert bench.client.get(f"/events/{gone}.json", follow_redirects=False).headers["location"] == f"/events/{kept}.json"


def test_an_origin_that_became_part_of_another_leads_there(bench: Bench) -> None:
    id = bench.events["attack"]
    origins = {o.name: o for o in bench.ledger.origins(id)}
    gone, kept = origins["Red Banner spokesman"], origins["Interior Ministry"]
    rest = [o for o in origins.values() if o not in (gone, kept)]
    bench.ledger.record_links(LINK, origins={id: [*rest, replace(kept, claims=kept.claims + gone.claims)]})
    for path in ("/origins", "/actors"):
        answer = bench.client.get(f"{path}/{gone.id}?event={id}", follow_redirects=False)
        assert (answer.status_code, answer.headers["location"]) == (301, f"{path}/{kept.id}?event={id}")
    assert bench.client.get(f"/origins/{gone.id}.json", follow_redirects=False).headers["location"] == f"/origins/{kept.id}.json"


def test_a_failure_names_what_it_is_about_as_it_is_written(shown: Bench) -> None:
    assert "There is no event &#39;E-NoNe&#39;." in shown.client.get("/events/E-NoNe").text


def test_the_past_can_be_seen_and_not_changed(bench: Bench) -> None:
    address = f"{bench.document('agency-0315')}#f1"
    then = bench.ledger.info().last
    bench.post("/review/decide", address=address, verdict="reject", anyway="1")
    id = bench.events["attack"]
    now = bench.client.get(f"/events/{id}.json").json()
    before = bench.client.get(f"/events/{id}.json", params={"at": then}).json()
    assert before["claims"] == now["claims"] + 1
    assert "As it stood at" in bench.client.get(f"/events/{id}", params={"at": then}).text
    card = bench.client.get(f"/docs/{bench.document('agency-0315')}", params={"claim": "f1", "at": then}).text
    assert "/review/decide" not in card


def test_hostile_words_are_escaped_everywhere(shown: Bench) -> None:
    assert "<script>" in HOSTILE
    for path in ("/docs/{notes}", "/docs", "/", "/search?q=march&kind=documents", "/events/{march}", "/events/{march}/page"):
        text = shown.client.get(filled(path, shown)).text
        assert "window.hacked" not in text or "&lt;script&gt;window.hacked" in text
        assert "<img" not in text
        assert not re.search(r'href="\s*javascript:', text)
        assert "Notes <b>" not in text
    for query in ('"><script>x</script>', "<img src=x onerror=alert(1)>"):
        text = shown.client.get("/search", params={"q": query}).text
        assert "<script>x" not in text
        assert "<img" not in text


def test_the_bytes_of_a_document_are_only_to_be_saved(shown: Bench) -> None:
    original = shown.client.get(f"/docs/{shown.document('notes')}/original")
    assert original.headers["content-type"] == "application/octet-stream"
    assert "attachment" in original.headers["content-disposition"]
    text = shown.client.get(f"/docs/{shown.document('notes')}/text")
    assert text.headers["content-type"].startswith("text/plain")
    assert text.text == shown.ledger.document("notes").text


def test_one_file_has_everything_and_leads_nowhere(shown: Bench) -> None:
    answer = shown.client.get(f"/events/{shown.events['attack']}/page")
    assert "attachment" in answer.headers["content-disposition"]
    assert "<script" not in answer.text
    assert not re.search(r'(href|src)="(?!#)', answer.text)
    assert "893 people" in answer.text
    assert "<svg" in answer.text


def test_private_persons_have_no_page(shown: Bench) -> None:
    doctors = next(o.id for o in shown.ledger.origins(shown.events["attack"]) if o.name == "doctors")
    assert shown.client.get(f"/actors/{doctors}").status_code == 403
    assert "doctors" not in shown.client.get("/actors").text
    ministry = next(o.id for o in shown.ledger.origins(shown.events["attack"]) if o.role == "party")
    assert shown.client.get(f"/actors/{ministry}").status_code == 200
    assert shown.client.get(f"/origins/{ministry}").status_code == 200


def test_a_claim_about_two_events_leads_back_to_the_one_it_was_opened_from(tmp_path: Path) -> None:
    told = reports()
    raid = told["courier-0320"]
    raid.event("detained", "COERCE", None, "2026-03-19")
    raid.figures[0] = replace(raid.figures[0], events=("e1", "e2"))
    with open_ledger(str(tmp_path / "two.ledger"), create=True) as ledger:
        bench = bench_over(ledger, fill(ledger, told))
        doc = bench.document("courier-0320")
        both = [Event("one", (f"{doc}#e1",)), Event("two", (f"{doc}#e2",))]
        for id in ledger.record_links(LINK, both, documents=[doc]).events.values():
            link = re.search(rf'href="(/claims/{doc}/f1\?[^"]*)"', bench.client.get(f"/events/{id}").text)
            assert link is not None
            address = html.unescape(link[1])
            assert bench.client.get(address.replace("f1?", "f1.json?")).json()["event"]["id"] == id
            page = bench.client.get(address).text
            assert page.index(f'"/events/{id}"') == page.index('"/events/E-')
            assert f'name="back" value="{html.escape(address)}"' in page


def test_figures_over_time_stand_in_the_order_in_which_they_were_said(shown: Bench) -> None:
    lines = shown.client.get(f"/events/{shown.events['attack']}/figures/killed.json").json()["lines"]
    said = [line["as_of"] or line["said"] for line in lines]
    assert said == sorted(said)
    page = shown.client.get(f"/events/{shown.events['attack']}/figures/killed").text
    table = page.partition("<tbody>")[2]
    assert table.index("14 Mar 2026") < table.index("15 Mar 2026") < table.index("16 Mar 2026")


def test_who_looks_for_the_dead_of_a_place_finds_its_event_whatever_the_verb(shown: Bench) -> None:
    found = shown.client.get("/search.json", params={"q": "Observatory deaths"}).json()
    assert [e["id"] for e in found["events"]] == [shown.events["attack"]]
    assert "of which somebody counts the dead" in found["read_as"]
    assert shown.client.get("/search.json", params={"q": '"Observatory deaths"'}).json()["events"] == []
    assert shown.client.get("/search.json", params={"q": "Selm deaths"}).json()["events"] == []


def test_search_goes_straight_to_an_id(shown: Bench) -> None:
    for q, path in [
        (shown.events["attack"], f"/events/{shown.events['attack']}"),
        (shown.document("notes"), f"/docs/{shown.document('notes')}"),
    ]:
        assert shown.client.get("/search", params={"q": q}, follow_redirects=False).headers["location"] == path


def test_an_empty_ledger_says_what_to_do(empty: Bench) -> None:
    for path in (
        "/",
        "/events",
        "/docs",
        "/review",
        "/sources",
        "/actors",
        "/claims",
        "/log",
        "/runs",
        "/rejects",
        "/search?q=x",
        "/exports",
    ):
        page = empty.client.get(path)
        assert page.status_code == 200, path
    assert "sayso add" in empty.client.get("/").text
    assert "sayso add" in empty.client.get("/events").text


def test_a_failure_inside_tells_nothing_of_the_inside(bench: Bench, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: Any, **__: Any) -> None:
        raise RuntimeError("secret of the inside")

    monkeypatch.setattr(bench.ledger, "event_page", broken)
    for path in ("/events", "/events.json"):
        answer = bench.client.get(path)
        assert answer.status_code == 500
        assert "secret" not in answer.text


def test_protected_documents_are_shut_for_readers_and_marked_for_editors(bench: Bench) -> None:
    id = bench.document("agency-0315")
    bench.ledger.protect([Protection("document", id, "withheld", reason="a source is in danger", person="me")])
    assert "is protected" in bench.client.get(f"/docs/{id}").text
    shop = bench.client.app.state.shop  # type: ignore[attr-defined]
    key = shop.accounts.open_session("r", "reader", "key")
    answer = bench.client.get(f"/docs/{id}.json", headers={"authorization": f"Bearer {key}"})
    assert (answer.status_code, answer.json()["error"]["code"]) == (403, "protected")
    assert "893" not in answer.text


def test_protected_names_and_places_are_hidden_from_readers_in_every_form(bench: Bench) -> None:
    marks = [("speaker", "Red Banner"), ("speaker", "Rights Observatory"), ("place", "Korrin")]
    bench.ledger.protect([Protection(kind, name, "withheld", reason="danger", person="me") for kind, name in marks])
    shop = bench.client.app.state.shop  # type: ignore[attr-defined]
    reader = {"authorization": f"Bearer {shop.accounts.open_session('r', 'reader', 'key')}"}
    id, doc = bench.events["attack"], bench.document("agency-0315")
    paths = [
        "/", "/events", "/events.json", "/events.csv", "/events.geojson", f"/events/{id}", f"/events/{id}.json", f"/events/{id}.csv",
        f"/events/{id}/page", f"/docs/{doc}", f"/docs/{doc}.json", f"/docs/{doc}/text", "/claims.csv", "/actors", "/api/events",
        f"/api/events/{id}", f"/api/documents/{doc}", "/search?q=attack", "/sources",
    ]  # fmt: skip
    for path in paths:
        answer = bench.client.get(path, headers=reader)
        assert answer.status_code == 200, path
        for _, name in marks:
            assert name.casefold() not in answer.text.casefold(), (path, name)
    assert bench.client.get(f"/docs/{doc}/original", headers=reader).status_code == 403
    points = bench.client.get("/events.geojson", headers=reader).json()["features"]
    assert all(f["properties"]["id"] != id or f["geometry"] is None for f in points)
    text = bench.client.get(f"/docs/{doc}/text", headers=reader).text
    assert len(text) == len(bench.ledger.document("agency-0315").text)
    assert "Red Banner" in bench.client.get(f"/docs/{doc}/text").text


def test_search_finds_claims_by_their_words(shown: Bench) -> None:
    found = shown.client.get("/search.json", params={"q": "893", "kind": "claims"}).json()
    assert found["counts"]["claims"] == len(found["claims"]) > 0
    assert all("893" in c["claim"]["quote"]["words"] for c in found["claims"])
    both = shown.client.get("/search.json", params={"q": "ministry killed", "kind": "claims"}).json()
    assert {c["claim"]["field"] for c in both["claims"]} == {"killed"}
    page = shown.client.get("/search", params={"q": "893", "kind": "claims"}).text
    assert found["claims"][0]["claim"]["quote"]["words"] in page


SHUT = ("observatory-0315", "courier-0320")  # the highest figure of the attack, and all that is told of the raid
SECRETS = ("Rights Observatory", "Statement on Korrin", "It rejected", "army units", "Raid in Selm", "three men")


def shut_for_readers(bench: Bench, role: str = "reader", **mark: str) -> dict[str, str]:
    """Protects two documents, and gives the headers of somebody who may not see them."""
    marks = [Protection("document", bench.document(d), reason="a source is in danger", person="me", **mark) for d in SHUT]
    bench.ledger.protect(marks)
    shop = bench.client.app.state.shop  # type: ignore[attr-defined]
    return {"authorization": f"Bearer {shop.accounts.open_session('r', role, 'key')}"}


def _in_form(path: str, form: str) -> str:
    head, mark, query = path.partition("?")
    return f"{'/index' if head == '/' and form else head}{form}{mark}{query}"


@pytest.mark.parametrize("form", ["", ".json", ".csv"])
def test_nothing_of_shut_documents_stands_on_any_page(bench: Bench, form: str) -> None:
    gone = bench.events["raid"]
    ids = [bench.document(d) for d in SHUT]
    key = shut_for_readers(bench, "coder")
    for path in (filled(p, bench) for p in PATHS if "{raid}" not in p and "{observatory}" not in p and "arrange" not in p):
        answer = bench.client.get(_in_form(path, form), headers=key)
        assert answer.status_code in (200, 406), path
        told = [w for w in (*SECRETS, *ids, gone, *SHUT) if w in answer.text]
        assert not told, (path, told)
    assert bench.client.get(f"/events/{gone}", headers=key).status_code == 404
    for path in (f"/docs/{ids[0]}", f"/claims/{ids[0]}/f1", f"/docs/{ids[0]}/text"):
        assert bench.client.get(path, headers=key).status_code == 403
    assert "2,001" not in bench.client.get(f"/events/{bench.events['attack']}", headers=key).text


def test_numbers_are_those_of_a_ledger_without_the_shut_documents(bench: Bench, tmp_path: Path) -> None:
    key = shut_for_readers(bench, "coder")
    with open_ledger(str(tmp_path / "without.sqlite"), create=True) as ledger:
        events = fill(ledger, {d: t for d, t in reports().items() if d not in SHUT})
        other = bench_over(ledger, events)
        attack = [(bench, key, bench.events["attack"]), (other, {}, events["attack"])]
        asked = [
            *(("/search.json", {"q": q, "kind": k}) for q in ("killed", "Korrin", "men", "army", "raided", "2,000") for k in ("events", "claims")),
            ("/events.json", {}), ("/events.json", {"min_killed": "2000"}), ("/events.json", {"q": "army"}), ("/docs.json", {}),
            ("/events.json", {"min_documents": "5"}), ("/events.json", {"min_origins": "5"}), ("/events.json", {"undecided": "1"}),
            ("/events.json", {"contested": "killed"}), ("/events.json", {"contested": "perpetrator"}), ("/claims.json", {}),
            ("/claims.json", {"field": "killed"}), ("/sources.json", {}), ("/actors.json", {}), ("/review.json", {}), ("/index.json", {}),
        ]  # fmt: skip
        for path, query in asked:
            seen = [b.client.get(path, params=query, headers=h).json() for b, h, _ in attack]
            for name in ("total", "all", "counts", "left", "queues"):
                assert seen[0].get(name) == seen[1].get(name), (path, query, name)
        shown = [b.client.get(f"/api/events/{id}", headers=h).json() for b, h, id in attack]
        for name in ("documents", "outlets", "claims", "origins", "undecided", "killed", "contested"):
            assert shown[0]["heading"][name] == shown[1]["heading"][name], name
        assert [t["range"] for t in shown[0]["tables"]] == [t["range"] for t in shown[1]["tables"]]


def test_an_embargo_shuts_until_its_day_and_editors_see_all(bench: Bench) -> None:
    key = shut_for_readers(bench, level="open", embargo="2999-01-01")
    assert (
        bench.client.get("/docs.json", headers=key).json()["total"] + len(SHUT) == bench.client.get("/docs.json").json()["total"]
    )
    over = [Protection("document", bench.document(d), "open", "2001-01-01", "over", "me") for d in SHUT]
    bench.ledger.protect(over)
    assert bench.client.get("/docs.json", headers=key).json()["total"] == bench.client.get("/docs.json").json()["total"]


def test_a_coder_cannot_decide_on_what_is_shut(bench: Bench) -> None:
    key = shut_for_readers(bench, "coder")
    address = f"{bench.document(SHUT[0])}#f1"
    answer = bench.client.post("/api/decisions", json={"address": address, "verdict": "accept"}, headers=key)
    assert answer.status_code == 404
    decided = bench.client.post("/review/decide", data={"address": address, "verdict": "accept", "anyway": "1"}, headers=key)
    assert decided.status_code == 404
    assert list(bench.ledger.judgements()) == []


def test_a_translation_stands_beside_the_text_and_claims_stay_with_the_original(shown: Bench) -> None:
    id = shown.document("agency-0314")
    page = shown.client.get(f"/docs/{id}?claim=f1").text
    part = page.split('<section class="translation"')[1].split("</section>")[0]
    assert part.startswith(' aria-labelledby="translation-title" lang="de"')
    assert 'by <span dir="auto">R. Kessler</span>' in part
    assert '<a class="n" href="#p2">2' in part
    assert html.escape(HOSTILE.split("\u202e")[0]) in part.replace("&#34;", "&quot;")
    assert "data-at" not in part
    assert "<script" not in part
    view = shown.client.get(f"/docs/{id}.json").json()["reader"]["translation"]
    assert (view["by"], view["language"], [x["paragraph"] for x in view["lines"]]) == ("R. Kessler", "de", [1, 2])
    assert shown.client.get(f"/api/documents/{id}").json()["translation"]["by"] == "R. Kessler"
    assert "translation-title" not in shown.client.get(f"/docs/{shown.document('agency-0315')}").text


@pytest.mark.parametrize("order", ["-date", "killed", "place", "-documents"])
def test_list_pages_csv_and_map_hold_the_same_events_in_the_same_order(
    bench: Bench, monkeypatch: pytest.MonkeyPatch, order: str
) -> None:
    monkeypatch.setattr(pages_of_events, "PER_PAGE", 2)
    monkeypatch.setattr(pages_of_events, "AT_ONCE", 1)
    path, listed, places = f"/events?order={order}&view=list", [], []
    while path:
        page = bench.client.get(path).text
        listed += re.findall(r'data-id="([^"]+)"', page)
        places += re.findall(r"Listed: ([0-9]+–[0-9]+ of 3)", page)
        following = re.search(r'href="([^"]+)" rel="next"', page)
        path = html.unescape(following[1]) if following else ""
    assert places == ["1–2 of 3", "3–3 of 3"]
    written = [r["id"] for r in csv.DictReader(io.StringIO(bench.client.get(f"/events.csv?order={order}").text))]
    assert listed == written
    assert len(set(listed)) == 3
    drawn = bench.client.get("/events.geojson").json()
    assert drawn["total"] == len(drawn["features"]) + drawn["unplaced"] == 3
    monkeypatch.setattr(pages_of_events, "MOST_ON_MAP", 1)
    bench.post("/settings", threshold="0.1")
    assert bench.client.get("/events.geojson").json()["total"] == 3


def test_taking_a_filter_away_goes_to_the_first_page(shown: Bench) -> None:
    page = shown.client.get(
        "/events", params={"min_documents": "1", "order": "place", "after": encode(["Korrin", "E-0"]), "n": "50"}
    ).text
    away = re.search(r'<a href="([^"]+)" title="Remove this filter"', page)
    assert away is not None
    assert html.unescape(away[1]) == "/events?order=place"


def test_a_search_for_a_place_tells_who_counts_the_dead_there(shown: Bench) -> None:
    found = shown.client.get("/search.json", params={"q": "korrin"}).json()["dead"]
    assert ("893", "The interior ministry", "City Daily") in {(d["value"], d["by"], d["outlet"]) for d in found}
    assert {d["value"] for d in found} >= {"640", "893", "1,204", "300–350"}
    assert [d["stance"] for d in found if "2,000" in d["words"]] == ["denies", "asserts"]
    assert {e[0] for d in found for e in d["events"]} == {shown.events["attack"]}
    page = shown.client.get("/search", params={"q": "Korrin dead"}).text
    assert "Killed there: who says what" in page
    assert f"/docs/{shown.document('wire-0316')}?claim=f1#f1" in page
    assert shown.client.get("/search.json", params={"q": "ministry"}).json()["dead"] == []


def test_a_place_is_found_by_its_other_names_before_what_only_mentions_it(shown: Bench) -> None:
    first = heading(next(iter(shown.ledger.events())))
    names = start._names_of("Khan Sheikhoun")
    assert {"khan sheikhoun", "khān shaykhūn"} <= names

    def at(place: str, title: str) -> Heading:
        return replace(first, place=place, place_text=place, title=title)

    far = [
        start._far(at(p, t), "Khan Sheikhoun", names)
        for p, t in (("Khān Shaykhūn", "a"), ("Idlib", "Khan Sheikhoun and Saraqeb"), ("Idlib", "a"))
    ]
    assert far == [0, 1, 2]
