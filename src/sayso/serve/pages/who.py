"""Sources and actors: what an outlet says itself and what it repeats; in which events somebody speaks, and where its figures lie.

There is no page for private persons: a witness is seen in the event of which he speaks, and nowhere else.
"""

from collections import Counter
from dataclasses import dataclass
from urllib.parse import unquote

from fastapi import APIRouter
from fastapi.responses import Response

from sayso.export.heading import Heading
from sayso.ledger import ClaimFilter, DocumentFilter, DocumentRow, Snapshot
from sayso.ledger.tallies import Carried, OriginRow, OutletRow
from sayso.serve.desk import Desk, Reading
from sayso.serve.faults import Fault, FaultError, not_found
from sayso.serve.pages.claims import led_on
from sayso.serve.views.figures import figure_tables

router = APIRouter()
PUBLIC = ("party", "official", "monitor", "medium")
LOOKED_AT = 25  # events of an actor that its figures are compared in
ENOUGH = 10  # events below which no tendency is shown


@dataclass(frozen=True, slots=True)
class SourcesView:
    """The list of outlets."""

    rows: tuple[OutletRow, ...]
    total: int
    next: str


@dataclass(frozen=True, slots=True)
class SourceView:
    """An outlet: own claims against repeats."""

    outlet: str
    documents: int
    own: int
    repeats: int
    unattributed: int
    takes_from: tuple[Carried, ...]
    copies_out: tuple[tuple[str, int], ...]
    copies_in: tuple[tuple[str, int], ...]
    newest: tuple[DocumentRow, ...]


@router.get("/sources")
def sources(desk: Desk = Reading) -> Response:
    """Outlets, most documents first."""
    params = desk.request.query_params
    page = desk.snapshot.outlet_page(name=params.get("q", ""), after=params.get("after", ""))
    view = SourcesView(page.rows, page.total, page.next)
    return desk.answer("sources.html", view, "Sources", rows=_all_outlets(desk.snapshot), q=params.get("q", ""))


def _all_outlets(snapshot: Snapshot) -> list[OutletRow]:
    rows: list[OutletRow] = []
    after = ""
    while True:
        page = snapshot.outlet_page(after=after, limit=500)
        rows += page.rows
        if not page.next:
            return rows
        after = page.next


@router.get("/sources/{name:path}")
def source(name: str, desk: Desk = Reading) -> Response:
    """One outlet: what it says itself, what it has from others, who takes from it."""
    outlet = unquote(name)
    page = desk.snapshot.document_page(DocumentFilter(outlet=outlet), limit=20)
    if not page.total:
        raise not_found(f"no document is by an outlet '{outlet[:80]}'", "/sources")
    carried = desk.known(("carried", outlet), lambda: desk.snapshot.carried(outlet))
    own = sum(c.claims for c in carried if c.name.casefold() == outlet.casefold())
    nobody = sum(c.claims for c in carried if c.standing == "none")
    taken_in, taken_out = _copies(desk, [r.id for r in page.rows])
    view = SourceView(
        outlet=outlet,
        documents=page.total,
        own=own,
        repeats=sum(c.claims for c in carried) - own - nobody,
        unattributed=nobody,
        takes_from=tuple(c for c in carried if c.name.casefold() != outlet.casefold() and c.standing != "none")[:20],
        copies_out=taken_out,
        copies_in=taken_in,
        newest=page.rows,
    )
    return desk.answer("source.html", view, outlet, rows=carried)


def _copies(desk: Desk, documents: list[str]) -> tuple[tuple[tuple[str, int], ...], tuple[tuple[str, int], ...]]:
    """From which outlets the newest documents take text, and which take text from them."""
    inward: Counter[str] = Counter()
    outward: Counter[str] = Counter()
    for document in documents:
        for c in desk.snapshot.copies(document):
            (inward if c.copy == document else outward)[c.source if c.copy == document else c.copy] += 1
    others = sorted({*inward, *outward})
    rows = desk.snapshot.document_page(DocumentFilter(ids=tuple(others)), limit=max(1, len(others))).rows if others else ()
    names = {r.id: r.outlet or r.doc for r in rows}

    def by_outlet(found: Counter[str]) -> tuple[tuple[str, int], ...]:
        total: Counter[str] = Counter()
        for id, n in found.items():
            total[names.get(id, id)] += n
        return tuple(total.most_common(20))

    return by_outlet(inward), by_outlet(outward)


@dataclass(frozen=True, slots=True)
class ActorsView:
    """The list of those who speak, private persons left out."""

    rows: tuple[OriginRow, ...]
    total: int
    next: str


@dataclass(frozen=True, slots=True)
class ActorView:
    """Somebody who speaks in public. `lowest`, `middle`, `highest`: where its figures stand among comparable ones."""

    id: str
    name: str
    roles: tuple[tuple[str, int], ...]
    sector: str
    country: str
    events: tuple[Heading, ...]
    total: int
    claims: int
    denied: int
    revised: int
    lowest: int
    middle: int
    highest: int
    compared: int


@router.get("/actors")
def actors(desk: Desk = Reading) -> Response:
    """Those who speak in public, most events first."""
    params = desk.request.query_params
    page = desk.snapshot.origin_page(roles=PUBLIC, name=params.get("q", ""), after=params.get("after", ""))
    view = ActorsView(page.rows, page.total, page.next)
    return desk.answer("actors.html", view, "Actors", rows=page.rows, q=params.get("q", ""))


@router.get("/actors/{id}")
def actor(id: str, desk: Desk = Reading) -> Response:
    """One of them: events, denials, revisions, and where its figures stand among those of others. Never a score of truth."""
    if elsewhere := led_on(desk, id, "/actors"):
        return elsewhere
    parts = desk.snapshot.origin_events(id)
    if not parts:
        raise not_found(f"nobody is known as '{id[:80]}'", "/actors")
    roles = Counter(o.role for _, o in parts)
    if not set(roles) & set(PUBLIC):
        hint = "A witness is seen in the event that he speaks of."
        raise FaultError(Fault("private", 403, "private persons have no page", f"/actors/{id}", hint))
    view = desk.known(("actor", id, desk.threshold), lambda: _actor(desk, id, roles))
    return desk.answer("actor.html", view, view.name, rows=view.events)


def _actor(desk: Desk, id: str, roles: Counter[str]) -> ActorView:
    origins = dict(desk.snapshot.origin_events(id))
    first = next(iter(origins.values()))
    places: Counter[str] = Counter()
    denied = revised = 0
    headings = []
    for event in list(origins)[:LOOKED_AT]:
        record = desk.snapshot.event(event)
        if record is None:
            continue
        headings.append(desk.heading(record.row))
        case = desk.case(record)
        for table in figure_tables(case):
            rows = [r for s in table.sections[:1] for r in s.rows if r.comparable]
            mine = [r for r in rows if r.origin == id]
            denied += sum(1 for r in mine if r.denied_by)
            revised += sum(1 for r in mine if r.earlier)
            if mine and len(rows) > 1:
                values = sorted(r.newest.figure.numbers[0] for r in rows)
                own = mine[0].newest.figure.numbers[0]
                places["lowest" if own == values[0] else "highest" if own == values[-1] else "middle"] += 1
    return ActorView(
        id=id,
        name=first.name,
        roles=tuple(roles.most_common()),
        sector=first.sector,
        country=first.country,
        events=tuple(headings),
        total=len(origins),
        claims=desk.claims(ClaimFilter(origin=id)),
        denied=denied,
        revised=revised,
        lowest=places["lowest"],
        middle=places["middle"],
        highest=places["highest"],
        compared=sum(places.values()),
    )
