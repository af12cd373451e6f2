"""The words of a text that tell one event from another: names, rare words, numbers, ages, places spoken of."""

import re
from collections import Counter
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from functools import lru_cache
from math import log

from sayso.gazetteer import Gazetteer
from sayso.link.text import fold_word, words_of
from sayso.link.vocabulary import rarity, stem, stem_rarity

RARE = 5.5  # rarity from which a word is a name or nearly one: one article in 250
NAME = 7.0  # rarity of both words of a name together
MOST = {
    "names": 24,
    "rare": 24,
    "numbers": 12,
    "ages": 8,
    "terms": 40,
    "towns": 8,
    "counts": 16,
    "lead": 16,
    "persons": 3,
    "named": 60,
}
LEAD = 50  # words, of the headline and the first sentences
LEAST_TOWN = 1000  # people, of a place that is named in passing
_PAIR = re.compile(r"(?=(?<![\w'’-])([A-Z][a-zA-Z'’-]+)(?: [A-Z]\.)? ([A-Z][a-zA-Z'’-]+))")
_RUN = re.compile(r"(?<![\w'’-])[A-Z][\w'’-]*[a-z](?:\s(?:[A-Z]\.\s)?[A-Z][\w'’-]*[a-z]){0,4}(?![\w'’-])")
_AGE = re.compile(r"\b(\d{1,2})[- ]year[- ]old|(?<=, )(\d{1,2})(?=,|\.| and|;)|\baged? (\d{1,2})\b")
_NUMBER = re.compile(r"(?<![\d$€£.,:])(\d{3,5})(?![\d,]*\d|\s*(?:[ap]\.?m\b|%))")
_WHERE = re.compile(
    r"\b(?:[Ii]n|[Aa]t|[Nn]ear|[Oo]f|[Ff]rom|[Oo]utside|[Aa]round|[Tt]o)\s+(?:(?:the|downtown|central|northern|southern|eastern|western"
    r"|north|south|east|west|northeast|northwest|southeast|southwest)\s+)*((?:[A-Z][\w'’-]+|St\.)(?:\s[A-Z][\w'’-]+){0,2})"
)
_SMALL = dict(
    zip(
        "two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen"
        " twenty".split(),
        range(2, 21),
        strict=True,
    )
)
_MONTHS = "january february march april may june july august september october november december".split()
_MEASURES = frozenset(
    stem(w)
    for w in (
        *"years year months month weeks week days day hours hour minutes minute seconds percent miles mile kilometres kilometers"
        " metres meters feet dollars million billion thousand hundred times pm am years-old block and of the".split(),
        *_MONTHS,
    )
)

# "In June" is no place, though there are places of that name.
_CALENDAR = frozenset([*_MONTHS, *"monday tuesday wednesday thursday friday saturday sunday".split()])


@dataclass(frozen=True, slots=True)
class Wording:
    """What a text says whatever was coded in it; each list is sorted and as long as `MOST` allows."""

    names: tuple[str, ...]
    rare: tuple[str, ...]
    numbers: tuple[str, ...]
    ages: tuple[str, ...]
    counts: tuple[str, ...]
    terms: tuple[str, ...]
    lead: tuple[str, ...]
    towns: tuple[str, ...]
    persons: tuple[str, ...]
    named: tuple[str, ...]
    person: str


def wording(text: str, gazetteer: Gazetteer, place: str = "") -> Wording:
    """The wording of a text about something at a place (folded). The words of places stand in `towns` alone: that two texts are of
    one town must not count as often as the town is named."""
    folded = words_of(text).folded
    towns = towns_in(text, gazetteer)
    of_places = {w for name in (*towns, place) for w in name.split()}
    persons, named = persons_in(text, of_places)
    return Wording(
        names=names_in(text),
        rare=_top((w for w in folded if rarity(w) >= RARE and not w.isdigit() and w not in of_places), "rare"),
        numbers=_top((n for n in _NUMBER.findall(text) if not 1900 <= int(n) <= 2100), "numbers"),
        ages=_top((a for found in _AGE.findall(text) for a in found if a), "ages"),
        counts=counts_in(folded),
        terms=terms_in(folded, "terms", of_places),
        lead=terms_in(folded[:LEAD], "lead", of_places),
        towns=towns,
        persons=tuple(sorted(persons)),
        named=named,
        person=persons[0] if persons else "",
    )


