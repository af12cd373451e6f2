"""How a judgement on a record is written: its field, its span and the value decided.

`field` is "CLASS:KIND" or "CLASS:KIND.PART": CLASS is event, figure or statement; KIND what the record was when it was judged (an
event's type, a figure's kind, a statement's field); PART one of `PARTS`, if only that was decided. [start, end) is the record's
own span: an event's trigger, a figure's or statement's quote. `value` is a JSON object as `value_of` writes it: the whole record as
decided, quotes as offsets, other records of the document by class, kind and span. Verdicts: accept, correct, add; reject the record,
or with PART what it says of that part. How judgements are laid over a coding: `sayso.core.judged`.
"""

import json
from dataclasses import dataclass, fields
from typing import Any

from sayso.core.coding import CodedDocument, EventReport, Figure, Statement
from sayso.core.compact import pack, unpack_field
from sayso.core.errors import InputError
from sayso.core.ids import digest
from sayso.core.judgement import Judgement
from sayso.core.spans import Span

Record = EventReport | Figure | Statement

CLASSES: dict[str, type[EventReport] | type[Figure] | type[Statement]] = {
    "event": EventReport,
    "figure": Figure,
    "statement": Statement,
}
PARTS: dict[str, dict[str, tuple[str, ...]]] = {
    "event": {
        "type": ("type", "mode"),
        "place": ("place", "place_quote", "place_relation"),
        "date": ("date", "date_quote"),
        "actors": ("actors",),
        "recipients": ("recipients",),
        "instruments": ("instruments",),
        "factuality": ("factuality", "background"),
        "chain": ("chain", "basis"),
        "words": ("trigger", "mentions", "sentence"),
    },
    "figure": {
        "kind": ("kind",),
        "value": ("low", "high", "comparator"),
        "of": ("of", "group"),
        "scope": ("scope", "as_of"),
        "events": ("events",),
        "chain": ("chain", "basis", "stance"),
        "relations": ("relations",),
        "words": ("quote", "sentence"),
    },
    "statement": {
        "field": ("field",),
        "about": ("about",),
        "chain": ("chain", "basis", "stance", "reason"),
        "words": ("quote", "sentence"),
    },
}
REQUIRED: dict[str, frozenset[str]] = {
    "event": frozenset({"trigger", "sentence", "type"}),
    "figure": frozenset({"kind", "quote", "sentence", "low", "high", "comparator"}),
    "statement": frozenset({"field", "quote", "sentence"}),
}
REFERENCES = frozenset({"events", "about", "relations"})
VERDICTS = ("accept", "correct", "reject", "add")
SITE = "site"  # key of a value: the place of an event as it stood, which tells the sites of one operation apart


@dataclass(frozen=True, slots=True)
class Face:
    """By what a record is known: its span, its kind and, of an event, the span of its place."""

    span: Span
    kind: str
    site: Span | None = None


@dataclass(frozen=True, slots=True)
class Reference:
    """Another record of the same document, by class and face; `relation` as in `FigureRelation`, "" elsewhere."""

    name: str
    face: Face
    relation: str = ""


def make_judgement(
    person: str, made: str, verdict: str, field: str, document: str, span: tuple[int, int], value: str = "", **more: Any
) -> Judgement:
    """A judgement whose id is a digest of all it says. `more`: other_document, other_start, other_end, note, undoes."""
    parts = [person, made, verdict, field, document, *span, value, sorted(more.items())]
    return Judgement(digest("jud", parts), person, made, verdict, field, document, *span, value, **more)


def class_of(record: Record) -> str:
    """event, figure or statement."""
    return next(name for name, kind in CLASSES.items() if isinstance(record, kind))


def face_of(record: Record) -> Face:
    """By what a record is known: trigger, type and place of an event; quote and kind of a figure; quote and field of a
    statement."""
    if isinstance(record, EventReport):
        return Face(record.trigger.span, record.type, record.place_quote.span if record.place_quote else None)
    return Face(record.quote.span, record.kind if isinstance(record, Figure) else record.field)


def field_of(record: Record, part: str = "") -> str:
    """The `field` of a judgement on this record, or on one part of it."""
    return f"{class_of(record)}:{face_of(record).kind}" + (f".{part}" if part else "")


