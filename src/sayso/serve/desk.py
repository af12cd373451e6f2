"""What a route works with: the ledger as asked for, who asks, and the way to answer in the form that was asked for."""

import hmac
import json
import threading
from collections import OrderedDict
from collections.abc import Callable, Hashable, Iterable
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from functools import cached_property
from typing import Any, TypeVar
from urllib.parse import parse_qsl, urlencode

from fastapi import Depends, Request
from fastapi.responses import RedirectResponse, Response, StreamingResponse
from starlette.datastructures import FormData

from sayso.core import Document
from sayso.core.judged import JudgedDocument
from sayso.export.cells import csv_lines, plain
from sayso.export.heading import Heading, heading
from sayso.export.veil import SEES_ALL, Veil, veil_of
from sayso.ledger import ClaimFilter, EventFilter, EventRecord, EventRow, Ledger, Snapshot
from sayso.serve.accounts import Accounts, Limiter, Person
from sayso.serve.casebook import conflicts_of, event_case
from sayso.serve.faults import Fault, FaultError, bad_parameter, forbidden
from sayso.serve.options import ServeOptions
from sayso.serve.templating import environment
from sayso.serve.views.case import EventCase
from sayso.serve.views.reader import Paragraph, marked

PREFERENCES = {
    "theme": ("auto", "light", "dark"),
    "density": ("comfortable", "compact"),
    "keys": ("on", "off"),
    "borders": ("on", "off"),
}
T = TypeVar("T")
TOLD = "sayso-told"  # cookie with what the last form did, for the next page and no other
THRESHOLD = "threshold"  # setting of the ledger: drafts less sure than this wait out of sight
Relink = Callable[[Iterable[str]], None]


class Memory:
    """The newest `size` values that were read out of the ledger, each under the stamp that it holds for. Safe for threads."""

    def __init__(self, size: int) -> None:
        self._size, self._lock = size, threading.Lock()
        self._values: OrderedDict[Hashable, Any] = OrderedDict()

    def get(self, key: Hashable, make: Callable[[], T]) -> T:
        """The value under a key, made if it is not there."""
        with self._lock:
            if key in self._values:
                self._values.move_to_end(key)
                found: T = self._values[key]
                return found
        made = make()
        with self._lock:
            self._values[key] = made
            while len(self._values) > self._size:
                self._values.popitem(last=False)
        return made


@dataclass
class Shop:
    """What lives as long as the server: the ledger, the accounts, and what was read as the ledger stands: large things
    (codings, cases of events), small ones (counts, settings) and long texts (maps) apart, so that many of these do not drive out those."""

    ledger: Ledger
    options: ServeOptions
    accounts: Accounts
    relink: Relink
    large: Memory = field(default_factory=lambda: Memory(96))
    small: Memory = field(default_factory=lambda: Memory(1000))
    texts: Memory = field(default_factory=lambda: Memory(8))
    limiter: Limiter = field(default_factory=Limiter)


