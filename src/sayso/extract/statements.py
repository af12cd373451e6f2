"""Claims without a number: who did it, who led it, why, at what, whether it happened at all, and what is doubted.

Each rule is a word with the place in the tree where its claim stands; it gives a draft with the clause that says it.
"""

import re
from collections.abc import Callable
from dataclasses import replace

from sayso.core import Quote, Reading
from sayso.extract import parties, people, syntax
from sayso.extract.clauses import Clause, is_negated, shortened
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
_BACKING = {"backing", "support", "funding", "money", "weapon", "arm", "aid", "training"}
_MEMBERS = {"associate", "member", "follower", "supporter", "affiliate", "offshoot", "branch", "wing", "ally", "faction", "front"}
_PROSECUTE = {"charge", "indict", "arraign", "convict", "prosecute", "want", "jail", "try"}
_OVER = {"with", "for", "in", "of", "on", "over"}
_COUNTS = {"count", "charge", "indictment"}
_BELIEVE = {"believe", "think", "suspect", "presume", "allege", "report", "say"}
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
    """Drafts in text order; what several rules or clauses give is there several times."""
    triggers = set(scene.triggers)
    drafts: list[Draft] = []
    for i, token in enumerate(r.tokens):
        if token.upos in ("VERB", "ADJ", "NOUN"):
            for name, rule in _RULES.items():
                if (draft := rule(r, i, triggers)) is not None:
                    drafts.append(replace(draft, signs=draft.signs | {f"rule {name}"}))
    return sorted((*drafts, *told(r, scene), *untold(r, scene)), key=lambda d: (d.quote, d.field))


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


def _draft(r: Reading, field: str, i: int, stance: str = "", tokens: tuple[int, int] | None = None) -> Draft:
    first, last = tokens or clause(r, i)
    c = shortened(r, Clause(i, first, last)) if first <= i < last else Clause(i, first, last)
    return Draft(field, Quote.at(r.text, c.span(r).start, c.span(r).end), i, stance)


def _responsibility(r: Reading, i: int, triggers: set[int]) -> Draft | None:
    """X claimed responsibility for the attack; nobody did."""
    if syntax.lemma(r, i) not in ("claim", "admit", "accept", "take"):
        return None
    if not any(syntax.lemma(r, o) == "responsibility" for o in syntax.objects(r, i)):
        return None
    if is_negated(r, i):
        return _draft(r, "perpetrator", i, "asserts")
    return _spoken(r, i, _draft(r, "perpetrator", i, "claims_responsibility"))


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
    return _spoken(r, i, _draft(r, "perpetrator", i, "denies"))


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
        return _draft(r, "perpetrator", i, tokens=(i, clause(r, i)[1]))
    draft = _draft(r, "perpetrator", i)
    return draft if syntax.is_passive(r, i) else _spoken(r, i, draft)


def _said_to_have_done(r: Reading, i: int, triggers: set[int]) -> Draft | None:
    """Allegedly staged by X; X, who allegedly hired the car."""
    if r.tokens[i].upos != "VERB" or not any(r.word(c).lower() in _UNSURE_ACT for c in syntax.kids(r, i, "advmod")):
        return None
    if not (syntax.agents(r, i) or any(_name_of_party(r, s) for s in syntax.subjects(r, i))):
        return None
    if r.tokens[i].deprel.startswith("acl"):
        first = min([i, *syntax.kids(r, i, "advmod")])
        return _draft(r, "perpetrator", i, tokens=(first, clause(r, i)[1]))
    return _draft(r, "perpetrator", i)


def _carried_out(r: Reading, i: int, triggers: set[int]) -> Draft | None:
    """The attack was carried out by Y; Y was behind it: only where somebody is quoted for it."""
    if (
        syntax.lemma(r, i) in ("carry", "perpetrate", "stage", "mount", "commit", "conduct", "launch")
        and syntax.agents(r, i)
        and _attributed(r, i)
    ):
        return _draft(r, "perpetrator", i)
    return None


def _lead(r: Reading, i: int, triggers: set[int]) -> Draft | None:
    """Led by Y; Y was leading the attack; Y is accused of masterminding it."""
    if syntax.lemma(r, i) not in _LEAD or r.tokens[i].upos != "VERB":
        return None
    leads = any(o in triggers for o in syntax.objects(r, i)) and any(_name_of_party(r, s) for s in syntax.subjects(r, i))
    if leads:
        return _draft(r, "leader", i)
    if any(_name_of_party(r, a) for a in syntax.agents(r, i)):
        return _draft(r, "leader", i, tokens=(i, clause(r, i)[1]) if r.tokens[i].deprel == "acl" else None)
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
        return _draft(r, "affiliation", i, tokens=(first, max(last, ends[0] + 1)))
    return _draft(r, "affiliation", i, tokens=(i, clause(r, i)[1])) if ends else None


