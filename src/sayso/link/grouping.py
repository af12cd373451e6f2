"""From coded documents and weights of pairs to events: what is apart, clusters, and wholes of the same sites."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from math import inf

from sayso.core import CodedDocument, Pair
from sayso.link.clustering import Link, clusters
from sayso.link.features import is_known
from sayso.link.parts import following, operations, told_apart, united, wholes


@dataclass(frozen=True)
class Grouping:
    """Reports by event, each group sorted, in the order of their first. `joined` are pairs of reports by which two groups became one
    though no weight says so; `wholes` maps reports of wholes to those of their sites."""

    groups: tuple[tuple[str, ...], ...]
    joined: tuple[Link, ...]
    wholes: Mapping[str, Sequence[str]]


def group(
    documents: Sequence[CodedDocument],
    reports: Collection[str],
    pairs: Collection[Pair],
    threshold: float,
    absent: float,
    *,
    leading: Collection[str],
    contrary: Iterable[Link] = (),
    same: Collection[Link] = (),
    different: Collection[Link] = (),
) -> Grouping:
    """Groups of reports that tell of one event. `leading` are those that their documents are mostly about, `contrary` pairs of which too much speaks against one event; people's `same` is
    stronger than these and than what a text tells as two, their `different` than everything."""
    told_whole = wholes(documents, pairs, threshold)
    apart = {(min(a, b), max(a, b)) for a, sites in told_whole.items() for b in sites}
    apart = (apart | told_apart(documents, pairs, threshold) | set(contrary)) - set(same)
    barred = {*different, *apart}
    known = {f"{c.document}#{e.id}": c.outlet or "" for c in documents if is_known(c) for e in c.events}
    rows = (known.keys() & set(reports)) - {r for a, b in same if a in known and b in known for r in (a, b)}
    found = clusters(
        [r for r in reports if r not in rows], pairs, threshold, absent, same=same, different=barred, leading=leading
    )
    operation = {w: s for w, s in operations(documents, told_whole).items() if w in reports}
    operation |= following(documents, found, pairs, threshold, operation)
    groups, joined = united(found, operation, barred)
    if rows:
        told_same = [Pair(min(a, b), max(a, b), inf) for a, b in same]
        groups = _matched(groups, [*pairs, *told_same], threshold, rows, known, barred)
    return Grouping(tuple(groups), tuple(joined), operation)


def _matched(
    groups: Sequence[tuple[str, ...]],
    pairs: Iterable[Pair],
    threshold: float,
    rows: Collection[str],
    known: Mapping[str, str],
    different: Collection[Link],
) -> list[tuple[str, ...]]:
    """The groups with the `rows` of coded events put to those that tell of them, each to the group of which most speaks for it. A row
    tells its day and place and nothing of the story, so that reports which do not say these speak neither for nor against it. Two
    rows of one team (`known`) are two events."""
    held = {k: list(group) for k, group in enumerate(groups)}
    of = {r: k for k, group in held.items() for r in group}
    apart = {(min(a, b), max(a, b)) for a, b in different}
    found: dict[tuple[str, int], float] = {}
    for p in pairs:
        for row, other in ((p.left, p.right), (p.right, p.left)):
            if row in rows and other in of and p.weight >= threshold:
                found[row, of[other]] = found.get((row, of[other]), 0.0) + p.weight - threshold
    placed: set[str] = set()
    for _, row, k in sorted((-weight, row, k) for (row, k), weight in found.items()):
        teams = {known[r] for r in held[k] if r in known}
        barred = any((min(row, r), max(row, r)) in apart for r in held[k])
        if row not in placed and known[row] not in teams and not barred:
            held[k].append(row)
            placed.add(row)
    return sorted([*(tuple(sorted(group)) for group in held.values()), *((r,) for r in rows if r not in placed)])
