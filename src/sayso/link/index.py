"""What linking remembers of a ledger: the link record and the print of every document, in a DuckDB file beside it.

Nothing here is a source: the file can be thrown away and is made again from the ledger. It lets a day of reports be compared
with a year of them without reading the year again. A document that changed, or is gone, is taken out before it is put in anew.
"""

import hashlib
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa

from sayso.core import LedgerError, Pair
from sayso.link.copies import DAYS, FIRST_HOLDERS, LEAST_PRINTS, MOST_HOLDERS, Source
from sayso.link.features import LinkRecord
from sayso.link.model import CONTRARY, Weights, weights
from sayso.link.scoring import column_type, pairs_of, predict

FORMAT = "8"  # of the tables; another one is made anew
MEMORY = "1500MB"
KEYS = ("keys", "asks")  # fields of a record that stand in a table of their own
LEAST_RARE = 5  # rare words in common from which two documents may be told after each other
LEAST_NAMED = 6  # rare words and places together


@dataclass(frozen=True, slots=True)
class Near:
    """Two documents that may share wording, the smaller id first."""

    left: str
    right: str


class LinkIndex:
    """Link records and prints of the documents of one ledger. A path, or "" for one in memory. Also a context manager."""

    def __init__(self, path: Path | str = "", *, stamp: str = "", memory: str = MEMORY) -> None:
        """Opens or makes the file. One of another format, or of another `stamp` (of what made its records), is made anew."""
        self._path, self._stamp = str(path), stamp
        try:
            self._db = duckdb.connect(
                self._path or ":memory:", config={"memory_limit": memory, "preserve_insertion_order": "false"}
            )
        except duckdb.IOException as error:
            raise LedgerError(
                "is in use by another program", where=self._path, hint="End the other `sayso link` first."
            ) from error
        if self._about() != [(FORMAT, stamp)]:
            self._make()

    def _about(self) -> list[tuple[str, str]]:
        try:
            return self._db.execute("select format, stamp from about").fetchall()
        except duckdb.CatalogException:
            return []

    def _make(self) -> None:
        columns = ", ".join(f"{f.name} {_sql_type(f.name)}" for f in fields(LinkRecord) if f.name not in KEYS)
        for statement in (
            "drop table if exists about",
            "drop table if exists documents",
            "drop table if exists records",
            "drop table if exists keys",
            "drop table if exists prints",
            "drop sequence if exists numbers",
            "create sequence numbers",
            "create table about(format varchar, stamp varchar)",
            "create table documents(document varchar, n bigint, published integer)",
            f"create table records(unique_id bigint, {columns})",
            "create table keys(unique_id bigint, document varchar, key bigint, side tinyint)",
            "create table prints(n bigint, print ubigint)",
        ):
            self._db.execute(statement)
        self._db.execute("insert into about values (?, ?)", [FORMAT, self._stamp])

    def __enter__(self) -> "LinkIndex":
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    @property
    def connection(self) -> duckdb.DuckDBPyConnection:
        """The database, with the tables documents, records, keys and prints."""
        return self._db

    def close(self) -> None:
        """Ends the connection."""
        self._db.close()

    def documents(self) -> set[str]:
        """Ids of the documents that are in."""
        return {row[0] for row in self._db.execute("select document from documents").fetchall()}

    def remove(self, documents: Collection[str]) -> None:
        """Takes documents out."""
        self._db.register("leaving", pa.table({"document": pa.array(sorted(documents), pa.string())}))
        self._db.execute("delete from prints where n in (select n from documents join leaving using (document))")
        for table in ("documents", "records", "keys"):
            self._db.execute(f"delete from {table} where document in (select document from leaving)")
        self._db.unregister("leaving")

    def put(self, records: Sequence[LinkRecord], sources: Sequence[Source]) -> None:
        """Puts documents in, in place of what there was of them: `sources` with the records of their reports."""
        self.remove({s.id for s in sources})
        first = int(
            self._db.execute(f"select max(x) from (select nextval('numbers') x from range({len(sources) or 1}))").fetchall()[0][0]
        )
        numbers = range(first - len(sources) + 1, first + 1)
        self._insert(
            "documents",
            {
                "document": pa.array([s.id for s in sources], pa.string()),
                "n": pa.array(numbers, pa.int64()),
                "published": pa.array([s.day for s in sources], pa.int64()),
            },
        )
        found = [(n, p) for n, s in zip(numbers, sources, strict=True) for p in sorted(s.prints)]
        self._insert(
            "prints", {"n": pa.array([n for n, _ in found], pa.int64()), "print": pa.array([p for _, p in found], pa.uint64())}
        )
        self._put_records(records)

    def _put_records(self, records: Sequence[LinkRecord]) -> None:
        last = int(
            self._db.execute(f"select max(x) from (select nextval('numbers') x from range({len(records) or 1}))").fetchall()[0][0]
        )
        ids = range(last - len(records) + 1, last + 1)
        columns = {"unique_id": pa.array(ids, pa.int64())}
        columns |= {
            f.name: pa.array([getattr(r, f.name) for r in records], column_type(f.name))
            for f in fields(LinkRecord)
            if f.name not in KEYS
        }
        self._insert("records", columns)
        keys = [(i, r.document, key_number(k), 0) for i, r in zip(ids, records, strict=True) for k in r.keys]
        keys += [(i, r.document, key_number(k), 1 if r.undated else 2) for i, r in zip(ids, records, strict=True) for k in r.asks]
        self._insert(
            "keys",
            {
                "unique_id": pa.array([k[0] for k in keys], pa.int64()),
                "document": pa.array([k[1] for k in keys], pa.string()),
                "key": pa.array([k[2] for k in keys], pa.int64()),
                "side": pa.array([k[3] for k in keys], pa.int8()),
            },
        )

    def _insert(self, table: str, columns: dict[str, pa.Array]) -> None:
        self._db.register("arriving", pa.table(columns))
        self._db.execute(f"insert into {table} ({', '.join(columns)}) select * from arriving")
        self._db.unregister("arriving")

    def score(self, documents: Collection[str] | None = None, model: Weights | None = None) -> list[Pair]:
        """Pairs worth keeping with a report of one of these documents, or all pairs; with reasons, the strongest first."""
        model = model or weights()
        fresh = ""
        if documents is not None:
            self._db.register("fresh_documents", pa.table({"document": pa.array(sorted(documents), pa.string())}))
            self._db.execute(
                "create or replace temp table fresh as select unique_id from records semi join fresh_documents using (document)"
            )
            self._db.unregister("fresh_documents")
            fresh = "fresh"
        scored = predict(self._db, "records", "keys", model, floor=model.floor, fresh=fresh)
        ids = sorted({*scored.column("unique_id_l").to_pylist(), *scored.column("unique_id_r").to_pylist()})
        by_id = dict(self._records(ids))
        return pairs_of(scored, {i: r.report for i, r in by_id.items()}, {r.report: r for r in by_id.values()}, model)

    def contrary(self, groups: Sequence[Collection[str]], model: Weights | None = None) -> set[tuple[str, str]]:
        """Pairs within each group of reports of which too much speaks against one event (`CONTRARY`), each in order."""
        rows = [(r, k) for k, group in enumerate(groups) for r in sorted(group)]
        if not rows:
            return set()
        members = {"report": pa.array([r for r, _ in rows], pa.string()), "part": pa.array([k for _, k in rows], pa.int64())}
        self._db.register("asked", pa.table(members))
        self._db.execute(
            "create or replace temp table inside as select unique_id, part, report from records join asked using (report)"
        )
        self._db.unregister("asked")
        self._db.execute(
            "create or replace temp table keys_inside as select unique_id, document, hash(key, part) as key, side"
            " from keys join inside using (unique_id)"
        )
        scored = predict(self._db, "records", "keys_inside", model or weights(), floor=None)
        names = dict(self._db.execute("select unique_id, report from inside").fetchall())
        self._db.execute("drop table keys_inside")
        told = zip(*(scored.column(c).to_pylist() for c in ("unique_id_l", "unique_id_r", "match_weight")), strict=True)
        apart = [sorted((names[a], names[b])) for a, b, weight in told if weight <= CONTRARY]
        return {(a, b) for a, b in apart}

    def _records(self, ids: Sequence[int]) -> Iterable[tuple[int, LinkRecord]]:
        self._db.register("asked", pa.table({"unique_id": pa.array(ids, pa.int64())}))
        names = [f.name for f in fields(LinkRecord) if f.name not in KEYS]
        rows = self._db.execute(f"select unique_id, {', '.join(names)} from records semi join asked using (unique_id)").fetchall()
        self._db.unregister("asked")
        for row in rows:
            values: dict[str, Any] = {n: tuple(v) if isinstance(v, list) else v for n, v in zip(names, row[1:], strict=True)}
            yield row[0], LinkRecord(**values)

    def near(self, documents: Collection[str] | None = None) -> list[Near]:
        """Pairs of documents that share prints and were printed within some weeks, with one of these documents, or all.

        A print that very many documents hold leads to the first of them only, as in `copies.candidates`."""
        self._db.execute(
            "create or replace temp table asked_for as select n from documents"
            + (" where false" if documents is not None else "")
        )
        if documents is not None:
            self._db.register("asked", pa.table({"document": pa.array(sorted(documents), pa.string())}))
            self._db.execute("insert into asked_for select n from documents semi join asked using (document)")
            self._db.unregister("asked")
        touched = "select distinct print from prints where n in (select n from asked_for)"
        self._db.execute(
            "create or replace temp table held as select p.print, p.n, d.document, d.published,"
            " count(*) over (partition by p.print) as holders,"
            " row_number() over (partition by p.print order by coalesce(d.published, 9999999), d.document) as place"
            f" from prints p join documents d using (n) where p.print in ({touched})"
        )
        rows = self._db.execute(
            "select least(a.document, b.document), greatest(a.document, b.document) from held a join held b"
            " on a.print = b.print and a.document <> b.document"
            f" where (a.holders <= {MOST_HOLDERS} or b.place <= {FIRST_HOLDERS})"
            f" and (a.published is null or b.published is null or abs(a.published - b.published) <= {DAYS})"
            " and (a.n in (select n from asked_for) or b.n in (select n from asked_for))"
            f" group by 1, 2 having count(distinct a.print) >= {LEAST_PRINTS} order by 1, 2"
        ).fetchall()
        self._db.execute("drop table held")
        return [Near(a, b) for a, b in rows]

    def alike(self, documents: Collection[str], within: int) -> list[tuple[str, str]]:
        """Pairs of documents, one of them among these, that share five or more of the rare words of their main reports, or six with the
        places that they speak of, and were printed within so many days: what is told may be told after the other."""
        self._db.register("asked", pa.table({"document": pa.array(sorted(documents), pa.string())}))
        self._db.execute(
            "create or replace temp table telling as with span as (select min(published) a, max(published) b from records semi join"
            " asked using (document)), heads as (select document, published, rare, towns from records, span"
            f" where main and published between a - {within} and b + {within}), words as (select document, published, unnest(rare) as"
            " word, true as rare from heads union all select document, published, unnest(towns), false from heads)"
            " select document, published, word, bool_or(rare) as rare, document in (select document from asked) as fresh"
            " from words group by 1, 2, 3"
        )
        rows = self._db.execute(
            "select least(a.document, b.document), greatest(a.document, b.document) from telling a join telling b"
            " on a.word = b.word and a.document <> b.document"
            f" where a.fresh and abs(a.published - b.published) <= {within} group by 1, 2"
            f" having count(distinct a.word) filter (a.rare and b.rare) >= {LEAST_RARE}"
            f" or count(distinct a.word) >= {LEAST_NAMED} order by 1, 2"
        ).fetchall()
        self._db.execute("drop table telling")
        self._db.unregister("asked")
        return rows


def _sql_type(name: str) -> str:
    kind = column_type(name)
    if pa.types.is_list(kind):
        return "varchar[]"
    return {"int64": "bigint", "double": "double", "bool": "boolean"}.get(str(kind), "varchar")


def key_number(key: str) -> int:
    """A key as a signed 64-bit number, the same on every machine."""
    return int.from_bytes(hashlib.blake2b(key.encode(), digest_size=8).digest(), "little", signed=True)
