"""Who did it and to whom it was done: a choice among the phrases for people, bodies and things around the mentions of an event.

The parse gives what hangs on a trigger by its frame (`mention.py`); what a clause leaves out ("government bombardment", "the base was
taken", a victim counted in the next sentence) is one of the phrases near. Every option has named features; the likeliest is taken, or
nobody. The weights are fitted by `python -m evaluation.fields` on events that people coded.
"""

import math
from collections.abc import Mapping
from dataclasses import dataclass

from sayso.core import Reading
from sayso.extract import parties, people, setting, syntax
from sayso.extract.choice import Option, likeliest
from sayso.extract.gather import Cluster
from sayso.extract.mention import Mention
from sayso.extract.weights import Features, present

ROLES = ("actor", "recipient")
_MOST = 60  # options of one event
_TELLING = syntax.BLAME | set("say tell report announce claim add allege confirm deny warn describe condemn".split())
Side = Option[tuple[int, ...]]  # heads of the phrases of one side; none for nobody


def side_of(r: Reading, c: Cluster, role: str, counted: Mapping[int, frozenset[int]]) -> list[int]:
    """The heads of the phrases for those who have a role; `counted` are those told as killed, wounded, detained or abducted, by
    the word that tells it."""
    heads = likeliest(side_options(r, c, role, counted), role)
    return list(heads)


def side_options(r: Reading, c: Cluster, role: str, counted: Mapping[int, frozenset[int]]) -> list[Side]:
    """Nobody first, then what the parse gives, then every phrase of the sentences that mention the event."""
    around = _around(r, c, role, counted)
    rule, harmed = around.rule, around.harmed
    seen: set[tuple[int, ...]] = set()
    out = [Side((), _nobody(r, c, rule, harmed))]
    tellers = _tellers(r, c) - set(rule) if role == "actor" else set()
    for heads in (rule, *_together(c, role, harmed), *_alone(r, around.candidates)):
        if heads and heads not in seen and len(out) < _MOST and not tellers & set(heads):
            seen.add(heads)
            features = {**_side(r, c, heads, around), **_word(r, c, heads, around)}
            out.append(Side(heads, {**features, **_doer(r, c, heads[0])} if role == "actor" else features))
    return out


@dataclass(frozen=True)
class _Around:
    """What is asked of every option of one side."""

    rule: tuple[int, ...]  # what the parse gives
    other: frozenset[int]  # what it gives to other roles
    harmed: frozenset[int]  # those told as harmed by a mention of the event
    all_harmed: frozenset[int]  # and by anything in the text
    candidates: list[int]
    given: Mapping[int, frozenset[int]]  # head of each mention to those whom its clause gives this role
    taken: Mapping[int, frozenset[int]]  # and to those whom it gives the other side's
    least: Mapping[int, tuple[int, int]]  # head of each mention to the steps in the tree, and words, to the party nearest to it


def _around(r: Reading, c: Cluster, role: str, counted: Mapping[int, frozenset[int]]) -> _Around:
    sides = (("actor",), ("recipient", "target"))
    mine, theirs = sides if role == "actor" else sides[::-1]
    candidates = _candidates(r, c)
    bodies = [i for i in candidates if parties.is_party(r, i)]
    near = {m.head: [_away(r, i, m) for i in bodies if r.sentence_of[i] == m.sentence] for m in c.mentions}
    return _Around(
        rule=tuple(c.roles.get(role, [])) or (tuple(c.roles.get("target", [])) if role == "recipient" else ()),
        other=frozenset(i for name, heads in c.roles.items() for i in heads if name != role and name not in mine),
        harmed=frozenset(i for m in c.mentions for i in counted.get(m.head, ())),
        all_harmed=frozenset(i for heads in counted.values() for i in heads),
        candidates=candidates,
        given={m.head: frozenset(i for name in mine for i in m.roles.get(name, ())) for m in c.mentions},
        taken={m.head: frozenset(i for name in theirs for i in m.roles.get(name, ())) for m in c.mentions},
        least={head: min(found) for head, found in near.items() if found},
    )


def _away(r: Reading, i: int, m: Mention) -> tuple[int, int]:
    """Steps in the tree and words from a phrase to a trigger of its sentence."""
    return syntax.steps(r, i, m.head), abs(i - m.head)


