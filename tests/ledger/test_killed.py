"""Killed at any point and run again, adding ends in the ledger of an undisturbed run."""

import json
import multiprocessing
import os
import random
import signal
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa

from sayso import filling
from sayso.core import Event
from sayso.ingest import IngestOptions
from sayso.ledger import DocumentFilter, Ledger, open_ledger
from tests import toy

KILLS = 12
NEVER = 1_000_000  # statements; no run has as many
WIRES = [f"r{k}" for k in range(40)]
PAPERS = [f"a{k:02}" for k in range(12)]
LINK = toy.Run("run_link", "link", "0.1.0", "", "o1", "l1")


@pytest.fixture(scope="module")
def reports(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with good and bad inputs of several kinds."""
    folder = tmp_path_factory.mktemp("reports")
    rows = [
        {"id": doc, "text": f"Report {k}: {k % 5 + 1} people were killed in town {k % 3}.", "published": "2015-07-16"}
        for k, doc in enumerate(WIRES)
    ]
    (folder / "wires.jsonl").write_text("\n".join(map(json.dumps, rows)) + '\n{"id": "bad"}\nnot json\n')
    for k, doc in enumerate(PAPERS):
        (folder / f"{doc}.txt").write_text(f"Paper {k} says that {k} people died.")
    (folder / "empty.txt").write_text("")
    (folder / "same.txt").write_text("Paper 3 says that 3 people died.")
    fill(str(tmp_path_factory.mktemp("first") / "first.ledger"), str(folder))  # loads here what every fork would load again
    return folder


def fill(address: str, folder: str) -> None:
    """What `add` does, with a toy coder and a toy linker: reports of one toll are one event."""
    with open_ledger(address, create=True) as ledger:
        filling.record(ledger, [folder], IngestOptions(workers=0, retrieved="2015-07-17T00:00:00Z"))
        filling.code(ledger, toy.RUN, toy.code_batch)
        if changed := list(ledger.unlinked()):
            tolls: dict[int, list[str]] = {}
            for c in ledger.codings():
                if c.figures:
                    tolls.setdefault(c.figures[0].low or 0, []).append(f"{c.document}#e1")
            ledger.record_links(LINK, [Event(f"p{k}", tuple(g)) for k, g in tolls.items()], documents=changed)


def fill_and_die(address: str, folder: str, after: int, reached: Any) -> None:
    """The same, killed at the n-th statement that reaches the database; `reached` counts them."""

    def count(*_: Any) -> None:
        reached.value += 1
        if reached.value > after:
            os.kill(os.getpid(), signal.SIGKILL)

    sa.event.listen(sa.Engine, "before_cursor_execute", count)
    sa.event.listen(sa.Engine, "commit", count)
    fill(address, folder)


def die(address: str, folder: str, after: int) -> tuple[bool, int]:
    """Whether a run killed after so many statements was killed, and how many it reached."""
    reached = multiprocessing.get_context("fork").Value("i", 0)
    return in_process(fill_and_die, address, folder, after, reached) == -signal.SIGKILL, reached.value


def in_process(target: Any, *arguments: Any) -> int:
    """The exit status of a function in a process of its own."""
    process = multiprocessing.get_context("fork").Process(target=target, args=arguments)
    process.start()
    process.join(120)
    return int(process.exitcode or 0)


def contents(ledger: Ledger) -> dict[str, Any]:
    """Everything but moments and random ids."""
    events = [
        (record.reports, record.row.killed, record.row.documents) for r in ledger.events() if (record := ledger.event(r.id))
    ]
    return {
        "documents": sorted((d.id, d.doc, d.text, d.follows or "", d.capture) for d in ledger.documents()),
        "bytes": sorted(len(ledger.content(c.capture.sha256) or b"") for d in ledger.documents() for c in ledger.captures(d.id)),
        "claims": sorted((c.address, c.claim.low or 0, c.state) for c in ledger.claims()),
        "events": sorted((sorted(reports), killed, n) for reports, killed, n in events),
        "rejections": sorted(r.rejection.reason for r in ledger.rejections()),
        "found": sorted(r.doc for r in ledger.document_page(DocumentFilter(text="killed"), limit=100).rows),
        "counts": [(n, c) for n, c in ledger.info().counts],
        "unlinked": list(ledger.unlinked()),
        "wrong": list(ledger.verify()),
    }


def undisturbed(folder: Path, reports: Path) -> tuple[dict[str, Any], int]:
    """What a run that nothing stops leaves, and how many statements it takes."""
    address = str(folder / "undisturbed.ledger")
    killed, statements = die(address, str(reports), NEVER)
    assert not killed
    with open_ledger(address, readonly=True) as ledger:
        return contents(ledger), statements


def test_killed_again_and_again_and_then_left_alone(address: str, reports: Path, tmp_path: Path) -> None:
    expected, statements = undisturbed(tmp_path, reports)
    assert sorted(doc for _, doc, *_ in expected["documents"]) == sorted([*WIRES, *PAPERS, "same"])
    assert len(expected["rejections"]) == 3
    assert expected["claims"]
    assert expected["events"]
    assert expected["found"]
    assert not expected["wrong"]
    chance = random.Random(7)
    died = sum(die(address, str(reports), chance.randint(0, statements // 3))[0] for _ in range(KILLS))
    assert died >= 3, "no three runs of a third of the statements can have done everything"
    for _ in range(2):
        assert in_process(fill, address, str(reports)) == 0
        with open_ledger(address) as ledger:
            assert contents(ledger) == expected


def test_killed_once_at_every_stage(reports: Path, tmp_path: Path) -> None:
    """One kill in a new ledger each time, at points spread over the whole run, also while the ledger is made."""
    expected, statements = undisturbed(tmp_path, reports)
    for share in (0, 0.2, 0.4, 0.6, 0.75, 0.9):
        after = int(share * statements)
        address = str(tmp_path / f"{after}.ledger")
        assert die(address, str(reports), after)[0]
        assert in_process(fill, address, str(reports)) == 0
        with open_ledger(address) as ledger:
            assert contents(ledger) == expected, f"killed after {after} statements"
