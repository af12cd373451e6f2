"""Claims without a number: who did it, who led it, why, at what, whether it happened at all, and what is doubted.

Each rule is a word with the place in the tree where its claim stands; it gives a draft with the clause that says it.
"""

import re
from collections.abc import Callable
from dataclasses import replace

from sayso.core import Reading
from sayso.extract import people, syntax
from sayso.extract.clauses import is_negated
from sayso.extract.statement import Draft, Scene
from sayso.extract.told import told, untold

_BLAME = {"blame", "accuse", "implicate", "suspect", "fault"}
_DENY = {"deny", "refute", "reject", "dismiss", "rebut", "dispute", "disavow"}
_CHARGE = {
    "responsibility",
    "involvement",
    "allegation",
    "accusation",
    "charge",
    "claim",
    "role",
    "blame",
    "guilt",
    "complicity",
    "link",
}
_UNSURE_ACT = {"allegedly", "apparently", "reportedly", "purportedly", "presumably", "supposedly", "believed", "suspected"}
_LEAD = {"lead", "head", "command", "mastermind", "orchestrate", "organize", "organise", "plot"}
_TIE = {"link", "affiliate", "ally", "belong", "pledge", "back", "align", "associate", "connect", "inspire"}
_TIES = {"affiliate", "tie", "link", "offshoot", "wing", "ally"}
_TIE_PREPOSITIONS = ("to", "with", "by")
_IDENTIFY = {"identify", "name", "describe"}
_RELATIVE = {"who", "which", "that"}
_AIM = {"aim", "intend", "design", "mean"}
_TARGET = {"target"}
_DOUBTFUL = set(
    """
    dubious doubtful questionable unreliable unverified unconfirmed exaggerate exaggerated inflate
    inflated dispute disputed fabricate fabricated implausible unclear
    """.split()
)
_VERIFY = {"verify", "confirm", "corroborate", "substantiate", "authenticate"}
_UNLAWFUL = re.compile(
    r"\b(war crimes?|crimes? against humanity|illegal(ly)?|unlawful(ly)?|unconstitutional|"
    r"violat\w+ (of )?(the |international |human )?\w*\s?(law|rights|convention|ceasefire|truce|sovereignty))\b",
    re.I,
)
_MOTIVE = re.compile(
    r"\b(in (retaliation|revenge|reprisal|response|protest|order)|because of|to (avenge|protest|retaliate)|as punishment)\b", re.I
)


def find(r: Reading, scene: Scene) -> list[Draft]:
    """Drafts in text order."""
    triggers = set(scene.triggers)
    drafts: list[Draft] = []
    for i, token in enumerate(r.tokens):
        if token.upos in ("VERB", "ADJ", "NOUN"):
            for rule in _RULES:
                draft = rule(r, i, triggers)
                if draft is not None:
                    drafts.append(draft)
                    break
    drafts += [*told(r, scene), *untold(r, scene)]
    return sorted(_distinct(drafts), key=lambda d: d.quote)


def clause(r: Reading, i: int) -> tuple[int, int]:
    """Token range of the clause of a predicate without what merely joins or reports it."""
    tokens = {i}
    for c in r.children[i]:
        rel = syntax.base(r.tokens[c].deprel)
        if rel not in ("parataxis", "cc", "conj", "punct", "discourse", "mark") and not (rel == "advcl" and c < i):
            tokens.update(r.subtree(c))
    first = last = i
    while first - 1 in tokens or (first - 2 in tokens and r.tokens[first - 1].upos == "PUNCT"):
        first -= 1
    while last + 1 in tokens or (last + 2 in tokens and r.tokens[last + 1].upos == "PUNCT"):
        last += 1
    return first, last + 1


def _draft(r: Reading, field: str, i: int, score: float, stance: str = "", tokens: tuple[int, int] | None = None) -> Draft:
    return Draft(field, syntax.quote_of(r, tokens or clause(r, i)), i, stance, score)


def _responsibility(r: Reading, i: int, triggers: set[int]) -> Draft | None:
    """X claimed responsibility for the attack; nobody did."""
    if syntax.lemma(r, i) not in ("claim", "admit", "accept", "take"):
        return None
    if not any(syntax.lemma(r, o) == "responsibility" for o in syntax.objects(r, i)):
        return None
    if is_negated(r, i):
        return _draft(r, "perpetrator", i, 0.8, "asserts")
    return _spoken(r, i, _draft(r, "perpetrator", i, 0.8, "claims_responsibility"))


