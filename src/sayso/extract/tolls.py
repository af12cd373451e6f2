"""Numbers that somebody puts a toll at: "the clinic put the number of miners killed at four", "other sites wrote six"."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from sayso.core import Quote, Reading, Span
from sayso.extract import parties, syntax
from sayso.extract.triggers import Hit

_TELLS = set(
    """
    speak put give cite mention talk write estimate report count arrive place raise revise bring lower list
    """.split()
)
_TELLERS = set(
    "site website station radio paper newspaper media medium report channel commission observer source he she we they it".split()
)
_COUNTS = set("put give report cite count estimate record document list register tally see".split())  # who did so is its speaker
_CLIMBS = 4  # words between what is counted and the verb of who counts
_BRACKETED = re.compile(r"[\w ]{0,20}\(([^()\n]{2,40})\)[ \t]*(?:[.,;\n]|$)")
_NUMBERS = {"number", "toll", "total", "figure", "count", "tally", "estimate"}
_ALSO = {"hold": "detained", "jail": "detained", "lose": "missing"}  # beside the words that tell of it everywhere
_PUT_AT = {"at", "to", "from", "above", "below", "over"}
_AMONG = 6  # tokens after "the number of" in which a word says what happened
_BEFORE = 25  # tokens before a number, in its own or the last sentence, in which the toll is named


class Told(Protocol):
    """What a figure before says of its kind."""

    @property
    def kind(self) -> str: ...
    @property
    def predicate(self) -> int: ...
    @property
    def of(self) -> Quote | None: ...


@dataclass(frozen=True, slots=True)
class Toll:
    """Kind and predicate of a bare number, the noun that it counts where the sentence names it, who tells it by which verb."""

    kind: str
    predicate: int
    noun: int | None
    of: Quote | None
    speaker: int | None
    verb: int | None


def told(r: Reading, number: int, hits: dict[int, Hit], before: Sequence[Told], ever: Sequence[Told] = ()) -> Toll | None:
    """What a number without a noun counts where a verb of telling governs it: as the sentence says, else the figures `before` it,
    else the last word before that tells of harm; of what is called a toll also the last figure told `ever`."""
    verb = next(
        (v for v in list(syntax.climb(r, number))[:4] if syntax.lemma(r, v) in _TELLS and r.tokens[v].upos == "VERB"), None
    )
    own = [j for j in syntax.kids(r, number, "nsubj") if syntax.lemma(r, j) in _NUMBERS]
    if verb is None and not own:
        return None
    put_at = syntax.case(r, number) in _PUT_AT
    if any(_counts(hits.get(i)) for i in (r.tokens[number].head, number + 1) if i != verb) and not put_at:
        return None  # "said four were killed" says it itself
    speaker = _speaker(r, verb) if verb is not None else next(iter(syntax.kids(r, own[0], "nmod:poss")), None)
    if (named := _named_toll(r, number, hits)) is not None:
        kind, noun, predicate = named
        return Toll(kind, predicate, noun, None, speaker, verb)
    if verb is not None and syntax.subjects(r, verb) and number not in _complements(r, verb):
        return None
    if before:
        return Toll(before[0].kind, before[0].predicate, None, before[0].of, speaker, verb)
    start = max(r.sentences[max(0, r.sentence_of[number] - 1)][0], number - _BEFORE)
    last = next((i for i in range(number - 1, start - 1, -1) if _counts(hits.get(i))), None)
    if last is not None:
        return Toll(hits[last].trigger.figure, last, None, None, speaker, verb)
    return Toll(ever[0].kind, number, None, ever[0].of, speaker, verb) if own and ever else None


def teller(r: Reading, head: int, quote: Quote) -> tuple[int, int | None] | None:
    """Who the clause itself names as the one who counts, and the verb: "[the clinic] gave a toll of [four]", "[he] counted them: [four]",
    "four killed ([the Herald])". Tokens."""
    if (named := _bracketed(r, quote)) is not None:
        return named, None
    v = (r.token_at(quote.start) or 0) - 1  # "some media report [four]", wherever the parse hangs it
    if v > 0 and r.tokens[v].upos == "VERB" and syntax.lemma(r, v) in _COUNTS - {"see"} and _may_tell(r, v - 1):
        return v - 1, v
    below = head
    for v in list(syntax.climb(r, head))[:_CLIMBS]:
        if r.tokens[v].upos == "VERB":
            side = syntax.base(r.tokens[below].deprel)
            if syntax.lemma(r, v) in _COUNTS and side in ("obj", "obl", "parataxis", "ccomp", "xcomp", "dep", "appos"):
                speaker = _speaker(r, v)
                return None if speaker is None or speaker == head else (speaker, v)
            if side not in ("obj", "acl", "xcomp"):
                return None
        below = v
    return None


def _may_tell(r: Reading, i: int) -> bool:
    return r.tokens[i].upos in ("NOUN", "PROPN", "PRON") and (parties.is_party(r, i) or syntax.lemma(r, i) in _TELLERS)


def _bracketed(r: Reading, quote: Quote) -> int | None:
    """Head of the name in brackets that ends the clause of a number, as a source is given in lists."""
    found = _BRACKETED.match(r.text, quote.end)
    if found is None:
        return None
    at = r.token_at(found.start(1))
    if at is None or at >= len(r.tokens) or (name := r.name_of.get(at)) is None:
        return None
    covers = name.end >= found.end(1) - 2
    whole = (
        (
            name.label in ("ORG", "PERSON") if covers else name.last < (r.token_at(found.end(1)) or 0)
        )  # no place, but what bears its name
        and all(r.tokens[i].upos in ("PROPN", "NOUN", "ADJ") for i in syntax.tokens_of(r, found.start(1), found.end(1)))
    )
    return r.head_of(Span(found.start(1), found.end(1))) if whole else None


def _complements(r: Reading, verb: int) -> list[int]:
    """What a verb of telling puts the toll at: its objects, "at", "to", "of" phrases, and the clause "that there were"."""
    out = [*syntax.objects(r, verb), *syntax.modifiers(r, verb, "at", "to", "of", "above", "over", "below")]
    out += syntax.kids(r, verb, "xcomp")
    out += [n for o in syntax.objects(r, verb) if syntax.lemma(r, o) in _NUMBERS for n in syntax.kids(r, o, "nummod")]
    for c in syntax.kids(r, verb, "ccomp"):
        if syntax.kids(r, c, "expl"):
            out += [c, *syntax.kids(r, c, "nsubj")]
    return [k for j in out for k in syntax.conjuncts(r, j)]


def _named_toll(r: Reading, number: int, hits: dict[int, Hit]) -> tuple[str, int | None, int] | None:
    """(kind, noun, predicate) of "the number of miners killed" in the sentence of a number."""
    first, last = r.sentences[r.sentence_of[number]]
    for j in range(first, last):
        if syntax.lemma(r, j) not in _NUMBERS or r.tokens[j].upos != "NOUN" or (j > first and r.tokens[j - 1].upos == "NUM"):
            continue
        if _counts(hits.get(j)):
            return hits[j].trigger.figure, None, j
        noun = next((k for k in range(j + 1, min(last, j + _AMONG)) if r.tokens[k].upos == "NOUN"), None)
        for k in range(noun + 1 if noun is not None else last, min(last, j + _AMONG)):
            if _counts(hits.get(k)):
                return hits[k].trigger.figure, noun, k
            if syntax.lemma(r, k) in _ALSO:
                return _ALSO[syntax.lemma(r, k)], noun, k
    return None


def _speaker(r: Reading, verb: int) -> int | None:
    """Who tells: the subject of an active verb that can speak."""
    if syntax.is_passive(r, verb):
        return None
    return next((s for s in syntax.subjects(r, verb) if _may_tell(r, s)), None)


def _counts(hit: Hit | None) -> bool:
    return hit is not None and hit.trigger.figure not in ("", "participants") and not hit.blocked
