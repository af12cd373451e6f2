"""Weights of pairs of reports, by Splink on DuckDB."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import fields
from datetime import date
from typing import Any

import duckdb
import pyarrow as pa

from sayso.core import Pair, Reason
from sayso.link.features import LinkRecord
from sayso.link.model import BY_NAME, COMPARISONS, NULL, Weights, settings

_LISTS = (
    "actors",
    "names",
    "rare",
    "numbers",
    "ages",
    "counts",
    "terms",
    "lead",
    "towns",
    "weapons",
    "others",
    "persons",
    "named",
    "setting",
    "keys",
    "asks",
)
_FLAGS = ("main", "real")
_NUMBERS = {
    **dict.fromkeys(
        ("day_first", "day_last", "published", "killed_low", "killed_high", "wounded_low", "wounded_high"), pa.int64()
    ),
    **dict.fromkeys(("latitude", "longitude", "reach"), pa.float64()),
}

COLUMNS = ("unique_id_l", "unique_id_r", "match_weight", *(f"gamma_{c.name}" for c in COMPARISONS))  # of scored pairs


def column_type(name: str) -> Any:
    """The Arrow type of a field of `LinkRecord`."""
    return pa.list_(pa.string()) if name in _LISTS else pa.bool_() if name in _FLAGS else _NUMBERS.get(name, pa.string())


def table_of(records: Sequence[LinkRecord]) -> pa.Table:
    """Records as an Arrow table, sorted by report, with `unique_id` counting from 0 in that order."""
    ordered = sorted(records, key=lambda r: r.report)
    columns: dict[str, Any] = {"unique_id": pa.array(range(len(ordered)), pa.int64())}
    for f in fields(LinkRecord):
        columns[f.name] = pa.array([getattr(r, f.name) for r in ordered], column_type(f.name))
    return pa.table(columns)


def blocked_sql(keys: str, fresh: str = "") -> str:
    """Pairs of reports of different documents that share a key, once each; of two that share what only undated reports ask for
    (`side` 1 asks, `side` 2 answers) one must be undated. `fresh` is a table of ids of which a pair must hold one, "" for all.
    The same text runs on DuckDB and on Spark."""

    def joined(left: str, right: str) -> str:
        once = "<" if left == right else "<>"
        return (
            "select least(l.unique_id, r.unique_id) as join_key_l, greatest(l.unique_id, r.unique_id) as join_key_r"
            f" from {left} l inner join {right} r on l.key = r.key where l.unique_id {once} r.unique_id and l.document <> r.document"
        )

    def side(condition: str, only: str = "") -> str:
        chosen = f" and unique_id in (select unique_id from {only})" if only else ""
        return f"(select unique_id, document, key from {keys} where {condition}{chosen})"

    sides = [("side = 0", "side = 0"), ("side = 1", "side > 0")]
    if fresh:
        sides.append(("side = 2", "side = 1"))
    joins = " union all ".join(joined(side(a, fresh), side(b)) for a, b in sides)
    return f"select distinct '0' as match_key, join_key_l, join_key_r from ({joins}) met"


def keys_sql(records: str, unnest: str = "unnest") -> str:
    """The table of keys of a table of records: `side` 0, and 1 or 2 for what undated reports ask of others. `unnest` is the function
    that makes rows of a list."""
    return (
        f"select unique_id, document, {unnest}(keys) as key, 0 as side from {records}"
        f" union all select unique_id, document, {unnest}(asks) as key,"
        f" case when day_first is null and published is null then 1 else 2 end as side from {records}"
    )


def gammas(records: Sequence[LinkRecord], model: Weights) -> pa.Table:
    """Every compared pair with its weight and, as `gamma_COMPARISON`, the level that holds: the number of levels minus its
    place from the closest, so that the last is 0 and what is not told -1. Ids count in the order of reports."""
    connection = duckdb.connect()
    connection.register("records_arrow", table_of(records))
    connection.execute("create table records as select * exclude (keys, asks) from records_arrow")
    connection.execute(f"create table keys as {keys_sql('records_arrow')}")
    return predict(connection, "records", "keys", model, floor=None)


def predict(
    connection: duckdb.DuckDBPyConnection, records: str, keys: str, model: Weights, *, floor: float | None, fresh: str = ""
) -> pa.Table:
    """Scores the pairs of a table of records whose keys stand in another, by Splink. Below `floor` (bits) none is given."""
    from splink import DuckDBAPI, Linker

    connection.execute(f"create or replace table blocked as {blocked_sql(keys, fresh)}")
    api = DuckDBAPI(connection=connection)
    linker = Linker(api.register(records, table_name="linked"), settings(model), log_level=None, validate_settings=False)
    linker.table_management.register_blocked_pairs_for_predict(api.register("blocked", table_name="pairs_to_score"))
    found = linker.inference.predict(threshold_match_weight=floor, warning_mode="never")
    out: pa.Table = connection.sql(f"select {', '.join(COLUMNS)} from {found.physical_name}").to_arrow_table()
    api.delete_tables_created_by_splink_from_db()  # type: ignore[no-untyped-call]
    connection.execute("drop table blocked")
    return out


def pairs_of(scored: pa.Table, reports: Mapping[int, str], by_report: Mapping[str, LinkRecord], model: Weights) -> list[Pair]:
    """Scored rows as pairs with their reasons, the strongest first. `reports[unique_id]` is the address."""
    out = []
    for row in scored.to_pylist():
        left, right = sorted((reports[row["unique_id_l"]], reports[row["unique_id_r"]]))
        out.append(Pair(left, right, round(row["match_weight"], 4), reasons(row, by_report[left], by_report[right], model)))
    return sorted(out, key=lambda p: (-p.weight, p.left, p.right))


def reasons(row: dict[str, Any], left: LinkRecord, right: LinkRecord, model: Weights) -> tuple[Reason, ...]:
    """Why a pair weighs what it does: each comparison that tells something, the heaviest first."""
    found = []
    for c in COMPARISONS:
        level = level_of(c.name, row[f"gamma_{c.name}"])
        weight = model.of(c.name, level)
        if level != NULL and abs(weight) >= 0.05:
            found.append(Reason(f"{c.name}: {level}", *_shown(c.columns, left, right), round(weight, 3)))
    return tuple(sorted(found, key=lambda r: (-abs(r.weight), r.feature)))


def level_of(comparison: str, gamma: int) -> str:
    """The name of a level by Splink's number for it."""
    levels = BY_NAME[comparison].levels
    return NULL if gamma < 0 else levels[len(levels) - 1 - gamma].name


def _shown(columns: Iterable[str], left: LinkRecord, right: LinkRecord) -> tuple[str, str]:
    """The values of either side that a comparison looked at; of lists what they share, or else the first few."""
    sides: tuple[list[str], list[str]] = ([], [])
    for column in columns:
        a, b = getattr(left, column), getattr(right, column)
        if isinstance(a, tuple):
            common = sorted(set(a) & set(b))[:8]
            a, b = (", ".join(common or x[:4]) for x in (a, b))
        for side, value in zip(sides, (a, b), strict=True):
            if value not in (None, ""):
                side.append(_day(value) if column in ("day_first", "day_last", "published") else str(value))
    return " ".join(dict.fromkeys(sides[0])), " ".join(dict.fromkeys(sides[1]))


def _day(ordinal: int) -> str:
    return date.fromordinal(ordinal).isoformat()
