"""One record as it is judged: its words in their surroundings, its values, who says it, what people decided before."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace

from sayso.core import Document, EventReport, Figure, Judgement, Quote
from sayso.core.judged import JudgedDocument
from sayso.core.judging import Record, class_of, face_of, records_of
from sayso.export.heading import Heading
from sayso.export.words import date_text, moment_text, number_text, spoken
from sayso.serve.decisions import quote_of, seen_mark
from sayso.serve.place_names import places_in
from sayso.serve.views.reader import by_of, label_of
from sayso.serve.views.usefulness import Consequence

BULK = ("accept", "reject", "undo")  # what can be done to many records at once
AROUND = 320  # characters of text on each side of the words


@dataclass(frozen=True, slots=True)
class DecisionLine:
    """One decision as the log and the card show it. `stamp` is its moment in full. Of those taken at once (`together` many) all
    but the first one `follow` it, and are shown with it."""

    id: str
    person: str
    made: str
    verdict: str
    field: str
    document: str
    start: int
    end: int
    words: str
    note: str
    undone: bool
    stamp: str = ""
    together: int = 1
    follows: bool = False
    changes: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Choice:
    """An event report of the document to which a figure or statement may belong."""

    id: str
    label: str
    chosen: bool


@dataclass(frozen=True, slots=True)
class ItemView:
    """A record to judge."""

    address: str
    document: str
    subject: str
    doc: str
    title: str
    outlet: str
    published: str
    kind: str
    label: str
    before: str
    words: str
    after: str
    base: int
    start: int
    end: int
    facts: tuple[tuple[str, str], ...]
    by: str
    state: str
    disputed: bool
    confidence: float
    face: str
    seen: str
    values: dict[str, str] = field(default_factory=dict)
    events: tuple[Choice, ...] = ()
    chains: tuple[str, ...] = ()
    places: tuple[str, ...] = ()
    dates: tuple[str, ...] = ()
    headings: tuple[Heading, ...] = ()
    decisions: tuple[DecisionLine, ...] = ()
    consequence: Consequence | None = None
    why: str = ""


def item_view(
    document: Document,
    judged: JudgedDocument,
    record: Record,
    *,
    judgements: Iterable[Judgement] = (),
    headings: Sequence[Heading] = (),
    consequence: Consequence | None = None,
    why: str = "",
    rejected: bool = False,
) -> ItemView:
    """The card of a record."""
    quote = quote_of(record)
    low, high = surroundings(document.text, quote)
    decision = judged.decisions.get(record.id)
    ours = set(decision.judgements) if decision else set()
    return ItemView(
        address=f"{document.id}#{record.id}",
        document=document.id,
        subject=record.id,
        doc=document.doc,
        title=document.title or document.doc,
        outlet=document.outlet or "",
        published=moment_text(document.published),
        kind=class_of(record),
        label=label_of(record),
        before=document.text[low : quote.start],
        words=quote.words,
        after=document.text[quote.end : high],
        base=low,
        start=quote.start,
        end=quote.end,
        facts=_facts(record),
        by=by_of(record),
        state="rejected" if rejected else judged.state(record.id),
        disputed=judged.disputed(record.id),
        confidence=record.confidence,
        face=face_text(record),
        seen=seen_mark(judged, record),
        values=_values(record),
        events=_choices(judged, record),
        chains=_chains(judged),
        places=_places(judged),
        dates=tuple(dict.fromkeys(e.date.edtf for e in judged.coded.events if e.date)),
        headings=tuple(headings),
        decisions=decision_lines([j for j in judgements if j.id in ours], document.text),
        consequence=consequence,
        why=why,
    )


def face_text(record: Record) -> str:
    """Kind and span of a record: by it a form finds the record again after a new run gave it another id."""
    face = face_of(record)
    return f"{class_of(record)}:{face.kind}:{face.span.start}:{face.span.end}"


def decision_lines(judgements: Iterable[Judgement], text: str = "", undone: Iterable[str] = ()) -> tuple[DecisionLine, ...]:
    """Decisions, newest first; the words that each was about where the text is at hand."""
    lifted = set(undone)
    made = [
        DecisionLine(
            j.id,
            j.person,
            moment_text(j.made),
            j.verdict,
            j.field,
            j.document,
            j.start,
            j.end,
            text[j.start : j.end],
            j.note,
            j.id in lifted,
            j.made,
        )
        for j in sorted(judgements, key=lambda j: (j.made, j.id), reverse=True)
    ]
    return tuple(made)


def grouped(lines: Sequence[DecisionLine]) -> tuple[DecisionLine, ...]:
    """Decisions with those that were taken at once marked as one."""
    taken = Counter(map(_bulk, lines))
    seen: set[object] = set()
    out = []
    for line in lines:
        key = _bulk(line)
        out.append(replace(line, together=taken[key], follows=key in seen))
        seen.add(key)
    return tuple(out)


def _bulk(line: DecisionLine) -> tuple[str, ...]:
    alone = line.verdict not in BULK
    return (line.person, line.stamp, line.verdict, line.id if alone else "", str(line.undone))


def surroundings(text: str, quote: Quote) -> tuple[int, int]:
    """Where the shown stretch begins and ends: at line ends, else between words at most `AROUND` characters away."""
    low, end = text.rfind("\n", 0, quote.start) + 1, text.find("\n", quote.end)
    high = end if end >= 0 else len(text)
    if low < quote.start - AROUND:
        low = text.find(" ", quote.start - AROUND - 1, quote.start) + 1 or quote.start - AROUND
    if high > quote.end + AROUND:
        space = text.rfind(" ", quote.end, quote.end + AROUND + 1)
        high = space if space >= 0 else quote.end + AROUND
    return low, high


def _facts(record: Record) -> tuple[tuple[str, str], ...]:
    if isinstance(record, EventReport):
        return (
            ("Type", f"{record.type.lower()}{', ' + spoken(record.mode) if record.mode else ''}"),
            ("Told as", record.factuality + (", background" if record.background else "")),
            ("Who", ", ".join(p.quote.words for p in record.actors) or "not said"),
            ("To whom", ", ".join(p.quote.words for p in record.recipients) or "not said"),
            ("Where", _where(record)),
            ("When", date_text(record.date.edtf) + f" ({record.date.how})" if record.date else "date unknown"),
        )
    if isinstance(record, Figure):
        return (
            ("Fact", spoken(record.kind)),
            ("Figure", number_text(record.low, record.high, record.comparator, record.quote.words)),
            ("Wording", spoken(record.comparator)),
            ("Of whom", (record.of.words if record.of else "not said") + (f" ({record.group})" if record.group else "")),
            ("Scope", record.scope.words if record.scope else "the whole event"),
            ("As of", date_text(record.as_of) if record.as_of else "not said"),
            ("Stance", spoken(record.stance)),
            ("Basis", record.basis),
        )
    return (
        ("About", spoken(record.field)),
        ("Stance", spoken(record.stance)),
        ("Basis", record.basis),
        ("Reason", record.reason.words if record.reason else "none given"),
    )


def _where(record: EventReport) -> str:
    if record.place is None:
        return record.place_quote.words if record.place_quote else "place unknown"
    p = record.place
    relation = f"{record.place_relation} " if record.place_relation not in ("", "in") else ""
    return f"{relation}{p.name}{', ' + p.country if p.country else ''} ({p.precision})"


def _values(record: Record) -> dict[str, str]:
    """What the fields of the correction form hold at first."""
    speakers = "\n".join(h.speaker.words for h in record.chain.hops)
    if isinstance(record, EventReport):
        return {
            "type": record.type,
            "factuality": record.factuality,
            "background": "1" if record.background else "",
            "place": record.place.name if record.place else (record.place_quote.words if record.place_quote else ""),
            "country": record.place.country if record.place else "",
            "date": record.date.edtf if record.date else "",
            "actors": "\n".join(p.quote.words for p in record.actors),
            "recipients": "\n".join(p.quote.words for p in record.recipients),
            "speakers": speakers,
            "basis": record.basis,
        }
    common = {"speakers": speakers, "basis": record.basis, "stance": record.stance}
    if isinstance(record, Figure):
        return {
            **common,
            "kind": record.kind,
            "comparator": record.comparator,
            "low": "" if record.low is None else str(record.low),
            "high": "" if record.high is None or record.comparator in ("exactly", "about") else str(record.high),
            "of": record.of.words if record.of else "",
            "scope": record.scope.words if record.scope else "",
            "as_of": record.as_of or "",
        }
    return {**common, "field": record.field}


def _choices(judged: JudgedDocument, record: Record) -> tuple[Choice, ...]:
    if isinstance(record, EventReport):
        return ()
    chosen = record.events if isinstance(record, Figure) else record.about
    return tuple(
        Choice(e.id, f"{e.trigger.words}, {e.place.name if e.place else 'place unknown'}", e.id in chosen)
        for e in judged.coded.events
    )


def _places(judged: JudgedDocument) -> tuple[str, ...]:
    """The places of the document's events, then others that its text names."""
    coded = judged.coded
    return tuple(
        dict.fromkeys((*(e.place.name for e in coded.events if e.place), *(words.words for words, _ in places_in(coded))))
    )


def _chains(judged: JudgedDocument) -> tuple[str, ...]:
    """The chains of the document's records, each as the lines of the form: who corrects a speaker chooses instead of typing."""
    found = ("\n".join(h.speaker.words for h in r.chain.hops) for r in records_of(judged.coded))
    return tuple(sorted({c for c in found if c}, key=str.casefold))[:60]
