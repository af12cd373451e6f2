"""What one document tells of each event: mentions of triggers, gathered into one report per event."""

import re
from dataclasses import dataclass, field

from sayso.core import EventReport, PartialDate, Participant, Place, Quote, Reading, TimeExpression
from sayso.core.dates import days
from sayso.extract import people, setting, syntax
from sayso.extract.setting import PlaceMention
from sayso.extract.triggers import Hit

_PARTY_LABELS = {"PERSON", "ORG", "NORP", "GPE", "WEAPON", "VEHICLE", "FAC", "EVENT", "LOC"}
_ANAPHORIC = re.compile(r"\b(the|this|that|these|those|such|his|her|their|its|both)$", re.I)
_ANOTHER = re.compile(
    r"\b(another|other|separate|second|third|fourth|fifth|new|different|similar|previous|earlier|last|recent)$", re.I
)
_GENERIC = {
    "kill",
    "die",
    "wound",
    "injure",
    "dead",
    "death",
    "attack",
    "violence",
    "incident",
    "operation",
    "hit",
    "strike",
    "target",
    "assault",
}
_SKIP_MARKS = {"furniture", "caption", "byline"}
_NO_EVENT = {"hypothetical"}
_DONE = {"happened", "ongoing"}
_LONG_AGO = 31  # days before publication after which an event is background


@dataclass
class Mention:
    """One trigger in the text with what its clause says."""

    hit: Hit
    sentence: int
    roles: dict[str, list[int]]
    place: PlaceMention | None
    time: TimeExpression | None
    commitment: str
    in_title: bool

    @property
    def head(self) -> int:
        return self.hit.head


@dataclass
class Cluster:
    """Mentions of one event, in text order."""

    mentions: list[Mention]
    roles: dict[str, list[int]] = field(default_factory=dict)

    @property
    def type(self) -> str:
        return self.mentions[0].hit.trigger.type

    def time(self) -> TimeExpression | None:
        """The most precise date among the mentions; the first of equals."""
        times = [m.time for m in self.mentions if m.time is not None]
        return min(times, key=lambda t: _width(t.edtf or ""), default=None)

    def place(self) -> PlaceMention | None:
        """The place nearest to a trigger; towns before the country they stand in because they come nearer in the words."""
        places = [m.place for m in self.mentions if m.place is not None]
        return min(places, key=lambda p: p.near, default=None)


def mentions(r: Reading, hits: list[Hit]) -> list[Mention]:
    """Hits that tell of an event, with participants, place, time and commitment of their clause."""
    commitments = {p.token: p.commitment for p in r.predicates}
    out = []
    for hit in hits:
        if not hit.is_event or _in_name(r, hit) or _marked(r, hit.head, _SKIP_MARKS) or _modifies_thing(r, hit):
            continue
        commitment = _commitment(r, hit.head, commitments)
        if commitment in _NO_EVENT:
            continue
        roles = participants(r, hit)
        if hit.trigger.strength == "weak" and not _contested(r, hit, roles):
            continue
        place, time = setting.place_of(r, hit.head), setting.time_of(r, hit.head)
        title = _marked(r, hit.head, {"title", "heading"})
        out.append(Mention(hit, r.sentence_of[hit.head], roles, place, time, commitment, title))
    return out


def participants(r: Reading, hit: Hit) -> dict[str, list[int]]:
    """Role to heads of phrases, by the trigger's frame. A pronoun stands for its antecedent where the reading knows it."""
    out: dict[str, list[int]] = {}
    for slot, role in hit.trigger.frame.slots.items():
        for i in _fillers(r, hit, slot):
            if _can_take_part(r, i, role) and i not in out.setdefault(role, []):
                out[role].append(i)
    return {role: heads for role, heads in out.items() if heads}


def gather(r: Reading, found: list[Mention], place_key: dict[int, str]) -> list[Cluster]:
    """Mentions gathered into events. `place_key` maps the first token of a place name to one key for all its spellings."""
    clusters: list[Cluster] = []
    for m in found:
        home = next((c for c in reversed(clusters) if _same(r, c, m, place_key)), None)
        if home is None:
            clusters.append(Cluster([m], {k: list(v) for k, v in m.roles.items()}))
            continue
        home.mentions.append(m)
        for role, heads in m.roles.items():
            home.roles.setdefault(role, []).extend(h for h in heads if h not in home.roles.get(role, []))
    return clusters


