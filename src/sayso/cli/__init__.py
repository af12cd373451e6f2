"""The command line. Each command is one file here with a `register(app)`; this one gathers them."""

import json
import os
import sys
from functools import cache
from typing import Annotated

import typer
from rich.console import Console

from sayso import __version__
from sayso.core import ConfigError, InternalError, SaysoError

app = typer.Typer(
    name="sayso",
    help="Reads news reporting and keeps a ledger of claims: who did what to whom, where, when, and on whose say-so.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode="markdown",
)


def _version(asked: bool) -> None:
    if asked:
        sys.stdout.write(f"sayso {__version__}\n")
        raise typer.Exit


@app.callback()
def _options(
    version: Annotated[bool, typer.Option("--version", callback=_version, is_eager=True, help="Print the version.")] = False,
) -> None: ...


@cache
def _register() -> None:
    from sayso.cli import (
        accounts,
        add,
        assess,
        brief,
        config,
        demo,
        docs,
        event,
        events,
        export,
        extract,
        ledgers,
        link,
        read,
        records,
        rejects,
        serve,
        show,
        sources,
        totals,
        why,
    )

    linked = (link, events, event, why, assess, totals, sources, export, brief)
    for command in (add, docs, show, *linked, rejects, records, read, extract, ledgers, serve, accounts, config, demo):
        command.register(app)


def main() -> None:
    """Entry point: a user's mistake ends in one sentence and the exit status of its class, never in a traceback."""
    _register()
    try:
        sys.exit(app(standalone_mode=not _json()) or 0)  # with --json a mistake in the options is told here
    except typer.TyperException as error:
        _tell(str(getattr(error, "format_message", error.__str__)()), "UsageError")
        sys.exit(getattr(error, "exit_code", ConfigError.exit_code))
    except typer.Abort:
        sys.exit(1)
    except SaysoError as error:
        _tell(str(error), type(error).__name__)
        sys.exit(error.exit_code)
    except KeyboardInterrupt:
        sys.exit(130)
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())  # nothing more can be written, also not at exit
        sys.exit(0)
    except Exception as error:
        if os.environ.get("SAYSO_DEBUG"):
            raise
        what = f"{type(error).__name__}: {error}"
        _tell(f"{what[:500]}. This is a fault of sayso: please report it with what SAYSO_DEBUG=1 shows.", "InternalError")
        sys.exit(InternalError.exit_code)


def _json() -> bool:
    return "--json" in sys.argv


def _tell(what: str, kind: str) -> None:
    """An error on standard error: a sentence, or with --json an object."""
    if _json():
        sys.stderr.write(json.dumps({"error": {"kind": kind, "message": what}}, ensure_ascii=False) + "\n")
    else:
        from sayso.cli.frame import shown

        Console(stderr=True).print(f"[bold red]error[/]: {shown(what)}", highlight=False, soft_wrap=True)
