"""Whom "he" and "she" mean: a small network over named features of a pronoun and of each thing mentioned so far.

The ranker of `ranker.py` compares one mention with another; a pronoun is better compared with all that is known of a thing: how often it
is mentioned, by what name, whether it is what the last sentences are about, whether grammar forbids it. The encoder's probabilities
count here, for the weights are fitted on texts that it was not trained on: `training/pronouns.py`.

    score(pronoun, thing) = v . relu(A features + a); the thing with the highest score is meant, or none of them
"""

from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any

import numpy as np

from sayso.core import Token
from sayso.read.coreference.features import PAIR, SINGLE, Features
from sayso.read.coreference.mentions import Mention
from sayso.read.coreference.stored import arrays

Array = Any
_SIDES = ("nearest", "named", "subject")
THING = (
    "encoder", "log encoder", "encoder likeliest", "ranker", "ranker likeliest", "mentions", "names", "pronouns", "same pronoun last",
    "other pronoun before", "gender same", "gender open", "given name fits", "other given name", "person", "first thing", "first person", "latest subject", "latest name",
    "subject share", "things", "persons open", "alone open", "bound", "in brackets", "possessor", "other pronouns", "body", "nearest rank", "named rank",
    "same role", "same role named", "previous sentence subject", "own subject", "upper subject", "last pronoun's",
)  # fmt: skip
NAMES = (
    *THING, *(f"{side} {p}" for side in _SIDES for p in PAIR), *(f"{side} there" for side in _SIDES),
    *(f"nearest {s}" for s in SINGLE), *(f"named {s}" for s in SINGLE), *(f"own {s}" for s in SINGLE), "none",
)  # fmt: skip
WEIGHTS = ("inner", "bias", "out")
GENDERED = ("he", "she")


@cache
def weights() -> dict[str, Array]:
    """The shipped weights. Raises AssetError where they were fitted for other features than this program computes."""
    return arrays("pronouns.npz", WEIGHTS, {"names": NAMES}, "training/pronouns.py")


def scores(x: Array, w: Mapping[str, Array]) -> Array:
    """[things + 1] from features [things + 1, NAMES]; the last is of none."""
    return np.maximum(x @ w["inner"] + w["bias"], 0) @ w["out"]


def meant(_: int, things: Sequence[Sequence[int]], x: Array) -> int | None:
    """The index of the thing that a pronoun means, None for none of them; `x` as of `features`."""
    best = int(scores(x, weights()).argmax())
    return best if best < len(things) else None


