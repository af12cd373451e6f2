"""Word, OpenDocument, Rich Text, PDF and mail: words, paragraphs, and what the file states of itself."""

import pytest

from sayso.core import Document
from sayso.ingest.task import Attachment
from tests.ingest import builders as make
from tests.ingest.reading import documents, marked, only, parsed, stated

# -- Word ------------------------------------------------------------------------------------------------------------------


def test_word_styles_become_marks() -> None:
    quote = "Nobody counted them. (Jana Holt, The Ferry Post)"
    blocks = [
        ("Title", make.TITLE),
        ("", make.BODY[0]),
        ("Heading 2", "The second raid"),
        ("Caption", "Mill Street"),
        ("Quote", quote),
        ("", make.BODY[1]),
    ]
    document = only(parsed("docx", make.docx(blocks)))
    assert document.text.split("\n\n") == [w for _, w in blocks]
    assert {k: marked(document, k) for k in ("title", "heading", "caption", "block_quote")} == {
        "title": [make.TITLE], "heading": ["The second raid"], "caption": ["Mill Street"], "block_quote": [quote]
    }  # fmt: skip


def test_word_tables_links_tabs_and_changes() -> None:
    import io

    from docx import Document as open_docx
    from docx.oxml import OxmlElement, parse_xml
    from docx.oxml.ns import nsdecls, qn

    word = open_docx(io.BytesIO(make.docx([("", make.BODY[0])])))
    table = word.add_table(rows=2, cols=2)
    for cell, words in zip([c for row in table.rows for c in row.cells], ["Village", "Dead", "Oraz", "7"], strict=True):
        cell.text = words
    paragraph = word.add_paragraph("Seen ")
    paragraph._p.append(parse_xml(f"<w:hyperlink {nsdecls('w')}><w:r><w:t>by a link</w:t></w:r></w:hyperlink>"))
    paragraph._p.append(parse_xml(f'<w:ins {nsdecls("w")}><w:r><w:t xml:space="preserve"> and added</w:t></w:r></w:ins>'))
    paragraph._p.append(parse_xml(f"<w:del {nsdecls('w')}><w:r><w:delText> and struck</w:delText></w:r></w:del>"))
    field = OxmlElement("w:r")
    instruction = OxmlElement("w:instrText")
    instruction.text = " HYPERLINK x "
    field.append(instruction)
    paragraph._p.append(field)
    box = OxmlElement("w:txbxContent")
    box.append(parse_xml(f"<w:p {nsdecls('w')}><w:r><w:t>in a box</w:t></w:r></w:p>"))
    paragraph._p.append(box)
    assert qn("w:p") == paragraph._p.tag
    out = io.BytesIO()
    word.save(out)
    assert only(parsed("docx", out.getvalue())).text.split("\n\n")[1:] == [
        "Village | Dead",
        "Oraz | 7",
        "Seen by a link and added",
    ]


@pytest.mark.parametrize("made_up", ["Document1", "report_v3.docx", "Microsoft Word - raid", "Untitled"])
def test_titles_that_programs_make_up_are_none(made_up: str) -> None:
    assert only(parsed("docx", make.docx([("", w) for w in make.BODY], made_up))).title is None
    assert stated(only(parsed("docx", make.docx([("", w) for w in make.BODY], make.TITLE))), "title") == (
        make.TITLE,
        "docx:title",
    )


def test_whoever_saved_a_file_is_not_its_author() -> None:
    for kind, content in (("docx", make.docx([("", w) for w in make.BODY])), ("pdf", make.pdf([make.pdf_page(make.BODY)]))):
        masthead = only(parsed(kind, content)).masthead
        assert (masthead.byline, masthead.outlet) == (None, None)


def test_a_company_that_heads_the_text_is_the_outlet() -> None:
    info = "{\\info{\\author an assistant}{\\company Lantern Institute}}"
    assert stated(only(parsed("rtf", make.rtf(["LANTERN INSTITUTE", *make.BODY], info))), "outlet") == (
        "Lantern Institute",
        "rtf:company",
    )
    assert only(parsed("rtf", make.rtf(list(make.BODY), info))).outlet is None


# -- OpenDocument ----------------------------------------------------------------------------------------------------------


def test_opendocument_styles_spaces_notes_changes_and_tables() -> None:
    styles = '<style:style style:name="P1" style:parent-style-name="Quotations"/>'
    body = (
        "<text:tracked-changes><text:changed-region><text:p>struck out</text:p></text:changed-region></text:tracked-changes>"
        f"<text:h>The second raid</text:h><text:p>Two<text:s text:c='2'/>officers<text:tab/>were<text:line-break/>hurt<text:note><text:p>a note</text:p></text:note>.</text:p>"
        "<text:p text:style-name='P1'>Nobody counted them.</text:p>"
        "<table:table><table:table-row><table:table-cell><text:p>Oraz</text:p></table:table-cell><table:table-cell><text:p>7</text:p></table:table-cell></table:table-row></table:table>"
        f"<text:p>{make.BODY[0]}</text:p>"
    )
    document = only(parsed("odt", make.odt(body, make.TITLE, styles)))
    assert document.text.split("\n\n") == [
        "The second raid",
        "Two  officers\twere\nhurt.",
        "Nobody counted them.",
        "Oraz | 7",
        make.BODY[0],
    ]
    assert marked(document, "block_quote") == ["Nobody counted them."]
    assert stated(document, "title") == (make.TITLE, "odt:title")


