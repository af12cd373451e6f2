"""Review: one record at a time, decided by one key; corrections in place; undo; two reviewers never overwrite each other."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from itertools import islice
from typing import Any

from fastapi import APIRouter
from fastapi.responses import RedirectResponse, Response
from starlette.datastructures import FormData, QueryParams

from sayso.core import InputError, Judgement, split_address
from sayso.core.judged import JudgedDocument
from sayso.core.judging import Record, class_of, face_of, records_of
from sayso.export.words import plural
from sayso.serve.decisions import FieldError, corrected, judgement_on, locate_record, quote_of, seen_mark, undo_of
from sayso.serve.desk import Desk, Posted, Reading
from sayso.serve.faults import Fault, FaultError, not_found
from sayso.serve.guard import local
from sayso.serve.queues import left, waiting
from sayso.serve.states import REVIEW, ReviewState
from sayso.serve.views.item import BULK, DecisionLine, ItemView, decision_lines, grouped, item_view
from sayso.serve.views.reader import label_of
from sayso.serve.views.usefulness import Consequence, consequence

router = APIRouter()
RECENT = 10
LOOKED_AT = 60  # newest decisions, among which undone ones and those of one bulk
DONE = {"accept": "Accepted", "reject": "Rejected", "correct": "Corrected", "comment": "Comment kept", "add": "Added"}


@dataclass(frozen=True, slots=True)
class ReviewView:
    """The page of review. `counts` are records left by queue."""

    queue: str
    state: ReviewState
    left: int
    item: ItemView | None
    counts: dict[str, int]
    recent: tuple[DecisionLine, ...]
    skipped: int


def now() -> str:
    """This moment, as judgements carry it."""
    return datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")


@router.get("/review")
def review(desk: Desk = Reading) -> Response:
    """The next record of a queue, or the one that is asked for."""
    state, unknown = REVIEW.read(desk.request.query_params)
    desk.unknown(unknown)
    desk.need("coder")
    if state.queue in ("events", "origins"):
        query = f"?{desk.request.url.query}" if desk.request.url.query else ""
        ending = "" if desk.format == "html" else f".{desk.format}"
        return RedirectResponse(f"/review/pairs{ending}{query}", 307)
    view = review_view(desk, state)
    return desk.answer("review.html", view, "Review", link=REVIEW.link, write=REVIEW.write, problem=None, typed=None)


def review_view(desk: Desk, state: ReviewState) -> ReviewView:
    """The page for a state; its item is the one asked for, else the first that waits."""
    address, why = state.item, ""
    if not address:
        first = next(waiting(desk, state), None)
        address, why = (first.address, first.why) if first else ("", "")
    return ReviewView(
        queue=state.queue,
        state=state,
        left=left(desk, state),
        item=item_of(desk, address, why) if address else None,
        counts=counts(desk),
        recent=recent(desk),
        skipped=len(state.skip),
    )


def counts(desk: Desk) -> dict[str, int]:
    """How many claims wait in each queue that can be counted at once."""
    return {q: left(desk, ReviewState(queue=q)) for q in ("claims", "lost", "disputed")}


def recent(desk: Desk) -> tuple[DecisionLine, ...]:
    """The last decisions of this person that stand, newest first."""

    def make() -> tuple[DecisionLine, ...]:
        page = desk.snapshot.newest_judgements(person=desk.person.name, limit=LOOKED_AT)
        over = desk.snapshot.lifted_among([j.id for j in page.rows])
        lines = grouped(decision_lines([j for j in page.rows if j.verdict != "undo" and j.id not in over]))
        return tuple(line for line in lines if not line.follows)[:RECENT]

    return desk.known(("recent", desk.person.name), make)


def found(desk: Desk, address: str) -> tuple[JudgedDocument, Record, bool]:
    """A record by its address with its document's judged coding. Raises FaultError 404."""
    document, subject = split_address(address)
    judged = desk.judged(document) if document else None
    located = locate_record(judged, subject) if judged else None
    if judged is None or located is None:
        raise not_found(f"there is no record '{address}'", "item", "It may have another id since a new run; see its document.")
    return judged, located.record, located.rejected


