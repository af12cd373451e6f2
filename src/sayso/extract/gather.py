"""Mentions of one event gathered: average linkage over the probabilities that two of them tell of one event."""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np

from sayso.core import Reading, TimeExpression
from sayso.core.dates import days
from sayso.extract import syntax
from sayso.extract.clarity import clarity, clearest
from sayso.extract.mention import Mention
from sayso.extract.sameness import Sketch, is_definite, may_be_one, same_event, sketch, tell_apart
from sayso.extract.setting import PlaceMention

Counts = dict[int, frozenset[tuple[str, int]]]  # head of a trigger to the figures that hang on it, as (kind, low)
_JOIN = 0.55  # mean probability from which two groups are one event
_OCCASION = 0.95  # least probability of a mention and what its clause says it happened in
_BACK = 3  # sentences back to which a harm without place and day belongs
_TAKEN_UP = 1  # the same for "the raid" where no raid was told
_ELSEWHERE = re.compile(
    r"\b(another|others?|separate(ly)?|elsewhere|meanwhile|earlier|previous(ly)?|later|since|also in|last (week|month|year)|ago)\b",
    re.I,
)
_WINDOW = 150  # mentions before a mention that it is compared with


@dataclass
class Cluster:
    """Mentions of one event, in text order; `best` is the clearest. `like` is the mean probability of being one with the likest
    other event, 0 if there is none; `likest` is the place of that one among the events of the text."""

    mentions: list[Mention]
    best: Mention
    roles: dict[str, list[int]] = field(default_factory=dict)
    like: float = 0.0
    likest: int | None = None

    @property
    def type(self) -> str:
        return self.best.hit.trigger.type

    def time(self) -> TimeExpression | None:
        """The date of the clearest mention that has one; of wide and narrow dates that agree the narrow one."""
        ranked = sorted(self.mentions, key=lambda m: -clarity(m))
        times = [m.time for m in ranked if m.time is not None]
        if not times:
            return None
        first = days(times[0].edtf or "")
        inside = [t for t in times if first and (d := days(t.edtf or "")) and first[0] <= d[0] and d[1] <= first[1]]
        return min(inside or times[:1], key=lambda t: _width(t.edtf or ""))

    def place(self) -> PlaceMention | None:
        """The place nearest to a trigger; any town before any country."""
        places = [m.place for m in self.mentions if m.place is not None]
        return min(places, key=lambda p: (-p.rank if p.near <= 1 else -min(p.rank, 1), p.near), default=None)


def gather(r: Reading, found: list[Mention], counts: Counts, harmed: frozenset[int] = frozenset()) -> list[Cluster]:
    """Mentions gathered into events, in the order of their first mentions. `harmed` are heads of those counted as killed or
    hurt, who are no actors."""
    for m in found:
        m.roles = {k: [i for i in v if k != "actor" or i not in harmed] for k, v in m.roles.items()}
    told_harm = Counter(r.sentence_of[i] for i in harmed)
    sketches = [sketch(r, m, counts.get(m.head, frozenset())) for m in found]
    probability, told = pair_probabilities(r, sketches)
    grouped = groups(probability, _JOIN, told, told_together(r, sketches, probability))
    like = _likest(probability, grouped)
    out = []
    for members, other in zip(_shared(grouped, sketches), like, strict=True):
        mentions = [found[i] for i in members]
        out.append(Cluster(mentions, clearest(r, mentions, told_harm), roles_of(mentions), *other))
    return out


def _likest(probability: np.ndarray, grouped: list[list[int]]) -> list[tuple[float, int | None]]:
    """For each group the mean probability of being one with the likest other, and which that is."""
    out: list[tuple[float, int | None]] = []
    for a in grouped:
        means = [0.0 if b is a else float(np.maximum(probability[np.ix_(a, b)], 0.0).mean()) for b in grouped]
        best = int(np.argmax(means))
        out.append((means[best], best if means[best] > 0 else None))
    return out


def _shared(grouped: list[list[int]], sketches: list[Sketch]) -> list[list[int]]:
    """Groups with what tells of several of them: "the raids", once said of two places in one breath, are of both from then on."""
    out = [list(g) for g in grouped]
    told = [{id(sketches[i].mention.hit) for i in g} for g in grouped]
    for a, members in enumerate(grouped):
        twins = [b for b in range(len(grouped)) if b != a and told[a] & told[b]]
        for i in members:
            if sketches[i].plural and not sketches[i].places:
                out_of = [b for b in twins if id(sketches[i].mention.hit) not in told[b]]
                for b in out_of:
                    out[b].append(i)
    return [sorted(set(g)) for g in out]


def pair_probabilities(r: Reading, sketches: list[Sketch]) -> tuple[np.ndarray, np.ndarray]:
    """[mentions, mentions], symmetric: the probability that two are one event, -1 where they cannot be; and whether both say what
    tells events apart."""
    out = np.full((len(sketches), len(sketches)), -1.0)
    told = np.zeros(out.shape, dtype=bool)
    for j, b in enumerate(sketches):
        for i in range(max(0, j - _WINDOW), j):
            if may_be_one(sketches[i], b):
                alike = same_event(r, sketches[i], b)
                out[i, j] = out[j, i] = max(alike, _OCCASION) if _told_in(r, sketches[i].mention, b.mention) else alike
                told[i, j] = told[j, i] = tell_apart(sketches[i], b)
    return out, told


