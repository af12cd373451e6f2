"""Redaction: nothing of it is left in texts, records, index, file or backup; and what else there was stays true."""

import dataclasses
import re
from pathlib import Path

import pytest

from sayso.core import Copy, Document, Event, InputError, LedgerError, Origin, Rejection, Trail, Translation
from sayso.core.judging import face_of, field_of, make_judgement, value_of
from sayso.ledger import ClaimFilter, DocumentFilter, Ledger, backup, open_ledger
from sayso.ledger.tables import metadata
from tests.build import chain, coded, event, figure, given, quote, run, statement

TEXT = (
    "Gunmen killed the teacher Zarina Qulova in Kant on 16 July. Four guards were wounded, said Zarina  Qulova's neighbour. "
    "The attackers fled, the police said."
)
NAME = "Zarina Qulova"
LINK = run(stage="link")


def everything(ledger: Ledger) -> str:
    """Every value of every row, and what the index finds."""
    out = []
    with ledger.engine.connect() as connection:
        for table in metadata.sorted_tables:
            for row in connection.execute(table.select()):
                for value in row:
                    out.append(value.decode("utf-8", "replace") if isinstance(value, bytes) else str(value))
    return "\n".join(out)


@pytest.fixture
def filled(ledger: Ledger) -> tuple[Document, Document]:
    """Two documents, coded, linked and judged; the name is in all that can hold it."""
    c1, d1 = given(TEXT, "one", title="Zarina Qulova is dead", outlet="The Courier", address="in/one.txt")
    c2, d2 = given("Police said that gunmen killed a teacher in Kant.", "two", outlet="The Herald")
    ledger.record([c1, c2], [d1, d2], [Rejection("x", "empty", "x: a letter to Zarina Qulova holds no text")])
    t = d1.text
    r = run()
    first = coded(
        d1, r, events=[event(t, "killed", place="Kant", date="2015-07-16")],
        figures=[figure(t, "teacher Zarina Qulova", 1), figure(t, "Four guards", 4, id="f2", kind="wounded", chain=chain(t, "Zarina  Qulova's neighbour"))],
        statements=[statement(t, "The attackers fled", field="other", chain=chain(t, "the police"))],
    )  # fmt: skip
    ledger.record_codings(r, [first, coded(d2, r, events=[event(d2.text, "killed", place="Kant")])])
    e = (f"{d1.id}#e1", f"{d2.id}#e1")
    f2 = f"{d1.id}#f2"
    ledger.record_links(
        LINK, [Event("p", e)], origins={"p": [Origin("k", "neighbour of Zarina Qulova", "witness", (f2,))]},
        trails=[Trail(f2, "k", ("The Courier", "Zarina Qulova's neighbour"))], copies=[Copy(d1.id, d2.id, "rewritten", False, True, 0.4)],
        documents=[d1.id, d2.id],
    )  # fmt: skip
    for record in (first.figures[0], first.figures[1]):
        span = face_of(record).span
        ledger.judge([
            make_judgement(
                "ann", "2026-01-01T00:00:00Z", "accept", field_of(record), d1.id, (span.start, span.end), value_of(first, record),
                note="Zarina Qulova: see her page",
            )
        ])  # fmt: skip
    return d1, d2


def words_left(ledger: Ledger) -> list[str]:
    return re.findall(r"[Zz]arina|[Qq]ulova", everything(ledger))


