"""The rules that policies are made of, by kind. A policy file names them; each is a pure function with a test.

* scope: why an event is not in the scope of a policy, "" if it is
* leave_out: which claims do not count, each with the reason
* numbers: the bounds that a policy reads from a figure's words, None if it counts none
* choose: low, best and high of the claims that count, and why
* absent: what stands where nobody gives a figure
"""

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from sayso.assess.cells import latest
from sayso.assess.facts import Facts, Said
from sayso.assess.independence import independence
from sayso.assess.values import vague_word
from sayso.core import Profile
from sayso.core.dates import days
from sayso.ontology import load
from sayso.ontology.load import STATE_SECTORS
from sayso.ontology.people import FIGHTERS, FORCES, people

_NOT_SO = {"denies": "denies the figure", "doubts": "doubts the figure"}
_LARGE = 100  # people killed from which ACLED's notes speak of a large scale; own choice, the notes give no number


@dataclass(frozen=True, slots=True)
class Valued:
    """One origin's number for a field: `low` and `high` as a policy reads them, `claims` those that say so."""

    said: Said
    low: int | None
    high: int | None
    claims: tuple[str, ...]
    note: str = ""

    @property
    def number(self) -> int:
        """The one number of it: the lower bound, or the upper where there is no other."""
        return self.low if self.low is not None else self.high or 0

    @property
    def top(self) -> int:
        return self.high if self.high is not None else self.number


@dataclass(frozen=True, slots=True)
class Chosen:
    """What a choice rule makes of valued claims."""

    low: int | None
    best: int | None
    high: int | None
    why: str


ScopeRule = Callable[[Facts, Profile], str]
LeaveOutRule = Callable[[Sequence[Said], Facts, Profile], dict[str, str]]
NumberRule = Callable[[Said, bool], tuple[int | None, int | None, str] | None]
ChooseRule = Callable[[Sequence[Valued], Facts], Chosen]
AbsentRule = Callable[[], tuple[int | None, str]]


# scope


def coded_by_acled(facts: Facts, profile: Profile) -> str:
    """ACLED codes political violence, demonstrations and strategic developments of its sub-event types."""
    actor, recipient = sectors(profile)
    known = load().acled(profile.type, profile.mode, actor, recipient)
    return "" if known else f"ACLED has no sub-event type for {profile.type}"


def took_place(facts: Facts, profile: Profile) -> str:
    """What was planned, feared, threatened or denied is no event."""
    return "" if profile.factuality in ("happened", "ongoing") else f"{profile.factuality}, not happened"


def not_foiled(facts: Facts, profile: Profile) -> str:
    """A plot that was broken up before it was carried out is no attack; an attack that failed is one."""
    return "foiled or only planned" if profile.factuality in ("planned", "threatened", "feared", "hypothetical") else ""


def below_country(facts: Facts, profile: Profile) -> str:
    """A place known only as a country is not enough."""
    place = profile.place
    if place is None or place.precision in ("country", "unresolved"):
        return "the place is not known below the country"
    return ""


def within_a_month(facts: Facts, profile: Profile) -> str:
    """A date known less precisely than a month is not enough."""
    span = days(profile.date or "")
    if span is None:
        return "the date is not known"
    return "" if span[1] - span[0] <= 31 else "the date is not known to the month"


def a_death(facts: Facts, profile: Profile) -> str:
    """At least one direct death is reported."""
    deaths = [s for s in facts.figures if s.claim.field in ("killed", "bodies_found") and s.claim.stance not in _NOT_SO]
    return "" if any((s.claim.low or 0) > 0 or s.claim.low is None for s in deaths) else "no death is reported"


def organised_violence(facts: Facts, profile: Profile) -> str:
    """Armed force by an organised actor against another, or against civilians."""
    actor, recipient = sectors(profile)
    if load().ucdp(profile.type, actor, recipient) is None:
        return f"not armed force by an organised actor ({profile.type} by {actor or 'unknown'})"
    return ""


def not_by_a_state(facts: Facts, profile: Profile) -> str:
    """Violence by a state's own organs is not terrorism in the sense of GTD."""
    actor, _ = sectors(profile)
    return f"the perpetrator is a state organ ({actor})" if actor in STATE_SECTORS else ""


def violent(facts: Facts, profile: Profile) -> str:
    """Violence, or the threat of it."""
    return "" if profile.type in ("ASSAULT", "THREATEN") else f"{profile.type} is no violence"


def civilian_harm(facts: Facts, profile: Profile) -> str:
    """Somebody who may be a civilian is said to be harmed."""
    harmed = [s for s in facts.figures if s.claim.field in ("killed", "wounded", "casualties") and (s.claim.low or 1) > 0]
    status = {load().groups[s.claim.group].status if s.claim.group in load().groups else "unknown" for s in harmed}
    if not harmed:
        return "no casualty is reported"
    return "" if status - {"combatant", "security"} else "not civilians"


