"""One event as data sets and briefs take it: everything that is claimed of it, and what a policy makes of that."""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property

from sayso.assess.assessment import assess, scope
from sayso.assess.facts import Facts, Said
from sayso.assess.independence import independence
from sayso.assess.policies import Policy
from sayso.core import Assessment, Conflict, Independence, Profile, Trail, split_address
from sayso.export.heading import Heading, heading
from sayso.export.words import number_text
from sayso.ledger import ClaimRow, DocumentRow, EventRow

TOLD = ("asserts", "concedes", "claims_responsibility")


@dataclass(frozen=True)
class Assessed:
    """One event. `outside`: why it is not in the policy's scope, "" if it is. `rows` are its claims as the ledger has them,
    `documents` its documents, `trails` the ways of its claims, `coders` what coded each of them, `reviewers` who judged a claim. `merged` are ids that lead here.
    `over` hides protected names in a text. `hidden` counts documents that are left out because they are protected."""

    row: EventRow
    facts: Facts
    profile: Profile
    conflicts: tuple[Conflict, ...]
    policy: str = ""
    outside: str = ""
    assessments: tuple[Assessment, ...] = ()
    rows: Mapping[str, ClaimRow] = field(default_factory=dict)
    documents: Mapping[str, DocumentRow] = field(default_factory=dict)
    trails: Mapping[str, Trail] = field(default_factory=dict)
    coders: Mapping[str, str] = field(default_factory=dict)
    reviewers: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    merged: tuple[str, ...] = ()
    over: Callable[[str], str] = str
    hidden: int = 0

    @property
    def id(self) -> str:
        return self.row.id

    @cached_property
    def heading(self) -> Heading:
        """Title, date, place and number of dead as lists show them."""
        return heading(self.row)

    @cached_property
    def independent(self) -> Independence:
        """The independent origins behind everything that is claimed of the event."""
        return independence((s.origin.id for s in self.facts.said), self.facts.origins, self.facts.ties)

    def under(self, policy: Policy) -> "Assessed":
        """The same event under another policy."""
        outside = scope(self.facts, self.profile, policy)
        return replace(self, policy=policy.name, outside=outside, assessments=tuple(assess(self.facts, policy)))

    def total(self, kind: str) -> Assessment | None:
        """All people of a kind, None if the policy does not count this kind."""
        return next((a for a in self.assessments if (a.field, a.group, a.scope, a.part) == (kind, "", "", "")), None)

    def group(self, kind: str, people: str) -> Assessment | None:
        """People of one class (see `sayso.assess.cells.people`), all scopes aside."""
        return next((a for a in self.assessments if (a.field, a.group, a.scope, a.part) == (kind, people, "", "")), None)

    def kinds(self) -> tuple[str, ...]:
        """The kinds of figures that are claimed, deaths first."""
        found = {s.claim.field for s in self.facts.figures}
        first = [k for k in ("killed", "wounded", "casualties") if k in found]
        return (*first, *sorted(found - set(first)))

    def contested(self) -> tuple[str, ...]:
        """Fields with a conflict that is no revision."""
        return tuple(sorted({c.field for c in self.conflicts if c.kind != "revised"}))


def without_documents(facts: Facts, hidden: Collection[str]) -> Facts:
    """The facts as they are without some documents. Ties stay: they concern the rest."""
    if not hidden:
        return facts
    reports = tuple(r for r in facts.event.reports if split_address(r)[0] not in hidden)
    kept = tuple(s for s in facts.said if s.document not in hidden)
    told = {r: e for r, e in facts.reports.items() if split_address(r)[0] not in hidden}
    return replace(facts, event=replace(facts.event, reports=reports), said=kept, reports=told)


def value_of(said: Said) -> str:
    """A claim's value as people read it."""
    c = said.claim
    return number_text(c.low, c.high, c.comparator, c.quote.words) if c.comparator else c.value or c.quote.words


def by_origin(said: Collection[Said]) -> list[list[Said]]:
    """Claims of one origin together, those with most documents first; within an origin in the order of time."""
    found: dict[str, list[Said]] = {}
    for s in sorted(said, key=lambda s: (s.claim.as_of or s.said or "9", s.address)):
        found.setdefault(s.origin.id, []).append(s)
    return sorted(found.values(), key=lambda g: (-len({s.document for s in g}), g[0].origin.name, g[0].address))