@dataclass
class Desk:
    """One request. `whole` is the ledger as asked for, with what is protected; pages read `snapshot`."""

    request: Request
    shop: Shop
    person: Person
    whole: Snapshot
    at: str
    format: str
    notices: list[str] = field(default_factory=list)

    @property
    def ledger(self) -> Ledger:
        """The ledger for writing. Raises FaultError where the page shows a moment of the past."""
        if self.at:
            raise FaultError(
                Fault("past", 409, "this page shows the past, which cannot be changed", "at", "Go to the page as it is now.")
            )
        return self.shop.ledger

    @cached_property
    def snapshot(self) -> Snapshot:
        """The ledger as this person may see it: readers and coders without protected documents."""
        key = (self.at, self.whole.stamp(), "seen", today())
        return self.whole if self.person.may(SEES_ALL) else self.shop.small.get(key, lambda: self.as_seen(self.whole))

    def as_seen(self, snapshot: Snapshot) -> Snapshot:
        """A ledger at some moment as this person may see it."""
        return snapshot if self.person.may(SEES_ALL) else snapshot.without_protected(today(), conflicts_of)

    @cached_property
    def veil(self) -> Veil:
        """What is hidden from this person: nothing from editors and administrators."""
        if self.person.may(SEES_ALL):
            return Veil()
        return self.known(("veil", today()), lambda: veil_of(self.shop.ledger.protections(), today()))

    def heading(self, row: EventRow) -> Heading:
        """An event as lists show it to this person."""
        return heading(self.veil.row(row))

    def json(self, view: Any, status: int = 200, media_type: str = "application/json") -> Response:
        """A view as JSON."""
        text = json.dumps(plain(view), ensure_ascii=False, separators=(",", ":"))
        return Response(self.veil.over(text).encode("utf-8", "surrogatepass"), status, media_type=media_type)

    def written(self, key: Hashable, make: Callable[[], str], media_type: str) -> Response:
        """A large text that programs of pages ask for again and again, kept until the ledger changes."""
        text = self.shop.texts.get((*self._stamp, self.veil.names, key), lambda: self.veil.over(make()))
        return Response(text.encode("utf-8", "surrogatepass"), media_type=media_type)

    @cached_property
    def _stamp(self) -> tuple[str, int, bool]:
        """What was read holds for one moment, one state of the ledger, and those who may see the same of it."""
        return self.at, self.whole.stamp(), self.snapshot is self.whole

    @property
    def stamp(self) -> int:
        """The number of the ledger's last change, as it was when this request began to read."""
        return self._stamp[1]

    def known(self, key: Hashable, make: Callable[[], T]) -> T:
        """A count or another small value that holds until the ledger changes."""
        return self.shop.small.get((*self._stamp, key), make)

    def decided(self, documents: Iterable[str]) -> None:
        """After a decision: what was known no longer holds, and what linking must look at again is handed to it."""
        self.shop.relink(documents)
        for made in ("_stamp", "snapshot"):
            self.__dict__.pop(made, None)

    def judged(self, document: str) -> JudgedDocument | None:
        """The judged coding of a document, as the ledger stands."""
        return self.shop.large.get((*self._stamp, "judged", document), lambda: self.snapshot.judged(document))

    def marked(self, document: Document) -> tuple[Paragraph, ...]:
        """The text of a document with its marks, as the ledger stands."""
        key = (*self._stamp, "marked", document.id)
        return self.shop.large.get(key, lambda: marked(document, self.judged(document.id)))

    def case(self, record: EventRecord) -> EventCase:
        """Everything of an event, as the ledger stands."""
        key = (*self._stamp, "case", record.row.id, self.threshold)
        case = self.shop.large.get(key, lambda: event_case(self.snapshot, record, self.threshold))
        row = self.veil.row(case.record.row)
        return case if row is case.record.row else replace(case, record=replace(case.record, row=row))

    @property
    def threshold(self) -> float:
        """How sure a draft must be to be seen."""
        return float(self.known(THRESHOLD, lambda: self.shop.ledger.setting(THRESHOLD, "0")))

    @property
    def preferences(self) -> dict[str, str]:
        """How this browser wants its pages: theme, density, keys, borders."""
        given = dict(parse_qsl(self.request.cookies.get("sayso-look", "")))
        return {name: given[name] if given.get(name) in allowed else allowed[0] for name, allowed in PREFERENCES.items()}

    def need(self, role: str) -> None:
        """Raises FaultError unless the person has this role or a higher one."""
        if not self.person.may(role):
            raise forbidden(role)

    def unknown(self, names: Iterable[str]) -> None:
        """Tells which parameters of the address mean nothing here."""
        found = ", ".join(names)
        if found:
            self.notices.append(f"This page does not know {found} in its address; the rest counts.")

    def answer(
        self,
        template: str,
        view: Any,
        title: str,
        *,
        rows: Iterable[Any] | None = None,
        status: int = 200,
        name: str = "",
        **more: Any,
    ) -> Response:
        """The view as a page, as JSON, or (a list's `rows`, all of them) as CSV."""
        if self.format == "json":
            return self.json(view, status)
        if self.format == "csv":
            if rows is None:
                raise FaultError(Fault("no_csv", 406, "this page is no list", self.request.url.path, "Ask for .json."))
            label = name or self.request.url.path.strip("/").replace("/", "-") or "start"
            headers = {"Content-Disposition": f'attachment; filename="{label}.csv"'}
            return StreamingResponse(map(self.veil.over, csv_lines(rows)), media_type="text/csv; charset=utf-8", headers=headers)
        if self.format != "html":
            raise FaultError(
                Fault("no_such_form", 406, f"this page has no form '{self.format}'", self.request.url.path, "Ask for .json.")
            )
        return self.page(template, title, view=view, status=status, **more)

    def page(self, template: str, title: str, *, status: int = 200, **context: Any) -> Response:
        """A page from a template."""
        html = (
            environment()
            .get_template(template)
            .render(
                title=title,
                desk=self,
                person=self.person,
                look=self.preferences,
                here=self.here(),
                plain_path=self.request.url.path,
                waiting=self.counts(),
                **context,
            )
        )
        answer = Response(self.veil.over(html), status, media_type="text/html; charset=utf-8")
        if TOLD in self.request.cookies:
            answer.delete_cookie(TOLD, path="/")
        return answer

    def here(self, **changes: Any) -> str:
        """This page's address with some parameters changed; None or "" takes one out."""
        params = [(k, v) for k, v in self.request.query_params.multi_items() if k not in changes]
        params += [(k, str(v)) for k, v in changes.items() if v not in (None, "")]
        return self.request.url.path + (f"?{urlencode(params)}" if params else "")

    def form_of(self, form: str) -> str:
        """The address of this page as JSON or CSV, with the same query."""
        path = self.request.url.path
        query = self.request.url.query
        return f"{'/index' if path == '/' else path}.{form}" + (f"?{query}" if query else "")

    def counts(self) -> int:
        """How many drafts wait for a decision."""

        return self.claims(ClaimFilter(states=("draft",), confidence_from=self.threshold))

    def events(self, wanted: EventFilter) -> int:
        """How many events there are of a filter."""
        return self.known(wanted, lambda: self.snapshot.event_count(wanted))

    def claims(self, wanted: ClaimFilter) -> int:
        """How many claims there are of a filter."""
        return self.known(wanted, lambda: self.snapshot.claim_count(wanted))

    def back(self, path: str, told: str = "") -> Response:
        """After a form: to another page, with a word on what was done."""
        answer = RedirectResponse(path, 303)
        if told:
            answer.set_cookie(TOLD, told.encode("utf-8").hex(), max_age=30, httponly=True, samesite="lax", path="/")
        return answer

    @property
    def told(self) -> str:
        """What the form before this page did, for the status line."""
        try:
            return bytes.fromhex(self.request.cookies.get(TOLD, "")).decode("utf-8")
        except ValueError:
            return ""


