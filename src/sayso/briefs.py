"""Briefs out of gathered events: Markdown, HTML or DOCX, with a footnote behind every statement and a map."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from hashlib import sha256
from typing import Any

from sayso.assess.policies import Policy
from sayso.core import AssetError, InputError
from sayso.datasets import Gathered, Wanted
from sayso.export.words import moment_text
from sayso.ledger import Exported

FORMS = (".md", ".html", ".docx")
MOST = 100  # events of one brief


@dataclass(frozen=True)
class MadeBrief:
    """Files by name, the brief first. Events that are in, older ones that are left out, and footnotes."""

    files: Mapping[str, bytes]
    events: int
    left_out: int
    footnotes: int

    @cached_property
    def main(self) -> str:
        """The name of the brief itself."""
        return next(iter(self.files))


def made_brief(found: Gathered, chosen: Policy, form: str, *, title: str = "", limit: int = 25, name: str = "") -> MadeBrief:
    """A brief of the latest of gathered events under a policy, in one of FORMS; without a `name` no file stands beside it.

    Raises InputError if no event may be shown.
    """
    from sayso.export.brief import chart_of, compose, to_docx, to_html, to_markdown

    events = found.under(chosen)
    if not events:
        raise InputError("no events like that that may be shown", hint="See which there are: sayso events")
    dated = [a for a in events if a.row.first or a.row.last]
    shown = dated[-limit:] + [a for a in events if a not in dated][: max(0, limit - len(dated))]
    made = [("Events", f"{len(shown)}" + (f" of {len(events)}, the latest" if len(shown) < len(events) else ""))]
    made += [("Ledger as of", f"{moment_text(found.moment)} UTC"), ("Numbers", f"policy {chosen.name}: {chosen.title}")]
    made += [("Read by", ", ".join(sorted({c for a in shown for c in a.coders.values()})))]
    made += [("Protected", f"{found.documents} documents left out")] if found.documents else []
    made += [("Hidden names", f"{len(found.veil.names)}")] if found.veil.names else []
    words = title or (f"Brief on {shown[0].heading.title}" if len(shown) == 1 else f"Brief on {len(shown)} events")
    composed = compose(shown, found.veil.over(words), made)
    chart = chart_of([a for a in shown if a.facts.said], land(), country_names())
    file = f"{name or 'brief'}{form}"
    if form == ".html":
        files = {file: to_html(composed, chart).encode("utf-8", "replace")}
    elif form == ".docx":
        files = {file: to_docx(composed, chart, found.moment)}
    elif chart is None or not name:
        files = {file: to_markdown(composed).encode("utf-8", "replace")}
    else:
        drawing = f"{name}-map.svg"
        files = {file: to_markdown(composed, drawing).encode("utf-8", "replace"), drawing: chart.svg().encode()}
    return MadeBrief(files, len(shown), len(events) - len(shown), len(composed.notes))


def brief_exported(
    found: Gathered, made: MadeBrief, wanted: Wanted, form: str, policy: str, person: str, name: str, stamp: int
) -> Exported:
    """A brief as the ledger's list of exports keeps it."""
    digest, kind = sha256(made.files[made.main]).hexdigest(), form.lstrip(".")
    return Exported(
        person, "brief", kind, policy, wanted.events, wanted.ids, name, digest, found.moment, stamp, made.events, made.footnotes
    )


def country_names() -> list[Any]:
    """Names of countries with the points at which they stand."""
    return [(tuple(f["geometry"]["coordinates"]), f["properties"]["name"]) for f in _base_map("labels.json")]


def land() -> list[Any]:
    """Outlines of countries."""
    found = (f["geometry"] for f in _base_map("countries.json") if f["geometry"])
    return [p[0] for g in found for p in (g["coordinates"] if g["type"] == "MultiPolygon" else [g["coordinates"]])]


def _base_map(name: str) -> list[Any]:
    """A layer of the base map that the package carries; empty if it was installed without."""
    from sayso.serve.assets import FOLDER, manifest

    try:
        file = manifest()[name]
    except AssetError:
        return []
    found: list[Any] = json.loads((FOLDER / file).read_text(encoding="utf-8"))["features"]
    return found