def report(r: Reading, cluster: Cluster, number: int, published: str | None) -> EventReport:
    """The report of one event: its clearest mention, parties in their fullest words, place, date and commitment."""
    best = max(cluster.mentions, key=lambda m: (_clarity(m), -m.head))
    place, time = cluster.place(), cluster.time()
    date = PartialDate(time.edtf, time.how) if time and time.edtf else None
    done = [m.commitment for m in cluster.mentions]
    factuality = best.commitment if best.commitment in done else done[0]
    return EventReport(
        id=f"e{number}",
        trigger=syntax.quote_of(r, (best.hit.first, best.hit.last)),
        sentence=syntax.sentence_quote(r, best.head),
        type=cluster.type,
        mode=next((m.hit.trigger.mode for m in cluster.mentions if m.hit.trigger.mode), ""),
        mentions=tuple(syntax.quote_of(r, (m.hit.first, m.hit.last)) for m in cluster.mentions),
        actors=_parties(r, cluster.roles.get("actor", [])),
        recipients=_parties(r, cluster.roles.get("recipient", []) or cluster.roles.get("target", [])),
        instruments=_parties(r, cluster.roles.get("instrument", [])),
        place=Place(r.text[place.name.start : place.name.end]) if place else None,
        place_quote=Quote.at(r.text, place.name.start, place.name.end) if place else None,
        place_relation=place.relation if place else "",
        date=date,
        date_quote=Quote.at(r.text, time.start, time.end) if time and date else None,
        factuality=factuality,
        background=is_background(date.edtf if date else None, published),
        confidence=_confidence(cluster, best),
    )


def is_background(edtf: str | None, published: str | None) -> bool:
    """True if an event ended more than about a month before the report."""
    end, day = _last_day(edtf or ""), _last_day((published or "")[:10])
    return bool(end and day and day - end > _LONG_AGO)


def _fillers(r: Reading, hit: Hit, slot: str) -> list[int]:
    """Heads that stand in a slot of the frame, coordinated ones included, pronouns replaced by what they stand for."""
    i = hit.head
    verbal = hit.trigger.pos in ("VERB", "ADJ") and r.tokens[i].upos != "NOUN"
    if slot == "subj":
        heads = (syntax.doers(r, i) if hit.trigger.frame.name != "v_die" else syntax.subjects(r, i)) if verbal else []
    elif slot == "obj":
        heads = syntax.patients(r, i) if verbal else []
    elif slot == "poss":
        heads = syntax.kids(r, i, "nmod:poss")
    elif slot in ("compound", "amod"):
        heads = [c for c in syntax.kids(r, i, slot) if _names_party(r, c) and not hit.first <= c < hit.last]
    elif slot == "by":
        heads = syntax.agents(r, i)
    else:
        heads = [j for m in syntax.modifiers(r, i, slot) for j in syntax.conjuncts(r, m)]
    return [antecedent(r, h) for h in heads]


def antecedent(r: Reading, i: int) -> int:
    """The head of the fullest earlier mention for a pronoun, the token itself for anything else."""
    if r.tokens[i].upos not in ("PRON", "DET"):
        return i
    for e in r.entities:
        if any(m.start <= r.tokens[i].start < m.end for m in e.mentions):
            inside = [j for j in syntax.tokens_of(r, e.name.start, e.name.end) if r.tokens[j].upos != "PUNCT"]
            return next((j for j in inside if r.tokens[j].head not in inside), i)
    return i


def _names_party(r: Reading, i: int) -> bool:
    return people.label_at(r, i) in ("NORP", "ORG", "GPE", "PERSON") or people.group(r, i) in ("security forces", "militants")


def _can_take_part(r: Reading, i: int, role: str) -> bool:
    """Keeps times, clauses and bare pronouns out of the parties."""
    token = r.tokens[i]
    if token.upos not in ("NOUN", "PROPN", "NUM", "ADJ", "PRON", "SYM", "X"):
        return False
    if token.upos == "PRON":
        return False
    return not any(t.start <= token.start < t.end for t in r.times)


