"""`sayso export`: data sets in the forms of the field, with codebook, report of what was lost, and retracted ids."""

import sys
from pathlib import Path
from typing import Annotated

import typer

from sayso.assess.credibility import read_reliability
from sayso.assess.policies import policy
from sayso.cli import choosing, frame, settings
from sayso.cli.assess import Reliability
from sayso.core import ConfigError
from sayso.export.shapes import FORMATS, POLICIES
from sayso.ledger import Exported

_LIST = "\n".join(f"* `{name}`: {what}" for name, what in FORMATS.items())
HELP = f"""Writes events and claims as data sets. Formats:

{_LIST}

Each folder also holds codebook.md, lost.csv (what the format could not hold), retracted.csv (ids used no more) and manifest.json. Protected
names, places and documents are hidden. The same ledger gives the same bytes. The ledger keeps a list of exports: page Exports of the workbench.

Example: `sayso export acled`, or `sayso export claims xlsx --out release --country KG`, or `sayso export claims --out - > claims.csv`
"""


def register(app: typer.Typer) -> None:
    """Adds the command."""
    app.command("export", help=HELP)(export)


def export(
    formats: Annotated[list[str], typer.Argument(help=f"{', '.join(FORMATS)}, or all.", metavar="FORMAT...")],
    out_folder: Annotated[
        str, typer.Option("--out", help="Folder to write into, with a folder for each format; - prints the data.")
    ] = "export",
    policy_name: Annotated[
        str, typer.Option("--policy", help="Policy of the numbers (default: acled for acled, ucdp for ged, else minmax).")
    ] = "",
    reliability: Reliability = None,
    ids: Annotated[
        list[str] | None, typer.Option("--event", help="Only this event; may be repeated.", rich_help_panel="Which events")
    ] = None,
    first: choosing.First = "",
    last: choosing.Last = "",
    place: choosing.Where = "",
    country: choosing.Country = "",
    kind: choosing.Kind = None,
    contested: choosing.Contested = False,
    contested_on: choosing.ContestedOn = "",
    actor: choosing.Party = "",
    killed: choosing.Killed = None,
    origins: choosing.Origins = 0,
    outlet: choosing.Outlet = "",
    text: choosing.Text = "",
    happened: choosing.Happened = False,
    ledger: frame.LedgerOption = "",
    at: frame.At = "",
    as_json: frame.AsJson = False,
) -> None:
    from sayso.datasets import Wanted, exported, gather, made_of, write

    chosen = list(FORMATS) if formats == ["all"] else formats
    for name in chosen:
        if name not in POLICIES:
            raise ConfigError(f"there is no format '{name[:40]}'", where="FORMAT", hint=f"One of: {', '.join(FORMATS)}, or all.")
    if out_folder == "-" and len(chosen) > 1:
        raise ConfigError("only one format can be printed", where="--out -", hint="Give a folder, or one format.")
    if policy_name:
        policy(policy_name)
    events = choosing.chosen(
        first=first, last=last, place=place, country=country, kind=kind, contested=contested, contested_on=contested_on,
        actor=actor, killed=killed, origins=origins, outlet=outlet, text=text, happened=happened,
    )  # fmt: skip
    taken: list[Exported] = []
    wanted = Wanted(events, policy_name, read_reliability(reliability) if reliability else {}, ids=tuple(ids or ()))
    with frame.opened(ledger, readonly=True) as opened:
        view = opened.at(at) if at else opened
        waiting = "" if at else choosing.warn_unlinked(opened)
        with frame.stages("reading events", quiet=as_json) as moved:
            found = gather(view, wanted, lambda done, total: moved("reading events", done, total))
            for k, name in enumerate(chosen):
                moved(f"writing {name}", k, len(chosen))
                made = made_of(view, name, found, wanted)
                taken.append(exported(view, wanted, found, made, settings.load().person, out_folder))
                if out_folder == "-":
                    sys.stdout.buffer.write(made.files[made.main])
                    continue
                paths = write(made, Path(out_folder) / name)
                if as_json:
                    frame.print_json({"format": name, "policy": made.policy, "events": made.events, "rows": made.rows,
                                      "left_out": made.left_out, "files": [str(p) for p in paths]})  # fmt: skip
                else:
                    rest = f"; {made.left_out:,} left out (lost.csv says why)" if made.left_out else ""
                    frame.out().print(
                        f"[bold]{paths[0]}[/]: {frame.plural(made.events, 'event')}, {frame.plural(made.rows, 'row')}{rest}",
                        soft_wrap=True,
                    )
    for one in taken:
        frame.keep_export(ledger, one)
    if not as_json and out_folder != "-":
        _beside(out_folder, chosen, found.withheld, found.documents)
    if waiting:
        frame.err().print(f"[yellow]{waiting}[/]")


def _beside(folder: str, chosen: list[str], withheld: int, documents: int) -> None:
    out = frame.out()
    out.print(
        f"[dim]beside it: codebook.md, lost.csv, retracted.csv, manifest.json{' in each folder' if len(chosen) > 1 else ''}[/]"
    )
    if withheld or documents:
        out.print(
            f"[yellow]protected[/]: {frame.plural(documents, 'document')} and {frame.plural(withheld, 'whole event')} left out"
        )
