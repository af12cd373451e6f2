"""Which mentions are one thing: names by their words, short forms and acronyms; nominals by their head; pronouns by nearness.

Sieves in order of their precision; each joins what the ones before left apart.
"""

from collections.abc import Sequence

from sayso.core import Acronym, Entity, Name, Span, Token

_HE = {"he", "him", "his", "himself", "she", "her", "hers", "herself"}
_IT = {"it", "its", "itself"}
_THEY = {"they", "them", "their", "theirs", "themselves"}
_DEFINITE = {"the", "this", "that", "these", "those", "its", "his", "her", "their"}
_BODIES = {
    "group",
    "organisation",
    "organization",
    "monitor",
    "agency",
    "ministry",
    "government",
    "army",
    "military",
    "police",
    "party",
    "movement",
    "committee",
    "council",
    "coalition",
    "observatory",
    "network",
    "company",
    "hospital",
    "court",
    "statement",
    "report",
    "commission",
    "force",
    "forces",
    "union",
    "office",
    "department",
    "service",
    "watchdog",
    "militia",
    "militants",
    "rebels",
    "insurgents",
    "regime",
    "embassy",
}
_PEOPLE = {
    "man",
    "woman",
    "spokesman",
    "spokeswoman",
    "spokesperson",
    "official",
    "officer",
    "minister",
    "president",
    "activist",
    "director",
    "leader",
    "commander",
    "general",
    "mayor",
    "governor",
    "witness",
    "analyst",
    "expert",
    "doctor",
    "lawyer",
    "chief",
    "head",
    "envoy",
    "ambassador",
}
_REACH = 3  # sentences back that a pronoun may look


class _Mention:
    __slots__ = ("cluster", "first", "head", "kind", "label", "last", "number", "words")

    def __init__(self, first: int, last: int, head: int, kind: str, label: str, words: tuple[str, ...], number: str) -> None:
        self.first, self.last, self.head, self.kind, self.label, self.words, self.number = (
            first,
            last,
            head,
            kind,
            label,
            words,
            number,
        )
        self.cluster = self


def entities(
    text: str, tokens: Sequence[Token], sentence_of: Sequence[int], names: Sequence[Name], acronyms: Sequence[Acronym]
) -> tuple[Entity, ...]:
    """Things that are mentioned at least twice, in the order of their first mention."""
    mentions = _mentions(text, tokens, names)
    by_name(mentions, text, tokens, acronyms)
    by_apposition(mentions, tokens)
    by_head(mentions)
    by_pronoun(mentions, tokens, sentence_of)
    groups: dict[int, list[_Mention]] = {}
    for m in mentions:
        groups.setdefault(id(_root(m)), []).append(m)
    out = []
    for group in groups.values():
        if len(group) < 2:
            continue
        spans = tuple(Span(tokens[m.first].start, tokens[m.last - 1].end) for m in group)
        fullest = max(range(len(group)), key=lambda k: (group[k].kind == "name", group[k].kind == "nominal", len(spans[k]), -k))
        out.append(Entity(spans, tuple(m.kind for m in group), spans[fullest]))
    return tuple(sorted(out, key=lambda e: e.mentions[0]))


def by_name(mentions: list[_Mention], text: str, tokens: Sequence[Token], acronyms: Sequence[Acronym]) -> None:
    """Same words; a surname for a full name; an acronym for its long form."""
    long_of = {text[a.short.start : a.short.end].lower(): text[a.long.start : a.long.end].lower() for a in acronyms}
    seen: list[_Mention] = []
    for m in (m for m in mentions if m.kind == "name"):
        words = " ".join(m.words)
        for o in reversed(seen):
            theirs = " ".join(o.words)
            part = m.label == o.label == "PERSON" and (
                m.words[-1:] == o.words[-1:]
                and set(m.words) <= set(o.words) | set(m.words[-1:])
                and (len(m.words) == 1 or set(m.words) <= set(o.words) or set(o.words) <= set(m.words))
            )
            short = long_of.get(words) == theirs or long_of.get(theirs) == words
            inside = (
                m.label == o.label == "ORG"
                and len(words) > 4
                and (f" {words} " in f" {theirs} " or f" {theirs} " in f" {words} ")
            )
            if words == theirs or part or short or inside:
                _join(o, m)
                break
        seen.append(m)


def by_apposition(mentions: list[_Mention], tokens: Sequence[Token]) -> None:
    """ "The Observatory, a monitor", "spokesman John Doe"."""
    at = {m.head: m for m in mentions}
    for m in mentions:
        t = tokens[m.head]
        if t.deprel == "appos" and t.head in at and m.kind != "pronoun" and _agree(at[t.head], m):
            _join(at[t.head], m)


