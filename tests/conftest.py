"""What every test may use: the shared data folder, and a count of what was skipped and why."""

import os
from collections import Counter
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent


@pytest.fixture(scope="session")
def data() -> Path:
    """The folder of data sets; skips where it is not there. `SAYSO_DATA` names another place."""
    folder = Path(os.environ.get("SAYSO_DATA") or ROOT.parent / "shared" / "data")
    if not folder.is_dir():
        pytest.skip(f"needs the data sets (no folder {folder.name}; set SAYSO_DATA)")
    return folder


@pytest.fixture(scope="session")
def scorers(data: Path) -> Path:
    """The folder of scorers that stands beside the data sets."""
    folder = data.parent / "tools"
    if not folder.is_dir():
        pytest.skip("needs the scorers beside the data sets")
    return folder


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    skipped = terminalreporter.stats.get("skipped", [])
    reasons = Counter(r.longrepr[2] if isinstance(r.longrepr, tuple) else str(r.longrepr) for r in skipped)
    if reasons:
        terminalreporter.write_line("skipped: " + "; ".join(f"{n} x {reason}" for reason, n in reasons.most_common()))


def pytest_sessionfinish(session: pytest.Session, exitstatus: int) -> None:
    """Under SAYSO_NO_SKIPS a skipped test is a failed run: a machine that should have everything lacks something."""
    reporter = session.config.pluginmanager.get_plugin("terminalreporter")
    if os.environ.get("SAYSO_NO_SKIPS") and exitstatus == 0 and reporter and reporter.stats.get("skipped"):
        session.exitstatus = 1
