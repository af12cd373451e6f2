"""Captures, documents and rejections: recorded once, found again, exact."""

import dataclasses

import pytest

from sayso.core import Found, InputError, Rejection
from sayso.ledger import DocumentFilter, Ledger
from tests.build import RAID, capture_of, given


def test_what_is_recorded_comes_back_whole(ledger: Ledger) -> None:
    capture, document = given(title="Raid in Kant", outlet="The Courier", published="2015-07-17T08:00:00+06:00")
    document = dataclasses.replace(document, warnings=("encoding guessed",))
    ledger.record([capture], [document])
    assert ledger.document(document.id) == document
    assert list(ledger.documents()) == [document]
    assert ledger.content(capture.sha256) == RAID.encode()
    assert [c.capture for c in ledger.captures(document.id)] == [capture]


def test_a_second_time_nothing_happens(ledger: Ledger) -> None:
    capture, document = given()
    refused = Rejection("b.pdf", "encrypted", "b.pdf: protected by a password")
    first = ledger.record([capture], [document], [refused])
    before = ledger.info()
    second = ledger.record([capture], [document], [refused])
    assert (first.documents, first.captures, first.rejections) == ((document.id,), 1, 1)
    assert (second.documents, second.known, second.captures, second.rejections) == ((), 1, 0, 0)
    assert ledger.info().counts == before.counts
    assert len(ledger.history()) == 1


@pytest.mark.parametrize("text", ["nul \x00 inside", "half \ud800 pair", "tab\tand\r\nlines\u2028", "𝔘nicode beyond"])
def test_odd_characters_stay_where_they_are(ledger: Ledger, text: str) -> None:
    capture, document = given(text, "odd\udcff name", title="ti\x00tle")
    ledger.record([capture], [document])
    found = next(ledger.documents())
    assert found == document
    assert found.id == document.id


def test_the_same_text_under_another_address_is_another_document_of_one_text(ledger: Ledger) -> None:
    a = given(outlet="A", address="a.txt", doc="one")
    b = given(outlet="B", address="b.txt", doc="two")
    ledger.record([a[0], b[0]], [a[1], b[1]])
    assert ledger.count() == 2
    assert {d.outlet for d in ledger.documents()} == {"A", "B"}


def test_the_same_file_again_from_elsewhere_is_another_capture(ledger: Ledger) -> None:
    c, document = given()
    elsewhere = dataclasses.replace(c, address="copy/a.txt")
    ledger.record([c], [document])
    ledger.record([elsewhere], [dataclasses.replace(document, capture=elsewhere.id)])
    assert ledger.count() == 1
    assert [r.capture.address for r in ledger.captures(document.id)] == ["a.txt", "copy/a.txt"]


def test_one_page_by_several_captures_at_once_is_one_document_with_all_of_them(ledger: Ledger) -> None:
    c, document = given()
    elsewhere = dataclasses.replace(c, address="copy/a.txt")
    again = dataclasses.replace(document, capture=elsewhere.id)
    found = ledger.record([c, elsewhere], [document, again])
    assert (len(found.documents), found.known) == (1, 1)
    assert [r.capture.address for r in ledger.captures(document.id)] == ["a.txt", "copy/a.txt"]


def test_a_page_is_named_as_it_was_first_named(ledger: Ledger) -> None:
    """Whether they come in one transaction or in two, which only time decides."""
    a = given(doc="first", address="first.html")
    page = {"address": Found("https://monitor.example/raid", "link:canonical")}
    one = dataclasses.replace(a[1], masthead=dataclasses.replace(a[1].masthead, **page))
    b = dataclasses.replace(a[0], address="second.html")
    ledger.record([a[0], b], [one, dataclasses.replace(one, doc="second", capture=b.id)])
    assert [d.doc for d in ledger.documents()] == ["first"]
    assert len(ledger.captures(one.id)) == 2


def test_a_changed_page_follows_the_one_before(ledger: Ledger) -> None:
    page = "https://courier.example/raid"
    first = given("Four died.", "p1", canonical=page)
    second = given("Six died.", "p2", canonical=page)
    other = given("Rain.", "q", canonical="https://courier.example/rain")
    for c, d in (first, other, second):
        ledger.record([c], [d])
    assert ledger.document(second[1].id).follows == first[1].id
    assert ledger.document(other[1].id).follows is None
    rows = {r.doc: r for r in ledger.document_page().rows}
    assert (rows["p2"].follows, rows["p1"].followed_by) == (first[1].id, second[1].id)


def test_a_changed_file_follows_the_one_before(ledger: Ledger) -> None:
    first, second = given("Four died.", "a"), given("Six died.", "a")
    ledger.record([first[0]], [first[1]])
    ledger.record([second[0]], [second[1]])
    assert ledger.document(second[1].id).follows == first[1].id


def test_records_of_one_file_that_share_an_address_follow_nothing(ledger: Ledger) -> None:
    c = capture_of(b"table", "t.jsonl")
    home = "https://courier.example/"
    rows = [dataclasses.replace(given(f"Report {k}.", f"r{k}", address=home, canonical=home)[1], capture=c.id) for k in range(3)]
    ledger.record([c], rows)
    again = capture_of(b"table 2", "t2.jsonl")
    ledger.record([again], [dataclasses.replace(given("Report 4.", "r4", canonical=home)[1], capture=again.id)])
    assert {d.follows for d in ledger.documents()} == {None}


