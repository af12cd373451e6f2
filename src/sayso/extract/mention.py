"""Mentions of events: triggers with the parties, place, time and commitment that their clause gives."""

from dataclasses import dataclass, replace

from sayso.core import Reading, TimeExpression
from sayso.extract import parties, people, setting, syntax
from sayso.extract.antecedents import antecedent
from sayso.extract.setting import PlaceMention
from sayso.extract.triggers import Hit
from sayso.ontology import load

_PARTY_LABELS = {"PERSON", "ORG", "NORP", "GPE", "WEAPON", "VEHICLE", "FAC", "EVENT", "LOC"}
_WARS = setting.WARS | {"fighting"}
_KILLS, _COSTS = {"kill", "die", "displace"}, {"claim", "cost", "take", "leave", "bring"}
_LIVES = {"life", "dead", "death"}
_LONG_WARS = {"conflict", "war", "uprising", "civil-war", "insurgency"}
_SKIP_MARKS = {"furniture", "caption", "byline"}
_NO_EVENT = {"hypothetical"}
_MOST_MENTIONS = 400  # of one document; what a page of lists adds beyond is not gathered
_NOBODY = set(
    "other life rest distance way place part number death toll dozen hundred thousand score more several many few".split()
)
_MUTUAL = {"n_mutual", "v_mutual"}
_LASTING = {"ongoing", "on-going", "continuing", "continued", "continuous", "current", "relentless"}
_LAST = {"continue", "rage", "persist", "intensify", "escalate", "endure"}
_LIGHT = set(
    """
    carry launch stage mount conduct commit make perform execute wage perpetrate begin resume start unleash reach broker
    sign strike conclude negotiate hold impose lead
    """.split()
)
_LIST = 0.6  # the same of a sentence that is a list of headlines
_HEADLINE = 0.7  # share of its longer words that a headline writes with a capital


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
    shared: bool = False  # its trigger tells of several places, each an event
    contested: bool = True  # its trigger tells of an event by itself, or has a party that makes it one

    @property
    def head(self) -> int:
        return self.hit.head


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
        contested = hit.trigger.strength == "strong" or _contested(r, hit, roles)
        out += _placed(r, hit, roles, commitment, contested)
    return _framed(r, out)


def _framed(r: Reading, found: list[Mention]) -> list[Mention]:
    """ "230,000 have been killed since the conflict began" tells of the conflict: its killing is no event of its own."""
    for war in [m for m in found if m.war]:
        above = set(syntax.climb(r, war.head))
        for m in found:
            if m.sentence == war.sentence and (m.head in above or r.tokens[m.head].head == war.head):
                m.war, m.time, m.commitment = True, war.time, war.commitment
    return found


def _of_nobody(r: Reading, hit: Hit) -> bool:
    """ "No one was hurt" is a figure of zero and no event."""
    if not hit.trigger.figure:
        return False
    zero = [q for q in r.quantities if q.low == 0 and q.high == 0]
    spans = [(r.tokens[i].start, i) for i in syntax.patients(r, hit.head)]
    return any(q.start <= r.tokens[j].start < q.end for q in zero for _, i in spans for j in (i, *syntax.kids(r, i, "det")))


def _tells(r: Reading, hit: Hit) -> bool:
    return hit.is_event and not (
        _in_name(r, hit)
        or _marked(r, hit.head, _SKIP_MARKS)
        or _modifies_thing(r, hit)
        or _describes(r, hit)
        or (hit.trigger.pos == "NOUN" and parties.is_weapon(r, hit.head))
        or is_list_of_headlines(r, r.sentence_of[hit.head])
        or syntax.in_time(r, hit.head)
        or _begins_compound(r, hit)
    )


def _begins_compound(r: Reading, hit: Hit) -> bool:
    """ "Rebel-held", "war-torn": the word describes and tells of no event."""
    end = r.tokens[hit.last - 1].end
    return r.text[end : end + 1] == "-" and r.text[end + 1 : end + 2].isalpha()


def _describes(r: Reading, hit: Hit) -> bool:
    """A participle before a noun ("prohibited weapons") tells of no event, unless of what was done to people ("the murdered
    fishermen")."""
    token = r.tokens[hit.head]
    if token.deprel != "amod" or hit.trigger.pos == "NOUN" or hit.last - hit.first > 1:
        return False
    return not (hit.trigger.figure and people.is_person(r, token.head))


