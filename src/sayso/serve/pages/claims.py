"""One claim, two passages side by side, one origin."""

from dataclasses import dataclass

from fastapi import APIRouter
from fastapi.responses import RedirectResponse, Response

from sayso.core import Trail
from sayso.core.judging import records_of
from sayso.export.heading import Heading
from sayso.ledger import ClaimFilter, HistoryEntry
from sayso.serve.casebook import event_record
from sayso.serve.desk import Desk, Reading
from sayso.serve.faults import bad_parameter, not_found
from sayso.serve.pages.review import item_of
from sayso.serve.protection import shown_document
from sayso.serve.views.chains import Chain, chain
from sayso.serve.views.event import ConflictView, conflict_view
from sayso.serve.views.item import ItemView
from sayso.serve.views.origin import origin_view

router = APIRouter()
MOST_EVENTS = 20


@dataclass(frozen=True, slots=True)
class ClaimView:
    """The page of a claim."""

    item: ItemView
    event: Heading | None
    origin: str
    origin_name: str
    role: str
    trail: Trail | None
    chain: Chain | None
    conflicts: tuple[ConflictView, ...]
    sha256: str
    run: str
    history: tuple[HistoryEntry, ...]


@router.get("/claims/{document}/{subject}")
def claim(document: str, subject: str, desk: Desk = Reading) -> Response:
    """One record: its words, values, who says it, its chain, its conflicts, its history. Of one that is about several events
    `event` says in which it is looked at; else it is the first."""
    held = shown_document(desk, document)
    judged = desk.judged(held.id)
    if judged is None or all(r.id != subject for r in (*records_of(judged.coded), *judged.rejected)):
        hint = "A new run may have given it another id; open the document."
        raise not_found(f"{held.doc} has no record '{subject}' now", f"/docs/{held.id}", hint)
    address = f"{held.id}#{subject}"
    item = item_of(desk, address, event=desk.request.query_params.get("event", ""))
    part = desk.request.query_params.get("part", "")
    whole = f"{address}.{part}" if part else address
    row = desk.snapshot.claim(whole)
    case = desk.case(event_record(desk.snapshot, item.headings[0].id)) if item.headings else None
    origin = case.origin_of(row) if case and row else None
    mates = (
        [c for c in case.shown if case.origin_of(c).id == origin.id and c.claim.field == row.claim.field]
        if case and origin and row
        else []
    )
    view = ClaimView(
        item=item,
        event=item.headings[0] if item.headings else None,
        origin=origin.id if origin else "",
        origin_name=origin.name if origin else item.by,
        role=case.role_of(origin) if case and origin else "unattributed",
        trail=desk.snapshot.trail(whole),
        chain=chain(case, mates) if case and mates else None,
        conflicts=tuple(conflict_view(case, c) for c in case.conflicts if whole in c.claims) if case else (),
        sha256=held.sha256,
        run=judged.coded.run,
        history=tuple(desk.snapshot.history(address, limit=50)),
    )
    return desk.answer("claim.html", view, item.label, problem=None, typed=None)


def led_on(desk: Desk, id: str, path: str) -> RedirectResponse | None:
    """The way to the origin that an id leads to now, where a later linking took it for the same as another."""
    now = desk.snapshot.origin_now(id)
    if now in ("", id):
        return None
    query = f"?{desk.request.url.query}" if desk.request.url.query else ""
    ending = "" if desk.format == "html" else f".{desk.format}"
    return RedirectResponse(f"{path}/{now}{ending}{query}", 301)


@router.get("/origins/{id:path}")
def origin(id: str, desk: Desk = Reading) -> Response:
    """An origin: what it says, by which documents it came, in one event or in all."""
    if elsewhere := led_on(desk, id, "/origins"):
        return elsewhere
    wanted = desk.request.query_params.get("event", "")
    inside = [e for e, _ in desk.snapshot.origin_events(id)]
    if wanted:
        inside = [e for e in inside if e == wanted] or [wanted]
    cases = [desk.case(event_record(desk.snapshot, e)) for e in inside[:MOST_EVENTS]]
    cases = [c for c in cases if id in c.origins]
    if not cases:
        raise not_found(f"there is no origin '{id[:80]}'", "/origins", "Claims that were not linked yet have no origin.")
    view = origin_view(id, cases)
    return desk.answer("origin.html", view, view.name, more=len(inside) - len(cases))


@router.get("/compare")
def compare(desk: Desk = Reading) -> Response:
    """Two records side by side (`c` twice, addresses)."""
    given = desk.request.query_params.getlist("c")
    if len(given) != 2:
        raise bad_parameter("c", ", ".join(given), "two addresses of claims")
    items = [item_of(desk, a) for a in given]
    return desk.answer("compare.html", {"sides": items}, "Side by side", items=items)


@dataclass(frozen=True, slots=True)
class SpeakerLine:
    """A claim of a speaker in a list."""

    address: str
    field: str
    words: str
    outlet: str
    published: str
    state: str


def claims_of_speaker(desk: Desk, name: str, limit: int = 50) -> tuple[list[SpeakerLine], int]:
    """The newest claims of which a speaker is the innermost, and how many there are."""
    page = desk.snapshot.claim_page(ClaimFilter(speaker=name), limit=limit)
    lines = [
        SpeakerLine(c.address, c.claim.field, c.claim.quote.words, c.outlet or c.doc, c.published or "", c.state)
        for c in page.rows
    ]
    return lines, page.total
