"""PDF: the text of its pages, running heads and feet left out, broken lines joined to paragraphs."""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

import pypdfium2 as pdfium

from sayso.core import Document, Found, Masthead
from sayso.ingest.blocks import title_of
from sayso.ingest.dates import find_written, written_day
from sayso.ingest.rejections import Rejected
from sayso.ingest.task import Task, build

_MAX_PAGES = 2000
_EDGE = 2  # lines at the top and foot of a page that may be a running head or foot
_OFTEN = 0.6  # of the pages
_GAP = 1.35  # times the usual distance of lines: more parts paragraphs
_SHORT = 0.75  # of the usual width: a line that ends a sentence and is shorter ends a paragraph
_SENTENCE_END = re.compile(r"""[.!?:][”"')]?$""")


@dataclass(frozen=True, slots=True)
class _Line:
    """A line of a page; `top` and `left` in points, from the page's foot and side; None if the file does not tell."""

    words: str
    page: int
    top: float | None = None
    left: float | None = None


def parse_pdf(task: Task) -> Iterator[Document]:
    """One document. Raises `Rejected` ("encrypted", "image-only", "broken", "too-large")."""
    if b"%PDF-" not in task.content[:1024]:
        raise Rejected("broken", "does not start as a PDF (%PDF-)")
    try:
        pdf = pdfium.PdfDocument(task.content)
    except pdfium.PdfiumError as error:
        if "assword" in str(error):
            raise Rejected("encrypted", "is protected by a password. Save a copy without one.") from error
        raise Rejected("broken", f"is a damaged PDF: {error}") from error
    try:
        count = len(pdf)
        if count > _MAX_PAGES:
            raise Rejected("too-large", f"has {count} pages; at most {_MAX_PAGES} are read. Split it.")
        pages = [_page_lines(pdf, number) for number in range(count)]
        title = (pdf.get_metadata_dict(skip_empty=True) or {}).get("Title", "")
    except pdfium.PdfiumError as error:
        raise Rejected("broken", f"is a damaged PDF: {error}") from error
    finally:
        pdf.close()
    empty = sum(1 for page in pages if not page)
    if empty == count:
        raise Rejected("image-only", f"has {count} pages without text. Run character recognition (OCR) first.")
    kept, runners = _without_runners(pages)
    published, outlet = _running_head(runners)
    found = Masthead(title=title_of(title, "pdf:Title"), published=published, outlet=outlet)
    warnings = (f"pages: {empty} of {count} hold no text",) if empty else ()
    yield build(task, "\n\n".join(_paragraphs(kept)), found, warnings=warnings)


def _page_lines(pdf: pdfium.PdfDocument, number: int) -> list[_Line]:
    page = pdf[number]
    words = page.get_textpage()
    text = words.get_text_range().replace("\x00", "")
    lines: list[_Line] = []
    at = 0
    for raw in re.split(r"(\r\n|\r|\n)", text):
        if raw.strip():
            first = at + len(raw) - len(raw.lstrip())
            place = _place(words, first) if len(text) == words.count_chars() else None
            lines.append(_Line(raw.strip(), number, *(place or (None, None))))
        at += len(raw)
    words.close()
    page.close()
    # PDFium writes U+FFFE where a word is divided at the end of a line.
    return [
        _Line(w, line.page, line.top, line.left) for line in lines for w in line.words.replace("\ufffe", "-\n").split("\n") if w
    ]


def _place(words: pdfium.PdfTextPage, index: int) -> tuple[float, float] | None:
    """Baseline and left side of a character."""
    try:
        left, bottom, _, _ = words.get_charbox(index, loose=True)
    except (pdfium.PdfiumError, IndexError, ValueError):
        return None
    return round(bottom, 1), round(left, 1)


# -- running heads and feet ------------------------------------------------------------------------------------------------


def _without_runners(pages: list[list[_Line]]) -> tuple[list[_Line], list[str]]:
    """All lines without those that come, page numbers aside, at the top or foot of most pages; and the latter, once each."""
    edges: Counter[str] = Counter()
    for lines in pages:
        edges.update({_unnumbered(line.words) for line in (*lines[:_EDGE], *lines[-_EDGE:])})
    often = {edge for edge, n in edges.items() if len(pages) > 1 and n >= max(2, len(pages) * _OFTEN)}
    kept: list[_Line] = []
    runners: dict[str, str] = {}
    for lines in pages:
        for i, line in enumerate(lines):
            at_edge = i < _EDGE or i >= len(lines) - _EDGE
            if at_edge and _unnumbered(line.words) in often:
                runners.setdefault(_unnumbered(line.words), line.words)
            elif not (at_edge and re.fullmatch(r"\W*(?:page\s)?\d{1,4}(?:\s?(?:/|of)\s?\d{1,4})?\W*", line.words, re.I)):
                kept.append(line)
    return kept, list(runners.values())


def _unnumbered(line: str) -> str:
    return re.sub(r"\d+", "#", " ".join(line.split()))


def _running_head(runners: list[str]) -> tuple[Found | None, Found | None]:
    """The day in a running head or foot, if there is one only, and the name before it: papers print theirs there."""
    dated = [(line, day) for line in runners if (day := find_written(line))]
    if len(dated) != 1:
        return None, None
    line, day = dated[0]
    try:
        published = Found(written_day(day), "pdf:running head")
    except Rejected:
        return None, None
    word = r"(?:[A-Z][\w.'’&-]*|of|the|and)"
    if name := re.fullmatch(rf"({word}(?:\s{word}){{0,5}})[\s|·•,–—-]+", line[: day.start()]):
        return published, Found(name[1], "pdf:running head")
    return published, None


# -- paragraphs ------------------------------------------------------------------------------------------------------------


def _paragraphs(lines: list[_Line]) -> list[str]:
    """Lines joined to paragraphs, words divided at a line's end restored."""
    usual = _usual_distance(lines)
    widths = sorted(len(line.words) for line in lines)
    width = widths[int(len(widths) * 0.8)] if widths else 0
    paragraphs: list[str] = []
    for before, line in zip([None, *lines], lines, strict=False):
        if before is None or _parted(before, line, usual, width):
            paragraphs.append(line.words)
        elif re.search(r"\w-$", paragraphs[-1]) and line.words[:1].islower():
            paragraphs[-1] = paragraphs[-1][:-1] + line.words
        else:
            paragraphs[-1] += " " + line.words
    return paragraphs


def _parted(before: _Line, line: _Line, usual: float | None, width: int) -> bool:
    """True if a paragraph ends between two lines: by their distance where the file tells it, else by form."""
    if usual and before.page == line.page and before.top is not None and line.top is not None:
        distance = before.top - line.top
        if distance > _GAP * usual:
            return True
        if distance > 0 and before.left is not None and line.left is not None:
            indent = line.left - before.left
            if 6 < indent < 60 and _SENTENCE_END.search(before.words):
                return True
    ends = _SENTENCE_END.search(before.words)
    heading = len(before.words) < 0.6 * width and not ends and line.words[:1].isupper() and before.words[-1] not in ",;-"
    return bool(ends and len(before.words) < _SHORT * width) or heading


def _usual_distance(lines: list[_Line]) -> float | None:
    """The most frequent distance of two lines on one page."""
    found: Counter[float] = Counter()
    for a, b in pairwise(lines):
        if a.page == b.page and a.top is not None and b.top is not None and 4 < a.top - b.top < 60:
            found[round(a.top - b.top)] += 1
    return float(found.most_common(1)[0][0]) if found else None
