"""Events in ACLED's 31 columns. This is a form, not ACLED's data: ids are ours, and nothing is endorsed by ACLED."""

from datetime import datetime

import pycountry

from sayso.assess.rules import sectors
from sayso.core import Actor
from sayso.export.assessed import Assessed
from sayso.export.columns import Column, Lost, Record
from sayso.export.fields import (
    CIVILIANS,
    EXTERNAL,
    civilian,
    civilians_meant,
    field_countries,
    inter_names,
    middle,
    note,
    party,
    sided,
)
from sayso.export.heading import country_name
from sayso.export.words import number_text
from sayso.ontology import load
from sayso.ontology.load import STATE_SECTORS, SubEvent

POLICY = "acled"
COLUMNS = (
    Column("event_id_cnty", "text", "Our event id, stable across edits; never one of ACLED's."),
    Column("event_date", "date", "YYYY-MM-DD; the middle day where the date is not known to the day."),
    Column("year", "integer", "The year of event_date."),
    Column("time_precision", "integer", "1 the day, 2 within a week, 3 within a month."),
    Column("disorder_type", "text", "Political violence; Demonstrations; Strategic developments; from the sub-event type."),
    Column("event_type", "text", "ACLED's six types, from PLOVER type, mode and parties."),
    Column("sub_event_type", "text", "ACLED's 25 sub-event types, from PLOVER type, mode and parties."),
    Column("actor1", "text", "Name (Country) of who did it, as most reports name them; blank where nobody is named."),
    Column("assoc_actor_1", "text", "Others on the same side, separated by semicolons."),
    Column("inter1", "text", "Kind of actor1 by its sector; the code stands in acled_more."),
    Column("actor2", "text", "To whom it was done; Civilians (Country) where these are civilians."),
    Column("assoc_actor_2", "text", "Others on that side, separated by semicolons."),
    Column("inter2", "text", "Kind of actor2."),
    Column("interaction", "text", "Both kinds, lower code first."),
    Column(
        "civilian_targeting", "text", "Civilians targeted where somebody says that civilians were meant or harmed, else blank."
    ),
    Column("iso", "integer", "ISO 3166-1 numeric code of the country."),
    Column("region", "text", "ACLED's region of the country."),
    Column("country", "text", "The country."),
    Column("admin1", "text", "First-level division."),
    Column("admin2", "text", "Second-level division where the place is one, else blank."),
    Column("admin3", "text", "Not known to the gazetteer.", blank=True),
    Column("location", "text", "The place."),
    Column("latitude", "number", "Degrees, four decimals."),
    Column("longitude", "number", "Degrees, four decimals."),
    Column("geo_precision", "integer", "1 a town or site, 2 a district or near a place, 3 a province or region."),
    Column("source", "text", "Publications, separated by semicolons: outlets, not origins."),
    Column("source_scale", "text", "ACLED's list of scales is not public.", blank=True),
    Column("notes", "text", "Begins with the date; every account of the dead and every dispute in words."),
    Column("fatalities", "integer", "Of the policy; 0 also where nobody gives a figure: see fatalities_known in acled_more."),
    Column("tags", "text", "crowd size=... for demonstrations."),
    Column("timestamp", "integer", "When the event last changed in the ledger, Unix seconds."),
)
MORE = (
    Column("event_id_cnty", "text", "The event."),
    Column("fatalities_known", "yes/no", "Whether anybody gives a figure of the dead."),
    Column("fatalities_low", "integer", "Lowest figure that anybody gives, under the policy minmax."),
    Column("fatalities_high", "integer", "Highest figure that anybody gives, under the policy minmax."),
    Column("fatalities_why", "text", "Why the policy has the number in fatalities."),
    Column("independent_low", "integer", "Independent origins, at least."),
    Column("independent_high", "integer", "Independent origins, at most."),
    Column("contested", "list", "Fields on which accounts conflict."),
    Column("date_edtf", "date", "The date as precisely as it is known."),
    Column("inter1_code", "integer", "1 to 8."),
    Column("inter2_code", "integer", "1 to 8."),
    Column("interaction_code", "integer", "Two digits, lower code first; one and 0 for an actor alone."),
    Column("policy", "text", "The policy behind fatalities."),
)
_GEO = {"point": 1, "town": 1, "district": 2, "province": 3, "region": 3}
_WEEK, _MONTH = 7, 31
_AT_CIVILIANS = ("Violence against civilians", "Explosions/Remote violence")
_PROTESTERS = "Excessive force against protesters"


