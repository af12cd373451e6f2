"""Judgements laid over codings: what people decided stands, once, whatever read the document since."""

import dataclasses
import itertools

import pytest
from hypothesis import given as with_
from hypothesis import settings
from hypothesis import strategies as st

from sayso.core import CodedDocument, Figure, InputError, Judgement
from sayso.core.judged import judged, standing
from sayso.core.judging import Record, check_value, class_of, face_of, field_of, make_judgement, records_of, value_of
from tests.build import RAID, chain, coded, event, figure, given, quote, raid, run, statement

DOCUMENT = given()[1]
CODED = raid(DOCUMENT, run())
CLOCK = itertools.count()


def says(
    verdict: str, record: Record, *, part: str = "", person: str = "ann", was: Record | None = None, within: CodedDocument = CODED
) -> Judgement:
    """A judgement on `was` (else the record itself) that decides that it is `record`."""
    before = was or record
    span = face_of(before).span
    return make_judgement(
        person, f"2026-01-01T00:{next(CLOCK):06}Z", verdict, field_of(before, part), DOCUMENT.id, (span.start, span.end),
        value_of(within, record),
    )  # fmt: skip


def undo(j: Judgement) -> Judgement:
    return make_judgement("ann", f"2026-01-01T00:{next(CLOCK):06}Z", "undo", j.field, j.document, (j.start, j.end), undoes=j.id)


def test_without_judgements_the_coding_is_as_it_was() -> None:
    assert judged(CODED, []).coded == CODED
    assert judged(CODED, []).state("f1") == "draft"


def test_accepting_keeps_the_record_and_marks_it() -> None:
    found = judged(CODED, [says("accept", CODED.figures[0])])
    assert found.state("f1") == "accepted"
    assert found.coded.figures[0] == dataclasses.replace(CODED.figures[0], confidence=1.0)


def test_a_correction_may_move_the_words() -> None:
    right = dataclasses.replace(CODED.figures[1], quote=quote(RAID, "at six"), low=6, high=None, comparator="at_least")
    found = judged(CODED, [says("correct", right, was=CODED.figures[1])])
    assert found.coded.figures[1] == dataclasses.replace(right, confidence=1.0)
    assert found.state("f2") == "corrected"


def test_correcting_one_part_leaves_the_rest_to_a_better_reader() -> None:
    event_ = CODED.events[0]
    j = says("correct", dataclasses.replace(event_, place=None, place_quote=None), part="place", was=event_)
    better = dataclasses.replace(CODED, events=(dataclasses.replace(event_, mode="firearms"),))
    found = judged(better, [j])
    assert (found.coded.events[0].place, found.coded.events[0].mode) == (None, "firearms")
    assert found.decisions["e1"].of("place") == "corrected"
    assert found.decisions["e1"].of("date") == "draft"


def test_rejecting_takes_out_the_record_and_what_leads_to_it() -> None:
    found = judged(CODED, [says("reject", CODED.events[0])])
    assert found.coded.events == ()
    assert [f.events for f in found.coded.figures] == [(), ()]
    assert found.rejected == CODED.events


def test_rejecting_a_part_empties_it() -> None:
    found = judged(CODED, [says("reject", CODED.events[0], part="date")])
    assert found.coded.events[0].date is None
    assert found.coded.events[0].place is not None


def test_what_was_added_stands_and_refers_to_records_by_their_words() -> None:
    new = statement(RAID, "raided a house in Kant", id="new", field="target")
    found = judged(CODED, [says("add", new)])
    (s,) = found.coded.statements
    assert (s.field, s.about, s.quote.words) == ("target", ("e1",), "raided a house in Kant")
    assert found.state(s.id) == "added"


def test_a_reader_that_finds_what_was_added_does_not_make_it_count_twice() -> None:
    new = figure(RAID, "Four militants", 4, id="new", speaker="the ministry")
    j = says("add", new, within=dataclasses.replace(CODED, figures=CODED.figures[1:]))
    found = judged(CODED, [j])
    assert [f.quote.words for f in found.coded.figures] == ["Four militants", "six"]
    assert found.state("f1") == "added"


