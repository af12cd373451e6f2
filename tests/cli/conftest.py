"""Running `sayso` in this process, in an empty folder and with an empty home, coding with the toy coder."""

import io
import os
import shutil
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from types import SimpleNamespace

import pytest

from sayso import cli, pipeline
from tests import toy
from tests.serve.made import made_ledger


@dataclass(frozen=True)
class Ran:
    """What a call gave."""

    status: int
    out: str
    err: str


Sayso = Callable[..., Ran]


@pytest.fixture
def sayso(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]) -> Sayso:
    """A function of the arguments of `sayso`; `input` is its standard input."""
    for name in [n for n in os.environ if n.startswith("SAYSO_")]:
        monkeypatch.delenv(name)
    home = tmp_path / "home"
    work = tmp_path / "work"
    home.mkdir()
    work.mkdir()
    monkeypatch.setenv("HOME", str(home))
    monkeypatch.setenv("XDG_CONFIG_HOME", str(home / "config"))
    monkeypatch.setenv("SAYSO_WORKERS", "0")
    monkeypatch.setenv("COLUMNS", "120")
    monkeypatch.setenv("SAYSO_LINK", "false")  # most tests need no events; those that do call `sayso link`
    monkeypatch.chdir(work)
    monkeypatch.setattr(pipeline, "default_coder", lambda: SimpleNamespace(run=toy.RUN))
    monkeypatch.setattr(pipeline, "code_batch", toy.code_batch)

    def call(*arguments: str, input: str | bytes = "") -> Ran:
        given = input.encode() if isinstance(input, str) else input
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(given), encoding="utf-8"))
        monkeypatch.setattr(sys, "argv", ["sayso", *arguments])
        capfd.readouterr()
        try:
            cli.main()
            status = 0
        except SystemExit as end:
            status = int(end.code or 0)
        told = capfd.readouterr()
        assert "Traceback" not in told.err
        return Ran(status, told.out, told.err)

    return call


@pytest.fixture(scope="session")
def made_once(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, dict[str, str]]:
    """A ledger of invented reports that are linked and assessed, and the ids of its events by name."""
    ledger, ids = made_ledger(tmp_path_factory.mktemp("made"))
    with ledger:
        return Path(ledger.address), ids


@pytest.fixture
def linked(sayso: Sayso, made_once: tuple[Path, dict[str, str]]) -> dict[str, str]:
    """A copy of it in the working folder, as the ledger that every command takes."""
    path, ids = made_once
    shutil.copy(path, "sayso.ledger")
    return ids
