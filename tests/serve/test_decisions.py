"""Decisions through forms: what was typed is looked up in the text, nothing is overwritten, everything can be undone."""

from dataclasses import replace
from typing import Any

import pytest

from sayso.core import InputError, Tie
from sayso.core.judging import records_of
from sayso.serve.decisions import FieldError, corrected, find_words, sentence_at
from tests.serve.conftest import Bench
from tests.serve.made import CODE, LINK, reports


def decide(bench: Bench, address: str, verdict: str, **fields: Any) -> Any:
    card = bench.client.get(f"/api/documents/{address.partition('#')[0]}").json()
    record = next(r for r in card["records"] if r["address"] == address)
    return bench.post("/review/decide", address=address, face=record["face"], seen=record["seen"], verdict=verdict, **fields)


def figure(bench: Bench, doc: str = "agency-0315", id: str = "f1") -> Any:
    judged = bench.ledger.judged(bench.document(doc))
    assert judged is not None
    return next(r for r in records_of(judged.coded) if r.id == id), judged


def test_a_decision_goes_on_to_the_next_and_says_what_is_left(bench: Bench) -> None:
    address = f"{bench.document('agency-0315')}#f1"
    answer = decide(bench, address, "accept")
    assert answer.status_code == 303
    page = bench.client.get(answer.headers["location"]).text
    assert "Accepted. 28 claims left." in page
    assert figure(bench)[1].state("f1") == "accepted"


def test_a_correction_changes_figure_words_and_speaker(bench: Bench) -> None:
    address = f"{bench.document('agency-0315')}#f1"
    answer = decide(
        bench,
        address,
        "correct",
        words="893 people were killed",
        low="1,893",
        comparator="at_least",
        speakers="The ministry",
        note="typo",
    )
    assert answer.status_code == 303
    record, judged = figure(bench)
    assert judged.state("f1") == "corrected"
    assert (record.low, record.high, record.comparator) == (1893, None, "at_least")
    assert record.quote.words == "893 people were killed"
    assert [h.speaker.words for h in record.chain.hops] == ["The ministry"]
    (j,) = bench.ledger.judgements()
    assert (j.note, j.person) == ("typo", "me")


@pytest.mark.parametrize(
    ("doc", "id", "typed", "after"),
    [
        ("wire-0316", "f2", {"low": "109"}, (109, 109, "exactly")),  # typed over "Hundreds"
        ("wire-0316", "f2", {"low": "100", "high": "300"}, (100, 300, "range")),
        ("wire-0316", "f2", {"high": "300"}, (None, 300, "at_most")),
        ("agency-0315", "f1", {"high": "900"}, (893, 900, "range")),
        ("agency-0315", "f1", {"low": "900"}, (900, 900, "exactly")),
        ("agency-0315", "f1", {"low": "900", "comparator": "vague"}, (None, None, "vague")),  # the wording that was chosen counts
    ],
)
def test_a_number_that_was_typed_is_never_dropped(
    bench: Bench, doc: str, id: str, typed: dict[str, str], after: tuple[Any, ...]
) -> None:
    before, _ = figure(bench, doc, id)
    shown = {"low": str(before.low or ""), "high": str(before.high or ""), "comparator": before.comparator}
    assert decide(bench, f"{bench.document(doc)}#{id}", "correct", **{**shown, **typed}).status_code == 303
    record, _ = figure(bench, doc, id)
    assert (record.low, record.high, record.comparator) == after


WRONG = [
    ({"words": "words that are not there"}, "words"),
    ({"low": "many"}, "low"),
    ({"low": "", "high": "", "comparator": "exactly"}, "low"),
    ({"low": "9", "high": "3", "comparator": "range"}, "high"),
    ({"speakers": "Nobody At All"}, "speakers"),
    ({"as_of": "yesterday"}, "as_of"),
    ({"kind": "eaten"}, "kind"),
]


@pytest.mark.parametrize(("fields", "where"), WRONG, ids=[w for _, w in WRONG])
def test_what_cannot_be_is_named_and_what_was_typed_is_kept(bench: Bench, fields: dict[str, str], where: str) -> None:
    address = f"{bench.document('agency-0315')}#f1"
    answer = decide(bench, address, "correct", **fields, note="my own reason")
    assert answer.status_code == 422
    assert f"{where}:" in answer.text
    assert "my own reason" in answer.text
    assert list(bench.ledger.judgements()) == []


