"""Pages from the network: public hosts only, bounded in size, time and redirects, and slowly.

A host name is resolved once and the connection goes to the address that was checked, so that a name cannot answer with a
public address first and a private one later. Each redirect is checked the same way. No proxy is used: through one, nobody
could tell where a request ends.
"""

import ipaddress
import re
import socket
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from urllib.parse import urljoin, urlsplit
from urllib.robotparser import RobotFileParser

from sayso.core import sha256_of
from sayso.ingest.options import Limits
from sayso.ingest.rejections import Rejected

ROBOT = "sayso"  # the name that a robots.txt may speak to
AGENT = f"{ROBOT} (news reading tool; one user)"
_HEADERS = {
    "User-Agent": AGENT,
    "Accept": "text/html,application/xhtml+xml,application/rss+xml,application/atom+xml,*/*;q=0.5",
    "Accept-Encoding": "gzip, deflate",
}
_MOVED = (301, 302, 303, 307, 308)
_CHUNK = 1 << 16
_ROBOTS_BYTES = 500 * 1024  # what a reader of robots.txt must take in at least (RFC 9309, 2.5)
_LONGEST_DELAY = 30.0  # seconds between requests that a robots.txt may ask for


class Unchanged(Exception):
    """The server says that the page is as it was."""


class _Failed(Rejected):
    """The server answered, but not with the page; `status` tells how."""

    def __init__(self, status: int, at: str) -> None:
        super().__init__("fetch", f"the server answered {status}{at}")
        self.status = status


@dataclass(frozen=True)
class Fetched:
    """What an address gave. `address` is where the redirects led; `doc` a name for it."""

    address: str
    content: bytes
    headers: tuple[tuple[str, str], ...]
    media: str
    charset: str
    retrieved: str
    name: str
    doc: str


def is_public(address: str) -> bool:
    """True if an IP address belongs to the public network."""
    ip = ipaddress.ip_address(address)
    mapped = getattr(ip, "ipv4_mapped", None) or getattr(ip, "sixtofour", None)
    return ip.is_global and not ip.is_multicast and (mapped is None or is_public(str(mapped)))


def resolve(host: str, port: int) -> list[str]:
    """The IP addresses of a host. Raises `OSError`."""
    return [str(info[4][0]) for info in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)]


