"""Reading documents: the network's layers with the rules over them, as core values."""

import re
from bisect import bisect_left
from collections.abc import Sequence

from sayso.core import Document, EventArgument, EventTrigger, Name, Quantity, Reading, Span, Token
from sayso.neural import NeuralModel, NeuralReading, load
from sayso.read import acronyms, attributions, commitment, coreference, numbers, quotations, times
from sayso.read.anchor import anchor_day
from sayso.read.language import language_of
from sayso.read.lemmas import lemma
from sayso.read.names import consistent
from sayso.read.parts import marks_of, with_borders
from sayso.read.sentences import with_sure_starts
from sayso.read.tokens import breaks, is_shouted, tokenize, written

RULES = "3"  # version of the rules over the network; part of the run of every record
BATCH = 16
_WATER = re.compile(
    r"\b(river|lake|sea|ocean|mountains?|mount|desert|valley|gulf|bay|island|islands|peninsula|strait|canal|hills?|coast)\b", re.I
)


class NeuralReader:
    """The built-in reader of English. Satisfies `sayso.core.contracts.Reader`."""

    def __init__(self, model: NeuralModel | None = None) -> None:
        self.model = model or load()
        self.version = f"{self.model.version}+rules-{RULES}"

    def read(self, documents: Sequence[Document]) -> list[Reading]:
        """One reading for each document, in order. What is not English is left alone and says so in `unread`."""
        out: list[Reading | None] = [None] * len(documents)
        known: list[tuple[int, str, list[tuple[int, int]]]] = []
        for k, d in enumerate(documents):
            language = language_of(d)
            if language != self.model.language:
                out[k] = Reading(
                    d.id, d.doc, d.text, d.sha256, self.version, language, d.published, unread=f"language: {language}"
                )
            else:
                known.append((k, language, tokenize(d.text, language)))
        for start in range(0, len(known), BATCH):
            group = known[start : start + BATCH]
            texts = [(_words(documents[k].text, spans), _breaks(documents[k], spans)) for k, _, spans in group]
            for (k, language, spans), layers in zip(group, self.model.read(texts), strict=True):
                out[k] = assemble(documents[k], language, spans, layers, self.version)
        return [r for r in out if r is not None]


def _words(text: str, spans: list[tuple[int, int]]) -> list[str]:
    """The words as the network reads them: a text in capitals alone is put into small letters, as it learnt to read them."""
    words = [written(text, a, b) for a, b in spans]
    return [w.lower() if len(w) == len(w.lower()) else w for w in words] if is_shouted(text) else words


def _breaks(document: Document, spans: list[tuple[int, int]]) -> list[int]:
    sure = with_sure_starts(breaks(document.text, spans), document.text, spans)
    return with_borders(sure, spans, marks_of(document))


def assemble(document: Document, language: str, spans: list[tuple[int, int]], layers: NeuralReading, version: str) -> Reading:
    """The reading of one document from the network's layers and the rules over them."""
    text = document.text
    tokens = tokens_of(text, spans, layers)
    given = known(text, tokens, layers, language)
    names, quoted = tuple(given.names), tuple(given.quotations)
    anchor = anchor_day(document)
    dates = times.find(text, anchor)
    quantities = with_nouns(tokens, numbers.find(text, [(t.start, t.end) for t in dates]))
    things = coreference.entities(given)
    return Reading(
        document=document.id,
        doc=document.doc,
        text=text,
        sha256=document.sha256,
        reader=version,
        language=language,
        published=anchor,
        tokens=tokens,
        sentences=layers.sentences,
        names=names,
        times=tuple(dates),
        quantities=quantities,
        attributions=attributions.build(text, tokens, layers.attributions, quoted, things, language, layers.sentences),
        predicates=commitment.predicates(tokens, language, layers.factuality),
        triggers=triggers(names, layers),
        entities=things,
        acronyms=tuple(given.acronyms),
        quotations=quoted,
        marks=marks_of(document),
    )


