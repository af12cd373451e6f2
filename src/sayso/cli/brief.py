"""`sayso brief`: a selection of events as Markdown, HTML or DOCX, with a footnote behind every statement."""

import sys
from pathlib import Path
from typing import Annotated

import typer

from sayso.assess.policies import policy
from sayso.briefs import FORMS, MOST, brief_exported, made_brief
from sayso.cli import choosing, frame, settings
from sayso.core import ConfigError

HELP = """Writes a brief of events: what is claimed, by whom, where accounts conflict, a map and tables; every sentence has numbered footnotes with
the exact words behind it. The ending says the form: .md, .html or .docx.

Protected names, places and documents are hidden in it.

Example: `sayso brief E-4F2A9QX --out raid.html`, or `sayso brief --country KG --from 2015-07-01 --out july.docx --title "Raids of July"`,
or `sayso brief --contested --out - > brief.md`
"""


def register(app: typer.Typer) -> None:
    """Adds the command."""
    app.command("brief", help=HELP)(brief)


def brief(
    ids: choosing.Ids = None,
    out: Annotated[str, typer.Option("--out", help="File to write: .md, .html or .docx; - prints Markdown.")] = "brief.html",
    title: Annotated[str, typer.Option(help="Its title.")] = "",
    policy_name: Annotated[str, typer.Option("--policy", help="acled, gtd, minmax, ucdp, or a .toml file.")] = "minmax",
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
    limit: Annotated[
        int, typer.Option("--limit", "-n", min=1, max=MOST, help="How many events at most, the latest of them.")
    ] = 25,
    ledger: frame.LedgerOption = "",
    at: frame.At = "",
    as_json: frame.AsJson = False,
) -> None:
    from sayso.datasets import Wanted, gather

    form = ".md" if out == "-" else Path(out).suffix.lower()
    if form not in FORMS:
        raise ConfigError(f"'{out[:80]}' does not say a form", where="--out", hint=f"End it with {', '.join(FORMS)}.")
    chosen = policy(policy_name)
    wanted = Wanted(
        choosing.chosen(
            first=first, last=last, place=place, country=country, kind=kind, contested=contested, contested_on=contested_on,
            actor=actor, killed=killed, origins=origins, outlet=outlet, text=text, happened=happened,
        ),
        ids=tuple(ids or ()),
    )  # fmt: skip
    with frame.opened(ledger, readonly=True) as opened:
        view = opened.at(at) if at else opened
        with frame.stages("reading events", quiet=as_json) as moved:
            found = gather(view, wanted, lambda done, total: moved("reading events", done, total))
        stamp = view.stamp()
    written = made_brief(found, chosen, form, title=title, limit=limit, name=Path(out).stem if out != "-" else "")
    made = brief_exported(found, written, wanted, form, chosen.name, settings.load().person, out, stamp)
    if out == "-":
        sys.stdout.buffer.write(written.files[written.main])
        frame.keep_export(ledger, made)
        return
    files = {Path(out).with_name(name): content for name, content in written.files.items()}
    for path, content in files.items():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
    frame.keep_export(ledger, made)
    if as_json:
        counts = {"events": written.events, "footnotes": written.footnotes, "files": [str(p) for p in files]}
        frame.print_json(counts)
    else:
        names = " and ".join(map(str, files))
        frame.out().print(
            f"[bold]{frame.shown(names)}[/]: {frame.plural(written.events, 'event')}, {frame.plural(written.footnotes, 'footnote')}",
            soft_wrap=True,
        )
        if written.left_out:
            frame.out().print(f"[dim]{written.left_out:,} older ones left out: --limit, --from[/]")
