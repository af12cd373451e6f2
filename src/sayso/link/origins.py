"""Whom each claim of an event finally rests on: chains closed over copies, citations, membership and aliases.

The way starts at the publisher and goes inwards. A passage taken from a held document continues in that document; a text
credited to an agency, or a speaker that is a medium, continues in that medium's held article; a spokesman is the body he
speaks for. It ends at a party, an official body, a monitor, a medium's own count, a witness, or at nobody. Who only passes
on ("were reported killed") is a carrier and never an origin.
"""

import re
from dataclasses import dataclass, replace

from sayso.core import Actor, Claim, Origin, Tie, Trail, address
from sayso.link.library import Held, Library, same_value
from sayso.link.speakers import OF_STATE, Party, fold
from sayso.ontology.load import load

_FORCES = frozenset({"MIL", "COP", "SPY"})
# Whose they are is not said, and not the same elsewhere.
_REPORTS = frozenset({"report", "reports", "media reports", "news reports"})
_ONE = re.compile(r"(?:an?|one) ", re.I)
_THEIRS = re.compile(r"(?:his|her|their)\b", re.I)
_ARMED = frozenset({"REB", "UAF"})  # groups that fight are never outside what they speak of


def nobody(outlet: str, key: str = "") -> Party:
    """What a publication says without naming anybody. Those of two publications are two, neither of which is ever counted. `key` is
    the folded name that stands for the publication."""
    return Party(
        f"unattributed@{key or fold(outlet)}", f"{outlet}, nobody named" if outlet else "nobody named", "none", "unattributed"
    )


@dataclass(frozen=True, slots=True)
class Way:
    """A claim's way to its party. `steps` are pairs (who, how it goes on); `loose` are links that are not proven: (kind,
    the address of the claim it may rest on or "", why)."""

    party: Party
    carriers: tuple[str, ...]
    steps: tuple[str, ...]
    loose: tuple[tuple[str, str, str], ...] = ()
    cycle: tuple[str, ...] = ()
    said: str = ""


@dataclass(frozen=True)
class Traced:
    """All claims of an event with their ways, the origins, and the ties between origins."""

    trails: dict[str, Trail]
    origins: dict[str, Origin]
    ties: tuple[Tie, ...]

    def origin_of(self, claim: str) -> Origin:
        """The origin of a claim address. Raises KeyError for a claim that is not of this event."""
        return self.origins[self.trails[claim].origin]


def trace_all(library: Library) -> Traced:
    """Origins of every claim about the library's event, the same in whatever order documents came."""
    ways = {a: trace(library, d, c) for a, (d, c) in library.all_claims.items()}
    own = {
        w.party.key for a, w in ways.items() if library.all_claims[a][1].basis == "own" and library.all_claims[a][1].chain.hops
    }
    admit = {w.party.key for a, w in ways.items() if _owns(w.party, library.all_claims[a][1])}
    sides = replace(involved(library), witnesses=frozenset(own), claimants=frozenset(admit))
    found: dict[str, list[str]] = {}
    for claim, way in ways.items():
        found.setdefault(way.party.id, []).append(claim)
    parties = _fullest({a: w.party for a, w in ways.items()})
    ties = _ties(library, ways, parties, sides)
    origins = {}
    for key, claims in sorted(found.items()):
        party = parties[key]
        mine = [ways[c] for c in claims]
        origins[key] = Origin(
            key,
            party.name,
            role_of(party, sides),
            tuple(claims),
            tuple(sorted({c for w in mine for c in w.carriers} - {party.name})),
            tuple(sorted({t.why for t in ties if not t.resolved and key in (t.left, t.right)})),
            party.standing,
            party.sector,
            party.country,
        )
    trails = {a: Trail(a, w.party.id, w.steps, w.cycle, w.said, w.carriers) for a, w in ways.items()}
    return Traced(trails, origins, ties)


def _owns(party: Party, claim: Claim) -> bool:
    """Whether who speaks takes part in what he speaks of: he claims to have done it, denies what he himself is said to have done, or
    concedes it for a state or an armed group. An expert who concedes a point took no part."""
    armed = party.sector in _ARMED or party.sector in OF_STATE or bool(party.state)
    accused = claim.stance == "denies" and claim.field == "perpetrator" and claim.basis == "own"
    return claim.stance == "claims_responsibility" or accused or (claim.stance == "concedes" and armed)


