"""Each rule of each policy on a case of its own."""

from typing import Any

import pytest

from sayso.assess import rules
from sayso.assess.assessment import assess, scope
from sayso.assess.facts import Facts
from sayso.assess.policies import KINDS, Policy, names, parse, policy
from sayso.assess.profile import profile
from sayso.core import Assessment, ConfigError
from tests.assess.build import ARMY, HOSPITAL, LEAGUE, MINISTRY, MONITOR, facts, told
from tests.papers import NORLAND, TARRIN, Paper, actor


def total(f: Facts, name: str, field: str = "killed", group: str = "", part: str = "") -> Assessment:
    found = assess(f, policy(name))
    return next(a for a in found if (a.field, a.group, a.part) == (field, group, part) and not a.scope)


def numbers(f: Facts, name: str, **more: str) -> tuple[int | None, int | None, int | None]:
    a = total(f, name, **more)
    return a.low, a.best, a.high


def out_of_scope(f: Facts, name: str) -> str:
    return scope(f, profile(f), policy(name))


FOUR, SIX = told("a", "four", 4, MINISTRY), told("b", "six", 6, MONITOR)
SIX_TOO = told("c", "six", 6, HOSPITAL)


def test_every_policy_names_a_mark_and_words_for_every_rule() -> None:
    for name in names():
        assert all(r.mark in "VSM" and len(r.says) > 4 for r in policy(name).rules)


# acled


def test_acled_takes_the_lowest() -> None:
    assert numbers(facts(FOUR, SIX), "acled") == (4, 4, 4)


def test_acled_takes_a_corroborated_figure_over_the_lowest() -> None:
    found = total(facts(FOUR, SIX, SIX_TOO), "acled")
    assert found.best == 6
    assert "corroborated by 2" in found.why


def test_acled_takes_a_reliable_source_over_the_lowest() -> None:
    f = facts(FOUR, SIX, reliability={"rights observatory": "A"})
    assert numbers(f, "acled") == (6, 6, 6)


@pytest.mark.parametrize(("words", "number"), [("several", 3), ("dozens", 12), ("hundreds", 100), ("tens", 10), ("many", 3)])
def test_acled_writes_numbers_for_vague_words(words: str, number: int) -> None:
    found = total(facts(told("a", words, None, MINISTRY)), "acled")
    assert found.best == number
    assert f"“{words}” as {number}" in found.why


def test_acled_writes_ten_for_several_at_a_large_scale() -> None:
    papers = told("a", "several", None, MINISTRY), told("b", "300 people", 300, MONITOR, group="")
    assert numbers(facts(*papers), "acled", group="civilians") == (10, 10, 10)
    assert numbers(facts(*papers), "acled") == (300, 300, 300)


def test_acled_writes_zero_where_nothing_is_said() -> None:
    silent = told("a", "four", 4, MINISTRY, kind="casualties")
    assert numbers(facts(silent), "acled") == (0, 0, 0)


def test_acled_does_not_collect_injuries() -> None:
    assert {a.field for a in assess(facts(told("a", "four", 4, MINISTRY, kind="wounded")), policy("acled"))} == {"killed"}


def test_acled_leaves_out_what_is_known_to_the_country_only() -> None:
    paper = told("a", "four", 4, MINISTRY, event={"place": NORLAND, "place_words": "Tarrin"})
    assert "below the country [V]" in out_of_scope(facts(paper), "acled")
    assert out_of_scope(facts(FOUR), "acled") == ""


def test_acled_leaves_out_what_is_not_dated_to_the_month() -> None:
    assert "to the month" in out_of_scope(facts(told("a", "four", 4, MINISTRY, event={"date": "2031"})), "acled")


def test_acled_leaves_out_types_that_it_does_not_code() -> None:
    paper = told("a", "four", 4, MINISTRY, event={"type": "CONSULT"})
    assert "no sub-event type" in out_of_scope(facts(paper), "acled")


@pytest.mark.parametrize("name", ["acled", "ucdp"])
def test_what_did_not_happen_is_out_of_scope(name: str) -> None:
    assert "planned" in out_of_scope(facts(told("a", "four", 4, MINISTRY, event={"factuality": "planned"})), name)


