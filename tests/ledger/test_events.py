"""Events in the ledger: ids that last, lists that filter and page, origins, and what a new coding or judgement does to them."""

import dataclasses
from collections.abc import Sequence
from typing import Any

import pytest

from sayso.core import (
    Assessment,
    Conflict,
    Copy,
    Document,
    Event,
    InputError,
    Origin,
    Pair,
    Reason,
    Tie,
    Trail,
)
from sayso.core.judging import field_of, make_judgement, value_of
from sayso.ledger import ClaimFilter, EventFilter, Ledger, LinkOutcome
from tests.build import RAID, chain, coded, event, figure, given, quote, raid, run

LINK = run(stage="link")


@pytest.fixture
def documents(ledger: Ledger) -> list[Document]:
    pairs = [given(doc=f"d{k}", outlet=f"Outlet {k}", published="2015-07-17") for k in range(5)]
    ledger.record([c for c, _ in pairs], [d for _, d in pairs])
    found = [d for _, d in pairs]
    ledger.record_codings(run(), [raid(d, run()) for d in found])
    return found


def reports(documents: Sequence[Document], *numbers: int) -> tuple[str, ...]:
    return tuple(f"{documents[k].id}#e1" for k in numbers)


def link(ledger: Ledger, documents: Sequence[Document], *groups: Sequence[int]) -> LinkOutcome:
    events = [Event(f"p{k}", reports(documents, *g)) for k, g in enumerate(groups)]
    return ledger.record_links(LINK, events, documents=[documents[n].id for g in groups for n in g])


def test_an_event_keeps_its_id_when_reports_join_it(ledger: Ledger, documents: list[Document]) -> None:
    first = link(ledger, documents, [0], [1]).events
    second = link(ledger, documents, [0, 2], [1]).events
    assert first == second
    assert set(first.values()) != {"p0", "p1"}
    record = ledger.event(first["p0"])
    assert record is not None
    assert record.reports == reports(documents, 0, 2)
    assert (record.row.documents, record.row.claims, record.row.killed) == (2, 8, (4, 6))


def test_a_merge_redirects_and_splits_back(ledger: Ledger, documents: list[Document]) -> None:
    apart = link(ledger, documents, [0], [1, 2]).events
    moment = ledger.history()[0].at
    merged = link(ledger, documents, [0, 1, 2])
    assert merged.events["p0"] == apart["p0"]
    assert merged.merged == ((apart["p1"], apart["p0"]),)
    record = ledger.event(apart["p1"])
    assert record is not None
    assert (record.row.id, record.asked, record.merged) == (apart["p0"], apart["p1"], (apart["p1"],))
    assert ledger.retired() == [(apart["p1"], apart["p0"])]
    before = ledger.at(moment)
    assert (then := before.event(apart["p1"])) is not None
    assert then.reports == reports(documents, 1, 2)
    assert before.retired() == []
    assert link(ledger, documents, [0], [1, 2]).events == apart
    assert ledger.retired() == []
    assert (back := ledger.event(apart["p1"])) is not None
    assert back.row.id == apart["p1"]


def test_what_is_not_named_stays_and_the_larger_part_keeps_the_id(ledger: Ledger, documents: list[Document]) -> None:
    (whole,) = link(ledger, documents, [0, 1, 2, 3, 4]).events.values()
    (small,) = link(ledger, documents, [4]).events.values()
    assert small != whole
    assert (left := ledger.event(whole)) is not None
    assert left.reports == reports(documents, 0, 1, 2, 3)
    (large,) = link(ledger, documents, [0, 1, 2]).events.values()
    assert large == whole
    others = {r.id for r in ledger.events()} - {whole, small}
    assert len(others) == 1
    assert (rest := ledger.event(others.pop())) is not None
    assert rest.reports == reports(documents, 3)


def test_linking_the_same_again_changes_nothing(ledger: Ledger, documents: list[Document]) -> None:
    first = link(ledger, documents, [0, 1], [2])
    ids = sorted(r.id for r in ledger.events())
    since = {r.id: r.since for r in ledger.events()}
    assert link(ledger, documents, [0, 1], [2]).events == first.events
    assert {r.id: r.since for r in ledger.events()} == since
    assert sorted(since) == ids


def test_a_report_cannot_be_in_two_events(ledger: Ledger, documents: list[Document]) -> None:
    with pytest.raises(InputError, match="is in two events, p0 and p1"):
        link(ledger, documents, [0, 1], [1])
    with pytest.raises(InputError, match="there is no document doc_x"):
        ledger.record_links(LINK, [Event("p", ("doc_x#e1",))])
    assert list(ledger.events()) == []


