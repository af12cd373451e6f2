"""What the words of a figure allow as numbers."""

import math

import pytest

from sayso.assess.values import Bounds, bounds, vague_word
from sayso.core import Claim, Quote


def claim(words: str, low: int | None, high: int | None, comparator: str) -> Claim:
    return Claim("f1", "killed", ("e1",), Quote(0, len(words), words), low=low, high=high, comparator=comparator)


@pytest.mark.parametrize(
    ("words", "low", "high", "comparator", "least", "most"),
    [
        ("four", 4, 4, "exactly", 4, 4),
        ("at least two", 2, None, "at_least", 2, math.inf),
        ("up to fifty", None, 50, "at_most", 0, 50),
        ("2,000 to 3,000", 2000, 3000, "range", 2000, 3000),
        ("about 100", 100, 100, "about", 85, 115),
        ("several villagers", None, None, "vague", 3, math.inf),
        ("dozens", None, None, "vague", 20, math.inf),
        ("hundreds, if not thousands", None, None, "vague", 1000, math.inf),
        ("villagers", None, None, "plural", 1, math.inf),
    ],
)
def test_bounds(words: str, low: int | None, high: int | None, comparator: str, least: float, most: float) -> None:
    assert bounds(claim(words, low, high, comparator)) == Bounds(least, most)


def test_a_claim_that_counts_nobody_has_no_bounds() -> None:
    assert bounds(claim("in Tarrin", None, None, "")) is None


def test_a_vague_word_beside_a_number_is_that_number() -> None:
    assert vague_word(claim("several hundred, at least 300", 300, None, "vague")) is None
