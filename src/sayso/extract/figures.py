"""How many, of whom, and what happened to them: counts of people found through the parse.

A draft names tokens; chains, events and ids are added when the document is put together.
"""

import re
from dataclasses import dataclass, replace

from sayso.core import Quantity, Quote, Reading, Unused
from sayso.extract import people, syntax
from sayso.extract.triggers import Hit

_PART = {"including", "among", "include"}  # prepositions that set a part apart from a whole
_OF_PEOPLE = set(
    """
    group crowd family team crew dozen number total majority gang member hundred thousand band
    """.split()
)
_RESULT = set(
    """
    leave find fear believe report confirm presume pronounce declare say think estimate know list
    """.split()
)
_MORE = re.compile(r"\b(another|more|other|others|additional|further|else)\b", re.I)
_REVISED = re.compile(r"\b(up|rais\w+|ris\w+|rose|revis\w+|climb\w+|increas\w+|lower\w+|cut|down)\b[^.;]{0,60}\bfrom\b", re.I)
_CONTRAST = re.compile(r"\b(although|though|but|while|whereas|however|yet|by contrast|in contrast|instead)\b", re.I)
_NOT_PEOPLE = set(
    """
    percent hour day week month year km kilometre kilometer mile dollar ton tonne rocket shell house home building
    vehicle car tank truck bus shot round bullet bomb minute animal sheep cow horse dog city town village province
    district country time attack raid strike explosion blast case incident count charge site location weapon rifle page
    metre
    """.split()
)


@dataclass(frozen=True, slots=True)
class Draft:
    """A figure before it has an id, events and a chain. `head` is the token counted, `predicate` the one that gives the kind."""

    head: int
    predicate: int
    kind: str
    low: int | None
    high: int | None
    comparator: str
    quote: Quote
    of: Quote | None
    group: str
    score: float
    whole: int | None = None  # head of the phrase that this is a part of
    adds: bool = False
    scope: Quote | None = None


@dataclass(frozen=True, slots=True)
class _Kind:
    kind: str
    predicate: int
    score: float
    whole: int | None = None


def find(r: Reading, hits: list[Hit]) -> tuple[list[Draft], list[Unused]]:
    """Drafts of all figures in text order, and the counts that were not used with the reason."""
    by_head = {h.head: h for h in hits}
    drafts: list[Draft] = []
    unused: list[Unused] = []
    for q in r.quantities:
        if q.kind != "count":
            continue
        found = _counted(r, q, by_head)
        if isinstance(found, Unused):
            unused.append(found)
        else:
            drafts += found
    drafts += _uncounted(r, hits, drafts)
    drafts.sort(key=lambda d: d.quote)
    return drafts, unused


def _counted(r: Reading, q: Quantity, hits: dict[int, Hit]) -> list[Draft] | Unused:
    number = r.token_at(q.number.start)
    if number is None:
        return []
    head = q.noun if q.noun is not None else number
    quote = _quote(r, q, head)
    if syntax.lemma(r, head) in _NOT_PEOPLE:
        return Unused(quote, f"counts {r.word(head)}, not people")
    human = people.is_person(r, head) or head == number or _figure_noun(hits, head) or syntax.lemma(r, head) in _OF_PEOPLE
    kinds = _kinds(r, head, hits)
    if head == number and not kinds:
        kinds = _beside(r, q, hits)
    if not human:
        kinds = [k for k in kinds if _takes_people(k.kind)]
    if not kinds:
        return Unused(quote, "no word says what happened to them" if human else f"{r.word(head)} is no word for people")
    if len({k.kind for k in kinds}) > 1 and q.high != 0:
        kinds = [_Kind("casualties", kinds[0].predicate, kinds[0].score * 0.9, kinds[0].whole)]
    of = None if head == number else _of(r, head, hits)
    draft = Draft(
        head,
        0,
        "",
        q.low,
        q.high,
        q.comparator,
        quote,
        of,
        people.group(r, head),
        0.0,
        adds=bool(_MORE.search(quote.words)),
        scope=_scope(r, kinds[0].predicate),
    )
    return [replace(draft, kind=k.kind, predicate=k.predicate, score=k.score, whole=k.whole) for k in kinds]