class Fetcher:
    """Fetches, at most one request to a host per `limits.pause`. `public` and `resolver` are handed in by tests."""

    def __init__(
        self, limits: Limits, *, allow_private: bool = False, public: Callable[[str], bool] = is_public,
        resolver: Callable[[str, int], list[str]] = resolve,
    ) -> None:  # fmt: skip
        self._limits = limits
        self._allowed = (lambda address: True) if allow_private else public
        self._resolve = resolver
        self._last: dict[str, float] = {}
        self._robots: dict[str, RobotFileParser] = {}
        self._client: Any = None
        self._end = 0.0

    def get(self, address: str, seen: Iterable[tuple[str, str]] = (), *, robots: bool = False) -> Fetched:
        """The page at `address`. `seen` are headers of its last capture; with `robots` each site's robots.txt decides.

        Raises `Unchanged`, or `Rejected` ("bad-address", "private-address", "fetch", "empty", "too-large", "timeout", "robots").
        """
        known = {k.lower(): v for k, v in seen}
        pairs = (("If-None-Match", "etag"), ("If-Modified-Since", "last-modified"))
        return self._follow(address, {name: known[key] for name, key in pairs if key in known}, robots=robots)

    def close(self) -> None:
        """Closes connections."""
        if self._client is not None:
            self._client.close()

    def _follow(self, address: str, extra: dict[str, str], *, robots: bool) -> Fetched:
        here = address
        for _ in range(self._limits.redirects + 1):
            if robots and not self._may(here):
                raise Rejected("robots", "the site's robots.txt asks programs not to fetch this")
            status, headers, content = self._request(here, extra)
            if status == 304:
                raise Unchanged
            if status in _MOVED and (target := dict(headers).get("location")):
                here = urljoin(here, target)
                continue
            if status != 200:
                raise _Failed(status, f" at {here}" if here != address else "")
            if not content:
                raise Rejected("empty", "the server answered with nothing")
            return _fetched(here, headers, content)
        raise Rejected("fetch", f"redirects more than {self._limits.redirects} times")

    def _request(self, address: str, extra: dict[str, str]) -> tuple[int, tuple[tuple[str, str], ...], bytes]:
        import httpx  # loads slowly, and few calls need it

        host = _host(address)
        self._wait(host)
        self._end = time.monotonic() + self._limits.fetch_seconds
        try:
            with self._opened().stream("GET", address, headers={**_HEADERS, **extra}) as response:
                content = bytearray()
                for chunk in response.iter_bytes(_CHUNK) if response.status_code == 200 else ():
                    content += chunk
                    if len(content) > self._limits.fetch_bytes:
                        raise Rejected("too-large", f"the server sends more than {self._limits.fetch_bytes:,} bytes")
                return response.status_code, tuple((k.lower(), v) for k, v in response.headers.items()), bytes(content)
        except httpx.TimeoutException as error:
            raise Rejected("timeout", f"the server takes longer than {self._limits.fetch_seconds:g} seconds") from error
        except (httpx.HTTPError, httpx.InvalidURL, httpx.StreamError) as error:
            raise Rejected("fetch", f"cannot be fetched: {str(error)[:200] or type(error).__name__}") from error
        finally:
            self._last[host] = time.monotonic()

    def _opened(self) -> Any:
        if self._client is None:
            import httpcore
            import httpx

            from sayso.ingest.connect import CheckedBackend

            backend = CheckedBackend(self._resolve, self._allowed, lambda: self._end)
            transport = httpx.HTTPTransport(retries=0)
            # httpx offers no resolver; its transport is a thin dress over this pool.
            transport._pool = httpcore.ConnectionPool(
                ssl_context=httpx.create_ssl_context(), network_backend=backend, max_connections=4
            )
            timeout = httpx.Timeout(min(20.0, self._limits.fetch_seconds))
            self._client = httpx.Client(transport=transport, follow_redirects=False, timeout=timeout, trust_env=False)
        return self._client

    def _wait(self, host: str) -> None:
        delay = max(
            (float(r.crawl_delay(ROBOT) or 0) for site, r in self._robots.items() if urlsplit(site).hostname == host), default=0.0
        )
        pause = self._last.get(host, -1e9) + max(self._limits.pause, min(delay, _LONGEST_DELAY)) - time.monotonic()
        if pause > 0:
            time.sleep(pause)

    def _may(self, address: str) -> bool:
        """What the site's robots.txt says (RFC 9309): without one everything is allowed, behind a failing server nothing."""
        _host(address)
        parts = urlsplit(address)
        site = f"{parts.scheme}://{parts.netloc}"
        if site not in self._robots:
            rules = RobotFileParser()
            try:
                lines = self._follow(f"{site}/robots.txt", {}, robots=False).content[:_ROBOTS_BYTES]
                rules.parse(lines.decode("utf-8", "replace").splitlines())
            except _Failed as no:
                rules.parse(["User-agent: *", "Disallow: /"] if no.status >= 500 else [])
            except Rejected as no:
                if no.code != "empty":
                    raise
                rules.parse([])
            self._robots[site] = rules
        return self._robots[site].can_fetch(ROBOT, address)


def _host(address: str) -> str:
    """The host of an address that may be fetched. Raises `Rejected` "bad-address"."""
    try:
        parts = urlsplit(address)
        host, _ = parts.hostname, parts.port
    except ValueError as error:
        raise Rejected("bad-address", f"{address[:200]!r} is no address: {error}") from error
    if parts.scheme not in ("http", "https") or not host or parts.username:
        raise Rejected("bad-address", f"{address[:200]!r} cannot be fetched: http or https without a user name was expected")
    return host


def _fetched(address: str, headers: tuple[tuple[str, str], ...], content: bytes) -> Fetched:
    media = dict(headers).get("content-type", "")
    charset = re.search(r"(?i)charset=[\"']?([\w.:-]+)", media)
    last = urlsplit(address).path.rstrip("/").rsplit("/", 1)[-1]
    stem = re.sub(r"[^\w-]+", "-", re.sub(r"\.\w{1,8}$", "", last)).strip("-")[:60] or (urlsplit(address).hostname or "page")
    now = datetime.now(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")
    return Fetched(address, content, headers, media, charset[1] if charset else "", now, last, f"{stem}-{sha256_of(address)[:8]}")
