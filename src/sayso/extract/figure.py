"""A figure before it is put into its document."""

from dataclasses import dataclass

from sayso.core import Quote


@dataclass(frozen=True, slots=True)
class Draft:
    """A figure before it has an id, events and a chain. `head` is the token counted, `predicate` the one that gives the kind."""

    head: int
    predicate: int
    kind: str
    low: int | None
    high: int | None
    comparator: str
    quote: Quote
    of: Quote | None
    group: str
    score: float
    whole: int | None = None  # head of the phrase that this is a part of
    adds: bool = False
    scope: Quote | None = None
    speaker: int | None = None  # who the clause itself names as its teller ("the clinic put the number at four"), with the verb
    cue: int | None = None
    stance: str = ""  # what the clause itself says against it; "" leaves it to the chain