def test_undo_lifts_the_newest_decision_and_the_log_keeps_both(bench: Bench) -> None:
    document = bench.document("agency-0315")
    decide(bench, f"{document}#f1", "reject")
    assert [r.id for r in figure(bench, id="f2")[1].rejected] == ["f1"]
    answer = bench.post("/review/undo", back="/review?queue=claims")
    assert "item=" in answer.headers["location"]
    assert figure(bench)[1].state("f1") == "draft"
    assert [j.verdict for j in bench.ledger.judgements()] == ["reject", "undo"]
    log = bench.client.get("/log").text
    assert "undone" in log
    assert len(bench.client.get("/log.csv").text.splitlines()) == 3


def test_undo_twice_lifts_two(bench: Bench) -> None:
    document = bench.document("agency-0315")
    for id in ("f1", "f2"):
        decide(bench, f"{document}#{id}", "accept")
    for _ in range(2):
        bench.post("/review/undo", back="/review")
    assert {figure(bench)[1].state(i) for i in ("f1", "f2")} == {"draft"}
    assert "Nothing to undo" in bench.client.get(bench.post("/review/undo", back="/review").headers["location"]).text


def test_two_reviewers_see_each_other_and_nothing_is_lost(bench: Bench) -> None:
    document = bench.document("agency-0315")
    address = f"{document}#f1"
    seen = next(r for r in bench.client.get(f"/api/documents/{document}").json()["records"] if r["address"] == address)
    form = {"address": address, "face": seen["face"], "seen": seen["seen"]}
    assert bench.post("/review/decide", **form, verdict="accept").status_code == 303
    late = bench.post("/review/decide", **form, verdict="correct", low="900", note="I counted again")
    assert late.status_code == 409
    assert "Nothing was overwritten" in late.text
    assert "I counted again" in late.text
    assert figure(bench)[0].low == 893
    assert bench.post("/review/decide", **form, verdict="correct", low="900", anyway="1").status_code == 303
    assert figure(bench)[0].low == 900


def test_a_later_run_never_overwrites_a_decision(bench: Bench) -> None:
    address = f"{bench.document('agency-0315')}#f1"
    decide(bench, address, "correct", low="900", comparator="about")
    told = reports()["agency-0315"]
    told.figures = [replace(f, id=f"f{9 - i}", low=f.low) for i, f in enumerate(told.figures)]
    bench.ledger.record_codings(replace(CODE, id="run_new", reader="made/2.0"), [told.coded])
    judged = bench.ledger.judged(bench.document("agency-0315"))
    assert judged is not None
    assert [(f.low, f.comparator) for f in judged.coded.figures if judged.state(f.id) == "corrected"] == [(900, "about")]


def test_an_old_form_finds_its_record_after_a_new_run(bench: Bench) -> None:
    document = bench.document("agency-0315")
    card = next(r for r in bench.client.get(f"/api/documents/{document}").json()["records"] if r["subject"] == "f1")
    told = reports()["agency-0315"]
    told.figures = [replace(f, id=f"f{9 - i}") for i, f in enumerate(told.figures)]
    bench.ledger.record_codings(replace(CODE, id="run_new", reader="made/2.0"), [told.coded])
    answer = bench.post("/review/decide", address=card["address"], face=card["face"], seen=card["seen"], verdict="accept")
    assert answer.status_code == 303
    assert figure(bench, id="f9")[1].state("f9") == "accepted"


def test_a_speaker_is_chosen_among_those_of_the_document(bench: Bench) -> None:
    document = bench.document("wire-0316")
    assert '<option value="Doctors">' in bench.client.get(f"/docs/{document}?claim=f1").text
    decide(bench, f"{document}#f1", "correct", said_by="Doctors", speakers="")
    record, _ = figure(bench, "wire-0316")
    assert [h.speaker.words for h in record.chain.hops] == ["Doctors"]