def _contested(r: Reading, hit: Hit, roles: dict[str, list[int]]) -> bool:
    """Whether a weak trigger has a party that makes it an event: people, an organisation, a weapon, someone harmed."""
    heads = [i for hs in roles.values() for i in hs]
    return any(people.is_person(r, i) or people.label_at(r, i) in _PARTY_LABELS for i in heads) or hit.trigger.figure in (
        "killed",
        "wounded",
    )


def _in_name(r: Reading, hit: Hit) -> bool:
    """A trigger inside a longer name ("Army War College") is no event."""
    return any(
        n.first <= hit.head < n.last and n.last - n.first > 1 and n.label in ("ORG", "FAC", "PERSON", "TITLE") for n in r.names
    )


def _modifies_thing(r: Reading, hit: Hit) -> bool:
    """A noun that only describes another noun ("attack helicopters", "raid leader"), which is no trigger itself."""
    token = r.tokens[hit.head]
    return hit.trigger.pos == "NOUN" and token.deprel == "compound" and token.head not in range(hit.first, hit.last)


def _marked(r: Reading, i: int, kinds: set[str]) -> bool:
    start = r.tokens[i].start
    return any(a <= start < b and k in kinds for a, b, k in r.marks)


def _commitment(r: Reading, i: int, known: dict[int, str]) -> str:
    """The commitment to a predicate; a noun has that of the clause that speaks of it ("feared an attack")."""
    if i in known:
        return known[i]
    for h in syntax.climb(r, i):
        if h in known:
            return (
                known[h]
                if known[h] in ("planned", "threatened", "feared", "denied") and r.tokens[i].deprel in ("obj", "nmod")
                else "happened"
            )
    return "happened"


def _same(r: Reading, c: Cluster, m: Mention, place_key: dict[int, str]) -> bool:
    """Whether a mention tells of the event of a cluster."""
    if c.type != m.hit.trigger.type:
        return False
    if (m.commitment in _DONE) != (c.mentions[0].commitment in _DONE):
        return False
    if any(_linked(r, o, m) for o in c.mentions):
        return not _places_differ(c, m, place_key)
    if _places_differ(c, m, place_key) or _times_differ(c, m):
        return False
    before = r.text[max(0, r.tokens[m.hit.first].start - 24) : r.tokens[m.hit.first].start].rstrip()
    if _ANOTHER.search(before):
        return False
    if _ANAPHORIC.search(before):
        return True
    if _parties_differ(r, c, m):
        return False
    lemma = syntax.lemma(r, m.head)
    known = {syntax.lemma(r, o.head) for o in c.mentions}
    near = m.sentence - c.mentions[-1].sentence <= 2 or any(o.in_title for o in c.mentions)
    alike = lemma in known or lemma in _GENERIC or bool(known & _GENERIC) or _same_mode(c, m)
    return alike and (near or lemma in known)


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


def _places_differ(c: Cluster, m: Mention, key: dict[int, str]) -> bool:
    mine = m.place and m.place.near == 0 and key.get(m.place.name.first)
    theirs = {key.get(o.place.name.first) for o in c.mentions if o.place and o.place.near == 0}
    return bool(mine and theirs and mine not in theirs)


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


def _parties(r: Reading, heads: list[int]) -> tuple[Participant, ...]:
    """Participants in their fullest words: of several phrases for one party the longest."""
    out: list[Participant] = []
    for i in heads:
        quote = syntax.quote_of(r, syntax.phrase(r, i))
        words = set(quote.words.lower().split())
        twin = next((k for k, p in enumerate(out) if words & set(p.quote.words.lower().split()) - {"the", "a", "of", "in"}), None)
        party = Participant(quote, group=people.group(r, i))
        if twin is None:
            out.append(party)
        elif len(quote.words) > len(out[twin].quote.words):
            out[twin] = party
    return tuple(out)


def _confidence(c: Cluster, best: Mention) -> float:
    score = (
        0.45
        + 0.1 * (best.hit.trigger.strength == "strong")
        + 0.08 * bool(c.roles.get("actor"))
        + 0.08 * bool(c.roles.get("recipient"))
    )
    return round(
        min(0.95, score + 0.05 * (len(c.mentions) > 1) + 0.08 * (c.place() is not None) + 0.06 * (c.time() is not None)), 2
    )


def _width(edtf: str) -> int:
    span = days(edtf)
    return span[1] - span[0] if span else 10**6


def _last_day(edtf: str) -> int | None:
    span = days(edtf)
    return span[1] if span else None
