"""What happened to the people that a phrase names: killed, wounded, detained, ... and which word says so.

The parse is asked first. Where it leaves a phrase alone (headlines, texts without commas) the words beside it answer.
"""

from dataclasses import dataclass, replace

from sayso.core import Reading
from sayso.extract import people, syntax
from sayso.extract.triggers import Hit

PART = {"including", "among", "include", "amongst"}  # prepositions that set a part apart from a whole
GROUPS = set(
    """
    group crowd family team crew dozen number total majority gang member hundred thousand band score ten handful couple
    """.split()
)
_RESULT = set(
    """
    leave find fear believe report confirm presume pronounce declare say think estimate know list see be include become
    remain stay go
    """.split()
)
_NUMBERS = {"number", "total", "tally", "count", "figure"}
_ASPECT = set("begin start continue keep try manage attempt stop resume have need".split())
_FORCE = {"force", "compel", "oblige"}
_GATHER = set("gather assemble turn attend join march rally converge flock participate throng congregate set".split())
_TOLL_VERBS = set(
    """
    rise reach stand exceed climb surpass put bring raise pass top hit increase jump grow be say revise place update go
    lower cut reduce drop fall set number total
    """.split()
)
_LEFT = {"injured", "wounded", "dead", "killed", "missing", "hurt"}
_REACH = 10  # tokens beside a phrase in which a word may say what happened
_BREAKS = {";", ":", "(", ")", "—", "–", "“", "”", '"', "``", "''"}
_GRAVE = {"serious", "severe", "critical", "grave", "stable", "life-threatening"}
_DEEPEST = 5


@dataclass(frozen=True, slots=True)
class Outcome:
    """A kind of figure, the token that says so, and, for a part of a larger number, the head of that whole."""

    kind: str
    predicate: int
    score: float
    whole: int | None = None


def outcomes(
    r: Reading, head: int, phrase: tuple[int, int], hits: dict[int, Hit], counted: frozenset[int] = frozenset()
) -> list[Outcome]:
    """What happened to those named at token `head`, `phrase` being the token range of number and noun. Two outcomes:
    "killed or wounded". Empty if no word says. `counted` are the offsets at which counts begin."""
    last = r.sentences[r.sentence_of[phrase[1] - 1]][1]
    if found := _own_word(r, head, phrase, hits, last) or _among_before(r, phrase[0], hits):
        return found
    if phrase[1] < last and _counts(hits.get(phrase[1])) and (found := _patient_outcomes(r, phrase[1], hits, last)):
        return found
    if found := _passive_after(r, phrase[1], hits, last):
        return found
    if found := _after_colon(r, phrase[0], hits):
        return found
    before = phrase[0] - 1
    joined = before >= 0 and r.sentence_of[before] == r.sentence_of[head] and _counts(hits.get(before))
    if joined and hits[before].trigger.pos == "VERB" and (found := _governs(r, before, phrase[0], hits[before])):
        return found  # "wounded thousands"
    own = _after(r, _past_part(r, phrase[1], last), hits, counted) if r.tokens[head].deprel == "conj" else []
    found = own or _above(r, head, hits, 0) or _participle(r, head, hits) or _gathered(r, head, hits)
    if found:
        return found
    beside = _after(r, phrase[1], hits, counted) or _before(r, phrase[0], hits, counted)
    if beside:
        return beside
    return _within(r, head, hits) or _of_conjuncts(r, head, hits, counted)


def _own_word(r: Reading, head: int, phrase: tuple[int, int], hits: dict[int, Hit], last: int) -> list[Outcome]:
    """What the phrase itself says: "8 injured people", "in addition to 12 injured"."""
    governed = r.tokens[r.tokens[head].head].upos == "VERB" and _counts(
        hits.get(r.tokens[head].head)
    )  # "killed 26 displaced people"
    for c in [] if governed else syntax.kids(r, head, "amod"):
        if phrase[0] <= c < phrase[1] and _counts(hits.get(c)) and hits[c].trigger.pos != "NOUN":
            return [Outcome(hits[c].trigger.figure, c, 0.85)]
    k = phrase[1]
    if r.tokens[head].upos == "NUM" and k < last and r.word(k).lower() in _LEFT and _counts(hits.get(k)):
        return [Outcome(hits[k].trigger.figure, k, 0.8)]
    return []


