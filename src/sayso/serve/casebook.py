"""An event's case out of the ledger: everything its pages show, in a fixed number of queries however large it is."""

from collections.abc import Iterable

from sayso.core import Copy, Trail
from sayso.ledger import ClaimFilter, ClaimRow, DocumentFilter, EventRecord, Snapshot
from sayso.serve.faults import Fault, FaultError, not_found
from sayso.serve.views.case import EventCase

NOT_REJECTED = ClaimFilter().states
IN_ONE = 200  # documents asked for in one go


def event_record(snapshot: Snapshot, id: str) -> EventRecord:
    """An event, also by an id that a merge retired. Raises FaultError: 404 for none, 410 for one that is no more."""
    record = snapshot.event(id)
    if record is not None:
        return record
    if any(old == id for old, _ in snapshot.retired()):
        hint = f"Its history: /events/{id}/log"
        raise FaultError(Fault("gone", 410, f"event {id} is no more: no report tells of it now", id, hint))
    raise not_found(f"there is no event '{id}'", "/events")


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
        origins={o.id: o for o in snapshot.origins(id)},
        ties=tuple(snapshot.ties(id)),
        conflicts=tuple(snapshot.conflicts(id)),
        trails=trails_of(snapshot, claims),
        copies=copies_among(snapshot, documents),
        titles=titles_of(snapshot, documents),
        rejected=snapshot.claim_page(ClaimFilter(event=id, states=("rejected",)), limit=1).total,
        threshold=threshold,
    )


def trails_of(snapshot: Snapshot, claims: Iterable[ClaimRow]) -> dict[str, Trail]:
    """The ways of claims to their origins."""
    return {c.address: t for c in claims if (t := snapshot.trail(c.address)) is not None}


def copies_among(snapshot: Snapshot, documents: list[str]) -> tuple[Copy, ...]:
    """Copies of which both sides are among `documents`."""
    inside = set(documents)
    found = {(c.source, c.copy): c for d in documents for c in snapshot.copies(d) if c.source in inside and c.copy in inside}
    return tuple(found.values())


def titles_of(snapshot: Snapshot, documents: list[str]) -> dict[str, str]:
    """Titles of documents by id."""
    titles: dict[str, str] = {}
    for at in range(0, len(documents), IN_ONE):
        wanted = DocumentFilter(ids=tuple(documents[at : at + IN_ONE]))
        titles |= {row.id: row.title for row in snapshot.document_page(wanted, limit=IN_ONE).rows}
    return titles
