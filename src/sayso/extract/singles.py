"""Persons told one by one, without a number: named or described ("killing a child"), set apart from a number, listed; and bare plurals."""

from collections.abc import Iterator, Sequence

from sayso.core import Quote, Reading
from sayso.extract import people, syntax
from sayso.extract.figure import Draft
from sayso.extract.outcomes import GROUPS, PART, is_figure_noun
from sayso.extract.triggers import Hit

NOT_YET = {"planned", "threatened", "feared", "hypothetical"}
ARTICLES = {"a", "an", "one", "another"}
NUMBERS = {"number", "toll", "total", "figure", "count", "tally"}
_OF_HIM = ("killed", "wounded", "detained")
_LISTS = {"include", "identify", "name"}
_FINDING = {"find", "pronounce", "declare", "discover"}
_DEFINITE = ("the", "this", "that")
_TOLD_OF_ONE = ("killed", "bodies_found")  # kinds of which "the man" may be told for the first time
_PAIRS = {"couple", "pair", "duo", "brothers", "sisters", "twins"}
_OWNERS = {"his", "her", "their", "its"}
_APART = 12  # tokens after a number in which somebody is set apart from it
_BEFORE_NAME = {"NOUN", "PROPN", "ADJ", "NUM", "PUNCT", "DET"}
_HARMS = ("killed", "wounded")
_BODY = {"body", "corpse", "remains"}


def find(r: Reading, hits: list[Hit], by_head: dict[int, Hit], counts: set[int], drafts: list[Draft]) -> list[Draft]:
    """Drafts of all that no number counts; `counts` are the heads of numbers, `drafts` the figures that these gave."""
    out = _uncounted(r, hits, counts | {d.head for d in drafts})
    out += _singled_out(r, [*drafts, *out])
    out += _listed(r, by_head, [*drafts, *out])
    return out


def commitment_of(r: Reading, i: int) -> str:
    """What the text commits to about the predicate at a token, "" for any other."""
    return next((p.commitment for p in r.predicates if p.token == i), "")


def _uncounted(r: Reading, hits: list[Hit], counted: set[int]) -> list[Draft]:
    """Persons named or described singly ("killing a child"), and bare plurals ("civilians were wounded"); `counted` are the heads
    that a number counts."""
    taken = set(counted)
    numbers = [(q.start, q.end) for q in r.quantities if q.kind == "count"]
    out: list[Draft] = []
    for hit in hits:
        if hit.trigger.figure in ("", "participants", "displaced") or hit.blocked:
            continue
        finding = _finding(r, hit)
        if hit.trigger.pos == "ADJ" and finding is None and not _is_single_dead(r, hit.head) and not _is_said_of(r, hit.head):
            continue
        if commitment_of(r, hit.head) in NOT_YET:
            continue
        for i in victims(r, hit):
            if i in taken or not people.is_person(r, i):
                continue
            if r.tokens[i].upos == "PRON":
                if (d := _by_pronoun(r, i, hit, out)) is not None:
                    taken.add(i)
                    out.append(d)
                continue  # who was named or described before
            if syntax.lemma(r, r.tokens[i].head) in NUMBERS:  # "the number of rebels killed" is counted elsewhere
                continue
            first, last = syntax.phrase(r, i, numbers=True, nested=False)
            quote = syntax.quote_of(r, (first, last))
            if any(a < quote.end and quote.start < b for a, b in numbers):
                continue
            if not _is_plural_or_named(r, i) and r.word(first).lower() in _DEFINITE and _is_known(r, first, i, hit, out):
                continue  # "the suspect": who was told before
            taken.add(i)
            kind = "bodies_found" if finding is not None and syntax.lemma(r, finding) == "find" else hit.trigger.figure
            out.append(_draft(r, i, hit.head, kind, quote, hit.head))
    return out


