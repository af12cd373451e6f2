"""The command line. Each command is one file here with a `register(app)`; this one gathers them."""

import json
import os
import sys
from functools import cache

import typer
from rich.console import Console

from sayso.core import InternalError, SaysoError

app = typer.Typer(
    name="sayso",
    help="Reads news reporting and keeps a ledger of claims: who did what to whom, where, when, and on whose say-so.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode="markdown",
)


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
        app()
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


def _tell(what: str, kind: str) -> None:
    """An error on standard error: a sentence, or with --json an object."""
    if "--json" in sys.argv:
        sys.stderr.write(json.dumps({"error": {"kind": kind, "message": what}}, ensure_ascii=False) + "\n")
    else:
        from sayso.cli.frame import shown

        Console(stderr=True).print(f"[bold red]error[/]: {shown(what)}", highlight=False, soft_wrap=True)
