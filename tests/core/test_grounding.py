"""Values that are not word for word in the text go one by one; what was good beside them stays."""

import dataclasses

from sayso.core import Attribution, AttributionChain, Hop, Name, Participant, Quote, Reading, Span, Token
from sayso.core.grounding import grounded, grounded_reading
from tests.build import RAID, coded, event, figure, given, quote, raid, run, statement

DOCUMENT = given()[1]
MADE_UP = Quote(0, 4, "Nine")


def test_what_stands_in_the_text_stays_as_it_is() -> None:
    c = raid(DOCUMENT, run())
    assert grounded(c) == (c, ())


def test_a_record_whose_own_words_are_made_up_goes_and_the_others_stay() -> None:
    c = raid(DOCUMENT, run())
    bad = dataclasses.replace(c.figures[0], quote=MADE_UP)
    found, refused = grounded(dataclasses.replace(c, figures=(bad, c.figures[1])))
    assert found.figures == c.figures[1:]
    assert found.events == c.events
    assert refused == ("f1: quote at 0-4 reads 'Nine', the text 'Sold'",)


def test_references_to_what_went_go_with_it() -> None:
    c = raid(DOCUMENT, run())
    c = dataclasses.replace(c, statements=(statement(RAID, "Local media put it at six", about=("e1", "f1")),))
    found, _ = grounded(dataclasses.replace(c, events=(dataclasses.replace(c.events[0], trigger=MADE_UP),)))
    assert found.events == ()
    assert [f.events for f in found.figures] == [(), ()]
    assert found.statements[0].about == ("f1",)


def test_a_made_up_place_party_or_speaker_goes_alone() -> None:
    e = dataclasses.replace(
        event(RAID, "raided", place="Kant", date="2015-07-16"),
        place_quote=MADE_UP, actors=(Participant(MADE_UP), Participant(quote(RAID, "Soldiers"))),
    )  # fmt: skip
    f = figure(RAID, "six", 6, chain=AttributionChain((Hop(quote(RAID, "Local media")), Hop(MADE_UP))))
    found, refused = grounded(coded(DOCUMENT, run(), events=[e], figures=[f]))
    (event_,), (figure_,) = found.events, found.figures
    assert (event_.place, event_.place_quote) == (None, None)
    assert event_.date is not None
    assert [p.quote.words for p in event_.actors] == ["Soldiers"]
    assert [h.name for h in figure_.chain.hops] == ["Local media"]
    assert len(refused) == 3


def test_a_reading_of_another_text_or_with_words_beyond_it_has_no_layers() -> None:
    good = Reading(
        DOCUMENT.id, DOCUMENT.doc, RAID, DOCUMENT.sha256, "toy/1", tokens=(Token(0, 8, "soldier", "NOUN", "", 0, "root"),)
    )
    assert grounded_reading(good, DOCUMENT) is good
    other = dataclasses.replace(good, text="Something else.")
    beyond = dataclasses.replace(good, tokens=(Token(0, 9999, "x", "X", "", 0, "root"),))
    for bad in (other, beyond):
        found = grounded_reading(bad, DOCUMENT)
        assert (found.tokens, found.text) == ((), RAID)
        assert found.unread.startswith("the reader gave")


def test_spans_of_a_reading_that_leave_the_text_go_one_by_one() -> None:
    token = Token(0, 8, "soldier", "NOUN", "", 0, "root")
    far = Span(0, 9999)
    near = Attribution((Span(0, 8),), (), (Span(9, 15),))
    reading = Reading(
        DOCUMENT.id, DOCUMENT.doc, RAID, DOCUMENT.sha256, "toy/1", tokens=(token,),
        names=(Name(0, 8, "ORG", 0, 1), Name(0, 9999, "ORG", 0, 1), Name(0, 8, "ORG", 0, 7)),
        attributions=(near, Attribution((far,), (), (Span(9, 15),)), dataclasses.replace(near, parent=0)),
        quotations=(Span(0, 8), far),
    )  # fmt: skip
    found = grounded_reading(reading, DOCUMENT)
    assert found.names == reading.names[:1]
    assert found.quotations == (Span(0, 8),)
    assert found.attributions[0] == near
    assert (found.attributions[1].source, found.attributions[1].content) == ((), ())
    assert found.attributions[2].parent == 0