def _draft(r: Reading, i: int, predicate: int, kind: str, quote: Quote, at: int) -> Draft:
    """A person, two ("a couple"), or a bare plural."""
    if r.word(i).lower() in _PAIRS:
        return Draft(i, predicate, kind, 2, 2, "exactly", quote, quote, people.group(r, i), 0.7)
    single = people.label_at(r, i) == "PERSON" or not (_plural(r, i) or syntax.lemma(r, i) in GROUPS)
    low, comparator, score = (1, "exactly", 0.7) if single else (None, "plural", 0.5)
    if kind == "bodies_found" and syntax.lemma(r, at) in _BODY and r.sentence_of[at] == r.sentence_of[i]:
        first, last = syntax.phrase(r, at, nested=False)  # "the charred body of a woman"
        whole = syntax.quote_of(r, (min(first, r.token_at(quote.start) or first), max(last, i + 1)))
        return Draft(i, predicate, kind, low, low, comparator, whole, quote, people.group(r, i), score)
    return Draft(i, predicate, kind, low, low, comparator, quote, quote, people.group(r, i), score)


def _is_plural_or_named(r: Reading, i: int) -> bool:
    return people.label_at(r, i) == "PERSON" or _plural(r, i) or syntax.lemma(r, i) in GROUPS


def _by_pronoun(r: Reading, i: int, hit: Hit, before: Sequence[Draft]) -> Draft | None:
    """ "He was arrested", of a person with a name of whom nothing of the kind was told."""
    if r.word(i).lower() not in ("he", "she", "him", "her") or i not in r.entity_of or hit.trigger.figure not in _OF_HIM:
        return None
    told = commitment_of(r, hit.head)
    if syntax.base(r.tokens[i].deprel) == "nmod" or told == "denied" or syntax.kids(r, hit.head, "mark"):
        return None
    entity = r.entity_of[i]
    name = r.entities[entity].name
    head = r.head_of(name)
    if head is None or people.label_at(r, head) != "PERSON" or any(d.kind == hit.trigger.figure and d.low == 1 for d in before):
        return None
    quote = syntax.quote_of(r, (i, i + 1))
    return Draft(i, hit.head, hit.trigger.figure, 1, 1, "exactly", quote, Quote.at(r.text, name.start, name.end), "", 0.5)


def _is_known(r: Reading, first: int, i: int, hit: Hit, before: Sequence[Draft]) -> bool:
    """Whether "the suspect" may be somebody whom a figure of the same kind told before."""
    if (
        r.word(first).lower() != "the"
        or hit.trigger.figure not in _TOLD_OF_ONE
        or (not hit.is_event and hit.trigger.pos == "NOUN")
    ):
        return True
    return any(d.kind == hit.trigger.figure and d.low == 1 and not _apart(r, d.head, i) for d in before)


def _apart(r: Reading, a: int, b: int) -> bool:
    """Whether the reading takes two phrases for two persons."""
    return a in r.entity_of and b in r.entity_of and r.entity_of[a] != r.entity_of[b]


def _finding(r: Reading, hit: Hit) -> int | None:
    """The verb of "was found dead", "pronounced dead"; None for any other word."""
    above = r.tokens[hit.head].head
    found = hit.trigger.pos == "ADJ" and r.tokens[hit.head].deprel == "xcomp" and syntax.lemma(r, above) in _FINDING
    return above if found else None


def _is_single_dead(r: Reading, i: int) -> bool:
    """ "A dead woman", "a wounded guard"."""
    return r.tokens[i].deprel == "amod" and r.word(i - 1).lower() in ARTICLES and i > 0


def _is_said_of(r: Reading, i: int) -> bool:
    """ "The gunman is dead", "left Jane Roe dead"."""
    leaves = r.tokens[i].deprel == "xcomp" and syntax.lemma(r, r.tokens[i].head) == "leave"
    return leaves or (bool(syntax.kids(r, i, "cop")) and bool(syntax.kids(r, i, "nsubj")))


def _singled_out(r: Reading, drafts: list[Draft]) -> list[Draft]:
    """One person set apart from a number: "six civilians, including a child", "among the dead was a nurse"."""
    taken = {d.head for d in drafts}
    by_head = {d.head: d for d in drafts}
    out = []
    for d in drafts:
        for i, j in _apart_from(r, d):
            if j in taken or not people.is_person(r, j) or (_plural(r, j) and people.label_at(r, j) != "PERSON"):
                continue
            taken.add(j)
            quote = syntax.quote_of(r, (i, j + 1))
            out.append(Draft(j, d.predicate, d.kind, 1, 1, "exactly", quote, quote, people.group(r, j), 0.75, d.head))
    for i, token in enumerate(r.tokens):  # "among the civilians killed was a child"
        if token.upos != "NOUN" or i in taken or not people.is_person(r, i) or _plural(r, i):
            continue
        for c in syntax.kids(r, i, "obl", "nmod", "advcl", "dep"):
            whole = by_head.get(c) if syntax.case(r, c) in ("among", "amongst") and c < i else None
            if whole is not None:
                quote = syntax.quote_of(r, syntax.phrase(r, i, nested=False))
                out.append(Draft(i, whole.predicate, whole.kind, 1, 1, "exactly", quote, quote, people.group(r, i), 0.6, c))
                break
    return out


