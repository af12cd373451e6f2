"""Exports of LexisNexis and Factiva in the shapes that event coders have."""

import pytest

from sayso.core import Document
from tests.ingest import builders as make
from tests.ingest.reading import documents, parsed, stated

NEXIS = {
    "text": "\n\n".join(make.nexis_lines()).encode(),
    "text, one line end": "\n".join(make.nexis_lines()).encode(),
    "docx": make.docx([("", line) for line in make.nexis_lines()]),
    "rtf": make.rtf(make.nexis_lines()),
    "html": (
        "<html><head><title>x</title></head><body>" + "".join(f"<p>{w}</p>" for w in make.nexis_lines()) + "</body></html>"
    ).encode(),
    "text, old": make.nexis_old(),
    "html, old": (
        "<html><body><div>" + "</div><div>".join(make.nexis_old().decode().split("\n\n")) + "</div></body></html>"
    ).encode(),
}
FACTIVA = {"rtf": make.factiva_rtf(), "text": make.factiva_text(), "html": make.factiva_html()}


def pair(name: str, content: bytes) -> list[Document]:
    outcomes = parsed(name.split(",")[0], content, "batch")
    assert [type(o) for o in outcomes] == [Document, Document], outcomes
    return documents(outcomes)


@pytest.mark.parametrize("name", NEXIS)
def test_nexis_articles_come_apart_with_their_mastheads(name: str) -> None:
    first, second = pair(name, NEXIS[name])
    assert (first.doc, second.doc) == ("batch-1", "batch-2")
    assert first.text == make.TEXT
    assert second.text == make.OTHER_TEXT
    assert stated(first, "title") == (make.TITLE, "record:title")
    assert stated(first, "outlet") == (make.OUTLET, "record:outlet")
    assert stated(first, "byline") == (make.BYLINE, "record:byline")
    assert stated(first, "dateline_place") == ("TARSOL", "record:dateline_place")
    assert stated(first, "language") == ("en", "record:language")
    assert stated(second, "title") == (make.OTHER_TITLE, "record:title")
    assert stated(second, "outlet") == ("The Valley Post", "record:outlet")
    assert stated(second, "published") == ("2018-05-14", "record:published")


def test_nexis_keeps_a_time_whose_zone_is_said() -> None:
    first, _ = pair("text", NEXIS["text"])
    assert first.published == "2016-03-03T10:15:00Z"
    eastern = NEXIS["text"].replace(b"10:15 AM GMT", b"10:15 PM EST")
    assert pair("text", eastern)[0].published == "2016-03-03T22:15:00-05:00"
    without = NEXIS["text"].replace(b"10:15 AM GMT", b"10:15 AM")
    assert pair("text", without)[0].published == "2016-03-03"


def test_nexis_text_that_looks_like_a_label_stays_text() -> None:
    words = "Section: the seventh, where the fire began, was closed for a year."
    lines = make.nexis_lines()
    lines.insert(lines.index(make.BODY[1]), words)
    first, _ = pair("text", "\n\n".join(lines).encode())
    assert words in first.text
    assert first.text.startswith(make.BODY[0])


def test_nexis_export_of_one_article_keeps_the_files_name() -> None:
    lines = make.nexis_lines()
    content = "\n\n".join(lines[lines.index(make.OTHER_TITLE, 8) :]).encode()
    (only,) = documents(parsed("text", content, "single"))
    assert (only.doc, only.text) == ("single", make.OTHER_TEXT)


def test_an_article_without_text_is_refused_and_the_rest_kept() -> None:
    lines = [line for line in make.nexis_lines() if line not in make.OTHER_BODY]
    outcomes = parsed("text", "\n\n".join(lines).encode(), "batch")
    assert isinstance(outcomes[0], Document)
    assert getattr(outcomes[1], "code", "") == "empty"
    assert getattr(outcomes[1], "part", "") == "article 2"


@pytest.mark.parametrize("name", FACTIVA)
def test_factiva_articles_come_apart_with_their_mastheads(name: str) -> None:
    first, second = pair(name, FACTIVA[name])
    assert first.text == make.TEXT
    assert second.text == make.OTHER_TEXT
    assert stated(first, "title") == (make.TITLE, "record:title")
    assert stated(first, "outlet") == (make.OUTLET, "record:outlet")
    assert stated(first, "byline") == (make.BYLINE, "record:byline")
    assert stated(first, "published") == ("2016-03-03T06:20:00Z", "record:published")
    assert stated(second, "published") == ("2018-05-14", "record:published")
    assert stated(second, "language") == ("en", "record:language")
    assert [a.value for a in first.masthead.agencies] == ([] if name == "html" else ["Silkway"])


def test_factiva_text_that_begins_with_a_code_stays_text() -> None:
    content = make.factiva_text().replace(b"Two officers", b"IN the same hour two officers")
    first, _ = pair("text", content)
    assert "IN the same hour" in first.text


def test_a_text_that_only_mentions_such_lines_is_no_export() -> None:
    text = "We downloaded 40 pages.\n\nEnd of Document\n\nThat is what each of them said, and no more than that.\n"
    (document,) = documents(parsed("text", text.encode()))
    assert document.text == text
