"""Rich Text, with its paragraphs."""

import re
from collections.abc import Iterator

from striprtf.striprtf import rtf_to_text

from sayso.ingest.blocks import Block, Properties, documents_of_blocks
from sayso.ingest.rejections import Rejected
from sayso.ingest.task import Outcome, Task

_STATED = re.compile(r"\{\\(title|author|company) ((?:[^{}\\]|\\.){1,400})\}")
_CODE_PAGE = re.compile(r"\\ansicpg(\d{3,5})")


def parse_rtf(task: Task) -> Iterator[Outcome]:
    """One document, or the articles of a Nexis Uni or Factiva export. Raises `Rejected` ("broken", "empty")."""
    source = task.content.decode("latin-1")
    if not source.lstrip().startswith("{\\rtf"):
        raise Rejected("broken", "does not start as Rich Text ({\\rtf)")
    if source.rstrip("\x00\r\n\t ")[-1:] != "}":
        raise Rejected("broken", "is cut off: its last group is not closed")
    text = _plain(source).replace("\r\n", "\n")
    page = _CODE_PAGE.search(source[:2000])
    stated = {m[1]: _plain(f"{{\\rtf1\\ansi{page[0] if page else ''} {m[2]}}}") for m in _STATED.finditer(source[:20_000])}
    makers = tuple((name, stated.get(name, "").strip()) for name in ("company", "author"))
    blocks = [Block("", " ".join(line.split(" ")).strip()) for line in text.split("\n")]
    yield from documents_of_blocks(task, blocks, Properties("rtf", stated.get("title", ""), makers))


def _plain(source: str) -> str:
    try:
        return str(rtf_to_text(source, errors="replace"))  # type: ignore[no-untyped-call]
    except (ValueError, IndexError, KeyError, LookupError, RecursionError) as error:
        raise Rejected("broken", f"is damaged Rich Text ({type(error).__name__})") from error
