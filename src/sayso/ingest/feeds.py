"""RSS and Atom: an entry is a document, of its full text if the feed carries it, else of its summary."""

import calendar
import re
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import feedparser
from lxml import etree

from sayso.core import Found, Masthead, sha256_of
from sayso.ingest.dates import stated_date
from sayso.ingest.html import plain_of
from sayso.ingest.rejections import Rejected
from sayso.ingest.task import Outcome, Task, build, rejection


def parse_feed(task: Task) -> Iterator[Outcome]:
    """A document for each entry. Raises `Rejected` ("broken", "bomb", "empty")."""
    if re.search(rb"<!ENTITY", task.content[:20_000], re.IGNORECASE):
        raise Rejected("bomb", "declares entities, which no feed does")
    parser = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=False, recover=True)
    try:
        root = etree.fromstring(task.content, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise Rejected("broken", f"is not XML: {error}") from error
    kind = etree.QName(root).localname.lower() if root is not None else ""
    if kind not in ("rss", "feed", "rdf"):
        raise Rejected("unsupported", f"is XML with the root <{kind or 'nothing'}>; rss, feed or RDF was expected")
    feed = feedparser.parse(task.content, sanitize_html=True, resolve_relative_uris=False)
    channel = feed.feed
    if not feed.entries:
        raise Rejected("empty", "is a feed without entries")
    for number, entry in enumerate(feed.entries, 1):
        part = f"entry {number}"
        try:
            yield _document(task, entry, channel, part)
        except Rejected as no:
            yield rejection(task, no.code, no.reason, part)


def _document(task: Task, entry: Any, channel: Any, part: str) -> Outcome:
    contents = [c.get("value", "") for c in entry.get("content", [])] + [entry.get("summary", "")]
    markup = max(contents, key=len)
    text = re.sub(r"\n+", "\n\n", plain_of(f"<div>{markup}</div>")).strip() if markup.strip() else ""
    link = str(entry.get("link") or "")
    language = str(entry.get("language") or channel.get("language") or "")
    source = entry.get("source") or {}
    outlet = source.get("title") or channel.get("title") or ""
    title = " ".join(plain_of(f"<div>{entry.get('title', '')}</div>").split()) if entry.get("title") else ""
    found = Masthead(
        title=Found(title, "feed:title") if title else None,
        byline=Found(str(entry["author"]), "feed:author") if entry.get("author") else None,
        outlet=Found(str(outlet), "feed:source" if source.get("title") else "feed:channel") if outlet else None,
        published=_time(entry, "published"),
        updated=_time(entry, "updated") if entry.get("updated") != entry.get("published") else None,
        language=Found(language.split("-")[0].lower(), "feed:language") if re.match(r"[A-Za-z]{2}(?:-|$)", language) else None,
        address=Found(link, "feed:link") if link.startswith(("http://", "https://")) else None,
    )
    return build(task, text, found, doc=entry_name(task.doc, str(entry.get("id") or ""), link), part=part)


def entry_name(stem: str, guid: str, link: str) -> str:
    """The name of an entry: its own id if that can name a file, else the feed's name and a digest of id or address."""
    if re.fullmatch(r"[\w][\w.-]{0,100}", guid):
        return guid
    return f"{stem}-{sha256_of(guid or link)[:8]}"


def _time(entry: Any, key: str) -> Found | None:
    """Feeds give RFC 2822 or ISO; feedparser has read them to UTC, the zone as written is put back."""
    parsed = entry.get(f"{key}_parsed")
    raw = str(entry.get(key) or "")
    if not parsed or not raw:
        return None
    direct = stated_date(raw)
    if not direct:
        direct = datetime.fromtimestamp(calendar.timegm(parsed), UTC).isoformat().replace("+00:00", "Z")
    return Found(direct, f"feed:{key}")
