"""The model on Spark gives the pairs that it gives on DuckDB."""

import os
import random
import shutil
import sys
from collections.abc import Sequence

import duckdb
import pyarrow as pa
import pytest

from sayso.core import Pair
from sayso.link.features import LinkRecord, asks_of, keys_of
from sayso.link.model import weights
from sayso.link.scoring import keys_sql, pairs_of, predict, table_of
from sayso.link.spark import score_on_spark

REPORTS, EVENTS = 1000, 220
NAMES = [
    f"{a} {b}" for a in ("Tovald", "Jorunn", "Maren", "Eskil", "Runa") for b in ("Reinke", "Aske", "Solberg", "Vinje", "Krag")
]
WORDS = [
    f"{a}{b}" for a in ("bruns", "skar", "lind", "orm", "tjel", "vang") for b in ("hild", "mo", "kvist", "sund", "voll", "dal")
]
TOWNS = [("tarrin", 10.0, 20.0), ("solvek", 10.2, 20.1), ("olenk", 11.5, 21.0), ("brunnar", 14.0, 25.0)]


def reports(seed: int = 3) -> list[LinkRecord]:
    """Reports of some events, each told by several documents with gaps and slips."""
    rng = random.Random(seed)
    events = [(rng.randrange(740_000, 740_040), rng.choice(TOWNS), rng.sample(NAMES, 2), rng.sample(WORDS, 8), rng.randrange(9)) for _ in range(EVENTS)]  # fmt: skip
    return [_report(k, rng, *rng.choice(events)) for k in range(REPORTS)]


def _report(
    k: int, rng: random.Random, day: int, town: tuple[str, float, float], names: Sequence[str], words: Sequence[str], dead: int
) -> LinkRecord:
    told = rng.random() < 0.7
    undated = rng.random() < 0.05
    first = day + rng.choice((0, 0, 0, 1)) if told and not undated else None
    bare = LinkRecord(
        f"doc_{k // 2:04}#e{k % 2 + 1}",
        f"doc_{k // 2:04}",
        k % 2 == 0,
        None if undated else day + rng.randrange(4),
        rng.choice(("ASSAULT", "ASSAULT", "COERCE", "")),
        rng.choice(("", "firearms", "explosives")),
        rng.random() < 0.95,
        first,
        None if first is None else first + rng.choice((0, 0, 2)),
        town[1] if told else None,
        town[2] if told else None,
        10.0 if told else None,
        "XA" if told else "",
        "Norm" if told else "",
        town[0] if rng.random() < 0.8 else "",
        dead if told else None,
        dead if told else None,
        actors=tuple(sorted(rng.sample(["REB XA", "MIL XA", "CVL XA"], rng.randrange(3)))),
        names=tuple(sorted(rng.sample(list(names), rng.randrange(3)))),
        rare=tuple(sorted(rng.sample(list(words), rng.randrange(9)))),
        terms=tuple(sorted(rng.sample(list(words), 7) + rng.sample(WORDS, 2))),
        lead=tuple(sorted(rng.sample(list(words), rng.randrange(6)))),
        towns=(town[0],),
        others=("solvek",) if rng.random() < 0.1 else (),
    )
    made = {**{f: getattr(bare, f) for f in LinkRecord.__slots__}, "keys": keys_of(bare), "asks": asks_of(bare)}
    return LinkRecord(**made)


def pairs(scored: pa.Table, found: Sequence[LinkRecord]) -> list[Pair]:
    ordered = sorted(found, key=lambda r: r.report)
    return pairs_of(scored, {i: r.report for i, r in enumerate(ordered)}, {r.report: r for r in ordered}, weights())


def on_duckdb(found: Sequence[LinkRecord]) -> list[Pair]:
    connection = duckdb.connect()
    connection.register("given", table_of(found))
    connection.execute("create table records as select * exclude (keys, asks) from given")
    connection.execute(f"create table keys as {keys_sql('given')}")
    return pairs(predict(connection, "records", "keys", weights(), floor=weights().floor), found)


def test_pairs_are_strong_within_events_and_few_in_all() -> None:
    found = on_duckdb(reports())
    assert 500 < len(found) < 50_000
    assert found[0].weight > 5 > found[-1].weight
    assert all(p.left < p.right and p.reasons for p in found)


@pytest.mark.java
@pytest.mark.skipif(not (shutil.which("java") or os.environ.get("JAVA_HOME")), reason="needs Java for Spark")
def test_spark_gives_the_same_pairs_on_a_thousand_reports(monkeypatch: pytest.MonkeyPatch) -> None:
    sql = pytest.importorskip("pyspark.sql", reason="needs pyspark")
    monkeypatch.setenv("PYSPARK_PYTHON", sys.executable)
    settings = {
        "spark.ui.enabled": "false", "spark.driver.host": "127.0.0.1", "spark.driver.bindAddress": "127.0.0.1",
        "spark.sql.shuffle.partitions": "1", "spark.sql.adaptive.enabled": "false",
    }  # fmt: skip
    builder = sql.SparkSession.builder.master("local[1]").appName("sayso")
    for name, value in settings.items():
        builder = builder.config(name, value)
    session = builder.getOrCreate()
    try:
        there = score_on_spark(session, session.createDataFrame(table_of(reports()))).toArrow()
    finally:
        session.stop()
    assert pairs(there, reports()) == on_duckdb(reports())