def tokens_of(text: str, spans: list[tuple[int, int]], layers: NeuralReading) -> tuple[Token, ...]:
    """The words of a text with what the network says of each."""
    return tuple(
        Token(a, b, lemma(written(text, a, b), layers.upos[i]), layers.upos[i], layers.feats[i], layers.head[i], layers.deprel[i])
        for i, (a, b) in enumerate(spans)
    )


def known(text: str, tokens: tuple[Token, ...], layers: NeuralReading, language: str) -> coreference.Given:
    """What coreference goes by, from the network's layers and the text."""
    return coreference.Given(
        text,
        tokens,
        [k for k, (a, b) in enumerate(layers.sentences) for _ in range(a, b)],
        _names(text, tokens, layers),
        acronyms.find(text),
        quotations.find(text),
        [
            coreference.Said(a.source[0].first, a.source[0].last, tuple((c.first, c.last) for c in a.content))
            for a in layers.attributions
            if a.source
        ],
        [(link.word, link.to, link.score) for link in layers.antecedents],
        language,
    )


def triggers(names: tuple[Name, ...], layers: NeuralReading) -> tuple[EventTrigger, ...]:
    """The words that the network takes for events, with the place names where these probably were."""
    name_at = {i: n for n in reversed(names) for i in range(n.first, n.last)}
    places: dict[int, list[EventArgument]] = {}
    for link in layers.places:
        if (n := name_at.get(link.to)) is not None and all(n.first != a.first for a in places.get(link.word, ())):
            places.setdefault(link.word, []).append(EventArgument("place", n.first, n.last, link.score))
    return tuple(
        EventTrigger(i, label, tuple(sorted(places.get(i, ()), key=lambda a: -a.score)))
        for i, label in enumerate(layers.events)
        if label
    )


def _names(text: str, tokens: tuple[Token, ...], layers: NeuralReading) -> tuple[Name, ...]:
    """Names, one label for one name; a place of nature is LOC, any other place GPE."""
    out = []
    for n in consistent([written(text, t.start, t.end) for t in tokens], layers.upos, layers.deprel, layers.names):
        first, last = n.first, n.last
        while first < last and (
            tokens[first].upos in ("DET", "PUNCT", "ADP")
            or text[tokens[first].start : tokens[first].end].lower() in ("the", "'s")
        ):
            first += 1
        while (
            last > first
            and tokens[last - 1].upos == "PUNCT"
            and text[tokens[last - 1].start : tokens[last - 1].end] not in (")", ".")
        ):
            last -= 1
        if first == last:
            continue
        start, end = tokens[first].start, tokens[last - 1].end
        label = n.label if n.label != "LOC" else "LOC" if _WATER.search(text[start:end]) else "GPE"
        out.append(Name(start, end, label, first, last, n.score))
    return tuple(out)


def with_nouns(tokens: Sequence[Token], quantities: Sequence[Quantity]) -> tuple[Quantity, ...]:
    """Quantities with the token of what each counts."""
    starts = [t.start for t in tokens]
    return tuple(_with_noun(tokens, starts, q) for q in quantities)


def _with_noun(tokens: Sequence[Token], starts: list[int], q: Quantity) -> Quantity:
    """Adds the token of what is counted: the noun that the number hangs on, or the one after "of"."""
    inside = range(bisect_left(starts, q.number.start), bisect_left(starts, q.number.end))
    for i in reversed(inside):
        t = tokens[i]
        if (
            t.head not in inside
            and t.deprel.split(":")[0] in ("nummod", "det", "amod", "advmod", "compound")
            and tokens[t.head].upos in ("NOUN", "PROPN", "ADJ", "PRON")
        ):
            return _counting(q, t.head) if t.head > i else q
    for i in inside:  # "dozens of civilians", "22 of the dead", "no one"
        for c, t in enumerate(tokens[i + 1 : i + 9], i + 1):
            if (
                c not in inside
                and t.head in inside
                and t.deprel == "nmod"
                and any(o.head == c and o.lemma == "of" for o in tokens[i + 1 : c])
            ):
                return _counting(q, c)
    return q


def _counting(q: Quantity, noun: int) -> Quantity:
    return Quantity(q.start, q.end, Span(q.number.start, q.number.end), q.kind, q.low, q.high, q.comparator, noun)
