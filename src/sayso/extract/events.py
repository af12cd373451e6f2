"""What one document tells of each event: mentions of triggers, gathered into one report per event."""

import re
from dataclasses import dataclass, field, replace

from sayso.core import EventReport, PartialDate, Participant, Place, Quote, Reading, TimeExpression
from sayso.core.dates import days
from sayso.extract import parties, people, setting, syntax
from sayso.extract.antecedents import antecedent
from sayso.extract.setting import PlaceMention
from sayso.extract.triggers import Hit
from sayso.ontology import load

_PARTY_LABELS = {"PERSON", "ORG", "NORP", "GPE", "WEAPON", "VEHICLE", "FAC", "EVENT", "LOC"}
_ANAPHORIC = re.compile(r"\b(the|this|that|these|those|such|his|her|their|its|both)$", re.I)
_ANOTHER = re.compile(
    r"\b(another|other|separate|second|third|fourth|fifth|new|different|similar|previous|earlier|last|recent|one)$", re.I
)
_GENERIC = set(
    """
    kill die wound injure dead death attack violence incident operation hit strike target assault massacre murder
    """.split()
)
_WARS = set("conflict war uprising insurgency rebellion revolution insurrection civil-war fighting unrest crisis revolt".split())
_HARMED = ("killed", "wounded", "casualties", "displaced", "missing", "detained", "abducted")
_BEGIN = set("begin erupt start break launch flare outbreak beginning start".split())
_SKIP_MARKS = {"furniture", "caption", "byline"}
_NO_EVENT = {"hypothetical"}
_DONE = {"happened", "ongoing"}
_LONG_AGO = 31  # days before publication after which an event is background
_MOST_MENTIONS = 400  # of one document; what a page of lists adds beyond is not gathered


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
    war: bool = False  # a war or series told as the frame of a total ("230,000 since the conflict began")

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

    def best(self) -> Mention:
        """The clearest mention."""
        return max(self.mentions, key=lambda m: (_clarity(m), -m.head))

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
        return min(places, key=lambda p: (parties.is_country(p.words), p.near), default=None)


def mentions(r: Reading, hits: list[Hit], every_type: bool = False) -> list[Mention]:
    """Hits that tell of an event, with participants, place, time and commitment of their clause. One hit with several
    coordinated places is several mentions. `every_type` keeps also the types that a report is not coded for."""
    commitments = {p.token: p.commitment for p in r.predicates}
    wanted = {t.name for t in load().types.values() if t.reported or every_type}
    by_head = {h.head for h in hits if h.is_event}
    out: list[Mention] = []
    for hit in hits:
        if not _tells(r, hit) or hit.trigger.type not in wanted or len(out) >= _MOST_MENTIONS:
            continue
        commitment = _commitment(r, hit.head, commitments)
        if (commitment in _NO_EVENT or _of_nobody(r, hit)) and not every_type:
            continue
        roles = _roles(r, hit, by_head)
        if hit.trigger.strength == "weak" and not _contested(r, hit, roles):
            continue
        out += _placed(r, hit, roles, commitment)
    return _framed(r, out)


def _of_nobody(r: Reading, hit: Hit) -> bool:
    """ "No one was hurt" is a figure of zero and no event."""
    if not hit.trigger.figure:
        return False
    zero = [q for q in r.quantities if q.low == 0 and q.high == 0]
    spans = [(r.tokens[i].start, i) for i in syntax.patients(r, hit.head)]
    return any(q.start <= r.tokens[j].start < q.end for q in zero for _, i in spans for j in (i, *syntax.kids(r, i, "det")))


def _framed(r: Reading, found: list[Mention]) -> list[Mention]:
    """ "230,000 have been killed since the conflict began" tells of the conflict: its killing is no event of its own."""
    for war in [m for m in found if m.war]:
        above = set(syntax.climb(r, war.head))
        for m in found:
            if m.sentence == war.sentence and m.head in above:
                m.war, m.time, m.commitment = True, war.time, war.commitment
    return found


def _tells(r: Reading, hit: Hit) -> bool:
    return hit.is_event and not (
        _in_name(r, hit)
        or _marked(r, hit.head, _SKIP_MARKS)
        or _modifies_thing(r, hit)
        or _describes(r, hit)
        or _in_time(r, hit.head)
    )


def _describes(r: Reading, hit: Hit) -> bool:
    """A participle before a noun ("prohibited weapons") tells of no event, unless of what was done to people ("the murdered
    fishermen")."""
    token = r.tokens[hit.head]
    if token.deprel != "amod" or hit.trigger.pos == "NOUN" or hit.last - hit.first > 1:
        return False
    return not (hit.trigger.figure and people.is_person(r, token.head))


