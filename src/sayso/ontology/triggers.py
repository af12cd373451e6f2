"""The words that tell of events: loaded from `lexicons/LANGUAGE/`, checked whole, looked up by the head word."""

import re
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from sayso.core.errors import ConfigError
from sayso.ontology.load import Ontology, load
from sayso.ontology.tables import Row, read_table

STRENGTHS = ("strong", "weak", "verbal", "figure")
OBJECT_KINDS = ("person", "thing", "place", "issue")
HARM = ("harm", "no_harm")
SCOPES = ("sentence", "subject", "object", "modifier", "compound", "particle")


@dataclass(frozen=True, slots=True)
class Frame:
    """Which argument plays which role: `slots` maps subj, obj, poss, compound, amod or a preposition to a role."""

    name: str
    slots: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Context:
    """Words whose presence in `scope` (sentence, or an argument of the trigger) makes a context hold."""

    name: str
    scope: str
    words: re.Pattern[str]

    def holds(self, text: str) -> bool:
        """Whether one of the words stands in `text`, as a whole word, in any case."""
        return self.words.search(text) is not None


@dataclass(frozen=True, slots=True)
class Trigger:
    """One reading of one word or phrase; the columns of triggers.tsv.

    `tokens` are its lemmas ("*" is a gap for a noun phrase) and `head` the index of its head among them. Tokens "-" of a
    text that splits hyphenated words are to be skipped when phrases are matched.
    """

    phrase: str
    tokens: tuple[str, ...]
    head: int
    pos: str
    type: str
    mode: str
    needs: str
    frame: Frame
    figure: str
    strength: str
    block: tuple[str, ...]


@dataclass(frozen=True)
class Triggers:
    """The trigger lexicon of one language. `by_head` maps (head lemma, part of speech) to its entries, longest first."""

    language: str
    by_head: Mapping[tuple[str, str], tuple[Trigger, ...]]
    contexts: Mapping[str, tuple[Context, ...]]

    def at(self, lemma: str, pos: str) -> tuple[Trigger, ...]:
        """Entries whose head is this lemma (any case), phrases of more words first; empty if there is none."""
        return self.by_head.get((lemma.lower(), pos), ())

    def holds(self, context: str, scope_text: Callable[[str], str]) -> bool:
        """Whether a context holds, `scope_text` giving the words of a scope ("" where there are none)."""
        return any(c.holds(scope_text(c.scope)) for c in self.contexts[context])

    def blocked(self, trigger: Trigger, scope_text: Callable[[str], str]) -> str:
        """The name of the first blocking context that holds, "" if none does. In a sentence that speaks of fighters, forces
        or people killed (context `armed`), a word elsewhere in the sentence blocks nothing."""
        for name in trigger.block:
            holding = [c.scope for c in self.contexts[name] if c.holds(scope_text(c.scope))]
            if holding and not (set(holding) == {"sentence"} and self.holds("armed", scope_text)):
                return name
        return ""

    def admits(self, trigger: Trigger, object_kind: str, harm: bool, scope_text: Callable[[str], str]) -> bool:
        """Whether what the entry needs is there. `object_kind` is person, thing, place, issue, or "" for no object;
        `harm` says whether the sentence tells of people killed or wounded."""
        if not trigger.needs:
            return True
        if trigger.needs in OBJECT_KINDS:
            return trigger.needs == object_kind
        if trigger.needs in HARM:
            return (trigger.needs == "harm") == harm
        return self.holds(trigger.needs, scope_text)


