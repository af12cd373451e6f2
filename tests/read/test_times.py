"""Dates relative to the day of publication. Sentences are ours."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sayso.read import times

FRIDAY = "2015-07-17"
CASES = [
    ("on July 16 they came", "July 16", "2015-07-16", "stated"),
    ("on 16 July 2014", "16 July 2014", "2014-07-16", "stated"),
    ("on Thursday police said", "Thursday", "2015-07-16", "relative"),
    ("yesterday", "yesterday", "2015-07-16", "relative"),
    ("in June 2010", "June 2010", "2010-06", "stated"),
    ("last week", "last week", "2015-07-06/2015-07-12", "relative"),
    ("last month", "last month", "2015-06", "relative"),
    ("two days ago", "two days ago", "2015-07-15", "relative"),
    ("since January 2015", "January 2015", "2015-01/..", "stated"),
    ("by July 20 they will leave", "July 20", "../2015-07-20", "stated"),
]


@pytest.mark.parametrize(("text", "words", "edtf", "how"), CASES)
def test_a_date_is_as_precise_as_its_words(text: str, words: str, edtf: str, how: str) -> None:
    (t,) = times.find(text, FRIDAY)
    assert (text[t.start : t.end], t.edtf, t.how) == (words, edtf, how)


def test_without_an_anchor_nothing_is_guessed() -> None:
    (t,) = times.find("on Thursday", None)
    assert (t.value, t.edtf, t.how) == (None, None, "unknown")


def test_a_plan_looks_ahead() -> None:
    (t,) = times.find("The march will be held on Monday.", FRIDAY)
    assert t.edtf == "2015-07-20"


@given(st.text(max_size=200), st.sampled_from([None, FRIDAY]))
def test_any_text_is_read_and_offsets_stand(text: str, published: str | None) -> None:
    for t in times.find(text, published):
        assert 0 <= t.start < t.end <= len(text)