def _takes_people(kind: str) -> bool:
    return kind in ("killed", "wounded", "detained", "abducted", "displaced", "surrendered")


def _figure_noun(hits: dict[int, Hit], i: int) -> bool:
    return i in hits and bool(hits[i].trigger.figure) and hits[i].trigger.pos != "VERB"


def _quote(r: Reading, q: Quantity, head: int) -> Quote:
    """The number with what is counted: from the comparator to the end of the noun, not further."""
    end = q.end
    if q.noun is not None and r.tokens[head].start >= q.start:
        gap = r.text[q.end : r.tokens[head].end] if r.tokens[head].end > q.end else ""
        if len(gap) <= 60:
            end = max(end, r.tokens[syntax.phrase(r, head, numbers=True, nested=False)[1] - 1].end)
    return Quote.at(r.text, q.start, max(end, q.end))


def _of(r: Reading, head: int, hits: dict[int, Hit]) -> Quote | None:
    """Whom, in the words of the text. "Dead" and "casualties" do not say; "the death of 22 civilians" does."""
    if _figure_noun(hits, head) and not people.is_person(r, head):
        inner = syntax.modifiers(r, head, "of", "among")
        if hits[head].trigger.figure == "participants":
            return syntax.quote_of(r, syntax.phrase(r, head, nested=False))
        return syntax.quote_of(r, syntax.phrase(r, inner[0], nested=False)) if inner else None
    first, last = syntax.phrase(r, head, nested=False)
    while first < head and (
        syntax.lemma(r, first) in ("a", "the", "an", "another", "other", "more", "some") and first + 1 < head
    ):
        first += 1
    return syntax.quote_of(r, (first, last))


def _kinds(r: Reading, i: int, hits: dict[int, Hit], depth: int = 0) -> list[_Kind]:
    """What happened to the people named at token `i`, with the token that says so. Two kinds: "killed or wounded"."""
    if depth > 4:
        return []
    found = _from_head(r, i, hits, depth)
    if found:
        return found
    for c in syntax.kids(r, i, "acl"):
        found = _through(r, c, hits, "obj" if syntax.is_passive(r, c) else "subj", 0.9)
        if found:
            return found
    for c in syntax.kids(r, i, "amod"):
        if c in hits and hits[c].trigger.figure and not hits[c].blocked:
            return [_Kind(hits[c].trigger.figure, c, 0.85)]
    if _figure_noun(hits, i):
        return [_Kind(hits[i].trigger.figure, i, 0.85)]
    for s in syntax.kids(r, i, "nsubj"):  # "the death toll is 27", "the dead were 12", "six were among 22 people killed"
        if _figure_noun(hits, s):
            return [_Kind(hits[s].trigger.figure, s, 0.85)]
    return []


def _from_head(r: Reading, i: int, hits: dict[int, Hit], depth: int) -> list[_Kind]:
    token = r.tokens[i]
    h, rel = token.head, syntax.base(token.deprel)
    if h == i:
        return []
    if rel == "conj":
        return _kinds(r, h, hits, depth + 1) if r.tokens[h].upos != "VERB" else []
    prep = syntax.case(r, i)
    if prep in _PART or rel == "appos":
        return [replace(k, whole=h, score=k.score * 0.95) for k in _kinds(r, h, hits, depth + 1)]
    if token.deprel == "nsubj" and syntax.case(r, h) == "among":
        return [replace(k, whole=h) for k in _kinds(r, h, hits, depth + 1)]
    if rel in ("nsubj", "obj", "iobj", "csubj"):
        slot = "obj" if token.deprel.endswith(":pass") or rel in ("obj", "iobj") else "subj"
        return _through(r, h, hits, slot, 0.95) or _toll(r, i, h, hits)
    if rel in ("obl", "nmod", "compound", "amod"):
        slot = "poss" if token.deprel == "nmod:poss" else rel if rel in ("compound", "amod") else prep or "of"
        found = _through(r, h, hits, slot, 0.9) or _toll(r, i, h, hits)
        if not found and rel == "nmod" and prep == "of" and (people.is_person(r, h) or syntax.lemma(r, h) in _OF_PEOPLE):
            found = _kinds(r, h, hits, depth + 1)
        return found
    if rel in ("nummod", "dep", "xcomp", "ccomp", "parataxis") and r.tokens[h].upos != "VERB":
        return _kinds(r, h, hits, depth + 1)
    return []


