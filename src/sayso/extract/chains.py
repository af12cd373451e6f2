"""On whose say-so: the chain of speakers over a stretch of text, from the publisher inwards."""

import re
from dataclasses import dataclass
from functools import cache

from sayso.core import Attribution, AttributionChain, Hop, Name, Quote, Reading, Span
from sayso.extract import parties, people, syntax
from sayso.lexicons import words as lexicon

# A coded report knows these stances; the finer ones of a reading (confirms, demands, predicts) are assertions there.
CODED_STANCES = {"asserts", "denies", "doubts", "concedes", "claims_responsibility"}
_MEDIA = re.compile(
    r"\b(agency|radio|television|tv|news|newspaper|daily|times|post|press|channel|network|broadcaster|magazine)\b", re.I
)
_SAW = re.compile(r"\b(witness(es)?|survivors?|resident|hospital|morgue|doctors?|medics?|correspondent|photographer)\b", re.I)
_PRONOUNS = {"he", "she", "it", "they", "who", "which"}
_CORRESPONDENT = re.compile(r"(?<=\w)s? (?:\w+ )?(?:correspondent|reporter)s?$")
_BODIES = set(
    """
    agency monitor group organisation organization observatory ministry government army military statement report newspaper paper
    television channel radio network commission committee office party council hospital company site website center centre
    """.split()
)
_AUTHOR = {"i", "we"}
_NEAR = 4  # sentences over which "it" may mean a body that was quoted
_NAMED = 4  # letters of a first word by which a publisher may be called
_TAIL = 5  # words after a cue that still close its sentence
_RECENT = 600  # characters within which a pronoun means the last speaker
_SET_AGAINST = {"although", "though", "while", "whereas", "but"}
_QUOTES = {"quote", "cite"}
_HEARSAY = re.compile(r"\b(reports?|rumou?rs?|sources|media)\b", re.I)


@dataclass(frozen=True, slots=True)
class SaySo:
    """A chain with what it says of the innermost speaker: basis (own, relayed, unknown) and stance."""

    chain: AttributionChain
    basis: str
    stance: str
    score: float  # the least sure attribution on the way, 1.0 for the publication's own voice


