"""One coded document with its place names as places. All names of the text are placed together, each helping the others."""

from dataclasses import replace

from sayso.core import CodedDocument, EventReport, Place, Reading
from sayso.gazetteer import Gazetteer
from sayso.resolve.places import resolve_places
from sayso.resolve.surroundings import Toponym

_PLACES = ("GPE", "LOC", "FAC")


def resolve(coded: CodedDocument, reading: Reading, gazetteer: Gazetteer) -> CodedDocument:
    """The same document with the places of its events resolved; a name that no place bears stays a name."""
    spans = {(n.start, n.end) for n in reading.names if n.label in _PLACES}
    spans |= {(e.place_quote.start, e.place_quote.end) for e in coded.events if e.place_quote}
    toponyms = [Toponym(coded.text[a:b], a, b) for a, b in sorted(spans)]
    if not toponyms:
        return coded
    places = dict(zip(((t.start, t.end) for t in toponyms), resolve_places(toponyms, coded.text, gazetteer), strict=True))
    return replace(coded, events=tuple(_placed(e, places) for e in coded.events))


def _placed(e: EventReport, places: dict[tuple[int, int], Place]) -> EventReport:
    return replace(e, place=places[e.place_quote.start, e.place_quote.end]) if e.place_quote else e
