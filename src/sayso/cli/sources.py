"""`sayso sources`: on whom claims rest, and what outlets say themselves and what they repeat."""

from typing import Annotated

import typer

from sayso.assess.credibility import RELIABILITY, read_reliability
from sayso.cli import frame
from sayso.cli.assess import Reliability
from sayso.core import InputError
from sayso.export.words import ROLES
from sayso.ledger import DocumentFilter, Snapshot
from sayso.ledger.tallies import OutletRow

PUBLIC = ("party", "official", "monitor", "medium")
HELP = """Lists those on whom claims finally rest (ministries, armies, monitors, media), those in most events first. Witnesses are left out:
they are seen in the event that they speak of, and nowhere else.

With --outlets: publications, and how many of their claims are their own, passed on, or nobody's. With an outlet's name: from whom it has
what it says. Reliability A to F comes from a file of yours and is F, "cannot be judged", where nobody said.

Example: `sayso sources`, or `sayso sources --outlets`, or `sayso sources "The Courier"`
"""


def register(app: typer.Typer) -> None:
    """Adds the command."""
    app.command("sources", help=HELP)(sources)


def sources(
    outlet: Annotated[str, typer.Argument(help="An outlet, by its name as `--outlets` lists it.")] = "",
    outlets: Annotated[bool, typer.Option("--outlets", help="Publications instead of those on whom claims rest.")] = False,
    name: Annotated[str, typer.Option(help="Whose name has this part.")] = "",
    reliability: Reliability = None,
    limit: frame.Limit = 20,
    after: frame.After = "",
    ledger: frame.LedgerOption = "",
    at: frame.At = "",
    as_json: frame.AsJson = False,
) -> None:
    grades = read_reliability(reliability) if reliability else {}
    with frame.opened(ledger, readonly=True) as opened:
        view = opened.at(at) if at else opened
        if outlet:
            _outlet(view, outlet, as_json)
        elif outlets:
            _outlets(view, name, after, limit, grades, as_json)
        else:
            _origins(view, name, after, limit, grades, as_json)


def _origins(view: Snapshot, name: str, after: str, limit: int, grades: dict[str, str], as_json: bool) -> None:
    page = view.origin_page(roles=PUBLIC, name=name, after=after, limit=limit)
    if as_json:
        for r in page.rows:
            grade = grades.get(r.origin.name.lower(), "F")
            frame.print_json({"origin": r.origin, "events": r.events, "claims": r.claims, "reliability": grade})
        return
    out = frame.out()
    rows = [
        (r.origin.name, ROLES.get(r.origin.role, r.origin.role).split(",")[0], r.origin.country, str(r.events), str(r.claims), grades.get(r.origin.name.lower(), "F"))
        for r in page.rows
    ]  # fmt: skip
    if not rows:
        out.print("nobody like that" if name else "no claims are traced yet: sayso link")
        return
    out.print(frame.table(rows, "*rests on", "part", "", ">events", ">claims", "grade"))
    _foot(len(rows), page.total, page.next, "source", grades)


def _outlets(view: Snapshot, name: str, after: str, limit: int, grades: dict[str, str], as_json: bool) -> None:
    page = view.outlet_page(name=name, after=after, limit=limit)
    rows = [_counts(view, r) for r in page.rows]
    if as_json:
        for r, (own, repeated, nobody) in zip(page.rows, rows, strict=True):
            frame.print_json({"outlet": r.outlet, "documents": r.documents, "first": r.first, "last": r.last, "own": own,
                              "passed_on": repeated, "nobody_named": nobody, "reliability": grades.get(r.outlet.lower(), "F")})  # fmt: skip
        return
    if not rows:
        frame.out().print("no outlets" + (" like that" if name else " yet: sayso add PATH"))
        return
    cells = [
        (r.outlet, str(r.documents), r.first[:10], r.last[:10], *map(str, counts), grades.get(r.outlet.lower(), "F"))
        for r, counts in zip(page.rows, rows, strict=True)
    ]
    frame.out().print(frame.table(cells, "*outlet", ">docs", "first", "last", ">own", ">passed on", ">nobody", "grade"))
    _foot(len(rows), page.total, page.next, "outlet", grades)


def _counts(view: Snapshot, row: OutletRow) -> tuple[int, int, int]:
    """Claims of an outlet that are its own, passed on, nobody's."""
    carried = view.carried(row.outlet)
    own = sum(c.claims for c in carried if c.name.casefold() == row.outlet.casefold())
    nobody = sum(c.claims for c in carried if c.standing == "none")
    return own, sum(c.claims for c in carried) - own - nobody, nobody


def _outlet(view: Snapshot, outlet: str, as_json: bool) -> None:
    documents = view.document_page(DocumentFilter(outlet=outlet), limit=1)
    if not documents.total:
        raise InputError(f"no document is by an outlet {outlet[:80]!r}", hint="List them: sayso sources --outlets")
    real = documents.rows[0].outlet
    carried = view.carried(real)
    if as_json:
        for c in carried:
            frame.print_json(c)
        return
    out = frame.out()
    out.rule(f"[bold]{frame.shown(real)}[/]  [dim]{frame.plural(documents.total, 'document')}[/]", align="left")
    rows = [
        ("itself" if c.name.casefold() == real.casefold() else "nobody named" if c.standing == "none" else c.name, ROLES.get(c.role, c.role), str(c.claims))
        for c in carried
    ]  # fmt: skip
    out.print(frame.table(rows, "*has its claims from", "part", ">claims") if rows else "no claims are traced yet: sayso link")


def _foot(shown: int, total: int, after: str, what: str, grades: dict[str, str]) -> None:
    out = frame.out()
    more = f"; go on: --after {after}" if after else ""
    out.print(f"[dim]{shown:,} of {frame.plural(total, what)}{more}[/]", soft_wrap=True)
    if not grades:
        out.print(f"[dim]grade F: {RELIABILITY['F']}, as nobody said; give a file with --reliability[/]", soft_wrap=True)
