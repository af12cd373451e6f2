"""Pages and feeds from a server: read, bounded, polite, and from public hosts only. The server runs in the test."""

import gzip
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from itertools import pairwise

import pytest

from sayso.core import Document, Rejection
from sayso.ingest import Ingested, IngestOptions, Limits, ingest
from sayso.ingest.fetch import Fetcher, is_public
from tests.ingest import builders as make
from tests.ingest.reading import stated

FAST = Limits(pause=0.0, fetch_seconds=2.0, fetch_bytes=2_000_000, redirects=3)
Answer = tuple[int, dict[str, str], bytes]


class Site:
    """A web site: answers by path, and the requests that came."""

    def __init__(self) -> None:
        self.answers: dict[str, Answer] = {}
        self.asked: list[tuple[str, dict[str, str]]] = []
        self.times: list[float] = []
        self.port = 0

    def page(
        self,
        path: str,
        content: bytes,
        media: str = "text/html; charset=utf-8",
        *,
        status: int = 200,
        headers: dict[str, str] | None = None,
    ) -> None:
        self.answers[path] = (status, {"Content-Type": media, **(headers or {})}, content)

    def move(self, path: str, to: str, status: int = 302) -> None:
        self.answers[path] = (status, {"Location": to}, b"")

    def at(self, path: str, host: str = "news.example") -> str:
        return f"http://{host}:{self.port}{path}"

    @property
    def paths(self) -> list[str]:
        return [path for path, _ in self.asked]


