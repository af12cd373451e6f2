"""What a text commits to about each predicate: happened, ongoing, planned, threatened, feared, denied or hypothetical."""

from collections.abc import Sequence

from sayso.core import Predicate, Span, Token
from sayso.lexicons import table, words

_NEGATIONS = {"not", "never", "no", "neither", "nor", "nobody", "none", "nothing"}
_NOBODY = {"nobody", "none", "neither", "nothing"}
# What is left undone where these stand over an infinitive; over a noun they say nothing ("failed attack").
_UNDONE = {"fail", "refuse", "refrain", "avoid", "decline", "neglect", "abstain", "desist", "unable", "incapable"}
# Verbs that say of a noun no more than that it takes place; under any other verb a noun is taken for granted.
_LIGHT = set("launch carry stage hold conduct make mount perform wage begin start resume have do take face see execute".split())
_LASTING = set("surround besiege hold detain jail occupy control block blockade imprison encircle trap displace".split())
_REPEATED = {"regularly", "still", "currently", "repeatedly", "frequently", "constantly", "continually", "daily", "often"}
_SETTING = {"in", "at", "on", "near", "outside", "inside", "during", "since", "before", "after", "by"}
_BLOCKING = {"conj", "parataxis", "root", "acl:relcl", "advcl", "list"}


def predicates(tokens: Sequence[Token], language: str = "en", factuality: Sequence[float] = ()) -> tuple[Predicate, ...]:
    """One for every verb and every noun that hangs on a word of commitment ("fears of an attack"), in text order. `factuality` is
    the network's score of each token, carried along: rules over the parse tell better what is denied and what is planned."""
    signals = {k: v[0] for k, v in table(language, "commitment", ("lemma", "commitment")).items()}
    hedges = words(language, "hedges", "word")
    children: list[list[int]] = [[] for _ in tokens]
    for i, t in enumerate(tokens):
        if t.head != i:
            children[t.head].append(i)
    out = []
    for i, t in enumerate(tokens):
        if t.upos in ("VERB", "NOUN", "ADJ", "PROPN") and (
            t.upos == "VERB" or t.deprel in ("root", "obj", "nmod", "obl", "nsubj", "nsubj:pass", "conj")
        ):
            value = _own(tokens, children, i, signals) or _inherited(tokens, children, i, signals)
            found = tuple(Span(tokens[c].start, tokens[c].end) for c in children[i] if tokens[c].lemma in hedges)
            if value or t.upos == "VERB" or found:
                out.append(Predicate(i, value or "happened", factuality[i] if factuality else None, found))
    return tuple(out)


def _own(tokens: Sequence[Token], children: list[list[int]], i: int, signals: dict[str, str]) -> str | None:
    """From the word's own auxiliaries, negation and tense."""
    t = tokens[i]
    kids = children[i]
    if any(tokens[c].lemma in _NEGATIONS and tokens[c].deprel in ("advmod", "det", "cc:preconj", "advmod:neg") for c in kids):
        return "denied"
    for c in kids:
        if tokens[c].deprel in ("aux", "aux:pass") and tokens[c].lemma in signals and not _had(tokens, kids):
            return signals[tokens[c].lemma]
    if any(tokens[c].deprel == "mark" and tokens[c].lemma in ("if", "unless", "whether") for c in kids):
        return "hypothetical"
    subjects = [k for k in kids if tokens[k].deprel.startswith("nsubj")]
    if any(
        tokens[k].lemma in _NOBODY or any(tokens[c].lemma == "no" and tokens[c].deprel == "det" for c in children[k])
        for k in subjects
    ):
        return "denied"
    if any(tokens[c].lemma in ("long", "longer") and any(tokens[d].lemma == "no" for d in children[c]) for c in kids):
        return "denied"  # "no longer"
    return "ongoing" if t.upos == "VERB" and _goes_on(tokens, kids, t) else None


def _goes_on(tokens: Sequence[Token], kids: list[int], t: Token) -> bool:
    """Progressive now ("are shelling", "have been leaving"), or a state or habit now ("is besieged", "is regularly bombed")."""
    helpers = [tokens[c] for c in kids if tokens[c].deprel in ("aux", "aux:pass")]
    now = any("Tense=Pres" in h.feats for h in helpers)
    passive = any(h.deprel == "aux:pass" for h in helpers)
    if not now or not any(h.lemma == "be" for h in helpers) or "VerbForm" not in t.feats:
        return False
    if not passive:
        return "VerbForm=Part" in t.feats or "VerbForm=Ger" in t.feats
    perfect = any(h.lemma == "have" for h in helpers)
    return not perfect and (t.lemma in _LASTING or any(tokens[c].lemma in _REPEATED for c in kids))


def _had(tokens: Sequence[Token], kids: list[int]) -> bool:
    """ "Could have killed" stays hypothetical; "may have killed" too: only an added perfect of will is past."""
    return any(tokens[c].lemma == "will" for c in kids) and any(tokens[c].lemma == "have" for c in kids)


def _inherited(tokens: Sequence[Token], children: list[list[int]], i: int, signals: dict[str, str]) -> str | None:
    """From the word above: "plans to attack", "feared an attack", "threat of raids", "in order to kill"."""
    j = i
    for _ in range(4):
        t = tokens[j]
        if t.head == j:
            return None
        rel = t.deprel.split(":")[0]
        if t.upos == "VERB" and rel == "advcl" and _infinitive(tokens, children, j):
            return "planned"
        if t.deprel in _BLOCKING or rel in ("nsubj", "advcl"):
            if rel == "conj" and tokens[t.head].upos == t.upos:
                j = t.head
                if own := _own(tokens, children, j, signals):
                    return own if own != "denied" else None
                continue
            return None
        if t.upos == "VERB" and rel == "acl" and "VerbForm=Part" in t.feats and not _infinitive(tokens, children, j):
            return None  # "soldiers captured in the war"
        head = tokens[t.head]
        signal = signals.get(head.lemma)
        if not signal and j == i and t.upos in ("NOUN", "PROPN") and head.upos == "VERB" and head.lemma not in _LIGHT:
            return None
        if signal and rel in ("xcomp", "ccomp", "obj", "acl", "nmod", "obl", "csubj") and head.upos in ("VERB", "NOUN", "ADJ"):
            if rel in ("nmod", "obl") and _cases(tokens, children, j) & _SETTING:
                return None  # where or when: "threatened in the capital"
            if signal == "hypothetical" and (rel == "obl" or (rel == "nmod" and head.upos != "NOUN")):
                return None
            if signal == "denied" and head.lemma in _UNDONE and rel != "xcomp":
                return None
            return signal
        if rel == "acl" and _infinitive(tokens, children, j):
            return "planned"
        if rel not in ("xcomp", "obj", "nmod", "acl", "amod"):
            return None
        if rel == "nmod" and "of" not in _cases(tokens, children, j):
            return None  # where, when or against what: "prepared attacks in the capital"
        j = t.head
    return None


def _cases(tokens: Sequence[Token], children: list[list[int]], i: int) -> set[str]:
    return {tokens[c].lemma for c in children[i] if tokens[c].deprel == "case"}


def _infinitive(tokens: Sequence[Token], children: list[list[int]], i: int) -> bool:
    return any(tokens[c].lemma == "to" and tokens[c].deprel == "mark" for c in children[i])
