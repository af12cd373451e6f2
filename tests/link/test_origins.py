"""Whom claims rest on, and how many are independent: one case of every kind."""

from collections.abc import Sequence
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from sayso.assess.independence import independence
from sayso.core import Copy, Independence
from sayso.link.library import Held, shelve
from sayso.link.origins import Traced, trace_all
from tests.papers import TARRIN, Paper, actor

MINISTRY = actor("Interior Ministry", "GOV", kind="organisation")
COMMITTEE = actor("State Committee for Security", "SPY", kind="organisation")
MONITOR = actor("Norland Rights Observatory", "SOC", kind="organisation")


def toll(
    doc: str, outlet: str, published: str, text: str, words: str, n: int, speakers: Sequence[Any] = (), **more: Any
) -> Paper:
    paper = Paper(doc, outlet, published, text)
    trigger = next(w for w in ("killed", "died", "dead", "shot") if w in text)
    actors = more.pop("actors", ())
    paper.event(trigger, place=TARRIN, actors=actors, chain=list(speakers))
    return paper.figure(words, n, chain=list(speakers), **more)


def traced(
    *papers: Paper, copies: Sequence[Copy] = (), agencies: dict[str, tuple[str, ...]] | None = None, **publisher: Any
) -> Traced:
    held = [Held(p.coded, (agencies or {}).get(p.doc, ()), publisher.get(p.doc)) for p in papers]
    reports = [f"{p.id}#{e.id}" for p in papers for e in p.events]
    return trace_all(shelve(held, reports, copies, country="XA"))


def count(found: Traced, *claims: str) -> tuple[int, int]:
    chosen = claims or [a for a in found.trails if "#f" in a]
    r: Independence = independence((found.trails[a].origin for a in chosen), found.origins, found.ties)
    return r.low, r.high


def whole(source: Paper, copy: Paper, **more: Any) -> Copy:
    given: dict[str, Any] = {"kind": "verbatim", "credited": False, "guessed": False, "score": 1.0} | more
    return Copy(source.id, copy.id, source_span=(0, len(source.text)), copy_span=(0, len(copy.text)), **given)


WIRE = toll(
    "wire",
    "Norland Wire",
    "2031-05-02T08:00",
    "Four villagers were killed, the Interior Ministry said.",
    "Four villagers",
    4,
    [("the Interior Ministry", MINISTRY)],
)
OTHER = toll(
    "other",
    "Olenk Courier",
    "2031-05-02",
    "Six villagers were killed, the Norland Rights Observatory said.",
    "Six villagers",
    6,
    [("the Norland Rights Observatory", MONITOR)],
)


def test_the_innermost_speaker_is_the_origin_and_the_paper_a_carrier() -> None:
    origin = traced(WIRE).origin_of("doc_wire#f1")
    assert (origin.name, origin.role, origin.standing) == ("Interior Ministry", "official", "named")
    assert origin.carriers == ("Norland Wire",)


def test_one_origin_is_one() -> None:
    assert count(traced(WIRE)) == (1, 1)


def test_two_origins_without_a_link_are_two() -> None:
    assert count(traced(WIRE, OTHER)) == (2, 2)


def test_forty_reprints_are_one_origin() -> None:
    reprints = [toll(f"r{i}", f"Paper {i}", "2031-05-03", WIRE.text, "Four villagers", 4) for i in range(40)]
    found = traced(WIRE, *reprints, copies=[whole(WIRE, r) for r in reprints])
    assert count(found) == (1, 1)
    assert len(found.origin_of("doc_r7#f1").claims) == 82  # 41 events and 41 figures


def test_ten_papers_that_quote_one_ministry_are_one_origin() -> None:
    papers = [
        toll(
            f"p{i}",
            f"Paper {i}",
            "2031-05-03",
            f"In issue {i}: four were killed, the Interior Ministry said.",
            "four",
            4,
            [("the Interior Ministry", MINISTRY)],
        )
        for i in range(10)
    ]
    assert count(traced(*papers)) == (1, 1)