def item_of(desk: Desk, address: str, why: str = "", *, event: str = "") -> ItemView:
    """The card of a record. Of several events that it is about, `event` comes first: consequences are told of that one."""
    judged, record, rejected = found(desk, address)
    document = desk.snapshot.document(judged.coded.document)
    events = [e for r in desk.snapshot.reports(document=document.id) if r.report.id in events_of(record) and (e := r.event)]
    records = [whole for id in sorted(dict.fromkeys(events), key=lambda id: id != event) if (whole := desk.snapshot.event(id))]
    effect: Consequence | None = None
    if records and not rejected:
        case = desk.case(records[0])
        effect = consequence(case, address)
    return item_view(
        document,
        judged,
        record,
        judgements=desk.snapshot.judgements(document=document.id),
        headings=[desk.heading(e.row) for e in records],
        consequence=effect,
        why=why,
        rejected=rejected,
    )


def events_of(record: Record) -> Iterable[str]:
    """The event reports of its document that a record is about, by their ids."""
    if hasattr(record, "events"):
        return record.events
    return record.about if hasattr(record, "about") else (record.id,)


@router.post("/review/decide")
def decide(desk: Desk = Reading, form: FormData = Posted) -> Response:
    """Takes one decision and goes on to the next record, or back to the page that asked."""
    desk.need("coder")
    fields = {k: str(v) for k, v in form.items()}
    state, _ = REVIEW.read(QueryParams(fields.get("state", "")))
    verdict = fields.get("verdict", "")
    if verdict == "skip":
        return desk.back(REVIEW.link("/review", state.without(fields.get("address", ""))), "Skipped for now.")
    if verdict not in DONE:
        raise FaultError(Fault("bad_verdict", 400, f"'{verdict[:40]}' is no decision", "verdict", f"One of: {', '.join(DONE)}."))
    try:
        made = record_decision(desk, fields, verdict)
    except FieldError as error:
        return _typed_wrong(desk, state, fields, error)
    except SeenError as error:
        return _conflict(desk, state, fields, error)
    return _onward(desk, state, fields, _told(desk, made, fields))


def _told(desk: Desk, made: Judgement, fields: dict[str, str]) -> str:
    """What was done, with the record as it was and, after a correction, as it is now."""
    before, after = fields.get("label", "")[:80], ""
    if made.verdict == "correct" and (address := _address_of(desk, made)):
        after = f", now {label_of(found(desk, address)[1])}"
    return f"{DONE[made.verdict]}{': ' if before else ''}{before}{after}"


class SeenError(Exception):
    """Somebody decided on the record after this form was made."""

    def __init__(self, address: str) -> None:
        super().__init__(address)
        self.address = address


def record_decision(desk: Desk, fields: dict[str, str], verdict: str) -> Judgement:
    """Records one decision of a form. Raises FieldError for a value that cannot be, SeenError if somebody was first."""
    judged, record, _ = _answering(desk, fields)
    if fields.get("seen") != seen_mark(judged, record) and not fields.get("anyway"):
        raise SeenError(f"{judged.coded.document}#{record.id}")
    after = corrected(record, fields, judged.coded.text, judged.coded.events) if verdict == "correct" else None
    made = judgement_on(judged, record, after, verdict=verdict, person=desk.person.name, made=now(), note=fields.get("note", ""))
    desk.ledger.judge([made])
    desk.decided([judged.coded.document])
    return made


def _answering(desk: Desk, fields: dict[str, str]) -> tuple[JudgedDocument, Record, bool]:
    """The record that a form is about: by its address, or, after a new run, by kind and place of its words."""
    address = fields.get("address", "")
    document, subject = split_address(address)
    judged = desk.snapshot.judged(document) if document else None
    if judged is None:
        raise not_found(f"there is no record '{address}'", "address")
    name, kind, start, end = (fields.get("face", "").split(":") + [""] * 4)[:4]
    located = locate_record(judged, subject)
    if located is not None and (not kind or _fits(located.record, name, start, end)):
        return judged, located.record, located.rejected
    for record in records_of(judged.coded):
        if _fits(record, name, start, end) and face_of(record).kind == kind:
            return judged, record, False
    raise FaultError(
        Fault("stale", 409, "the record is no longer there: a new run read the document anew", address, "Load the page again.")
    )


def _fits(record: Record, name: str, start: str, end: str) -> bool:
    quote = quote_of(record)
    return class_of(record) == name and (str(quote.start), str(quote.end)) == (start, end)


