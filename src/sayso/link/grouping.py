"""From coded documents and weights of pairs to events: what is apart, clusters, and wholes of the same sites."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

from sayso.core import CodedDocument, Pair
from sayso.link.clustering import Link, clusters
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
    found = clusters(reports, pairs, threshold, absent, same=same, different=barred, leading=leading)
    operation = {w: s for w, s in operations(documents, told_whole).items() if w in reports}
    operation |= following(documents, found, pairs, threshold, operation)
    groups, joined = united(found, operation, barred)
    return Grouping(tuple(groups), tuple(joined), operation)