def trace(library: Library, document: str, claim: Claim, seen: frozenset[str] = frozenset()) -> Way:
    """The way of one claim of `document`. Ends also where publications cite each other in a ring, and names it."""
    here = address(document, claim)
    held = library.held[document]
    outlet = held.outlet or held.coded.doc
    if here in seen:
        return Way(nobody(outlet), (), (f"{outlet} (again)",), cycle=(outlet,))
    seen |= {here}
    loose: tuple[tuple[str, str, str], ...] = ()
    copy = library.copy_over(document, claim.quote)
    if copy is not None:
        source = library.held[copy.source]
        same = library.like(copy.source, claim)
        if not copy.guessed:
            step = f"{outlet}: passage taken from {source.outlet or source.coded.doc} ({copy.kind}{', credited' if copy.credited else ''})"
            if same is not None:
                return _via(outlet, step, trace(library, copy.source, same, seen))
            return _via(outlet, step, _own_words(library, source, claim, seen))
        if same is not None:
            why = f"{outlet} may have rewritten {source.outlet or source.coded.doc} without credit"
            loose = (("copy", address(copy.source, same), why),)
    way = _own_words(library, held, claim, seen)
    return replace(way, loose=loose + way.loose)


def _via(carrier: str, step: str, way: Way) -> Way:
    closed = not way.cycle or (len(way.cycle) > 1 and way.cycle[0] == way.cycle[-1])
    cycle = way.cycle if closed else (carrier, *way.cycle)
    return replace(way, carriers=(carrier, *way.carriers), steps=(step, *way.steps), cycle=cycle)


def _own_words(library: Library, held: Held, claim: Claim, seen: frozenset[str]) -> Way:
    """The way of a claim that stands in a document's own words: its agency, its chain, or its own voice."""
    way = _through_chain(library, held, claim, seen)
    inner = claim.chain.innermost
    return way if way.said else replace(way, said=(inner.said if inner else None) or held.published)


def _through_chain(library: Library, held: Held, claim: Claim, seen: frozenset[str]) -> Way:
    outlet = held.outlet or held.coded.doc
    inner = claim.chain.innermost
    if inner is None:
        return _from_its_figures(library, held, claim, seen) or _in_own_voice(library, held, claim, seen)
    further = library.told_further(held.coded.document, claim)
    if further is not None and address(held.coded.document, further) not in seen:
        return _own_words(library, held, further, seen | {address(held.coded.document, further)})
    hops = [h.name for h in claim.chain.hops]
    steps = (f"{outlet}, via " + ", via ".join(hops),)
    carriers = (outlet, *hops[:-1])
    for hop in [inner, *reversed(claim.chain.hops[:-1])][:2]:
        # an article that cites another article that we hold continues there
        actor = hop.actor
        medium = (actor is not None and actor.kind == "medium") or library.is_publisher(hop.name)
        if not medium or library.publisher(hop.name) == library.speakers.top(outlet):
            continue
        cited = library.cited(hop.name, claim, held.published)
        if cited is not None and cited[1] is not None:
            onward = trace(library, cited[0], cited[1], seen)
            return _via(outlet, f"{outlet} cites {hop.name}", onward)
        if hop is inner:
            party = library.speakers.body(hop.name, actor)
            party = replace(party, key=f"medium:{library.publisher(hop.name)}", role="medium", standing="open")
            why = (
                f"the article of {hop.name} that {outlet} cites is not held"
                if cited is None
                else f"the articles of {hop.name} that are held do not say what {outlet} cites"
            )
            return Way(party, carriers, steps, (("not_held", "", why),))
    if claim.basis == "relayed" and fold(inner.name) in _REPORTS:
        return Way(
            nobody(outlet, library.speakers.top(outlet)), (outlet, *hops), (*steps, f"{outlet} names nobody behind {inner.name}")
        )
    if claim.basis == "relayed":
        return Way(library.speakers.passing_on(inner.name), (outlet, *hops), (*steps, f"{inner.name} passes on what others say"))
    medium_name = hops[-2] if len(hops) > 1 else outlet
    party = library.speakers.party(inner, medium_name, library.country)
    loose: tuple[tuple[str, str, str], ...] = ()
    if party.standing == "open" and party.role != "medium":
        loose = (("unnamed", "", f"{outlet} does not say who “{inner.name}” are"),)
    return Way(party, carriers, steps, loose)