def _among_before(r: Reading, first: int, hits: dict[int, Hit]) -> list[Outcome]:
    """ "Among the dead were [three children and two women]"."""
    start = r.sentences[r.sentence_of[first]][0]
    k = first - 1
    while k > start and (r.tokens[k].upos in ("NUM", "NOUN", "CCONJ", "ADJ", "DET") or r.word(k) == ",") and not _is_be(r, k):
        k -= 1
    if k <= start or r.tokens[k].upos != "AUX":
        return []
    told = [j for j in range(max(start, k - 5), k) if _counts(hits.get(j))]
    among = [j for j in range(max(start, k - 6), k) if r.word(j).lower() in ("among", "amongst")]
    if not told or not among or among[0] > told[0]:
        return []
    return [Outcome(hits[told[0]].trigger.figure, told[0], 0.85, told[0])]


def _past_part(r: Reading, j: int, last: int) -> int:
    """Past what is set apart after a phrase: "dozens of others [, including a woman,] were hurt"."""
    if j + 1 < last and r.word(j) == "," and r.word(j + 1).lower() in PART:
        ends = [k for k in range(j + 2, min(last, j + _REACH)) if r.word(k) == ","]
        return ends[-1] + 1 if ends else j
    return j


def _gathered(r: Reading, head: int, hits: dict[int, Hit]) -> list[Outcome]:
    """Those who gather, turn out or set off where the sentence tells of a protest: "thousands began gathering for a rally"."""
    verbs = [v for v in list(syntax.climb(r, head))[:3] if syntax.lemma(r, v) in _GATHER | _ASPECT]
    verbs += [x for v in verbs for x in syntax.kids(r, v, "xcomp")]
    if not any(syntax.lemma(r, v) in _GATHER for v in verbs):
        return []
    top = verbs[0]
    if not any(head in syntax.conjuncts(r, s) or head in syntax.modifiers(r, s, "of") for s in syntax.subjects(r, top)):
        return []
    first, last = r.sentences[r.sentence_of[head]]
    near = [h for h in hits.values() if first <= h.head < last and h.trigger.type == "PROTEST" and not h.blocked]
    return [Outcome("participants", min(near, key=lambda h: abs(h.head - top)).head, 0.7)] if near else []


def _of_conjuncts(r: Reading, head: int, hits: dict[int, Hit], counted: frozenset[int]) -> list[Outcome]:
    """What the words after the last of several phrases say of them all: "five officers and a dozen rebels left dead"."""
    for c in syntax.kids(r, head, "conj"):
        if found := _after(r, syntax.phrase(r, c, nested=False)[1], hits, counted):
            return [replace(k, score=k.score * 0.9) for k in found]
    return []


def _passive_after(r: Reading, j: int, hits: dict[int, Hit], last: int) -> list[Outcome]:
    """The participle right after a phrase and its auxiliaries, whatever the tree says: "[four guards] have been hurt"."""
    k = j
    while k < last and (r.tokens[k].upos == "AUX" or r.word(k).lower() in ("also", "reportedly", "fatally", "then", "all")):
        k += 1
    verb = k > j and _counts(hits.get(k)) and hits[k].trigger.pos == "VERB" and _is_be(r, k - 1)
    return [replace(o, score=0.95) for o in _patient_outcomes(r, k, hits, last)] if verb else []


def _after_colon(r: Reading, first: int, hits: dict[int, Hit]) -> list[Outcome]:
    """What was counted before a colon: "they counted the dead: [12 men]"."""
    start = r.sentences[r.sentence_of[first]][0]
    if first - 1 <= start or r.word(first - 1) != ":":
        return []
    nouns = [k for k in range(start, first - 1) if is_figure_noun(hits, k) and hits[k].trigger.figure != "participants"]
    return [Outcome(hits[nouns[-1]].trigger.figure, nouns[-1], 0.75)] if nouns else []


def _within(r: Reading, i: int, hits: dict[int, Hit]) -> list[Outcome]:
    """The phrase says so itself: "six wounded soldiers", "four deaths"; "the dead were 12", "the toll is 27"."""
    for c in syntax.kids(r, i, "amod", "compound"):
        if _counts(hits.get(c)):
            return [Outcome(hits[c].trigger.figure, c, 0.8)]
    if is_figure_noun(hits, i):
        return [Outcome(hits[i].trigger.figure, i, 0.85)]
    for s in syntax.kids(r, i, "nsubj"):
        if is_figure_noun(hits, s):
            return [Outcome(hits[s].trigger.figure, s, 0.85)]
    return []


def is_figure_noun(hits: dict[int, Hit], i: int) -> bool:
    """Whether the word at `i` is itself what is counted: "deaths", "the wounded", "hostages"."""
    return i in hits and _counts(hits[i]) and hits[i].trigger.pos != "VERB"


def _counts(hit: Hit | None) -> bool:
    return hit is not None and bool(hit.trigger.figure) and not hit.blocked


