"""Names of a text made consistent."""

from itertools import pairwise

from sayso.neural import TaggedSpan
from sayso.read.names import consistent


def found(text: str, names: list[tuple[int, int, str, float]], owners: tuple[str, ...] = ()) -> list[tuple[str, str]]:
    """Words and labels after the rules; every capitalised word counts as a proper noun, `owners` own what follows."""
    words = text.split()
    upos = ["PROPN" if w[0].isupper() else "NOUN" for w in words]
    deprel = ["nmod:poss" if w in owners else "obl" for w in words]
    out = consistent(words, upos, deprel, [TaggedSpan(*n) for n in names])
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


def test_a_town_and_its_state_are_two_names() -> None:
    assert found("near Olenk California now", [(1, 3, "LOC", 0.9)]) == [("Olenk", "LOC"), ("California", "LOC")]
    assert found("in san olenk france ?", [(1, 4, "LOC", 0.9)]) == [("san olenk", "LOC"), ("france", "LOC")]
    assert found("Old Olenk France", [(0, 3, "LOC", 0.9)]) == [("Old Olenk France", "LOC")]
    assert found("in Olenk Tx ?", [(1, 3, "LOC", 0.9)]) == [("Olenk", "LOC"), ("Tx", "LOC")]
    assert found("in New Mexico", [(1, 3, "LOC", 0.9)]) == [("New Mexico", "LOC")]
    assert found("in Papua New Guinea", [(1, 4, "LOC", 0.9)]) == [("Papua New Guinea", "LOC")]
    assert found("the Gulf of Mexico", [(1, 4, "LOC", 0.9)]) == [("Gulf of Mexico", "LOC")]
    assert found("the Bank of Olenk Texas", [(1, 5, "ORG", 0.9)]) == [("Bank of Olenk Texas", "ORG")]


def test_an_address_shows_town_and_state() -> None:
    assert found("500 Olenk , MD 21202", []) == [("Olenk", "LOC"), ("MD", "LOC")]
    assert found("500 Olenk , MD 21202", [(1, 2, "LOC", 0.9)]) == [("Olenk", "LOC"), ("MD", "LOC")]
    assert found("with Rada Velk , MD ,", [(1, 3, "PERSON", 0.9)]) == [("Rada Velk", "PERSON")]
    assert found("it rained , OH no", []) == []


def test_a_shop_keeps_the_s_of_its_name() -> None:
    assert found("dinner at Velk 's on Monday", [(2, 3, "FAC", 0.9)]) == [("Velk 's", "FAC")]
    assert found("in Olenk 's harbour", [(1, 2, "LOC", 0.9)], owners=("Olenk",)) == [("Olenk", "LOC")]


def test_initials_belong_to_a_person() -> None:
    assert found("with V. K. Velk", [(3, 4, "PERSON", 0.9)]) == [("V. K. Velk", "PERSON")]
    assert found("with a Velk", [(2, 3, "PERSON", 0.9)]) == [("Velk", "PERSON")]
    assert found("with Rada V. Velk", [(1, 3, "PERSON", 0.9)]) == [("Rada V. Velk", "PERSON")]
    two = [(1, 3, "PERSON", 0.9), (3, 5, "PERSON", 0.6)]
    assert found("with Rada V. Tarrin Foods", two) == [("Rada V.", "PERSON"), ("Tarrin Foods", "PERSON")]


def test_parts_of_one_name_are_joined() -> None:
    apart = [(0, 1, "PERSON", 0.9), (1, 2, "PERSON", 0.9)]
    assert found("Maria Velk spoke", apart) == [("Maria Velk", "PERSON")]
    assert found("Maria Anna spoke", apart) == [("Maria", "PERSON"), ("Anna", "PERSON")]
    body = [(1, 2, "NORP", 0.9), (3, 5, "ORG", 0.9)]
    assert found("the Orvan - Tarrin Committee met", body) == [("Orvan - Tarrin Committee", "ORG")]
    assert found("the Orvan , Tarrin Committee met", body) == [("Orvan", "NORP"), ("Tarrin Committee", "ORG")]


def test_a_building_known_by_its_name_is_found() -> None:
    assert found("in the Oval Office today", []) == [("Oval Office", "FAC")]
    assert found("a White House aide", [(1, 4, "ORG", 0.9)]) == [("White House aide", "ORG")]
    assert found("in the oval office today", []) == []


def test_a_country_of_several_words_is_a_place() -> None:
    assert found("in the West Bank", [(2, 4, "ORG", 0.9)]) == [("West Bank", "LOC")]


def test_a_mailbox_is_part_of_a_name() -> None:
    assert found("Rada Velk@ORVANE 08/16", []) == [("Rada Velk@ORVANE", "PERSON")]
    assert found("Rada Velk@ORVANE 08/16", [(0, 1, "PERSON", 0.9)]) == [("Rada Velk@ORVANE", "PERSON")]
    assert found("write velk@olenk.example or Rada", []) == []


def test_a_country_is_seen_whatever_its_case() -> None:
    words = ["welcome", "to", "mississippi"]
    assert [n.label for n in consistent(words, ["VERB", "ADP", "PROPN"], ["root", "case", "obl"], [])] == ["LOC"]
    assert consistent(words, ["VERB", "ADP", "NOUN"], ["root", "case", "obl"], []) == []
