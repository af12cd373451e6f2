"""An event's case out of the ledger: everything its pages show, in a fixed number of queries however large it is."""

from collections.abc import Collection
from dataclasses import replace

from sayso.assess.conflicts import conflicts
from sayso.core import Conflict, Origin
from sayso.ledger import ClaimFilter, EventRecord, Snapshot
from sayso.linkage import all_facts
from sayso.serve.faults import Fault, FaultError, not_found
from sayso.serve.views.case import EventCase


def event_record(snapshot: Snapshot, id: str) -> EventRecord:
    """An event, also by an id that a merge retired. Raises FaultError: 404 for none, 410 for one that is no more."""
    record = snapshot.event(id)
    if record is not None:
        return record
    if any(old == id for old, _ in snapshot.retired()):
        hint = f"Its history: /events/{id}/log"
        raise FaultError(Fault("gone", 410, f"event {id} is no more: no report tells of it now", id, hint))
    raise not_found(f"there is no event '{id}'", "/events")


def _called(origin: Origin) -> Origin:
    """Claims that rest on nobody in particular are under no name: what one text calls them is not what another means."""
    unnamed = origin.standing == "none" and "nobody" not in origin.name
    return replace(origin, name="nobody named") if unnamed else origin


def event_case(snapshot: Snapshot, record: EventRecord, threshold: float = 0.0) -> EventCase:
    """The case of an event."""
    id = record.row.id
    claims = tuple(snapshot.claims(ClaimFilter(event=id)))
    reports = tuple(snapshot.reports(event=id))
    documents = sorted({c.document for c in claims} | {r.document for r in reports})
    return EventCase(
        record=record,
        claims=claims,
        reports=reports,
        origins={o.id: _called(o) for o in snapshot.origins(id)},
        ties=tuple(snapshot.ties(id)),
        conflicts=tuple(snapshot.conflicts(id)),
        trails=snapshot.trails_of(id),
        copies=tuple(snapshot.copies_among(documents)),
        titles=snapshot.titles(documents),
        rejected=snapshot.claim_count(ClaimFilter(event=id, states=("rejected",))),
        threshold=threshold,
    )


def conflicts_of(snapshot: Snapshot, events: Collection[str]) -> dict[str, list[Conflict]]:
    """Conflicts of events as a ledger tells of them, found anew: of a part of their documents they are others."""
    facts = all_facts(snapshot, snapshot.linked(events))
    return {id: list(conflicts(told)) for id, told in facts.items()}
