"""Furniture in plain text: marked, never cut, and nothing else with it."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sayso.ingest.furniture import furniture, lines_of
from tests.ingest import builders as make
from tests.ingest.reading import marked, only, parsed

FURNITURE = [
    "Share this: Facebook", "Facebook Twitter Linkedin Mail Share", "Tumblr", "Like this: Like Loading...", "Tweet", "Read or Share this story: https://t.example/x",
    "Follow Sabina Rahm on Twitter @srahm", "\"Follow Sabina Rahm on Twitter @srahm.\"", "Contact Sabina Rahm at: srahm@monitor.example, 419-724-6095", "srahm@monitor.example",
    "srahm@monitor.example or 954-356-4303", "@srahm", "Twitter: @srahm", "Advertisement", "Story continues below advertisement", "Skip to main content", "Skip Ad",
    "Please enable Javascript to watch this video", "Mobile users tap here for photos", "Watch the report", "UP NEXT", "Slideshow", "Get short URL",
    "Read more: Dam gives way above Oraz", "RELATED: Dam gives way above Oraz", "MORE: Dam gives way above Oraz", "[RELATED: Dam gives way above Oraz]",
    ">>PHOTOS: The valley after the flood", "[Vigil held in Oraz for the dead of the dam]", "0:43 Dam gives way above Oraz", "Complete coverage of the flood",
    "Sign up for our newsletter and get the news in your inbox", "Our newsletter", "We use cookies to make this site better. By reading on you agree.", "Accept all cookies",
    "© 2016 Tarsol Monitor", "(© 2016 Monitor)", "(Copyright ©2016 Monitor. All Rights Reserved.)", "All rights reserved.", "Copyright 2016 Monitor. This material may not be published.",
    "Load more", "5 shares", "3 min read", "Tags: flood, dam", "(Reporting by Oleg Vint in Tarsol; Editing by Ann Lee)", "Additional reporting by Oleg Vint", "Contributing: Oleg Vint",
    "______________", "———", "###", "Home | News | Sport | Weather", "Report an Error or Submit a Tip", "Having trouble viewing the video? Try another browser.",
]  # fmt: skip
CAPTIONS = [
    "Police on Mill Street after the raid. (Photo: Tarsol Monitor)", "Police on Mill Street after the raid. (WISH photo)", "Police on Mill Street. (Source: City police)",
    "An arrest was made in the case. (Published Friday, Nov. 27, 2015)", "A policeman at the gate on Thursday. [Oleg Vint/Reuters]", "Police on Mill Street. (Oleg Vint, Staff)",
    "Photo: Oleg Vint", "Smoke over Mill Street on Thursday morning/AFP via Getty Images", "Police investigate the scene in Tarsol. (Oleg Vint)",
]  # fmt: skip
PROSE = [
    "Share prices fell in Tarsol after the raid.", "Follow the money, the minister said, and you will find the killers.", "Read more than the headline, he told them.",
    "Photographs of the dead were shown to reporters.", "“He was shot twice,” said a neighbour (Piotr Halny, The Steppe Review).", "Home is where they were killed.",
    "At 7:15 the shooting began.", "2:45 p.m. Russia says that four of its soldiers are dead.", "Police said the wounded were in hospital (see below).",
    "More than forty people were hurt.", "Video of the raid shows five bodies, the group said.", "Related groups in Oraz denied it.", "The attack was claimed by a group (AFP).",
    "Three were killed and two wounded, according to the ministry (which gave no names).", "Also killed: a policeman and his son.", "Contact was lost with the column at noon.",
    "The Post reports that eleven died.", "Sabina is a policeman's daughter and was shot in the arm.", "[The group has since denied that it was there.]",
]  # fmt: skip


def within(line: str) -> list[tuple[str, str]]:
    """Kinds and words of the marks in a text that holds `line` in its middle."""
    text = "\n\n".join([*make.BODY, line, *make.OTHER_BODY])
    return [(m.kind, text[m.start : m.end]) for m in furniture(text)]


@pytest.mark.parametrize("line", FURNITURE)
def test_furniture_is_marked(line: str) -> None:
    assert within(line) == [("furniture", line)]


@pytest.mark.parametrize("line", CAPTIONS)
def test_captions_are_marked(line: str) -> None:
    assert within(line) == [("caption", line)]


@pytest.mark.parametrize("line", PROSE)
def test_prose_is_left_alone(line: str) -> None:
    assert within(line) == []


def test_a_list_of_links_ends_where_prose_begins() -> None:
    text = "\n".join(
        [*make.BODY, "Related stories", "Dam gives way above Oraz", "Minister resigns over a boat", "", *make.OTHER_BODY]
    )
    assert [text[m.start : m.end] for m in furniture(text)] == [
        "Related stories",
        "Dam gives way above Oraz",
        "Minister resigns over a boat",
    ]


def test_comments_run_to_the_end() -> None:
    text = "\n".join(
        [
            *make.BODY,
            *make.OTHER_BODY,
            "2 comments",
            "Bermet",
            "I saw ten of them dead in the street.",
            "guest",
            "Who believes it?",
        ]
    )
    marks = furniture(text)
    assert text[marks[0].start : marks[-1].end] == text[text.index("2 comments") :]


def test_an_authors_note_at_the_end_is_marked_and_the_same_words_earlier_are_not() -> None:
    note = "Sabina Rahm is a reporter for the Tarsol Monitor."
    assert [w for _, w in [(m.kind, m) for m in furniture("\n".join([note, *make.BODY, *make.OTHER_BODY]))]] == []
    text = "\n".join([*make.BODY, *make.OTHER_BODY, note])
    assert [text[m.start : m.end] for m in furniture(text)] == [note]


def test_a_caption_that_stands_twice_is_marked_twice() -> None:
    text = "\n".join(
        [make.BODY[0], "Police on Mill Street on Thursday morning", "Police on Mill Street on Thursday morning", *make.BODY[1:]]
    )
    assert [m.kind for m in furniture(text)] == ["caption", "furniture"]


def test_a_lead_that_stands_twice_is_read_once() -> None:
    text = "\n\n".join([make.TITLE, make.BODY[0], "by Sabina Rahm", make.BODY[0], *make.BODY[1:]])
    assert [(m.kind, m.start > 200) for m in furniture(text)] == [("furniture", False)]
    assert len(furniture(text)) == 1


def test_rights_at_the_end_of_a_paragraph_are_marked_alone() -> None:
    tail = "Copyright 2018 by Monitor Wire. All rights reserved. This material may not be published."
    text = f"{make.TEXT} {tail}"
    assert [text[m.start : m.end] for m in furniture(text)] == [tail]


def test_the_text_is_frozen_with_its_furniture() -> None:
    text = "\n".join(["Home | News | Sport | Weather", make.TITLE, "", make.TEXT, "Share this: Facebook", "© 2016 Monitor"])
    document = only(parsed("text", text.encode()))
    assert document.text == text
    assert marked(document, "furniture") == ["Home | News | Sport | Weather", "Share this: Facebook", "© 2016 Monitor"]


@given(st.text(max_size=400))
def test_lines_and_marks_stand_where_they_say(text: str) -> None:
    for line in lines_of(text):
        assert text[line.start : line.end] == line.text == line.text.strip() != ""
    marks = furniture(text)
    assert all(a.end <= b.start for a, b in pairwise(marks))
    assert all(0 <= m.start < m.end <= len(text) for m in marks)


@pytest.mark.parametrize(
    "piece",
    ["A ", "a.", "Share ", "(", "[", "@a ", "— ", "A. (B ", "1:11 ", "x|", "By A, ", "March 3, 2016 ", "Reuters, ", "TARSOL, "],
)
def test_hostile_lines_take_no_longer_than_long_ones(piece: str) -> None:
    import time

    start = time.process_time()
    only(parsed("text", (make.TEXT + "\n\n" + piece * 60_000 + "\n\n" + make.TEXT + "\n" + piece * 60_000).encode()))
    only(parsed("text", ((piece * 200 + "\n") * 300).encode()))
    assert time.process_time() - start < 4
