"""Nothing without a ground: values that are not word for word in the text are taken out one by one, whoever read it."""

from collections.abc import Iterator
from dataclasses import fields, is_dataclass, replace
from typing import Any

from sayso.core.coding import AttributionChain, CodedDocument, EventReport, Figure, Hop, Statement
from sayso.core.document import Document
from sayso.core.reading import Reading
from sayso.core.spans import Quote, Span

_OWN: dict[type, tuple[str, ...]] = {
    EventReport: ("trigger", "sentence"),
    Figure: ("quote", "sentence"),
    Statement: ("quote", "sentence"),
    Hop: ("speaker",),
}


def grounded(coded: CodedDocument) -> tuple[CodedDocument, tuple[str, ...]]:
    """The coding with every value that its text does not read word for word taken out, and a sentence on each.

    A record whose own words are not there goes whole, and references to it go with it; of another record only the value goes: a
    party, place, date, hop, scope. A chain that loses a hop keeps the others.
    """
    refused: list[str] = []
    text = coded.text

    def keep(records: tuple[Any, ...]) -> tuple[Any, ...]:
        return tuple(r for r in (_record(r, text, refused) for r in records) if r is not None)

    events, figures, statements = keep(coded.events), keep(coded.figures), keep(coded.statements)
    alive = {r.id for r in (*events, *figures, *statements)}
    figures = tuple(
        replace(f, events=tuple(e for e in f.events if e in alive), relations=tuple(r for r in f.relations if r.with_ in alive))
        for f in figures
    )
    statements = tuple(replace(s, about=tuple(a for a in s.about if a in alive)) for s in statements)
    unused = tuple(u for u in coded.unused if _stands(u.quote, text))
    whole = replace(coded, events=events, figures=figures, statements=statements, unused=unused)
    return (whole, tuple(refused)) if refused or whole != coded else (coded, ())


def grounded_reading(reading: Reading, document: Document) -> Reading:
    """The reading with spans that leave the text taken out. Raises nothing: a reading of another text, or with tokens that leave
    it, has no layers and says so in `unread`."""
    end = len(document.text)
    bare = Reading(document.id, document.doc, document.text, document.sha256, reading.reader, reading.language, reading.published)
    if reading.text != document.text or reading.document != document.id:
        return replace(bare, unread="the reader gave a reading of another text")
    if any(not 0 <= t.start < t.end <= end or not 0 <= t.head < len(reading.tokens) for t in reading.tokens):
        return replace(bare, unread="the reader gave words that are not in the text")
    count = len(reading.tokens)
    kept: dict[str, Any] = {}
    for name in ("names", "times", "quantities"):
        kept[name] = tuple(x for x in getattr(reading, name) if 0 <= x.start < x.end <= end)
    kept["names"] = tuple(n for n in kept["names"] if 0 <= n.first < n.last <= count)
    for name in ("entities", "acronyms", "quotations"):
        kept[name] = tuple(x for x in getattr(reading, name) if all(s.end <= end for s in _spans(x)))
    kept["predicates"] = tuple(p for p in reading.predicates if 0 <= p.token < count)
    kept["triggers"] = tuple(
        t for t in reading.triggers if 0 <= t.token < count and all(0 <= a.first < a.last <= count for a in t.arguments)
    )
    kept["sentences"] = tuple(s for s in reading.sentences if 0 <= s[0] < s[1] <= count)
    if all(all(s.end <= end for s in _spans(a)) for a in reading.attributions):
        kept["attributions"] = reading.attributions
    else:
        # Parents are positions in the list, so that a bad one is emptied, not taken out.
        kept["attributions"] = tuple(
            a if all(s.end <= end for s in _spans(a)) else replace(a, source=(), cue=(), content=(), speaker=None)
            for a in reading.attributions
        )
    return replace(reading, **kept) if any(kept[k] != getattr(reading, k) for k in kept) else reading


def _stands(quote: Quote, text: str) -> bool:
    return text[quote.start : quote.end] == quote.words


def _record(value: Any, text: str, refused: list[str]) -> Any:
    """The value without what does not stand in the text; None if its own words do not."""
    for name in _OWN.get(type(value), ("quote",) if hasattr(value, "quote") else ()):
        quote = getattr(value, name)
        if not _stands(quote, text):
            there = text[quote.start : quote.end][:60]
            what = getattr(value, "id", type(value).__name__.lower())
            refused.append(f"{what}: {name} at {quote.start}-{quote.end} reads {quote.words[:60]!r}, the text {there!r}")
            return None
    changes: dict[str, Any] = {}
    for f in fields(value):
        before = getattr(value, f.name)
        after = _value(before, f"{getattr(value, 'id', '')} {f.name}".strip(), text, refused)
        if after is not before:
            changes[f.name] = after
    if not changes:
        return value
    for quote_name, resolved in (("place_quote", "place"), ("date_quote", "date")):
        if quote_name in changes and changes[quote_name] is None:
            changes[resolved] = None
    if "is_" in changes:
        changes["actor"] = None
    return replace(value, **changes)


def _value(value: Any, where: str, text: str, refused: list[str]) -> Any:
    if isinstance(value, Quote):
        if _stands(value, text):
            return value
        refused.append(f"{where} at {value.start}-{value.end} reads {value.words[:60]!r}")
        return None
    if isinstance(value, tuple) and value and (isinstance(value[0], Quote) or is_dataclass(value[0])):
        kept = [v for v in (_value(v, where, text, refused) for v in value) if v is not None]
        return value if len(kept) == len(value) and all(a is b for a, b in zip(kept, value, strict=True)) else tuple(kept)
    if isinstance(value, AttributionChain):
        hops = _value(value.hops, where, text, refused)
        return value if hops is value.hops else AttributionChain(hops)
    if is_dataclass(value) and type(value).__module__.endswith(".coding"):
        return _record(value, text, refused)
    return value


def _spans(value: Any) -> Iterator[Span]:
    """Every span in a value of a reading."""
    if isinstance(value, Span):
        yield value
    elif isinstance(value, tuple):
        for v in value:
            yield from _spans(v)
    elif is_dataclass(value):
        for f in fields(value):
            yield from _spans(getattr(value, f.name))
