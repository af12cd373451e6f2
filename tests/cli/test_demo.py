"""`sayso demo`, with the toy coder: the dossier in a ledger of its own and the workbench over it."""

import os
from pathlib import Path
from typing import Any

import pytest

from sayso.cli import demo
from sayso.core import InternalError
from tests.cli.conftest import Sayso
from tests.conftest import ROOT

DOSSIER = str(ROOT / "examples" / "bishkek-2015")


@pytest.fixture
def home(sayso: Sayso, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("SAYSO_DEMO", str(tmp_path / "demo"))
    return tmp_path / "demo"


def test_the_demo_fills_a_ledger_checks_a_page_and_ends_twice(sayso: Sayso, home: Path) -> None:
    for _ in range(2):
        ran = sayso("demo", "--folder", DOSSIER)
        assert ran.status == 0, ran.err
        assert "20 documents, " in ran.out
        assert "0 inputs not read" in ran.out
        assert "workbench checked at http://127.0.0.1:" in ran.out
        assert not (home / demo.STATE).exists()
    assert "no workbench of a demo is running" in sayso("demo", "--stop").out


def test_a_page_that_fails_ends_the_workbench_too(sayso: Sayso, home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    started: list[int] = []

    def fails(state: dict[str, Any]) -> str:
        started.append(state["pid"])
        raise InternalError("the page of events answers with status 500")

    monkeypatch.setattr(demo, "check_page", fails)
    assert sayso("demo", "--folder", DOSSIER).status == InternalError.exit_code
    assert not (home / demo.STATE).exists()
    with pytest.raises(ProcessLookupError):
        os.kill(started[0], 0)


def test_a_demo_needs_its_dossier(sayso: Sayso, home: Path) -> None:
    ran = sayso("demo")
    assert (ran.status, "there is no example dossier here" in ran.err) == (2, True)
