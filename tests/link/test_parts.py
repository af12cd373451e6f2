"""Wholes and their sites: what is apart, what is one, what is part of what."""

from dataclasses import replace

from sayso.core import CodedDocument, Pair, Place
from sayso.link.parts import following, operations, parts_of, told_apart, united, wholes
from tests.papers import TARRIN, Paper

SOLVEK = Place("Solvek", "XA", "Norm", 10.05, 20.05, "town", "town:Solvek", "name", 1.0)
DAY = "2031-05-01"


def sites(doc: str) -> CodedDocument:
    """A paper that tells of raids at two sites in one sentence: e1 in Tarrin, e2 in Solvek."""
    paper = Paper(doc, f"Paper {doc}", "2031-05-02", "On 1 May the army raided Tarrin and Solvek.")
    for place in (TARRIN, SOLVEK):
        paper.event("raided", place=place, date=DAY, date_words="1 May")
    sentence = paper.quote(paper.text)
    return replace(paper.coded, events=tuple(replace(e, sentence=sentence) for e in paper.events))


def raid(doc: str, place: Place | None = None, **more: object) -> CodedDocument:
    """A paper that tells of one raid."""
    where = f"in {place.name}" if place else "of that day"
    paper = Paper(doc, f"Paper {doc}", "2031-05-03", f"The raids {where} went on; four were killed on 1 May.")
    return paper.event("raids", place=place, date=str(more.pop("date", DAY)), date_words="1 May", **more).coded


def pairs(*of: tuple[str, str]) -> list[Pair]:
    return [Pair(min(p), max(p), 3.0) for p in of]


TWO = sites("gorse")
MATCHED = pairs(("doc_fir#e1", "doc_gorse#e1"), ("doc_fir#e1", "doc_gorse#e2"))


def test_reports_of_two_places_that_a_text_tells_as_two_are_apart() -> None:
    one, other = raid("larch", TARRIN), raid("maple", SOLVEK)
    given = pairs(("doc_larch#e1", "doc_gorse#e1"), ("doc_maple#e1", "doc_gorse#e2"), ("doc_maple#e1", "doc_larch#e1"))
    assert ("doc_larch#e1", "doc_maple#e1") in told_apart([TWO, one, other], given, 0.0)
    assert ("doc_larch#e1", "doc_maple#e1") not in told_apart([TWO, one, other], given[1:], 0.0)
    near = replace(one, events=(replace(one.events[0], place_relation="near"),))
    assert not {p for p in told_apart([TWO, near, other], given, 0.0) if "doc_larch#e1" in p}


def test_who_names_no_place_and_matches_both_sites_tells_the_whole() -> None:
    whole = raid("fir")
    found = wholes([TWO, whole], MATCHED, 0.0)
    assert found == {"doc_fir#e1": ("doc_gorse#e1", "doc_gorse#e2")}
    assert operations([TWO, whole], found) == found
    event_of = {"doc_fir#e1": "W", "doc_gorse#e1": "A", "doc_gorse#e2": "B"}
    assert parts_of([TWO, whole], event_of, found) == {"A": "W", "B": "W"}


def test_no_whole_is_what_was_done_to_one_person_or_in_another_year_or_is_of_another_kind() -> None:
    person = Paper("fir", "Paper fir", "2031-05-03", "A guard was shot in the raids.").event("raids", date=None)
    person.figure("A guard", 1)
    for other in (
        person.coded,
        raid("fir", date="2030-05-01"),
        raid("fir", background=True),
        replace(raid("fir"), events=(replace(raid("fir").events[0], type="PROTEST", trigger=person.quote("shot")),)),
    ):
        found = wholes([TWO, other], MATCHED, 0.0)
        assert found
        assert operations([TWO, other], found) == {}


def test_wholes_of_the_same_sites_are_one_unless_a_person_parts_them() -> None:
    groups = [("doc_elm#e1",), ("doc_fir#e1",), ("doc_gorse#e1",), ("doc_gorse#e2",)]
    told = dict.fromkeys(("doc_elm#e1", "doc_fir#e1"), ("doc_gorse#e1", "doc_gorse#e2"))
    one, joined = united(groups, told, set())
    assert one == [("doc_elm#e1", "doc_fir#e1"), ("doc_gorse#e1",), ("doc_gorse#e2",)]
    assert joined == [("doc_elm#e1", "doc_fir#e1")]
    assert united(groups, told, {("doc_fir#e1", "doc_elm#e1")}) == (groups, [])
    assert united(groups, {**told, "doc_fir#e1": ("doc_gorse#e1",)}, set()) == (groups, [])
    twice = dict.fromkeys(("doc_fir#e1", "doc_fir#e2"), told["doc_fir#e1"])
    assert united([("doc_fir#e1",), ("doc_fir#e2",), *groups[2:]], twice, set())[1] == []


def test_who_names_no_place_and_matches_a_report_of_the_whole_follows_it() -> None:
    whole, aside, placed = raid("fir"), raid("elm"), raid("larch", TARRIN)
    documents = [TWO, whole, aside, placed]
    operation = operations(documents, wholes(documents, MATCHED, 0.0))
    groups = [(f"{c.document}#{e.id}",) for c in documents for e in c.events]
    given = [*MATCHED, *pairs(("doc_elm#e1", "doc_fir#e1"), ("doc_larch#e1", "doc_fir#e1"))]
    assert following(documents, groups, given, 0.0, operation) == {"doc_elm#e1": ("doc_gorse#e1", "doc_gorse#e2")}
    assert following(documents, groups, MATCHED, 0.0, operation) == {}
    assert following(documents, [("doc_elm#e1", "doc_larch#e1")], given, 0.0, operation) == {}
