"""A claim without a number before it is put into its document."""

from dataclasses import dataclass

from sayso.core import Quote


@dataclass(frozen=True, slots=True)
class Draft:
    """A statement before it has an id, events and a chain. `stance` "" means: that of the chain."""

    field: str
    quote: Quote
    token: int
    stance: str
    score: float
    reason: Quote | None = None
