"""Rows of coded events among reports."""

from dataclasses import replace

from sayso.core import CodedDocument, Pair
from sayso.gazetteer import open_gazetteer
from sayso.link.features import records
from sayso.link.grouping import group
from tests.papers import TARRIN, Paper

ROW = "event_id: {id}\nevent_date: 2031-05-01\nlocation: Tarrin\nlatitude: 10.05\nnotes: Gunmen raided the Brunnhild sawmill at dawn."


def report(doc: str) -> CodedDocument:
    paper = Paper(doc, f"Paper {doc}", "2031-05-02", f"Gunmen raided Tarrin on 1 May, says {doc}.")
    return paper.event("raided", place=TARRIN, date="2031-05-01", date_words="1 May").coded


def row(id: str, team: str = "Our desk") -> CodedDocument:
    paper = Paper(f"known:{team}#{id}", team, "", ROW.format(id=id)).event("event_id", place=TARRIN, date="2031-05-01")
    return replace(paper.coded, document=f"doc_{id}")


REPORTS = [report(d) for d in ("alder", "birch", "cedar")]
STORY = [
    Pair("doc_alder#e1", "doc_birch#e1", 5.0),
    Pair("doc_alder#e1", "doc_cedar#e1", 5.0),
    Pair("doc_birch#e1", "doc_cedar#e1", 5.0),
]


def grouped(documents: list[CodedDocument], *pairs: Pair, **more: object) -> list[tuple[str, ...]]:
    names = [f"{c.document}#{e.id}" for c in documents for e in c.events]
    found = group(documents, names, [*STORY, *pairs], 0.0, -6.0, leading=names, **more)  # type: ignore[arg-type]
    return list(found.groups)


def test_a_row_is_matched_by_its_best_pair_and_not_by_the_mean_of_all() -> None:
    whole = ("doc_alder#e1", "doc_birch#e1", "doc_cedar#e1")
    tie = Pair("doc_KGZ1#e1", "doc_alder#e1", 1.0)
    assert grouped([*REPORTS, row("KGZ1")], tie) == [("doc_KGZ1#e1", *whole)]
    assert grouped([*REPORTS, row("KGZ1")], replace(tie, weight=-1.0)) == [("doc_KGZ1#e1",), whole]
    apart = {("doc_KGZ1#e1", "doc_cedar#e1")}
    assert grouped([*REPORTS, row("KGZ1")], tie, different=apart) == [("doc_KGZ1#e1",), whole]
    assert grouped([*REPORTS, row("KGZ1")], same=[("doc_KGZ1#e1", "doc_cedar#e1")]) == [("doc_KGZ1#e1", *whole)]


def test_two_rows_of_one_team_are_two_events_and_those_of_two_teams_may_be_one() -> None:
    ties = [Pair(f"doc_{r}#e1", "doc_alder#e1", w) for r, w in (("KGZ1", 1.0), ("KGZ2", 2.0))]
    whole = ("doc_alder#e1", "doc_birch#e1", "doc_cedar#e1")
    assert grouped([*REPORTS, row("KGZ1"), row("KGZ2")], *ties) == [("doc_KGZ1#e1",), ("doc_KGZ2#e1", *whole)]
    assert grouped([*REPORTS, row("KGZ1", "Theirs"), row("KGZ2")], *ties) == [("doc_KGZ1#e1", "doc_KGZ2#e1", *whole)]


def test_of_a_row_only_what_somebody_wrote_is_compared() -> None:
    (found,) = records(row("KGZ1"), open_gazetteer())
    assert found.main is None
    assert "brunnhild" in found.rare
    assert not {"latitude", "event", "locat", "kgz1"} & {*found.rare, *found.lead, *found.terms, *found.setting}