def _identify(r: Reading, i: int, triggers: set[int]) -> Draft | None:
    """The attacker was identified as Y."""
    if syntax.lemma(r, i) in _IDENTIFY and syntax.is_passive(r, i) and syntax.modifiers(r, i, "as"):
        return _draft(r, "identity", i)
    return None


def _motive(r: Reading, i: int, triggers: set[int]) -> Draft | None:
    """In retaliation for; aimed at doing: a reason hung on an event."""
    near = r.tokens[i].head in triggers or any(h in triggers for h in list(syntax.climb(r, i))[:2])
    if syntax.lemma(r, i) in _AIM and near and syntax.kids(r, i, "advcl", "xcomp", "obl"):
        return _draft(r, "motive", i, tokens=(i, clause(r, i)[1]))
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
            return _draft(r, "motive", i, tokens=(case[0], clause(r, i)[1]))
    return None


def _target(r: Reading, i: int, triggers: set[int]) -> Draft | None:
    """The strikes targeted; they focused on: said of the event itself, or by a speaker."""
    aimed = syntax.lemma(r, i) in _TARGET and syntax.objects(r, i)
    aimed = aimed or (syntax.lemma(r, i) == "focus" and syntax.modifiers(r, i, "on"))
    if r.tokens[i].upos == "VERB" and aimed and any(s in triggers for s in syntax.subjects(r, i)):
        return _draft(r, "target", i)
    return None


def _credibility(r: Reading, i: int, triggers: set[int]) -> Draft | None:
    """Could not be independently verified; the figures are disputed."""
    lemma = syntax.lemma(r, i)
    negated = any(syntax.lemma(r, c) in ("not", "n't", "never") for c in syntax.kids(r, i, "advmod"))
    if (lemma in _VERIFY and negated) or (lemma in _DOUBTFUL and r.tokens[i].upos in ("VERB", "ADJ") and syntax.subjects(r, i)):
        return _draft(r, "credibility", i, "doubts")
    return None


def _legality(r: Reading, i: int, triggers: set[int]) -> Draft | None:
    if r.tokens[i].upos == "NOUN" or not syntax.subjects(r, i):
        return None
    span = clause(r, i)
    if span[1] - span[0] <= 40 and _UNLAWFUL.search(r.words(*span)) and _attributed(r, i):
        return _draft(r, "legality", i)
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
    return _draft(r, "motive", i, tokens=(first, clause(r, i)[1]))


def _charged(r: Reading, i: int, triggers: set[int]) -> Draft | None:
    """X was charged with killing Y; is wanted for the attack; prosecutors filed charges of murder against X."""
    lemma = syntax.lemma(r, i)
    if r.tokens[i].upos != "VERB":
        return None
    deeds = syntax.kids(r, i, "advcl") + syntax.kids(r, i, "obl")
    if lemma in _PROSECUTE and any(r.word(m).lower() in _OVER for d in deeds for m in syntax.kids(r, d, "case", "mark")):
        return _draft(r, "perpetrator", i, tokens=(i, clause(r, i)[1]) if r.tokens[i].deprel == "acl" else None)
    if any(syntax.lemma(r, o) in _COUNTS for o in syntax.objects(r, i)):
        return _spoken(r, i, _draft(r, "perpetrator", i))
    return None


def _confessed(r: Reading, i: int, triggers: set[int]) -> Draft | None:
    """X confessed to the arson; pleaded guilty; admitted killing him."""
    lemma = syntax.lemma(r, i)
    guilty = lemma == "plead" and any(syntax.lemma(r, c) == "guilty" for c in syntax.kids(r, i, "xcomp", "obj", "advmod", "amod"))
    deeds = [c for c in (*syntax.kids(r, i, "xcomp", "ccomp", "obj", "advcl"), *syntax.modifiers(r, i, "to")) if c in triggers]
    if r.tokens[i].upos != "VERB" or is_negated(r, i) or not (guilty or (lemma in ("confess", "admit", "acknowledge") and deeds)):
        return None
    return _spoken(r, i, _draft(r, "perpetrator", i, "concedes"))


def _believed(r: Reading, i: int, triggers: set[int]) -> Draft | None:
    """The woman believed to have killed them; thought to be behind the attack."""
    if syntax.lemma(r, i) not in _BELIEVE or not any(c in triggers for c in syntax.kids(r, i, "xcomp", "ccomp")):
        return None
    above = r.tokens[i].head
    tokens = (syntax.phrase(r, above)[0], clause(r, i)[1]) if r.tokens[i].deprel == "acl" and above < i else None
    return _draft(r, "perpetrator", i, tokens=tokens)


