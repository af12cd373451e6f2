"""Work still to do, as queries: which record comes next in a queue, and how many are left."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import pairwise

from sayso.ledger import ClaimFilter, EventFilter
from sayso.serve.casebook import event_record
from sayso.serve.desk import Desk
from sayso.serve.states import ReviewState
from sayso.serve.views.usefulness import ranked, record_address

BLOCK = 12  # events looked at in one go
BANDS = (0.0, 0.2, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 1.0)
_STATES = {"claims": ("draft",), "lost": ("lost",), "disputed": ClaimFilter().states}


@dataclass(frozen=True, slots=True)
class Queued:
    """A record that waits, and why it comes now."""

    address: str
    why: str = ""


def claim_filter(state: ReviewState, threshold: float) -> ClaimFilter:
    """The claims of a queue, in the words of the ledger."""
    drafts = state.queue == "claims"
    return ClaimFilter(
        event=state.event,
        document=state.document,
        field=state.field,
        states=_STATES.get(state.queue, ("draft",)),
        disputed=state.queue == "disputed",
        confidence_from=max(state.from_confidence, threshold) if drafts else 0.0,
        confidence_to=state.to_confidence,
    )


def left(desk: Desk, state: ReviewState) -> int:
    """How many claims wait in a queue."""
    return desk.claims(claim_filter(state, desk.threshold))


def waiting(desk: Desk, state: ReviewState) -> Iterator[Queued]:
    """The records of a queue in its order, each once, without those that were skipped."""
    seen = set(state.skip)
    for queued in _ordered(desk, state):
        if queued.address not in seen:
            seen.add(queued.address)
            yield queued


def _ordered(desk: Desk, state: ReviewState) -> Iterator[Queued]:
    wanted, snapshot = claim_filter(state, desk.threshold), desk.snapshot
    if state.queue == "claims" and state.order == "useful" and not state.document and not state.field:
        yield from _useful(desk, state)
    if state.queue == "claims" and state.order == "uncertain":
        for low, high in pairwise(BANDS):
            if high > wanted.confidence_from and low < wanted.confidence_to:
                band = _band(wanted, low, high)
                yield from (Queued(record_address(c.address), f"sure to {c.claim.confidence:.0%}") for c in snapshot.claims(band))
        return
    yield from (Queued(record_address(c.address)) for c in snapshot.claims(wanted))


def _band(wanted: ClaimFilter, low: float, high: float) -> ClaimFilter:
    return replace(wanted, confidence_from=max(wanted.confidence_from, low), confidence_to=min(wanted.confidence_to, high))


def _useful(desk: Desk, state: ReviewState) -> Iterator[Queued]:
    """Contested events first, of these the most reported; in each event what moves a range."""
    if state.event:
        case = desk.case(event_record(desk.snapshot, state.event))
        yield from (Queued(r.address, r.why) for r in ranked(case))
        return
    for wanted in (EventFilter(undecided=True, contested="any"), EventFilter(undecided=True)):
        after = ""
        while True:
            page = desk.snapshot.event_page(wanted, order="-documents", after=after, limit=BLOCK)
            for row in page.rows:
                record = desk.snapshot.event(row.id)
                if record is not None:
                    yield from (Queued(r.address, r.why) for r in ranked(desk.case(record)))
            if not page.next:
                break
            after = page.next