class Chains:
    """Looks up the chain over any stretch of one reading.

    `publisher` holds the names by which the text's own publisher may be called; they are never a hop.
    """

    def __init__(self, reading: Reading, publisher: tuple[str, ...] = ()) -> None:
        self.reading = reading
        self.publisher = {_fold(name) for name in publisher if name}
        self.contents = [reach(reading, a) for a in reading.attributions]

    def over(self, span: Span) -> SaySo:
        """The chain under which the words at `span` stand. Text that nobody is quoted for gives an empty chain."""
        path = self._path(span)
        hops: list[Hop] = []
        relayed = False
        for a in path:
            new = self._hops(a)
            hops += new
            relayed = a.relayed if new or a.relayed else relayed
            if not a.source:
                relayed = True
        stance = next((s for a in reversed(path) if (s := self._stance(a)) != "asserts"), "asserts")
        return SaySo(AttributionChain(tuple(hops)), self._basis(hops, relayed), stance, min((a.score for a in path), default=1.0))

    def spoken_by(self, speaker: int | None, cue: int | None, say: SaySo) -> SaySo:
        """`say` with the speaker that a clause itself names ("Tarrin denied it") as its innermost hop. Tokens; None changes nothing."""
        r = self.reading
        if speaker is None:
            return say
        quote = syntax.quote_of(r, syntax.phrase(r, speaker))
        if r.word(speaker).lower() in _AUTHOR and not syntax.is_quoted(r, r.tokens[speaker].start):
            return say
        full = r.entities[r.entity_of[speaker]].name if speaker in r.entity_of else None
        name = Quote.at(r.text, full.start, full.end) if full and r.tokens[speaker].upos == "PRON" else None
        last = say.chain.innermost
        if _fold(quote.words) in self.publisher or (
            last and _fold(last.name) in (_fold(quote.words), _fold(name.words if name else ""))
        ):
            return say
        hop = Hop(quote, name, syntax.quote_of(r, (cue, cue + 1)) if cue is not None else None)
        hops = (*say.chain.hops, hop)
        return SaySo(AttributionChain(hops), self._basis(list(hops), False), say.stance, say.score)

    def _path(self, span: Span) -> list[Attribution]:
        """Attributions over the span, outermost first: the tightest one and those whose content holds its cue."""
        attributions = self.reading.attributions
        holding = [
            i for i, a in enumerate(attributions) if _holds(self.contents[i], span) and not _touches(a.cue + a.source, span)
        ]
        if not holding:
            return []
        inner = min(holding, key=lambda i: (_extent(self.contents[i]), -attributions[i].score))
        path, seen = [inner], {inner}
        while (parent := attributions[path[-1]].parent) is not None and parent not in seen:
            path.append(parent)
            seen.add(parent)
        return [attributions[i] for i in reversed(path)]

    def _hops(self, a: Attribution) -> list[Hop]:
        """The speakers of one attribution: a medium that was told, or that quotes another, comes outside the one it speaks for."""
        r = self.reading
        if not a.source:
            return []
        speaker = _trim(r.text, self._whole_source(a))
        if speaker is None or self._is_author(speaker):
            return []
        cue = _trim(r.text, a.cue[0]) if a.cue else None
        if self._is_publisher(speaker.words, a):
            return [h for h in self._quoting(a, Hop(speaker, cue=cue)) if h.speaker != speaker]
        full = self._full_name(a, speaker)
        hop = Hop(speaker, full, cue, a.stance, a.manner)
        told = self._told(a)
        outer = [Hop(told, cue=cue)] if told else []
        return [*outer, *self._quoting(a, hop)]

    def _whole_source(self, a: Attribution) -> Span:
        """The source; the subject of its cue where it is only the owner of that ("[Tarrin's] police said")."""
        r = self.reading
        head = r.head_of(a.source[0])
        if head is None or not r.tokens[head].deprel.startswith(("nmod:poss", "compound", "amod")):
            return a.source[0]
        owned = r.tokens[head].head
        verb = r.tokens[owned].head
        if syntax.base(r.tokens[owned].deprel) != "nsubj" or not any(c.start <= r.tokens[verb].start < c.end for c in a.cue):
            return a.source[0]
        return syntax.quote_of(r, syntax.phrase(r, owned)).span

    def _full_name(self, a: Attribution, speaker: Quote) -> Quote | None:
        """The fullest name of a speaker where that differs; of a pronoun that the reading leaves open, that of the last speaker."""
        r = self.reading
        if (noun := self._antecedent(speaker)) is not None:
            return noun
        open_ = speaker.words.lower() in _PRONOUNS
        full = _trim(r.text, a.speaker) if a.speaker else None
        if full and (any(t.start < full.end and full.start < t.end for t in r.times) or full.words.lower() in _PRONOUNS):
            full = None  # no speaker is a date
        if full and open_ and any(c.start <= full.start < c.end for c in reach(r, a)):
            full = None  # nor one of whom he himself tells
        if full and open_ and (head := r.head_of(full.span)) is not None and not parties.is_party(r, head):
            full = None  # nor a thing
        if open_ and (said_before := self._speaker_before(a)) is not None:
            return said_before
        if full and speaker.words.lower() == "it" and not self._speaks(full) and (body := self._body_before(a)) is not None:
            return body
        if full is None and open_:
            before = [o for o in r.attributions if o.source and o.source[0].end <= speaker.start and o is not a]
            for o in reversed(sorted(before, key=lambda o: o.source[0].start)[-3:]):
                name = _trim(r.text, o.speaker or o.source[0])
                if name is not None and name.words.lower() not in _PRONOUNS and speaker.start - name.end <= _RECENT:
                    return name
        full = self._long_form(full or speaker) or full
        return None if full and _fold(full.words) == _fold(speaker.words) else full

    def _antecedent(self, speaker: Quote) -> Quote | None:
        """For "who" and "which" the phrase that their clause hangs on."""
        r = self.reading
        at = r.token_at(speaker.start)
        if at is None or speaker.words.lower() not in ("who", "which"):
            return None
        verb = r.tokens[at].head
        noun = r.tokens[verb].head
        if not r.tokens[verb].deprel.startswith("acl") or r.tokens[noun].upos not in ("NOUN", "PROPN") or noun >= at:
            return None
        first, last = syntax.phrase(r, noun, nested=False)
        return syntax.quote_of(r, (first, min(last, at)))

    def _long_form(self, name: Quote) -> Quote | None:
        """What an acronym stands for where the document introduces it: "the State Committee (SC)"."""
        r = self.reading
        bare = _fold(name.words)
        long = next((a.long for a in r.acronyms if _fold(a.short.of(r.text)) == bare), None)
        return Quote.at(r.text, long.start, long.end) if long is not None else None

    def _speaker_before(self, a: Attribution) -> Quote | None:
        """For "he said" the one person who is quoted in the sentence before."""
        r = self.reading
        at = r.token_at(a.source[0].start)
        if at is None or r.word(at).lower() not in ("he", "she"):
            return None
        here = r.sentence_of[at]
        heads = [
            h for o in r.attributions if o.source and (h := r.head_of(o.source[0])) is not None and r.sentence_of[h] == here - 1
        ]
        named = [
            h for h in heads if r.tokens[h].upos != "PRON" and people.is_person(r, h) and not syntax.has_feat(r, h, "Number=Plur")
        ]
        return syntax.quote_of(r, syntax.phrase(r, named[0])) if len(named) == 1 else None

    def _speaks(self, name: Quote) -> bool:
        """Whether a name, or its thing, is quoted anywhere."""
        r = self.reading
        heads = [
            h for o in r.attributions if o.source and (h := r.head_of(o.source[0])) is not None and r.tokens[h].upos != "PRON"
        ]
        own = r.head_of(name.span)
        same = r.entity_of.get(own, -1) if own is not None else -1
        return any(name.span.start <= r.tokens[h].start < name.span.end or r.entity_of.get(h, -2) == same for h in heads)

    def _body_before(self, a: Attribution) -> Quote | None:
        """For "it said" the body that was quoted last, at most a few sentences before."""
        r = self.reading
        at = r.token_at(a.source[0].start)
        if at is None:
            return None
        for o in sorted(
            (o for o in r.attributions if o.source and o.source[0].end <= a.source[0].start), key=lambda o: -o.source[0].start
        ):
            head = r.head_of(o.source[0])
            if head is None or r.sentence_of[at] - r.sentence_of[head] > _NEAR:
                return None
            plural = syntax.has_feat(r, head, "Number=Plur")
            if r.tokens[head].upos in ("NOUN", "PROPN") and not plural and _is_body(r, head):
                return _trim(r.text, o.speaker or o.source[0])
        return None

    def _quoting(self, a: Attribution, hop: Hop) -> list[Hop]:
        """The hop with whom it quotes, or who quotes it: "the paper reported, citing a clerk", "X was quoted as saying by the radio"."""
        r = self.reading
        verbs = [i for c in a.cue for i in syntax.tokens_of(r, c.start, c.end) if r.tokens[i].upos == "VERB"]
        below = [x for v in verbs for x in syntax.kids(r, v, "advcl", "xcomp", "conj", "parataxis")]
        below += [i for v in verbs for i in range(v + 1, min(v + 3, len(r.tokens))) if r.word(i).lower() in ("citing", "quoting")]
        at = hop.speaker.span
        for v in (*verbs, *below, *(r.tokens[v].head for v in verbs)):
            if syntax.lemma(r, v) not in _QUOTES or r.tokens[v].upos != "VERB":
                continue
            inner = [q for i in syntax.patients(r, v) if (q := self._speaker_at(i)) is not None]
            outer = [q for i in syntax.doers(r, v) if (q := self._speaker_at(i)) is not None]
            if inner and not inner[0].span.overlaps(at) and (v in below or any(q.span.overlaps(at) for q in outer)):
                return [hop, Hop(inner[0], cue=syntax.quote_of(r, (v, v + 1)))]
            if outer and not outer[0].span.overlaps(at) and any(q.span.overlaps(at) for q in inner):
                return [Hop(outer[0], cue=syntax.quote_of(r, (v, v + 1))), hop]
        return [hop]

    def _speaker_at(self, i: int) -> Quote | None:
        """The phrase at a token if it can speak and is not the publisher."""
        r = self.reading
        if r.tokens[i].upos not in ("NOUN", "PROPN"):
            return None
        quote = syntax.quote_of(r, syntax.phrase(r, i))
        return None if _fold(quote.words) in self.publisher else quote

    def _is_publisher(self, words: str, a: Attribution) -> bool:
        if a.speaker and _fold(a.speaker.of(self.reading.text)) in self.publisher:
            return True
        return self._is_own(words)

    def _is_author(self, speaker: Quote) -> bool:
        """ "We and many others estimate", where nobody is quoted: the text speaks of its author."""
        r = self.reading
        return speaker.words.lower().startswith("we and ") and not syntax.is_quoted(r, speaker.start)

    def _is_own(self, words: str) -> bool:
        """Whether a name is the publisher's, a short form of it, or its correspondent's."""
        name = _CORRESPONDENT.sub("", _fold(words))
        return name in self.publisher or (len(name) >= _NAMED and any(p.startswith(f"{name} ") for p in self.publisher))

    def _told(self, a: Attribution) -> Quote | None:
        """The medium to which the source spoke ("told the Daily Mail"), unless it is the publisher or not a medium. A text that says
        nowhere who publishes it speaks of itself so, and an agency named at the end of a sentence is credited with it."""
        r = self.reading
        for span in a.cue if self.publisher else ():
            for i in syntax.tokens_of(r, span.start, span.end):
                if syntax.lemma(r, i) not in ("tell", "inform"):
                    continue
                for o in syntax.kids(r, i, "obj", "iobj"):
                    quote = syntax.quote_of(r, syntax.phrase(r, o))
                    name = next((n for n in r.names if n.first <= o < n.last), None)
                    if name is None or name.label not in ("ORG", "FAC") or self._is_own(quote.words) or self._is_credit(name):
                        continue
                    return quote
        return None

    def _is_credit(self, name: Name) -> bool:
        r = self.reading
        words = r.text[name.start : name.end]
        last = r.sentences[r.sentence_of[name.first]][1]
        closes = all(r.tokens[i].upos == "PUNCT" for i in range(name.last, last))
        return closes and _fold(words) in agencies(r.language)

    @staticmethod
    def _stance(a: Attribution) -> str:
        if a.stance == "confirms" and a.negated:
            return "doubts"
        return a.stance if a.stance in CODED_STANCES else "asserts"

    @staticmethod
    def _basis(hops: list[Hop], relayed: bool) -> str:
        if relayed:
            return "relayed"
        if not hops:
            return "unknown"
        name = hops[-1].name
        if _HEARSAY.search(name) and not _MEDIA.search(name):
            return "relayed"
        return "own" if _SAW.search(name) else "unknown"


