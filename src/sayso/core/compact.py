"""Core values as small JSON: what is at its default is left out, and a quote is its offsets.

pack(figure)                      {"id": "f1", "kind": "killed", "quote": [12, 16], ...}
unpack(Figure, plain, text)       the words come from the text, so that they cannot disagree with it
pack(figure, words=True)          {"quote": [12, 16, "four"], ...}: readable without the text
"""

import types
from collections.abc import Callable
from dataclasses import MISSING, Field, fields, is_dataclass
from functools import cache
from typing import Any, TypeVar, Union, cast, get_args, get_origin, get_type_hints

from sayso.core.errors import InputError
from sayso.core.spans import Quote

T = TypeVar("T")
_Decode = Callable[[Any, str | None], Any]


def pack(value: Any, *, words: bool = False) -> Any:
    """A core value as dicts, lists and scalars. `words`: quotes carry their words and need no text to be read."""
    if isinstance(value, Quote):
        return [value.start, value.end, value.words] if words else [value.start, value.end]
    if is_dataclass(value) and not isinstance(value, type):
        out = {}
        for name, default in _fields(type(value)):
            part = getattr(value, name)
            if default is MISSING or part != default:
                out[name] = pack(part, words=words)
        return out
    if isinstance(value, (tuple, list)):
        return [pack(v, words=words) for v in value]
    return value


def unpack(kind: type[T], plain: Any, text: str | None = None) -> T:
    """The core value that `pack` wrote. Quotes without words are read from `text`.

    Raises `InputError` for a value of another shape, an unknown key, or offsets that leave the text.
    """
    try:
        out: T = _decoder(cast(Any, kind))(plain, text)
    except (TypeError, ValueError, KeyError, AttributeError) as error:
        raise InputError(f"not a {kind.__name__}: {error}") from error
    return out


def unpack_field(kind: type, name: str, plain: Any, text: str | None = None) -> Any:
    """The value of one field of a core dataclass, as `pack` writes it. Raises `InputError` as `unpack`."""
    hints = _hints(kind)
    if name not in hints:
        raise InputError(f"{kind.__name__} has no '{name}'", hint=f"One of: {', '.join(sorted(hints))}.")
    try:
        return _decoder(hints[name])(plain, text)
    except (TypeError, ValueError, KeyError, AttributeError) as error:
        raise InputError(f"'{name}' of {kind.__name__} cannot be {str(plain)[:80]!r}: {error}") from error


@cache
def _hints(kind: Any) -> dict[str, Any]:
    return get_type_hints(kind)


def _default(f: "Field[Any]") -> Any:
    return f.default_factory() if f.default_factory is not MISSING else f.default


@cache
def _fields(kind: Any) -> tuple[tuple[str, Any], ...]:
    return tuple((f.name, _default(f)) for f in fields(kind))


def _quote(plain: Any, text: str | None) -> Quote:
    if len(plain) == 3:
        return Quote(*plain)
    if text is None:
        raise InputError("a quote without words, and no text to read them from")
    return Quote.at(text, *plain)


def _scalar(hint: type) -> _Decode:
    accepted = (int, float) if hint is float else hint

    def decode(plain: Any, text: str | None) -> Any:
        if not isinstance(plain, accepted) or (hint is not bool and isinstance(plain, bool)):
            raise TypeError(f"{str(plain)[:80]!r} is no {hint.__name__}")
        return plain

    return decode


@cache
def _decoder(hint: Any) -> _Decode:
    if hint is Quote:
        return _quote
    if hint in (str, int, float, bool, bytes):
        return _scalar(hint)
    if get_origin(hint) in (Union, types.UnionType):
        inner = _decoder(next(a for a in get_args(hint) if a is not type(None)))
        return lambda plain, text: None if plain is None else inner(plain, text)
    if is_dataclass(hint):
        return _record(hint)
    args = get_args(hint)
    if args[1:] == (...,):
        item = _decoder(args[0])
        return lambda plain, text: tuple(item(x, text) for x in plain)
    items = tuple(map(_decoder, args))
    return lambda plain, text: tuple(d(x, text) for d, x in zip(items, plain, strict=True))


def _record(kind: Any) -> _Decode:
    hints = _hints(kind)
    parts = {f.name: _decoder(hints[f.name]) for f in fields(kind)}

    def decode(plain: Any, text: str | None) -> Any:
        if unknown := set(plain) - set(parts):
            raise KeyError(f"unknown {', '.join(sorted(unknown))}")
        return kind(**{name: parts[name](value, text) for name, value in plain.items()})

    return decode
