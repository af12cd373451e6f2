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
