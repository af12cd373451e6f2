"""A coded document in the terminal: events in order, figures with their words and chains, and what was not used."""

from rich.console import Console
from rich.padding import Padding
from rich.table import Table

from sayso.cli.frame import shown
from sayso.core import AttributionChain, CodedDocument, EventReport, Figure, Statement


def show(coded: CodedDocument, console: Console | None = None) -> None:
    """Prints one document."""
    c = console or Console(highlight=False)
    masthead = " · ".join(x for x in (coded.outlet, coded.published) if x)
    c.rule(f"[bold]{shown(coded.doc)}[/]  [dim]{shown(masthead)}[/]", align="left")
    if coded.unread:
        c.print(f"[yellow]not read: {shown(coded.unread)}[/]")
        return
    if not (coded.events or coded.figures):
        c.print("[dim]no event and no figure about people[/]")
    for e in coded.events:
        c.print(_event(e))
        rows = [f for f in coded.figures if e.id in f.events]
        if rows:
            c.print(Padding(_figures(rows), (0, 0, 0, 4)))
        for s in (s for s in coded.statements if e.id in s.about):
            c.print(Padding(_statement(s), (0, 0, 0, 4)))
    loose = [f for f in coded.figures if not f.events]
    if loose:
        c.print("[bold]of no event[/]")
        c.print(Padding(_figures(loose), (0, 0, 0, 4)))
    if coded.unused:
        c.print("[dim]not used: " + shown("; ".join(f"“{u.quote.words}” ({u.reason})" for u in coded.unused)) + "[/]")


def chain_text(chain: AttributionChain, basis: str = "") -> str:
    """Speakers from the outside in, "the text itself" where there is none."""
    names = [h.speaker.words if h.is_ is None else f"{h.speaker.words} (= {h.is_.words})" for h in chain.hops]
    told = " → ".join(names) or "the text itself"
    return told + (", relayed" if basis == "relayed" else "")


def value_text(f: Figure) -> str:
    """The bounds of a figure in a few characters."""
    if f.comparator in ("vague", "plural"):
        return f.comparator
    if f.low == f.high:
        return f"{'about ' if f.comparator == 'about' else ''}{f.low}"
    return f"{'' if f.low is None else f.low}–{'' if f.high is None else f.high}"


def _event(e: EventReport) -> str:
    who = ", ".join(p.quote.words for p in e.actors) or "?"
    whom = ", ".join(p.quote.words for p in e.recipients)
    where = (
        f"{'' if e.place_relation in ('', 'in') else e.place_relation + ' '}{e.place_quote.words}"
        if e.place_quote
        else "place unknown"
    )
    when = e.date.edtf if e.date else "date unknown"
    flags = ", ".join(x for x in (e.factuality if e.factuality != "happened" else "", "background" if e.background else "") if x)
    head = f"[bold cyan]{e.id} {e.type}[/] “{shown(e.trigger.words)}”  {shown(who)}{shown(' → ' + whom) if whom else ''}"
    tail = f"  [green]{shown(where)}[/], [magenta]{when}[/]" + (f"  [yellow]{flags}[/]" if flags else "")
    return head + tail + f"  [dim]{shown(chain_text(e.chain, e.basis))}[/]"


def _figures(rows: list[Figure]) -> Table:
    table = Table(show_header=False, box=None, pad_edge=False)
    for f in rows:
        stance = "" if f.stance == "asserts" else f"[red]{f.stance}[/] "
        related = ", ".join(f"{r.is_} {r.with_}" for r in f.relations)
        table.add_row(
            f"[dim]{f.id}[/]",
            f.kind,
            f"[bold]{value_text(f)}[/]",
            f"“{shown(f.quote.words)}”",
            stance + shown(chain_text(f.chain, f.basis)),
            f"[dim]{related}[/]",
        )
    return table


def _statement(s: Statement) -> str:
    stance = "" if s.stance == "asserts" else f" [red]{s.stance}[/]"
    return f"[dim]{s.id}[/] {s.field}{stance} “{shown(s.quote.words[:120])}”  [dim]{shown(chain_text(s.chain, s.basis))}[/]"