def test_a_name_goes_everywhere_and_the_rest_stays(ledger: Ledger, filled: tuple[Document, Document]) -> None:
    d1, d2 = filled
    assert words_left(ledger)
    moment = ledger.history()[0].at
    stone = ledger.redact(name="zarina qulova", reason="asked by the family", person="ann")
    assert words_left(ledger) == []
    assert (stone.kind, stone.documents, stone.document) == ("name", 1, "")
    found = ledger.document(d1.id)
    assert found.text == TEXT.replace(NAME, "█" * 13).replace("Zarina  Qulova", "█" * 14)
    assert len(found.text) == len(TEXT)
    assert found.title is None
    assert [d.id for d in ledger.documents(DocumentFilter(text="qulova"))] == []
    assert [d.id for d in ledger.documents(DocumentFilter(text="teacher"))] == [d1.id, d2.id]
    rows = {c.address.partition("#")[2]: c for c in ledger.claims()}
    assert rows["f2"].claim.low == 4
    assert rows["f2"].claim.chain.hops[0].speaker.words == "█" * 14 + "'s neighbour"
    assert "f1" not in rows
    assert [ledger.claim_count(ClaimFilter(text=words)) for words in ("qulova", "neighbour")] == [0, 1]
    assert "Qulova" not in "".join(d.text for d in ledger.at(moment).documents())
    assert ledger.tombstones() == [stone]
    assert ledger.content(ledger.captures(d1.id)[0].capture.sha256) is None
    assert ledger.content(ledger.captures(d2.id)[0].capture.sha256) is not None
    assert list(ledger.verify()) == []


def test_a_translation_goes_with_a_passage_or_a_name_of_the_text(ledger: Ledger) -> None:
    said = Translation(f"Die Lehrerin {NAME} wurde getötet, sagt ein Nachbar.", "R. Kessler", "de", "record:translation")
    pairs = [given(TEXT, "a"), given(f"{TEXT} And more.", "b")]
    kept = [dataclasses.replace(d, translation=said) for _, d in pairs]
    ledger.record([c for c, _ in pairs], kept)
    assert [d.translation for d in ledger.documents()] == [said, said]
    ledger.redact(document=kept[0].id, span=(0, 10), reason="endangers a witness", person="ann")
    assert [d.translation for d in ledger.documents()] == [None, said]
    ledger.redact(name=NAME, reason="asked by the family", person="ann")
    assert ledger.document("b").translation is None  # it may spell the name in another way
    assert "Lehrerin" not in everything(ledger)


def test_a_passage_goes_and_offsets_stay(ledger: Ledger, filled: tuple[Document, Document]) -> None:
    d1, _ = filled
    passage = quote(TEXT, "said Zarina  Qulova's neighbour")
    ledger.redact(document=d1.id, span=(passage.start, passage.end), reason="endangers a witness", person="ann")
    text = ledger.document(d1.id).text
    assert text[passage.start : passage.end] == "█" * len(passage.words)
    assert text[: passage.start] == TEXT[: passage.start]
    assert "neighbour" not in text
    assert "neighbour" not in everything(ledger)
    assert ledger.history()[0].detail == "passage, 1 document: endangers a witness"
    assert {c.claim.quote.words for c in ledger.claims()} >= {"teacher Zarina Qulova", "Four guards", "killed"}
    assert [d.doc for d in ledger.documents(DocumentFilter(text="neighbour"))] == []
    assert [ledger.claim_count(ClaimFilter(text=words)) for words in ("neighbour", "guards")] == [0, 1]
    assert list(ledger.verify()) == []


def test_a_document_goes_whole_and_cannot_come_back(ledger: Ledger, filled: tuple[Document, Document]) -> None:
    d1, d2 = filled
    moment = ledger.history()[0].at
    events = [e.id for e in ledger.events()]
    ledger.redact(document=d1.id, reason="a court order", person="ann")
    left = everything(ledger)
    for words in ("Four guards", "attackers", "in/one.txt", "The Courier"):
        assert words not in left
    assert [d.id for d in ledger.documents()] == [d2.id]
    with pytest.raises(LedgerError, match=rf"document {d1.id} was redacted on .*: a court order"):
        ledger.document(d1.id)
    assert [e.id for e in ledger.events()] == events
    assert (record := ledger.event(events[0])) is not None
    assert record.reports == (f"{d2.id}#e1",)
    assert list(ledger.at(moment).claims()) == [c for c in ledger.claims() if c.document == d2.id]
    assert list(ledger.unlinked()) == [d2.id]
    capture, document = given(TEXT, "one", title="Zarina Qulova is dead", outlet="The Courier", address="in/one.txt")
    again = ledger.record([capture], [document])
    assert (again.documents, again.refused) == ((), (("one", "a court order"),))
    elsewhere = given(TEXT, "copy", address="else/copy.txt")
    assert ledger.record([elsewhere[0]], [elsewhere[1]]).refused == (("copy", "a court order"),)
    assert "Four guards" not in everything(ledger)
    assert list(ledger.verify()) == []


