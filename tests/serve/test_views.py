"""Views as pure functions: the headline range, segments of a text, time lines, dates and numbers in words."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sayso.core import AttributionChain, Claim, Document, Hop, Origin, Quote
from sayso.export.words import date_text, number_text, range_text
from sayso.ledger import ClaimRow, EventRecord, EventRow
from sayso.serve.views.case import EventCase
from sayso.serve.views.changes import changed
from sayso.serve.views.event import event_view
from sayso.serve.views.figures import figure_tables
from sayso.serve.views.item import surroundings
from sayso.serve.views.listing import time_line
from sayso.serve.views.reader import Mark, marked, reader_view, segment
from sayso.serve.views.usefulness import consequence, ranked
from tests.serve.conftest import Bench
from tests.serve.made import facts_of

ROW = EventRow(
    "E-1", "ASSAULT", "", "happened", False, "2026-03-14", "2026-03-14", "2026-03-14", "Korrin", "KG", "02", 1.0, 2.0, "town",
    1, 1, 1, 1, 1, 1, (None, None), (), None, "2026-03-14T00:00:00Z",
)  # fmt: skip
RECORD = EventRecord(ROW, (), (), (), (), "E-1")


def claim(n: int, low: int | None, high: int | None, how: str, words: str = "some people", **more: object) -> ClaimRow:
    origin = str(more.pop("origin", f"O-{n}"))
    state = str(more.pop("state", "draft"))
    said = AttributionChain((Hop(Quote(0, 3, "who")),))
    made = Claim("f1", "killed", ("e1",), Quote(10, 10 + len(words), words), "", low, high, how, chain=said, **more)  # type: ignore[arg-type]
    return ClaimRow(
        f"doc_{n}#f1", f"doc_{n}", f"d{n}", f"Outlet {n}", f"2026-03-{n:02}", made, ("doc_1#e1",), state, False, origin
    )


def case_of(*claims: ClaimRow, **more: object) -> EventCase:
    origins = {c.origin or "": Origin(c.origin or "", f"Body {c.origin}", "monitor", (c.address,)) for c in claims}
    return EventCase(RECORD, claims, (), origins, **more)  # type: ignore[arg-type]


def test_the_headline_runs_from_the_lowest_to_the_highest_comparable_claim() -> None:
    case = case_of(
        claim(1, 893, 893, "exactly"),
        claim(2, 2001, None, "at_least", "more than 2,000"),
        claim(3, None, None, "vague", "hundreds"),
        claim(4, 300, 350, "range", scope="one hospital"),
        claim(5, 5, 5, "exactly", stance="denies"),
    )
    (table,) = figure_tables(case)
    assert table.range == "893–2,000+"
    assert (table.low, table.high, table.open_high) == (893, 2001, True)
    assert [s.scope for s in table.sections] == ["", "one hospital"]
    assert table.vague == 1


figures = st.sampled_from(["exactly", "at_least", "range", "about", "vague", "plural"])


@given(
    st.lists(
        st.tuples(figures, st.integers(0, 9999), st.sampled_from(["", "one ward"]), st.sampled_from(["asserts", "denies"])),
        max_size=8,
    )
)
def test_the_headline_never_uses_vague_denied_or_other_figures(rows: list[tuple[str, int, str, str]]) -> None:
    claims = []
    for n, (how, value, scope, stance) in enumerate(rows, 1):
        low = None if how in ("vague", "plural") else value
        high = None if how in ("vague", "plural", "at_least") else value + (how == "range")
        claims.append(claim(n, low, high, how, "dozens", scope=scope, stance=stance))
    for table in figure_tables(case_of(*claims)):
        lead = table.sections[0]
        allowed = {
            v
            for c in claims
            if c.claim.stance == "asserts" and c.claim.scope == lead.scope and c.claim.comparator not in ("vague", "plural")
            for v in (c.claim.low, c.claim.high)
            if v is not None
        }
        assert {table.low, table.high} - {None} <= allowed
        for section in table.sections:
            for row in section.rows:
                text = row.newest.value
                assert (
                    number_text(row.newest.figure.low, row.newest.figure.high, row.newest.figure.comparator, row.newest.words)
                    == text
                )


def test_one_origin_has_one_row_with_its_earlier_figures() -> None:
    case = case_of(*(claim(n, v, v, "exactly", origin="O-A") for n, v in ((1, 640), (2, 893), (3, 893))))
    (table,) = figure_tables(case)
    (row,) = table.sections[0].rows
    assert row.newest.value == "893"
    assert [e.value for e in row.earlier] == ["640"]
    assert row.documents == 3


def test_two_figures_of_one_time_replace_nothing() -> None:
    a, b = claim(1, 4, 4, "exactly", origin="O-A"), claim(1, 3, 3, "exactly", origin="O-A")
    b = replace(b, address="doc_1#f2")
    (table,) = figure_tables(case_of(a, b))
    (row,) = table.sections[0].rows
    assert row.earlier == ()
    assert {row.newest.value, *(s.value for s in row.also)} == {"3", "4"}
    assert table.range == "3–4"


def test_drafts_below_the_threshold_wait_and_judged_ones_do_not() -> None:
    case = case_of(
        claim(1, 5, 5, "exactly", confidence=0.2), claim(2, 7, 7, "exactly", confidence=0.2, state="accepted"), threshold=0.5
    )
    (table,) = figure_tables(case)
    assert [r.newest.value for r in table.sections[0].rows] == ["7"]
    assert case.waiting == 1


def test_what_moves_a_range_comes_first_and_its_consequence_is_told() -> None:
    case = case_of(claim(1, 893, 893, "exactly"), claim(2, 1204, 1204, "exactly"), claim(3, 4000, 4000, "exactly"))
    first = ranked(case)[0]
    assert first.why == "sets an end of the range"
    told = consequence(case, "doc_3#f1")
    assert told is not None
    assert (told.range, told.range_without) == ("893–4,000", "893–1,204")
    assert told.independent[0] == told.independent_without[0] + 1


def test_a_denial_is_never_called_a_difference(shown: Bench) -> None:
    id = shown.events["attack"]
    record = shown.ledger.event(id)
    assert record is not None
    page = shown.client.get(f"/events/{id}.json").json()
    assert {c["kind"] for c in page["denials"]} == {"denied"}
    assert "denied" not in {c["kind"] for c in page["conflicts"]}
    assert {c["kind"] for c in page["revisions"]} == {"revised"}
    assert facts_of(shown.ledger, id).figures


spans = st.lists(
    st.tuples(st.integers(0, 80), st.integers(1, 30), st.sampled_from(["figure", "statement", "event", "unused"])), max_size=12
)


@given(st.text(st.sampled_from("ab \n\rйà😀<&"), max_size=100), spans)
def test_segments_are_the_text_without_its_line_ends(text: str, marks: list[tuple[int, int, str]]) -> None:
    made = [Mark(f"m{i}", a, min(a + n, len(text)), k, "draft", "") for i, (a, n, k) in enumerate(marks)]
    paragraphs = segment(text, made)
    for p in paragraphs:
        whole = "".join(s.words for s in p.segments)
        assert text[p.start : p.start + len(whole)] == whole
        for s in p.segments:
            covering = {m.id for m in made if m.start <= s.start and s.start + len(s.words) <= m.end and m.start < m.end}
            assert set(s.marks) == covering
    kept = "".join(s.words for p in paragraphs for s in p.segments)
    assert "".join(kept.split()) == "".join(text.split())


def test_five_thousand_marks_are_cut_in_a_moment() -> None:
    text = "nine men died here. " * 5000
    marks = [Mark(f"f{i}", i * 20, i * 20 + 8, "figure", "draft", "") for i in range(5000)]
    (paragraph,) = segment(text, marks)
    assert sum(bool(s.marks) for s in paragraph.segments) == 5000


@pytest.mark.parametrize("around", [("word " * 200, " word" * 200), ("x" * 900, "x" * 900), ("Short. ", " End.")])
def test_words_around_a_claim_begin_and_end_between_words(around: tuple[str, str]) -> None:
    text = f"First line.\n{around[0]}nine men{around[1]}\nLast line."
    start = text.index("nine men")
    low, high = surroundings(text, Quote(start, start + 8, "nine men"))
    shown = text[low:high]
    assert "nine men" in shown
    assert "line." not in shown
    assert start - low <= 321
    if " " in around[0]:
        assert not text[low - 1].strip()
        assert not text[high].strip()


def test_a_document_without_coding_is_a_page_too() -> None:
    document = Document("d", "One line.\nAnother.")
    view = reader_view(document, None, marked(document, None))
    assert [p.number for p in view.paragraphs] == [1, 2]
    assert view.total == 0


def test_bins_cover_all_days_and_count_each_event_once() -> None:
    rows = [("2026-01-01", "2026-01-01", False, 2), ("2026-03-09", "2026-03-20", True, 1), (None, None, False, 5)]
    line = time_line(rows)
    assert line is not None
    assert sum(b.events for b in line.bins) == 3
    assert sum(b.contested for b in line.bins) == 1
    assert line.unsure == 1
    assert all(a.last < b.first for a, b in zip(line.bins, line.bins[1:], strict=False))
    assert time_line([(None, None, False, 1)]) is None


WRITTEN = [
    ("2015-07-16", "16 Jul 2015"),
    ("2015-07", "July 2015"),
    ("2015", "2015"),
    ("2015-07-10/2015-07-17", "10–17 Jul 2015"),
    ("2015-06-28/2015-07-02", "28 Jun – 2 Jul 2015"),
    ("../2015-07-17", "by 17 Jul 2015"),
    ("2015-06~", "about June 2015"),
    ("", "date unknown"),
]


@pytest.mark.parametrize(("edtf", "text"), WRITTEN)
def test_dates_say_how_precise_they_are(edtf: str, text: str) -> None:
    assert date_text(edtf) == text


NUMBERS = [
    ((893, 893, "exactly", "893"), "893"),
    ((2000, None, "at_least", "at least 2,000"), "≥ 2,000"),
    ((2001, None, "at_least", "more than 2,000"), "> 2,000"),
    ((None, 50, "at_most", "up to 50"), "≤ 50"),
    ((300, 350, "range", ""), "300–350"),
    ((900, 900, "about", ""), "≈ 900"),
    ((None, None, "vague", "dozens"), "“dozens”"),
    ((0, 0, "exactly", "nobody"), "0"),
]


@pytest.mark.parametrize(("figure", "text"), NUMBERS)
def test_figures_keep_their_wording(figure: tuple[int | None, int | None, str, str], text: str) -> None:
    assert number_text(*figure) == text


def test_ranges_say_when_they_are_open() -> None:
    assert range_text(893, 2000, open_high=True) == "893–2,000+"
    assert range_text(4, 4) == "4"
    assert range_text(None, None) == "none given"


def test_an_event_without_figures_has_a_page() -> None:
    view = event_view(EventCase(RECORD, (), (), {}))
    assert view.tables == ()
    assert replace(view, claims=0) == view


def test_a_claim_that_was_changed_counts_once_and_a_new_number_of_it_not_at_all() -> None:
    first, second = claim(1, 893, 893, "exactly"), claim(2, 5, 5, "exactly")
    renumbered = replace(first, address="doc_1#f9", claim=replace(first.claim, subject="f9", confidence=0.9))
    moved = replace(first, claim=replace(first.claim, quote=Quote(12, 15, "two"), low=2), state="corrected")
    assert changed([first, second], [renumbered, second]) == 0
    assert changed([first, second], [moved, second]) == 1
    assert changed([first], [first, second]) == changed([first, second], [second]) == 1
    assert changed([first], [first, replace(second, claim=replace(second.claim, confidence=0.1))], threshold=0.3) == 0
