"""Where accounts of an event do not agree. A difference is never called a denial, and a revision is neither.

* differs: figures of the same people at the same scope of which not both can be true, by different origins
* contrasted: figures that a text itself sets against each other, also where both could be true
* denied: somebody says that it is not so
* revised: the same origin gives another figure later
* rival_responsibility: different parties are named, or claim, as having done it
* disputed: place, date or existence are told differently, or doubted
"""

from collections.abc import Iterable, Iterator
from itertools import combinations
from math import asin, cos, radians, sin, sqrt

from sayso.assess.cells import Cell, cells, latest, scope_of
from sayso.assess.facts import Facts, Said
from sayso.assess.values import bounds, vague_word
from sayso.core import Actor, Conflict, EventReport, Place, split_address
from sayso.core.dates import overlap
from sayso.ontology.people import ANYBODY, people, within

# How far apart two points of one event may lie before its place is disputed, in km, by the coarser precision.
_REACH = {"point": 10.0, "town": 15.0, "district": 60.0, "province": 200.0}
_WHO = ("identity", "leader", "perpetrator", "affiliation")  # fields of which one answer excludes another
_NEAR = 300  # characters between two statements that are told together
_OWN = ("asserts", "concedes", "claims_responsibility")
_SCARE = frozenset("“”\"'‘’«»")


def conflicts(facts: Facts) -> list[Conflict]:
    """Every conflict among the claims of an event, in a fixed order."""
    found: list[Conflict] = []
    for cell in cells(facts):
        found += _figures(facts, cell)
    found += _none_of_them(facts)
    found += _contrasted(facts)
    found += _beside(facts)
    found += _denied(facts)
    found += _rivals(facts)
    found += _disputed(facts)
    return sorted(found, key=lambda c: (c.field, c.kind, c.group, c.scope, c.claims))


def _figures(facts: Facts, cell: Cell) -> Iterator[Conflict]:
    told = [s for s in cell.said if s.claim.stance in _OWN]
    stand, _ = latest(told)
    differing = {a.address for pair in combinations(stand, 2) if _cannot_both(*pair) for a in pair}
    if differing:
        values = "; ".join(f"{s.claim.quote.words} ({s.origin.name})" for s in stand if s.address in differing)
        yield _conflict(facts, cell.field, "differs", differing, values, cell)
    for group in _histories(told):
        values = " → ".join(f"{s.claim.quote.words} ({(s.claim.as_of or s.said)[:10] or 'undated'})" for s in group)
        why = f"{group[-1].origin.name}: {values}"
        yield _conflict(facts, cell.field, "revised", [s.address for s in group], why, cell)


def _none_of_them(facts: Facts) -> Iterator[Conflict]:
    """A class of people of whom nobody was harmed, and some who belong to it who were: no civilians, and one child."""
    told = [s for s in facts.figures if s.claim.stance in _OWN and len(s.events) == 1]
    for none in (s for s in told if s.claim.high == 0 and not scope_of(s)):
        group = people(none.claim.group)
        some = [
            s
            for s in told
            if s.claim.field == none.claim.field
            and group in (ANYBODY, within(people(s.claim.group)))
            and group != people(s.claim.group)
        ]
        against = [s for s in some if s.document != none.document and _cannot_both(none, s)]
        if against:
            values = "; ".join(f"{s.claim.quote.words} ({s.origin.name})" for s in (none, *against))
            claims = [none.address, *(s.address for s in against)]
            yield Conflict(facts.event.id, none.claim.field, "differs", tuple(sorted(set(claims))), values, group)


def _cannot_both(a: Said, b: Said) -> bool:
    """Whether two figures contradict each other: bounds that do not meet, for times that may be the same."""
    x, y = bounds(a.claim), bounds(b.claim)
    if x is None or y is None or x.meets(y):
        return False
    same_time = not (a.claim.as_of and b.claim.as_of) or overlap(a.claim.as_of, b.claim.as_of)
    return same_time and (a.origin.id != b.origin.id or a.origin.standing == "none" or _day(a) == _day(b))


def _day(s: Said) -> str:
    return (s.claim.as_of or s.said)[:10]


def _histories(told: list[Said]) -> Iterator[list[Said]]:
    """For each named origin that changed its number the claims in order; repeats of the same numbers are kept once. A number after
    "several" changes nothing."""
    by_origin: dict[str, list[Said]] = {}
    replaced = {r.with_ for s in told for r in s.relations if r.is_ == "replaces"}
    for s in sorted(told, key=lambda s: (s.claim.as_of or s.said, s.address not in replaced, s.address)):
        if s.origin.standing == "named" and vague_word(s.claim) is None:
            by_origin.setdefault(s.origin.id, []).append(s)
    for said in by_origin.values():
        steps: list[Said] = []
        for s in said:
            if not steps or (_differs(steps[-1], s) and (_day(s) > _day(steps[-1]) or _replaces(steps[-1], s))):
                steps.append(s)
        if len(steps) > 1:
            yield steps


