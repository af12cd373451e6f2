"""Records: JSON Lines, JSON lists, CSV, TSV, XLSX and Parquet by a column mapping, and channels exported from Telegram."""

import csv
import gzip
import io
import json
import zlib
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import fields
from typing import IO, Any

from sayso.core import Found, Masthead
from sayso.ingest.dates import with_offset
from sayso.ingest.encoding import decode, mojibake
from sayso.ingest.options import MIB, STANDARD_COLUMNS, ColumnMapping, Limits
from sayso.ingest.rejections import Rejected
from sayso.ingest.task import Outcome, Skipped, Task, build, masthead_of, rejection

Row = dict[str, Any]
_GZIP = b"\x1f\x8b"


def parse_jsonl(task: Task) -> Iterator[Outcome]:
    """A document for each line; a line that is no record is rejected by itself."""
    with _stream(task) as stream:
        yield from _records(task, _json_lines(task, stream), "line")


def _json_lines(task: Task, stream: IO[bytes]) -> Iterator[Row | Rejected]:
    limit = task.limits.record_bytes
    first = True
    while line := stream.readline(limit + 1):
        if len(line) > limit:
            while line and not line.endswith(b"\n"):
                line = stream.readline(limit)
            yield Rejected("too-large", f"is longer than {limit:,} bytes")
            continue
        line = line.removeprefix(b"\xef\xbb\xbf") if first else line
        first = False
        if not line.strip():
            yield {}
            continue
        try:
            record = json.loads(line.decode("utf-8"))
        except UnicodeDecodeError as error:
            yield Rejected("encoding", f"is not UTF-8 at byte {error.start}; JSON must be")
        except ValueError as error:
            yield Rejected("bad-record", f"is not JSON: {error}")
        except RecursionError:
            yield Rejected("bad-record", "is nested too deeply")
        else:
            yield (
                record
                if isinstance(record, dict) and record
                else Rejected("bad-record", f"is {type(record).__name__}; an object was expected")
            )


def parse_json(task: Task) -> Iterator[Outcome]:
    """A Telegram export, a list of records, or an object with one list of records."""
    try:
        data = json.loads(decode(task.content)[0])
    except (ValueError, RecursionError) as error:
        raise Rejected("broken", f"is not JSON: {error}") from error
    if isinstance(data, dict) and isinstance(data.get("messages"), list):
        yield from _telegram(task, data)
        return
    if isinstance(data, dict) and isinstance(
        (data.get("chats") or {}).get("list") if isinstance(data.get("chats"), dict) else None, list
    ):
        for chat in data["chats"]["list"]:
            if isinstance(chat, dict) and isinstance(chat.get("messages"), list):
                yield from _telegram(task, chat, f"{task.doc}-{chat.get('id', '')}")
        return
    lists = (
        [data] if isinstance(data, list) else [v for v in data.values() if isinstance(v, list)] if isinstance(data, dict) else []
    )
    if isinstance(data, dict) and not lists:
        lists = [[data]]
    if len(lists) != 1:
        raise Rejected("unsupported", "is JSON of an unknown form. Give JSON Lines: one object per line with id and text.")
    yield from _records(task, (r if isinstance(r, dict) else Rejected("bad-record", "is no object") for r in lists[0]), "record")


