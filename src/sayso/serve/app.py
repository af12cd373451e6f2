"""The web application: routes put together, errors given one shape, the guard in front."""

import logging
from collections.abc import Iterable

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse, Response
from starlette.exceptions import HTTPException
from starlette.routing import Route

import sayso
from sayso.core import SaysoError
from sayso.export.cells import plain
from sayso.ledger import Ledger
from sayso.serve.accounts import Accounts
from sayso.serve.assets import manifest, serve_asset
from sayso.serve.desk import Relink, Shop, anyone
from sayso.serve.faults import Fault, FaultError, fault_of
from sayso.serve.guard import Guard
from sayso.serve.options import ServeOptions
from sayso.serve.pages import ROUTERS

logger = logging.getLogger("sayso.serve")


def create_app(ledger: Ledger, options: ServeOptions, *, relink: Relink | None = None) -> FastAPI:
    """The workbench over an open ledger, as an ASGI application.

    `relink` links documents anew after a decision that changes which reports tell of one event. Raises AssetError if scripts
    and styles were not built.
    """
    manifest()
    app = FastAPI(title="sayso", version=sayso.__version__, docs_url=None, redoc_url=None, openapi_url=None)
    accounts = Accounts(options.accounts)
    app.state.shop = Shop(ledger, options, accounts, relink or _no_relink)
    app.router.routes.append(Route("/static/{file}", serve_asset))
    for router in ROUTERS:
        app.include_router(router)
    app.add_exception_handler(FaultError, _failed)
    app.add_exception_handler(SaysoError, _failed)
    app.add_exception_handler(HTTPException, _unrouted)
    app.add_exception_handler(RequestValidationError, _unrouted)
    app.add_exception_handler(Exception, _failed)
    app.add_middleware(Guard, options=options, accounts=accounts)
    return app


def _no_relink(documents: Iterable[str]) -> None:
    """Links nothing: decisions are kept, and the next linking heeds them."""


def _unrouted(request: Request, error: Exception) -> Response:
    status = getattr(error, "status_code", 400)
    what = {404: "there is no such page", 405: "this page cannot be posted to"}.get(status, "the request cannot be read")
    return _told(request, Fault({404: "not_found", 405: "bad_method"}.get(status, "bad_request"), status, what, request.url.path))


def _failed(request: Request, error: Exception) -> Response:
    fault = fault_of(error)
    if fault.code == "internal":
        logger.exception("%s %s failed", request.method, request.url.path, exc_info=error)
    return _told(request, fault)


def _told(request: Request, fault: Fault) -> Response:
    """An error in the form that was asked for."""
    state = request.scope.get("state", {})
    wants_json = state.get("format") in ("json", "geojson", "csv") or request.url.path.startswith("/api/") or state.get("bearer")
    if wants_json:
        return JSONResponse({"error": plain(fault)}, fault.status)
    state.setdefault("person", None)
    state.setdefault("format", "html")
    request.scope["query_string"] = b""
    desk = anyone(Request(request.scope))
    if fault.status == 401:
        desk.request.scope["path"] = request.url.path
        return desk.page("signin.html", "Sign in", status=401, fault=fault, next=str(request.url.path), wait=0)
    return desk.page("fault.html", "Not as asked", status=fault.status, fault=fault)
