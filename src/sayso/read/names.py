"""Names of a text made consistent: one name has one label throughout, what stands unmarked beside marked ones is marked,
borders are mended, addresses are no names.

The network labels every place by itself. A text uses a name for one thing nearly always, so that its mentions vote.
"""

import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace

from sayso.neural import TaggedSpan
from sayso.read.name_borders import bordered, is_region, known_place, taken_words

_ADDRESS = re.compile(r"\S+@\S+\.\S+|(?:https?://|www\.)\S+|\S+\.(?:com|org|net|gov|edu)(?:/\S*)?", re.IGNORECASE)
_VOTING = {"PERSON", "ORG", "LOC", "FAC", "NORP"}
_SURE = 0.8  # mean probability of a name from which it is looked for elsewhere in the text
_LONGEST = 8  # words of a name that is looked for
_COMPANY = frozenset("inc inc. ltd ltd. llc l.l.c. corp corp. plc llp l.p. gmbh".split())
_MARKS = frozenset("\"“”'‘’")


def consistent(words: Sequence[str], upos: Sequence[str], deprel: Sequence[str], found: Sequence[TaggedSpan]) -> list[TaggedSpan]:
    """The names of a text in order, from those that the network found: word ranges with labels, never overlapping."""
    names = [n for n in found if not (n.last - n.first == 1 and _ADDRESS.fullmatch(words[n.first]))]
    names = [replace(n, label="LOC") if n.label in _VOTING and known_place(words[n.first : n.last]) else n for n in names]
    names = _turned(words, [_whole(words, n) for n in _voted(words, names)])
    return list(bordered(words, upos, deprel, [*names, *_unmarked(words, upos, names)]))


def _key(words: Sequence[str], first: int, last: int) -> str:
    return " ".join(words[first:last])


def _voted(words: Sequence[str], names: list[TaggedSpan]) -> list[TaggedSpan]:
    """Each name with the label that the mentions of the same words bear most surely together; a surname alone is the person whose
    full name has it."""
    votes: dict[str, dict[str, float]] = defaultdict(lambda: defaultdict(float))
    for n in names:
        if n.label in _VOTING:
            votes[_key(words, n.first, n.last)][n.label] += n.score
    for surname in {words[n.last - 1] for n in names if n.label == "PERSON" and n.last - n.first > 1}:
        if surname in votes:
            votes[surname]["PERSON"] += 1.0
    out = []
    for n in names:
        own = votes[_key(words, n.first, n.last)] if n.label in _VOTING else {}
        label = max(own, key=lambda k: (own[k], k == n.label), default=n.label)
        out.append(n if label == n.label else replace(n, label=label))
    return out


def _whole(words: Sequence[str], n: TaggedSpan) -> TaggedSpan:
    """An organisation with its legal form: "Velk Foods, Inc."."""
    last = n.last + (n.last < len(words) and words[n.last] == ",")
    has_form = n.label == "ORG" and last < len(words) and words[last].lower() in _COMPANY
    return replace(n, last=last + 1) if has_form else n


def _turned(words: Sequence[str], names: Sequence[TaggedSpan]) -> list[TaggedSpan]:
    """A person whose surname comes first, as in the heads of letters (`"Velk, Rada" <velk@...>`), is one name."""
    out: list[TaggedSpan] = []
    for n in sorted(names, key=lambda n: n.first):
        before = out[-1] if out else None
        if (
            before is not None
            and before.label == n.label == "PERSON"
            and n.first == before.last + 1
            and words[before.last] == ","
            and before.first
            and words[before.first - 1] in _MARKS
            and n.last < len(words)
            and words[n.last] in _MARKS
        ):
            out[-1] = replace(before, last=n.last)
        else:
            out.append(n)
    return out


def _unmarked(words: Sequence[str], upos: Sequence[str], names: Sequence[TaggedSpan]) -> list[TaggedSpan]:
    """Places where the words of a sure name stand again, tagged as proper nouns and part of no name, and countries and states."""
    sure: dict[str, TaggedSpan] = {}
    taken = taken_words(words, names)
    for n in names:
        if n.label in _VOTING and n.score >= _SURE and n.last - n.first <= _LONGEST and words[n.first][:1].isupper():
            sure.setdefault(_key(words, n.first, n.last), n)
    sizes = sorted({n.last - n.first for n in sure.values()}, reverse=True)
    out = []
    for i, word in enumerate(words):
        if taken[i] or upos[i] != "PROPN":
            continue
        if is_region(word):
            out.append(TaggedSpan(i, i + 1, "LOC", _SURE))
        if not word[:1].isupper():
            continue
        for size in sizes:
            known = sure.get(_key(words, i, i + size))
            if known is not None and not any(taken[i : i + size]) and i + size <= len(words):
                taken[i : i + size] = [True] * size
                out.append(TaggedSpan(i, i + size, known.label, known.score))
                break
    return out
