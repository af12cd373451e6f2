"""From scores to layers: sentences, tags, trees, names and attributions of one text. Pure numpy."""

from collections import defaultdict
from typing import Any

import numpy as np

from sayso.neural.output import NeuralAttribution, NeuralReading, TaggedSpan

MAX_SENTENCE = 120  # words; a longer one is cut where the network is least sure that it goes on
LINK_REACH = 220  # words between a content or source and its cue
Array = Any  # numpy arrays; shapes are in the docstrings
Scores = dict[str, Any]


def reading(words: list[str], breaks: list[int], out: Scores, labels: dict[str, list[str]], forms: Scores) -> NeuralReading:
    """Everything that the outputs of the network (each [words, size]) say of one text."""
    if not words:
        return NeuralReading((), (), (), (), (), (), (), ())
    sentences = split(out["sentence"], breaks)
    head, deprel = trees(out, sentences, labels["deprel"], forms)
    return NeuralReading(
        sentences=tuple(sentences),
        upos=tuple(labels["upos"][i] for i in out["upos"].argmax(1)),
        feats=tuple("" if labels["feats"][i] == "_" else labels["feats"][i] for i in out["feats"].argmax(1)),
        head=tuple(head),
        deprel=tuple(deprel),
        names=tuple(names(out["names"], labels["names"])),
        attributions=tuple(attributions(out, forms)),
        factuality=tuple(np.clip(out["factuality"][:, 0], -3, 3).round(2).tolist()),
    )


def split(scores: Array, breaks: list[int]) -> list[tuple[int, int]]:
    """Word ranges of sentences; an empty line always begins one."""
    margin = scores[:, 1] - scores[:, 0]
    starts = [0]
    for i in range(1, len(margin)):
        if margin[i] > 0 or breaks[i] == 2:
            starts.append(i)
    out = []
    for a, b in zip(starts, [*starts[1:], len(margin)], strict=True):
        while b - a > MAX_SENTENCE:
            cut = a + 20 + int(margin[a + 20 : a + MAX_SENTENCE].argmax())
            out.append((a, cut))
            a = cut
        out.append((a, b))
    return out


def trees(out: Scores, sentences: list[tuple[int, int]], labels: list[str], forms: Scores) -> tuple[list[int], list[str]]:
    """Head and relation of every word, a tree for each sentence."""
    n = len(out["arc_dep"])
    dep = _with_one(out["arc_dep"]) @ forms["arc_form"]
    heads = np.zeros(n, np.int64)
    for a, b in sentences:
        scores = dep[a:b] @ out["arc_head"][a:b].T
        heads[a:b] = a + tree(scores)
    right = _with_one(out["label_head"])[heads]
    left = _with_one(out["label_dep"])
    form = forms["label_form"]
    size = form.shape[0]
    product = left @ form.transpose(1, 0, 2).reshape(left.shape[1], -1)
    scores = np.einsum("nlj,nj->nl", product.reshape(n, size, right.shape[1]), right)
    root = labels.index("root")
    scores[:, root] = np.where(heads == np.arange(n), 1e9, -1e9)
    return heads.tolist(), [labels[i] for i in scores.argmax(1)]


def tree(scores: Array) -> Array:
    """Heads of the best single-rooted tree: scores[dependent, head], the diagonal for root. Chu-Liu-Edmonds where the
    greedy choice is no tree."""
    n = len(scores)
    if n == 1:
        return np.zeros(1, np.int64)
    greedy = scores.argmax(1)
    roots = np.flatnonzero(greedy == np.arange(n))
    if len(roots) == 1 and not _has_cycle(greedy):
        return greedy
    full = np.full((n + 1, n + 1), -np.inf)
    off = scores.astype(np.float64).copy()
    own = np.diag(off).copy()
    np.fill_diagonal(off, -np.inf)
    full[1:, 1:] = off
    full[1:, 0] = own
    if len(roots) != 1:  # one root: the word most sure of it
        best = int((own - off.max(1)).argmax())
        full[1:, 0] = -np.inf
        full[best + 1] = -np.inf
        full[best + 1, 0] = own[best]
    heads = _arborescence(full)[1:] - 1
    return np.where(heads < 0, np.arange(n), heads)


def _has_cycle(heads: Array) -> bool:
    state = np.zeros(len(heads), np.int8)
    for i in range(len(heads)):
        path = []
        j = i
        while state[j] == 0:
            state[j] = 1
            path.append(j)
            if heads[j] == j:
                break
            j = int(heads[j])
            if state[j] == 1:
                return True
        for k in path:
            state[k] = 2
    return False


