"""A document with its linguistic layers, as plain values.

Tokens are addressed by index into `Reading.tokens`; spans are code-point offsets into the document's text.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from sayso.core.spans import Span


@dataclass(frozen=True, slots=True)
class Token:
    """One word. `head` is a token index (a root's is its own), `feats` are UD features as "Key=Value|Key=Value"."""

    start: int
    end: int
    lemma: str
    upos: str
    feats: str
    head: int
    deprel: str


@dataclass(frozen=True, slots=True)
class Name:
    """A name. `label`: PERSON ORG NORP GPE LOC FAC WEAPON VEHICLE EVENT DATE TIME NUM MONEY TITLE. Tokens [first, last)."""

    start: int
    end: int
    label: str
    first: int
    last: int
    score: float = 1.0


@dataclass(frozen=True, slots=True)
class TimeExpression:
    """A time in the words, TIMEX3. `kind`: DATE TIME DURATION SET. `value` is the TIMEX3 value and `edtf` the same as
    EDTF, both relative to the document's date; None where the anchor is missing. `how`: stated, relative, unknown."""

    start: int
    end: int
    kind: str
    value: str | None
    edtf: str | None
    how: str
    mod: str = ""


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number in the words. [start, end) holds number and comparator ("at least two"), `number` the number alone.

    `kind`: count, age, money, percent, ordinal, year, time, measure, name, other. `noun` is the token index of what is
    counted, if the syntax says. Values as in the annotation guide: "more than 2,000" is low 2001, high None.
    """

    start: int
    end: int
    number: Span
    kind: str
    low: int | None
    high: int | None
    comparator: str
    noun: int | None = None


@dataclass(frozen=True, slots=True)
class Attribution:
    """Source, cue and content spans; each may be discontiguous or empty.

    `manner`: direct, indirect, mixed. `stance`: asserts denies doubts confirms concedes claims_responsibility demands
    predicts. `parent` is the index of the attribution whose content holds this one. `speaker` is the fullest name that
    coreference gives for the source. `relayed` is true where the cue passes on what others say ("reportedly").
    """

    source: tuple[Span, ...]
    cue: tuple[Span, ...]
    content: tuple[Span, ...]
    manner: str = "indirect"
    stance: str = "asserts"
    negated: bool = False
    parent: int | None = None
    speaker: Span | None = None
    relayed: bool = False
    score: float = 1.0


@dataclass(frozen=True, slots=True)
class Predicate:
    """What the text commits to about the predicate at a token.

    `commitment`: happened ongoing planned threatened feared denied hypothetical. `factuality` runs from -3 (certainly
    not) to 3 (certainly), None if not scored. `hedges` are the words that weaken it.
    """

    token: int
    commitment: str
    factuality: float | None = None
    hedges: tuple[Span, ...] = ()


@dataclass(frozen=True, slots=True)
class EventArgument:
    """What takes part in an event: its role ("place"), tokens [first, last), and the reader's probability."""

    role: str
    first: int
    last: int
    score: float


@dataclass(frozen=True, slots=True)
class EventTrigger:
    """A word that the reader takes for an event: its class in TimeML ("OCCURRENCE", "REPORTING", ...) and its arguments, the likeliest
    first."""

    token: int
    label: str
    arguments: tuple[EventArgument, ...] = ()


@dataclass(frozen=True, slots=True)
class Entity:
    """Mentions of one thing, in order; `name` is the fullest of them. `kinds` says of each: name, nominal, pronoun."""

    mentions: tuple[Span, ...]
    kinds: tuple[str, ...]
    name: Span


@dataclass(frozen=True, slots=True)
class Acronym:
    """A short form and the long form that introduces it: "State Committee for National Security (UKMK)"."""

    short: Span
    long: Span


@dataclass(frozen=True)
class Reading:
    """Everything that is in the words of one document. `language` other than a known one means: no layers but tokens."""

    document: str  # Document.id
    doc: str
    text: str
    sha256: str
    reader: str  # name and version of what read it
    language: str = "en"
    published: str | None = None
    tokens: tuple[Token, ...] = ()
    sentences: tuple[tuple[int, int], ...] = ()  # token index ranges, half-open
    names: tuple[Name, ...] = ()
    times: tuple[TimeExpression, ...] = ()
    quantities: tuple[Quantity, ...] = ()
    attributions: tuple[Attribution, ...] = ()
    predicates: tuple[Predicate, ...] = ()
    triggers: tuple[EventTrigger, ...] = ()
    entities: tuple[Entity, ...] = ()
    acronyms: tuple[Acronym, ...] = ()
    quotations: tuple[Span, ...] = ()  # direct quotations with their marks
    marks: tuple[tuple[int, int, str], ...] = ()  # Document.marks, carried along
    unread: str = ""  # why the text was not read ("language: fr"), empty if it was

    def words(self, first: int, last: int) -> str:
        """The text from token `first` up to but not including token `last`."""
        return self.text[self.tokens[first].start : self.tokens[last - 1].end] if last > first else ""

    def word(self, token: int) -> str:
        return self.text[self.tokens[token].start : self.tokens[token].end]

    @cached_property
    def children(self) -> tuple[tuple[int, ...], ...]:
        """For each token the indices of its dependents, in text order."""
        out: list[list[int]] = [[] for _ in self.tokens]
        for i, token in enumerate(self.tokens):
            if token.head != i:
                out[token.head].append(i)
        return tuple(map(tuple, out))

    @cached_property
    def name_of(self) -> dict[int, Name]:
        """For each token inside a name that name; of names that overlap the first."""
        out: dict[int, Name] = {}
        for n in self.names:
            for i in range(n.first, n.last):
                out.setdefault(i, n)
        return out

    @cached_property
    def trigger_of(self) -> dict[int, EventTrigger]:
        """For each token that the reader takes for an event what it says of it."""
        return {t.token: t for t in self.triggers}

    @cached_property
    def entity_of(self) -> dict[int, int]:
        """For the head token of each mention of an entity the index of that entity; of mentions that share a head the first."""
        out: dict[int, int] = {}
        for k, e in enumerate(self.entities):
            for m in e.mentions:
                if (head := self.head_of(m)) is not None:
                    out.setdefault(head, k)
        return out

    def head_of(self, span: Span) -> int | None:
        """The token of a stretch of text on which its other tokens hang; None if it holds no token."""
        first, last = self.token_at(span.start), self.token_at(span.end)
        if first is None:
            return None
        inside = range(first, len(self.tokens) if last is None else last)
        return next((i for i in inside if self.tokens[i].head not in inside or self.tokens[i].head == i), None)

    @cached_property
    def sentence_of(self) -> tuple[int, ...]:
        """For each token the index of its sentence."""
        out = [0] * len(self.tokens)
        for k, (first, last) in enumerate(self.sentences):
            out[first:last] = [k] * (last - first)
        return tuple(out)

    def subtree(self, token: int) -> Iterator[int]:
        """The token and everything below it, unordered. Ends also on a damaged tree."""
        seen, stack = {token}, [token]
        while stack:
            i = stack.pop()
            yield i
            for child in self.children[i]:
                if child not in seen:
                    seen.add(child)
                    stack.append(child)

    def sentence_span(self, sentence: int) -> Span:
        """Characters from the first to the last token of a sentence."""
        first, last = self.sentences[sentence]
        return Span(self.tokens[first].start, self.tokens[last - 1].end)

    def token_at(self, offset: int) -> int | None:
        """Index of the token that covers, or else first follows, a character offset; None after the last."""
        lo, hi = 0, len(self.tokens)
        while lo < hi:
            mid = (lo + hi) // 2
            if self.tokens[mid].end <= offset:
                lo = mid + 1
            else:
                hi = mid
        return lo if lo < len(self.tokens) else None