def test_what_linking_says_is_read_back(ledger: Ledger, documents: list[Document]) -> None:
    a, b = sorted(reports(documents, 0, 1))
    why = (Reason("date", "2015-07-16", "2015-07-16", 3.5),)
    f1 = f"{documents[0].id}#f1"
    ministry, media = (
        Origin("k1", "the ministry", "party", (f1,)),
        Origin("k2", "Local media", "medium", (f"{documents[0].id}#f2",)),
    )
    out = ledger.record_links(
        LINK,
        [
            Event("p", (a, b), ((a, b, why),)),
            Event("whole", reports(documents, 2), part_of=None),
            Event("part", reports(documents, 3), part_of="whole"),
        ],
        origins={"p": [ministry, media]},
        ties={"p": [Tie("citation", "k1", "k2", "the media cite the ministry", False)]},
        trails=[Trail(f1, "k1", ("Outlet 0", "the ministry"))],
        copies=[Copy(documents[0].id, documents[1].id, "verbatim", True, False, 0.9)],
        pairs=[Pair(a, b, 2.5, why)],
        documents=[d.id for d in documents],
    )
    record = ledger.event(out.events["p"])
    assert record is not None
    assert record.reasons == ((a, b, why),)
    origins = {o.name: o for o in ledger.origins(out.events["p"])}
    assert origins["the ministry"] == dataclasses.replace(ministry, id=out.origins["k1"])
    assert ledger.ties(out.events["p"])[0].left == out.origins["k1"]
    assert (trail := ledger.trail(f1)) is not None
    assert trail.origin == out.origins["k1"]
    assert [c.address for c in ledger.claims(ClaimFilter(origin=out.origins["k1"]))] == [f1]
    assert [e for e, _ in ledger.origin_events(out.origins["k2"])] == [out.events["p"]]
    assert list(ledger.copies(documents[1].id)) == list(ledger.copies())
    assert list(ledger.pairs([b])) == list(ledger.pairs()) == [Pair(a, b, 2.5, why)]
    assert (whole := ledger.event(out.events["whole"])) is not None
    assert whole.parts == (out.events["part"],)
    assert list(ledger.unlinked()) == []
    again = ledger.record_links(LINK, [Event("x", (a, b))], origins={"x": [ministry]})
    assert again.origins["k1"] == out.origins["k1"]
    assert [o.name for o in ledger.origins(out.events["p"])] == ["the ministry"]


def test_an_origin_that_is_named_anew_keeps_its_id(ledger: Ledger, documents: list[Document]) -> None:
    f1, f2 = (f"{documents[0].id}#{f}" for f in ("f1", "f2"))
    first = ledger.record_links(
        LINK, [Event("p", reports(documents, 0))], origins={"p": [Origin("k1", "ministry", "party", (f1, f2))]}
    )
    second = ledger.record_links(
        LINK, [Event("p", reports(documents, 0))], origins={"p": [Origin("k9", "Interior Ministry", "party", (f1, f2))]}
    )
    assert first.origins["k1"] == second.origins["k9"]


def test_the_id_of_an_origin_that_became_part_of_another_leads_there(ledger: Ledger, documents: list[Document]) -> None:
    f1, f2 = (f"{documents[0].id}#f{k}" for k in (1, 2))
    apart = [Origin("k1", "the ministry", "party", (f1,)), Origin("k2", "its spokesman", "party", (f2,))]
    found = ledger.record_links(LINK, [Event("p", reports(documents, 0))], origins={"p": apart})
    (event,) = found.events.values()
    ministry, spokesman = (found.origins[k] for k in ("k1", "k2"))
    ledger.record_links(LINK, origins={event: [Origin("k1", "the ministry", "party", (f1, f2))]})
    assert (ledger.origin_now(ministry), ledger.origin_now(spokesman)) == (ministry, ministry)
    assert ledger.origin_now("O-NOWHERE") == ""


def test_a_new_coding_moves_reports_to_where_their_words_are(ledger: Ledger, documents: list[Document]) -> None:
    (id,) = link(ledger, documents, [0, 1]).events.values()
    d = documents[0]
    better = coded(
        d, run("2.0"),
        events=[event(RAID, "killed", date="2015-07-15"), event(RAID, "raided", "e2", place="Kant", date="2015-07-16")],
        figures=[figure(RAID, "Four militants", 7, events=("e2",))],
    )  # fmt: skip
    ledger.record_codings(run("2.0"), [better])
    record = ledger.event(id)
    assert record is not None
    assert set(record.reports) == {f"{d.id}#e2", *reports(documents, 1)}
    assert record.row.killed == (4, 7)
    assert list(ledger.unlinked()) == [d.id, *(x.id for x in documents[2:])]


