"""Sources and contents made whole by the parse: the whole noun phrase, the subject of the cue's own clause, the rest of a clause.

The network tags words; it may stop inside a phrase, miss a source, or link a cue to a speaker of another sentence although its
verb has a subject of its own.
"""

from collections.abc import Sequence

from sayso.core import Span, Token

_IN_PHRASE = {"det", "amod", "compound", "flat", "nummod", "appos", "fixed", "goeswith", "case", "cc", "conj", "advmod", "punct"}
_NESTED = {"of", "for", "at", "from", "in", "with"}  # prepositions of what belongs to a speaker's name: "a doctor at the clinic"
_NO_SPEAKER = {"which", "that", "what", "there", "it", "this"}  # subjects that the network knows better
_LONGEST = 25  # tokens of a source
_REST = 60  # tokens by which a content is made longer at most


def whole_source(
    tokens: Sequence[Token], first: int, last: int, cue: tuple[int, int], source: tuple[Span, ...]
) -> tuple[Span, ...]:
    """The source of a cue at tokens [cue) in the sentence [first, last): the one found, made whole; where none was found, or one in
    another sentence, the subject of the cue's verb."""
    start, end = tokens[first].start, tokens[last - 1].end
    subject = _subject(tokens, first, last, cue)
    inside = [s for s in source if start <= s.start < end]
    if source and inside:
        at = [i for i in range(first, last) if any(s.start <= tokens[i].start < s.end for s in inside)]
        if not at or len(source) > 1:
            return source
        head = next((i for i in at if tokens[i].head not in at), at[0])
        if head != subject and subject is not None and tokens[head].head == subject:
            head = subject
        while tokens[head].head != head and tokens[head].deprel in ("det", "amod", "compound", "nummod", "flat"):
            head = tokens[head].head
        return _grown(tokens, first, last, head, at, cue)
    if subject is None or (tokens[subject].upos == "PRON" and source):
        return source
    word = tokens[subject].lemma
    if tokens[subject].upos not in ("NOUN", "PROPN", "PRON") or word in _NO_SPEAKER:
        return source
    return _grown(tokens, first, last, subject, [], cue)


def _grown(tokens: Sequence[Token], first: int, last: int, head: int, at: list[int], cue: tuple[int, int]) -> tuple[Span, ...]:
    a, b = phrase(tokens, first, last, head)
    a, b = min([a, *at]), max([b, *(i + 1 for i in at)])
    if a < cue[1] and cue[0] < b:  # never over the cue
        a, b = (a, min(b, cue[0])) if head < cue[0] else (max(a, cue[1]), b)
    if b <= a or b - a > _LONGEST:
        a, b = (min(at), max(at) + 1) if at else (head, head + 1)
    return (Span(tokens[a].start, tokens[b - 1].end),)


def phrase(tokens: Sequence[Token], first: int, last: int, head: int) -> tuple[int, int]:
    """Token range of the noun phrase of a head, relative clauses and what follows a comma left out unless it is an apposition."""
    keep = {head}
    grown = True
    while grown:
        grown = False
        for i in range(first, last):
            t = tokens[i]
            if i in keep or t.head not in keep or t.head == i:
                continue
            rel = t.deprel.split(":")[0]
            nested = rel == "nmod" and _case(tokens, first, last, i) in _NESTED | {""}
            if rel in _IN_PHRASE or nested or t.deprel == "nmod:poss":
                keep.add(i)
                grown = True
    a = b = head
    while a - 1 in keep:
        a -= 1
    while b + 1 in keep:
        b += 1
    while b > head and tokens[b].upos in ("PUNCT", "CCONJ", "ADP", "ADV") and not _closes(tokens, a, b):
        b -= 1
    if b > head and b + 1 < last and _closes(tokens, a, b + 1):
        b += 1
    while a < head and tokens[a].upos in ("PUNCT", "CCONJ", "ADP"):
        a += 1
    return a, b + 1


def _closes(tokens: Sequence[Token], first: int, i: int) -> bool:
    """Whether a token is a bracket that closes one opened after `first`."""
    if i >= len(tokens) or tokens[i].lemma not in (")", "]"):
        return False
    return any(tokens[k].lemma in ("(", "[") for k in range(first, i))


def _case(tokens: Sequence[Token], first: int, last: int, i: int) -> str:
    return next((tokens[j].lemma for j in range(first, last) if tokens[j].head == i and tokens[j].deprel == "case"), "")


