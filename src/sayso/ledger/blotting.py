"""What remains of texts and records when passages of a text are removed. Pure; a removed character becomes U+2588."""

import json
import re
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from sayso.core import AttributionChain, CodedDocument, EventReport, Figure, Hop, InputError, Participant, Quote, Span, Statement

BLOCK = "█"
_LEAST = 3  # characters of a masthead value that is looked for in a removed passage


def name_pattern(name: str) -> re.Pattern[str]:
    """Finds a name as whole words, without regard to case and to the white space in it. Raises `InputError` for fewer than two
    letters."""
    words = name.split()
    if sum(c.isalnum() for c in name) < 2:
        raise InputError(f"{name!r} is too short for a name", hint="Give the name as it is written.")
    return re.compile(r"(?<!\w)" + r"\s+".join(map(re.escape, words)) + r"(?!\w)", re.IGNORECASE)


def blot(text: str, spans: Sequence[Span]) -> str:
    """The text with every character of the spans replaced; line ends stay, so that lines do."""
    out = list(text)
    for s in spans:
        out[s.start : s.end] = [c if c in "\r\n" else BLOCK for c in text[s.start : s.end]]
    return "".join(out)


def blotted_coding(coded: CodedDocument, spans: Sequence[Span]) -> CodedDocument:
    """A coding without records whose own words are removed, and without values resolved from removed words. Its text is the old
    one: quotes are kept as offsets."""
    events = tuple(_event(e, spans) for e in coded.events if not _hit(e.trigger, spans))
    figures = [f for f in coded.figures if not _hit(f.quote, spans)]
    statements = [s for s in coded.statements if not _hit(s.quote, spans)]
    alive = {e.id for e in events} | {f.id for f in figures} | {s.id for s in statements}
    return replace(
        coded,
        events=events,
        figures=tuple(_figure(f, spans, alive) for f in figures),
        statements=tuple(_statement(s, spans, alive) for s in statements),
        unused=tuple(u for u in coded.unused if not _hit(u.quote, spans)),
    )


def blotted_masthead(record: dict[str, Any], spans: Sequence[Span], gone: Sequence[str]) -> dict[str, Any]:
    """A document's record without masthead values that stood in removed passages or whose words did."""
    masthead = {}
    for key, found in record.get("masthead", {}).items():
        values = found if isinstance(found, list) else [found]
        kept = [v for v in values if v is not None and not _told(v, spans, gone)]
        if kept:
            masthead[key] = kept if isinstance(found, list) else kept[0]
    return {**record, "masthead": masthead}


def blotted_value(record: dict[str, Any], spans: Sequence[Span]) -> bool:
    """True if a judgement (its record) rests on removed words: then its value and note go."""
    if any(Span(record["start"], record["end"]).overlaps(s) for s in spans):
        return True
    values = json.loads(record["value"]) if record.get("value") else {}
    return any(Span(a, b).overlaps(s) for k, v in values.items() if k != "sentence" for a, b in _pairs(v) for s in spans)


def _pairs(value: Any) -> list[tuple[int, int]]:
    """Every [start, end] in a packed value."""
    if isinstance(value, list):
        if len(value) == 2 and all(isinstance(v, int) for v in value):
            return [(min(value), max(value))]
        return [p for v in value for p in _pairs(v)]
    return [p for v in value.values() for p in _pairs(v)] if isinstance(value, dict) else []


def _told(found: dict[str, Any], spans: Sequence[Span], gone: Sequence[str]) -> bool:
    start, end = found.get("start"), found.get("end")
    if start is not None and end is not None and any(Span(start, end).overlaps(s) for s in spans):
        return True
    value = found["value"]
    return len(value) >= _LEAST and any(value in g or (len(g) >= _LEAST and g in value) for g in gone)


def _hit(quote: Quote | None, spans: Sequence[Span]) -> bool:
    return quote is not None and any(quote.span.overlaps(s) for s in spans)


def _event(e: EventReport, spans: Sequence[Span]) -> EventReport:
    place, date = _hit(e.place_quote, spans), _hit(e.date_quote, spans)
    return replace(
        e,
        actors=_parties(e.actors, spans),
        recipients=_parties(e.recipients, spans),
        instruments=_parties(e.instruments, spans),
        place=None if place else e.place,
        place_quote=None if place else e.place_quote,
        date=None if date else e.date,
        date_quote=None if date else e.date_quote,
        chain=_chain(e.chain, spans),
    )


def _parties(parties: Sequence[Participant], spans: Sequence[Span]) -> tuple[Participant, ...]:
    return tuple(p for p in parties if not _hit(p.quote, spans))


def _figure(f: Figure, spans: Sequence[Span], alive: set[str]) -> Figure:
    return replace(
        f,
        events=tuple(e for e in f.events if e in alive),
        relations=tuple(r for r in f.relations if r.with_ in alive),
        of=None if _hit(f.of, spans) else f.of,
        scope=None if _hit(f.scope, spans) else f.scope,
        chain=_chain(f.chain, spans),
    )


def _statement(s: Statement, spans: Sequence[Span], alive: set[str]) -> Statement:
    return replace(
        s,
        about=tuple(a for a in s.about if a in alive),
        reason=None if _hit(s.reason, spans) else s.reason,
        chain=_chain(s.chain, spans),
    )


def _chain(chain: AttributionChain, spans: Sequence[Span]) -> AttributionChain:
    """A speaker whose words are removed stays as a hop, as blocks, and is nobody."""
    return AttributionChain(tuple(_hop(h, spans) for h in chain.hops))


def _hop(h: Hop, spans: Sequence[Span]) -> Hop:
    if not (_hit(h.speaker, spans) or _hit(h.is_, spans)):
        return h
    return replace(h, actor=None, is_=None if _hit(h.is_, spans) else h.is_)