def features(
    i: int,
    things: Sequence[Sequence[int]],
    mentions: Sequence[Mention],
    f: Features,
    row: Array,
    tokens: Sequence[Token],
    sentence_of: Sequence[int],
) -> Array:
    """[things + 1, NAMES] of pronoun `i` and of each thing, a list of earlier mentions within the ranker's reach; the last row is of
    none of them. `row` is the ranker's [1 + candidates] of the pronoun."""
    slot = {int(j): b for b, (j, ok) in enumerate(zip(f.candidates[i], f.mask[i], strict=True)) if ok}
    at = {name: k for k, name in enumerate(NAMES)}
    out = np.zeros((len(things) + 1, len(NAMES)), np.float32)
    me = mentions[i]
    here = sentence_of[me.head]
    own_role = _role(tokens, me)
    last_subject = _latest(mentions, i, lambda m: _role(tokens, m) == "subject")
    last_name = _latest(mentions, i, lambda m: m.kind == "name" and m.animate == "person")
    last_same = _latest(mentions, i, lambda m: m.kind == "pronoun" and m.word == me.word)
    first_person = next((j for j, m in enumerate(mentions) if m.animate == "person" and m.kind == "name"), -1)
    open_ = [any(mentions[j].animate == "person" or mentions[j].word in GENDERED for j in t) for t in things]
    shares = np.array([sum(float(f.encoder[i, slot[j]]) for j in t if j in slot) for t in things] or [0.0])
    margins = np.array([max((row[1 + slot[j]] for j in t if j in slot), default=-20.0) - row[0] for t in things] or [0.0])
    near_order = _order([max(t) for t in things])
    named_of = [next((j for j in reversed(t) if mentions[j].kind == "name"), -1) for t in things]
    name_order = _order(named_of)
    subjects = _subjects_over(tokens, me.head)
    surnames = {m.words[-1] for m in mentions if m.label == "PERSON" and len(m.words) > 1}
    for k, thing in enumerate(things):
        m = [mentions[j] for j in thing]
        nearest, named = max(thing), named_of[k]
        subject = next((j for j in reversed(thing) if _role(tokens, mentions[j]) == "subject"), -1)
        pronouns = [x.word for x in m if x.kind == "pronoun" and x.word in GENDERED]
        genders = {x.gender for x in m} & {"m", "f"}
        given = {x.given for x in m if x.words[-1] not in surnames} & {"m", "f"}
        share = float(shares[k])
        roles = [_role(tokens, x) for x in m]
        held = {
            "encoder": share,
            "log encoder": np.log(share + 1e-3) / 7 + 1,
            "encoder likeliest": share > 0 and share == shares.max(),
            "ranker": np.clip(margins[k], -10, 10) / 10,
            "ranker likeliest": margins[k] == margins.max(),
            "mentions": np.log1p(len(m)) / 3,
            "names": np.log1p(sum(x.kind == "name" for x in m)) / 3,
            "pronouns": np.log1p(len(pronouns)) / 3,
            "same pronoun last": last_same in thing,
            "other pronoun before": bool(pronouns) and pronouns[-1] != me.word,
            "gender same": me.gender in genders,
            "gender open": not genders,
            "given name fits": not genders and me.gender in given,
            "other given name": not genders and me.gender not in given and bool(given),
            "person": any(x.animate == "person" for x in m),
            "first thing": 0 in thing,
            "first person": first_person in thing,
            "latest subject": last_subject in thing,
            "latest name": last_name in thing,
            "subject share": roles.count("subject") / len(roles),
            "things": np.log1p(len(things)) / 4,
            "persons open": min(sum(open_), 6) / 6,
            "alone open": open_[k] and sum(open_) == 1,
            "bound": any(_is_bound(tokens, me, x) for x in m),
            "in brackets": named >= 0 and _in_brackets(tokens, mentions[named]),
            "possessor": named >= 0 and _role(tokens, mentions[named]) == "possessor",
            "other pronouns": sum(p != me.word for p in pronouns) / max(1, len(pronouns)),
            "body": named >= 0 and mentions[named].animate in ("body", "thing"),
            "nearest rank": min(near_order[k], 6) / 6,
            "named rank": min(name_order[k], 6) / 6,
            "same role": _role(tokens, mentions[nearest]) == own_role,
            "same role named": named >= 0 and _role(tokens, mentions[named]) == own_role,
            "previous sentence subject": subject >= 0 and sentence_of[mentions[subject].head] == here - 1,
            "own subject": bool(subjects) and any(x.head == subjects[0] for x in m),
            "upper subject": any(x.head in subjects[1:] for x in m),
            "last pronoun's": any(x.kind == "pronoun" and sentence_of[x.head] >= here - 1 for x in m),
        }
        for name, value in held.items():
            out[k, at[name]] = value
        for s, (side, j) in enumerate(zip(_SIDES, (nearest, named, subject), strict=True)):
            if j in slot:
                begin = len(THING) + s * len(PAIR)
                out[k, begin : begin + len(PAIR)] = f.pairs[i, slot[j]]
                out[k, at[f"{side} there"]] = 1
        begin = len(THING) + len(_SIDES) * (len(PAIR) + 1)
        out[k, begin : begin + len(SINGLE)] = f.single[nearest]
        if named >= 0:
            out[k, begin + len(SINGLE) : begin + 2 * len(SINGLE)] = f.single[named]
    out[:, -1 - len(SINGLE) : -1] = f.single[i]
    out[-1, -1] = 1
    out[-1, at["encoder"]] = max(0.0, 1.0 - float(shares.sum()))
    out[-1, at["ranker"]] = -np.clip(margins.max(), -10, 10) / 10
    out[-1, at["things"]] = np.log1p(len(things)) / 4
    out[-1, at["persons open"]] = min(sum(open_), 6) / 6
    return out


def _order(latest: Sequence[int]) -> list[int]:
    """For each thing how many are nearer."""
    return [sum(o > own for o in latest) if own >= 0 else len(latest) for own in latest]


def _latest(mentions: Sequence[Mention], i: int, wanted: Any) -> int:
    return next((j for j in range(i - 1, -1, -1) if wanted(mentions[j])), -1)


def _role(tokens: Sequence[Token], m: Mention) -> str:
    """subject, object, possessor or other."""
    relation = tokens[m.head].deprel
    if relation.startswith("nsubj"):
        return "subject"
    if relation == "nmod:poss":
        return "possessor"
    return "object" if relation in ("obj", "iobj") else "other"


def _is_bound(tokens: Sequence[Token], pronoun: Mention, other: Mention) -> bool:
    """Whether a plain pronoun and a phrase hang on one predicate: "Velk saw her", "Velk told Nor about her" (principle B)."""
    if pronoun.determiner != "plain" or pronoun.head == other.head:
        return False
    mine, theirs = tokens[pronoun.head], tokens[other.head]
    return mine.head == theirs.head and theirs.deprel.split(":")[0] in ("nsubj", "obj", "iobj") and mine.deprel != "conj"


def _in_brackets(tokens: Sequence[Token], m: Mention) -> bool:
    before = [t.lemma for t in tokens[max(0, m.first - 6) : m.first]]
    return "(" in before and ")" not in before


def _subjects_over(tokens: Sequence[Token], head: int) -> list[int]:
    """The subjects of the predicates over a token, the closest first; its own clause's first unless it is that subject itself."""
    predicates = []
    i = head
    for _ in range(12):
        up = tokens[i].head
        if up == i:
            break
        if tokens[up].upos in ("VERB", "AUX") or tokens[i].deprel.startswith("nsubj"):
            predicates.append(up)
        i = up
    first, last = max(0, head - 80), min(len(tokens), head + 80)
    subjects = {tokens[k].head: k for k in range(first, last) if tokens[k].deprel.startswith("nsubj") and k != head}
    return [subjects[p] for p in predicates if p in subjects]
