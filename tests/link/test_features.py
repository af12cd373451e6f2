"""What of a report is compared with another: where it lies, what its document is about, by what it is found."""

from sayso.core import Place
from sayso.gazetteer import open_gazetteer
from sayso.link.features import LinkRecord, leading, records
from tests.papers import TARRIN, Paper

DAY = "2031-05-02"
STREET = Place("Brunnhild Lane", "XA")


def compared(paper: Paper) -> dict[str, LinkRecord]:
    """Records of a paper by the id of their report."""
    return {r.report.partition("#")[2]: r for r in records(paper.coded, open_gazetteer())}


def raid(relation: str, doc: str = "alder", place: Place = TARRIN) -> Paper:
    paper = Paper(doc, "The Alder Post", DAY, f"Gunmen raided a sawmill {relation} {place.name} on 1 May, villagers said.")
    return paper.event("raided", place=place, place_relation=relation, date="2031-05-01", date_words="1 May")


def test_near_a_town_is_not_the_town_and_may_lie_farther_away() -> None:
    inside, near, far = (compared(raid(r))["e1"] for r in ("in", "near", "40 km from"))
    assert (inside.place, near.place) == ("tarrin", "near tarrin")
    assert inside.reach is not None
    assert (near.reach, far.reach) == (inside.reach + 25, inside.reach + 40)
    assert set(inside.keys) & set(near.keys)


def test_near_a_place_that_nobody_knows_is_that_place() -> None:
    assert compared(raid("near", place=STREET))["e1"].place == "brunnhild lane"


def test_streets_that_the_gazetteer_lacks_are_found_by_their_rare_words() -> None:
    one, other = (compared(raid("in", doc, STREET))["e1"] for doc in ("alder", "birch"))
    assert any("brunnhild" in k for k in set(one.keys) & set(other.keys))


def test_the_story_of_a_document_goes_with_what_it_tells_in_passing() -> None:
    paper = Paper(
        "cedar", "The Cedar Post", DAY, "Tovald Reinke was jailed on Monday. Policemen beat him. Tovald Reinke denies all."
    )
    paper.event("jailed", type="SANCTION").event("beat")
    found = compared(paper)
    assert all("tovald reinke" in r.setting for r in found.values())
    main = [r.report for r in found.values() if r.main]
    assert len(main) == 1
    assert leading(paper.coded) == main


def test_a_document_is_about_the_news_and_not_about_what_lies_years_back() -> None:
    text = "Tovald Reinke got a prize on 1 May. He was jailed after riots in which a guard was shot in 2019."
    paper = Paper("cedar", "The Cedar Post", DAY, text).event("got", type="SUPPORT", date="2031-05-01", date_words="1 May")
    paper.event("shot", place=TARRIN, date="2019", date_words="2019", background=True)
    assert leading(paper.coded) == ["doc_cedar#e1"]
