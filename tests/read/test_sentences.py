"""Where sentences surely begin, and where that is left to the network. Sentences are ours."""

import pytest

from sayso.read.sentences import sure_starts
from sayso.read.tokens import tokenize

SURE = [
    ("The bridge fell. The mayor left.", ["The"]),
    ("“We saw it,” said Ilse Marn, a neighbour. “Nobody told us why.” She left.", ["“", "She"]),
    ('"It burned." He left.', ["He"]),
    ("They met in Olenk. The rest is known.", ["The"]),
    ("Nobody spoke! Then they ran.", ["Then"]),
    ("He came (at dawn). The door was shut.", ["The"]),
]
OPEN = [
    "Gen. Rada Velk spoke to Sgt. Marn.",
    "The U.S. Senate met on Sept. 4 in Olenk.",
    "J. R. Pell and Dr. Marn left for St. Ann.",
    "“Why?” John asked.",
    "Velk Corp. Chairman Pell resigned.",
    "It cost approx. Four pounds each.",
    "OLENK, July 17 (Agency) -- Four died.",
]


@pytest.mark.parametrize(("text", "starts"), SURE)
def test_a_sentence_begins_after_a_stop(text: str, starts: list[str]) -> None:
    tokens = tokenize(text)
    assert [text[a:b] for a, b in (tokens[i] for i in sure_starts(text, tokens))] == starts


@pytest.mark.parametrize("text", OPEN)
def test_an_abbreviation_ends_no_sentence(text: str) -> None:
    assert sure_starts(text, tokenize(text)) == []


def test_capitals_throughout_have_sentences_too() -> None:
    text = "FOUR MEN WERE KILLED ON MONDAY. REBELS CLAIMED IT. GEN. VELK DENIED IT."
    tokens = tokenize(text)
    assert [text[a:b] for a, b in (tokens[i] for i in sure_starts(text, tokens))] == ["REBELS"]
