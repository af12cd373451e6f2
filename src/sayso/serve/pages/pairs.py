"""Same event? Same origin? Two passages, three keys. And splitting and merging events by hand."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from fastapi import APIRouter
from fastapi.responses import Response
from starlette.datastructures import FormData, QueryParams

from sayso.assess.independence import independence
from sayso.core import Judgement, Pair, Quote, Tie, split_address
from sayso.core.judging import make_judgement
from sayso.export.heading import Heading
from sayso.ledger import EventFilter, ReportRow, Snapshot
from sayso.serve.casebook import event_record
from sayso.serve.desk import Desk, Posted, Reading
from sayso.serve.faults import Fault, FaultError, not_found
from sayso.serve.guard import local
from sayso.serve.pages.review import counts, now, recent
from sayso.serve.states import REVIEW, ReviewState
from sayso.serve.views.event import DocumentLine, documents
from sayso.serve.views.item import DecisionLine
from sayso.serve.views.origin import telling
from sayso.serve.views.pairs import PairView, PassageView, passage
from sayso.serve.views.reader import by_of

router = APIRouter()
UNSURE = 6.0  # log2 of the odds within which a pair is worth a person's time
WINDOW = 400
VERDICTS = ("same", "different", "unsure")


@dataclass(frozen=True, slots=True)
class PairsView:
    """The page of a queue of pairs."""

    queue: str
    state: ReviewState
    pair: PairView | None
    left: int
    counts: dict[str, int]
    recent: tuple[DecisionLine, ...]
    skipped: int


@router.get("/review/pairs")
def pairs(desk: Desk = Reading) -> Response:
    """The next pair of a queue."""
    state, unknown = REVIEW.read(desk.request.query_params)
    desk.unknown(unknown)
    desk.need("coder")
    if state.queue not in ("events", "origins"):
        state = replace(state, queue="events")
    if state.item:
        sides = state.item.split("|")
        if len(sides) != 2:
            raise not_found(f"'{state.item[:80]}' is no pair", "item")
        open_pairs = iter([(sides[0], sides[1])])
        made: PairView | None = _pair_view(desk, state.queue, next(open_pairs), {})
        total = 1
    else:
        known = judged_pairs(desk.snapshot, "same_event" if state.queue == "events" else "same_origin")
        found = list(_open(desk, state, known))
        rest = [(k, v) for k, v in found if f"{k[0]}|{k[1]}" not in state.skip]
        made = _pair_view(desk, state.queue, rest[0][0], rest[0][1]) if rest else None
        total = len(rest)
    view = PairsView(state.queue, state, made, total, counts(desk), recent(desk), len(state.skip))
    return desk.answer("pairs.html", view, "Review", link=REVIEW.link, write=REVIEW.write)


def judged_pairs(snapshot: Snapshot, field: str) -> set[frozenset[str]]:
    """Pairs on which somebody decided."""
    return {frozenset((j.left, j.right)) for j in snapshot.pair_judgements(field)}


Found = tuple[tuple[str, str], dict[str, Pair | Tie]]


def _open(desk: Desk, state: ReviewState, known: set[frozenset[str]]) -> Iterator[Found]:
    if state.queue == "events":
        for pair in desk.snapshot.open_pairs(-UNSURE, UNSURE, WINDOW):
            if frozenset((pair.left, pair.right)) not in known and not (pair.left + pair.right).startswith("known:"):
                yield (pair.left, pair.right), {"pair": pair}
        return
    wanted = [state.event] if state.event else [r.id for r in _tied_events(desk)]
    for id in wanted:
        for tie in desk.snapshot.ties(id):
            if tie.resolved or not tie.right:
                continue
            origins = {o.id: o for o in desk.snapshot.origins(id)}
            if tie.left not in origins or tie.right not in origins:
                continue
            sides = (telling(origins[tie.left].claims), telling(origins[tie.right].claims))
            if all(sides) and frozenset(sides) not in known:
                yield sides, {"tie": tie}


def _tied_events(desk: Desk) -> list[Heading]:
    pages = (
        desk.snapshot.event_page(w, order="-origins", limit=60).rows
        for w in (EventFilter(contested="any"), EventFilter(origins_from=2))
    )
    seen: dict[str, Heading] = {}
    for rows in pages:
        seen |= {r.id: desk.heading(r) for r in rows if r.id not in seen}
    return list(seen.values())


def _pair_view(desk: Desk, queue: str, sides: tuple[str, str], found: dict[str, Pair | Tie]) -> PairView:
    left, right = (_side(desk, queue, a) for a in sides)
    pair, tie = found.get("pair"), found.get("tie")
    same, different = _effects(desk, queue, left, right, tie if isinstance(tie, Tie) else None)
    return PairView(
        field="same_event" if queue == "events" else "same_origin",
        question="Do both tell of the same event?" if queue == "events" else "Do both rest on the same origin?",
        left=left,
        right=right,
        reasons=pair.reasons if isinstance(pair, Pair) else (),
        weight=pair.weight if isinstance(pair, Pair) else None,
        why=tie.why if isinstance(tie, Tie) else "",
        same=same,
        different=different,
    )


def _side(desk: Desk, queue: str, address: str) -> PassageView:
    id = split_address(address)[0]
    document = desk.snapshot.document(id)
    if queue == "events":
        row = next(iter(desk.snapshot.reports(addresses=[address])), None)
        if row is None:
            raise not_found(f"there is no report '{address}' now", "item")
        return passage(document, row.report.trigger, address, by_of(row.report), _event_of(desk, row.event))
    claim = desk.snapshot.claim(address)
    if claim is None:
        raise not_found(f"there is no claim '{address}' now", "item")
    hops = [h.name for h in claim.claim.chain.hops]
    event = next((r.event for r in desk.snapshot.reports(addresses=claim.reports) if r.event), None)
    said = " via ".join(reversed(hops)) or "no attribution found"
    return passage(document, claim.claim.quote, address, said, _event_of(desk, event))


def _event_of(desk: Desk, id: str | None) -> Heading | None:
    record = desk.snapshot.event(id) if id else None
    return desk.heading(record.row) if record else None


def _effects(desk: Desk, queue: str, left: PassageView, right: PassageView, tie: Tie | None) -> tuple[str, str]:
    """What each answer would do, in a sentence."""
    if queue == "events":
        if left.event and right.event and left.event.id == right.event.id:
            return "stays one event", f"one of the two leaves {left.event.id}"
        names = " and ".join(e.title for e in (left.event, right.event) if e)
        return f"{names} become one event", "they stay two events"
    if tie is None or left.event is None:
        return "counted as one origin", "counted as two"
    case = desk.case(event_record(desk.snapshot, left.event.id))
    ids = list(case.origins)
    rest = tuple(t for t in case.ties if t != tie)
    one = independence(ids, case.origins, (*rest, replace(tie, resolved=True)))
    two = independence(ids, case.origins, rest)
    return f"independent origins: {one.low}–{one.high}", f"independent origins: {two.low}–{two.high}"


@router.post("/review/pair")
def decide_pair(desk: Desk = Reading, form: FormData = Posted) -> Response:
    """Takes one decision on a pair and goes on to the next, or back to the page that asked."""
    desk.need("coder")
    fields = {k: str(v) for k, v in form.items()}
    state, _ = REVIEW.read(QueryParams(fields.get("state", "")))
    pair = f"{fields.get('left', '')}|{fields.get('right', '')}"
    if fields.get("verdict") == "skip":
        return desk.back(REVIEW.link("/review/pairs", state.without(pair)), "Skipped for now.")
    verdict, field = fields.get("verdict", ""), fields.get("field", "")
    if verdict not in VERDICTS or field not in ("same_event", "same_origin"):
        raise FaultError(
            Fault("bad_verdict", 400, f"'{verdict[:40]}' is no answer", "verdict", f"One of: {', '.join(VERDICTS)}.")
        )
    sides = [place_of(desk, field, fields.get(s, "")) for s in ("left", "right")]
    made = on_pair(desk, field, verdict, sides[0], sides[1], fields.get("note", ""))
    desk.ledger.judge([made])
    desk.decided([made.document, made.other_document])
    told = {"same": "The same.", "different": "Different.", "unsure": "Not enough information."}[verdict]
    back = local(fields.get("back", ""), "")
    return desk.back(back or REVIEW.link("/review/pairs", replace(state, item="")), f"{told} Linking follows." if back else told)


Place = tuple[str, Quote]


def place_of(desk: Desk, field: str, address: str) -> Place:
    """Document and words of one side."""
    if field == "same_event":
        row = next(iter(desk.snapshot.reports(addresses=[address])), None)
        quote = row.report.trigger if row else None
    else:
        claim = desk.snapshot.claim(address)
        quote = claim.claim.quote if claim else None
    if quote is None:
        raise not_found(f"there is no record '{address[:80]}' now", "left")
    return split_address(address)[0], quote


def on_pair(desk: Desk, field: str, verdict: str, left: Place, right: Place, note: str) -> Judgement:
    """A judgement on two places."""
    return make_judgement(
        desk.person.name,
        now(),
        verdict,
        field,
        left[0],
        (left[1].start, left[1].end),
        other_document=right[0],
        other_start=right[1].start,
        other_end=right[1].end,
        note=note.strip()[:2000],
    )


@dataclass(frozen=True, slots=True)
class ArrangeView:
    """Splitting an event, or merging it with another."""

    heading: Heading
    documents: tuple[DocumentLine, ...]
    near: tuple[Heading, ...]


@router.get("/events/{id}/arrange")
def arrange(id: str, desk: Desk = Reading) -> Response:
    """The reports of an event with boxes to split by, and events near it to merge with."""
    desk.need("editor")
    record = event_record(desk.snapshot, id)
    case = desk.case(record)
    row = record.row
    around = EventFilter(first=row.first or "", last=row.last or "", country=row.country, undated=not row.first)
    near = [desk.heading(r) for r in desk.snapshot.event_page(around, order="-documents", limit=30).rows if r.id != row.id]
    view = ArrangeView(desk.heading(row), documents(case), tuple(near))
    return desk.answer("arrange.html", view, "Split or merge")


@router.post("/events/{id}/arrange")
def rearrange(id: str, desk: Desk = Reading, form: FormData = Posted) -> Response:
    """Records which reports are of the same event and which are not; linking follows, and can be undone."""
    desk.need("editor")
    record = event_record(desk.ledger, id)
    rows = {r.address: r for r in desk.ledger.reports(event=record.row.id)}
    note = str(form.get("note", ""))
    if str(form.get("do", "")) == "merge":
        other = event_record(desk.ledger, str(form.get("other", "")).strip())
        if other.row.id == record.row.id:
            raise FaultError(Fault("bad_field", 422, "an event cannot be merged with itself", "other", "Name another event."))
        theirs = next(iter(desk.ledger.reports(event=other.row.id)), None)
        mine = next(iter(rows.values()), None)
        if theirs is None or mine is None:
            raise not_found("one of the two has no report", "other")
        made = [on_pair(desk, "same_event", "same", _of(mine), _of(theirs), note)]
        told = f"{other.row.id} is the same event. Linking follows."
    else:
        apart = [rows[str(a)] for a in form.getlist("report") if str(a) in rows]
        kept = [r for r in rows.values() if r not in apart]
        if not apart or not kept:
            raise FaultError(
                Fault("bad_field", 422, "choose some reports, and leave some", "report", "Tick those that tell of another event.")
            )
        made = [on_pair(desk, "same_event", "different", _of(a), _of(k), note) for a in apart for k in kept]
        made += [on_pair(desk, "same_event", "same", _of(apart[0]), _of(a), note) for a in apart[1:]]
        told = f"{len(apart)} of {len(rows)} reports tell of another event. Linking follows."
    desk.ledger.judge(made)
    desk.decided([d for j in made for d in (j.document, j.other_document)])
    return desk.back(f"/events/{record.row.id}", told)


def _of(row: ReportRow) -> Place:
    return row.document, row.report.trigger