def test_what_the_machine_missed_is_added_from_marked_words(bench: Bench) -> None:
    document = bench.document("later")
    text = bench.ledger.document("later").text
    start = text.index("nine people")
    form = bench.client.get(f"/docs/{document}/add?kind=figure&start={start}&end={start + 11}").text
    assert 'name="low" value="9"' in form
    fields = {
        "class": "figure",
        "start": start,
        "end": start + 11,
        "words": "nine people",
        "kind": "displaced",
        "low": "9",
        "comparator": "exactly",
    }
    answer = bench.post(f"/docs/{document}/add", **fields)
    assert answer.status_code == 303, answer.text
    judged = bench.ledger.judged(document)
    assert judged is not None
    (added,) = judged.coded.figures
    assert (added.kind, added.low, added.quote.words) == ("displaced", 9, "nine people")
    assert judged.state(added.id) == "added"
    assert "added by a person" in bench.client.get(answer.headers["location"]).text


def test_an_unused_number_can_be_used(bench: Bench) -> None:
    page = bench.client.get(f"/docs/{bench.document('agency-0315')}").text
    assert "a telephone number" in page
    link = page.split('">use it')[0].rsplit('href="', 1)[1].replace("&amp;", "&")
    assert 'name="low" value="116"' in bench.client.get(link).text


def test_a_comment_decides_nothing(bench: Bench) -> None:
    address = f"{bench.document('agency-0315')}#f1"
    decide(bench, address, "comment", note="ask the ministry")
    assert figure(bench)[1].state("f1") == "draft"
    assert "ask the ministry" in bench.client.get("/log").text


def test_drafts_below_the_threshold_wait_out_of_sight(bench: Bench) -> None:
    before = bench.client.get("/review.json").json()["left"]
    assert bench.post("/settings", threshold="0.85").status_code == 303
    assert bench.client.get("/review.json").json()["left"] < before
    event = bench.client.get(f"/events/{bench.events['attack']}.json").json()
    assert event["waiting"] > 0
    assert bench.post("/settings", threshold="2").status_code == 422
    bench.post("/settings", threshold="0")
    assert bench.client.get("/review.json").json()["left"] == before


def test_two_claims_are_told_to_rest_on_one_origin(bench: Bench) -> None:
    page = bench.client.get("/review/pairs.json?queue=origins").json()
    pair = page["pair"]
    assert pair["question"] == "Do both rest on the same origin?"
    fields = {"field": "same_origin", "left": pair["left"]["address"], "right": pair["right"]["address"]}
    assert bench.post("/review/pair", **fields, verdict="different", note="they are others").status_code == 303
    (made,) = bench.ledger.pair_judgements("same_origin")
    assert made.verdict == "different"
    assert bench.client.get("/review/pairs.json?queue=origins").json()["left"] == 0


def test_an_origin_is_told_to_be_the_same_as_another_on_its_own_page(bench: Bench) -> None:
    id = bench.events["attack"]
    names = {o.name: o.id for o in bench.ledger.origins(id)}
    page = f"/origins/{names['Interior Ministry']}?event={id}"
    (inside,) = bench.client.get(page.replace("?", ".json?")).json()["events"]
    other = next(n for n in inside["others"] if n["name"] == "Red Banner spokesman")
    assert {n["name"] for n in inside["others"]} == set(names) - {"Interior Ministry", "nobody is named"}
    fields = {"field": "same_origin", "left": inside["telling"], "right": other["claim"], "back": page}
    answer = bench.post("/review/pair", **fields, verdict="same", note="one body")
    assert (answer.status_code, answer.headers["location"]) == (303, page)
    (made,) = bench.ledger.pair_judgements("same_origin")
    assert (made.verdict, {made.left, made.right}) == ("same", {inside["telling"], other["claim"]})
    assert (
        bench.post("/review/pair", **{**fields, "back": "//evil.example"}, verdict="same")
        .headers["location"]
        .startswith("/review/pairs")
    )


def test_origins_that_are_one_are_shown_as_one(bench: Bench) -> None:
    id = bench.events["attack"]
    names = {o.name: o.id for o in bench.ledger.origins(id)}
    tie = Tie("same_name", names["Interior Ministry"], names["Red Banner spokesman"], "a person says that they are one", True)
    bench.ledger.record_links(LINK, ties={id: [tie]}, documents=[bench.document("agency-0315")])
    text = bench.client.get(f"/origins/{names['Interior Ministry']}?event={id}").text
    assert "Counted as one with" in text
    assert text.index("Counted as one with") < text.index("a person says that they are one")


