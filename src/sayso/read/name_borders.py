"""Borders of names that words and syntax settle: a town beside its state are two names, initials belong to their person, a shop
keeps the "'s" of its name, a mailbox the place behind its "@"."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from functools import cache

from sayso import lexicons
from sayso.gazetteer import countries, divisions, hand_entries
from sayso.neural import TaggedSpan

_PLACES = frozenset({"LOC", "FAC"})
_MAILBOX = re.compile(r"[A-Z][a-z][A-Za-z'’-]*@[A-Za-z][\w-]*")  # "Velk@ORVANE", without the domain that makes it an address
_INITIAL = re.compile(r"[A-Z]")
_DOTTED = re.compile(r"[A-Z]\.")
_OWN = frozenset({"'s", "’s", "s"})
# Words before the name of a country or state that make it another name, or a part of one.
_PART_OF_NAME = frozenset(
    "new north south east west northern southern eastern western central upper lower greater great old air of the and de la".split()
)
_LONGEST = 3  # words of a town that is found by the state behind it alone


@cache
def _countries() -> frozenset[tuple[str, ...]]:
    """Names of countries in small letters, as words."""
    return _words_of(n for c in countries().values() for n in (c.name, *c.aliases))


@cache
def _states() -> frozenset[tuple[str, ...]]:
    """Names of the states and provinces that are written behind towns, in small letters, as words."""
    return _words_of(n for d in divisions() for n in (d.name, *d.alternates))


@cache
def _states_and_countries() -> frozenset[tuple[str, ...]]:
    return _states() | _countries()


@cache
def _regions() -> frozenset[tuple[str, ...]]:
    """Names of countries, regions and states in small letters, as words."""
    return _words_of(n for e in hand_entries() for n in (e.name, *e.alternates))


def _words_of(names: Iterable[str]) -> frozenset[tuple[str, ...]]:
    return frozenset(tuple(n.lower().split()) for n in names if len(n) > 2)


@cache
def _postal() -> frozenset[str]:
    """The two capitals that stand for a state of the United States in an address."""
    return frozenset({*(d.admin1 for d in divisions() if d.country == "US"), "DC"})


def bordered(
    words: Sequence[str], upos: Sequence[str], deprel: Sequence[str], names: Sequence[TaggedSpan]
) -> Iterator[TaggedSpan]:
    """Names with their borders mended, in order and never overlapping, and those that a state behind them shows."""
    parts = [part for n in names for part in _parted(words, n)]
    out = _with_own(words, deprel, _with_initials(words, upos, _joined(words, parts)))
    taken = taken_words(words, out)
    found = [*_mailboxes(words, out, taken), *_addressed(words, upos, out, taken), *_buildings(words, taken)]
    yield from _apart([*found, *out])


def known_place(words: Sequence[str]) -> bool:
    """Whether several words are the name of a country or region, which no person or organisation has."""
    return len(words) > 1 and tuple(w.lower() for w in words) in _regions()


def is_region(word: str) -> bool:
    """Whether a word, whatever its case, is the name of a country or state."""
    return len(word) > 3 and word.isalpha() and (word.lower(),) in _states_and_countries()


def taken_words(words: Sequence[str], names: Iterable[TaggedSpan]) -> list[bool]:
    """For each word whether it stands in a name."""
    out = [False] * len(words)
    for n in names:
        out[n.first : n.last] = [True] * (n.last - n.first)
    return out


def _apart(names: list[TaggedSpan]) -> Iterator[TaggedSpan]:
    """Names in order; of those that overlap the first, or the longest."""
    end = 0
    for n in sorted(names, key=lambda n: (n.first, -n.last)):
        if n.first >= end:
            yield n
            end = n.last


def _parted(words: Sequence[str], n: TaggedSpan) -> list[TaggedSpan]:
    """A town with its state, or in small letters with its country, without a comma: "Orvane California", "orvane france". The
    state is a name of its own. (Capitals before a country are mostly one name with it: "Latin America".)"""
    if n.label not in _PLACES or n.last - n.first < 2:
        return [n]
    lower = tuple(w.lower() for w in words[n.first : n.last])
    regions = _states_and_countries() if words[n.first].islower() else _states()
    if lower in regions:
        return [n]
    for size in range(min(3, len(lower) - 1), 0, -1):
        at = n.last - size
        is_state = lower[-size:] in regions or (size == 1 and words[at].upper() in _postal() and words[at][0].isupper())
        if is_state and lower[-size - 1].isalpha() and lower[-size - 1] not in _PART_OF_NAME:
            return [replace(n, last=at), replace(n, first=at, label="LOC")]
    return [n]


def _with_own(words: Sequence[str], deprel: Sequence[str], names: Sequence[TaggedSpan]) -> list[TaggedSpan]:
    """Shops and restaurants named after somebody, with their "'s": "at Velk 's for dinner". What a noun follows is owned, "Velk 's
    owner", unless the text shows that the "'s" is part of the name."""

    def key(n: TaggedSpan) -> tuple[str, ...]:
        return tuple(words[n.first : n.last])

    may = [n.label in _PLACES and n.last < len(words) and words[n.last] in _OWN for n in names]
    shops = {key(n) for n, m in zip(names, may, strict=True) if m and "nmod:poss" not in deprel[n.first : n.last]}
    return [replace(n, last=n.last + 1) if m and key(n) in shops else n for n, m in zip(names, may, strict=True)]


