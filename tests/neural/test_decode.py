"""From scores to layers, without a model."""

import itertools

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sayso.neural import decode
from sayso.neural.decode import Part, merged, names, split, tree


def is_tree(heads: list[int]) -> bool:
    """One root, and every word leads to it."""
    if sum(h == i for i, h in enumerate(heads)) != 1:
        return False
    for i in range(len(heads)):
        seen = set()
        while heads[i] != i:
            if i in seen:
                return False
            seen.add(i)
            i = heads[i]
    return True


@given(st.integers(1, 5), st.integers(0, 10_000))
def test_tree_is_the_best_of_its_root(n: int, seed: int) -> None:
    scores = np.random.default_rng(seed).normal(size=(n, n))
    heads = tree(scores).tolist()
    assert is_tree(heads)
    others = [list(h) for h in itertools.product(range(n), repeat=n)]
    values = [scores[np.arange(n), h].sum() for h in others if is_tree(h) and _root(h) == _root(heads)]
    assert scores[np.arange(n), heads].sum() == pytest.approx(max(values))


def _root(heads: list[int]) -> int:
    return next(i for i, h in enumerate(heads) if h == i)


@given(st.integers(1, 60), st.integers(0, 10_000))
def test_tree_of_many_words(n: int, seed: int) -> None:
    assert is_tree(tree(np.random.default_rng(seed).normal(size=(n, n))).tolist())


def test_an_empty_line_begins_a_sentence_whatever_the_network_says() -> None:
    scores = np.tile([5.0, -5.0], (6, 1))
    assert split(scores, [2, 0, 0, 2, 0, 0]) == [(0, 3), (3, 6)]
    scores[1] = [-5.0, 5.0]
    assert split(scores, [2, 0, 0, 0, 1, 0]) == [(0, 1), (1, 6)]


def test_a_sentence_without_end_is_cut() -> None:
    cut = split(np.tile([5.0, -5.0], (500, 1)), [0] * 500)
    assert cut[0][0] == 0
    assert cut[-1][1] == 500
    assert all(a[1] == b[0] for a, b in itertools.pairwise(cut))
    assert max(b - a for a, b in cut) <= decode.MAX_SENTENCE


TAGS = ["O", "B-PERSON", "I-PERSON", "B-LOC", "I-LOC"]


def scores_of(tags: list[str], strength: float = 8.0) -> np.ndarray:
    out = np.zeros((len(tags), len(TAGS)))
    for i, t in enumerate(tags):
        out[i, TAGS.index(t)] = strength
    return out


def test_names_as_tagged() -> None:
    tags = ["O", "B-PERSON", "I-PERSON", "B-LOC", "O", "B-LOC", "I-LOC"]
    found = names(scores_of(tags), TAGS, [(0, 7)])
    assert [(n.first, n.last, n.label) for n in found] == [(1, 3, "PERSON"), (3, 4, "LOC"), (5, 7, "LOC")]
    assert all(0.9 < n.score <= 1 for n in found)


def test_an_inside_without_its_first_is_repaired_to_the_likeliest_name() -> None:
    found = names(scores_of(["O", "B-PERSON", "I-LOC", "I-PERSON"], 4.0), TAGS, [(0, 4)])
    assert [(n.first, n.last, n.label) for n in found] == [(1, 4, "PERSON")]


def test_a_name_ends_with_its_sentence() -> None:
    tags = ["B-PERSON", "I-PERSON", "I-PERSON", "I-PERSON"]
    found = names(scores_of(tags), TAGS, [(0, 2), (2, 4)])
    assert [(n.first, n.last) for n in found] == [(0, 2), (2, 4)]


@given(st.integers(0, 40), st.integers(0, 10_000))
def test_names_never_overlap(n: int, seed: int) -> None:
    found = names(np.random.default_rng(seed).normal(scale=3, size=(n, 5)), TAGS, [(0, n)] if n else [])
    assert all(a.last <= b.first and a.first < a.last for a, b in itertools.pairwise(found))