# leave_out


def not_asserted(said: Sequence[Said], facts: Facts, profile: Profile) -> dict[str, str]:
    """Figures that are denied or doubted by who speaks are not what he reports."""
    return {s.address: _NOT_SO[s.claim.stance] for s in said if s.claim.stance in _NOT_SO}


def superseded(said: Sequence[Said], facts: Facts, profile: Profile) -> dict[str, str]:
    """A figure that its own origin has replaced."""
    return {s.address: "its own origin gave another figure later" for s in latest(said)[1]}


def repeats(said: Sequence[Said], facts: Facts, profile: Profile) -> dict[str, str]:
    """A figure without a speaker that repeats what somebody says adds nothing."""
    given = {(s.claim.low, s.claim.high) for s in said if s.origin.standing != "none" and s.claim.comparator != "vague"}
    return {
        s.address: "repeats a figure without naming who says so"
        for s in said
        if s.origin.standing == "none" and (s.claim.low, s.claim.high) in given
    }


def perpetrators_own(said: Sequence[Said], facts: Facts, profile: Profile) -> dict[str, str]:
    """The perpetrator's own count is never used."""
    return {s.address: "is the perpetrator's own count" for s in said if is_perpetrator(s, profile)}


def unreliable(said: Sequence[Said], facts: Facts, profile: Profile) -> dict[str, str]:
    """Sources that the user graded D or E."""
    graded = {s.address: facts.reliability.get(s.origin.name.lower(), "F") for s in said}
    return {a: f"reliability {g}" for a, g in graded.items() if g in "DE"}


def enemy_losses(said: Sequence[Said], facts: Facts, profile: Profile) -> dict[str, str]:
    """A side's figure of the other side's losses, where anybody else gives one."""
    theirs = {s.address for s in said if side_of_claim(s) == "enemy"}
    others = any(s.address not in theirs for s in said)
    return dict.fromkeys(sorted(theirs), "a side's claim about the other side's losses") if others else {}


# numbers


def as_written(said: Said, large: bool) -> tuple[int | None, int | None, str] | None:
    """The bounds as the words give them; vague words count nothing."""
    c = said.claim
    return None if c.low is None and c.high is None else (c.low, c.high, "")


def least_meant(said: Said, large: bool) -> tuple[int | None, int | None, str] | None:
    """The bounds as the words give them; a vague word counts as the least it can mean, without an upper bound."""
    vague = vague_word(said.claim)
    if vague is not None:
        return vague.least, None, f"“{said.claim.quote.words}” as at least {vague.least}"
    return as_written(said, large)


def acled_words(said: Said, large: bool) -> tuple[int | None, int | None, str] | None:
    """ACLED's numbers for vague words: several, many, few and plurals 3, or 10 where the scale is large; dozens 12;
    hundreds 100."""
    vague = vague_word(said.claim)
    if vague is None:
        return as_written(said, large)
    number = vague.acled_large if large else vague.acled
    return number, number, f"“{said.claim.quote.words}” as {number} [{vague.mark}]"


# choose


def lowest(valued: Sequence[Valued], facts: Facts) -> Chosen:
    """The lowest figure, until a higher one is corroborated: two independent origins against one, or a reliable one (A, B)
    against one that is not."""
    first = min(valued, key=lambda v: (v.number, v.said.address))
    better = [v for v in valued if v.number > first.number and _stronger(v, first, valued, facts)]
    if better:
        pick = min(better, key=lambda v: (v.number, v.said.address))
        return Chosen(pick.number, pick.number, pick.number, f"{pick.number}: {_stronger(pick, first, valued, facts)}")
    return Chosen(first.number, first.number, first.number, f"{first.number} is the lowest reported")


def _stronger(v: Valued, other: Valued, valued: Sequence[Valued], facts: Facts) -> str:
    mine, theirs = _behind(v.number, valued, facts), _behind(other.number, valued, facts)
    if mine[0] >= 2 and theirs[1] < 2:
        return f"corroborated by {mine[0]} independent origins, {other.number} by one"
    grades = [facts.reliability.get(x.said.origin.name.lower(), "F") for x in (v, other)]
    if grades[0] in "AB" and grades[1] not in "AB":
        return f"its origin is graded {grades[0]}, that of {other.number} {grades[1]}"
    return ""


def _behind(number: int, valued: Sequence[Valued], facts: Facts) -> tuple[int, int]:
    """The range of independent origins behind one number."""
    found = independence((v.said.origin.id for v in valued if v.number == number), facts.origins, facts.ties)
    return found.low, found.high


