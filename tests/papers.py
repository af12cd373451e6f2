"""Coded documents by hand, in a few lines: every word given must stand in the text."""

from dataclasses import dataclass, field
from typing import Any

from sayso.core import (
    Actor,
    AttributionChain,
    CodedDocument,
    EventReport,
    Figure,
    FigureRelation,
    Hop,
    PartialDate,
    Participant,
    Place,
    Quote,
    Statement,
)

TARRIN = Place("Tarrin", "XA", "Norm", 10.0, 20.0, "town", "town:Tarrin", "name", 1.0)
OLENK = Place("Olenk", "XA", "Norm", 10.5, 20.9, "town", "town:Olenk", "name", 1.0)
NORLAND = Place("Norland", "XA", "", None, None, "country", "country:XA", "name", 1.0)


def actor(name: str, sector: str = "", country: str = "XA", **more: Any) -> Actor:
    return Actor(name, country, sector, **more)


@dataclass
class Paper:
    """Builds one coded document. `chain` lists speakers from the outside in, as words of the text, or (words, actor), or
    (words, full name in the text, actor)."""

    doc: str
    outlet: str
    published: str
    text: str
    events: list[EventReport] = field(default_factory=list)
    figures: list[Figure] = field(default_factory=list)
    statements: list[Statement] = field(default_factory=list)

    @property
    def id(self) -> str:
        return f"doc_{self.doc}"

    def quote(self, words: str) -> Quote:
        start = self.text.find(words)
        assert start >= 0, f"{words!r} is not in {self.doc}"
        return Quote.at(self.text, start, start + len(words))

    def chain(self, speakers: list[Any]) -> AttributionChain:
        hops = []
        for s in speakers:
            words, full, who = (s, None, None) if isinstance(s, str) else (s[0], None, s[1]) if len(s) == 2 else s
            hops.append(Hop(self.quote(words), self.quote(full) if full else None, actor=who))
        return AttributionChain(tuple(hops))

    def party(self, given: Any) -> Participant:
        words, who, group = (given, None, "") if isinstance(given, str) else (*given, "")[:3]
        return Participant(self.quote(words), who, group)

    def event(self, trigger: str, *, type: str = "ASSAULT", chain: list[Any] | None = None, **more: Any) -> "Paper":
        place, date = more.pop("place", None), more.pop("date", None)
        place_words, date_words = more.pop("place_words", None), more.pop("date_words", None)
        parties = {role: tuple(map(self.party, more.pop(role, ()))) for role in ("actors", "recipients", "instruments")}
        quote = self.quote(trigger)
        if isinstance(place, Place) and place_words is None and place.name in self.text:
            place_words = place.name
        self.events.append(
            EventReport(
                f"e{len(self.events) + 1}",
                quote,
                quote,
                type,
                place=place,
                place_quote=self.quote(place_words) if place_words else None,
                date=PartialDate(date, "stated") if date else None,
                date_quote=self.quote(date_words) if date_words else None,
                chain=self.chain(chain or []),
                **parties,
                **more,
            )
        )
        return self

    def figure(
        self,
        words: str,
        low: int | None,
        high: int | None = None,
        *,
        kind: str = "killed",
        chain: list[Any] | None = None,
        **more: Any,
    ) -> "Paper":
        comparator = more.pop("comparator", "exactly" if low is not None else "vague")
        if comparator == "exactly" and high is None:
            high = low
        scope, of = more.pop("scope", None), more.pop("of", None)
        relations = tuple(FigureRelation(*r) for r in more.pop("relations", ()))
        quote = self.quote(words)
        self.figures.append(
            Figure(
                f"f{len(self.figures) + 1}",
                kind,
                quote,
                quote,
                low,
                high,
                comparator,
                more.pop("events", ("e1",)),
                self.quote(of) if of else None,
                scope=self.quote(scope) if scope else None,
                chain=self.chain(chain or []),
                relations=relations,
                **more,
            )
        )
        return self

    def statement(self, words: str, field_: str, *, chain: list[Any] | None = None, **more: Any) -> "Paper":
        quote = self.quote(words)
        about = more.pop("about", ("e1",))
        self.statements.append(
            Statement(f"s{len(self.statements) + 1}", field_, quote, quote, about, self.chain(chain or []), **more)
        )
        return self

    @property
    def coded(self) -> CodedDocument:
        return CodedDocument(
            self.id,
            self.doc,
            self.text,
            self.published,
            self.outlet,
            tuple(self.events),
            tuple(self.figures),
            tuple(self.statements),
        )
