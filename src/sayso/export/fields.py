"""What ACLED and UCDP both ask for: their lists of countries, precisions in their codes, accounts in one sentence."""

from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from importlib.resources import files

from sayso.assess.profile import organisation
from sayso.core import Actor
from sayso.export.assessed import Assessed, by_origin, value_of
from sayso.export.heading import country_name
from sayso.export.words import TYPES, date_text, spoken
from sayso.ontology import load
from sayso.ontology.load import STATE_SECTORS
from sayso.ontology.people import people
from sayso.ontology.tables import read_table

EXTERNAL, CIVILIANS = 8, 7
_MOVEMENTS = frozenset({"REB", "PRM", "CRM"})
_HARM = ("killed", "wounded", "casualties")


@dataclass(frozen=True, slots=True)
class Country:
    """A country as the data sets of the field number and group it; `gw` None where Gleditsch and Ward list none."""

    gw: int | None
    acled_region: str
    ucdp_region: str


@cache
def field_countries() -> dict[str, Country]:
    """Countries by ISO 3166 alpha-2."""
    columns = ("code", "gw", "acled_region", "ucdp_region")
    rows = read_table(files("sayso.export") / "data" / "countries.tsv", columns, ("code",))
    return {r["code"]: Country(int(r["gw"]) if r["gw"] else None, r["acled_region"], r["ucdp_region"]) for r in rows}


@cache
def inter_names() -> dict[int, str]:
    """ACLED's kinds of actors by code."""
    rows = read_table(files("sayso.export") / "data" / "inter.tsv", ("code", "name"), ("code",))
    return {int(r.number("code")): r.filled("name") for r in rows}


def is_state(actor: Actor) -> bool:
    """Whether a party is an organ of a state."""
    return actor.sector in STATE_SECTORS


def civilian(actor: Actor) -> bool:
    """Whether a party is of people without arms who hold no office, as far as is known."""
    known = load().groups.get(load().group(actor.name))
    return actor.sector == "CVL" or (not actor.sector and known is not None and known.status == "civilian")


def civilians_meant(a: Assessed) -> bool:
    """Whether somebody says that civilians are among those to whom the event was done, or whom it harmed."""
    harmed = {s.claim.group for s in a.facts.figures if s.claim.field in _HARM and (s.claim.low is None or s.claim.low > 0)}
    groups = load().groups
    return any(map(civilian, a.profile.recipients)) or any(
        groups[g].status == "civilian" for g in {*a.profile.groups, *harmed} if g in groups
    )


def what_happened(a: Assessed) -> str:
    """An event in a word or two: "assault (heavy weapons)"."""
    noun = TYPES.get(a.row.type, a.row.type.lower())
    return f"{noun} ({spoken(a.row.mode).replace('-', ' ')})" if a.row.mode else noun


def party(actor: Actor) -> str:
    """A party's name as tables of conflicts give it: members of an armed movement are the movement."""
    return organisation(actor) if actor.sector in _MOVEMENTS else " ".join(actor.name.split())


def sided(name: str, country: str) -> str:
    """A party as ACLED writes it: "Name (Country)"."""
    where = country_name(country)
    text = " ".join(name.split())
    text = text[:1].upper() + text[1:]
    return f"{text} ({where})" if where and where.casefold() not in text.casefold() else text


def middle(first: str, last: str) -> tuple[date, int]:
    """The day in the middle of two, and how many days there are from the first to the last."""
    a, b = date.fromisoformat(first), date.fromisoformat(last)
    return a + timedelta(days=(b - a).days // 2), (b - a).days + 1


def accounts(a: Assessed, kind: str) -> list[str]:
    """What each origin gives for a kind of figure: "4 militants, according to Interior Ministry"."""
    told = []
    for group in by_origin([s for s in a.facts.figures if s.claim.field == kind]):
        values = dict.fromkeys(_of_whom(value_of(s), s.claim.group, s.claim.scope) for s in group if s.claim.stance != "denies")
        denied = dict.fromkeys(_of_whom(value_of(s), s.claim.group, s.claim.scope) for s in group if s.claim.stance == "denies")
        name = "reports that name nobody" if group[0].origin.standing == "none" else group[0].origin.name
        if values:
            told.append(f"{', '.join(values)} according to {name}")
        if denied:
            told.append(f"{name} denies {', '.join(denied)}")
    return told


def _of_whom(value: str, group: str, scope: str) -> str:
    return " ".join(x for x in (value, spoken(people(group)), f"({scope})" if scope else "") if x)


def note(a: Assessed) -> str:
    """One paragraph that begins with the date: what, where, by whom, every account of the dead, and what is disputed."""
    h = a.heading
    by = ", ".join(x.name for x in a.profile.actors[:3])
    against = ", ".join(x.name for x in a.profile.recipients[:3])
    what = what_happened(a)
    sentence = f"{_on(h.date)}{what} in {h.place_text}" if h.place else f"{_on(h.date)}{what}, place unknown"
    sentence += (f" by {by}" if by else "") + (f" against {against}" if against else "") + "."
    parts = [sentence[:1].upper() + sentence[1:]]
    for kind in a.kinds():
        if told := accounts(a, kind):
            parts.append(f"{spoken(kind).capitalize()}: {'; '.join(told)}.")
    denied = [c.why for c in a.conflicts if c.kind == "denied"]
    parts += [f"Denied: {'; '.join(dict.fromkeys(denied))}."] if denied else []
    rivals = [c.why for c in a.conflicts if c.kind in ("rival_responsibility", "disputed")]
    parts += [f"Disputed: {'; '.join(dict.fromkeys(rivals))}."] if rivals else []
    low, high = a.independent.low, a.independent.high
    count = f"{low}" if low == high else f"{low} to {high}"
    parts.append(f"{count} independent {'origin' if high == 1 else 'origins'}.")
    return " ".join(parts)


def _on(edtf: str) -> str:
    text = date_text(edtf)
    if text == "date unknown":
        return "Date unknown: "
    return f"On {text}, " if text[:1].isdigit() and "–" not in text else f"{text[:1].upper()}{text[1:]}: "
