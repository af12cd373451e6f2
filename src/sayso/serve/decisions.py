"""Forms to judgements: what a person typed becomes a changed record, its quotes looked up in the text, and a judgement on it."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from sayso.core import (
    AttributionChain,
    EventReport,
    Figure,
    Hop,
    InputError,
    Judgement,
    PartialDate,
    Participant,
    Place,
    Quote,
    Statement,
    digest,
)
from sayso.core.dates import days
from sayso.core.judged import JudgedDocument
from sayso.core.judging import Record, field_of, make_judgement, records_of, value_of
from sayso.gazetteer import open_gazetteer
from sayso.ontology import load

Form = Mapping[str, str]


class FieldError(InputError):
    """A field of a form cannot be taken; `where` is its name."""


@dataclass(frozen=True, slots=True)
class Located:
    """A record of a document as a form or address names it."""

    record: Record
    rejected: bool


def quote_of(record: Record) -> Quote:
    """The record's own words: an event's trigger, else the quote."""
    return record.trigger if isinstance(record, EventReport) else record.quote


def locate_record(judged: JudgedDocument, id: str) -> Located | None:
    """A record by its id, also one that was rejected."""
    for r in records_of(judged.coded):
        if r.id == id:
            return Located(r, False)
    found = next((r for r in judged.rejected if r.id == id), None)
    return Located(found, True) if found else None


def seen_mark(judged: JudgedDocument, record: Record) -> str:
    """A short digest of a record and of every decision on it: a form that carries another one was made before a change."""
    decision = judged.decisions.get(record.id)
    quote = quote_of(record)
    parts = [field_of(record), quote.start, quote.end, *(decision.judgements if decision else ())]
    return digest("seen", parts)[5:17]


def judgement_on(
    judged: JudgedDocument, before: Record, after: Record | None, *, verdict: str, person: str, made: str, note: str = ""
) -> Judgement:
    """A judgement on a record as it stood (`before`); a correction or addition carries the record as decided (`after`)."""
    quote = quote_of(before)
    value = value_of(judged.coded, after or before) if verdict in ("correct", "add", "accept") else ""
    return make_judgement(
        person, made, verdict, field_of(before), judged.coded.document, (quote.start, quote.end), value, note=note.strip()[:2000]
    )


def undo_of(judgement: Judgement, person: str, made: str) -> Judgement:
    """A judgement that lifts another one; nothing is deleted."""
    span = (judgement.start, judgement.end)
    return make_judgement(person, made, "undo", judgement.field, judgement.document, span, undoes=judgement.id)


def corrected(record: Record, form: Form, text: str, events: Sequence[EventReport]) -> Record:
    """The record with what the form says. Raises FieldError, which names the field, for anything that cannot be."""
    if isinstance(record, EventReport):
        return _event(record, form, text)
    quote = _span(form, text, record.quote)
    chain = _chain(record.chain, form.get("said_by") or form.get("speakers"), text, quote.start)
    basis = _choice(form, "basis", record.basis, load().lists["basis"])
    stance = _choice(form, "stance", record.stance, load().lists["stance"])
    sentence = record.sentence if record.sentence.start <= quote.start < record.sentence.end else sentence_at(text, quote)
    about = tuple(e.id for e in events if form.get(f"event-{e.id}"))
    if isinstance(record, Statement):
        field = _choice(form, "field", record.field, load().lists["statement_field"])
        kept = tuple(a for a in record.about if not a.startswith("e")) if "has-events" in form else record.about
        return replace(
            record,
            field=field,
            quote=quote,
            sentence=sentence,
            chain=chain,
            basis=basis,
            stance=stance,
            about=(*about, *kept) if "has-events" in form else record.about,
        )
    low, high, comparator = _numbers(form, record)
    return replace(
        record,
        kind=_choice(form, "kind", record.kind, load().lists["figure_kind"]),
        quote=quote,
        sentence=sentence,
        low=low,
        high=high,
        comparator=comparator,
        of=_words(form, "of", record.of, text, quote.start),
        group=record.group if form.get("of", "") == (record.of.words if record.of else "") else group_of(form.get("of", "")),
        scope=_words(form, "scope", record.scope, text, quote.start),
        as_of=_edtf(form, "as_of", record.as_of),
        events=about if "has-events" in form else record.events,
        chain=chain,
        basis=basis,
        stance=stance,
    )


def _event(record: EventReport, form: Form, text: str) -> EventReport:
    trigger = _span(form, text, record.trigger)
    date = _edtf(form, "date", record.date.edtf if record.date else None)
    return replace(
        record,
        trigger=trigger,
        sentence=record.sentence if record.sentence.start <= trigger.start < record.sentence.end else sentence_at(text, trigger),
        type=_choice(form, "type", record.type, load().types),
        mode=record.mode if form.get("type", record.type) == record.type else "",
        factuality=_choice(form, "factuality", record.factuality, load().lists["factuality"]),
        background=bool(form.get("background")) if "has-background" in form else record.background,
        place=_place(form, record.place),
        place_quote=_words(form, "place", record.place_quote, text, trigger.start, must=False),
        date=record.date if record.date and record.date.edtf == date else (PartialDate(date, "stated") if date else None),
        actors=_parties(form, "actors", record.actors, text, trigger.start),
        recipients=_parties(form, "recipients", record.recipients, text, trigger.start),
        chain=_chain(record.chain, form.get("said_by") or form.get("speakers"), text, trigger.start),
        basis=_choice(form, "basis", record.basis, load().lists["basis"]),
    )


def find_words(text: str, words: str, near: int) -> Quote | None:
    """Where `words` stand in the text, nearest to an offset; white space may differ."""
    parts = [re.escape(w) for w in words.split()]
    if not parts:
        return None
    spans = [m.span() for m in re.finditer(r"\s+".join(parts), text)]
    if not spans:
        spans = [m.span() for m in re.finditer(r"\s+".join(parts), text, re.IGNORECASE)]
    best = min(spans, key=lambda s: abs(s[0] - near), default=None)
    return Quote.at(text, *best) if best else None


def sentence_at(text: str, quote: Quote) -> Quote:
    """The sentence around a quote as far as its marks tell: to the full stops or line ends on both sides."""
    before = max((m.end() for m in re.finditer(r"[.!?]['”\"]?\s+|\n+", text[: quote.start])), default=0)
    after = re.search(r"[.!?]['”\"]?(?=\s|$)|\n", text[quote.end :])
    end = quote.end + (after.end() if after and after[0] != "\n" else after.start() if after else len(text) - quote.end)
    return Quote.at(text, before, max(end, quote.end))


def group_of(words: str) -> str:
    """The normal form of whom a figure counts, "" if the words are not known."""
    lowered = words.casefold()
    for name, group in load().groups.items():
        if lowered == name or lowered in group.words:
            return name
    return ""


def _span(form: Form, text: str, before: Quote) -> Quote:
    words = form.get("words", before.words)
    start, end = _offset(form, "start", before.start), _offset(form, "end", before.end)
    if 0 <= start < end <= len(text) and " ".join(text[start:end].split()) == " ".join(words.split()):
        return Quote.at(text, start, end)
    found = find_words(text, words, before.start)
    if found is None:
        raise FieldError(
            f"“{words[:80]}” does not stand in the text", where="words", hint="Give words exactly as the text has them."
        )
    return found


def _offset(form: Form, name: str, before: int) -> int:
    value = form.get(name, "")
    return int(value) if value.isdigit() else before


def _choice(form: Form, name: str, before: str, allowed: Iterable[str]) -> str:
    value = form.get(name, before)
    known = list(allowed)
    if value not in known:
        raise FieldError(f"'{value[:80]}' is not one of: {', '.join(known)}", where=name, hint="Choose one of the list.")
    return value


def _numbers(form: Form, record: Figure) -> tuple[int | None, int | None, str]:
    """Low, high and comparator, made to agree: "at least" has no high, "at most" no low, vague words neither.

    Where the wording was left as it was, a number typed over vague words makes them exact, and an upper number typed beside a
    lower one makes a range: what somebody typed is never dropped in silence.
    """
    comparator = _choice(form, "comparator", record.comparator, load().lists["comparator"])
    low, high = _count(form, "low", record.low), _count(form, "high", record.high)
    if comparator == record.comparator:
        if low is not None and high is not None and low < high and high != record.high:
            comparator = "range"
        elif comparator in ("vague", "plural") and (low is not None or high is not None):
            comparator = "exactly" if low is not None else "at_most"
    if comparator in ("vague", "plural"):
        return None, None, comparator
    one = low if low is not None else high
    if one is None:
        raise FieldError("no number was given", where="low", hint="Give one, or choose vague.")
    if comparator == "at_least":
        return one, None, comparator
    if comparator == "at_most":
        return None, high if high is not None else one, comparator
    if comparator == "range":
        if low is None or high is None or low > high:
            raise FieldError("a range needs a lower and a higher number", where="high", hint="Give both.")
        return low, high, comparator
    return one, one, comparator


def _count(form: Form, name: str, before: int | None) -> int | None:
    if name not in form:
        return before
    value = re.sub(r"[\s,.'’]", "", form[name])
    if not value:
        return None
    if not value.isascii() or not value.isdigit() or len(value) > 10:
        raise FieldError(f"'{form[name][:80]}' is no whole number", where=name, hint="Give digits, such as 2000.")
    return int(value)


def _words(form: Form, name: str, before: Quote | None, text: str, near: int, *, must: bool = True) -> Quote | None:
    if name not in form or form[name] == (before.words if before else ""):
        return before
    if not form[name].strip():
        return None
    found = find_words(text, form[name], near)
    if found is None and must:
        raise FieldError(
            f"“{form[name][:80]}” does not stand in the text", where=name, hint="Give words of the text, or nothing."
        )
    return found


def _edtf(form: Form, name: str, before: str | None) -> str | None:
    value = form.get(name, before or "").strip()
    if value and days(value) is None:
        raise FieldError(
            f"'{value[:80]}' is no date",
            where=name,
            hint="Write 2015-07-16, 2015-07, 2015-07-10/2015-07-17, ../2015-07-17 or 2015-06~.",
        )
    return value or None


def _chain(before: AttributionChain, given: str | None, text: str, near: int) -> AttributionChain:
    """The chain of the speakers that are named, the outermost first; those that were there before keep what was known of them."""
    if given is None:
        return before
    names = [n.strip() for n in given.splitlines() if n.strip()]
    if names == [h.speaker.words for h in before.hops]:
        return before
    known = {h.speaker.words: h for h in before.hops}
    hops = []
    for name in names:
        found = find_words(text, name, near)
        if found is None:
            raise FieldError(
                f"“{name[:80]}” does not stand in the text", where="speakers", hint="Name speakers in words of the text."
            )
        hops.append(known.get(name) or Hop(found))
    return AttributionChain(tuple(hops))


def _parties(form: Form, name: str, before: tuple[Participant, ...], text: str, near: int) -> tuple[Participant, ...]:
    if name not in form or [p.quote.words for p in before] == [n.strip() for n in form[name].splitlines() if n.strip()]:
        return before
    known = {p.quote.words: p for p in before}
    out = []
    for words in (n.strip() for n in form[name].splitlines()):
        if not words:
            continue
        found = find_words(text, words, near)
        if found is None:
            raise FieldError(f"“{words[:80]}” does not stand in the text", where=name, hint="Name parties in words of the text.")
        out.append(known.get(words) or Participant(found, group=group_of(words)))
    return tuple(out)


def _place(form: Form, before: Place | None) -> Place | None:
    """The place that is named, looked up; in the country that is given, else the largest that bears the name."""
    if "place" not in form:
        return before
    name, country = form["place"].strip(), form.get("country", "").strip().upper()
    if before and name == before.name and country == before.country:
        return before
    if not name:
        return None
    return given_place(name, country)


def given_place(name: str, country: str) -> Place:
    """The place that a person names: the largest that bears the name, in the country where one is given."""
    found = [c for c in open_gazetteer().find(name) if not country or c.country == country]
    if not found:
        return Place(name, country, how="given by a person")
    found.sort(key=lambda c: (c.name.casefold() != name.casefold(), -c.population))
    best = found[0]
    others = tuple(c.id for c in found[1:6])
    return Place(
        best.name, best.country, best.admin1, best.latitude, best.longitude, best.kind, best.id, "given by a person", 1.0, others
    )
