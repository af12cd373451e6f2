"""A claim without a number before it is put into its document."""

from collections.abc import Mapping
from dataclasses import dataclass

from sayso.core import Quote, Span


@dataclass(frozen=True, slots=True)
class Draft:
    """A statement before it has an id, events and a chain. `stance` "" means: that of the chain. `speaker` is the head token of
    whoever the clause itself names as its speaker ("Tarrin denied"), `signs` name what tells of its worth."""

    field: str
    quote: Quote
    token: int
    stance: str
    reason: Quote | None = None
    speaker: int | None = None
    cue: int | None = None
    signs: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Scene:
    """What of a document is known before its statements: head tokens of the mentions of events with the ids of these, those of
    violence, those of violence that the publication tells in its own voice, and the places of figures."""

    triggers: Mapping[int, tuple[str, ...]]
    violent: frozenset[int]
    plain: frozenset[int]
    counted: tuple[Span, ...]