def _placed(r: Reading, hit: Hit, roles: dict[str, list[int]], commitment: str, contested: bool) -> list[Mention]:
    """The mention, once for each place: a place that was attacked or seized is where it was, not to whom."""
    objects = [i for role in ("recipient", "target", "place") for i in roles.get(role, [])]
    noun = hit.trigger.pos == "NOUN"
    named = [(i, p) for i in objects for p in setting.places_named(r, i, country=noun)]
    for role in ("recipient", "target", "place"):
        roles[role] = [i for i in roles.get(role, []) if i not in {j for j, _ in named}]
    arguments = [i for role in ("recipient", "target") for i in roles[role]]
    places = list(dict.fromkeys(p for _, p in named)) or setting.places_of(r, hit.head, arguments)
    here = {p.words.lower() for p in places}
    roles["actor"] = [i for i in roles.get("actor", []) if not _is_site(r, i, here)]
    roles = {role: heads for role, heads in roles.items() if heads and role != "place"}
    war = _is_war(r, hit)
    time = _beginning(r, hit) if war else setting.time_of(r, hit.head)
    title = _marked(r, hit.head, {"title", "heading"}) or _is_headline(r, r.sentence_of[hit.head])
    if commitment == "happened" and (war or (time is not None and setting.lasts(r, time)) or _goes_on(r, hit)):
        commitment = "ongoing"
    base = Mention(hit, r.sentence_of[hit.head], roles, None, time, commitment, title, war, contested=contested)
    if hit.trigger.type not in ("ASSAULT", "COERCE", "RETREAT", "PROTEST") or war:
        return [replace(base, place=p) for p in places[:1]] or [base]
    places = setting.series(r, places)
    unnamed = [base] if len(places) == 1 and setting.has_unnamed(r, places[0].name) else []
    shared = len(places) + len(unnamed) > 1
    return [*(replace(base, place=p, shared=shared) for p in places), *unnamed] or [base]


def _goes_on(r: Reading, hit: Hit) -> bool:
    """ "Operations were continuing", "the ongoing siege", "a war that has been going on": a noun that is said to last."""
    if hit.trigger.pos != "NOUN":
        return False
    if any(syntax.lemma(r, c) in _LASTING for c in syntax.kids(r, hit.head, "amod", "compound")):
        return True
    above = r.tokens[hit.head].head
    verbs = [above] if r.tokens[hit.head].deprel == "nsubj" and above != hit.head else []
    verbs += syntax.kids(r, hit.head, "acl", "acl:relcl")
    last = [v for v in verbs if syntax.lemma(r, v) in _LAST or (syntax.lemma(r, v) == "go" and _has_on(r, v))]
    return any(_present(r, v) for v in last)


def _has_on(r: Reading, verb: int) -> bool:
    return any(r.word(c).lower() == "on" for c in syntax.kids(r, verb, "compound:prt", "advmod"))


def _present(r: Reading, verb: int) -> bool:
    """In the present or progressive, not told as over."""
    feats = r.tokens[verb].feats
    return "VerbForm=Ger" in feats or "Tense=Pres" in feats or "VerbForm=Inf" in feats or r.word(verb).lower().endswith("ing")


def _is_site(r: Reading, i: int, here: set[str]) -> bool:
    """A place where it happened is nobody who did it ("Tarrin saw its first riot")."""
    n = r.name_of.get(i)
    return n is not None and n.label in setting.PLACES and r.text[n.start : n.end].lower() in here


def _is_war(r: Reading, hit: Hit) -> bool:
    """A word for a war in "since the conflict began": the frame of a total, told as going on. So are those killed "since then"."""
    if hit.trigger.figure == "killed" and _since_long(r, hit):
        return True
    if syntax.lemma(r, hit.head) not in _WARS:
        return False
    first = r.sentences[r.sentence_of[hit.head]][0]
    if syntax.lemma(r, hit.head) in _LONG_WARS and _has_killed(r, hit):
        return True
    return any(r.word(j).lower() == "since" for j in range(max(first, hit.first - 8), hit.first))


def _has_killed(r: Reading, hit: Hit) -> bool:
    """ "More than 1,000 have been killed in the conflict", "a war that has claimed 1,000 lives", "the death toll from the conflict": a
    total up to now."""
    words = range(*r.sentences[r.sentence_of[hit.head]])
    lemmas = {syntax.lemma(r, i) for i in words}
    if "toll" in lemmas and syntax.case(r, hit.head) in ("from", "of", "in"):
        return True
    verbs = _KILLS | _COSTS if lemmas & _LIVES else _KILLS
    return any(r.tokens[i].upos == "VERB" and syntax.lemma(r, i) in verbs and _up_to_now(r, i) for i in words)