# whatever the policy: single persons


def named(doc: str, text: str, *figures: tuple[str, int] | tuple[str, int, str], chain: Any = None) -> Paper:
    """A paper with a shooting and figures of people killed in it."""
    paper = Paper(doc, f"Paper {doc}", "2031-05-02", text).event("shooting", place=TARRIN, date="2031-05-01", date_words="1 May")
    for words, n, *group in figures:
        paper.figure(words, n, chain=chain or [], group=group[0] if group else "")
    return paper


def test_a_person_who_is_named_is_within_a_larger_number() -> None:
    a = named("a", "Three people died in the shooting of 1 May in Tarrin.", ("Three people", 3))
    b = named(
        "b", "Ana Brod died in the shooting of 1 May in Tarrin, the Interior Ministry said.", ("Ana Brod", 1), chain=[MINISTRY]
    )
    assert numbers(facts(a, b), "minmax") == (3, None, 3)
    assert numbers(facts(b), "minmax") == (1, None, 1)


def test_one_who_is_counted_is_a_rival_number() -> None:
    a = named("a", "Three people died in the shooting of 1 May in Tarrin.", ("Three people", 3))
    b = named(
        "b",
        "One person died in the shooting of 1 May in Tarrin, the Interior Ministry said.",
        ("One person", 1),
        chain=[MINISTRY],
    )
    assert numbers(facts(a, b), "minmax") == (1, None, 3)


def test_people_named_together_add_up_and_short_forms_do_not() -> None:
    a = named(
        "a",
        "Ana Brod and her three children died in the shooting of 1 May in Tarrin.",
        ("Ana Brod", 1),
        ("three children", 3, "children"),
    )
    assert numbers(facts(a), "minmax") == (4, None, 4)
    b = named(
        "b",
        "Ana Brod and Per Uvik died in the shooting of 1 May in Tarrin. Brod was 30.",
        ("Ana Brod", 1),
        ("Per Uvik", 1),
        ("Brod", 1),
    )
    assert numbers(facts(b), "minmax") == (2, None, 2)


def test_classes_of_people_add_up_beside_a_smaller_plain_number() -> None:
    a = Paper("a", "Paper a", "2031-05-02", "Two women and one man died in the shooting of 1 May in Tarrin.")
    a.event("shooting", place=TARRIN, date="2031-05-01", date_words="1 May")
    a.figure("Two women", 2, group="women").figure("one man", 1, group="people")
    assert numbers(facts(a), "minmax") == (3, None, 3)


def test_nobody_tells_the_highest_where_the_most_that_is_said_is_a_lower_bound() -> None:
    least = told("z", "at least six", 6, HOSPITAL, comparator="at_least")
    assert numbers(facts(least), "minmax") == (6, None, None)
    assert numbers(facts(FOUR, least), "minmax") == (4, None, None)
    assert numbers(facts(told("b", "nine", 9, MONITOR), least), "minmax") == (6, None, 9)


def test_a_vague_word_gives_no_number_and_still_has_an_origin() -> None:
    found = total(facts(told("a", "dozens", None, MONITOR)), "minmax")
    assert (found.low, found.high, found.independent, found.claims) == (None, None, (1, 1), ("doc_a#f1",))
    assert "dozens" in found.why


def test_a_part_of_a_figure_does_not_stand_beside_it() -> None:
    a = told("a", "nine", 9, MONITOR)
    a.text += " Four of them were herdsmen."
    a.figure("Four of them", 4, chain=[MONITOR], group="civilians", relations=[("part_of", "f1")])
    assert numbers(facts(a), "minmax", group="civilians") == (9, None, 9)


def test_civilians_are_all_where_nobody_counts_fighters() -> None:
    more = told("z", "nine", 9, MONITOR, group="people")
    assert numbers(facts(FOUR, more), "acled") == (4, 4, 4)
    fighters = told("y", "two", 2, HOSPITAL, group="militants")
    assert numbers(facts(FOUR, more, fighters), "acled") == (9, 9, 9)