def _from_its_figures(library: Library, held: Held, claim: Claim, seen: frozenset[str]) -> Way | None:
    """The way of a figure without a speaker that a text takes from others of its figures: a part of a number rests on who gives that; a
    sum of numbers on who gives them, or, where they are several, on the medium, which only adds up and is never counted."""
    if claim.basis == "own" or not claim.comparator:
        return None
    document, outlet = held.coded.document, held.outlet or held.coded.doc
    for whole in library.counted_in(document, claim):
        if whole.chain.hops and address(document, whole) not in seen:
            return _via(outlet, f"{outlet}: a part of “{whole.quote.words}”", trace(library, document, whole, seen))
    ways = [
        trace(library, document, part, seen) for part in library.sum_of(document, claim) if address(document, part) not in seen
    ]
    parties = {w.party.key for w in ways}
    if len(parties) == 1:
        return _via(outlet, f"{outlet}: a sum of figures", ways[0])
    if not parties:
        return None
    top = library.publisher(outlet)
    party = Party(f"sum@{top}", f"{outlet}, adding up", "none", "medium")
    return Way(party, (), (f"{outlet} adds up what {len(parties)} others say",))


def _in_own_voice(library: Library, held: Held, claim: Claim, seen: frozenset[str]) -> Way:
    outlet = held.outlet or held.coded.doc
    for agency in held.agencies:
        if library.publisher(agency) == library.speakers.top(outlet):
            continue
        cited = library.cited(agency, claim, held.published)
        if cited is not None and cited[1] is not None:
            return _via(outlet, f"{outlet}: text of {agency}", trace(library, cited[0], cited[1], seen))
        party = _voice_of(library, agency, None, claim)
        return Way(party, (outlet,), (f"{outlet}: text of {agency}",))
    party = _voice_of(library, outlet, held.publisher, claim)
    how = "on its own account" if party.standing != "none" else "says so without naming anybody"
    return Way(party, () if party.standing != "none" else (outlet,), (f"{outlet} {how}",))


def _voice_of(library: Library, name: str, publisher: Actor | None, claim: Claim) -> Party:
    """Who speaks in a publication's own voice: a body that publishes itself; a medium that saw or counted; else nobody."""
    from_book = library.speakers.actors.get(library.speakers.top(name))
    party = library.speakers.body(name, publisher or from_book)
    body = party.role != "medium" and party.sector not in ("", "UNK", "JRN", "BUS")
    if body:
        return party
    top = library.publisher(name)
    if claim.basis == "own" or claim.stance in ("doubts", "denies") or claim.field == "credibility":  # its own finding or doubt
        return replace(party, key=f"medium:{top}", role="medium")
    return nobody(name, top)


@dataclass(frozen=True, slots=True)
class Sides:
    """Who took part in the event: keys of parties, and (sector, country) of forces that are not named."""

    keys: frozenset[str]
    forces: frozenset[tuple[str, str]]
    states: frozenset[str] = frozenset()  # of which some organ takes part
    country: str = ""
    fighters: bool = False  # whether an armed group takes part: the state's forces are then the other side
    claimants: frozenset[str] = frozenset()  # keys of parties that say they did it, or admit it
    witnesses: frozenset[str] = frozenset()  # keys of parties that tell what they saw or took part in themselves


