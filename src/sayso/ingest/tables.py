"""Tables to records: JSON Lines, JSON lists, CSV, TSV, XLSX and Parquet."""

import csv
import io
import json
from collections.abc import Iterator
from typing import IO, Any

from sayso.ingest.encoding import decode, encoding_of
from sayso.ingest.records import Row, documents_of, plain_cell, resolve_columns, wanted_columns
from sayso.ingest.rejections import Rejected
from sayso.ingest.streams import Joined, unpacked
from sayso.ingest.task import Outcome, Task
from sayso.ingest.telegram import is_telegram, telegram

_HEAD = 1 << 16
_OPEN = "{} opens a quotation mark that nothing closes, so that all lines after it stand inside it. Close it, or write it twice."


def parse_jsonl(task: Task) -> Iterator[Outcome]:
    """A document for each line; a line that is no record is rejected by itself."""
    with unpacked(task.content, task.path, task.limits) as stream:
        yield from documents_of(task, _json_lines(stream, task.limits.record_bytes), "line")


def _json_lines(stream: IO[bytes], limit: int) -> Iterator[Row | Rejected]:
    for number, line in enumerate(_lines(stream, limit)):
        if len(line) > limit:
            yield Rejected("too-large", f"is longer than {limit:,} bytes")
            continue
        line = line.removeprefix(b"\xef\xbb\xbf") if number == 0 else line
        if not line.strip():
            yield {}
            continue
        try:
            record = json.loads(line.decode("utf-8"))
        except UnicodeDecodeError as error:
            yield Rejected("encoding", f"is not UTF-8 at byte {error.start}; JSON must be")
        except (ValueError, RecursionError) as error:
            what = "nested too deeply" if isinstance(error, RecursionError) else str(error)
            yield Rejected("bad-record", f"is not JSON: {what}")
        else:
            given = isinstance(record, dict) and record
            yield record if given else Rejected("bad-record", f"is {type(record).__name__}; an object with fields was expected")


def _lines(stream: IO[bytes], limit: int) -> Iterator[bytes]:
    """Lines; of one longer than `limit` the first `limit` + 1 bytes, the rest is passed over."""
    while line := stream.readline(limit + 1):
        yield line
        rest = line
        while len(rest) > limit and not rest.endswith(b"\n"):
            rest = stream.readline(limit + 1)


def parse_json(task: Task) -> Iterator[Outcome]:
    """A Telegram export, a list of records, or an object that holds one list of records or is one itself."""
    try:
        data = json.loads(decode(task.content)[0])
    except (ValueError, RecursionError) as error:
        what = "it is nested too deeply" if isinstance(error, RecursionError) else str(error)
        raise Rejected("broken", f"is not JSON: {what}") from error
    if is_telegram(data):
        yield from telegram(task, data)
        return
    found = [data] if isinstance(data, list) else []
    if isinstance(data, dict):
        lists = [v for v in data.values() if isinstance(v, list) and any(isinstance(r, dict) for r in v)]
        found = lists or [[data]]
    if len(found) != 1:
        raise Rejected("unsupported", "is JSON of an unknown form. Give JSON Lines: one object per line with id and text.")
    rows = (r if isinstance(r, dict) else Rejected("bad-record", "is no object") for r in found[0])
    yield from documents_of(task, rows, "record")


# -- CSV and TSV -----------------------------------------------------------------------------------------------------------


def parse_csv(task: Task) -> Iterator[Outcome]:
    """A document for each row of a table with a header row; the separator is the one most used there."""
    with unpacked(task.content, task.path, task.limits) as raw:
        head = raw.read(_HEAD)
        codec, _ = encoding_of(head)
        errors = "replace" if codec.startswith("utf-16") else "surrogateescape"  # escapes end as rejected rows
        stream = io.TextIOWrapper(io.BufferedReader(Joined(head, raw)), codec, errors, newline="")
        first = head.decode(codec, "replace").split("\n", 1)[0]
        mark = "\t" if task.kind == "tsv" else max(",;\t|", key=first.count)
        csv.field_size_limit(task.limits.record_bytes)
        lines = _TextLines(stream, task.limits.record_bytes)
        yield from documents_of(task, _csv_rows(csv.reader(lines, delimiter=mark), lines), "row")