def test_judging_is_seen_in_the_heading_of_the_event(ledger: Ledger, documents: list[Document]) -> None:
    (id,) = link(ledger, documents, [0]).events.values()
    c = raid(documents[0], run())
    f = c.figures[1]
    out = make_judgement(
        "ann", "2026-01-01T00:00:00Z", "reject", field_of(f), documents[0].id, (f.quote.start, f.quote.end), value_of(c, f)
    )
    ledger.judge([out])
    assert (record := ledger.event(id)) is not None
    assert (record.row.killed, record.row.claims, record.row.undecided) == ((4, 4), 3, 3)
    e = c.events[0]
    gone = make_judgement(
        "ann", "2026-01-02T00:00:00Z", "reject", field_of(e), documents[0].id, (e.trigger.start, e.trigger.end), value_of(c, e)
    )
    ledger.judge([gone])
    assert ledger.event(id) is None
    assert ledger.retired() == [(id, None)]
    back = make_judgement(
        "ann", "2026-01-03T00:00:00Z", "undo", gone.field, gone.document, (gone.start, gone.end), undoes=gone.id
    )
    ledger.judge([back])
    assert link(ledger, documents, [0]).events == {"p0": id}


@pytest.mark.parametrize(
    ("after", "kept"),
    [({}, True), ({"low": 5, "high": 5}, True), ({"chain": chain(RAID, "Local media")}, False), ({"stance": "denies"}, False)],
)
def test_a_judged_claim_keeps_its_origin_while_the_same_person_says_it(
    ledger: Ledger, documents: list[Document], after: dict[str, Any], kept: bool
) -> None:
    c = raid(documents[0], run())
    f1 = f"{documents[0].id}#f1"
    origins = {"p": [Origin("k1", "the ministry", "party", (f1,))]}
    (id,) = ledger.record_links(
        LINK, [Event("p", reports(documents, 0))], origins=origins, trails=[Trail(f1, "k1", ("the ministry",))]
    ).events.values()
    f = c.figures[0]
    verdict = "correct" if after else "accept"
    span, value = (f.quote.start, f.quote.end), value_of(c, dataclasses.replace(f, **after))
    ledger.judge([make_judgement("ann", "2026-01-01T00:00:00Z", verdict, field_of(f), documents[0].id, span, value)])
    assert (ledger.trail(f1) is not None) == kept
    assert [o.claims for o in ledger.origins(id)] == [(f1,) if kept else ()]


PLACES = {"Kant": (42.9, 74.85), "Suva": (-18.1, 178.4), "Apia": (-13.8, -171.8)}


@pytest.fixture
def many(ledger: Ledger) -> dict[str, str]:
    """Event ids by document name: different days, places, types and tolls."""
    rows = [
        ("day", "ASSAULT", "Kant", "2015-07-16", 4),
        ("month", "ASSAULT", "Suva", "2015-07", 9),
        ("span", "COERCE", "Apia", "2015-07-20/2015-08-02", None),
        ("open", "PROTEST", "", "../2015-06-30", 1),
        ("undated", "ASSAULT", "Kant", "", 2),
    ]
    out = {}
    for name, type_, place, date, dead in rows:
        text = f"On the {name} soldiers raided {place or 'somewhere'}. Some people died."
        c, d = given(text, name, outlet=f"The {name}")
        ledger.record([c], [d])
        e = event(text, "raided", type_=type_, date=date, place=place)
        if place:
            latitude, longitude = PLACES[place]
            assert e.place is not None
            e = dataclasses.replace(e, place=dataclasses.replace(e.place, latitude=latitude, longitude=longitude))
        figures = [figure(text, "Some people", dead)] if dead else []
        ledger.record_codings(run(), [coded(d, run(), events=[e], figures=figures)])
        out[name] = ledger.record_links(LINK, [Event("p", (f"{d.id}#e1",))], documents=[d.id]).events["p"]
    return out


