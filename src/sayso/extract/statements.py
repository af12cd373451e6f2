"""Claims without a number: who did it, who led it, why, at what, whether it happened at all, and what is doubted.

Each rule is a word with the place in the tree where its claim stands; it gives a draft with the clause that says it.
"""

import re
from collections.abc import Callable

from sayso.core import Reading, Span
from sayso.extract import people, syntax
from sayso.extract.statement import Draft
from sayso.extract.told import told

_BLAME = {"blame", "accuse", "implicate", "suspect", "fault"}
_LEAD = {"lead", "head", "command", "mastermind", "orchestrate", "organize", "organise", "plot"}
_TIE = {"link", "affiliate", "ally", "belong", "pledge", "back", "align", "associate", "connect"}
_TIE_PREPOSITIONS = ("to", "with", "by")
_IDENTIFY = {"identify", "name", "describe"}
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


def find(r: Reading, triggers: set[int], counted: list[Span]) -> list[Draft]:
    """Drafts in text order. `triggers` are the head tokens of the document's events, `counted` the places of its figures."""
    drafts: list[Draft] = []
    for i, token in enumerate(r.tokens):
        if token.upos in ("VERB", "ADJ", "NOUN"):
            for rule in _RULES:
                draft = rule(r, i, triggers)
                if draft is not None:
                    drafts.append(draft)
                    break
    drafts += told(r, triggers, counted)
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
    """X claimed responsibility for the attack."""
    if syntax.lemma(r, i) not in ("claim", "admit", "accept", "take", "deny"):
        return None
    if not any(syntax.lemma(r, o) == "responsibility" for o in syntax.objects(r, i)):
        return None
    if any(r.word(c).lower() in ("no", "nobody", "none") for s in syntax.subjects(r, i) for c in (s, *syntax.kids(r, s, "det"))):
        return None
    return _draft(r, "perpetrator", i, 0.8, "denies" if syntax.lemma(r, i) == "deny" else "claims_responsibility")


def _blame(r: Reading, i: int, triggers: set[int]) -> Draft | None:
    """X blamed Y; the attack, blamed on Y; Y is suspected of the attack."""
    if syntax.lemma(r, i) not in _BLAME or r.tokens[i].upos != "VERB":
        return None
    told = [j for j in r.subtree(i) if j in triggers] or r.tokens[i].head in triggers or syntax.modifiers(r, i, "for", "on", "of")
    if not told:
        return None
    if r.tokens[i].deprel == "acl":
        return _draft(r, "perpetrator", i, 0.7, tokens=(i, clause(r, i)[1]))
    return _draft(r, "perpetrator", i, 0.65)


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
    if syntax.lemma(r, i) in _LEAD and r.tokens[i].upos == "VERB" and any(_name_of_party(r, a) for a in syntax.agents(r, i)):
        return _draft(r, "leader", i, 0.6, tokens=(i, clause(r, i)[1]) if r.tokens[i].deprel == "acl" else None)
    return None


def _tie(r: Reading, i: int, triggers: set[int]) -> Draft | None:
    """Linked to, affiliated with, backed by a named group."""
    if syntax.lemma(r, i) not in _TIE or r.tokens[i].upos not in ("VERB", "ADJ"):
        return None
    ends = [
        m for m in (*syntax.modifiers(r, i, *_TIE_PREPOSITIONS), *syntax.agents(r, i)) if people.label_at(r, m) in ("ORG", "NORP")
    ]
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
    if syntax.lemma(r, i) in _TARGET and r.tokens[i].upos == "VERB" and syntax.patients(r, i) and syntax.subjects(r, i):
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


_Rule = Callable[[Reading, int, set[int]], Draft | None]
_RULES: tuple[_Rule, ...] = (
    _responsibility,
    _blame,
    _carried_out,
    _lead,
    _tie,
    _identify,
    _motive,
    _credibility,
    _target,
    _legality,
)


def _attributed(r: Reading, i: int) -> bool:
    at = r.tokens[i].start
    return any(s.start <= at < s.end for a in r.attributions for s in a.content)


def _name_of_party(r: Reading, i: int) -> bool:
    return people.label_at(r, i) in ("PERSON", "ORG", "NORP") or people.is_person(r, i)


def _distinct(drafts: list[Draft]) -> list[Draft]:
    """One draft for one field at one place."""
    out: list[Draft] = []
    for d in sorted(drafts, key=lambda d: -d.score):
        if not any(o.field == d.field and o.quote.span.overlaps(d.quote.span) for o in out):
            out.append(d)
    return out
