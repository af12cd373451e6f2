"""Names of places that stand in a text, for the lists of forms and for what is drafted of marked words."""

import re
from functools import lru_cache

from sayso.core import CodedDocument, Quote
from sayso.gazetteer import open_gazetteer
from sayso.gazetteer.world import Candidate

_NAME = re.compile(r"[A-Z][\w'’]+(?:[ -][A-Z][\w'’]+){0,2}")


def places_in(coded: CodedDocument) -> list[tuple[Quote, Candidate]]:
    """Names that the gazetteer has in a country of the document's events, each with the largest place that bears it there.

    A person may be called like a town; these are offered, never coded.
    """
    countries = frozenset(e.place.country for e in coded.events if e.place and e.place.country)
    found = []
    for match in _NAME.finditer(coded.text):
        words = re.split(r"(?=[ -])", match[0])
        for size in range(len(words), 0, -1):
            name = "".join(words[:size])
            best = _bearer(name, countries)
            if best is not None:
                found.append((Quote.at(coded.text, match.start(), match.start() + len(name)), best))
                break
    return found


@lru_cache(maxsize=20_000)
def _bearer(name: str, countries: frozenset[str]) -> Candidate | None:
    return next((c for c in open_gazetteer().find(name) if c.country in countries and c.how in ("name", "other name")), None)
