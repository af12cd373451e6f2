"""`sayso totals`: figures by place and period under a policy, counting nobody twice."""

import dataclasses
import sys
from typing import Annotated

import typer
from rich.padding import Padding

from sayso.assess.assessment import left_out
from sayso.assess.credibility import read_reliability
from sayso.assess.policies import Policy, policy
from sayso.assess.rules import superseded as superseded_rule
from sayso.assess.totals import PERIODS, PLACES, Counted, LeftOut, Total
from sayso.assess.totals import totals as totalled
from sayso.cli import choosing, frame
from sayso.cli.assess import Reliability
from sayso.core import ConfigError
from sayso.export.assessed import Assessed
from sayso.export.cells import csv_lines
from sayso.export.heading import country_name
from sayso.export.words import spoken

HELP = """Adds up figures by place and period under a policy. Parts of events, series that contain counted events, and figures that their own
origin has replaced are left out, and listed.

Example: `sayso totals`, or `sayso totals --by admin1 --period year --policy ucdp`, or `sayso totals --field wounded --csv`
"""
_SHOWN, _NAMED = 12, 3  # reasons for leaving out, and names of each, that are shown without --json


def register(app: typer.Typer) -> None:
    """Adds the command."""
    app.command("totals", help=HELP)(totals)


def totals(
    policy_name: Annotated[str, typer.Option("--policy", help="acled, gtd, minmax, ucdp, or a .toml file.")] = "minmax",
    field: Annotated[str, typer.Option(help="The kind of figure.")] = "killed",
    by: Annotated[str, typer.Option(help=f"{', '.join(PLACES)}.")] = "country",
    period: Annotated[str, typer.Option(help=f"{', '.join(PERIODS)}.")] = "month",
    reliability: Reliability = None,
    first: choosing.First = "",
    last: choosing.Last = "",
    place: choosing.Where = "",
    country: choosing.Country = "",
    kind: choosing.Kind = None,
    happened: choosing.Happened = False,
    as_csv: Annotated[bool, typer.Option("--csv", help="CSV on standard output.")] = False,
    ledger: frame.LedgerOption = "",
    at: frame.At = "",
    as_json: frame.AsJson = False,
) -> None:
    from sayso.datasets import Wanted, gather

    for value, known, option in ((by, PLACES, "--by"), (period, PERIODS, "--period")):
        if value not in known:
            raise ConfigError(f"'{value[:40]}' is none", where=option, hint=f"One of: {', '.join(known)}.")
    chosen = policy(policy_name)
    if field not in chosen.fields:
        hint = f"It counts {', '.join(chosen.fields)}; another policy may: --policy minmax."
        raise ConfigError(f"the policy {chosen.name} does not count '{field[:40]}'", where="--field", hint=hint)
    wanted = choosing.chosen(first=first, last=last, place=place, country=country, kind=kind, happened=happened)
    grades = read_reliability(reliability) if reliability else {}
    with frame.opened(ledger, readonly=True) as opened:
        found = gather(opened.at(at) if at else opened, Wanted(wanted, reliability=grades), hide=False)
    events = found.under(chosen)
    rows, out_of = totalled([_counted(a, chosen, field) for a in events], field, by=by, period=period)
    if as_json:
        frame.print_json({"policy": chosen.name, "field": field, "totals": rows, "left_out": out_of})
    elif as_csv:
        for line in csv_lines(map(dataclasses.asdict, rows), limit=10**9):
            sys.stdout.write(line)
    else:
        _show(rows, out_of, {a.id: a for a in events}, field, chosen.name)


def _counted(a: Assessed, chosen: Policy, field: str) -> Counted:
    out = left_out([s for s in a.facts.figures if s.claim.field == field], a.facts, a.profile, chosen)
    superseded = superseded_rule([s for s in a.facts.figures if s.claim.field == field], a.facts, a.profile)
    return Counted(a.profile, a.assessments, tuple(sorted(set(out) & set(superseded))))


def _show(rows: list[Total], out_of: list[LeftOut], events: dict[str, Assessed], field: str, name: str) -> None:
    out = frame.out()
    counted = [r for r in rows if len(r.events) > r.unknown]
    if not counted:
        out.print(f"no event with a figure of people {spoken(field)} in the scope of {frame.shown(name)}")
    else:
        cells = [
            (country_name(r.place) or r.place or "all", r.period or "all", f"{r.low:,}", "–" if r.best is None else f"{r.best:,}", f"{r.high:,}",
             str(len(r.events) - r.unknown), str(r.unknown)) for r in counted
        ]  # fmt: skip
        out.print(frame.table(cells, "*where", "when", ">low", ">best", ">high", ">events", ">unknown"))
        out.print(f"[dim]{spoken(field)} under {frame.shown(name)}; unknown: events for which it gives no number[/]")
    if out_of:
        out.print(f"\n[bold]left out[/] [dim]({frame.plural(len(out_of), 'event or figure', 'events or figures')})[/]")
        reasons: dict[str, list[LeftOut]] = {}
        for x in out_of:
            reasons.setdefault(x.why, []).append(x)
        for why, found in sorted(reasons.items(), key=lambda r: (-len(r[1]), r[0]))[:_SHOWN]:
            names = [
                f"{x.subject} {events[x.subject].heading.title}" if x.subject in events else x.subject for x in found[:_NAMED]
            ]
            more = f", … and {len(found) - _NAMED:,} more" if len(found) > _NAMED else ""
            out.print(
                Padding(
                    f"[bold]{len(found):,}[/] {frame.shown(why)} [dim]({frame.shown(', '.join(names))}{more})[/]", (0, 0, 0, 2)
                )
            )
        out.print("[dim]all of them: --json[/]")
