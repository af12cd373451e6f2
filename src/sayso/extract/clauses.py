"""The clauses of a stretch of text, each with the words that are quoted for it."""

from collections.abc import Iterator
from dataclasses import dataclass

from sayso.core import Reading, Span
from sayso.extract import syntax

_JOINED = ("conj", "parataxis")
_SET_AGAINST = {"while", "whereas", "although", "though"}
_TRAILING = ("acl", "advcl", "parataxis", "appos")
_LEADING = {"that", "how", "whether", "if", "and", "but", "or", "although", "though", "while", "whereas", "adding", "because"}
_QUOTED = 110  # characters from which a clause is quoted without the clauses that trail it
_LEAST = 30  # characters that stay


@dataclass(frozen=True, slots=True)
class Clause:
    """A clause with its predicate; tokens [first, last) without what joins it to another one."""

    root: int
    first: int
    last: int

    def span(self, r: Reading) -> Span:
        return Span(r.tokens[self.first].start, r.tokens[self.last - 1].end)


def clauses(r: Reading, span: Span) -> Iterator[Clause]:
    """The clauses of a stretch of text in order: its sentences, apart where the tree joins another predicate on."""
    for first, last in r.sentences:
        if r.tokens[last - 1].end <= span.start or r.tokens[first].start >= span.end:
            continue
        inside = [i for i in range(first, last) if r.tokens[i].start >= span.start and r.tokens[i].end <= span.end]
        if inside:
            yield from _of_sentence(r, inside[0], inside[-1] + 1)


def _of_sentence(r: Reading, first: int, last: int) -> Iterator[Clause]:
    tops = [i for i in range(first, last) if not first <= r.tokens[i].head < last or r.tokens[i].head == i]
    tops = [i for i in tops if r.tokens[i].upos not in ("PUNCT", "CCONJ", "SCONJ")]
    if not tops:
        return
    sizes = {i: sum(first <= j < last for j in r.subtree(i)) for i in tops}
    main = max(tops, key=lambda i: (sizes[i], -i))
    roots = sorted({main, *_joined(r, main, first, last), *(i for i in tops if is_clausal(r, i) and sizes[i] > 2)})
    for k, root in enumerate(roots):
        begins = first if k == 0 else _start(r, root, roots, first, last)
        ends = last if k == len(roots) - 1 else max(_start(r, roots[k + 1], roots, first, last), root + 1)
        if (clause := _trimmed(r, root, begins, ends)) is not None:
            yield clause


def is_clausal(r: Reading, i: int) -> bool:
    """Whether a word is the predicate of a clause: a verb, or what has a subject or copula."""
    return r.tokens[i].upos == "VERB" or bool(syntax.kids(r, i, "cop", "nsubj"))


def _joined(r: Reading, root: int, first: int, last: int) -> Iterator[int]:
    """Predicates coordinated with `root` or set against it, and so on."""
    for c in r.children[root]:
        rel = syntax.base(r.tokens[c].deprel)
        against = rel == "advcl" and any(r.word(m).lower() in _SET_AGAINST for m in syntax.kids(r, c, "mark"))
        if first <= c < last and is_clausal(r, c) and (rel in _JOINED or against):
            yield c
            yield from _joined(r, c, first, last)


def _start(r: Reading, root: int, roots: list[int], first: int, last: int) -> int:
    """Where the words of a joined clause begin."""
    others = {i for i in roots if i > root}
    own, stack = {root}, [root]
    while stack:
        i = stack.pop()
        for c in r.children[i]:
            if c not in own and c not in others and first <= c < last:
                own.add(c)
                stack.append(c)
    at = root
    while at - 1 in own:
        at -= 1
    return at


def _trimmed(r: Reading, root: int, first: int, last: int) -> Clause | None:
    """Without joining words and punctuation at its ends; None if nothing is left."""
    while first < last and (r.tokens[first].upos in ("PUNCT", "CCONJ") or r.word(first).lower() in _LEADING):
        first += 1
    while last > first and r.tokens[last - 1].upos in ("PUNCT", "CCONJ") and r.word(last - 1) not in (")", "]", "%"):
        last -= 1
    return Clause(root, first, last) if last > first and first <= root < last else None


def shortened(r: Reading, c: Clause) -> Clause:
    """A long clause without clauses that trail it ("an airfield [from which the attack was launched]")."""
    if len(c.span(r)) <= _QUOTED:
        return c
    cuts = []
    for i in range(c.root + 1, c.last):
        if syntax.base(r.tokens[i].deprel) not in _TRAILING or not c.first <= r.tokens[i].head < c.last:
            continue
        begin = min(r.subtree(i))
        if begin > c.root and r.tokens[begin].start - r.tokens[c.first].start >= _LEAST:
            cuts.append(begin)
    fitting = [k for k in cuts if r.tokens[k - 1].end - r.tokens[c.first].start <= _QUOTED]
    if not cuts:
        return c
    return _trimmed(r, c.root, c.first, max(fitting) if fitting else min(cuts)) or c


def holding(r: Reading, c: Clause, token: int) -> Clause:
    """Of a long clause the smallest clause within it that holds a token, of at least `_LEAST` characters."""
    if len(c.span(r)) <= _QUOTED:
        return c
    for i in (token, *syntax.climb(r, token)):
        if i == c.root or not c.first <= i < c.last:
            break
        if not is_clausal(r, i):
            continue
        tokens = sorted(j for j in r.subtree(i) if c.first <= j < c.last)
        inner = _trimmed(r, i, tokens[0], tokens[-1] + 1)
        if inner is not None and len(inner.span(r)) >= _LEAST:
            return shortened(r, inner)
    return shortened(r, c)


def is_negated(r: Reading, root: int) -> bool:
    """Whether the clause says that it is not so: "did not", "never", "no clashes", "nobody"."""
    for c in r.children[root]:
        word, rel = r.word(c).lower(), syntax.base(r.tokens[c].deprel)
        if rel in ("advmod", "aux", "cc") and word in ("not", "n't", "n’t", "never", "cannot", "neither"):
            return not any(r.word(j).lower() in ("only", "just") for j in (c + 1, c + 2) if j < len(r.tokens))
        if rel in ("nsubj", "obj") and (word in ("nobody", "none", "nothing") or _no(r, c)):
            return True
    return _no(r, root)


def _no(r: Reading, i: int) -> bool:
    return any(r.word(d).lower() == "no" for d in syntax.kids(r, i, "det"))
