"""`sayso link`: compare what is new with what is there, group reports into events, trace claims to origins, assess."""

from pathlib import Path
from typing import Annotated, Any

import typer

from sayso.assess.policies import names
from sayso.cli import frame
from sayso.core import ConfigError
from sayso.ledger import Ledger

HELP = """Links what is new: finds copies, groups reports of one event, traces claims to their origins, and assesses what changed.

Stop it with Ctrl-C whenever you like: the next `sayso link` goes on. `sayso add` links at its end by itself.

Events that you have coded already are brought in with --known, from CSV or XLSX in columns of ACLED, UCDP GED, GTD or plain ones, and are
compared like reports; they never count as an independent origin.

Example: `sayso link`, or everything anew with `sayso link --all`, or `sayso link --known coded.csv --source "Our team"`
"""


def register(app: typer.Typer) -> None:
    """Adds the command."""
    app.command("link", help=HELP)(link)


def link(
    ledger: frame.LedgerOption = "",
    everything: Annotated[bool, typer.Option("--all", help="Every document, not only what is new or changed.")] = False,
    known: Annotated[list[Path] | None, typer.Option("--known", help="Coded events in CSV or XLSX; may be repeated.")] = None,
    source: Annotated[str, typer.Option("--source", help="Team or data set that the known events come from.")] = "",
    columns: Annotated[Path | None, typer.Option("--columns", help='TOML file of lines such as  killed = "deaths".')] = None,
    date_format: Annotated[str, typer.Option(help='How their dates are written if not ISO, e.g. "%d/%m/%Y".')] = "",
    kind: Annotated[str, typer.Option("--type", help="PLOVER type of rows that tell none.")] = "",
    as_json: frame.AsJson = False,
) -> None:
    if known and not source:
        raise ConfigError("known events need a source", where="--source", hint='Say whose they are: --source "Our team"')
    with frame.opened(ledger) as opened:
        brought = [_bring(opened, f, source, columns, date_format, kind, as_json=as_json) for f in known or ()]
        told = linked(opened, as_json=as_json, again=everything)
        told |= {"known": brought} if brought else {}
    if as_json:
        frame.print_json(told)


def _bring(
    opened: Ledger, file: Path, source: str, columns: Path | None, date_format: str, kind: str, *, as_json: bool
) -> dict[str, Any]:
    """Brings in the known events of a file, and tells what came of it."""
    from sayso.known import bring_in, load_columns

    mapping = load_columns(columns) if columns else None
    found = bring_in(opened, file, source, mapping=mapping, date_format=date_format, type_=kind.upper())
    if not as_json:
        rest = f", {found.known:,} there already" if found.known else ""
        rest += f", [yellow]{frame.plural(len(found.refused), 'row')} not read[/]" if found.refused else ""
        frame.out().print(f"[bold]{frame.plural(found.events, 'known event')}[/] of {frame.shown(source)}{rest}")
        for why in found.refused[:5]:
            frame.out().print(f"  [yellow]not read[/] {frame.shown(why)}")
    return {"file": str(file), "events": found.events, "there": found.known, "refused": found.refused}


def to_link(opened: Ledger) -> bool:
    """Whether anything is new or changed since the ledger was last linked and assessed."""
    waiting = (next(opened.unassessed(name), None) for name in names())
    return next(opened.unlinked(), None) is not None or any(w is not None for w in waiting)


def linked(opened: Ledger, *, as_json: bool, again: bool = False) -> dict[str, Any]:
    """Links a ledger with progress, and tells what it did."""
    from sayso.linkage import link_ledger

    if not again and not to_link(opened):
        if not as_json:
            frame.out().print("nothing new to link")
        return {"documents": 0, "copies": 0, "pairs": 0, "events": 0}
    with frame.stages("linking", quiet=as_json) as moved:
        try:
            done = link_ledger(opened, progress=moved, again=again)
        except KeyboardInterrupt:
            if not as_json:
                frame.err().print("[yellow]stopped[/]; what is linked so far is kept. Run `sayso link` to go on.")
            raise typer.Exit(130) from None
    told = {"documents": done.documents, "copies": done.copies, "pairs": done.pairs, "events": len(done.events)}
    if not as_json:
        copies = f", {frame.plural(done.copies, 'copy', 'copies')} found" if done.copies else ""
        counts = f"{frame.plural(len(done.events), 'event')} made or changed{copies}"
        frame.out().print(f"[bold]{frame.plural(done.documents, 'document')} linked[/]: {counts}")
    return told