# gtd


def test_gtd_takes_the_latest() -> None:
    assert numbers(facts(FOUR, told("b", "six", 6, MONITOR, day="2031-05-05")), "gtd") == (6, 6, 6)


def test_gtd_takes_the_majority_of_independent_origins_among_the_equally_recent() -> None:
    found = total(facts(FOUR, SIX, SIX_TOO), "gtd")
    assert found.best == 6
    assert "2 of 3" in found.why


def test_gtd_takes_the_lowest_without_a_majority() -> None:
    assert numbers(facts(FOUR, SIX), "gtd") == (4, 4, 4)


def test_gtd_never_takes_the_perpetrators_own_count() -> None:
    league = told("b", "nine", 9, LEAGUE, event={"actors": [("gunmen", LEAGUE[1])]}, day="2031-05-09")
    found = total(facts(FOUR, league), "gtd")
    assert found.best == 4
    assert "perpetrator's own count" in found.why


def test_gtd_leaves_a_vague_figure_blank() -> None:
    assert numbers(facts(told("a", "several", None, MINISTRY)), "gtd") == (None, None, None)


def test_gtd_leaves_out_a_source_that_is_graded_unreliable() -> None:
    f = facts(FOUR, told("b", "six", 6, MONITOR, day="2031-05-05"), reliability={"rights observatory": "E"})
    assert numbers(f, "gtd") == (4, 4, 4)


def test_gtd_leaves_out_acts_of_a_state() -> None:
    paper = told("a", "four", 4, MONITOR, event={"actors": [("gunmen", ARMY[1])]})
    assert "state organ" in out_of_scope(facts(paper), "gtd")


def test_gtd_leaves_out_foiled_plots() -> None:
    assert "foiled" in out_of_scope(facts(told("a", "four", 4, MINISTRY, event={"factuality": "planned"})), "gtd")


def test_gtd_leaves_out_what_is_no_violence() -> None:
    assert "no violence" in out_of_scope(facts(told("a", "four", 4, MINISTRY, event={"type": "PROTEST"})), "gtd")


# ucdp


def test_ucdp_takes_a_bound_for_best_only_where_nobody_gives_a_number() -> None:
    papers = told("a", "at least two", 2, MINISTRY, comparator="at_least"), told("b", "three", 3)
    assert numbers(facts(*papers), "ucdp")[1] == 3
    assert numbers(facts(papers[0]), "ucdp")[1] == 2


def test_ucdp_gives_the_lowest_the_most_supported_and_the_highest() -> None:
    assert numbers(facts(FOUR, SIX, SIX_TOO), "ucdp") == (4, 6, 6)


def test_ucdp_takes_the_lower_of_two_equally_supported() -> None:
    assert numbers(facts(FOUR, SIX), "ucdp") == (4, 4, 6)


def test_ucdp_leaves_out_unreliable_extremes() -> None:
    f = facts(FOUR, told("b", "sixty", 60, MONITOR), reliability={"rights observatory": "D"})
    assert numbers(f, "ucdp") == (4, 4, 4)


def test_ucdp_needs_a_death() -> None:
    assert "no death" in out_of_scope(facts(told("a", "no one", 0, MINISTRY)), "ucdp")
    assert out_of_scope(facts(FOUR), "ucdp") == ""


def test_ucdp_needs_an_organised_actor() -> None:
    crowd = told("a", "four", 4, MINISTRY, event={"actors": [("gunmen", actor("protesters", "OPP"))]})
    assert "organised actor" in out_of_scope(facts(crowd), "ucdp")


def test_ucdp_leaves_out_what_a_side_says_of_the_other_sides_losses_if_anybody_else_speaks() -> None:
    army = told("a", "ninety", 90, ARMY, group="militants", event={"actors": [("gunmen", ARMY[1])]})
    other = told("b", "ten", 10, MONITOR, group="militants")
    assert numbers(facts(army, other), "ucdp") == (10, 10, 10)
    assert numbers(facts(army), "ucdp") == (90, 90, 90)


