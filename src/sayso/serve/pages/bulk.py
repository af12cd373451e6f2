"""Bulk decisions: one verdict on all records of a narrowed queue, after a look at some of them; one undo takes all of it back."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import islice

from fastapi import APIRouter
from fastapi.responses import Response
from starlette.datastructures import FormData, QueryParams

from sayso.core import digest, split_address
from sayso.core.judged import JudgedDocument
from sayso.core.judging import Record, records_of
from sayso.export.words import plural
from sayso.serve.casebook import event_record
from sayso.serve.decisions import judgement_on, seen_mark
from sayso.serve.desk import Desk, Posted, Reading
from sayso.serve.faults import Fault, FaultError
from sayso.serve.pages.review import counts, events_of, item_of, now
from sayso.serve.queues import waiting
from sayso.serve.states import REVIEW, ReviewState
from sayso.serve.views.item import ItemView
from sayso.serve.views.usefulness import Shift, shifts

router = APIRouter()
MOST = 500  # records of one bulk decision: more than anybody has looked at
SAMPLES = 10
WORKED_OUT = 12  # events whose figures are worked out anew for the preview
VERDICTS = {"accept": "Accepted", "reject": "Rejected"}


@dataclass(frozen=True, slots=True)
class BulkView:
    """The preview. `records` wait in the filter, `samples` are some of them, evenly spread; `mark` is a digest of all of them as
    they stand; `more`: they are more than one decision may take. `shifts`: what rejecting them would change in the figures of the
    `worked_out` events, of all `events`, that they tell most about."""

    queue: str
    state: ReviewState
    records: int
    more: bool
    samples: tuple[ItemView, ...]
    shifts: tuple[Shift, ...]
    events: int
    worked_out: int
    mark: str
    counts: dict[str, int]


@router.get("/review/bulk")
def bulk(desk: Desk = Reading) -> Response:
    """What one decision on all records of the filter would be about."""
    state, unknown = REVIEW.read(desk.request.query_params)
    desk.unknown(unknown)
    desk.need("coder")
    return _preview(desk, state)


@router.post("/review/bulk")
def decide_all(desk: Desk = Reading, form: FormData = Posted) -> Response:
    """Takes one decision on all records of the filter, if they are still those of the preview."""
    desk.need("coder")
    state, _ = REVIEW.read(QueryParams(str(form.get("state", ""))))
    verdict, note = str(form.get("verdict", "")), str(form.get("note", ""))
    if verdict not in VERDICTS:
        raise FaultError(
            Fault("bad_verdict", 400, f"'{verdict[:40]}' is no decision on many", "verdict", f"One of: {', '.join(VERDICTS)}.")
        )
    addresses = _addresses(desk, state)
    judged = desk.snapshot.judged_all({split_address(a)[0] for a in addresses})
    if not addresses or len(addresses) > MOST or form.get("mark") != _mark(judged, addresses):
        desk.notices.append("Nothing was decided: these records changed since you looked. Look again.")
        return _preview(desk, state, status=409)
    made = now()
    judgements = [
        judgement_on(whole, record, None, verdict=verdict, person=desk.person.name, made=made, note=note)
        for whole, record in _records(judged, addresses)
    ]
    desk.ledger.judge(judgements)
    desk.decided(sorted({j.document for j in judgements}))
    told = f"{VERDICTS[verdict]} {plural(len(judgements), 'record')}. One undo takes all of it back."
    return desk.back(REVIEW.link("/review", replace(state, item="")), told)


def narrowed(state: ReviewState) -> bool:
    """True if a filter is set: nobody decides on everything at once."""
    return bool(state.event or state.document or state.field or state.from_confidence > 0 or state.to_confidence < 1)


def _addresses(desk: Desk, state: ReviewState) -> list[str]:
    """The records of the filter, one more than may be decided at most; none of a filter that is not set."""
    if state.queue != "claims" or not narrowed(state):
        return []
    return [q.address for q in islice(waiting(desk, replace(state, item="", order="document")), MOST + 1)]


Judged = Mapping[str, JudgedDocument]


def _records(judged: Judged, addresses: Sequence[str]) -> Iterator[tuple[JudgedDocument, Record]]:
    """The records of addresses, each with the coding that it stands in."""
    held = {f"{d}#{r.id}": (whole, r) for d, whole in judged.items() for r in records_of(whole.coded)}
    return (held[a] for a in addresses if a in held)


def _mark(judged: Judged, addresses: Sequence[str]) -> str:
    parts = [p for whole, r in _records(judged, addresses) for p in (whole.coded.document, r.id, seen_mark(whole, r))]
    return digest("bulk", parts)[5:17]


def _events(desk: Desk, judged: Judged, addresses: Sequence[str]) -> list[str]:
    """The events that the records are about, those about which most of them are first."""
    events = desk.snapshot.events_of(judged)
    about: Counter[str] = Counter()
    for whole, record in _records(judged, addresses):
        of = events[whole.coded.document]
        reports = (f"{whole.coded.document}#{local}" for local in events_of(record))
        about.update({of[r] for r in reports if r in of})
    return [event for event, _ in about.most_common()]


def _shifts(desk: Desk, id: str, addresses: Sequence[str]) -> list[Shift]:
    case = desk.case(event_record(desk.snapshot, id))
    return shifts(case, desk.heading(case.record.row).title, addresses)


def _preview(desk: Desk, state: ReviewState, status: int = 200) -> Response:
    addresses = _addresses(desk, state)
    count = min(len(addresses), MOST)
    judged = desk.snapshot.judged_all({split_address(a)[0] for a in addresses}) if count == len(addresses) else {}
    events = _events(desk, judged, addresses)
    some = events[:WORKED_OUT]
    spread = [addresses[i * count // min(count, SAMPLES)] for i in range(min(count, SAMPLES))]
    view = BulkView(
        queue=state.queue,
        state=state,
        records=count,
        more=len(addresses) > MOST,
        samples=tuple(item_of(desk, a, event=state.event) for a in spread),
        shifts=tuple(s for e in some for s in _shifts(desk, e, addresses)),
        events=len(events),
        worked_out=len(some),
        mark=_mark(judged, addresses),
        counts=counts(desk),
    )
    return desk.answer(
        "bulk.html", view, "Decide many at once", status=status, link=REVIEW.link, write=REVIEW.write, narrowed=narrowed(state)
    )
