"""How many, of whom, and what happened to them.

A draft names tokens; chains, events and ids are added when the document is put together.
"""

import re
from collections.abc import Collection
from dataclasses import dataclass, replace

from sayso.core import Quantity, Quote, Reading, Unused
from sayso.extract import denials, people, singles, syntax, tolls
from sayso.extract.figure import Draft
from sayso.extract.outcomes import GROUPS, PART, Outcome, is_figure_noun, outcomes
from sayso.extract.singles import NOT_YET, NUMBERS, commitment_of
from sayso.extract.triggers import Hit

_MORE = {"another", "more", "other", "others", "additional", "further", "else"}
_NOT_PEOPLE = set(
    """
    percent hour day week month year km kilometre kilometer mile dollar ton tonne rocket shell house home building
    missile mortar projectile grenade artillery warhead vehicle car tank truck bus shot round bullet bomb minute animal sheep cow horse dog city town village province
    district country time attack raid strike explosion blast case incident count charge site location weapon rifle page
    metre block avenue street floor room acre gallon barrel litre liter euro rupee pound record goal point seat vote bed tent
    school hospital church mosque shop office position target mission sortie flight plane helicopter aircraft ship boat drone
    jet word report source step part front front-line trip message item kind type side word sentence offensive operation
    """.split()
)
_HARM = ("killed", "wounded", "detained", "abducted", "displaced", "surrendered")
_LEADING = {"a", "the", "an", "another", "other", "more", "some", "further", "additional", "of", "its", "their", "his", "her"}
_DEFINITE = {"the", "these", "those", "all", "both", "his", "her", "their"}
_DESCRIBES = {"have", "hold", "carry", "come", "belong"}
_TOLLED = ("killed", "wounded", "casualties")
_HARMED_NOUNS = {"dead", "wounded", "injured", "killed"}
_FATAL = {"fatally", "dead", "mortally"}
_DEAD = {"dead", "died", "dies", "killed"}
_KNOWS = {"know", "see", "say", "understand", "remember", "tell", "ask"}  # "nobody knows how many died" counts nobody
_APART = 16  # tokens between a whole and the part set apart from it
_COUNTED = {"NOUN", "PROPN", "ADJ", "PRON", "VERB", "X"}
_HURT = {"wounded", "injured", "hurt"}
_BETWEEN = {"got", "seriously", "critically", "badly", "slightly", "severely", "lightly", "gravely"}
_PASSED = 3  # words between a number of people and what happened to them


@dataclass(frozen=True, slots=True)
class _Count:
    """A count with the token counted and the token range of number and noun. `of` is the head of the whole in "two of the 12"."""

    quantity: Quantity
    number: int
    head: int
    phrase: tuple[int, int]
    of: int | None = None


def find(r: Reading, hits: list[Hit]) -> tuple[list[Draft], list[Unused]]:
    """Drafts of all figures in text order, and the counts that were not used with the reason."""
    by_head = {h.head: h for h in hits}
    for h in hits:  # "shot and killed three": what was done hangs on a later word of the phrase
        for i in range(h.first, h.last):
            if r.tokens[i].upos == "VERB":
                by_head.setdefault(i, h)
    counted = frozenset(q.start for q in r.quantities if q.kind == "count")
    counts = [c for q in r.quantities if q.kind == "count" and (c := _count(r, q, counted)) is not None]
    drafts: list[Draft] = []
    unused: list[Unused] = []
    last: tuple[_Count, list[Draft]] | None = None
    whole: Draft | None = None
    for c in counts:
        found = _coded(r, c, by_head, counted, last, whole, [d for d in reversed(drafts) if d.kind in _TOLLED])
        if isinstance(found, Unused):
            unused.append(found)
        else:
            drafts += found
            last = (c, found)
            whole = found[0] if found[0].whole is None else whole
    drafts, back = _without_references(r, drafts)
    drafts = [_told_beside(r, _fatal(r, d)) for d in drafts]
    more = singles.find(r, hits, by_head, {c.head for c in counts}, drafts)
    drafts += [_told_beside(r, _fatal(r, d)) for d in more]
    drafts = [_victims_of(r, d, drafts) for d in drafts]
    drafts = [denials.against(r, d) for d in drafts]
    drafts.sort(key=lambda d: d.quote)
    return drafts, unused + back


