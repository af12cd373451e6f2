"""A coded document in the terminal: events in order, figures with their words and chains, and what was not used.

Colours only underline what the words say: the page reads the same without them.
"""

from collections import defaultdict

from rich.console import Console
from rich.padding import Padding
from rich.table import Table

from sayso.cli.frame import shown
from sayso.core import AttributionChain, CodedDocument, EventReport, Figure, Statement

_WIDEST = 150  # columns; longer lines are hard to follow
_FAINT = 0.35  # confidence below which a record is marked with a question mark


def show(coded: CodedDocument, console: Console | None = None) -> None:
    """Prints one document."""
    c = console or Console(highlight=False)
    if console is None and c.width > _WIDEST:
        c = Console(highlight=False, width=_WIDEST)
    masthead = " · ".join(x for x in (coded.outlet, (coded.published or "")[:10] or "no date") if x)
    c.rule(f"[bold]{shown(coded.doc)}[/]  [dim]{shown(masthead)}[/]", align="left")
    if coded.unread:
        c.print(f"[yellow]not read: {shown(coded.unread)}[/]")
        return
    if not (coded.events or coded.figures or coded.statements):
        c.print("[dim]no event, no figure about people, no claim about one[/]")
    told: set[str] = set()
    for e in coded.events:
        _print_event(c, e)
        figures = [f for f in coded.figures if f.events[:1] == (e.id,)]
        if figures:
            c.print(Padding(_figures(figures, e.id), (0, 0, 0, 4)))
        for s in (s for s in coded.statements if e.id in s.about and s.id not in told):
            told.add(s.id)
            c.print(Padding(_statement(s), (0, 0, 0, 4)))
    loose = [f for f in coded.figures if not f.events]
    if loose:
        c.print("[bold]of no event[/]")
        c.print(Padding(_figures(loose, ""), (0, 0, 0, 4)))
    _print_unused(c, coded)


def chain_text(chain: AttributionChain, basis: str = "") -> str:
    """Speakers from the outside in, "the text itself" where there is none."""
    names = [h.speaker.words if h.is_ is None else f"{h.speaker.words} (= {h.is_.words})" for h in chain.hops]
    told = " → ".join(" ".join(n.split()) for n in names) or "the text itself"
    return told + (", relayed" if basis == "relayed" else "")


def value_text(f: Figure) -> str:
    """The bounds of a figure in a few characters."""
    if f.comparator in ("vague", "plural"):
        return f.comparator
    if f.low == f.high:
        return f"{'about ' if f.comparator == 'about' else ''}{f.low:,}"
    return f"{'' if f.low is None else f'{f.low:,}'}–{'' if f.high is None else f'{f.high:,}'}"


def _print_event(c: Console, e: EventReport) -> None:
    who = ", ".join(p.quote.words for p in e.actors) or "?"
    whom = ", ".join(p.quote.words for p in e.recipients)
    with_ = ", ".join(p.quote.words for p in e.instruments)
    kind = f"{e.type} {e.mode}".strip()
    doubt = " [dim]?[/]" if e.confidence < _FAINT else ""
    parties = who + (f" → {whom}" if whom else "") + (f", with {with_}" if with_ else "")
    c.print(f"[bold cyan]{e.id} {kind}[/]{doubt} “{_line(e.trigger.words)}”  {_line(parties)}")
    flags = [e.factuality] if e.factuality != "happened" else []
    flags += ["background"] if e.background else []
    told = f"[green]{_line(_where(e))}[/] · [magenta]{_when(e)}[/]"
    told += f" · [yellow]{', '.join(flags)}[/]" if flags else ""
    c.print(Padding(f"{told} · [dim]{_line(chain_text(e.chain, e.basis))}[/]", (0, 0, 0, 3)))


def _where(e: EventReport) -> str:
    if e.place_quote is None:
        return "place unknown"
    relation = "" if e.place_relation in ("", "in") else f"{e.place_relation} "
    place = e.place
    known = place is not None and place.latitude is not None
    holding = ", ".join(x for x in (place.admin1, place.country) if x) if place is not None and known else ""
    if place is not None and place.precision == "country":
        holding = place.country
    return f"{relation}{e.place_quote.words}" + (f" ({holding})" if holding else "" if known else " (not in the gazetteer)")


def _when(e: EventReport) -> str:
    if e.date is None or not e.date.edtf:
        return "date unknown"
    return e.date.edtf + (f" “{_line(e.date_quote.words)}”" if e.date_quote is not None and e.date.how != "stated" else "")


def _figures(rows: list[Figure], event: str) -> Table:
    table = Table(show_header=False, box=None, pad_edge=False)
    for f in rows:
        stance = "" if f.stance == "asserts" else f"[red]{f.stance.replace('_', ' ')}[/] "
        notes = [f"{r.is_.replace('_', ' ')} {r.with_}" for r in f.relations]
        notes += [f"also {', '.join(e for e in f.events if e != event)}"] if len(f.events) > 1 else []
        notes += [f.scope.words] if f.scope is not None else []
        doubt = "?" if f.confidence < _FAINT else ""
        table.add_row(
            f"[dim]{f.id}[/]",
            f.kind.replace("_", " "),
            f"[bold]{value_text(f)}[/]{doubt}",
            f"“{_line(f.quote.words)}”",
            stance + _line(chain_text(f.chain, f.basis)),
            f"[dim]{_line('; '.join(notes))}[/]",
        )
    return table


def _statement(s: Statement) -> str:
    stance = "" if s.stance == "asserts" else f" [red]{s.stance.replace('_', ' ')}[/]"
    doubt = "?" if s.confidence < _FAINT else ""
    return f"[dim]{s.id}[/] {s.field}{doubt}{stance} “{_line(s.quote.words, 160)}”  [dim]{_line(chain_text(s.chain, s.basis))}[/]"


def _print_unused(c: Console, coded: CodedDocument) -> None:
    """Numbers and words that were seen and left aside, by reason."""
    by_reason: dict[str, list[str]] = defaultdict(list)
    for u in coded.unused:
        by_reason[u.reason].append(f"“{_line(u.quote.words, 40)}”")
    for k, (reason, words) in enumerate(by_reason.items()):
        head = "not used  " if k == 0 else "          "
        c.print(f"[dim]{head}{', '.join(words)}: {shown(reason)}[/]")


def _line(words: str, most: int = 200) -> str:
    """Words on one line, nothing in them a command to the terminal or to Rich, cut at `most` characters."""
    line = " ".join(words.split())
    return shown(line if len(line) <= most else line[: most - 1] + "…")
