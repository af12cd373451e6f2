"""Examples cut into windows, made rougher at random, and padded into tensors."""

import random
from collections.abc import Iterator, Sequence
from dataclasses import replace

import numpy as np
import torch
from tokenizers import Tokenizer

from sayso.neural.features import to_pieces
from training.data import IGNORE, NAMES, Example
from training.model import Labels

MAX_PIECES = 300
EXCHANGED = {"PERSON": 0.5, "ORG": 0.3, "LOC": 0.3}  # how likely a name of an example is exchanged for another


def roughen(e: Example, rng: random.Random) -> Example:
    """Case (of a text, or of its names alone), commas, apostrophes and paragraph breaks lost at random, as in scraped text,
    headlines and forums."""
    words, brk = list(e.words), list(e.breaks)
    chance = rng.random()
    if chance < 0.06:
        words = [w.upper() for w in words]
    elif chance < 0.12:
        words = [w.lower() for w in words]
    elif chance < 0.18 and e.names:
        words = [w if label == "O" else w.lower() for w, label in zip(words, e.names, strict=True)]
    if rng.random() < 0.35:
        brk = [0] * len(brk)
    keep = list(range(len(words)))
    if rng.random() < 0.08 and e.head is None:
        keep = [i for i in keep if words[i] not in {",", "'", "’"}]
    return cut(e, keep, words, brk)


def names_of(e: Example) -> Iterator[tuple[int, int, str]]:
    """Names of an example: words [first, last) and label."""
    first, label = 0, ""
    for i, tag in enumerate([*(e.names or []), "O"]):
        if label and tag != f"I-{label}":
            yield first, i, label
            label = ""
        if tag.startswith("B-"):
            first, label = i, tag[2:]


def name_pool(examples: Sequence[Example]) -> dict[str, list[list[str]]]:
    """The names of persons, organisations and places that stand in examples, as words, as often as they stand there."""
    pool: dict[str, list[list[str]]] = {label: [] for label in EXCHANGED}
    for e in examples:
        for first, last, label in names_of(e):
            if label in pool and last - first < 6:
                pool[label].append(e.words[first:last])
    return pool


def renamed(e: Example, pool: dict[str, list[list[str]]], rng: random.Random) -> Example:
    """The names of an example and its words alone, some names exchanged for others of their kind, the same throughout."""
    words: list[str] = []
    brk: list[int] = []
    names: list[str] = []
    chosen: dict[tuple[str, str], list[str]] = {}
    at = 0
    for first, last, label in names_of(e):
        if label not in pool or not pool[label]:
            continue
        own = e.words[first:last]
        key = (label, " ".join(own))
        if key not in chosen:
            chosen[key] = rng.choice(pool[label]) if rng.random() < EXCHANGED[label] else own
        new = chosen[key]
        words += [*e.words[at:first], *new]
        brk += [*e.breaks[at : first + 1], *[0] * (len(new) - 1)]
        names += [*(e.names or [])[at:first], f"B-{label}", *[f"I-{label}"] * (len(new) - 1)]
        at = last
    return Example(
        words + e.words[at:],
        brk + e.breaks[at:],
        e.set,
        names=names + (e.names or [])[at:],
        inventory=e.inventory,
    )


def cut(e: Example, keep: Sequence[int], words: list[str] | None = None, brk: list[int] | None = None) -> Example:
    """The example with only some words, in order; pointers to words left out are masked."""
    new = {old: k for k, old in enumerate(keep)}
    words, brk = words or e.words, brk or e.breaks

    def pick(layer: list | None) -> list | None:
        return None if layer is None else [layer[i] for i in keep]

    def point(layer: list[int]) -> list[int]:
        return [new.get(layer[i], IGNORE) for i in keep] if layer else []

    return replace(
        e,
        words=pick(words),
        breaks=pick(brk),
        sentence=pick(e.sentence),
        upos=pick(e.upos),
        feats=pick(e.feats),
        head=None if e.head is None else point(e.head),
        deprel=pick(e.deprel),
        names=pick(e.names),
        roles=None if e.roles is None else {k: pick(v) for k, v in e.roles.items()},
        content_cue=point(e.content_cue),
        cue_source=point(e.cue_source),
        factuality=None if e.factuality is None else {new[i]: s for i, s in e.factuality.items() if i in new},
        clusters=pick(e.clusters),
        events=pick(e.events),
        places=None if e.places is None else {new[i]: [new[p] for p in at if p in new] for i, at in e.places.items() if i in new},
    )


