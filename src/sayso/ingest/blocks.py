"""What word processors give: blocks of words with a style, to documents."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from sayso.core import Found, Mark, Masthead
from sayso.ingest.factiva import factiva, is_factiva
from sayso.ingest.nexis import is_nexis, nexis
from sayso.ingest.rejections import Rejected
from sayso.ingest.task import Outcome, Task, build

# Style names begin so in every program; localised ones keep these as their internal names.
_STYLES = (
    ("title", "title"),
    ("heading", "heading"),
    ("caption", "caption"),
    ("quot", "block_quote"),
    ("intense quote", "block_quote"),
)
_HEAD = 6  # blocks that may be a letterhead
# Titles that programs make up: a file name, a template, a new document.
_NO_TITLE = re.compile(
    r"(?i)(?:untitled|microsoft word|powerpoint|document ?\d*|unbenannt|sans titre)\b.*|.*\.(?:docx?|rtf|odt|pdf|indd|qxd|html?)"
)


@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph, a table row or a heading; `kind` is that of a `Mark`, or "" for running text."""

    kind: str
    words: str


@dataclass(frozen=True, slots=True)
class Properties:
    """What a file states of itself: `format` names it in `Found.where`; `makers` are author and company by the property's name."""

    format: str
    title: str = ""
    makers: tuple[tuple[str, str], ...] = ()


def documents_of_blocks(task: Task, blocks: Iterable[Block], properties: Properties) -> Iterator[Outcome]:
    """One document of all blocks, parted by empty lines; or the articles of a Nexis Uni or Factiva export."""
    kept = [b for b in blocks if b.words.strip()]
    lines = "\n".join(b.words for b in kept)
    if is_nexis(lines):
        yield from nexis(task, "\n\n".join(b.words for b in kept))
        return
    if is_factiva(lines):
        yield from factiva(task, lines)
        return
    if not kept:
        raise Rejected("empty", "holds no text (pictures are not read)")
    marks, at = [], 0
    for block in kept:
        if block.kind:
            marks.append(Mark(at, at + len(block.words), block.kind))
        at += len(block.words) + 2
    yield build(task, "\n\n".join(b.words for b in kept), _masthead(properties, kept), marks)


def kind_of(style: str) -> str:
    """The kind of mark for a style's name: "Heading 2" is a heading, "Quote" a block quotation."""
    low = style.lower().replace("_20_", " ")
    return next((kind for name, kind in _STYLES if low.startswith(name)), "")


def title_of(stated: str, where: str) -> Found | None:
    """The title that a file's properties state, unless a program made it up."""
    title = " ".join(stated.split())
    return Found(title[:2000], where) if title and not _NO_TITLE.fullmatch(title) else None


def _masthead(properties: Properties, blocks: list[Block]) -> Masthead:
    """Author and company are those of whoever saved the file: they count only if the text's head names the same, as a letterhead."""
    head = {" ".join(line.split()).casefold() for b in blocks[:_HEAD] for line in b.words.split("\n")}
    outlet = next((Found(m, f"{properties.format}:{name}") for name, m in properties.makers if m and m.casefold() in head), None)
    return Masthead(title=title_of(properties.title, f"{properties.format}:title"), outlet=outlet)
