"""The page about exports: its commands run, and its list of columns is the current one."""

import re
from pathlib import Path

import pytest

from sayso.export.reference import page
from sayso.export.shapes import FORMATS
from tests.cli.conftest import Sayso
from tests.cli.test_help import runs

DOCS = Path(__file__).resolve().parents[2] / "docs"
TEXT = (DOCS / "exports.md").read_text(encoding="utf-8")
BLOCKS = re.findall(r"^```(\w*)\n(.*?)^```$", TEXT, re.DOTALL | re.MULTILINE)
COMMANDS = [re.sub(r"\s{2,}#.*", "", line) for kind, block in BLOCKS if not kind for line in block.splitlines()]


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_of_the_page_runs(sayso: Sayso, linked: dict[str, str], command: str) -> None:
    here = (
        command.replace("E-KG3F4KY", linked["attack"])
        .replace("wire-0718#f1", "agency-0315#f1")
        .replace("--at 2026-03-01", "--at 2099-03-01")
    )
    runs(sayso, here)


def test_the_page_has_commands_and_every_format() -> None:
    assert len(COMMANDS) > 10
    for name in FORMATS:
        assert f"| `{name}` |" in TEXT


def test_a_policy_of_ones_own_as_the_page_shows_it(sayso: Sayso, linked: dict[str, str]) -> None:
    (example,) = (block for kind, block in BLOCKS if kind == "toml")
    Path("ours.toml").write_text(example)
    ran = sayso("assess", linked["attack"], "--policy", "ours.toml")
    assert "extremes [M]" in " ".join(ran.out.split())


def test_the_list_of_columns_is_current() -> None:
    shipped = (DOCS / "reference" / "columns.md").read_text(encoding="utf-8")
    assert shipped == page(), "run: python -m sayso.export.reference > docs/reference/columns.md"
