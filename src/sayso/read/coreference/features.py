"""What is compared to tell whether a mention means the same as an earlier one: a table of named features, computed for all pairs
of a document at once.

Rows are mentions in text order; for each the candidates are the `WINDOW` mentions before it, nearest first, and the last few
further back that share its head word. Shapes: `single` [mentions, SINGLE], `pairs` [mentions, candidates, PAIR], `mask`
[mentions, candidates], `candidates` [mentions, candidates] with indices of mentions, `encoder` the same with what the encoder says of each pair, 0 to 1.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from sayso.core import Token
from sayso.read.coreference.mentions import Mention

WINDOW = 30
FAR = 6
_DEPTH = 12  # steps up a tree in search of a predicate
Array = Any  # numpy arrays; shapes are in the docstrings

_KINDS = ("name", "nominal", "pronoun")
_CLASSES = ("I", "we", "you", "he", "she", "it", "they", "this", "these", "one")
_DETERMINERS = ("name", "the", "this", "a", "whose", "every", "bare", "reflexive", "possessive", "plain")
_LABELS = ("PERSON", "ORG", "GPE", "LOC", "FAC", "NORP")
_ANIMATE = ("person", "body", "thing")
_GENDERS = ("m", "f", "n")
_NUMBERS = ("Sing", "Plur")
_RELATIONS = ("nsubj", "obj", "iobj", "obl", "nmod", "conj", "appos", "root", "compound", "vocative", "xcomp")
_GAPS = (0, 1, 2, 3, 5, 8)  # sentences
SINGLE = (
    *(f"kind={k}" for k in _KINDS), *(f"class={k}" for k in _CLASSES), *(f"determiner={k}" for k in _DETERMINERS),
    *(f"label={k}" for k in _LABELS), *(f"animate={k}" for k in _ANIMATE), *(f"gender={k}" for k in _GENDERS),
    *(f"number={k}" for k in _NUMBERS), *(f"relation={k}" for k in _RELATIONS), "words", "quoted", "nested", "head seen", "early",
    "first in sentence",
)  # fmt: skip
PAIR = (
    *(f"sentences>={k}" for k in _GAPS), "mentions between", "words between", "far", "same words", "same head", "head among words",
    "words among words", "own words contained", "modifiers differ", "last word same", "first word same", "acronym", "number differs",
    "number same", "gender differs", "gender same", "animate differs", "animate same", "label differs", "label same", "person same",
    "class same", "relation same", "both quoted", "same quotation", "one quoted", "source of own content", "own source",
    "same governor", "governs", "governed", "inside", "fits before", "nearest fit", "same sentence subject", "heads alike",
    "antecedent count", "apposition", "same clause", "clause above", "subject of clause above", "described so", "named group count",
    "same named group",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Setting:
    """What pairs are compared by beside the words: sentence, quotation and source of each token.

    `quotation_of`: index of the quotation a token stands in, -1 outside. `speaker_of`: for a token inside an attributed content
    the token of the source, -1 where there is none. `acronyms`: folded short forms to folded long forms. `links`: what the encoder
    says: (head word, earlier head word, probability), the likeliest of a word first.
    """

    sentence_of: Sequence[int]
    quotation_of: Sequence[int]
    speaker_of: Sequence[int]
    acronyms: Mapping[str, str]
    links: Sequence[tuple[int, int, float]] = ()


@dataclass(frozen=True, slots=True)
class Features:
    single: Array
    pairs: Array
    mask: Array
    candidates: Array
    encoder: Array


def features(mentions: Sequence[Mention], tokens: Sequence[Token], setting: Setting) -> Features:
    """Features of all mentions and of all pairs that are looked at."""
    candidates, mask, far = _candidates(mentions)
    return Features(
        _single(mentions, tokens, setting),
        _pairs(mentions, tokens, setting, candidates, mask, far),
        mask,
        candidates,
        _encoder(mentions, candidates, setting.links),
    )


def _candidates(mentions: Sequence[Mention]) -> tuple[Array, Array, Array]:
    n = len(mentions)
    near = np.arange(n)[:, None] - np.arange(1, WINDOW + 1)[None, :]
    far = np.full((n, FAR), -1)
    seen: dict[str, list[int]] = {}
    for i, m in enumerate(mentions):
        if m.kind != "pronoun":
            back = [j for j in seen.get(m.word, ()) if j < i - WINDOW][-FAR:][::-1]
            far[i, : len(back)] = back
            for w in {m.word, m.words[0], m.words[-1]} if m.kind == "name" else {m.word}:
                seen.setdefault(w, []).append(i)
    candidates = np.concatenate([near, far], axis=1)
    return np.maximum(candidates, 0), candidates >= 0, np.arange(WINDOW + FAR) >= WINDOW


def _codes(values: Sequence[str], known: Sequence[str]) -> Array:
    """Index of each value among the known ones, -1 for another."""
    at = {k: i for i, k in enumerate(known)}
    return np.array([at.get(v, -1) for v in values], np.int64)


def _hot(codes: Array, size: int) -> Array:
    out = np.zeros((len(codes), size + 1), np.float32)
    out[np.arange(len(codes)), codes] = 1
    return out[:, :size]


def _single(mentions: Sequence[Mention], tokens: Sequence[Token], setting: Setting) -> Array:
    hot = [
        _hot(_codes([m.kind for m in mentions], _KINDS), len(_KINDS)),
        _hot(_codes([m.word if m.kind == "pronoun" else "" for m in mentions], _CLASSES), len(_CLASSES)),
        _hot(_codes([m.determiner for m in mentions], _DETERMINERS), len(_DETERMINERS)),
        _hot(_codes([m.label for m in mentions], _LABELS), len(_LABELS)),
        _hot(_codes([m.animate for m in mentions], _ANIMATE), len(_ANIMATE)),
        _hot(_codes([m.gender for m in mentions], _GENDERS), len(_GENDERS)),
        _hot(_codes([m.number for m in mentions], _NUMBERS), len(_NUMBERS)),
        _hot(_codes([tokens[m.head].deprel.split(":")[0] for m in mentions], _RELATIONS), len(_RELATIONS)),
    ]
    seen: set[str] = set()
    rest = np.zeros((len(mentions), 6), np.float32)
    upto, sentence = 0, -1
    for i, m in enumerate(mentions):
        known = m.word in seen
        seen.add(m.word)
        here = setting.sentence_of[m.head]
        rest[i] = (
            min(len(m.words), 5) / 5,
            setting.quotation_of[m.head] >= 0,
            m.head < upto,
            known,
            here < 2,
            here != sentence,
        )
        upto, sentence = max(upto, m.last), here
    return np.concatenate([*hot, rest], axis=1)


def _pairs(
    mentions: Sequence[Mention], tokens: Sequence[Token], setting: Setting, candidates: Array, mask: Array, far: Array
) -> Array:
    n = len(mentions)
    head = np.array([m.head for m in mentions], np.int64)
    groups = name_groups(mentions, setting.acronyms)
    clauses = _Clauses(tokens)
    relations = [tokens[m.head].deprel.split(":")[0] for m in mentions]
    column = {
        "sentence": np.array([setting.sentence_of[h] for h in head]),
        "quotation": np.array([setting.quotation_of[h] for h in head]),
        "relation": _ids(relations),
        "governor": np.array([tokens[h].head for h in head]),
        "word": _ids([m.word for m in mentions]),
        "text": _ids([" ".join(m.words) for m in mentions]),
        "last": _ids([m.words[-1] for m in mentions]),
        "first": _ids([m.words[0] for m in mentions]),
        "class": _ids([m.word if m.kind == "pronoun" else f"#{i}" for i, m in enumerate(mentions)]),
        "person": _codes([m.person for m in mentions], ("1", "2", "3")),
        "number": _codes([m.number for m in mentions], _NUMBERS),
        "gender": _codes([m.gender for m in mentions], _GENDERS),
        "animate": _codes([m.animate for m in mentions], _ANIMATE),
        "label": _codes([m.label for m in mentions], _LABELS),
        "kind": _codes([m.kind for m in mentions], _KINDS),
        "speaker": np.array([setting.speaker_of[h] for h in head]),
        "group": groups,
        "clause": np.array([clauses.of(m.head) for m in mentions], np.int64),
        "begin": np.array([m.first for m in mentions]),
        "end": np.array([m.last for m in mentions]),
    }
    own = {k: v[:, None] for k, v in column.items()}
    other = {k: v[candidates] for k, v in column.items()}
    own_head, other_head = head[:, None], head[candidates]
    gap = own["sentence"] - other["sentence"]
    words = (own["kind"] < 2) & (other["kind"] < 2)
    shared, contained, conflict, head_in = _overlaps(mentions, candidates, column["word"])

    def same(key: str) -> Array:
        return (own[key] == other[key]) & (own[key] >= 0)

    def differs(key: str) -> Array:
        return (own[key] != other[key]) & (own[key] >= 0) & (other[key] >= 0)

    fits = mask & ~differs("number") & ~differs("gender") & ~differs("animate") & ~differs("person")
    before = np.cumsum(fits, axis=1) - fits
    subject = np.array([r == "nsubj" for r in relations], bool)[candidates]
    apposed = np.array([r == "appos" for r in relations], bool)[:, None]
    acronym = _acronyms(mentions, candidates, setting.acronyms)
    counts = _earlier(column["word"])
    group_counts = _earlier(groups)
    clause = column["clause"]
    same_clause = (own["clause"] == other["clause"]) & (own["clause"] >= 0)
    parents = np.array([clauses.parent_of(c) for c in clause.tolist()], np.int64)
    above = (other["clause"] >= 0) & (parents[:, None] == other["clause"])
    both_quoted = (own["quotation"] >= 0) & (other["quotation"] >= 0)
    values = [
        *((gap >= k) for k in _GAPS),
        np.log1p(np.arange(n)[:, None] - candidates) / 4,
        np.log1p(np.maximum(own_head - other_head, 0)) / 6,
        np.broadcast_to(far, mask.shape),
        words & (own["text"] == other["text"]),
        words & (own["word"] == other["word"]),
        head_in,
        shared,
        contained,
        conflict,
        words & (own["last"] == other["last"]),
        words & (own["first"] == other["first"]),
        acronym,
        differs("number"),
        same("number"),
        differs("gender"),
        same("gender"),
        differs("animate"),
        same("animate"),
        differs("label"),
        same("label"),
        same("person"),
        own["class"] == other["class"],
        same("relation"),
        both_quoted,
        both_quoted & (own["quotation"] == other["quotation"]),
        (own["quotation"] >= 0) != (other["quotation"] >= 0),
        _within(own["speaker"], other["begin"], other["end"]),
        _within(other["speaker"], own["begin"], own["end"]),
        (own["governor"] == other["governor"]) & (gap == 0),
        own["governor"] == other_head,
        other["governor"] == own_head,
        (other["begin"] <= own_head) & (own_head < other["end"]),
        np.minimum(before, 10) / 10,
        fits & (before == 0),
        (gap == 0) & subject,
        (own["word"] == other["word"]) & (own["kind"] == other["kind"]),
        np.minimum(counts[candidates], 8) / 8,
        (own["governor"] == other_head) & apposed,
        same_clause,
        above,
        above & subject,
        _described(mentions, tokens, candidates, groups),
        np.where(other["group"] >= 0, np.minimum(group_counts[candidates], 8) / 8, 0),
        same("group"),
    ]
    out = np.stack([np.broadcast_to(v, mask.shape) for v in values], axis=2).astype(np.float32)
    out[~mask] = 0
    return out


def _ids(values: Sequence[str]) -> Array:
    known: dict[str, int] = {}
    return np.array([known.setdefault(v, len(known)) for v in values], np.int64)


def _earlier(word: Array) -> Array:
    """For each mention how often its head word has been seen up to it."""
    seen: dict[int, int] = {}
    out = np.zeros(len(word))
    for i, w in enumerate(word.tolist()):
        seen[w] = seen.get(w, 0) + 1
        out[i] = seen[w]
    return out


def _within(token: Array, begin: Array, end: Array) -> Array:
    return (token >= 0) & (begin <= token) & (token < end)


def _overlaps(mentions: Sequence[Mention], candidates: Array, word: Array) -> tuple[Array, Array, Array, Array]:
    """Shares of words that names and nominals have in common: of own among the other's, whether all are, whether both have
    modifiers that the other lacks, and whether the own head is among the other's words."""
    known: dict[str, int] = {}
    width = 4  # words, the last of a mention
    ids = np.full((len(mentions), width), -1)
    for i, m in enumerate(mentions):
        if m.kind != "pronoun":
            for k, w in enumerate(m.words[-width:]):
                ids[i, k] = known.setdefault(w, len(known))
    heads = np.array([known.get(m.word, -2) if m.kind != "pronoun" else -2 for m in mentions])
    other = ids[candidates]  # [mentions, candidates, width]
    equal = (ids[:, None, :, None] == other[:, :, None, :]) & (ids >= 0)[:, None, :, None]
    own_in, other_in = equal.any(3), equal.any(2)  # which own words the other has, and which of the other's are own
    own_size, other_size = (ids >= 0).sum(1)[:, None], (other >= 0).sum(2)
    shared = own_in.sum(2) / np.maximum(own_size, 1)
    contained = (own_in.sum(2) == own_size) & (own_size > 0) & (other_size > 0)
    conflict = (own_in.sum(2) < own_size) & (other_in.sum(2) < other_size) & (own_size > 0) & (other_size > 0)
    head_in = (heads[:, None, None] == other).any(2) & (heads >= 0)[:, None]
    return shared, contained, conflict, head_in


