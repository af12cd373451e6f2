"""A brief says nothing without exact words behind it, in every form, and nothing of a document is rendered."""

import io
import re
import zipfile
from xml.etree import ElementTree

import docx
import pytest
from lxml import etree, html

from sayso.assess.policies import policy
from sayso.core import InternalError
from sayso.datasets import Wanted, gather
from sayso.export.brief import Brief, Chart, Row, Sentence, chart_of, compose, to_docx, to_html, to_markdown
from sayso.export.brief.chart import clip
from sayso.export.brief.text import plain
from tests.export.conftest import Made

LAND = [[(60.0, 30.0), (90.0, 30.0), (90.0, 50.0), (60.0, 50.0)]]
W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


@pytest.fixture(scope="module")
def brief(made: Made) -> Brief:
    return compose(gather(made[0], Wanted()).under(policy("minmax")), "Attacks & marches", [("Events", "3")])


@pytest.fixture(scope="module")
def chart(made: Made) -> Chart:
    found = chart_of(gather(made[0], Wanted()).events, LAND, [((74.0, 41.5), "Land"), ((0.0, 0.0), "Elsewhere")])
    assert found is not None
    return found


def test_a_sentence_without_a_footnote_cannot_be_built() -> None:
    with pytest.raises(InternalError, match="without a footnote"):
        Sentence("Four people were killed.", ())
    with pytest.raises(InternalError, match="without a footnote"):
        Row(("Four",), ())


def test_every_footnote_has_the_exact_words_of_its_document(made: Made, brief: Brief) -> None:
    ledger, _ = made
    assert brief.notes
    for note in brief.notes:
        claim = ledger.claim(note.claim)
        assert claim is not None
        quote = claim.claim.quote
        text = ledger.document(claim.document).text[quote.start : quote.end]
        assert note.words == " ".join(text.split())
        assert f"characters {quote.start}–{quote.end}" in note.place
    assert [n.number for n in brief.notes] == list(range(1, len(brief.notes) + 1))


def test_what_is_claimed_by_whom_and_what_conflicts(made: Made, brief: Brief) -> None:
    _, ids = made
    (attack,) = [s for s in brief.sections if s.event == ids["attack"]]
    told = [s.text for s in attack.told]
    assert "893 killed, according to Interior Ministry, as told by State News Agency and City Daily." in told
    assert "More than 2,000 killed, according to Rights Observatory." in told
    assert "That there were more than 2,000 killed is denied by Interior Ministry, as told by State News Agency." in told
    assert any(t.startswith("On who did it, according to Interior Ministry: “") for t in told)
    assert any("The policy minmax makes of this" in t for t in told)
    assert any(s.text.startswith("Figures of people killed cannot all be true") for s in attack.conflicts)
    assert any("denial" in s.text for s in attack.conflicts)
    (march,) = [s for s in brief.sections if s.event == ids["march"]]
    assert ("Told as", "planned") in march.labels


def test_every_line_of_the_markdown_that_says_something_has_a_footnote(brief: Brief) -> None:
    text = to_markdown(brief, "map.svg")
    body = text.split("## The words")[0]
    lines = [line for line in body.splitlines() if line.startswith("* ")]
    assert lines
    for line in lines:
        assert re.search(r"\.(\[\^\d+\])+$", line), line
    for line in body.splitlines():
        prose = line and not line.startswith(("#", "|", "*", "!"))
        assert not prose, line
    for line in [
        x for x in body.split("## Events")[1].splitlines() if x.startswith("| ") and not x.startswith(("| No.", "| Rests on"))
    ]:
        assert re.search(r"\[\^\d+\] \|$", line), line
    used = set(re.findall(r"\[\^(\d+)\](?!:)", text))
    defined = set(re.findall(r"^\[\^(\d+)\]: “", text, re.MULTILINE))
    assert used == defined == {str(n.number) for n in brief.notes}


def test_markdown_takes_nothing_of_a_document_for_markup(brief: Brief) -> None:
    text = to_markdown(brief)
    assert "<script" not in text.replace("\\<script", "")
    assert re.search(r"(?<!\\)<", text) is None
    assert "](javascript" not in text.replace("\\](javascript", "")
    assert plain("# one\n* two [x](y) <b>_z_</b>") == r"\# one \* two \[x\](y) \<b\>\_z\_\</b\>"
    assert plain("- a") == r"\- a"
    assert plain("1. a") == r"\1. a"