def windows(e: Example, tokenizer: Tokenizer, rng: random.Random, limit: int = MAX_PIECES) -> Iterator[Example]:
    """Stretches of at most `limit` pieces; a long text is cut at a random place each time, with a small overlap.

    One text with attributions in five is cut short, at ends of sentences: the reader meets headlines and single sentences too.
    """
    short = e.roles is not None and rng.random() < 0.2
    if len(e.words) <= limit // 3:
        yield e
        return
    first = to_pieces(e.words, tokenizer).first
    start = 0
    while start < len(e.words):
        room = rng.randrange(15, limit // 2) if short else limit - rng.randrange(limit // 6)
        end = int(np.searchsorted(first, first[start] + room))
        if short:
            end = next((i + 1 for i in range(end, start, -1) if i < len(e.words) and e.words[i] in {".", "!", "?"}), end)
        end = max(end, start + 1)
        yield cut(e, range(start, min(end, len(e.words))))
        if end >= len(e.words):
            break
        start = max(start + 1, end - (20 if e.roles and not short else 0))


def batch(examples: list[Example], tokenizer: Tokenizer, labels: Labels) -> dict[str, torch.Tensor]:
    """Padded inputs and targets. Targets that an example does not have are IGNORE throughout."""
    cls, sep = tokenizer.token_to_id("[CLS]"), tokenizer.token_to_id("[SEP]")
    pieces = [to_pieces(e.words, tokenizer) for e in examples]
    n, m = len(examples), max(len(e.words) for e in examples)
    p = max(len(x.ids) for x in pieces) + 2
    out = {k: np.zeros((n, p), np.int64) for k in ("ids", "shapes", "breaks", "mask")}
    out["first"] = np.zeros((n, m), np.int64)
    targets = {
        k: np.full((n, m), IGNORE, np.int64)
        for k in (
            "sentence",
            "upos",
            "feats",
            "head",
            "deprel",
            "names",
            "source",
            "cue",
            "content",
            "content_cue",
            "cue_source",
            "events",
        )
    }
    clusters = np.full((n, m), -1, np.int64)
    located = np.full((n, m, m), np.nan, np.float32)
    sentence_id = np.full((n, m), -1, np.int64)
    scores = np.full((n, m), np.nan, np.float32)
    allowed = np.zeros((n, len(labels.names)), bool)
    index = {k: {v: i for i, v in enumerate(getattr(labels, k))} for k in ("upos", "feats", "deprel", "names", "events")}
    for k, (e, x) in enumerate(zip(examples, pieces, strict=True)):
        size, words = len(x.ids), len(e.words)
        out["ids"][k, : size + 2] = [cls, *x.ids, sep]
        out["shapes"][k, 1 : size + 1] = x.shapes
        out["mask"][k, : size + 2] = 1
        out["first"][k, :words] = x.first + 1
        out["breaks"][k, x.first + 1] = e.breaks
        if e.sentence:
            targets["sentence"][k, :words] = e.sentence
            sentence_id[k, :words] = np.cumsum(e.sentence)
        if e.upos:
            targets["upos"][k, :words] = [index["upos"].get(v, IGNORE) for v in e.upos]
            targets["feats"][k, :words] = [index["feats"].get(v, IGNORE) for v in e.feats]
            targets["head"][k, :words] = e.head
            targets["deprel"][k, :words] = [index["deprel"].get(v, IGNORE) for v in e.deprel]
        if e.names:
            targets["names"][k, :words] = [index["names"].get(v, IGNORE) for v in e.names]
            allowed[k] = [v == "O" or v[2:] in e.inventory for v in labels.names]
        if e.roles:
            for role, values in e.roles.items():
                targets[role][k, :words] = values
            targets["content_cue"][k, :words] = e.content_cue
            targets["cue_source"][k, :words] = e.cue_source
        for i, s in (e.factuality or {}).items():
            scores[k, i] = s
        if e.clusters:
            clusters[k, :words] = e.clusters
        if e.events:
            targets["events"][k, :words] = [index["events"].get(v, IGNORE) for v in e.events]
        for i, at in (e.places or {}).items():
            located[k, i, :words] = 0.0
            located[k, i, at] = 1.0
    tensors = {k: torch.from_numpy(v) for k, v in {**out, **targets}.items()}
    return {
        **tensors,
        "sentence_id": torch.from_numpy(sentence_id),
        "factuality": torch.from_numpy(scores),
        "allowed": torch.from_numpy(allowed),
        "clusters": torch.from_numpy(clusters),
        "places": torch.from_numpy(located),
    }


def buckets(examples: list[Example], pieces: int, rng: random.Random) -> list[list[Example]]:
    """Batches of like length holding about `pieces` words each, in random order."""
    order = sorted(examples, key=lambda e: (len(e.words) // 8, rng.random()))
    out: list[list[Example]] = []
    now: list[Example] = []
    for e in order:
        if now and (len(now) + 1) * max(len(e.words), len(now[0].words)) > pieces:
            out.append(now)
            now = []
        now.append(e)
    if now:
        out.append(now)
    rng.shuffle(out)
    return out


def name_tags() -> tuple[str, ...]:
    return ("O", *(f"{p}-{n}" for n in NAMES[1:] for p in "BI"))
