"""Where accounts do not agree, and where they do though they differ."""

import pytest

from sayso.assess.conflicts import conflicts
from sayso.core import Conflict, Place
from tests.assess.build import ARMY, HOSPITAL, LEAGUE, MINISTRY, MONITOR, facts, told
from tests.papers import TARRIN, Paper, actor


def kinds(*papers: Paper) -> list[str]:
    return [c.kind for c in conflicts(facts(*papers))]


def only(kind: str, *papers: Paper) -> Conflict:
    (found,) = [c for c in conflicts(facts(*papers)) if c.kind == kind]
    return found


def test_figures_of_which_not_both_can_be_true_differ() -> None:
    found = only("differs", told("a", "four", 4, MINISTRY), told("b", "six", 6, MONITOR))
    assert found.claims == ("doc_a#f1", "doc_b#f1")
    assert (found.field, found.group) == ("killed", "civilians")


@pytest.mark.parametrize(
    ("words", "low", "high", "comparator"),
    [
        ("at least two", 2, None, "at_least"),
        ("several", None, None, "vague"),
        ("about 4", 4, 4, "about"),
        ("3 to 5", 3, 5, "range"),
    ],
)
def test_figures_that_can_both_be_true_do_not_differ(words: str, low: int | None, high: int | None, comparator: str) -> None:
    a = told("a", "four", 4, MINISTRY)
    assert kinds(a, told("b", words, low, MONITOR, high=high, comparator=comparator)) == []


def test_dozens_and_four_differ() -> None:
    assert kinds(told("a", "four", 4, MINISTRY), told("b", "dozens", None, MONITOR)) == ["differs"]


def test_none_and_some_is_a_difference_and_no_denial() -> None:
    assert kinds(told("a", "no one", 0, MINISTRY), told("b", "two", 2, MONITOR)) == ["differs"]


def test_groups_that_are_not_the_same_do_not_differ() -> None:
    assert kinds(told("a", "four", 4, MINISTRY), told("b", "two", 2, MONITOR, group="children")) == []


def test_gunmen_and_militants_are_compared() -> None:
    a, b = told("a", "four", 4, MINISTRY, group="militants"), told("b", "six", 6, MONITOR, group="attackers")
    assert kinds(a, b) == ["differs"]


def test_figures_as_of_different_days_do_not_differ() -> None:
    a, b = told("a", "four", 4, MINISTRY, as_of="2031-05-01"), told("b", "six", 6, MONITOR, as_of="2031-05-03")
    assert kinds(a, b) == []


def test_a_later_figure_of_the_same_origin_is_a_revision() -> None:
    a, b = told("a", "seven", 7, MINISTRY), told("b", "six", 6, MINISTRY, day="2031-05-04")
    found = only("revised", a, b)
    assert found.claims == ("doc_a#f1", "doc_b#f1")
    assert kinds(a, b) == ["revised"]


def test_a_revised_figure_no_longer_differs_from_others() -> None:
    papers = (told("a", "seven", 7, MINISTRY), told("b", "six", 6, MINISTRY, day="2031-05-04"), told("c", "six", 6, MONITOR))
    assert kinds(*papers) == ["revised"]


def test_a_number_after_a_vague_word_is_no_revision_and_the_next_number_is() -> None:
    several = told("a", "several", None, MINISTRY)
    seven, six = told("b", "seven", 7, MINISTRY, day="2031-05-03"), told("c", "six", 6, MINISTRY, day="2031-05-04")
    assert kinds(several, seven) == []
    assert only("revised", several, seven, six).claims == ("doc_b#f1", "doc_c#f1")


def test_no_civilians_and_one_child_differ() -> None:
    none, child = told("a", "no civilians", 0, MINISTRY), told("b", "a child", 1, MONITOR, group="children")
    assert only("differs", none, child).claims == ("doc_a#f1", "doc_b#f1")
    assert kinds(told("a", "two civilians", 2, MINISTRY), child) == []


def test_a_word_in_quotation_marks_is_an_answer_beside_another() -> None:
    a = told("a", "“terrorists”", None, MINISTRY, comparator="plural")
    a.text += " Some of the dead were farmers, the Rights Observatory said."
    a.statement("Some of the dead were farmers", "identity", chain=[MONITOR])
    found = only("contrasted", a)
    assert (found.field, found.claims) == ("identity", ("doc_a#f1", "doc_a#s1"))
    b = told("b", "four", 4, MINISTRY)
    b.text += " Some of the dead were farmers, the Rights Observatory said."
    b.statement("Some of the dead were farmers", "identity", chain=[MONITOR])
    assert kinds(b) == []


def test_a_denial_of_figures_is_about_what_they_count_and_told_once() -> None:
    a = told("a", "a woman", 1, MINISTRY, stance="denies", group="women")
    a.text += " That is invented, the ministry said."
    a.statement("That is invented", "happened", about=("f1",), stance="denies", chain=[("the ministry", MINISTRY[1])])
    assert (only("denied", a).field, only("denied", a).claims) == ("killed", ("doc_a#f1", "doc_a#s1"))