def _deny(r: Reading, i: int, triggers: set[int]) -> Draft | None:
    """X denied any involvement; X rejected the accusations; X pleaded innocent."""
    innocent = syntax.lemma(r, i) == "plead" and any(
        syntax.lemma(r, c) in ("innocent", "guilty") for c in syntax.kids(r, i, "xcomp", "obj", "advmod", "amod")
    )
    objects = syntax.patients(r, i)
    charged = syntax.lemma(r, i) in _DENY and any(syntax.lemma(r, o) in _CHARGE for o in objects)
    using = syntax.lemma(r, i) in _DENY and any(r.word(x).lower().endswith("ing") for x in syntax.kids(r, i, "xcomp", "ccomp"))
    if r.tokens[i].upos != "VERB" or not (innocent or charged or using):
        return None
    return _spoken(r, i, _draft(r, "perpetrator", i, 0.8, "denies"))


def _spoken(r: Reading, i: int, draft: Draft) -> Draft:
    """The draft under the word of its verb's subject."""
    subjects = [j for j in syntax.kids(r, i, "nsubj") if r.word(j).lower() not in _RELATIVE]
    return replace(draft, speaker=subjects[0], cue=i) if subjects else draft


def _blame(r: Reading, i: int, triggers: set[int]) -> Draft | None:
    """X blamed Y; the attack, blamed on Y; Y is suspected of the attack."""
    if syntax.lemma(r, i) not in _BLAME or r.tokens[i].upos != "VERB" or r.tokens[i].deprel == "amod":
        return None
    told = [j for j in r.subtree(i) if j in triggers] or r.tokens[i].head in triggers or syntax.modifiers(r, i, "for", "on", "of")
    if not told:
        return None
    if r.tokens[i].deprel == "acl":
        return _draft(r, "perpetrator", i, 0.7, tokens=(i, clause(r, i)[1]))
    draft = _draft(r, "perpetrator", i, 0.65)
    return draft if syntax.is_passive(r, i) else _spoken(r, i, draft)


def _said_to_have_done(r: Reading, i: int, triggers: set[int]) -> Draft | None:
    """Allegedly staged by X; X, who allegedly hired the car."""
    if r.tokens[i].upos != "VERB" or not any(r.word(c).lower() in _UNSURE_ACT for c in syntax.kids(r, i, "advmod")):
        return None
    if not (syntax.agents(r, i) or any(_name_of_party(r, s) for s in syntax.subjects(r, i))):
        return None
    if r.tokens[i].deprel.startswith("acl"):
        first = min([i, *syntax.kids(r, i, "advmod")])
        return _draft(r, "perpetrator", i, 0.6, tokens=(first, clause(r, i)[1]))
    return _draft(r, "perpetrator", i, 0.6)


def _carried_out(r: Reading, i: int, triggers: set[int]) -> Draft | None:
    """The attack was carried out by Y; Y was behind it: only where somebody is quoted for it."""
    if (
        syntax.lemma(r, i) in ("carry", "perpetrate", "stage", "mount", "commit", "conduct", "launch")
        and syntax.agents(r, i)
        and _attributed(r, i)
    ):
        return _draft(r, "perpetrator", i, 0.55)
    return None


def _lead(r: Reading, i: int, triggers: set[int]) -> Draft | None:
    """Led by Y; Y was leading the attack; Y is accused of masterminding it."""
    if syntax.lemma(r, i) not in _LEAD or r.tokens[i].upos != "VERB":
        return None
    leads = any(o in triggers for o in syntax.objects(r, i)) and any(_name_of_party(r, s) for s in syntax.subjects(r, i))
    if leads:
        return _draft(r, "leader", i, 0.66)
    if any(_name_of_party(r, a) for a in syntax.agents(r, i)):
        return _draft(r, "leader", i, 0.6, tokens=(i, clause(r, i)[1]) if r.tokens[i].deprel == "acl" else None)
    return None


def _tie(r: Reading, i: int, triggers: set[int]) -> Draft | None:
    """Linked to, affiliated with, inspired by, the affiliate of a named group."""
    noun = r.tokens[i].upos == "NOUN" and syntax.lemma(r, i) in _TIES
    if not noun and (syntax.lemma(r, i) not in _TIE or r.tokens[i].upos not in ("VERB", "ADJ")):
        return None
    ends = [
        m
        for m in (*syntax.modifiers(r, i, *_TIE_PREPOSITIONS, *(("of",) if noun else ())), *syntax.agents(r, i))
        if people.label_at(r, m) in ("ORG", "NORP", "PERSON")
        or syntax.lemma(r, m) in ("separatist", "group", "network", "militant")
    ]
    if noun and ends:
        first, last = syntax.phrase(r, i)
        return _draft(r, "affiliation", i, 0.5, tokens=(first, max(last, ends[0] + 1)))
    return _draft(r, "affiliation", i, 0.5, tokens=(i, clause(r, i)[1])) if ends else None


