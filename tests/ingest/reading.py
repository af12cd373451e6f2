"""Short ways from bytes to what ingest makes of them."""

from collections.abc import Iterable
from pathlib import Path

from sayso.core import Document, Rejection
from sayso.ingest import Ingested, IngestOptions, ingest
from sayso.ingest.parse import parse
from sayso.ingest.task import Outcome, Task

HERE = IngestOptions(workers=0, retrieved="2020-01-01T00:00:00Z")


def parsed(kind: str, content: bytes, doc: str = "file") -> list[Outcome]:
    """The outcomes of one file of a format."""
    return list(parse(Task(kind, doc, f"{doc}.{kind}", content=content)))


def documents(outcomes: Iterable[object]) -> list[Document]:
    return [o for o in outcomes if isinstance(o, Document)]


def only(outcomes: list[Outcome]) -> Document:
    """The one document, with no rejection beside it."""
    assert [type(o) for o in outcomes] == [Document], outcomes
    return documents(outcomes)[0]


def codes(results: Iterable[object]) -> list[str]:
    return [r.code for r in results if isinstance(r, Rejection)]


def results(path: Path | str, options: IngestOptions = HERE) -> list[Ingested]:
    return list(ingest([str(path)], options))


def read(path: Path | str, options: IngestOptions = HERE) -> tuple[list[Document], list[Rejection]]:
    """All documents and all rejections of one input."""
    got = results(path, options)
    return [d for g in got for d in g.documents], [r for g in got for r in g.rejections]


def marked(document: Document, kind: str) -> list[str]:
    """The words under each mark of a kind."""
    return [document.text[m.start : m.end] for m in document.marks if m.kind == kind]


def stated(document: Document, name: str) -> tuple[str, str] | None:
    """Value and origin of a masthead field."""
    found = getattr(document.masthead, name)
    return (found.value, found.where) if found else None
