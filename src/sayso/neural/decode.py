"""From scores to layers: sentences, tags, trees, names and attributions of one text. Pure numpy."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import numpy as np

from sayso.neural.output import NeuralAttribution, NeuralLink, NeuralReading, TaggedSpan

MAX_SENTENCE = 120  # words; a longer one is cut where the network is least sure that it goes on
LINK_REACH = 220  # words between a content or source and its cue where no window holds both
# In nats, for a new span and for one that begins where another ends; by F1 on PolNeAR dev. In the order of the outputs.
SPAN_COSTS = {"source": (-0.5, 0.0), "cue": (-0.75, 2.0), "content": (2.0, 0.0)}
NAME_COST = 1.2  # nats for a name, by F1 on Worldwide and UNER dev
COMMON_COST = 1.0  # nats for each word of a name of person, place or organisation that is surely no proper noun; by the same
PROPER = ("PERSON", "ORG", "LOC", "FAC")
SURELY_OUTSIDE = -0.0005  # log probability above which a word is no name, without a search
LINKS = ("content_q", "cue_k", "cue_q", "source_k", "mention_q", "mention_k", "event_q", "place_k")
NOMINAL = ("NOUN", "PROPN", "PRON")
EVENTFUL = ("VERB", "NOUN", "PROPN", "ADJ")
PLACES = ("LOC", "FAC", "ORG")  # labels of names that may be where something happened
LEAST_LINK = 0.1  # probability of a place that is worth telling
LEAST_ANTECEDENT = 0.002  # and of an antecedent: an unlikely one is weighed against the others
MOST_ANTECEDENTS = 10
RIGHT_MARGIN = 8  # words that a window should show after one whose antecedent it gives
Array = Any  # numpy arrays; shapes are in the docstrings
Scores = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Part:
    """What one window says: outputs by name, each [last - first, size], of the words [first, last) of a text.

    Vectors that are compared with one another (arcs, links) hold only within a window: the network matches words by their
    place in it too.
    """

    first: int
    last: int
    out: Scores


def reading(breaks: list[int], parts: list[Part], labels: dict[str, list[str]], forms: Scores) -> NeuralReading:
    """Everything that the windows of one text, in order, say of it."""
    if not parts:
        return NeuralReading((), (), (), (), (), (), (), ())
    out, sentences = merged(parts, breaks)
    head, deprel = trees(out, sentences, labels["deprel"], forms)
    upos = tuple(labels["upos"][i] for i in out["upos"].argmax(1))
    named = tuple(names(_with_cost_of_common(out, labels), labels["names"], sentences))
    return NeuralReading(
        sentences=tuple(sentences),
        upos=upos,
        feats=tuple("" if labels["feats"][i] == "_" else labels["feats"][i] for i in out["feats"].argmax(1)),
        head=tuple(head),
        deprel=tuple(deprel),
        names=named,
        attributions=tuple(attributions(out["roles"], parts, forms)),
        factuality=tuple(np.clip(out["factuality"][:, 0], -3, 3).round(2).tolist()),
        events=tuple("" if i == 0 else labels["events"][i] for i in out["events"].argmax(1)),
        antecedents=tuple(antecedents(upos, parts, forms)),
        places=tuple(places(upos, named, parts, forms)),
    )


def merged(parts: list[Part], breaks: list[int]) -> tuple[Scores, list[tuple[int, int]]]:
    """Outputs over the whole text, each [words, size], and its sentences.

    Neighbouring windows meet in the middle of what they share, moved to the nearest sentence start there: every sentence comes
    from one window wherever that can be.
    """
    middles = [(a.last + b.first) // 2 for a, b in pairwise(parts)]
    sentences = split(_joined(parts, middles, "sentence"), breaks)
    starts = np.array([a for a, _ in sentences])
    borders = []
    for k, middle in enumerate(middles):
        near = starts[(starts > parts[k + 1].first) & (starts < parts[k].last)]
        borders.append(int(near[abs(near - middle).argmin()]) if len(near) else middle)
    return {name: _joined(parts, borders, name) for name in parts[0].out if name not in LINKS}, sentences


def _joined(parts: list[Part], borders: list[int], name: str) -> Array:
    ends = [*borders, parts[-1].last]
    return np.concatenate([p.out[name][a - p.first : b - p.first] for p, a, b in zip(parts, [0, *borders], ends, strict=True)])


def split(scores: Array, breaks: list[int]) -> list[tuple[int, int]]:
    """Word ranges of sentences; an empty line (2) always begins one, and so does a word that the caller is sure of (3)."""
    margin = scores[:, 1] - scores[:, 0]
    starts = [0]
    for i in range(1, len(margin)):
        if margin[i] > 0 or breaks[i] >= 2:
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
    form = forms["label_form"]  # [labels, dependent, head]
    product = (left @ form.transpose(1, 0, 2).reshape(left.shape[1], -1)).reshape(n, len(form), -1)
    scores = (product @ right[:, :, None])[:, :, 0]
    root = labels.index("root")
    scores[:, root] = np.where(heads == np.arange(n), 1e9, -1e9)
    return heads.tolist(), [labels[i] for i in scores.argmax(1)]


def tree(scores: Array) -> Array:
    """Heads of a tree with one root: scores[dependent, head], the diagonal for root. Where the greedy choice is no tree, the best
    tree (Chu-Liu-Edmonds) under the word that is most surely the root."""
    n = len(scores)
    if n == 1:
        return np.zeros(1, np.int64)
    greedy = scores.argmax(1)
    roots = np.flatnonzero(greedy == np.arange(n))
    if len(roots) == 1 and not _has_cycle(greedy):
        return greedy
    off = scores.astype(np.float64)
    own = np.diag(off).copy()
    np.fill_diagonal(off, -np.inf)
    root = int((own - off.max(1)).argmax())
    full = np.full((n + 1, n + 1), -np.inf)
    full[1:, 1:] = off
    full[root + 1] = -np.inf
    full[root + 1, 0] = own[root]
    heads = _arborescence(full)[1:] - 1
    heads[root] = root
    return heads


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


def _with_cost_of_common(out: Scores, labels: dict[str, list[str]]) -> Array:
    """Scores [words, tags] of names, less for names of persons and the like where a word is likely no proper noun."""
    proper = _softmax(out["upos"])[:, labels["upos"].index("PROPN")]
    costly = np.array([tag[2:] in PROPER for tag in labels["names"]])
    return _log_softmax(out["names"]) - COMMON_COST * (1.0 - proper)[:, None] * costly


def names(scores: Array, tags: list[str], sentences: list[tuple[int, int]]) -> list[TaggedSpan]:
    """Names from scores [words, tags], none over a sentence's end: the best row of tags in which an inside follows its own kind.

    `tags` are "O" and then, for each label, its first ("B-") and its inside ("I-").
    """
    logs = _log_softmax(scores)
    best = np.zeros(len(logs), np.int64)
    likely = np.flatnonzero(logs[:, 0] < SURELY_OUTSIDE)
    begins = np.zeros(len(logs), bool)
    begins[[a for a, _ in sentences]] = True
    for run in np.split(likely, np.flatnonzero((np.diff(likely) > 1) | begins[likely[1:]]) + 1):
        if len(run):
            best[run] = _best_name_tags(logs[run])
    chosen = np.exp(logs[np.arange(len(best)), best])
    return _spans([tags[i] for i in best], chosen)


def _best_name_tags(logs: Array) -> list[int]:
    """Viterbi over outside (0), first (odd) and inside (even) of each label; a name costs `NAME_COST`."""
    outside, first, inside = logs[:, 0], logs[:, 1::2] - NAME_COST, logs[:, 2::2]
    o, f, i = float(outside[0]), first[0], np.full(inside.shape[1], -np.inf)
    back = []
    for k in range(1, len(logs)):
        within = np.maximum(f, i)
        label = int(within.argmax())
        from_i = np.where(f >= i, 1, 2) + 2 * np.arange(len(f))
        open_ = float(within[label])
        from_any = 0 if o >= open_ else int(from_i[label])
        back.append((from_any, from_i))
        o, f, i = max(o, open_) + float(outside[k]), max(o, open_) + first[k], within + inside[k]
    within = np.maximum(f, i)
    label = int(within.argmax())
    state = 0 if o >= within[label] else (1 if f[label] >= i[label] else 2) + 2 * label
    out = [state]
    for from_any, from_i in reversed(back):
        state = int(from_i[(state - 1) // 2]) if state and state % 2 == 0 else from_any
        out.append(state)
    return out[::-1]


def attributions(roles: Array, parts: list[Part], forms: Scores) -> list[NeuralAttribution]:
    """Cues with the contents and the source that belong to them. What has no cue, and a cue without content, is left out."""
    sources, cues, contents = (_role_spans(role, roles[:, 3 * k : 3 * k + 3]) for k, role in enumerate(SPAN_COSTS))
    if not cues:
        return []
    of_cue: dict[int, list[TaggedSpan]] = defaultdict(list)
    for content in contents:
        k = _cue_of(content, cues, parts, forms)
        if k is not None:
            of_cue[k].append(content)
    found = []
    for k, cue in enumerate(cues):
        if not of_cue[k]:
            continue
        source = _source_of(cue, sources, parts, forms)
        score = float(np.mean([cue.score, *(s.score for s in of_cue[k]), *([source.score] if source else [])]))
        found.append(NeuralAttribution((source,) if source else (), cue, tuple(of_cue[k]), round(score, 3)))
    return found


def antecedents(upos: Sequence[str], parts: list[Part], forms: Scores) -> Iterator[NeuralLink]:
    """For nouns, names and pronouns the earlier ones in their window that are probably the same thing."""
    nominal = np.array([u in NOMINAL for u in upos])
    for part, words in _shared_out(len(upos), parts):
        own = np.flatnonzero(nominal[part.first : part.last])
        asked = own[np.isin(own + part.first, words)]
        if not len(asked):
            continue
        left = _with_one(part.out["mention_q"][asked]) @ forms["mention_form"]
        scores = left @ _with_one(part.out["mention_k"][own]).T
        scores = np.where(own[None] <= asked[:, None], scores, -np.inf)
        chances = _softmax(scores)
        for row, word in zip(chances, asked.tolist(), strict=True):
            for k in row.argsort()[::-1][:MOST_ANTECEDENTS]:
                if row[k] >= LEAST_ANTECEDENT and own[k] != word:
                    yield NeuralLink(part.first + word, part.first + int(own[k]), round(float(row[k]), 3))


def places(upos: Sequence[str], named: Sequence[TaggedSpan], parts: list[Part], forms: Scores) -> Iterator[NeuralLink]:
    """For words that can tell of an event the place names in their window where it probably was."""
    eventful = np.array([u in EVENTFUL for u in upos])
    for part, words in _shared_out(len(upos), parts):
        here = np.array([n.first - part.first for n in named if n.label in PLACES and part.first <= n.first < part.last], int)
        asked = words[eventful[words]] - part.first
        if not len(asked) or not len(here):
            continue
        left = _with_one(part.out["event_q"][asked]) @ forms["place_form"]
        chances = 1.0 / (1.0 + np.exp(-(left @ _with_one(part.out["place_k"][here]).T)))
        for i, k in zip(*np.nonzero(chances >= LEAST_LINK), strict=True):
            yield NeuralLink(part.first + int(asked[i]), part.first + int(here[k]), round(float(chances[i, k]), 3))


def _shared_out(size: int, parts: list[Part]) -> Iterator[tuple[Part, Array]]:
    """Each window with the words that it answers for: those that no earlier window holds with a margin after them."""
    done = 0
    for k, part in enumerate(parts):
        end = size if k == len(parts) - 1 else max(done, part.last - RIGHT_MARGIN)
        yield part, np.arange(max(done, part.first), end)
        done = end


def _around(span: TaggedSpan, parts: list[Part]) -> Part:
    """The window in which a span stands furthest from the edges."""
    end = parts[-1].last

    def depth(p: Part) -> float:
        left = np.inf if p.first == 0 else span.first - p.first
        right = np.inf if p.last == end else p.last - span.last
        return float(min(left, right))

    return max(parts, key=depth)


def _cue_of(content: TaggedSpan, cues: list[TaggedSpan], parts: list[Part], forms: Scores) -> int | None:
    """Index of the cue that the words of a content point at, among those in its window; else of the nearest."""
    part = _around(content, parts)
    inside = [k for k, c in enumerate(cues) if part.first <= c.first < part.last]
    inside = [k for k in inside if not content.first <= cues[k].first < content.last] or inside
    if inside:
        query = part.out["content_q"][max(content.first - part.first, 0) : content.last - part.first]
        keys = part.out["cue_k"][[cues[k].first - part.first for k in inside]]
        return inside[int((query.mean(0) @ forms["content_form"] @ keys.T).argmax())]
    gaps = [max(c.first - content.last, content.first - c.last) for c in cues]
    nearest = int(np.argmin(gaps))
    return nearest if gaps[nearest] <= LINK_REACH else None


def _source_of(cue: TaggedSpan, sources: list[TaggedSpan], parts: list[Part], forms: Scores) -> TaggedSpan | None:
    """The source that a cue points at, None if it points at itself."""
    part = _around(cue, parts)
    inside = [s for s in sources if part.first <= s.first < part.last]
    places = [s.first - part.first for s in inside] + [cue.first - part.first]
    query = part.out["cue_q"][cue.first - part.first] @ forms["source_form"]
    best = int((part.out["source_k"][places] @ query).argmax())
    return inside[best] if best < len(inside) else None


def _role_spans(role: str, scores: Array) -> list[TaggedSpan]:
    """Spans of the best row of tags, scores [words, (outside, first, inside)]."""
    logs = _log_softmax(scores)
    best = _best_tags(logs.tolist(), *SPAN_COSTS[role])
    chosen = np.exp(logs[np.arange(len(best)), best])
    return _spans([("O", "B-", "I-")[i] for i in best], chosen)


def _best_tags(logs: list[list[float]], new: float, split: float) -> list[int]:
    """Viterbi over outside (0), first (1), inside (2): inside only after first or inside, a span costs `new`, one that begins
    right where another ends `split` on top."""
    o, f, i = 0.0, -1e9, -1e9
    back: list[tuple[int, int, int]] = []
    for a, b, c in logs:
        into_o, from_o = max((o, 0), (f, 1), (i, 2))
        into_f, from_f = max((o - new, 0), (f - new - split, 1), (i - new - split, 2))
        into_i, from_i = max((f, 1), (i, 2))
        back.append((from_o, from_f, from_i))
        o, f, i = into_o + a, into_f + b, into_i + c
    state = max((o, 0), (f, 1), (i, 2))[1]
    out = []
    for row in reversed(back):
        out.append(state)
        state = row[state]
    return out[::-1]


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


def _log_softmax(x: Array) -> Array:
    top = x - x.max(1, keepdims=True)
    return np.asarray(top - np.log(np.exp(top).sum(1, keepdims=True)))


def _with_one(x: Array) -> Array:
    return np.concatenate([x, np.ones((len(x), 1), x.dtype)], 1)