def _joined(words: Sequence[str], names: Sequence[TaggedSpan]) -> list[TaggedSpan]:
    """Names that are parts of one: a given name and the surname right behind it, a people before the body that is called after it
    ("the Orvan - Tarrin Committee")."""
    out: list[TaggedSpan] = []
    for n in sorted(names, key=lambda n: n.first):
        before = out[-1] if out else None
        if before is not None and (
            _is_given_before(words, before, n)
            or (before.label == "NORP" and n.label == "ORG" and words[before.last : n.first] == ["-"])
        ):
            out[-1] = replace(n, first=before.first)
        else:
            out.append(n)
    return out


def _is_given_before(words: Sequence[str], before: TaggedSpan, n: TaggedSpan) -> bool:
    if (
        not before.label == n.label == "PERSON"
        or not n.last - n.first == before.last - before.first == 1
        or before.last != n.first
    ):
        return False
    given = lexicons.given_names("en")
    return words[before.first].lower() in given and words[n.first].istitle() and words[n.first].lower() not in given


def _with_initials(words: Sequence[str], upos: Sequence[str], names: Sequence[TaggedSpan]) -> list[TaggedSpan]:
    """Persons with the initials before them ("V K Velk", "A. Rada Velk") and the surname behind one ("Rada V. Velk")."""
    taken = taken_words(words, names)
    out = []
    for n in names:
        first, last = n.first, n.last
        while n.label == "PERSON" and first > 0 and not taken[first - 1] and _is_initial(words[first - 1], upos[first - 1]):
            first -= 1
        if n.label == "PERSON" and last - first > 1 and _DOTTED.fullmatch(words[last - 1]):
            last += last < len(words) and not taken[last] and words[last].istitle() and words[last].isalpha()
        out.append(replace(n, first=first, last=last))
    return out


def _is_initial(word: str, upos: str) -> bool:
    return bool(_DOTTED.fullmatch(word) or (upos == "PROPN" and _INITIAL.fullmatch(word)))


def _buildings(words: Sequence[str], taken: Sequence[bool]) -> Iterator[TaggedSpan]:
    """Buildings that everybody knows by their name, where it is part of no other."""
    known = _known_buildings()
    for first, word in enumerate(words):
        for name in known.get(word, ()):
            last = first + len(name)
            if tuple(words[first:last]) == name and not any(taken[first:last]):
                yield TaggedSpan(first, last, "FAC", 0.5)


@cache
def _known_buildings() -> dict[str, list[tuple[str, ...]]]:
    """Names by their first word."""
    out: dict[str, list[tuple[str, ...]]] = {}
    for name in lexicons.words("en", "buildings", "name"):
        out.setdefault(name.split()[0], []).append(tuple(name.split()))
    return out


def _mailboxes(words: Sequence[str], names: list[TaggedSpan], taken: list[bool]) -> Iterator[TaggedSpan]:
    """Persons as heads of messages have them, "Rada Velk@ORVANE"; a name that stops before the mailbox takes it in."""
    ends = {n.last: n for n in names if n.label == "PERSON"}
    for at in range(1, len(words)):
        if taken[at] or not _MAILBOX.fullmatch(words[at]):
            continue
        if (before := ends.get(at)) is not None:
            yield replace(before, last=at + 1)
        elif not taken[at - 1] and words[at - 1].istitle() and words[at - 1].isalpha():
            yield TaggedSpan(at - 1, at + 1, "PERSON", 0.5)


def _addressed(words: Sequence[str], upos: Sequence[str], names: list[TaggedSpan], taken: list[bool]) -> Iterator[TaggedSpan]:
    """Town and state as in an address ("Orvane, TX 77002") where the network saw neither, or one of them. What stands behind a
    person may be a degree."""
    ends = {n.last: n for n in names}
    for at in range(2, len(words)):
        if words[at] not in _postal() or words[at - 1] != "," or taken[at - 1]:
            continue
        town = ends.get(at - 1)
        first = town.first if town else at - 1
        while (
            town is None and first > max(0, at - 1 - _LONGEST) and not taken[first - 1] and _may_be_town(words, upos, first - 1)
        ):
            first -= 1
        if first == at - 1 or not words[first][0].isupper() or words[first].isupper() or (town and town.label not in _PLACES):
            continue
        if town is None:
            yield TaggedSpan(first, at - 1, "LOC", 0.5)
        if not taken[at]:
            yield TaggedSpan(at, at + 1, "LOC", 0.5)


def _may_be_town(words: Sequence[str], upos: Sequence[str], at: int) -> bool:
    return upos[at] == "PROPN" and words[at].istitle()
