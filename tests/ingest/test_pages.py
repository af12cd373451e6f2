"""Web pages in the manner of news sites: text without furniture, captions, headings, quotations, and the masthead."""

import pytest

from tests.ingest import builders as make
from tests.ingest.reading import marked, only, parsed, stated
from tests.ingest.sites import ENCODINGS, RAID, SITES, Site, paragraphs


@pytest.mark.parametrize("site", SITES, ids=lambda s: s.name)
def test_a_page_gives_its_article(site: Site) -> None:
    document = only(parsed("html", site.html.encode(ENCODINGS.get(site.name, "utf-8"))))
    assert tuple(document.text.split("\n\n")) == site.text
    for kind, words in site.marks:
        assert words in marked(document, kind)
    for words in site.absent:
        assert words not in document.text
    for name, found in site.stated.items():
        assert stated(document, name) == found


def page(article: str, head: str = "") -> bytes:
    return (
        f"<!DOCTYPE html><html><head><meta charset='utf-8'>{head}</head><body><article>{article}</article></body></html>".encode()
    )


def test_what_a_page_does_not_state_stays_empty() -> None:
    masthead = only(parsed("html", page(paragraphs(RAID)))).masthead
    assert (masthead.title, masthead.byline, masthead.outlet, masthead.published) == (None, None, None, None)
    assert masthead.language is not None
    assert (masthead.language.value, masthead.language.where) == ("en", "text:language")


def test_a_date_that_could_be_read_two_ways_is_not_taken_from_a_page() -> None:
    head = '<meta property="article:published_time" content="03/04/2016"><meta name="date" content="2016-03-04">'
    assert stated(only(parsed("html", page(paragraphs(RAID), head))), "published") == ("2016-03-04", "meta:date")


def test_curly_quotes_stay_and_blanks_become_one() -> None:
    words = "The toll rose to 1&nbsp;200,   “the worst in years”, the ministry’s spokesman said at noon in the capital."
    shown = "The toll rose to 1 200, “the worst in years”, the ministry’s spokesman said at noon in the capital."
    assert shown in only(parsed("html", page(paragraphs((*RAID, words))))).text


def test_what_a_reader_of_the_page_cannot_see_is_not_read() -> None:
    hidden = "<p hidden>Hidden words, one to many, that stand here.</p><div style='display: none'><p>More of the same, and of no use.</p></div>"
    assert tuple(only(parsed("html", page(hidden + paragraphs(RAID)))).text.split("\n\n")) == RAID


@pytest.mark.parametrize(
    "words",
    ["Please enable JavaScript to read this page.", "You need to turn on cookies and JavaScript to continue reading here."],
)
def test_a_page_that_only_asks_for_scripts_is_no_report(words: str) -> None:
    (no,) = parsed("html", page(f"<noscript><p>{words}</p></noscript><p>{words}</p><div id=app></div>"))
    assert getattr(no, "code", "") == "empty"
    assert only(parsed("html", page(paragraphs((*RAID, words))))).text.startswith(RAID[0])


def test_no_script_runs_and_none_of_it_is_read() -> None:
    hostile = (
        "<script>document.title='x'; fetch('http://127.0.0.1/')</script><img src=x onerror=alert(1)><iframe src='file:///etc/passwd'></iframe>"
        "<style>p{}</style><noscript>Turn on scripts</noscript><template><p>Hidden words of a template here</p></template>"
    )
    text = only(parsed("html", page(hostile + paragraphs(RAID)))).text
    assert tuple(text.split("\n\n")) == RAID


def test_the_characters_that_mark_captions_can_not_be_smuggled_in() -> None:
    words = f"\ue0f1{RAID[0]}\ue0f2"
    document = only(parsed("html", page(paragraphs((words, *RAID[1:])))))
    assert document.text.split("\n\n")[0] == RAID[0]
    assert not marked(document, "caption")


def test_a_page_nested_a_thousand_levels_is_read() -> None:
    deep = b"<html><body>" + b"<div>" * 1000 + paragraphs(RAID).encode() + b"</div>" * 1000 + b"</body></html>"
    outcomes = parsed("html", deep)
    assert len(outcomes) == 1


def test_the_servers_charset_goes_before_the_pages_own() -> None:
    from sayso.ingest.parse import parse
    from sayso.ingest.task import Task

    content = page(paragraphs(("Трое вооружённых людей были убиты в четверг в ходе операции в южном районе.",) * 3)).decode()
    wrong = content.replace("charset='utf-8'", "charset='latin-1'").encode("cp1251")
    (document,) = list(parse(Task("html", "x", "x", content=wrong, charset="windows-1251")))
    assert "Трое" in getattr(document, "text", "")


def test_an_entity_that_names_a_file_is_not_opened() -> None:
    content = b'<?xml version="1.0"?><!DOCTYPE html [<!ENTITY x SYSTEM "file:///etc/hostname">]>' + page(
        "<p>&x;</p>" + paragraphs(RAID)
    )
    text = only(parsed("html", content)).text
    from pathlib import Path

    host = Path("/etc/hostname").read_text().strip() if Path("/etc/hostname").exists() else "localhost"
    assert host not in text


def test_a_saved_page_and_the_page_itself_give_one_text() -> None:
    assert only(parsed("mhtml", make.mhtml())).text == only(parsed("html", make.html())).text == make.TEXT


def test_a_saved_page_knows_its_address() -> None:
    assert stated(only(parsed("mhtml", make.mhtml())), "address") == ("https://monitor.example/raid", "header:Content-Location")


def test_a_relative_canonical_address_is_made_whole() -> None:
    saved = make.mhtml(make.html(head='<link rel="canonical" href="/2016/raid">'), "https://monitor.example/x?utm=1")
    assert stated(only(parsed("mhtml", saved)), "canonical") == ("https://monitor.example/2016/raid", "link:canonical")