def _up_to_now(r: Reading, verb: int) -> bool:
    """Whether a verb is in the present perfect."""
    return any(syntax.lemma(r, c) == "have" and "Tense=Past" not in r.tokens[c].feats for c in syntax.kids(r, verb, "aux"))


def _since_long(r: Reading, hit: Hit) -> bool:
    """ "More than 1,000 have been killed since then", "since 2011": a total over months or years."""
    if r.tokens[hit.head].upos != "VERB" or not _up_to_now(r, hit.head):
        return False
    for i in range(*r.sentences[r.sentence_of[hit.head]]):
        if r.word(i).lower() != "since" or i + 1 >= len(r.tokens):
            continue
        start = r.tokens[i + 1].start
        if r.word(i + 1).lower() == "then" or any(
            t.start <= start + 12 and start <= t.start and len(t.edtf or "") in (4, 7) for t in r.times
        ):
            return True
    return False


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


def _role_of(r: Reading, i: int, role: str, events: set[int]) -> str:
    """The role that a filler really has: weapons are instruments, events and things no actors; "" for none."""
    token = r.tokens[i]
    if token.upos not in ("NOUN", "PROPN", "ADJ", "SYM", "X") or syntax.in_time(r, i) or syntax.lemma(r, i) in _NOBODY:
        return ""
    if i in r.name_of and setting.is_dateline(r, r.name_of[i]):
        return ""
    if role in ("actor", "recipient", "participant") and parties.is_weapon(r, i):
        return "instrument" if role == "actor" else ""
    if role == "actor":
        return role if parties.is_party(r, i) and i not in events and not people.only_tells(r, i) else ""
    if role in ("recipient", "target") and i in events and people.label_at(r, i) == "":
        return ""
    return role


def _other_side(r: Reading, hit: Hit, parties_: list[int]) -> list[int]:
    """Of the parties to a clash those that the first one fights: after "with" or "against", else all but the first."""
    against = {j for m in syntax.modifiers(r, hit.head, "with", "against") for j in syntax.conjuncts(r, m)}
    after = [i for i in parties_ if i in against]
    between = any(syntax.case(r, m) == "between" for m in syntax.kids(r, hit.head, "nmod", "obl"))
    return after if 0 < len(after) < len(parties_) else parties_[1:] if between else []


def _instruments(r: Reading, hit: Hit) -> list[int]:
    """Weapons in "with a knife", "using drones", and before or in the trigger noun itself ("car bomb", "rocket attack")."""
    out = [m for m in syntax.modifiers(r, hit.head, "with", "by", "using") if parties.is_weapon(r, m)]
    out += [o for c in syntax.kids(r, hit.head, "advcl") if syntax.lemma(r, c) == "use" for o in syntax.objects(r, c)]
    if hit.trigger.pos == "NOUN":
        out += [c for c in syntax.kids(r, hit.head, "compound", "amod") if parties.is_weapon(r, c)]
    return out


def _fillers(r: Reading, hit: Hit, slot: str) -> list[int]:
    """Heads that stand in a slot of the frame, coordinated ones included, pronouns replaced by what they stand for."""
    i = hit.head
    verbal = hit.trigger.pos in ("VERB", "ADJ") and r.tokens[i].upos != "NOUN"
    if slot == "subj":
        heads = (syntax.doers(r, i) if hit.trigger.frame.name != "v_die" else syntax.subjects(r, i)) if verbal else []
        heads = [] if verbal and _short_passive(r, hit) else heads
    elif slot == "obj":
        heads = (syntax.subjects(r, i) if _short_passive(r, hit) else syntax.patients(r, i)) if verbal else []
    elif slot == "poss":
        heads = syntax.kids(r, i, "nmod:poss")
    elif slot in ("compound", "amod"):
        acts = hit.trigger.frame.slots[slot] == "actor"
        heads = [c for c in syntax.kids(r, i, slot) if _names_party(r, c, slot, acts) and not hit.first <= c < hit.last]
        heads += _leaders(r, i) if slot == "amod" and acts else []
    elif slot == "by":
        heads = syntax.agents(r, i)
    else:
        heads = [j for m in syntax.modifiers(r, i, slot) for j in syntax.conjuncts(r, m)]
    return [antecedent(r, h) for h in heads]