def why_not(a: Assessed) -> str:
    """Why an event has no row, "" if it has one."""
    if a.outside:
        return a.outside
    if sub_event(a) is None:
        return f"ACLED has no sub-event type for {a.row.type}"
    if not (a.row.first and a.row.last) or middle(a.row.first, a.row.last)[1] > _MONTH:
        return "the date is not known to the month"
    if a.row.precision not in _GEO:
        return "the place is not known below the country"
    return ""


def sub_event(a: Assessed) -> SubEvent | None:
    """ACLED's sub-event type of an event. Who attacked and is not named counts as an unidentified armed group, as ACLED has it:
    nothing tells of a mob."""
    actor, recipient = sectors(a.profile)
    unnamed = a.row.type == "ASSAULT" and not a.profile.actors
    return load().acled(a.row.type, a.row.mode, "UAF" if unnamed else actor, recipient)


def acled_record(a: Assessed) -> tuple[Record, Record]:
    """The row of an event that `why_not` lets in, and what goes beside it."""
    kind = sub_event(a)
    r, total = a.row, a.total("killed")
    day, length = middle(r.first or "", r.last or "")
    first, second = _sides(a)
    codes = [_inter(s[0], r.country) if s else None for s in (first, second)]
    known = pycountry.countries.get(alpha_2=r.country)
    country = field_countries().get(r.country)
    near = a.profile.place_relation not in ("", "in") and r.precision in ("point", "town")
    record = {
        "event_id_cnty": r.id,
        "event_date": day.isoformat(),
        "year": day.year,
        "time_precision": 1 if length == 1 else 2 if length <= _WEEK else 3,
        "disorder_type": kind.disorder_type if kind else "",
        "event_type": kind.event_type if kind else "",
        "sub_event_type": kind.name if kind else "",
        "actor1": _name(first, r.country),
        "assoc_actor_1": "; ".join(x.name for x in first[1:]),
        "inter1": inter_names().get(codes[0] or 0, ""),
        "actor2": _name(second, r.country),
        "assoc_actor_2": "; ".join(x.name for x in second[1:]),
        "inter2": inter_names().get(codes[1] or 0, ""),
        "interaction": interaction(codes)[0],
        "civilian_targeting": "Civilians targeted" if _targets_civilians(a, kind) else "",
        "iso": int(known.numeric) if known else None,
        "region": country.acled_region if country else "",
        "country": country_name(r.country),
        "admin1": r.admin1,
        "admin2": r.place if r.precision == "district" else "",
        "admin3": "",
        "location": r.place,
        "latitude": None if r.latitude is None else round(r.latitude, 4),
        "longitude": None if r.longitude is None else round(r.longitude, 4),
        "geo_precision": 2 if near else _GEO[r.precision],
        "source": "; ".join(a.profile.outlets),
        "source_scale": "",
        "notes": note(a),
        "fatalities": _fatalities(a),
        "tags": _crowd(a, kind),
        "timestamp": int(datetime.fromisoformat(r.since.replace("Z", "+00:00")).timestamp()),
    }
    low, high = r.killed
    more = {
        "event_id_cnty": r.id,
        "fatalities_known": low is not None or high is not None,
        "fatalities_low": low,
        "fatalities_high": high,
        "fatalities_why": total.why if total else "",
        "independent_low": a.independent.low,
        "independent_high": a.independent.high,
        "contested": list(a.contested()),
        "date_edtf": r.date,
        "inter1_code": codes[0],
        "inter2_code": codes[1],
        "interaction_code": interaction(codes)[1],
        "policy": a.policy,
    }
    return record, more


