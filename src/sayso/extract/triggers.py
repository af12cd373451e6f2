"""Where a reading has words that tell of an event or carry a figure: the trigger lexicon laid over the parse."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import cache
from importlib.resources import files

from sayso.core import Reading
from sayso.extract import people, setting, syntax
from sayso.ontology import load
from sayso.ontology.tables import read_table
from sayso.ontology.triggers import Trigger, Triggers

_ARTICLES = {"a", "an", "the"}
_PARTICLES = set("up down out off back in on over away from to at into against of with".split())
_MEASURES = set("number series dozen hundred thousand score couple wave barrage volley total lot".split())
_GAP = 5  # tokens that a "*" may stand for
_POS = {
    "VERB": ("VERB", "ADJ"),
    "AUX": ("VERB",),
    "NOUN": ("NOUN",),
    "PROPN": ("NOUN", "ADJ"),
    "ADJ": ("ADJ", "VERB"),
    "X": ("NOUN",),
}


@dataclass(frozen=True, slots=True)
class Hit:
    """A trigger entry at tokens [first, last) with its head token. `blocked` names the context that makes it no event."""

    head: int
    first: int
    last: int
    trigger: Trigger
    blocked: str = ""

    @property
    def is_event(self) -> bool:
        return not self.blocked and self.trigger.strength in ("strong", "weak")


def find(r: Reading, lexicon: Triggers) -> list[Hit]:
    """All hits in text order, one for each head token: the longest entry whose needs are met."""
    hits: list[Hit] = []
    taken: set[int] = set()
    told = _harm_by_sentence(r, lexicon)
    harm = [any(told[max(0, k - 1) : k + 2]) for k in range(len(told))]
    for i, token in enumerate(r.tokens):
        if i in taken:
            continue
        hit = _at(r, lexicon, i, _POS.get(token.upos, ()), harm)
        if hit is not None:
            hits.append(_operated(r, hit))
            taken.update(range(hit.first, hit.last))
    return hits


@cache
def operators(language: str) -> dict[str, tuple[tuple[tuple[str, ...], str], ...]]:
    """Verb to (types it works on, what they become)."""
    types = load().types
    out: dict[str, list[tuple[tuple[str, ...], str]]] = {}
    for row in read_table(files("sayso.lexicons") / language / "operators.tsv", ("verb", "over", "type"), ("verb", "type")):
        out.setdefault(row.filled("verb"), []).append((row.each_of("over", types), row.one_of("type", types)))
    return {verb: tuple(rules) for verb, rules in out.items()}


def _operated(r: Reading, hit: Hit) -> Hit:
    """The hit as what a verb over it makes of it: a lifted siege is RETREAT, suspended aid SANCTION."""
    token = r.tokens[hit.head]
    rel = syntax.base(token.deprel)
    passive = token.deprel == "nsubj:pass"
    noun = hit.trigger.pos == "NOUN"
    if not (rel in ("obj", "obl") or passive if noun else rel == "xcomp") or token.head == hit.head or not hit.trigger.type:
        return hit
    if rel == "obl" and syntax.case(r, hit.head) not in ("for", "from", "to"):
        return hit
    for over, type_ in operators(r.language).get(_with_particle(r, token.head), ()):
        if hit.trigger.type in over:
            return replace(hit, trigger=replace(hit.trigger, type=type_, mode="", figure=""))
    return hit


def _with_particle(r: Reading, verb: int) -> str:
    particles = syntax.kids(r, verb, "compound:prt")
    phrase = " ".join([syntax.lemma(r, verb), *(r.word(p).lower() for p in particles)])
    return phrase if particles and phrase in operators(r.language) else syntax.lemma(r, verb)


def _at(r: Reading, lexicon: Triggers, i: int, tags: tuple[str, ...], harm: list[bool]) -> Hit | None:
    word = r.word(i).lower()
    lemma = syntax.lemma(r, i)
    for pos in tags:
        for trigger in (*lexicon.at(lemma, pos), *(lexicon.at(word, pos) if word != lemma and pos == "ADJ" else ())):
            reach = _match(r, i, trigger)
            if reach is None:
                continue
            scope = _scope(r, i)
            if lexicon.admits(trigger, _object_kind(r, i), harm[r.sentence_of[i]], scope):
                return Hit(i, *reach, trigger, lexicon.blocked(trigger, scope) or _by_accident(r, lexicon, trigger, i))
    return None


def _by_accident(r: Reading, lexicon: Triggers, trigger: Trigger, i: int) -> str:
    """ "Accident" where people die of one and nobody in the sentence attacks; or where they are told as harmed right after a sentence of that
    kind ("A dam burst on Monday. Forty people were injured.")."""
    harms = trigger.figure in ("killed", "wounded")
    if not (harms or (trigger.type == "ASSAULT" and trigger.strength in ("strong", "weak"))):
        return ""
    if lexicon.holds("attacked", _scope(r, i)):
        return ""
    before = r.sentences[r.sentence_of[i] - 1][0] if harms and r.sentence_of[i] else None
    for at in (i, before):
        if at is not None and lexicon.holds("accident", _scope(r, at)) and not lexicon.holds("attacked", _scope(r, at)):
            return "accident"
    return ""


def _match(r: Reading, i: int, trigger: Trigger) -> tuple[int, int] | None:
    """Token range of a phrase whose head is at `i`, None if the other words are not there."""
    if len(trigger.tokens) == 1:
        return i, i + 1
    first, last = r.sentences[r.sentence_of[i]]
    before = _walk(r, i, trigger.tokens[: trigger.head][::-1], -1, first - 1)
    after = _walk(r, i, trigger.tokens[trigger.head + 1 :], 1, last)
    if before is not None and after is not None:
        return before, after + 1
    below = trigger.pos == "VERB" and trigger.head == 0 and _hangs_below(r, i, trigger.tokens[1:])
    return (i, i + 1) if below else None


def _hangs_below(r: Reading, verb: int, words: tuple[str, ...]) -> bool:
    """Whether the words of a phrase hang on its verb, whatever stands between: "launched 59 cruise missiles", "rockets fired by"."""
    noun, others = words[-1], {w for w in words[:-1] if w not in _ARTICLES}
    if "*" in words or others - _PARTICLES:
        return False
    particles = {r.word(c).lower() for c in syntax.kids(r, verb, "compound:prt")}
    if others <= particles and any(_counted(r, o) == noun for o in syntax.patients(r, verb)):
        return True
    return any(_counted(r, c) == noun and {syntax.case(r, c)} | particles >= others > set() for c in syntax.kids(r, verb, "obl"))


def _counted(r: Reading, i: int) -> str:
    """The lemma of a noun; of "a number of rockets" that of what is counted."""
    inner = syntax.modifiers(r, i, "of") if syntax.lemma(r, i) in _MEASURES else []
    return syntax.lemma(r, inner[0] if inner else i)


def _walk(r: Reading, i: int, words: tuple[str, ...], step: int, stop: int) -> int | None:
    """Index of the last word matched going from `i` in direction `step`; determiners and hyphens between are passed."""
    gap = 0
    for word in words:
        if word == "*":
            gap = _GAP
            continue
        j, left = i + step, gap
        while j != stop and not _is(r, j, word):
            passing = r.tokens[j].upos in ("DET", "PUNCT") and r.word(j) in {"the", "a", "an", "-", "The"}
            if not passing:
                if left <= 0 or r.tokens[j].upos in ("VERB", "PUNCT"):
                    return None
                left -= 1
            j += step
        if j == stop:
            return None
        i, gap = j, 0
    return i


def _is(r: Reading, i: int, word: str) -> bool:
    return syntax.lemma(r, i) == word or r.word(i).lower() == word


def _scope(r: Reading, i: int) -> Callable[[str], str]:
    """The words of the places where a context may show itself, around the trigger at `i`."""

    def heads(*deprels: str) -> str:
        return " ; ".join(r.words(*syntax.phrase(r, c)) for c in syntax.kids(r, i, *deprels))

    def text(scope: str) -> str:
        if scope == "sentence":
            return r.words(*r.sentences[r.sentence_of[i]])
        if scope == "subject":
            return " ; ".join(r.words(*syntax.phrase(r, s)) for s in syntax.subjects(r, i))
        if scope == "object":
            return " ; ".join(
                r.words(*syntax.phrase(r, o)) for o in (*syntax.patients(r, i), *syntax.modifiers(r, i, "of", "on"))
            )
        if scope == "particle":
            return heads("compound:prt", "advmod")
        return heads("amod", "compound", "nmod:poss")

    return text


def _object_kind(r: Reading, i: int) -> str:
    """Whether a trigger was done to a person, a place or a thing; "" if it has no object."""
    found = syntax.patients(r, i) or syntax.modifiers(r, i, "of")
    for o in found:
        if (
            people.is_person(r, o)
            or r.word(o).lower() == "those"
            or any(people.is_person(r, m) for m in syntax.modifiers(r, o, "of"))
        ):
            return "person"
        if people.label_at(r, o) in setting.PLACES or any(people.label_at(r, a) in setting.PLACES for a in _named_by(r, o)):
            return "place"
    return "thing" if found else ""


def _named_by(r: Reading, i: int) -> list[int]:
    """Names that say which place a noun means: "the town of A", "A airport"; none for other nouns."""
    return syntax.kids(r, i, "nmod", "appos", "compound", "flat") if syntax.lemma(r, i) in setting.KINDS else []


def _harm_by_sentence(r: Reading, lexicon: Triggers) -> list[bool]:
    """For each sentence whether it tells of people killed or wounded."""
    out = [False] * len(r.sentences)
    for i, token in enumerate(r.tokens):
        for pos in _POS.get(token.upos, ()):
            if any(
                len(t.tokens) == 1 and t.figure in ("killed", "wounded", "casualties")
                for t in lexicon.at(syntax.lemma(r, i), pos)
            ):
                out[r.sentence_of[i]] = True
    return out
