"""Records of any table to documents, by a column mapping."""

import re
from collections.abc import Iterable, Iterator
from itertools import chain
from typing import Any

from sayso.core import Document
from sayso.ingest.encoding import mojibake
from sayso.ingest.options import MIB, STANDARD_COLUMNS, ColumnMapping
from sayso.ingest.rejections import Rejected
from sayso.ingest.task import Outcome, Task, build, masthead_of, rejection, with_translation

Row = dict[str, Any]
_MOST_COLUMNS = 10_000
_HALF_PAIR = re.compile("[\ud800-\udfff]")


def documents_of(task: Task, rows: Iterable[Row | Rejected], unit: str) -> Iterator[Outcome]:
    """Documents of rows; a row that is none is rejected by itself, an empty one only counts for the numbering.

    `unit` names a row in messages ("line", "row"). A mapped column must be there in one of the first records; a later one may
    leave it out, as JSON does with what is null. Raises `Rejected` "no-column", "empty" where there is no record, "bomb" where
    the records hold far more text than the file could.
    """
    stream = iter(rows)
    head = _head(stream)
    known = dict.fromkeys(key for row in head if not isinstance(row, Rejected) for key in row)
    columns = resolve_columns(task.mapping, list(known)) if known else {}
    packed = len(task.content) or (task.path.stat().st_size if task.path else 0)
    characters = 0
    seen = False
    for number, row in enumerate(chain(head, stream), 1):
        if not isinstance(row, Rejected) and not row:
            continue
        seen = True
        part = f"{unit} {number}"
        try:
            if isinstance(row, Rejected):
                raise row
            if not row.keys() <= known.keys() and len(known) < _MOST_COLUMNS:
                known.update(dict.fromkeys(row))
                columns = resolve_columns(task.mapping, list(known))
            document = _document(task, row, columns, part, number)
        except Rejected as no:
            yield rejection(task, no.code, no.reason, part)
            continue
        characters += len(document.text)
        if characters > 4 * MIB and characters > task.limits.ratio * packed:
            raise Rejected("bomb", f"holds more than {task.limits.ratio} times its size in text")
        yield document
    if not seen:
        raise Rejected("empty", "holds no record")


def _head(rows: Iterator[Row | Rejected]) -> list[Row | Rejected]:
    """The first hundred rows, or fewer if they are very large."""
    head: list[Row | Rejected] = []
    size = 0
    for row in rows:
        head.append(row)
        size += 0 if isinstance(row, Rejected) else sum(len(v) for v in row.values() if isinstance(v, str))
        if len(head) >= 100 or size > 4 * MIB:
            break
    return head


def resolve_columns(mapping: ColumnMapping, columns: list[str]) -> dict[str, str]:
    """Field to column: the mapped one, which must be there, else the standard one if it is. Raises `Rejected` "no-column"."""
    found: dict[str, str] = {}
    there = set(columns)
    for name, standard in STANDARD_COLUMNS.items():
        mapped = getattr(mapping, name)
        if mapped and mapped not in there:
            what = "for the text" if name == "text" else f"(mapped to {name})"
            raise Rejected("no-column", f"has no column {mapped!r} {what}; it has: {_list(columns)}. Mend the mapping.")
        if column := mapped or next((s for s in standard if s in there), ""):
            found[name] = column
    if "text" not in found:
        remedy = 'Say which it is with the line  text = "COLUMN"  in a file for --map, or in NAME.map.toml beside the table.'
        raise Rejected("no-column", f"has no column 'text' for the text; it has: {_list(columns)}. {remedy}")
    return found


def wanted_columns(mapping: ColumnMapping) -> set[str]:
    """Every column that a mapping or the standard names."""
    return {getattr(mapping, name) for name in STANDARD_COLUMNS} | {n for names in STANDARD_COLUMNS.values() for n in names}


def plain_cell(value: Any) -> Any:
    """A cell as records hold it: days and times in ISO, whole numbers without a point."""
    if hasattr(value, "isoformat"):
        return str(value.isoformat()).removesuffix("T00:00:00")
    return str(int(value)) if isinstance(value, float) and value.is_integer() else value


def _document(task: Task, row: Row, columns: dict[str, str], part: str, number: int) -> Document:
    if columns["text"] not in row:
        raise Rejected("no-column", f"has no {columns['text']!r} for the text; it has: {_list(list(row))}")
    text = row[columns["text"]]
    if text is None or text == "":
        raise Rejected("empty", f"{columns['text']!r} is empty")
    if not isinstance(text, str):
        raise Rejected("bad-record", f"{columns['text']!r} is {text!r:.60}; text was expected")
    if _HALF_PAIR.search(text):
        raise Rejected("encoding", f"{columns['text']!r} holds what is no character of the file's encoding")
    values = {name: row.get(column) for name, column in columns.items()}
    found = masthead_of(values, "record", task.date_format, columns)
    named = values.get("doc")
    doc = "" if named is None or isinstance(named, (dict, list)) else str(named).strip()
    made = build(task, text, found, doc=doc or f"{task.doc}-{number}", warnings=mojibake(text), part=part)
    return with_translation(made, values, "record", task.limits.text_chars, columns)


def _list(columns: list[str]) -> str:
    shown = ", ".join(c[:40] for c in columns[:10])
    return shown + (f" and {len(columns) - 10} more" if len(columns) > 10 else "")