def _arborescence(scores: Array) -> Array:
    """Maximum spanning arborescence from node 0 (Chu-Liu-Edmonds); scores[dependent, head]."""
    n = len(scores)
    scores = scores.copy()
    np.fill_diagonal(scores, -np.inf)
    heads = scores.argmax(1)
    heads[0] = 0
    found_cycle = _find_cycle(heads)
    if found_cycle is None:
        return heads
    cycle = np.array(found_cycle)
    inside = np.zeros(n, bool)
    inside[cycle] = True
    outside = np.flatnonzero(~inside)
    own = scores[cycle, heads[cycle]]
    small = np.full((len(outside) + 1, len(outside) + 1), -np.inf)
    small[:-1, :-1] = scores[np.ix_(outside, outside)]
    enter = scores[np.ix_(cycle, outside)] - own[:, None]
    small[-1, :-1] = enter.max(0)
    enter_at = cycle[enter.argmax(0)]
    leave = scores[np.ix_(outside, cycle)]
    small[:-1, -1] = leave.max(1)
    leave_at = cycle[leave.argmax(1)]
    found = _arborescence(small)
    out = heads.copy()
    for k, node in enumerate(outside[1:], 1):
        out[node] = leave_at[k] if found[k] == len(outside) else outside[found[k]]
    gate = found[-1]
    out[enter_at[gate]] = outside[gate]
    return out


def _find_cycle(heads: Array) -> list[int] | None:
    colour = [0] * len(heads)
    colour[0] = 2
    for i in range(1, len(heads)):
        path = []
        j = i
        while colour[j] == 0:
            colour[j] = 1
            path.append(j)
            j = int(heads[j])
        if colour[j] == 1:
            return path[path.index(j) :]
        for k in path:
            colour[k] = 2
    return None


def names(scores: Array, tags: list[str]) -> list[TaggedSpan]:
    """Names from BIO scores."""
    probabilities = _softmax(scores)
    best = probabilities.argmax(1)
    return _spans([tags[i] for i in best], probabilities[np.arange(len(best)), best])


def attributions(out: Scores, forms: Scores) -> list[NeuralAttribution]:
    """Cues with the contents and the source that point at them. A source or content without a cue is left out."""
    probabilities = [_softmax(out["roles"][:, 3 * k : 3 * k + 3]) for k in range(3)]
    sources, cues, contents = (_role_spans(p) for p in probabilities)
    if not cues:
        return []
    heads = np.array([c.first for c in cues])
    to_cue = (out["content_q"] @ forms["content_form"]) @ out["cue_k"][heads].T
    parts: dict[int, list[TaggedSpan]] = defaultdict(list)
    for span in contents:
        scores = to_cue[span.first : span.last].mean(0)
        scores = np.where(abs(heads - (span.first + span.last) // 2) > LINK_REACH, -1e9, scores)
        own = (heads >= span.first) & (heads < span.last)
        scores = np.where(own, -1e9, scores) if not own.all() else scores
        parts[int(scores.argmax())].append(span)
    chosen = _sources_of(out, forms, cues, sources)
    found = []
    for k, cue in enumerate(cues):
        source = chosen[k]
        if not parts[k] and source is None:
            continue
        score = float(np.mean([cue.score, *(s.score for s in parts[k]), *([source.score] if source else [])]))
        found.append(NeuralAttribution((source,) if source else (), cue, tuple(parts[k]), round(score, 3)))
    return found


def _sources_of(out: Scores, forms: Scores, cues: list[TaggedSpan], sources: list[TaggedSpan]) -> list[TaggedSpan | None]:
    """For each cue the source it points to, None if it points to itself."""
    heads = np.array([c.first for c in cues])
    starts = np.array([s.first for s in sources], np.int64)
    query = out["cue_q"][heads] @ forms["source_form"]
    keys = np.concatenate([starts, heads])
    scores = query @ out["source_k"][keys].T
    chosen: list[TaggedSpan | None] = []
    for k, cue in enumerate(cues):
        row = scores[k].copy()
        row[len(starts) :] = np.where(np.arange(len(heads)) == k, row[len(starts) :], -1e9)
        row[: len(starts)] = np.where(abs(starts - cue.first) > LINK_REACH, -1e9, row[: len(starts)])
        best = int(row.argmax())
        chosen.append(sources[best] if best < len(starts) else None)
    return chosen


def _role_spans(probabilities: Array) -> list[TaggedSpan]:
    best = probabilities.argmax(1)
    return _spans([("O", "B-", "I-")[i] for i in best], probabilities[np.arange(len(best)), best])


def _spans(tags: list[str], scores: Array) -> list[TaggedSpan]:
    """Spans of BIO tags; an I after another label, or after nothing, begins one."""
    out: list[TaggedSpan] = []
    first, label = 0, ""
    open_ = False
    for i, tag in enumerate([*tags, "O"]):
        if open_ and (tag == "O" or tag[0] == "B" or tag[2:] != label):
            out.append(TaggedSpan(first, i, label, round(float(scores[first:i].mean()), 3)))
            open_ = False
        if tag != "O" and not open_:
            first, label, open_ = i, tag[2:], True
    return out


def _softmax(x: Array) -> Array:
    e = np.exp(x - x.max(1, keepdims=True))
    return np.asarray(e / e.sum(1, keepdims=True))


def _with_one(x: Array) -> Array:
    return np.concatenate([x, np.ones((len(x), 1), x.dtype)], 1)
