"""Our own tables, which hold everything: events, their figures under a policy, conflicts, documents."""

from collections.abc import Iterable

from sayso.core import split_address
from sayso.export.assessed import Assessed
from sayso.export.claims import page_of
from sayso.export.columns import Column, Record
from sayso.export.heading import country_name

_KINDS = ("killed", "wounded")
EVENTS = (
    Column("event_id", "text", "Stable: merges lead from the old id to the new one, splits keep the older."),
    Column("title", "text", "What and where, in a few words."),
    Column("type", "text", "PLOVER type that most reports give."),
    Column("mode", "text", "PLOVER mode, blank if none is known."),
    Column("factuality", "text", "happened, ongoing, planned, threatened, feared, denied, hypothetical."),
    Column("background", "yes/no", "Whether all reports tell it as background of years ago."),
    Column("date", "date", "EDTF, as precisely as it is known; blank if it is not."),
    Column("first_day", "date", "First day that the date allows; blank where open."),
    Column("last_day", "date", "Last day that the date allows; blank where open."),
    Column("place", "text", "The gazetteer's name."),
    Column("place_precision", "text", "point, town, district, province, country, region, unresolved."),
    Column("admin1", "text", "First-level division."),
    Column("country", "text", "ISO 3166 alpha-2."),
    Column("country_name", "text", "The country by name."),
    Column("latitude", "number", "Degrees, WGS 84."),
    Column("longitude", "number", "Degrees, WGS 84."),
    Column("actors", "list", "Who did it, as reports name them; those named most first."),
    Column("recipients", "list", "To whom it was done."),
    Column("groups", "list", "Kinds of people among them, normalised."),
    Column("instruments", "list", "With what, in the words of the reports."),
    *(
        Column(f"{kind}_{bound}", "integer", f"{what} of {kind} under the policy; blank if it gives none.")
        for kind in _KINDS
        for bound, what in (("low", "Lowest"), ("best", "Best"), ("high", "Highest"))
    ),
    Column("killed_known", "yes/no", "Whether anybody gives a figure of the dead: 0 and unknown are two things."),
    Column("independent_low", "integer", "Independent origins behind the event, every unresolved link taken as dependence."),
    Column("independent_high", "integer", "Independent origins, named ones with no link found between them."),
    Column("contested", "list", "Fields on which accounts conflict; revisions are none."),
    Column("documents", "integer", "Documents that report it."),
    Column("outlets", "list", "Publications that report it."),
    Column("claims", "integer", "Claims about it."),
    Column("part_of", "text", "The event of which it is a part."),
    Column("merged", "list", "Ids that lead here since a merge."),
    Column("policy", "text", "The policy behind low, best, high."),
    Column("not_in_scope", "text", "Why the policy leaves the event out; blank if it does not."),
    Column("changed", "text", "When the event last changed in the ledger (UTC)."),
)
FIGURES = (
    Column("event_id", "text", "The event."),
    Column("field", "text", "The kind of figure."),
    Column("group", "text", "Class of people counted; blank for all."),
    Column("scope", "text", "What narrows it; blank for the whole event."),
    Column("part", "text", "Whose words: blank all, own (a side on its own losses), enemy (a side on the other's), conceded."),
    Column("low", "integer", "Lowest."),
    Column("best", "integer", "Best; blank where the policy names none."),
    Column("high", "integer", "Highest."),
    Column("independent_low", "integer", "Independent origins behind it, at least."),
    Column("independent_high", "integer", "Independent origins behind it, at most."),
    Column("claims", "list", "The claims that count."),
    Column("policy", "text", "The policy."),
    Column("rules", "list", "Rules that decided; V read in the source, S seen second-hand, M from memory and unverified."),
    Column("why", "text", "Why these numbers."),
    Column("in_scope", "yes/no", "Whether the event is in the policy's scope."),
)
CONFLICTS = (
    Column("event_id", "text", "The event."),
    Column("field", "text", "What it is about."),
    Column("kind", "text", "differs, contrasted, denied, revised, rival_responsibility, disputed."),
    Column("group", "text", "Class of people counted."),
    Column("scope", "text", "What narrows the figures."),
    Column("why", "text", "The accounts in their words."),
    Column("claims", "list", "The claims."),
)
DOCUMENTS = (
    Column("article_id", "text", "The document."),
    Column("name", "text", "Its short name."),
    Column("title", "text", "Its title."),
    Column("outlet", "text", "The publication."),
    Column("published", "text", "When it was published (ISO 8601)."),
    Column("language", "text", "ISO 639-1."),
    Column("address", "text", "Its web address, else the name of its file."),
    Column("events", "list", "Events that it reports, of those in this data set."),
)