def test_a_judged_record_that_the_next_reader_misses_stands_as_lost() -> None:
    later = dataclasses.replace(CODED, figures=CODED.figures[1:])
    found = judged(later, [says("accept", CODED.figures[0])])
    (lost,) = (f for f in found.coded.figures if f.quote.words == "Four militants")
    assert (lost.low, lost.events, lost.chain) == (4, ("e1",), CODED.figures[0].chain)
    assert found.state(lost.id) == "lost"


def test_a_decision_applies_to_what_overlaps_whatever_its_id_and_exact_span() -> None:
    later = coded(
        DOCUMENT, run("2.0"), events=CODED.events,
        figures=[figure(RAID, "six", 6, id="f1"), figure(RAID, "Four", 5, id="f7")],
    )  # fmt: skip
    found = judged(later, [says("accept", CODED.figures[0])])
    by_id = {f.id: f for f in found.coded.figures}
    assert (by_id["f7"].low, by_id["f7"].quote.words) == (4, "Four militants")
    assert by_id["f1"].low == 6
    assert len(by_id) == 2


def test_two_figures_on_the_same_words_are_told_apart_by_kind() -> None:
    text = "No one was killed or injured."
    document = given(text)[1]
    both = coded(
        document,
        run(),
        figures=[figure(text, "No one", 0, events=()), figure(text, "No one", 0, id="f2", kind="wounded", events=())],
    )
    span = (0, 6)
    j = make_judgement(
        "ann", "2026-01-01T00:00:00Z", "reject", "figure:wounded", document.id, span, value_of(both, both.figures[1])
    )
    assert [f.kind for f in judged(both, [j]).coded.figures] == ["killed"]
    only = dataclasses.replace(both, figures=both.figures[:1])
    assert judged(only, [j]).coded.figures == only.figures
    assert judged(only, [j]).idle == (j.id,)


def test_a_reader_that_changes_the_kind_does_not_undo_a_decision() -> None:
    later = dataclasses.replace(CODED, figures=(dataclasses.replace(CODED.figures[0], kind="casualties"), CODED.figures[1]))
    found = judged(later, [says("accept", CODED.figures[0])])
    assert [f.kind for f in found.coded.figures] == ["killed", "killed"]


def test_two_sites_under_one_trigger_are_told_apart_by_place() -> None:
    text = "Two strikes hit Kant and Tokmok."
    document = given(text)[1]
    both = coded(document, run(), events=[event(text, "strikes", place="Kant"), event(text, "strikes", "e2", place="Tokmok")])
    right = dataclasses.replace(both.events[1], place_relation="near")
    span = face_of(right).span
    j = make_judgement(
        "ann",
        "2026-01-01T00:00:00Z",
        "correct",
        field_of(right, "place"),
        document.id,
        (span.start, span.end),
        value_of(both, right),
    )
    assert [e.place_relation for e in judged(both, [j]).coded.events] == ["", "near"]


def test_people_who_differ_are_seen() -> None:
    five = dataclasses.replace(CODED.figures[0], low=5, high=5)
    ann = says("accept", CODED.figures[0])
    ben = says("correct", five, was=CODED.figures[0], person="ben")
    found = judged(CODED, [ann, ben])
    assert found.disputed("f1")
    assert found.coded.figures[0].low == 5
    assert found.decisions["f1"].judgements == (ann.id, ben.id)
    assert not judged(CODED, [ann, dataclasses.replace(ben, person="ann")]).disputed("f1")
    assert judged(CODED, [ann, says("reject", CODED.figures[0], person="ben")]).disputed("f1")
    assert not judged(CODED, [ann, says("accept", CODED.figures[0], person="ben")]).disputed("f1")


def test_undo_and_undoing_the_undo() -> None:
    out = says("reject", CODED.figures[0])
    back = undo(out)
    again = undo(back)
    assert judged(CODED, [out, back]).coded == CODED
    assert len(judged(CODED, [out, back, again]).coded.figures) == 1
    assert standing([out, back, again]) == [out]