class Handler(BaseHTTPRequestHandler):
    site: Site

    def do_GET(self) -> None:
        self.site.asked.append((self.path, {k.lower(): v for k, v in self.headers.items()}))
        self.site.times.append(time.monotonic())
        with suppress(BrokenPipeError, ConnectionResetError):
            self._answer()

    def _answer(self) -> None:
        if self.path == "/drip":
            self.wfile.write(b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n")
            for _ in range(100):
                self.wfile.write(b"<p>one more word</p>")
                time.sleep(0.1)
        elif self.path == "/slow-head":
            self.wfile.write(b"HTTP/1.1 200 OK\r\n")
            for i in range(100):
                self.wfile.write(f"X-{i}: x\r\n".encode())
                time.sleep(0.1)
        elif self.path == "/endless":
            self.wfile.write(b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n")
            while True:
                self.wfile.write(b"<p>and again</p>" * 4096)
        else:
            status, headers, content = self.site.answers.get(self.path, (404, {}, b"gone"))
            tag = headers.get("ETag")
            if tag and self.headers.get("If-None-Match") == tag:
                status, content = 304, b""
            since = headers.get("Last-Modified")
            if since and self.headers.get("If-Modified-Since") == since:
                status, content = 304, b""
            self.send_response(status)
            for name, value in {**headers, "Content-Length": str(len(content))}.items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(content)

    def log_message(self, format: str, *args: object) -> None:
        pass


@pytest.fixture
def site() -> Iterator[Site]:
    made = Site()
    server = ThreadingHTTPServer(("127.0.0.1", 0), type("Bound", (Handler,), {"site": made}))
    server.daemon_threads = True
    made.port = server.server_address[1]
    threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True).start()
    yield made
    server.shutdown()
    server.server_close()


HOSTS = {
    "news.example": ["127.0.0.1"],
    "other.example": ["127.0.0.1"],
    "inside.example": ["10.1.2.3"],
    "mixed.example": ["127.0.0.1", "192.168.0.7"],
}


def fetcher(limits: Limits = FAST, hosts: dict[str, list[str]] = HOSTS) -> Fetcher:
    """A fetcher to whom this machine is the public network, and whose names are those of `hosts`."""

    def resolver(host: str, port: int) -> list[str]:
        if host not in hosts and not host[0].isdigit():
            raise OSError("unknown")
        return hosts.get(host, [host])

    return Fetcher(limits, public=lambda address: address == "127.0.0.1", resolver=resolver)


def fetch(address: str, options: IngestOptions | None = None, limits: Limits = FAST) -> list[Ingested]:
    return list(ingest([address], options or IngestOptions(workers=0, limits=limits), fetcher=fetcher(limits)))


def outcome(address: str, options: IngestOptions | None = None) -> tuple[list[Document], list[Rejection]]:
    got = fetch(address, options)
    return [d for g in got for d in g.documents], [r for g in got for r in g.rejections]


# -- pages -----------------------------------------------------------------------------------------------------------------


def test_a_page_is_read_with_its_address_and_headers(site: Site) -> None:
    site.page("/2016/raid.html", make.html(), headers={"ETag": '"1"'})
    (got,) = fetch(site.at("/2016/raid.html"))
    (document,) = got.documents
    assert document.text == make.TEXT
    assert stated(document, "address") == (site.at("/2016/raid.html"), "fetch:address")
    assert document.doc.startswith("raid-")
    assert got.capture is not None
    assert (got.capture.manner, got.capture.address, got.capture.content) == ("fetch", site.at("/2016/raid.html"), make.html())
    assert dict(got.capture.headers)["etag"] == '"1"'
    assert "sayso" in site.asked[0][1]["user-agent"]


@pytest.mark.parametrize(("path", "media", "content"), [("/a.pdf", "application/pdf", make.pdf([make.pdf_page(make.BODY)])), ("/a", "text/plain; charset=windows-1252", "“One” dead.".encode("cp1252")),
                                                        ("/rows", "application/x-ndjson", make.jsonl()), ("/a.zip", "application/zip", make.zipped({"in.txt": b"Words of it."}))])  # fmt: skip
def test_an_address_may_give_any_format(path: str, media: str, content: bytes, site: Site) -> None:
    site.page(path, content, media)
    documents, rejections = outcome(site.at(path))
    assert documents
    assert not rejections


def test_redirects_are_followed_to_a_limit(site: Site) -> None:
    site.page("/end", make.html())
    site.move("/a", "/b")
    site.move("/b", site.at("/end", "other.example"), 301)
    documents, _ = outcome(site.at("/a"))
    assert stated(documents[0], "address") == (site.at("/end", "other.example"), "fetch:address")
    site.move("/round", "/round")
    assert [r.code for r in outcome(site.at("/round"))[1]] == ["fetch"]


@pytest.mark.parametrize(
    "target",
    [
        "http://inside.example/",
        "http://mixed.example/",
        "http://10.0.0.8/x",
        "http://169.254.169.254/latest/meta-data",
        "http://192.168.1.1:8080/",
    ],
)
def test_neither_an_address_nor_a_redirect_leads_inside(target: str, site: Site) -> None:
    site.move("/out", target)
    assert [r.code for r in outcome(site.at("/out"))[1]] == ["private-address"]
    assert [r.code for r in outcome(target)[1]] == ["private-address"]


@pytest.mark.parametrize(
    "target",
    [
        "file:///etc/passwd",
        "ftp://news.example/a",
        "gopher://news.example",
        "http://user:word@news.example/",
        "http://",
        "http://[::1",
        "http://news.example:99999/",
    ],
)
def test_other_schemes_are_not_fetched(target: str, site: Site) -> None:
    site.move("/out", target)
    assert [r.code for r in outcome(site.at("/out"))[1]] in (["bad-address"], ["fetch"])
    assert "/" not in site.paths


def test_a_name_that_changes_its_answer_leads_nowhere_else(site: Site) -> None:
    asked: list[str] = []

    def resolver(host: str, port: int) -> list[str]:
        asked.append(host)
        return ["127.0.0.1"] if len(asked) == 1 else ["10.0.0.1"]

    site.page("/a", make.html(), headers={"Connection": "close"})
    rebinding = Fetcher(FAST, public=lambda address: address == "127.0.0.1", resolver=resolver)
    assert rebinding.get(site.at("/a")).content == make.html()
    assert asked == ["news.example"], "resolved once, and the connection went to what was checked"
    (got,) = ingest([site.at("/a")], IngestOptions(workers=0, limits=FAST), fetcher=rebinding)
    assert [r.code for r in got.rejections] == ["private-address"]


def test_this_machine_is_not_public_unless_it_is_allowed(site: Site) -> None:
    site.page("/a", make.html())
    address = f"http://127.0.0.1:{site.port}/a"
    (got,) = ingest([address], IngestOptions(workers=0, limits=FAST))
    assert [r.code for r in got.rejections] == ["private-address"]
    assert not site.asked
    (got,) = ingest([address], IngestOptions(workers=0, limits=FAST, allow_private=True))
    assert len(got.documents) == 1


PRIVATE = ["127.0.0.1", "10.0.0.1", "172.16.3.4", "192.168.1.1", "169.254.169.254", "0.0.0.0", "100.64.0.1", "224.0.0.1", "255.255.255.255", "::1", "fe80::1", "fc00::1", "::ffff:127.0.0.1", "::ffff:10.0.0.1",
           "2002:7f00:1::", "::", "ff02::1", "192.0.2.1", "198.18.0.1"]  # fmt: skip


@pytest.mark.parametrize("address", PRIVATE)
def test_addresses_that_are_not_public(address: str) -> None:
    assert not is_public(address)


@pytest.mark.parametrize("address", ["8.8.8.8", "93.184.216.34", "2606:2800:220:1:248:1893:25c8:1946"])
def test_addresses_that_are_public(address: str) -> None:
    assert is_public(address)


@pytest.mark.parametrize(
    ("path", "code"),
    [
        ("/drip", "timeout"),
        ("/slow-head", "timeout"),
        ("/endless", "too-large"),
        ("/none", "fetch"),
        ("/failing", "fetch"),
        ("/empty", "empty"),
        ("/bomb", "too-large"),
    ],
)
def test_a_server_that_misbehaves_costs_little(path: str, code: str, site: Site) -> None:
    site.page("/failing", b"oh", status=503)
    site.page("/empty", b"")
    site.page("/bomb", gzip.compress(bytes(60_000_000)), headers={"Content-Encoding": "gzip"})
    start = time.monotonic()
    documents, rejections = outcome(site.at(path))
    assert not documents
    assert [r.code for r in rejections] == [code]
    assert time.monotonic() - start < 20
    assert rejections[0].reason.startswith(site.at(path))


def test_a_host_that_is_not_known_is_said() -> None:
    assert [r.code for r in outcome("http://nowhere.example/")[1]] == ["fetch"]


def test_a_port_where_nobody_listens_is_said() -> None:
    assert [r.code for r in outcome("http://news.example:1/")[1]] == ["fetch"]


# -- conditional requests --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("header", [{"ETag": '"v1"'}, {"Last-Modified": "Thu, 03 Mar 2016 11:20:00 GMT"}])
def test_what_has_not_changed_is_not_sent_again(header: dict[str, str], site: Site) -> None:
    site.page("/feed", make.rss([("g", "T", "<p>Three dead in the raid.</p>")]), "application/rss+xml", headers=header)
    (first,) = fetch(site.at("/feed"))
    assert first.capture is not None
    kept = {first.capture.address: first.capture.headers}
    options = IngestOptions(workers=0, limits=FAST, seen=lambda address: kept.get(address, ()))
    (second,) = fetch(site.at("/feed"), options)
    assert (second.capture, second.documents, second.rejections, second.skipped) == (None, (), (), 1)
    site.page(
        "/feed",
        make.rss([("h", "U", "<p>Four dead in the raid.</p>")]),
        "application/rss+xml",
        headers={k: v.replace("1", "2") for k, v in header.items()},
    )
    (third,) = fetch(site.at("/feed"), options)
    assert [d.doc for d in third.documents] == ["h"]


# -- feeds -----------------------------------------------------------------------------------------------------------------

FOLLOW = IngestOptions(workers=0, limits=FAST, follow=True)


def feed(site: Site, *links: str) -> None:
    items = "".join(
        f"<item><title>Entry {i}</title><link>{link}</link><guid isPermaLink='false'>entry-{i}</guid><description>Summary number {i}, of one report.</description></item>"
        for i, link in enumerate(links)
    )
    site.page(
        "/feed",
        f"<rss version='2.0'><channel><title>{make.OUTLET}</title>{items}</channel></rss>".encode(),
        "application/rss+xml",
    )


def test_a_feed_alone_fetches_nothing_else(site: Site) -> None:
    feed(site, site.at("/a"), site.at("/b"))
    documents, _ = outcome(site.at("/feed"))
    assert [(d.doc, d.text) for d in documents] == [(f"entry-{i}", f"Summary number {i}, of one report.") for i in range(2)]
    assert site.paths == ["/feed"]


def test_linked_articles_take_the_place_of_their_entries(site: Site) -> None:
    feed(site, site.at("/a"), site.at("/missing"))
    site.page("/a", make.html())
    documents, rejections = outcome(site.at("/feed"), FOLLOW)
    assert [(d.doc, d.text) for d in documents] == [("entry-0", make.TEXT), ("entry-1", "Summary number 1, of one report.")]
    assert [r.code for r in rejections] == ["fetch"]
    assert site.paths == ["/feed", "/robots.txt", "/a", "/missing"]


def test_a_robots_txt_is_heeded(site: Site) -> None:
    feed(site, site.at("/private/a"), site.at("/open/b"))
    site.page("/robots.txt", b"User-agent: *\nDisallow: /private/\n", "text/plain")
    site.page("/open/b", make.html())
    site.page("/private/a", make.html())
    documents, rejections = outcome(site.at("/feed"), FOLLOW)
    assert [d.text for d in documents] == ["Summary number 0, of one report.", make.TEXT]
    assert [r.code for r in rejections] == ["robots"]
    assert "/private/a" not in site.paths


def test_a_robots_txt_that_names_us_is_heeded(site: Site) -> None:
    feed(site, site.at("/a"))
    site.page("/robots.txt", b"User-agent: sayso\nDisallow: /\n\nUser-agent: *\nAllow: /\n", "text/plain")
    assert [r.code for r in outcome(site.at("/feed"), FOLLOW)[1]] == ["robots"]


def test_behind_a_failing_robots_txt_nothing_is_fetched(site: Site) -> None:
    feed(site, site.at("/a"))
    site.page("/a", make.html())
    site.page("/robots.txt", b"", status=503)
    documents, rejections = outcome(site.at("/feed"), FOLLOW)
    assert [d.doc for d in documents] == ["entry-0"]
    assert [r.code for r in rejections] == ["robots"]


def test_a_redirect_to_what_robots_txt_forbids_is_not_followed(site: Site) -> None:
    feed(site, site.at("/a"))
    site.move("/a", "/private/a")
    site.page("/robots.txt", b"User-agent: *\nDisallow: /private/\n", "text/plain")
    assert [r.code for r in outcome(site.at("/feed"), FOLLOW)[1]] == ["robots"]


def test_a_feed_leads_nobody_inside(site: Site) -> None:
    feed(site, "http://inside.example/admin", "http://10.0.0.1/", "file:///etc/passwd")
    documents, rejections = outcome(site.at("/feed"), FOLLOW)
    assert [r.code for r in rejections] == ["private-address", "private-address"]
    assert [d.doc for d in documents] == ["entry-2", "entry-0", "entry-1"]
    assert site.paths == ["/feed"]


def test_a_feed_that_links_to_a_feed_is_not_followed_on(site: Site) -> None:
    feed(site, site.at("/feed"), site.at("/other"))
    site.page("/other", make.rss([("x", "T", "<p>Words of the other feed.</p>")]), "application/rss+xml")
    outcome(site.at("/feed"), FOLLOW)
    assert site.paths == ["/feed", "/robots.txt", "/feed", "/other"]


def test_records_from_an_address_do_not_take_it_for_their_own(site: Site) -> None:
    site.page("/rows.jsonl", make.jsonl(), "application/x-ndjson")
    documents, _ = outcome(site.at("/rows.jsonl"))
    assert [d.masthead.address for d in documents] == [None, None]


def test_only_so_many_links_are_followed(site: Site) -> None:
    feed(site, *(site.at(f"/{i}") for i in range(5)))
    for i in range(5):
        site.page(f"/{i}", make.html(body=(f"Report number {i} of the raid on the house in Mill Street in Tarsol.",)))
    limits = Limits(pause=0.0, followed=2)
    got = fetch(site.at("/feed"), IngestOptions(workers=0, limits=limits, follow=True), limits)
    assert sum(len(g.documents) for g in got) == 5
    assert [p for p in site.paths if p[1:].isdigit()] == ["/0", "/1"]


@contextmanager
def taking(seconds: float) -> Iterator[None]:
    start = time.monotonic()
    yield
    assert time.monotonic() - start >= seconds


def test_requests_to_one_host_keep_their_distance(site: Site) -> None:
    feed(site, site.at("/a"), site.at("/b"))
    limits = Limits(pause=0.25)
    with taking(0.75):
        fetch(site.at("/feed"), IngestOptions(workers=0, limits=limits, follow=True), limits)
    assert all(b - a > 0.2 for a, b in pairwise(site.times))


def test_a_delay_that_a_site_asks_for_is_kept(site: Site) -> None:
    feed(site, site.at("/a"))
    site.page("/robots.txt", b"User-agent: *\nCrawl-delay: 1\n", "text/plain")
    with taking(1.0):
        outcome(site.at("/feed"), FOLLOW)


# -- feeds as files --------------------------------------------------------------------------------------------------------


def test_rss_and_atom_entries_carry_their_mastheads() -> None:
    from tests.ingest.reading import documents, parsed

    markup = "".join(f"<p>{w}</p>" for w in make.BODY)
    (rss,) = documents(parsed("feed", make.rss([("raid", f"{make.TITLE} &amp; more", markup)]), "feed"))
    assert (rss.doc, rss.text) == ("raid", make.TEXT)
    assert stated(rss, "title") == (f"{make.TITLE} & more", "feed:title")
    assert stated(rss, "published") == ("2016-03-03T11:20:00+05:00", "feed:published")
    assert stated(rss, "outlet") == (make.OUTLET, "feed:channel")
    assert stated(rss, "address") == ("https://monitor.example/raid", "feed:link")
    (atom,) = documents(parsed("feed", make.atom([("tag:monitor.example,2016:raid", make.TITLE, markup)]), "feed"))
    assert atom.text == make.TEXT
    assert atom.doc.startswith("feed-")
    assert stated(atom, "byline") == (make.BYLINE, "feed:author")
    assert stated(atom, "updated") == ("2016-03-03T12:00:00Z", "feed:updated")


def test_a_feeds_date_in_numbers_is_not_guessed() -> None:
    from tests.ingest.reading import documents, parsed

    content = make.rss([("a", "T", "<p>Words of it.</p>")]).replace(b"Thu, 03 Mar 2016 11:20:00 +0500", b"03/04/2016")
    (document,) = documents(parsed("feed", content))
    assert document.published is None
    assert document.warnings == ("date: not read, '03/04/2016'",)


def test_a_script_in_an_entry_is_no_text() -> None:
    from tests.ingest.reading import documents, parsed

    (document,) = documents(
        parsed("feed", make.rss([("a", "T", "<script>alert(1)</script><p>Three dead.</p><img src=x onerror=alert(1)>")]))
    )
    assert document.text == "Three dead."
