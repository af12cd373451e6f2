"""When and where: the time expression and the place name that belong to a predicate."""

import re
from dataclasses import dataclass

from sayso.core import Name, Reading, TimeExpression
from sayso.extract import syntax

_PLACES = ("GPE", "LOC", "FAC")
_IN = set(
    """
    in at on near outside around inside within across throughout of from into to over toward towards against between along off
    """.split()
) | {"north of", "south of", "east of", "west of", "outskirts of", "close to", "next to"}
_DIRECTION = re.compile(
    r"\b((?:\d[\d.,]*|\w+)\s?(?:km|kilomet(?:re|er)s?|miles?)(?:\s+(?:north|south|east|west)\w*)?\s+(?:of|from)|"
    r"(?:north|south|east|west|northeast|northwest|southeast|southwest|north-east|north-west|south-east|south-west)\s+of|"
    r"(?:on\s+the\s+)?outskirts\s+of|(?:the\s+)?countryside\s+of|suburbs?\s+of|rural|near|outside|close\s+to|not\s+far\s+from|between|off)"
    r"\s+(?:the\s+)?(?:(?:city|town|village|capital|port)\s+(?:of\s+)?)?$",
    re.I,
)
_RELATIONS = {
    "outskirts": "outskirts of",
    "countryside": "countryside of",
    "rural": "countryside of",
    "suburb": "outskirts of",
    "outside": "near",
    "close": "near",
    "not far": "near",
}
_LEVELS = 3  # how many heads up a place or time is looked for


@dataclass(frozen=True, slots=True)
class PlaceMention:
    """A place name with the words that relate the event to it. `near` counts the steps in the tree, 9 = only nearby."""

    name: Name
    relation: str
    near: int


def place_of(r: Reading, head: int) -> PlaceMention | None:
    """The place that the tree gives to a predicate: its own phrases first, then those of the clauses above it."""
    for step, i in enumerate(_upwards(r, head)):
        for c in syntax.kids(r, i, "obl", "nmod", "appos", "compound", "advcl", "dep"):
            if step and r.tokens[c].deprel == "compound":
                continue
            found = _place_in(r, c)
            if found is not None and not _is_party(r, c):
                return PlaceMention(found, relation(r, found), step)
    return None


def places_near(r: Reading, sentence: int) -> list[PlaceMention]:
    """Places of a sentence that stand after a preposition of place, in text order."""
    first, last = r.sentences[sentence]
    out = []
    for n in r.names:
        if n.label in _PLACES and first <= n.first < last and syntax.case(r, _head_of(r, n)) in _IN:
            out.append(PlaceMention(n, relation(r, n), 9))
    return out


def relation(r: Reading, name: Name) -> str:
    """How the place is related to the event, from the words before its name: near, outskirts of, 40 km from, in."""
    found = _DIRECTION.search(r.text[max(0, name.start - 60) : name.start])
    if not found:
        return "in"
    words = re.sub(r"\s+", " ", found.group(1)).lower()
    return next((value for key, value in _RELATIONS.items() if key in words), words)


def time_of(r: Reading, head: int) -> TimeExpression | None:
    """The date that belongs to a predicate: in its own phrases, in those of the clauses above it, else in its sentence."""
    for i in _upwards(r, head):
        for c in syntax.kids(r, i, "obl", "nmod", "advmod", "nummod", "acl", "amod", "compound", "dep"):
            found = _time_at(r, c)
            if found is not None:
                return found
    return None


def times_in(r: Reading, sentence: int) -> list[TimeExpression]:
    """Dates with a value that stand in a sentence, in text order."""
    span = r.sentence_span(sentence)
    return [t for t in r.times if span.start <= t.start < span.end and usable(t)]


def usable(t: TimeExpression) -> bool:
    """A date that can date an event: a value of its own, no duration and no "every Friday"."""
    return t.kind in ("DATE", "TIME") and bool(t.edtf) and t.edtf not in ("PRESENT_REF", "PAST_REF", "FUTURE_REF")


def _upwards(r: Reading, head: int) -> list[int]:
    """The predicate and the predicates above it, without crossing into a clause that reports it."""
    out = [head]
    i = head
    for _ in range(_LEVELS):
        token = r.tokens[i]
        if token.head == i or syntax.base(token.deprel) in ("ccomp", "parataxis", "acl:relcl"):
            break
        i = token.head
        out.append(i)
    return out


def _time_at(r: Reading, i: int) -> TimeExpression | None:
    tokens = sorted(r.subtree(i))[:12]
    for t in r.times:
        if usable(t) and any(t.start <= r.tokens[j].start < t.end for j in tokens):
            return t
    return None


def _place_in(r: Reading, i: int) -> Name | None:
    """The most specific place name in a phrase: "in the town of A in B province" is A, "in A, B" is A."""
    if syntax.case(r, i) not in _IN and r.tokens[i].deprel not in ("appos", "compound"):
        return None
    first, last = syntax.phrase(r, i)
    own = _name_at(r, i)
    inside = [n for n in r.names if n.label in _PLACES and first <= n.first < last]
    if own is not None and own.label in _PLACES:
        return own
    return inside[0] if inside else None


def _is_party(r: Reading, i: int) -> bool:
    """A place name that stands for its government: "clashes between A and B", "talks with A"."""
    return syntax.case(r, i) in ("with", "by", "between", "against") and r.tokens[i].deprel != "compound"


def _name_at(r: Reading, i: int) -> Name | None:
    return next((n for n in r.names if n.first <= i < n.last), None)


def _head_of(r: Reading, n: Name) -> int:
    """The token of a name whose head lies outside it."""
    return next((i for i in range(n.first, n.last) if not n.first <= r.tokens[i].head < n.last), n.first)
