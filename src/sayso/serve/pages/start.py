"""The start page: what is new, what is contested, what waits; and search in everything."""

import re
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, replace
from typing import Any

from fastapi import APIRouter
from fastapi.responses import RedirectResponse, Response

from sayso.export.heading import Heading
from sayso.export.words import moment_text, number_text
from sayso.gazetteer import open_gazetteer
from sayso.ledger import COUNTED, ClaimFilter, ClaimRow, DocumentFilter, DocumentRow, EventFilter, EventRow, Page
from sayso.serve.desk import Desk, Reading
from sayso.serve.pages.review import counts
from sayso.serve.states import SEARCH, SearchState
from sayso.serve.views.case import waits
from sayso.serve.views.listing import most_contested

router = APIRouter()
FEW = 8
LOOKED_INTO, MOST_CLAIMS = 8, 200  # events of which the dead at a place are told, and claims of each
ID = re.compile(r"(E-[0-9A-Z]{4,}|O-[0-9A-Z]{4,}|doc_[0-9a-f]{8,24})(?:#(\w+))?")
DEATHS = frozenset(("killed", "dead", "deaths", "died", "fatalities"))


@dataclass(frozen=True, slots=True)
class Quality:
    """What people did with the last drafts they judged: how far unchecked ones can be trusted."""

    accepted: int
    corrected: int
    rejected: int

    @property
    def total(self) -> int:
        return self.accepted + self.corrected + self.rejected


@dataclass(frozen=True, slots=True)
class StartView:
    """The start page."""

    counts: dict[str, int]
    last: str
    contested: tuple[Heading, ...]
    fresh: tuple[Heading, ...]
    queues: dict[str, int]
    quality: Quality
    newest: tuple[DocumentRow, ...]
    rejections: int


@router.get("/")
def start(desk: Desk = Reading) -> Response:
    """What is new, contested and waiting."""
    ledger = desk.snapshot

    def make() -> dict[str, Any]:
        info = ledger.info()
        return {"counts": dict(info.counts), "last": moment_text(info.last)}

    about = desk.known("info", make)
    contested = ledger.event_page(EventFilter(contested="any"), order="-documents", limit=60).rows
    view = StartView(
        counts=about["counts"],
        last=about["last"],
        contested=tuple(map(desk.heading, most_contested(contested)[:FEW])),
        fresh=tuple(map(desk.heading, ledger.event_page(order="-since", limit=FEW).rows)),
        queues=counts(desk),
        quality=quality(desk),
        newest=ledger.document_page(limit=FEW).rows,
        rejections=about["counts"].get("rejections", 0),
    )
    return desk.answer("start.html", view, "Start")


def quality(desk: Desk) -> Quality:
    """Of the last two hundred judged drafts: accepted, corrected, rejected."""

    def make() -> Quality:
        verdicts = [j.verdict for j in desk.snapshot.newest_judgements(limit=200).rows]
        return Quality(*(verdicts.count(v) for v in ("accept", "correct", "reject")))

    return desk.known("quality", make)


@dataclass(frozen=True, slots=True)
class DeadThere:
    """Somebody's count of the dead in a report of a place; `events` are those it is about, each with its title."""

    claim: str
    value: str
    words: str
    stance: str
    by: str
    outlet: str
    published: str
    events: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class SearchView:
    """Search in everything: counts of all four kinds, rows of the one that is shown. `read_as` says how the words were taken
    for events, if not as they stand; `more` are kinds that have more hits than were counted; `dead` is who counts the dead at the
    place that the words name, whatever event its report was joined to."""

    state: SearchState
    counts: dict[str, int]
    events: tuple[Heading, ...]
    documents: tuple[DocumentRow, ...]
    claims: tuple[ClaimRow, ...]
    speakers: tuple[Any, ...]
    next: str
    read_as: str
    more: tuple[str, ...] = ()
    dead: tuple["DeadThere", ...] = ()


@router.get("/search")
def search(desk: Desk = Reading) -> Response:
    """Events, documents, claims and speakers for some words; an id goes straight to its page."""
    state, unknown = SEARCH.read(desk.request.query_params)
    desk.unknown(unknown)
    direct = ID.fullmatch(state.q)
    if direct and desk.format == "html":
        return RedirectResponse(_page_of(direct[1], direct[2] or ""), 303)
    view = found(desk, state) if state.q else SearchView(state, {}, (), (), (), (), "", "")
    return desk.answer("search.html", view, f"Search {state.q}".strip(), rows=_rows(view))


def _page_of(id: str, part: str) -> str:
    if id.startswith("E-"):
        return f"/events/{id}"
    if id.startswith("O-"):
        return f"/origins/{id}"
    return f"/claims/{id}/{part}" if part else f"/docs/{id}"