def _placed(r: Reading, hit: Hit, roles: dict[str, list[int]], commitment: str) -> list[Mention]:
    """The mention, once for each place: a place that was attacked or seized is where it was, not to whom."""
    objects = [i for role in ("recipient", "target", "place") for i in roles.get(role, [])]
    noun = hit.trigger.pos == "NOUN"
    named = [(i, p) for i in objects if (p := setting.place_named(r, i, country=noun)) is not None]
    for role in ("recipient", "target", "place"):
        roles[role] = [i for i in roles.get(role, []) if i not in {j for j, _ in named}]
    arguments = [i for role in ("recipient", "target") for i in roles[role]]
    places = [p for _, p in named] or setting.places_of(r, hit.head, arguments)
    roles = {role: heads for role, heads in roles.items() if heads and role != "place"}
    war = _is_war(r, hit)
    time = _beginning(r, hit) if war else setting.time_of(r, hit.head)
    title = _marked(r, hit.head, {"title", "heading"})
    if commitment == "happened" and (war or (time is not None and time.kind == "DURATION")):
        commitment = "ongoing"
    base = Mention(hit, r.sentence_of[hit.head], roles, None, time, commitment, title, war)
    several = places if hit.trigger.type in ("ASSAULT", "COERCE", "RETREAT", "PROTEST") and not war else places[:1]
    return [replace(base, place=p) for p in several] or [base]


def _is_war(r: Reading, hit: Hit) -> bool:
    """A word for a war in "since the conflict began": the frame of a total, told as going on."""
    if syntax.lemma(r, hit.head) not in _WARS:
        return False
    first = r.sentences[r.sentence_of[hit.head]][0]
    return any(r.word(j).lower() == "since" for j in range(max(first, hit.first - 8), hit.first))


def _beginning(r: Reading, hit: Hit) -> TimeExpression | None:
    """The date after the verb that says when a war began."""
    last = r.sentences[r.sentence_of[hit.head]][1]
    end = r.tokens[min(last, hit.last + 10) - 1].end
    found = next((t for t in r.times if r.tokens[hit.head].start < t.start < end and setting.usable(t)), None)
    if found is None:
        return None
    start = (found.edtf or "").split("/")[0]
    return replace(found, edtf=start, mod="") if start not in ("", "..") else found


def participants(r: Reading, hit: Hit) -> dict[str, list[int]]:
    """Role to heads of phrases, by the trigger's frame. A pronoun stands for its antecedent where the reading knows it."""
    return _roles(r, hit, set())


def _roles(r: Reading, hit: Hit, events: set[int]) -> dict[str, list[int]]:
    out: dict[str, list[int]] = {}
    for slot, role in hit.trigger.frame.slots.items():
        for i in _fillers(r, hit, slot):
            fitting = _role_of(r, i, role, events)
            if fitting and i not in out.setdefault(fitting, []):
                out[fitting].append(i)
    if not out.get("actor"):
        out["actor"] = [j for i in carriers(r, hit) if (j := antecedent(r, i)) and _role_of(r, j, "actor", events) == "actor"]
    if not out.get("instrument"):
        out["instrument"] = _instruments(r, hit)
    if len(out.get("actor", [])) > 1 and not out.get("recipient") and hit.trigger.frame.name in _MUTUAL:
        out["recipient"] = _other_side(r, hit, out["actor"])
        out["actor"] = [i for i in out["actor"] if i not in out["recipient"]]
    return {role: heads for role, heads in out.items() if heads}


def _other_side(r: Reading, hit: Hit, parties_: list[int]) -> list[int]:
    """Of the parties to a clash those that the first one fights: after "with" or "against", else all but the first."""
    against = {j for m in syntax.modifiers(r, hit.head, "with", "against") for j in syntax.conjuncts(r, m)}
    after = [i for i in parties_ if i in against]
    between = any(syntax.case(r, m) == "between" for m in syntax.kids(r, hit.head, "nmod", "obl"))
    return after if 0 < len(after) < len(parties_) else parties_[1:] if between else []


_MUTUAL = {"n_mutual", "v_mutual"}


def _role_of(r: Reading, i: int, role: str, events: set[int]) -> str:
    """The role that a filler really has: weapons are instruments, events and things no actors; "" for none."""
    token = r.tokens[i]
    if token.upos not in ("NOUN", "PROPN", "ADJ", "SYM", "X") or _in_time(r, i) or syntax.lemma(r, i) in _NOBODY:
        return ""
    if role in ("actor", "recipient", "participant") and parties.is_weapon(r, i):
        return "instrument" if role == "actor" else ""
    if role == "actor":
        return role if parties.is_party(r, i) and i not in events else ""
    if role in ("recipient", "target") and i in events and people.label_at(r, i) == "":
        return ""
    return role


_NOBODY = set("other life people other rest distance way place part number death toll dozen hundred thousand score".split()) - {
    "people"
}


def _instruments(r: Reading, hit: Hit) -> list[int]:
    """Weapons in "with a knife", "using drones", and before or in the trigger noun itself ("car bomb", "rocket attack")."""
    out = [m for m in syntax.modifiers(r, hit.head, "with", "by", "using") if parties.is_weapon(r, m)]
    out += [o for c in syntax.kids(r, hit.head, "advcl") if syntax.lemma(r, c) == "use" for o in syntax.objects(r, c)]
    if hit.trigger.pos == "NOUN":
        out += [c for c in syntax.kids(r, hit.head, "compound", "amod") if parties.is_weapon(r, c)]
    return out


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
    for c in clusters:
        c.roles = _roles_of(c)
    return clusters


