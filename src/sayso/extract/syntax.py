"""Questions to a dependency tree (Universal Dependencies): what is the subject, how far does this phrase reach.

Tokens are indices into `Reading.tokens`; ranges of tokens are half-open. Every function is total: on a damaged tree it
gives an empty answer, never an endless loop.
"""

from collections.abc import Iterable, Iterator

from sayso.core import Quote, Reading, Span, TimeExpression

# Dependents that belong to a noun phrase as it is quoted: a trailing clause, an apposition or a coordination does not.
_PHRASE = {"det", "amod", "compound", "flat", "fixed", "nummod", "advmod", "goeswith", "nmod:poss", "nmod:desc", "nmod:unmarked"}
_OUTSIDE = {"acl", "appos", "parataxis", "conj", "cc", "orphan", "dep", "list", "vocative", "discourse", "advcl", "cop", "aux"}
_OUTSIDE |= {"nsubj", "mark", "ccomp", "csubj", "punct"}
BLAME = {"accuse", "blame", "charge", "suspect", "convict", "acquit", "clear"}
APART = 99  # steps between words that stand in no one tree
_SUBJECTS = ("nsubj", "nsubj:pass", "nsubj:outer", "csubj")


def base(deprel: str) -> str:
    """The relation without its subtype."""
    return deprel.split(":", 1)[0]


def lemma(r: Reading, i: int) -> str:
    return r.tokens[i].lemma.lower()


def has_feat(r: Reading, i: int, feat: str) -> bool:
    """True if the token carries a UD feature written "Key=Value"."""
    return feat in r.tokens[i].feats.split("|")


def kids(r: Reading, i: int, *deprels: str) -> list[int]:
    """Dependents of `i` whose relation, or its base, is one of `deprels`; all if none is given."""
    return [c for c in r.children[i] if not deprels or r.tokens[c].deprel in deprels or base(r.tokens[c].deprel) in deprels]


def climb(r: Reading, i: int) -> Iterator[int]:
    """The token's head, the head's head and so on to the root."""
    seen = {i}
    while (head := r.tokens[i].head) not in seen:
        yield head
        seen.add(head)
        i = head


def steps(r: Reading, i: int, j: int) -> int:
    """The steps in the tree between two words; `APART` where they stand in no one tree."""
    up = {i: 0, **{k: n for n, k in enumerate(climb(r, i), 1)}}
    return next((up[k] + n for n, k in enumerate([j, *climb(r, j)]) if k in up), APART)


def in_same_sentence(r: Reading, i: int, j: int) -> bool:
    return r.sentence_of[i] == r.sentence_of[j]


def phrase(r: Reading, head: int, *, numbers: bool = False, nested: bool = True) -> tuple[int, int]:
    """Token range of the noun phrase of `head`, contiguous, without trailing clauses, leading preposition or (unless
    `numbers`) a leading number. With `nested`, "members of the council" is one phrase; else it ends at its head."""
    keep = {head}
    stack = [head]
    while stack:
        i = stack.pop()
        for c in r.children[i]:
            if c not in keep and _belongs(r, c, i, head, nested):
                keep.add(c)
                stack.append(c)
    first = last = head
    while first - 1 in keep or (first > 0 and first - 2 in keep and _joins(r, first - 1)):
        first -= 1
    while last + 1 in keep or (last + 2 in keep and _joins(r, last + 1)):
        last += 1
    if not numbers:
        while first < head and _is_number_part(r, first):
            first += 1
    return first, last + 1


def _belongs(r: Reading, child: int, parent: int, head: int, nested: bool) -> bool:
    """Whether a dependent is quoted with the phrase of `head`."""
    rel = r.tokens[child].deprel
    if parent == head:
        return rel in _PHRASE or base(rel) in _PHRASE or (nested and base(rel) == "nmod" and child > head)
    joined = rel in ("conj", "cc") and r.tokens[parent].deprel in ("compound", "amod")  # "wounded and sick men"
    return joined or base(rel) not in _OUTSIDE