def test_a_document_without_its_capture_is_refused(ledger: Ledger) -> None:
    with pytest.raises(InputError, match="document a: its capture was not recorded"):
        ledger.record([], [given()[1]])
    assert ledger.info().counts == (*((n, 0) for n, _ in ledger.info().counts),)


def test_a_rejection_is_settled_when_its_input_is_read_after_all(ledger: Ledger) -> None:
    first = Rejection("t.csv", "ambiguous-date", "t.csv (row 2): 03/04/2015 can be read two ways", part="row 2")
    other = Rejection("t.csv", "empty", "t.csv (row 9): holds no text", part="row 9")
    elsewhere = Rejection("u.pdf", "encrypted", "u.pdf: protected by a password")
    ledger.record(rejections=[first, other, elsewhere])
    ledger.record(rejections=[other])
    assert ledger.settle(["t.csv"], still=[other]) == 1
    assert {r.rejection.reason for r in ledger.rejections()} == {other.reason, elsewhere.reason}
    settled = {r.rejection.part: r.settled is not None for r in ledger.rejections(address="t.csv", settled=True)}
    assert settled == {"row 2": True, "row 9": False}
    assert [r.rejection.code for r in ledger.rejections(code="encrypted")] == ["encrypted"]


def test_documents_are_found_by_name_and_by_the_start_of_their_id(ledger: Ledger) -> None:
    capture, document = given()
    ledger.record([capture], [document])
    assert ledger.document("a") == ledger.document(document.id[:12]) == document
    with pytest.raises(InputError, match=r"there is no document 'z'\. List them: sayso docs"):
        ledger.document("z")
    c2, d2 = given("Other words.", "a", address="x/a.txt")
    ledger.record([c2], [d2])
    with pytest.raises(InputError, match=r"2 documents are named 'a'. Give the id: doc_\w+, doc_\w+"):
        ledger.document("a")


def test_search_finds_words_phrases_and_prefixes(ledger: Ledger) -> None:
    texts = {
        "raid": "Soldiers raided a house in Kant; four militants died.",
        "award": "The État gave an award in Kant to four teachers.",
        "rain": "Rain fell on the valley.",
    }
    for name, text in texts.items():
        c, d = given(text, name, title=f"On the {name}")
        ledger.record([c], [d])

    def found(query: str) -> list[str]:
        return sorted(r.doc for r in ledger.document_page(DocumentFilter(text=query)).rows)

    assert found("kant four") == ["award", "raid"]
    assert found('"four militants"') == ["raid"]
    assert found('"militants four"') == []
    assert found("kant -award") == ["raid"]
    assert found("rain OR teachers") == ["award", "rain"]
    assert found("raid*") == ["raid"]
    assert found("etat") == ["award"]
    assert found("title: NEAR( 'x") == []
    assert [d.doc for d in ledger.documents(DocumentFilter(text="valley"))] == ["rain"]
    row = ledger.document_page(DocumentFilter(text="militants")).rows[0]
    assert "four \x02militants\x03 died." in row.snippet
    with pytest.raises(InputError, match="asks for no word"):
        ledger.document_page(DocumentFilter(text="-war"))


def test_pages_give_every_document_once(ledger: Ledger) -> None:
    for k in range(25):
        c, d = given(f"Report number {k} on the same raid.", f"d{k:02}", outlet="A" if k % 2 else "B")
        ledger.record([c], [d])
    for wanted, count in ((DocumentFilter(), 25), (DocumentFilter(text="raid"), 25), (DocumentFilter(outlet="a"), 12)):
        seen: list[str] = []
        after = ""
        while True:
            page = ledger.document_page(wanted, after=after, limit=7)
            assert page.total == count
            seen += [r.doc for r in page.rows]
            after = page.next
            if not after:
                break
        assert len(seen) == len(set(seen)) == count
    assert [d.doc for d in ledger.documents()] == [f"d{k:02}" for k in range(25)]


def test_filters(ledger: Ledger) -> None:
    for k, (published, language) in enumerate([("2015-07-16", "en"), ("2015-07-17T09:00:00Z", "en"), ("", "ky")]):
        c, d = given(f"Text {k}.", f"d{k}", published=published, language=language, address=f"folder/{k}.txt")
        if not published:
            d = dataclasses.replace(d, masthead=dataclasses.replace(d.masthead, published=None))
        ledger.record([c], [d])

    def docs(**wanted: object) -> list[str]:
        return [d.doc for d in ledger.documents(DocumentFilter(**wanted))]

    assert docs(published_from="2015-07-17") == ["d1"]
    assert docs(published_to="2015-07-17") == ["d0", "d1"]
    assert docs(language="KY") == ["d2"]
    assert docs(address="folder/1") == ["d1"]
    assert docs(address="folder/%") == []
    assert docs(coded=False) == ["d0", "d1", "d2"]
    assert docs(coded=True) == []


def test_a_cursor_of_another_list_is_refused(ledger: Ledger) -> None:
    with pytest.raises(InputError, match="is no cursor of this list"):
        ledger.document_page(after="zzz")
