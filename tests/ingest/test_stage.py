"""The stage as a whole: captures, order, laziness, names, workers."""

import hashlib
import os
import signal
import time
from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from typing import Any

import pytest

from sayso.ingest import REJECTION_CODES, Ingested, IngestOptions, Limits, ingest
from sayso.ingest.rejections import Rejected
from sayso.ingest.task import Task
from sayso.ingest.worker import Pool, Worker
from tests.ingest import builders as make
from tests.ingest.reading import HERE, read, results

WORDS = make.TEXT.encode()
TWO = IngestOptions(workers=2)


def test_a_capture_keeps_the_bytes_and_what_is_known_of_them(tmp_path: Path) -> None:
    (tmp_path / "raid.html").write_bytes(make.html())
    (got,) = results(tmp_path / "raid.html")
    capture = got.capture
    assert capture is not None
    assert capture.content == make.html()
    assert capture.sha256 == hashlib.sha256(make.html()).hexdigest()
    assert (capture.media_type, capture.size, capture.address) == ("text/html", len(make.html()), str(tmp_path / "raid.html"))
    assert (capture.retrieved, capture.manner) == ("2020-01-01T00:00:00Z", "file")
    assert got.documents[0].capture == capture.id


def test_a_refused_file_still_has_its_capture_and_digest(tmp_path: Path) -> None:
    (tmp_path / "scan.pdf").write_bytes(make.image_only_pdf())
    (got,) = results(tmp_path / "scan.pdf")
    assert got.capture is not None
    assert got.capture.content == make.image_only_pdf()
    assert got.rejections[0].sha256 == got.capture.sha256


def test_a_large_table_comes_in_batches_that_share_a_capture(tmp_path: Path) -> None:
    (tmp_path / "a.jsonl").write_bytes(make.jsonl([{"id": str(i), "text": f"Report number {i}"} for i in range(600)]))
    got = results(tmp_path / "a.jsonl")
    assert [len(g.documents) for g in got] == [256, 256, 88]
    assert len({g.capture.id for g in got if g.capture}) == 1
    assert [g.capture.content is not None for g in got if g.capture] == [True, False, False]
    assert [d.doc for g in got for d in g.documents] == [str(i) for i in range(600)]


def test_results_come_in_input_order_whoever_is_faster(tmp_path: Path) -> None:
    names = []
    for i in range(12):
        name = f"{i:02}" + (".html", ".txt", ".docx")[i % 3]
        content = {"l": make.html(), "t": WORDS, "x": make.docx([("", w) for w in make.BODY])}[name[-1]]
        (tmp_path / name).write_bytes(content)
        names.append(name)
    shuffled = [names[i] for i in (7, 0, 11, 3, 5, 1, 10, 2, 9, 4, 8, 6)]
    got = [d.doc for g in ingest([str(tmp_path / n) for n in shuffled], TWO) for d in g.documents]
    assert got == [n[:2] for n in shuffled]


def test_workers_and_this_process_give_the_same(tmp_path: Path) -> None:
    for name, content in {
        "a.html": make.html(),
        "b.rtf": make.factiva_rtf(),
        "c.pdf": b"%PDF- no",
        "d.csv": make.delimited(),
        "e.rss": make.rss([("g", "T", "<p>Words of it.</p>")]),
    }.items():
        (tmp_path / name).write_bytes(content)
    here, there = read(tmp_path, HERE), read(tmp_path, IngestOptions(workers=2, retrieved="2020-01-01T00:00:00Z"))
    assert here == there


