"""Totals never count twice."""

from dataclasses import replace

from sayso.assess.assessment import assess
from sayso.assess.policies import policy
from sayso.assess.profile import profile
from sayso.assess.totals import Counted, totals
from sayso.core import Assessment, Place, Profile
from tests.assess.build import MINISTRY, facts, told


def counted(
    event: str, low: int | None, *, date: str = "2031-05-01", place: Place | None = None, high: int | None = None, **more: str
) -> Counted:
    where = place or Place("Tarrin", "XA", "Norm", 10.0, 20.0, "town")
    about = Profile(event, "ASSAULT", date=date, place=where, part_of=more.get("part_of"))
    top = low if high is None else high
    claims = ("doc#f1",) if low is not None else ()
    return Counted(
        about, (Assessment(event, "ucdp", "killed", "", "", low, low, top, (1, 1), claims, in_scope=not more.get("out")),)
    )


NORM = Place("Norm", "XA", "Norm", None, None, "province")
NORLAND = Place("Norland", "XA", "", None, None, "country")
OTHER = Place("Farland", "XB", "", None, None, "country")


def test_events_add_up_by_country_and_month() -> None:
    rows, out = totals([counted("A", 2), counted("B", 3, high=5), counted("C", 1, date="2031-06-02")], "killed")
    assert [(r.place, r.period, r.low, r.high, r.events) for r in rows] == [
        ("XA", "2031-05", 5, 7, ("A", "B")),
        ("XA", "2031-06", 1, 1, ("C",)),
    ]
    assert out == []


def test_a_part_is_left_out_where_the_whole_is_counted() -> None:
    rows, out = totals([counted("WHOLE", 6), counted("PART", 4, part_of="WHOLE")], "killed")
    assert rows[0].low == 6
    assert [(o.subject, o.why) for o in out] == [("PART", "part of WHOLE, which is counted")]


def test_a_part_is_counted_where_the_whole_has_no_figure() -> None:
    rows, out = totals([counted("WHOLE", None), counted("PART", 4, part_of="WHOLE")], "killed")
    assert (rows[0].low, rows[0].unknown, out) == (4, 1, [])


def test_a_whole_of_which_only_some_are_counted_gives_way_to_its_parts() -> None:
    events = [counted("WHOLE", 0), counted("PART", 4, part_of="WHOLE"), counted("SITE", 3, part_of="WHOLE")]
    rows, out = totals(events, "killed")
    assert (rows[0].low, rows[0].events) == (7, ("PART", "SITE"))
    assert [(o.subject, o.why) for o in out] == [("WHOLE", "its figure is below that of its parts together, which are counted")]


def test_a_ring_of_parts_ends() -> None:
    rows, _ = totals([counted("A", None, part_of="B"), counted("B", None, part_of="A")], "killed")
    assert rows[0].unknown == 2


def test_a_months_toll_is_left_out_where_its_days_are_counted() -> None:
    month = counted("MONTH", 90, date="2031-05", place=NORLAND)
    rows, out = totals([month, counted("DAY", 4)], "killed")
    assert rows[0].low == 4
    assert "series that contains 1 counted event: DAY" in out[0].why


def test_a_months_toll_alone_is_counted() -> None:
    rows, out = totals([counted("MONTH", 90, date="2031-05", place=NORLAND), counted("DAY", 4, place=OTHER)], "killed")
    assert {r.place: r.low for r in rows} == {"XA": 90, "XB": 4}
    assert out == []


def test_a_provinces_series_contains_only_what_lies_in_the_province() -> None:
    elsewhere = Place("Olenk", "XA", "Soma", 10.5, 20.9, "town")
    rows, out = totals([counted("SERIES", 90, date="2031-05", place=NORM), counted("DAY", 4, place=elsewhere)], "killed")
    assert rows[0].low == 94
    assert out == []


def test_what_is_out_of_scope_is_left_out_and_listed() -> None:
    rows, out = totals([counted("A", 2), counted("B", 3, out="yes")], "killed")
    assert (rows[0].low, [o.subject for o in out]) == (2, ["B"])


def test_superseded_tolls_are_listed() -> None:
    f = facts(told("a", "seven", 7, MINISTRY), told("b", "six", 6, MINISTRY, day="2031-05-04"))
    item = Counted(profile(f), tuple(assess(f, policy("ucdp"))), ("doc_a#f1",))
    rows, out = totals([item], "killed")
    assert rows[0].best == 6
    assert [(o.subject, o.why) for o in out] == [("doc_a#f1", "superseded by its own origin")]


def test_unknown_places_and_dates_have_rows_of_their_own() -> None:
    nowhere = Counted(Profile("N", "ASSAULT"), counted("N", 7).assessments)
    rows, _ = totals([nowhere], "killed", by="place", period="day")
    assert (rows[0].place, rows[0].period, rows[0].low) == ("unknown", "unknown", 7)


def test_a_war_that_is_told_as_going_on_since_a_day_gives_way_to_what_happened_in_it() -> None:
    war = counted("WAR", 320_000, date="2029-03", place=NORLAND)
    going_on = Counted(replace(war.profile, factuality="ongoing", background=True), war.assessments)
    rows, out = totals([going_on, counted("DAY", 4)], "killed")
    assert (rows[0].low, rows[0].events) == (4, ("DAY",))
    assert "series that contains 1 counted event: DAY" in out[0].why
    rows, out = totals([going_on, counted("DAY", 4, place=OTHER)], "killed")
    assert sorted(r.low for r in rows) == [4, 320_000]
