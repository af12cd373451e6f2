"""What is drafted of words that a person marks: what the words tell themselves, and what the claims beside them suggest."""

import re
from dataclasses import replace

from lemminflect import getLemma

from sayso.core import AttributionChain, Document, EventReport, Figure, Quote, Statement
from sayso.core.judged import JudgedDocument
from sayso.core.judging import Record
from sayso.gazetteer.tables import COUNTRY
from sayso.ontology.triggers import load_triggers
from sayso.read import numbers
from sayso.serve.decisions import given_place, quote_of, sentence_at
from sayso.serve.place_names import places_in

NEIGHBOURS = 400  # characters within which who spoke last is taken to speak on


def draft(kind: str, quote: Quote, document: Document, judged: JudgedDocument) -> Record:
    """A record of the marked words: the number that they hold, the nearest event, and who speaks beside them."""
    sentence = sentence_at(document.text, quote)
    if kind == "event":
        return _event(quote, sentence, judged)
    near = min(judged.coded.events, key=lambda e: _distance(e, quote), default=None)
    events = (near.id,) if near else ()
    chain = _chain(quote, sentence, judged)
    if kind == "statement":
        return Statement("snew", "other", quote, sentence, events, chain=chain)
    low, high, comparator = _value(quote.words)
    return Figure("fnew", _kind(quote, sentence, judged), quote, sentence, low, high, comparator, events, chain=chain)


def _event(quote: Quote, sentence: Quote, judged: JudgedDocument) -> EventReport:
    """Where is the nearest place that the sentence names; else, as when, that of the nearest event that tells."""
    made = EventReport("enew", quote, sentence, "ASSAULT", chain=_chain(quote, sentence, judged))
    ordered = sorted(judged.coded.events, key=lambda e: (e.sentence != sentence, _distance(e, quote)))
    placed = next((e for e in ordered if e.place), None)
    dated = next((e for e in ordered if e.date), None)
    named = [(words, place) for words, place in places_in(judged.coded) if sentence.start <= words.start < sentence.end]
    if named:
        words, place = min(named, key=lambda n: (n[1].kind == COUNTRY, _apart(n[0].start, n[0].end, quote)))
        made = replace(made, place=given_place(words.words, place.country), place_quote=words)
    elif placed is not None:
        made = replace(made, place=placed.place, place_quote=placed.place_quote)
    return replace(made, date=dated.date, date_quote=dated.date_quote) if dated is not None else made


def _kind(quote: Quote, sentence: Quote, judged: JudgedDocument) -> str:
    """What the sentence's word nearest to the quote says happened to people; where none does, the kind of the nearest figure."""
    told = _told(sentence)
    if told:
        return min(told, key=lambda word: _apart(sentence.start + word[0], sentence.start + word[1], quote))[2]
    figures = sorted(judged.coded.figures, key=lambda f: (not _inside(f, sentence), _distance(f, quote)))
    return figures[0].kind if figures else "killed"


def _told(sentence: Quote) -> list[tuple[int, int, str]]:
    """The words of a sentence that carry a figure about people: start and end within it, and the kind of figure."""
    lexicon = load_triggers()
    found = []
    for word in re.finditer(r"[^\W\d_]+", sentence.words):
        entries = (
            t for pos in ("VERB", "NOUN", "ADJ") for lemma in getLemma(word[0].lower(), pos) for t in lexicon.at(lemma, pos)
        )
        kind = next((t.figure for t in entries if t.figure and len(t.tokens) == 1), "")
        if kind:
            found.append((word.start(), word.end(), kind))
    return found


def _apart(start: int, end: int, quote: Quote) -> int:
    """Characters between two stretches; words inside the quote are nearest of all."""
    return max(start - quote.end, quote.start - end, 0)


def _chain(quote: Quote, sentence: Quote, judged: JudgedDocument) -> AttributionChain:
    """Who says the nearest claim of the sentence; where it has none, who spoke last before it, shortly before."""
    c = judged.coded
    records: list[Record] = [*c.figures, *c.statements, *c.events]
    beside = [r for r in records if _inside(r, sentence)]
    earlier = [r for r in records if 0 < sentence.start - quote_of(r).start <= NEIGHBOURS and r.chain.hops]
    nearest = min(beside or earlier, key=lambda r: _distance(r, quote), default=None)
    return nearest.chain if nearest else AttributionChain()


def _inside(record: Record, sentence: Quote) -> bool:
    return sentence.start <= quote_of(record).start < sentence.end


def _distance(record: Record, quote: Quote) -> int:
    return abs(quote_of(record).start - quote.start)


def _value(words: str) -> tuple[int | None, int | None, str]:
    found = next((q for q in numbers.find(words) if q.comparator), None)
    if found is None:
        return (1, 1, "exactly") if re.match(r"(?i)(an?|one)\b", words) else (None, None, "vague")
    return found.low, found.high, found.comparator
