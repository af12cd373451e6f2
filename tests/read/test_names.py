"""Names of a text made consistent."""

from itertools import pairwise

from sayso.neural import TaggedSpan
from sayso.read.names import consistent


def found(text: str, names: list[tuple[int, int, str, float]]) -> list[tuple[str, str]]:
    """Words and labels after the rules; every capitalised word counts as a proper noun."""
    words = text.split()
    upos = ["PROPN" if w[0].isupper() else "NOUN" for w in words]
    out = consistent(words, upos, [TaggedSpan(*n) for n in names])
    assert all(a.last <= b.first for a, b in pairwise(out))
    return [(" ".join(words[n.first : n.last]), n.label) for n in out]


def test_one_name_has_one_label() -> None:
    names = [(0, 1, "LOC", 0.9), (3, 4, "PERSON", 0.5), (7, 8, "LOC", 0.8)]
    assert found("Olenk fell . Olenk was calm , Olenk said", names) == [("Olenk", "LOC")] * 3


def test_a_surname_alone_is_the_person() -> None:
    names = [(0, 2, "PERSON", 0.9), (4, 5, "ORG", 0.8)]
    assert found("Rada Velk spoke . Velk left", names) == [("Rada Velk", "PERSON"), ("Velk", "PERSON")]


def test_what_is_sure_once_is_found_again() -> None:
    names = [(0, 2, "ORG", 0.95)]
    assert (
        found("Brightwater Trust closed . Brightwater Trust sued a brightwater trust", names)
        == [("Brightwater Trust", "ORG")] * 2
    )
    assert len(found("Brightwater Trust closed . Brightwater Trust sued", [(0, 2, "ORG", 0.5)])) == 1


def test_addresses_are_no_names() -> None:
    names = [(1, 2, "PERSON", 0.9), (2, 3, "LOC", 0.9), (3, 4, "PERSON", 0.9)]
    assert found("write rada@olenk.example www.olenk.example Rada", names) == [("Rada", "PERSON")]


def test_other_labels_do_not_vote() -> None:
    names = [(0, 1, "LOC", 0.9), (3, 4, "DATE", 0.9)]
    assert found("May fell . May passed", names) == [("May", "LOC"), ("May", "DATE")]


def test_a_company_keeps_its_legal_form() -> None:
    assert found("Velk Foods , Inc. of Olenk", [(0, 2, "ORG", 0.9), (5, 6, "LOC", 0.9)]) == [
        ("Velk Foods , Inc.", "ORG"),
        ("Olenk", "LOC"),
    ]
    assert found("Velk Foods , Olenk", [(0, 2, "ORG", 0.9)]) == [("Velk Foods", "ORG")]


def test_a_surname_first_is_one_name() -> None:
    names = [(1, 2, "PERSON", 0.9), (3, 4, "PERSON", 0.9)]
    assert found('" Velk , Rada " <', names) == [("Velk , Rada", "PERSON")]
    assert found("saw Velk , Rada and", names) == [("Velk", "PERSON"), ("Rada", "PERSON")]