def found(desk: Desk, state: SearchState) -> SearchView:
    """The results. Claims are found by their words and by who says them."""
    ledger, q = desk.snapshot, state.q
    wanted, read_as = _events_wanted(q)
    public = ("party", "official", "monitor", "medium")
    pages: dict[str, Callable[[str, int], Page[Any]]] = {
        "events": lambda after, limit: ledger.event_page(wanted, order="-documents", after=after, limit=limit),
        "documents": lambda after, limit: ledger.document_page(DocumentFilter(text=q), after=after, limit=limit),
        "claims": lambda after, limit: ledger.claim_page(ClaimFilter(text=q), after=after, limit=limit),
        "speakers": lambda after, limit: ledger.origin_page(name=q, roles=public, after=after, limit=limit),
    }
    counted: dict[str, Callable[[], int]] = {
        "events": lambda: ledger.event_count(wanted),
        "documents": lambda: ledger.count(DocumentFilter(text=q)),
        "claims": lambda: ledger.claim_count(ClaimFilter(text=q), most=COUNTED + 1),
        "speakers": lambda: pages["speakers"]("", 1).total,
    }
    shown = pages[state.kind](state.after, 30)
    counts = {k: shown.total if k == state.kind else desk.known(("found", k, q), count) for k, count in counted.items()}
    rows, names = {state.kind: shown.rows}, _names_of(wanted.text)
    return SearchView(
        state=state,
        counts={k: min(n, COUNTED) if k == "claims" else n for k, n in counts.items()},
        events=tuple(sorted(map(desk.heading, rows.get("events", ())), key=lambda h: _far(h, wanted.text, names))),
        documents=rows.get("documents", ()),
        claims=rows.get("claims", ()),
        speakers=rows.get("speakers", ()),
        next=shown.next,
        read_as=read_as,
        more=("claims",) if counts["claims"] > COUNTED else (),
        dead=_dead_there(desk, shown.rows, wanted.text) if state.kind == "events" and not state.after else (),
    )


def _dead_there(desk: Desk, events: Sequence[EventRow], place: str) -> tuple[DeadThere, ...]:
    """Who counts the dead at a place, in the first events that were found: a text tells of a place more often than its event is
    called by it."""
    names = _names_of(place)
    some = {e.id: e for e in events[:LOOKED_INTO] if e.claims <= MOST_CLAIMS and e.killed != (None, None)}
    counts = [(id, c) for id, held in desk.snapshot.claims_of_events(some).items() for c in held if c.claim.field == "killed"]
    reports = desk.snapshot.reports(addresses={a for _, c in counts for a in c.reports}) if counts else ()
    there = {r.address for r in reports if r.report.place and r.report.place.name.casefold() in names}
    found: dict[tuple[str, ...], DeadThere] = {}
    for id, row in counts:
        if not there & set(row.reports) or waits(row, desk.threshold):
            continue
        c, inner, event = row.claim, row.claim.chain.innermost, (id, desk.heading(some[id]).title)
        value, by = number_text(c.low, c.high, c.comparator, c.quote.words), inner.name if inner else "the text itself"
        made = DeadThere(row.address, value, c.quote.words, c.stance, by, row.outlet or row.doc, row.published or "", (event,))
        first = found.setdefault((value, c.stance, by, made.outlet), made)
        if event not in first.events:
            found[value, c.stance, by, made.outlet] = replace(first, events=(*first.events, event))
    return tuple(sorted(found.values(), key=lambda d: (d.published or "9", d.claim)))


def _events_wanted(q: str) -> tuple[EventFilter, str]:
    """The events that a search means, and how it was read if not word for word: who looks for the dead of a place looks for
    events with a figure of dead, whatever verb their reports use."""
    rest = [w for w in q.split() if w.casefold() not in DEATHS]
    if not rest or len(rest) == len(q.split()) or any(mark in q for mark in ('"', "-", " OR ", "*")):
        return EventFilter(text=q), ""
    return EventFilter(text=" ".join(rest), killed_from=0), f"events with {' '.join(rest)} of which somebody counts the dead"


def _names_of(place: str) -> frozenset[str]:
    """A place's name as it was typed, and the main names of places that are called so too, without regard to case."""
    typed = " ".join(place.replace('"', " ").split())
    return frozenset({typed.casefold(), *(c.name.casefold() for c in open_gazetteer().find(typed))} - {""})


def _far(found: Heading, words: str, names: Collection[str]) -> int:
    """How far an event is from what was typed: first those at the place that is meant, then those that have all the words in title or
    place, then those that only mention them."""
    if found.place.casefold() in names:
        return 0
    title = f"{found.title} {found.place_text}".casefold()
    return 1 if all(word in title for word in words.casefold().replace('"', " ").split()) else 2


def _rows(view: SearchView) -> tuple[Any, ...]:
    return {"events": view.events, "documents": view.documents, "claims": view.claims, "speakers": view.speakers}[view.state.kind]