def test_inputs_are_taken_one_by_one(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_bytes(WORDS)
    taken = []

    def inputs() -> Iterator[str]:
        for i in range(1000):
            taken.append(i)
            (tmp_path / f"{i}.txt").write_bytes(WORDS)
            yield str(tmp_path / f"{i}.txt")

    assert len(list(islice(ingest(inputs(), HERE), 3))) == 3
    assert len(taken) < 20


def test_the_same_name_twice_is_an_error_that_names_both(tmp_path: Path) -> None:
    (tmp_path / "a").mkdir()
    for name in ("raid.txt", "a/raid.md"):
        (tmp_path / name).write_bytes(WORDS)
    found, (no,) = read(tmp_path)
    assert [d.doc for d in found] == ["raid"]
    assert no.code == "duplicate-doc"
    assert "raid.txt" in no.reason
    assert "raid.md" in no.reason


def test_two_web_archives_of_one_name_are_both_named(tmp_path: Path) -> None:
    pages = [("https://monitor.example/raid", make.html())]
    (tmp_path / "c.wacz").write_bytes(make.wacz(pages))
    (tmp_path / "c.warc.gz").write_bytes(make.warc(pages))
    found, (no,) = read(tmp_path)
    assert [d.doc for d in found] == ["c"]
    assert "c.wacz!https://monitor.example/raid" in no.reason
    assert (
        no.address == f"{tmp_path / 'c.warc.gz'}!https://monitor.example/raid"
    )  # so that a retry opens the file, not the network


@pytest.mark.parametrize("address", ["ftp://monitor.example/raid", "file:///etc/hostname", "gopher://x"])
def test_other_schemes_are_no_file_names(address: str) -> None:
    (got,) = ingest([address], HERE)
    (no,) = got.rejections
    assert (no.address, no.code) == (address, "bad-address")


def test_names_come_from_the_record_or_the_file(tmp_path: Path) -> None:
    for name in ("one.two.txt", "no-extension", "rows.jsonl.gz"):
        (tmp_path / name).write_bytes(make.gzipped(b'{"text": "words"}\n') if name.endswith("gz") else WORDS)
    assert sorted(d.doc for d in read(tmp_path)[0]) == ["no-extension", "one.two", "rows-1"]


def test_a_rejection_needs_a_known_code() -> None:
    with pytest.raises(KeyError):
        Rejected("strange", "x")
    assert all(code == code.lower() and reason for code, reason in REJECTION_CODES.items())


# -- workers ---------------------------------------------------------------------------------------------------------------


def hanging() -> bytes:
    """Rich Text that keeps its parser busy for minutes."""
    return b"{\\rtf1 " + b"{\\b x}" * 3_000_000 + b"}"


def test_a_parser_that_hangs_is_ended_and_the_next_file_read(tmp_path: Path) -> None:
    (tmp_path / "a-hangs.rtf").write_bytes(hanging())
    (tmp_path / "b-good.html").write_bytes(make.html())
    start = time.monotonic()
    found, (no,) = read(tmp_path, IngestOptions(workers=1, limits=Limits(seconds=2.0)))
    assert no.code == "timeout"
    assert [d.doc for d in found] == ["b-good"]
    assert time.monotonic() - start < 60


def test_a_parser_that_takes_too_much_memory_is_ended(tmp_path: Path) -> None:
    (tmp_path / "a-hungry.docx").write_bytes(
        make.zipped({**_parts(), "word/document.xml": b"<a>" + b"<b/>" * 5_000_000 + b"</a>"})
    )
    (tmp_path / "b-good.html").write_bytes(make.html())
    found, (no,) = read(tmp_path, IngestOptions(workers=1, limits=Limits(memory=600 << 20)))
    assert no.code in ("memory", "crash", "broken", "bomb")
    assert [d.doc for d in found] == ["b-good"]


def _parts() -> dict[str, bytes]:
    import io
    import zipfile

    with zipfile.ZipFile(io.BytesIO(make.docx([]))) as package:
        return {n: package.read(n) for n in package.namelist() if n != "word/document.xml"}


def test_a_parser_that_dies_costs_its_own_file_alone() -> None:
    worker = Worker(Limits())
    try:
        good = Task("html", "a", "a.html", content=make.html())
        assert [type(o).__name__ for batch in worker.run(good) for o in batch] == ["Document"]
        assert worker._process is not None
        os.kill(worker._process.pid, signal.SIGKILL)
        worker._process.wait()
        assert [type(o).__name__ for batch in worker.run(good) for o in batch] == ["Document"], "a dead worker is replaced"
        stream = worker.run(Task("rtf", "b", "b.rtf", content=hanging()))
        os.kill(worker._process.pid, signal.SIGSTOP)
        os.kill(worker._process.pid, signal.SIGKILL)
        assert [getattr(o, "code", "") for batch in stream for o in batch] in (["crash"], ["timeout"])
    finally:
        worker.stop()


def test_closing_the_results_ends_the_workers(tmp_path: Path) -> None:
    for i in range(30):
        (tmp_path / f"{i}.html").write_bytes(make.html())
    stream = ingest([str(tmp_path)], TWO)
    next(stream)
    pools: list[Any] = _live(Pool)
    stream.close()  # type: ignore[attr-defined]
    assert all(w._process is None for p in pools for w in p._all)


def _live(kind: type) -> list[Any]:
    import gc

    return [o for o in gc.get_objects() if isinstance(o, kind)]


def test_files_parsed_ahead_and_attachments_do_not_wait_for_each_other(tmp_path: Path) -> None:
    rows = {"text": [f"Report number {i} of many" for i in range(2000)]}
    (tmp_path / "a.eml").write_bytes(make.eml(attachments=(("in.docx", make.docx([("", w) for w in make.BODY])),)))
    for name in "bcdefg":
        (tmp_path / f"{name}.parquet").write_bytes(make.parquet({**rows, "id": [f"{name}{i}" for i in range(2000)]}))
    got: list[Ingested] = list(ingest([str(tmp_path)], TWO))
    assert sum(len(g.documents) for g in got) == 2 + 6 * 2000


def test_only_what_was_asked_for_is_loaded() -> None:
    import subprocess
    import sys

    code = "import sys, sayso.ingest; print([m for m in ('trafilatura', 'pypdfium2', 'docx', 'pyarrow', 'httpx', 'openpyxl', 'feedparser') if m in sys.modules])"
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout.strip() in (
        "[]",
        "['pyarrow']",
    )