def test_a_rejection_is_of_one_claim_and_not_of_its_words() -> None:
    out = says("reject", CODED.figures[0])
    later = dataclasses.replace(CODED, figures=(dataclasses.replace(CODED.figures[0], kind="wounded"), CODED.figures[1]))
    assert judged(later, [out]).coded == later


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"field": "figure"}, "'figure' is no field of a judgement"),
        ({"field": "figure:killed.colour"}, "'colour' is no part of a record of class figure"),
        ({"start": 900, "end": 904}, "is not a place in a text of"),
        ({"value": "[1]"}, "the value is not a JSON object"),
        ({"value": '{"low": "four"}'}, "'low' of Figure cannot be 'four'"),
        ({"value": '{"quote": [5, 900]}'}, "is not a place in a text"),
        ({"value": '{"low": 4}'}, "the value lacks comparator, high, kind, quote, sentence"),
        ({"verdict": "reject", "field": "figure:killed.value"}, "a figure cannot be without its value"),
    ],
)
def test_a_judgement_that_cannot_be_laid_is_refused(changes: dict[str, object], message: str) -> None:
    j = says("correct", CODED.figures[0])
    with pytest.raises(InputError, match=message):
        check_value(dataclasses.replace(j, **changes), RAID)


TEXT = "one two three four five six seven eight nine ten"
WORDS = TEXT.split()


@st.composite
def figures(draw: st.DrawFn, prefix: str) -> list[Figure]:
    """Figures of one or two words each, any of which may overlap."""
    out = []
    for k in range(draw(st.integers(0, 4))):
        first = draw(st.integers(0, len(WORDS) - 2))
        words = " ".join(WORDS[first : first + draw(st.integers(1, 2))])
        kind = draw(st.sampled_from(["killed", "wounded"]))
        out.append(figure(TEXT, words, draw(st.integers(0, 9)), id=f"{prefix}{k}", kind=kind, events=()))
    return out


@settings(max_examples=150, deadline=None)
@with_(before=figures("f"), after=figures("f"), data=st.data())
def test_no_decision_is_lost_and_nothing_counts_twice(before: list[Figure], after: list[Figure], data: st.DataObject) -> None:
    document = given(TEXT)[1]
    old, new = coded(document, run(), figures=before), coded(document, run("2.0"), figures=after)
    judgements = []
    for k, f in enumerate(before):
        verdict = data.draw(st.sampled_from(["accept", "correct", "reject", ""]))
        span = face_of(f).span
        if verdict:
            value = value_of(old, dataclasses.replace(f, low=77) if verdict == "correct" else f)
            made = f"2026-01-01T00:00:{k:02}Z"
            judgements.append(make_judgement("ann", made, verdict, field_of(f), document.id, (span.start, span.end), value))
    found = judged(new, data.draw(st.permutations(judgements)))
    assert found == judged(new, judgements)
    assert judged(new, judgements + judgements) == found or not judgements
    ids = [r.id for r in records_of(found.coded)]
    assert len(ids) == len(set(ids))
    answered = [j for d in found.decisions.values() for j in d.judgements]
    assert sorted([*answered, *found.idle]) == sorted(j.id for j in judgements)
    for j in judgements:
        if j.verdict != "reject":
            assert j.id in answered
    assert len(found.coded.figures) <= len(after) + sum(j.verdict != "reject" for j in judgements)
    for r in records_of(found.coded):
        face_of(r).span.of(TEXT)
        assert class_of(r) == "figure"


def test_a_chain_goes_with_the_figure() -> None:
    right = dataclasses.replace(CODED.figures[1], chain=chain(RAID, "the ministry", "Local media"))
    found = judged(CODED, [says("correct", right, was=CODED.figures[1], part="chain")])
    assert [h.name for h in found.coded.figures[1].chain.hops] == ["the ministry", "Local media"]
