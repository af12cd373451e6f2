"""The report of one event out of its mentions."""

from collections.abc import Mapping
from datetime import date

from sayso.core import EventReport, PartialDate, Place, Quote, Reading, TimeExpression
from sayso.core.dates import days
from sayso.extract import fields, parties, setting, sides, syntax
from sayso.extract.gather import Cluster

_FORMERLY = {"previously", "formerly", "once", "historically"}
_LONG_AGO = 31  # days before publication after which an event is background


def report(r: Reading, cluster: Cluster, number: int, counted: Mapping[int, frozenset[int]], named: fields.Named) -> EventReport:
    """The report of one event: its clearest mention, parties in their fullest words, place, date and commitment.
    `counted` are those told as harmed, by the word that tells it, `named` the places of the text (`fields.named_places`)."""
    best = cluster.best
    place, time = fields.place_of(r, cluster, named), fields.date_of(r, cluster)
    day = PartialDate(time.edtf, time.how) if time and time.edtf else None
    return EventReport(
        id=f"e{number}",
        trigger=syntax.quote_of(r, (best.hit.first, best.hit.last)),
        sentence=syntax.sentence_quote(r, best.head),
        type=cluster.type,
        mode=next((m.hit.trigger.mode for m in cluster.mentions if m.hit.trigger.mode), ""),
        mentions=tuple(syntax.quote_of(r, (m.hit.first, m.hit.last)) for m in cluster.mentions),
        actors=parties.participants(r, sides.side_of(r, cluster, "actor", counted)),
        recipients=parties.participants(r, sides.side_of(r, cluster, "recipient", counted)),
        instruments=parties.participants(r, cluster.roles.get("instrument", [])),
        place=Place(place.words) if place else None,
        place_quote=Quote.at(r.text, place.name.start, place.name.end) if place else None,
        place_relation=place.relation if place else "",
        date=day,
        date_quote=Quote.at(r.text, time.start, time.end) if time and day else None,
        factuality=best.commitment,
        background=best.war or is_background(day.edtf if day else None, r.published),
    )


def is_background(edtf: str | None, published: str | None) -> bool:
    """True if an event ended more than about a month before the report."""
    end, day = _last_day(edtf or ""), _last_day((published or "")[:10])
    return bool(end and day and day - end > _LONG_AGO)


def latest_day(r: Reading) -> str | None:
    """The last day that a text names, for its own where no publication date is known; None if it names none."""
    ends = [span[1] for t in r.times if setting.usable(t) and (span := days(t.edtf or "")) and ".." not in (t.edtf or "")]
    return date.fromordinal(max(ends)).isoformat() if ends else None


def is_told_as_past(r: Reading, head: int, day: str | None) -> bool:
    """Whether an undated clause is told as long past: by its words ("had previously seized"), or because the sentence before speaks
    of nothing later than a month before `day` and this one of no other time."""
    if any(r.word(c).lower() in _FORMERLY for c in syntax.kids(r, head, "advmod")):
        return True
    here = r.sentence_of[head]
    before = [t for k in (here, here - 1) if k >= 0 for t in _times_in(r, k)]
    return bool(before) and here > 2 and all(is_background(t.edtf, day) for t in before)


def _times_in(r: Reading, sentence: int) -> list[TimeExpression]:
    span = r.sentence_span(sentence)
    return [t for t in r.times if span.start <= t.start < span.end and setting.usable(t)]


def _last_day(edtf: str) -> int | None:
    span = days(edtf)
    return span[1] if span else None