class _Clauses:
    """For each token the predicate of the clause it stands in, and the predicate above that."""

    def __init__(self, tokens: Sequence[Token]) -> None:
        self._tokens = tokens
        self._of: dict[int, int] = {}

    def of(self, token: int) -> int:
        """The nearest verb, or word with a subject of its own, over a token; -1 for none."""
        seen = []
        i, found = token, -1
        for _ in range(_DEPTH):
            head = self._tokens[i].head
            if head == i:
                break
            seen.append(i)
            if self._tokens[head].upos in ("VERB", "AUX") or self._tokens[i].deprel.startswith("nsubj"):
                found = head
                break
            i = head
        return found

    def parent_of(self, predicate: int) -> int:
        """The predicate over a predicate; -1 at the top."""
        if predicate not in self._of:
            self._of[predicate] = self.of(predicate) if predicate >= 0 else -1
        return self._of[predicate]


def name_groups(mentions: Sequence[Mention], acronyms: Mapping[str, str]) -> Array:
    """For each name which names before it are surely the same by their words; -1 for what is no name."""
    out = np.full(len(mentions), -1)
    known: dict[str, int] = {}
    people: dict[str, int] = {}
    count = 0
    for i, m in enumerate(mentions):
        if m.kind != "name":
            continue
        text = " ".join(m.words)
        group = known.get(text, known.get(acronyms.get(text, ""), -1))
        if group < 0 and m.label == "PERSON":
            group = people.get(m.words[-1], -1) if len(m.words) == 1 else -1
            if group < 0 and len(m.words) > 1:
                group = known.get(m.words[-1], -1)
        if group < 0:
            group, count = count, count + 1
        out[i] = group
        known[text] = group
        if m.label == "PERSON":
            for w in {m.words[0], m.words[-1]}:
                people[w] = group
    return out