def test_ucdp_counts_a_vague_word_as_the_least_it_can_mean() -> None:
    assert numbers(facts(told("a", "dozens", None, MINISTRY)), "ucdp") == (20, 20, 20)


# minmax


def test_minmax_gives_the_extremes_and_no_best() -> None:
    assert numbers(facts(FOUR, SIX, SIX_TOO), "minmax") == (4, None, 6)


def test_minmax_counts_the_wounded_too() -> None:
    assert numbers(facts(told("a", "nine", 9, MINISTRY, kind="wounded")), "minmax", field="wounded") == (9, None, 9)


def test_minmax_is_unknown_where_nobody_gives_a_figure() -> None:
    assert numbers(facts(FOUR), "minmax", field="detained") == (None, None, None)


# shared by all


@pytest.mark.parametrize("name", ["acled", "ucdp"])
def test_a_word_without_a_number_counts_only_where_nobody_gives_one(name: str) -> None:
    papers = [told("a", "forty", 40, MINISTRY), told("b", "people", None, MONITOR, comparator="plural")]
    assert numbers(facts(*papers), name) == (40, 40, 40)
    assert numbers(facts(*papers, told("c", "dozens", None, HOSPITAL)), name) == (40, 40, 40)


@pytest.mark.parametrize("name", names())
def test_a_denied_figure_does_not_count(name: str) -> None:
    assert numbers(facts(FOUR, told("b", "two", 2, MONITOR, stance="denies")), name)[0] == 4


@pytest.mark.parametrize("name", names())
def test_a_superseded_figure_does_not_count(name: str) -> None:
    found = total(facts(told("a", "seven", 7, MINISTRY), told("b", "six", 6, MINISTRY, day="2031-05-04")), name)
    assert (found.low, found.high) == (6, 6)
    assert "gave another figure later" in found.why


@pytest.mark.parametrize("name", ["acled", "gtd", "ucdp"])
def test_a_repeat_without_a_speaker_does_not_count_twice(name: str) -> None:
    found = total(facts(FOUR, told("b", "four", 4)), name)
    assert found.claims == ("doc_a#f1",)
    assert found.independent == (1, 1)


def test_a_rule_never_hides_that_it_is_unverified() -> None:
    assert "[M]" in total(facts(FOUR), "ucdp").why


def test_an_event_out_of_scope_is_assessed_all_the_same_and_says_why() -> None:
    found = total(facts(told("a", "four", 4, MINISTRY, event={"factuality": "planned"})), "ucdp")
    assert (found.best, found.in_scope) == (4, False)
    assert found.why.startswith("not in scope: planned")


# totals of an event, parts, sides


def sides() -> Facts:
    a = told("a", "ninety fighters", 90, ARMY, group="militants", event={"actors": [("gunmen", ARMY[1])], "recipients": []})
    a.text += " Two soldiers died, the Norlandic army said. The army admitted killing a shepherd."
    a.figure("Two soldiers", 2, chain=[ARMY], group="soldiers")
    a.figure("a shepherd", 1, chain=[ARMY], group="civilians", stance="concedes")
    return facts(a, told("b", "ten fighters", 10, MONITOR, group="militants"))


def test_own_losses_stand_apart_from_claimed_enemy_losses_and_what_is_conceded() -> None:
    f = sides()
    assert numbers(f, "minmax", group="state forces", part="own") == (2, None, 2)
    assert numbers(f, "minmax", group="fighters", part="enemy") == (90, None, 90)
    assert numbers(f, "minmax", group="civilians", part="conceded") == (1, None, 1)
    assert numbers(f, "minmax", group="fighters") == (10, None, 90)


def test_an_origins_groups_add_up_to_its_total() -> None:
    a = told("a", "four villagers", 4, MINISTRY)
    a.text += " Three militants also died, the Interior Ministry said."
    a.figure("Three militants", 3, chain=[MINISTRY], group="militants")
    found = total(facts(a), "ucdp")
    assert found.best == 7
    assert found.claims == ("doc_a#f1", "doc_a#f2")


