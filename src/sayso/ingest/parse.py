"""Formats: from bytes to documents. Everything here can run in a worker."""

from collections.abc import Callable, Iterator
from importlib import import_module

from sayso.ingest.rejections import Rejected
from sayso.ingest.task import Outcome, Task, rejection

# Format to module and function; a module is loaded when its format is first met, since the libraries behind some load slowly.
PARSERS: dict[str, tuple[str, str]] = {
    "text": ("text", "parse_text"), "markdown": ("text", "parse_markdown"), "html": ("html", "parse_html"),
    "mhtml": ("mail", "parse_mhtml"), "eml": ("mail", "parse_eml"), "pdf": ("pdf", "parse_pdf"), "docx": ("office", "parse_docx"),
    "odt": ("office", "parse_odt"), "rtf": ("rtf", "parse_rtf"), "feed": ("feeds", "parse_feed"), "jsonl": ("tables", "parse_jsonl"),
    "json": ("tables", "parse_json"), "csv": ("tables", "parse_csv"), "tsv": ("tables", "parse_csv"),
    "xlsx": ("tables", "parse_xlsx"), "parquet": ("tables", "parse_parquet"),
}  # fmt: skip

# Written in Python over the standard library, linear in their input: these need no worker.
SAFE = frozenset({"text", "markdown", "jsonl", "json", "csv", "tsv"})


def parse(task: Task) -> Iterator[Outcome]:
    """The outcomes of a task, lazily. Never raises for bad input: what cannot be read ends in a `Rejection`."""
    try:
        yield from load(task.kind)(task)
    except Rejected as no:
        yield rejection(task, no.code, no.reason, no.part)
    except MemoryError:
        yield rejection(task, "memory", "takes more memory to parse than the limit allows")
    except RecursionError:
        yield rejection(task, "broken", "is nested too deeply")
    except Exception as error:  # a parser's own fault must not lose what is beside this input
        what = " ".join(str(error).split())[:200]
        yield rejection(task, "broken", f"the {task.kind} parser failed: {type(error).__name__}: {what}")


def load(kind: str) -> Callable[[Task], Iterator[Outcome]]:
    """The parser of a format, its libraries loaded."""
    module, name = PARSERS[kind]
    parser: Callable[[Task], Iterator[Outcome]] = getattr(import_module(f"sayso.ingest.{module}"), name)
    return parser
