"""Direct quotations by their marks. Sentences are ours."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sayso.read import quotations

CASES = [
    ("“We saw it,” he said.", ["“We saw it,”"]),
    ('"We saw it," he said. "It burned."', ['"We saw it,"', '"It burned."']),
    ("``We saw it,'' he said.", ["``We saw it,''"]),
    ("«We saw it», he said.", ["«We saw it»"]),
    ("He called it “a ‘great’ day”.", ["“a ‘great’ day”"]),
    ("He said: \"The word was 'no' again.\"", ["\"The word was 'no' again.\""]),
    ("‘We saw it,’ he said. ‘The workers’ hut burned.’", ["‘We saw it,’", "‘The workers’ hut burned.’"]),
    ("'We saw it,' he said.", ["'We saw it,'"]),
    ("It's the workers' right, he said; it wasn't ours.", []),
    ("In the '90s they didn't come.", []),
    ('The 5" pipe and the 6" pipe.', []),
    ("“It burned,” he said.\n\nThey left.", ["“It burned,”"]),
    ("“It burned.\n\n“It fell,” he said.", ["“It burned.\n\n“It fell,”"]),
    ('"It burned.\n\n"It fell," he said.', ['"It burned.\n\n"It fell,"']),
    ("“One.\n\n“Two.\n\n“Three,” he said. “Four.”", ["“One.\n\n“Two.\n\n“Three,”", "“Four.”"]),
    ("“It burned, he said.\n\nThey left. “We saw it,” she said.", ["“We saw it,”"]),
    ('He said "it burned and left. She said "we saw it" too.', ['"we saw it"']),
    ("It burned,” he said. “We saw it.”", ["“We saw it.”"]),
    ("", []),
]


@pytest.mark.parametrize(("text", "found"), CASES)
def test_quotations_stand_between_their_marks(text: str, found: list[str]) -> None:
    assert [q.of(text) for q in quotations.find(text)] == found


def test_a_mark_left_open_does_not_swallow_the_text() -> None:
    text = "“It burned. " + "They left. " * 2000 + "He came. “We saw it,” she said."
    assert all(len(q) < 7000 for q in quotations.find(text))


@given(st.text(alphabet="a.\n ,\"'“”‘’«»`(", max_size=80))
def test_any_marks_give_quotations_in_order(text: str) -> None:
    spans = quotations.find(text)
    assert all(0 <= s.start < s.end <= len(text) for s in spans)
    assert all(a.end <= b.start for a, b in pairwise(spans))