def event_record(a: Assessed) -> Record:
    """An event with what the policy makes of it."""
    r, p = a.row, a.profile
    bounds: dict[str, int | None] = {}
    for kind in _KINDS:
        total = a.total(kind)
        values = (total.low, total.best, total.high) if total is not None and total.claims else (None, None, None)
        bounds |= dict(zip((f"{kind}_{b}" for b in ("low", "best", "high")), values, strict=True))
    return {
        "event_id": r.id,
        "title": a.heading.title,
        "type": r.type,
        "mode": r.mode,
        "factuality": r.factuality,
        "background": r.background,
        "date": r.date,
        "first_day": r.first or "",
        "last_day": r.last or "",
        "place": r.place,
        "place_precision": r.precision,
        "admin1": r.admin1,
        "country": r.country,
        "country_name": country_name(r.country),
        "latitude": r.latitude,
        "longitude": r.longitude,
        "actors": [x.name for x in p.actors],
        "recipients": [x.name for x in p.recipients],
        "groups": list(p.groups),
        "instruments": list(p.instruments),
        **bounds,
        "killed_known": any(s.claim.field == "killed" for s in a.facts.figures),
        "independent_low": a.independent.low,
        "independent_high": a.independent.high,
        "contested": list(a.contested()),
        "documents": len(a.documents),
        "outlets": list(p.outlets),
        "claims": len(a.facts.said),
        "part_of": r.part_of or "",
        "merged": list(a.merged),
        "policy": a.policy,
        "not_in_scope": a.outside,
        "changed": r.since,
    }


def figure_records(a: Assessed) -> list[Record]:
    """Every figure of an event under its policy."""
    return [
        {
            "event_id": a.id,
            "field": f.field,
            "group": f.group,
            "scope": f.scope,
            "part": f.part,
            "low": f.low,
            "best": f.best,
            "high": f.high,
            "independent_low": f.independent[0],
            "independent_high": f.independent[1],
            "claims": list(f.claims),
            "policy": f.policy,
            "rules": list(f.rules),
            "why": f.why,
            "in_scope": f.in_scope,
        }
        for f in a.assessments
    ]


def conflict_records(a: Assessed) -> list[Record]:
    """Every conflict of an event."""
    return [
        {
            "event_id": a.id,
            "field": c.field,
            "kind": c.kind,
            "group": c.group,
            "scope": c.scope,
            "why": c.why,
            "claims": list(c.claims),
        }
        for c in a.conflicts
    ]


def document_records(events: Iterable[Assessed]) -> list[Record]:
    """The documents of some events, each once, by publication time."""
    told: dict[str, list[str]] = {}
    heads = {}
    for a in events:
        for report in a.facts.event.reports:
            document = split_address(report)[0]
            if document in a.documents:
                heads[document] = a.documents[document]
                told.setdefault(document, []).append(a.id)
    return [
        {
            "article_id": d.id,
            "name": d.doc,
            "title": d.title,
            "outlet": d.outlet,
            "published": d.published,
            "language": d.language,
            "address": page_of(d),
            "events": sorted(set(told[d.id])),
        }
        for d in sorted(heads.values(), key=lambda d: (d.published or "9", d.id))
    ]
