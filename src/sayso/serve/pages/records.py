"""The log of decisions, runs, inputs that were not read, exports, history, help."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from fastapi import APIRouter
from fastapi.responses import Response

from sayso.core import Judgement, Run
from sayso.ledger import ClaimFilter, HistoryEntry, RejectionRow, Tombstone
from sayso.serve.casebook import event_record
from sayso.serve.desk import Desk, Reading
from sayso.serve.keys import ANYWHERE, EVENT, KEYS, LISTS, PAIRS, READER, REVIEW
from sayso.serve.states import LOG, LogState
from sayso.serve.views.item import DecisionLine, decision_lines, grouped

router = APIRouter()
PER_LOG = 100


@dataclass(frozen=True, slots=True)
class LogView:
    """Decisions, newest first."""

    rows: tuple[DecisionLine, ...]
    total: int
    next: str
    state: LogState


@router.get("/log")
def log(desk: Desk = Reading) -> Response:
    """Every decision: who, when, what, why; with the words that it is about. CSV and JSON export all of it."""
    state, unknown = LOG.read(desk.request.query_params)
    desk.unknown(unknown)
    page = desk.snapshot.newest_judgements(
        person=state.person,
        verdict=state.verdict,
        document_id=state.document,
        first=state.first,
        last=state.last,
        before=state.after,
        limit=PER_LOG,
    )
    view = LogView(_lines(desk, page.rows), page.total, page.next, state)
    return desk.answer("log.html", view, "Log of decisions", rows=_judgements(desk, state), name="decisions")


def _lines(desk: Desk, judgements: tuple[Judgement, ...]) -> tuple[DecisionLine, ...]:
    over = desk.snapshot.lifted_among([j.id for j in judgements])
    lines: list[DecisionLine] = []
    for j in judgements:
        document = desk.snapshot.coded(j.document)
        lines += decision_lines([j], document.text if document else "", over)
    return grouped(lines)


def _judgements(desk: Desk, state: LogState) -> Iterator[Judgement]:
    """Everything that a judgement holds, for the audit; nothing left out."""
    for j in desk.snapshot.judgements(document=state.document, person=state.person):
        if (not state.verdict or j.verdict == state.verdict) and state.first <= j.made[:10] <= (state.last or "9"):
            yield j


@dataclass(frozen=True, slots=True)
class HistoryView:
    """What happened to an event and its parts."""

    event: str
    rows: tuple[HistoryEntry, ...]
    rejected: tuple[Any, ...]


@router.get("/events/{id}/log")
def event_log(id: str, desk: Desk = Reading) -> Response:
    """The history of an event: runs, links, merges, decisions; and the claims that were rejected."""
    rejected = tuple(desk.snapshot.claims(ClaimFilter(event=id, states=("rejected",))))
    entries = list(desk.snapshot.history(id))
    if not entries:
        event_record(desk.snapshot, id)
    documents = {r.document for r in desk.snapshot.reports(event=id)} | {c.document for c in rejected}
    for document in sorted(documents)[:100]:
        entries += [e for e in desk.snapshot.history(document, limit=50) if e.what not in ("obtained", "recorded")]
    rows = tuple(sorted(entries, key=lambda e: e.at, reverse=True))
    return desk.answer("history.html", HistoryView(id, rows, rejected), f"History of {id}", rows=rows)


@dataclass(frozen=True, slots=True)
class RunsView:
    """What produced the records, and what happened to the ledger as a whole."""

    runs: tuple[Run, ...]
    counts: dict[str, int]
    history: tuple[HistoryEntry, ...]
    redactions: tuple[Tombstone, ...]


@router.get("/runs")
def runs(desk: Desk = Reading) -> Response:
    """Runs: versions of program, reader, ontology and lexicons."""
    found = tuple(reversed(desk.snapshot.runs()))
    view = RunsView(
        found, dict(desk.snapshot.info().counts), tuple(desk.snapshot.history(limit=60)), tuple(desk.snapshot.tombstones())
    )
    return desk.answer("runs.html", view, "Runs", rows=found)


@dataclass(frozen=True, slots=True)
class RejectsView:
    """Inputs that gave no document."""

    rows: tuple[RejectionRow, ...]
    total: int


@router.get("/rejects")
def rejects(desk: Desk = Reading) -> Response:
    """Inputs that could not be read, each with its reason and what to do."""
    code = desk.request.query_params.get("code", "")
    rows = tuple(desk.snapshot.rejections(code=code))
    flat = (
        {**{k: getattr(r.rejection, k) for k in ("address", "part", "code", "reason", "sha256")}, "recorded": r.recorded}
        for r in rows
    )
    return desk.answer("rejects.html", RejectsView(rows[:500], len(rows)), "Inputs not read", rows=flat)


@router.get("/help")
def help_page(desk: Desk = Reading) -> Response:
    """How to read the drawings, what the words mean, and every key."""
    groups = [
        (where, [k for k in KEYS.values() if k.where == where]) for where in (ANYWHERE, LISTS, EVENT, READER, REVIEW, PAIRS)
    ]
    return desk.answer("help.html", {"keys": dict(groups)}, "Help", groups=groups)
