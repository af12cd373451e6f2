"""A ledger linked: what came out together, in parts, in another order, after judgements and after a better coding."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import replace
from itertools import combinations
from pathlib import Path

import pytest

from sayso.core import CodedDocument, Document, Found, Judgement, Masthead, PartialDate, Place, split_address
from sayso.ledger import ClaimFilter, Ledger, open_ledger
from sayso.link.index import LinkIndex
from sayso.linkage import link_ledger
from tests.build import capture_of, run
from tests.papers import TARRIN, Paper, actor

GUNMEN = ("gunmen", actor("gunmen", "UAF"), "attackers")
VILLAGERS = ("villagers", None, "civilians")
MINISTRY = ("the Interior Ministry", actor("Interior Ministry", "GOV", kind="organisation"))
HOSPITAL = ("the Sankt Orla clinic", actor("Sankt Orla clinic", "MED", kind="organisation"))
SOLVEK = Place("Solvek", "XA", "Norm", 10.05, 20.05, "town", "town:Solvek", "name", 1.0)
TALE = (
    "On 1 May masked gunmen raided villagers at the Brunnhild sawmill in Tarrin, {n} people were killed, {who} said. The gunmen came "
    "on motorcycles from the Skarne forest and fled when Tovald Reinke, the sawmill's watchman, rang the bell. {more}"
)


def attack(doc: str, words: str, n: int, who: tuple[object, ...], *, day: str = "2031-05-02", more: str = "") -> Paper:
    text = TALE.format(n=words, who=who[0], more=more or f"Issue {doc} has more on page two.")
    paper = Paper(doc, f"The {doc.title()} Post", day, text)
    paper.event(
        "raided", mode="firearms", actors=[GUNMEN], recipients=[VILLAGERS], place=TARRIN, date="2031-05-01", date_words="1 May"
    )
    return paper.figure(f"{words} people", n, chain=[who], group="civilians")


def other(doc: str, text: str, trigger: str, day: str, date: str, **more: object) -> Paper:
    return Paper(doc, f"The {doc.title()} Post", day, text).event(trigger, place=TARRIN, date=date, **more)  # type: ignore[arg-type]


FOUR = attack("alder", "four", 4, MINISTRY)
SIX = attack("birch", "six", 6, HOSPITAL, day="2031-05-03", more="Reinke was not hurt, the clinic added.")
EVENING = other(
    "cedar",
    "On 1 May, in the evening, a bomb exploded under the mayor's car outside the Lindqvist pharmacy in Tarrin. Nobody was hurt, "
    "police said, and a student, Jorunn Aske, was arrested with a detonator.",
    "exploded",
    "2031-05-02",
    "2031-05-01",
    mode="explosives",
)
MARCH = other(
    "dogwood",
    "Teachers marched through Tarrin on 9 March to ask for higher pay.",
    "marched",
    "2031-03-10",
    "2031-03-09",
    type="PROTEST",
)
REPRINT = attack("elder", "four", 4, MINISTRY, day="2031-05-03", more="Issue alder has more on page two.")
PAPERS = (FOUR, SIX, EVENING, MARCH, REPRINT)


def document(paper: Paper) -> Document:
    masthead = Masthead(outlet=Found(paper.outlet, "given"), published=Found(paper.published, "given"))
    return Document(paper.doc, paper.text, masthead, (), capture_of(paper.text.encode(), f"{paper.doc}.txt").id)


def coding(paper: Paper) -> CodedDocument:
    return replace(paper.coded, document=document(paper).id, run=run().id)


def put(ledger: Ledger, *papers: Paper) -> None:
    ledger.record([capture_of(p.text.encode(), f"{p.doc}.txt") for p in papers], [document(p) for p in papers])
    ledger.record_codings(run(), [coding(p) for p in papers])


def partition(ledger: Ledger) -> list[tuple[str, ...]]:
    """The events as sets of report names, without ids."""
    names = {d.id: d.doc for d in ledger.documents()}
    return sorted(tuple(sorted(names[split_address(r)[0]] for r in ledger.event(row.id).reports)) for row in ledger.events())  # type: ignore[union-attr]


def told(ledger: Ledger) -> object:
    """Everything that linking gave, without the random ids of events and origins."""
    events = []
    for row in ledger.events():
        record = ledger.event(row.id)
        assert record is not None
        names = {o.id: (o.name, o.role, o.standing, sorted(o.claims), sorted(o.carriers)) for o in ledger.origins(row.id)}
        ties = sorted((t.kind, names[t.left], names.get(t.right), t.why, t.resolved) for t in ledger.ties(row.id))
        conflicts = sorted((c.field, c.kind, c.claims) for c in ledger.conflicts(row.id))
        events.append((sorted(record.reports), sorted(record.reasons, key=repr), sorted(names.values()), ties, conflicts))
    return sorted(map(repr, ledger.copies())), sorted(events, key=repr)


def linked(folder: Path, parts: Sequence[Sequence[Paper]], name: str = "x") -> object:
    with open_ledger(str(folder / f"{name}.ledger"), create=True) as ledger:
        for papers in parts:
            put(ledger, *papers)
            link_ledger(ledger, policies=("minmax",))
        return told(ledger)


@pytest.fixture
def ledger(tmp_path: Path) -> Iterator[Ledger]:
    with open_ledger(str(tmp_path / "reports.ledger"), create=True) as opened:
        yield opened


def test_one_attack_with_two_tolls_is_one_and_two_attacks_of_one_day_are_two(ledger: Ledger) -> None:
    put(ledger, *PAPERS)
    done = link_ledger(ledger)
    assert partition(ledger) == [("alder", "birch", "elder"), ("cedar",), ("dogwood",)]
    assert (done.documents, len(done.events)) == (5, 3)
    found = next(row for row in ledger.events() if row.documents == 3)
    record = ledger.event(found.id)
    assert record is not None
    assert all(reasons for _, _, reasons in record.reasons)
    assert {c.kind for c in ledger.conflicts(found.id) if c.field == "killed"} == {"differs"}
    (total,) = [a for a in ledger.assessments(found.id, "minmax") if (a.field, a.group, a.part) == ("killed", "", "")]
    assert (total.low, total.high, total.independent) == (4, 6, (2, 2))


def test_copies_are_kept_and_carry_no_origin_of_their_own(ledger: Ledger) -> None:
    put(ledger, FOUR, REPRINT)
    link_ledger(ledger)
    (copy,) = ledger.copies()
    assert (copy.source, copy.copy, copy.kind) == (document(FOUR).id, document(REPRINT).id, "verbatim")
    (row,) = ledger.events()
    (origin,) = [o for o in ledger.origins(row.id) if o.standing == "named"]
    assert "The Elder Post" in origin.carriers


@pytest.mark.parametrize("order", [PAPERS[::-1], (SIX, REPRINT, MARCH, FOUR, EVENING)])
def test_what_comes_one_by_one_is_linked_as_what_comes_at_once(order: tuple[Paper, ...], tmp_path: Path) -> None:
    assert linked(tmp_path, [[p] for p in order], "parts") == linked(tmp_path, [PAPERS], "whole")


def test_linking_again_changes_nothing(ledger: Ledger) -> None:
    put(ledger, *PAPERS)
    link_ledger(ledger)
    before = told(ledger), [row.id for row in ledger.events()]
    assert link_ledger(ledger).documents == 0
    assert (told(ledger), [row.id for row in ledger.events()]) == before


def test_an_index_that_was_thrown_away_is_made_again(ledger: Ledger) -> None:
    put(ledger, FOUR, MARCH)
    link_ledger(ledger)
    put(ledger, SIX)
    with LinkIndex("") as index:
        link_ledger(ledger, index=index)
        assert len(index.documents()) == 3
    assert partition(ledger) == [("alder", "birch"), ("dogwood",)]


def judge(ledger: Ledger, verdict: str, a: Paper, b: Paper, minute: int, undoes: str = "") -> str:
    (x, y) = (p.events[0].trigger for p in (a, b))
    made = Judgement(
        f"j{minute}",
        "ann",
        f"2031-06-01T00:{minute:02}:00Z",
        "undo" if undoes else verdict,
        "same_event",
        document(a).id,
        x.start,
        x.end,
        other_document=document(b).id,
        other_start=y.start,
        other_end=y.end,
        undoes=undoes,
    )
    ledger.judge([made])
    link_ledger(ledger, policies=("minmax",))
    return made.id


@pytest.mark.parametrize(
    ("verdict", "a", "b", "expected"),
    [
        ("different", FOUR, SIX, {("alder", "elder"), ("birch",)}),
        ("same", FOUR, EVENING, {("alder", "birch", "cedar", "elder")}),
        ("same", EVENING, MARCH, {("cedar", "dogwood")}),
    ],
)
def test_people_join_and_part_and_taking_it_back_restores(
    ledger: Ledger, verdict: str, a: Paper, b: Paper, expected: Collection[tuple[str, ...]]
) -> None:
    put(ledger, *PAPERS)
    link_ledger(ledger, policies=("minmax",))
    before = told(ledger)
    said = judge(ledger, verdict, a, b, 1)
    assert set(expected) <= set(partition(ledger))
    judge(ledger, verdict, a, b, 2, undoes=said)
    assert told(ledger) == before


def test_a_merge_splits_back_when_a_report_turns_out_to_tell_of_something_else(ledger: Ledger) -> None:
    put(ledger, FOUR, SIX, REPRINT)
    link_ledger(ledger)
    (id,) = [row.id for row in ledger.events()]
    elsewhere = replace(SOLVEK, country="XB")
    changed = {"type": "PROTEST", "factuality": "planned", "place": elsewhere, "date": PartialDate("2029-02-01", "stated")}
    mended = replace(coding(SIX), events=(replace(coding(SIX).events[0], **changed),))
    ledger.record_codings(run("1.1"), [mended])
    link_ledger(ledger)
    assert partition(ledger) == [("alder", "elder"), ("birch",)]
    assert {row.id for row in ledger.events() if row.documents == 2} == {id}
    ledger.record_codings(run("1.2"), [coding(SIX)])
    link_ledger(ledger)
    assert partition(ledger) == [("alder", "birch", "elder")]
    assert [row.id for row in ledger.events()] == [id]


def sites(doc: str, words: str, day: str) -> Paper:
    """A paper that tells of an operation at two sites in one sentence."""
    text = f"On 1 May security forces killed {words} smugglers in raids in Tarrin and Solvek, the Interior Ministry said. {doc} saw it."
    paper = Paper(doc, f"The {doc.title()} Post", day, text)
    for place in (TARRIN, SOLVEK):
        paper.event("raids", place=place, place_words=place.name, date="2031-05-01", date_words="1 May", chain=[MINISTRY])
    sentence = paper.quote(text[: text.index(" " + doc)])
    paper.events = [replace(e, sentence=sentence) for e in paper.events]
    return paper


WHOLE = Paper(
    "fir", "The Fir Post", "2031-05-03", "The Interior Ministry said that nobody was hurt in the raids of 1 May by security forces on smugglers."
).event("raids", date="2031-05-01", date_words="1 May")  # fmt: skip
RAIDS = (sites("gorse", "two", "2031-05-02"), sites("holly", "three", "2031-05-02"), WHOLE)


def with_toll(paper: Paper, words: str, n: int) -> Paper:
    """The paper with a number of dead at all of its sites together."""
    made = replace(paper, events=list(paper.events), figures=list(paper.figures))
    return made.figure(words, n, chain=[MINISTRY], events=tuple(e.id for e in paper.events), group="smugglers")


def test_what_is_claimed_of_both_sites_counts_once_for_the_whole(ledger: Ledger) -> None:
    put(ledger, with_toll(RAIDS[0], "two smugglers", 2), with_toll(RAIDS[1], "three smugglers", 3), WHOLE)
    link_ledger(ledger)
    top = next(row for row in ledger.events() if row.reports == 1)
    parts = [row for row in ledger.events() if row.part_of == top.id]
    assert (top.killed, top.documents, [p.killed for p in parts]) == ((2, 3), 3, [(None, None)] * 2)
    (toll,) = [a for a in ledger.assessments(top.id, "minmax") if (a.field, a.group, a.part) == ("killed", "smugglers", "")]
    assert (toll.scope, toll.low, toll.high) == ("", 2, 3)
    assert [c.kind for c in ledger.conflicts(top.id) if c.field == "killed"] == ["differs"]
    claims = ledger.claims_of_events([top.id, *(p.id for p in parts)])
    listed = {id: [c.address for c in claims.get(id, ()) if c.claim.comparator] for id in (top.id, *(p.id for p in parts))}
    assert {id: len(found) for id, found in listed.items()} == {top.id: 2, parts[0].id: 0, parts[1].id: 0}
    for id in listed:
        assert claims.get(id, []) == list(ledger.claims(ClaimFilter(event=id)))
    assert {c.events for c in claims[top.id] if c.claim.comparator} == {(top.id,)}
    assert not any(c.field == "killed" for p in parts for c in ledger.conflicts(p.id))


def tree(ledger: Ledger) -> set[tuple[tuple[str, ...], tuple[str, ...], tuple[str, ...]]]:
    """Each event by its reports, with the reports of what it is a part of and the claims that count for it."""
    of = {row.id: ledger.event(row.id) for row in ledger.events()}
    reports = {id: tuple(sorted(r.reports)) for id, r in of.items() if r is not None}
    claims = {id: tuple(sorted(c.address for c in found)) for id, found in ledger.claims_of_events(of).items()}
    return {(reports[row.id], reports.get(row.part_of or "", ()), claims.get(row.id, ())) for row in ledger.events()}


@pytest.mark.parametrize("order", [(0, 1, 2), (2, 1, 0), (1, 2, 0)])
def test_parts_and_what_counts_for_the_whole_do_not_depend_on_the_order_of_arrival(order: Sequence[int], tmp_path: Path) -> None:
    papers = (with_toll(RAIDS[0], "two smugglers", 2), with_toll(RAIDS[1], "three smugglers", 3), WHOLE)
    found = []
    for name, parts in (("whole", [papers]), ("one", [[papers[k]] for k in order])):
        with open_ledger(str(tmp_path / f"{name}.ledger"), create=True) as opened:
            for some in parts:
                put(opened, *some)
                link_ledger(opened, policies=("minmax",))
            found.append((tree(opened), told(opened)))
    assert found[0] == found[1]


def test_sites_stay_apart_and_a_report_of_the_whole_is_neither_but_what_they_are_part_of(ledger: Ledger) -> None:
    put(ledger, *RAIDS)
    link_ledger(ledger)
    assert partition(ledger) == [("fir",), ("gorse", "holly"), ("gorse", "holly")]
    top = next(row.id for row in ledger.events() if row.documents == 1)
    assert {row.part_of for row in ledger.events() if row.documents == 2} == {top}


def test_no_two_events_share_a_report(ledger: Ledger) -> None:
    put(ledger, *PAPERS, sites("gorse", "two", "2031-05-02"))
    link_ledger(ledger)
    held = [set(ledger.event(row.id).reports) for row in ledger.events()]  # type: ignore[union-attr]
    assert not any(a & b for a, b in combinations(held, 2))
    assert sum(map(len, held)) == 7


def test_many_events_are_read_at_once_as_one_by_one(ledger: Ledger) -> None:
    put(ledger, *PAPERS)
    link_ledger(ledger)
    ids = [row.id for row in ledger.events()]
    linked, claims = ledger.linked(ids), ledger.claims_of_events(ids)
    assert sorted(linked) == ids
    for id in ids:
        record = ledger.event(id)
        assert record is not None
        assert linked[id].event == record.event
        assert list(linked[id].origins.values()) == ledger.origins(id)
        assert list(linked[id].ties) == ledger.ties(id)
        assert linked[id].trails == ledger.trails_of(id)
        assert claims.get(id, []) == list(ledger.claims(ClaimFilter(event=id)))
    assert set(ledger.coded_ids()) == {document(p).id for p in PAPERS}


def test_ids_that_a_merge_retired_lead_to_their_event_in_bulk(ledger: Ledger) -> None:
    put(ledger, *PAPERS)
    link_ledger(ledger, policies=())
    judge(ledger, "same", EVENING, MARCH, 1)
    (kept,) = (row.id for row in ledger.events() if ledger.merged([row.id])[row.id])
    record = ledger.event(kept)
    assert record is not None
    assert ledger.merged([kept])[kept] == record.merged
