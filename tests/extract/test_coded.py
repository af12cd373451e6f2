"""Whole documents through reader and coder, on text of our own."""

import pytest

from sayso.core import CodedDocument, Document, Found, Masthead
from sayso.extract.confidence import RECORDS, shipped
from sayso.extract.repeats import same_speaker
from sayso.extract.told import cues
from sayso.extract.triggers import operators
from sayso.pipeline import Coder

REPORT = """Raid in Tarrin leaves five dead

TARRIN, May 3 (Agency) - Soldiers killed at least five militants in a raid on a house in Tarrin on Friday, the Defence Ministry
said. Two soldiers were wounded.

A doctor at Tarrin Hospital said that nine bodies had been brought in, three of them of children.

The militants' spokesman, Adan Reth, denied that any of the group had died. "This is a lie to please the army," he said.

The ministry said that the raid was in response to an attack on a convoy in March.
"""


@pytest.fixture(scope="module")
def coded(coder: Coder) -> CodedDocument:
    document = Document("report", REPORT, Masthead(published=Found("2019-05-04", "given"), outlet=Found("The Courier", "given")))
    ((_, out),) = coder.code([document])
    return out


def test_every_quote_stands_in_the_text(coded: CodedDocument) -> None:
    quotes = [q for e in coded.events for q in (e.trigger, e.sentence, *e.mentions, e.place_quote, e.date_quote) if q]
    quotes += [p.quote for e in coded.events for p in (*e.actors, *e.recipients, *e.instruments)]
    quotes += [q for f in coded.figures for q in (f.quote, f.sentence, f.of, f.scope) if q]
    quotes += [q for s in coded.statements for q in (s.quote, s.sentence, s.reason) if q]
    quotes += [
        q
        for x in (*coded.events, *coded.figures, *coded.statements)
        for h in x.chain.hops
        for q in (h.speaker, h.is_, h.cue)
        if q
    ]
    assert len(quotes) > 30
    for quote in quotes:
        quote.check(coded.text)


def test_the_toll_is_told_by_the_ministry(coded: CodedDocument) -> None:
    toll = next(f for f in coded.figures if f.kind == "killed" and f.low == 5)
    assert (toll.high, toll.comparator, toll.group) == (None, "at_least", "militants")
    assert [h.name for h in toll.chain.hops] == ["the Defence Ministry"]
    assert toll.chain.hops[0].actor is not None
    assert toll.chain.hops[0].actor.sector in ("GOV", "MIL")


WAR = """Four people were killed on Monday when shells hit a market in Tarrin, the observatory said. Since then more than a quarter of
a million people have been killed, according to the UN. The Tarrin Centre put the death toll from the six-year conflict at more than
470,000. Government forces are fighting a war that has claimed an estimated 400,000 lives.
"""

RIOTS = """The government said that soldiers killed three gunmen in a raid in Tarrin on Monday. The raid came after the riots of June 2010 in
Solvek. Official figures say that 893 people were killed in those riots. Many observers put the number above 2,000.
"""


def linked(coder: Coder, text: str) -> tuple[CodedDocument, dict[int, set[str]]]:
    """The coding of a text, and for the low end of each figure the ids of its events."""
    ((_, out),) = coder.code([Document("d", text, Masthead(published=Found("2019-05-04", "given")))])
    return out, {f.low: set(f.events) for f in out.figures if f.low}


def test_the_toll_of_a_war_is_none_of_a_day(coder: Coder) -> None:
    out, events = linked(coder, WAR)
    assert set(events) == {4, 250_001, 470_001, 400_000}
    assert all(not events[4] & events[n] for n in (250_001, 470_001, 400_000))
    assert not any("metaphor" in u.reason for u in out.unused)


def test_those_killed_in_riots_are_not_of_the_raid(coder: Coder) -> None:
    out, events = linked(coder, RIOTS)
    assert events[893] == events[2001] == {e.id for e in out.events if e.type == "PROTEST"}
    assert not events[3] & events[893]


def test_what_somebody_was_sentenced_for_is_as_old_as_the_sentence(coder: Coder) -> None:
    out, _ = linked(
        coder,
        "Gunmen attacked a convoy near Tarrin on Friday, the ministry said.\n\nAdan Reth, a painter, was arrested in Tarrin in June 2010. "
        "In September 2010 a court sentenced him to life in prison for the murder of a policeman. The ministry calls the trial fair.",
    )
    assert [e.background for e in out.events if e.trigger.words == "murder"] == [True]
    assert [e.background for e in out.events if e.trigger.words == "attacked"] == [False]


def test_ids_are_in_order_and_links_hold(coded: CodedDocument) -> None:
    events = [e.id for e in coded.events]
    assert events == [f"e{k}" for k in range(1, len(events) + 1)]
    known = {*events, *(f.id for f in coded.figures), *(s.id for s in coded.statements)}
    assert {e for f in coded.figures for e in f.events} <= set(events)
    assert {x for s in coded.statements for x in s.about} <= known
    assert {x.with_ for f in coded.figures for x in f.relations} <= known


def test_a_document_is_coded_the_same_alone_and_beside_others(coder: Coder, coded: CodedDocument) -> None:
    other = Document("other", "A short note about a harvest festival in the valley, which drew a small crowd on Sunday.")
    document = Document("report", REPORT, Masthead(published=Found("2019-05-04", "given"), outlet=Found("The Courier", "given")))
    again = coder.code([document])[0][1]
    assert again == coded
    assert coder.code([other, document])[1][1].figures == coded.figures


def test_another_language_is_left_alone(coder: Coder) -> None:
    text = "Soldaten haben am Freitag bei einer Razzia in der Stadt mindestens fünf Kämpfer getötet, teilte das Ministerium mit."
    ((_, out),) = coder.code([Document("fremd", text)])
    assert (out.events, out.figures, out.statements) == ((), (), ())
    assert "de" in out.unread


@pytest.mark.parametrize(
    ("a", "b", "same"),
    [
        ("the Defence Ministry", "the ministry", True),
        ("the United Nations", "UN", True),
        ("UN envoy Jane Roe", "the United Nations", True),
        ("a doctor", "the mayor", False),
        ("", "the mayor", False),
    ],
)
def test_speakers_that_may_be_one(a: str, b: str, same: bool) -> None:
    assert same_speaker(a, b) is same


def test_lexicons_of_coding_load_whole() -> None:
    assert {field for field, _, _ in cues("en")} >= {"perpetrator", "motive", "credibility", "legality"}
    assert operators("en")["lift"][0][1] == "RETREAT"


@pytest.mark.parametrize("record", RECORDS)
def test_confidence_is_a_probability(record: str) -> None:
    assert 0 < shipped(record, {}) < 1
    assert 0 < shipped(record, {"killed or wounded": 1.0, "actor": 1.0, "by a rule": 1.0}) < 1
