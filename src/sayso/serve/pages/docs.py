"""Documents: the list, the reader with marked claims, adding what the machine missed, the bytes as obtained."""

import re
from dataclasses import dataclass
from typing import Any

from fastapi import APIRouter
from fastapi.responses import Response
from starlette.datastructures import FormData

from sayso.core import CodedDocument, Document, Quote
from sayso.core.judged import JudgedDocument
from sayso.core.judging import Record, records_of
from sayso.export.veil import SEES_ALL
from sayso.ledger import CaptureRow, DocumentFilter, DocumentRow
from sayso.serve.codec import Chip
from sayso.serve.decisions import FieldError, corrected, find_words, judgement_on, quote_of
from sayso.serve.desk import Desk, Posted, Reading
from sayso.serve.drafting import draft
from sayso.serve.faults import Fault, FaultError, bad_parameter, not_found
from sayso.serve.pages.review import item_of, now
from sayso.serve.protection import shown_document
from sayso.serve.states import DOC_FILTERS, DOCS, PER_PAGE, DocsState
from sayso.serve.views.item import ItemView, item_view
from sayso.serve.views.reader import ReaderView, reader_view

router = APIRouter()
KINDS = ("figure", "event", "statement")


@dataclass(frozen=True, slots=True)
class DocsView:
    """The list of documents."""

    rows: tuple[DocumentRow, ...]
    total: int
    next: str
    state: DocsState
    chips: tuple[Chip, ...]


@router.get("/docs")
def docs(desk: Desk = Reading) -> Response:
    """Documents by one filter, newest first, or by a search."""
    state, unknown = DOCS.read(desk.request.query_params)
    desk.unknown(unknown)
    page = desk.snapshot.document_page(state.filter, after=state.after, limit=PER_PAGE)
    view = DocsView(page.rows, page.total, page.next, state, DOCS.chips("/docs", state, DOC_FILTERS))
    return desk.answer("docs.html", view, "Documents", rows=_every(desk, state), name="documents")


def _every(desk: Desk, state: DocsState) -> Any:
    after = ""
    while True:
        page = desk.snapshot.document_page(state.filter, after=after, limit=500)
        yield from page.rows
        if not page.next:
            return
        after = page.next


def document_of(desk: Desk, name: str) -> Document:
    """A document that this person may see. Raises FaultError: 404, 410 for a redacted one, 403 for a withheld one."""
    return shown_document(desk, name)


@dataclass(frozen=True, slots=True)
class DocumentView:
    """The reader, with the record that is open and how the document was obtained."""

    reader: ReaderView
    item: ItemView | None
    captures: tuple[CaptureRow, ...]
    followed_by: str | None


@router.get("/docs/{name}")
def doc(name: str, desk: Desk = Reading) -> Response:
    """The reader. `claim` opens a record by its id, `at_span` (start-end) the one that stands there."""
    document = document_of(desk, name)
    judged = desk.judged(document.id)
    opened = _opened(desk, judged)
    around = quote_of(opened).start if opened else _span(desk)[0]
    address = f"{document.id}#{opened.id}" if opened else ""
    row = next(iter(desk.snapshot.document_page(_only(document.id), limit=1).rows), None)
    view = DocumentView(
        reader=reader_view(document, judged, desk.marked(document), around),
        item=item_of(desk, address) if opened else None,
        captures=tuple(desk.snapshot.captures(document.id)),
        followed_by=row.followed_by if row else None,
    )
    following = _after(judged, opened)
    back = f"/docs/{document.id}" + (f"?claim={following}#{following}" if following else "")
    return desk.answer("reader.html", view, document.title or document.doc, back=back, problem=None, typed=None)


def _only(id: str) -> DocumentFilter:
    return DocumentFilter(ids=(id,))


def _span(desk: Desk) -> tuple[int, int]:
    given = desk.request.query_params.get("at_span", "")
    if not given:
        return 0, 0
    found = re.fullmatch(r"(\d{1,9})-(\d{1,9})", given)
    if found is None:
        raise bad_parameter("at_span", given, "start-end, two numbers")
    return int(found[1]), int(found[2])


def _opened(desk: Desk, judged: JudgedDocument | None) -> Record | None:
    """The record that the address asks for; by its words where its id has changed since."""
    if judged is None:
        return None
    wanted = desk.request.query_params.get("claim", "")
    records = (*records_of(judged.coded), *judged.rejected)
    if wanted:
        return next((r for r in records if r.id == wanted), None)
    start, end = _span(desk)
    if end:
        overlapping = [r for r in records if quote_of(r).start < end and start < quote_of(r).end]
        return min(overlapping, key=lambda r: abs(quote_of(r).start - start) + abs(quote_of(r).end - end), default=None)
    return None


