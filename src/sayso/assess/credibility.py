"""How far claims can be believed: suggestions that a person confirms, never set silently.

* a suggested Admiralty credibility 1 to 6 for each claim, with its reason (after the scale's wording: 1 confirmed by other
  independent sources, 2 probably true, 3 possibly true, 4 doubtful, 5 improbable, 6 cannot be judged)
* source reliability A to F out of a file; F, "cannot be judged", where nobody said
* Airwars' grades where they follow from the claims
"""

import csv
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from sayso.assess.cells import scope_of
from sayso.assess.conflicts import conflicts
from sayso.assess.facts import Facts, Said
from sayso.assess.independence import independence
from sayso.assess.values import bounds
from sayso.core import InputError
from sayso.ontology import load
from sayso.ontology.people import people

CREDIBILITY = {
    1: "confirmed by other independent sources",
    2: "probably true",
    3: "possibly true",
    4: "doubtful",
    5: "improbable",
    6: "truth cannot be judged",
}
RELIABILITY = {
    "A": "completely reliable",
    "B": "usually reliable",
    "C": "fairly reliable",
    "D": "not usually reliable",
    "E": "unreliable",
    "F": "reliability cannot be judged",
}


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A suggested credibility of a claim, a key of CREDIBILITY, with the reason."""

    claim: str
    credibility: int
    why: str


def suggest(facts: Facts) -> list[Suggestion]:
    """A suggestion for each claim of an event that asserts something, in the order of addresses."""
    return [_suggest(facts, s) for s in facts.said if s.claim.stance not in ("denies", "doubts")]


def _suggest(facts: Facts, s: Said) -> Suggestion:
    with_it = [o for o in facts.said if _agrees(s, o)]
    against = [o for o in facts.said if _contradicts(facts, s, o)]
    support = independence((o.origin.id for o in (s, *with_it)), facts.origins, facts.ties)
    doubt = independence((o.origin.id for o in against), facts.origins, facts.ties)
    others = f"{len(against)} claim{'s' * (len(against) != 1)} to the contrary by {doubt.low} to {doubt.high} independent origins"
    if support.low >= 2:
        agreeing = f"{support.low} to {support.high} independent origins agree"
        return Suggestion(s.address, 3 if against else 1, f"{agreeing}; {others}" if against else agreeing)
    if support.high >= 2:
        agreeing = f"others agree, but they may rest on the same origin (1 to {support.high})"
        return Suggestion(s.address, 3 if against else 2, f"{agreeing}; {others}" if against else agreeing)
    if against:
        grade = 5 if doubt.low >= 2 else 4
        return Suggestion(s.address, grade, f"one origin, nobody independent agrees; {others}")
    return Suggestion(s.address, 6, "one origin and nothing to compare it with")


def _same_matter(a: Said, b: Said) -> bool:
    if a.address == b.address or a.claim.field != b.claim.field:
        return False
    return not a.claim.comparator or (people(a.claim.group) == people(b.claim.group) and scope_of(a) == scope_of(b))


def _agrees(a: Said, b: Said) -> bool:
    if not _same_matter(a, b) or b.claim.stance in ("denies", "doubts"):
        return False
    if a.claim.comparator:
        # "several" and "at least two" are consistent with four but confirm nothing
        exact = {(c.low, c.high) for c in (a.claim, b.claim)}
        return len(exact) == 1 and a.claim.low is not None
    return a.claim.field == "happened" or a.claim.value.lower() == b.claim.value.lower()


def _contradicts(facts: Facts, a: Said, b: Said) -> bool:
    if b.claim.stance == "denies":
        pointed = {t.address for t in facts.said if t.address in b.about}
        return a.address in pointed or (_same_matter(a, b) and not a.claim.comparator)
    if not _same_matter(a, b):
        return False
    if a.claim.comparator:
        x, y = bounds(a.claim), bounds(b.claim)
        return x is not None and y is not None and not x.meets(y)
    return False


def read_reliability(path: Path) -> dict[str, str]:
    """Source reliability out of a CSV file with the columns source and reliability (A to F); names are folded to lower case.

    Raises InputError that names the line and what may stand there.
    """
    try:
        with path.open(newline="", encoding="utf-8-sig") as file:
            rows = list(csv.DictReader(file))
    except OSError as error:
        raise InputError(f"cannot be read ({error.strerror})", where=str(path)) from error
    out: dict[str, str] = {}
    for number, row in enumerate(rows, 2):
        source, grade = (row.get("source") or "").strip(), (row.get("reliability") or "").strip().upper()
        if not source or grade not in RELIABILITY:
            raise InputError(
                f"source '{source[:80]}', reliability '{grade[:20]}'",
                where=f"{path}:{number}",
                hint="Give the columns source and reliability, a letter from A to F.",
            )
        out[source.lower()] = grade
    return out


@dataclass(frozen=True, slots=True)
class Grade:
    """An Airwars grade as far as it follows from the claims; `name` is "" where it does not."""

    name: str
    why: str


def airwars_grade(facts: Facts) -> Grade:
    """Confirmed, Contested, Fair or Weak. Discounted needs a person, and an event without harm to civilians has no grade."""
    harm = [s for s in facts.figures if s.claim.field in ("killed", "wounded", "casualties") and _civilian(s)]
    if not harm:
        return Grade("", "no harm to civilians is claimed")
    conceded = [s for s in facts.said if s.origin.role == "party" and s.claim.stance in ("concedes", "claims_responsibility")]
    if conceded:
        return Grade("Confirmed", f"{conceded[0].origin.name} accepts responsibility: “{conceded[0].claim.quote.words}”")
    rival = [c for c in conflicts(facts) if c.kind == "rival_responsibility"]
    if rival:
        return Grade("Contested", rival[0].why)
    behind = independence((s.origin.id for s in harm), facts.origins, facts.ties)
    if behind.low >= 2:
        return Grade(
            "Fair", f"{behind.low} to {behind.high} independent origins; that a belligerent acted nearby is for a person to say"
        )
    return Grade("Weak", f"{behind.low} to {behind.high} independent origins")


def _civilian(s: Said) -> bool:
    known = load().groups.get(s.claim.group)
    some = (s.claim.low or 0) > 0 or s.claim.low is None
    return some and (known is None or known.status not in ("combatant", "security"))


def discredit(facts: Facts, source: str) -> Facts:
    """The facts without what rests on a source, or came only through it, by its name. Ties stay: they concern the rest."""
    name = source.lower().removeprefix("the ").strip()
    kept = [s for s in facts.said if name not in _named(s)]
    return Facts(facts.event, tuple(kept), facts.reports, facts.origins, facts.ties, facts.published, facts.reliability)


def _named(s: Said) -> set[str]:
    return {n.lower().removeprefix("the ") for n in (s.origin.name, s.outlet, *s.carriers)}


def worst(grades: Sequence[str]) -> str:
    """The least reliable of some letters, F only if there is no other."""
    known = [g for g in grades if g != "F"]
    return max(known, default="F")
