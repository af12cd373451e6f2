"""Web pages: one article with the masthead that the page states of itself, or an export saved as a page."""

import re
from collections.abc import Iterator
from typing import Any

from lxml import etree
from lxml import html as lxml_html
from trafilatura.utils import load_html

from sayso.core import Document
from sayso.ingest.encoding import decode, mojibake
from sayso.ingest.factiva import factiva, is_factiva
from sayso.ingest.nexis import is_nexis, nexis
from sayso.ingest.pagehead import stated
from sayso.ingest.pagetext import article_of, markup, mended
from sayso.ingest.rejections import Rejected
from sayso.ingest.task import Outcome, Task, build

_FEWEST_WORDS = 5  # fewer are what is left of a menu
_STAND_IN = re.compile(r"(?i)\b(?:enable|turn on|requires?|without|need|activate)\b.{0,40}\b(?:javascript|cookies)\b")
_STAND_IN_WORDS = 60  # a page of so few words that asks for scripts or cookies holds that request alone
_SPACES = re.compile(r"[ \t\r\n\f]+")
_CHARSET = re.compile(rb"""(?:<meta[^>]{0,200}?charset|<\?xml[^>]{0,80}?encoding)\s*=\s*["']?\s*([\w:.-]{2,40})""", re.IGNORECASE)
_EXPORTS = (
    "activa",
    "FACTIVA",
    "End of Document",
    " DOCUMENTS",
    "exisNexis",
    "articleParagraph",
    ">HD<",
)  # words of pages of news databases


def parse_html(task: Task) -> Iterator[Outcome]:
    """The one document of a page, or the articles of a Nexis Uni or Factiva export saved as one. Raises `Rejected`."""
    page, warnings = page_text(task.content, task.charset)
    if any(words in page for words in _EXPORTS):
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


def document_of(task: Task, page: str, warnings: tuple[str, ...] = ()) -> Document:
    """The document of the markup `page`. Raises `Rejected` ("broken", "empty")."""
    tree = load_html(mended(page))
    if tree is None:
        raise Rejected("broken", "is not a web page: no markup was found. Save the page again.")
    found = stated(tree, task.found.address.value if task.found.address else "")
    text, marks = article_of(tree, found.title.value if found.title else "")
    words = len(text.split())
    if words < _FEWEST_WORDS or (words < _STAND_IN_WORDS and _STAND_IN.search(text)):
        remedy = "Save it from a browser once it is shown."
        raise Rejected("empty", f"holds no article: the page is empty, or a script writes it. {remedy}")
    return build(task, text, found, marks, warnings=tuple(dict.fromkeys((*warnings, *mojibake(text)))))


def plain_of(page: str) -> str:
    """All visible text of a page, a line per block: for exports that are lists of articles."""
    try:
        tree: Any = lxml_html.document_fromstring(markup(page), parser=lxml_html.HTMLParser(huge_tree=False, no_network=True))
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