def test_every_sentence_and_row_of_the_page_has_a_footnote_that_is_there(brief: Brief, chart: Chart) -> None:
    page = html.fromstring(to_html(brief, chart))
    notes = {n.get("id") for n in page.xpath("//ol[@class='notes']/li")}
    said = page.xpath("//ul/li") + page.xpath("//tbody/tr")
    assert len(said) > 10
    for element in said:
        marks = [a.get("href") for a in element.xpath(".//sup/a")]
        assert marks
        assert {m.removeprefix("#") for m in marks} <= notes
    assert page.xpath("//p[not(@class='labels')]") == []
    assert len(notes) == len(brief.notes)
    ids = [e.get("id") for e in page.xpath("//*[@id]")]
    assert len(ids) == len(set(ids))


def test_the_page_runs_and_loads_nothing(brief: Brief, chart: Chart) -> None:
    text = to_html(brief, chart)
    page = html.fromstring(text)
    assert page.xpath("//script | //img | //iframe | //link | //object | //form") == []
    assert page.xpath("//@onerror | //@onload | //@src") == []
    assert all(h.startswith(("#", "http://", "https://")) for h in page.xpath("//@href"))
    assert "default-src 'none'" in text
    assert "Attacks &amp; marches" in text


def test_the_document_has_real_footnotes(brief: Brief, chart: Chart) -> None:
    content = to_docx(brief, chart, "2026-03-20T09:10:00.5Z")
    document = docx.Document(io.BytesIO(content))
    bullets = [p for p in document.paragraphs if p.style.name == "List Bullet"]
    assert bullets
    for p in bullets:
        assert p._p.findall(f".//{W}footnoteReference"), p.text
    for table in document.tables[1:]:
        for row in table.rows[1:]:
            assert row._tr.findall(f".//{W}footnoteReference")
    with zipfile.ZipFile(io.BytesIO(content)) as packed:
        body = etree.fromstring(packed.read("word/document.xml"))
        notes = etree.fromstring(packed.read("word/footnotes.xml"))
        types = packed.read("[Content_Types].xml").decode()
        relations = packed.read("word/_rels/document.xml.rels").decode()
        core = packed.read("docProps/core.xml").decode()
        assert {i.date_time for i in packed.infolist()} == {(1980, 1, 1, 0, 0, 0)}
    marks = [e.get(f"{W}id") for e in body.iter(f"{W}footnoteReference")]
    told = {e.get(f"{W}id"): "".join(e.itertext()) for e in notes.iter(f"{W}footnote") if e.get(f"{W}type") is None}
    assert marks == list(told)
    words = {n.words for n in brief.notes}
    assert all(any(f"“{w}”" in text for w in words) for text in told.values())
    assert "footnotes+xml" in types
    assert "/footnotes" in relations
    assert "2026-03-20T09:10:00Z" in core
    assert to_docx(brief, chart, "2026-03-20T09:10:00.5Z") == content
    assert len(document.inline_shapes) == 1


def test_the_map_has_a_number_for_each_place(chart: Chart) -> None:
    drawing = ElementTree.fromstring(chart.svg())
    texts = [e.text for e in drawing.iter("{http://www.w3.org/2000/svg}text")]
    assert len(list(drawing.iter("{http://www.w3.org/2000/svg}circle"))) == 1
    assert {"1 Korrin", "2 Selm", "Land"} <= {t for t in texts if t}
    assert "Elsewhere" not in texts
    assert chart.unplaced == (3,)
    assert any(m.ring for m in chart.marks)
    assert chart.png().startswith(b"\x89PNG")
    assert chart.png() == chart.png()
    for m in chart.marks:
        assert 0 <= m.at[0] <= 720
        assert 0 <= m.at[1] <= 420


def test_land_is_cut_at_the_border_of_the_map() -> None:
    square = [(0.0, 0.0), (10.0, 0.0), (10.0, 10.0), (0.0, 10.0)]
    assert sorted(clip(square, (5, 5, 20, 20))) == [(5, 5), (5, 10), (10, 5), (10, 10)]
    assert sorted(clip(square, (-5, -5, 20, 20))) == sorted(square)
    assert clip(square, (11, 11, 20, 20)) == []


def test_without_a_place_there_is_no_map(made: Made) -> None:
    ledger, ids = made
    assert chart_of(gather(ledger, Wanted(ids=(ids["march"],))).events, LAND) is None
