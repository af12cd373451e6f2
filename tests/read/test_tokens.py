"""Words of a text, above all those that a line's end broke."""

import pytest

from sayso.read.tokens import tokenize, written


def words(text: str) -> list[str]:
    return [written(text, a, b) for a, b in tokenize(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("the govern-\nment fell", ["the", "government", "fell"]),
        ("the demon- strators fled", ["the", "demonstrators", "fled"]),
        ("mili-\n   tants in Orvan-\nelle", ["militants", "in", "Orvanelle"]),
        ("two- to three-year", ["two-", "to", "three", "-", "year"]),
        ("pre- and post-war", ["pre-", "and", "post", "-", "war"]),
        ("a long-\nterm plan", ["a", "long-", "term", "plan"]),
        ("gone -\nwith them", ["gone", "-", "with", "them"]),
        ("the govern-\n\nment", ["the", "govern-", "ment"]),
    ],
)
def test_a_word_broken_at_a_lines_end_is_one(text: str, expected: list[str]) -> None:
    assert words(text) == expected


def test_offsets_of_a_broken_word_are_those_of_its_letters() -> None:
    text = "the govern-\nment fell"
    assert [text[a:b] for a, b in tokenize(text)] == ["the", "govern-\nment", "fell"]
