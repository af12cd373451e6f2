"""Mentions of one event gathered: average linkage over the probabilities that two of them tell of one event."""

from dataclasses import dataclass, field

import numpy as np

from sayso.core import Reading, TimeExpression
from sayso.core.dates import days
from sayso.extract.clarity import clarity, clearest
from sayso.extract.mention import Mention
from sayso.extract.sameness import Sketch, may_be_one, same_event, sketch
from sayso.extract.setting import PlaceMention

Counts = dict[int, frozenset[tuple[str, int]]]  # head of a trigger to the figures that hang on it, as (kind, low)
_JOIN = 0.5  # mean probability from which two groups are one event
_WINDOW = 150  # mentions before a mention that it is compared with


@dataclass
class Cluster:
    """Mentions of one event, in text order; `best` is the clearest."""

    mentions: list[Mention]
    best: Mention
    roles: dict[str, list[int]] = field(default_factory=dict)

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
    told_harm = {r.sentence_of[i] for i in harmed}
    sketches = [sketch(r, m, counts.get(m.head, frozenset())) for m in found]
    out = []
    for members in groups(pair_probabilities(r, sketches), _JOIN):
        mentions = [found[i] for i in members]
        out.append(Cluster(mentions, clearest(r, mentions, told_harm), _roles_of(mentions)))
    return out


def pair_probabilities(r: Reading, sketches: list[Sketch]) -> np.ndarray:
    """[mentions, mentions], symmetric: the probability that two are one event; -1 where they cannot be."""
    out = np.full((len(sketches), len(sketches)), -1.0)
    for j, b in enumerate(sketches):
        for i in range(max(0, j - _WINDOW), j):
            if may_be_one(sketches[i], b):
                out[i, j] = out[j, i] = same_event(r, sketches[i], b)
    return out


def groups(probability: np.ndarray, join: float) -> list[list[int]]:
    """Indices grouped by average linkage: the likeliest two groups are joined while their mean probability is `join` or more and
    no pair of them is impossible (below 0). Groups and members in order."""
    members = [[i] for i in range(len(probability))]
    mean = probability.copy()
    np.fill_diagonal(mean, -1.0)
    while mean.size and float(mean.max()) >= join:
        i, j = sorted(int(k) for k in np.unravel_index(int(mean.argmax()), mean.shape))
        a, b = len(members[i]), len(members[j])
        joined = np.where((mean[i] < 0) | (mean[j] < 0), -1.0, (a * mean[i] + b * mean[j]) / (a + b))
        mean[i] = mean[:, i] = joined
        mean[i, i] = -1.0
        mean[j] = mean[:, j] = -1.0
        members[i] = sorted(members[i] + members[j])
        members[j] = []
    return sorted(m for m in members if m)


def _roles_of(mentions: list[Mention]) -> dict[str, list[int]]:
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