@pytest.mark.parametrize(
    ("wanted", "names"),
    [
        ({}, ["day", "month", "span", "open", "undated"]),
        ({"first": "2015-07-16", "last": "2015-07-16"}, ["day", "month"]),
        ({"first": "2015-07-16", "last": "2015-07-16", "undated": True}, ["day", "month", "undated"]),
        ({"first": "2015-08-01"}, ["span"]),
        ({"last": "2015-06-01"}, ["open"]),
        ({"box": (70.0, 40.0, 80.0, 45.0)}, ["day", "undated"]),
        ({"box": (170.0, -25.0, -165.0, 0.0)}, ["month", "span"]),
        ({"box": (70.0, 40.0, 80.0, 45.0), "unplaced": True}, ["day", "open", "undated"]),
        ({"types": ("COERCE", "PROTEST")}, ["span", "open"]),
        ({"country": "KG"}, ["day", "month", "span", "undated"]),
        ({"text": "apia"}, ["span"]),
        ({"text": "raided -apia -suva"}, ["day", "open", "undated"]),
        ({"killed_from": 4}, ["day", "month"]),
        ({"outlet": "the open"}, ["open"]),
        ({"undecided": True}, ["day", "month", "span", "open", "undated"]),
        ({"contested": "killed"}, ["month"]),
        ({"contested": "place"}, []),
    ],
    ids=str,
)
def test_filters_of_events(ledger: Ledger, many: dict[str, str], wanted: dict[str, object], names: list[str]) -> None:
    ledger.record_assessments("minmax", [many["month"]], [], [Conflict(many["month"], "killed", "differs", ("x#f1", "y#f1"))])
    found = ledger.event_page(EventFilter(**wanted))
    assert {r.id for r in found.rows} == {many[n] for n in names}
    assert found.total == len(names)


@pytest.mark.parametrize(
    ("order", "names"),
    [
        ("date", ["month", "day", "span", "open", "undated"]),
        ("-date", ["span", "day", "month", "open", "undated"]),
        ("-killed", ["month", "day", "undated", "open", "span"]),
        ("killed", ["open", "undated", "day", "month", "span"]),
        ("-since", ["undated", "open", "span", "month", "day"]),
    ],
)
def test_pages_of_events_in_order(ledger: Ledger, many: dict[str, str], order: str, names: list[str]) -> None:
    seen: list[str] = []
    after = ""
    while True:
        page = ledger.event_page(order=order, after=after, limit=2)
        seen += [r.id for r in page.rows]
        after = page.next
        if not after:
            break
    by_id = {id: name for name, id in many.items()}
    found = [by_id[id] for id in seen]
    late = {"open", "undated"} if "date" in order else set()
    assert [n for n in found if n not in late] == [n for n in names if n not in late]
    assert set(found[len(found) - len(late) :]) == late or not late


def test_an_unknown_order_is_refused(ledger: Ledger) -> None:
    with pytest.raises(InputError, match="'size' is no order of events"):
        ledger.event_page(order="size")


def test_assessments_are_a_cache(ledger: Ledger, many: dict[str, str]) -> None:
    id = many["day"]
    made = Assessment(id, "acled", "killed", "", "", 4, 4, 6, (1, 2), ("a#f1",))
    moment = ledger.history()[0].at
    assert set(ledger.unassessed("acled")) == set(many.values())
    ledger.record_assessments("acled", [id], [made], [Conflict(id, "killed", "denied", ("a#f1",))])
    ledger.record_assessments("acled", [id], [made], [Conflict(id, "killed", "denied", ("a#f1",))])
    assert ledger.assessments(id, "acled") == [made]
    assert len(ledger.conflicts(id)) == 1
    assert id not in set(ledger.unassessed("acled"))
    assert ledger.event_page(EventFilter(contested="any")).rows[0].contested == ("killed",)
    assert ledger.at(moment).assessments(id) == []


def test_pairs_that_people_judged_lead_to_the_reports_of_now(ledger: Ledger, documents: list[Document]) -> None:
    a, b = documents[0], documents[1]
    at = (quote(RAID, "raided").start, quote(RAID, "raided").end)

    def says(person: str, verdict: str, minute: int) -> None:
        ledger.judge([
            make_judgement(
                person, f"2026-01-01T00:{minute:02}:00Z", verdict, "same_event", a.id, at,
                other_document=b.id, other_start=at[0], other_end=at[1],
            )
        ])  # fmt: skip

    says("ann", "same", 1)
    left, right = sorted(reports(documents, 0, 1))
    (pair,) = ledger.pair_judgements()
    assert (pair.left, pair.right, pair.verdict, pair.disputed) == (left, right, "same", False)
    says("ben", "different", 2)
    (pair,) = ledger.pair_judgements()
    assert (pair.verdict, pair.disputed) == ("unsure", True)
    says("ann", "different", 3)
    (pair,) = ledger.pair_judgements()
    assert (pair.verdict, pair.disputed) == ("different", False)


def test_history_of_an_event_and_of_a_document(ledger: Ledger, documents: list[Document]) -> None:
    (id,) = link(ledger, documents, [0]).events.values()
    assert [h.what for h in ledger.history(documents[0].id)] == ["joined", "coded", "recorded", "obtained"]
    assert {h.what for h in ledger.history(id)} == {"joined", "changed"}
    assert [h.what for h in ledger.history()] == ["linked", "coded", "ingested"]