def _participle(r: Reading, i: int, hits: dict[int, Hit]) -> list[Outcome]:
    """The men killed in the raid; those fleeing the fighting."""
    for c in syntax.kids(r, i, "acl"):
        passive = syntax.is_passive(r, c) or not r.word(c).lower().endswith("ing")
        if found := _through(r, c, hits, "obj" if passive else "subj", 0.9):
            return found
    return []


def _above(r: Reading, i: int, hits: dict[int, Hit], depth: int) -> list[Outcome]:
    """From the word that the phrase hangs on."""
    token = r.tokens[i]
    h, rel = token.head, syntax.base(token.deprel)
    if h == i or depth > _DEEPEST:
        return []
    if rel == "conj":
        return _of_noun(r, h, hits, depth + 1) if r.tokens[h].upos != "VERB" else []
    prep = syntax.case(r, i)
    if prep in PART and _counts(hits.get(h)) and r.tokens[h].upos == "VERB":  # "killed 24, including four nurses"
        wholes = [o for o in syntax.patients(r, h) if o < i]
        return [replace(k, whole=wholes[-1], score=k.score * 0.95) for k in _through(r, h, hits, "obj", 0.9)] if wholes else []
    if prep in PART or rel == "appos":
        return [replace(k, whole=h, score=k.score * 0.95) for k in _of_noun(r, h, hits, depth + 1)]
    if token.deprel == "nsubj" and syntax.case(r, h) in ("among", "amongst"):
        return [replace(k, whole=h) for k in _of_noun(r, h, hits, depth + 1)]
    if rel == "obj" and syntax.lemma(r, h) == "include":  # "the 20 killed included four children"
        for s in syntax.kids(r, h, "nsubj"):
            participle = [Outcome(hits[s].trigger.figure, s, 0.85)] if _counts(hits.get(s)) else []
            if found := participle or _of_noun(r, s, hits, depth + 1):
                return [replace(k, whole=s, score=k.score * 0.95) for k in found]
    if rel == "nsubj" and _counts(hits.get(h)) and hits[h].trigger.pos == "NOUN" and syntax.case(r, h) in ("in", "under"):
        return [Outcome(hits[h].trigger.figure, h, 0.85)]  # "eight are in custody"
    if (
        rel == "nsubj"
        and syntax.lemma(r, h) == "condition"
        and any(r.word(c).lower() in _GRAVE for c in syntax.kids(r, h, "amod"))
    ):
        return [Outcome("wounded", h, 0.8)]  # "two are in critical condition"
    if rel in ("nsubj", "obj", "iobj", "csubj"):
        slot = "obj" if token.deprel.endswith(":pass") or rel in ("obj", "iobj") else "subj"
        return _through(r, h, hits, slot, 0.95) or _toll(r, i, h, hits)
    if rel in ("obl", "nmod", "compound", "amod"):
        return _from_modifier(r, i, h, prep, hits, depth)
    if rel in ("nummod", "dep", "xcomp", "ccomp", "parataxis") and r.tokens[h].upos != "VERB":
        return _of_noun(r, h, hits, depth + 1)
    return []


def _from_modifier(r: Reading, i: int, h: int, prep: str, hits: dict[int, Hit], depth: int) -> list[Outcome]:
    token = r.tokens[i]
    rel = syntax.base(token.deprel)
    slot = "poss" if token.deprel == "nmod:poss" else rel if rel in ("compound", "amod") else prep or "of"
    if syntax.lemma(r, h) == "life":
        return _toll(r, h, r.tokens[h].head, hits)
    found = _through(r, h, hits, slot, 0.9) or _toll(r, i, h, hits)
    counted = people.is_person(r, h) or syntax.lemma(r, h) in GROUPS or r.tokens[h].upos == "NUM"
    if not found and rel == "nmod" and prep == "of" and counted:
        return _of_noun(r, h, hits, depth + 1)
    return found


def _of_noun(r: Reading, i: int, hits: dict[int, Hit], depth: int) -> list[Outcome]:
    """What happened to another phrase that this one is a part or a neighbour of."""
    last = r.sentences[r.sentence_of[i]][1]
    beside = _patient_outcomes(r, i + 1, hits, last) if i + 1 < last and _counts(hits.get(i + 1)) else []
    return beside or _above(r, i, hits, depth) or _participle(r, i, hits) or _within(r, i, hits)