def acled_lost(a: Assessed) -> list[Lost]:
    """What the row of an event cannot hold."""
    r = a.row
    low, high = r.killed
    out: list[tuple[str, str, str]] = []
    if low != high and (low, high) != (None, None):
        out.append(("fatalities", f"the range {_range(low, high)} of {len(a.facts.figures)} figures", "one integer"))
    if low is None and high is None:
        out.append(("fatalities", "that nobody gives a figure of the dead", "0 stands for both"))
    out += [
        ("fatalities", f"figures of people {k.replace('_', ' ')}", "ACLED counts the dead only")
        for k in a.kinds()
        if k not in ("killed", "participants")
    ]
    for c in a.conflicts:
        out.append(("notes", f"{c.kind.replace('_', ' ')}: {c.field}", "a conflict has no column; it stands in words"))
    if r.first != r.last:
        out.append(("event_date", f"the date {r.date}", "one day; its middle is given"))
    if r.factuality != "happened":
        out.append(("sub_event_type", f"that it is told as {r.factuality}", "no column for factuality"))
    if not a.profile.actors:
        out.append(("actor1", "who did it", "nobody is named; ACLED would write an unidentified group"))
    if r.latitude is None:
        out.append(("latitude", f"the point of {r.place or 'the place'}", "it is not known, or protected"))
    if r.part_of:
        out.append(("", f"that it is a part of {r.part_of}", "no column for parts"))
    out.append(("source", "who the origins of the claims are, and which outlets repeat others", "outlets only"))
    return [Lost(a.id, *x) for x in out]


def _range(low: int | None, high: int | None) -> str:
    return number_text(low, high, "range")


def _fatalities(a: Assessed) -> int:
    total = a.total("killed")
    found = [x for x in (total.best, total.low, total.high) if x is not None] if total else []
    return found[0] if found else 0


def _sides(a: Assessed) -> tuple[list[Actor], list[Actor]]:
    """Who did it and to whom; civilians come first on the second side under one name, as ACLED writes them."""
    second = list(a.profile.recipients)
    if civilians_meant(a):
        armed = [x for x in second if not civilian(x)]
        plain = [x for x in second if civilian(x)]
        group = Actor("Civilians", a.row.country, "CVL")
        second = [*armed, group, *plain] if armed and armed[0].sector and armed[0].sector != "UNK" else [group, *armed, *plain]
    return list(a.profile.actors), second


def _name(side: list[Actor], country: str) -> str:
    return sided(party(side[0]), side[0].country or country) if side else ""


def _inter(actor: Actor, country: str) -> int | None:
    known = load().sectors.get(actor.sector)
    if actor.sector in STATE_SECTORS and actor.country and country and actor.country != country:
        return EXTERNAL
    return known.inter if known and known.inter else CIVILIANS if civilian(actor) else None


def interaction(codes: list[int | None]) -> tuple[str, int | None]:
    """Both kinds in words and as a code, the lower first; "" and None where the first is not known."""
    found = sorted(c for c in codes if c)
    if not found:
        return "", None
    names = [inter_names()[c] for c in found]
    return (f"{names[0]} only", found[0] * 10) if len(found) == 1 else ("-".join(names), found[0] * 10 + found[1])


def _targets_civilians(a: Assessed, kind: SubEvent | None) -> bool:
    """Only where somebody says that civilians were meant or harmed; force against protesters is, by its type."""
    if kind is None:
        return False
    return kind.name == _PROTESTERS or (kind.event_type in _AT_CIVILIANS and civilians_meant(a))


def _crowd(a: Assessed, kind: SubEvent | None) -> str:
    if kind is None or "Demonstrations" not in kind.disorder_type:
        return ""
    sizes = dict.fromkeys(s.claim.quote.words for s in a.facts.figures if s.claim.field == "participants")
    return f"crowd size={' or '.join(sizes)}" if sizes else "crowd size=no report"
