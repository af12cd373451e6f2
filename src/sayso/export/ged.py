"""Events in the 49 columns of UCDP GED. This is a form, not UCDP's data: its ids of conflicts, dyads and actors stay blank, and nothing
is endorsed by UCDP."""

from sayso.assess.rules import sectors
from sayso.core import Actor, Assessment
from sayso.export.assessed import Assessed
from sayso.export.columns import Column, Lost, Record
from sayso.export.fields import Country, civilians_meant, field_countries, is_state, middle, party
from sayso.export.heading import country_name
from sayso.ontology import load
from sayso.ontology.people import CIVILIANS as CIVILIAN_CLASS
from sayso.ontology.people import FIGHTERS, FORCES

POLICY = "ucdp"
ONE_SIDED = 3
_OWN = "UCDP's own identifier, which only UCDP can give."
COLUMNS = (
    Column("id", "integer", "A number made from our event id; stable. Never one of UCDP's."),
    Column("relid", "text", "Our event id."),
    Column("year", "integer", "The year of date_start."),
    Column("active_year", "integer", "Whether UCDP has the conflict as active.", blank=True),
    Column("code_status", "text", "UCDP's status of coding.", blank=True),
    Column("type_of_violence", "integer", "1 state-based, 2 non-state, 3 one-sided; from type and parties."),
    Column("conflict_dset_id", "integer", _OWN, blank=True),
    Column("conflict_new_id", "integer", _OWN, blank=True),
    Column("conflict_name", "text", "UCDP's name of the conflict.", blank=True),
    Column("dyad_dset_id", "integer", _OWN, blank=True),
    Column("dyad_new_id", "integer", _OWN, blank=True),
    Column("dyad_name", "text", "side_a - side_b; not UCDP's name."),
    Column("side_a_dset_id", "integer", _OWN, blank=True),
    Column("side_a_new_id", "integer", _OWN, blank=True),
    Column("side_a", "text", "The government in type 1 (Government of ...), else who did it."),
    Column("side_b_dset_id", "integer", _OWN, blank=True),
    Column("side_b_new_id", "integer", _OWN, blank=True),
    Column("side_b", "text", "The other side; Civilians in type 3."),
    Column("number_of_sources", "integer", "Documents that report the event: consulted, not independent."),
    Column("source_article", "text", '"Outlet,day,title" of each document, separated by semicolons.'),
    Column("source_office", "text", "Publications, separated by semicolons, in the order of source_article."),
    Column("source_date", "text", "Days of publication, separated by semicolons, in the same order."),
    Column("source_headline", "text", "Titles, separated by semicolons, in the same order."),
    Column("source_original", "text", "Whom the claims finally rest on, separated by semicolons."),
    Column(
        "where_prec",
        "integer",
        "1 exact place, 2 near one, 3 second-level division, 4 first-level division, 5 region, 6 country.",
    ),
    Column("where_coordinates", "text", "The place of the coordinates."),
    Column("where_description", "text", "The place with what holds it."),
    Column("adm_1", "text", "First-level division."),
    Column("adm_2", "text", "Second-level division where the place is one, else blank."),
    Column("latitude", "number", "Degrees."),
    Column("longitude", "number", "Degrees."),
    Column("geom_wkt", "text", "POINT (longitude latitude)."),
    Column("priogrid_gid", "integer", "Cell of the PRIO-GRID of half a degree."),
    Column("country", "text", "The country."),
    Column("country_id", "integer", "Gleditsch and Ward's number of the country."),
    Column("region", "text", "UCDP's region of the country."),
    Column("event_clarity", "integer", "1 the event can be told apart; 2 reports give it only summed over days or places."),
    Column("date_prec", "integer", "1 the day, 2 two to six days, 3 a week, 4 a month, 5 a year."),
    Column("date_start", "date", "YYYY-MM-DD 00:00:00.000, the first day that the date allows."),
    Column("date_end", "date", "The last day, in the same form."),
    Column("deaths_a", "integer", "Best figure of the dead of side A, 0 where none is given."),
    Column("deaths_b", "integer", "Best figure of the dead of side B, 0 where none is given."),
    Column("deaths_civilians", "integer", "Best figure of dead civilians, 0 where none is given."),
    Column("deaths_unknown", "integer", "The rest of best; all of it where figures by group exceed best."),
    Column("best", "integer", "Best figure of the policy."),
    Column("high", "integer", "Highest figure of the policy."),
    Column("low", "integer", "Lowest figure of the policy."),
    Column("gwnoa", "integer", "Gleditsch and Ward's number of side A where it is a government."),
    Column("gwnob", "integer", "Gleditsch and Ward's number of side B where it is a government."),
)
_WHERE = {"point": 1, "town": 1, "district": 3, "province": 4, "region": 5, "country": 6}
_ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_LONG = 7  # days from which an event that nobody tells by the day is a sum