def _through(r: Reading, v: int, hits: dict[int, Hit], slot: str, score: float) -> list[Outcome]:
    """What the predicate at `v` does to who stands in `slot`, also through "left 12 dead" and "are feared dead"."""
    out: list[Outcome] = []
    if (kind := _gives(hits.get(v), slot)) is not None:
        out.append(Outcome(kind, v, score))
    elif (slot == "subj" and syntax.lemma(r, v) in _ASPECT) or (slot == "obj" and syntax.lemma(r, v) in _FORCE):
        for x in syntax.kids(r, v, "xcomp"):
            if (kind := _gives(hits.get(x), "subj")) is not None:
                return [Outcome(kind, x, score * 0.9)]
    elif syntax.lemma(r, v) in _RESULT or r.tokens[v].upos == "AUX":
        for x in syntax.kids(r, v, "xcomp", "ccomp", "advcl", "obl"):
            inner = "obj" if r.tokens[x].upos == "VERB" and syntax.is_passive(r, x) else "subj"
            if (kind := _gives(hits.get(x), inner)) is not None and r.tokens[x].upos in ("ADJ", "VERB", "NOUN"):
                out.append(Outcome(kind, x, score * 0.95))
                break
    for c in syntax.kids(r, v, "conj") if out else []:  # "were killed or wounded"
        apart = [j for j in range(out[0].predicate + 1, c) if r.tokens[j].upos not in ("CCONJ", "ADV", "PUNCT", "AUX")]
        if apart or syntax.kids(r, c, "nsubj", "obj", "nsubj:pass") or not _same_form(r, v, c):
            continue
        if (kind := _gives(hits.get(c), slot)) is not None and kind != out[0].kind:
            out.append(Outcome(kind, c, score * 0.9))
    return out


def _same_form(r: Reading, a: int, b: int) -> bool:
    return r.word(a).lower().endswith("ing") == r.word(b).lower().endswith("ing")


def _gives(hit: Hit | None, slot: str) -> str | None:
    if hit is None or not _counts(hit):
        return None
    role = hit.trigger.frame.slots.get(slot, "")
    wanted = ("actor", "participant") if hit.trigger.figure == "participants" else ("recipient", "target", "participant")
    if hit.trigger.figure == "surrendered":
        wanted = ("actor", *wanted)
    return hit.trigger.figure if role in wanted else None


def _toll(r: Reading, i: int, v: int, hits: dict[int, Hit]) -> list[Outcome]:
    """The death toll rose to 27; raising the toll to 27; the attack claimed 27 lives."""
    near = (*syntax.subjects(r, v), *syntax.objects(r, v), *syntax.kids(r, v, "nsubj:pass", "obl"))
    for j in near if syntax.lemma(r, v) in _TOLL_VERBS else ():
        if j != i and j in hits and _counts(hits[j]) and (_is_toll(hits[j]) or syntax.lemma(r, v) in ("number", "total")):
            return [Outcome(hits[j].trigger.figure, j, 0.85)]
        if j != i and syntax.lemma(r, j) in _NUMBERS:  # "raised to seven the number of militants killed"
            for m in syntax.modifiers(r, j, "of"):
                if found := _participle(r, m, hits) or _participle(r, j, hits) or _held(r, m, hits) or _within(r, m, hits):
                    return found
    if syntax.lemma(r, i) == "life" and syntax.lemma(r, v) in ("claim", "take", "cost", "lose"):
        return [Outcome("killed", v, 0.9)]
    return []


def _held(r: Reading, i: int, hits: dict[int, Hit]) -> list[Outcome]:
    """ "People in custody"."""
    found = [c for c in syntax.modifiers(r, i, "in", "under") if _counts(hits.get(c))]
    return [Outcome(hits[found[0]].trigger.figure, found[0], 0.8)] if found else []


def _is_toll(hit: Hit) -> bool:
    return bool({"toll", "count", "figure", "number"} & set(hit.trigger.phrase.split()))


def _after(r: Reading, j: int, hits: dict[int, Hit], counted: frozenset[int]) -> list[Outcome]:
    """The words after a phrase: "26 people [in the north] were killed", "12 wounded"."""
    last = r.sentences[r.sentence_of[j - 1]][1]
    prepositional = False
    for k in range(j, min(last, j + _REACH)):
        hit = hits.get(k)
        if hit is not None and _counts(hit) and not prepositional:
            return _patient_outcomes(r, k, hits, last)
        token = r.tokens[k]
        if token.lemma in ("among", "amongst"):
            return _among(r, k, last, hits)
        if r.word(k) in _BREAKS or token.start in counted or token.upos in ("SCONJ", "CCONJ"):
            return []
        if token.upos == "VERB" and syntax.lemma(r, k) not in _RESULT:
            return []
        if token.upos == "ADP":
            prepositional = True
        elif token.upos in ("AUX", "VERB"):
            prepositional = False
        elif token.upos in ("NOUN", "PROPN", "PRON") and not prepositional and syntax.lemma(r, k) not in ("people", "person"):
            return []
    return []


