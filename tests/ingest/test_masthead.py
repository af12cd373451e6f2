"""What the lines of a text say of the text: title, byline, dateline, credits, dates; and what they do not."""

import pytest

from sayso.core import Document
from tests.ingest import builders as make
from tests.ingest.reading import marked, only, parsed

LEAD = make.BODY[0]
REST = "\n\n".join(make.BODY[1:])


def text(head: str, tail: str = "") -> Document:
    """A plain text that opens with `head` before its first paragraph."""
    return only(parsed("text", f"{head}{LEAD}\n\n{REST}{tail}\n".encode()))


# Opening: place, date, agencies, words marked as the dateline.
DATELINES = [
    ("TARSOL, March 3 (Silkway) - ", "TARSOL", "XXXX-03-03", ("Silkway",), "TARSOL, March 3 (Silkway) -"),
    ("TARSOL, 3 March 2016 (AFP) — ", "TARSOL", "2016-03-03", ("AFP",), None),
    ("TARSOL, Varnia (AP) _ ", "TARSOL", "", ("AP",), None),
    ("NORTH TARSOL, Varnia (AP)_ ", "NORTH TARSOL", "", ("AP",), None),
    ("TARSOL (Reuters/AFP) - ", "TARSOL", "", ("Reuters", "AFP"), None),
    ("TARSOL/ORAZ (Reuters) - ", "TARSOL", "", ("Reuters",), None),
    ("TARSOL -- ", "TARSOL", "", (), "TARSOL --"),
    ("TARSOL >> ", "TARSOL", "", (), None),
    ("SINKING OAK, Pa. -\n", "SINKING OAK", "", (), None),
    ("SINKING OAK, PA\n", "SINKING OAK", "", (), None),
    ("TARSOL, Varnia (AP)\n\n", "TARSOL", "", ("AP",), None),
    ("Tarsol, March 3, 2016. ", "Tarsol", "2016-03-03", (), "Tarsol, March 3, 2016."),
    ("Tarsol, 3 Mar 88 (Radio Sava Network) -- [Text] ", "Tarsol", "1988-03-03", ("Radio Sava Network",), None),
    ("O'ORAZ, March 3 (UPI) — ", "O'ORAZ", "XXXX-03-03", ("UPI",), None),
    (
        "SAN TARSOL, 17 NOV 89 (DOMESTIC SERVICE) -- [TEXT] ",
        "SAN TARSOL",
        "1989-11-17",
        ("DOMESTIC SERVICE",),
        "SAN TARSOL, 17 NOV 89 (DOMESTIC SERVICE) --",
    ),
    ("TARSOL (VARNIA), 10 JAN 90 (RADIO SAVA) -- ", "TARSOL", "1990-01-10", ("RADIO SAVA",), None),
    ("(NORTH TARSOL) — ", "NORTH TARSOL", "", (), "(NORTH TARSOL)"),
    ("(WISH) — ", "", "", ("WISH",), "(WISH)"),
    ("(Reuters) - ", "", "", ("Reuters",), "(Reuters)"),
]


@pytest.mark.parametrize(("opening", "place", "day", "agencies", "words"), DATELINES, ids=[d[0].strip() for d in DATELINES])
def test_a_dateline_is_read(opening: str, place: str, day: str, agencies: tuple[str, ...], words: str | None) -> None:
    document = text(opening)
    m = document.masthead
    assert (m.dateline_place.value if m.dateline_place else "") == place
    assert (m.dateline_date.value if m.dateline_date else "") == day
    assert tuple(a.value for a in m.agencies) == agencies
    assert marked(document, "dateline")[0] == (words or opening.strip().removesuffix(" [Text]"))
    for found in (m.dateline_place, *m.agencies):
        if found:
            assert document.text[found.start : found.end] == found.value, "a place in the text is where it says"


NOT_DATELINES = ["On Thursday, March 3, ", "UN - ", "BREAKING - ", "WATCH: ", "The ministry - ", "EXCLUSIVE — ", "He said - "]


@pytest.mark.parametrize("opening", NOT_DATELINES)
def test_what_only_looks_like_a_dateline_is_none(opening: str) -> None:
    document = text(opening)
    assert document.masthead.dateline_place is None
    assert document.masthead.dateline_date is None
    assert not marked(document, "dateline")


def test_the_year_of_a_dateline_comes_from_a_publication_day_close_to_it() -> None:
    record = {"text": f"TARSOL, Dec 31 (Silkway) - {LEAD}", "published": "2016-01-01"}
    document = only(parsed("jsonl", make.jsonl([record])))
    assert document.masthead.dateline_date is not None
    assert document.masthead.dateline_date.value == "2015-12-31"


def test_a_dateline_under_a_lead_in_is_found() -> None:
    document = text("Three dead in raid, ministry says it was planned for weeks.\n\nTARSOL, March 3 (UPI) — ")
    assert document.masthead.dateline_place is not None
    assert document.masthead.dateline_place.value == "TARSOL"


