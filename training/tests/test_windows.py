"""Cutting and roughening keep layers in step. Needs torch, which only training does."""

import random

import pytest

pytest.importorskip("torch")
from training.batches import cut, name_pool, renamed, roughen
from training.data import IGNORE, Example


def example() -> Example:
    words = ["Rada", "said", "that", "guards", ",", "at", "dawn", ",", "fled", "."]
    roles = {"source": [1] + [0] * 9, "cue": [0, 1] + [0] * 8, "content": [0, 0, 1, *[2] * 6, 0]}
    content_cue = [IGNORE] * 2 + [1] * 7 + [IGNORE]
    return Example(words, [2] + [0] * 9, "x", roles=roles, content_cue=content_cue, cue_source=[IGNORE, 0] + [IGNORE] * 8)


def test_pointers_follow_their_words() -> None:
    e = cut(example(), [1, 3, 8])
    assert e.words == ["said", "guards", "fled"]
    assert e.content_cue == [IGNORE, 0, 0]
    assert e.cue_source == [IGNORE, IGNORE, IGNORE]  # the source was left out


def test_roughening_keeps_every_layer_as_long_as_the_words() -> None:
    seen = set()
    for seed in range(200):
        e = roughen(example(), random.Random(seed))
        seen.add(" ".join(e.words))
        assert all(len(layer) == len(e.words) for layer in (e.breaks, e.content_cue, e.cue_source, *e.roles.values()))
    assert {"RADA", "rada", "Rada"} == {s.split()[0] for s in seen}
    assert any("," not in s for s in seen)


def test_names_are_exchanged_for_others_of_their_kind_throughout() -> None:
    words = ["Rada", "Velk", "met", "Ilse", ",", "Rada", "Velk", "said", "in", "Orvane"]
    names = ["B-PERSON", "I-PERSON", "O", "B-PERSON", "O", "B-PERSON", "I-PERSON", "O", "O", "B-LOC"]
    e = Example(words, [2] + [0] * 9, "x", names=names)
    pool = {"PERSON": [["Ana", "de", "Sul"]]}
    seen = {" ".join(renamed(e, pool, random.Random(k)).words) for k in range(40)}
    assert "Ana de Sul met Ilse , Ana de Sul said in Orvane" in seen
    assert "Rada Velk met Ilse , Rada Velk said in Orvane" in seen
    for k in range(40):
        r = renamed(e, pool, random.Random(k))
        assert len(r.words) == len(r.names) == len(r.breaks)
        assert (r.breaks[0], r.names[-1]) == (2, "B-LOC")
        assert r.words.count("said") == r.names.count("B-LOC") == 1
    assert name_pool([e])["LOC"] == [["Orvane"]]
