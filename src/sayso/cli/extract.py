"""`sayso extract`: what documents tell, without a ledger."""

import json
import sys
from pathlib import Path
from typing import Annotated

import typer

from sayso.cli import inputs, settings
from sayso.core import Rejection


def register(app: typer.Typer) -> None:
    """Adds the command."""
    app.command("extract", help=HELP)(extract)


HELP = """Codes documents: events, figures and statements, each with its exact words and on whose say-so.

Example: `sayso extract report.html`, or `sayso extract --json articles.jsonl.gz > coded.jsonl`
"""


def extract(
    paths: inputs.Paths,
    as_json: inputs.AsJson = False,
    out: Annotated[Path | None, typer.Option(help="Write DOC.json and the frozen text as DOC.txt into this folder.")] = None,
    published: inputs.Published = "",
    outlet: inputs.Outlet = "",
    title: inputs.Title = "",
    date_format: inputs.DateFormat = "",
    mapping: inputs.Mapping = "",
    format: inputs.Format = "",
    actors: inputs.Actors = "",
) -> None:
    from sayso import pipeline
    from sayso.cli.coded_view import show
    from sayso.export.annotation import to_annotation

    inputs.use_actors(settings.load(actors=actors).actors)
    coder = pipeline.default_coder()
    rejected: list[Rejection] = []
    stream = inputs.documents(paths, inputs.options(published, outlet, title, date_format, mapping, format), rejected)
    if out is not None:
        out.mkdir(parents=True, exist_ok=True)
    count = 0
    for _, coded in pipeline.code(stream, coder):
        count += 1
        if out is not None:
            inputs.write_text(out, f"{coded.doc}.json", json.dumps(to_annotation(coded), ensure_ascii=False, indent=1) + "\n")
            inputs.write_text(out, f"{coded.doc}.txt", coded.text)
        elif as_json:
            sys.stdout.write(json.dumps(to_annotation(coded), ensure_ascii=False) + "\n")
        else:
            show(coded)
    inputs.tell(rejected)
    if rejected and not count:
        raise typer.Exit(3)