def why_not(a: Assessed) -> str:
    """Why an event has no row, "" if it has one."""
    if a.outside:
        return a.outside
    if violence(a) is None:
        return f"not one of UCDP's three types of violence as far as it is told ({a.row.type})"
    if not (a.row.first and a.row.last):
        return "the date is not known"
    total = a.total("killed")
    if total is None or total.low is None:
        return "the policy gives no number of dead"
    if _most(total) == 0:
        return "no death under the policy"
    return ""


def violence(a: Assessed) -> int | None:
    """UCDP's type of violence. One-sided only where somebody says that civilians were meant or harmed: an attack on nobody who
    is named is not yet one on civilians."""
    actor, recipient = sectors(a.profile)
    found = load().ucdp(a.row.type, actor, recipient)
    return None if found == ONE_SIDED and not civilians_meant(a) else found


def ged_record(a: Assessed) -> Record:
    """The row of an event that `why_not` lets in."""
    r, kind = a.row, violence(a)
    side_a, side_b = _sides(a, kind)
    deaths = split_deaths(a, kind)
    total = a.total("killed")
    country = field_countries().get(r.country, Country(None, "", ""))
    documents = sorted(a.documents.values(), key=lambda d: (d.published or "9", d.id))
    heads = [(d.outlet or d.doc, d.published[:10], d.title or d.doc) for d in documents]
    first, last = r.first or "", r.last or ""
    length = middle(first, last)[1]
    filled = {
        "id": number_of(r.id),
        "relid": r.id,
        "year": int(first[:4]),
        "type_of_violence": kind,
        "dyad_name": f"{side_a} - {side_b}",
        "side_a": side_a,
        "side_b": side_b,
        "number_of_sources": len(documents),
        "source_article": ";".join('"' + ",".join(_clean(x) for x in h) + '"' for h in heads),
        "source_office": ";".join(_clean(h[0]) for h in heads),
        "source_date": ";".join(h[1] for h in heads),
        "source_headline": ";".join(_clean(h[2]) for h in heads),
        "source_original": ";".join(dict.fromkeys(_clean(o.name) for o in _origins(a))),
        "where_prec": _where(a),
        "where_coordinates": r.place,
        "where_description": ", ".join(dict.fromkeys(x for x in (r.place, r.admin1, country_name(r.country)) if x)),
        "adm_1": r.admin1,
        "adm_2": r.place if r.precision == "district" else "",
        "latitude": r.latitude,
        "longitude": r.longitude,
        "geom_wkt": "" if r.latitude is None or r.longitude is None else f"POINT ({r.longitude} {r.latitude})",
        "priogrid_gid": None if r.latitude is None or r.longitude is None else priogrid(r.latitude, r.longitude),
        "country": country_name(r.country),
        "country_id": country.gw,
        "region": country.ucdp_region,
        "event_clarity": 2 if length > _LONG else 1,
        "date_prec": _date_prec(length),
        "date_start": f"{first} 00:00:00.000",
        "date_end": f"{last} 00:00:00.000",
        "deaths_a": deaths[0],
        "deaths_b": deaths[1],
        "deaths_civilians": deaths[2],
        "deaths_unknown": deaths[3],
        "best": _best(total),
        "high": total.high if total is not None and total.high is not None else _best(total),
        "low": total.low if total is not None else None,
        "gwnoa": _gw(side_a, a),
        "gwnob": _gw(side_b, a),
    }
    return {c.name: filled.get(c.name) for c in COLUMNS}