def part(first: int, last: int, starts: set[int]) -> Part:
    margin = np.array([[0.0, 5.0 if i in starts else -5.0] for i in range(first, last)])
    return Part(first, last, {"sentence": margin, "mine": np.full((last - first, 1), float(first))})


def test_windows_meet_at_a_sentence_start() -> None:
    out, sentences = merged([part(0, 60, {0, 20, 46}), part(40, 100, {46, 80})], [0] * 100)
    assert sentences == [(0, 20), (20, 46), (46, 80), (80, 100)]
    assert out["mine"][:46].max() == 0
    assert out["mine"][46:].min() == 40


# Attribution: eight words, "Rada said the bridge was closed yesterday ."
FORMS = {"content_form": np.eye(2), "source_form": np.eye(2)}


def roles(source: str, cue: str, content: str) -> np.ndarray:
    out = np.zeros((len(cue), 9))
    for k, tags in enumerate((source, cue, content)):
        for i, t in enumerate(tags):
            out[i, 3 * k + "OBI".index(t)] = 9.0
    return out


def links(n: int, content_q: dict[int, list[float]], cue_k: dict[int, list[float]]) -> list[Part]:
    def filled(values: dict[int, list[float]]) -> np.ndarray:
        out = np.zeros((n, 2))
        for i, v in values.items():
            out[i] = v
        return out

    zero = np.zeros((n, 2))
    return [
        Part(
            0,
            n,
            {"content_q": filled(content_q), "cue_k": filled(cue_k), "cue_q": zero + 1.0, "source_k": filled({0: [1.0, 1.0]})},
        )
    ]


def test_a_content_joins_the_cue_it_points_at() -> None:
    scores = roles("BOOOOOOO", "OBOOOOBO", "OOBIIOOB")
    words = links(8, {2: [1, 0], 3: [1, 0], 4: [1, 0], 7: [1, 0]}, {1: [3, 0], 6: [0, 3]})
    (found,) = decode.attributions(scores, words, FORMS)
    assert (found.cue.first, [(c.first, c.last) for c in found.content]) == (1, [(2, 5), (7, 8)])
    assert [(s.first, s.last) for s in found.source] == [(0, 1)]


def test_a_cue_without_content_is_no_attribution() -> None:
    assert decode.attributions(roles("BOOO", "OBOO", "OOOO"), links(4, {}, {}), FORMS) == []
    assert decode.attributions(roles("OOOO", "OOOO", "OBIO"), links(4, {}, {}), FORMS) == []


def test_every_word_is_answered_for_by_one_window() -> None:
    parts = [Part(0, 100, {}), Part(70, 170, {}), Part(140, 200, {})]
    shares = [words.tolist() for _, words in decode._shared_out(200, parts)]
    assert [w for share in shares for w in share] == list(range(200))
    assert [s[0] for s in shares] == [0, 92, 162]


def test_mentions_point_back_and_places_only_at_names() -> None:
    n = 4  # Velk spoke in Orvane ... he
    unit = np.eye(3)
    q, k = np.zeros((n, 3)), np.zeros((n, 3))
    q[3], k[0] = 9 * unit[0], unit[0]  # he -> Velk
    event, place = np.zeros((n, 3)), np.zeros((n, 3))
    event[1], place[2], place[0] = 9 * unit[1], unit[1], unit[1]  # spoke -> Orvane; Velk is no place
    form = np.zeros((4, 4))
    form[:3, :3] = unit
    place_form = form.copy()
    place_form[3, 3] = -4.0
    part = Part(0, n, {"mention_q": q, "mention_k": k, "event_q": event, "place_k": place})
    upos = ["PROPN", "VERB", "PROPN", "PRON"]
    named = [decode.TaggedSpan(0, 1, "PERSON", 1.0), decode.TaggedSpan(2, 3, "LOC", 1.0)]
    forms = {"mention_form": form, "place_form": place_form}
    (back,) = [a for a in decode.antecedents(upos, [part], forms) if a.word == 3]
    assert (back.to, back.score > 0.9) == (0, True)
    assert [(p.word, p.to) for p in decode.places(upos, named, [part], forms)] == [(1, 2)]