def test_splitting_and_merging_are_judgements_on_pairs(bench: Bench) -> None:
    id = bench.events["attack"]
    rows = list(bench.ledger.reports(event=id))
    assert bench.post(f"/events/{id}/arrange", do="split", report=rows[-1].address, note="another day").status_code == 303
    said = list(bench.ledger.pair_judgements())
    assert len(said) == len(rows) - 1
    assert {j.verdict for j in said} == {"different"}
    assert bench.post(f"/events/{id}/arrange", do="merge", other=bench.events["raid"]).status_code == 303
    assert any(j.verdict == "same" for j in bench.ledger.pair_judgements())
    assert bench.post(f"/events/{id}/arrange", do="split").status_code == 422


def test_the_queue_of_disagreement_fills(bench: Bench) -> None:
    address = f"{bench.document('agency-0315')}#f1"
    decide(bench, address, "accept")
    shop = bench.client.app.state.shop  # type: ignore[attr-defined]
    key = shop.accounts.open_session("rana", "coder", "key")
    other = {"authorization": f"Bearer {key}"}
    answer = bench.client.post("/api/decisions", json={"address": address, "verdict": "reject", "anyway": True}, headers=other)
    assert answer.status_code == 201
    judged = bench.ledger.judged(bench.document("agency-0315"))
    assert judged is not None
    assert judged.disputed("f1")


def test_words_are_found_nearest_whatever_their_white_space() -> None:
    text = "four men died. Later four\nmen fled."
    found = find_words(text, "four men", 20)
    assert found is not None
    assert (found.start, found.words) == (21, "four\nmen")
    assert find_words(text, "", 0) is None
    assert sentence_at(text, found).words == "Later four\nmen fled."


def test_an_event_is_corrected_in_place(bench: Bench) -> None:
    document = bench.document("courier-0320")
    decide(
        bench,
        f"{document}#e1",
        "correct",
        type="ASSAULT",
        place="Osh",
        country="KG",
        date="2026-03",
        factuality="happened",
        actors="Police",
    )
    judged = bench.ledger.judged(document)
    assert judged is not None
    (event,) = judged.coded.events
    assert (event.type, event.date.edtf if event.date else "") == ("ASSAULT", "2026-03")
    assert event.place is not None
    assert (event.place.name, event.place.precision) == ("Osh", "town")


def test_an_unknown_date_is_refused(bench: Bench) -> None:
    record, judged = figure(bench, id="e1")
    with pytest.raises(FieldError, match="is no date"):
        corrected(record, {"date": "16/07/2015"}, judged.coded.text, ())
    assert issubclass(FieldError, InputError)


def test_an_open_page_is_told_what_changed_since(bench: Bench) -> None:
    event = bench.events["attack"]
    page = bench.client.get(f"/events/{event}").text
    address = page.split('data-changes="')[1].split('"')[0]
    assert bench.client.get(address).json()["claims"] == 0
    decide(bench, f"{bench.document('agency-0315')}#f1", "accept")
    assert bench.client.get(address).json()["claims"] == 1
    raid = bench.client.get(f"/events/{bench.events['raid']}").text
    assert bench.client.get(raid.split('data-changes="')[1].split('"')[0]).json()["claims"] == 0
    bench.post("/review/undo")
    assert bench.client.get(address).json()["claims"] == 0
    assert "data-changes" not in bench.client.get(f"/events/{event}", params={"at": "2099-01-01T00:00:00Z"}).text
    for wrong in ("", "x", "999999", "-1"):
        assert bench.client.get(f"/events/{event}/changes.json", params={"since": wrong}).status_code == 400


