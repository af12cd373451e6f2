"""Figures that are said more than once: a plain repeat by the same speaker is coded once, at its fullest mention."""

import re

from sayso.core import Reading, Unused
from sayso.extract import syntax, tolls
from sayso.extract.chains import Chains, SaySo
from sayso.extract.figure import Draft
from sayso.extract.mention import is_list_of_headlines

_ANYBODY = {"people", "persons", "victims", "others", "dead", "wounded", "individuals", "members"}
_STATES = {"dead", "wounded", "injured", "killed", "missing"}  # what happened to them tells no group
_BARS = 2  # bars from which a sentence is a list of links
_SMALL = {"the", "a", "an", "of", "for", "and", "in"}


def without_repeats(r: Reading, drafts: list[Draft], chains: Chains) -> tuple[list[Draft], list[Unused]]:
    """The drafts that are kept, in text order, and the others with the reason. Headlines yield to the text below them."""
    said = {id(d): said_by(r, d, chains) for d in drafts}
    wholes = {d.whole for d in drafts}
    kept: list[Draft] = []
    unused: list[Unused] = []
    for d in sorted(drafts, key=lambda d: (-_fullness(r, d, said[id(d)]) - (d.head in wholes), d.quote)):
        if marked(r, d.head, "furniture") or _is_in_list(r, d):
            unused.append(Unused(d.quote, "stands in page furniture"))
        elif any(_repeats(r, o, d, said[id(o)], said[id(d)]) for o in kept):
            unused.append(Unused(d.quote, "repeats a figure by the same speaker"))
        else:
            kept.append(d)
    return sorted(kept, key=lambda d: d.quote), unused


def said_by(r: Reading, d: Draft, chains: Chains) -> SaySo:
    """On whose word a figure stands: the chain over its words and the speaker that its clause names; where nobody is quoted, who counts."""
    say = chains.over(d.quote.span)
    if d.speaker is not None:
        return chains.spoken_by(d.speaker, d.cue, say)
    told = None if say.chain.hops else tolls.teller(r, d.head, d.quote)
    return say if told is None else chains.spoken_by(*told, say)


def _is_in_list(r: Reading, d: Draft) -> bool:
    """Whether a figure stands in a list of headlines, or in links that bars part."""
    sentence = r.sentence_of[d.head]
    return is_list_of_headlines(r, sentence) or r.sentence_span(sentence).of(r.text).count(" | ") >= _BARS


def marked(r: Reading, i: int, kind: str) -> bool:
    """Whether token `i` stands in a mark of a kind."""
    start = r.tokens[i].start
    return any(a <= start < b and k == kind for a, b, k in r.marks)


def _fullness(r: Reading, d: Draft, say: SaySo) -> float:
    title = _is_title(r, d)
    told = min(2.3, 0.7 + 0.8 * len(say.chain.hops)) * bool(say.chain.hops) + 1.5 * (d.of is not None)
    length = len(r.sentence_span(r.sentence_of[d.head]))
    return (
        told + 0.5 * (d.comparator != "exactly") + d.score - 4 * title - 0.05 * r.sentence_of[d.head] + 0.002 * min(length, 300)
    )


def _repeats(r: Reading, a: Draft, b: Draft, ours: SaySo, theirs: SaySo) -> bool:
    """Whether `b` says again what `a` says: kind, number and group agree, and nobody else is quoted for it."""
    if r.sentence_of[a.head] == r.sentence_of[b.head] and r.tokens[a.head].upos == r.tokens[b.head].upos == "NUM":
        return False  # "one on Friday and one on Saturday"
    here, there = _place_after(r, a), _place_after(r, b)
    if here and there and here != there:
        return False  # "four in Tarrin", "four in Olenk"
    if a.kind != b.kind or a.adds != b.adds or ((a.whole is None) != (b.whole is None) and a.of is None):
        return False
    if not _same_number(a, b) or (a.group and b.group and a.group != b.group):
        return False
    if a.of is not None and b.of is not None and not _alike(a.of.words, b.of.words) and not _one_entity(r, a, b):
        return False
    if _is_named(r, a) != _is_named(r, b) and not _one_entity(r, a, b) and a.low == b.low == 1:
        return False  # "one abroad" is not the man who was named
    if a.scope and b.scope and a.scope.words != b.scope.words:
        return False
    if _same_person(r, a, b):
        return True
    if _is_title(r, b) or (not theirs.chain.hops and (r.sentence_of[b.head] == 0 or not ours.chain.hops)):
        return True
    inner = [s.chain.innermost.name if s.chain.innermost else "" for s in (ours, theirs)]
    return same_speaker(*inner)


