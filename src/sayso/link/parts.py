"""Which event is a part of which: the site of a raid, the day of a month's toll. Documents tell; events take the majority.

A report that names no place ("the raids") and fits two sites of which another document tells is of neither: it tells the whole.
"""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from itertools import combinations

from sayso.core import CodedDocument, EventReport, Pair, Place, split_address
from sayso.core.dates import days, overlap
from sayso.link.features import AT

SERIES = 7  # days from which an event that spans them may hold others
_SITED = ("point", "town", "district")
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
    """For each report that may tell a whole the addresses of the reports of its sites: it names no place, and of one other document
    two or more reports, each with a place of its own and told in one sentence, match it. It is none of these."""
    held = list(documents)
    bare = {f"{c.document}#{e.id}" for c in held for e in c.events if _bare(e)}
    sites = {site: (split_address(site)[0], e.sentence.start) for site, e in _sites(held).items()}
    met: dict[str, dict[tuple[str, int], set[str]]] = {}
    for p in pairs:
        for whole, site in ((p.left, p.right), (p.right, p.left)):
            if p.weight >= threshold and whole in bare and site in sites:
                met.setdefault(whole, {}).setdefault(sites[site], set()).add(site)
    found = {whole: sorted(s for told in groups.values() if len(told) > 1 for s in told) for whole, groups in met.items()}
    return {whole: tuple(told) for whole, told in sorted(found.items()) if told}


def _of_one(coded: CodedDocument, e: EventReport) -> bool:
    """Whether a report is about one person: no more than one is counted of whom it was done to."""
    counts = [f for f in coded.figures if f.events == (e.id,) and f.stance != "denies"]
    return bool(counts) and all(f.low == f.high == 1 for f in counts)


def _reports(documents: Iterable[CodedDocument]) -> tuple[dict[str, EventReport], set[str]]:
    """All reports by address, and which of them are about one person."""
    told = [(f"{c.document}#{e.id}", c, e) for c in documents for e in c.events]
    return {at: e for at, _, e in told}, {at for at, c, e in told if _of_one(c, e)}


def _alike(a: EventReport, b: EventReport) -> bool:
    """Whether two reports tell one kind of thing: of one type, or in the same word; both as news or as what is long past; of days that
    do not exclude each other."""
    if a.background != b.background:
        return False
    if a.date is not None and b.date is not None and not overlap(a.date.edtf, b.date.edtf):
        return False
    return a.type == b.type or a.trigger.words.lower() == b.trigger.words.lower()


def operations(documents: Iterable[CodedDocument], told_whole: Mapping[str, Sequence[str]]) -> dict[str, tuple[str, ...]]:
    """Of what `wholes` gave those reports that tell the same kind of thing as their sites, and not of one person alone."""
    reports, of_one = _reports(documents)
    found = {
        whole: tuple(s for s in sites if _alike(reports[whole], reports[s]))
        for whole, sites in told_whole.items()
        if whole not in of_one
    }
    return {whole: sites for whole, sites in found.items() if sites}


def following(
    documents: Iterable[CodedDocument],
    groups: Iterable[tuple[str, ...]],
    pairs: Iterable[Pair],
    threshold: float,
    operation: Mapping[str, Sequence[str]],
) -> dict[str, tuple[str, ...]]:
    """Reports of groups that name no place, of which one matches a report of a whole and tells the same kind of thing: with the sites of
    that. `operation` is what `operations` gave."""
    reports, of_one = _reports(documents)
    best: dict[str, tuple[float, str]] = {}
    for p in pairs:
        for report, whole in ((p.left, p.right), (p.right, p.left)):
            if p.weight >= threshold and whole in operation and report in reports and _alike(reports[report], reports[whole]):
                best[report] = max(best.get(report, (p.weight, whole)), (p.weight, whole))
    out: dict[str, tuple[str, ...]] = {}
    for group in groups:
        plain = all(r in reports and _bare(reports[r]) and r not in of_one and r not in operation for r in group)
        found = [best[r] for r in group if r in best] if plain else []
        if found:
            out |= dict.fromkeys(group, tuple(operation[max(found)[1]]))
    return out


