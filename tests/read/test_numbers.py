"""What number words allow, after the annotation guide. Sentences are ours."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sayso.read import numbers

CASES = [
    ("At least 22 people were killed", "At least 22", 22, None, "at_least"),
    ("more than 2,000 hurt", "more than 2,000", 2001, None, "at_least"),
    ("up to 50 fled", "up to 50", None, 50, "at_most"),
    ("fewer than ten died", "fewer than ten", None, 9, "at_most"),
    ("about 300 marched", "about 300", 300, 300, "about"),
    ("2,000 to 3,000 people", "2,000 to 3,000", 2000, 3000, "range"),
    ("between 40 and 50 women", "between 40 and 50", 40, 50, "range"),
    ("two to three dozen men", "two to three dozen", 24, 36, "range"),
    ("twenty-two people", "twenty-two", 22, 22, "exactly"),
    ("one hundred and five people", "one hundred and five", 105, 105, "exactly"),
    ("half a dozen men", "half a dozen", 6, 6, "exactly"),
    ("2.5 million people", "2.5 million", 2_500_000, 2_500_000, "exactly"),
    ("dozens of civilians", "dozens", None, None, "vague"),
    ("hundreds of thousands fled", "hundreds of thousands", None, None, "vague"),
    ("no casualties", "no", 0, 0, "exactly"),
    ("500 or more arrests", "500 or more", 500, None, "at_least"),
]
NOT_COUNTED = [
    "a 14-year-old boy",
    "paid $3 million",
    "drove 40 km",
    "rose by 20 per cent",
    "at 5 p.m.",
    "an M16 rifle",
    "in 2014,",
    "the 3rd man",
]


@pytest.mark.parametrize(("text", "words", "low", "high", "comparator"), CASES)
def test_a_count_allows_what_its_words_say(text: str, words: str, low: int | None, high: int | None, comparator: str) -> None:
    (q,) = [q for q in numbers.find(text) if q.kind == "count"]
    assert (text[q.start : q.end], q.low, q.high, q.comparator) == (words, low, high, comparator)


@pytest.mark.parametrize("text", NOT_COUNTED)
def test_what_is_no_count_is_not_taken_for_one(text: str) -> None:
    assert not [q for q in numbers.find(text) if q.kind == "count"]


def test_a_rise_is_two_numbers_and_no_range() -> None:
    assert [(q.low, q.high) for q in numbers.find("The toll was raised from 12 to 15.")] == [(12, 12), (15, 15)]


@given(st.text(max_size=200))
def test_any_text_is_read_and_offsets_stand(text: str) -> None:
    for q in numbers.find(text):
        assert 0 <= q.start <= q.number.start < q.number.end <= q.end <= len(text)


WORDINGS = [
    ("a dozen people", 12, 12, "exactly"),
    ("half a dozen people", 6, 6, "exactly"),
    ("around two dozen people", 24, 24, "about"),
    ("half a million people", 500_000, 500_000, "exactly"),
    ("killed\n12 people", 12, 12, "exactly"),  # text wrapped in lines
    ("a quarter of a million people", 250_000, 250_000, "exactly"),
    ("more than three quarters of a million people", 750_001, None, "at_least"),
    ("three and a half thousand people", 3500, 3500, "exactly"),
    ("three lakh people", 300_000, 300_000, "exactly"),
    ("10 000 people", 10_000, 10_000, "exactly"),
    ("10\u00a0000 people", 10_000, 10_000, "exactly"),
    ("٣٥ people", 35, 35, "exactly"),
    ("1,5OO people", 1500, 1500, "exactly"),
    ("scores of people", None, None, "vague"),
    ("several hundred people", None, None, "vague"),
    ("as high as several hundred people", None, None, "vague"),
    ("an unknown number of people left, dozens of them", None, None, "vague"),
    ("a couple of people", None, None, "vague"),
    ("two or three people", 2, 3, "range"),
    ("anywhere from 5 to 10 people", 5, 10, "range"),
    ("20–25 people", 20, 25, "range"),
    ("one to two million people", 1_000_000, 2_000_000, "range"),
    ("as many as 40 people", None, 40, "at_most"),
    ("not more than 8 people", None, 8, "at_most"),
    ("just under 100 people", None, 99, "at_most"),
    ("just over 100 people", 101, None, "at_least"),
    ("well over 100 people", 101, None, "at_least"),
    ("no fewer than 8 people", 8, None, "at_least"),
    ("at least 20-25 people", 20, None, "at_least"),
    ("up to 20-25 people", None, 25, "at_most"),
    ("100+ people", 100, None, "at_least"),
    ("50 people or more", 50, None, "at_least"),
    ("30-odd people", 30, 30, "about"),
    ("20 or so people", 20, 20, "about"),
    ("some 300 people", 300, 300, "about"),
    ("nearly 400 people", 400, 400, "about"),
    ("another five people", 5, 5, "exactly"),
    ("none of the people", 0, 0, "exactly"),
    ("not a single soldier", 0, 0, "exactly"),
    ("nobody", 0, 0, "exactly"),
    ("a five-member cell", 5, 5, "exactly"),
]


@pytest.mark.parametrize(("text", "low", "high", "comparator"), WORDINGS)
def test_each_wording_of_the_guide(text: str, low: int | None, high: int | None, comparator: str) -> None:
    q = next(q for q in numbers.find(text) if q.kind == "count" and q.comparator == comparator)
    assert (q.low, q.high) == (low, high)


KINDS = [
    ("two-thirds of them", "other"),
    ("a two-storey house", "other"),
    ("won 5-1", "other"),
    ("in 9/11", "name"),
    ("Article 12", "name"),
    ("at 10:30", "time"),
    ("Rada Velk, 43, said", "age"),
    ("children aged 7", "age"),
    ("a boy, 4, died", "age"),
    ("another man, 21, was shot", "age"),
    ("a father of three", "other"),
    ("20 to 25 percent", "percent"),
    ("$5 million", "money"),
    ("five times", "measure"),
    ("on 5 May", "time"),
]


@pytest.mark.parametrize(("text", "kind"), KINDS)
def test_numbers_that_count_nobody_have_a_kind(text: str, kind: str) -> None:
    assert {q.kind for q in numbers.find(text)} == {kind}


PHRASES = st.lists(
    st.sampled_from(
        "a half and one two hundred thousand million dozens dozen at least more than up to 12 3,000 or so between".split()
    ),
    max_size=12,
)


@given(PHRASES.map(" ".join))
def test_any_words_of_number_are_read(text: str) -> None:
    for q in numbers.find(text):
        assert q.low is None or q.high is None or q.low <= q.high
