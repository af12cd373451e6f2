"""Spans, quotes, digests and dates."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sayso.core import Document, Found, InputError, Masthead, Quote, Span, digest
from sayso.core.dates import days, overlap, precision


def test_a_quote_cannot_disagree_with_its_offsets() -> None:
    with pytest.raises(InputError, match="carries 3 characters"):
        Quote(0, 4, "abc")
    with pytest.raises(InputError, match="is not a place in a text of 3"):
        Quote.at("abc", 1, 9)


def test_a_quote_names_what_stands_there_instead() -> None:
    with pytest.raises(InputError, match="'four died' but the text there is 'five died'"):
        Quote(0, 9, "four died").check("five died")


@given(st.text(min_size=1), st.data())
def test_a_quote_reads_its_own_words(text: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text) - 1))
    end = data.draw(st.integers(start + 1, len(text)))
    quote = Quote.at(text, start, end)
    quote.check(text)
    assert quote.words == quote.span.of(text)


def test_spans_that_touch_do_not_overlap() -> None:
    assert not Span(0, 3).overlaps(Span(3, 5))
    assert Span(0, 5).contains(Span(3, 5))


def test_digests_keep_the_borders_of_their_parts() -> None:
    assert digest("d", ["a.b", "c"]) != digest("d", ["a", "b.c"])


def test_the_same_page_is_one_document_and_two_outlets_are_two() -> None:
    def page(outlet: str, address: str) -> str:
        return Document("x", "Four died.", Masthead(outlet=Found(outlet, "given"), address=Found(address, "given"))).id

    assert page("A", "https://a.example/1") == page("A", "https://a.example/1")
    assert page("A", "https://a.example/1") != page("B", "https://b.example/1")


@pytest.mark.parametrize(
    ("edtf", "length", "kind"),
    [
        ("2015-07-16", 1, "day"),
        ("2015-07", 31, "month"),
        ("2015", 365, "year"),
        ("2015-07-10/2015-07-17", 8, "interval"),
        ("2015-06~", 30, "month"),
    ],
)
def test_edtf_values_span_their_days(edtf: str, length: int, kind: str) -> None:
    span = days(edtf)
    assert span is not None
    assert span[1] - span[0] + 1 == length
    assert precision(edtf) == kind


def test_open_and_unreadable_dates() -> None:
    assert overlap("../2015-07-17", "2015-07-01")
    assert not overlap("../2015-07-17", "2015-07-18")
    assert days("last week") is None
    assert days("2015-02-30") is None
    assert precision("2015-07-17/..") == "open"
