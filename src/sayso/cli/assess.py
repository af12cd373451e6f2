"""`sayso assess`: events under named policies, side by side, with the rules that decided; what changes without a source."""

from pathlib import Path
from typing import Annotated, Any

import typer
from rich.console import Console
from rich.padding import Padding

from sayso.assess.credibility import discredit, read_reliability
from sayso.assess.policies import MARKS, Policy, names, policy
from sayso.cli import choosing, frame
from sayso.cli.event import bounds_text
from sayso.core import Assessment, ConfigError
from sayso.export.assessed import Assessed
from sayso.export.words import date_text, shorten, spoken
from sayso.ledger import EventFilter, Snapshot

HELP = """Computes low, best and high of events under policies, side by side, and says which rules decided.

Nothing is chosen for good: the claims stay, and another policy makes other numbers of them. A policy of your own is a file of a few lines.
Each rule has a mark: V read in the source, S seen second-hand, M from memory and unverified.

Example: `sayso assess --policy acled --policy ucdp`, or `sayso assess E-4F2A9QX --policy gtd --policy minmax`,
or what a source changes: `sayso assess --policy minmax --discredit "Interior Ministry"`
"""
Policies = Annotated[list[str] | None, typer.Option("--policy", help=f"{', '.join(names())}, or a .toml file; may be repeated.")]
Reliability = Annotated[Path | None, typer.Option(help="CSV with the columns source and reliability (A to F); others are F.")]
DEFAULT = ("acled", "ucdp")
_FEW = 3  # events of which the reasons are shown


def register(app: typer.Typer) -> None:
    """Adds the command."""
    app.command("assess", help=HELP)(assess)


def assess(
    ids: choosing.Ids = None,
    policies: Policies = None,
    field: Annotated[str, typer.Option(help="The kind of figure.")] = "killed",
    reliability: Reliability = None,
    discredited: Annotated[str, typer.Option("--discredit", help="Show what changes without this source.")] = "",
    again: Annotated[
        bool, typer.Option("--again", help="Also compute the ledger's own assessments anew, under every policy given.")
    ] = False,
    first: choosing.First = "",
    last: choosing.Last = "",
    place: choosing.Where = "",
    country: choosing.Country = "",
    contested: choosing.Contested = False,
    limit: frame.Limit = 20,
    ledger: frame.LedgerOption = "",
    at: frame.At = "",
    as_json: frame.AsJson = False,
) -> None:
    chosen = [policy(n) for n in policies or DEFAULT]
    if not any(field in p.fields for p in chosen):
        known = ", ".join(dict.fromkeys(f for p in chosen for f in p.fields))
        raise ConfigError(f"none of these policies counts '{field[:40]}'", where="--field", hint=f"They count {known}.")
    grades = read_reliability(reliability) if reliability else {}
    wanted = choosing.chosen(first=first, last=last, place=place, country=country, contested=contested)
    with frame.opened(ledger, readonly=not again) as opened:
        if again:
            _again(opened, policies or list(names()), grades, as_json)
        view = opened.at(at) if at else opened
        found, total = chosen_events(view, ids or [], wanted, grades, field, limit)
    if as_json:
        for a in found:
            frame.print_json(_as_json(a, chosen, field, discredited))
        return
    out = frame.out()
    if not found:
        out.print(f"no events with a figure of people {spoken(field)}" + (" like that" if wanted != EventFilter() or ids else ""))
        return
    if discredited:
        _without(found, chosen, field, discredited, out)
        return
    _side_by_side(found, chosen, field, out)
    if len(found) <= _FEW:
        _reasons(found, chosen, field, out)
    else:
        out.print(f"[dim]{len(found):,} of {frame.plural(total, 'event')} with such a figure; the reasons: sayso assess EVENT[/]")
    for p in chosen:
        rules = ", ".join(f"{r.rule} \\[{r.mark}]" for r in p.rules)
        out.print(f"[dim]{frame.shown(p.name)}: {rules}[/]")
    out.print(f"[dim]{'; '.join(f'{k} {v}' for k, v in MARKS.items())}[/]")


def _again(opened: Any, wanted: list[str], grades: dict[str, str], as_json: bool) -> None:
    from sayso.linkage import assess_ledger

    with frame.stages("assessing", quiet=as_json) as moved:
        assess_ledger(opened, wanted, reliability=grades, again=True, progress=moved)
    if not as_json:
        frame.err().print(f"assessed anew under {', '.join(wanted)}")