def _short_passive(r: Reading, hit: Hit) -> bool:
    """ "Ten soldiers killed in clashes": what is done to people, without an object and without its auxiliary, as headlines write."""
    if hit.trigger.figure not in ("killed", "wounded", "detained", "abducted") or hit.trigger.frame.name != "vt":
        return False
    ends = r.word(hit.head).lower().endswith(("ed", "ot", "en", "ld"))  # killed, shot, taken, held
    return ends and hit.last - hit.first == 1 and not syntax.is_passive(r, hit.head) and not syntax.objects(r, hit.head)


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


def _names_party(r: Reading, i: int, slot: str, acts: bool) -> bool:
    """Whether a word before a trigger noun is a party to it: a name or people; of those who act also armed bodies and governments
    ("government bombardment", "a police sweep")."""
    if people.label_at(r, i) in ("NORP", "ORG", "GPE", "PERSON"):
        return True
    if slot != "compound":
        return False
    return people.group(r, i) in ("security forces", "militants") or (acts and parties.is_armed(r, i))


def _leaders(r: Reading, i: int) -> list[int]:
    """Who leads or backs what a noun tells: "U.S.-led invasion", "the Russian - backed offensive"."""
    out = []
    for c in syntax.kids(r, i, "amod"):
        if r.word(c).lower().endswith(parties.LED):
            out.append(c)
        elif "-" + r.word(c).lower() in parties.LED:
            out += syntax.kids(r, c, "compound", "obl", "nsubj", "amod", "nmod", "obl:unmarked", "advmod")[:1]
    return out


def _contested(r: Reading, hit: Hit, roles: dict[str, list[int]]) -> bool:
    """Whether a weak trigger has a party that makes it an event: people, an organisation, a weapon, someone harmed."""
    heads = [i for hs in roles.values() for i in hs]
    if any(people.is_person(r, i) or people.label_at(r, i) in _PARTY_LABELS for i in heads):
        return True
    if roles.get("instrument") or roles.get("actor") or hit.trigger.figure in ("killed", "wounded") or _is_war(r, hit):
        return True
    dated = setting.time_of(r, hit.head) is not None and bool(setting.places_of(r, hit.head, []))
    return dated and hit.trigger.type in ("ASSAULT", "COERCE", "PROTEST")  # "the violence of June 2010 in Tarrin"


def _in_name(r: Reading, hit: Hit) -> bool:
    """A trigger inside a longer name ("Army War College") is no event."""
    n = r.name_of.get(hit.head)
    return n is not None and n.last - n.first > 1 and n.label in ("ORG", "FAC", "PERSON", "TITLE")


def _modifies_thing(r: Reading, hit: Hit) -> bool:
    """A noun that only describes another noun ("attack helicopters", "raid leader"), which is no trigger itself."""
    token = r.tokens[hit.head]
    return hit.trigger.pos == "NOUN" and token.deprel == "compound" and token.head not in range(hit.first, hit.last)


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


def _marked(r: Reading, i: int, kinds: set[str]) -> bool:
    start = r.tokens[i].start
    return any(a <= start < b and k in kinds for a, b, k in r.marks)


def is_list_of_headlines(r: Reading, sentence: int) -> bool:
    """Whether a sentence below the head of the text is a run of headlines, as pages carry them at their end. Names have capitals
    anywhere and do not count; nor do words in capitals throughout, as whole texts were once wired."""
    if sentence < 3:
        return False
    words = [r.word(i) for i in range(*r.sentences[sentence]) if i not in r.name_of]
    longer = [w for w in words if len(w) > 3 and w.isalpha()]
    capital = sum(w[0].isupper() and not w.isupper() for w in longer)
    return len(longer) >= 8 and capital >= _LIST * len(longer)


def _is_headline(r: Reading, sentence: int) -> bool:
    """Whether one of the first two sentences is written as headlines are: most of its longer words with a capital."""
    if sentence > 1:
        return False
    words = [r.word(i) for i in range(*r.sentences[sentence])]
    longer = [w for w in words if len(w) > 3 and w.isalpha()]
    capital = sum(w[0].isupper() and not w.isupper() for w in longer)
    return len(longer) >= 3 and len(words) <= 25 and capital >= _HEADLINE * len(longer)
