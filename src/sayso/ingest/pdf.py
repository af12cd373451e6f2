"""PDF: the text of its pages, running heads and feet left out, broken lines joined to paragraphs."""

import re
from collections import Counter
from collections.abc import Iterator

import pypdfium2 as pdfium

from sayso.core import Document, Found, Masthead
from sayso.ingest.rejections import Rejected
from sayso.ingest.task import Task, build

_MAX_PAGES = 2000


def parse_pdf(task: Task) -> Iterator[Document]:
    """One document. Raises `Rejected` ("encrypted", "image-only", "broken")."""
    if b"%PDF-" not in task.content[:1024]:
        raise Rejected("broken", "does not start as a PDF (%PDF-)")
    try:
        pdf = pdfium.PdfDocument(task.content)
    except pdfium.PdfiumError as error:
        if "assword" in str(error):
            raise Rejected("encrypted", "is protected by a password. Save a copy without one.") from error
        raise Rejected("broken", f"is a damaged PDF: {error}") from error
    try:
        if len(pdf) > _MAX_PAGES:
            raise Rejected("too-large", f"has {len(pdf)} pages; at most {_MAX_PAGES} are read. Split it.")
        pages = []
        for number in range(len(pdf)):
            page = pdf[number]
            words = page.get_textpage()
            pages.append(words.get_text_range().replace("\r\n", "\n").replace("\r", "\n").replace("\ufffe", "-\n"))
            words.close()
            page.close()
        title = (pdf.get_metadata_dict(skip_empty=True) or {}).get("Title", "").strip()
        author = (pdf.get_metadata_dict(skip_empty=True) or {}).get("Author", "").strip()
    except pdfium.PdfiumError as error:
        raise Rejected("broken", f"is a damaged PDF: {error}") from error
    finally:
        pdf.close()
    if not any(page.strip() for page in pages):
        raise Rejected("image-only", f"has {len(pages)} pages without text. Run character recognition (OCR) first.")
    found = Masthead(
        title=Found(title, "pdf:Title")
        if title and not re.search(r"(?i)\.(?:docx?|pdf|indd|qxd)$|^untitled|^microsoft word", title)
        else None,
        byline=Found(author, "pdf:Author") if author and " " in author else None,
    )
    empty = sum(1 for page in pages if not page.strip())
    warnings = (f"pages: {empty} of {len(pages)} hold no text",) if empty else ()
    yield build(task, "\n\n".join(_flow(_without_runners(pages))), found, warnings=warnings)


def _without_runners(pages: list[str]) -> list[list[str]]:
    """The lines of each page without those that come, page numbers aside, at the top or foot of most pages."""
    split = [[line.rstrip() for line in page.split("\n")] for page in pages]
    edges: Counter[str] = Counter()
    for lines in split:
        kept = [line for line in lines if line.strip()]
        edges.update({_runner(line) for line in (*kept[:2], *kept[-2:])})
    often = {e for e, n in edges.items() if len(pages) > 1 and n >= max(2, len(pages) * 0.6)}
    trimmed = []
    for lines in split:
        places = [i for i, line in enumerate(lines) if line.strip()]
        gone = {
            i
            for i in (*places[:2], *places[-2:])
            if _runner(lines[i]) in often or re.fullmatch(r"\W*(?:page\s)?\d{1,4}\W*", lines[i], re.I)
        }
        trimmed.append([line for i, line in enumerate(lines) if i not in gone])
    return trimmed


def _runner(line: str) -> str:
    return re.sub(r"\d+", "#", " ".join(line.split()))


def _flow(pages: list[list[str]]) -> list[str]:
    """Paragraphs: a line goes on in the next unless it is clearly short and ends a sentence, or an empty line follows."""
    lines = [line.strip() for page in pages for line in page]
    long = sorted(len(line) for line in lines if line)
    width = long[int(len(long) * 0.8)] if long else 0
    paragraphs: list[str] = []
    current = ""
    for i, line in enumerate(lines):
        if not line:
            if current and re.search(r"""[.!?:”"')]$""", current):
                paragraphs.append(current)
                current = ""
            continue
        if current.endswith("-") and line[:1].islower() and re.search(r"\w-$", current):
            current = current[:-1] + line
        else:
            current = f"{current} {line}" if current else line
        follows = next((n for n in lines[i + 1 :] if n), "")
        alone = (
            current == line and len(line) < 0.6 * width and follows[:1].isupper() and line[-1] not in ",;-"
        )  # a heading or a byline
        if alone or (len(line) < 0.75 * width and re.search(r"""[.!?:][”"')]?$""", line)):
            paragraphs.append(current)
            current = ""
    return [*paragraphs, current] if current else paragraphs
