"""Mentions of one event gathered: the same act, place, day and parties, or what refers back to them."""

import re
from dataclasses import dataclass, field

from sayso.core import Reading, TimeExpression
from sayso.core.dates import days
from sayso.extract import parties, setting, syntax
from sayso.extract.mention import Mention
from sayso.extract.setting import PlaceMention

_ANAPHORIC = re.compile(r"\b(the|this|that|these|those|such|his|her|their|its|both)$", re.I)
_ANOTHER = re.compile(
    r"\b(another|other|separate|second|third|fourth|fifth|new|different|similar|previous|earlier|last|recent|one)$", re.I
)
_GENERIC = set(
    """
    kill die wound injure dead death attack violence incident operation hit strike target assault massacre murder
    """.split()
)
_DONE = {"happened", "ongoing"}


@dataclass
class Cluster:
    """Mentions of one event, in text order; `main` is the clearest."""

    mentions: list[Mention]
    roles: dict[str, list[int]] = field(default_factory=dict)
    main: Mention | None = None

    @property
    def type(self) -> str:
        return self.mentions[0].hit.trigger.type

    @property
    def best(self) -> Mention:
        """The clearest mention."""
        return self.main or self.mentions[0]

    def time(self) -> TimeExpression | None:
        """The date of the clearest mention that has one; of wide and narrow dates that agree the narrow one."""
        ranked = sorted(self.mentions, key=lambda m: -_clarity(m))
        times = [m.time for m in ranked if m.time is not None]
        if not times:
            return None
        first = days(times[0].edtf or "")
        inside = [t for t in times if first and (d := days(t.edtf or "")) and first[0] <= d[0] and d[1] <= first[1]]
        return min(inside or times[:1], key=lambda t: _width(t.edtf or ""))

    def place(self) -> PlaceMention | None:
        """The place nearest to a trigger; any town before any country."""
        places = [m.place for m in self.mentions if m.place is not None]
        return min(places, key=lambda p: (-p.rank if p.near <= 1 else -min(p.rank, 1), p.near), default=None)


def gather(r: Reading, found: list[Mention], harmed: frozenset[int] = frozenset()) -> list[Cluster]:
    """Mentions gathered into events. `harmed` are heads of those counted as killed or hurt, who are no actors."""
    for m in found:
        m.roles = {k: [i for i in v if k != "actor" or i not in harmed] for k, v in m.roles.items()}
    clusters: list[Cluster] = []
    for m in found:
        home = next((c for c in reversed(clusters) if _same(r, c, m)), None)
        if home is None:
            clusters.append(Cluster([m]))
        else:
            home.mentions.append(m)
    told_harm = {r.sentence_of[i] for i in harmed}
    for c in clusters:
        c.roles = _roles_of(c)
        c.main = _clearest(r, c, told_harm)
    return clusters


def _clearest(r: Reading, c: Cluster, told_harm: set[int]) -> Mention:
    """The best mention of the sentence that tells most of the event: where, when, by whom, at what cost; the earlier of equals."""
    by_sentence: dict[int, list[Mention]] = {}
    for m in c.mentions:
        by_sentence.setdefault(m.sentence, []).append(m)
    best = max(by_sentence, key=lambda k: (_says(r, k, by_sentence[k], k in told_harm), -k))
    return max(by_sentence[best], key=lambda m: (_clarity(m), -m.head))


def _says(r: Reading, sentence: int, mentions: list[Mention], harm: bool) -> float:
    """How much a sentence tells of an event that it mentions."""
    own = [m.place for m in mentions if m.place is not None and m.place.near <= 1]
    places = own or setting.places_near(r, sentence)
    town = any(not parties.is_country(p.words) for p in places)
    dated = any(m.time is not None for m in mentions) or setting.time_near(r, mentions[0].head) is not None
    roles = {role for m in mentions for role in m.roles}
    score = 1.5 * town + 0.7 * bool(places) + 1.0 * dated + 1.0 * harm + 1.0 * ("actor" in roles)
    score += 0.7 * ("recipient" in roles or "target" in roles) + 0.4 * ("instrument" in roles)
    return score - 3.0 * mentions[0].in_title - 0.1 * min(sentence, 12)


def _roles_of(c: Cluster) -> dict[str, list[int]]:
    """For each role the parties of the clearest mention that names any; those harmed also of others."""
    out: dict[str, list[int]] = {}
    for m in [] if c.mentions[0].war else sorted(c.mentions, key=lambda m: -_clarity(m)):
        for role, heads in m.roles.items():
            if role not in out or (role == "recipient" and len(out[role]) < 2):
                out.setdefault(role, []).extend(h for h in heads if h not in out[role])
    return out


