"""The article in a web page: its paragraphs, and where headings, captions and block quotations stand among them.

The text comes from trafilatura. Before it runs, what is furniture by its own name (cookie notes, share bars, author boxes,
related links, comments) is taken out, what was laid out by tables and line breaks becomes paragraphs, and captions are put where
paragraphs stand, between two private-use characters that carry their borders through the extraction.
"""

import re
from functools import lru_cache
from typing import Any

from lxml import html as lxml_html
from trafilatura import bare_extraction

from sayso.core import Mark

_OPEN, _CLOSE = "\ue0f1", "\ue0f2"
_SPACES = re.compile(r"[ \t\r\n\f]+")
_NO_MARKUP = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_BREAKS = re.compile(r"(?:<[bB][rR]\s*/?>\s*(?:&nbsp;\s*)*){2,}")
_FURNITURE = re.compile(
    r"(?i)(?:^|[\s_-])(?:cookies?|consent|gdpr|share|sharing|social|author-?(?:box|bio|info|card)|about-?(?:the-?)?author|bio-?box|related|recirc|"
    r"recommend(?:ed|ations?)|read-?(?:more|next|also)|also-?read|more-?(?:stories|news|on)|most-?(?:read|popular|viewed)|trending|newsletter|subscribe|subscription|"
    r"signup|sign-?up|promo|advert(?:isement)?s?|ad-?(?:slot|unit|container)|sponsored|outbrain|taboola|comments?|disqus|trackbacks?|breadcrumbs?|tags?-?list|paywall|popup|modal|"
    r"pull-?quotes?)(?:$|[\s_-])"
)  # fmt: skip
_BYLINE = re.compile(r"(?i)(?:^|[\s_-])by-?line(?:s|-block|__\w+)?(?:$|[\s_-])")
_CAPTION = re.compile(r"(?i)(?:^|[\s_-])(?:wp-)?caption(?:-text)?(?:$|[\s_-])")
_UNSEEN = re.compile(r"(?i)display\s*:\s*none|visibility\s*:\s*hidden")
_NAMED = ("figure", "figcaption", "div", "section", "aside", "ul", "ol", "p", "span", "footer", "form", "blockquote", "a")
_LONGEST_FURNITURE, _LONGEST_BYLINE = 4000, 200  # characters: more than this, and a name must mislead
_CELL_TEXT = 500  # characters in one cell: the table is for layout
_LIVE_POST = 60  # characters of a paragraph in each of several articles beside each other


def mended(page: str) -> str:
    """Markup with a paragraph for each run of line breaks, without what no markup may hold and what this module marks with."""
    return _BREAKS.sub("<p>", markup(page).replace(_OPEN, "").replace(_CLOSE, ""))


def markup(page: str) -> str:
    """`page` without control characters and halves of pairs, which the parser refuses."""
    return _NO_MARKUP.sub("", page)


def article_of(tree: Any, title: str) -> tuple[str, list[Mark]]:
    """The article's text, paragraphs parted by an empty line, and marks in it; "" if there is none. Changes `tree`."""
    _prepare(tree)
    result = bare_extraction(tree, include_comments=False, include_tables=True, with_metadata=False)
    body = getattr(result, "body", None)
    parts: list[tuple[str, str]] = []
    for element in body if body is not None else ():
        if isinstance(element.tag, str):
            _blocks(element, parts)
    marks: list[Mark] = []
    pieces: list[str] = []
    at = 0
    for kind, words in _cleaned(parts, title):
        if kind:
            marks.append(Mark(at, at + len(words), kind))
        pieces.append(words)
        at += len(words) + 2
    return "\n\n".join(pieces), marks


def words_of(element: Any) -> str:
    """The words in an element, runs of blanks as one. No-break spaces stay."""
    return _SPACES.sub(" ", element.text_content()).strip(" ")


# -- before ----------------------------------------------------------------------------------------------------------------


def _prepare(tree: Any) -> None:
    _unlay(tree)
    for element in list(tree.iter("template")):
        element.drop_tree()
    seen: set[str] = set()
    for element in list(tree.iter(*_NAMED)):
        if element.getparent() is None:
            continue
        if element.get("hidden") is not None or _UNSEEN.search(element.get("style") or ""):
            _drop(element, _LONGEST_FURNITURE)
            continue
        names = f"{element.get('class') or ''} {element.get('id') or ''}"
        kind = "caption" if element.tag in ("figure", "figcaption") else _named(names)
        if kind == "caption":
            _caption(element, seen)
        elif kind == "furniture" and element.tag not in ("span", "p", "a"):
            _drop(element, _LONGEST_FURNITURE)
        elif kind == "byline":
            line = element.getparent()
            whole = line.tag == "p" and words_of(line).lower().startswith("by ")
            _drop(line if whole else element, _LONGEST_BYLINE)