def counts_of(drafts: list[Draft]) -> dict[int, frozenset[tuple[str, int]]]:
    """For each predicate the figures that hang on it, as (kind, low): an event told twice is told with the same ones."""
    out: dict[int, set[tuple[str, int]]] = {}
    for d in drafts:
        if d.low is not None and d.low > 1:
            out.setdefault(d.predicate, set()).add((d.kind, d.low))
    return {head: frozenset(c) for head, c in out.items()}


def counted(drafts: list[Draft], kinds: Collection[str]) -> dict[int, frozenset[int]]:
    """For each predicate the tokens that it counts as of one of the `kinds`, without parts of a whole."""
    out: dict[int, set[int]] = {}
    for d in drafts:
        if d.kind in kinds and d.whole is None:
            out.setdefault(d.predicate, set()).add(d.head)
    return {head: frozenset(c) for head, c in out.items()}


def _without_references(r: Reading, drafts: list[Draft]) -> tuple[list[Draft], list[Unused]]:
    """Without what only refers back to a number already told: "the four", "all 12 victims"."""
    kept: list[Draft] = []
    back: list[Unused] = []
    for d in drafts:
        number = r.token_at(d.quote.start) or 0
        before = r.word(number - 1).lower() if number else ""
        first = r.word(number).lower()
        definite = before in _DEFINITE or first in _DEFINITE
        own = r.tokens[d.predicate].start == _next_word(r, d.quote) or r.tokens[d.predicate].end == d.quote.end
        if definite and not own and d.low == d.high and d.low and any(o.low == d.low and o.head != d.head for o in kept):
            back.append(Unused(d.quote, "refers back to a number already told"))
        else:
            kept.append(d)
    return kept, back


def _next_word(r: Reading, quote: Quote) -> int:
    """Where the word after a quote begins."""
    i = r.token_at(quote.end)
    return r.tokens[i].start if i is not None else len(r.text)


def _told_beside(r: Reading, d: Draft) -> Draft:
    """ "Left one dead and four people wounded", "six got injured", "a man is dead": the word that follows at once says what happened,
    whatever the parse makes of the clause."""
    i = r.token_at(d.quote.end)
    end = r.sentences[r.sentence_of[d.head]][1]
    passed = 0
    while i is not None and i < end and passed < _PASSED and (r.tokens[i].upos == "AUX" or r.word(i).lower() in _BETWEEN):
        i, passed = i + 1, passed + 1
    if d.kind not in ("killed", "wounded") or i is None or i >= end or d.high == 0:
        return d
    word = r.word(i).lower()
    hurts = i + 1 < end and r.tokens[i + 1].upos in (
        "DET",
        "NUM",
        "NOUN",
        "PROPN",
        "PRON",
        "ADJ",
    )  # "four people wounded a guard"
    if word in _HURT and not hurts:
        return replace(d, kind="wounded", predicate=i)
    return replace(d, kind="killed", predicate=i) if word == "dead" else d


def _fatal(r: Reading, d: Draft) -> Draft:
    """ "Fatally shot", "shot ... dead", "is dead after being shot": killed."""
    above, told_under = r.tokens[d.predicate].head, syntax.base(r.tokens[d.predicate].deprel)
    dead = told_under in ("advcl", "acl") and r.word(above).lower() in _DEAD
    if d.kind == "wounded" and dead and (d.head in syntax.subjects(r, above) or r.tokens[d.head].head == above):
        return replace(d, kind="killed")
    beside = [r.word(j).lower() for j in (d.predicate - 1, *syntax.kids(r, d.predicate, "advmod", "xcomp", "advcl")) if j >= 0]
    return replace(d, kind="killed") if d.kind == "wounded" and _FATAL & set(beside) else d


