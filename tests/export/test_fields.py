"""What fills the columns of ACLED and UCDP, on facts made by hand."""

from dataclasses import replace
from typing import Any

from sayso.assess.conflicts import conflicts
from sayso.assess.policies import policy
from sayso.assess.profile import profile
from sayso.export import acled, ged
from sayso.export.assessed import Assessed
from sayso.export.fields import accounts, civilians_meant, note
from sayso.ledger import EventRow
from tests.assess.build import ARMY, GUNMEN, LEAGUE, MINISTRY, MONITOR, facts, told
from tests.papers import Paper, actor


def event(*papers: Paper, name: str = "ucdp", **more: Any) -> Assessed:
    """An event of papers under a policy; `more` are columns of its row."""
    found = facts(*papers)
    row = EventRow(
        id="E-0000001", type="ASSAULT", mode="", factuality="happened", background=False, date="2031-05-01", first="2031-05-01",
        last="2031-05-01", place="Tarrin", country="SY", admin1="Norm", latitude=10.0, longitude=20.0, precision="town",
        documents=1, outlets=1, reports=1, claims=1, origins=1, undecided=0, killed=(1, 1), contested=(), part_of=None,
        since="2031-06-01T00:00:00Z",
    )  # fmt: skip
    row = replace(row, **more)
    return Assessed(row, found, profile(found), tuple(conflicts(found))).under(policy(name))


def test_gunmen_on_villagers_are_an_attack_on_civilians() -> None:
    a = event(told("a", "four", 4, MINISTRY), name="acled")
    record, more = acled.acled_record(a)
    assert acled.why_not(a) == ""
    assert (record["event_type"], record["sub_event_type"]) == ("Violence against civilians", "Attack")
    assert (record["actor2"], record["inter2"], record["civilian_targeting"]) == (
        "Civilians (Syria)",
        "Civilians",
        "Civilians targeted",
    )
    assert (record["fatalities"], record["interaction"]) == (4, "Political militia-Civilians")
    assert (more["inter1_code"], more["inter2_code"], more["interaction_code"]) == (3, 7, 37)
    assert (record["year"], record["time_precision"], record["iso"]) == (2031, 1, 760)


def test_an_attack_by_nobody_who_is_named_is_no_mob() -> None:
    paper = told("a", "four", 4, MINISTRY, group="", event={"actors": [], "recipients": []})
    a = event(paper, name="acled")
    record, _ = acled.acled_record(a)
    assert record["sub_event_type"] == "Attack"
    assert (record["actor1"], record["actor2"], record["interaction"]) == ("", "", "")
    assert record["civilian_targeting"] == ""
    assert any(x.column == "actor1" and x.lost == "who did it" for x in acled.acled_lost(a))


def test_a_date_known_to_the_week_or_month_is_given_by_its_middle() -> None:
    paper = told("a", "four", 4, MINISTRY)
    week, _ = acled.acled_record(event(paper, name="acled", first="2031-05-01", last="2031-05-07", date="2031-05-01/2031-05-07"))
    assert (week["event_date"], week["time_precision"]) == ("2031-05-04", 2)
    month, _ = acled.acled_record(event(paper, name="acled", first="2031-05-01", last="2031-05-31", date="2031-05"))
    assert (month["event_date"], month["time_precision"]) == ("2031-05-16", 3)
    assert "not known to the month" in acled.why_not(
        event(paper, name="acled", first="2031-01-01", last="2031-12-31", date="2031")
    )


def test_a_country_is_no_place_for_acled() -> None:
    a = event(told("a", "four", 4, MINISTRY), name="acled", precision="country", place="Syria")
    assert "below the country" in acled.why_not(a)


def test_two_states_of_knowledge_that_acled_writes_as_zero() -> None:
    silent = Paper("q", "Paper q", "2031-05-02", "On 1 May gunmen raided villagers in Tarrin, the Interior Ministry said.")
    silent.event("raided", chain=[MINISTRY], actors=[GUNMEN], recipients=[("villagers", None, "civilians")])
    a = event(silent, name="acled", killed=(None, None))
    record, more = acled.acled_record(a)
    assert (record["fatalities"], more["fatalities_known"]) == (0, False)
    assert any("nobody gives a figure" in x.lost for x in acled.acled_lost(a))
    nobody = event(told("a", "no people", 0, MINISTRY), name="acled", killed=(0, 0))
    assert acled.acled_record(nobody)[1]["fatalities_known"] is True