def read_field(text: str) -> tuple[str, str, str]:
    """Class, kind and part of a judgement's `field`. Raises `InputError` for an unknown class or part."""
    head, _, part = text.partition(".")
    name, _, kind = head.partition(":")
    if name not in CLASSES or not kind:
        raise InputError(f"'{text}' is no field of a judgement", hint="Write event:TYPE, figure:KIND or statement:FIELD.")
    if part and part not in PARTS[name]:
        raise InputError(
            f"'{part}' is no part of a record of class {name}", where=text, hint=f"One of: {', '.join(PARTS[name])}."
        )
    return name, kind, part


def decided_by(name: str, part: str) -> frozenset[str]:
    """The fields of a record that a judgement on `part` decides; with no part all but id and confidence."""
    return frozenset(PARTS[name][part]) if part else frozenset(f.name for f in fields(CLASSES[name])) - {"id", "confidence"}


def value_of(coded: CodedDocument, record: Record) -> str:
    """The `value` of a judgement that decides on `record` as it stands here: one of the document's records, a changed copy of
    one (same id), or a new one."""
    others = {r.id: r for r in records_of(coded)}
    plain = pack(record)
    plain.pop("id", None)
    plain.pop("confidence", None)
    before = others.get(record.id)
    if before is not None and (site := face_of(before).site) is not None:
        plain[SITE] = [site.start, site.end]
    if isinstance(record, Figure):
        plain["events"] = [_reference(others[e]) for e in record.events if e in others]
        plain["relations"] = [[r.is_, *_reference(others[r.with_])] for r in record.relations if r.with_ in others]
    elif isinstance(record, Statement):
        plain["about"] = [_reference(others[a]) for a in record.about if a in others]
    return json.dumps(plain, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def records_of(coded: CodedDocument) -> tuple[Record, ...]:
    """Events, figures and statements in one row."""
    return (*coded.events, *coded.figures, *coded.statements)


def values_of(judgement: Judgement) -> dict[str, Any]:
    """The value as an object, {} if there is none. Raises `InputError` for anything but a JSON object."""
    try:
        values = json.loads(judgement.value) if judgement.value else {}
    except ValueError as error:
        raise InputError(f"the value is not JSON: {error}", where=f"judgement {judgement.id}") from error
    if not isinstance(values, dict):
        raise InputError("the value is not a JSON object", where=f"judgement {judgement.id}")
    return values


def face_judged(judgement: Judgement) -> Face:
    """By what the judged record was known."""
    site = values_of(judgement).get(SITE)
    return Face(Span(judgement.start, judgement.end), read_field(judgement.field)[1], _span(site) if site else None)


def references_in(key: str, value: Any) -> list[Reference]:
    """The records that a value names under `events`, `about` or `relations`. Raises `InputError` for another shape."""
    try:
        return [_read_reference(row, related=key == "relations") for row in value]
    except (TypeError, ValueError) as error:
        raise InputError(f"'{key}' cannot be {str(value)[:80]!r}", hint='Write [["event:TYPE", start, end]].') from error


def check_value(judgement: Judgement, text: str) -> None:
    """Raises `InputError` if a judgement on a record cannot be laid over a document with this text."""
    name, _, part = read_field(judgement.field)
    if Span(judgement.start, judgement.end).end > len(text) or judgement.start == judgement.end:
        raise InputError(f"[{judgement.start}, {judgement.end}) is not a place in a text of {len(text)} characters")
    values = values_of(judgement)
    face_judged(judgement)
    if judgement.verdict == "reject" and part and REQUIRED[name] & set(PARTS[name][part]):
        raise InputError(
            f"a {name} cannot be without its {part}", where=judgement.field, hint="Reject the whole record, or correct it."
        )
    for key, value in values.items():
        if key in REFERENCES and key in decided_by(name, ""):
            references_in(key, value)
        elif key != SITE:
            unpack_field(CLASSES[name], key, value, text)
    if judgement.verdict in ("correct", "add") and (missing := sorted(REQUIRED[name] - set(values))):
        raise InputError(
            f"the value lacks {', '.join(missing)}",
            where=judgement.field,
            hint="Give the whole record, also where one part is decided.",
        )


def _reference(record: Record) -> list[Any]:
    face = face_of(record)
    site = [face.site.start, face.site.end] if face.site else []
    return [f"{class_of(record)}:{face.kind}", face.span.start, face.span.end, *site]


def _read_reference(row: Any, *, related: bool) -> Reference:
    relation, rest = (str(row[0]), row[1:]) if related else ("", row)
    name, kind, _ = read_field(rest[0])
    return Reference(name, Face(_span(rest[1:3]), kind, _span(rest[3:5]) if len(rest) > 3 else None), relation)


def _span(pair: Any) -> Span:
    start, end = pair
    return Span(int(start), int(end))