def test_a_figure_over_time_stands_by_when_it_was_said_or_by_when_it_came_out(bench: Bench) -> None:
    path = f"/events/{bench.events['attack']}/figures/killed"
    late = f"{bench.document('wire-0316')}#f1"
    assert decide(bench, late, "correct", as_of="2026-03-01").status_code == 303
    said = bench.client.get(f"{path}.json").json()
    out = bench.client.get(f"{path}.json", params={"axis": "publication"}).json()
    assert (said["axis"], out["axis"]) == ("statement", "publication")
    assert said["lines"][0]["claim"] == late != out["lines"][0]["claim"]
    assert [x["published"] for x in out["lines"]] == sorted(x["published"] for x in out["lines"])
    pages = [bench.client.get(path, params={"axis": axis}).text for axis in ("statement", "publication")]
    drawn = [page.split("<figure>")[1].split("<figcaption")[0] for page in pages]
    assert (">1 Mar<" in drawn[0], ">1 Mar<" in drawn[1]) == (True, False)
    assert "axis=publication" in pages[0]
    wrong = bench.client.get(path, params={"axis": "moon"})
    assert wrong.status_code == 400
    assert "statement or publication" in wrong.text


def test_many_are_decided_at_once_and_one_undo_takes_all_back(bench: Bench) -> None:
    def preview(**ask: Any) -> Any:
        return bench.client.get("/review/bulk.json", params=ask).json()

    assert (preview()["records"], preview()["samples"]) == (0, [])
    assert "Set a filter first" in bench.client.get("/review/bulk").text
    seen = preview(field="killed")
    assert seen["records"] > 1
    assert 1 < len(seen["samples"]) <= 10
    shift = next(s for s in seen["shifts"] if s["kind"] == "killed")
    assert (shift["event"], shift["range"], shift["range_without"]) == (bench.events["attack"], "893–2,000+", "none given")
    assert f"Accept all {seen['records']}" in bench.client.get("/review/bulk", params={"field": "killed"}).text
    decide(bench, seen["samples"][0]["address"], "accept")
    stale = bench.post("/review/bulk", state="field=killed", mark=seen["mark"], verdict="reject")
    assert (stale.status_code, len(list(bench.ledger.judgements()))) == (409, 1)
    assert "Nothing was decided" in stale.text
    left = preview(field="killed")
    assert left["records"] == seen["records"] - 1
    answer = bench.post("/review/bulk", state="field=killed", mark=left["mark"], verdict="reject", note="one source")
    assert answer.status_code == 303
    assert f"Rejected {left['records']} records." in bench.client.get(answer.headers["location"]).text
    assert preview(field="killed")["records"] == 0
    taken = [j for j in bench.ledger.judgements() if j.verdict == "reject"]
    assert len(taken) == left["records"]
    assert {(j.note, j.made) for j in taken} == {("one source", taken[0].made)}
    log = bench.client.get("/log").text
    assert f"reject × {left['records']}, at once" in log
    assert log.count("<tr data-row>") == 2
    assert len(bench.client.get("/log.json").json()["rows"]) == left["records"] + 1
    bench.post("/review/undo", back="/review")
    assert preview(field="killed")["records"] == left["records"]
    assert [j.verdict for j in bench.ledger.judgements(undone=False) if j.verdict != "undo"] == ["accept"]
    for wrong in ("correct", ""):
        assert bench.post("/review/bulk", state="field=killed", mark="x", verdict=wrong).status_code == 400
    nothing = bench.post("/review/bulk", state="", mark="x", verdict="accept")
    assert nothing.status_code == 409


def test_a_decision_tells_what_it_did_and_its_undo_leads_back_to_the_record(bench: Bench) -> None:
    document = bench.document("agency-0315")
    card = bench.client.get(f"/docs/{document}?claim=f1").text
    assert "may gain or lose documents" in card
    assert 'name="label" value="killed = 893"' in card
    answer = bench.post(
        "/review/decide",
        address=f"{document}#f1",
        verdict="correct",
        low="890",
        high="",
        label="killed = 893",
        anyway="1",
        back=f"/docs/{document}?claim=e1",
    )
    assert "Corrected: killed = 893, now killed = 890." in bench.client.get(answer.headers["location"]).text
    undone = bench.post("/review/undo", back=f"/docs/{document}?claim=e1")
    assert undone.headers["location"] == f"/docs/{document}?claim=f1#f1"


def test_a_rejected_claim_is_not_among_those_that_an_outlet_carries(bench: Bench) -> None:
    def told() -> int:
        return sum(c["claims"] for c in bench.client.get("/sources/Wire%20B.json").json()["takes_from"])

    before = told()
    assert before > 1
    decide(bench, f"{bench.document('wire-0316')}#f2", "reject")
    assert told() == before - 1
