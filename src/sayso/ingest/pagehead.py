"""What a web page states of itself: its masthead by meta tags, JSON-LD, `time` elements and links."""

import json
import re
from typing import Any
from urllib.parse import urljoin, urlsplit

from sayso.core import Found, Masthead
from sayso.ingest.dates import stated_date

_SPACES = re.compile(r"[ \t\r\n\f\xa0]+")
_DATE_KEYS = ("article:published_time", "og:article:published_time", "datepublished", "parsely-pub-date", "sailthru.date", "dc.date.issued",
              "dc.date", "dcterms.created", "dcterms.date", "pubdate", "publishdate", "publish-date", "publication_date", "date", "article.published")  # fmt: skip
_UPDATE_KEYS = ("article:modified_time", "og:updated_time", "datemodified", "lastmod", "last-modified", "dcterms.modified")
_TITLE_KEYS = ("og:title", "twitter:title", "parsely-title", "dc.title", "headline")
_OUTLET_KEYS = ("og:site_name", "application-name", "dc.publisher", "dcterms.publisher", "article:publisher")
_BYLINE_KEYS = (
    "author",
    "article:author",
    "parsely-author",
    "byl",
    "dc.creator",
    "dcterms.creator",
    "sailthru.author",
    "cxenseparse:author",
)
_ARTICLE_TYPES = (
    "Article",
    "NewsArticle",
    "ReportageNewsArticle",
    "AnalysisNewsArticle",
    "BlogPosting",
    "LiveBlogPosting",
    "WebPage",
    "Report",
    "OpinionNewsArticle",
)


def stated(tree: Any, address: str = "") -> Masthead:
    """The masthead by meta tags, JSON-LD and `time` elements; a field that the page does not state stays None."""
    metas = _metas(tree)
    linked = _json_ld(tree)
    lang = (tree.get("lang") or tree.get("{http://www.w3.org/XML/1998/namespace}lang") or "").strip()
    language = (
        Found(lang.replace("_", "-").split("-")[0].lower(), "html:lang") if re.match(r"[A-Za-z]{2}(?:[-_]|$)", lang) else None
    )
    return Masthead(
        title=_meta(metas, _TITLE_KEYS) or _linked(linked, "headline") or _heading(tree),
        byline=_byline(metas, linked, tree),
        outlet=_meta([m for m in metas if not m[1].startswith("http")], _OUTLET_KEYS) or _linked(linked, "publisher"),
        published=_date(_linked(linked, "datePublished")) or _first_date(metas, _DATE_KEYS) or _time(tree),
        updated=_date(_linked(linked, "dateModified")) or _first_date(metas, _UPDATE_KEYS),
        language=language,
        canonical=_canonical(tree, metas, address),
    )


def _metas(tree: Any) -> list[tuple[str, str]]:
    found = []
    for meta in tree.iter("meta"):
        key = (meta.get("property") or meta.get("name") or meta.get("itemprop") or "").strip().lower()
        content = _SPACES.sub(" ", meta.get("content") or "").strip()
        if key and content:
            found.append((key, content[:2000]))
    return found


def _meta(metas: list[tuple[str, str]], keys: tuple[str, ...]) -> Found | None:
    for key in keys:
        for name, value in metas:
            if name == key:
                return Found(value, f"meta:{key}")
    return None


def _first_date(metas: list[tuple[str, str]], keys: tuple[str, ...]) -> Found | None:
    for key in keys:
        for name, value in metas:
            if name == key and (day := stated_date(value)) and len(day) >= 10:
                return Found(day, f"meta:{key}")
    return None


def _date(found: Found | None) -> Found | None:
    return Found(day, found.where) if found and len(day := stated_date(found.value)) >= 10 else None


def _json_ld(tree: Any) -> list[dict[str, Any]]:
    """The article objects of the page's JSON-LD, articles before pages."""
    found: list[dict[str, Any]] = []
    for script in tree.iter("script"):
        if (script.get("type") or "").lower() != "application/ld+json" or len(script.text or "") > 500_000:
            continue
        try:
            data = json.loads(script.text or "", strict=False)
        except (ValueError, RecursionError):
            continue
        queue = [data]
        while queue and len(found) < 50:
            node = queue.pop(0)
            if isinstance(node, list):
                queue.extend(node[:100])
            elif isinstance(node, dict):
                types = node.get("@type")
                if any(t in _ARTICLE_TYPES for t in (types if isinstance(types, list) else [types])):
                    found.append(node)
                queue.extend(node[k] for k in ("@graph", "mainEntity") if k in node)
    return sorted(found, key=lambda n: n.get("@type") == "WebPage")


def _linked(nodes: list[dict[str, Any]], key: str) -> Found | None:
    for node in nodes:
        if value := _name(node.get(key)):
            return Found(value, f"json-ld:{key}")
    return None


def _name(value: Any) -> str:
    if isinstance(value, list):
        return ", ".join(n for v in value[:10] if (n := _name(v)))
    if isinstance(value, dict):
        return _name(value.get("name"))
    return _SPACES.sub(" ", value).strip()[:2000] if isinstance(value, str) else ""


def _byline(metas: list[tuple[str, str]], linked: list[dict[str, Any]], tree: Any) -> Found | None:
    named = [m for m in metas if not re.match(r"(?:https?:|www\.|@)", m[1])]
    if found := _linked(linked, "author") or _meta(named, _BYLINE_KEYS):
        return Found(re.sub(r"(?i)^by\s+", "", found.value), found.where)
    for element in tree.iter("a", "span", "p", "div", "address"):
        if (
            element.get("rel") == "author"
            or element.get("itemprop") == "author"
            or "byline" in (element.get("class") or "").lower().split()
        ):
            words = re.sub(r"(?i)^by\s+", "", _SPACES.sub(" ", element.text_content()).strip())
            if 2 < len(words) <= 120:
                return Found(words, "html:byline")
    return None


def _heading(tree: Any) -> Found | None:
    for tag in ("h1", "title"):
        elements = list(tree.iter(tag))
        if len(elements) == 1 and (words := _SPACES.sub(" ", elements[0].text_content()).strip()):
            return Found(words[:2000], f"html:{tag}")
    return None


def _time(tree: Any) -> Found | None:
    """A `time` that says it is the publication's, or the only one of the page."""
    times = [t for t in tree.iter("time") if t.get("datetime")]
    said = [t for t in times if t.get("pubdate") is not None or "datepublished" in (t.get("itemprop") or "").lower()]
    for element in said or (times if len({t.get("datetime") for t in times}) == 1 else []):
        if (day := stated_date(element.get("datetime"))) and len(day) >= 10:
            return Found(day, "html:time")
    return None


def _canonical(tree: Any, metas: list[tuple[str, str]], address: str) -> Found | None:
    for link in tree.iter("link"):
        if "canonical" in (link.get("rel") or "").lower().split() and (found := _web(link.get("href") or "", address)):
            return Found(found, "link:canonical")
    og = _meta(metas, ("og:url",))
    return Found(url, og.where) if og and (url := _web(og.value, address)) else None


def _web(href: str, address: str) -> str:
    try:
        joined = urljoin(address, href.strip())
        parts = urlsplit(joined)
    except ValueError:
        return ""
    return joined if parts.scheme in ("http", "https") and parts.netloc else ""