def test_a_spokesman_is_the_body_he_speaks_for() -> None:
    spokesman = actor("Adan Reth", "GOV", kind="person", member_of="Interior Ministry")
    b = toll(
        "b",
        "Sun",
        "2031-05-03",
        "Five were killed, ministry spokesman Adan Reth said.",
        "Five",
        5,
        [("ministry spokesman Adan Reth", spokesman)],
    )
    assert count(traced(WIRE, b)) == (1, 1)


def test_a_part_of_a_figure_rests_on_who_gives_the_whole() -> None:
    text = "Six villagers were killed, the Interior Ministry said. Four of them died in a mill."
    b = toll("b", "Sun", "2031-05-03", text, "Six villagers", 6, [("the Interior Ministry", MINISTRY)])
    b.figure("Four of them", 4, relations=[("part_of", "f1")])
    found = traced(b)
    assert found.origin_of("doc_b#f2").name == "Interior Ministry"
    assert found.trails["doc_b#f2"].path[0] == "Sun: a part of “Six villagers”"


def test_who_adds_up_what_two_say_is_no_origin_that_counts() -> None:
    text = (
        "Two were killed in a mill, the Interior Ministry said. Three more were found, said Sankt Orla clinic. That makes five."
    )
    b = toll("b", "Sun", "2031-05-03", text, "Two", 2, [("the Interior Ministry", MINISTRY)], relations=[("part_of", "f3")])
    b.figure("Three more", 3, chain=["Sankt Orla clinic"], relations=[("adds_to", "f1"), ("part_of", "f3")])
    b.figure("five", 5)
    origin = traced(b).origin_of("doc_b#f3")
    assert (origin.role, origin.standing) == ("medium", "none")
    assert count(traced(b), "doc_b#f3") == (0, 1)
    same = toll("c", "Sun", "2031-05-03", text, "Two", 2, [("the Interior Ministry", MINISTRY)], relations=[("part_of", "f3")])
    same.figure("Three more", 3, chain=[("the Interior Ministry", MINISTRY)], relations=[("adds_to", "f1"), ("part_of", "f3")])
    same.figure("five", 5)
    assert traced(same).origin_of("doc_c#f3").name == "Interior Ministry"


def test_a_claim_is_traced_by_the_fullest_chain_that_its_text_gives_it() -> None:
    text = "Four were killed, Norland Wire reports. A bell ringer told the wire that four were dead."
    b = toll("b", "Sun", "2031-05-03", text, "Four", 4, ["Norland Wire"])
    b.figure("four were dead", 4, chain=["the wire", "A bell ringer"])
    found = traced(b)
    assert found.origin_of("doc_b#f1") == found.origin_of("doc_b#f2")
    assert found.origin_of("doc_b#f1").name == "A bell ringer"


def test_an_organ_that_two_texts_leave_without_a_country_is_that_of_the_event() -> None:
    far = actor("Interior Ministry", "GOV", kind="organisation", country="XB", how="'ministry', country of the report")
    b = toll(
        "b", "Sun", "2031-05-03", "Five were killed, the Interior Ministry said.", "Five", 5, [("the Interior Ministry", far)]
    )
    c = toll(
        "c",
        "Moon",
        "2031-05-03",
        "Six died, said an official at the Interior Ministry.",
        "Six",
        6,
        [("an official at the Interior Ministry", far)],
    )
    d = toll(
        "d",
        "Star",
        "2031-05-03",
        "Six died, the Norlandic army said.",
        "Six",
        6,
        [("the Norlandic army", actor("Norlandic army", "MIL", "XA"))],
    )
    found = traced(b, c, d)
    assert {found.origin_of(f"doc_{p}#f1").country for p in "bcd"} == {"XA"}
    assert count(found) == (1, 3)


def test_a_capital_letter_makes_no_other_body_of_a_short_form() -> None:
    text = (
        "Six were killed, the Norland Rights Observatory said. Observatory staff saw them. Five were shot, the Observatory said."
    )
    b = toll("b", "Sun", "2031-05-03", text, "Six", 6, [("the Norland Rights Observatory", MONITOR)])
    b.figure("Five", 5, chain=["the Observatory"])
    assert traced(b).origin_of("doc_b#f1") == traced(b).origin_of("doc_b#f2")


