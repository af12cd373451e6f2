"""The command line. Each command is one file here with a `register(app)`; this one gathers them."""

import sys

import typer
from rich.console import Console

from sayso.core import SaysoError

app = typer.Typer(
    name="sayso",
    help="Reads news reporting and keeps a ledger of claims: who did what to whom, where, when, and on whose say-so.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode="markdown",
)


def _register() -> None:
    from sayso.cli import demo, extract, read

    for command in (extract, read, demo):
        command.register(app)


def main() -> None:
    """Entry point: a user's mistake ends in one sentence and the exit status of its class, never in a traceback."""
    _register()
    try:
        app()
    except SaysoError as error:
        Console(stderr=True).print(f"[bold red]error[/]: {error}", highlight=False, markup=True)
        sys.exit(error.exit_code)
    except KeyboardInterrupt:
        sys.exit(130)
    except BrokenPipeError:
        sys.exit(0)
