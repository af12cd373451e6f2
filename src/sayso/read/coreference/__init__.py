"""Which mentions are one thing: each is linked to the earlier mention that a small network over named features scores highest.

`mentions.py` finds what can be mentioned, `features.py` compares, `ranker.py` scores. What the encoder says of a pair is added
to its score. Whom "he" and "she" mean is decided by `pronouns.py` among all things mentioned so far. What is certain needs no score:
"I" in a quotation is its speaker, and who "his" is before the subject that it hangs under
("In his report, Velk ...") is that subject.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sayso.core import Acronym, Entity, Name, Span, Token
from sayso.read.coreference import mentions as finding
from sayso.read.coreference import pronouns, ranker
from sayso.read.coreference.features import Features, Setting, features
from sayso.read.coreference.mentions import Mention
from sayso.read.coreference.naming import clash

__all__ = ["Given", "Said", "entities", "grouped", "prepare"]
_STEPS_UP = 6  # from a pronoun to the verb whose subject follows
_TRIES = 6  # candidates that a contradiction may rule out


@dataclass(frozen=True, slots=True)
class Said:
    """Who says what: the tokens [first, last) of a source and the token ranges of its content."""

    first: int
    last: int
    content: tuple[tuple[int, int], ...]


@dataclass(frozen=True, slots=True)
class Given:
    """What is known of a text. `links` are what the encoder says: (head word, earlier head word, probability)."""

    text: str
    tokens: Sequence[Token]
    sentence_of: Sequence[int]
    names: Sequence[Name]
    acronyms: Sequence[Acronym] = ()
    quotations: Sequence[Span] = ()
    said: Sequence[Said] = ()
    links: Sequence[tuple[int, int, float]] = ()
    language: str = "en"


def prepare(given: Given) -> tuple[list[Mention], Features, Setting]:
    """The mentions of a text in order, and what is known of each pair."""
    found = finding.find(given.text, given.tokens, given.names, given.language)
    setting = Setting(
        given.sentence_of,
        _quotation_of(given.tokens, given.quotations),
        _speaker_of(given.tokens, given.said),
        {_folded(given.text, a.short): _folded(given.text, a.long) for a in given.acronyms},
        given.links,
    )
    return found, features(found, given.tokens, setting), setting


def entities(given: Given) -> tuple[Entity, ...]:
    """Things that are mentioned at least twice, in the order of their first mention."""
    tokens = given.tokens
    found, compared, setting = prepare(given)
    groups = grouped(found, compared, setting, tokens)
    out = []
    for group in groups:
        if len(group) < 2:
            continue
        members = [found[i] for i in group]
        spans = tuple(Span(tokens[m.first].start, tokens[m.last - 1].end) for m in members)
        fullest = max(
            range(len(group)),
            key=lambda k: (members[k].kind == "name", members[k].kind == "nominal", min(len(spans[k]), 60), -k),
        )
        out.append(Entity(spans, tuple(m.kind for m in members), spans[fullest]))
    return tuple(sorted(out, key=lambda e: e.mentions[0]))


def grouped(
    found: Sequence[Mention],
    f: Features,
    setting: Setting,
    tokens: Sequence[Token],
    meant: Callable[[int, Sequence[Sequence[int]], Any], int | None] = pronouns.meant,
) -> list[list[int]]:
    """Clusters of mention indices: each mention joins the cluster of its best antecedent that nothing in it contradicts.

    `meant` tells whom a pronoun with gender means, from its index, the things that it can be and what is known of each
    (`pronouns.features`): the index of a thing, None for none of them.
    """
    if not found:
        return []
    table = ranker.scores(f, ranker.weights())
    at = {m.head: i for i, m in enumerate(found)}
    ahead = _ahead(found, at, tokens)
    cluster_of: list[int] = []
    clusters: list[list[int]] = []
    for i, m in enumerate(found):
        speaker = _speaker(m, found, at, setting)
        joined: int | None
        if i in ahead:
            joined = None  # waits for its subject
        elif speaker is not None and speaker < i:
            joined = cluster_of[speaker]
        elif m.kind == "pronoun" and m.word in pronouns.GENDERED:
            possible = _possible(i, f, found, cluster_of, clusters, setting.acronyms)
            things = [clusters[c] for c in possible]
            choice = meant(i, things, pronouns.features(i, things, found, f, table[i], tokens, setting.sentence_of))
            joined = None if choice is None else possible[choice]
        else:
            joined = _best_cluster(i, table[i].tolist(), f, found, cluster_of, clusters, setting.acronyms)
        if joined is None:
            joined = len(clusters)
            clusters.append([])
        cluster_of.append(joined)
        clusters[joined].append(i)
        for waiting in [k for k, subject in ahead.items() if subject == i]:
            clusters[cluster_of[waiting]].remove(waiting)
            cluster_of[waiting] = joined
            clusters[joined].append(waiting)
    return [sorted(c) for c in clusters]


def _ahead(found: Sequence[Mention], at: Mapping[int, int], tokens: Sequence[Token]) -> dict[int, int]:
    """Pronouns before the named subject that their phrase or clause hangs beside: "After her arrest Velk ...". From mention to mention."""
    subjects: dict[int, int] = {}
    for i, m in enumerate(found):
        h = m.head
        if m.kind != "name" or m.animate != "person":
            continue
        if tokens[h].deprel == "nmod:poss" and at.get(tokens[h].head, -1) > i and found[at[tokens[h].head]].animate != "person":
            h = tokens[h].head  # "At her height, Velk's works ..."
        if tokens[h].deprel.startswith("nsubj"):
            subjects.setdefault(tokens[h].head, i)
    out = {}
    for i, m in enumerate(found):
        if m.kind != "pronoun" or m.word not in ("he", "she"):
            continue
        h = m.head
        for _ in range(_STEPS_UP):
            rel = tokens[h].deprel.split(":")[0]
            h = tokens[h].head
            s = subjects.get(h, -1)
            if (
                rel in ("obl", "advcl")
                and s > i
                and {m.gender, found[s].gender} != {"m", "f"}
                and tokens[found[s].head].start > tokens[m.head].start
            ):
                out[i] = s
                break
    return out


def _best_cluster(
    i: int,
    row: Sequence[float],
    f: Features,
    found: Sequence[Mention],
    cluster_of: Sequence[int],
    clusters: Sequence[list[int]],
    acronyms: Mapping[str, str],
) -> int | None:
    """The cluster of the likeliest antecedent that nothing in it contradicts, None where being new is likelier."""
    for b in sorted(range(1, len(row)), key=lambda b: -row[b])[:_TRIES]:
        if row[b] <= row[0]:
            return None
        c = cluster_of[int(f.candidates[i, b - 1])]
        if not _contradicted(found[i], [found[j] for j in clusters[c]], acronyms):
            return c
    return None


def _possible(
    i: int,
    f: Features,
    found: Sequence[Mention],
    cluster_of: Sequence[int],
    clusters: Sequence[list[int]],
    acronyms: Mapping[str, str],
) -> list[int]:
    """The clusters of a mention's candidates that nothing in them contradicts, the nearest first."""
    near = dict.fromkeys(cluster_of[int(j)] for j, there in zip(f.candidates[i], f.mask[i], strict=True) if there)
    return [c for c in near if not _ruled_out(found[i], [found[j] for j in clusters[c]])]