def _onward(desk: Desk, state: ReviewState, fields: dict[str, str], told: str) -> Response:
    back = local(fields.get("back", ""), "")
    if back:
        return desk.back(back, f"{told}.")
    after = replace(state, item="")
    rest = left(desk, after)
    return desk.back(REVIEW.link("/review", after), f"{told}. {plural(rest, 'claim')} left.")


def _typed_wrong(desk: Desk, state: ReviewState, fields: dict[str, str], error: InputError) -> Response:
    """The same card with what was typed and the field that cannot be taken."""
    view = review_view(desk, replace(state, item=fields.get("address", "")))
    if desk.format == "json" or desk.request.state.bearer:
        raise FaultError(Fault("bad_field", 422, error.what, error.where, error.hint)) from error
    return desk.answer(
        "review.html", view, "Review", status=422, link=REVIEW.link, write=REVIEW.write, problem=error, typed=fields
    )


def _conflict(desk: Desk, state: ReviewState, fields: dict[str, str], error: SeenError) -> Response:
    """Both versions side by side: what stands now, and what this form says. Nothing is overwritten."""
    if desk.request.state.bearer:
        hint = "Read it again, then send its `seen`, or send `anyway`."
        raise FaultError(
            Fault("decided_meanwhile", 409, "somebody decided on this record meanwhile", error.address, hint)
        ) from error
    item = item_of(desk, error.address)
    return desk.page("conflict.html", "Decided meanwhile", status=409, item=item, fields=fields, write=REVIEW.write, state=state)


@router.post("/review/undo")
def undo(desk: Desk = Reading, form: FormData = Posted) -> Response:
    """Lifts the newest decision of this person that stands, or the one named (with `together` all that were taken with it); the
    log keeps both."""
    desk.need("coder")
    wanted = str(form.get("judgement", ""))
    standing = [j for j in desk.ledger.judgements(undone=False) if j.verdict != "undo"]
    mine = [j for j in standing if (j.id == wanted if wanted else j.person == desk.person.name)]
    back = local(str(form.get("back", "")), "/review")
    if not mine:
        return desk.back(back, "Nothing to undo.")
    last = mine[-1]
    if last.person != desk.person.name:
        desk.need("editor")
    same = [j for j in standing if (j.person, j.made, j.verdict) == (last.person, last.made, last.verdict)]
    many = same if last.verdict in BULK and (not wanted or form.get("together")) else [last]
    made = now()
    desk.ledger.judge([undo_of(j, desk.person.name, made) for j in many])
    desk.decided(sorted({d for j in many for d in (j.document, j.other_document) if d}))
    if len(many) > 1:
        return desk.back(back, f"Undone: {last.verdict} of {len(many)} records.")
    told = f"Undone: {last.verdict} of {last.field.replace(':', ' ')}."
    again = "" if last.field in ("same_event", "same_origin") else _address_of(desk, last)
    if again and not wanted and back.startswith(f"/docs/{last.document}"):
        subject = again.rpartition("#")[2]
        return desk.back(f"/docs/{last.document}?claim={subject}#{subject}", told)
    if wanted or not back.startswith("/review") or last.field in ("same_event", "same_origin"):
        return desk.back(back, told)
    state, _ = REVIEW.read(QueryParams(back.partition("?")[2]))
    return desk.back(REVIEW.link("/review", replace(state, item=again)), told)


def _address_of(desk: Desk, judgement: Judgement) -> str:
    """The record that a judgement is about as it stands now, "" if there is none."""
    judged = desk.ledger.judged(judgement.document)
    if judged is None:
        return ""
    name = judgement.field.partition(":")[0]
    for r in (*records_of(judged.coded), *judged.rejected):
        if class_of(r) == name and (quote_of(r).start, quote_of(r).end) == (judgement.start, judgement.end):
            return f"{judgement.document}#{r.id}"
    return ""


@router.get("/review/queue")
def queue(desk: Desk = Reading) -> Response:
    """The next records of a queue as a list, for programs and for those who want to look ahead."""
    state, _ = REVIEW.read(desk.request.query_params)
    items: list[dict[str, Any]] = [{"address": q.address, "why": q.why} for q in islice(waiting(desk, state), 50)]
    return desk.answer("queue.html", {"queue": state.queue, "rows": items}, "Queue", rows=items)