def _after(judged: JudgedDocument | None, opened: Record | None) -> str:
    """The next record of the document that nobody judged, for going on after a decision."""
    if judged is None or opened is None:
        return ""
    ordered = sorted(records_of(judged.coded), key=lambda r: (quote_of(r).start, r.id))
    drafts = [r for r in ordered if judged.state(r.id) == "draft" and r.id != opened.id]
    later = [r for r in drafts if quote_of(r).start >= quote_of(opened).start]
    return (later or drafts)[0].id if drafts else opened.id


@router.get("/docs/{name}/add")
def add_form(name: str, desk: Desk = Reading) -> Response:
    """The form of a record that the machine missed: a figure, event or statement of marked words."""
    desk.need("coder")
    document = document_of(desk, name)
    kind, quote = _marked(desk, document)
    judged = _coding(desk, document)
    record = draft(kind, quote, document, judged)
    return _add_page(desk, document, judged, record)


def _add_page(desk: Desk, document: Document, judged: JudgedDocument, record: Record, **more: Any) -> Response:
    item = item_view(document, judged, record)
    status = 422 if more.get("problem") else 200
    context = {"problem": None, "typed": None, **more}
    return desk.page("add.html", "Add what was missed", status=status, item=item, document=document, **context)


def _marked(desk: Desk, document: Document) -> tuple[str, Quote]:
    params = desk.request.query_params
    kind = params.get("kind", "figure")
    if kind not in KINDS:
        raise bad_parameter("kind", kind, f"one of {', '.join(KINDS)}")
    words = params.get("words", "")
    if words:
        found = find_words(document.text, words, 0)
        if found is None:
            raise bad_parameter("words", words, "words that stand in the text")
        return kind, found
    start, end = params.get("start", ""), params.get("end", "")
    if not (start.isdigit() and end.isdigit() and int(start) < int(end) <= len(document.text)):
        raise bad_parameter("start", f"{start}-{end}", "two offsets into the text")
    return kind, Quote.at(document.text, int(start), int(end))


def _coding(desk: Desk, document: Document) -> JudgedDocument:
    """The judged coding, or an empty one where the document was never coded."""
    found = desk.judged(document.id)
    empty = CodedDocument(document.id, document.doc, document.text, document.published, document.outlet)
    return found or JudgedDocument(empty)


@router.post("/docs/{name}/add")
def add(name: str, desk: Desk = Reading, form: FormData = Posted) -> Response:
    """Keeps a record that a person added."""
    desk.need("coder")
    document = document_of(desk, name)
    fields = {k: str(v) for k, v in form.items()}
    kind, start, end = fields.get("class", ""), fields.get("start", ""), fields.get("end", "")
    if kind not in KINDS or not (start.isdigit() and end.isdigit() and int(start) < int(end) <= len(document.text)):
        raise FaultError(Fault("bad_field", 422, "no words are marked", "start", "Mark words in the reader first."))
    judged = _coding(desk, document)
    record = draft(kind, Quote.at(document.text, int(start), int(end)), document, judged)
    try:
        made = corrected(record, fields, document.text, judged.coded.events)
    except FieldError as error:
        if desk.request.state.bearer:
            raise FaultError(Fault("bad_field", 422, error.what, error.where, error.hint)) from error
        return _add_page(desk, document, judged, record, problem=error, typed=fields)
    judgement = judgement_on(judged, made, made, verdict="add", person=desk.person.name, made=now(), note=fields.get("note", ""))
    desk.ledger.judge([judgement])
    desk.decided([document.id])
    place = quote_of(made)
    return desk.back(f"/docs/{document.id}?at_span={place.start}-{place.end}", f"Added: {kind} “{place.words[:60]}”.")


@router.get("/docs/{name}/text")
def text(name: str, desk: Desk = Reading) -> Response:
    """The frozen text, as plain text and nothing else."""
    document = document_of(desk, name)
    return Response(desk.veil.over(document.text).encode("utf-8", "surrogatepass"), media_type="text/plain; charset=utf-8")


@router.get("/docs/{name}/original")
def original(name: str, desk: Desk = Reading) -> Response:
    """The bytes as obtained, only to be saved: a browser never shows them."""
    document = document_of(desk, name)
    if desk.veil.names:
        desk.need(SEES_ALL)  # bytes cannot be blacked out
    for row in desk.snapshot.captures(document.id):
        content = desk.snapshot.content(row.capture.sha256)
        if content is not None:
            headers = {"Content-Disposition": f'attachment; filename="{row.capture.sha256[:16]}.bin"'}
            return Response(content, media_type="application/octet-stream", headers=headers)
    raise not_found("the bytes of this document are not kept", f"/docs/{document.id}", "Its text and digest are.")