def _identify(r: Reading, i: int, triggers: set[int]) -> Draft | None:
    """The attacker was identified as Y."""
    if syntax.lemma(r, i) in _IDENTIFY and syntax.is_passive(r, i) and syntax.modifiers(r, i, "as"):
        return _draft(r, "identity", i, 0.6)
    return None


def _motive(r: Reading, i: int, triggers: set[int]) -> Draft | None:
    """In retaliation for; aimed at doing: a reason hung on an event."""
    near = r.tokens[i].head in triggers or any(h in triggers for h in list(syntax.climb(r, i))[:2])
    if syntax.lemma(r, i) in _AIM and near and syntax.kids(r, i, "advcl", "xcomp", "obl"):
        return _draft(r, "motive", i, 0.5, tokens=(i, clause(r, i)[1]))
    if r.tokens[i].upos == "NOUN" and syntax.lemma(r, i) in (
        "retaliation",
        "revenge",
        "reprisal",
        "response",
        "protest",
        "punishment",
    ):
        case = syntax.kids(r, i, "case")
        if case and near and _MOTIVE.search(r.words(case[0], i + 1)):
            return _draft(r, "motive", i, 0.6, tokens=(case[0], clause(r, i)[1]))
    return None


def _target(r: Reading, i: int, triggers: set[int]) -> Draft | None:
    """The strikes targeted; they focused on: said of the event itself, or by a speaker."""
    aimed = syntax.lemma(r, i) in _TARGET and syntax.objects(r, i)
    aimed = aimed or (syntax.lemma(r, i) == "focus" and syntax.modifiers(r, i, "on"))
    if r.tokens[i].upos == "VERB" and aimed and any(s in triggers for s in syntax.subjects(r, i)):
        return _draft(r, "target", i, 0.5)
    return None


def _credibility(r: Reading, i: int, triggers: set[int]) -> Draft | None:
    """Could not be independently verified; the figures are disputed."""
    lemma = syntax.lemma(r, i)
    negated = any(syntax.lemma(r, c) in ("not", "n't", "never") for c in syntax.kids(r, i, "advmod"))
    if (lemma in _VERIFY and negated) or (lemma in _DOUBTFUL and r.tokens[i].upos in ("VERB", "ADJ") and syntax.subjects(r, i)):
        return _draft(r, "credibility", i, 0.6, "doubts")
    return None


def _legality(r: Reading, i: int, triggers: set[int]) -> Draft | None:
    if r.tokens[i].upos == "NOUN" or not syntax.subjects(r, i):
        return None
    span = clause(r, i)
    if span[1] - span[0] <= 40 and _UNLAWFUL.search(r.words(*span)) and _attributed(r, i):
        return _draft(r, "legality", i, 0.45)
    return None


def _purpose(r: Reading, i: int, triggers: set[int]) -> Draft | None:
    """They marched to protest the killings; he was seized because he had no papers: told of an event in the publication's voice."""
    token = r.tokens[i]
    if token.deprel != "advcl" or token.head not in triggers or token.upos != "VERB":
        return None
    marks = [m for m in syntax.kids(r, i, "mark") if r.word(m).lower() in ("to", "because")]
    if not marks or marks[0] > i or i < token.head:
        return None
    to = r.word(marks[0]).lower() == "to"
    if to and not syntax.kids(r, i, "obj", "ccomp", "xcomp"):
        return None
    first = min(marks[0], *(x for x in r.subtree(i) if x > token.head))
    return _draft(r, "motive", i, 0.5, tokens=(first, clause(r, i)[1]))


_Rule = Callable[[Reading, int, set[int]], Draft | None]
_RULES: tuple[_Rule, ...] = (
    _responsibility,
    _deny,
    _blame,
    _said_to_have_done,
    _carried_out,
    _lead,
    _tie,
    _identify,
    _motive,
    _credibility,
    _target,
    _legality,
    _purpose,
)


def _attributed(r: Reading, i: int) -> bool:
    at = r.tokens[i].start
    return any(s.start <= at < s.end for a in r.attributions for s in a.content)


def _name_of_party(r: Reading, i: int) -> bool:
    return people.label_at(r, i) in ("PERSON", "ORG", "NORP") or people.is_person(r, i)


def _distinct(drafts: list[Draft]) -> list[Draft]:
    """One draft for one field at one place; a clause that says what field it is about rather than the same told as anything."""
    out: list[Draft] = []
    for d in sorted(drafts, key=lambda d: -d.score):
        if not any(_covers(o, d) for o in out):
            out.append(d)
    return out


def _covers(a: Draft, b: Draft) -> bool:
    x, y = a.quote.span, b.quote.span
    if not x.overlaps(y):
        return False
    return a.field == b.field or b.field in ("other", "happened") or 2 * (min(x.end, y.end) - max(x.start, y.start)) > len(y)
