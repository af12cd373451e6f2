"""Whether two mentions tell of one event: a logistic model over named features of the pair.

The weights are fitted by `python -m evaluation.gathering` on mentions whose events are known.
"""

import re
from dataclasses import dataclass

from sayso.core import Reading
from sayso.core.dates import days
from sayso.extract import parties, setting, syntax
from sayso.extract.mention import Mention
from sayso.extract.weights import Features, present, probability, weights

FILE = "gathering.tsv"
MODEL = "same event"
_DEFINITE = re.compile(r"\b(the|this|that|these|those|such|his|her|their|its|both)\s+(?:[\w-]+\s+){0,2}$", re.I)
_INDEFINITE = re.compile(r"\b(an?|some|several|two|three|four|many|numerous)\s+(?:[\w-]+\s+){0,2}$", re.I)
_ANOTHER = re.compile(
    r"\b(another|other|others|separate|separately|second|third|fourth|fifth|different|similar|previous|previously|earlier|elsewhere|"
    r"meanwhile|later|subsequent|simultaneous)\s+(?:[\w-]+\s+){0,2}$",
    re.I,
)
HARM = {"kill", "die", "wound", "injure", "dead", "death", "leave", "hurt", "claim", "slay"}
_GENERIC = set("attack violence incident operation strike assault massacre bloodshed clash fighting raid blast explosion".split())
_BEFORE = 30  # characters before a mention in which its article stands
_APART = 20  # days between two dates of different events
_ROOT = 4  # letters that words of one root share


@dataclass(frozen=True)
class Sketch:
    """What a mention says that can be compared. Days are ordinals; counts are (kind, low) of the figures that hang on it."""

    mention: Mention
    lemma: str
    places: frozenset[str]  # folded names of its own place and of what holds it; empty if it names none, or only a country
    countries: frozenset[str]
    around: frozenset[str]  # names of the places of its sentence
    days: tuple[int, int] | None
    doers: frozenset[object]
    harmed: frozenset[object]
    counts: frozenset[tuple[str, int]]
    before: str
    plural: bool


def sketch(r: Reading, m: Mention, counts: frozenset[tuple[str, int]]) -> Sketch:
    """What a mention says; `counts` are the figures that hang on its trigger."""
    own = m.place if m.place is not None and m.place.near <= 1 else None
    wide = own is not None and parties.is_country(own.words)
    start = r.tokens[m.hit.first].start
    return Sketch(
        mention=m,
        lemma=syntax.lemma(r, m.head),
        places=own.keys if own and not wide else frozenset(),
        countries=own.keys if own and wide else frozenset(),
        around=frozenset(k for p in setting.places_near(r, m.sentence) if not parties.is_country(p.words) for k in p.keys),
        days=days(m.time.edtf or "") if m.time is not None else None,
        doers=_who(r, m.roles.get("actor", [])),
        harmed=_who(r, [*m.roles.get("recipient", []), *m.roles.get("target", [])]),
        counts=counts,
        before=r.text[max(r.sentence_span(m.sentence).start, start - _BEFORE) : start],
        plural=m.hit.trigger.pos == "NOUN" and syntax.has_feat(r, m.head, "Number=Plur"),
    )


def _who(r: Reading, heads: list[int]) -> frozenset[object]:
    """The things that phrases speak of: entities of the reading, and the telling words of their phrases."""
    out: set[object] = set()
    for i in heads:
        first, last = syntax.phrase(r, i, nested=False)
        out |= {syntax.lemma(r, j) for j in range(first, last) if r.tokens[j].upos in ("NOUN", "PROPN", "ADJ")}
        if (entity := r.entity_of.get(i)) is not None:
            out.add(entity)
    return frozenset(out)


def same_event(r: Reading, a: Sketch, b: Sketch) -> float:
    """The probability that two mentions, `a` before `b`, tell of one event; 0 where they cannot."""
    return probability(weights(FILE)[MODEL], pair_features(r, a, b)) if may_be_one(a, b) else 0.0


def may_be_one(a: Sketch, b: Sketch) -> bool:
    """Not two places of one trigger, nor days that lie weeks apart, nor two types, unless a noun is taken up again ("the raids")."""
    m, n = a.mention, b.mention
    if m.hit is n.hit or m.war != n.war:
        return False
    if a.days and b.days and max(a.days[0] - b.days[1], b.days[0] - a.days[1]) > _APART:
        return False
    types = {m.hit.trigger.type, n.hit.trigger.type}
    return len(types) == 1 or (types == {"ASSAULT", "COERCE"} and a.lemma == b.lemma)


