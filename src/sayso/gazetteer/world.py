"""The gazetteer: names to places, from one packed file that opens at once and is never changed."""

from dataclasses import dataclass
from functools import cache, cached_property
from importlib.resources import as_file, files
from pathlib import Path

import numpy as np
import numpy.typing as npt

from sayso.core.errors import AssetError
from sayso.gazetteer.names import SCALE, fold, key, loosen, strip_designator
from sayso.gazetteer.tables import DISTRICT, KINDS, PROVINCE, TOWN, Country, countries, plural

PRIMARY, ALTERNATE, STRIPPED, PEOPLE = "name", "other name", "name without its kind", "people"
LOOSE = "similar spelling"
_BORNE = (PRIMARY, ALTERNATE, STRIPPED, PEOPLE)
_LEVEL_KIND = {1: PROVINCE, 2: DISTRICT, 3: TOWN}


@dataclass(frozen=True, slots=True)
class Candidate:
    """A place that a name may mean. Degrees (WGS 84); `population` 0 if unknown; `how` says how it bears the name;
    `asked` is the kind that the words asked for ("Khost Province": province), "" if none."""

    number: int
    name: str
    kind: str
    country: str
    admin1: str
    admin2: str
    latitude: float
    longitude: float
    population: int
    how: str
    asked: str = ""

    @property
    def id(self) -> str:
        """Stable within one release of the gazetteer."""
        return f"{self.kind}:{self.country}.{self.admin1}.{self.admin2}:{self.name}"


class Gazetteer:
    """Places by name. Opened from a file built by `tools/build_gazetteer.py`; safe to share between threads."""

    def __init__(self, arrays: dict[str, npt.NDArray[np.generic]]) -> None:
        self._a = arrays
        for name in ("strict", "loose", "name"):
            arrays[f"{name}_first"] = np.concatenate(([0], np.cumsum(arrays[f"{name}_count"], dtype=np.uint32)))
        self._names = arrays["names"].tobytes()
        self._codes = {name: arrays[f"{name}_codes"].tobytes().decode().split("\n") for name in ("country", "admin1", "admin2")}

    def __len__(self) -> int:
        return len(self._a["kind"])

    def find(self, name: str) -> tuple[Candidate, ...]:
        """Every place that bears the name, by population, most first; by similar spelling only if none bears it.

        Case, accents, apostrophes and hyphens do not count. A kind of place in the name ("Khost Province", "city of
        Bath", "Rapides Parish") is looked up with and without, and put into `asked`.
        """
        folded = fold(name)
        if not folded:
            return ()
        found = self._lookup("strict", folded)
        if " " in folded:
            found = self._lookup("strict", folded.replace(" ", "")) | found
        stripped, level = strip_designator(folded)
        if level:
            asked = _LEVEL_KIND[level]
            found = {n: h for n, h in found.items() if self._kind(n) != TOWN or asked == TOWN}
            found = self._lookup("strict", stripped) | found
            return self._candidates(found, asked)
        if folded.startswith("the "):
            found = self._lookup("strict", folded[4:]) | found
        if not found and len(folded) > 3:
            near = self._lookup("loose", loosen(folded)) | self._lookup("strict", loosen(folded))
            found = dict.fromkeys(near, LOOSE)
        return self._candidates(found, "")

    def division(self, country: str, admin1: str) -> str:
        """The name of a first-level division by its codes, "" if unknown."""
        number = self._divisions.get((country, admin1))
        return self._name(number) if number is not None else ""

    def towns_of(self, country: str, admin1: str) -> list[tuple[float, float]]:
        """Longitude and latitude of every town of a first-level division by its codes; none if it is unknown."""
        a, codes = self._a, self._codes
        if country not in codes["country"] or admin1 not in codes["admin1"]:
            return []
        wanted = (
            (a["kind"] == KINDS.index(TOWN))
            & (a["country"] == codes["country"].index(country))
            & (a["admin1"] == codes["admin1"].index(admin1))
        )
        east, north = (a[axis][wanted].astype(float) / SCALE for axis in ("longitude", "latitude"))
        return list(zip(east.tolist(), north.tolist(), strict=True))

    @property
    def countries(self) -> dict[str, Country]:
        """Countries by ISO 3166 alpha-2 code."""
        return countries()

    @cached_property
    def country_words(self) -> dict[str, str]:
        """Folded names, aliases and adjectives of countries, each to its code; "us" is left to its capitals."""
        out: dict[str, str] = {}
        for country in self.countries.values():
            for word in (country.name, *country.aliases, *country.adjectives):
                for form in (word, *plural(word)) if word in country.adjectives else (word,):
                    out.setdefault(fold(form), country.code)
        return out

    @cached_property
    def _divisions(self) -> dict[tuple[str, str], int]:
        wanted = np.flatnonzero(self._a["kind"] == KINDS.index(PROVINCE))
        out: dict[tuple[str, str], int] = {}
        for n in wanted.tolist():
            out.setdefault((self._code("country", n), self._code("admin1", n)), n)
        return out

    def _lookup(self, table: str, form: str) -> dict[int, str]:
        keys = self._a[f"{table}_key"]
        wanted = np.uint64(key(form))
        at = int(np.searchsorted(keys, wanted))
        if at == len(keys) or keys[at] != wanted:
            return {}
        first = self._a[f"{table}_first"]
        posts = self._a[f"{table}_post"][int(first[at]) : int(first[at + 1])].tolist()
        return {post >> 2: _BORNE[post & 3] for post in posts}

    def _candidates(self, found: dict[int, str], asked: str) -> tuple[Candidate, ...]:
        made = (self._candidate(n, how, asked) for n, how in found.items())
        return tuple(sorted(made, key=lambda c: -c.population))

    def _candidate(self, n: int, how: str, asked: str) -> Candidate:
        a = self._a
        return Candidate(
            number=n,
            name=self._name(n),
            kind=self._kind(n),
            country=self._code("country", n),
            admin1=self._code("admin1", n),
            admin2=self._code("admin2", n),
            latitude=int(a["latitude"][n]) / SCALE,
            longitude=int(a["longitude"][n]) / SCALE,
            population=int(a["population"][n]),
            how=how,
            asked=asked,
        )

    def _kind(self, n: int) -> str:
        return KINDS[int(self._a["kind"][n])]

    def _code(self, name: str, n: int) -> str:
        return self._codes[name][int(self._a[name][n])]

    def _name(self, n: int) -> str:
        first = self._a["name_first"]
        return self._names[int(first[n]) : int(first[n + 1])].decode()


@cache
def open_gazetteer(file: Path | None = None) -> Gazetteer:
    """The gazetteer of the package, or of a file. Raises AssetError if it is absent or damaged."""
    with as_file(files("sayso.gazetteer") / "data" / "world.npz") as shipped:
        path = file or shipped
        try:
            with np.load(path, allow_pickle=False) as packed:
                return Gazetteer({name: packed[name] for name in packed.files})
        except (OSError, ValueError, KeyError) as error:
            raise AssetError(f"the gazetteer cannot be read ({error}).", where=str(path), hint="Install sayso again.") from error
