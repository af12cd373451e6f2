"""A brief as Markdown with footnotes (as Pandoc, GitHub and most editors read them)."""

import re
from collections.abc import Iterable

from sayso.export.brief.model import Brief, Note, Sentence

_MARKUP = re.compile(r"([\\`*_{}\[\]<>#|~^$])")


def plain(text: str) -> str:
    """A text in which nothing is markup, on one line."""
    line = _MARKUP.sub(r"\\\1", " ".join(text.split()))
    return re.sub(r"^([-+=]|\d+[.)])", r"\\\1", line).replace("://", ":\u200b//")


def to_markdown(brief: Brief, map_file: str = "") -> str:
    """The brief as Markdown; `map_file` is the map's file name, "" for none."""
    parts = [f"# {plain(brief.title)}"]
    parts.append(_table(("How this was made", ""), ((plain(k), plain(v)) for k, v in brief.made)))
    if map_file:
        parts.append(f"![Map: the places of the events; numbers as in the table]({map_file})")
    parts.append("## Events")
    rows = ((*map(plain, r.cells[:-1]), plain(r.cells[-1]) + _marks(r.notes)) for r in brief.overview)
    parts.append(_table(brief.columns, rows))
    for s in brief.sections:
        parts.append(f"## {s.number}. {plain(s.title)}")
        parts.append(" · ".join(f"*{plain(k)}:* {plain(v)}" for k, v in s.labels))
        parts.append("### What is claimed\n\n" + _list(s.told))
        if s.conflicts:
            parts.append("### Where accounts conflict\n\n" + _list(s.conflicts))
        if s.rows:
            parts.append("### Figures by whom they rest on")
            told = ((*map(plain, r.cells[:-1]), plain(r.cells[-1]) + _marks(r.notes)) for r in s.rows)
            parts.append(_table(s.columns, told))
    parts.append("## The words\n\n" + "\n".join(map(_note, brief.notes)))
    return "\n\n".join(parts) + "\n"


def _list(sentences: Iterable[Sentence]) -> str:
    return "\n".join(f"* {plain(s.text)}{_marks(s.notes)}" for s in sentences)


def _marks(numbers: Iterable[int]) -> str:
    return "".join(f"[^{n}]" for n in numbers)


def _note(n: Note) -> str:
    through = f" ({plain(n.through)})" if n.through else ""
    address = f" {plain(n.address)}" if n.address else ""
    return f"[^{n.number}]: “{plain(n.words)}”{through}. {plain(n.source)}; {plain(n.place)}.{address}"


def _table(columns: Iterable[str], rows: Iterable[Iterable[str]]) -> str:
    heads = list(columns)
    lines = [f"| {' | '.join(heads)} |", f"|{'---|' * len(heads)}"]
    return "\n".join([*lines, *(f"| {' | '.join(r)} |" for r in rows)])