def _through(r: Reading, v: int, hits: dict[int, Hit], slot: str, score: float) -> list[_Kind]:
    """Kinds that the predicate at `v` gives to who stands in `slot`, also through "left 12 dead" and "are feared dead"."""
    out = []
    if (kind := _gives(hits.get(v), slot)) is not None:
        out.append(_Kind(kind, v, score))
    for x in syntax.kids(r, v, "xcomp", "ccomp", "obl", "advcl") if syntax.lemma(r, v) in _RESULT or not out else []:
        if syntax.base(r.tokens[x].deprel) in ("xcomp", "ccomp") or r.tokens[x].upos in ("ADJ",):
            inner = "obj" if r.tokens[x].upos == "VERB" and syntax.is_passive(r, x) else "subj"
            if (kind := _gives(hits.get(x), inner)) is not None and not out:
                out.append(_Kind(kind, x, score * 0.95))
    for c in syntax.kids(r, v, "conj"):  # "were killed or wounded"
        if (
            out
            and not syntax.kids(r, c, "nsubj", "obj")
            and (kind := _gives(hits.get(c), slot)) is not None
            and kind != out[0].kind
        ):
            out.append(_Kind(kind, c, score * 0.9))
    return out


def _gives(hit: Hit | None, slot: str) -> str | None:
    if hit is None or hit.blocked or not hit.trigger.figure:
        return None
    role = hit.trigger.frame.slots.get(slot, "")
    wanted = ("actor",) if hit.trigger.figure == "participants" else ("recipient", "target", "participant")
    return hit.trigger.figure if role in wanted else None


def _toll(r: Reading, i: int, v: int, hits: dict[int, Hit]) -> list[_Kind]:
    """The death toll rose to 27; raising the toll to 27; the attack claimed 27 lives."""
    for j in (*syntax.subjects(r, v), *syntax.objects(r, v), *syntax.kids(r, v, "nsubj:pass")):
        if j != i and j in hits and hits[j].trigger.figure and "toll" in hits[j].trigger.phrase.split():
            return [_Kind(hits[j].trigger.figure, j, 0.85)]
    if syntax.lemma(r, i) == "life" and syntax.lemma(r, v) in ("claim", "take", "cost", "lose"):
        return [_Kind("killed", v, 0.9)]
    return []


def _beside(r: Reading, q: Quantity, hits: dict[int, Hit]) -> list[_Kind]:
    """For a bare number that the parse leaves alone: the word next to it ("Four killed: ministry")."""
    following = r.token_at(q.end)
    for j in (following, None if following is None else following + 1):
        if j is None or j not in hits or not syntax.in_same_sentence(r, j, r.token_at(q.start) or 0):
            continue
        if hits[j].trigger.figure and not hits[j].blocked:
            return [_Kind(hits[j].trigger.figure, j, 0.6)]
    return []


