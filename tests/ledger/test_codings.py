"""Codings and judgements in the ledger: one current run, two readers, words that must stand, and every moment of the past."""

import dataclasses

import pytest

from sayso.core import CodedDocument, Document, InputError, Judgement
from sayso.core.judging import face_of, field_of, make_judgement, value_of
from sayso.ledger import ClaimFilter, Ledger
from tests.build import RAID, coded, event, figure, given, quote, raid, run, statement


@pytest.fixture
def document(ledger: Ledger) -> Document:
    capture, found = given(outlet="The Courier", published="2015-07-17")
    ledger.record([capture], [found])
    return found


def judgement(
    verdict: str, within: CodedDocument, record: str, person: str = "ann", made: str = "2026-01-01T00:00:00Z"
) -> Judgement:
    found = next(r for r in (*within.events, *within.figures, *within.statements) if r.id == record)
    span = face_of(found).span
    return make_judgement(
        person, made, verdict, field_of(found), within.document, (span.start, span.end), value_of(within, found)
    )


def killed(ledger: Ledger) -> list[tuple[str, int | None, str]]:
    return [(c.claim.quote.words, c.claim.low, c.state) for c in ledger.claims(ClaimFilter(field="killed"))]


def test_a_coding_comes_back_whole(ledger: Ledger, document: Document) -> None:
    c = dataclasses.replace(
        raid(document, run()), statements=(statement(RAID, "Local media put it at six", field="credibility"),)
    )
    ledger.record_codings(run(), [c])
    assert ledger.coded(document.id) == c
    assert list(ledger.codings()) == [c]
    assert ledger.runs() == [run()]
    report = next(ledger.reports(document=document.id))
    assert (report.address, report.report, report.state) == (f"{document.id}#e1", c.events[0], "draft")
    assert [d.doc for d in ledger.uncoded(run())] == []


def test_claims_have_addresses_and_words(ledger: Ledger, document: Document) -> None:
    ledger.record_codings(run(), [raid(document, run())])
    rows = list(ledger.claims())
    assert [r.address.partition("#")[2] for r in rows] == ["e1", "e1.place", "f1", "f2"]
    assert [r.claim.quote.words for r in rows] == ["raided", "Kant", "Four militants", "six"]
    assert {r.reports for r in rows} == {(f"{document.id}#e1",)}
    assert ledger.claim(f"{document.id}#f2") == rows[3]
    assert ledger.claim(f"{document.id}#f9") is None
    assert [r.claim.quote.words for r in ledger.claims(ClaimFilter(speaker="LOCAL"))] == ["six"]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("militants", ["Four militants"]),
        ("MILITANTS four", ["Four militants"]),
        ("local", ["six"]),  # who says it
        ("killed", ["Four militants", "six"]),  # the field
        ("milit*", ["Four militants"]),
        ('"four militants" OR raided', ["raided", "Four militants"]),
        ("killed -militants", ["six"]),
        ("police", []),  # stands in the document, not in a claim
    ],
)
def test_claims_are_found_by_their_words(ledger: Ledger, document: Document, text: str, found: list[str]) -> None:
    ledger.record_codings(run(), [raid(document, run())])
    page = ledger.claim_page(ClaimFilter(text=text))
    assert [r.claim.quote.words for r in page.rows] == found
    assert page.total == len(found)


def test_words_that_a_correction_took_away_find_nothing_now(ledger: Ledger, document: Document) -> None:
    c = raid(document, run())
    ledger.record_codings(run(), [c])
    ledger.record_codings(run("2.0"), [dataclasses.replace(c, figures=c.figures[1:], run=run("2.0").id)])
    assert ledger.claim_count(ClaimFilter(text="militants")) == 0
    assert ledger.claim_count(ClaimFilter(text="six")) == 1


def test_coding_again_the_same_way_changes_nothing(ledger: Ledger, document: Document) -> None:
    ledger.record_codings(run(), [raid(document, run())])
    before = len(ledger.history())
    ledger.record_codings(run(), [raid(document, run())])
    assert len(ledger.history()) == before


def test_words_that_are_not_in_the_text_are_refused(ledger: Ledger, document: Document) -> None:
    wrong = dataclasses.replace(quote(RAID, "six"), words="ten")
    bad = dataclasses.replace(raid(document, run()), figures=(dataclasses.replace(figure(RAID, "six", 6), quote=wrong),))
    with pytest.raises(InputError, match=r"document a: quote at .* reads 'ten' but the text there is 'six'"):
        ledger.record_codings(run(), [bad])
    assert list(ledger.claims()) == []
    with pytest.raises(InputError, match="there is no document doc_x"):
        ledger.record_codings(run(), [dataclasses.replace(bad, document="doc_x")])


def test_a_newer_version_of_a_reader_takes_the_place_of_the_older(ledger: Ledger, document: Document) -> None:
    ledger.record_codings(run(), [raid(document, run())])
    moment = ledger.history()[0].at
    better = coded(document, run("2.0"), events=[event(RAID, "raided")], figures=[figure(RAID, "Four", 4)])
    ledger.record_codings(run("2.0"), [better])
    assert ledger.coded(document.id) == better
    assert killed(ledger) == [("Four", 4, "draft")]
    assert killed(ledger.at(moment)) == [("Four militants", 4, "draft"), ("six", 6, "draft")]
    assert list(ledger.outdated(run("3.0"))) == [document]
    assert list(ledger.outdated(run("2.0"))) == []