def by_head(mentions: list[_Mention]) -> None:
    """A definite nominal and the last mention with its head word: "the ministry" for "the Interior Ministry"."""
    for k, m in enumerate(mentions):
        if m.kind != "nominal":
            continue
        head = m.words[-1]
        for o in reversed(mentions[:k]):
            if o.kind == "pronoun" or (o.number != m.number and o.kind == "nominal"):
                continue
            if head in o.words and (o.kind == "name" or o.words[-1] == head) and _modifiers_fit(m, o):
                _join(o, m)
                break


def by_pronoun(mentions: list[_Mention], tokens: Sequence[Token], sentence_of: Sequence[int]) -> None:
    """The nearest fitting mention, subjects first, of the last few sentences."""
    for k, m in enumerate(mentions):
        if m.kind != "pronoun":
            continue
        here = sentence_of[m.head]
        best: tuple[float, _Mention] | None = None
        for o in reversed(mentions[:k]):
            back = here - sentence_of[o.head]
            if back > _REACH:
                break
            if not _fits(m, o):
                continue
            subject = tokens[o.head].deprel.startswith("nsubj")
            cost = (
                1.0 * back - 0.8 * subject - 0.6 * (o.kind != "nominal") + 0.004 * (m.head - o.head) - 0.3 * (o.kind == "pronoun")
            )
            if best is None or cost < best[0]:
                best = (cost, o)
        if best is not None:
            _join(best[1], m)


def _mentions(text: str, tokens: Sequence[Token], names: Sequence[Name]) -> list[_Mention]:
    out: list[_Mention] = []
    covered: set[int] = set()
    for n in names:
        if n.label in ("PERSON", "ORG", "GPE", "LOC", "FAC", "NORP"):
            head = next((i for i in range(n.first, n.last) if not n.first <= tokens[i].head < n.last), n.first)
            words = tuple(
                text[tokens[i].start : tokens[i].end].lower() for i in range(n.first, n.last) if text[tokens[i].start].isalnum()
            )
            words = tuple(w for w in words if w not in ("the", "'s")) or words
            out.append(_Mention(n.first, n.last, head, "name", n.label, words or ("",), "Sing"))
            covered.update(range(n.first, n.last))
    det = {t.head: i for i, t in enumerate(tokens) if t.deprel in ("det", "nmod:poss") and t.lemma in _DEFINITE}
    for i, t in enumerate(tokens):
        if i in covered:
            continue
        word = text[t.start : t.end].lower()
        if word in _HE | _IT | _THEY and t.upos == "PRON":
            out.append(_Mention(i, i + 1, i, "pronoun", "", (word,), "Plur" if word in _THEY else "Sing"))
        elif t.upos == "NOUN" and (i in det or t.deprel == "appos") and (t.lemma in _BODIES or t.lemma in _PEOPLE or i in det):
            first = min(
                [
                    min(i, det.get(i, i)),
                    *(c for c in range(max(0, i - 5), i) if tokens[c].head == i and tokens[c].deprel in ("amod", "compound")),
                ]
            )
            words = tuple(tokens[j].lemma for j in range(first, i + 1) if tokens[j].upos in ("NOUN", "ADJ", "PROPN")) or (
                t.lemma,
            )
            out.append(
                _Mention(first, i + 1, i, "nominal", _label(t.lemma), words, "Plur" if "Number=Plur" in t.feats else "Sing")
            )
    return sorted(out, key=lambda m: (m.first, -m.last))


def _label(lemma: str) -> str:
    return "PERSON" if lemma in _PEOPLE else "ORG" if lemma in _BODIES else "THING"


def _fits(pronoun: _Mention, o: _Mention) -> bool:
    word = pronoun.words[0]
    if o.kind == "pronoun":
        return o.words[0][0] == word[0] and o.number == pronoun.number and ((o.words[0] in _HE) == (word in _HE))
    if word in _HE:
        return o.label == "PERSON" and o.number == "Sing"
    if word in _IT:
        return o.label in ("ORG", "GPE", "FAC") and o.number == "Sing"
    return o.number == "Plur" or o.label in ("ORG", "NORP")


def _agree(a: _Mention, b: _Mention) -> bool:
    return a.label == b.label or "THING" in (a.label, b.label) or {a.label, b.label} <= {"ORG", "GPE", "FAC"}


def _modifiers_fit(m: _Mention, o: _Mention) -> bool:
    own = set(m.words[:-1])
    return not own or own <= set(o.words) or (o.kind == "name" and len(own) == 0)


def _root(m: _Mention) -> _Mention:
    while m.cluster is not m:
        m = m.cluster
    return m


def _join(a: _Mention, b: _Mention) -> None:
    _root(b).cluster = _root(a)
