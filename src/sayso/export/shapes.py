"""What each format makes of events: its tables, the events that fit into it, and what it cannot hold."""

import json
from collections.abc import Callable, Iterator, Mapping

from sayso.export import acled, ged, tables
from sayso.export.assessed import Assessed
from sayso.export.claims import COLUMNS as CLAIMS
from sayso.export.claims import claim_records
from sayso.export.columns import Column, Lost, Record, Table, lost_table
from sayso.export.geojson import geometry
from sayso.export.writers import csv_bytes, hidden, json_lines, parquet_bytes, xlsx_bytes

FORMATS = {
    "claims": "every claim with its words, chain and origin (CSV)",
    "csv": "events, figures, conflicts, claims and documents (five CSV tables)",
    "acled": "the 31 columns of ACLED, with the claims beside them (CSV)",
    "ged": "the 49 columns of UCDP GED, with the claims beside them (CSV)",
    "geojson": "events as points and areas for a map",
    "xlsx": "one workbook with every table and the codebook",
    "jsonl": "one event a line with all that is claimed of it (JSON Lines)",
    "parquet": "the five tables for pandas, R, DuckDB, Spark",
}
PLAIN = "minmax"  # policy of formats that have none of their own: it says what is claimed, and chooses nothing
POLICIES = dict.fromkeys(FORMATS, PLAIN) | {"acled": acled.POLICY, "ged": ged.POLICY}


Shape = tuple[list[Assessed], list[Table], list[Lost]]


def shape_of(format: str, events: list[Assessed], loose: list[Record]) -> Shape:
    """The events that fit into a format, its tables, the data first, and what was lost."""
    return _SHAPES.get(format, _own)(events, loose)


def _claims(events: list[Assessed], loose: list[Record]) -> Table:
    records = [*(r for a in events for r in claim_records(a)), *loose]
    return Table("claims", "One row for each claim and event that it is about", CLAIMS, records)


def _own(events: list[Assessed], loose: list[Record]) -> Shape:
    """Everything, in our own tables."""
    made = [
        Table("events", "One row for each event", tables.EVENTS, [tables.event_record(a) for a in events]),
        _claims(events, loose),
        Table("figures", "Every figure under the policy", tables.FIGURES, [r for a in events for r in tables.figure_records(a)]),
        Table(
            "conflicts", "Where accounts do not agree", tables.CONFLICTS, [r for a in events for r in tables.conflict_records(a)]
        ),
        Table("documents", "The documents", tables.DOCUMENTS, tables.document_records(events)),
    ]
    return (
        list(events),
        made,
        [Lost("", "", "texts of the documents, and the reasons why reports were joined", "they stay in the ledger")],
    )


def _claims_alone(events: list[Assessed], loose: list[Record]) -> Shape:
    documents = Table("documents", "The documents", tables.DOCUMENTS, tables.document_records(events))
    lost = [
        Lost("", "", "low, best and high of events, and which claims conflict", "claims alone; see the formats csv, xlsx, jsonl")
    ]
    return list(events), [_claims(events, loose), documents], lost


def _acled(events: list[Assessed], loose: list[Record]) -> Shape:
    kept = [a for a in events if not acled.why_not(a)]
    pairs = [acled.acled_record(a) for a in kept]
    made = [
        Table("acled", "Events in ACLED's columns", acled.COLUMNS, [p[0] for p in pairs]),
        Table("acled_more", "What belongs to these events and has no column there", acled.MORE, [p[1] for p in pairs]),
        Table("claims", "Every claim about these events", CLAIMS, [r for a in kept for r in claim_records(a)]),
    ]
    return kept, made, [x for a in kept for x in acled.acled_lost(a)]


def _ged(events: list[Assessed], loose: list[Record]) -> Shape:
    kept = [a for a in events if not ged.why_not(a)]
    made = [
        Table("ged", "Events in the columns of UCDP GED", ged.COLUMNS, [ged.ged_record(a) for a in kept]),
        Table("claims", "Every claim about these events", CLAIMS, [r for a in kept for r in claim_records(a)]),
    ]
    return kept, made, [x for a in kept for x in ged.ged_lost(a)]


def _geojson(events: list[Assessed], loose: list[Record]) -> Shape:
    records = [tables.event_record(a) for a in events]
    unplaced = [Lost(a.id, "geometry", a.heading.place_text, "no point and no area is known, or it is protected") for a in events
                if geometry(a.row) is None]  # fmt: skip
    lost = [
        Lost("", "", "claims, figures by group, conflicts in words", "properties of a point; see the formats csv, xlsx, jsonl")
    ]
    return list(events), [Table("events", "Properties of the features", tables.EVENTS, records)], unplaced + lost


_SHAPES: Mapping[str, Callable[[list[Assessed], list[Record]], Shape]] = {
    "claims": _claims_alone,
    "acled": _acled,
    "ged": _ged,
    "geojson": _geojson,
}


def why_out(format: str, a: Assessed) -> str:
    return {"acled": acled.why_not, "ged": ged.why_not}[format](a)


def files_of(
    format: str,
    shown: list[Table],
    kept: list[Assessed],
    over: Callable[[str], str],
    moment: str,
    retracted: Table,
    lost: list[Lost],
) -> tuple[dict[str, bytes], list[Lost]]:
    """The data in their format; with it what only writing it told to be lost."""
    if format == "xlsx":
        book = [*shown, lost_table(lost), retracted, _codebook_sheet(shown)]
        content, more = xlsx_bytes([hidden(t, over) for t in book], moment)
        return {"sayso.xlsx": content}, more
    if format == "parquet":
        return {f"{t.name}.parquet": parquet_bytes(t) for t in shown}, []
    if format == "jsonl":
        return {"events.jsonl": json_lines(_nested(shown))}, []
    if format == "geojson":
        shapes = [geometry(a.row) for a in kept]
        features = [
            {"type": "Feature", "id": r["event_id"], "geometry": g, "properties": r}
            for r, g in zip(shown[0].records, shapes, strict=True)
        ]
        text = json.dumps({"type": "FeatureCollection", "features": features}, ensure_ascii=False, indent=1)
        return {"events.geojson": text.encode("utf-8", "replace")}, []
    return {f"{t.name}.csv": csv_bytes(t) for t in shown}, []


def _codebook_sheet(shown: list[Table]) -> Table:
    columns = (
        Column("table", "text", "The sheet."), Column("column", "text", "The column."), Column("type", "text", "Its type."),
        Column("what", "text", "What stands there."),
    )  # fmt: skip
    records = [{"table": t.name, "column": c.name, "type": c.type, "what": c.what} for t in shown for c in t.columns]
    return Table("codebook", "Every column", columns, records)


def _nested(shown: list[Table]) -> Iterator[Record]:
    """Events with what belongs to them inside."""
    parts = {t.name: t for t in shown}
    inside: dict[str, dict[str, list[Record]]] = {}
    for name in ("claims", "figures", "conflicts"):
        for r in parts[name].records:
            rest = {k: v for k, v in r.items() if k != "event_id"}
            inside.setdefault(str(r["event_id"]), {}).setdefault(name, []).append(rest)
    for d in parts["documents"].records:
        for event in d["events"]:
            inside.setdefault(event, {}).setdefault("documents", []).append({k: v for k, v in d.items() if k != "events"})
    for e in parts["events"].records:
        own = inside.get(str(e["event_id"]), {})
        yield {**e, "reported_in": own.get("documents", []), **{n: own.get(n, []) for n in ("figures", "conflicts")},
               "said": own.get("claims", [])}  # fmt: skip