def _joins(r: Reading, i: int) -> bool:
    """Hyphens, quotation marks and abbreviating points inside a phrase do not end it."""
    return (r.tokens[i].upos == "PUNCT" and r.word(i) not in {",", ";", ":", ".", "(", ")", "—", "–"}) or r.word(i) == "-"


def _is_number_part(r: Reading, i: int) -> bool:
    return any(q.kind == "count" and q.start <= r.tokens[i].start < q.end for q in r.quantities)


def quote_of(r: Reading, tokens: tuple[int, int]) -> Quote:
    """The words of a token range."""
    first, last = tokens
    return Quote.at(r.text, r.tokens[first].start, r.tokens[last - 1].end)


def sentence_quote(r: Reading, i: int) -> Quote:
    """The words of the sentence that holds token `i`."""
    return quote_of(r, r.sentences[r.sentence_of[i]])


def conjuncts(r: Reading, head: int) -> list[int]:
    """`head` and everything coordinated with it, in text order."""
    out, stack = [], [head]
    while stack:
        i = stack.pop()
        if i in out:
            continue
        out.append(i)
        stack.extend(kids(r, i, "conj"))
    return sorted(out)


def is_passive(r: Reading, verb: int) -> bool:
    """True for a passive clause, and for a participle that modifies what it happened to ("the men killed in the raid")."""
    if kids(r, verb, "aux:pass", "nsubj:pass", "obl:agent"):
        return True
    token = r.tokens[verb]
    past = has_feat(r, verb, "VerbForm=Part") and not r.word(verb).lower().endswith("ing")
    reduced = past or (has_feat(r, verb, "Tense=Past") and not kids(r, verb, "obj"))  # "killed" may be read as a finite form
    if token.deprel == "acl" and reduced and not kids(r, verb, "nsubj"):
        return True
    if token.deprel == "conj" and past and not kids(r, verb, "obj") and not kids(r, verb, "nsubj"):
        return is_passive(r, token.head)
    return False


def subjects(r: Reading, verb: int, depth: int = 0) -> list[int]:
    """Heads of the subject of a predicate, found also where the clause leaves it out: coordination, control, participles
    and relative clauses. Coordinated subjects are all given."""
    own = kids(r, verb, *_SUBJECTS)
    if own:
        return [j for s in own for j in conjuncts(r, _antecedent(r, s))]
    if depth > 4:
        return []
    token = r.tokens[verb]
    if token.head == verb:
        return []
    rel = base(token.deprel)
    if rel == "acl":
        above = _past_place(r, verb)
        return conjuncts(r, token.head) if above is None else subjects(r, above, depth + 1)
    if rel == "advcl" and lemma(r, token.head) in BLAME and (blamed := objects(r, token.head)):
        return [j for o in blamed for j in conjuncts(r, o)]  # "accused the rebels of shelling the town"
    if rel in ("conj", "advcl", "parataxis") or (rel == "xcomp" and not kids(r, token.head, "obj")):
        return subjects(r, token.head, depth + 1)
    if rel == "xcomp":
        return [j for o in kids(r, token.head, "obj") for j in conjuncts(r, o)]
    return []


def _past_place(r: Reading, verb: int) -> int | None:
    """The predicate that a participle goes with where the parse hangs it on a place before it: "jets hit a post near Tarrin killing two"."""
    noun = r.tokens[verb].head
    name = r.name_of.get(noun)
    if not r.word(verb).lower().endswith("ing") or name is None or name.label not in ("GPE", "LOC", "FAC"):
        return None
    if base(r.tokens[noun].deprel) not in ("obl", "nmod"):
        return None
    return next((k for k in climb(r, noun) if r.tokens[k].upos == "VERB"), None)


def _antecedent(r: Reading, i: int) -> int:
    """The noun that a relative pronoun stands for, else the token itself."""
    if r.tokens[i].upos in ("PRON", "DET") and lemma(r, i) in ("who", "which", "that", "whom"):
        verb = r.tokens[i].head
        if r.tokens[verb].deprel in ("acl:relcl", "acl"):
            return r.tokens[verb].head
    return i