def test_a_monitoring_group_may_be_the_monitor_that_the_text_names() -> None:
    text = "At least four were killed, a monitoring group said. The Norland Rights Observatory said five were killed in a mill."
    b = toll("b", "Sun", "2031-05-03", text, "At least four", 4, ["a monitoring group"], comparator="at_least")
    b.figure("five", 5, chain=[("The Norland Rights Observatory", MONITOR)])
    assert count(traced(b), "doc_b#f1", "doc_b#f2")[0] == 1
    assert any("which the same text names" in t.why for t in traced(b).ties)


def test_who_denies_the_charge_is_a_party() -> None:
    b = toll("b", "Sun", "2031-05-03", "Four were killed. He denies the charge.", "Four", 4)
    b.statement("He denies the charge", "perpetrator", chain=["He"], stance="denies", basis="own")
    assert traced(b).origin_of("doc_b#s1").role == "party"


def test_official_figures_are_the_states() -> None:
    b = toll("b", "Sun", "2031-05-03", "Official figures put the dead at ten.", "ten", 10, ["Official figures"])
    assert traced(b).origin_of("doc_b#f1").role == "official"


def test_who_is_called_after_another_speaker_may_have_it_from_her() -> None:
    b = toll(
        "b", "Sun", "2031-05-03", "Jorunn Aske saw three dead. Her grandson saw two.", "three", 3, ["Jorunn Aske"], basis="own"
    )
    b.figure("two", 2, chain=["Her grandson"], basis="own")
    assert count(traced(b), "doc_b#f1", "doc_b#f2") == (1, 2)


def test_an_article_that_cites_a_held_article_continues_there() -> None:
    b = toll("b", "Sun", "2031-05-03", "Four people were killed, Norland Wire reported.", "Four people", 4, ["Norland Wire"])
    found = traced(WIRE, b)
    assert found.origin_of("doc_b#f1").name == "Interior Ministry"
    assert found.trails["doc_b#f1"].path == ("Sun cites Norland Wire", "Norland Wire, via the Interior Ministry")
    assert count(found) == (1, 1)


def test_a_medium_that_is_cited_and_not_held_is_open() -> None:
    b = toll(
        "b",
        "Sun",
        "2031-05-03",
        "Four people were killed, Radio Far reported.",
        "Four people",
        4,
        [("Radio Far", actor("Radio Far", "JRN", kind="medium"))],
    )
    found = traced(WIRE, b)
    assert found.origin_of("doc_b#f1").standing == "open"
    assert count(found) == (1, 2)
    assert "not held" in found.origin_of("doc_b#f1").unresolved[0]


def test_a_medium_that_is_held_but_does_not_say_so_is_open() -> None:
    b = toll("b", "Sun", "2031-05-03", "Nine people were killed, Norland Wire reported.", "Nine people", 9, ["Norland Wire"])
    origin = traced(WIRE, b).origin_of("doc_b#f1")
    assert (origin.role, origin.standing) == ("medium", "open")
    assert "do not say" in origin.unresolved[0]


def test_a_later_article_is_not_what_an_earlier_one_cites() -> None:
    b = toll("b", "Sun", "2031-05-01", "Four people were killed, Norland Wire reported.", "Four people", 4, ["Norland Wire"])
    assert traced(WIRE, b).origin_of("doc_b#f1").name == "Norland Wire"


def test_publications_that_cite_each_other_are_a_ring_and_nobody() -> None:
    a = toll("a", "Sun", "2031-05-03", "Four were killed, Moon says.", "Four", 4, ["Moon"])
    b = toll("b", "Moon", "2031-05-03", "Four were killed, Sun says.", "Four", 4, ["Sun"])
    found = traced(a, b)
    assert found.trails["doc_a#f1"].cycle == ("Sun", "Moon", "Sun")
    assert found.origin_of("doc_a#f1").standing == "none"
    assert count(found) == (0, 1)
    assert any(t.kind == "cycle" for t in found.ties)