def _is_body(r: Reading, i: int) -> bool:
    """Whether a noun names a body, no person: a name of an organisation, or a word for what is called "it" and speaks."""
    return people.label_at(r, i) == "ORG" or syntax.lemma(r, i) in _BODIES


@cache
def agencies(language: str) -> frozenset[str]:
    """Names of news agencies, folded."""
    return frozenset(_fold(name) for name in lexicon(language, "agencies", "name"))


def reach(r: Reading, a: Attribution) -> tuple[Span, ...]:
    """The content of an attribution; all of its sentence before it where it closes that sentence (", the clinic said.")."""
    if not a.source or not a.cue or not a.content:
        return a.content
    own = (*a.source, *a.cue)
    begin, end = min(s.start for s in own), max(s.end for s in own)
    at = r.token_at(begin)
    if at is None:
        return a.content
    sentence = r.sentence_span(r.sentence_of[at])
    last = a.content[-1].of(r.text).rsplit(maxsplit=1)[-1].lower() if a.content[-1].of(r.text).strip() else ""
    if last in _SET_AGAINST and a.content[-1].end <= begin and sentence.end - end > 2:
        return (Span(end + 1, sentence.end),)  # ", although [the radio] reports six": what comes after, not before
    if _is_parenthetic(r, begin, end, sentence):
        return (Span(sentence.start, begin), Span(end, sentence.end))
    if (objects := _objects_of_cue(r, a, begin, end)) is not None:
        return (objects,)
    closing = _closes(r, end, sentence)
    if not closing or any(not (sentence.start <= c.start and c.end <= begin) for c in a.content):
        return a.content
    return (Span(sentence.start, sentence.start + len(r.text[sentence.start : begin].rstrip(" ,\n\t"))),)


