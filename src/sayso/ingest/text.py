"""Plain text and Markdown: frozen as decoded, code point for code point."""

import re
from collections.abc import Iterator

from sayso.core import Document, Mark
from sayso.ingest.encoding import decode
from sayso.ingest.factiva import factiva, is_factiva
from sayso.ingest.furniture import lines_of
from sayso.ingest.nexis import is_nexis, nexis
from sayso.ingest.rejections import Rejected
from sayso.ingest.task import Outcome, Task, build


def parse_text(task: Task) -> Iterator[Outcome]:
    """One document, or the articles of a Nexis Uni or Factiva export."""
    if not task.content.strip(b"\x00 \t\r\n"):
        raise Rejected("empty", "holds no text")
    text, warnings = decode(task.content, task.charset)
    if is_nexis(text):
        yield from nexis(task, text)
    elif is_factiva(text):
        yield from factiva(task, text)
    else:
        yield build(task, text, warnings=warnings)


def parse_markdown(task: Task) -> Iterator[Document]:
    """One document with its headings and block quotations marked."""
    text, warnings = decode(task.content, task.charset)
    marks: list[Mark] = []
    quote: tuple[int, int] | None = None
    for line in lines_of(text):
        if line.text.startswith(">"):
            quote = (line.start if quote is None or line.gap else quote[0], line.end)
            if line.gap and marks and marks[-1].kind == "block_quote" and marks[-1].end > quote[0]:
                marks.pop()
            marks = [m for m in marks if not (m.kind == "block_quote" and m.start == quote[0])]
            marks.append(Mark(*quote, "block_quote"))
        else:
            quote = None
            if re.match(r"#{2,6}\s", line.text):
                marks.append(Mark(line.start, line.end, "heading"))
    yield build(task, text, marks=marks, warnings=warnings)