def _roles_of(c: Cluster) -> dict[str, list[int]]:
    """For each role the parties of the clearest mention that names any; those harmed also of others."""
    out: dict[str, list[int]] = {}
    for m in [] if c.mentions[0].war else sorted(c.mentions, key=lambda m: -_clarity(m)):
        for role, heads in m.roles.items():
            if role not in out or (role == "recipient" and len(out[role]) < 2):
                out.setdefault(role, []).extend(h for h in heads if h not in out[role])
    return out


def report(r: Reading, cluster: Cluster, number: int, published: str | None) -> EventReport:
    """The report of one event: its clearest mention, parties in their fullest words, place, date and commitment."""
    best = cluster.best()
    place, time = cluster.place(), cluster.time()
    date = PartialDate(time.edtf, time.how) if time and time.edtf else None
    return EventReport(
        id=f"e{number}",
        trigger=syntax.quote_of(r, (best.hit.first, best.hit.last)),
        sentence=syntax.sentence_quote(r, best.head),
        type=cluster.type,
        mode=next((m.hit.trigger.mode for m in cluster.mentions if m.hit.trigger.mode), ""),
        mentions=tuple(syntax.quote_of(r, (m.hit.first, m.hit.last)) for m in cluster.mentions),
        actors=parties.participants(r, cluster.roles.get("actor", [])),
        recipients=_recipients(r, cluster),
        instruments=parties.participants(r, cluster.roles.get("instrument", [])),
        place=Place(place.words) if place else None,
        place_quote=Quote.at(r.text, place.name.start, place.name.end) if place else None,
        place_relation=place.relation if place else "",
        date=date,
        date_quote=Quote.at(r.text, time.start, time.end) if time and date else None,
        factuality=best.commitment,
        background=best.war or is_background(date.edtf if date else None, published),
        confidence=_confidence(cluster, best),
    )


def _recipients(r: Reading, c: Cluster) -> tuple[Participant, ...]:
    heads = c.roles.get("recipient", [])
    if not heads and c.type == "ASSAULT":
        heads = c.roles.get("target", [])
    return parties.participants(r, heads)


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


def carriers(r: Reading, hit: Hit) -> list[int]:
    """Who "carried out", "launched", "staged" an attack that a noun names."""
    token = r.tokens[hit.head]
    verb = token.head
    if hit.trigger.pos != "NOUN":
        return []
    for c in syntax.kids(r, hit.head, "acl"):
        if syntax.lemma(r, c) in _LIGHT:
            return syntax.agents(r, c) or [j for m in syntax.modifiers(r, c, "between") for j in syntax.conjuncts(r, m)]
    if verb == hit.head or syntax.lemma(r, verb) not in _LIGHT:
        return []
    if syntax.base(token.deprel) == "obj":
        return syntax.subjects(r, verb)
    return syntax.agents(r, verb) if token.deprel == "nsubj:pass" else []


_LIGHT = set(
    """
    carry launch stage mount conduct commit make perform execute wage perpetrate begin resume start unleash reach broker
    sign strike conclude negotiate hold impose lead
    """.split()
)


def _names_party(r: Reading, i: int) -> bool:
    return people.label_at(r, i) in ("NORP", "ORG", "GPE", "PERSON") or people.group(r, i) in ("security forces", "militants")


def _in_time(r: Reading, i: int) -> bool:
    start = r.tokens[i].start
    return any(t.start <= start < t.end for t in r.times)


def _contested(r: Reading, hit: Hit, roles: dict[str, list[int]]) -> bool:
    """Whether a weak trigger has a party that makes it an event: people, an organisation, a weapon, someone harmed."""
    heads = [i for hs in roles.values() for i in hs]
    return any(people.is_person(r, i) or people.label_at(r, i) in _PARTY_LABELS for i in heads) or (
        bool(roles.get("instrument") or roles.get("actor")) or hit.trigger.figure in ("killed", "wounded") or _is_war(r, hit)
    )


def _in_name(r: Reading, hit: Hit) -> bool:
    """A trigger inside a longer name ("Army War College") is no event."""
    n = r.name_of.get(hit.head)
    return n is not None and n.last - n.first > 1 and n.label in ("ORG", "FAC", "PERSON", "TITLE")


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
    if any(r.word(c).lower() in ("the", "this", "that", "these", "those") for c in syntax.kids(r, i, "det")):
        return "happened"  # "awaits the results on the massacre": what is known to the reader is taken for granted
    for h in syntax.climb(r, i):
        if h in known:
            return (
                known[h]
                if known[h] in ("planned", "threatened", "feared", "denied") and r.tokens[i].deprel in ("obj", "nmod")
                else "happened"
            )
    return "happened"


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
