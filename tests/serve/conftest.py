"""The workbench under test: over a made ledger in this process, or served for a real browser."""

import os
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from starlette.testclient import TestClient

from sayso.ledger import Ledger, open_ledger
from sayso.serve import ServeOptions, create_app
from sayso.serve.running import address_of, served
from tests.serve.made import made_ledger

TOKEN = "a-token-of-the-tests"
CHROMIUM = os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("google-chrome")
PATIENCE = 60_000  # ms that a slow machine may take for one step
FLAGS = (
    "--headless --no-sandbox --disable-dev-shm-usage --disable-gpu --disable-quic --no-first-run --disable-background-networking "
    "--disable-component-update --disable-sync --font-render-hinting=none --force-color-profile=srgb"
).split()


@dataclass
class Bench:
    """A made ledger with the workbench over it."""

    ledger: Ledger
    events: dict[str, str]
    client: TestClient

    def document(self, doc: str) -> str:
        """The id of a document by its short name."""
        return self.ledger.document(doc).id

    def csrf(self) -> str:
        """The proof that a form of this session carries."""
        page = self.client.get("/settings").text
        return page.split('name="csrf" value="')[1].split('"')[0]

    def post(self, path: str, **fields: Any) -> Any:
        """Posts a form as a page of this session would."""
        return self.client.post(path, data={"csrf": self.csrf(), **fields}, follow_redirects=False)


def bench_over(ledger: Ledger, events: dict[str, str]) -> Bench:
    app = create_app(ledger, ServeOptions(port=80, token=TOKEN, person="me"))
    client = TestClient(app, base_url="http://127.0.0.1", raise_server_exceptions=False)
    client.get("/", params={"token": TOKEN})
    return Bench(ledger, events, client)


@pytest.fixture
def bench(tmp_path: Path) -> Iterator[Bench]:
    """A fresh ledger, to be judged."""
    ledger, events = made_ledger(tmp_path)
    yield bench_over(ledger, events)
    ledger.close()


@pytest.fixture(scope="session")
def shown(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Bench]:
    """One ledger for tests that only look."""
    ledger, events = made_ledger(tmp_path_factory.mktemp("shown"))
    yield bench_over(ledger, events)
    ledger.close()


@pytest.fixture(scope="session")
def empty(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Bench]:
    """A ledger that holds nothing."""
    ledger = open_ledger(str(tmp_path_factory.mktemp("empty") / "empty.sqlite"), create=True)
    yield bench_over(ledger, {})
    ledger.close()


@pytest.fixture(scope="session")
def chromium() -> Iterator[Any]:
    """A headless browser; skips where there is none."""
    if CHROMIUM is None:
        pytest.skip("needs Chromium (Debian: apt-get install chromium)")
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS, timeout=3 * PATIENCE)
        yield browser
        browser.close()


@dataclass
class Site:
    """A served ledger and the way to its pages."""

    ledger: Ledger
    events: dict[str, str]
    options: ServeOptions

    @property
    def home(self) -> str:
        return address_of(self.options)

    def url(self, path: str) -> str:
        return f"http://{self.options.host}:{self.options.port}{path}"

    def document(self, doc: str) -> str:
        return self.ledger.document(doc).id


@pytest.fixture
def site(tmp_path: Path) -> Iterator[Site]:
    """A fresh served ledger, to be judged in a browser."""
    ledger, events = made_ledger(tmp_path)
    with served(ledger, ServeOptions(port=0, token=TOKEN, person="me")) as options:
        yield Site(ledger, events, options)
    ledger.close()


@pytest.fixture(scope="session")
def shown_site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """A served ledger for tests that only look."""
    ledger, events = made_ledger(tmp_path_factory.mktemp("site"))
    with served(ledger, ServeOptions(port=0, token=TOKEN, person="me")) as options:
        yield Site(ledger, events, options)
    ledger.close()


@pytest.fixture(scope="session")
def empty_site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """A served ledger that holds nothing."""
    ledger = open_ledger(str(tmp_path_factory.mktemp("nothing") / "empty.sqlite"), create=True)
    with served(ledger, ServeOptions(port=0, token=TOKEN, person="me")) as options:
        yield Site(ledger, {}, options)
    ledger.close()


Opener = Callable[..., Any]


@pytest.fixture
def open_page(chromium: Any) -> Iterator[Opener]:
    """Opens pages of a site in contexts of their own; any request to elsewhere fails the test, and so does an error of a script."""
    contexts: list[Any] = []
    wrong: list[str] = []

    def opened(where: Site, path: str = "/", **options: Any) -> Any:
        context = chromium.new_context(**{"viewport": {"width": 1280, "height": 900}, "reduced_motion": "reduce", **options})
        contexts.append(context)
        own = where.url("")

        def route(r: Any) -> None:
            if r.request.url.startswith((own, "data:", "blob:")):
                r.continue_()
            else:
                wrong.append(f"asked for {r.request.url}")
                r.abort()

        context.route("**/*", route)
        page = context.new_page()
        page.set_default_timeout(PATIENCE)
        page.on("pageerror", lambda e: wrong.append(f"script error: {e}"))
        page.on("console", lambda m: wrong.append(m.text) if "Content Security Policy" in m.text else None)
        page.goto(where.home)
        if path != "/":
            page.goto(where.url(path))
        return page

    yield opened
    for context in contexts:
        context.close()
    assert not wrong, wrong
