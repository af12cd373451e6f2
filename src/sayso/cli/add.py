"""`sayso add` and `sayso code`: fill the ledger."""

import dataclasses
from typing import Annotated, Any

import typer

from sayso.cli import frame, inputs, settings
from sayso.cli.link import linked, to_link
from sayso.core import AssetError
from sayso.ledger import Ledger

HELP = """Reads files, folders, archives, feeds and addresses into the ledger, codes what is new, and links it: what tells of one event.

Adding the same again adds nothing. Stop it with Ctrl-C whenever you like: the next `sayso add` or `sayso code` goes on.

Example: `sayso add reports/ wires.jsonl.gz`, or `cat article.txt | sayso add - --outlet "The Courier" --published 2026-03-01`
"""
CODE_HELP = """Codes documents of the ledger that are not coded yet: events, figures and statements, each with whose say-so.

Example: `sayso code`, or with a newer reader `sayso code --again`
"""


def register(app: typer.Typer) -> None:
    """Adds the commands."""
    app.command("add", help=HELP)(add)
    app.command("code", help=CODE_HELP)(code)


def add(
    paths: inputs.Paths,
    ledger: frame.LedgerOption = "",
    as_json: frame.AsJson = False,
    published: inputs.Published = "",
    outlet: inputs.Outlet = "",
    title: inputs.Title = "",
    date_format: inputs.DateFormat = "",
    mapping: inputs.Mapping = "",
    format: inputs.Format = "",
    actors: inputs.Actors = "",
    follow: Annotated[bool, typer.Option("--follow", help="Fetch the articles that a feed links to.")] = False,
    no_code: Annotated[bool, typer.Option("--no-code", help="Only record; code later with `sayso code`.")] = False,
    no_link: Annotated[bool, typer.Option("--no-link", help="Do not group into events; do it later with `sayso link`.")] = False,
    workers: Annotated[int | None, typer.Option(min=0, max=64, help="Processes that parse files.")] = None,
) -> None:
    chosen = settings.load(ledger=ledger, workers=workers, map=mapping, actors=actors)
    options = dataclasses.replace(
        inputs.options(published, outlet, title, date_format, chosen.map, format), follow=follow, workers=chosen.workers
    )
    from sayso import filling

    with frame.opened(ledger, create=True) as opened:
        told: dict[str, Any] = {"ledger": opened.address}
        try:
            with frame.progress("recording", quiet=as_json) as bar:
                recorded = filling.record(opened, paths, options, lambda p: bar(p.done, p.total, p.documents))
        except KeyboardInterrupt:
            _stopped(opened, as_json)
        told |= dataclasses.asdict(recorded)
        if not as_json:
            _tell_recorded(recorded, opened)
        if not no_code and opened.count():
            told["coded"] = _code(opened, chosen, as_json)
            if told["coded"] is not None and chosen.link and not no_link and to_link(opened):
                told["linked"] = linked(opened, as_json=as_json)
        if as_json:
            frame.print_json(told)
        if recorded.rejections and not (recorded.documents or recorded.known):
            raise typer.Exit(3)


def code(
    ledger: frame.LedgerOption = "",
    as_json: frame.AsJson = False,
    again: Annotated[bool, typer.Option("--again", help="Also what an older version coded, and what failed.")] = False,
    coders: Annotated[int | None, typer.Option(min=1, max=64, help="Processes that code; each loads the model.")] = None,
    actors: inputs.Actors = "",
) -> None:
    chosen = settings.load(ledger=ledger, coders=coders, actors=actors)
    with frame.opened(ledger) as opened:
        told = _code(opened, chosen, as_json, again=again)
        if as_json:
            frame.print_json({"ledger": opened.address, "coded": told})
        if told is None:
            raise typer.Exit(AssetError.exit_code)


def _code(opened: Ledger, chosen: settings.Settings, as_json: bool, *, again: bool = False) -> dict[str, Any] | None:
    """Codes what is not coded; None if there is no model to do it with."""
    from sayso import filling, pipeline

    err = frame.err()
    inputs.use_actors(chosen.actors)
    try:
        run = pipeline.default_coder().run
    except AssetError as error:
        err.print(f"[yellow]not coded[/]: {frame.shown(str(error))}")
        err.print("The documents are in the ledger; `sayso code` codes them once that is mended.")
        return None
    total = opened.uncoded_count(run)
    try:
        with frame.progress("coding", quiet=as_json) as bar:
            moved = lambda p: bar(p.done, p.total, p.documents)  # noqa: E731
            coded = filling.code(opened, run, pipeline.code_batch, total=total, processes=chosen.coders, told=moved)
            if again:
                more = filling.code(
                    opened, run, pipeline.code_batch, documents=opened.outdated(run), processes=chosen.coders, told=moved
                )
                coded = filling.total(coded, more)
    except KeyboardInterrupt:
        _stopped(opened, as_json)
    if not as_json:
        counts = [
            frame.plural(n, name)
            for n, name in ((coded.events, "event report"), (coded.figures, "figure"), (coded.statements, "statement"))
        ]
        frame.out().print(f"[bold]{frame.plural(coded.documents, 'document')} coded[/]: {', '.join(counts)}")
        for why, n in sorted(coded.unread.items()):
            frame.out().print(f"  [yellow]{frame.plural(n, 'document')} not read[/]: {frame.shown(why)}")
    return dataclasses.asdict(coded)


def _stopped(opened: Ledger, as_json: bool) -> None:
    if not as_json:
        frame.err().print(
            f"[yellow]stopped[/]; {frame.plural(opened.count(), 'document')} in the ledger. Run the command again to go on."
        )
    raise typer.Exit(130)


def _tell_recorded(recorded: Any, opened: Ledger) -> None:
    out = frame.out()
    parts = [f"[bold]{frame.plural(recorded.documents, 'new document')}[/]"]
    if recorded.known:
        parts.append(f"{recorded.known:,} known")
    if recorded.skipped:
        parts.append(f"{frame.plural(recorded.skipped, 'entry', 'entries')} without a report (pictures, redirects, notices)")
    if recorded.rejections:
        parts.append(f"[yellow]{recorded.rejections:,} not read[/] (all of them: `sayso rejects`)")
    if recorded.settled:
        parts.append(f"{recorded.settled:,} read that were rejected before")
    out.print(", ".join(parts) + f" in {frame.shown(opened.address)}")
    for code, (count, first) in sorted(recorded.reasons.items(), key=lambda r: -r[1][0])[:5]:
        out.print(f"  [yellow]{count:,} {code}[/]{', such as' if count > 1 else ':'} {frame.shown(first)}")
    for doc, reason in recorded.refused[:5]:
        out.print(f"  [yellow]kept out[/] {frame.shown(doc)}: redacted ({frame.shown(reason)})")
    if len(recorded.refused) > 5:
        out.print(f"  … and {len(recorded.refused) - 5:,} more that were redacted")