def names_in(text: str) -> tuple[str, ...]:
    """Two capitalised words that follow each other and are rare together, folded: names of people and streets."""
    found: Counter[str] = Counter()
    for first, second in _PAIR.findall(text):
        a, b = fold_word(first), fold_word(second)
        if rarity(a) + rarity(b) >= NAME:
            found[f"{a} {b}"] += 1
    return _top(found.elements(), "names")


def persons_in(text: str, without: Collection[str] = ()) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Those whom a text turns on, the one named most first, and all whom it names; by their last name, folded. A last name ends a
    run of two capitalised words somewhere, and a text turns on who is named twice or more. Some words left out."""
    full: set[str] = set()
    counts: Counter[str] = Counter()
    for run in _RUN.findall(text):
        words = run.split()
        last = fold_word(words[-1])
        if last in without or len(last) < 3:
            continue
        counts[last] += 1
        if len(words) > 1:
            full.add(last)
    ranked = [w for w, _ in counts.most_common() if w in full]
    return tuple(w for w in ranked if counts[w] > 1)[: MOST["persons"]], tuple(sorted(ranked[: MOST["named"]]))


def counts_in(folded: tuple[str, ...]) -> tuple[str, ...]:
    """Numbers from 2 to 9,999 with the stem of either of the two words after them: "23 pirate". Measures are left out."""
    found: Counter[str] = Counter()
    for i, word in enumerate(folded):
        number = _SMALL.get(word) or (int(word) if word.isdigit() and len(word) < 5 else 0)
        if number < 2 or 1900 <= number <= 2100:
            continue
        after = folded[i + 1 : i + 3]
        if not any(stem(w) in _MEASURES for w in after[:1]):
            found.update(f"{number} {stem(w)}" for w in after if w.isalpha() and len(w) > 3 and stem(w) not in _MEASURES)
    return _top(found.elements(), "counts")


def towns_in(text: str, gazetteer: Gazetteer) -> tuple[str, ...]:
    """Places that a text speaks of after a preposition of place, folded, each by the longest of its words that is a place."""
    found: Counter[str] = Counter()
    for phrase in _WHERE.findall(text):
        words = phrase.split()
        for size in range(len(words), 0, -1):
            name = " ".join(words[:size])
            if _is_place(name, gazetteer):
                found[" ".join(words_of(name).folded)] += 1
                break
    return _top(found.elements(), "towns")


@lru_cache(maxsize=1 << 16)
def _is_place(name: str, gazetteer: Gazetteer) -> bool:
    if len(name) < 4 or not any(c.islower() for c in name) or name.lower() in _CALENDAR:
        return False
    return any(
        c.how in ("name", "other name", "name without its kind") and (c.kind not in ("town",) or c.population >= LEAST_TOWN)
        for c in gazetteer.find(name)[:3]
    )


def terms_in(folded: Iterable[str], kind: str, without: Collection[str] = ()) -> tuple[str, ...]:
    """The stems that tell most of a text, by how often they stand in it and how rare they are; some words left out."""
    counts = Counter(stem(w) for w in folded if len(w) > 2 and w not in without)
    weight = {s: (1 + log(n)) * stem_rarity(s) for s, n in counts.items()}
    best = sorted(weight, key=lambda s: (-weight[s], s))[: MOST[kind]]
    return tuple(sorted(s for s in best if stem_rarity(s) > 1.5))


def _top(found: Iterable[str], kind: str) -> tuple[str, ...]:
    """The most frequent values, at most as many as the kind allows, sorted."""
    counts = Counter(found)
    best = sorted(counts, key=lambda w: (-counts[w], w))[: MOST[kind]]
    return tuple(sorted(best))
