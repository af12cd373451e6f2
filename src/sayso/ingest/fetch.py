"""Pages from the network: public hosts only, bounded in size, time and redirects, and slowly.

A host name is resolved once and the connection goes to the address that was checked, so that a name cannot answer with a
public address first and a private one later. Each redirect is checked the same way.
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

AGENT = "sayso (news reading tool; one user)"
_HEADERS = {
    "User-Agent": AGENT,
    "Accept": "text/html,application/xhtml+xml,application/rss+xml,application/atom+xml,*/*;q=0.5",
    "Accept-Encoding": "gzip, deflate",
}
_MOVED = (301, 302, 303, 307, 308)


class Unchanged(Exception):
    """The server says that the page is as it was."""


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

    def get(self, address: str, seen: Iterable[tuple[str, str]] = (), *, robots: bool = False) -> Fetched:
        """The page at `address`. `seen` are headers of its last capture; with `robots` the site's robots.txt decides.

        Raises `Unchanged`, or `Rejected` ("bad-address", "private-address", "fetch", "too-large", "timeout", "robots").
        """
        known = {k.lower(): v for k, v in seen}
        extra = {
            name: known[key] for name, key in (("If-None-Match", "etag"), ("If-Modified-Since", "last-modified")) if key in known
        }
        if robots and not self._may(address):
            raise Rejected("robots", "the site's robots.txt asks programs not to fetch this")
        return self._get(address, extra)

    def close(self) -> None:
        """Closes connections."""
        if self._client is not None:
            self._client.close()

    def _get(self, address: str, extra: dict[str, str]) -> Fetched:
        end = time.monotonic() + self._limits.fetch_seconds
        here = address
        for _ in range(self._limits.redirects + 1):
            status, headers, content = self._request(here, extra, end)
            if status == 304:
                raise Unchanged
            if status in _MOVED and (target := dict(headers).get("location")):
                here = urljoin(here, target)
                continue
            if status != 200:
                raise Rejected("fetch", f"the server answered {status}" + (f" at {here}" if here != address else ""))
            if not content:
                raise Rejected("empty", "the server answered with nothing")
            return _fetched(here, headers, content)
        raise Rejected("fetch", f"redirects more than {self._limits.redirects} times")

    def _request(self, address: str, extra: dict[str, str], end: float) -> tuple[int, tuple[tuple[str, str], ...], bytes]:
        import httpx  # loads slowly, and few calls need it

        try:
            parts = urlsplit(address)
            host, _ = parts.hostname, parts.port
        except ValueError as error:
            raise Rejected("bad-address", f"{address[:200]!r} is no address: {error}") from error
        if parts.scheme not in ("http", "https") or not host or parts.username:
            raise Rejected("bad-address", f"{address[:200]!r} cannot be fetched: http or https without a user name was expected")
        self._wait(host)
        try:
            with self._opened().stream("GET", address, headers={**_HEADERS, **extra}) as response:
                content = bytearray()
                if response.status_code == 200:
                    for chunk in response.iter_bytes(65536):
                        content += chunk
                        if len(content) > self._limits.fetch_bytes:
                            raise Rejected("too-large", f"the server sends more than {self._limits.fetch_bytes:,} bytes")
                        if time.monotonic() > end:
                            raise Rejected("timeout", f"the server takes longer than {self._limits.fetch_seconds:g} seconds")
                return response.status_code, tuple((k.lower(), v) for k, v in response.headers.items()), bytes(content)
        except httpx.TimeoutException as error:
            raise Rejected("timeout", "the server does not answer in time") from error
        except (httpx.HTTPError, httpx.InvalidURL, httpx.StreamError) as error:
            raise Rejected("fetch", f"cannot be fetched: {str(error)[:200] or type(error).__name__}") from error

    def _opened(self) -> Any:
        if self._client is None:
            import httpcore
            import httpx

            transport = httpx.HTTPTransport(retries=0)
            # httpx offers no resolver; its transport is a thin dress over this pool.
            transport._pool = httpcore.ConnectionPool(
                ssl_context=httpx.create_ssl_context(), network_backend=self._backend(), max_connections=4
            )
            timeout = httpx.Timeout(min(20.0, self._limits.fetch_seconds))
            self._client = httpx.Client(transport=transport, follow_redirects=False, timeout=timeout, trust_env=False)
        return self._client

    def _backend(self) -> Any:
        import httpcore

        plain = httpcore.SyncBackend()
        allowed, look_up = self._allowed, self._resolve

        class Checked(httpcore.NetworkBackend):
            """Connects to the address that was checked, whatever the name says next time."""

            def connect_tcp(
                self,
                host: str,
                port: int,
                timeout: float | None = None,
                local_address: str | None = None,
                socket_options: Any = None,
            ) -> Any:
                try:
                    found = look_up(host, port)
                except (OSError, UnicodeError) as error:
                    raise Rejected("fetch", f"the host {host} is not known: {error}") from error
                if not found or not all(allowed(address.split("%")[0]) for address in found):
                    raise Rejected(
                        "private-address",
                        f"the host {host} is on this machine or the local network, where nothing is fetched unless allowed",
                    )
                return plain.connect_tcp(found[0], port, timeout, local_address, socket_options)

            def connect_unix_socket(self, path: str, timeout: float | None = None, socket_options: Any = None) -> Any:
                raise Rejected("bad-address", "sockets are not fetched")

        return Checked()

    def _wait(self, host: str) -> None:
        pause = self._last.get(host, 0.0) + self._limits.pause - time.monotonic()
        if pause > 0:
            time.sleep(pause)
        self._last[host] = time.monotonic()

    def _may(self, address: str) -> bool:
        parts = urlsplit(address)
        site = f"{parts.scheme}://{parts.netloc}"
        if site not in self._robots:
            rules = RobotFileParser()
            try:
                rules.parse(self._get(f"{site}/robots.txt", {}).content[:500_000].decode("utf-8", "replace").splitlines())
            except Unchanged:
                rules.parse([])
            except Rejected as no:
                if no.code in ("private-address", "bad-address"):
                    raise
                rules.parse([])  # no rules: everything may be fetched
            self._robots[site] = rules
        return self._robots[site].can_fetch("sayso", address)


def _fetched(address: str, headers: tuple[tuple[str, str], ...], content: bytes) -> Fetched:
    media = dict(headers).get("content-type", "")
    charset = re.search(r"(?i)charset=[\"']?([\w.:-]+)", media)
    last = urlsplit(address).path.rstrip("/").rsplit("/", 1)[-1]
    stem = re.sub(r"[^\w-]+", "-", re.sub(r"\.\w{1,8}$", "", last)).strip("-")[:60] or (urlsplit(address).hostname or "page")
    now = datetime.now(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")
    return Fetched(address, content, headers, media, charset[1] if charset else "", now, last, f"{stem}-{sha256_of(address)[:8]}")
