"""Events: the list with map and time, one event, one figure over time, its history, one file for a colleague."""

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from fastapi import APIRouter
from fastapi.responses import FileResponse, RedirectResponse, Response

from sayso.core.dates import days
from sayso.export.geojson import collection
from sayso.ledger import ClaimFilter, ClaimRow, EventFilter, EventRow, Snapshot
from sayso.serve.casebook import event_record
from sayso.serve.desk import Desk, Reading
from sayso.serve.draw import Series, Stop, draw_over_time
from sayso.serve.faults import bad_parameter, not_found
from sayso.serve.states import EVENT_FILTERS, EVENTS, PER_PAGE, EventsState
from sayso.serve.views.case import EventCase
from sayso.serve.views.changes import Changes, changed
from sayso.serve.views.event import date_note, event_view
from sayso.serve.views.figures import FigureTable, figure_tables, worded
from sayso.serve.views.listing import EventsView, TimeLine, time_line

router = APIRouter()
MOST_ON_MAP = 20_000
AT_ONCE = 500  # rows of a list that is written whole


@router.get("/events")
def events(desk: Desk = Reading) -> Response:
    """Events by one filter, as list, map and time."""
    state, unknown = EVENTS.read(desk.request.query_params)
    desk.unknown(unknown)
    if desk.format == "geojson":
        return desk.written(("map", state.filter), lambda: _map(desk, state), "application/geo+json")
    page = desk.snapshot.event_page(state.filter, order=state.order, after=state.after, limit=PER_PAGE)
    view = EventsView(
        rows=tuple(map(desk.heading, page.rows)),
        total=page.total,
        all=desk.events(EventFilter()),
        undated=_left_out(desk, state, "undated"),
        unplaced=_left_out(desk, state, "unplaced"),
        next=page.next,
        state=state,
        chips=EVENTS.chips("/events", state, EVENT_FILTERS),
        time=_time(desk, state),
        place=(min(state.n, page.total) + 1, min(state.n + len(page.rows), page.total)) if page.rows else (0, 0),
        dates=_dates(page.rows),
    )
    every = map(desk.heading, in_order(desk.snapshot, state))
    return desk.answer(
        "events.html",
        view,
        "Events",
        rows=every,
        name="events",
        link=EVENTS.link,
        query=EVENTS.write(state, after="", n=0, view="all", hi="", z=""),
    )


@router.get("/basemap.pmtiles")
def basemap(desk: Desk = Reading) -> Response:
    """The user's own base map, in the ranges that the map asks for."""
    path = desk.shop.options.basemap
    if path is None:
        raise not_found("this workbench has no base map of its own", "/basemap.pmtiles", "Start it with --basemap FILE.pmtiles.")
    return FileResponse(path, media_type="application/octet-stream", headers={"Cache-Control": "private, max-age=3600"})


def _map(desk: Desk, state: EventsState) -> str:
    """The features of a map as JSON text."""
    made = collection(map(desk.veil.row, rows(desk.snapshot, state.filter, MOST_ON_MAP)))
    return json.dumps({**made, "total": desk.events(state.filter)}, separators=(",", ":"))


def in_order(snapshot: Snapshot, state: EventsState) -> Iterator[EventRow]:
    """All events of a filter in the order of the list."""
    after = ""
    while True:
        page = snapshot.event_page(state.filter, order=state.order, after=after, limit=AT_ONCE)
        yield from page.rows
        if not page.next:
            return
        after = page.next


def rows(snapshot: Snapshot, wanted: EventFilter, limit: int | None = None) -> Iterator[EventRow]:
    """Events of a filter one by one, at most `limit`."""
    for number, row in enumerate(snapshot.events(wanted)):
        if limit is not None and number >= limit:
            return
        yield row


def _dates(rows: Sequence[EventRow]) -> tuple[str, str]:
    """The earliest and the latest day of some events, "" where none has one."""
    known = sorted(r.first or r.last or "" for r in rows if r.first or r.last)
    return (known[0], known[-1]) if known else ("", "")


def _left_out(desk: Desk, state: EventsState, what: str) -> int:
    """How many more events the filter would give if those without a date, or a place, counted as well."""
    narrowed = (state.first or state.last) if what == "undated" else state.bbox
    if not narrowed or getattr(state, what):
        return 0
    wider = replace(state.filter, undated=True) if what == "undated" else replace(state.filter, unplaced=True)
    return desk.events(wider) - desk.events(state.filter)


def _time(desk: Desk, state: EventsState) -> TimeLine | None:
    """The time line of the filter without its own bounds, so that they can be moved."""
    wanted = replace(state.filter, first="", last="")
    return desk.known(("time", wanted), lambda: time_line(desk.snapshot.event_days(wanted)))


def asked(desk: Desk, id: str) -> EventCase | RedirectResponse:
    """The case of an event, or the way to the event into which it was merged."""
    record = event_record(desk.snapshot, id)
    if record.row.id != id:
        rest = desk.request.url.path.removeprefix(f"/events/{id}")
        query = f"?{desk.request.url.query}" if desk.request.url.query else ""
        ending = "" if desk.format == "html" else f".{desk.format}"
        return RedirectResponse(f"/events/{record.row.id}{rest}{ending}{query}", 301)
    return desk.case(record)


