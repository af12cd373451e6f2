"""The page of an origin: what it says in each event, who carries it, what would narrow its independence."""

from collections.abc import Sequence
from dataclasses import dataclass

from sayso.export.heading import Heading, heading
from sayso.serve.views.case import EventCase
from sayso.serve.views.chains import Chain, chain
from sayso.serve.views.event import Side, side_of


@dataclass(frozen=True, slots=True)
class InEvent:
    """An origin in one event."""

    heading: Heading
    role: str
    chain: Chain
    claims: tuple[Side, ...]
    ties: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class OriginView:
    """The page of an origin."""

    id: str
    name: str
    standing: str
    carriers: tuple[str, ...]
    events: tuple[InEvent, ...]


def origin_view(id: str, cases: Sequence[EventCase]) -> OriginView:
    """The page of the origin `id` from the cases of its events. Needs at least one case that has it."""
    first = cases[0].origins[id]
    inside = []
    for case in cases:
        rows = [c for c in case.claims if case.origin_of(c).id == id]
        if not rows:
            continue
        told = [r for r in rows if r.claim.comparator or r.claim.subject.startswith("s")] or rows
        inside.append(
            InEvent(
                heading=heading(case.record.row),
                role=case.role_of(case.origins[id]),
                chain=chain(case, told),
                claims=tuple(side_of(case, r) for r in sorted(told, key=lambda r: (case.said(r), r.address))),
                ties=tuple(t.why for t in case.ties if id in (t.left, t.right) and not t.resolved),
            )
        )
    carriers = tuple(sorted({c for case in cases if id in case.origins for c in case.origins[id].carriers}))
    return OriginView(id, first.name, first.standing, carriers, tuple(inside))