# Closing line, agencies.
CREDITS = [
    ("(Reuters)", ("Reuters",)),
    ("Reuters, AFP", ("Reuters", "AFP")),
    ("AFP contributed to this report.", ("AFP",)),
    ("Reuters and AFP contributed to this report.", ("Reuters", "AFP")),
    ("With reporting by Reuters, AP and dpa", ("Reuters", "AP", "dpa")),
    ("This story was reported by The Associated Press.", ("Associated Press",)),
    ("Source: TASS", ("TASS",)),
    ("More to come. am/ks (Reuters, AFP, dpa)", ("Reuters", "AFP", "dpa")),
    ("The search goes on. -AFP", ("AFP",)),
    ("The search goes on. — Silkway News Agency", ("Silkway News Agency",)),
    ("— Lake County Wire", ("Lake County Wire",)),
    ("(Additional reporting by AFP; Editing by Ann Lee)", ("AFP",)),
    ("Copyright 2016 by The Associated Press. All rights reserved.", ("Associated Press",)),
    ("The agency AFP was closed for the day.", ()),
    ("Nobody from Reuters was let in.", ()),
]


@pytest.mark.parametrize(("line", "agencies"), CREDITS, ids=[c[0] for c in CREDITS])
def test_credits_at_the_end_are_read(line: str, agencies: tuple[str, ...]) -> None:
    document = text("", f"\n\n{line}")
    assert tuple(a.value for a in document.masthead.agencies) == agencies
    for a in document.masthead.agencies:
        assert document.text[a.start : a.end] == a.value


def test_a_dateline_and_a_credit_are_both_kept_once() -> None:
    document = text("TARSOL (AP) - ", "\n\nReuters and AP contributed to this report.")
    assert [a.value for a in document.masthead.agencies] == ["AP", "Reuters"]


# Head: title, byline, date, outlet.
HEADS = [
    (f"{make.TITLE}\n\n", {"title": make.TITLE}),
    (f"{make.TITLE}\n\nBy Sabina Rahm\n\n", {"title": make.TITLE, "byline": "Sabina Rahm"}),
    (f"{make.TITLE}\nBy Sabina Rahm\n\n", {"title": make.TITLE, "byline": "Sabina Rahm"}),
    ("By Sabina Rahm, Associated Press\n\n", {"byline": "Sabina Rahm"}),
    ("By Sabina Rahm | March 4, 2016\n\n", {"byline": "Sabina Rahm", "published": "2016-03-04"}),
    ("By our own correspondent\n\n", {"byline": "our own correspondent"}),
    ("Published: 4 March 2016\n\n", {"published": "2016-03-04"}),
    ("This story is from March 4, 2016\n\n", {"published": "2016-03-04"}),
    ("March 4, 2016 9:51 AM\n\n", {"published": "2016-03-04"}),
    ("Posted: March 4th, 2016 | Filed under: News\n\n", {"published": "2016-03-04"}),
    ("Last updated on 5 March 2016\n\n", {"updated": "2016-03-05"}),
    ("Lantern News Service, 4 March 2016\n\n", {"published": "2016-03-04", "outlet": "Lantern News Service"}),
    ("Press statement, Tarsol, 4 March 2016\n\n", {"published": "2016-03-04"}),
    ("Tarsol, 4 March 2016\n\n", {"dateline_place": "Tarsol", "dateline_date": "2016-03-04"}),
    ("2016-03-04\n\n", {"published": "2016-03-04"}),
]


@pytest.mark.parametrize(("head", "fields"), HEADS, ids=[h[0].strip().replace("\n", " / ") for h in HEADS])
def test_the_head_of_a_text_is_read(head: str, fields: dict[str, str]) -> None:
    m = text(head).masthead
    names = ("title", "byline", "outlet", "published", "updated", "dateline_place", "dateline_date")
    assert {n: f.value for n in names if (f := getattr(m, n))} == fields


NO_TITLES = [
    "Police look at the house. (WISH photo)\n\n",
    "A policeman at the gate. Behind him the burned house of the three\n\n",
    "(Undated)\n\n",
    "Tarsol, Varnia (AP) -\n\n",
]


@pytest.mark.parametrize("head", NO_TITLES)
def test_a_first_line_that_is_no_title_is_none(head: str) -> None:
    assert text(head).masthead.title is None


def test_dates_in_running_text_are_not_the_publications() -> None:
    assert text("", "\n\nThe last raid was on 5 May 2014, the ministry says.").masthead.published is None
    assert text("", "\n\nFive killed in Oraz, July 17, 2015").masthead.published is None


def test_a_mails_subject_marks_its_title_in_the_text() -> None:
    document = only(parsed("eml", make.eml(f"{make.TITLE}\n\n{make.TEXT}", f"World alert: {make.TITLE}")))
    assert marked(document, "title") == [make.TITLE]


def test_what_a_record_states_goes_before_what_its_text_says() -> None:
    record = {
        "text": f"{make.TITLE}\n\nBy Sabina Rahm\n\n{make.TEXT}",
        "title": "Given",
        "byline": "Another",
        "published": "2016-03-05",
    }
    m = only(parsed("jsonl", make.jsonl([record]))).masthead
    assert (m.title and m.title.value, m.byline and m.byline.value) == ("Given", "Another")
    assert m.title is not None
    assert m.title.where == "record:title"