def parse_csv(task: Task) -> Iterator[Outcome]:
    """A document for each row of a table with a header row."""
    with _stream(task) as raw:
        head = raw.read(65536)
        _, warnings = decode(head[: head.rfind(b"\n") + 1] or head)
        name = next((w.split("guessed ")[1] for w in warnings if "guessed " in w), "")
        encoding = name or ("utf-16" if head[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8-sig")
        stream = io.TextIOWrapper(io.BufferedReader(_Joined(head, raw)), encoding, errors="replace", newline="")
        first = decode(head)[0].split("\n", 1)[0]
        mark = "\t" if task.kind == "tsv" else max(",;\t|", key=first.count)
        csv.field_size_limit(task.limits.record_bytes)
        yield from _records(task, _csv_rows(csv.reader(stream, delimiter=mark, strict=False)), "row")


def _csv_rows(reader: Any) -> Iterator[Row | Rejected]:
    try:
        header = [cell.strip() for cell in next(reader, [])]
    except csv.Error as error:
        raise Rejected("broken", f"is no table: {error}") from error
    if not any(header):
        raise Rejected("empty", "has no header row")
    while True:
        try:
            cells = next(reader, None)
        except csv.Error as error:
            yield Rejected("bad-record", f"cannot be read: {error}")
            continue
        if cells is None:
            return
        if not any(cells):
            yield {}
        elif len(cells) > len(header) and any(cells[len(header) :]):
            yield Rejected(
                "bad-record",
                f"has {len(cells)} cells and the header {len(header)}. Put quotation marks around cells that hold the separator.",
            )
        else:
            yield {**dict.fromkeys(header, ""), **dict(zip(header, cells, strict=False))}


def parse_xlsx(task: Task) -> Iterator[Outcome]:
    """A document for each row of each sheet that has the text column."""
    import openpyxl  # loads slowly, and few inputs need it

    try:
        book = openpyxl.load_workbook(io.BytesIO(task.content) if task.content else task.path, read_only=True, data_only=True)
    except Exception as error:  # openpyxl raises KeyError, ValueError, BadZipFile and more for a damaged book
        raise Rejected("broken", f"is a damaged workbook: {error}") from error
    with_text = False
    refused: Rejected | None = None
    for sheet in book.worksheets:
        rows = sheet.iter_rows(values_only=True)
        header = ["" if c is None else str(c).strip() for c in next(rows, ())]
        if not any(header):
            continue
        try:
            records = _records(
                task, ({h: _cell(c) for h, c in zip(header, row, strict=False) if h} for row in rows), f"{sheet.title} row"
            )
            yield from records
            with_text = True
        except Rejected as no:
            refused = no
    if not with_text:
        raise refused or Rejected("empty", "has no rows")


def _cell(value: Any) -> Any:
    """Cells that hold a date become ISO."""
    if hasattr(value, "isoformat"):
        iso = str(value.isoformat())
        return iso.removesuffix("T00:00:00")
    return str(int(value)) if isinstance(value, float) and value.is_integer() else value


def parse_parquet(task: Task) -> Iterator[Outcome]:
    """A document for each row."""
    import pyarrow as pa  # loads slowly, and few inputs need it
    import pyarrow.parquet as pq

    try:
        file = pq.ParquetFile(io.BytesIO(task.content) if task.content else task.path)
        wanted = _columns(task.mapping)
        names = [n for n in file.schema_arrow.names if n in wanted]
        if not names:
            raise Rejected("no-column", _missing(task.mapping, file.schema_arrow.names))
        batches = file.iter_batches(batch_size=256, columns=names)
        yield from _records(task, ({k: _cell(v) for k, v in row.items()} for b in batches for row in b.to_pylist()), "row")
    except (pa.ArrowException, OSError) as error:
        raise Rejected("broken", f"is a damaged Parquet file: {str(error)[:200]}") from error


# -- records to documents ------------------------------------------------------------------------------------------------


def _records(task: Task, rows: Iterable[Row | Rejected], unit: str) -> Iterator[Outcome]:
    """Documents of rows. An empty row counts for the numbering alone. Raises `Rejected` "no-column" at the first row."""
    columns: dict[str, str] | None = None
    seen = False
    for number, row in enumerate(rows, 1):
        part = f"{unit} {number}"
        if isinstance(row, Rejected):
            seen = True
            yield rejection(task, row.code, row.reason, part)
            continue
        if not row:
            continue
        if columns is None or unit == "line":
            columns = _resolve(task.mapping, row)
            if "text" not in columns:
                no = Rejected("no-column", _missing(task.mapping, list(row)), part if unit == "line" else "")
                if unit != "line" or (not seen and _mapped_nothing(task.mapping, row)):
                    raise no
                yield rejection(task, no.code, no.reason, part)
                seen = True
                continue
        seen = True
        try:
            yield _document(task, row, columns, part, number)
        except Rejected as no:
            yield rejection(task, no.code, no.reason, part)
    if not seen:
        raise Rejected("empty", "holds no record")


def _document(task: Task, row: Row, columns: dict[str, str], part: str, number: int) -> Outcome:
    text = row.get(columns["text"])
    if not isinstance(text, str):
        raise Rejected("empty" if text is None else "bad-record", f"{columns['text']!r} is {text!r:.60}; text was expected")
    if any("\ud800" <= c <= "\udfff" for c in text):
        raise Rejected("encoding", f"{columns['text']!r} holds half a surrogate pair, which is no character")
    values = {field_: row.get(column) for field_, column in columns.items()}
    found = masthead_of(values, "record", task.date_format, columns)
    doc = str(values.get("doc") if values.get("doc") is not None else "").strip() or f"{task.doc}-{number}"
    return build(task, text, found, doc=doc, warnings=mojibake(text), part=part)


def _columns(mapping: ColumnMapping) -> set[str]:
    named = {getattr(mapping, f.name) for f in fields(ColumnMapping)}
    return named | {name for names in STANDARD_COLUMNS.values() for name in names}


def _resolve(mapping: ColumnMapping, row: Row) -> dict[str, str]:
    """Field to column: the mapped column, which must be there, else the standard one if it is. Raises `Rejected` "no-column"."""
    found: dict[str, str] = {}
    for name, standard in STANDARD_COLUMNS.items():
        column = getattr(mapping, name)
        if column and column in row:
            found[name] = column
        elif column:
            if name == "text":
                continue
            raise Rejected("no-column", f"has no column {column!r} (mapped to {name}); it has: {_list(list(row))}")
        elif standing := next((s for s in standard if s in row), None):
            found[name] = standing
    return found


def _mapped_nothing(mapping: ColumnMapping, row: Row) -> bool:
    return not any(getattr(mapping, f.name) in row for f in fields(ColumnMapping) if getattr(mapping, f.name))


def _missing(mapping: ColumnMapping, columns: list[str]) -> str:
    return (
        f"has no column {mapping.text or 'text'!r} for the text; it has: {_list(columns)}. "
        'Say which it is with --map and a file with the line  text = "COLUMN".'
    )


def _list(columns: list[str]) -> str:
    return ", ".join(columns[:10]) + (f" and {len(columns) - 10} more" if len(columns) > 10 else "")


# -- Telegram ------------------------------------------------------------------------------------------------------------


def _telegram(task: Task, chat: dict[str, Any], stem: str = "") -> Iterator[Outcome]:
    """The messages of a channel that hold text; service messages and bare pictures are no reports."""
    name = str(chat.get("name") or "")
    for message in chat["messages"]:
        if not isinstance(message, dict) or message.get("type") != "message":
            yield Skipped()
            continue
        text = _telegram_text(message.get("text"))
        if not text.strip():
            yield Skipped()
            continue
        local, unix = str(message.get("date") or ""), str(message.get("date_unixtime") or "")
        published = with_offset(local, unix) if unix else local
        edited = (
            with_offset(str(message.get("edited") or ""), str(message.get("edited_unixtime") or ""))
            if message.get("edited_unixtime")
            else ""
        )
        author = (
            message.get("forwarded_from") or message.get("author") or (message.get("from") if message.get("from") != name else "")
        )
        part = f"message {message.get('id')}"
        try:
            found = masthead_of(
                {"published": published, "updated": edited}, "record", "", {"published": "date", "updated": "edited"}
            )
            found = Masthead(
                outlet=Found(name, "record:name") if name else None,
                byline=Found(str(author), "record:forwarded_from" if message.get("forwarded_from") else "record:from") if author else None,
                published=found.published, updated=found.updated,
            )  # fmt: skip
            yield build(task, text, found, doc=f"{stem or task.doc}-{message.get('id')}", part=part)
        except Rejected as no:
            yield rejection(task, no.code, no.reason, part)


def _telegram_text(text: Any) -> str:
    if isinstance(text, list):
        return "".join(
            piece if isinstance(piece, str) else str(piece.get("text", "")) if isinstance(piece, dict) else "" for piece in text
        )
    return text if isinstance(text, str) else ""


# -- bytes -----------------------------------------------------------------------------------------------------------------


class _Joined(io.RawIOBase):
    """A head already read, then the rest of a stream."""

    def __init__(self, head: bytes, rest: IO[bytes]) -> None:
        self._head, self._rest = head, rest

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        chunk = self._head[: len(buffer)] or self._rest.read(len(buffer))
        self._head = self._head[len(buffer) :]
        buffer[: len(chunk)] = chunk
        return len(chunk)


@contextmanager
def _stream(task: Task) -> Iterator[IO[bytes]]:
    """The bytes of a task, unpacked if they are gzip. Raises `Rejected` ("bomb", "broken") while they are read."""
    raw: IO[bytes] = task.path.open("rb") if task.path else io.BytesIO(task.content)
    with raw:
        head = raw.read(2)
        raw.seek(0)
        if head != _GZIP:
            yield raw
            return
        try:
            with gzip.open(raw) as unpacked, io.BufferedReader(Bounded(unpacked, raw, task.limits)) as stream:
                yield stream
        except (EOFError, zlib.error, gzip.BadGzipFile) as error:
            raise Rejected("broken", f"is a damaged gzip file: {error}. What stood before the damage was read.") from error


class Bounded(io.RawIOBase):
    """An unpacked stream that ends with `Rejected` "bomb" once it is far larger than what was read of its `packed` form."""

    def __init__(self, unpacked: Any, packed: IO[bytes], limits: Limits) -> None:
        self._unpacked, self._packed, self._limits, self._count = unpacked, packed, limits, 0

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        chunk = self._unpacked.read(len(buffer))
        self._count += len(chunk)
        if self._count > 4 * MIB and self._count > self._limits.ratio * max(1, self._packed.tell()):
            raise Rejected("bomb", f"unpacks to more than {self._limits.ratio} times its size")
        if self._count > self._limits.unpacked_bytes:
            raise Rejected("bomb", f"unpacks to more than {self._limits.unpacked_bytes:,} bytes")
        buffer[: len(chunk)] = chunk
        return len(chunk)
