"""How a figure was worded decides how it is drawn, and nothing is ever drawn beside the axis."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml.html import fromstring

from sayso.serve.draw import Scale, Series, Stop, Worded, draw_over_time, draw_strip, draw_text, scale_for, vague_span
from sayso.serve.views.reader import Mark, segment

AXIS = scale_for([100, 893, 2000])

WORDINGS = [
    (Worded(893, 893, "exactly"), {"<circle"}, {"open", "vague", "wavy", 'class="bar"'}),
    (Worded(2000, None, "at_least"), {"<circle", 'class="open"', 'class="head"'}, {"vague", "wavy"}),
    (Worded(None, 50, "at_most"), {"<circle", 'class="open"', 'class="head"'}, {"vague", "wavy"}),
    (Worded(300, 350, "range"), {'class="bar"'}, {"<circle", "open", "vague"}),
    (Worded(900, 900, "about"), {"<circle", "wavy"}, {"open", 'class="bar"', "vague"}),
    (Worded(None, None, "vague", "hundreds of men"), {'class="vague"'}, {"<circle", "open"}),
    (Worded(None, None, "vague", "many"), set(), {"<circle", "vague", "open"}),
    (Worded(None, None, "plural", "civilians"), set(), {"<circle", "vague", "open"}),
]


@pytest.mark.parametrize(("figure", "has", "lacks"), WORDINGS, ids=lambda v: v.comparator if isinstance(v, Worded) else "")
def test_each_wording_has_its_mark(figure: Worded, has: set[str], lacks: set[str]) -> None:
    drawn = str(draw_strip(AXIS, "party", figure))
    assert all(h in drawn for h in has), drawn
    assert not any(x in drawn for x in lacks), drawn


def test_an_earlier_figure_is_a_small_hollow_mark_joined_to_the_newest() -> None:
    drawn = str(draw_strip(AXIS, "party", Worded(893, 893, "exactly"), [Worded(640, 640, "exactly")]))
    assert 'class="revised"' in drawn
    assert 'fill="var(--paper)"' in drawn
    assert 'r="4"' in drawn


def test_an_earlier_figure_without_one_number_has_no_mark() -> None:
    for old in (Worded(None, None, "vague", "hundreds"), Worded(300, 350, "range")):
        drawn = str(draw_strip(AXIS, "party", Worded(893, 893, "exactly"), [old]))
        assert 'class="earlier"' in drawn
        assert "revised" not in drawn
        assert drawn.count("<circle") == 1
    joined = str(draw_strip(AXIS, "party", Worded(None, None, "vague", "hundreds"), [Worded(640, 640, "exactly")]))
    assert "revised" not in joined


def test_what_an_origin_says_at_the_same_time_is_drawn_too() -> None:
    drawn = str(draw_strip(AXIS, "party", Worded(300, 300, "exactly"), (), [Worded(700, 700, "exactly")]))
    assert drawn.count("<circle") == 2
    assert "revised" not in drawn


def test_roles_have_shapes_of_their_own() -> None:
    drawn = {
        role: str(draw_strip(AXIS, role, Worded(893, 893, "exactly")))
        for role in ("party", "opposing", "monitor", "medium", "official")
    }
    shapes = {re.search(r'<g fill="currentColor"[^>]*>(.*?)</g>', d)[1] for d in drawn.values()}  # type: ignore[index]
    assert len(shapes) == len(drawn)


def test_vague_words_have_the_span_of_the_longest_word() -> None:
    assert vague_span("tens of thousands of people") == (10_000, 99_999)
    assert vague_span("Dozens") == (24, 99)
    assert vague_span("many") is None


comparators = st.sampled_from(["exactly", "at_least", "at_most", "range", "about", "vague", "plural"])


@st.composite
def figures(draw: st.DrawFn) -> Worded:
    how = draw(comparators)
    a, b = sorted((draw(st.integers(0, 10**9)), draw(st.integers(0, 10**9))))
    if how in ("vague", "plural"):
        return Worded(None, None, how, draw(st.sampled_from(["dozens", "hundreds of thousands", "some"])))
    low, high = {"at_least": (a, None), "at_most": (None, b), "range": (a, b)}.get(how, (a, a))
    return Worded(low, high, how)


@given(st.lists(figures(), min_size=1, max_size=6), st.sampled_from([True, False, None]))
def test_no_mark_lies_outside_the_strip(drawn: list[Worded], log: bool | None) -> None:
    scale = scale_for([n for f in drawn for n in f.numbers], log)
    for f in drawn:
        text = str(draw_strip(scale, "medium", f, drawn))
        for value in re.findall(r'(?:x|x1|x2)="(-?[\d.]+)%"', text):
            assert 0 <= float(value) <= 100


@given(st.lists(st.integers(0, 10**9), min_size=1, max_size=12))
def test_the_axis_keeps_the_order_of_numbers(values: list[int]) -> None:
    scale = scale_for(values)
    places = [scale.at(v) for v in sorted(values)]
    assert places == sorted(places)
    assert scale.ticks
    assert all(a < b for a, b in zip(scale.ticks, scale.ticks[1:], strict=False))


def test_a_line_over_time_ends_at_its_last_statement() -> None:
    line = Series("Ministry", "party", (Stop(738_000, Worded(640, 640, "exactly")), Stop(738_001, Worded(893, 893, "exactly"))))
    other = Series("Wire", "medium", (Stop(738_010, Worded(1204, 1204, "exactly")),))
    drawn = str(draw_over_time([line, other], scale_for([640, 893, 1204])))
    ends = [float(x) for x in re.findall(r'class="step" x1="[\d.]+%" x2="([\d.]+)%"', drawn)]
    assert max(ends) < 30, "the line of the first origin is drawn on to the day of another"


def test_no_line_over_time_runs_through_a_number_that_nobody_gave() -> None:
    stops = (
        Stop(738_000, Worded(None, None, "vague", "several")),
        Stop(738_001, Worded(300, 350, "range")),
        Stop(738_002, Worded(None, None, "vague", "several")),
    )
    assert 'class="step"' not in str(draw_over_time([Series("Government", "party", stops)], AXIS))


def test_each_report_is_a_tick_under_the_axis_over_time() -> None:
    line = Series("Ministry", "party", (Stop(738_000, Worded(640, 640, "exactly")), Stop(738_001, Worded(893, 893, "exactly"))))
    drawn = str(draw_over_time([line], AXIS, [738_000, 738_001, 738_001]))
    assert drawn.partition('class="reports"')[2].count("v7") == 3


def test_names_in_drawings_are_escaped() -> None:
    evil = Series("<script>", "medium", (Stop(1, Worded(1, 1, "exactly")),))
    assert "<script>" not in str(draw_over_time([evil], Scale(0, 2, False, (0, 1, 2))))


def test_a_marked_text_keeps_every_word_and_runs_none_of_it() -> None:
    text = 'Five <b>men</b> & "two" women died.\n\nLater <script>x()</script> three.'
    spans = [("f1", "Five"), ("f2", "Five <b>men</b>"), ('f"3', "three")]
    marks = [Mark(id, text.index(words), text.index(words) + len(words), "figure", "draft", "") for id, words in spans]
    html = draw_text(segment(text, marks), here="f2")
    root = fromstring(f"<div>{html}</div>")
    assert "".join(root.xpath("//*[@data-at]//text()")) == text.replace("\n", "")
    assert not root.xpath("//b | //script")
    assert [a.get("id") for a in root.xpath("//a[contains(@class, 'm ')]")] == ["f1", None, 'f"3']
    assert ["here" in a.get("class") for a in root.xpath("//a[contains(@class, 'm ')]")] == [True, True, False]
    assert root.xpath("//sup/@id") == ["f2"]