def _victims_of(r: Reading, d: Draft, drafts: list[Draft]) -> Draft:
    """ "The victims included 12 children", after a toll: of those counted last before."""
    included = syntax.lemma(r, d.predicate) == "victim" and syntax.lemma(r, r.tokens[d.predicate].head) == "include"
    if d.kind != "casualties" or not included or d.low is None:
        return d
    here = r.sentence_of[d.head]
    before = [o for o in drafts if o.head < d.predicate and here - r.sentence_of[o.head] <= 3 and o.kind in ("killed", "wounded")]
    told = [o for o in before if o.low is not None and o.low >= d.low]
    return replace(d, kind=max(told, key=lambda o: o.head).kind) if told else d


def _count(r: Reading, q: Quantity, counted: frozenset[int]) -> _Count | None:
    number = r.token_at(q.number.start)
    if number is None or r.tokens[number].start >= q.number.end:
        return None
    last = next((i for i in range(number, len(r.tokens)) if r.tokens[i].end >= q.number.end), number)
    head = q.noun if q.noun is not None and _may_be_counted(r, q) else number
    whole = None
    if q.noun is not None and q.noun > last and _of_a_number(r, q, last):
        whole, head = q.noun, last
    first = next((i for i in range(number, -1, -1) if r.tokens[i].start <= q.start), number)
    end = max(last, head) + 1
    if head > last:
        end = max(end, syntax.phrase(r, head, numbers=True, nested=False)[1])
        cut = next((i for i in range(last + 1, end) if r.tokens[i].start in counted and i not in range(number, last + 1)), None)
        if cut is not None:  # "14 fighters 5 civilians" without a comma
            end, head = cut, min(head, cut - 1)
    return _Count(q, number, head, (first, end), whole)


def _may_be_counted(r: Reading, q: Quantity) -> bool:
    """Whether the noun of a number is what it counts: no total ("the number of"), preposition, or name of one person ("wounded seven
    Governor X said")."""
    noun = q.noun
    if noun is None or syntax.lemma(r, noun) in NUMBERS or r.tokens[noun].upos not in _COUNTED or r.word(noun).lower() in PART:
        return False
    return not (people.label_at(r, noun) == "PERSON" and q.low != 1)


def _of_a_number(r: Reading, q: Quantity, last: int) -> bool:
    """ "9 of the 14 fishermen", "two of them": the count is a part of another one."""
    following = [r.word(i).lower() for i in range(last + 1, min(last + 3, len(r.tokens)))]
    if following[:1] != ["of"] or q.noun is None:
        return False
    inside = any(
        o is not q and o.kind == "count" and r.tokens[last].end < o.start <= r.tokens[q.noun].start for o in r.quantities
    )
    return inside or following[1:] in (["them"], ["those"], ["whom"]) or r.word(q.noun).lower() in _HARMED_NOUNS


