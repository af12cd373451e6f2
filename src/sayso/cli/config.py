"""`sayso config`: what is set, by what, and setting it."""

from typing import Annotated

import typer

from sayso.cli import frame, settings

config_app = typer.Typer(
    invoke_without_command=True,
    rich_markup_mode="markdown",
    help="""Shows every setting and what set it; `set` writes one.

Options win over the environment (SAYSO_LEDGER, ...), that over `sayso.toml` in the working folder, that over your own file.

Example: `sayso config`, `sayso config set ledger kant.ledger`, or `sayso config set workers 4 --user`""",
)


def register(app: typer.Typer) -> None:
    """Adds the commands."""
    app.add_typer(config_app, name="config")


@config_app.callback()
def show(context: typer.Context, as_json: frame.AsJson = False) -> None:
    if context.invoked_subcommand is not None:
        return
    found = settings.load()
    origin: dict[str, str] = {}
    for name, _, where in reversed(settings.sources()):
        origin[name] = where
    if as_json:
        frame.print_json(
            {k: {"value": getattr(found, k), "from": origin.get(k, "default")} for k in settings.Settings.model_fields}
        )
        return
    rows = [
        (k, str(getattr(found, k)) or "–", origin.get(k, "default"), f.description or "")
        for k, f in settings.Settings.model_fields.items()
    ]
    frame.out().print(frame.table(rows, "setting", "value", "from", "*what it is"))


@config_app.command(
    "set", help="Writes a setting to `sayso.toml` here, or with `--user` to your own file; an empty value takes it out."
)
def set_(
    name: Annotated[str, typer.Argument(help="The setting.")],
    value: Annotated[str, typer.Argument(help="Its value.")],
    user: Annotated[bool, typer.Option("--user", help="In your own file, for every folder.")] = False,
) -> None:
    file = settings.user_file() if user else settings.HERE
    settings.write(name, value, file)
    frame.out().print(f"{name} in {frame.shown(str(file))}")


@config_app.command("path", help="Prints where your own settings file is.")
def path() -> None:
    typer.echo(settings.user_file())
