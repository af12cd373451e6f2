"""Linking in the background: after decisions, what they touched is linked anew, one run at a time, while pages go on."""

import logging
import threading
from collections.abc import Callable, Iterable

logger = logging.getLogger("sayso.serve")


class BackgroundLinker:
    """Calls `link` soon after it was asked to, and again if it was asked meanwhile. A failure is logged and does not end it:
    the ledger knows what is still to be linked."""

    def __init__(self, link: Callable[[], None], *, delay: float = 0.5) -> None:
        self._link, self._delay = link, delay
        self._asked, self._ended, self._idle = threading.Event(), threading.Event(), threading.Event()
        self._idle.set()
        self._thread = threading.Thread(target=self._run, name="linking", daemon=True)
        self._thread.start()

    def __call__(self, documents: Iterable[str]) -> None:
        """Asks for a run. Which documents changed stands in the ledger."""
        self._idle.clear()
        self._asked.set()

    def wait(self, seconds: float) -> bool:
        """Waits until nothing is asked; True if that came in time."""
        return self._idle.wait(seconds)

    def close(self) -> None:
        """Ends after the run that goes on."""
        self._ended.set()
        self._asked.set()
        self._thread.join(30)

    def _run(self) -> None:
        while True:
            self._asked.wait()
            if self._ended.wait(self._delay):
                return
            self._asked.clear()
            try:
                self._link()
            except Exception:
                logger.exception("linking after a decision failed; it is done with the next one")
            if not self._asked.is_set():
                self._idle.set()