def _apart_from(r: Reading, d: Draft) -> Iterator[tuple[int, int]]:
    """(first token, head) of single persons after "including": with an article or an owner, or by name."""
    last = r.sentences[r.sentence_of[d.head]][1]
    for i in range(d.head + 1, min(last, d.head + _APART)):
        if r.word(i).lower() not in PART or i + 1 >= last:
            continue
        first = i + 1
        if r.word(first).lower() in ARTICLES | _OWNERS:
            j = next((k for k in range(i + 2, min(last, i + 6)) if r.tokens[k].upos in ("NOUN", "PROPN")), None)
            while j is not None and j + 1 < last and r.tokens[j + 1].upos == "NOUN" and r.tokens[j].deprel == "compound":
                j += 1
            if j is not None:
                yield first, j
            continue
        named = next((k for k in range(first, min(last, i + 8)) if people.label_at(r, k) == "PERSON"), None)
        if named is not None and all(r.tokens[k].upos in _BEFORE_NAME for k in range(first, named)):
            yield first, r.name_of[named].last - 1


def _listed(r: Reading, hits: dict[int, Hit], drafts: list[Draft]) -> list[Draft]:
    """Persons that a list names: "The dead included A and B", "The victims were identified as C, 16, and D", and "D was the baker
    killed at the door"."""
    taken = {d.head for d in drafts}
    kinds = {d.kind for d in drafts}
    out = []
    for i, token in enumerate(r.tokens):
        if syntax.lemma(r, i) not in _LISTS and not syntax.kids(r, i, "cop"):
            continue
        subjects = [s for s in syntax.kids(r, i, "nsubj", "nsubj:pass") if is_figure_noun(hits, s)]
        if subjects and (token.upos == "PROPN" or syntax.lemma(r, i) in _LISTS):
            kind = hits[subjects[0]].trigger.figure
            kind = "killed" if kind == "casualties" and "killed" in kinds and "wounded" not in kinds else kind
            named = [i] if token.upos == "PROPN" else [*syntax.kids(r, i, "obj", "xcomp"), *syntax.modifiers(r, i, "as")]
            found = [
                (j, subjects[0], kind) for n in named for k in syntax.conjuncts(r, n) for j in (k, *syntax.kids(r, k, "appos"))
            ]
        else:
            harmed = [
                v for v in syntax.kids(r, i, "acl") if v in hits and not hits[v].blocked and hits[v].trigger.figure in _HARMS
            ]
            passive = [v for v in harmed if syntax.is_passive(r, v) and people.is_person(r, i) and not _plural(r, i)]
            found = [(s, v, hits[v].trigger.figure) for v in passive for s in syntax.kids(r, i, "nsubj")]
        for j, predicate, kind in found:
            if j in taken or people.label_at(r, j) != "PERSON":
                continue
            name = r.name_of[j]
            taken.add(j)
            quote = Quote.at(r.text, name.start, name.end)
            out.append(Draft(j, predicate, kind, 1, 1, "exactly", quote, quote, "", 0.7, predicate if subjects else None))
    return out


def victims(r: Reading, hit: Hit) -> list[int]:
    """Heads of the phrases to whom the trigger's frame says it was done."""
    roles = hit.trigger.frame.slots
    out: list[int] = []
    if hit.trigger.pos == "ADJ" and r.tokens[hit.head].deprel == "amod":
        return [r.tokens[hit.head].head]
    if (finding := _finding(r, hit)) is not None:
        return syntax.patients(r, finding)
    if hit.trigger.pos in ("VERB", "ADJ"):
        if roles.get("obj") == "recipient":
            verbs = [i for i in range(hit.first, hit.last) if r.tokens[i].upos == "VERB" and i != hit.head]
            out += syntax.patients(r, hit.head) or [j for i in verbs for j in syntax.patients(r, i)]  # "shot and killed his son"
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
