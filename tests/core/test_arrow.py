"""Every core type survives the trip through Arrow, and through the compact JSON that the ledger keeps."""

import dataclasses
import json
import types
from typing import Any, Union, get_args, get_origin, get_type_hints

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import sayso.core as core
from sayso.core import Quote, Span
from sayso.core.arrow import from_batch, schema_of, to_batch
from sayso.core.compact import pack, unpack

RECORDS = [k for name in core.__all__ if dataclasses.is_dataclass(k := getattr(core, name)) and isinstance(k, type)]
TEXT = st.text(st.characters(codec="utf-8"), max_size=8)
SCALARS = {
    str: TEXT,
    int: st.integers(-(2**40), 2**40),
    float: st.floats(allow_nan=False, width=32),
    bool: st.booleans(),
    bytes: st.binary(max_size=8),
}


def of(hint: Any) -> st.SearchStrategy[Any]:
    if hint in SCALARS:
        return SCALARS[hint]
    if hint is Span:
        return st.tuples(st.integers(0, 99), st.integers(0, 99)).map(lambda t: Span(min(t), max(t)))
    if hint is Quote:
        return st.tuples(st.integers(0, 99), st.text("abc ", min_size=1, max_size=6)).map(
            lambda t: Quote(t[0], t[0] + len(t[1]), t[1])
        )
    if dataclasses.is_dataclass(hint):
        hints = get_type_hints(hint)
        return st.builds(hint, **{f.name: of(hints[f.name]) for f in dataclasses.fields(hint)})
    if get_origin(hint) in (Union, types.UnionType):
        return st.none() | of(next(a for a in get_args(hint) if a is not type(None)))
    args = get_args(hint)
    if args[1:] == (...,):
        return st.lists(of(args[0]), max_size=2).map(tuple)
    return st.tuples(*map(of, args))


@pytest.mark.parametrize("kind", RECORDS, ids=lambda k: k.__name__)
def test_a_core_type_survives_arrow_and_json(kind: type) -> None:
    @settings(max_examples=12, deadline=None)
    @given(value=of(kind))
    def check(value: Any) -> None:
        assert from_batch(kind, to_batch(kind, [value])) == [value]
        if kind is not core.Capture:  # JSON has no bytes
            assert unpack(kind, json.loads(json.dumps(pack(value, words=True)))) == value

    check()


def test_no_value_is_lost_from_a_batch_of_none() -> None:
    assert from_batch(core.Hop, to_batch(core.Hop, [])) == []
    assert "speaker" in schema_of(core.Hop).names
