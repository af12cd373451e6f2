"""Suggested credibility, source reliability, Airwars' grades, and what changes without a source."""

from pathlib import Path

import pytest

from sayso.assess.assessment import assess
from sayso.assess.credibility import airwars_grade, discredit, read_reliability, suggest
from sayso.assess.facts import Facts
from sayso.assess.policies import policy
from sayso.core import InputError
from tests.assess.build import ARMY, HOSPITAL, LEAGUE, MINISTRY, MONITOR, facts, told
from tests.papers import actor

FOUR, SIX, SIX_TOO = told("a", "four", 4, MINISTRY), told("b", "six", 6, MONITOR), told("c", "six", 6, HOSPITAL)
COMMITTEE = ("the State Committee", actor("State Committee", "SPY", kind="organisation"))


def grade(f: Facts, claim: str) -> int:
    return next(s.credibility for s in suggest(f) if s.claim == claim)


def test_two_independent_origins_confirm() -> None:
    assert grade(facts(SIX, SIX_TOO), "doc_b#f1") == 1


def test_origins_that_may_be_one_make_probable() -> None:
    assert grade(facts(FOUR, told("d", "four", 4, COMMITTEE)), "doc_a#f1") == 2


def test_agreement_and_contradiction_make_possible() -> None:
    assert grade(facts(FOUR, SIX, SIX_TOO), "doc_b#f1") == 3


def test_a_lone_claim_against_one_other_is_doubtful() -> None:
    assert grade(facts(FOUR, SIX), "doc_a#f1") == 4


def test_a_lone_claim_against_two_is_improbable() -> None:
    assert grade(facts(FOUR, SIX, SIX_TOO), "doc_a#f1") == 5


def test_a_lone_claim_cannot_be_judged() -> None:
    assert grade(facts(FOUR), "doc_a#f1") == 6


def test_forty_reprints_confirm_nothing() -> None:
    papers = [told(f"p{i}", "four", 4, MINISTRY) for i in range(40)]
    assert grade(facts(*papers), "doc_p7#f1") == 6


def test_every_suggestion_has_a_reason() -> None:
    assert all(s.why for s in suggest(facts(FOUR, SIX, SIX_TOO)))


def test_reliability_comes_from_a_file(tmp_path: Path) -> None:
    file = tmp_path / "sources.csv"
    file.write_text("source,reliability\nRights Observatory,b\n", encoding="utf-8")
    assert read_reliability(file) == {"rights observatory": "B"}


def test_a_wrong_letter_is_named_with_its_line(tmp_path: Path) -> None:
    file = tmp_path / "sources.csv"
    file.write_text("source,reliability\nObservatory,B\nMoon,Z\n", encoding="utf-8")
    with pytest.raises(InputError, match=r"sources.csv:3: source 'Moon', reliability 'Z'"):
        read_reliability(file)


def test_weak_fair_and_contested() -> None:
    assert airwars_grade(facts(FOUR)).name == "Weak"
    assert airwars_grade(facts(SIX, SIX_TOO)).name == "Fair"
    a = told("a", "four", 4, MINISTRY, event={"actors": [("gunmen", LEAGUE[1])]})
    b = told("b", "four", 4, MONITOR, event={"actors": [("gunmen", ARMY[1])]})
    assert airwars_grade(facts(a, b)).name == "Contested"


def test_confirmed_needs_a_partys_own_words() -> None:
    conceded = told("a", "four", 4, ARMY, stance="concedes", event={"actors": [("gunmen", ARMY[1])]})
    assert airwars_grade(facts(conceded)).name == "Confirmed"


def test_harm_to_fighters_has_no_grade() -> None:
    assert airwars_grade(facts(told("a", "four", 4, MINISTRY, group="militants"))).name == ""


def test_without_a_source_what_rests_on_it_is_gone() -> None:
    f = facts(FOUR, SIX)
    before = assess(f, policy("minmax"))[0]
    after = assess(discredit(f, "the Rights Observatory"), policy("minmax"))[0]
    assert ((before.low, before.high), (after.low, after.high)) == ((4, 6), (4, 4))


def test_without_a_medium_what_came_only_through_it_is_gone() -> None:
    assert {s.document for s in discredit(facts(FOUR, SIX), "Paper b").said} == {"doc_a"}
