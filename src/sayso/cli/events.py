"""`sayso events`: the events of the ledger, filtered, sorted; as a table, JSON or CSV."""

import dataclasses
import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Annotated

import typer

from sayso.cli import choosing, frame
from sayso.core import ConfigError
from sayso.export.cells import csv_lines
from sayso.export.heading import Heading, heading
from sayso.export.veil import Veil, veil_of
from sayso.export.words import shorten, spoken
from sayso.ledger import EVENT_ORDERS, EventFilter, Snapshot

HELP = """Lists events: what happened where and when, how many dead are claimed, on how many origins it rests, and what is contested.

The dead are the lowest and highest number that any claim gives: what is said, not what is so. `sayso event ID` shows who says it.

Example: `sayso events --contested`, or `sayso events --from 2015-07-01 --country KG --killed 1 --sort=-killed`,
or `sayso events --csv > events.csv`
"""


def register(app: typer.Typer) -> None:
    """Adds the command."""
    app.command("events", help=HELP)(events)


def events(
    ledger: frame.LedgerOption = "",
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
    sort: Annotated[str, typer.Option(help=f"One of {', '.join(EVENT_ORDERS)}; - is down.")] = "-date",
    as_csv: Annotated[
        bool, typer.Option("--csv", help="All of them as CSV on standard output, protected places hidden.")
    ] = False,
    at: frame.At = "",
    limit: frame.Limit = 20,
    after: frame.After = "",
    as_json: frame.AsJson = False,
) -> None:
    wanted = choosing.chosen(
        first=first, last=last, place=place, country=country, kind=kind, contested=contested, contested_on=contested_on,
        actor=actor, killed=killed, origins=origins, outlet=outlet, text=text, happened=happened,
    )  # fmt: skip
    if sort not in EVENT_ORDERS:
        raise ConfigError(f"'{sort[:40]}' is no order", where="--sort", hint=f"One of: {', '.join(EVENT_ORDERS)}.")
    with frame.opened(ledger, readonly=True) as opened:
        view = opened.at(at) if at else opened
        if as_csv:
            veil = veil_of(opened.protections(), datetime.now(UTC).date().isoformat(), opened.pseudonyms())
            for line in csv_lines(map(dataclasses.asdict, _every(view, wanted, sort, veil)), limit=10**9):
                sys.stdout.write(veil.over(line))
            return
        page = view.event_page(wanted, order=sort, after=after, limit=limit)
        waiting = "" if at else choosing.warn_unlinked(opened)
    rows = [heading(r) for r in page.rows]
    if as_json:
        for row in rows:
            frame.print_json(row)
        return
    out = frame.out()
    if rows:
        wide = out.width >= 110
        out.print(frame.table([_row(r, wide=wide) for r in rows], *_columns(wide=wide)))
        more = f"; go on: --after {page.next}" if page.next else ""
        out.print(f"[dim]{len(rows):,} of {frame.plural(page.total, 'event')}{more}[/]", soft_wrap=True)
    else:
        out.print("no events" + (" like that" if wanted != EventFilter() else " yet. Add reports: sayso add PATH"))
    if waiting:
        frame.err().print(f"[yellow]{waiting}[/]")


def _every(view: Snapshot, wanted: EventFilter, sort: str, veil: Veil) -> Iterator[Heading]:
    after = ""
    while True:
        page = view.event_page(wanted, order=sort, after=after, limit=1000)
        yield from map(heading, veil.rows(page.rows))
        if not page.next:
            return
        after = page.next


def _columns(*, wide: bool) -> tuple[str, ...]:
    return ("event", "date", "*what and where", ">dead", ">docs", ">origins", "contested") if wide else (
        "event", "date", "*what and where", ">dead", ">docs", "contested")  # fmt: skip


def _row(r: Heading, *, wide: bool) -> tuple[str, ...]:
    title = f"{r.title}, {r.country_name}" if wide and r.country_name and r.country_name not in r.title else r.title
    flags = [r.factuality] if r.factuality != "happened" else []
    flags += ["background"] if r.background else []
    title = f"{', '.join(flags)}: {title}" if flags else title
    contested = ", ".join(spoken(c) for c in r.contested)
    when = r.date_text.replace("date unknown", "–")
    if wide:
        return r.id, shorten(when, 24), title, r.killed or "–", str(r.documents), str(r.origins), shorten(contested, 34)
    return r.id, shorten(when, 15), title, r.killed or "–", str(r.documents), shorten(contested, 16)
