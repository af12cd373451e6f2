"""Copies: what was taken from whom, and what only looks alike."""

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sayso.core import Copy, Document, Found, Masthead
from sayso.link.copies import Source, candidates, find_copies
from sayso.link.index import LinkIndex

PROSE = (
    "Gunmen in two lorries attacked the market of Tarrin shortly before dawn on Thursday and set fire to eleven stalls. "
    "The mayor, Hesta Morlan, said that four traders had been killed and nine people taken to the clinic at Olenk. "
    "Shepherds on the ridge above the town heard engines long before the first shots, they told this paper. "
    "The attackers drove off towards the Soma valley, where the army has fought the Hill League since the spring. "
    "A spokesman for the league, reached by telephone, said it had nothing to do with the raid and mourned the dead. "
    "The market was to reopen on Saturday under guard, the town hall announced in the evening."
)
OTHER = (
    "Farmers from the Soma valley brought their harvest to the capital this week in the longest convoy since the war began. "
    "Prices for barley fell by a third within a day, and the grain board asked growers to hold back what they could store. "
    "A council of elders will meet on Sunday to speak about the winter and about the road over the pass, which is closed."
)
QUOTE = "“We have counted our dead and we will not be moved from the houses in which our grandparents were born,” she said."


def paper(doc: str, text: str, outlet: str, published: str = "2031-05-02", **more: Found | tuple[Found, ...]) -> Source:
    masthead = Masthead(outlet=Found(outlet, "given"), published=Found(published, "given"))
    return Source(Document(doc, text, replace(masthead, **more)))  # type: ignore[arg-type]


def only(*sources: Source, guess: bool = False) -> Copy:
    pairs = [(i, j) for i in range(len(sources)) for j in range(i)] if guess else []
    (found,) = find_copies(sources, None, pairs)
    return found


WIRE = paper("wire", PROSE, "Norland News Agency")


def test_a_reprint_is_a_verbatim_copy_of_what_was_printed_first() -> None:
    copy = only(paper("b", PROSE, "Olenk Courier", "2031-05-03"), paper("a", PROSE, "Tarrin Post"))
    assert copy.kind == "verbatim"
    assert not copy.credited
    assert not copy.guessed
    assert copy.copy_span == copy.source_span == (0, len(PROSE) - 1)
    assert "printed earlier" in copy.reasons


def test_a_shortened_reprint_is_cut() -> None:
    short = PROSE[: PROSE.index("Shepherds")]
    copy = only(WIRE, paper("b", short, "Olenk Courier", "2031-05-03"))
    assert (copy.kind, copy.source) == ("cut", WIRE.id)


def test_a_passage_in_another_story_is_an_excerpt_at_its_place() -> None:
    start = PROSE.index("The mayor")
    passage = PROSE[start : PROSE.index("Shepherds")]
    text = f"{OTHER} {passage} {OTHER[:120]}"
    copy = only(WIRE, paper("b", text, "Olenk Courier", "2031-05-03"))
    assert copy.kind == "excerpt"
    assert text[slice(*copy.copy_span)] in passage
    assert PROSE[slice(*copy.source_span)] in passage


def test_light_edits_do_not_hide_a_copy() -> None:
    edited = PROSE.replace("shortly before dawn", "before dawn").replace("driven", "gone").replace("eleven", "a dozen")
    edited = edited.replace("said that four", "says four").replace("heard engines", "had heard motors")
    assert only(WIRE, paper("b", edited, "Olenk Courier", "2031-05-03")).kind == "verbatim"


@pytest.mark.parametrize(
    "credit",
    [
        {"agencies": (Found("Norland News Agency", "given"),)},
        {"byline": Found("Norland News Agency", "given")},
    ],
)
def test_who_credits_is_the_copy_though_it_printed_first(credit: dict[str, Found]) -> None:
    copy = only(WIRE, paper("b", PROSE, "Olenk Courier", "2031-05-01", **credit))
    assert (copy.source, copy.credited) == (WIRE.id, True)


def test_initials_in_brackets_are_a_credit() -> None:
    copy = only(WIRE, paper("b", f"TARRIN, May 2 (NNA) - {PROSE}", "Olenk Courier", "2031-05-01"))
    assert (copy.source, copy.credited) == (WIRE.id, True)


