"""Addresses to states and back: everything that a list shows is in its address, and an address that cannot be read says which part.

A state is a frozen dataclass; each of its fields has a `Kind` that reads and writes it. Fields at their default are not written.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, fields, replace
from datetime import date
from typing import Any, Generic, TypeVar
from urllib.parse import urlencode

from starlette.datastructures import QueryParams

from sayso.serve.faults import bad_parameter

S = TypeVar("S")
EVERYWHERE = frozenset({"at", "token", "format", "after"})  # parameters that every page understands


@dataclass(frozen=True, slots=True)
class Kind:
    """How one field stands in an address. `read` raises ValueError; `expected` tells what it takes."""

    read: Callable[[str], Any]
    expected: str
    write: Callable[[Any], str] = str
    many: bool = False


@dataclass(frozen=True)
class Codec(Generic[S]):
    """Reads and writes the states of one page."""

    state: type[S]
    kinds: Mapping[str, Kind]

    def read(self, params: QueryParams) -> tuple[S, tuple[str, ...]]:
        """The state of an address, and names of parameters that mean nothing here. Raises FaultError, status 400."""
        values: dict[str, Any] = {}
        for name, kind in self.kinds.items():
            given = [v for v in params.getlist(name) if v != ""]
            if not given:
                continue
            try:
                values[_attribute(name)] = tuple(map(kind.read, given)) if kind.many else kind.read(given[-1])
            except ValueError:
                raise bad_parameter(name, given[-1], kind.expected) from None
        unknown = tuple(sorted(set(params.keys()) - set(self.kinds) - EVERYWHERE))
        return self.state(**values), unknown

    def write(self, state: S, **changes: Any) -> str:
        """The query string of a state with some fields changed, without the question mark."""
        changed = replace(state, **changes) if changes else state  # type: ignore[type-var]
        pairs: list[tuple[str, str]] = []
        defaults = self.state()
        for name, kind in self.kinds.items():
            value = getattr(changed, _attribute(name))
            if value == getattr(defaults, _attribute(name)):
                continue
            pairs += [(name, kind.write(v)) for v in (value if kind.many else [value])]
        return urlencode(pairs)

    def link(self, path: str, state: S, **changes: Any) -> str:
        """The address of a page in a state."""
        query = self.write(state, **changes)
        return f"{path}?{query}" if query else path

    def chips(self, path: str, state: S, names: Sequence[str]) -> tuple["Chip", ...]:
        """The filters that are set, each with the address without it, at its first page."""
        defaults = self.state()
        first = {name: getattr(defaults, name) for name in ("after", "n") if name in self.kinds}
        out = []
        for name in names:
            attribute = _attribute(name)
            value, default = getattr(state, attribute), getattr(defaults, attribute)
            if value == default:
                continue
            kind = self.kinds[name]
            for v in value if kind.many else [value]:
                rest = tuple(x for x in value if x != v) if kind.many else default
                out.append(Chip(name.replace("_", " "), kind.write(v), self.link(path, state, **first, **{attribute: rest})))
        return tuple(out)


@dataclass(frozen=True, slots=True)
class Chip:
    """A filter that is set: its name, its value, the address without it."""

    name: str
    value: str
    without: str


def _attribute(name: str) -> str:
    return {"from": "first", "to": "last"}.get(name, name)


def text(limit: int = 400) -> Kind:
    def read(value: str) -> str:
        if len(value) > limit:
            raise ValueError(value)
        return value.strip()

    return Kind(read, f"a text of at most {limit} characters")


def one_of(*allowed: str, many: bool = False) -> Kind:
    def read(value: str) -> str:
        if value not in allowed:
            raise ValueError(value)
        return value

    return Kind(read, f"one of {', '.join(allowed)}", many=many)


def whole(low: int = 0, high: int = 10_000_000) -> Kind:
    def read(value: str) -> int:
        number = int(value)
        if not low <= number <= high:
            raise ValueError(value)
        return number

    return Kind(read, f"a whole number from {low:,} to {high:,}")


def share() -> Kind:
    def read(value: str) -> float:
        number = float(value)
        if not 0 <= number <= 1:
            raise ValueError(value)
        return number

    return Kind(read, "a number from 0 to 1", lambda v: f"{v:g}")


def day() -> Kind:
    return Kind(lambda v: date.fromisoformat(v).isoformat(), "a day such as 2015-07-16")


def flag() -> Kind:
    def read(value: str) -> bool:
        return {"1": True, "yes": True, "0": False, "no": False}[value]

    def guarded(value: str) -> bool:
        try:
            return read(value)
        except KeyError:
            raise ValueError(value) from None

    return Kind(guarded, "1 or 0", lambda v: "1" if v else "0")


def box() -> Kind:
    def read(value: str) -> tuple[float, float, float, float]:
        west, south, east, north = map(float, value.split(","))
        if not (-180 <= west <= 180 and -180 <= east <= 180 and -90 <= south <= north <= 90):
            raise ValueError(value)
        return west, south, east, north

    return Kind(read, "west,south,east,north in degrees", lambda b: ",".join(f"{v:g}" for v in b))


def frame() -> Kind:
    """What a map shows: zoom/latitude/longitude of its middle, as the script of the page writes it."""

    def read(value: str) -> str:
        zoom, latitude, longitude = map(float, value.split("/"))
        if not (0 <= zoom <= 24 and -90 <= latitude <= 90 and -180 <= longitude <= 180):
            raise ValueError(value)
        return value

    return Kind(read, "zoom/latitude/longitude, such as 5.2/42.87/74.59")


def names_of(state: type[Any]) -> tuple[str, ...]:
    """The fields of a state, as attributes."""
    return tuple(f.name for f in fields(state))
