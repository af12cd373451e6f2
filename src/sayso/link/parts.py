"""Which event is a part of which: the site of a raid, the day of a month's toll. Documents tell; events take the majority.

A report that names no place ("the raids") and fits two sites of which another document tells is of neither: it tells the whole.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

from sayso.core import CodedDocument, EventReport, Pair, Place
from sayso.core.dates import days

SERIES = 7  # days from which an event that spans them may hold others
_SITES = ("point", "town", "district")
_WIDER = {"point": 0, "town": 1, "district": 2, "province": 3, "region": 4, "country": 5, "unresolved": -1}


def parts_in(coded: CodedDocument) -> list[tuple[str, str]]:
    """(part, whole) among the reports of one document, by id.

    A figure of one event that is told as part of a figure of another; or an event that lies within another of the same type
    which spans a week or more, or a wider place with the same words for the act.
    """
    by_figure = {f.id: f for f in coded.figures}
    found = []
    for f in coded.figures:
        for r in f.relations:
            whole = by_figure.get(r.with_)
            if (
                r.is_ == "part_of"
                and whole is not None
                and len(f.events) == 1
                and len(whole.events) == 1
                and f.events != whole.events
            ):
                found.append((f.events[0], whole.events[0]))
    for a in coded.events:
        found += [(a.id, b.id) for b in coded.events if a.id != b.id and _lies_within(a, b)]
    return sorted(set(found))


def wholes(documents: Iterable[CodedDocument], pairs: Iterable[Pair], threshold: float) -> dict[str, tuple[str, ...]]:
    """For each report that tells a whole the addresses of the reports of its sites: it names no place, and of one other document
    two or more reports, each with a place of its own and told in one sentence, match it."""
    bare: set[str] = set()
    sites: dict[str, tuple[str, int]] = {}
    for coded in documents:
        told: dict[tuple[int, str], set[str]] = {}
        for e in coded.events:
            if not _sited(e) and (e.place is None or e.place.precision in ("country", "region")):
                bare.add(f"{coded.document}#{e.id}")
            elif _sited(e) and e.place is not None:
                told.setdefault((e.sentence.start, e.type), set()).add(e.place.name)
        for e in coded.events:
            if _sited(e) and len(told[e.sentence.start, e.type]) > 1:
                sites[f"{coded.document}#{e.id}"] = (coded.document, e.sentence.start)
    met: dict[str, dict[tuple[str, int], set[str]]] = {}
    for p in pairs:
        for whole, site in ((p.left, p.right), (p.right, p.left)):
            if p.weight >= threshold and whole in bare and site in sites:
                met.setdefault(whole, {}).setdefault(sites[site], set()).add(site)
    found = {whole: sorted(s for held in groups.values() if len(held) > 1 for s in held) for whole, groups in met.items()}
    return {whole: tuple(held) for whole, held in sorted(found.items()) if held}


def _sited(e: EventReport) -> bool:
    return e.place is not None and e.place.precision in _SITES


def _lies_within(part: EventReport, whole: EventReport) -> bool:
    if part.type != whole.type or part.background != whole.background or part.factuality != whole.factuality:
        return False
    if not _holds(whole.place, part.place):
        return False
    a, b = days(part.date.edtf) if part.date else None, days(whole.date.edtf) if whole.date else None
    if a is not None and b is not None and b[1] - b[0] >= SERIES:
        return a != b and b[0] <= a[0] and a[1] <= b[1]
    same_time = a is not None and a == b
    return same_time and whole.trigger.words.lower() == part.trigger.words.lower() and whole.place != part.place


def _holds(whole: Place | None, part: Place | None) -> bool:
    """Whether a place may hold another: the same country, wider or the same; an unknown whole holds nothing."""
    if whole is None or part is None or whole.country != part.country or not whole.country:
        return False
    if (whole.name, whole.precision) == (part.name, part.precision):
        return True
    if _WIDER[whole.precision] <= max(1, _WIDER[part.precision]):
        return False
    return whole.precision in ("country", "region") or whole.admin1 == part.admin1


def parts_of(
    documents: Iterable[CodedDocument], event_of: Mapping[str, str], told_whole: Mapping[str, Sequence[str]] | None = None
) -> dict[str, str]:
    """For each event the one it is part of, if documents say so: what most of them say, the smaller id among equals; never in a
    ring. `event_of` maps report addresses to events; `told_whole` is what `wholes` gave."""
    votes: dict[str, Counter[str]] = {}
    for whole, sites in (told_whole or {}).items():
        for site in sites:
            a, b = event_of.get(site), event_of.get(whole)
            if a and b and a != b:
                votes.setdefault(a, Counter())[b] += 1
    for coded in documents:
        for part, whole in parts_in(coded):
            a, b = event_of.get(f"{coded.document}#{part}"), event_of.get(f"{coded.document}#{whole}")
            if a and b and a != b:
                votes.setdefault(a, Counter())[b] += 1
    out: dict[str, str] = {}
    for part, counts in sorted(votes.items()):
        whole = min(counts.items(), key=lambda item: (-item[1], item[0]))[0]
        if part not in _above(whole, out):
            out[part] = whole
    return out


def _above(event: str, out: Mapping[str, str]) -> set[str]:
    """An event and everything that it is part of."""
    seen: set[str] = set()
    at: str | None = event
    while at is not None and at not in seen:
        seen.add(at)
        at = out.get(at)
    return seen