def _same(r: Reading, c: Cluster, m: Mention) -> bool:
    """Whether a mention tells of the event of a cluster."""
    if m.war != c.mentions[0].war or (c.type != m.hit.trigger.type and not _named_again(r, c, m)):
        return False
    if (m.commitment in _DONE) != (c.mentions[0].commitment in _DONE) or any(o.hit is m.hit for o in c.mentions):
        return False
    if m.war:
        return True
    if _places_differ(c, m) or _times_differ(c, m):
        return False
    if any(_linked(r, o, m) or _one_sentence(r, o, m) for o in c.mentions):
        return True
    if m.in_title or all(o.in_title for o in c.mentions):
        return not _modes_differ(c, m)
    before = r.text[max(0, r.tokens[m.hit.first].start - 24) : r.tokens[m.hit.first].start].rstrip()
    if _ANOTHER.search(before):
        return False
    if _ANAPHORIC.search(before):
        return True
    if _parties_differ(r, c, m) or _modes_differ(c, m):
        return False
    lemma = syntax.lemma(r, m.head)
    known = {syntax.lemma(r, o.head) for o in c.mentions}
    near = m.sentence - c.mentions[-1].sentence <= 2 or any(o.in_title for o in c.mentions)
    alike = lemma in known or lemma in _GENERIC or bool(known & _GENERIC) or _same_mode(c, m)
    return alike and (near or lemma in known)


def _named_again(r: Reading, c: Cluster, m: Mention) -> bool:
    """ "The raids" after raids of another type: the same word with an article is the same event."""
    if {c.type, m.hit.trigger.type} != {"ASSAULT", "COERCE"} or m.hit.trigger.pos != "NOUN":
        return False
    before = r.text[max(0, r.tokens[m.hit.first].start - 24) : r.tokens[m.hit.first].start].rstrip()
    lemma = syntax.lemma(r, m.head)
    return bool(_ANAPHORIC.search(before)) and any(syntax.lemma(r, o.head) == lemma for o in c.mentions)


def _linked(r: Reading, a: Mention, b: Mention) -> bool:
    """One trigger depends on the other: "killed in a raid", "the raid killed"."""
    if a.sentence != b.sentence:
        return False
    return _below(r, a.head, b.head) or _below(r, b.head, a.head)


def _below(r: Reading, i: int, j: int) -> bool:
    token = r.tokens[i]
    if token.head == j:
        return syntax.base(token.deprel) in ("obl", "nsubj", "nmod", "advcl", "obj", "acl", "xcomp", "conj")
    return r.tokens[token.head].head == j and syntax.base(token.deprel) in ("nmod", "acl", "obl", "xcomp")


def _one_sentence(r: Reading, a: Mention, b: Mention) -> bool:
    """Two triggers of one sentence that do not name different doers."""
    if a.sentence != b.sentence:
        return False
    mine, theirs = ({w for i in m.roles.get("actor", []) for w in _words(r, i)} for m in (a, b))
    return not (mine and theirs and not mine & theirs)


def _modes_differ(c: Cluster, m: Mention) -> bool:
    """True if both say how it was done and nothing agrees: an air strike is no chemical attack."""
    theirs = {o.hit.trigger.mode for o in c.mentions} - {""}
    return bool(m.hit.trigger.mode and theirs and m.hit.trigger.mode not in theirs)


def _places_differ(c: Cluster, m: Mention) -> bool:
    """True if both name where and no name is shared; a country differs from no place but another country."""
    if m.place is None or m.place.near > 1:
        return False
    theirs = [o.place for o in c.mentions if o.place is not None and o.place.near <= 1]
    wide = parties.is_country(m.place.words)
    alike = [p for p in theirs if parties.is_country(p.words) == wide]
    return bool(alike) and not any(p.keys & m.place.keys for p in theirs)


def _times_differ(c: Cluster, m: Mention) -> bool:
    if m.time is None:
        return False
    mine = days(m.time.edtf or "")
    spans = [days(o.time.edtf or "") for o in c.mentions if o.time]
    known = [s for s in spans if s]
    return bool(mine and known) and not any(mine and s[0] <= mine[1] and mine[0] <= s[1] for s in known)


def _parties_differ(r: Reading, c: Cluster, m: Mention) -> bool:
    """True if both name who did it and no word is shared."""
    mine = {w for i in m.roles.get("actor", []) for w in _words(r, i)}
    theirs = {w for i in c.roles.get("actor", []) for w in _words(r, i)}
    return bool(mine and theirs and not mine & theirs)


def _words(r: Reading, i: int) -> set[str]:
    first, last = syntax.phrase(r, i)
    return {syntax.lemma(r, j) for j in range(first, last) if r.tokens[j].upos in ("NOUN", "PROPN", "ADJ")}


def _same_mode(c: Cluster, m: Mention) -> bool:
    return bool(m.hit.trigger.mode) and any(o.hit.trigger.mode == m.hit.trigger.mode for o in c.mentions)


def _clarity(m: Mention) -> float:
    """How much a mention says; a headline only if the text says no more."""
    score = (
        2.0 * bool(m.roles.get("actor"))
        + 2.0 * bool(m.roles.get("recipient"))
        + 1.5 * (m.place is not None)
        + 1.0 * (m.time is not None)
    )
    return score - 3.0 * m.in_title - 0.15 * min(m.sentence, 10) + 0.5 * (m.hit.trigger.strength == "strong")


def _width(edtf: str) -> int:
    span = days(edtf)
    return span[1] - span[0] if span else 10**6