def involved(library: Library) -> Sides:
    """The parties that the event's reports name as actor or recipient."""
    keys: set[str] = set()
    forces: set[tuple[str, str]] = set()
    states: set[str] = set()
    fighters = False
    for e in library.event_reports.values():
        for p in (*e.actors, *e.recipients):
            names = [p.quote.words] + ([p.actor.name, p.actor.member_of] if p.actor else [])
            keys |= {library.speakers.top(n) for n in names if n}
            known = load().groups.get(p.group)
            fighters |= (known is not None and known.sector in _ARMED) or (p.actor is not None and p.actor.sector in _ARMED)
            if p.actor is not None and p.actor.sector in OF_STATE:
                states.add(p.actor.country or library.country)
            if p.actor is not None and p.actor.sector in _FORCES:
                forces.add((p.actor.sector, p.actor.country or library.country))
            elif p.group in ("security forces", "police", "soldiers"):
                forces.add(("COP" if p.group == "police" else "MIL", library.country))
    states |= {c for _, c in forces}
    return Sides(frozenset(keys), frozenset(forces), frozenset(states), library.country, fighters=fighters)


def role_of(party: Party, sides: Sides) -> str:
    """The role of a party relative to the event: a ministry that raided is a party, one that did not is official."""
    name = party.key.split(":", 1)[-1]
    if party.role in ("witness", "unattributed", "medium"):
        return party.role
    if name in sides.keys or party.key in sides.claimants or party.sector in _ARMED:
        return "party"
    if sides.fighters and party.sector in _FORCES and party.state == sides.country and not party.key.startswith("within:"):
        return "party"
    countries = {c for _, c in sides.forces}
    if party.state and party.state in countries and (party.sector in _FORCES or party.key.startswith(("state:", "body:"))):
        return "party"
    if party.state and party.state in sides.states and (party.state != sides.country or party.key.startswith("state:")):
        return "party"  # of a state abroad every organ speaks for it, at home the government
    if party.role:
        return party.role
    if party.sector in OF_STATE | {"IGO", "PRE"} or (party.sector == "MED" and party.key.startswith("name:")):
        return "official"
    if party.sector in ("SOC", "EDU"):
        return "monitor"
    if party.sector == "JRN":
        return "medium"
    return _role_by_name(name, party, sides)


def _role_by_name(name: str, party: Party, sides: Sides) -> str:
    words = set(name.split())
    if words & {"observatory", "monitor", "monitoring", "watch", "rights", "network", "documentation", "project", "institute"}:
        return "monitor"
    if words & {
        "ministry",
        "police",
        "committee",
        "council",
        "court",
        "department",
        "agency",
        "office",
        "government",
        "prosecutor",
        "hospital",
    }:
        return "official"
    plain = party.key.startswith("single:") or party.sector in ("CVL", "MED", "REF", "LAB", "AGR")
    return "witness" if plain or (party.key in sides.witnesses and not party.sector) else "monitor"


def _fullest(parties: dict[str, Party]) -> dict[str, Party]:
    """One party for each id: of the forms in which it was met, the longest name, by the alphabet among equals."""
    out: dict[str, Party] = {}
    for p in parties.values():
        best = out.get(p.id)
        if best is None or (-len(p.name), p.name) < (-len(best.name), best.name):
            out[p.id] = p
    return out


def _ties(library: Library, ways: dict[str, Way], parties: dict[str, Party], sides: Sides) -> tuple[Tie, ...]:
    """Every reason to doubt that two origins are two."""
    ties: set[Tie] = set()
    for claim, way in ways.items():
        for kind, other, why in way.loose:
            right = ways[other].party.id if other in ways else ""
            if right != way.party.id:
                ties.add(Tie(kind, way.party.id, right, why, False))
        if way.cycle:
            ring = " → ".join(way.cycle)
            ties.add(Tie("cycle", way.party.id, "", f"these cite each other in a ring: {ring}", True))
        ties |= _repeat(library, claim, way, ways)
        ties |= _kin(library, claim, way, ways) | _same_kind(library, claim, way, ways, sides)
    ordered = sorted(parties.values(), key=lambda p: p.key)
    ties |= _generic_state(ordered, ways, library, sides)
    for i, a in enumerate(ordered):
        ties |= {t for b in ordered[i + 1 :] if (t := _pair_tie(a, b)) is not None}
    return tuple(sorted(ties, key=lambda t: (t.kind, t.left, t.right, t.why)))


