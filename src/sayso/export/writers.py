"""Tables as files: CSV, XLSX, Parquet, JSON Lines. The same table gives the same bytes, whenever and wherever it is written."""

import io
import json
import re
import zipfile
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

import openpyxl
import pyarrow as pa
import pyarrow.parquet as pq
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Font

from sayso.export.cells import FORMULA, csv_lines
from sayso.export.columns import Lost, Record, Table

_ARROW = {
    "text": pa.string(),
    "date": pa.string(),
    "integer": pa.int64(),
    "number": pa.float64(),
    "yes/no": pa.bool_(),
    "list": pa.list_(pa.string()),
}
MOST_CHARACTERS = 32_767  # of a cell of XLSX
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
_EPOCH = (1980, 1, 1, 0, 0, 0)


def hidden(table: Table, over: Callable[[str], str]) -> Table:
    """The table with `over` put on every text in it."""

    def one(value: Any) -> Any:
        if isinstance(value, str):
            return over(value)
        return [one(v) for v in value] if isinstance(value, list) else value

    records = [{k: one(v) for k, v in r.items()} for r in table.records]
    return Table(table.name, table.title, table.columns, records)


def csv_bytes(table: Table) -> bytes:
    """UTF-8 CSV after RFC 4180 with a heading, also where there are no rows; nothing in it runs as a formula."""
    if not table.records:
        return "".join(csv_lines([dict.fromkeys(table.names)])).splitlines(keepends=True)[0].encode()
    rows = ({n: r.get(n) for n in table.names} for r in table.records)
    return "".join(csv_lines(rows, limit=10**9)).encode("utf-8", "replace")


def json_lines(records: Iterable[Record]) -> bytes:
    """One JSON object a line."""
    lines = (json.dumps(r, ensure_ascii=False, separators=(",", ":")) for r in records)
    return "".join(f"{line}\n" for line in lines).encode("utf-8", "replace")


def parquet_bytes(table: Table) -> bytes:
    """Parquet with the codebook in the metadata of its columns."""
    schema = pa.schema(
        [pa.field(c.name, _ARROW[c.type], metadata={"description": c.what}) for c in table.columns],
        metadata={"title": table.title},
    )
    columns = [[_arrow(r.get(c.name), c.type) for r in table.records] for c in table.columns]
    made = pa.table([pa.array(v, f.type) for v, f in zip(columns, schema, strict=True)], schema=schema)
    out = io.BytesIO()
    pq.write_table(made, out, compression="zstd")
    return out.getvalue()


def _arrow(value: Any, kind: str) -> Any:
    if kind in ("text", "date"):
        return None if value is None else str(value).encode("utf-8", "replace").decode()
    if kind == "list":
        return [str(v).encode("utf-8", "replace").decode() for v in value or ()]
    return value


def xlsx_bytes(tables: Sequence[Table], moment: str) -> tuple[bytes, list[Lost]]:
    """One workbook with a sheet for each table, and what its cells were too small for. `moment` (ISO 8601) is when it is said to
    be made: that of the ledger's last change."""
    book = openpyxl.Workbook(write_only=True)
    lost: list[Lost] = []
    for table in tables:
        sheet = book.create_sheet(table.name[:31])
        sheet.freeze_panes = "B2"
        for k, column in enumerate(table.columns):
            wide = {"text": 24, "list": 24, "date": 14}.get(column.type, 10)
            sheet.column_dimensions[openpyxl.utils.get_column_letter(k + 1)].width = max(wide, min(30, len(column.name) + 2))
        sheet.append([_cell(sheet, n, bold=True) for n in table.names])
        for r in table.records:
            cells = []
            for name in table.names:
                value = _xlsx_value(r.get(name))
                if isinstance(value, str) and len(value) > MOST_CHARACTERS:
                    lost.append(
                        Lost(str(r.get("event_id", "")), name, f"text beyond {MOST_CHARACTERS:,} characters", "size of a cell")
                    )
                    value = value[: MOST_CHARACTERS - 1] + "…"
                cells.append(_cell(sheet, value))
            sheet.append(cells)
    out = io.BytesIO()
    book.save(out)
    stamp = re.sub(r"\.\d+", "", moment) or "1980-01-01T00:00:00Z"
    return fixed_zip(out.getvalue(), {"docProps/core.xml": lambda x: _stamped(x, stamp)}), lost


def _xlsx_value(value: Any) -> Any:
    if isinstance(value, list):
        value = "; ".join(map(str, value))
    return ("yes" if value else "no") if isinstance(value, bool) else value


def _cell(sheet: Any, value: Any, *, bold: bool = False) -> Any:
    """A cell; a text is text and stays it, also when somebody edits it."""
    made = WriteOnlyCell(sheet, value=None)
    if isinstance(value, str):
        made.value = _CONTROL.sub("\ufffd", value).encode("utf-8", "replace").decode()
        made.data_type = "s"
        made.quotePrefix = value.startswith(FORMULA)
    else:
        made.value = value
    if bold:
        made.font = Font(bold=True)
    return made


def _stamped(xml: bytes, stamp: str) -> bytes:
    text = re.sub(r"(<dcterms:(created|modified)[^>]*>)[^<]*", rf"\g<1>{stamp}", xml.decode())
    return re.sub(r"<dc:creator>[^<]*", "<dc:creator>sayso", text).encode()


def fixed_zip(content: bytes, changed: Mapping[str, Callable[[bytes], bytes]] | None = None) -> bytes:
    """A zip archive (XLSX, DOCX) with the same members and no time of its own; `changed` are functions over single members."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as given, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as made:
        for name in given.namelist():
            member = zipfile.ZipInfo(name, _EPOCH)
            member.compress_type = zipfile.ZIP_DEFLATED
            inside = given.read(name)
            made.writestr(member, changed[name](inside) if changed and name in changed else inside)
    return out.getvalue()
