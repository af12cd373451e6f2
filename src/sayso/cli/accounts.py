"""`sayso accounts`: who may sign in to a workbench that others can reach."""

import sys
from pathlib import Path
from typing import Annotated

import typer

from sayso.cli import frame
from sayso.core import InputError

people = typer.Typer(no_args_is_help=True, help="Accounts of a workbench that others can reach.", rich_markup_mode="markdown")
File = Annotated[Path, typer.Option("--accounts", help="The file of accounts; made if it is not there.")]
Role = Annotated[str, typer.Option(help="reader, coder, editor or administrator.")]


def register(app: typer.Typer) -> None:
    """Adds the commands."""
    app.add_typer(people, name="accounts")


@people.command(
    "add",
    help="Makes an account; the password is asked for, or read from standard input.\n\n"
    "Example: `echo 'a long password' | sayso accounts add rana --role coder --accounts team.accounts`",
)
def add(name: str, accounts: File, role: Role = "reader") -> None:
    from sayso.serve.accounts import Accounts

    Accounts(accounts).add(name, role, _password())
    frame.out().print(f"account [bold]{frame.shown(name)}[/], {role}")


@people.command(
    "change",
    help="Changes role or password, or closes an account.\n\nExample: `sayso accounts change rana --role editor --accounts team.accounts`",
)
def change(
    name: str,
    accounts: File,
    role: Annotated[str, typer.Option(help="Another role.")] = "",
    password: Annotated[bool, typer.Option("--password", help="Ask for another password.")] = False,
    close: Annotated[bool, typer.Option("--close", help="Close the account; nothing of what it decided is lost.")] = False,
    reopen: Annotated[bool, typer.Option("--reopen", help="Open it again.")] = False,
) -> None:
    from sayso.serve.accounts import Accounts

    active = False if close else True if reopen else None
    Accounts(accounts).change(name, role=role, password=_password() if password else "", active=active)
    frame.out().print(f"account [bold]{frame.shown(name)}[/] changed")


@people.command("list", help="Names accounts with their roles.\n\nExample: `sayso accounts list --accounts team.accounts`")
def list_accounts(accounts: File, as_json: frame.AsJson = False) -> None:
    from sayso.serve.accounts import Accounts

    if not accounts.is_file():
        raise InputError("there is no such file of accounts", where=str(accounts), hint="`sayso accounts add` makes it.")
    rows = Accounts(accounts).list()
    if as_json:
        for row in rows:
            frame.print_json(row)
        return
    frame.out().print(frame.table(((r.name, r.role, "" if r.active else "closed") for r in rows), "name", "role", "state"))


def _password() -> str:
    """Asked for twice at a terminal, else the first line of standard input."""
    if sys.stdin.isatty():
        asked: str = typer.prompt("Password", hide_input=True, confirmation_prompt=True)
        return asked
    return sys.stdin.readline().rstrip("\n")