def _tellers(r: Reading, c: Cluster) -> set[int]:
    """Who only tells of the event or blames somebody for it: subjects of such verbs above its mentions."""
    return {
        i
        for m in c.mentions
        for v in syntax.climb(r, m.head)
        if syntax.lemma(r, v) in _TELLING
        for i in syntax.kids(r, v, "nsubj")
    }


def _together(c: Cluster, role: str, harmed: frozenset[int]) -> list[tuple[int, ...]]:
    """Those counted as harmed, and with them what was hit."""
    if role != "recipient":
        return []
    hit = [i for m in c.mentions for name in ("recipient", "target") for i in m.roles.get(name, [])]
    return [tuple(sorted(harmed)), tuple(dict.fromkeys([*hit, *sorted(harmed)]))]


def _alone(r: Reading, candidates: list[int]) -> list[tuple[int, ...]]:
    """Each phrase by itself, and with those that are coordinated with it."""
    return [heads for i in candidates for heads in ((i,), tuple(j for j in syntax.conjuncts(r, i) if _is_option(r, j)))]


def _candidates(r: Reading, c: Cluster) -> list[int]:
    """Heads of the noun phrases of the sentences with a mention, the clearest first, and of those that mentions are given."""
    order = [c.best.sentence, *sorted({m.sentence for m in c.mentions} - {c.best.sentence})]
    given = [i for m in c.mentions for heads in m.roles.values() for i in heads]
    triggers = {i for m in c.mentions for i in range(m.hit.first, m.hit.last)}
    near = [i for s in order[:4] for i in range(*r.sentences[s]) if i not in triggers and _is_option(r, i)]
    return list(dict.fromkeys([*given, *near]))


def _is_option(r: Reading, i: int) -> bool:
    token = r.tokens[i]
    name = r.name_of.get(i)
    if (token.upos not in ("NOUN", "PROPN", "ADJ") and name is None) or syntax.in_time(r, i):
        return False
    if name is not None:
        inside = name.first <= token.head < name.last and token.head != i
        return not inside and name.label in parties.PARTY_LABELS and not setting.is_dateline(r, name)
    if token.upos == "ADJ":
        return r.word(i).endswith(parties.LED)
    return parties.is_party(r, i) or token.deprel in ("obj", "nsubj:pass", "nmod", "obl")


def _nobody(r: Reading, c: Cluster, rule: tuple[int, ...], harmed: frozenset[int]) -> Features:
    verbs = [m for m in c.mentions if m.hit.trigger.pos == "VERB"]
    out = {
        "none": True,
        "none, rule too": not rule,
        "none, nobody harmed": not harmed,
        "none, passive": bool(verbs) and all(syntax.is_passive(r, m.head) for m in verbs),
        "none, noun": c.best.hit.trigger.pos == "NOUN",
        "none, war": c.best.war,
        "none, once": len(c.mentions) == 1,
        f"none, {c.type}": True,
    }
    return present(out)


def _side(r: Reading, c: Cluster, heads: tuple[int, ...], around: _Around) -> Features:
    i = heads[0]
    best, rule, harmed = c.best, around.rule, around.harmed
    here = r.sentence_of[i]
    label = people.label_at(r, i)
    group = people.group(r, i)
    given = [m for m in c.mentions if any(i in hs for hs in m.roles.values())]
    out: dict[str, float] = {
        "by rule": heads == rule,
        "of rule": i in rule and heads != rule,
        "of another role": i in around.other,
        "of a mention": bool(given),
        "harmed": bool(harmed & set(heads)),
        "all harmed": set(heads) == harmed,
        "hit and harmed": bool(harmed) and harmed < set(heads) and set(rule) <= set(heads),
        "several": len(heads) > 1,
        "harmed elsewhere": bool(around.all_harmed & set(heads)) and not harmed & set(heads),
        "in its sentence": here == best.sentence,
        "before it": here == best.sentence and i < best.head,
        "close": here == best.sentence and abs(i - best.head) <= 3,
        "far": here == best.sentence and abs(i - best.head) > 15,
        "only elsewhere": here != best.sentence,
        "speaks": syntax.names_speaker(r, r.tokens[i].start),
        "tells": people.only_tells(r, i),
        "person": people.is_person(r, i),
        "party": parties.is_party(r, i),
        "thing": not parties.is_party(r, i),
        "country": parties.is_country(r.word(i)),
        "weapon": parties.is_weapon(r, i),
        "event": i in r.trigger_of and r.trigger_of[i].label == "OCCURRENCE",
        "plural": syntax.has_feat(r, i, "Number=Plur"),
        "armed": parties.is_armed(r, i),
        "led": r.word(i).endswith(parties.LED),
        f"label {label}": bool(label),
        f"group {group}": bool(group),
        "no group": not group and not label,
    }
    return present(out)