@cache
def load_triggers(language: str = "en") -> Triggers:
    """The trigger lexicon of a language.

    Raises ConfigError for a language that has none, DataFileError naming file, line and column where a file is wrong.
    """
    folder = files("sayso.lexicons") / language
    if not (folder / "triggers.tsv").is_file():
        raise ConfigError(f"there is no trigger lexicon for language '{language}'.", hint="Known: en.")
    frames = {row["frame"]: _frame(row) for row in read_table(folder / "frames.tsv", ("frame", "slots", "note"))}
    contexts: dict[str, list[Context]] = {}
    for row in read_table(folder / "contexts.tsv", ("context", "scope", "words"), ("context", "scope")):
        contexts.setdefault(row.filled("context"), []).append(_context(row))
    ontology = load()
    columns = ("phrase", "pos", "type", "mode", "needs", "frame", "figure", "strength", "block")
    by_head: dict[tuple[str, str], list[Trigger]] = {}
    for row in read_table(folder / "triggers.tsv", columns, ("phrase", "pos", "needs")):
        for tokens in _tokenisations(row.filled("phrase")):
            trigger = _trigger(row, tokens, ontology, frames, contexts)
            by_head.setdefault((trigger.tokens[trigger.head], trigger.pos), []).append(trigger)
    ranked = {  # what needs something before what needs nothing
        k: tuple(sorted(v, key=lambda t: (-len(t.tokens), not t.needs))) for k, v in by_head.items()
    }
    return Triggers(language, ranked, {k: tuple(v) for k, v in contexts.items()})


def _frame(row: Row) -> Frame:
    slots = {}
    roles = load().lists["role"]
    for part in row.parts("slots", " "):
        slot, _, role = part.partition(":")
        if role not in roles:
            raise row.error("slots", f"'{part}' names no role of: {', '.join(roles)}.")
        slots[slot] = role
    return Frame(row["frame"], slots)


def _context(row: Row) -> Context:
    words = "|".join(re.escape(w) for w in row.parts("words"))
    return Context(row["context"], row.one_of("scope", SCOPES), re.compile(rf"(?<!\w)(?:{words})(?!\w)", re.IGNORECASE))


def _tokenisations(phrase: str) -> list[tuple[str, ...]]:
    """The phrase with hyphenated words whole, and split where it has any: tokenisers differ."""
    whole, split = tuple(phrase.split()), tuple(phrase.replace("-", " ").split())
    return [whole] if whole == split else [whole, split]


def _trigger(
    row: Row, tokens: tuple[str, ...], ontology: Ontology, frames: Mapping[str, Frame], contexts: Collection[str]
) -> Trigger:
    pos = row.one_of("pos", ("VERB", "NOUN", "ADJ"))
    type_ = row.one_of("type", {*ontology.types, ""})
    if row["mode"]:
        row.one_of("mode", ontology.types[type_].modes if type_ else ())
    strength = row.one_of("strength", STRENGTHS)
    if (strength == "figure") != (type_ == ""):
        raise row.error("strength", "an entry without a type carries a figure only, one with a type tells of an event.")
    return Trigger(
        phrase=row["phrase"],
        tokens=tokens,
        head=_head(tokens, row["phrase"], pos),
        pos=pos,
        type=type_,
        mode=row["mode"],
        needs=row.one_of("needs", {*OBJECT_KINDS, *HARM, *contexts, ""}),
        frame=frames[row.one_of("frame", frames)],
        figure=row.one_of("figure", {*ontology.lists["figure_kind"], ""}),
        strength=strength,
        block=row.each_of("block", contexts),
    )


def _head(tokens: tuple[str, ...], phrase: str, pos: str) -> int:
    """Verbs lead their phrase, after an adverb; nouns end theirs before any preposition."""
    if pos != "NOUN":
        first = next(i for i, t in enumerate(tokens) if t not in _ADVERBS)
        lead = phrase.split()[first]
        return first + (lead.count("-") if lead not in tokens else 0)
    stop = next((i for i, t in enumerate(tokens) if i and t in _PREPOSITIONS), len(tokens))
    return stop - 1


_PREPOSITIONS = frozenset("of on in to by for with from against at into under between d'etat d'état".split())
_ADVERBS = frozenset({"forcibly", "sexually", "summarily"})