def test_three_of_the_twelve_are_not_fifteen() -> None:
    a = told("a", "twelve people", 12, MINISTRY, group="")
    a.text += " Three of them children."
    a.figure("Three of them children", 3, chain=[MINISTRY], group="children", relations=[("part_of", "f1")])
    assert numbers(facts(a), "ucdp") == (12, 12, 12)


def test_children_and_women_without_a_total_add_up() -> None:
    a = told("a", "two children", 2, MINISTRY, group="children")
    a.text += " A woman was killed too."
    a.figure("A woman", 1, chain=[MINISTRY], group="women")
    assert numbers(facts(a), "ucdp") == (3, 3, 3)


def test_what_a_text_adds_is_added() -> None:
    a = told("a", "four villagers", 4, MINISTRY)
    a.text += " Another five villagers died later."
    a.figure("Another five villagers", 5, chain=[MINISTRY], group="civilians", relations=[("adds_to", "f1")])
    assert numbers(facts(a), "ucdp") == (9, 9, 9)


def test_a_figure_for_several_events_is_no_total_of_one() -> None:
    a = told("a", "nine villagers", 9, MINISTRY)
    a.event("killed", place=None)
    two = [a.figures[0].__class__(**{**{f: getattr(a.figures[0], f) for f in a.figures[0].__slots__}, "events": ("e1", "e2")})]
    a.figures[:] = two
    f = facts(a, event_of={"doc_a#e1": "E-TEST", "doc_a#e2": "E-OTHER"})
    assert total(f, "minmax").low is None
    assert any("2 events together" in x.scope and x.low == 9 for x in assess(f, policy("minmax")))


# policies as files


OWN = """
name = "ours"
title = "ours"
based_on = "acled"
fields = ["killed", "wounded"]
[[choose]]
rule = "extremes"
mark = "M"
says = "We keep the range."
"""


def test_a_policy_of_ones_own_takes_a_few_lines() -> None:
    mine = parse(OWN, "ours.toml")
    assert mine.one("choose").rule == "extremes"
    assert mine.of("scope") == policy("acled").of("scope")
    found = next(a for a in assess(facts(FOUR, SIX), mine) if a.field == "killed")
    assert (found.low, found.high) == (4, 6)


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (("extremes", "extreme"), "there is no rule 'extreme'"),
        (('mark = "M"', 'mark = "Q"'), "mark 'Q' is not one of V, S, M"),
        (('"wounded"', '"hurt"'), "has fields"),
        (('based_on = "acled"', ""), "has 0 rules of the kind 'numbers'"),
        (('title = "ours"', ""), "has no 'title'"),
        (("[[choose]]", "[[chose]]"), "does not know 'chose'"),
        (("name =", "name"), "is no TOML"),
        (('based_on = "acled"', 'based_on = "nobody"'), "there is no policy 'nobody'"),
    ],
)
def test_a_wrong_policy_file_says_what_is_wrong(change: tuple[str, str], message: str) -> None:
    with pytest.raises(ConfigError) as error:
        parse(OWN.replace(*change), "ours.toml")
    assert message in str(error.value)


def test_every_rule_is_used_by_a_policy() -> None:
    used = {(r.kind, r.rule) for n in names() for r in policy(n).rules}
    offered = {(kind, name) for kind, known in KINDS.items() for name in known}
    assert offered == used


def test_civilian_harm_is_a_scope_rule_for_recorders() -> None:
    mine: Any = parse(OWN + '[[scope]]\nrule = "civilian_harm"\nmark = "M"\nsays = "civilians"\n', "x.toml")
    assert isinstance(mine, Policy)
    fighters = facts(told("a", "four", 4, MINISTRY, group="militants"))
    assert rules.civilian_harm(fighters, profile(fighters)) == "not civilians"
    assert rules.civilian_harm(facts(FOUR), profile(facts(FOUR))) == ""
    quiet = facts(Paper("q", "Sun", "2031-05-02", "Gunmen raided Tarrin.").event("raided"))
    assert rules.civilian_harm(quiet, profile(quiet)) == "no casualty is reported"
