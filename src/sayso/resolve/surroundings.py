"""What the words around a place name say about where it is: containers, countries, peoples."""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from sayso.gazetteer import Candidate, Gazetteer

_WORD = r"[A-Z][\w.'’-]*"
_NAME = rf"({_WORD}(?:\s+(?:of\s+|and\s+)?{_WORD}){{0,3}})"
_AFTER_COMMA = re.compile(rf"(?:'s)?\s*(?:,\s*(?:in\s+|a\s+\w+\s+in\s+)?|\(|\s)(?:the\s+)?{_NAME}")
_AFTER_IN = re.compile(
    rf"\s*,?\s*(?:\w+\s+){{0,4}}?(?:in|of|from)\s+(?:the\s+)?(?:(?:north|south|east|west|central|the)[\w-]*\s+){{0,2}}"
    rf"(?:\w+['’]s\s+)?{_NAME}"
)
_BEFORE = re.compile(rf"{_NAME}['’]s?\s+(?:[\w-]+\s+){{0,5}}$|{_NAME}\s+(?:[\w-]+\s+){{0,4}}?(?:of\s+)?$")
_CAPITALISED = re.compile(r"\b[A-Z][\w.’'-]*(?:\s+[A-Z][\w.’'-]*)?")
_CONTAINERS = ("country", "province", "district", "region")


@dataclass(frozen=True, slots=True)
class Toponym:
    """A place name in a document: the words and their half-open code-point offsets."""

    name: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Container:
    """A country or division that something near a name names: codes, admin parts empty where it is wider."""

    country: str
    admin1: str
    admin2: str

    def holds(self, place: Candidate) -> bool:
        """Whether the place lies in it, as far as the codes say, and is not itself it."""
        return (
            self.country == place.country
            and self.admin1 in ("", place.admin1)
            and self.admin2 in ("", place.admin2)
            and not (self.admin1 == place.admin1 and place.kind in ("province", "country"))
        )


def containers_of(toponym: Toponym, text: str, gazetteer: Gazetteer) -> tuple[set[Container], set[Container]]:
    """Containers that follow after a comma or in brackets ("Alma, Ark."), and those looser ones of "in", "of", a
    possessive or an adjective ("Syria's", "the Turkish town of")."""
    after = text[toponym.end : toponym.end + 80]
    before = text[max(0, toponym.start - 70) : toponym.start]
    firm: set[Container] = set()
    loose: set[Container] = set()
    if found := _AFTER_COMMA.match(after):
        firm = _containers(found[1], gazetteer)
    if found := _AFTER_IN.match(after):
        loose |= _containers(found[1], gazetteer)
    if found := _BEFORE.search(before):
        name = found[1] or found[2]
        loose |= _containers(name, gazetteer)
        words = name.split()
        loose |= {Container(code, "", "") for w in words if (code := gazetteer.country_words.get(_people(w)))}
    return firm, loose


def _containers(name: str, gazetteer: Gazetteer) -> set[Container]:
    """What the longest prefix of the words names, if it is a country or division."""
    words = re.sub(r"['’]s\b", "", name).split()
    for length in range(len(words), 0, -1):
        form = " ".join(words[:length])
        for spelled in (form, form.rstrip(".,")):
            found = [c for c in gazetteer.find(spelled) if c.kind in _CONTAINERS and c.country]
            if found and found[0].how != "similar spelling":
                return {Container(c.country, c.admin1, c.admin2) for c in found if c.how != "similar spelling"}
    return set()


def _people(word: str) -> str:
    return re.sub(r"['’]s$", "", word).lower().rstrip(".,") if word.upper() != "US" else "united states"


def country_counts(text: str, gazetteer: Gazetteer, names: Sequence[Toponym] = ()) -> Counter[str]:
    """How often each country or its people is named in a text; words inside other place names do not count."""
    taken = sorted((t.start, t.end) for t in names)
    counts: Counter[str] = Counter()
    words = gazetteer.country_words
    for found in _CAPITALISED.finditer(text):
        if any(start < found.end() and found.start() < end for start, end in taken):
            continue
        first, *rest = found[0].split()
        for form in (found[0], first, *rest) if rest else (found[0],):
            bare = re.sub(r"['’]s?$", "", form).rstrip(".,")
            if form.lower() == "us" or (code := words.get(bare.lower().replace(".", " ").strip())) is None:
                if form in ("US", "U.S.", "U.S", "US."):
                    counts["US"] += 1
                continue
            counts[code] += 1
            if form == found[0]:
                break
    return counts