def _described(mentions: Sequence[Mention], tokens: Sequence[Token], candidates: Array, groups: Array) -> Array:
    """Whether the own head word has been said of the other, a name: in apposition, as a title, or after "is"."""
    described: dict[int, set[str]] = {}
    group_of = {m.head: int(groups[i]) for i, m in enumerate(mentions) if groups[i] >= 0}
    for i, t in enumerate(tokens):
        relation = t.deprel.split(":")[0]
        if relation in ("appos", "compound", "flat") and t.head in group_of and t.upos in ("NOUN", "PROPN"):
            described.setdefault(group_of[t.head], set()).add(t.lemma)
        if i in group_of and (relation == "appos" or (relation == "nsubj" and tokens[t.head].upos == "NOUN")):
            described.setdefault(group_of[i], set()).add(tokens[t.head].lemma)
    out = np.zeros(candidates.shape, bool)
    if described:
        said_of: dict[str, list[int]] = {}
        for group, words in described.items():
            for w in words:
                said_of.setdefault(w, []).append(group)
        for i, m in enumerate(mentions):
            if m.kind == "nominal" and m.word in said_of:
                out[i] = np.isin(groups[candidates[i]], said_of[m.word])
    return out


def _encoder(mentions: Sequence[Mention], candidates: Array, links: Sequence[tuple[int, int, float]]) -> Array:
    """The encoder's probability of each pair."""
    out = np.zeros(candidates.shape, np.float32)
    at = {m.head: i for i, m in enumerate(mentions)}
    for word, to, chance in links:
        i, j = at.get(word, -1), at.get(to, -1)
        if 0 <= j < i:
            out[i, candidates[i] == j] = chance
    return out


def _acronyms(mentions: Sequence[Mention], candidates: Array, acronyms: Mapping[str, str]) -> Array:
    """Whether one is the short form of the other, by the text's own introduction or by its initials."""
    out = np.zeros(candidates.shape, bool)
    names = [" ".join(m.words) if m.kind == "name" else "" for m in mentions]
    initials = [
        "".join(w[0] for w in m.words if w not in ("of", "the", "for", "and")) if m.kind == "name" and len(m.words) > 1 else ""
        for m in mentions
    ]
    short = {i for i, m in enumerate(mentions) if m.kind == "name" and len(m.words) == 1 and 2 <= len(m.words[0]) <= 7}
    long_of: dict[str, set[int]] = {}
    for i, name in enumerate(names):
        for key in {name, initials[i]} - {""}:
            long_of.setdefault(key, set()).add(i)
    for i in short:
        matching = long_of.get(acronyms.get(names[i], ""), set()) | {
            j for j in long_of.get(names[i], ()) if initials[j] == names[i]
        }
        for j in matching:
            a, b = max(i, j), min(i, j)
            out[a] |= candidates[a] == b
    return out
