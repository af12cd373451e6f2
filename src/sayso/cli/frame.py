"""What every command shares: options, opening the ledger, JSON, tables that fit, progress."""

import dataclasses
import json
import sys
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import Annotated, Any

import typer
from rich.cells import cell_len
from rich.console import Console
from rich.markup import escape
from rich.progress import (
    BarColumn,
    MofNCompleteColumn,
    Progress,
    SpinnerColumn,
    Task,
    TextColumn,
    TimeElapsedColumn,
    TimeRemainingColumn,
)
from rich.table import Table
from rich.text import Text

from sayso.cli import settings
from sayso.core import SaysoError
from sayso.ledger import Exported, Ledger, open_ledger

AsJson = Annotated[bool, typer.Option("--json", help="JSON on standard output: one object, or one a line for a list.")]
LedgerOption = Annotated[
    str,
    typer.Option(
        "--ledger", help="The ledger: a path or a postgresql:// address.", envvar="SAYSO_LEDGER", show_default="sayso.ledger"
    ),
]
At = Annotated[str, typer.Option("--at", help="As of a moment: 2026-03-01, or 2026-03-01T14:30:00Z.")]
Limit = Annotated[int, typer.Option("--limit", "-n", min=1, max=10_000, help="How many to show.")]
After = Annotated[str, typer.Option("--after", help="Go on after a page: the cursor it printed.")]


@contextmanager
def opened(address: str, *, create: bool = False, readonly: bool = False) -> Iterator[Ledger]:
    """The ledger that option, environment or settings name."""
    found = settings.load(ledger=address)
    with open_ledger(found.ledger, create=create, key=settings.key(found), readonly=readonly) as ledger:
        yield ledger


def keep_export(address: str, made: Exported) -> None:
    """Adds an export to the ledger's list of them. The files are written: a ledger that cannot be written to is only told of."""
    try:
        with opened(address) as ledger:
            ledger.record_export(made)
    except SaysoError as error:
        err().print(f"[yellow]not kept in the list of exports[/]: {shown(str(error))}", soft_wrap=True)


def out() -> Console:
    """Standard output, without colours where it is no terminal."""
    return Console(highlight=False, soft_wrap=False)


def err() -> Console:
    """Standard error."""
    return Console(stderr=True, highlight=False)


def print_json(value: Any) -> None:
    """One value as a line of JSON."""
    sys.stdout.write(json.dumps(_json(value), ensure_ascii=False, default=str) + "\n")


def write_exact(text: str) -> None:
    """A text on standard output, character for character."""
    sys.stdout.flush()
    sys.stdout.buffer.write(text.encode("utf-8", "surrogatepass"))
    sys.stdout.buffer.flush()


def _json(value: Any) -> Any:
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        return {f.name: _json(getattr(value, f.name)) for f in dataclasses.fields(value)}
    if isinstance(value, (list, tuple, set, frozenset)):
        return [_json(v) for v in value]
    if isinstance(value, dict):
        return {str(k): _json(v) for k, v in value.items()}
    if isinstance(value, bytes):
        return None
    if isinstance(value, str):
        return value.encode("utf-8", "replace").decode()
    return value


def table(rows: Iterable[Sequence[str]], *columns: str, wrap: bool = False) -> Table:
    """A table without lines. A column is as wide as its widest cell; one whose name begins with * takes what is left and is cut
    with an ellipsis, or goes on in the next line with `wrap`; > is to the right."""
    cells = [[visible(c) for c in row] for row in rows]
    made = Table(
        box=None, pad_edge=False, header_style="dim", show_header=any(columns), expand=any(c.startswith("*") for c in columns)
    )
    for k, name in enumerate(columns):
        head = name.lstrip("*>")
        width = max((cell_len(row[k]) for row in cells), default=0)
        fixed = None if name.startswith("*") else max(width, len(head))
        made.add_column(
            head, justify="right" if name.startswith(">") else "left", no_wrap=fixed is not None or not wrap,
            overflow="ellipsis" if fixed is not None or not wrap else "fold", min_width=fixed,
            ratio=None if fixed is not None else 1,
        )  # fmt: skip
    for row in cells:
        made.add_row(*map(escape, row))
    return made


def visible(text: str) -> str:
    """A text for a terminal: control characters, which could move the cursor or change colours, become visible."""
    return "".join(c if c.isprintable() or c == "\n" else "�" if c not in "\t\r" else " " for c in text)


def shown(text: str) -> str:
    """A text from outside, for printing with markup: nothing in it is a command to the terminal or to Rich."""
    return escape(visible(text))


def day(moment: str) -> str:
    """The day and minute of a moment."""
    return moment[:16].replace("T", " ")


def plural(count: int, one: str, many: str = "") -> str:
    """ "1 document", "2 documents"."""
    return f"{count:,} {one if count == 1 else many or one + 's'}"


class _Rate(TextColumn):
    def __init__(self) -> None:
        super().__init__("")

    def render(self, task: Task) -> Text:
        speed = (task.fields.get("documents", 0) / task.elapsed) if task.elapsed else 0.0
        return Text(f"{task.fields.get('documents', 0):,} documents, {speed:,.1f}/s", style="cyan")


@contextmanager
def progress(what: str, *, quiet: bool) -> Iterator[Any]:
    """A bar on standard error with rate and remaining time; a function (done, total, documents) moves it. None where standard
    error is no terminal, or if `quiet`."""
    console = Console(stderr=True)
    if quiet or not console.is_terminal:
        yield lambda done, total, documents: None
        return
    columns = (
        SpinnerColumn(), TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), _Rate(), TimeElapsedColumn(),
        TextColumn("left"), TimeRemainingColumn(),
    )  # fmt: skip
    with Progress(*columns, console=console, transient=True) as bar:
        task = bar.add_task(what, total=None, documents=0)
        yield lambda done, total, documents: bar.update(task, completed=done, total=total, documents=documents)


@contextmanager
def stages(what: str, *, quiet: bool) -> Iterator[Any]:
    """A bar for work in several stages: a function (stage, done, total) moves it. As `progress`, nothing where there is no terminal."""
    console = Console(stderr=True)
    if quiet or not console.is_terminal:
        yield lambda stage, done, total: None
        return
    columns = (SpinnerColumn(), TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    with Progress(*columns, console=console, transient=True) as bar:
        task = bar.add_task(what, total=None)
        yield lambda stage, done, total: bar.update(task, description=stage, completed=done, total=total)
