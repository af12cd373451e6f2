"""What many reports tell together: copies, origins, events, conflicts, assessments.

A claim is addressed as "DOCUMENT_ID#SUBJECT" (for example "doc_1f2e#f3"), a report as "DOCUMENT_ID#e1".
"""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Reason:
    """One ground for a link: the feature, the two values it compared and what it weighed (log2 of the Bayes factor)."""

    feature: str
    left: str
    right: str
    weight: float


@dataclass(frozen=True, slots=True)
class Copy:
    """A passage of one document is taken from another. Offsets into each text; `kind`: verbatim, cut, rewritten, excerpt.

    `source` had it first, or is credited; `guessed` marks an uncredited rewrite. `score` is 0 to 1."""

    source: str
    copy: str
    kind: str
    credited: bool
    guessed: bool
    score: float
    source_span: tuple[int, int] = (0, 0)
    copy_span: tuple[int, int] = (0, 0)
    reasons: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Origin:
    """Whom claims finally rest on. `role` is relative to the event: party, official, monitor, medium, witness,
    unattributed. `carriers` only pass on. `claims` are claim addresses."""

    id: str
    name: str
    role: str
    claims: tuple[str, ...]
    carriers: tuple[str, ...] = ()
    unresolved: tuple[str, ...] = ()  # links that would narrow the independence range


@dataclass(frozen=True, slots=True)
class Event:
    """What several reports tell, with the reasons that joined them. `id` is random and survives merges."""

    id: str
    reports: tuple[str, ...]
    reasons: tuple[tuple[str, str, tuple[Reason, ...]], ...] = ()  # (report, report, why)
    part_of: str | None = None


@dataclass(frozen=True, slots=True)
class Conflict:
    """Accounts that do not agree. `kind`: differs, contrasted, denied, revised, rival_responsibility, disputed."""

    event: str
    field: str
    kind: str
    claims: tuple[str, ...]
    why: str = ""


@dataclass(frozen=True, slots=True)
class Assessment:
    """One field of one event under one policy. `independent` is the range of independent origins behind it."""

    event: str
    policy: str
    field: str
    group: str
    scope: str
    low: int | None
    best: int | None
    high: int | None
    independent: tuple[int, int]
    claims: tuple[str, ...]
    why: str = ""
    in_scope: bool = True
