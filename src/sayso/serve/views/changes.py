"""What changed of an event since a page of it was opened: counted in claims, whoever changed them."""

from collections import Counter, defaultdict
from collections.abc import Hashable, Iterable
from dataclasses import dataclass, replace

from sayso.ledger.rows import ClaimRow
from sayso.serve.views.case import waits


@dataclass(frozen=True, slots=True)
class Changes:
    """`claims`: how many are new, gone, or not what they were between the stamps `since` and `now` of the ledger."""

    since: int
    now: int
    claims: int


def changed(before: Iterable[ClaimRow], after: Iterable[ClaimRow], threshold: float = 0.0) -> int:
    """How many claims that a page shows differ. What went and what came in one document under one field is one claim that was
    changed. A run that only numbers claims anew, or is a little more or less sure of them, changes nothing that a reader would
    look at again."""
    old, new = _by_field(before, threshold), _by_field(after, threshold)
    return sum(max((old[f] - new[f]).total(), (new[f] - old[f]).total()) for f in old.keys() | new.keys())


def _by_field(rows: Iterable[ClaimRow], threshold: float) -> defaultdict[tuple[str, str], Counter[Hashable]]:
    """What is claimed, by document and field."""
    found: defaultdict[tuple[str, str], Counter[Hashable]] = defaultdict(Counter)
    for row in rows:
        if not waits(row, threshold):
            bare = replace(row.claim, subject="", events=(), confidence=0.0)
            found[row.document, bare.field][bare, row.state, row.disputed] += 1
    return found