def _claimed_by(r: Reading, i: int, triggers: set[int]) -> Draft | None:
    """An attack claimed by X; X claimed the attack."""
    if syntax.lemma(r, i) != "claim" or r.tokens[i].upos != "VERB":
        return None
    if r.tokens[i].deprel == "acl" and (agents := [a for a in syntax.agents(r, i) if parties.is_party(r, a)]):
        draft = _draft(r, "perpetrator", i, "claims_responsibility", tokens=(i, clause(r, i)[1]))
        return replace(draft, speaker=agents[0], cue=i)
    if any(o in triggers for o in syntax.kids(r, i, "obj")):
        return _spoken(r, i, _draft(r, "perpetrator", i, "claims_responsibility"))
    return None


def _suspect_named(r: Reading, i: int, triggers: set[int]) -> Draft | None:
    """A suspect in the bombings, [name]; the suspected bomber, [name]."""
    if r.tokens[i].upos != "NOUN" or syntax.lemma(r, i) not in ("suspect", "perpetrator", "culprit", "mastermind"):
        return None
    named = [x for x in syntax.kids(r, i, "appos", "flat") if people.label_at(r, x) == "PERSON"]
    told = [m for m in syntax.modifiers(r, i, "in", "of", "behind") if m in triggers or any(x in triggers for x in r.children[m])]
    return _draft(r, "perpetrator", i, tokens=syntax.phrase(r, i)) if named or told else None


def _known_as(r: Reading, i: int, triggers: set[int]) -> Draft | None:
    """Also known as Y; which changed its name from Y; nicknamed Y."""
    known = syntax.lemma(r, i) in ("know", "nickname", "dub", "call", "rename") and r.tokens[i].deprel.startswith("acl")
    if known and (syntax.modifiers(r, i, "as") or syntax.kids(r, i, "xcomp", "obj")):
        first = min([i, *syntax.kids(r, i, "advmod")])
        return _draft(r, "identity", i, tokens=(first, clause(r, i)[1]))
    if syntax.lemma(r, i) == "change" and any(syntax.lemma(r, o) == "name" for o in syntax.kids(r, i, "obj")):
        return _draft(r, "identity", i)
    return None


def _backed(r: Reading, i: int, triggers: set[int]) -> Draft | None:
    """X receives backing from Y; an associate of the group; X's Tarrin wing, Y."""
    if syntax.lemma(r, i) in ("receive", "get", "enjoy") and r.tokens[i].upos == "VERB":
        given = [o for o in syntax.objects(r, i) if syntax.lemma(r, o) in _BACKING]
        if given and (syntax.modifiers(r, i, "from") or syntax.modifiers(r, given[0], "from", "of")):
            return _draft(r, "affiliation", i)
    if r.tokens[i].upos == "NOUN" and syntax.lemma(r, i) in _MEMBERS:
        of = [m for m in syntax.modifiers(r, i, "of", "to") if people.label_at(r, m) in ("ORG", "NORP", "PERSON")]
        if of or (
            syntax.lemma(r, i) in _TIES and syntax.kids(r, i, "nmod:poss", "compound") and syntax.kids(r, i, "appos", "flat")
        ):
            return _draft(r, "affiliation", i, tokens=syntax.phrase(r, i))
    return None


def _named_as(r: Reading, i: int, triggers: set[int]) -> Draft | None:
    """The police identified the man as Y; named him as Y."""
    if syntax.lemma(r, i) not in _IDENTIFY or syntax.is_passive(r, i) or r.tokens[i].upos != "VERB":
        return None
    whom = any(people.is_person(r, o) for o in syntax.objects(r, i))
    named = any(r.word(k).lower() == "as" for k in (*range(i, min(i + 25, len(r.tokens))),) if syntax.in_same_sentence(r, i, k))
    return _spoken(r, i, _draft(r, "identity", i)) if whom and named else None


_Rule = Callable[[Reading, int, set[int]], Draft | None]
_RULES: dict[str, _Rule] = {
    "responsibility": _responsibility,
    "deny": _deny,
    "blame": _blame,
    "said to have done": _said_to_have_done,
    "carried out": _carried_out,
    "charged": _charged,
    "confessed": _confessed,
    "believed": _believed,
    "claimed by": _claimed_by,
    "suspect named": _suspect_named,
    "lead": _lead,
    "tie": _tie,
    "backed": _backed,
    "identify": _identify,
    "named as": _named_as,
    "known as": _known_as,
    "motive": _motive,
    "credibility": _credibility,
    "target": _target,
    "legality": _legality,
    "purpose": _purpose,
}


def _attributed(r: Reading, i: int) -> bool:
    at = r.tokens[i].start
    return any(syntax.within(at, a.content) for a in r.attributions)


def _name_of_party(r: Reading, i: int) -> bool:
    return people.label_at(r, i) in ("PERSON", "ORG", "NORP") or people.is_person(r, i)
