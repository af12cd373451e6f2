"""What the commands that take documents share: options, and documents out of paths."""

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from sayso.cli.frame import shown
from sayso.core import Document, Rejection
from sayso.ingest import FORMATS, IngestOptions, Mappings, ingest, load_mapping

Paths = Annotated[
    list[str], typer.Argument(help="Files, folders, archives, addresses, or `-` for standard input.", metavar="PATH...")
]
Published = Annotated[str, typer.Option(help="Publication date of every document of this call (ISO), whatever the files say.")]
Outlet = Annotated[str, typer.Option(help="Outlet of every document of this call.")]
Title = Annotated[str, typer.Option(help="Title of every document of this call.")]
DateFormat = Annotated[str, typer.Option(help='How dates that are not ISO are written, e.g. "%d/%m/%Y".')]
Mapping = Annotated[
    str, typer.Option("--map", help="TOML file that says which column of a table holds what; else NAME.map.toml beside NAME.csv.")
]
Format = Annotated[
    str,
    typer.Option("--format", help=f"Take every input for this instead of looking: {', '.join(sorted(FORMATS))}.", metavar="NAME"),
]
Actors = Annotated[str, typer.Option("--actors", help="TOML file of your own actors; they win over the known ones.")]
AsJson = Annotated[bool, typer.Option("--json", help="JSON Lines on standard output.")]


def options(
    published: str = "", outlet: str = "", title: str = "", date_format: str = "", mapping: str = "", format: str = ""
) -> IngestOptions:
    """Ingest options from the command line's. Raises ConfigError for a mapping that cannot be read."""
    mappings = load_mapping(mapping) if mapping else Mappings()
    return IngestOptions(
        mapping=mappings, published=published, outlet=outlet, title=title, date_format=date_format, format=format
    )


def use_actors(file: str) -> None:
    """Has this process and those it starts code with the user's file of actors, if one is set. Raises ConfigError where it is
    wrong, before anything is coded."""
    from sayso.pipeline import ACTORS
    from sayso.resolve import load_actors

    if file:
        load_actors(Path(file).expanduser())
        os.environ[ACTORS] = file


def documents(paths: list[str], wanted: IngestOptions, rejected: list[Rejection]) -> Iterator[Document]:
    """The documents of the inputs in order; what could not be read goes to `rejected`."""
    for got in ingest(paths, wanted):
        rejected += got.rejections
        yield from got.documents


def tell(rejected: list[Rejection]) -> None:
    """Names on standard error what could not be read, and why."""
    console = Console(stderr=True, highlight=False)
    for r in rejected:
        console.print(f"[yellow]not read[/] {shown(r.reason)}")


def write_text(folder: Path, name: str, text: str) -> None:
    """Writes a file so that its characters are exactly `text`, whatever line ends it has."""
    (folder / name).write_bytes(text.encode("utf-8", "surrogatepass"))
