"""From weights of pairs to events: average linkage within connected components, in one canonical order.

A component depends on the pairs, the threshold and people's judgements alone, so that a component clustered again after new
reports came is what one would get from all reports at once. Two reports of one document are never one event unless a person
says so; what documents are mostly about is joined first, so that nothing told in passing takes its place. People's "same" comes first, their "different" is never broken; where both contradict, "different" holds.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from heapq import heapify, heappop, heappush

from sayso.core import Pair, split_address

Link = tuple[str, str]


def clusters(
    reports: Iterable[str],
    pairs: Iterable[Pair],
    threshold: float,
    absent: float,
    *,
    same: Collection[Link] = (),
    different: Collection[Link] = (),
    leading: Collection[str] = (),
) -> list[tuple[str, ...]]:
    """Groups of reports that tell of one event, each sorted, in the order of their first.

    Two groups join while the mean weight between them is `threshold` or more (bits); pairs without a weight count `absent`.
    `leading` are the reports that their documents are mostly about.
    """
    weights = {(p.left, p.right) if p.left < p.right else (p.right, p.left): p.weight for p in pairs}
    links = [k for k, w in weights.items() if w >= threshold]
    found = components(reports, [*links, *same])
    of = {r: k for k, component in enumerate(found) for r in component}
    inside: list[dict[Link, float]] = [{} for _ in found]
    for link, w in weights.items():
        if (k := of.get(link[0])) is not None and k == of.get(link[1]):
            inside[k][link] = w
    out: list[tuple[str, ...]] = []
    heads = set(leading)
    for component, own in zip(found, inside, strict=True):
        out += _split(component, own, threshold, absent, _ordered(same), _ordered(different), heads)
    return sorted(out)


def _ordered(links: Collection[Link]) -> set[Link]:
    return {(a, b) if a < b else (b, a) for a, b in links}


def components(nodes: Iterable[str], links: Iterable[Link]) -> list[tuple[str, ...]]:
    """Connected components, each sorted, in the order of their first node. Links to unknown nodes are left out."""
    parent = {n: n for n in nodes}

    def root(n: str) -> str:
        while parent[n] != n:
            parent[n] = parent[parent[n]]
            n = parent[n]
        return n

    for a, b in links:
        if a in parent and b in parent:
            first, second = sorted((root(a), root(b)))
            parent[second] = first
    found: dict[str, list[str]] = {}
    for n in sorted(parent):
        found.setdefault(root(n), []).append(n)
    return [tuple(v) for _, v in sorted(found.items())]


def _split(
    component: Sequence[str],
    weights: Mapping[Link, float],
    threshold: float,
    absent: float,
    same: set[Link],
    different: set[Link],
    leading: set[str],
) -> list[tuple[str, ...]]:
    """The groups of one component. Groups are known by their first report, which makes every tie a matter of names."""
    if len(component) == 1:
        return [tuple(component)]
    groups: dict[str, list[str]] = {n: [n] for n in component}
    apart = {(a, b) for a, b in different if a in groups and b in groups}
    apart |= _same_document(component) - same
    sums: dict[str, dict[str, float]] = {n: {} for n in component}
    for (a, b), w in sorted(weights.items()):
        sums[a][b] = sums[b][a] = w - absent
    barred: dict[str, set[str]] = {n: set() for n in component}
    for a, b in apart:
        barred[a].add(b)
        barred[b].add(a)
    for a, b in sorted(same - different):
        if a in sums and b in sums:
            x, y = _group_of(groups, a), _group_of(groups, b)
            if x != y and y not in barred[x]:
                _join(groups, sums, barred, *sorted((x, y)))
    heads = {name for name, held in groups.items() if leading.intersection(held)}
    _agglomerate(groups, sums, barred, threshold, absent, heads)
    _agglomerate(groups, sums, barred, threshold, absent, set(groups))
    return [tuple(sorted(g)) for g in groups.values()]


def _agglomerate(
    groups: dict[str, list[str]],
    sums: dict[str, dict[str, float]],
    barred: dict[str, set[str]],
    threshold: float,
    absent: float,
    chosen: set[str],
) -> None:
    """Joins the closest two of the chosen groups while they are close enough."""
    heap = [(-_mean(groups, sums, a, b, absent), a, b) for a in sorted(chosen) for b in sums[a] if a < b and b in chosen]
    heapify(heap)
    while heap:
        weight, a, b = heappop(heap)
        if -weight < threshold:
            break
        if a not in groups or b not in groups or b in barred[a] or -weight != _mean(groups, sums, a, b, absent):
            continue
        _join(groups, sums, barred, a, b)
        for other in chosen.intersection(sums[a]):
            first, second = sorted((a, other))
            heappush(heap, (-_mean(groups, sums, first, second, absent), first, second))


def _same_document(component: Sequence[str]) -> set[Link]:
    by_document: dict[str, list[str]] = {}
    for n in component:
        by_document.setdefault(split_address(n)[0], []).append(n)
    return {(a, b) for held in by_document.values() for i, a in enumerate(held) for b in held[i + 1 :]}


def _group_of(groups: Mapping[str, list[str]], report: str) -> str:
    return next(name for name, held in groups.items() if report in held)


def _mean(groups: Mapping[str, list[str]], sums: Mapping[str, Mapping[str, float]], a: str, b: str, absent: float) -> float:
    """The mean weight between two groups; sums hold what pairs weigh above an absent one."""
    return absent + sums[a].get(b, 0.0) / (len(groups[a]) * len(groups[b]))


def _join(groups: dict[str, list[str]], sums: dict[str, dict[str, float]], barred: dict[str, set[str]], a: str, b: str) -> None:
    """Takes group `b` into `a`."""
    groups[a] += groups.pop(b)
    for other, total in sums.pop(b).items():
        sums[other].pop(b, None)
        if other != a:
            sums[a][other] = sums[other][a] = sums[a].get(other, 0.0) + total
    sums[a].pop(b, None)
    for other in barred.pop(b):
        barred[other].discard(b)
        if other != a:
            barred[other].add(a)
            barred[a].add(other)
    barred[a].discard(b)