def chosen_events(
    view: Snapshot, ids: list[str], wanted: EventFilter, grades: dict[str, str], field: str, limit: int
) -> tuple[list[Assessed], int]:
    """Events by id, or those of a filter that have a figure of a kind, newest first; with how many there are."""
    from sayso.cli.event import case
    from sayso.datasets import Wanted, gather

    if ids:
        return [case(view, id)[0] for id in ids], len(ids)
    every = gather(view, Wanted(wanted, reliability=grades), hide=False).events
    told = [a for a in every if any(s.claim.field == field for s in a.facts.figures)]
    newest = sorted(told, key=lambda a: a.row.first or a.row.last or "", reverse=True)
    return newest[:limit], len(told)


def _as_json(a: Assessed, chosen: list[Policy], field: str, discredited: str) -> dict[str, Any]:
    told: dict[str, Any] = {"event": a.id, "title": a.heading.title, "date": a.row.date, "field": field, "policies": {}}
    less = without(a, discredited)
    for p in chosen:
        under = a.under(p)
        told["policies"][p.name] = {"total": under.total(field), "not_in_scope": under.outside}
        if discredited:
            told["policies"][p.name]["without"] = less.under(p).total(field) if less else None
    return told


def _side_by_side(found: list[Assessed], chosen: list[Policy], field: str, out: Console) -> None:
    rows = []
    for a in found:
        told = [a.under(p) for p in chosen]
        rows.append((a.id, shorten(date_text(a.row.date), 18), a.heading.title, *(one(t, field) for t in told)))
    heads = [f">{p.name}" for p in chosen]
    out.print(frame.table(rows, "event", "date", f"*{spoken(field)}", *heads))
    out.print("[dim]low–high, best after the colon; (brackets): not in the policy's scope[/]")


def one(a: Assessed, field: str) -> str:
    """Low to high and best in one cell."""
    total = a.total(field)
    if total is None:
        return "not counted"
    low, best, high = bounds_text(total)
    text = best if low == best == high else f"{low}–{high}" + (f": {best}" if total.best is not None else "")
    text = low if total.best is None and low == high else text
    return f"({text})" if a.outside else text


def _reasons(found: list[Assessed], chosen: list[Policy], field: str, out: Console) -> None:
    for a in found:
        out.print(f"\n[bold]{frame.shown(a.heading.title)}[/] [dim]{a.id}[/]")
        for p in chosen:
            total: Assessment | None = a.under(p).total(field)
            if total is None:
                out.print(Padding(f"[bold]{p.name}[/] does not count people {spoken(field)}", (0, 0, 0, 2)))
                continue
            span = f"{total.independent[0]} to {total.independent[1]} independent origins"
            text = (
                f"[bold]{frame.shown(p.name)}[/] {frame.shown(one(a.under(p), field))} [dim]({span})[/]: {frame.shown(total.why)}"
            )
            out.print(Padding(text, (0, 0, 0, 2)))
            out.print(Padding(f"[dim]rules: {frame.shown(', '.join(total.rules))}[/]", (0, 0, 0, 4)))
    out.print()


def without(a: Assessed, source: str) -> Assessed | None:
    """An event as it is without a source; None if nothing is left of it."""
    from dataclasses import replace

    facts = discredit(a.facts, source)
    return replace(a, facts=facts) if facts.said else None


def _without(found: list[Assessed], chosen: list[Policy], field: str, source: str, out: Console) -> None:
    rows = []
    for a in found:
        less = without(a, source)
        for p in chosen:
            before, after = one(a.under(p), field), one(less.under(p), field) if less else "nothing left"
            gone = len(a.facts.said) - (len(less.facts.said) if less else 0)
            if gone:
                rows.append((a.id, a.heading.title, p.name, before, after, str(gone)))
    if not rows:
        out.print(f"nothing rests on “{frame.shown(source)}” or came through it. Names: sayso sources")
        return
    out.print(frame.table(rows, "event", f"*{spoken(field)}", "policy", ">now", ">without", ">claims gone"))
    out.print(f"[dim]without what rests on “{frame.shown(source)}” or came only through it; nothing is changed in the ledger[/]")