def _uncounted(r: Reading, hits: list[Hit], counted: list[Draft]) -> list[Draft]:
    """Persons named or described singly ("killing a child"), and bare plurals ("civilians were wounded")."""
    taken = {d.head for d in counted}
    numbers = [(q.start, q.end) for q in r.quantities if q.kind == "count"]
    out = []
    for hit in hits:
        if not hit.trigger.figure or hit.blocked or hit.trigger.figure == "participants" or hit.trigger.pos == "ADJ":
            continue
        for i in victims(r, hit):
            if i in taken or not people.is_person(r, i) or r.tokens[i].upos == "PRON":
                continue
            first, last = syntax.phrase(r, i, numbers=True, nested=False)
            quote = syntax.quote_of(r, (first, last))
            if any(a < quote.end and quote.start < b for a, b in numbers):
                continue
            taken.add(i)
            single = r.tokens[i].upos == "PROPN" or not _plural(r, i)
            low, comparator, score = (1, "exactly", 0.7) if single else (None, "plural", 0.5)
            kind = hit.trigger.figure
            out.append(Draft(i, hit.head, kind, low, low, comparator, quote, quote, people.group(r, i), score))
    return out


def victims(r: Reading, hit: Hit) -> list[int]:
    """Heads of the phrases to whom the trigger's frame says it was done."""
    roles = hit.trigger.frame.slots
    out: list[int] = []
    if hit.trigger.pos in ("VERB", "ADJ"):
        if roles.get("obj") == "recipient":
            out += syntax.patients(r, hit.head)
        if roles.get("subj") == "recipient":
            out += syntax.subjects(r, hit.head)
    else:
        for prep in ("of", "on", "against", "between"):
            if roles.get(prep) == "recipient":
                out += [j for m in syntax.modifiers(r, hit.head, prep) for j in syntax.conjuncts(r, m)]
        if roles.get("poss") == "recipient":
            out += syntax.kids(r, hit.head, "nmod:poss")
    return out


def _plural(r: Reading, i: int) -> bool:
    if syntax.has_feat(r, i, "Number=Plur"):
        return True
    return not syntax.has_feat(r, i, "Number=Sing") and r.word(i).lower() != syntax.lemma(r, i)


def _scope(r: Reading, predicate: int) -> Quote | None:
    """A period that the number covers ("since January"), as the text words it."""
    for c in syntax.kids(r, predicate, "obl", "advcl", "nmod"):
        marks = {r.word(m).lower() for m in syntax.kids(r, c, "case", "mark")}
        if "since" in marks:
            tokens = sorted(r.subtree(c))
            return syntax.quote_of(r, (tokens[0], tokens[-1] + 1))
    return None


def relations(r: Reading, drafts: list[Draft]) -> dict[int, list[tuple[str, int]]]:
    """For drafts by index: (part_of | adds_to | replaces | contrasts, index of the other draft)."""
    out: dict[int, list[tuple[str, int]]] = {}
    for k, d in enumerate(drafts):
        if d.whole is not None:
            whole = next((j for j, o in enumerate(drafts) if j != k and o.head == d.whole and o.kind == d.kind), None)
            if whole is not None:
                out.setdefault(k, []).append(("part_of", whole))
        before = [j for j in range(k) if drafts[j].kind == d.kind and _near(r, drafts[j], d)]
        if not before:
            continue
        j = before[-1]
        between = r.text[drafts[j].quote.end : d.quote.start]
        same_sentence = syntax.in_same_sentence(r, drafts[j].head, d.head)
        if d.adds:
            out.setdefault(k, []).append(("adds_to", j))
        elif (
            same_sentence
            and _REVISED.search(r.text[max(0, drafts[j].quote.start - 60) : d.quote.end])
            and re.search(r"\bto\b", between)
        ):
            out.setdefault(k, []).append(("replaces", j))
        elif (
            same_sentence and _CONTRAST.search(between) and (d.low, d.high) != (drafts[j].low, drafts[j].high) and d.whole is None
        ):
            out.setdefault(k, []).append(("contrasts", j))
    return out


def _near(r: Reading, a: Draft, b: Draft) -> bool:
    return 0 <= r.sentence_of[b.head] - r.sentence_of[a.head] <= 1
