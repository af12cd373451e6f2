"""`sayso demo`: the example dossier, coded and shown."""

from pathlib import Path
from typing import Annotated

import typer

from sayso.core import ConfigError, Rejection

HELP = """Codes the example dossier (sixteen files on raids in Bishkek in July 2015, our own words) and shows what it says.

Example: `sayso demo`
"""


def register(app: typer.Typer) -> None:
    """Adds the command."""
    app.command("demo", help=HELP)(demo)


def demo(
    folder: Annotated[Path, typer.Option(help="The dossier's folder.")] = Path("examples/bishkek-2015"),
) -> None:
    from rich.console import Console

    from sayso import pipeline
    from sayso.cli import inputs
    from sayso.cli.coded_view import show

    reports = folder / "reports"
    if not reports.is_dir():
        raise ConfigError(
            "there is no example dossier here", where=str(reports), hint="Run it in a clone of the repository, or give --folder."
        )
    console = Console(highlight=False)
    rejected: list[Rejection] = []
    stream = inputs.documents([str(reports)], inputs.options(mapping=str(folder / "mapping.toml")), rejected)
    coded = [c for _, c in pipeline.code(stream)]
    for c in coded:
        show(c, console)
    inputs.tell(rejected)
    figures = sum(len(c.figures) for c in coded)
    console.print(
        f"\n[bold]{len(coded)} documents[/], {sum(len(c.events) for c in coded)} event reports, {figures} figures, "
        f"{sum(len(c.statements) for c in coded)} statements, {len(rejected)} inputs not read"
    )
