"""A document with its claims marked in place: paragraphs of segments that never overlap, each with the marks that cover it."""

import re
from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from sayso.core import Document, EventReport, Figure
from sayso.core.judged import JudgedDocument
from sayso.core.judging import Record, records_of
from sayso.export.words import number_text, shorten, spoken

CARDS = 200  # lines of the list beside the text


@dataclass(frozen=True, slots=True)
class Mark:
    """A stretch of text that a record points at. `kind`: figure, statement, denial, event, unused."""

    id: str
    start: int
    end: int
    kind: str
    state: str
    label: str


@dataclass(frozen=True, slots=True)
class Segment:
    """Words under the same marks. `opens` names the mark that begins here, for the anchor; `css` is how it is drawn."""

    start: int
    words: str
    marks: tuple[str, ...] = ()
    opens: tuple[str, ...] = ()
    css: str = ""


@dataclass(frozen=True, slots=True)
class Paragraph:
    """One line of the text between line ends. `role` is that of the document's own marks: title, caption, furniture, ..."""

    number: int
    start: int
    role: str
    segments: tuple[Segment, ...]


@dataclass(frozen=True, slots=True)
class Card:
    """A record in the list beside the text."""

    id: str
    kind: str
    label: str
    words: str
    by: str
    state: str
    disputed: bool
    start: int
    paragraph: int
    confidence: float


@dataclass(frozen=True, slots=True)
class UnusedLine:
    """A number or word that was seen and not coded, and why."""

    words: str
    reason: str
    start: int
    end: int
    paragraph: int


@dataclass(frozen=True, slots=True)
class TranslatedLine:
    """A paragraph of a translation; `paragraph` is that of the text that it stands for, 0 where that cannot be said."""

    words: str
    paragraph: int


@dataclass(frozen=True, slots=True)
class TranslationView:
    """A translation that came with a document, by whom, and where it stood. Nothing points into it."""

    lines: tuple[TranslatedLine, ...]
    by: str
    language: str
    where: str


@dataclass(frozen=True, slots=True)
class ReaderView:
    """The page of a document."""

    document: str
    doc: str
    title: str
    outlet: str
    byline: str
    published: str
    language: str
    address: str
    sha256: str
    warnings: tuple[str, ...]
    follows: str | None
    unread: str
    paragraphs: tuple[Paragraph, ...]
    cards: tuple[Card, ...]
    hidden_cards: int
    unused: tuple[UnusedLine, ...]
    figures: int
    checked: int
    total: int
    translation: TranslationView | None = None


def marked(document: Document, judged: JudgedDocument | None) -> tuple[Paragraph, ...]:
    """The text of a document with its claims and the numbers that were not used."""
    marks = [mark_of(r, judged.state(r.id)) for r in records_of(judged.coded)] if judged else []
    unused = judged.coded.unused if judged else ()
    marks += [Mark(f"n{i}", u.quote.start, u.quote.end, "unused", "unused", u.reason) for i, u in enumerate(unused)]
    return segment(document.text, marks, [(m.start, m.end, m.kind) for m in document.marks])


def reader_view(
    document: Document, judged: JudgedDocument | None, paragraphs: tuple[Paragraph, ...], around: int = 0
) -> ReaderView:
    """The page of a document over its marked text; the list beside it holds the `CARDS` records nearest to the offset `around`."""
    records = sorted(records_of(judged.coded), key=_start) if judged else []
    unused = judged.coded.unused if judged else ()
    starts = [p.start for p in paragraphs]
    numbers = [p.number for p in paragraphs]

    def paragraph_at(offset: int) -> int:
        at = bisect_right(starts, offset) - 1
        return numbers[at] if at >= 0 else 1

    near = _window(records, around)
    m = document.masthead
    return ReaderView(
        document=document.id,
        doc=document.doc,
        title=document.title or document.doc,
        outlet=document.outlet or "",
        byline=m.byline.value if m.byline else "",
        published=document.published or "",
        language=m.language.value if m.language else "",
        address=next((f.value for f in (m.canonical, m.address) if f), ""),
        sha256=document.sha256,
        warnings=document.warnings,
        follows=document.follows,
        unread=judged.coded.unread if judged else "",
        paragraphs=paragraphs,
        cards=tuple(_card(r, judged, paragraph_at(_start(r))) for r in near) if judged else (),
        hidden_cards=len(records) - len(near),
        unused=tuple(
            UnusedLine(u.quote.words, u.reason, u.quote.start, u.quote.end, paragraph_at(u.quote.start)) for u in unused
        ),
        figures=len(judged.coded.figures) if judged else 0,
        checked=sum(1 for r in records if judged and judged.state(r.id) != "draft"),
        total=len(records),
        translation=_translation(document, paragraphs),
    )


