"""Exports: data sets in the forms of the field, and briefs, of the events of a filter; the same files that the commands write; and
which were made before, with what changed since."""

import io
import zipfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from urllib.parse import urlencode

from fastapi import APIRouter
from fastapi.responses import Response

from sayso.assess.policies import names, policy
from sayso.briefs import MOST, brief_exported, made_brief
from sayso.datasets import Wanted, exported, gather, made_of
from sayso.export.shapes import FORMATS, POLICIES
from sayso.ledger import ChangedSince, Exported
from sayso.ledger.tallies import EventSums
from sayso.serve.casebook import event_record
from sayso.serve.codec import Chip
from sayso.serve.desk import Desk, Reading, today
from sayso.serve.faults import Fault, FaultError, bad_parameter
from sayso.serve.states import EVENT_FILTERS, EVENTS, state_of

router = APIRouter()
MOST_EVENTS = 2000  # of one download: more is a matter of minutes, and of the command line
LISTED = 20  # earlier exports
BRIEFS = {"html": "web page in one file", "docx": "Word", "md": "Markdown"}
POLICY = "minmax"
MEDIA = {
    ".html": "text/html; charset=utf-8",
    ".md": "text/markdown; charset=utf-8",
    ".docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
}


@dataclass(frozen=True, slots=True)
class Earlier:
    """An export that was made. `again` makes the same of the ledger as it is now, `as_it_was` of the ledger as it was then; both
    are "" where the workbench cannot make it (a policy of a file). `since`: what became of its claims."""

    made: Exported
    filter: tuple[Chip, ...]
    again: str
    as_it_was: str
    since: ChangedSince


@dataclass(frozen=True, slots=True)
class ExportsView:
    """The page: what each form holds, how many events the filter gives, and what is in the ledger."""

    events: int
    sums: EventSums
    most: int
    chips: tuple[Chip, ...]
    query: str
    formats: dict[str, str]
    briefs: dict[str, str]
    counts: dict[str, int]
    earlier: tuple[Earlier, ...]


@router.get("/exports")
def exports(desk: Desk = Reading) -> Response:
    """What can be taken along, in which form, and how many events it will hold; the filter is that of the events."""
    state, unknown = EVENTS.read(desk.request.query_params)
    desk.unknown(unknown)
    view = ExportsView(
        events=desk.events(state.filter),
        sums=desk.known(("sums", state.filter), lambda: desk.snapshot.event_sums(state.filter)),
        most=MOST_EVENTS,
        chips=EVENTS.chips("/exports", state, EVENT_FILTERS),
        query=EVENTS.write(state, after="", n=0, view="all", hi="", z=""),
        formats=FORMATS,
        briefs=BRIEFS,
        counts=dict(desk.known("counts", lambda: desk.snapshot.info().counts)),
        earlier=tuple(_earlier(desk, made) for made in desk.whole.exports(limit=LISTED)),
    )
    return desk.answer("exports.html", view, "Exports", rows=_lines(view))


@dataclass(frozen=True, slots=True)
class EarlierLine:
    """An export in the list as CSV."""

    at: str
    person: str
    kind: str
    format: str
    policy: str
    filter: str
    name: str
    sha256: str
    ledger_as_of: str
    events: int
    rows: int
    added: int
    changed: int
    retracted: int
    again: str


def _lines(view: ExportsView) -> Iterator[EarlierLine]:
    for e in view.earlier:
        m, asked = e.made, "; ".join(f"{c.name} {c.value}" for c in e.filter)
        yield EarlierLine(
            m.at, m.person, m.kind, m.format, m.policy, asked, m.name, m.sha256, m.moment, m.count, m.rows, e.since.added,
            e.since.changed, e.since.retracted, e.again,
        )  # fmt: skip


def _earlier(desk: Desk, made: Exported) -> Earlier:
    """An export with its addresses and what changed since."""
    state = state_of(made.events)
    chips = tuple(Chip("event", id, "") for id in made.ids) + EVENTS.chips("/exports", state, EVENT_FILTERS)
    asked = [("form", made.format), *(("policy", made.policy) for _ in range(made.policy != _own_policy(made)))]
    query = urlencode([*asked, *(("event", id) for id in made.ids)]) + (f"&{rest}" if (rest := EVENTS.write(state)) else "")
    known = made.policy in names()
    key = ("since", made.stamp, made.events, made.ids)
    same = made.stamp >= desk.stamp
    return Earlier(
        made=made,
        filter=chips,
        again=f"/exports/{made.kind}?{query}" if known else "",
        as_it_was=f"/exports/{made.kind}?{query}&{urlencode({'at': made.moment})}" if known and made.moment else "",
        since=ChangedSince(0, 0, 0)
        if same
        else desk.known(key, lambda: desk.snapshot.changed_since(made.stamp, made.events, made.ids)),
    )


def _own_policy(made: Exported) -> str:
    """The policy that a form has where none is asked for."""
    return POLICIES[made.format] if made.kind == "data" else POLICY


@router.get("/exports/data")
def data(desk: Desk = Reading) -> Response:
    """A data set of the events of a filter: a ZIP with its tables, codebook, what was lost, retracted ids and manifest."""
    wanted, unknown = _wanted(desk, "form")
    form = _choice(desk, "form", tuple(FORMATS))
    desk.unknown(unknown)
    found = gather(desk.whole, wanted)
    made, name = made_of(desk.whole, form, found, wanted), f"sayso-{form}-{today()}"
    desk.shop.ledger.record_export(exported(desk.whole, wanted, found, made, desk.person.name, f"{name}.zip"))
    return _zipped(made.files, name)


@router.get("/exports/brief")
def brief(desk: Desk = Reading) -> Response:
    """A brief of the events of a filter, the latest of them: every statement with a footnote."""
    wanted, unknown = _wanted(desk, "form")
    form = f".{_choice(desk, 'form', tuple(BRIEFS))}"
    desk.unknown(unknown)
    found = gather(desk.whole, wanted)
    name = f"sayso-brief-{today()}"
    chosen = wanted.policy or POLICY
    made = made_brief(found, policy(chosen), form, limit=MOST, name=name)
    kept = made.main if len(made.files) == 1 else f"{name}.zip"
    stamp = desk.whole.stamp()
    desk.shop.ledger.record_export(brief_exported(found, made, wanted, form, chosen, desk.person.name, kept, stamp))
    if len(made.files) > 1:
        return _zipped(made.files, name)
    headers = {"Content-Disposition": f'attachment; filename="{made.main}"'}
    return Response(made.files[made.main], media_type=MEDIA[form], headers=headers)


def _wanted(desk: Desk, *own: str) -> tuple[Wanted, list[str]]:
    """The events that the address asks for, and names in it that mean nothing. Raises FaultError where they are too many."""
    state, unknown = EVENTS.read(desk.request.query_params)
    given = desk.request.query_params
    ids = tuple(dict.fromkeys(id[:40] for id in given.getlist("event")))[:MOST_EVENTS]
    chosen = _choice(desk, "policy", ("", *names())) if "policy" in given else ""
    for id in ids:
        event_record(desk.snapshot, id)
    events = len(ids) or desk.events(state.filter)
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
    rest = [name for name in unknown if name not in ("event", "policy", *own)]
    return Wanted(state.filter, chosen, ids=ids), rest


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