def latest_majority_lowest(valued: Sequence[Valued], facts: Facts) -> Chosen:
    """The figure of the latest day; where those of the latest day differ, that of most independent origins; where none has
    more than half, the lowest."""
    last = max(v.said.said[:10] for v in valued)
    newest = [v for v in valued if v.said.said[:10] == last]
    numbers = sorted({v.number for v in newest})
    if len(numbers) == 1:
        return Chosen(numbers[0], numbers[0], numbers[0], f"{numbers[0]} is the latest ({last or 'undated'})")
    votes = Counter({n: _behind(n, valued, facts)[1] for n in {v.number for v in valued}})
    (top, count), total = votes.most_common(1)[0], sum(votes.values())
    if 2 * count > total:
        return Chosen(top, top, top, f"{top} is given by {count} of {total} independent origins")
    least = min(numbers)
    return Chosen(least, least, least, f"{least} is the lowest; no figure has a majority of independent origins")


def best_supported(valued: Sequence[Valued], facts: Facts) -> Chosen:
    """Low and high are the lowest and highest figures; best is the one behind which most independent origins stand, the
    lower among equals. Bounds ("at least two", "several") are best only where nobody gives a number."""
    low, high = min(v.number for v in valued), max(v.top for v in valued)
    exact = [v for v in valued if v.high is not None and v.low is not None]
    ranked = sorted({v.number for v in exact or valued}, key=lambda n: (*(-x for x in reversed(_behind(n, valued, facts))), n))
    best = ranked[0]
    count = _behind(best, valued, facts)
    return Chosen(low, best, high, f"{best} has the most independent origins ({count[0]} to {count[1]})")


def extremes(valued: Sequence[Valued], facts: Facts) -> Chosen:
    """The lowest and the highest figure; none is called best. Where the most that is said is a lower bound ("at least 33"), nobody tells
    the highest; where the least is an upper bound ("up to 40"), nobody tells the lowest."""
    low, high = min(v.number for v in valued), max(v.top for v in valued)
    least = low if any(v.low == low for v in valued) else None
    most = None if any(v.high is None and v.number == high for v in valued) else high
    told = ", ".join(f"{name} {'not told' if n is None else n}" for name, n in (("lowest", least), ("highest", most)))
    return Chosen(least, None, most, f"{told} of {len(valued)} figures")


# absent


def absent_is_zero() -> tuple[int | None, str]:
    """Nothing said counts as no deaths."""
    return 0, "nobody gives a figure; the policy writes 0"


def absent_is_blank() -> tuple[int | None, str]:
    """Nothing said stays blank."""
    return None, "nobody gives a figure"


def is_large(said: Sequence[Said]) -> bool:
    """Whether some figure of the same kind shows a large scale."""
    return any((s.claim.low or 0) >= _LARGE for s in said)


def sectors(profile: Profile) -> tuple[str, str]:
    """The sectors of the first known actor and of the first known recipient; groups stand in for the latter."""
    actor = next((a.sector for a in profile.actors if a.sector and a.sector != "UNK"), "")
    recipient = next((a.sector for a in profile.recipients if a.sector and a.sector != "UNK"), "")
    if not recipient and profile.groups:
        recipient = next((load().groups[g].sector for g in profile.groups if g in load().groups), "")
    return actor, recipient


def is_perpetrator(said: Said, profile: Profile) -> bool:
    """Whether a claim rests on a party that the event's reports name as actor."""
    origin = said.origin
    if origin.role != "party":
        return False
    names = {n.lower() for a in profile.actors for n in (a.name, a.member_of) if n}
    same_side = {(a.sector, a.country) for a in profile.actors if a.sector and a.country}
    state = origin.sector in STATE_SECTORS and any(s in STATE_SECTORS and c == origin.country for s, c in same_side)
    return origin.name.lower() in names or (origin.sector, origin.country) in same_side or state


def side_of_claim(said: Said) -> str:
    """own or enemy where a side speaks of its own or the other side's losses, conceded where it admits harm, else ""."""
    if said.claim.stance == "concedes":
        return "conceded"
    if said.origin.role != "party":
        return ""
    group, state = people(said.claim.group), said.origin.sector in STATE_SECTORS
    if group not in (FORCES, FIGHTERS):
        return ""
    return "own" if (group == FORCES) == state else "enemy"


SCOPE: dict[str, ScopeRule] = {
    f.__name__: f
    for f in (
        *(coded_by_acled, took_place, not_foiled, below_country, within_a_month),
        *(a_death, organised_violence, not_by_a_state, violent, civilian_harm),
    )
}
LEAVE_OUT: dict[str, LeaveOutRule] = {
    f.__name__: f for f in (not_asserted, superseded, repeats, perpetrators_own, unreliable, enemy_losses)
}
NUMBERS: dict[str, NumberRule] = {f.__name__: f for f in (as_written, least_meant, acled_words)}
CHOOSE: dict[str, ChooseRule] = {f.__name__: f for f in (lowest, latest_majority_lowest, best_supported, extremes)}
ABSENT: dict[str, AbsentRule] = {f.__name__: f for f in (absent_is_zero, absent_is_blank)}