def _speaker(m: Mention, found: Sequence[Mention], at: dict[int, int], setting: Setting) -> int | None:
    """The source of the quotation in which an "I" stands."""
    if m.kind != "pronoun" or m.word != "I" or setting.quotation_of[m.head] < 0 or setting.speaker_of[m.head] < 0:
        return None
    return at.get(setting.speaker_of[m.head])


def _contradicted(m: Mention, cluster: Sequence[Mention], acronyms: Mapping[str, str]) -> bool:
    """Whether a cluster holds somebody of the other gender, a thing for a person, or a name that cannot be this one's."""
    return any(
        {m.gender, o.gender} == {"m", "f"} or _is_thing_for(m, o) or _is_thing_for(o, m) or clash(m, o, acronyms) for o in cluster
    )


def _ruled_out(pronoun: Mention, cluster: Sequence[Mention]) -> bool:
    """Whether a cluster surely is not whom "he" or "she" means: its words are of the other gender, or it is a thing. What names are
    labelled as and other pronouns that were taken for it can be wrong; the weights know that."""
    return any(
        (o.kind != "pronoun" and {pronoun.gender, o.gender} == {"m", "f"})
        or (o.kind == "pronoun" and o.word == "it")
        or (o.kind == "nominal" and o.animate in ("body", "thing"))
        for o in cluster
    )


def _is_thing_for(m: Mention, o: Mention) -> bool:
    """Whether one is "he" or "she" and the other surely no person: "it", a named body or place, a word for a thing."""
    if m.kind != "pronoun" or m.word not in ("he", "she"):
        return False
    return o.word == "it" if o.kind == "pronoun" else o.animate in ("body", "thing")


def _quotation_of(tokens: Sequence[Token], quotations: Sequence[Span]) -> list[int]:
    out = [-1] * len(tokens)
    k = 0
    for q, span in enumerate(quotations):
        while k < len(tokens) and tokens[k].end <= span.start:
            k += 1
        j = k
        while j < len(tokens) and tokens[j].start < span.end:
            out[j] = q
            j += 1
    return out


def _speaker_of(tokens: Sequence[Token], said: Sequence[Said]) -> list[int]:
    """For each token the head of the source of the tightest content it stands in, -1 for none."""
    out = [-1] * len(tokens)
    for s in sorted(said, key=lambda s: -sum(b - a for a, b in s.content)):
        if s.last <= s.first:
            continue
        head = next((i for i in range(s.first, s.last) if not s.first <= tokens[i].head < s.last), s.first)
        for a, b in s.content:
            out[a:b] = [head] * (b - a)
    return out


def _folded(text: str, span: Span) -> str:
    return " ".join(w for w in (finding.fold(w) for w in text[span.start : span.end].split()) if w not in ("the", "'s", "s", "a"))
