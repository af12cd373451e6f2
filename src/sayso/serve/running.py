"""Running the workbench: in the foreground for a user, or in a thread until the block is left."""

import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace

import uvicorn

from sayso.core import ConfigError
from sayso.gazetteer import open_gazetteer
from sayso.ledger import Ledger
from sayso.serve.app import create_app
from sayso.serve.desk import Relink
from sayso.serve.options import ServeOptions

START_SECONDS = 60.0


def address_of(options: ServeOptions, path: str = "/") -> str:
    """The address of a page, with the token if there is one."""
    host = f"[{options.host}]" if ":" in options.host else options.host
    query = f"?token={options.token}" if options.token else ""
    return f"http://{host}:{options.port}{path}{query}"


def bound(options: ServeOptions) -> tuple[socket.socket, ServeOptions]:
    """A socket that listens as the options say, port 0 being any free one, and the options with the port that it got.

    Raises ConfigError where the address is taken.
    """
    family = socket.AF_INET6 if ":" in options.host else socket.AF_INET
    made = socket.socket(family, socket.SOCK_STREAM)
    made.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        made.bind((options.host, options.port))
    except OSError as error:
        made.close()
        raise ConfigError(
            f"port {options.port} of {options.host} cannot be used ({error.strerror})",
            where="--port",
            hint="Another program listens there. Give another port, or 0 for any free one.",
        ) from error
    made.set_inheritable(True)
    return made, replace(options, port=made.getsockname()[1])


def serve(ledger: Ledger, options: ServeOptions, listening: socket.socket, *, relink: Relink | None = None) -> None:
    """Serves until it is interrupted."""
    threading.Thread(target=open_gazetteer, daemon=True).start()  # takes a while, and the first search for a place needs it
    _server(ledger, options, relink).run(sockets=[listening])


@contextmanager
def served(ledger: Ledger, options: ServeOptions, *, relink: Relink | None = None) -> Iterator[ServeOptions]:
    """Serves in a thread as long as the block lasts; gives the options with the port."""
    listening, options = bound(options)
    server = _server(ledger, options, relink)
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listening]}, daemon=True)
    thread.start()
    until = time.monotonic() + START_SECONDS
    while not server.started and thread.is_alive() and time.monotonic() < until:
        time.sleep(0.01)
    try:
        yield options
    finally:
        server.should_exit = True
        thread.join(START_SECONDS)
        listening.close()


def _server(ledger: Ledger, options: ServeOptions, relink: Relink | None) -> uvicorn.Server:
    app = create_app(ledger, options, relink=relink)
    config = uvicorn.Config(
        app,
        log_level="critical",
        access_log=False,
        server_header=False,
        date_header=True,
        lifespan="off",
        timeout_graceful_shutdown=3,
    )
    return uvicorn.Server(config)