class _TextLines:
    """Lines for a CSV reader; one longer than `limit` characters is passed over and raises `csv.Error` in its place."""

    def __init__(self, stream: IO[str], limit: int) -> None:
        self._stream, self._limit = stream, limit
        self.ended = False

    def __iter__(self) -> "_TextLines":
        return self

    def __next__(self) -> str:
        line = rest = self._stream.readline(self._limit + 1)
        while len(rest) > self._limit and not rest.endswith("\n"):
            rest = self._stream.readline(self._limit + 1)
        if len(line) > self._limit:
            raise csv.Error(f"it is longer than {self._limit:,} characters")
        if not line:
            self.ended = True
            raise StopIteration
        return line


def _csv_rows(reader: Any, lines: _TextLines) -> Iterator[Row | Rejected]:
    """Rows of a table. A row that asks for lines behind the last one has an open quotation mark, which swallowed what follows it."""
    try:
        header = [cell.strip() for cell in next(reader, [])]
    except csv.Error as error:
        raise Rejected("broken", f"is no table: {error}") from error
    if lines.ended and header:
        raise Rejected("broken", _OPEN.format("the header"))
    if not any(header):
        raise Rejected("empty", "has no header row")
    if twice := sorted({name for name in header if name and header.count(name) > 1}):
        raise Rejected("bad-record", f"has two columns named {twice[0]!r}. Rename one.")
    while True:
        try:
            cells = next(reader, None)
        except csv.Error as error:
            yield Rejected("bad-record", f"cannot be read: {error}")
            continue
        if cells is None:
            return
        if lines.ended:
            yield Rejected("bad-record", _OPEN.format("it"))
        elif not any(cells):
            yield {}
        elif len(cells) > len(header) and any(cells[len(header) :]):
            remedy = "Put quotation marks around cells that hold the separator."
            yield Rejected("bad-record", f"has {len(cells)} cells and the header {len(header)}. {remedy}")
        else:
            yield {**dict.fromkeys(header, ""), **dict(zip(header, cells, strict=False))}


# -- XLSX and Parquet ------------------------------------------------------------------------------------------------------


def parse_xlsx(task: Task) -> Iterator[Outcome]:
    """A document for each row of each sheet that has the text column."""
    import openpyxl  # loads slowly, and few inputs need it

    try:
        book = openpyxl.load_workbook(io.BytesIO(task.content) if task.content else task.path, read_only=True, data_only=True)
    except Exception as error:  # openpyxl raises KeyError, ValueError, BadZipFile and more for a damaged book
        raise Rejected("broken", f"is a damaged workbook: {str(error)[:200]}") from error
    refused = Rejected("empty", "has no rows")
    read = False
    for sheet in book.worksheets:
        rows = sheet.iter_rows(values_only=True)
        header = ["" if c is None else str(c).strip() for c in next(rows, ())]
        try:
            resolve_columns(task.mapping, [h for h in header if h])
        except Rejected as no:
            refused = no if any(header) else refused
            continue
        read = True
        records = ({h: plain_cell(c) for h, c in zip(header, row, strict=False) if h and c is not None} for row in rows)
        whole = ({**dict.fromkeys(h for h in header if h), **r} if r else {} for r in records)
        yield from documents_of(task, whole, f"{sheet.title} row")
    if not read:
        raise refused


def parse_parquet(task: Task) -> Iterator[Outcome]:
    """A document for each row; only the columns that the mapping names are read."""
    import pyarrow as pa  # loads slowly, and few inputs need it
    import pyarrow.parquet as pq

    try:
        file = pq.ParquetFile(io.BytesIO(task.content) if task.content else task.path)
        names = file.schema_arrow.names
        resolve_columns(task.mapping, names)
        batches = file.iter_batches(batch_size=64, columns=[n for n in names if n in wanted_columns(task.mapping)])
        rows = ({k: plain_cell(v) for k, v in row.items()} for batch in batches for row in batch.to_pylist())
        yield from documents_of(task, rows, "row")
    except (pa.ArrowException, OSError, UnicodeDecodeError) as error:
        raise Rejected("broken", f"is a damaged Parquet file: {' '.join(str(error).split())[:200]}") from error