def test_the_address_of_the_original_is_a_credit() -> None:
    page = Found("https://wire.example/1", "given")
    first = paper("a", PROSE, "Tarrin Post", address=page)
    copy = only(first, paper("b", PROSE, "Olenk Courier", "2031-05-01", canonical=page))
    assert (copy.source, copy.credited) == (first.id, True)


def test_an_agency_is_the_source_though_the_paper_is_dated_the_same_day() -> None:
    assert only(paper("b", PROSE, "Olenk Courier", "2031-05-01"), WIRE).source == WIRE.id


def test_a_common_quotation_is_no_copy() -> None:
    assert find_copies([paper("a", f"{OTHER} {QUOTE}", "A"), paper("b", f"{PROSE} {QUOTE}", "B")]) == []


def test_texts_printed_months_apart_are_no_copies_of_each_other() -> None:
    assert find_copies([WIRE, paper("b", PROSE, "Olenk Courier", "2031-09-30")]) == []


def test_of_three_each_copy_has_one_source_for_a_passage() -> None:
    found = find_copies([WIRE, paper("b", PROSE, "B", "2031-05-03"), paper("c", PROSE, "C", "2031-05-04")])
    assert [(c.source, c.copy) for c in found if c.source == WIRE.id] == [(c.source, c.copy) for c in found]
    assert len(found) == 2


REWRITTEN = (
    "Before sunrise on Thursday armed men arrived at the Tarrin market in a pair of lorries and burnt down eleven stalls. "
    "Four traders lost their lives and the clinic at Olenk admitted nine people, according to mayor Hesta Morlan. "
    "Engines were audible on the ridge above town well ahead of the shooting, shepherds say. "
    "Towards the Soma valley the raiders then escaped; there the Hill League and the army have been at war since spring. "
    "By telephone a league spokesman denied any part in the raid and expressed grief for the dead. "
    "Under guard, says the town hall, the market is to open again on Saturday."
)


def test_a_rewriting_without_credit_is_guessed_and_says_so() -> None:
    copy = only(WIRE, paper("b", REWRITTEN, "Olenk Courier", "2031-05-03"), guess=True)
    assert (copy.kind, copy.guessed, copy.source) == ("rewritten", True, WIRE.id)
    assert "sentences follow" in copy.reasons[0]


def test_another_report_of_the_same_raid_is_no_rewriting() -> None:
    independent = (
        "The clinic at Olenk treated nine people after the raid on Tarrin, its director said on Friday. Two may lose their sight. "
        "Blankets and water ran short in the night. Hesta Morlan, the mayor, came by bus to see them and brought bread. "
        "Nobody at the clinic would guess who had sent the lorries. Four families asked for coffins."
    )
    pair = [WIRE, paper("b", independent, "Clinic Bulletin", "2031-05-03")]
    assert find_copies(pair, None, [(0, 1)]) == []


def test_an_outlet_does_not_rewrite_itself() -> None:
    pair = [WIRE, paper("b", REWRITTEN, "Norland News Agency", "2031-05-03")]
    assert find_copies(pair, None, [(0, 1)]) == []


SOURCES = [
    WIRE,
    paper("b", PROSE, "B", "2031-05-03"),
    paper("c", PROSE[:400] + OTHER, "C", "2031-05-03"),
    paper("d", OTHER, "D", "2031-05-01"),
    paper("e", REWRITTEN, "E", "2031-05-04"),
]


@settings(max_examples=20, deadline=None)
@given(st.permutations(SOURCES))
def test_the_order_of_arrival_does_not_matter(sources: list[Source]) -> None:
    pairs = [(i, j) for i in range(5) for j in range(i)]
    assert find_copies(sources, None, pairs) == find_copies(SOURCES, None, pairs)


def test_the_index_finds_the_pairs_that_a_search_in_memory_finds() -> None:
    with LinkIndex() as index:
        index.put([], SOURCES)
        found = {frozenset((n.left, n.right)) for n in index.near()}
        assert found == {frozenset((SOURCES[i].id, SOURCES[j].id)) for i, j in candidates(SOURCES)}
        index.remove([WIRE.id])
        assert all(WIRE.id not in (n.left, n.right) for n in index.near([SOURCES[1].id]))


def test_the_index_asked_for_one_document_gives_its_pairs_only() -> None:
    with LinkIndex() as index:
        index.put([], SOURCES)
        mine = SOURCES[3].id
        assert index.near([mine]) == [n for n in index.near() if mine in (n.left, n.right)]