def _repeat(library: Library, claim: str, way: Way, ways: dict[str, Way]) -> set[Tie]:
    """Unattributed claims that repeat a value that somebody gives rest on that one for all that is known."""
    if way.party.standing != "none":
        return set()
    _, c = library.all_claims[claim]
    givers = {
        ways[a].party.id for a, (_, o) in library.all_claims.items() if ways[a].party.standing != "none" and same_value(c, o)
    }
    return {Tie("repeat", way.party.id, g, "the same value without a speaker", True) for g in sorted(givers)[:1]}


def _kin(library: Library, claim: str, way: Way, ways: dict[str, Way]) -> set[Tie]:
    """Somebody who is called after another speaker ("her grandson") may have it from that one: from who speaks last before him."""
    document, c = library.all_claims[claim]
    inner = c.chain.innermost
    if inner is None or not _THEIRS.match(inner.speaker.words):
        return set()
    before = [
        (hop.speaker.start, ways[a].party)
        for a, (d, o) in library.all_claims.items()
        if d == document and (hop := o.chain.innermost) is not None and hop.speaker.start < inner.speaker.start
    ]
    others = [(at, p) for at, p in before if p.id != way.party.id and p.standing == "named"]
    if not others:
        return set()
    other = max(others, key=lambda item: (item[0], item[1].key))[1]
    left, right = sorted((way.party.id, other.id))
    return {Tie("unnamed", left, right, f"“{inner.name}” may have it from {other.name}", False)}


def _same_kind(library: Library, claim: str, way: Way, ways: dict[str, Way], sides: Sides) -> set[Tie]:
    """ "A monitoring group" may be the monitor that the same text names."""
    document, c = library.all_claims[claim]
    inner = c.chain.innermost
    if inner is None or way.party.role != "monitor" or not _ONE.match(inner.name):
        return set()
    named = {
        ways[a].party
        for a, (d, _) in library.all_claims.items()
        if d == document and ways[a].party.key.startswith("name:") and role_of(ways[a].party, sides) == "monitor"
    }
    ids = {p.id: p.name for p in named if p.id != way.party.id}
    return {
        Tie(
            "unnamed",
            min(id, way.party.id),
            max(id, way.party.id),
            f"“{inner.name}” may be {called}, which the same text names",
            False,
        )
        for id, called in ids.items()
    }


def _generic_state(parties: list[Party], ways: dict[str, Way], library: Library, sides: Sides) -> set[Tie]:
    """ "The government" is, for all that is known, the organ of the state that speaks by name: a party to the event first."""
    ties = set()
    for g in parties:
        if not g.key.startswith("state:"):
            continue
        organs = [
            p for p in parties if p.state == g.state and not p.key.startswith(("state:", "within:")) and p.standing != "none"
        ]
        organs.sort(key=lambda p: (role_of(p, sides) != "party", p.sector not in ("GOV", *_FORCES), p.key))
        if organs:
            ties.add(
                Tie(
                    "membership", g.id, organs[0].id, f"“{g.name}” may be {organs[0].name}, which speaks for the same state", True
                )
            )
    return ties


def _pair_tie(a: Party, b: Party) -> Tie | None:
    """An unresolved link between two parties that lies in what they are."""
    if "none" in (a.standing, b.standing):
        return None
    if a.state and a.state == b.state and not (a.key.startswith("state:") or b.key.startswith("state:")):
        why = f"{a.name} and {b.name} belong to the same state: did one tell the other?"
        return Tie("same_state", a.id, b.id, why, False)
    for one, body in ((a, b), (b, a)):
        if one.key == f"within:{body.key}":
            return Tie("membership", a.id, b.id, f"“{one.name}” may say what {body.name} says", False)
    if a.key.startswith("single:") and b.key.startswith("single:") and a.role == b.role:
        who, where = a.key.removeprefix("single:").split("@")
        other, elsewhere = b.key.removeprefix("single:").split("@")
        if where != elsewhere and (who == other or set(who.split()) & set(other.split())):
            return Tie("unnamed", a.id, b.id, f"“{a.name}” and “{b.name}” may be the same person", False)
    return None