# -- Rich Text -------------------------------------------------------------------------------------------------------------


def test_rich_text_in_other_letters_and_code_pages() -> None:
    words = "Силовики штурмовали дом, “погибли трое”."
    assert only(parsed("rtf", make.rtf([words, *make.BODY]))).text.split("\n\n")[0] == words
    coded = "".join(f"\\'{b:02x}" for b in words.replace("“", '"').replace("”", '"').encode("cp1251"))
    content = f"{{\\rtf1\\ansi\\ansicpg1251{{\\info{{\\title {coded}}}}}\\pard {coded}\\par}}".encode("ascii")
    document = only(parsed("rtf", content))
    assert document.text == words.replace("“", '"').replace("”", '"') == document.title


# -- PDF -------------------------------------------------------------------------------------------------------------------


def test_pdf_paragraphs_are_told_by_their_distance() -> None:
    body = ("First come a few words that end on a full line, as most of the lines of a paper do, and so on to here.", *make.BODY)
    assert only(parsed("pdf", make.pdf([make.pdf_page(body)]))).text.split("\n\n") == list(body)


def test_pdf_running_heads_are_left_out_and_tell_outlet_and_day() -> None:
    pages = [
        [(56.0, 810.0, "The Ferry Post   Friday, March 4, 2016"), *make.pdf_page(body), (290.0, 30.0, f"{n}")]
        for n, body in enumerate((make.BODY, make.OTHER_BODY), 1)
    ]
    document = only(parsed("pdf", make.pdf(pages, "raid_final.indd")))
    assert document.text == f"{make.TEXT}\n\n{make.OTHER_TEXT}"
    assert stated(document, "published") == ("2016-03-04", "pdf:running head")
    assert stated(document, "outlet") == ("The Ferry Post", "pdf:running head")
    assert document.title is None


def test_a_paragraph_goes_on_over_the_page_and_a_divided_word_is_mended() -> None:
    pages = [[(56.0, 760.0, "The house on Mill Street in the southern quarter of the town had been rented by the gun-"), ],
             [(56.0, 760.0, "men in May, its owner said, and they had paid for half a year and asked for no receipt.")]]  # fmt: skip
    document = only(parsed("pdf", make.pdf(pages)))
    assert "rented by the gunmen in May" in document.text


def test_pages_without_text_among_others_are_said() -> None:
    document = only(parsed("pdf", make.pdf([make.pdf_page(make.BODY), []])))
    assert document.text == make.TEXT
    assert document.warnings == ("pages: 1 of 2 hold no text",)


# -- mail ------------------------------------------------------------------------------------------------------------------


def test_a_message_gives_its_plain_part_and_its_headers() -> None:
    document = only(parsed("eml", make.eml(page=make.html())))
    assert document.text == make.TEXT + "\n"
    assert stated(document, "title") == (make.TITLE, "header:Subject")
    assert stated(document, "outlet") == (make.OUTLET, "header:From")
    assert stated(document, "published") == ("2016-03-03T11:20:00+05:00", "header:Date")


def test_a_message_without_a_plain_part_gives_its_page() -> None:
    assert only(parsed("eml", make.eml("", page=make.html()))).text == make.TEXT


def test_attachments_stand_for_themselves() -> None:
    outcomes = parsed("eml", make.eml(attachments=(("a ../b.pdf", b"%PDF-"), ("c.png", b"x"), ("d.txt", b"words"))))
    assert [(o.number, o.name) for o in outcomes if isinstance(o, Attachment)] == [(1, "a_.._b.pdf"), (3, "d.txt")]
    assert isinstance(outcomes[0], Document)


@pytest.mark.parametrize(
    "header",
    [
        "From: =?utf-8?Q?Monitor?= <",
        "From: a@[",
        "Subject: =?utf-9?B?x?=",
        "Date: never",
        "From: \xff\xfe",
        "Content-Type: text/plain; charset=",
        "Content-Type: text/plain; charset*0=x",
        "To: <<<<",
    ],
)
def test_odd_headers_do_not_lose_a_message(header: str) -> None:
    content = f"{header}\nMessage-ID: <1@b.example>\nMIME-Version: 1.0\n\n{make.TEXT}\n".encode("utf-8", "surrogateescape")
    assert documents(parsed("eml", content))[0].text == make.TEXT + "\n"
