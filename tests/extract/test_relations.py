"""How figures of one text relate, whom they count and who tells them, through reader and coder. All texts are invented."""

import pytest

from sayso.core import CodedDocument, Document, Found, Masthead
from tests.extract.parsed import whole_coder


def coded(text: str) -> CodedDocument:
    return whole_coder().code([Document("d", text, Masthead(published=Found("2021-05-04", "given")))])[0][1]


def told(text: str) -> list[tuple[str, int | None, int | None]]:
    return [(f.kind, f.low, f.high) for f in coded(text).figures]


def related(text: str) -> list[tuple[int | None, str, int | None]]:
    """(low of the figure, relation, low of the other)."""
    figures = {f.id: f for f in coded(text).figures}
    return [(f.low, link.is_, figures[link.with_].low) for f in figures.values() for link in f.relations]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Nine farmers were killed in Tarrin on Monday, including three children.", [(3, "part_of", 9)]),
        ("Nine farmers were killed in Tarrin on Monday. Two of them were teachers.", [(2, "part_of", 9)]),
        (
            "Five people were killed in Tarrin on Monday. Another five died in Olenk on Tuesday, bringing the total to 27.",
            [(5, "adds_to", 5)],
        ),
        ("The ministry raised the death toll from 12 to 15 after the blast in Tarrin.", [(15, "replaces", 12)]),
        (
            "At least two miners were killed in Tarrin on Monday, although some local media report four deaths there.",
            [(4, "contrasts", 2)],
        ),
        (
            "The clinic put the number of miners killed at four, while the radio spoke of seven.",
            [(7, "contrasts", 4)],
        ),
    ],
)
def test_figures_of_one_text_are_related(text: str, expected: list[tuple[int, str, int]]) -> None:
    assert related(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("A dozen rebels were killed in Tarrin on Monday.", [("killed", 12, 12)]),
        ("A rocket hit the market of Tarrin on Monday but there were no casualties.", [("casualties", 0, 0)]),
        ("Up to 50 rebels surrendered in Olenk on Monday, the army said.", [("surrendered", None, 50)]),
        ("Hundreds of thousands of people fled the fighting in Tarrin.", [("displaced", None, None)]),
        ("Soldiers killed a child and wounded a nurse in Tarrin on Monday.", [("killed", 1, 1), ("wounded", 1, 1)]),
        (
            "Three guards were wounded in the attack in Tarrin on Monday. One of them later died of his wounds.",
            [("wounded", 3, 3), ("killed", 1, 1)],
        ),
        (
            "A bomb killed four soldiers in Tarrin on Monday and wounded another five.",
            [("killed", 4, 4), ("wounded", 5, 5)],
        ),
        (
            "Seven guards were captured in Tarrin on Monday and four officers were wounded, the army said.",
            [("detained", 7, 7), ("wounded", 4, 4)],
        ),
        ("The toll rose to three in addition to 8 injured people.", [("killed", 3, 3), ("wounded", 8, 8)]),
        ("Among the dead were three children and two women, the clinic said.", [("killed", 3, 3), ("killed", 2, 2)]),
        ("At least 12 farmers suffered burns when the market in Tarrin was shelled.", [("wounded", 12, None)]),
        ("Many people are trapped under the rubble of a house that was bombed.", [("missing", None, None)]),
        ("A bomb killed at least 26 displaced people in Tarrin on Friday.", [("killed", 26, None)]),
        ("Three gunmen killed at least two guards in Olenk.", [("killed", 2, None)]),
    ],
)
def test_counts_are_of_what_happened_to_people(text: str, expected: list[tuple[str, int | None, int | None]]) -> None:
    assert told(text) == expected


def test_a_number_that_is_put_somewhere_is_said_by_who_puts_it() -> None:
    four, seven = coded("The clinic put the number of miners killed at four, while the radio spoke of seven.").figures
    assert [hop.name for hop in four.chain.hops] == ["The clinic"]
    assert [hop.name for hop in seven.chain.hops] == ["the radio"]
    assert four.of is not None
    assert four.of.words == "miners"


def test_who_is_cited_comes_inside_who_cites() -> None:
    (figure,) = coded("Police arrested 30 to 40 students in Olenk, the Tarrin Post reported, citing a hospital official.").figures
    assert [hop.name for hop in figure.chain.hops] == ["the Tarrin Post", "a hospital official"]


def test_a_closing_speaker_covers_the_whole_sentence() -> None:
    text = "Seven rebels, among them two boys, were killed in Tarrin on Monday and nine people were hurt, a doctor said."
    assert {tuple(h.name for h in f.chain.hops) for f in coded(text).figures} == {("a doctor",)}


def test_a_denial_points_at_what_it_denies() -> None:
    out = coded("The government rejected reports of 200 dead in Tarrin.")
    (figure,) = out.figures
    assert (figure.kind, figure.low, figure.stance) == ("killed", 200, "denies")
    assert [s.stance for s in out.statements] == ["denies"]


def test_a_claim_of_responsibility_is_a_statement_about_the_perpetrator() -> None:
    out = coded("The Olenk Front claimed responsibility for the attack in Tarrin, which killed six people.")
    (claim,) = out.statements
    assert (claim.field, claim.stance) == ("perpetrator", "claims_responsibility")
    assert [hop.name for hop in claim.chain.hops] == ["The Olenk Front"]
    assert [f.chain.hops for f in out.figures] == [()]


def test_a_speaker_and_an_age_are_no_figures() -> None:
    out = coded("Mara Olen, 31, was killed in Tarrin on Monday, two witnesses said.")
    assert [(f.low, f.quote.words) for f in out.figures] == [(1, "Mara Olen")]


def test_who_was_told_before_is_not_told_again() -> None:
    out = coded(
        "Soldiers arrested Omar Velt, a baker, in Tarrin on Monday. He was arrested at his shop. The suspect was detained at dawn."
    )
    assert [f.quote.words for f in out.figures if f.kind == "detained"] == ["Omar Velt"]


def test_what_the_text_says_itself_is_another_claim_than_what_somebody_says() -> None:
    text = (
        "Shells fell on a market in Tarrin on Monday.\n\nTwelve traders were killed in the shelling.\n\n"
        "The clinic said that twelve traders were killed."
    )
    assert [(f.low, [h.name for h in f.chain.hops]) for f in coded(text).figures] == [(12, []), (12, ["The clinic"])]