def tell_apart(a: Sketch, b: Sketch) -> bool:
    """Whether both say what tells events apart: a town each, a day each, or that one was done and the other is only meant."""
    undone = {m.mention.commitment for m in (a, b)} & {"planned", "threatened", "feared"}
    return bool(a.places and b.places) or (a.days is not None and b.days is not None) or (bool(undone) and _done(a) != _done(b))


def is_definite(s: Sketch) -> bool:
    """Whether an article or possessive says that the event is known ("the raid")."""
    return bool(_DEFINITE.search(s.before))


def _done(s: Sketch) -> bool:
    return s.mention.commitment in _DONE


def pair_features(r: Reading, a: Sketch, b: Sketch) -> Features:
    """Named features of a pair of mentions, `a` before `b` in the text."""
    m, n = a.mention, b.mention
    apart = n.sentence - m.sentence
    modes = {m.hit.trigger.mode, n.hit.trigger.mode}
    out = {
        "war": m.war,
        "same word": a.lemma == b.lemma,
        "same root": a.lemma != b.lemma and a.lemma[:_ROOT] == b.lemma[:_ROOT],
        "harm and harm": a.lemma in HARM and b.lemma in HARM,
        "harm and act": (a.lemma in HARM) != (b.lemma in HARM),
        "later generic": b.lemma in _GENERIC,
        "both generic": a.lemma in _GENERIC and b.lemma in _GENERIC,
        "same mode": len(modes) == 1 and "" not in modes,
        "other mode": len(modes) == 2 and "" not in modes,
        "type differs": m.hit.trigger.type != n.hit.trigger.type,
        "one sentence": apart == 0,
        "next sentence": apart == 1,
        "far": min(apart, 20) / 20,
        "linked": apart == 0 and _linked(r, m, n),
        "one above": apart == 0 and (m.head in syntax.climb(r, n.head) or n.head in syntax.climb(r, m.head)),
        "joined": apart == 0 and (m.head in syntax.conjuncts(r, n.head) or n.head in syntax.conjuncts(r, m.head)),
        "one done": (m.commitment in _DONE) != (n.commitment in _DONE),
        "both undone": m.commitment not in _DONE and n.commitment not in _DONE,
        "other commitment": m.commitment != n.commitment,
        "headline": m.in_title or n.in_title,
        "lead": m.sentence <= 2,
        "noun and noun": m.hit.trigger.pos == n.hit.trigger.pos == "NOUN",
        "verb and verb": m.hit.trigger.pos == n.hit.trigger.pos == "VERB",
        "plural differs": a.plural != b.plural and m.hit.trigger.pos == n.hit.trigger.pos == "NOUN",
        "coreferent": m.head in r.entity_of and r.entity_of[m.head] == r.entity_of.get(n.head),
        "weak": m.hit.trigger.strength == "weak" or n.hit.trigger.strength == "weak",
    }
    out |= _article(b) | _agreement("place", a.places, b.places) | _agreement("country", a.countries, b.countries)
    out |= _agreement("around", a.around, b.around) | _agreement("doer", a.doers, b.doers)
    out |= _agreement("harmed", a.harmed, b.harmed) | _agreement("count", a.counts, b.counts) | _days(a, b)
    out["mentions of places apart"] = bool(a.places) != bool(b.places)
    return present(out)


_DONE = {"happened", "ongoing"}


def _article(b: Sketch) -> dict[str, bool]:
    noun = b.mention.hit.trigger.pos == "NOUN"
    return {
        "later definite": noun and is_definite(b),
        "later indefinite": noun and bool(_INDEFINITE.search(b.before)),
        "later another": bool(_ANOTHER.search(b.before)),
    }


def _agreement(name: str, x: frozenset[object], y: frozenset[object]) -> dict[str, bool]:
    """Whether both name something and whether that is the same."""
    both = bool(x) and bool(y)
    return {f"same {name}": both and bool(x & y), f"other {name}": both and not x & y}


def _days(a: Sketch, b: Sketch) -> dict[str, bool]:
    if a.days is None or b.days is None:
        return {"one dated": (a.days is None) != (b.days is None)}
    meet = a.days[0] <= b.days[1] and b.days[0] <= a.days[1]
    return {"same day": meet, "other day": not meet}


def _linked(r: Reading, m: Mention, n: Mention) -> bool:
    """One trigger depends on the other: "killed in a raid", "the raid killed"."""
    return _below(r, m.head, n.head) or _below(r, n.head, m.head)


def _below(r: Reading, i: int, j: int) -> bool:
    token = r.tokens[i]
    if token.head == j:
        return syntax.base(token.deprel) in ("obl", "nsubj", "nmod", "advcl", "obj", "acl", "xcomp")
    return r.tokens[token.head].head == j and syntax.base(token.deprel) in ("nmod", "acl", "obl", "xcomp")
