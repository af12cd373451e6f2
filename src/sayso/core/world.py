"""Resolved values: each says how it was resolved and how precisely."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class PartialDate:
    """A date as precisely as it is known, in EDTF (ISO 8601-2): 2015-07-16, 2015-07, 2015-07-10/2015-07-17,
    ../2015-07-17, 2015-06~. `how`: stated, relative, published, unknown."""

    edtf: str
    how: str


@dataclass(frozen=True, slots=True)
class Place:
    """A place in the world. `name` is the gazetteer's; latitude and longitude in degrees (WGS 84), None if unresolved.

    `precision`: point, town, district, province, country, region, unresolved. `country` is ISO 3166 alpha-2.
    `how` names the rule that chose it; `score` is 0 to 1; `alternatives` are gazetteer ids that were not chosen.
    """

    name: str
    country: str = ""
    admin1: str = ""
    latitude: float | None = None
    longitude: float | None = None
    precision: str = "unresolved"
    gazetteer_id: str = ""
    how: str = ""
    score: float = 0.0
    alternatives: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Actor:
    """Who a party or speaker is. `sector` is a PLOVER sector code (GOV MIL COP REB ...), `country` ISO 3166 alpha-2.

    `member_of` is the actor for whom a spokesman or an office speaks. Unresolved stays a name with empty codes.
    """

    name: str
    country: str = ""
    sector: str = ""
    kind: str = ""  # person, organisation, group, state, medium, unknown
    member_of: str = ""
    how: str = ""
