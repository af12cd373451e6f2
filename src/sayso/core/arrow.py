"""Every core type as an Arrow schema, and back without loss.

The schema is derived from the annotations of the dataclass, so the two cannot drift apart. Nested dataclasses are structs,
tuples are lists, `X | None` is nullable.
"""

import types
from collections.abc import Callable, Sequence
from dataclasses import fields, is_dataclass
from functools import cache
from typing import Any, TypeVar, Union, cast, get_args, get_origin, get_type_hints

import pyarrow as pa

from sayso.core.errors import InternalError

T = TypeVar("T")
_SCALARS: dict[type, Any] = {str: pa.string(), int: pa.int64(), float: pa.float64(), bool: pa.bool_(), bytes: pa.binary()}


def schema_of(kind: type) -> pa.Schema:
    """The Arrow schema of a core dataclass. Raises `InternalError` for an annotation that Arrow cannot hold."""
    return pa.schema(list(_struct(kind)))


def to_batch(kind: type, values: Sequence[Any]) -> pa.RecordBatch:
    """Values of one core type as a record batch, a row each."""
    return pa.RecordBatch.from_pylist(list(map(_encoder(kind), values)), schema=schema_of(kind))


def from_batch(kind: type[T], batch: pa.RecordBatch) -> list[T]:
    """The values of a batch made by `to_batch`. Columns that the type does not have are ignored."""
    return list(map(_decoder(cast(Any, kind)), batch.to_pylist()))


@cache
def _hints(kind: Any) -> dict[str, Any]:
    hints = get_type_hints(kind)
    return {f.name: hints[f.name] for f in fields(kind)}


@cache
def _struct(kind: Any) -> tuple[pa.Field, ...]:
    return tuple(pa.field(name, *_arrow(hint, f"{kind.__name__}.{name}")) for name, hint in _hints(kind).items())


def _inner(hint: Any) -> Any:
    """X of `X | None`; None for any other annotation."""
    if get_origin(hint) in (Union, types.UnionType):
        (inner,) = [a for a in get_args(hint) if a is not type(None)]
        return inner
    return None


def _arrow(hint: Any, where: str) -> tuple[Any, bool]:
    """Arrow type and nullability of an annotation."""
    if hint in _SCALARS:
        return _SCALARS[hint], False
    if inner := _inner(hint):
        return _arrow(inner, where)[0], True
    if _is_record(hint):
        return pa.struct(list(_struct(hint))), False
    args = get_args(hint)
    if get_origin(hint) is tuple and args[1:] == (...,):
        item, nullable = _arrow(args[0], where)
        return pa.list_(pa.field("item", item, nullable)), False
    if get_origin(hint) is tuple:
        return pa.struct([pa.field(f"_{i}", *_arrow(a, where)) for i, a in enumerate(args)]), False
    raise InternalError(f"{hint} cannot be held in Arrow", where=where)


def _is_record(hint: Any) -> bool:
    return is_dataclass(hint)


def _same(value: Any) -> Any:
    return value


@cache
def _encoder(hint: Any) -> Callable[[Any], Any]:
    """A function from a value to what Arrow wants: structs as dicts, also for tuples of fixed length."""
    if hint in _SCALARS:
        return _same
    if inner := _inner(hint):
        encode = _encoder(inner)
        return lambda v: None if v is None else encode(v)
    if _is_record(hint):
        parts = [(name, _encoder(h)) for name, h in _hints(hint).items()]
        return lambda v: {name: encode(getattr(v, name)) for name, encode in parts}
    args = get_args(hint)
    if args[1:] == (...,):
        item = _encoder(args[0])
        return lambda v: [item(x) for x in v]
    columns = [(f"_{i}", _encoder(a)) for i, a in enumerate(args)]
    return lambda v: {name: encode(x) for (name, encode), x in zip(columns, v, strict=True)}


@cache
def _decoder(hint: Any) -> Callable[[Any], Any]:
    """A function from a plain value of Arrow to the value that the annotation asks for."""
    if hint in _SCALARS:
        return _same
    if inner := _inner(hint):
        decode = _decoder(inner)
        return lambda v: None if v is None else decode(v)
    if _is_record(hint):
        parts = [(name, _decoder(h)) for name, h in _hints(hint).items()]
        return lambda v: hint(**{name: decode(v[name]) for name, decode in parts if name in v})
    args = get_args(hint)
    if args[1:] == (...,):
        item = _decoder(args[0])
        return lambda v: tuple(map(item, v or ()))
    decoders = tuple(map(_decoder, args))
    return lambda v: tuple(d(x) for d, x in zip(decoders, v.values(), strict=True))