def _translation(document: Document, paragraphs: Sequence[Paragraph]) -> TranslationView | None:
    """The translation in paragraphs; they bear the numbers of the text's if there are as many of them."""
    found = document.translation
    if found is None:
        return None
    lines = [line for line in found.text.splitlines() if line.strip()]
    numbers = [p.number for p in paragraphs] if len(lines) == len(paragraphs) else [0] * len(lines)
    made = tuple(TranslatedLine(words, number) for words, number in zip(lines, numbers, strict=True))
    return TranslationView(made, found.by, found.language, found.where)


def _window(records: Sequence[Record], around: int) -> Sequence[Record]:
    if len(records) <= CARDS:
        return records
    at = next((i for i, r in enumerate(records) if _start(r) >= around), len(records))
    first = max(0, min(at - CARDS // 2, len(records) - CARDS))
    return records[first : first + CARDS]


def _start(record: Record) -> int:
    return record.trigger.start if isinstance(record, EventReport) else record.quote.start


def mark_of(record: Record, state: str) -> Mark:
    """The mark of a record."""
    quote = record.trigger if isinstance(record, EventReport) else record.quote
    return Mark(record.id, quote.start, quote.end, kind_of(record), state, label_of(record))


def kind_of(record: Record) -> str:
    """How a record is tinted: a denial is told from what asserts."""
    if isinstance(record, EventReport):
        return "event"
    if record.stance in ("denies", "doubts"):
        return "denial"
    return "figure" if isinstance(record, Figure) else "statement"


def label_of(record: Record) -> str:
    """A record in a few words: "killed ≥ 2", "motive", "ASSAULT raids"."""
    if isinstance(record, EventReport):
        return f"{spoken(record.mode) or record.type.lower()}: {record.trigger.words}"
    if isinstance(record, Figure):
        number = number_text(record.low, record.high, record.comparator, record.quote.words)
        return f"{spoken(record.kind)} {'= ' if number[:1].isdigit() else ''}{number}"
    return spoken(record.field)


def by_of(record: Record) -> str:
    """On whose say-so, from the inside out."""
    hops = [h.name for h in record.chain.hops]
    return " via ".join(reversed(hops)) if hops else "the text itself"


def _card(record: Record, judged: JudgedDocument, paragraph: int) -> Card:
    quote = record.sentence if isinstance(record, EventReport) else record.quote
    stance = "" if isinstance(record, EventReport) or record.stance == "asserts" else f" ({spoken(record.stance)})"
    return Card(
        id=record.id,
        kind=kind_of(record),
        label=label_of(record) + stance,
        words=shorten(quote.words, 120),
        by=by_of(record),
        state=judged.state(record.id),
        disputed=judged.disputed(record.id),
        start=_start(record),
        paragraph=paragraph,
        confidence=record.confidence,
    )


_RANK = {"denial": 0, "figure": 1, "statement": 2, "event": 3, "unused": 4}


def segment(text: str, marks: Sequence[Mark], roles: Iterable[tuple[int, int, str]] = ()) -> tuple[Paragraph, ...]:
    """The text cut into paragraphs and segments; joined together the words are the text without its line ends.

    Time is that of sorting the marks plus their overlaps: a document may have thousands.
    """
    spans = sorted(roles)
    ordered = sorted((m for m in marks if m.start < m.end <= len(text)), key=lambda m: (m.start, -m.end))
    paragraphs: list[Paragraph] = []
    active: list[Mark] = []
    next_mark, number = 0, 0
    for line in re.finditer(r"[^\n\r\x0b\x0c\x85\u2028\u2029]+", text):
        a, b = line.span()
        if not line[0].strip():
            continue
        number += 1
        while next_mark < len(ordered) and ordered[next_mark].start < b:
            active.append(ordered[next_mark])
            next_mark += 1
        active = [m for m in active if m.end > a]
        role = next((kind for s, e, kind in spans if s < b and a < e), "")
        paragraphs.append(Paragraph(number, a, role, tuple(_segments(text, a, b, active))))
    return tuple(paragraphs)


def _segments(text: str, a: int, b: int, active: Sequence[Mark]) -> Iterable[Segment]:
    cuts = sorted({a, b, *(c for m in active for c in (m.start, m.end) if a < c < b)})
    waiting = sorted(active, key=lambda m: m.start)
    inside: list[Mark] = []
    at = 0
    for first, last in pairwise(cuts):
        while at < len(waiting) and waiting[at].start <= first:
            inside.append(waiting[at])
            at += 1
        inside = [m for m in inside if m.end > first]
        chosen = sorted(inside, key=lambda m: (_RANK[m.kind], m.end - m.start))
        opens = tuple(m.id for m in chosen if m.start == first or (first == a and m.start < a))
        top = chosen[0] if chosen else None
        css = f"{top.kind} {top.state}" if top else ""
        yield Segment(first, text[first:last], tuple(m.id for m in chosen), opens, css)