def _word(r: Reading, c: Cluster, heads: tuple[int, ...], around: _Around) -> Features:
    """How the first phrase stands to the triggers of its sentence, and what kind of party stands so."""
    i = heads[0]
    kind, here = _kind(r, i), r.sentence_of[i]
    beside = {m.head: (_away(r, i, m), _relation(r, m, i), m) for m in c.mentions if m.sentence == here}.values()
    given = [m for m in c.mentions if i in around.given[m.head]]
    steps = min((away[0] for away, _, _ in beside), default=syntax.APART)
    entity = r.entity_of.get(i)
    deprel = r.tokens[i].deprel
    out: dict[str, float] = {
        "role of a mention": bool(given),
        "role of several": len(given) > 1,
        "role of the clearest": i in around.given[c.best.head],
        "other role of a mention": any(i in taken for taken in around.taken.values()),
        "other role of the clearest": i in around.taken[c.best.head],
        f"{steps} steps": steps <= 3,
        "few steps": 3 < steps <= 5,
        "nearest": any(away == around.least.get(m.head) for away, _, m in beside),
        "lead": here <= 1,
        "numbered": bool(syntax.kids(r, i, "nummod")),
        "subject": syntax.base(deprel) == "nsubj",
        "object": deprel == "obj",
        "owner": deprel == "nmod:poss",
        f"kind {kind}": True,
        f"set of {min(len(heads), 4)}": len(heads) > 1,
    }
    for _, relation, m in beside:
        out[f"is {relation}"] = out[f"is {relation}, {kind}"] = True
        if m is c.best:
            out[f"clearest, {relation}"] = True
    features = present(out)
    features["often"] = math.log(len(r.entities[entity].mentions)) if entity is not None else 0.0
    return features


def _kind(r: Reading, i: int) -> str:
    if parties.is_armed(r, i):
        return "armed"
    label = people.label_at(r, i)
    return label or ("person" if people.is_person(r, i) else "party" if parties.is_party(r, i) else "thing")


def _doer(r: Reading, c: Cluster, i: int) -> Features:
    """What kind of party does what: police arrest, armies shell."""
    label, group, sector = people.label_at(r, i), people.group(r, i), parties.sector(r, i)
    mode = c.best.hit.trigger.mode
    out = {
        f"sector {sector}": bool(sector),
        f"{c.type}, sector {sector}": bool(sector),
        f"{c.type}, {mode}, sector {sector}": bool(sector and mode),
        f"{c.type}, group {group}": bool(group),
        f"{c.type}, {mode}, group {group}": bool(group and mode),
        f"{c.type}, label {label}": bool(label),
        f"{c.type}, armed": parties.is_armed(r, i),
    }
    return present(out)


def _relation(r: Reading, m: Mention, i: int) -> str:
    """How a phrase stands to a trigger in the tree: its relation and preposition where it hangs on it, else on what."""
    head = m.head
    token = r.tokens[i]
    pos = m.hit.trigger.pos.lower()
    if token.head == head:
        rel = syntax.base(token.deprel) if not token.deprel.endswith((":pass", ":agent", ":poss")) else token.deprel
        return f"{pos} {rel} {syntax.case(r, i) if rel in ('obl', 'nmod') else ''}".strip()
    above = r.tokens[head].head
    if token.head == above and above != head:
        return f"{pos} {syntax.base(r.tokens[head].deprel)} beside {syntax.base(token.deprel)}"
    if r.tokens[token.head].head == head:
        return f"{pos} below {syntax.base(r.tokens[token.head].deprel)}"
    if above == i:
        return f"{pos} above {syntax.base(r.tokens[head].deprel)}"
    return "loose"
