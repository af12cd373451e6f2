"""Every core type as an Arrow schema, and back without loss.

The schema is derived from the annotations of the dataclass, so the two cannot drift apart. Nested dataclasses are structs,
tuples are lists, `X | None` is nullable.
"""

import types
from collections.abc import Iterable, Sequence
from dataclasses import fields, is_dataclass
from functools import cache
from typing import Any, TypeVar, Union, get_args, get_origin, get_type_hints

import pyarrow as pa

from sayso.core.errors import InternalError

T = TypeVar("T")
_SCALARS: dict[type, Any] = {str: pa.string(), int: pa.int64(), float: pa.float64(), bool: pa.bool_(), bytes: pa.binary()}


def schema_of(kind: type) -> pa.Schema:
    """The Arrow schema of a core dataclass. Raises `InternalError` for an annotation that Arrow cannot hold."""
    return pa.schema(list(_struct(kind)))


def to_batch(kind: type, values: Sequence[Any]) -> pa.RecordBatch:
    """Values of one core type as a record batch, a row each."""
    return pa.RecordBatch.from_pylist([_row(kind, v) for v in values], schema=schema_of(kind))


def from_batch(kind: type[T], batch: pa.RecordBatch) -> list[T]:
    """The values of a batch made by `to_batch`. Columns that the type does not have are ignored."""
    return [_build(kind, row) for row in batch.to_pylist()]


def to_plain(value: Any) -> Any:
    """A core value as dicts, lists and scalars, ready for JSON (bytes excepted)."""
    return _plain(value)


def from_plain(kind: type[T], value: dict[str, Any]) -> T:
    """The core value that `to_plain` wrote, also after a trip through JSON."""
    out: T = _build(kind, value)
    return out


def read_batches(kind: type[T], batches: Iterable[pa.RecordBatch]) -> Iterable[T]:
    """The values of a stream of batches, one at a time."""
    for batch in batches:
        yield from from_batch(kind, batch)


@cache
def _hints(kind: type) -> dict[str, Any]:
    hints = get_type_hints(kind)
    return {f.name: hints[f.name] for f in fields(kind)}


@cache
def _struct(kind: type) -> tuple[pa.Field, ...]:
    return tuple(pa.field(name, *_arrow(hint, f"{kind.__name__}.{name}")) for name, hint in _hints(kind).items())


def _arrow(hint: Any, where: str) -> tuple[Any, bool]:
    """Arrow type and nullability of an annotation."""
    if hint in _SCALARS:
        return _SCALARS[hint], False
    if is_dataclass(hint):
        return pa.struct(list(_struct(hint))), False
    origin, args = get_origin(hint), get_args(hint)
    if origin in (Union, types.UnionType):
        (inner,) = [a for a in args if a is not type(None)]
        return _arrow(inner, where)[0], True
    if origin is tuple and len(args) == 2 and args[1] is Ellipsis:
        item, nullable = _arrow(args[0], where)
        return pa.list_(pa.field("item", item, nullable)), False
    if origin is tuple:
        return pa.struct([pa.field(f"_{i}", *_arrow(a, where)) for i, a in enumerate(args)]), False
    raise InternalError(f"{hint} cannot be held in Arrow", where=where)


def _row(hint: Any, value: Any) -> Any:
    """A value as Arrow wants it: structs as dicts, also for tuples of fixed length."""
    if value is None:
        return None
    if is_dataclass(hint):
        return {name: _row(inner, getattr(value, name)) for name, inner in _hints(type(value)).items()}
    origin, args = get_origin(hint), get_args(hint)
    if origin in (Union, types.UnionType):
        return _row(next(a for a in args if a is not type(None)), value)
    if origin is tuple and len(args) == 2 and args[1] is Ellipsis:
        return [_row(args[0], v) for v in value]
    if origin is tuple:
        return {f"_{i}": _row(a, v) for i, (a, v) in enumerate(zip(args, value, strict=True))}
    return value


def _plain(value: Any) -> Any:
    if is_dataclass(value):
        return {f.name: _plain(getattr(value, f.name)) for f in fields(value)}
    if isinstance(value, tuple):
        return [_plain(v) for v in value]
    return value


@cache
def _builder(hint: Any) -> Any:
    """A function from a plain value to the value that the annotation asks for."""
    if hint in _SCALARS:
        return lambda v: v
    if is_dataclass(hint):
        return lambda v: _build(hint, v)
    origin, args = get_origin(hint), get_args(hint)
    if origin in (Union, types.UnionType):
        inner = _builder(next(a for a in args if a is not type(None)))
        return lambda v: None if v is None else inner(v)
    if len(args) == 2 and args[1] is Ellipsis:
        item = _builder(args[0])
        return lambda v: tuple(map(item, v or ()))
    parts = tuple(map(_builder, args))
    return lambda v: tuple(p(x) for p, x in zip(parts, v.values() if isinstance(v, dict) else v, strict=True))


def _build(kind: Any, value: dict[str, Any]) -> Any:
    return kind(**{name: _builder(hint)(value[name]) for name, hint in _hints(kind).items() if name in value})
