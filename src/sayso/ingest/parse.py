"""Formats: from bytes to documents. Everything here can run in a worker."""

from collections.abc import Callable, Iterator

from sayso.ingest.clippings import factiva, is_factiva, is_nexis, nexis
from sayso.ingest.feeds import parse_feed
from sayso.ingest.html import page_text, parse_html, plain_of
from sayso.ingest.mail import parse_eml, parse_mhtml
from sayso.ingest.office import parse_docx, parse_odt, parse_rtf
from sayso.ingest.pdf import parse_pdf
from sayso.ingest.rejections import Rejected
from sayso.ingest.tables import parse_csv, parse_json, parse_jsonl, parse_parquet, parse_xlsx
from sayso.ingest.task import Outcome, Task, rejection
from sayso.ingest.text import parse_markdown, parse_text


def _page_or_clippings(task: Task) -> Iterator[Outcome]:
    """A page, or a Nexis Uni or Factiva export saved as one."""
    if (
        b"factiva" in task.content[:20_000].lower()
        or b"End of Document" in task.content
        or b"LexisNexis" in task.content[:20_000]
    ):
        lines = plain_of(page_text(task.content, task.charset)[0])
        if is_factiva(lines):
            yield from factiva(task, lines)
            return
        if is_nexis(lines):
            yield from nexis(task, lines)
            return
    yield from parse_html(task)


PARSERS: dict[str, Callable[[Task], Iterator[Outcome]]] = {
    "text": parse_text, "markdown": parse_markdown, "html": _page_or_clippings, "mhtml": parse_mhtml, "eml": parse_eml, "pdf": parse_pdf,
    "docx": parse_docx, "odt": parse_odt, "rtf": parse_rtf, "feed": parse_feed, "jsonl": parse_jsonl, "json": parse_json,
    "csv": parse_csv, "tsv": parse_csv, "xlsx": parse_xlsx, "parquet": parse_parquet,
}  # fmt: skip

# Written in Python over the standard library, linear in their input: these need no worker.
SAFE = frozenset({"text", "markdown", "jsonl", "csv", "tsv"})


def parse(task: Task) -> Iterator[Outcome]:
    """The outcomes of a task, lazily. Never raises for bad input: what cannot be read ends in a `Rejection`."""
    try:
        yield from PARSERS[task.kind](task)
    except Rejected as no:
        yield rejection(task, no.code, no.reason, no.part)
    except MemoryError:
        yield rejection(task, "memory", "takes more memory to parse than the limit allows")
    except RecursionError:
        yield rejection(task, "broken", "is nested too deeply")
    except Exception as error:  # a parser's own fault must not lose what is beside this input
        yield rejection(task, "broken", f"the {task.kind} parser failed: {type(error).__name__}: {str(error)[:200]}")
