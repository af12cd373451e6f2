"""Exports: data sets in the forms of the field, and briefs, of the events of a filter; the same files that the commands write."""

import io
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime

from fastapi import APIRouter
from fastapi.responses import Response

from sayso.assess.policies import policy
from sayso.briefs import MOST, made_brief
from sayso.datasets import Wanted, data_set, gather
from sayso.export.shapes import FORMATS
from sayso.serve.codec import Chip
from sayso.serve.desk import Desk, Reading
from sayso.serve.faults import Fault, FaultError, bad_parameter
from sayso.serve.states import EVENT_FILTERS, EVENTS

router = APIRouter()
MOST_EVENTS = 2000  # of one download: more is a matter of minutes, and of the command line
BRIEFS = {"html": "web page in one file", "docx": "Word", "md": "Markdown"}
POLICY = "minmax"
MEDIA = {
    ".html": "text/html; charset=utf-8",
    ".md": "text/markdown; charset=utf-8",
    ".docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
}


@dataclass(frozen=True, slots=True)
class ExportsView:
    """The page: what each form holds, how many events the filter gives, and what is in the ledger."""

    events: int
    most: int
    chips: tuple[Chip, ...]
    query: str
    formats: dict[str, str]
    briefs: dict[str, str]
    counts: dict[str, int]


@router.get("/exports")
def exports(desk: Desk = Reading) -> Response:
    """What can be taken along, in which form, and how many events it will hold; the filter is that of the events."""
    state, unknown = EVENTS.read(desk.request.query_params)
    desk.unknown(unknown)
    view = ExportsView(
        events=desk.events(state.filter),
        most=MOST_EVENTS,
        chips=EVENTS.chips("/exports", state, EVENT_FILTERS),
        query=EVENTS.write(state, after="", view="all", hi="", z=""),
        formats=FORMATS,
        briefs=BRIEFS,
        counts=dict(desk.known("counts", lambda: desk.snapshot.info().counts)),
    )
    return desk.answer("exports.html", view, "Exports")


@router.get("/exports/data")
def data(desk: Desk = Reading) -> Response:
    """A data set of the events of a filter: a ZIP with its tables, codebook, what was lost, retracted ids and manifest."""
    wanted, unknown = _wanted(desk, "form")
    form = _choice(desk, "form", tuple(FORMATS))
    desk.unknown(unknown)
    made = data_set(desk.snapshot, form, wanted)
    return _zipped(made.files, f"sayso-{form}-{_today()}")


@router.get("/exports/brief")
def brief(desk: Desk = Reading) -> Response:
    """A brief of the events of a filter, the latest of them: every statement with a footnote."""
    wanted, unknown = _wanted(desk, "form")
    form = f".{_choice(desk, 'form', tuple(BRIEFS))}"
    desk.unknown(unknown)
    found = gather(desk.snapshot, wanted)
    name = f"sayso-brief-{_today()}"
    made = made_brief(found, policy(POLICY), form, limit=MOST, name=name)
    if len(made.files) > 1:
        return _zipped(made.files, name)
    headers = {"Content-Disposition": f'attachment; filename="{made.main}"'}
    return Response(made.files[made.main], media_type=MEDIA[form], headers=headers)


def _wanted(desk: Desk, *own: str) -> tuple[Wanted, list[str]]:
    """The events that the address asks for, and names in it that mean nothing. Raises FaultError where they are too many."""
    state, unknown = EVENTS.read(desk.request.query_params)
    events = desk.events(state.filter)
    if events > MOST_EVENTS:
        raise FaultError(
            Fault(
                "too_many",
                413,
                f"the filter gives {events:,} events, and a download holds {MOST_EVENTS:,}",
                desk.request.url.path,
                "Narrow the filter, or write all of them with: sayso export acled (or claims, xlsx, ...).",
            )
        )
    return Wanted(state.filter), [name for name in unknown if name not in own]


def _choice(desk: Desk, name: str, allowed: tuple[str, ...]) -> str:
    given = desk.request.query_params.get(name, allowed[0])
    if given not in allowed:
        raise bad_parameter(name, given, f"one of {', '.join(allowed)}")
    return given


def _zipped(files: Mapping[str, bytes], name: str) -> Response:
    """Files as one ZIP, the same bytes for the same files."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for file, content in files.items():
            archive.writestr(zipfile.ZipInfo(f"{name}/{file}"), content, zipfile.ZIP_DEFLATED)
    headers = {"Content-Disposition": f'attachment; filename="{name}.zip"'}
    return Response(out.getvalue(), media_type="application/zip", headers=headers)


def _today() -> str:
    return datetime.now(UTC).date().isoformat()
