"""An address holds the whole state of a list, comes back as it went, and says what it cannot read."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from starlette.datastructures import QueryParams

from sayso.serve.faults import FaultError
from sayso.serve.states import CLAIMS, DOCS, EVENT_FILTERS, EVENTS, LOG, REVIEW, EventsState, ReviewState, state_of

days = st.dates().map(lambda d: d.isoformat())
words = st.text(st.characters(codec="utf-8", exclude_categories=("Cs", "Cc")), min_size=1, max_size=40).map(str.strip)
states = st.builds(
    EventsState,
    q=words,
    type=st.lists(st.sampled_from(["ASSAULT", "PROTEST", "COERCE"]), unique=True, max_size=3).map(tuple),
    first=days,
    last=days,
    undated=st.booleans(),
    bbox=st.one_of(st.none(), st.tuples(*(st.integers(-90, 90).map(float),) * 2).map(lambda p: (p[0], -10.0, p[1], 10.0))),
    country=st.sampled_from(["", "KG", "SY"]),
    contested=st.sampled_from(["", "any", "killed"]),
    place=st.sampled_from(["", "Korrin"]),
    min_killed=st.one_of(st.none(), st.integers(0, 9)),
    background=st.sampled_from(["", "only", "without"]),
    min_origins=st.integers(0, 99),
    order=st.sampled_from(["-date", "killed", "place"]),
    view=st.sampled_from(["all", "map"]),
)


@given(states)
def test_a_state_survives_its_address(state: EventsState) -> None:
    read, unknown = EVENTS.read(QueryParams(EVENTS.write(state)))
    assert read == state
    assert unknown == ()


@given(states)
def test_a_filter_gives_the_state_that_asks_for_it(state: EventsState) -> None:
    assert state_of(state.filter).filter == state.filter


@given(states)
def test_a_chip_takes_away_one_filter_and_nothing_else(state: EventsState) -> None:
    for chip in EVENTS.chips("/events", state, EVENT_FILTERS):
        rest, _ = EVENTS.read(QueryParams(chip.without.partition("?")[2]))
        assert rest != state
        assert rest.order == state.order
        assert rest.view == state.view


WRONG = [
    (EVENTS, "from=yesterday", "from"),
    (EVENTS, "type=WAR", "type"),
    (EVENTS, "bbox=1,2,3", "bbox"),
    (EVENTS, "bbox=1,9,3,2", "bbox"),
    (EVENTS, "min_killed=-1", "min_killed"),
    (EVENTS, "country=KGZ", "country"),
    (EVENTS, "undated=maybe", "undated"),
    (EVENTS, "z=5", "z"),
    (EVENTS, "z=5/99/0", "z"),
    (EVENTS, f"q={'x' * 500}", "q"),
    (REVIEW, "queue=all", "queue"),
    (REVIEW, "from_confidence=2", "from_confidence"),
    (DOCS, "coded=perhaps", "coded"),
    (CLAIMS, "state=true", "state"),
    (LOG, "verdict=delete", "verdict"),
]


@pytest.mark.parametrize(("codec", "query", "name"), WRONG, ids=[w[1][:20] for w in WRONG])
def test_a_bad_value_is_named_and_never_an_empty_list(codec: object, query: str, name: str) -> None:
    with pytest.raises(FaultError) as caught:
        codec.read(QueryParams(query))  # type: ignore[attr-defined]
    assert caught.value.fault.where == name
    assert caught.value.fault.status == 400
    assert "expected" in caught.value.fault.what


def test_unknown_parameters_are_told() -> None:
    _, unknown = EVENTS.read(QueryParams("q=a&colour=red&at=2026-01-01"))
    assert unknown == ("colour",)


def test_skipped_items_stay_bounded() -> None:
    state = ReviewState()
    for i in range(300):
        state = state.without(f"doc#{i}")
    assert len(state.skip) == 100
    assert REVIEW.read(QueryParams(REVIEW.write(state)))[0] == replace(state, item="")