def ged_lost(a: Assessed) -> list[Lost]:
    """What the row of an event cannot hold."""
    out = [("source_original", "which origin gives which figure, and in which words", "names in one cell")]
    out += [("best", f"figures of people {k.replace('_', ' ')}", "UCDP counts the dead only") for k in a.kinds() if k != "killed"]
    out += [("low", f"{c.kind.replace('_', ' ')}: {c.field}", "a conflict has no column") for c in a.conflicts]
    if a.row.factuality != "happened":
        out.append(("", f"that it is told as {a.row.factuality}", "no column for factuality"))
    groups = _by_group(a, violence(a))
    if sum(groups) > _best(a.total("killed")):
        told = f"figures by group: side A {groups[0]}, side B {groups[1]}, civilians {groups[2]}"
        out.append(("deaths_unknown", told, "they exceed best, which rests on other origins"))
    if a.row.latitude is None:
        out.append(("latitude", f"the point of {a.row.place or 'the place'}", "it is not known, or protected"))
    if a.row.part_of:
        out.append(("", f"that it is a part of {a.row.part_of}", "no column for parts"))
    return [Lost(a.id, *x) for x in out]


def split_deaths(a: Assessed, kind: int | None) -> tuple[int, int, int, int]:
    """The dead of side A, of side B, civilians, and the rest of best: together best. Where the groups exceed it they are of other
    origins than best, and all of it is unknown."""
    best = _best(a.total("killed"))
    first, second, civilians = _by_group(a, kind)
    if first + second + civilians > best:
        return 0, 0, 0, best
    return first, second, civilians, best - first - second - civilians


def _by_group(a: Assessed, kind: int | None) -> tuple[int, int, int]:
    forces, fighters, civilians = (_best(a.group("killed", c)) for c in (FORCES, FIGHTERS, CIVILIAN_CLASS))
    state_first = kind != ONE_SIDED or any(is_state(x) for x in a.profile.actors[:1])
    first, second = (forces, fighters) if state_first else (fighters, forces)
    if kind == 2:
        first, second = 0, 0  # both sides are fighters: nothing tells whose the dead are
    return first, second, civilians


def number_of(id: str) -> int:
    """The number that the characters of an event id write in base 32."""
    value = 0
    for c in id.removeprefix("E-"):
        value = value * len(_ALPHABET) + _ALPHABET.index(c)
    return value


def priogrid(latitude: float, longitude: float) -> int:
    """The cell of PRIO-GRID: half degrees, 720 a row from the west, rows from the south, the first cell is 1."""
    row = min(359, int((latitude + 90) * 2))
    column = min(719, int((longitude + 180) * 2))
    return row * 720 + column + 1


def _most(total: Assessment) -> int:
    return max((x for x in (total.low, total.best, total.high) if x is not None), default=0)


def _best(total: Assessment | None) -> int:
    if total is None:
        return 0
    return next((x for x in (total.best, total.low, total.high) if x is not None), 0)


def _sides(a: Assessed, kind: int | None) -> tuple[str, str]:
    actors, others = list(a.profile.actors), list(a.profile.recipients)
    known = [x for x in actors if x.sector and x.sector != "UNK"] or actors
    against = [x for x in others if x.sector and x.sector != "UNK"] or others
    if kind == 1 and known and not is_state(known[0]):
        known, against = against, known
    first = _side(known, a.row.country)
    second = "Civilians" if kind == ONE_SIDED else _side(against, a.row.country)
    return first, second or "unknown"


def _side(found: list[Actor], country: str) -> str:
    if not found:
        return "unknown"
    if is_state(found[0]):
        where = country_name(found[0].country or country)
        return f"Government of {where}" if where else " ".join(found[0].name.split())
    return party(found[0])


def _gw(side: str, a: Assessed) -> int | None:
    if not side.startswith("Government of "):
        return None
    parties = (*a.profile.actors, *a.profile.recipients)
    codes = [x.country or a.row.country for x in parties if is_state(x)]
    found = [field_countries()[c].gw for c in codes if c in field_countries() and side == f"Government of {country_name(c)}"]
    return found[0] if found else None


def _origins(a: Assessed) -> list[Actor]:
    return [
        Actor(o.name)
        for o in sorted(a.facts.origins.values(), key=lambda o: o.id)
        if o.standing != "none" and any(s.origin.id == o.id for s in a.facts.said)
    ]


def _where(a: Assessed) -> int | None:
    near = a.profile.place_relation not in ("", "in") and a.row.precision in ("point", "town")
    return 2 if near else _WHERE.get(a.row.precision)


def _date_prec(length: int) -> int:
    return 1 if length == 1 else 2 if length <= 6 else 3 if length == 7 else 4 if length <= 31 else 5


def _clean(text: str) -> str:
    """A text without the signs that separate entries of a cell."""
    return " ".join(text.replace(";", ",").replace('"', "'").split())