def test_a_redacted_name_does_not_come_back_with_the_same_file(ledger: Ledger, filled: tuple[Document, Document]) -> None:
    d1, _ = filled
    ledger.redact(name=NAME, reason="asked by the family", person="ann")
    capture, document = given(TEXT, "one", title="Zarina Qulova is dead", outlet="The Courier", address="in/one.txt")
    again = ledger.record([capture], [document])
    assert (again.documents, again.known, again.refused) == ((), 1, ())
    assert words_left(ledger) == []
    assert ledger.document(d1.id).title is None


def test_a_name_goes_from_the_reasons_of_earlier_redactions_too(ledger: Ledger, filled: tuple[Document, Document]) -> None:
    d1, _ = filled
    ledger.redact(document=d1.id, span=(0, 4), reason="endangers Zarina Qulova", person="ann")
    assert "endangers Zarina Qulova" in ledger.history()[0].detail
    ledger.redact(name="Zarina Qulova", reason="asked by the family", person="ann")
    assert words_left(ledger) == []


def test_nothing_is_left_in_the_file_nor_in_a_backup(tmp_path: Path) -> None:
    path = tmp_path / "a.ledger"
    with open_ledger(str(path), create=True) as ledger:
        for k in range(40):
            c, d = given(f"{'Filler words on many things. ' * 60}{TEXT}{k}", f"d{k}", address=f"{k}/{k}.txt")
            ledger.record([c], [d])
            ledger.record_codings(
                run(), [coded(d, run(), events=[event(d.text, "killed")], figures=[figure(d.text, "Four guards", 4)])]
            )
        assert b"Qulova" in bytes_of(path)
        ledger.redact(name=NAME, reason="asked by the family", person="ann")
        raw = bytes_of(path)
        assert b"Qulova" not in raw
        assert b"qulova" not in raw
        assert b"qulov" not in raw
        kept = backup(ledger, tmp_path / "b.ledger")
    assert b"ulova" not in kept.read_bytes()


def bytes_of(path: Path) -> bytes:
    return b"".join(p.read_bytes() for p in sorted(path.parent.glob(path.name + "*")))


@pytest.mark.parametrize(
    ("what", "message"),
    [
        ({"name": "Nobody Here"}, "nothing in the ledger has these words"),
        ({"name": "Q"}, "'Q' is too short for a name"),
        ({"name": NAME, "reason": "to protect Zarina Qulova"}, "the reason repeats the name"),
        ({"name": NAME, "reason": " "}, "without a reason"),
        ({"document": "doc_x"}, "there is no document 'doc_x'"),
        ({"name": NAME, "document": "doc_x"}, "not both"),
    ],
)
def test_what_cannot_be_redacted(ledger: Ledger, filled: tuple[Document, Document], what: dict[str, str], message: str) -> None:
    with pytest.raises(InputError, match=message):
        ledger.redact(**{"reason": "danger", "person": "ann", **what})
    with pytest.raises(InputError, match="is not a place in a text"):
        ledger.redact(document=filled[0].id, span=(5, 9000), reason="danger", person="ann")
    assert ledger.tombstones() == []
    assert words_left(ledger)


def test_names_are_whole_words(ledger: Ledger) -> None:
    c, d = given("Ann Lee met Ann Leeds and ANN\nLEE's son.", "n")
    ledger.record([c], [d])
    ledger.redact(name="Ann Lee", reason="danger", person="x")
    assert ledger.document(d.id).text == "███████ met Ann Leeds and ███\n███'s son."
    other = dataclasses.replace(d, doc="m")
    assert ledger.record([c], [other]).refused == (("m", "danger"),)