def test_an_at_least_that_grows_is_no_revision() -> None:
    a = told("a", "at least three", 3, MINISTRY, comparator="at_least")
    assert kinds(a, told("b", "five", 5, MINISTRY, day="2031-05-04")) == []


def test_figures_that_a_text_sets_against_each_other_contrast_though_both_could_hold() -> None:
    a = told("a", "at least two", 2, MINISTRY, comparator="at_least")
    a.text += " Some local media say four."
    a.figure("four", 4, chain=["Some local media"], group="civilians", relations=[("contrasts", "f1")])
    assert only("contrasted", a).claims == ("doc_a#f1", "doc_a#f2")


def test_two_speakers_side_by_side_with_two_answers_contrast() -> None:
    a = told("a", "four", 4, MINISTRY)
    a.text += " Strangers, a shopkeeper says. Our own boys, says the woman behind her."
    a.statement("Strangers", "identity", chain=["a shopkeeper"])
    a.statement("Our own boys", "identity", chain=["the woman behind her"])
    assert only("contrasted", a).claims == ("doc_a#s1", "doc_a#s2")


def test_a_denial_names_the_passage_and_what_it_denies() -> None:
    a = told("a", "four", 4, MONITOR)
    b = Paper("b", "Sun", "2031-05-03", "The Norlandic army denied that it had raided Tarrin.")
    b.event("raided", factuality="denied", chain=[("The Norlandic army", ARMY[1])])
    found = only("denied", a, b)
    assert found.claims == ("doc_a#e1", "doc_b#e1")
    assert "raided" in found.why


def test_a_denied_figure_is_set_against_those_who_give_it() -> None:
    a = told("a", "four", 4, MONITOR)
    b = told("b", "four", 4, MINISTRY, stance="denies")
    assert only("denied", a, b).claims == ("doc_a#f1", "doc_b#f1")


def test_a_statement_that_denies_a_figure_points_at_all_who_give_it() -> None:
    a = told("a", "four", 4, MONITOR)
    b = told("b", "four", 4, HOSPITAL)
    b.text += " That is invented, the army said."
    b.statement("That is invented", "credibility", about=("f1",), stance="denies", chain=["the army"])
    assert only("denied", a, b).claims == ("doc_a#f1", "doc_b#f1", "doc_b#s1")


def test_two_parties_named_as_perpetrators_are_rivals() -> None:
    a = told("a", "four", 4, MINISTRY, event={"actors": [("gunmen", LEAGUE[1])]})
    b = told("b", "four", 4, MONITOR, event={"actors": [("gunmen", ARMY[1])]})
    found = only("rival_responsibility", a, b)
    assert found.claims == ("doc_a#e1.perpetrator", "doc_b#e1.perpetrator")


def test_gunmen_rival_nobody() -> None:
    assert kinds(told("a", "four", 4, MINISTRY), told("b", "four", 4, MONITOR, event={"actors": [("gunmen", ARMY[1])]})) == []


def test_two_claims_of_responsibility_are_rivals() -> None:
    a = told("a", "four", 4, MINISTRY)
    for name in ("the Hill League", "the River Front"):
        a.text += f" “It was us,” said {name}."
        who = actor(name.removeprefix("the "), "REB", how="known actor")
        a.statement("“It was us,”", "perpetrator", stance="claims_responsibility", chain=[(name, who)])
    assert "rival_responsibility" in kinds(a)


def test_dates_that_exclude_each_other_are_disputed() -> None:
    a = told("a", "four", 4, MINISTRY)
    b = told("b", "four", 4, MONITOR, event={"date": "2031-05-02"})
    assert only("disputed", a, b).field == "date"
    c = told("c", "four", 4, MONITOR, event={"date": "2031-05"})
    assert kinds(a, c) == []


@pytest.mark.parametrize(("latitude", "disputed"), [(10.05, False), (11.0, True)])
def test_points_farther_apart_than_their_precision_are_disputed(latitude: float, disputed: bool) -> None:
    other = Place("Tarrin", "XA", "Norm", latitude, 20.0, "town")
    a, b = told("a", "four", 4, MINISTRY), told("b", "four", 4, MONITOR, event={"place": other})
    assert kinds(a, b) == (["disputed"] if disputed else [])


def test_a_province_that_holds_the_town_is_not_disputed() -> None:
    other = Place("Norm", "XA", "Norm", 10.9, 20.5, "province")
    assert (
        kinds(told("a", "four", 4, MINISTRY), told("b", "four", 4, MONITOR, event={"place": other, "place_words": "Tarrin"}))
        == []
    )
    assert TARRIN.precision == "town"


def test_doubt_is_a_dispute_and_no_denial() -> None:
    a = told("a", "four", 4, MONITOR)
    a.text += " The figures are dubious, experts say."
    a.statement("The figures are dubious", "credibility", about=("f1",), stance="doubts", chain=["experts"])
    assert only("disputed", a).claims == ("doc_a#f1", "doc_a#s1")