def _coded(
    r: Reading,
    c: _Count,
    hits: dict[int, Hit],
    counted: frozenset[int],
    before: tuple[_Count, list[Draft]] | None,
    whole: Draft | None,
    told: list[Draft],
) -> list[Draft] | Unused:
    """The drafts of one count, or why it is not used. `before` is the count before it with what became of it, `whole` the last
    figure before it that is no part of another, `told` the tolls before it, the last first."""
    q = c.quantity
    bare = c.head in range(c.number, r.token_at(q.number.end - 1) or c.number) or r.tokens[c.head].end <= q.number.end
    quote = _quote(r, c)
    if c.phrase[1] < len(r.tokens) and r.word(c.phrase[1]).lower() == "than":
        return Unused(quote, "compares two numbers")
    if bare and _is_label(r, c):
        return Unused(quote, "is part of a page number, a time or an age")
    if any(a.start <= quote.start and quote.end <= a.end for x in r.attributions for a in x.source):
        return Unused(quote, "names who speaks")
    if (
        bare
        and (tolled := tolls.told(r, c.head, hits, before[1] if before and _is_near(r, before[0], c) else [], told)) is not None
    ):
        of = _bare_phrase(r, tolled.noun) if tolled.noun is not None else _of_whole(r, c, before)
        return [
            Draft(
                c.head, tolled.predicate, tolled.kind, q.low, q.high, q.comparator, quote, of or tolled.of,
                people.group(r, tolled.noun) if tolled.noun is not None else "", 0.8, speaker=tolled.speaker, cue=tolled.verb
            )
        ]  # fmt: skip
    if syntax.lemma(r, c.head) in _NOT_PEOPLE:
        return Unused(quote, f"counts {r.word(c.head)}, not people")
    if bare and before and _is_contrasted(r, before[0], c):
        return [
            replace(d, head=c.head, low=q.low, high=q.high, comparator=q.comparator, quote=quote, stance="denies")
            for d in before[1]
        ]
    human = people.is_person(r, c.head) or bare or is_figure_noun(hits, c.head) or syntax.lemma(r, c.head) in GROUPS
    if c.of is not None and is_figure_noun(hits, c.of) and hits[c.of].trigger.figure in ("killed", "wounded"):
        found = [Outcome(hits[c.of].trigger.figure, c.of, 0.85)]  # "four of the dead were shot in the house"
    else:
        found = []
    if not found and before and human and _is_part_of(r, before, c):
        found = [Outcome(d.kind, d.predicate, d.score * 0.95, d.whole if d.whole is not None else d.head) for d in before[1]]
    found = (
        found or outcomes(r, c.head, c.phrase, hits, counted)
        if human or r.tokens[c.head].upos in ("NOUN", "PROPN", "ADJ")
        else []
    )
    if is_figure_noun(hits, c.head) and not people.is_person(r, c.head):  # "500 deaths" take part in nothing
        found = [o for o in found if o.kind != "participants" or o.predicate == c.head]
    if not found and before and bare and _elsewhere(r, before[0], c):
        found = [Outcome(d.kind, d.predicate, d.score * 0.75) for d in before[1]]
    if not found and before and _of_them(r, c) and _may_hold(r, before, c):  # "Two of them were teachers"
        found = [Outcome(d.kind, d.predicate, d.score * 0.9, d.head) for d in before[1]]
    if not found and before and bare and _says_more(r, c) and _may_hold(r, before, c):
        found = [Outcome(d.kind, d.predicate, d.score * 0.8, d.head) for d in before[1]]
    if not found and before and _follows(r, before[0], c):
        found = [Outcome(d.kind, d.predicate, d.score * 0.9, d.whole) for d in before[1]]
    if q.low == 0 and q.high == 0:
        above = r.tokens[c.head].head
        found = found if human and syntax.lemma(r, above) not in _KNOWS and not _is_to_come(r, above) else []
    elif not human:
        found = [k for k in found if k.kind in _HARM and people.label_at(r, c.head) in ("", "NORP", "ORG")]
    commitment = commitment_of(r, found[0].predicate) if found else ""
    if commitment in NOT_YET:
        return Unused(quote, f"told as {commitment}, not as having happened")
    if not found:
        return Unused(quote, "no word says what happened to them" if human else f"{r.word(c.head)} is no word for people")
    if len({k.kind for k in found}) > 1 and q.high != 0:
        found = [Outcome("casualties", found[0].predicate, found[0].score * 0.9, found[0].whole)]
    of = _of(r, c.head, hits) if not bare else _of_whole(r, c, before)
    adds = bool(_MORE & {r.word(i).lower() for i in range(*c.phrase)})
    if of is not None and syntax.lemma(r, c.head) == "other" and whole:
        of = whole.of
    return [
        Draft(
            c.head, k.predicate, k.kind, q.low, q.high, q.comparator, quote, of, people.group(r, c.head), k.score,
            k.whole if k.whole is not None else c.of, adds, _scope(r, k.predicate)
        )
        for k in found
    ]  # fmt: skip


def _is_to_come(r: Reading, verb: int) -> bool:
    """ "Nobody is going to surrender", "will surrender"."""
    ahead = syntax.lemma(r, verb) == "go" and bool(syntax.kids(r, verb, "xcomp"))
    return ahead or any(syntax.lemma(r, a) in ("will", "would", "shall") for a in syntax.kids(r, verb, "aux"))


