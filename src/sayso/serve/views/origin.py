"""The page of an origin: what it says in each event, who carries it, what would narrow its independence."""

from collections.abc import Sequence
from dataclasses import dataclass

from sayso.export.heading import Heading, heading
from sayso.serve.views.case import EventCase
from sayso.serve.views.chains import Chain, chain
from sayso.serve.views.event import Side, side_of


@dataclass(frozen=True, slots=True)
class Neighbour:
    """Another origin of the event, with the claim by which it is best known."""

    origin: str
    name: str
    role: str
    claim: str
    why: str = ""


@dataclass(frozen=True, slots=True)
class InEvent:
    """An origin in one event. `one_with` are others that are counted with it as one, and why; `others` are the rest, to which a
    person may say that it is the same. `telling` is the claim that stands for it in such a judgement."""

    heading: Heading
    role: str
    chain: Chain
    claims: tuple[Side, ...]
    ties: tuple[str, ...]
    telling: str
    one_with: tuple[Neighbour, ...]
    others: tuple[Neighbour, ...]


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
        one_with = _one_with(case, id)
        known = {n.origin for n in one_with}
        inside.append(
            InEvent(
                heading=heading(case.record.row),
                role=case.role_of(case.origins[id]),
                chain=chain(case, told),
                claims=tuple(side_of(case, r) for r in sorted(told, key=lambda r: (case.said(r), r.address))),
                ties=tuple(t.why for t in case.ties if id in (t.left, t.right) and not t.resolved),
                telling=telling(tuple(r.address for r in rows)),
                one_with=one_with,
                others=tuple(n for o in case.origins if o != id and o not in known and (n := _neighbour(case, o))),
            )
        )
    carriers = tuple(sorted({c for case in cases if id in case.origins for c in case.origins[id].carriers}))
    return OriginView(id, first.name, first.standing, carriers, tuple(inside))


def telling(claims: tuple[str, ...]) -> str:
    """A claim by which an origin is best known: a figure or statement, else any; "" where it has none."""
    return next((c for c in claims if "#f" in c or "#s" in c), claims[0] if claims else "")


def _one_with(case: EventCase, id: str) -> tuple[Neighbour, ...]:
    found = []
    for tie in case.ties:
        other = tie.right if tie.left == id else tie.left if tie.right == id else ""
        if tie.resolved and other in case.origins and (n := _neighbour(case, other, tie.why)):
            found.append(n)
    return tuple(found)


def _neighbour(case: EventCase, id: str, why: str = "") -> Neighbour | None:
    origin = case.origins[id]
    claim = telling(tuple(c for c in origin.claims if c in case.by_address))
    return Neighbour(id, origin.name, case.role_of(origin), claim, why) if claim and origin.standing != "none" else None