def objects(r: Reading, verb: int) -> list[int]:
    """Heads of the direct object, coordinated ones included; of a relative clause without one ("the house they stormed") the
    noun that it hangs on."""
    own = kids(r, verb, "obj", "iobj")
    token = r.tokens[verb]
    subject = kids(r, verb, "nsubj")
    named = bool(subject) and r.tokens[subject[0]].upos in ("NOUN", "PROPN", "PRON")
    if not own and token.deprel == "acl:relcl" and named and lemma(r, subject[0]) not in ("who", "which", "that"):
        return [] if kids(r, verb, "nsubj:pass", "advmod") else [token.head]
    return [j for o in own for j in conjuncts(r, _antecedent(r, o))]


def agents(r: Reading, verb: int) -> list[int]:
    """Heads of the by-phrase of a passive or of a noun ("attack by gunmen")."""
    out = []
    for c in kids(r, verb, "obl", "nmod"):
        if r.tokens[c].deprel == "obl:agent" or (case(r, c) == "by" and not in_time(r, c)):
            out += conjuncts(r, c)
    return out


def patients(r: Reading, verb: int) -> list[int]:
    """To whom a verb was done: its object, or the subject of its passive."""
    return subjects(r, verb) if is_passive(r, verb) else objects(r, verb)


def doers(r: Reading, verb: int) -> list[int]:
    """Who did it: the subject, or the by-phrase of a passive."""
    return agents(r, verb) if is_passive(r, verb) else subjects(r, verb)


def case(r: Reading, i: int) -> str:
    """The preposition of a phrase, lower case, "" if none; words that follow one another are joined by a blank ("because of")."""
    words = sorted(w for c in kids(r, i, "case") for w in (c, *kids(r, c, "fixed")))
    run = [w for k, w in enumerate(words) if w - words[0] == k]  # one that stands apart belongs to another phrase
    return " ".join(r.word(w).lower() for w in run)


def modifiers(r: Reading, i: int, *prepositions: str) -> list[int]:
    """Heads of prepositional phrases below `i` with one of the prepositions, in text order."""
    return [c for c in kids(r, i, "obl", "nmod") if case(r, c) in prepositions]


def in_time(r: Reading, i: int) -> bool:
    """Whether a token stands in a time expression."""
    return within(r.tokens[i].start, r.times)


def is_quoted(r: Reading, at: int) -> bool:
    """Whether a character stands between quotation marks."""
    return within(at, r.quotations)


def names_speaker(r: Reading, at: int) -> bool:
    """Whether a character stands in the words for somebody who is quoted."""
    return any(within(at, a.source) for a in r.attributions)


def within(at: int, spans: Iterable[Span | TimeExpression]) -> bool:
    """Whether a character stands in one of some stretches of text."""
    return any(s.start <= at < s.end for s in spans)


def tokens_of(r: Reading, start: int, end: int) -> range:
    """Indices of the tokens that begin in text[start:end]."""
    lo, hi = r.token_at(start), r.token_at(end)
    return range(lo if lo is not None else len(r.tokens), hi if hi is not None else len(r.tokens))


_DURING = ("in", "during", "by", "from", "amid", "as a result of", "because of", "due to")
_LEAVES = {"leave", "cause", "claim", "result", "say", "report", "include"}


def occasions(r: Reading, predicate: int) -> list[int]:
    """Words of the clause that name what it happened in: "the raid killed", "killed in the raid", "the raid, killing", "the raid
    that left 12 dead", "the death toll from the raid"."""
    out = [*modifiers(r, predicate, *_DURING), *agents(r, predicate)]
    above = r.tokens[predicate].head
    if base(r.tokens[predicate].deprel) == "compound":  # "the death toll from the war"
        out += modifiers(r, above, *_DURING)
    elif base(r.tokens[predicate].deprel) == "obj":  # "put the toll from the war at nine", by another parse
        out += modifiers(r, above, "from")
    if not is_passive(r, predicate):
        out += subjects(r, predicate)
    for j in list(climb(r, predicate))[:2]:
        if lemma(r, j) in _LEAVES:
            out += [*subjects(r, j), *modifiers(r, j, *_DURING)]
    return [k for j in out for k in conjuncts(r, j)]
