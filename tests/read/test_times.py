"""Time expressions and their values, counted from a publication on Friday, 17 July 2015. Sentences are ours."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sayso.read import times

FRIDAY = "2015-07-17"
# text, words, TIMEX3 value, EDTF, how
CASES = [
    ("on July 16 they came", "July 16", "2015-07-16", "2015-07-16", "stated"),
    ("on 16 July 2014", "16 July 2014", "2014-07-16", "2014-07-16", "stated"),
    ("on the 16th of July, 2014", "the 16th of July, 2014", "2014-07-16", "2014-07-16", "stated"),
    ("on Thursday police said", "Thursday", "2015-07-16", "2015-07-16", "relative"),
    ("Friday's raid", "Friday's", "2015-07-17", "2015-07-17", "relative"),
    ("the raid on Thursday night", "Thursday night", "2015-07-16TNI", "2015-07-16", "relative"),
    ("it began yesterday", "yesterday", "2015-07-16", "2015-07-16", "relative"),
    ("the day before yesterday", "the day before yesterday", "2015-07-15", "2015-07-15", "relative"),
    ("in June 2010", "June 2010", "2010-06", "2010-06", "stated"),
    ("in early June", "early June", "2015-06", "2015-06", "relative"),
    ("in December they fled", "December", "2014-12", "2014-12", "relative"),
    ("last week", "last week", "2015-W28", "2015-07-06/2015-07-12", "relative"),
    ("over the weekend", "the weekend", "2015-W28-WE", "2015-07-11/2015-07-12", "relative"),
    ("last month", "last month", "2015-06", "2015-06", "relative"),
    ("earlier this year", "earlier this year", "2015", "2015", "relative"),
    ("two days ago", "two days ago", "2015-07-15", "2015-07-15", "relative"),
    ("five years ago", "five years ago", "2010", "2010", "relative"),
    ("several years ago", "several years ago", "PAST_REF", None, "relative"),
    ("since January 2015", "January 2015", "2015-01", "2015-01/..", "stated"),
    ("by July 20 they will leave", "July 20", "2015-07-20", "../2015-07-20", "stated"),
    ("before July 20, 2014", "July 20, 2014", "2014-07-20", "../2014-07-19", "stated"),
    ("around 1990", "1990", "1990", "1990~", "stated"),
    ("in the 1990s", "the 1990s", "199", "1990/1999", "stated"),
    ("in the 19th century", "the 19th century", "18", "1800/1899", "stated"),
    ("in the summer of 2014", "the summer of 2014", "2014-SU", "2014-06/2014-08", "stated"),
    ("in the winter of 2014", "the winter of 2014", "2014-WI", "2014-12/2015-02", "stated"),
    ("in the first quarter of 2014", "the first quarter of 2014", "2014-Q1", "2014-01/2014-03", "stated"),
    ("at 5:30 p.m. on Thursday", "5:30 p.m. on Thursday", "2015-07-16T17:30", "2015-07-16", "relative"),
    ("at 14:05 local time", "14:05 local time", "2015-07-17T14:05", "2015-07-17", "relative"),
    ("on 2014-03-02", "2014-03-02", "2014-03-02", "2014-03-02", "stated"),
    ("on 25/03/2014", "25/03/2014", "2014-03-25", "2014-03-25", "stated"),
    ("for three weeks", "three weeks", "P3W", None, "stated"),
    ("for two and a half years", "two and a half years", "P2Y6M", None, "stated"),
    ("over the past three months", "the past three months", "P3M", "2015-04-17/2015-07-17", "relative"),
    ("over the past week", "the past week", "P1W", "2015-07-10/2015-07-17", "relative"),
    ("in the last 24 hours", "the last 24 hours", "PT24H", "2015-07-16/2015-07-17", "relative"),
    ("the siege that began at 2000 (0200 GMT)", "2000 (0200 GMT)", "2015-07-17T20:00", "2015-07-17", "relative"),
    ("in Mondays fighting", "Mondays", "2015-07-13", "2015-07-13", "relative"),
    ("on Mondays groups meet", "Mondays", "XXXX-WXX-1", None, "stated"),
    ("since the outbreak of the revolt in March 2011", "March 2011", "2011-03", "2011-03/..", "stated"),
    ("in recent weeks", "recent weeks", "PXW", None, "stated"),
    ("every Friday", "every Friday", "XXXX-WXX-5", None, "stated"),
    ("on Christmas Day", "Christmas Day", "2014-12-25", "2014-12-25", "relative"),
    ("on Good Friday", "Good Friday", "2015-04-03", "2015-04-03", "relative"),
    ("in 52 BC", "52 BC", "BC0052", None, "stated"),
    ("IN JULY 2014", "JULY 2014", "2014-07", "2014-07", "stated"),
    ("on July\u00a016", "July\u00a016", "2015-07-16", "2015-07-16", "stated"),
]


@pytest.mark.parametrize(("text", "words", "value", "edtf", "how"), CASES)
def test_an_expression_says_what_its_words_say(text: str, words: str, value: str | None, edtf: str | None, how: str) -> None:
    (t,) = times.find(text, FRIDAY)
    assert (text[t.start : t.end], t.value, t.edtf, t.how) == (words, value, edtf, how)


NO_TIMES = [
    "they may march on the town",
    "a second attack",
    "three quarters of them",
    "1600 people were there",
    "a 14-year-old boy",
    "he sat down; the sun was out",
    "No. 1995",
    "paid $1995",
]


@pytest.mark.parametrize("text", NO_TIMES)
def test_what_is_no_time_is_not_taken_for_one(text: str) -> None:
    assert times.find(text, FRIDAY) == []


AHEAD = [
    ("The march will be held on Monday.", "2015-07-20"),
    ("He said the army would withdraw on Monday.", "2015-07-20"),
    ("They were scheduled to meet on Monday.", "2015-07-20"),
    ("He said on Monday that the army would withdraw.", "2015-07-13"),
    ("The ministry on Monday issued a warning.", "2015-07-13"),
    ("Two men were killed on Monday, and talks will follow.", "2015-07-13"),
    ("Gen. Marn told the U.S. envoy on Monday that he would stay.", "2015-07-13"),
    ("The truce had been due to expire Monday.", "2015-07-13"),
    ("The council, set to reconvene Monday, is divided.", "2015-07-20"),
    ("The judge gave the miners until Monday to leave.", "../2015-07-20"),
    ("She is to head the mission, effective Monday.", "2015-07-20"),
    ("They have a plan to reopen the pass on Monday.", "2015-07-20"),
    ("The men captured on Monday planned to attack the base.", "2015-07-13"),
    ("The vote planned on Monday would decide it.", "2015-07-20"),
]


@pytest.mark.parametrize(("text", "day"), AHEAD)
def test_a_weekday_lies_where_its_verb_looks(text: str, day: str) -> None:
    (t,) = times.find(text, FRIDAY)
    assert t.edtf == day


def edtfs(text: str, published: str | None = FRIDAY) -> list[str | None]:
    return [t.edtf for t in times.find(text, published)]


def test_the_ends_of_a_range_both_bear_the_interval() -> None:
    assert edtfs("from July 5-7, 2014") == ["2014-07-05/2014-07-07"] * 2
    assert edtfs("between March and May 2014") == ["2014-03/2014-05"] * 2
    assert edtfs("5 to 7 July 2014") == ["2014-07-05/2014-07-07"] * 2
    assert edtfs("from 2011 to 2013") == ["2011/2013"] * 2
    assert edtfs("the war of 1915-16") == ["1915/1916"] * 2


def test_the_days_of_a_list_stay_apart() -> None:
    assert edtfs("on July 5 and 7, 2014") == ["2014-07-05", "2014-07-07"]


def test_later_dates_count_from_those_told_before() -> None:
    assert edtfs("On 3 May 2014 they met. Two days later they left; the following month they were back.") == [
        "2014-05-03",
        "2014-05-05",
        "2014-06",
    ]
    assert edtfs("It rained on 3 May 2014. That day four died. Later that year it rained again.") == [
        "2014-05-03",
        "2014-05-03",
        "2014",
    ]
    assert edtfs("In the second quarter of 2014 it lost less than a year earlier.") == ["2014-04/2014-06", "2013-04/2013-06"]


HISTORY = "It began in 1961. Fighting went on in 1962 and 1963. In 1964 came the peace; it was broken on 3 May 1965. On 9 June they came back."


def test_a_history_goes_on_in_the_year_told_last() -> None:
    assert edtfs(HISTORY)[-1] == "1965-06-09"
    assert edtfs(HISTORY, None)[-1] == "1965-06-09"


def test_without_an_anchor_nothing_is_guessed() -> None:
    (t,) = times.find("on Thursday", None)
    assert (t.value, t.edtf, t.how) == (None, None, "unknown")
    (t,) = times.find("on July 16", None)
    assert (t.value, t.edtf, t.how) == ("XXXX-07-16", None, "unknown")


def test_an_ambiguous_order_of_day_and_month_says_only_the_year() -> None:
    assert edtfs("on 03/04/2011") == ["2011"]
    assert edtfs("on 07/08/2015") == ["2015-07-08"] or edtfs("on 07/08/2015") == ["2015"]


@given(st.text(max_size=200), st.sampled_from([None, FRIDAY, "0001-01-01", "9999-12-31"]))
def test_any_text_is_read_and_offsets_stand(text: str, published: str | None) -> None:
    upto = 0
    for t in times.find(text, published):
        assert upto <= t.start < t.end <= len(text)
        upto = t.end


WORDS = "last next this the two several days weeks year years ago later 5 12 2014 May June Monday night and to of every first quarter".split()


@given(st.lists(st.sampled_from(WORDS), max_size=14).map(" ".join), st.sampled_from([None, FRIDAY, "0001-01-01", "9999-12-31"]))
def test_any_words_of_time_are_read(text: str, published: str | None) -> None:
    for t in times.find(text, published):
        assert text[t.start : t.end] == text[t.start : t.end].strip()


def test_the_quarter_reported_on_is_the_latest_that_is_over() -> None:
    text = "Sales rose in the second quarter after a weak first quarter. They had fallen a year earlier. They will rise in the fourth quarter."
    values = [t.value for t in times.find(text + " They had fallen a year earlier.", FRIDAY)]
    assert values == ["2015-Q2", "2015-Q1", "2014-Q2", "2015-Q4", "2014-Q2"]


def test_halves_of_years() -> None:
    (t,) = times.find("in the last half of 2014", FRIDAY)
    assert (t.value, t.edtf) == ("2014-H2", "2014-07/2014-12")
