"""`sayso link`: compare what is new with what is there, group reports into events, trace claims to origins, assess."""

from typing import Annotated, Any

import typer

from sayso.assess.policies import names
from sayso.cli import frame
from sayso.ledger import Ledger

HELP = """Links what is new: finds copies, groups reports of one event, traces claims to their origins, and assesses what changed.

Stop it with Ctrl-C whenever you like: the next `sayso link` goes on. `sayso add` links at its end by itself.

Example: `sayso link`, or everything anew with `sayso link --all`
"""


def register(app: typer.Typer) -> None:
    """Adds the command."""
    app.command("link", help=HELP)(link)


def link(
    ledger: frame.LedgerOption = "",
    everything: Annotated[bool, typer.Option("--all", help="Every document, not only what is new or changed.")] = False,
    as_json: frame.AsJson = False,
) -> None:
    with frame.opened(ledger) as opened:
        told = linked(opened, as_json=as_json, again=everything)
    if as_json:
        frame.print_json(told)


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
