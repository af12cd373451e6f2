"""`sayso docs`: the documents of the ledger, listed, filtered, searched."""

from typing import Annotated

import typer
from rich.text import Text

from sayso.cli import frame
from sayso.cli.choosing import day_of
from sayso.ledger import DocumentFilter, DocumentRow
from sayso.ledger.search import CLOSE, OPEN

HELP = """Lists the documents of the ledger, newest first; with words, those that have them, the best first.

Search: `words of any document`, `"a phrase"`, `-without`, `this OR that`, `begin*`.

Example: `sayso docs`, or `sayso docs '"four killed" -market' --from 2015-07-01 --outlet "The Courier"`
"""


def register(app: typer.Typer) -> None:
    """Adds the command."""
    app.command("docs", help=HELP)(docs)


def docs(
    words: Annotated[list[str] | None, typer.Argument(help="What to search for.", metavar="[WORDS]...")] = None,
    ledger: frame.LedgerOption = "",
    outlet: Annotated[str, typer.Option(help="Of this outlet.")] = "",
    first: Annotated[str, typer.Option("--from", help="Published on this day or later.")] = "",
    last: Annotated[str, typer.Option("--to", help="Published on this day or earlier.")] = "",
    language: Annotated[str, typer.Option(help="In this language (ISO 639-1).")] = "",
    address: Annotated[str, typer.Option(help="Whose file or address begins so.")] = "",
    uncoded: Annotated[bool, typer.Option("--uncoded", help="Only those that are not coded yet.")] = False,
    warned: Annotated[bool, typer.Option("--warned", help="Only those with a warning (encoding, ...).")] = False,
    at: frame.At = "",
    limit: frame.Limit = 20,
    after: frame.After = "",
    as_json: frame.AsJson = False,
) -> None:
    wanted = DocumentFilter(
        " ".join(words or ()),
        outlet,
        language,
        day_of(first, "--from"),
        day_of(last, "--to"),
        address,
        coded=False if uncoded else None,
        warnings=warned,
    )
    with frame.opened(ledger) as opened:
        page = (opened.at(at) if at else opened).document_page(wanted, after=after, limit=limit)
    if as_json:
        for row in page.rows:
            frame.print_json(row)
        return
    out = frame.out()
    if not page.rows:
        out.print("no documents" + (" like that" if wanted != DocumentFilter() else " yet. Add some: sayso add PATH"))
        return
    found = [_row(r) for r in page.rows]
    out.print(frame.table(found, "document", "published", "outlet", "*title", ">events", ">figs"))
    if wanted.text:
        for r in page.rows[:5]:
            out.print(Text(f"  {r.doc}: ", style="dim") + _snippet(r.snippet))
    more = f"; go on: --after {page.next}" if page.next else ""
    out.print(f"[dim]{len(page.rows):,} of {frame.plural(page.total, 'document')}{more}[/]")


def _row(r: DocumentRow) -> tuple[str, ...]:
    counts = (str(r.events), str(r.figures)) if r.coded else ("–", "–")
    return (r.doc[:24], r.published[:10], r.outlet[:18], r.title, *counts)


def _snippet(text: str) -> Text:
    """The words around a hit, hits in bold."""
    made = Text()
    for k, part in enumerate(frame.visible(text.replace(OPEN, "\n").replace(CLOSE, "\n")).split("\n")):
        made.append(part, style="bold" if k % 2 else "")
    return made
