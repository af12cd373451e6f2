"""Connections for fetching: only to addresses that were checked, and none longer than its request may take."""

import time
from collections.abc import Callable, Iterable
from ssl import SSLContext
from typing import Any

import httpcore

from sayso.ingest.rejections import Rejected


class CheckedBackend(httpcore.NetworkBackend):
    """Connects to the address that was checked, whatever the name says next time. `end` tells when the request must be over."""

    def __init__(
        self, resolve: Callable[[str, int], list[str]], allowed: Callable[[str], bool], end: Callable[[], float]
    ) -> None:
        self._resolve, self._allowed, self._end = resolve, allowed, end
        self._plain = httpcore.SyncBackend()

    def connect_tcp(
        self, host: str, port: int, timeout: float | None = None, local_address: str | None = None,
        socket_options: Iterable[Any] | None = None,
    ) -> httpcore.NetworkStream:  # fmt: skip
        """A stream to the first of the host's addresses. Raises `Rejected` ("fetch", "private-address")."""
        try:
            found = self._resolve(host, port)
        except (OSError, UnicodeError) as error:
            raise Rejected("fetch", f"the host {host} is not known: {error}") from error
        if not found or not all(self._allowed(address.split("%")[0]) for address in found):
            what = "is on this machine or the local network, where nothing is fetched unless allowed"
            raise Rejected("private-address", f"the host {host} {what}")
        return _Timed(self._plain.connect_tcp(found[0], port, timeout, local_address, socket_options), self._end)

    def connect_unix_socket(self, path: str, timeout: float | None = None, socket_options: Any = None) -> httpcore.NetworkStream:
        """Never. Raises `Rejected` "bad-address"."""
        raise Rejected("bad-address", "sockets are not fetched")


class _Timed(httpcore.NetworkStream):
    """A stream that waits no longer than until `end`, however many small pieces a server sends."""

    def __init__(self, inner: httpcore.NetworkStream, end: Callable[[], float]) -> None:
        self._inner, self._end = inner, end

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        return self._inner.read(max_bytes, self._left(timeout, httpcore.ReadTimeout))

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        self._inner.write(buffer, self._left(timeout, httpcore.WriteTimeout))

    def close(self) -> None:
        self._inner.close()

    def start_tls(
        self, ssl_context: SSLContext, server_hostname: str | None = None, timeout: float | None = None
    ) -> httpcore.NetworkStream:
        inner = self._inner.start_tls(ssl_context, server_hostname, self._left(timeout, httpcore.ConnectTimeout))
        return _Timed(inner, self._end)

    def get_extra_info(self, info: str) -> Any:
        return self._inner.get_extra_info(info)

    def _left(self, timeout: float | None, late: type[Exception]) -> float:
        left = self._end() - time.monotonic()
        if left <= 0:
            raise late("the request takes too long")
        return left if timeout is None else min(timeout, left)