def _is_label(r: Reading, c: _Count) -> bool:
    """A bare number that counts nothing: "1 / 1", "21:14", "one aged 21 and the other 28"."""
    around = [r.word(i).lower() for i in (c.phrase[0] - 1, c.phrase[1]) if 0 <= i < len(r.tokens)]
    beside = r.text[max(0, c.quantity.start - 2) : c.quantity.start] + r.text[c.quantity.end : c.quantity.end + 2]
    of_time = bool(re.search(r"\d:|:\d", r.text[max(0, c.quantity.start - 2) : c.quantity.end + 2]))
    thing = (
        around[:1] == [":"] and c.phrase[0] > 1 and syntax.lemma(r, c.phrase[0] - 2) in _NOT_PEOPLE
    )  # "two attacks: one on ..."
    return thing or "/" in around or "/" in beside or of_time or around[:1] in (["other"], ["aged"], ["age"]) or _is_age(r, c)


def _is_age(r: Reading, c: _Count) -> bool:
    """ "Jane Roe, 21, was killed"; "Jane Roe was 21"."""
    i = c.phrase[0]
    if c.quantity.low is None or not 0 < c.quantity.low < 110 or c.phrase[1] - c.phrase[0] > 1:
        return False
    if i >= 2 and r.word(i - 1) == "," and people.label_at(r, i - 2) == "PERSON":
        return c.phrase[1] >= len(r.tokens) or r.word(c.phrase[1]) in {",", ".", ";", ")"} or r.tokens[c.phrase[1]].upos == "AUX"
    subject = syntax.kids(r, c.number, "nsubj")
    return bool(subject and syntax.kids(r, c.number, "cop")) and people.label_at(r, subject[0]) == "PERSON"


def _follows(r: Reading, a: _Count, b: _Count) -> bool:
    """Whether one count comes right after another: "14 jihadists and five civilians", "Seven ... and six"."""
    if r.sentence_of[a.head] != r.sentence_of[b.head] or b.phrase[0] < a.phrase[1]:
        return False
    between = [r.word(i).lower() for i in range(a.phrase[1], b.phrase[0])]
    if len(between) <= 2 and set(between) <= {",", "and", "or", "as", "well", "plus"}:
        return True
    if ";" in between and between[-1:] in (["of"], ["at"], ["to"]) and len(between) <= 7:
        return True  # "spoke of 235 in January; in May, of more than 350"
    return between[-1:] in (["and"], ["including"]) and len(between) <= 7 and r.tokens[b.head].upos == "NUM"


def _is_part_of(r: Reading, before: tuple[_Count, list[Draft]], c: _Count) -> bool:
    """ "Eight people, including four women and two boys, were hurt": set apart from the count before, or joined to such a part."""
    a, drafts = before
    if drafts[0].low is not None and c.quantity.low is not None and c.quantity.low > drafts[0].low:
        return False
    if r.sentence_of[a.head] != r.sentence_of[c.head] or c.phrase[0] - a.phrase[1] > _APART or c.phrase[0] < a.phrase[1]:
        return False
    between = [r.word(i).lower() for i in range(a.phrase[1], c.phrase[0])]
    if between[-1:] == ["including"] or _of_them(r, c):
        return True
    joined = bool(between) and set(between) <= {",", "and"}
    ends = c.phrase[1] >= len(r.tokens) or r.word(c.phrase[1]) in {",", ".", ";", ")"}
    return joined and ends and drafts[0].whole is not None


def _of_them(r: Reading, c: _Count) -> bool:
    """ "Three of them", "two of whom"."""
    after = r.token_at(c.quantity.number.end)
    words = [r.word(i).lower() for i in range(after, min(after + 2, len(r.tokens)))] if after is not None else []
    return words in (["of", "them"], ["of", "whom"], ["of", "these"], ["of", "those"])


def _is_contrasted(r: Reading, a: _Count, b: _Count) -> bool:
    """ "Six were killed and not seven": the second number is denied."""
    between = [r.word(i).lower() for i in range(a.phrase[1], b.phrase[0])]
    return (
        r.sentence_of[a.head] == r.sentence_of[b.head] and between[-1:] == ["not"] and between[-2:-1] in (["and"], [","], ["but"])
    )


