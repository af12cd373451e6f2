"""One coded document with its names as values: places, parties and speakers.

All place names of the text are placed together, each helping the others. A party or speaker is looked up by its fullest form
in the document: the long form of an acronym, the full name behind a short one.
"""

from dataclasses import dataclass, field, replace

from sayso.core import Actor, AttributionChain, CodedDocument, EventReport, Figure, Hop, Participant, Place, Reading, Statement
from sayso.gazetteer import Gazetteer
from sayso.ontology import load
from sayso.resolve.actorbook import ActorBook, load_actors
from sayso.resolve.actors import resolve_actor
from sayso.resolve.places import resolve_places
from sayso.resolve.surroundings import Toponym

_PLACES = ("GPE", "LOC", "FAC")


def resolve(coded: CodedDocument, reading: Reading, gazetteer: Gazetteer, actors: ActorBook | None = None) -> CodedDocument:
    """The same document with values in the world. A name that no place bears stays a name, and so does an unknown actor.

    `actors` are the known ones, the package's by default; offices are looked up as of the day of publication.
    """
    if not (coded.events or coded.figures or coded.statements):
        return coded
    places = _places(coded, reading, gazetteer)
    placed = tuple(_placed(e, places) for e in coded.events)
    names = _Names(
        gazetteer, actors or load_actors(), (reading.published or "")[:10], _long_forms(reading), _main_country(placed)
    )
    return replace(
        coded,
        events=tuple(_with_parties(e, names) for e in placed),
        figures=tuple(_figure(f, names) for f in coded.figures),
        statements=tuple(_statement(s, names) for s in coded.statements),
    )


@dataclass
class _Names:
    """Looks up parties of one document, each phrase once."""

    gazetteer: Gazetteer
    book: ActorBook
    on: str
    long_forms: dict[str, str]
    country: str
    known: dict[tuple[str, str], Actor] = field(default_factory=dict)

    def actor(self, phrase: str, country: str = "") -> Actor:
        full = self.long_forms.get(phrase.removeprefix("the ").removeprefix("The "), phrase)
        key = (full, country or self.country)
        if key not in self.known:
            found = resolve_actor(full, self.gazetteer, self.book, on=self.on, country_hint=key[1])
            if found.how.startswith(("not known", "pronoun")) and full != phrase:
                found = resolve_actor(phrase, self.gazetteer, self.book, on=self.on, country_hint=key[1])
            self.known[key] = found
        return self.known[key]


def _places(coded: CodedDocument, reading: Reading, gazetteer: Gazetteer) -> dict[tuple[int, int], Place]:
    spans = {(n.start, n.end) for n in reading.names if n.label in _PLACES}
    spans |= {(e.place_quote.start, e.place_quote.end) for e in coded.events if e.place_quote}
    toponyms = [Toponym(coded.text[a:b], a, b) for a, b in sorted(spans)]
    if not toponyms:
        return {}
    return dict(zip(((t.start, t.end) for t in toponyms), resolve_places(toponyms, coded.text, gazetteer), strict=True))


def _placed(e: EventReport, places: dict[tuple[int, int], Place]) -> EventReport:
    return replace(e, place=places[e.place_quote.start, e.place_quote.end]) if e.place_quote else e


def _main_country(events: tuple[EventReport, ...]) -> str:
    """The country in which most events of the document are placed, "" if none is."""
    countries = [e.place.country for e in events if e.place and e.place.country]
    return max(countries, key=countries.count, default="")


def _long_forms(reading: Reading) -> dict[str, str]:
    return {reading.text[a.short.start : a.short.end]: reading.text[a.long.start : a.long.end] for a in reading.acronyms}


def _with_parties(e: EventReport, names: _Names) -> EventReport:
    country = e.place.country if e.place else ""

    def known(parties: tuple[Participant, ...]) -> tuple[Participant, ...]:
        return tuple(_party(p, names, country) for p in parties)

    return replace(e, actors=known(e.actors), recipients=known(e.recipients), chain=_chain(e.chain, names))


def _party(p: Participant, names: _Names, country: str) -> Participant:
    return replace(p, actor=names.actor(p.quote.words, country), group=load().group(p.quote.words) or p.group)


def _figure(f: Figure, names: _Names) -> Figure:
    group = load().group(f.of.words) if f.of else ""
    return replace(f, group=group or f.group, chain=_chain(f.chain, names))


def _statement(s: Statement, names: _Names) -> Statement:
    return replace(s, chain=_chain(s.chain, names))


def _chain(chain: AttributionChain, names: _Names) -> AttributionChain:
    return replace(chain, hops=tuple(_hop(h, names) for h in chain.hops)) if chain.hops else chain


def _hop(h: Hop, names: _Names) -> Hop:
    """The speaker by the fullest form, else by the phrase at the claim, whichever says more."""
    full = names.actor(h.name)
    short = names.actor(h.speaker.words) if h.is_ is not None and not full.sector else full
    return replace(h, actor=full if full.sector or not short.sector else short)