def _subject(tokens: Sequence[Token], first: int, last: int, cue: tuple[int, int]) -> int | None:
    """The subject of the cue's verb, or what follows "according to"; None if the clause leaves it out."""
    for v in range(*cue):
        if tokens[v].upos == "VERB" or tokens[v].deprel == "root":
            kids = [i for i in range(first, last) if tokens[i].head == v and i != v and tokens[i].deprel == "nsubj"]
            if kids:
                return kids[0] if not cue[0] <= kids[0] < cue[1] else None
    if any(tokens[v].lemma in ("accord", "according") for v in range(*cue)) and cue[1] < last:
        for i in range(cue[1], min(last, cue[1] + 12)):
            if (tokens[i].upos in ("NOUN", "PROPN") and not cue[1] <= tokens[i].head < last) or tokens[i].deprel in (
                "obl",
                "nmod",
            ):
                return i if tokens[i].upos in ("NOUN", "PROPN", "PRON") else None
    return None


def whole_content(
    tokens: Sequence[Token], first: int, last: int, cue: tuple[int, int], content: tuple[Span, ...]
) -> tuple[Span, ...]:
    """A content that begins after its cue and stops inside a phrase goes on to the phrase's end: as far as the words right after it
    hang on what it says, up to a mark or a new clause."""
    if not content or not cue[1] <= last:
        return content
    content = _with_holes_filled(tokens, first, last, cue, content)
    tail = content[-1]
    if not (tokens[cue[1] - 1].end <= tail.start and tail.end <= tokens[last - 1].end):
        return content
    said = {i for i in range(first, last) if tail.start <= tokens[i].start < tail.end}
    end = stop = max(said, default=last)
    outside = set(range(*cue))
    for j in range(stop + 1, min(last, stop + _REST)):
        t = tokens[j]
        begins = j == stop + 1 and (
            t.upos in ("CCONJ", "SCONJ") or t.deprel in ("mark", "cc") or t.lemma in ("when", "which", "who")
        )
        if _is_hyphen(tokens, j):
            said.add(j)
            continue
        result = t.head in outside and "ccomp" in t.deprel and _is_ing(t)
        if t.upos == "PUNCT" or begins or not (result or _hangs_on(tokens, j, said, outside)):
            break
        said.add(j)
        end = j
    return (*content[:-1], Span(tail.start, max(tail.end, tokens[end].end))) if end > stop else content


def _is_ing(t: Token) -> bool:
    """Whether a verb is longer than its lemma by an ending in "-ing": it goes on with the clause before it, whatever the parse says."""
    return t.upos == "VERB" and t.end - t.start > len(t.lemma) + 1


def _is_hyphen(tokens: Sequence[Token], i: int) -> bool:
    """Whether a token joins two words into one: "rebel-held"."""
    return (
        tokens[i].lemma == "-"
        and 0 < i < len(tokens) - 1
        and tokens[i - 1].end == tokens[i].start < tokens[i + 1].start == tokens[i].end
    )


def _with_holes_filled(
    tokens: Sequence[Token], first: int, last: int, cue: tuple[int, int], content: tuple[Span, ...]
) -> tuple[Span, ...]:
    """A content that covers parts of the clause under its cue but neither its verb nor what is between them covers them too: the
    network leaves out who says something inside what is said ("that [Rada Velk told him] that the bridge was closed")."""
    clause = next((i for i in range(cue[1], last) if tokens[i].deprel == "ccomp" and cue[0] <= tokens[i].head < cue[1]), None)
    if clause is None:
        return content
    inside = _below(tokens, first, last, clause)
    a, b = min(inside), max(inside) + 1
    start, end = tokens[a].start, tokens[b - 1].end
    parts = [p for p in content if start <= p.start and p.end <= end]
    if not parts or a < cue[1] or (any(p.start <= tokens[clause].start < p.end for p in content) and len(parts) == 1):
        return content
    whole = Span(
        min(start, parts[0].start) if tokens[clause].start < parts[0].start else parts[0].start,
        end if parts[-1].end <= tokens[clause].start and b - a <= _REST else parts[-1].end,  # the verb is said too
    )
    return tuple(sorted([*(p for p in content if p not in parts), whole]))


def _below(tokens: Sequence[Token], first: int, last: int, head: int) -> set[int]:
    """The tokens of a sentence that hang on one of them, itself included."""
    found = {head}
    while True:
        more = {i for i in range(first, last) if i not in found and tokens[i].head in found}
        if not more:
            return found
        found |= more


def _hangs_on(tokens: Sequence[Token], i: int, said: set[int], outside: set[int]) -> bool:
    """Whether the path from a token to the root enters the content before it meets the cue."""
    seen = set()
    while i not in seen:
        seen.add(i)
        i = tokens[i].head
        if i in said:
            return True
        if i in outside:
            return False
    return False
