"""The report of one event out of its mentions."""

from sayso.core import EventReport, PartialDate, Participant, Place, Quote, Reading
from sayso.core.dates import days
from sayso.extract import parties, syntax
from sayso.extract.gather import Cluster

_LONG_AGO = 31  # days before publication after which an event is background


def report(r: Reading, cluster: Cluster, number: int, published: str | None) -> EventReport:
    """The report of one event: its clearest mention, parties in their fullest words, place, date and commitment."""
    best = cluster.best
    place, time = cluster.place(), cluster.time()
    date = PartialDate(time.edtf, time.how) if time and time.edtf else None
    return EventReport(
        id=f"e{number}",
        trigger=syntax.quote_of(r, (best.hit.first, best.hit.last)),
        sentence=syntax.sentence_quote(r, best.head),
        type=cluster.type,
        mode=next((m.hit.trigger.mode for m in cluster.mentions if m.hit.trigger.mode), ""),
        mentions=tuple(syntax.quote_of(r, (m.hit.first, m.hit.last)) for m in cluster.mentions),
        actors=parties.participants(r, cluster.roles.get("actor", [])),
        recipients=_recipients(r, cluster),
        instruments=parties.participants(r, cluster.roles.get("instrument", [])),
        place=Place(place.words) if place else None,
        place_quote=Quote.at(r.text, place.name.start, place.name.end) if place else None,
        place_relation=place.relation if place else "",
        date=date,
        date_quote=Quote.at(r.text, time.start, time.end) if time and date else None,
        factuality=best.commitment,
        background=best.war or is_background(date.edtf if date else None, published),
    )


def _recipients(r: Reading, c: Cluster) -> tuple[Participant, ...]:
    heads = c.roles.get("recipient", [])
    if not heads and c.type == "ASSAULT":
        heads = c.roles.get("target", [])
    return parties.participants(r, heads)


def is_background(edtf: str | None, published: str | None) -> bool:
    """True if an event ended more than about a month before the report."""
    end, day = _last_day(edtf or ""), _last_day((published or "")[:10])
    return bool(end and day and day - end > _LONG_AGO)


def _last_day(edtf: str) -> int | None:
    span = days(edtf)
    return span[1] if span else None
