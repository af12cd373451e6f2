"""The seams: a coder of batches that travels to other processes and to Spark, a choice of language, and any reader."""

import dataclasses
import os
import pickle
import shutil
import sys
from collections.abc import Sequence
from pathlib import Path

import pyarrow.parquet as pq
import pytest

from sayso import pipeline
from sayso.coding_pool import FAILED, coded_groups
from sayso.core import CodedDocument, Document, Found, Masthead, Name, Quantity, Reading, Span
from sayso.core.arrow import from_batch, schema_of, to_batch
from sayso.core.contracts import Reader
from tests import toy
from tests.build import RAID, given

ROOT = Path(__file__).parents[2]
DOCUMENTS = [
    Document(f"d{k}", f"{RAID} {k} guards were wounded.", Masthead(published=Found("2015-07-17", "given"))) for k in range(70)
]


def test_the_coder_of_batches_can_be_sent_to_another_process() -> None:
    assert pickle.loads(pickle.dumps(pipeline.code_batch)) is pipeline.code_batch
    assert pickle.loads(pickle.dumps(pipeline.code_batches)) is pipeline.code_batches


def test_a_pool_of_processes_codes_as_one_does_and_in_order() -> None:
    here = [c for group in coded_groups(DOCUMENTS, toy.code_batch) for c in group]
    there = [c for group in coded_groups(DOCUMENTS, toy.code_batch, processes=2) for c in group]
    assert here == there == [toy.code(d) for d in DOCUMENTS]


def test_a_document_that_kills_its_process_harms_no_other() -> None:
    poison = dataclasses.replace(DOCUMENTS[3], text=toy.POISON)
    documents = [*DOCUMENTS[:3], poison, *DOCUMENTS[4:]]
    found = [c for group in coded_groups(documents, toy.code_batch, processes=2) for c in group]
    assert found[3].unread == f"{FAILED}the process that coded it died"
    assert [c for k, c in enumerate(found) if k != 3] == [toy.code(d) for k, d in enumerate(documents) if k != 3]


def test_texts_that_arrow_cannot_hold_are_coded_all_the_same() -> None:
    odd = Document("odd\udcff", "A half \ud800 pair: 4 guards were killed.")
    ((coded,),) = coded_groups([odd], toy.code_batch)
    assert (coded.document, coded.text, coded.doc) == (odd.id, odd.text, odd.doc)
    assert [f.quote.words for f in coded.figures] == ["4 guards"]


def test_a_redacted_document_keeps_its_id_on_the_way() -> None:
    kept = dataclasses.replace(DOCUMENTS[0], text="4 guards were killed.", kept_as=DOCUMENTS[0].id)
    ((coded,),) = coded_groups([kept], toy.code_batch, processes=2)
    assert coded.document == DOCUMENTS[0].id


@pytest.mark.java
@pytest.mark.skipif(not (shutil.which("java") or os.environ.get("JAVA_HOME")), reason="needs Java for Spark")
def test_spark_codes_as_this_process_does(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    sql = pytest.importorskip("pyspark.sql", reason="needs pyspark")
    from pyspark.sql.pandas.types import from_arrow_schema

    monkeypatch.setenv("PYTHONPATH", os.pathsep.join([str(ROOT), str(ROOT / "src")]))
    monkeypatch.setenv("PYSPARK_PYTHON", sys.executable)
    monkeypatch.setenv("SAYSO_THREADS", "1")
    settings = {
        "spark.ui.enabled": "false", "spark.driver.host": "127.0.0.1", "spark.driver.bindAddress": "127.0.0.1",
        "spark.sql.execution.arrow.maxRecordsPerBatch": "3", "spark.sql.shuffle.partitions": "1",
    }  # fmt: skip
    builder = sql.SparkSession.builder.master("local[1]").appName("sayso")
    for name, value in settings.items():
        builder = builder.config(name, value)
    spark = builder.getOrCreate()
    try:
        documents = DOCUMENTS[:5]
        frame = spark.createDataFrame(to_batch(Document, documents).to_pylist(), from_arrow_schema(schema_of(Document)))
        coded = frame.mapInArrow(pipeline.code_batches, from_arrow_schema(schema_of(CodedDocument)))
        coded.write.parquet(str(tmp_path / "coded"))
    finally:
        spark.stop()
    batches = pq.read_table(tmp_path / "coded").to_batches()
    found = [c for batch in batches for c in from_batch(CodedDocument, batch)]
    here = from_batch(CodedDocument, pipeline.code_batch(to_batch(Document, documents)))
    assert sorted(found, key=lambda c: c.doc) == here
    assert all(c.figures for c in found)


def test_a_language_that_is_not_known_gives_no_claims_and_says_so() -> None:
    french = Document(
        "fr", "Des hommes armés ont attaqué un village dans la nuit de lundi à mardi, tuant au moins douze personnes."
    )
    stated = Document("de", "4 Tote.", Masthead(language=Found("de", "given")))  # too short to tell by its words
    found = [coded for _, coded in pipeline.default_coder().code([french, stated, DOCUMENTS[0]])]
    assert [c.unread for c in found] == ["language: fr", "language: de", ""]
    assert [len(c.events) + len(c.figures) + len(c.statements) for c in found[:2]] == [0, 0]
    assert found[2].figures


class Inventor:
    """A reader that reads well and then makes things up: names and numbers beyond the text, or the reading of another."""

    version = "inventor/1"

    def __init__(self) -> None:
        self._good = pipeline.default_coder().reader

    def read(self, documents: Sequence[Document]) -> list[Reading]:
        out = []
        for d, r in zip(documents, self._good.read(documents), strict=True):
            far = len(d.text) + 40
            names = (*r.names, Name(far, far + 4, "ORG", 0, 1))
            numbers = (*r.quantities, Quantity(far, far + 4, Span(far, far + 4), "count", 900, 900, "exactly", 0))
            out.append(dataclasses.replace(r, names=names, quantities=numbers, reader=self.version))
        return out


def test_any_reader_will_do_and_what_it_makes_up_is_taken_out() -> None:
    inventor = Inventor()
    assert isinstance(inventor, Reader)
    default = pipeline.default_coder()
    coder = pipeline.Coder(inventor, default.gazetteer, default.actors)
    assert coder.run.reader_name == "inventor"
    document = given()[1]
    ((reading, coded),) = coder.code([document])
    ((good, expected),) = default.code([document])
    assert reading.names == good.names
    assert dataclasses.replace(coded, run="") == dataclasses.replace(expected, run="")


class Stranger:
    """A reader that answers with another text."""

    version = "stranger/1"

    def read(self, documents: Sequence[Document]) -> list[Reading]:
        return [Reading(d.id, d.doc, "Something else entirely.", d.sha256, self.version) for d in documents]


def test_a_reading_of_another_text_is_refused() -> None:
    default = pipeline.default_coder()
    ((reading, coded),) = pipeline.Coder(Stranger(), default.gazetteer, default.actors).code([given()[1]])
    assert reading.text == RAID
    assert coded.unread == "the reader gave a reading of another text"
    assert coded.figures == ()
