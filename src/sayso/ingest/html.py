"""Web pages: the article's text with its paragraphs, and the masthead that the page states of itself.

The text comes from trafilatura; before it runs, what is furniture by its own name (cookie notes, share bars, author boxes,
related links, comments) is taken out, and captions are put where paragraphs stand, between two private-use characters that
carry their borders through the extraction.
"""

import re
from collections.abc import Iterator
from typing import Any

from lxml import etree
from lxml import html as lxml_html
from trafilatura import bare_extraction
from trafilatura.utils import load_html

from sayso.core import Document, Mark
from sayso.ingest.encoding import decode, mojibake
from sayso.ingest.factiva import factiva, is_factiva
from sayso.ingest.nexis import is_nexis, nexis
from sayso.ingest.pagehead import stated
from sayso.ingest.rejections import Rejected
from sayso.ingest.task import Outcome, Task, build

_OPEN, _CLOSE = "\ue0f1", "\ue0f2"
_SPACES = re.compile(r"[ \t\r\n\f]+")
_CHARSET = re.compile(rb"""<meta[^>]{0,200}?charset\s*=\s*["']?\s*([\w:.-]{2,40})""", re.IGNORECASE)
_FURNITURE = re.compile(
    r"(?i)(?:^|[\s_-])(?:cookies?|consent|gdpr|share|sharing|social|author-?(?:box|bio|info|card)|about-?(?:the-?)?author|bio-?box|related|recirc|"
    r"recommend(?:ed|ations?)|read-?(?:more|next|also)|more-?(?:stories|news|on)|most-?(?:read|popular|viewed)|trending|newsletter|subscribe|subscription|"
    r"signup|sign-?up|promo|advert(?:isement)?s?|ad-?(?:slot|unit|container)|sponsored|outbrain|taboola|comments?|disqus|breadcrumbs?|tags?-?list|paywall|popup|modal)(?:$|[\s_-])"
)  # fmt: skip
_CAPTION = re.compile(r"(?i)(?:^|[\s_-])(?:wp-)?caption(?:-text)?(?:$|[\s_-])")
_EXPORT = re.compile(r"(?i)factiva|End of Document|\d of \d+ DOCUMENTS|lexisnexis|articleParagraph|>HD<")
_RELATED_LINE = re.compile(r"(?i)(?:read (?:more|also|next)|also read|see also|related|more on this|watch)\s?:.{0,220}")


def parse_html(task: Task) -> Iterator[Outcome]:
    """The one document of a page, or the articles of a Nexis Uni or Factiva export saved as one. Raises `Rejected`."""
    page, warnings = page_text(task.content, task.charset)
    if _EXPORT.search(page, 0, 400_000):
        lines = plain_of(page)
        if is_factiva(lines):
            yield from factiva(task, lines)
            return
        if is_nexis(lines):
            yield from nexis(task, lines)
            return
    yield document_of(task, page, warnings)


def page_text(content: bytes, charset: str = "") -> tuple[str, tuple[str, ...]]:
    """A page as text, by its byte order mark, the server's charset or its own meta tag, else as decoded by looking."""
    declared = _CHARSET.search(content[:4096])
    return decode(content, charset or (declared[1].decode("ascii", "replace") if declared else ""))


def document_of(task: Task, page: str, warnings: tuple[str, ...] = (), address: str = "", doc: str = "") -> Document:
    """The document of the markup `page`, found at `address`."""
    tree = load_html(page)
    if tree is None:
        raise Rejected("broken", "is not a web page: no markup was found. Save the page again.")
    found = stated(tree, address or (task.found.address.value if task.found.address else ""))
    title = found.title.value if found.title else ""
    if _OPEN not in page and _CLOSE not in page:
        _prepare(tree)
    text, marks = _article(tree, title)
    if not text.strip():
        raise Rejected(
            "empty", "holds no article: the page is empty, or a script writes it. Save it from a browser once it is shown."
        )
    return build(task, text, found, marks, doc=doc, warnings=tuple(dict.fromkeys((*warnings, *mojibake(text)))), plain=False)


def plain_of(page: str) -> str:
    """All visible text of a page, a line per block: for exports that are lists of articles."""
    try:
        tree: Any = lxml_html.document_fromstring(page, parser=lxml_html.HTMLParser(huge_tree=False, no_network=True))
    except (etree.ParserError, ValueError):
        return ""
    for gone in list(tree.iter("script", "style", "head", "template")):
        if gone.getparent() is not None:
            gone.drop_tree()
    for block in tree.iter("p", "div", "br", "tr", "h1", "h2", "h3", "h4", "li", "table", "blockquote", "article", "section"):
        block.tail = "\n" + (block.tail or "")
        if block.tag != "br":
            block.text = "\n" + (block.text or "")
    for cell in tree.iter("td"):
        cell.tail = " " + (cell.tail or "")
    lines = (_SPACES.sub(" ", line).strip() for line in tree.text_content().replace("\r", "").split("\n"))
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip() + "\n"