def _log_axis(desk: Desk) -> bool | None:
    given = desk.request.query_params.get("scale", "")
    if given not in ("", "log", "linear"):
        raise bad_parameter("scale", given, "log or linear")
    return {"log": True, "linear": False}.get(given)


@router.get("/events/{id}")
def event(id: str, desk: Desk = Reading) -> Response:
    """One event: every claim by its origin."""
    case = asked(desk, id)
    if isinstance(case, RedirectResponse):
        return case
    view = event_view(case, _log_axis(desk))
    lines = (claim_line(case, c.address) for c in case.shown)
    note = date_note(view.heading.date)
    return desk.answer("event.html", view, view.heading.title, rows=lines, name=f"event-{id}", date_note=note)


@router.get("/events/{id}/changes")
def changes(id: str, desk: Desk = Reading) -> Response:
    """How many claims of an event changed since the ledger's stamp `since`, which its page carries: an open page asks now and
    then, and tells that somebody else, or a run, was at it."""
    given = desk.request.query_params.get("since", "")
    now = desk.stamp
    if not given.isascii() or not given.isdigit() or int(given) > now:
        raise bad_parameter("since", given, f"a stamp of this ledger, at most {now}")
    since, record = int(given), event_record(desk.snapshot, id)

    def count() -> int:
        before = desk.as_seen(desk.ledger.at_stamp(since)).claims(ClaimFilter(event=id))
        return changed(before, desk.case(record).claims, desk.threshold)

    number = desk.known(("changes", id, since, desk.threshold), count) if since < now else 0
    return desk.json(Changes(since, now, number))


@dataclass(frozen=True, slots=True)
class ClaimLine:
    """A claim as a row of CSV."""

    claim: str
    event: str
    field: str
    value: str
    low: int | None
    high: int | None
    comparator: str
    of: str
    scope: str
    as_of: str
    stance: str
    basis: str
    origin: str
    origin_role: str
    chain: tuple[str, ...]
    quote: str
    start: int
    end: int
    document: str
    doc: str
    title: str
    outlet: str
    published: str
    said: str
    state: str
    disputed: bool
    confidence: float


def claim_line(case: EventCase, address: str) -> ClaimLine:
    """One claim of a case as a row, with whom it rests on and where its words stand."""
    row = case.by_address[address]
    c, origin = row.claim, case.origin_of(row)
    return ClaimLine(
        claim=address,
        event=case.record.row.id,
        field=c.field,
        value=c.value or c.quote.words,
        low=c.low,
        high=c.high,
        comparator=c.comparator,
        of=c.group,
        scope=c.scope,
        as_of=c.as_of or "",
        stance=c.stance,
        basis=c.basis,
        origin=origin.name,
        origin_role=origin.role,
        chain=tuple(h.name for h in c.chain.hops),
        quote=c.quote.words,
        start=c.quote.start,
        end=c.quote.end,
        document=row.document,
        doc=row.doc,
        title=case.titles.get(row.document, ""),
        outlet=row.outlet or "",
        published=row.published or "",
        said=case.said(row),
        state=row.state,
        disputed=row.disputed,
        confidence=c.confidence,
    )


AXES = ("statement", "publication")


def _time_axis(desk: Desk) -> str:
    given = desk.request.query_params.get("axis", "") or AXES[0]
    if given not in AXES:
        raise bad_parameter("axis", given, " or ".join(AXES))
    return given


@dataclass(frozen=True, slots=True)
class OverTime:
    """The page of one figure over time. `axis`: by when a figure was said as far as is known, or by when its report came out;
    `undated` have no such time."""

    event: str
    title: str
    kind: str
    axis: str
    table: FigureTable
    lines: tuple[ClaimLine, ...]
    undated: int


@router.get("/events/{id}/figures/{kind}")
def figure_over_time(id: str, kind: str, desk: Desk = Reading) -> Response:
    """One figure of an event over time, with the table of every statement of it."""
    case = asked(desk, id)
    if isinstance(case, RedirectResponse):
        return case
    table = next((t for t in figure_tables(case, _log_axis(desk)) if t.kind == kind), None)
    if table is None:
        raise not_found(f"nobody gives a figure of {kind} for this event", f"/events/{id}")
    axis = _time_axis(desk)

    def when(row: ClaimRow) -> str:
        return (row.published or "") if axis == "publication" else row.claim.as_of or case.said(row)

    def day(row: ClaimRow) -> int | None:
        found = days(when(row)[:10])
        return found[0] if found else None

    by_date = sorted((c for c in case.shown if c.claim.field == kind), key=lambda c: (when(c) or "9", c.address))
    place = {c.address: number for number, c in enumerate(by_date)}
    series = [
        Series(
            r.name,
            r.role,
            tuple(
                Stop(at, worded(row))
                for a in sorted(r.claims, key=lambda a: place[a])
                if (at := day(row := case.by_address[a])) is not None
            ),
        )
        for r in table.sections[0].rows
    ]
    view = OverTime(
        event=id,
        title=desk.heading(case.record.row).title,
        kind=kind,
        axis=axis,
        table=table,
        lines=tuple(claim_line(case, c.address) for c in by_date),
        undated=sum(1 for c in by_date if day(c) is None),
    )
    reports = [at for c in by_date if (at := day(c)) is not None]
    drawing = draw_over_time(series, table.scale, reports)
    return desk.answer("over_time.html", view, f"{kind} over time", rows=view.lines, drawing=drawing)