@lru_cache(maxsize=4096)
def _named(names: str) -> str:
    """What the class and id of an element give it away as: caption, furniture, byline or ""."""
    for kind, pattern in (("caption", _CAPTION), ("furniture", _FURNITURE), ("byline", _BYLINE)):
        if pattern.search(names):
            return kind
    return ""


def _drop(element: Any, longest: int) -> None:
    """Removes an element that its name gives away, unless what stands in it says otherwise."""
    if len(element.text_content()) < longest and element.find(".//article") is None and element.find(".//h1") is None:
        element.drop_tree()


def _unlay(tree: Any) -> None:
    """Tables for layout become plain blocks, as do the posts of a live page, of which only the first would be taken."""
    for table in list(tree.iter("table")):
        cells = [c for c in table.iter("td", "th") if next(c.iterancestors("table"), None) is table]
        if any(len(c.text_content()) > _CELL_TEXT for c in cells) or table.find(".//table") is not None:
            for element in [table, *table.iter("tbody", "tr", "td", "th")]:
                element.tag = "div"
    for parent in {a.getparent() for a in tree.iter("article")}:
        posts = [a for a in parent.iterchildren("article") if any(len(p.text_content()) > _LIVE_POST for p in a.iter("p"))]
        if len(posts) > 2:
            for post in posts:
                post.tag = "div"


def _caption(element: Any, seen: set[str]) -> None:
    """Makes one paragraph of a caption, and none of its repetition or of a picture without one."""
    parts = element.findall(".//figcaption") if element.tag == "figure" else [element]
    if (
        element.tag == "figure"
        and not parts
        and (element.find(".//table") is not None or element.find(".//blockquote") is not None)
    ):
        return
    words = _SPACES.sub(" ", " ".join(p.text_content() for p in parts)).strip(" ")
    key = re.sub(r"\W+", "", words).casefold()
    if not key or key in seen:
        element.drop_tree()
        return
    seen.add(key)
    paragraph = lxml_html.Element("p")
    paragraph.text = f"{_OPEN}{words}{_CLOSE}"
    outer = element
    while (parent := outer.getparent()) is not None and parent.tag in ("div", "section", "aside", "span", "figure", "a"):
        if len(words_of(parent)) > len(words_of(element)):
            break
        outer = parent  # what holds nothing but the picture may have a name that the extractor drops
    paragraph.tail = outer.tail
    if outer.getparent() is not None:
        outer.getparent().replace(outer, paragraph)


# -- after -----------------------------------------------------------------------------------------------------------------


def _cleaned(parts: list[tuple[str, str]], title: str) -> list[tuple[str, str]]:
    """Blocks without marks, empty ones, the title, and quotations that only repeat the text."""
    running = "\n".join(w for kind, w in parts if kind == "")
    kept: list[tuple[str, str]] = []
    for kind, words in parts:
        kind = "caption" if words.startswith(_OPEN) else kind
        words = words.replace(_OPEN, "").replace(_CLOSE, "").strip(" \n")
        repeats = kind == "block_quote" and words.strip("“”\"'‘’ .…") in running
        if words.strip() and not repeats and (kept or words.casefold() != title.casefold()):
            kept.append((kind, words))
    return kept


def _blocks(element: Any, parts: list[tuple[str, str]]) -> None:
    """The blocks of one element of an extracted body, as (mark or "", words)."""
    if element.tag == "quote":
        inner = [_words(child) for child in element if child.tag in ("p", "quote")]
        parts.append(("block_quote", "\n\n".join(w for w in inner if w) if inner else _words(element)))
    elif element.tag == "list":
        parts.append(("", "\n".join(f"- {_words(item)}" for item in element.iter("item") if _words(item))))
    elif element.tag == "table":
        rows = (" | ".join(w for cell in row.iter("cell") if (w := _words(cell))) for row in element.iter("row"))
        parts.append(("", "\n".join(r for r in rows if r)))
    elif element.tag == "div":
        if element.text and element.text.strip():
            parts.append(("", _SPACES.sub(" ", element.text).strip(" ")))
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
        parts.append(("", _SPACES.sub(" ", element.tail).strip(" ")))


def _words(element: Any) -> str:
    for br in element.iter("lb"):
        br.tail = " " + (br.tail or "")
    return _SPACES.sub(" ", "".join(element.itertext())).strip(" ")
