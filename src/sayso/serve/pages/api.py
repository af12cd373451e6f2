"""The API: the same filters as the pages, cursor paging, errors of one shape; reading and judging. Described by OpenAPI."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from fastapi import APIRouter, Body, Request
from fastapi.openapi.utils import get_openapi
from fastapi.responses import JSONResponse, Response
from starlette.datastructures import FormData

import sayso
from sayso.core import Judgement, Translation
from sayso.core.judging import records_of
from sayso.export.heading import Heading
from sayso.ledger import ClaimRow, DocumentRow
from sayso.serve.casebook import event_record
from sayso.serve.codec import Codec
from sayso.serve.decisions import FieldError, locate_record
from sayso.serve.desk import Desk, Posted, Reading
from sayso.serve.faults import Fault, FaultError, not_found
from sayso.serve.pages.pairs import VERDICTS, on_pair, place_of
from sayso.serve.pages.review import DONE, SeenError, record_decision
from sayso.serve.pages.review import undo as undo_page
from sayso.serve.protection import shown_document
from sayso.serve.states import CLAIMS, DOCS, EVENTS, LOG, ClaimsState
from sayso.serve.views.event import EventView, event_view
from sayso.serve.views.item import ItemView, face_text, item_view

router = APIRouter()
MOST = 500


@dataclass(frozen=True, slots=True)
class Failure:
    """How every error looks."""

    error: Fault


@dataclass(frozen=True, slots=True)
class Events:
    """A page of events. `next` is the `after` of the following page, "" on the last."""

    rows: tuple[Heading, ...]
    next: str
    total: int


@dataclass(frozen=True, slots=True)
class ClaimOut:
    """A claim: one value of one field under one chain of speakers, with its exact words."""

    address: str
    document: str
    doc: str
    outlet: str | None
    published: str | None
    field: str
    value: str
    low: int | None
    high: int | None
    comparator: str
    group: str
    scope: str
    as_of: str | None
    stance: str
    basis: str
    confidence: float
    quote: str
    start: int
    end: int
    chain: tuple[str, ...]
    reports: tuple[str, ...]
    origin: str | None
    state: str
    disputed: bool


@dataclass(frozen=True, slots=True)
class Claims:
    """A page of claims."""

    rows: tuple[ClaimOut, ...]
    next: str
    total: int


@dataclass(frozen=True, slots=True)
class Documents:
    """A page of documents, without their texts."""

    rows: tuple[DocumentRow, ...]
    next: str
    total: int


@dataclass(frozen=True, slots=True)
class DocumentOut:
    """A document with its frozen text and its records as they stand, each with the `seen` that a decision sends back."""

    id: str
    doc: str
    title: str
    outlet: str
    published: str
    sha256: str
    text: str
    records: tuple[ItemView, ...]
    translation: Translation | None


@dataclass(frozen=True, slots=True)
class Decisions:
    """A page of decisions, newest first."""

    rows: tuple[Judgement, ...]
    next: str
    total: int


@dataclass(frozen=True, slots=True)
class DecisionIn:
    """A decision on a record. `address` is the claim's or report's; `seen` comes from the record as it was read, and a decision
    is refused with 409 if somebody decided meanwhile, unless `anyway`. `changes` are the fields of a correction, as in the form:
    kind, low, high, comparator, words, of, scope, as_of, stance, speakers, place, country, date, type, factuality, ..."""

    address: str
    verdict: str
    seen: str = ""
    note: str = ""
    anyway: bool = False
    changes: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class PairIn:
    """A decision on a pair: `field` is same_event (two reports) or same_origin (two claims); `verdict` same, different, unsure."""

    field: str
    left: str
    right: str
    verdict: str
    note: str = ""


def claim_out(row: ClaimRow) -> ClaimOut:
    """A claim of the ledger as the API gives it."""
    c = row.claim
    return ClaimOut(
        row.address, row.document, row.doc, row.outlet, row.published, c.field, c.value, c.low, c.high, c.comparator, c.group,
        c.scope, c.as_of, c.stance, c.basis, c.confidence, c.quote.words, c.quote.start, c.quote.end,
        tuple(h.name for h in c.chain.hops), row.reports, row.origin, row.state, row.disputed,
    )  # fmt: skip


def described(codec: Codec[Any]) -> dict[str, Any]:
    """The parameters of a list, for OpenAPI, from the codec that reads them."""
    paging = [("limit", f"rows a page, at most {MOST}"), ("at", "the ledger as of this moment")]
    return {
        "parameters": [
            {
                "name": name,
                "in": "query",
                "required": False,
                "description": kind.expected,
                "schema": {"type": "array", "items": {"type": "string"}} if kind.many else {"type": "string"},
            }
            for name, kind in codec.kinds.items()
            if name not in ("view", "hi", "z")
        ]
        + [{"name": n, "in": "query", "required": False, "description": d, "schema": {"type": "string"}} for n, d in paging]
    }


def limit_of(desk: Desk) -> int:
    """How many rows a page has."""
    given = desk.request.query_params.get("limit", "50")
    if not given.isdigit() or not 1 <= int(given) <= MOST:
        raise FaultError(Fault("bad_parameter", 400, f"'{given[:20]}' was given, 1 to {MOST} was expected", "limit"))
    return int(given)


FAILS: dict[int | str, dict[str, Any]] = {
    400: {"model": Failure, "description": "A parameter cannot be read; `where` names it."},
    401: {"model": Failure, "description": "No key, or one that is not known."},
    404: {"model": Failure, "description": "There is no such record."},
}
JUDGES: dict[int | str, dict[str, Any]] = {
    **FAILS,
    403: {"model": Failure, "description": "The role does not allow it."},
    409: {"model": Failure, "description": "Somebody decided meanwhile, or the record is no longer there."},
    422: {"model": Failure, "description": "A value cannot be taken; `where` names the field."},
}


def _read(desk: Desk, codec: Codec[Any]) -> Any:
    state, unknown = codec.read(desk.request.query_params)
    rest = [n for n in unknown if n != "limit"]
    if rest:
        raise FaultError(Fault("bad_parameter", 400, f"'{rest[0]}' means nothing here", rest[0], "See /api for what does."))
    return state


@router.get("/api/events", response_model=Events, responses=FAILS, openapi_extra=described(EVENTS), tags=["read"])
def api_events(desk: Desk = Reading) -> Response:
    """Events by the same filter as the page of events."""
    state = _read(desk, EVENTS)
    page = desk.snapshot.event_page(state.filter, order=state.order, after=state.after, limit=limit_of(desk))
    return desk.json(Events(tuple(map(desk.heading, page.rows)), page.next, page.total))


@router.get("/api/events/{id}", response_model=EventView, responses=FAILS, tags=["read"])
def api_event(id: str, desk: Desk = Reading) -> Response:
    """One event with every claim by its origin. An id that a merge retired gives the survivor."""
    return desk.json(event_view(desk.case(event_record(desk.snapshot, id))))


@router.get("/api/claims", response_model=Claims, responses=FAILS, openapi_extra=described(CLAIMS), tags=["read"])
def api_claims(desk: Desk = Reading) -> Response:
    """Claims by event, document, origin, field, speaker, stance, state."""
    state: ClaimsState = _read(desk, CLAIMS)
    page = desk.snapshot.claim_page(state.filter, after=state.after, limit=limit_of(desk))
    return desk.json(Claims(tuple(map(claim_out, page.rows)), page.next, page.total))


@router.get("/claims")
def claims(desk: Desk = Reading) -> Response:
    """Claims as a list: the same as a page, JSON, or all of them as CSV."""
    state, unknown = CLAIMS.read(desk.request.query_params)
    desk.unknown(unknown)
    page = desk.snapshot.claim_page(state.filter, after=state.after, limit=100)
    view = Claims(tuple(map(claim_out, page.rows)), page.next, page.total)
    return desk.answer("claims.html", view, "Claims", rows=_every_claim(desk, state), name="claims", state=state)


def _every_claim(desk: Desk, state: ClaimsState) -> Iterator[ClaimOut]:
    return map(claim_out, desk.snapshot.claims(state.filter))


@router.get("/api/documents", response_model=Documents, responses=FAILS, openapi_extra=described(DOCS), tags=["read"])
def api_documents(desk: Desk = Reading) -> Response:
    """Documents by the same filter as the page of documents."""
    state = _read(desk, DOCS)
    page = desk.snapshot.document_page(state.filter, after=state.after, limit=limit_of(desk))
    return desk.json(Documents(page.rows, page.next, page.total))


@router.get("/api/documents/{name}", response_model=DocumentOut, responses=FAILS, tags=["read"])
def api_document(name: str, desk: Desk = Reading) -> Response:
    """A document with its text and its records."""
    document = shown_document(desk, name)
    judged = desk.judged(document.id)
    records = tuple(item_view(document, judged, r) for r in records_of(judged.coded)) if judged else ()
    out = DocumentOut(
        document.id, document.doc, document.title or "", document.outlet or "", document.published or "", document.sha256,
        document.text, records, document.translation,
    )  # fmt: skip
    return desk.json(out)


@router.get("/api/decisions", response_model=Decisions, responses=FAILS, openapi_extra=described(LOG), tags=["read"])
def api_decisions(desk: Desk = Reading) -> Response:
    """Decisions, newest first."""
    s = _read(desk, LOG)
    page = desk.snapshot.newest_judgements(
        person=s.person,
        verdict=s.verdict,
        document_id=s.document,
        first=s.first,
        last=s.last,
        before=s.after,
        limit=limit_of(desk),
    )
    return desk.json(Decisions(page.rows, page.next, page.total))


@router.post("/api/decisions", response_model=Judgement, responses=JUDGES, status_code=201, tags=["judge"])
def api_decide(given: DecisionIn = Body(), desk: Desk = Reading, form: FormData = Posted) -> Response:  # noqa: B008
    """Records a decision: accept, correct, reject or comment."""
    desk.need("coder")
    if given.verdict not in DONE or given.verdict == "add":
        raise FaultError(
            Fault("bad_verdict", 422, f"'{given.verdict[:40]}' is no decision", "verdict", "accept, correct, reject, comment")
        )
    document, _, subject = given.address.rpartition("#")
    judged = desk.snapshot.judged(document) if document else None
    located = locate_record(judged, subject) if judged else None
    if located is None:
        raise not_found(f"there is no record '{given.address[:80]}'", "address", "Read its document again.")
    fields = {
        **given.changes,
        "address": given.address,
        "note": given.note,
        "seen": given.seen,
        "face": face_text(located.record),
    }
    if given.anyway or not given.seen:
        fields["anyway"] = "1"
    try:
        made = record_decision(desk, fields, given.verdict)
    except FieldError as error:
        raise FaultError(Fault("bad_field", 422, error.what, error.where, error.hint)) from error
    except SeenError as error:
        hint = "Read it again and send its `seen`, or send `anyway`."
        raise FaultError(
            Fault("decided_meanwhile", 409, "somebody decided on this record meanwhile", error.address, hint)
        ) from error
    return desk.json(made, 201)


@router.post("/api/pairs", response_model=Judgement, responses=JUDGES, status_code=201, tags=["judge"])
def api_pair(given: PairIn = Body(), desk: Desk = Reading, form: FormData = Posted) -> Response:  # noqa: B008
    """Records whether two reports tell of one event, or two claims rest on one origin."""
    desk.need("coder")
    if given.verdict not in VERDICTS or given.field not in ("same_event", "same_origin"):
        raise FaultError(Fault("bad_verdict", 422, f"'{given.verdict[:40]}' is no answer", "verdict", ", ".join(VERDICTS)))
    left, right = (place_of(desk, given.field, a) for a in (given.left, given.right))
    made = on_pair(desk, given.field, given.verdict, left, right, given.note)
    desk.ledger.judge([made])
    desk.decided([made.document, made.other_document])
    return desk.json(made, 201)


@router.post("/api/decisions/{id}/undo", responses=JUDGES, tags=["judge"])
def api_undo(id: str, desk: Desk = Reading, form: FormData = Posted) -> Response:
    """Lifts a decision; the log keeps both."""
    undo_page(desk, FormData({"judgement": id, "back": "/log"}))
    return JSONResponse({"undone": id})


@cache
def schema() -> dict[str, Any]:
    """The OpenAPI description of the routes under /api."""
    routes = [r for r in router.routes if getattr(r, "tags", None)]
    about = (
        "Send a key as `Authorization: Bearer KEY` (settings, “Key for programs”; on one machine the token of the printed address "
        'is one). Lists have `rows`, `next` and `total`; give `next` as `after`. Errors are `{"error": {code, status, what, where, hint}}`.'
    )
    out = get_openapi(title="sayso", version=sayso.__version__, description=about, routes=routes)
    out.setdefault("components", {})["securitySchemes"] = {"key": {"type": "http", "scheme": "bearer"}}
    out["security"] = [{"key": []}]
    return out


@router.get("/api/openapi.json")
def openapi(request: Request, desk: Desk = Reading) -> Response:
    """The description for programs."""
    return JSONResponse(schema())


@router.get("/api")
def api(request: Request, desk: Desk = Reading) -> Response:
    """The description for people."""
    described_api = schema()
    return desk.answer("api.html", described_api, "API")