def _replaces(a: Said, b: Said) -> bool:
    pairs = {(r.is_, r.with_) for r in b.relations} | {(r.is_, a.address) for r in a.relations if r.with_ == b.address}
    return ("replaces", a.address) in pairs


def _differs(a: Said, b: Said) -> bool:
    x, y = bounds(a.claim), bounds(b.claim)
    return x is not None and y is not None and (not x.meets(y) or _replaces(a, b))


def _contrasted(facts: Facts) -> Iterator[Conflict]:
    seen: set[frozenset[str]] = set()
    for s in facts.figures:
        for r in s.relations:
            pair = frozenset((s.address, r.with_))
            if r.is_ == "contrasts" and r.with_ in facts.by_address and pair not in seen:
                seen.add(pair)
                other = facts.by_address[r.with_]
                why = f"{s.outlet} sets “{s.claim.quote.words}” against “{other.claim.quote.words}”"
                yield Conflict(facts.event.id, s.claim.field, "contrasted", tuple(sorted(pair)), why, s.claim.group)


def _beside(facts: Facts) -> Iterator[Conflict]:
    """Two speakers whom a text lets speak right after each other, each with another answer to who it was; a word for them in quotation
    marks that a figure keeps ("terrorists", in the words of officials) is an answer too."""
    told: dict[tuple[str, str], list[Said]] = {}
    for s in facts.said:
        if s.claim.field in _WHO and s.claim.subject.startswith("s") and s.claim.stance in _OWN:
            told.setdefault((s.document, s.claim.field), []).append(s)
    for s in facts.figures:
        if s.claim.quote.words[:1] in _SCARE or s.claim.quote.words[-1:] in _SCARE:
            told.setdefault((s.document, "identity"), []).append(s)
    for said in told.values():
        for a, b in combinations(sorted(said, key=lambda s: s.claim.quote.start), 2):
            near = b.claim.quote.start - a.claim.quote.end < _NEAR
            if near and a.origin.id != b.origin.id and _of_one(a, b) and not _alike(a, b):
                why = f"{a.outlet} sets “{a.claim.quote.words}” against “{b.claim.quote.words}”"
                field = next(s.claim.field for s in (a, b) if not s.claim.comparator)
                yield Conflict(facts.event.id, field, "contrasted", tuple(sorted((a.address, b.address))), why)


def _of_one(a: Said, b: Said) -> bool:
    """Whether two claims are about one thing; a figure is about its events."""
    if a.claim.comparator and b.claim.comparator:
        return False
    if a.claim.comparator or b.claim.comparator:
        return bool(set(a.claim.events) & set(b.claim.events))
    return bool(set(a.about) & set(b.about))


def _alike(a: Said, b: Said) -> bool:
    return a.claim.quote.words.casefold() == b.claim.quote.words.casefold()


def _denied(facts: Facts) -> Iterator[Conflict]:
    denials = [s for s in facts.said if s.claim.stance == "denies"]
    pointed = {a for s in denials if not s.claim.comparator for a in s.about}
    for s in denials:
        if s.claim.comparator and s.address in pointed:
            continue  # a statement denies it, with its words
        against = [o.address for o in facts.said if o.claim.stance != "denies" and _denies(facts, s, o)]
        figures = [t for a in s.about if (t := facts.by_address.get(a)) is not None and t.claim.comparator]
        fields = {t.claim.field for t in figures} if len(figures) == len(s.about) else set()
        field = fields.pop() if len(fields) == 1 else s.claim.field
        why = f"{s.origin.name}: “{s.claim.quote.words}”"
        yield _conflict(facts, field, "denied", [s.address, *(t.address for t in figures), *against], why)


def _denies(facts: Facts, denial: Said, other: Said) -> bool:
    """Whether a denial is about another claim: the one it points at, or what others say of the same."""
    if denial.claim.comparator:
        x, y = bounds(denial.claim), bounds(other.claim)
        same = denial.claim.field == other.claim.field and denial.claim.group == other.claim.group
        return same and x is not None and y is not None and x.meets(y)
    targets = [facts.by_address[a] for a in denial.about if a in facts.by_address]
    if not targets or all(t.claim.field == "happened" for t in targets):
        return other.claim.field == denial.claim.field and other.address != denial.address
    return any(
        other.address == t.address
        or (other.claim.field == t.claim.field and bool(other.claim.comparator) and _same_figure(other, t))
        for t in targets
    )


