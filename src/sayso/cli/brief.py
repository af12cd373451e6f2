"""`sayso brief`: a selection of events as Markdown, HTML or DOCX, with a footnote behind every statement."""

import json
import sys
from pathlib import Path
from typing import Annotated, Any

import typer

from sayso.assess.policies import policy
from sayso.cli import choosing, frame
from sayso.core import AssetError, ConfigError, InputError
from sayso.export.words import moment_text
from sayso.ledger import EventFilter

HELP = """Writes a brief of events: what is claimed, by whom, where accounts conflict, a map and tables; every sentence has numbered footnotes with
the exact words behind it. The ending says the form: .md, .html or .docx.

Protected names, places and documents are hidden in it.

Example: `sayso brief E-4F2A9QX --out raid.html`, or `sayso brief --country KG --from 2015-07-01 --out july.docx --title "Raids of July"`,
or `sayso brief --contested --out - > brief.md`
"""
FORMS = (".md", ".html", ".docx")
MOST = 100  # events of one brief


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
    from sayso.export.brief import compose

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
    events = found.under(chosen)
    if not events:
        what = "no events like that" if wanted.events != EventFilter() else "no events"
        raise InputError(f"{what} that may be shown", hint="See which there are: sayso events")
    shown = events[-limit:]
    made = [("Events", f"{len(shown)}" + (f" of {len(events)}, the latest" if len(shown) < len(events) else ""))]
    made += [("Ledger as of", f"{moment_text(found.moment)} UTC"), ("Numbers", f"policy {chosen.name}: {chosen.title}")]
    made += [("Read by", ", ".join(sorted({c for a in shown for c in a.coders.values()})))]
    made += [("Protected", f"{found.documents} documents left out")] if found.documents else []
    made += [("Hidden names", f"{len(found.veil.names)}")] if found.veil.names else []
    words = title or (f"Brief on {shown[0].heading.title}" if len(shown) == 1 else f"Brief on {len(shown)} events")
    composed = compose(shown, found.veil.over(words), made)
    files = _files(composed, shown, form, out, found.moment)
    if out == "-":
        sys.stdout.buffer.write(next(iter(files.values())))
        return
    for path, content in files.items():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
    if as_json:
        counts = {"events": len(shown), "footnotes": len(composed.notes), "files": [str(p) for p in files]}
        frame.print_json(counts)
    else:
        names = " and ".join(map(str, files))
        frame.out().print(
            f"[bold]{frame.shown(names)}[/]: {frame.plural(len(shown), 'event')}, {frame.plural(len(composed.notes), 'footnote')}",
            soft_wrap=True,
        )
        if len(shown) < len(events):
            frame.out().print(f"[dim]{len(events) - len(shown):,} older ones left out: --limit, --from[/]")


def _files(composed: Any, shown: list[Any], form: str, out: str, moment: str) -> dict[Path, bytes]:
    """The brief, with its map beside it where the form takes none inside."""
    from sayso.export.brief import chart_of, to_docx, to_html, to_markdown

    path = Path(out)
    chart = chart_of([a for a in shown if a.facts.said], land(), country_names())
    if form == ".html":
        return {path: to_html(composed, chart).encode("utf-8", "replace")}
    if form == ".docx":
        return {path: to_docx(composed, chart, moment)}
    if chart is None or out == "-":
        return {path: to_markdown(composed).encode("utf-8", "replace")}
    drawing = path.with_name(f"{path.stem}-map.svg")
    return {path: to_markdown(composed, drawing.name).encode("utf-8", "replace"), drawing: chart.svg().encode()}


def country_names() -> list[Any]:
    """Names of countries with the points at which they stand."""
    return [(tuple(f["geometry"]["coordinates"]), f["properties"]["name"]) for f in _base_map("labels.json")]


def _base_map(name: str) -> list[Any]:
    """A layer of the base map that the package carries; empty if it was installed without."""
    from sayso.serve.assets import FOLDER, manifest

    try:
        file = manifest()[name]
    except AssetError:
        return []
    found: list[Any] = json.loads((FOLDER / file).read_text(encoding="utf-8"))["features"]
    return found


def land() -> list[Any]:
    """Outlines of countries."""
    found = (f["geometry"] for f in _base_map("countries.json") if f["geometry"])
    return [p[0] for g in found for p in (g["coordinates"] if g["type"] == "MultiPolygon" else [g["coordinates"]])]
