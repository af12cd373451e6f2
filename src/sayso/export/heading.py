"""An event in a line: what, where, when, how many."""

from dataclasses import dataclass

from sayso.export.words import PRECISIONS, TYPES, date_text, range_text, spoken
from sayso.gazetteer import countries
from sayso.ledger.rows import EventRow


@dataclass(frozen=True, slots=True)
class Heading:
    """What a list shows of an event, and what its page has at the top."""

    id: str
    title: str
    type: str
    mode: str
    date: str
    date_text: str
    place: str
    country: str
    country_name: str
    place_text: str
    precision: str
    precision_text: str
    latitude: float | None
    longitude: float | None
    factuality: str
    background: bool
    killed: str
    killed_low: int | None
    killed_high: int | None
    documents: int
    outlets: int
    origins: int
    claims: int
    undecided: int
    contested: tuple[str, ...]
    since: str


def heading(row: EventRow) -> Heading:
    """The heading of an event."""
    name = country_name(row.country)
    place = row.place or "place unknown"
    whole = f"{place}, {name}" if name and name != row.place else place
    kind = TYPES.get(row.type, row.type.lower())
    what = f"{kind} ({spoken(row.mode)})" if row.mode else kind
    low, high = row.killed
    return Heading(
        id=row.id,
        title=f"{what[:1].upper()}{what[1:]}, {row.place or name or 'place unknown'}",
        type=row.type,
        mode=row.mode,
        date=row.date,
        date_text=date_text(row.date),
        place=row.place,
        country=row.country,
        country_name=name,
        place_text=whole,
        precision=row.precision,
        precision_text=PRECISIONS.get(row.precision, row.precision) if row.place else "",
        latitude=row.latitude,
        longitude=row.longitude,
        factuality=row.factuality,
        background=row.background,
        killed="" if low is None and high is None else range_text(low, high, open_high=high is None),
        killed_low=low,
        killed_high=high,
        documents=row.documents,
        outlets=row.outlets,
        origins=row.origins,
        claims=row.claims,
        undecided=row.undecided,
        contested=row.contested,
        since=row.since,
    )


def country_name(code: str) -> str:
    """The name of a country by its ISO 3166 alpha-2 code, the code itself if it is unknown, "" for none."""
    found = countries().get(code)
    return found.name if found else code
