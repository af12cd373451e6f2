"""Signing in and out, accounts, settings, how this browser shows pages."""

from urllib.parse import urlencode

from fastapi import APIRouter, Depends, Request
from fastapi.responses import RedirectResponse, Response
from starlette.datastructures import FormData

from sayso.core import InputError
from sayso.serve.accounts import ROLES
from sayso.serve.desk import PREFERENCES, THRESHOLD, Desk, Posted, Reading, anyone
from sayso.serve.faults import Fault, FaultError
from sayso.serve.guard import local, session_of, set_session

router = APIRouter()
Anyone = Depends(anyone)


@router.get("/signin")
def signin_form(desk: Desk = Anyone) -> Response:
    """The form to sign in."""
    return desk.page("signin.html", "Sign in", fault=None, next=local(desk.request.query_params.get("next", "/")))


async def unsigned(request: Request) -> FormData:
    """The form of somebody who has no session yet."""
    return await request.form(max_files=0, max_fields=20)


@router.post("/signin")
def signin(request: Request, desk: Desk = Anyone, form: FormData = Depends(unsigned)) -> Response:  # noqa: B008
    """Opens a session for a name and its password; too many wrong ones close the door for a while."""
    shop = desk.shop
    if shop.options.accounts is None:
        raise FaultError(Fault("no_accounts", 404, "this workbench has no accounts", "/signin", "Use the printed address."))
    name, password, after = str(form.get("name", "")), str(form.get("password", "")), local(str(form.get("next", "/")))
    peer = request.client.host if request.client else "unknown"
    wait = shop.limiter.wait(f"name:{name.casefold()}", f"peer:{peer}")
    if wait:
        fault = Fault("too_many_tries", 429, f"too many wrong tries; try again in {wait} seconds", "name")
        answer = desk.page("signin.html", "Sign in", status=429, fault=fault, next=after)
        answer.headers["Retry-After"] = str(wait)
        return answer
    account = shop.accounts.check_password(name, password)
    if account is None:
        shop.limiter.failed(f"name:{name.casefold()}", f"peer:{peer}")
        fault = Fault("wrong_password", 401, "name and password do not fit", "name", "Try again.")
        return desk.page("signin.html", "Sign in", status=401, fault=fault, next=after)
    answer = RedirectResponse(after, 303)
    set_session(answer.headers, shop.accounts.open_session(account.name, account.role), shop.options)
    return answer


@router.post("/signout")
def signout(request: Request, desk: Desk = Reading, form: FormData = Posted) -> Response:
    """Ends the session."""
    desk.shop.accounts.close_session(session_of(request.headers, desk.shop.options))
    answer = RedirectResponse("/signin", 303)
    set_session(answer.headers, "", desk.shop.options)
    return answer


@router.post("/look")
def look(desk: Desk = Reading, form: FormData = Posted) -> Response:
    """How this browser shows pages; kept in a cookie, nothing of it in the ledger."""
    chosen = {k: str(form.get(k, "")) for k in PREFERENCES if str(form.get(k, "")) in PREFERENCES[k]}
    answer = desk.back(local(str(form.get("back", "/"))), "Kept.")
    answer.set_cookie("sayso-look", urlencode(chosen), max_age=31_536_000, httponly=True, samesite="lax", path="/")
    return answer


@router.get("/settings")
def settings(desk: Desk = Reading) -> Response:
    """Settings of the ledger: how sure a draft must be to be seen."""
    view = {"threshold": desk.threshold, "reader": desk.snapshot.reader, "address": desk.shop.ledger.address}
    return desk.answer("settings.html", view, "Settings", made_key=None)


@router.post("/settings")
def save_settings(desk: Desk = Reading, form: FormData = Posted) -> Response:
    """Sets the confidence below which drafts wait out of sight. Nothing is decided by it, and nothing lost."""
    desk.need("editor")
    given = str(form.get("threshold", ""))
    try:
        value = float(given)
    except ValueError:
        value = -1.0
    if not 0 <= value <= 1:
        raise FaultError(
            Fault("bad_field", 422, f"'{given[:40]}' is no number from 0 to 1", "threshold", "Give 0.5, for example.")
        )
    desk.ledger.set(THRESHOLD, f"{value:g}", desk.person.name)
    desk.decided([])
    return desk.back("/settings", f"Drafts below {value:.0%} wait out of sight.")


@router.post("/settings/key")
def make_key(desk: Desk = Reading, form: FormData = Posted) -> Response:
    """A key for programs, shown once."""
    secret = desk.shop.accounts.open_session(desk.person.name, desk.person.role, "key")
    view = {"threshold": desk.threshold, "reader": desk.snapshot.reader, "address": desk.shop.ledger.address}
    return desk.page("settings.html", "Settings", view=view, made_key=secret)


@router.get("/accounts")
def accounts(desk: Desk = Reading) -> Response:
    """Accounts with their roles."""
    desk.need("administrator")
    rows = desk.shop.accounts.list()
    return desk.answer("accounts.html", {"rows": rows, "roles": ROLES}, "Accounts", rows=rows, problem=None)


@router.post("/accounts")
def change_account(desk: Desk = Reading, form: FormData = Posted) -> Response:
    """Makes or changes an account."""
    desk.need("administrator")
    fields = {k: str(v) for k, v in form.items()}
    try:
        if fields.get("do") == "add":
            desk.shop.accounts.add(fields.get("name", ""), fields.get("role", ""), fields.get("password", ""))
        else:
            active = {"on": True, "off": False}.get(fields.get("active", ""))
            desk.shop.accounts.change(
                fields.get("name", ""), role=fields.get("role", ""), password=fields.get("password", ""), active=active
            )
    except InputError as error:
        view = {"rows": desk.shop.accounts.list(), "roles": ROLES}
        return desk.page("accounts.html", "Accounts", status=422, view=view, problem=error)
    return desk.back("/accounts", f"Account {fields.get('name', '')} kept.")
