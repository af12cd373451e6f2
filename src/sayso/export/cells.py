"""Values for files that leave the ledger: views as plain values, rows as CSV that no spreadsheet runs."""

import csv
import io
from collections.abc import Iterable, Iterator
from dataclasses import fields, is_dataclass
from typing import Any

# What a spreadsheet takes for the beginning of a formula; the wide forms count where text is Chinese, Japanese or Korean.
FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")


def plain(value: Any) -> Any:
    """A view as dicts, lists and scalars. Fields that begin with an underscore are for pages only."""
    if is_dataclass(value) and not isinstance(value, type):
        return {f.name: plain(getattr(value, f.name)) for f in fields(value) if not f.name.startswith("_")}
    if isinstance(value, dict):
        return {str(k): plain(v) for k, v in value.items()}
    if isinstance(value, (tuple, list, frozenset, set)):
        return [plain(v) for v in value]
    return value if value is None or isinstance(value, (bool, int, float)) else str(value)


def csv_lines(rows: Iterable[Any], limit: int = 1_000_000) -> Iterator[str]:
    """Rows (dataclasses or dicts) as CSV lines under a heading; a list cut short says so in its last line."""
    heading: list[str] | None = None
    for number, row in enumerate(rows):
        record = plain(row)
        if heading is None:
            heading = list(record)
            yield _line(heading)
        if number >= limit:
            yield _line([f"cut short after {limit} rows"])
            return
        yield _line([cell(record[name]) for name in heading])


def cell(value: Any) -> str:
    """One cell: lists joined by "; ", nothing that a spreadsheet would run as a formula."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, list):
        return cell("; ".join("" if v is None else str(v) for v in value))
    text = str(value)
    return f"'{text}" if isinstance(value, str) and text.startswith(FORMULA) else text


def _line(cells: list[str]) -> str:
    out = io.StringIO()
    csv.writer(out, lineterminator="\r\n").writerow(cells)
    return out.getvalue()
