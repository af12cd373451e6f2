"""The tree of attributions: each stands under the tightest one whose content holds it."""

from collections.abc import Sequence
from dataclasses import replace

from sayso.core import Attribution, Span


def nested(found: Sequence[Attribution]) -> tuple[Attribution, ...]:
    """Sets parents: the tightest attribution whose content holds this one's cue (or source), and not the other way round."""
    anchors = [(a.cue or a.source)[0] for a in found]
    sizes = [sum(map(len, a.content)) for a in found]
    parents: list[int | None] = []
    for i, a in enumerate(found):
        holders = [
            j
            for j, o in enumerate(found)
            if j != i and _holds(o.content, anchors[i]) and not _holds(a.content, anchors[j]) and not _is_own(a, o)
        ]
        parents.append(min(holders, key=lambda j: sizes[j]) if holders else None)
    _cut_cycles(parents)
    return tuple(replace(a, parent=p) for a, p in zip(found, parents, strict=True))


def _holds(content: Sequence[Span], anchor: Span) -> bool:
    return any(c.contains(anchor) for c in content)


def _is_own(a: Attribution, o: Attribution) -> bool:
    """Whether both have one and the same cue: two readings of it, none inside the other."""
    return bool(a.cue) and a.cue == o.cue


def _cut_cycles(parents: list[int | None]) -> None:
    for i in range(len(parents)):
        seen = {i}
        j = parents[i]
        while j is not None:
            if j in seen:
                parents[i] = None
                break
            seen.add(j)
            j = parents[j]