def test_who_relays_is_a_carrier() -> None:
    b = toll("b", "Sun", "2031-05-03", "Four were reported killed, said Adan Reth.", "Four", 4, ["Adan Reth"], basis="relayed")
    origin = traced(b).origin_of("doc_b#f1")
    assert origin.role == "unattributed"
    assert "Adan Reth" in origin.carriers


def test_an_unattributed_repeat_of_a_value_is_dependent_in_both() -> None:
    b = toll("b", "Sun", "2031-05-03", "Four people were killed in Tarrin.", "Four people", 4)
    assert count(traced(WIRE, b)) == (1, 1)
    assert any(t.kind == "repeat" for t in traced(WIRE, b).ties)


def test_unattributed_claims_alone_rest_on_one_at_most() -> None:
    b = toll("b", "Sun", "2031-05-03", "Four people were killed in Tarrin.", "Four people", 4)
    c = toll("c", "Moon", "2031-05-03", "Five people were killed in Tarrin.", "Five people", 5)
    assert count(traced(b)) == (0, 1)
    assert count(traced(b, c)) == (0, 1)
    assert traced(b, c).origin_of("doc_b#f1").name == "Sun, nobody named"


def test_a_mediums_own_count_is_an_origin() -> None:
    b = toll("b", "Sun", "2031-05-03", "Our reporter counted seven dead.", "seven", 7, basis="own")
    found = traced(WIRE, b)
    assert found.origin_of("doc_b#f1").role == "medium"
    assert count(found) == (2, 2)


def test_a_body_that_publishes_itself_speaks() -> None:
    b = toll("b", "Interior Ministry", "2031-05-02", "Four persons were killed.", "Four persons", 4)
    assert traced(WIRE, b, b=MINISTRY).origin_of("doc_b#f1").name == "Interior Ministry"


def test_a_text_credited_to_an_agency_is_the_agencys() -> None:
    b = toll("b", "Sun", "2031-05-03", "Four villagers have been killed.", "Four villagers", 4)
    found = traced(WIRE, b, agencies={"b": ("Norland Wire",)})
    assert found.origin_of("doc_b#f1").name == "Interior Ministry"


def test_a_guessed_copy_lowers_only_low() -> None:
    b = toll("b", "Sun", "2031-05-03", "A witness said: four villagers killed.", "four villagers", 4, ["A witness"], basis="own")
    found = traced(WIRE, b, copies=[whole(WIRE, b, kind="rewritten", guessed=True, score=0.6)])
    assert count(found) == (1, 2)
    assert "may have rewritten" in found.origin_of("doc_b#f1").unresolved[0]


def test_a_witness_seen_by_two_media_may_be_one() -> None:
    a = toll("a", "Sun", "2031-05-03", "A shopkeeper said she saw three dead.", "three", 3, ["A shopkeeper"], basis="own")
    b = toll("b", "Moon", "2031-05-03", "A shopkeeper said three were shot.", "three", 3, ["A shopkeeper"], basis="own")
    assert count(traced(a, b)) == (1, 2)
    assert traced(a, b).origin_of("doc_a#f1").role == "witness"


def test_two_organs_of_one_state_are_one_in_low() -> None:
    b = toll(
        "b",
        "Sun",
        "2031-05-03",
        "Five were killed, the State Committee for Security said.",
        "Five",
        5,
        [("the State Committee for Security", COMMITTEE)],
    )
    found = traced(WIRE, b)
    assert count(found) == (1, 2)
    assert any("same state" in why for why in found.origin_of("doc_b#f1").unresolved)


def test_the_government_is_the_organ_that_speaks_by_name() -> None:
    b = toll("b", "Sun", "2031-05-03", "Four gunmen were killed, the government said.", "Four gunmen", 4, ["the government"])
    assert count(traced(WIRE, b)) == (1, 1)