# -- text ------------------------------------------------------------------------------------------------------------


def _prepare(tree: Any) -> None:
    """Takes furniture out of the tree and makes a paragraph of each caption, once."""
    seen: set[str] = set()
    for element in list(tree.iter("figure", "figcaption", "div", "section", "aside", "ul", "p", "span", "footer", "form")):
        if element.getparent() is None:
            continue
        names = f"{element.get('class') or ''} {element.get('id') or ''}"
        if element.tag in ("figure", "figcaption") or (names != " " and _CAPTION.search(names)):
            _caption(element, seen)
        elif names != " " and element.tag not in ("span", "p") and _FURNITURE.search(names):
            _drop(element)


def _drop(element: Any) -> None:
    """Removes an element named like furniture, unless so much stands in it that its name must mislead."""
    if len(element.text_content()) < 4000 and element.find(".//article") is None and element.find(".//h1") is None:
        element.drop_tree()


def _caption(element: Any, seen: set[str]) -> None:
    parts = element.findall(".//figcaption") if element.tag == "figure" else [element]
    words = _SPACES.sub(" ", " ".join(p.text_content() for p in parts)).strip()
    if element.tag == "figure" and not parts and element.find(".//table") is None and element.find(".//blockquote") is None:
        element.drop_tree()
        return
    if element.tag == "figure" and not parts:
        return
    key = re.sub(r"\W+", "", words).casefold()
    if not key or key in seen:
        element.drop_tree()
        return
    seen.add(key)
    paragraph = lxml_html.Element("p")
    paragraph.text = f"{_OPEN}{words}{_CLOSE}"
    paragraph.tail = element.tail
    element.getparent().replace(element, paragraph)


def _article(tree: Any, title: str) -> tuple[str, list[Mark]]:
    result = bare_extraction(tree, include_comments=False, include_tables=True, with_metadata=False)
    body = getattr(result, "body", None)
    if body is None:
        return "", []
    parts: list[tuple[str, str]] = []
    for element in body:
        if isinstance(element.tag, str):
            _blocks(element, parts)
    text, marks, at = "", [], 0
    pieces: list[str] = []
    for kind, words in parts:
        if kind == "" and _RELATED_LINE.fullmatch(words) and len(parts) > 2:
            continue
        if words.startswith(_OPEN):
            kind = "caption"
        words = words.replace(_OPEN, "").replace(_CLOSE, "").strip()
        if not words or (not pieces and words.casefold() == title.casefold()):
            continue
        if pieces:
            pieces.append("\n\n")
            at += 2
        if kind:
            marks.append(Mark(at, at + len(words), kind))
        pieces.append(words)
        at += len(words)
    text = "".join(pieces)
    return text, marks


def _blocks(element: Any, parts: list[tuple[str, str]]) -> None:
    """The blocks of one element of an extracted body, as (mark or "", words)."""
    if element.tag == "quote":
        inner = [_words(child) for child in element if child.tag in ("p", "quote")]
        words = "\n\n".join(w for w in inner if w) if inner else _words(element)
        parts.append(("block_quote", words))
    elif element.tag == "list":
        parts.append(("", "\n".join(f"- {_words(item)}" for item in element.iter("item") if _words(item))))
    elif element.tag == "table":
        rows = (" | ".join(w for cell in row.iter("cell") if (w := _words(cell))) for row in element.iter("row"))
        parts.append(("", "\n".join(r for r in rows if r)))
    elif element.tag == "div":
        if element.text and element.text.strip():
            parts.append(("", _SPACES.sub(" ", element.text).strip()))
        for child in element:
            _blocks(child, parts)
    else:
        words = _words(element)
        if _OPEN in words and not words.startswith(_OPEN):  # a caption that was joined to a paragraph
            before, _, after = words.partition(_OPEN)
            inside, _, rest = after.partition(_CLOSE)
            parts.extend([("", before.strip()), ("caption", inside.strip()), ("", rest.strip())])
        else:
            parts.append(("heading" if element.tag == "head" else "", words))
    if element.tail and element.tail.strip():
        parts.append(("", _SPACES.sub(" ", element.tail).strip()))


def _words(element: Any) -> str:
    for br in element.iter("lb"):
        br.tail = " " + (br.tail or "")
    return _SPACES.sub(" ", "".join(element.itertext())).strip()