def _closes(r: Reading, end: int, sentence: Span) -> bool:
    """Whether no more than a short phrase without a verb follows a cue in its sentence: "he said in a statement"."""
    if end > sentence.end:
        return False
    rest = syntax.tokens_of(r, end, sentence.end)
    words = [i for i in rest if r.tokens[i].upos != "PUNCT"]
    return not words or (
        len(words) <= _TAIL
        and r.tokens[words[0]].upos in ("ADP", "PROPN")
        and r.word(words[0] - 1) != ","
        and not any(r.tokens[i].upos in ("VERB", "NUM") for i in words)
    )


def _is_parenthetic(r: Reading, begin: int, end: int, sentence: Span) -> bool:
    """Whether source and cue stand between commas amid their sentence: "three died, the clinic said, and two were hurt"."""
    before, after = r.text[sentence.start : begin].rstrip(), r.text[end : sentence.end].lstrip()
    return before.endswith(",") and after.startswith(",") and len(before) > 1 and len(after) > 2


def _objects_of_cue(r: Reading, a: Attribution, begin: int, end: int) -> Span | None:
    """What follows a cue as its object, where the reading took only what stands before: "..., although the radio reports [six deaths]"."""
    if any(c.end > begin for c in a.content):
        return None
    verbs = [i for c in a.cue for i in syntax.tokens_of(r, c.start, c.end) if r.tokens[i].upos == "VERB"]
    below = [o for v in verbs for o in syntax.kids(r, v, "obj", "ccomp") if r.tokens[o].start >= end]
    if not below:
        return None
    tokens = sorted(j for j in r.subtree(below[0]) if r.tokens[j].start >= end)
    return Span(r.tokens[tokens[0]].start, r.tokens[tokens[-1]].end)


def _fold(words: str) -> str:
    return re.sub(r"^(the|a|an)\s+", "", re.sub(r"\W+", " ", words.lower()).strip())


def _trim(text: str, span: Span) -> Quote | None:
    """The words of a span without surrounding blanks, commas and quotation marks; None if nothing is left."""
    start, end = span.start, span.end
    while start < end and not text[start].isalnum() and text[start] not in "(#@":
        start += 1
    while end > start and not text[end - 1].isalnum() and text[end - 1] not in ").%":
        end -= 1
    if end > start and text[end - 1] == ")" and "(" not in text[start:end]:
        end -= 1
    return Quote.at(text, start, end) if end > start else None


def _holds(content: tuple[Span, ...], span: Span) -> bool:
    """True if most of the span lies in the content."""
    inside = sum(max(0, min(c.end, span.end) - max(c.start, span.start)) for c in content)
    return 2 * inside > len(span)


def _touches(spans: tuple[Span, ...], span: Span) -> bool:
    return any(s.overlaps(span) and len(s) >= len(span) for s in spans)


def _extent(content: tuple[Span, ...]) -> int:
    return sum(map(len, content))
