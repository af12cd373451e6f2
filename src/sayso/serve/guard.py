"""The outermost layer of the workbench: who is asked, who asks, in what form the answer is wanted, and headers that keep a page inert."""

import hmac
import secrets
from http.cookies import CookieError, SimpleCookie
from urllib.parse import parse_qsl, urlencode

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import PlainTextResponse, RedirectResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from sayso.serve.accounts import Accounts, Person
from sayso.serve.options import ServeOptions

FORMATS = ("json", "csv", "geojson")
SAFE = frozenset({"GET", "HEAD", "OPTIONS"})
# Nothing but what this server sends; no inline script or style, no frame, no plug-in, no form to elsewhere.
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:; connect-src 'self'; "
    "worker-src 'self'; manifest-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'; object-src 'none'"
)
HEADERS = {
    "Content-Security-Policy": POLICY,
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
}


class Guard:
    """Checks each request before any route sees it, and writes the security headers of each answer."""

    def __init__(self, app: ASGIApp, options: ServeOptions, accounts: Accounts) -> None:
        self._app, self._options, self._accounts = app, options, accounts

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        headers = Headers(scope=scope)
        guarded = _with_headers(send, public=scope["path"].startswith("/static/"))
        refusal = self._refusal(scope, headers)
        if refusal:
            await PlainTextResponse(refusal, 421 if "host" in refusal else 403)(scope, receive, guarded)
            return
        opened = self._opened(scope)
        if opened is not None:
            await opened(scope, receive, guarded)
            return
        state = scope.setdefault("state", {})
        state["person"], state["bearer"] = self._person(headers)
        state["format"] = _take_format(scope)
        await self._app(scope, receive, guarded)

    def _refusal(self, scope: Scope, headers: Headers) -> str:
        """Why a request is turned away unread, "" if it is not."""
        host = headers.get("host", "")
        name = host.rsplit(":", 1)[0] if not host.endswith("]") else host
        if name.lower() not in self._options.allowed_hosts:
            return f"this workbench does not answer as host '{name[:80]}'"
        if scope["method"] in SAFE or headers.get("authorization"):
            return ""
        origin = headers.get("origin")
        if origin not in (None, f"http://{host}", f"https://{host}"):
            return "the request came from a page of another site"
        return ""

    def _opened(self, scope: Scope) -> RedirectResponse | None:
        """A session for whoever brings the token of the printed address, and the way to the same page without it."""
        if not self._options.token or b"token=" not in scope["query_string"]:
            return None
        query = parse_qsl(scope["query_string"].decode("latin-1"), keep_blank_values=True)
        given = dict(query).get("token", "")
        if not hmac.compare_digest(given.encode(), self._options.token.encode()):
            return None
        secret = self._accounts.open_session(self._options.person, "administrator")
        rest = urlencode([(k, v) for k, v in query if k != "token"])
        answer = RedirectResponse(scope["path"] + (f"?{rest}" if rest else ""), 303)
        set_session(answer.headers, secret, self._options)
        return answer

    def _person(self, headers: Headers) -> tuple[Person | None, bool]:
        """Who asks, and whether by a key that no browser sends by itself."""
        kind, _, key = headers.get("authorization", "").partition(" ")
        if kind.lower() == "bearer" and key:
            if self._options.token and hmac.compare_digest(key.encode(), self._options.token.encode()):
                return Person(self._options.person, "administrator"), True
            return self._accounts.who(key, "key"), True
        secret = session_of(headers, self._options)
        return (self._accounts.who(secret) if secret else None), False


def new_token() -> str:
    """A token for the printed address."""
    return secrets.token_urlsafe(18)


def cookie_name(options: ServeOptions) -> str:
    """Cookies do not tell ports apart, so the name does."""
    return f"sayso-{options.port}"


def session_of(headers: Headers, options: ServeOptions) -> str:
    """The secret of the session in a request's cookies, "" if there is none."""
    try:
        found = SimpleCookie(headers.get("cookie", "")).get(cookie_name(options))
    except CookieError:
        return ""
    return found.value if found else ""


def set_session(headers: MutableHeaders, secret: str, options: ServeOptions) -> None:
    """Writes the cookie of a session; an empty secret ends it. Scripts cannot read it, other sites cannot post with it."""
    age = "" if secret else "; Max-Age=0"
    secure = "; Secure" if options.secure else ""
    headers.append("set-cookie", f"{cookie_name(options)}={secret}; Path=/; HttpOnly; SameSite=Lax{secure}{age}")


def local(path: str, otherwise: str = "/") -> str:
    """The path if it leads to a page of this workbench, else another one."""
    return path if path.startswith("/") and not path.startswith(("//", "/\\")) else otherwise


def _take_format(scope: Scope) -> str:
    """The form that the address asks for, "html" if it names none; the path goes on without its ending."""
    path: str = scope["path"]
    head, _, ending = path.rpartition(".")
    if ending not in FORMATS or path.startswith("/static/") or path == "/api/openapi.json":
        return "html"
    scope["path"] = "/" if head == "/index" else head
    scope["raw_path"] = scope["path"].encode()
    return ending


def _with_headers(send: Send, *, public: bool) -> Send:
    async def sender(message: Message) -> None:
        if message["type"] == "http.response.start":
            headers = MutableHeaders(scope=message)
            for name, value in HEADERS.items():
                headers[name] = value
            if not public and "cache-control" not in headers:
                headers["Cache-Control"] = "private, no-cache"
        await send(message)

    return sender