def _same_figure(a: Said, b: Said) -> bool:
    x, y = bounds(a.claim), bounds(b.claim)
    return a.claim.group == b.claim.group and x is not None and y is not None and x.meets(y)


def _rivals(facts: Facts) -> Iterator[Conflict]:
    named: dict[str, list[str]] = {}
    for s in facts.said:
        if s.claim.field == "perpetrator" and s.claim.stance in _OWN:
            for party in _perpetrators(facts, s):
                named.setdefault(party, []).append(s.address)
    claimed = {
        s.origin.name: s.address for s in facts.said if s.claim.stance == "claims_responsibility" and not s.claim.comparator
    }
    if len(named) > 1:
        why = "named as having done it: " + "; ".join(sorted(named))
        yield _conflict(facts, "perpetrator", "rival_responsibility", [a for c in named.values() for a in c], why)
    elif len(claimed) > 1:
        why = "responsibility is claimed by: " + "; ".join(sorted(claimed))
        yield _conflict(facts, "perpetrator", "rival_responsibility", claimed.values(), why)


def _perpetrators(facts: Facts, s: Said) -> list[str]:
    """Whom a claim names, as parties that exclude each other: country and sector, or a proper name. Gunmen exclude nobody."""
    report = facts.reports.get(f"{s.document}#{split_address(s.address)[1]}")
    if report is None or s.claim.subject != report.id:
        return [s.origin.name] if s.claim.stance == "claims_responsibility" else []
    return sorted({k for p in report.actors if p.actor is not None and (k := _side(p.actor))})


def _side(actor: Actor) -> str:
    if actor.sector in ("GOV", "MIL", "COP", "SPY") and actor.country:
        return f"forces of {actor.country}"
    if actor.sector in ("REB", "PRM", "CRM", "IGO") and actor.how.startswith(("known actor", "your actors")):
        return actor.member_of or actor.name
    return ""


def _disputed(facts: Facts) -> Iterator[Conflict]:
    for s in facts.said:
        if s.claim.stance == "doubts" or (s.claim.field in ("place", "date") and s.claim.subject.startswith("s")):
            targets = [a for a in s.about if a in facts.by_address]
            why = f"{s.origin.name}: “{s.claim.quote.words}”"
            if s.claim.stance != "denies":
                yield _conflict(facts, s.claim.field, "disputed", [s.address, *targets], why)
    dates = [s for s in facts.said if s.claim.field == "date" and s.claim.subject.startswith("e")]
    apart = {x.address for a, b in combinations(dates, 2) if not overlap(a.claim.value, b.claim.value) for x in (a, b)}
    if apart:
        told = sorted({s.claim.value for s in dates if s.address in apart})
        yield _conflict(facts, "date", "disputed", apart, "told of " + "; ".join(told))
    places = [(s, r.place) for s in facts.said if s.claim.field == "place" and (r := _report(facts, s)) is not None and r.place]
    far = {x[0].address for a, b in combinations(places, 2) if elsewhere(a[1], b[1]) for x in (a, b)}
    if far:
        told = sorted({s.claim.value for s, _ in places if s.address in far})
        yield _conflict(facts, "place", "disputed", far, "told of " + "; ".join(told))


def _report(facts: Facts, s: Said) -> EventReport | None:
    return facts.reports.get(f"{s.document}#{s.claim.subject}")


def elsewhere(a: Place, b: Place) -> bool:
    """Whether two places exclude each other: points farther apart than their precision reaches, or two countries."""
    if a.country and b.country and a.country != b.country:
        return True
    if None in (a.latitude, a.longitude, b.latitude, b.longitude):
        return False
    if a.precision not in _REACH or b.precision not in _REACH:
        return False
    return kilometres(a, b) > max(_REACH[a.precision], _REACH[b.precision])


def kilometres(a: Place, b: Place) -> float:
    """Great-circle distance of two places that have points, on a sphere of 6,371 km."""
    la, lo, lb, lp = (radians(x or 0.0) for x in (a.latitude, a.longitude, b.latitude, b.longitude))
    h = sin((lb - la) / 2) ** 2 + cos(la) * cos(lb) * sin((lp - lo) / 2) ** 2
    return 2 * 6371.0 * asin(min(1.0, sqrt(h)))


def _conflict(facts: Facts, field: str, kind: str, claims: Iterable[str], why: str, cell: Cell | None = None) -> Conflict:
    group, scope = (cell.group, cell.scope) if cell else ("", "")
    return Conflict(facts.event.id, field, kind, tuple(sorted(set(claims))), why, group, scope)