def _says_more(r: Reading, c: _Count) -> bool:
    """ "At least two had foreign passports", after a number: some of those counted."""
    verb = r.tokens[c.head].head
    begins = r.tokens[c.phrase[0]].start == r.sentence_span(r.sentence_of[c.head]).start or r.word(c.phrase[0] - 1) in '"“``'
    return begins and r.tokens[c.head].deprel == "nsubj" and syntax.lemma(r, verb) in _DESCRIBES


def _may_hold(r: Reading, before: tuple[_Count, list[Draft]], c: _Count) -> bool:
    """Whether the count before, in this sentence or the last, may be the whole of another."""
    low = before[1][0].low
    return 0 <= r.sentence_of[c.head] - r.sentence_of[before[0].head] <= 1 and (low is None or (c.quantity.low or 0) <= low)


def _elsewhere(r: Reading, a: _Count, b: _Count) -> bool:
    """ "Four were shot in Tarrin and three in Olenk", "and three on Friday": a bare number with a place or day of its own."""
    if r.sentence_of[a.head] != r.sentence_of[b.head] or b.phrase[1] + 1 >= len(r.tokens):
        return False
    joined = r.word(b.phrase[0] - 1).lower() in ("and", ",", "but", "while") if b.phrase[0] else False
    place = r.name_of.get(b.phrase[1] + 1)
    at = r.tokens[b.phrase[1] + 1].start
    own = any(t.start <= at < t.end for t in r.times) or (place is not None and place.label in ("GPE", "LOC", "FAC"))
    return joined and r.tokens[b.phrase[1]].upos == "ADP" and own


def _is_near(r: Reading, a: _Count, b: _Count) -> bool:
    return 0 <= r.sentence_of[b.head] - r.sentence_of[a.head] <= 2


def _quote(r: Reading, c: _Count) -> Quote:
    """The number with what is counted: from the comparator to the end of the noun, not further."""
    q = c.quantity
    end = max(q.end, r.tokens[c.phrase[1] - 1].end)
    if c.of is not None and r.tokens[c.of].end - q.end <= 40:
        end = max(end, r.tokens[c.of].end)
    return Quote.at(r.text, q.start, end if end - q.end <= 60 else q.end)


def _of(r: Reading, head: int, hits: dict[int, Hit]) -> Quote | None:
    """Whom, in the words of the text. "Dead" and "casualties" do not say; "the death of 22 civilians" does."""
    if is_figure_noun(hits, head) and not people.is_person(r, head):
        inner = syntax.modifiers(r, head, "of", "among")
        if hits[head].trigger.figure == "participants":
            return syntax.quote_of(r, syntax.phrase(r, head, nested=False))
        return _bare_phrase(r, inner[0]) if inner else None
    return _bare_phrase(r, head)


def _bare_phrase(r: Reading, head: int) -> Quote:
    """A phrase without articles, numbers and what comes after its head."""
    first, last = syntax.phrase(r, head, nested=False)
    numbers = [q for q in r.quantities if q.kind == "count" and q.end <= r.tokens[head].start]
    after = max((q.end for q in numbers), default=0)
    while first < head and (r.word(first).lower() in _LEADING or r.tokens[first].start < after):
        first += 1
    return syntax.quote_of(r, (first, last))


def _of_whole(r: Reading, c: _Count, before: tuple[_Count, list[Draft]] | None) -> Quote | None:
    """Whom a bare number counts: the whole of "two of the 12 fishermen", or those counted just before ("and six on Monday")."""
    if c.of is not None and r.tokens[c.of].upos != "PRON":
        return _bare_phrase(r, c.of)
    if before and (_follows(r, before[0], c) or _elsewhere(r, before[0], c)):
        return before[1][0].of
    return None


def _scope(r: Reading, predicate: int) -> Quote | None:
    """A period that the number covers ("since January"), as the text words it."""
    for c in syntax.kids(r, predicate, "obl", "advcl", "nmod"):
        marks = {r.word(m).lower() for m in syntax.kids(r, c, "case", "mark")}
        if "since" in marks:
            tokens = sorted(r.subtree(c))
            return syntax.quote_of(r, (tokens[0], tokens[-1] + 1))
    return None
