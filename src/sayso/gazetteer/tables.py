"""The hand-made tables of the gazetteer: countries, regions and sites, states with their abbreviations."""

from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from sayso.ontology.tables import Row, read_table

COUNTRY, REGION, PROVINCE, DISTRICT, TOWN, POINT = "country", "region", "province", "district", "town", "point"
KINDS = (COUNTRY, REGION, PROVINCE, DISTRICT, TOWN, POINT)
_DATA = files("sayso.gazetteer") / "data"


@dataclass(frozen=True, slots=True)
class Entry:
    """A place before it is packed: degrees, people, other names, GeoNames id (0: none)."""

    name: str
    kind: str
    country: str
    admin1: str
    admin2: str
    latitude: float
    longitude: float
    population: int
    alternates: tuple[str, ...]
    geoname: int


@dataclass(frozen=True, slots=True)
class Country:
    """A country: ISO 3166 codes, name, capital, words for its people, other names."""

    code: str
    iso3: str
    name: str
    latitude: float
    longitude: float
    capital: str
    adjectives: tuple[str, ...]
    aliases: tuple[str, ...]


@cache
def countries() -> dict[str, Country]:
    """Countries by ISO 3166 alpha-2 code. Raises DataFileError where the table is wrong."""
    columns = ("code", "iso3", "name", "latitude", "longitude", "capital", "adjectives", "aliases")
    return {row["code"]: _country(row) for row in read_table(_DATA / "countries.tsv", columns, ("code",))}


def hand_entries() -> list[Entry]:
    """Countries, regions and divisions as entries. A country counts as populous, so that it wins over namesakes."""
    out = [
        Entry(c.name, COUNTRY, c.code, "", "", c.latitude, c.longitude, 50_000_000, c.aliases, 0) for c in countries().values()
    ]
    columns = ("name", "precision", "country", "admin1", "latitude", "longitude", "aliases")
    for row in read_table(_DATA / "regions.tsv", columns, ("name",)):
        kind = REGION if row["precision"] == "continent" else row.one_of("precision", KINDS)
        out.append(_entry(row, kind, 3_000_000))
    return [*out, *divisions()]


@cache
def divisions() -> tuple[Entry, ...]:
    """States and provinces that are written behind their towns, with the abbreviations of style guides; `admin1` of those of the
    United States is their postal code."""
    columns = ("country", "admin1", "name", "latitude", "longitude", "aliases")
    return tuple(_entry(row, PROVINCE, 5_000_000) for row in read_table(_DATA / "divisions.tsv", columns, ("country", "admin1")))


def plural(word: str) -> tuple[str, ...]:
    """How a word for a people forms its plural: Afghans; "Chinese" and "British" do not."""
    return () if word.endswith(("ese", "ish", "ch", "s", "men")) else (word + "s",)


def _country(row: Row) -> Country:
    return Country(
        code=row.filled("code"),
        iso3=row.filled("iso3"),
        name=row.filled("name"),
        latitude=row.number("latitude"),
        longitude=row.number("longitude"),
        capital=row["capital"],
        adjectives=row.parts("adjectives"),
        aliases=row.parts("aliases"),
    )


def _entry(row: Row, kind: str, population: int) -> Entry:
    place = (row.number("latitude"), row.number("longitude"))
    return Entry(row.filled("name"), kind, row["country"], row["admin1"], "", *place, population, row.parts("aliases"), 0)