def today() -> str:
    """The day by which embargoes are measured."""
    return datetime.now(UTC).date().isoformat()


def anyone(request: Request) -> Desk:
    """The desk of whoever asks, signed in or not."""
    shop: Shop = request.app.state.shop
    person = request.state.person or Person("nobody", "reader")
    at = request.query_params.get("at", "")
    try:
        whole = shop.ledger.at(at) if at else shop.ledger
    except Exception as error:
        raise bad_parameter("at", at, "a moment such as 2026-11-23T10:00:00Z") from error
    return Desk(request, shop, person, whole, at, request.state.format)


def reading(request: Request) -> Desk:
    """The desk of a person who may read. Raises FaultError 401 for nobody."""
    if request.state.person is None:
        raise FaultError(Fault("sign_in", 401, "sign in first", "", "Use the address that `sayso serve` printed, or sign in."))
    return anyone(request)


async def posted(request: Request) -> FormData:
    """The form of a request, checked to come from a page of this session; a key of the API needs no proof."""
    if request.state.person is None:
        raise FaultError(Fault("sign_in", 401, "sign in first", "", "Use the address that `sayso serve` printed, or sign in."))
    form = await request.form(max_files=0, max_fields=400)
    if not request.state.bearer:
        given = str(form.get("csrf", "")) or request.headers.get("x-csrf", "")
        if not hmac.compare_digest(given.encode(), request.state.person.csrf.encode()) or not given:
            raise FaultError(
                Fault("stale_form", 403, "this form is not of your session", "csrf", "Load the page again and repeat it.")
            )
    return form


Reading = Depends(reading)
Posted = Depends(posted)