def _bare(e: EventReport) -> bool:
    """Whether a report names no place, or a country at best."""
    return not _sited(e) and (e.place is None or e.place.precision in ("country", "region"))


def united(
    groups: Sequence[tuple[str, ...]], told_whole: Mapping[str, Sequence[str]], different: Collection[tuple[str, str]]
) -> tuple[list[tuple[str, ...]], list[tuple[str, str]]]:
    """Groups of reports in which those that tell the whole of the same two sites are one, and the pairs of reports by which groups were
    joined. Nothing joins two reports of one document, or such as are `different`. `told_whole` is what `operations` gave."""
    of = {r: k for k, group in enumerate(groups) for r in group}
    held = {k: list(group) for k, group in enumerate(groups)}
    apart = {(min(a, b), max(a, b)) for a, b in different}
    telling = sorted(w for w in told_whole if all(r in told_whole for r in groups[of[w]]))
    sites = {w: {of[s] for s in told_whole[w]} for w in telling}
    joined = []
    for a, b in combinations(telling, 2):
        one, other = held[of[a]], held[of[b]]
        if of[a] == of[b] or len(sites[a] & sites[b]) < 2:
            continue
        documents = {split_address(r)[0] for r in one} & {split_address(r)[0] for r in other}
        if documents or any((min(x, y), max(x, y)) in apart for x in one for y in other):
            continue
        gone = of[b]
        one += held.pop(gone)
        of |= dict.fromkeys(one, of[a])
        joined.append((a, b))
    return sorted(tuple(sorted(group)) for group in held.values()), joined


def told_apart(documents: Iterable[CodedDocument], pairs: Iterable[Pair], threshold: float) -> set[tuple[str, str]]:
    """Pairs of reports of two places that a document tells as two sites in one sentence, each matching the one of its own place: they
    are not one event, however alike their words are."""
    held = list(documents)
    places = {f"{c.document}#{e.id}": _site(e) for c in held for e in c.events if _sited(e)}
    sites = _sites(held)
    groups: dict[tuple[str, int, str], list[str]] = {}
    for site, e in sites.items():
        groups.setdefault((split_address(site)[0], e.sentence.start, e.type), []).append(site)
    matching = {site: {site} for site in sites}
    for p in pairs:
        if p.weight >= threshold and p.left in places and places[p.left] == places.get(p.right):
            for site, other in ((p.left, p.right), (p.right, p.left)):
                if site in matching:
                    matching[site].add(other)
    return {
        (min(a, b), max(a, b))
        for found in groups.values()
        for x, y in combinations(found, 2)
        if places[x] != places[y]
        for a in matching[x]
        for b in matching[y]
        if a != b
    }


def _sites(documents: Iterable[CodedDocument]) -> dict[str, EventReport]:
    """The reports, by address, that a document tells in one sentence as sites of one thing: of one type, each with a place of its own."""
    out = {}
    for coded in documents:
        told: dict[tuple[int, str], set[tuple[str, str]]] = {}
        for e in coded.events:
            if _sited(e):
                told.setdefault((e.sentence.start, e.type), set()).add(_site(e))
        for e in coded.events:
            if _sited(e) and len(told[e.sentence.start, e.type]) > 1:
                out[f"{coded.document}#{e.id}"] = e
    return out


def _site(e: EventReport) -> tuple[str, str]:
    """The place of a report; what lies near a town is another place than the town."""
    if e.place is None:
        return "", ""
    return (e.place.name if e.place_relation in AT else f"near {e.place.name}"), e.place.country


def _sited(e: EventReport) -> bool:
    return e.place is not None and e.place.precision in _SITED


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
    ring. `event_of` maps report addresses to events; `told_whole` is what `operations` gave."""
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
