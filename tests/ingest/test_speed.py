"""Floors of speed and memory, by processor time so that a busy machine does not matter; the whole measure is benchmarks/ingest.py."""

import os
import time
from pathlib import Path

import pytest

from sayso.ingest import ingest
from tests.ingest import builders as make
from tests.ingest.reading import HERE, only, parsed
from tests.ingest.sites import SITES


def test_pages_cost_little_more_than_their_extraction() -> None:
    from trafilatura import bare_extraction

    pages = [s.html.encode() for s in SITES if s.name not in ("old paper", "cyrillic")]
    for page in pages:  # loads what loads slowly
        only(parsed("html", page))
        bare_extraction(page, with_metadata=True)
    ours, alone = [], []
    for _ in range(5):
        start = time.process_time()
        for page in pages:
            parsed("html", page)
        middle = time.process_time()
        for page in pages:
            bare_extraction(page, with_metadata=True)
        ours.append(middle - start)
        alone.append(time.process_time() - middle)
    assert min(alone) / min(ours) > 0.8
    assert len(pages) / min(ours) > 40, "articles a second on one core"


@pytest.mark.skipif(not Path("/proc/self/statm").exists(), reason="needs the memory figures of Linux")
def test_many_short_items_are_quick_and_memory_stays_flat(tmp_path: Path) -> None:
    count = 12_000
    words = "At least three gunmen were killed in a raid near Tarsol on Thursday, the ministry said, and two officers wounded."
    with (tmp_path / "items.jsonl").open("wb") as out:
        for i in range(0, count, 100):
            out.write(make.jsonl([{"id": str(n), "published": "2016-03-04", "text": f"{n}: {words}"} for n in range(i, i + 100)]))
    resident = []
    documents = 0
    start = time.process_time()
    for got in ingest([str(tmp_path / "items.jsonl")], HERE):
        documents += len(got.documents)
        resident.append(int(Path("/proc/self/statm").read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE"))
    assert documents == count
    assert count / (time.process_time() - start) > 600, "items a second on one core"
    assert max(resident[len(resident) // 2 :]) - resident[4] < 30e6
