"""Which events a figure covers."""

from sayso.core import EventReport, Reading
from sayso.extract import setting, syntax
from sayso.extract.figure import Draft
from sayso.extract.gather import Cluster
from sayso.extract.parties import is_country

_TYPES_OF_KIND = {
    "killed": ("ASSAULT", "PROTEST"),
    "wounded": ("ASSAULT", "PROTEST"),
    "casualties": ("ASSAULT", "PROTEST"),
    "bodies_found": ("ASSAULT",),
    "detained": ("COERCE", "ASSAULT"),
    "abducted": ("ASSAULT", "COERCE"),
    "missing": ("ASSAULT", "COERCE"),
    "displaced": ("ASSAULT", "COERCE", "RETREAT", "MOBILIZE", "PROTEST"),
    "surrendered": ("RETREAT", "ASSAULT", "CONCEDE", "COERCE"),
    "participants": ("PROTEST", "MOBILIZE", "RETREAT", "ASSAULT"),
}
_MOST = 3
_SAME_PLACE, _ELSEWHERE = 2.0, 1.0  # in sentences of distance
EventOf = dict[int, tuple[str, ...]]  # head of a mention to the events that it tells of


def event_of(reports: list[EventReport], clusters: list[Cluster]) -> EventOf:
    """For the head token of each mention the ids of its events, several where its places are."""
    out: dict[int, tuple[str, ...]] = {}
    for e, c in zip(reports, clusters, strict=True):
        for m in c.mentions:
            out[m.head] = (*out.get(m.head, ()), e.id)
    return out


def events_for(r: Reading, d: Draft, reports: list[EventReport], clusters: list[Cluster], known: EventOf) -> tuple[str, ...]:
    """The events that a figure covers, at most `_MOST`: that of its predicate and those which its clause says it happened in ("killed
    in the raid"), else those its clause hangs on, else the nearest fitting one."""
    types = _TYPES_OF_KIND.get(d.kind, ("ASSAULT",))
    fitting = {e.id for e in reports if e.type in types}
    causes = [e for j in syntax.occasions(r, d.predicate) for e in known.get(j, ()) if e in fitting]
    own = causes or [e for e in known.get(d.predicate, ()) if e in fitting]
    if own:
        return tuple(dict.fromkeys(own))[:_MOST]
    linked = [
        e
        for j, ids in known.items()
        if syntax.in_same_sentence(r, j, d.predicate) and (_under(r, d.predicate, j) or _under(r, j, d.predicate))
        for e in ids
        if e in fitting
    ]
    if linked:
        return tuple(dict.fromkeys(linked))[:_MOST]
    return _nearest(r, d, reports, clusters, fitting, known)


def _nearest(
    r: Reading, d: Draft, reports: list[EventReport], clusters: list[Cluster], fitting: set[str], known: EventOf
) -> tuple[str, ...]:
    """The events of the mention that costs least: near before far, before the figure rather than after, told as done, at a place
    that the figure's sentence names. A mention whose clause names another event that it happened in ("killed in those riots") is
    none of its own."""
    here = frozenset(k for p in setting.places_near(r, r.sentence_of[d.head]) if not is_country(p.words) for k in p.keys)
    best: tuple[float, int] | None = None
    for e, c in zip(reports, clusters, strict=True):
        if e.id not in fitting:
            continue
        for m in c.mentions:
            causes = [k for j in syntax.occasions(r, m.head) for k in known.get(j, ())]
            if causes and e.id not in causes:
                continue
            there = m.place.keys if m.place is not None else frozenset()
            cost = _distance(r, d, m.head) + 3.0 * e.background - 0.3 * min(len(c.mentions), 5)
            cost += 1.0 * (e.factuality not in ("happened", "ongoing"))
            cost += (_ELSEWHERE if not here & there else -_SAME_PLACE) if here and there else 0.0
            if best is None or cost < best[0]:
                best = (cost, m.head)
    if best is None:
        return ()
    return tuple(
        e.id for e, c in zip(reports, clusters, strict=True) if e.id in fitting and any(m.head == best[1] for m in c.mentions)
    )


def _distance(r: Reading, d: Draft, head: int) -> float:
    here, there = r.sentence_of[d.head], r.sentence_of[head]
    if here == there:
        return 0.02 * abs(d.head - head)
    return 1.0 * (here - there) if there < here else 2.5 * (there - here)


def _under(r: Reading, i: int, j: int) -> bool:
    return j in list(syntax.climb(r, i))[:3]