def _is_title(r: Reading, d: Draft) -> bool:
    """Whether a figure stands in a title that is marked, or in a first sentence that is worded like one: in capitals, or without a
    finite verb ("12 miners killed in raid")."""
    if any(marked(r, d.head, kind) for kind in ("title", "heading")):
        return True
    if r.sentence_of[d.head] > 0 or len(r.sentences) < 2:
        return False
    first, last = r.sentences[0]
    long = [
        r.word(i)
        for i in range(first, last)
        if r.tokens[i].upos in ("NOUN", "VERB", "ADJ", "ADV", "PROPN") and len(r.word(i)) > 3
    ]
    raised = sum(w[0].isupper() for w in long) >= 0.8 * len(long) and not all(w.isupper() for w in long)
    finite = any("VerbForm=Fin" in r.tokens[i].feats or "Mood=Ind" in r.tokens[i].feats for i in range(first, last))
    return raised or not finite


def _place_after(r: Reading, d: Draft) -> str:
    """The place that a number is told for right after it, "" if none."""
    i = r.token_at(d.quote.end)
    if i is None or i + 1 >= len(r.tokens) or r.tokens[i].upos != "ADP":
        return ""
    at = i + 2 if r.tokens[i + 1].upos == "DET" else i + 1
    name = r.name_of.get(at)
    known = name is not None and name.label in ("GPE", "LOC", "FAC")
    return r.word(at).lower() if known or (at < len(r.tokens) and syntax.lemma(r, at) in ("capital", "town", "city")) else ""


def _alike(a: str, b: str) -> bool:
    """Whether two groups may be one: a word is shared, or one says no more than people."""
    x, y = set(_telling(a)) - _STATES, set(_telling(b)) - _STATES
    return bool(x & y) or not (x - _ANYBODY) or not (y - _ANYBODY)


def _same_person(r: Reading, a: Draft, b: Draft) -> bool:
    """One person by name, whoever tells it."""
    if not a.low == a.high == b.low == b.high == 1:
        return False
    named = _is_named(r, a) and _is_named(r, b)
    return _one_entity(r, a, b) or (named and bool(set(_telling(a.quote.words)) & set(_telling(b.quote.words))))


def _is_named(r: Reading, d: Draft) -> bool:
    return d.low == d.high == 1 and r.tokens[d.head].upos == "PROPN"


def _one_entity(r: Reading, a: Draft, b: Draft) -> bool:
    """Whether the reading takes the two for one person or group."""
    return a.head in r.entity_of and r.entity_of[a.head] == r.entity_of.get(b.head)


def _same_number(a: Draft, b: Draft) -> bool:
    """The same bounds; "more than 22" and "22" are the same claim, so are "over 130" and "130"."""
    if a.low is None and a.high is None:
        return (
            b.low is None and b.high is None and a.comparator == b.comparator and a.quote.words.lower() == b.quote.words.lower()
        )
    return bool(_numbers(a) & _numbers(b))


def _numbers(d: Draft) -> set[object]:
    if d.comparator == "range":
        return {(d.low, d.high)}
    number = d.low if d.low is not None else d.high
    if number is None:
        return set()
    return {number, number - 1} if d.comparator == "at_least" and number % 5 == 1 and number > 5 else {number}


def same_speaker(a: str, b: str) -> bool:
    """Whether two names may be one speaker's: the same words, one within the other, or an acronym of it."""
    x, y = (_telling(n) for n in (a, b))
    if not x or not y:
        return not x and not y
    short, long = sorted((x, y), key=len)
    if set(short) <= set(long):
        return True
    return _abbreviates(x, y) or _abbreviates(y, x)


def _abbreviates(words: list[str], name: list[str]) -> bool:
    """Whether one of the words is made of the first letters of a name: "UN envoy" for the United Nations."""
    letters = "".join(w[0] for w in name)
    return len(letters) > 1 and any(w.replace(".", "") == letters for w in words)


def _telling(name: str) -> list[str]:
    return [w for w in re.findall(r"[\w.]+", name.lower()) if w not in _SMALL]
