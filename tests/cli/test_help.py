"""Every command has help with an example, and every example runs."""

import re
import shlex
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from sayso import cli
from tests.cli.conftest import Sayso
from tests.cli.test_ledger_commands import TEXT

LINKED = {"link", "events", "event", "why", "assess", "totals", "sources", "export", "brief"}
OTHERS = {"read", "extract", "demo", "serve", "accounts"}  # run in tests of their own


def commands(app: object, above: tuple[str, ...] = ()) -> Iterator[tuple[tuple[str, ...], str]]:
    """Path and help of every command."""
    for c in app.registered_commands:  # type: ignore[attr-defined]
        yield (*above, str(c.name)), str(c.help or "")
    for g in app.registered_groups:  # type: ignore[attr-defined]
        if g.typer_instance.registered_callback:
            yield (*above, g.name), str(g.typer_instance.info.help)
        yield from commands(g.typer_instance, (*above, g.name))


def all_commands() -> list[tuple[tuple[str, ...], str]]:
    cli._register()
    return [c for c in commands(cli.app) if c[0] not in {("config", "set"), ("config", "path")}]


@pytest.mark.parametrize(("path", "text"), [pytest.param(*c, id=" ".join(c[0])) for c in all_commands()])
def test_every_command_has_a_sentence_and_an_example(path: tuple[str, ...], text: str) -> None:
    assert text
    assert "Example: `" in text
    for example in examples(text):
        assert "sayso" in example


def examples(text: str) -> list[str]:
    return re.findall(r"`([^`]*\bsayso [^`]*)`", text.partition("Example:")[2])


def examples_of(wanted: Callable[[str], bool]) -> list[tuple[str, str]]:
    return [(" ".join(path), e) for path, text in all_commands() if wanted(path[0]) for e in examples(text)]


EXAMPLES = examples_of(lambda name: name not in OTHERS | LINKED)
EXAMPLES_OF_EVENTS = examples_of(lambda name: name in LINKED)


@pytest.mark.parametrize(("command", "example"), EXAMPLES, ids=[e for _, e in EXAMPLES])
def test_every_example_runs(sayso: Sayso, command: str, example: str) -> None:
    folder = Path("reports")
    folder.mkdir()
    (folder / "wire-0716.txt").write_text(TEXT + " Four killed in all.")
    Path("wires.jsonl.gz").write_bytes(b'{"id": "w1", "text": "2 people were killed.", "published": "2015-07-16"}\n')
    Path("article.txt").write_text("Two died.")
    if example != "sayso ledger init --ledger kant.ledger":
        sayso("add", "reports", "--outlet", "The Courier", "--published", "2015-07-16")
    if "restore" in example:
        sayso("ledger", "backup", "kant-2026-03-01.ledger")
    if "reader sayso-en" in example:
        example = example.replace("sayso-en", "toy")
    if "doc_1f2e" in example:
        id = sayso("show", "wire-0716", "--json").out.split('"id": "')[1].split('"')[0]
        example = example.replace("doc_1f2e…", id).replace("#f3", "#f1")
    runs(sayso, example)


@pytest.mark.parametrize(("command", "example"), EXAMPLES_OF_EVENTS, ids=[e for _, e in EXAMPLES_OF_EVENTS])
def test_every_example_about_events_runs(sayso: Sayso, linked: dict[str, str], command: str, example: str) -> None:
    names = {"E-4F2A9QX": linked["attack"], "wire-0716#f1": "agency-0315#f1", "The Courier": "City Daily"}
    Path("coded.csv").write_text("id,date,place,killed\nT1,2026-03-14,Korrin,893\n")
    for given, here in names.items():
        example = example.replace(given, here)
    runs(sayso, example)


def runs(sayso: Sayso, example: str) -> None:
    """Runs an example as it stands, also with a pipe or a redirection."""
    if "|" in example or ">" in example:
        with_path = example.replace("sayso ", f"{shlex.quote(sys.executable)} -c 'from sayso.cli import main; main()' ")
        ran = subprocess.run(["bash", "-c", with_path], capture_output=True, text=True, check=False)
        assert (ran.returncode, ran.stderr.count("Traceback")) == (0, 0), ran.stderr
        return
    found = sayso(*shlex.split(example)[1:], input="y\n")
    assert found.status == 0, found.err


def test_the_help_of_everything_is_shown(sayso: Sayso) -> None:
    ran = sayso("--help")
    for (name, *_), _ in all_commands():
        assert name in ran.out