def _among(r: Reading, k: int, last: int, hits: dict[int, Hit]) -> list[Outcome]:
    """ "... three foreigners among the dead militants", "among those killed"."""
    for j in range(k + 1, min(last, k + 5)):
        if _counts(hits.get(j)) and hits[j].trigger.figure != "participants":
            return [Outcome(hits[j].trigger.figure, j, 0.75)]
    return []


def _patient_outcomes(r: Reading, k: int, hits: dict[int, Hit], last: int) -> list[Outcome]:
    """The outcome that the word at `k` gives to what stands before it: not where it is what they do to others."""
    hit = hits[k]
    slots = hit.trigger.frame.slots
    if hit.trigger.figure == "participants":
        acts = slots.get("subj") == "actor" and hit.trigger.pos == "VERB"
        return [Outcome(hit.trigger.figure, k, 0.6)] if acts else []
    if hit.trigger.pos == "VERB" and slots.get("obj") == "recipient":
        if not _past_participle(r, k) or (_takes_object(r, hit.last - 1, last) and not _is_be(r, k - 1)):
            return []
    elif hit.trigger.pos == "NOUN" and hit.trigger.phrase not in ("dead", "wounded", "injured", "missing", "displaced"):
        return []
    out = [Outcome(hit.trigger.figure, k, 0.75)]
    if k + 2 < last and r.word(k + 1).lower() in ("or", "and") and _counts(hits.get(k + 2)):
        other = hits[k + 2]
        if other.trigger.pos != "NOUN" and other.trigger.figure != out[0].kind and _past_participle(r, k + 2):
            out.append(Outcome(other.trigger.figure, k + 2, 0.7))
    return out


def _takes_object(r: Reading, k: int, last: int) -> bool:
    """Whether a noun phrase begins right after the verb at `k`: "three gunmen killed five soldiers"."""
    if k + 1 >= last or syntax.in_time(r, k + 1):
        return False
    counted = any(q.kind == "count" and q.start == r.tokens[k + 1].start for q in r.quantities)  # "killed at least two"
    return counted or r.tokens[k + 1].upos in ("DET", "NUM", "NOUN", "PROPN", "PRON", "ADJ")


def _is_be(r: Reading, i: int) -> bool:
    return i >= 0 and r.tokens[i].upos == "AUX" and syntax.lemma(r, i) in ("be", "get")


def _past_participle(r: Reading, k: int) -> bool:
    """A form that can stand in a passive. Regular past tenses look the same; an object decides elsewhere."""
    word = r.word(k).lower()
    return not word.endswith("ing") and not (word == syntax.lemma(r, k) and word not in ("hurt", "hit", "shot"))


def _before(r: Reading, first: int, hits: dict[int, Hit], counted: frozenset[int]) -> list[Outcome]:
    """The words before a phrase: "killed [at least] 26 people", "the death of three", "death toll of 12"."""
    start = r.sentences[r.sentence_of[first]][0]
    for k in range(first - 1, max(start, first - _REACH) - 1, -1):
        hit = hits.get(k)
        if hit is not None and _counts(hit):
            return _governs(r, k, first, hit)
        token = r.tokens[k]
        if r.word(k) in _BREAKS or r.word(k) == "," or token.start in counted or token.upos in ("SCONJ", "CCONJ", "PRON"):
            return []
        if token.upos == "VERB" and syntax.lemma(r, k) not in _TOLL_VERBS:
            return []
        if token.upos in ("NOUN", "PROPN") and not syntax.in_time(r, k):
            return []
    return []


def _governs(r: Reading, k: int, first: int, hit: Hit) -> list[Outcome]:
    """The outcome that the word at `k` gives to a phrase that begins at `first`."""
    between = {r.word(j).lower() for j in range(max(k + 1, hit.last), first)}
    verbs = [j for j in range(k + 1, first) if r.tokens[j].upos in ("VERB", "AUX")]
    if hit.trigger.pos == "VERB":
        passive = syntax.is_passive(r, k)
        fits = hit.trigger.frame.slots.get("obj") == "recipient" and not passive and not verbs
        return [Outcome(hit.trigger.figure, k, 0.7)] if fits and not between & {"in", "on", "by", "near", "since"} else []
    if _is_toll(hit) and (verbs or between & {"to", "of", "at", ":"}):
        return [Outcome(hit.trigger.figure, k, 0.75)]
    role = hit.trigger.frame.slots.get("of", "")
    return [Outcome(hit.trigger.figure, k, 0.7)] if role == "recipient" and "of" in between and not verbs else []