def test_two_readers_stand_side_by_side_and_one_counts(ledger: Ledger, document: Document) -> None:
    other = run("1.0", "other")
    ledger.record_codings(run(), [raid(document, run())])
    ledger.record_codings(other, [coded(document, other, figures=[figure(RAID, "six", 6, events=())])])
    assert ledger.reader == "toy"
    assert len(killed(ledger)) == 2
    moment = ledger.history()[0].at
    ledger.set("reader", "other", "ann")
    assert killed(ledger) == [("six", 6, "draft")]
    assert len(killed(ledger.at(moment))) == 2
    assert ledger.coded(document.id, reader="toy") is not None
    with pytest.raises(InputError, match=r"no document was coded by 'third'\. One of: other, toy"):
        ledger.set("reader", "third")


def test_two_reader_versions_over_judged_documents(ledger: Ledger) -> None:
    """No judgement is lost and no claim counts twice, whichever version reads last."""
    first, second = run("1.0"), run("2.0")
    pairs = [given(doc=f"d{k}", outlet=f"Outlet {k}") for k in range(12)]
    ledger.record([c for c, _ in pairs], [d for _, d in pairs])
    documents = [d for _, d in pairs]
    by_first = [raid(d, first) for d in documents]
    by_second = [
        coded(
            d, second, events=[event(RAID, "raided", place="Kant")] if k % 2 else [],
            figures=[figure(RAID, "Four" if k % 3 else "Four militants", 4 + k % 2, id="f9")] if k % 4 else [],
        )
        for k, d in enumerate(documents)
    ]  # fmt: skip
    ledger.record_codings(first, by_first)
    verdicts = ["accept", "correct", "reject"]
    judgements = [judgement(verdicts[k % 3], c, "f1") for k, c in enumerate(by_first)]
    assert ledger.judge(judgements) == 12
    assert ledger.judge(judgements) == 0
    kept = {c.document for k, c in enumerate(by_first) if verdicts[k % 3] != "reject"}
    for coding, codings in ((first, by_first), (second, by_second), (first, by_first), (second, by_second)):
        ledger.record_codings(coding, codings)
        by_document: dict[str, list[tuple[str, int | None, str]]] = {}
        for c in ledger.claims(ClaimFilter(field="killed")):
            if c.claim.quote.start < RAID.index("six"):
                by_document.setdefault(c.document, []).append((c.claim.quote.words, c.claim.low, c.state))
        assert set(by_document) == kept
        for rows in by_document.values():
            assert len(rows) == 1
            assert rows[0][:2] == ("Four militants", 4)
            assert rows[0][2] in ("accepted", "corrected", "lost")
        answered = {
            j for d in documents if (found := ledger.judged(d.id)) for x in found.decisions.values() for j in x.judgements
        }
        idle = {j for d in documents if (found := ledger.judged(d.id)) for j in found.idle}
        assert answered | idle == {j.id for j in judgements}
    assert list(ledger.judgements()) == judgements


def test_judging_before_and_after_is_seen_at_its_moment(ledger: Ledger, document: Document) -> None:
    c = raid(document, run())
    ledger.record_codings(run(), [c])
    before = ledger.history()[0].at
    ledger.judge([judgement("reject", c, "f2")])
    assert killed(ledger) == [("Four militants", 4, "draft")]
    assert len(killed(ledger.at(before))) == 2
    assert list(ledger.at(before).judgements()) == []
    rejected = list(ledger.claims(ClaimFilter(states=("rejected",))))
    assert [r.claim.quote.words for r in rejected] == ["six"]


def test_people_can_code_what_no_reader_read(ledger: Ledger, document: Document) -> None:
    by_hand = raid(document, run())
    assert ledger.judged(document.id) is None
    added = dataclasses.replace(judgement("add", by_hand, "f1"), verdict="add")
    ledger.judge([added])
    found = ledger.judged(document.id)
    assert found is not None
    assert [f.quote.words for f in found.coded.figures] == ["Four militants"]


def test_judgements_that_cannot_be_are_refused(ledger: Ledger, document: Document) -> None:
    c = raid(document, run())
    ledger.record_codings(run(), [c])
    good = judgement("accept", c, "f1")
    for bad, message in (
        (dataclasses.replace(good, id="j1", verdict="maybe"), "'maybe' is no verdict"),
        (dataclasses.replace(good, id="j2", document="doc_none"), "there is no document doc_none"),
        (dataclasses.replace(good, id="j3", verdict="undo", undoes="jud_none"), "there is no judgement 'jud_none' to undo"),
        (dataclasses.replace(good, id="j4", verdict="same"), "is no pair"),
        (dataclasses.replace(good, id="j5", value='{"kind": "murdered"}'), "'murdered' is not one of"),
    ):
        with pytest.raises(InputError, match=message):
            ledger.judge([bad])
    assert list(ledger.judgements()) == []


def test_undone_judgements_stay_in_the_record(ledger: Ledger, document: Document) -> None:
    c = raid(document, run())
    ledger.record_codings(run(), [c])
    out = judgement("reject", c, "f1")
    back = make_judgement("ben", "2026-01-02T00:00:00Z", "undo", out.field, out.document, (out.start, out.end), undoes=out.id)
    ledger.judge([out])
    ledger.judge([back])
    assert [j.id for j in ledger.judgements()] == [out.id, back.id]
    assert list(ledger.judgements(undone=False)) == []
    assert [q for q, _, _ in killed(ledger)] == ["Four militants", "six"]


def test_pages_of_claims(ledger: Ledger) -> None:
    pairs = [given(doc=f"d{k}", outlet=f"Outlet {k}") for k in range(9)]
    ledger.record([c for c, _ in pairs], [d for _, d in pairs])
    ledger.record_codings(run(), [raid(d, run()) for _, d in pairs])
    seen: list[str] = []
    after = ""
    while True:
        page = ledger.claim_page(ClaimFilter(field="killed"), after=after, limit=4)
        seen += [r.address for r in page.rows]
        after = page.next
        if not after:
            break
    assert page.total == len(set(seen)) == len(seen) == 18