def told_together(r: Reading, sketches: list[Sketch], probability: np.ndarray) -> list[tuple[int, int]]:
    """Pairs of violent mentions that are told as one event. Of what people coded such pairs are one in eight to nine of ten cases, a
    harm that names no act in three of four."""
    out = []
    for j, b in enumerate(sketches):
        if b.mention.hit.trigger.type != "ASSAULT" or b.mention.shared:
            continue
        able = [i for i, a in enumerate(sketches) if i != j and probability[i, j] >= 0 and not _apart(a, b)]
        i = _of_harm(r, sketches, j, able) if _is_harm(b) else _of_act(sketches, j, able)
        if i is not None:
            out.append((min(i, j), max(i, j)))
    return sorted(set(out))


def _apart(a: Sketch, b: Sketch) -> bool:
    """One that cannot be the event of another: of another type, of several places, or of another town that both name."""
    return a.mention.hit.trigger.type != "ASSAULT" or a.mention.shared or bool(a.places and b.places and not a.places & b.places)


def _of_harm(r: Reading, sketches: list[Sketch], j: int, able: list[int]) -> int | None:
    """What a harm came of: the nearest act that its sentence tells ("killed when they opened fire"); where it tells none, and names
    no place or day of its own, the violence told last ("Dozens were also wounded.")."""
    b = sketches[j]
    acts = [i for i in able if sketches[i].mention.sentence == b.mention.sentence and not _is_harm(sketches[i])]
    if acts:
        return min(acts, key=lambda i: abs(sketches[i].mention.head - b.mention.head))
    if b.places or b.days is not None or _ELSEWHERE.search(_before(r, b)):
        return None
    near = [i for i in able if i < j and b.mention.sentence - sketches[i].mention.sentence <= _BACK]
    return next((i for i in reversed(near) if not b.doers or not sketches[i].doers or b.doers & sketches[i].doers), None)


def _of_act(sketches: list[Sketch], j: int, able: list[int]) -> int | None:
    """What an act takes up: "the raid" the last raid, else the violence of the sentence before; any act the one told before it in its
    own sentence."""
    b = sketches[j]
    before = [i for i in able if i < j]
    taken_up = b.mention.hit.trigger.pos == "NOUN" and not b.plural and is_definite(b) and b.days is None
    if taken_up and (same := [i for i in before if sketches[i].lemma == b.lemma]):
        return same[-1]
    near = _TAKEN_UP if taken_up and not b.places else 0
    return next((i for i in reversed(before) if b.mention.sentence - sketches[i].mention.sentence <= near), None)


def _is_harm(s: Sketch) -> bool:
    return s.mention.hit.trigger.figure in ("killed", "wounded", "casualties") and s.mention.hit.trigger.type == "ASSAULT"


def _before(r: Reading, s: Sketch) -> str:
    """The words of a sentence up to a trigger."""
    return r.text[r.sentence_span(s.mention.sentence).start : r.tokens[s.mention.hit.first].start]


def _told_in(r: Reading, m: Mention, n: Mention) -> bool:
    """Whether one names what the other happened in: "the offensive killed", "killed in the raid"."""
    return m.sentence == n.sentence and (m.head in syntax.occasions(r, n.head) or n.head in syntax.occasions(r, m.head))


def groups(
    probability: np.ndarray, join: float, told: np.ndarray | None = None, together: Sequence[tuple[int, int]] = ()
) -> list[list[int]]:
    """Indices grouped by average linkage: the likeliest two groups are joined while their mean probability is `join` or more and
    no pair of them is impossible (below 0). Where pairs of two groups are `told`, these decide alone if they say less: mentions
    that leave the place out do not join two places. Pairs that are told `together` are joined first. Groups and members in order."""
    members = [[i] for i in range(len(probability))]
    sums = [probability.copy(), np.ones(probability.shape)]  # of all pairs: probabilities, numbers
    mask = told if told is not None else np.zeros(probability.shape, dtype=bool)
    sums += [np.where(mask, probability, 0.0), mask.astype(float)]  # the same of pairs that are told
    barred = probability < 0
    np.fill_diagonal(barred, True)

    def unite(i: int, j: int) -> None:
        for table in (*sums, barred):
            joined = table[i] | table[j] if table is barred else table[i] + table[j]
            table[i] = table[:, i] = joined
        barred[i, i] = True
        barred[j] = barred[:, j] = True
        members[i] = sorted(members[i] + members[j])
        members[j] = []

    for pair in together:
        i, j = sorted(next(k for k, group in enumerate(members) if m in group) for m in pair)
        if i != j and not barred[i, j]:
            unite(i, j)
    mean = _mean(sums, barred)
    while mean.size and float(mean.max()) >= join:
        i, j = sorted(int(k) for k in np.unravel_index(int(mean.argmax()), mean.shape))
        unite(i, j)
        mean = _mean(sums, barred)
    return sorted(m for m in members if m)


def _mean(sums: list[np.ndarray], barred: np.ndarray) -> np.ndarray:
    """The mean probability of the pairs of two groups, that of told pairs where it is less; -1 where they are barred."""
    mean = sums[0] / sums[1]
    mean = np.where(sums[3] > 0, np.minimum(mean, sums[2] / np.maximum(sums[3], 1.0)), mean)
    return np.where(barred, -1.0, mean)


def roles_of(mentions: list[Mention]) -> dict[str, list[int]]:
    """For each role the parties of the clearest mention that names any; those harmed also of others."""
    out: dict[str, list[int]] = {}
    for m in [] if mentions[0].war else sorted(mentions, key=lambda m: -clarity(m)):
        for role, heads in m.roles.items():
            if role not in out or (role == "recipient" and len(out[role]) < 2):
                out.setdefault(role, []).extend(h for h in heads if h not in out[role])
    return out


def _width(edtf: str) -> int:
    span = days(edtf)
    return span[1] - span[0] if span else 10**6
