"""`sayso rejects`: inputs that gave no document, and why."""

from collections import Counter
from typing import Annotated

import typer

from sayso.cli import frame, inputs
from sayso.cli.add import add
from sayso.ingest import REJECTION_CODES

HELP = """Lists inputs that gave no document, with the reason. `--retry` adds the files and addresses again that they stood in, with
options that may mend it.

Example: `sayso rejects`, or `sayso rejects --code ambiguous-date --retry --date-format "%d/%m/%Y"`
"""


def register(app: typer.Typer) -> None:
    """Adds the command."""
    app.command("rejects", help=HELP)(rejects)


def rejects(
    ledger: frame.LedgerOption = "",
    code: Annotated[str, typer.Option(help=f"With this code: {', '.join(REJECTION_CODES)}.", show_default=False)] = "",
    address: Annotated[str, typer.Option(help="Whose file or address begins so.")] = "",
    settled: Annotated[bool, typer.Option("--settled", help="Also those that were read since.")] = False,
    limit: frame.Limit = 50,
    as_json: frame.AsJson = False,
    retry: Annotated[bool, typer.Option("--retry", help="Read them again.")] = False,
    published: inputs.Published = "",
    outlet: inputs.Outlet = "",
    title: inputs.Title = "",
    date_format: inputs.DateFormat = "",
    mapping: inputs.Mapping = "",
    format: inputs.Format = "",
) -> None:
    with frame.opened(ledger) as opened:
        if retry:
            found = [r.rejection.address for r in opened.rejections(code=code, address=address)]
        else:
            rows = list(opened.rejections(code=code, address=address, settled=settled))
    if retry:
        again = list(dict.fromkeys(a.partition("!")[0] for a in found if a != "-"))
        if again:
            add(again, ledger, as_json, published, outlet, title, date_format, mapping, format)
        else:
            frame.err().print("nothing to read again")
        return
    if as_json:
        for r in rows:
            frame.print_json(r)
        return
    out = frame.out()
    for r in rows[:limit]:
        mark = f" [green]read {frame.day(r.settled)}[/]" if r.settled else ""
        out.print(f"[yellow]{r.rejection.code}[/] {frame.shown(r.rejection.reason)}{mark}")
    by_code = ", ".join(f"{n:,} {code}" for code, n in Counter(r.rejection.code for r in rows).most_common())
    left = f"; {len(rows) - limit:,} more: --limit" if len(rows) > limit else ""
    out.print(f"[dim]{frame.plural(len(rows), 'input')} not read{': ' if by_code else ''}{by_code}{left}[/]")