def test_observers_are_counted_in_high_only() -> None:
    b = toll("b", "Sun", "2031-05-03", "Many observers put the dead at ten.", "ten", 10, ["Many observers"])
    assert count(traced(WIRE, b)) == (1, 2)


def test_local_media_are_never_counted() -> None:
    b = toll("b", "Sun", "2031-05-03", "Some local media say ten were killed.", "ten", 10, ["Some local media"])
    assert count(traced(WIRE, b)) == (1, 1)


def test_a_role_is_relative_to_the_event() -> None:
    raid = toll(
        "a",
        "Sun",
        "2031-05-03",
        "The Interior Ministry said its men killed four.",
        "four",
        4,
        [("The Interior Ministry", MINISTRY)],
        actors=[("The Interior Ministry", MINISTRY)],
    )
    assert traced(raid).origin_of("doc_a#f1").role == "party"
    assert traced(WIRE).origin_of("doc_wire#f1").role == "official"


def test_forces_of_the_state_are_a_party_where_unnamed_forces_acted() -> None:
    b = toll(
        "b",
        "Sun",
        "2031-05-03",
        "Security forces killed four, the State Committee for Security said.",
        "four",
        4,
        [("the State Committee for Security", COMMITTEE)],
        actors=[("Security forces", None, "security forces")],
    )
    assert traced(b).origin_of("doc_b#f1").role == "party"


def test_a_chain_of_media_ends_at_the_one_who_saw() -> None:
    officer = actor("a district police officer", "COP")
    b = toll(
        "b",
        "Ledger",
        "2031-05-03",
        "The Herald reports, citing Silk News, that a district police officer said two died.",
        "two",
        2,
        ["The Herald", "Silk News", ("a district police officer", officer)],
    )
    origin = traced(b).origin_of("doc_b#f1")
    assert origin.name == "a district police officer"
    assert set(origin.carriers) == {"Ledger", "The Herald", "Silk News"}


PAPERS = [
    WIRE,
    OTHER,
    toll("g", "Globe", "2031-05-03", "Four people were killed, Norland Wire reported.", "Four people", 4, ["Norland Wire"]),
    toll("u", "Sun", "2031-05-03", "Four people were killed in Tarrin.", "Four people", 4),
    toll("w", "Moon", "2031-05-04", "A shopkeeper said three died.", "three", 3, ["A shopkeeper"], basis="own"),
    toll("m", "Star", "2031-05-04", "Some local media say ten were killed.", "ten", 10, ["Some local media"]),
]


@settings(max_examples=25, deadline=None)
@given(st.permutations(PAPERS))
def test_the_order_of_arrival_does_not_matter(papers: list[Paper]) -> None:
    assert traced(*papers) == traced(*PAPERS)


@settings(max_examples=25, deadline=None)
@given(st.sampled_from(PAPERS), st.booleans())
def test_an_uncredited_verbatim_copy_never_raises_low_or_high(paper: Paper, told_by_nobody: bool) -> None:
    copied = Paper("copy", "Any Paper", "2031-05-09", paper.text)
    copied.events, copied.figures = list(paper.events), list(paper.figures)
    before, after = traced(*PAPERS), traced(*PAPERS, copied, copies=[whole(paper, copied)])
    assert count(after) == count(before)
    mine = [a for a in before.trails if a.startswith(paper.id) and "#f" in a]
    assert count(after, *mine, "doc_copy#f1") == count(before, *mine)


def test_an_expert_who_concedes_a_point_took_no_part() -> None:
    expert = ("Tovald Reinke", actor("Tovald Reinke", "", kind="person"))
    text = "Four men were killed in Tarrin. There was a group, concedes Tovald Reinke. Our men fired, concedes the Interior Ministry."
    paper = toll("post", "The Post", "2031-05-02", text, "Four men", 4)
    paper.statement("There was a group", "happened", chain=[expert], stance="concedes")
    paper.statement("Our men fired", "perpetrator", chain=[("the Interior Ministry", MINISTRY)], stance="concedes")
    found = traced(paper)
    assert [found.origin_of(f"doc_post#{s}").role for s in ("s1", "s2")] == ["monitor", "party"]