def test_one_sided_violence_and_its_dead() -> None:
    a = event(told("a", "four", 4, MINISTRY), told("b", "four", 4, MONITOR))
    assert ged.why_not(a) == ""
    record = ged.ged_record(a)
    assert (record["type_of_violence"], record["side_a"], record["side_b"]) == (3, "gunmen", "Civilians")
    assert (record["deaths_a"], record["deaths_b"], record["deaths_civilians"], record["deaths_unknown"]) == (0, 0, 4, 0)
    assert (record["best"], record["low"], record["high"]) == (4, 4, 4)
    assert (record["country_id"], record["region"], record["where_prec"], record["date_prec"]) == (652, "Middle East", 1, 1)
    assert set(str(record["source_original"]).split(";")) == {"Interior Ministry", "Rights Observatory"}


def test_members_of_a_movement_are_the_movement_and_no_side_against_it() -> None:
    front = actor("River Front members", "REB", kind="group", member_of="River Front")
    also = actor("River Front", "REB", kind="organisation")
    papers = [
        told("a", "four", 4, MINISTRY, event={"actors": [("gunmen", front)], "recipients": [("villagers", also)]}),
        told("b", "four", 4, MONITOR, event={"actors": [("gunmen", front)]}),
    ]
    record = ged.ged_record(event(*papers))
    assert (record["type_of_violence"], record["dyad_name"]) == (3, "River Front - Civilians")
    assert acled.acled_record(event(*papers, name="acled"))[0]["actor1"] == "River Front (XA)"


def test_the_dead_by_group_always_add_up_to_best() -> None:
    papers = [told("a", "four", 4, MINISTRY), told("b", "nine", 9, MONITOR), told("c", "two", 2, LEAGUE, group="soldiers")]
    for chosen in ("ucdp", "minmax", "acled"):
        a = event(*papers, name=chosen)
        record = ged.ged_record(a)
        parts = sum(int(record[k]) for k in ("deaths_a", "deaths_b", "deaths_civilians", "deaths_unknown"))
        assert parts == record["best"]


def test_groups_that_exceed_best_are_told_as_lost() -> None:
    papers = [
        told("a", "four", 4, MINISTRY),
        told("b", "four", 4, MONITOR, group=""),
        told("c", "ninety soldiers", 90, ARMY, group="soldiers"),
    ]
    a = event(*papers)
    groups = ged._by_group(a, 3)
    record = ged.ged_record(a)
    over = sum(groups) > int(record["best"])
    assert over == any(x.column == "deaths_unknown" for x in ged.ged_lost(a))
    if over:
        assert (record["deaths_a"], record["deaths_b"], record["deaths_civilians"]) == (0, 0, 0)


def test_an_attack_on_nobody_who_is_named_is_not_one_sided_yet() -> None:
    a = event(told("a", "four", 4, MINISTRY, group="", event={"recipients": []}))
    assert not civilians_meant(a)
    assert "as far as it is told" in ged.why_not(a) or a.outside
    harmed = event(told("a", "four", 4, MINISTRY, group="children", event={"recipients": []}))
    assert civilians_meant(harmed)


def test_without_deaths_there_is_no_row() -> None:
    a = event(told("a", "no people", 0, MINISTRY), name="minmax")
    assert ged.why_not(a) in ("no death under the policy", a.outside)


def test_notes_begin_with_the_date_and_tell_every_account() -> None:
    a = event(told("a", "four", 4, MINISTRY), told("b", "nine", 9, MONITOR), name="acled")
    text = note(a)
    assert text.startswith("On 1 May 2031, assault in Tarrin")
    assert "4 civilians according to Interior Ministry" in text
    assert "9 civilians according to Rights Observatory" in text
    assert text.endswith("2 independent origins.")
    assert len(accounts(a, "killed")) == 2
