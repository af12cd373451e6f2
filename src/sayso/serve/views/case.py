"""Everything that the ledger holds of one event, as the views of its pages take it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property

from sayso.core import Conflict, Copy, Origin, Tie, Trail
from sayso.ledger.rows import ClaimRow, EventRecord, ReportRow

UNLINKED = "unlinked"


@dataclass(frozen=True)
class EventCase:
    """One event with its rows. `claims` are those not rejected, in the order of documents; drafts below `threshold` are still
    among them. `titles` maps documents to their titles, `trails` claims to their ways."""

    record: EventRecord
    claims: tuple[ClaimRow, ...]
    reports: tuple[ReportRow, ...]
    origins: Mapping[str, Origin]
    ties: tuple[Tie, ...] = ()
    conflicts: tuple[Conflict, ...] = ()
    trails: Mapping[str, Trail] = field(default_factory=dict)
    copies: tuple[Copy, ...] = ()
    titles: Mapping[str, str] = field(default_factory=dict)
    rejected: int = 0
    threshold: float = 0.0

    @cached_property
    def shown(self) -> tuple[ClaimRow, ...]:
        """Claims that are judged, or at least as sure as the threshold asks."""
        return tuple(c for c in self.claims if not waits(c, self.threshold))

    @property
    def waiting(self) -> int:
        """How many drafts are left out for their confidence."""
        return len(self.claims) - len(self.shown)

    @cached_property
    def by_address(self) -> dict[str, ClaimRow]:
        return {c.address: c for c in self.claims}

    @cached_property
    def _origin_by_claim(self) -> dict[str, Origin]:
        """A figure that covers several events rests on an origin of each."""
        return {c: o for o in self.origins.values() for c in o.claims}

    @cached_property
    def opposing(self) -> frozenset[str]:
        """Origins that are a party on another side than the party with most claims."""
        parties = [o for o in self.origins.values() if o.role == "party"]
        if not parties:
            return frozenset()
        sides: dict[tuple[str, bool], int] = {}
        for o in parties:
            sides[_side(o)] = sides.get(_side(o), 0) + len(o.claims)
        first = min(sides, key=lambda s: (-sides[s], s))
        return frozenset(o.id for o in parties if _side(o) != first)

    def origin_of(self, claim: ClaimRow) -> Origin:
        """Whom a claim rests on in this event; a claim that was not linked yet stands for itself."""
        found = self._origin_by_claim.get(claim.address) or self.origins.get(claim.origin or "")
        if found is not None:
            return found
        inner = claim.claim.chain.innermost
        name = inner.name if inner else (claim.outlet or claim.doc)
        return Origin(f"{UNLINKED}:{name}", name, "unattributed", (claim.address,), standing="open")

    def role_of(self, origin: Origin) -> str:
        """The role that an origin is drawn with."""
        return "opposing" if origin.id in self.opposing else origin.role

    def said(self, claim: ClaimRow) -> str:
        """When a claim was made as far as is known: as-of, the origin's statement, else the publication; "" if unknown."""
        trail = self.trails.get(claim.address)
        return (trail.said if trail else "") or claim.published or ""


def waits(claim: ClaimRow, threshold: float) -> bool:
    """True for a draft that is less sure than the threshold."""
    return claim.state == "draft" and claim.claim.confidence < threshold


def _side(origin: Origin) -> tuple[str, bool]:
    return origin.country, origin.sector in ("GOV", "MIL", "COP", "SPY", "JUD", "LEG")
