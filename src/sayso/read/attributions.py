"""From the network's attributions to those of a reading: quotations whole, what was left out added, stance, nesting, speakers."""

from collections.abc import Sequence
from dataclasses import replace

from sayso.core import Attribution, Entity, Span, Token
from sayso.neural import NeuralAttribution
from sayso.read import contents, headings, unmarked
from sayso.read.frame import Frame
from sayso.read.nesting import nested
from sayso.read.sources import phrase, whole_content, whole_source
from sayso.read.stance import stance_of

_PRONOUNS = {"he", "she", "it", "they", "who", "which", "his", "her", "their", "its", "we", "i", "that"}
_RELATIVE = {"who", "which", "that"}
_SHARE = 0.6  # of a source that a mention must cover for the source to be that thing


def build(
    text: str,
    tokens: Sequence[Token],
    found: Sequence[NeuralAttribution],
    quotations: Sequence[Span],
    entities: Sequence[Entity],
    language: str = "en",
    sentences: Sequence[tuple[int, int]] = (),
) -> tuple[Attribution, ...]:
    """Attributions in the order of their cues, with parents. `sentences` are token ranges, half-open."""
    frame = Frame(text, tokens, sentences, quotations)
    out = [a for n in found if (a := _made(frame, n)) is not None]
    out += [a for a in unmarked.dashes(frame) if not _known(a, out)]
    out += unmarked.citations(frame)
    out += headings.find(frame, out, language)
    out += unmarked.beside_verbs(frame, out)
    out += unmarked.clauses(frame, out, language)
    out += unmarked.according(frame, out)
    out += unmarked.framed(frame, out)
    out = _relayed(frame, [a for a in out if not unmarked.is_measure(frame, a)])
    out += unmarked.asides(frame, out)
    out += unmarked.closings(frame, out, language)
    out = unmarked.continued(frame, _each_author_own([_tidied(frame, a) for a in out]))
    out = [_finished(frame, a, entities, language) for a in out]
    out.sort(key=lambda a: ((a.cue or a.source)[0].start, -sum(map(len, a.content))))
    return nested(out)


def _made(frame: Frame, n: NeuralAttribution) -> Attribution | None:
    """One of the network's attributions in characters, its source and content made whole; None without any content."""
    source = tuple(frame.span(s.first, s.last) for s in n.source)
    content = tuple(frame.span(c.first, c.last) for c in n.content)
    cue = (n.cue.first, n.cue.last)
    first, last = frame.sentence_of(n.cue.first)
    source = whole_source(frame.tokens, first, last, cue, source)
    content = whole_content(frame.tokens, first, last, cue, content)
    cues = (frame.span(*cue),)
    content = contents.completed(frame, content, cues, source)
    return Attribution(source, cues, content, score=n.score) if content else None


def _tidied(frame: Frame, a: Attribution) -> Attribution:
    return replace(a, content=contents.completed(frame, a.content, a.cue, a.source)) if a.cue else a


def _relayed(frame: Frame, found: list[Attribution]) -> list[Attribution]:
    """With those who pass on what the others say, and that phrase cut out of what it interrupts."""
    passing = unmarked.relays(frame, found)
    holes = [Span(a.cue[0].start, a.source[0].end) for a in passing]
    out = []
    for a in found:
        content = a.content
        for hole in holes:
            if any(c.start < hole.start and hole.end < c.end for c in content):
                content = unmarked.without(content, hole)
        out.append(replace(a, content=content))
    return out + passing


def _each_author_own(found: list[Attribution]) -> list[Attribution]:
    """With what a citation closes taken out of what anybody before it said."""
    cited = [c for a in found if not a.cue for c in a.content]
    out = []
    for a in found:
        content = tuple(c for c in a.content if not (a.cue and c in cited)) or a.content
        out.append(replace(a, content=content))
    return out


def _known(a: Attribution, others: Sequence[Attribution]) -> bool:
    """Whether another attribution with a source already has exactly this content."""
    return any(o.source and o.content == a.content for o in others)


def _finished(frame: Frame, a: Attribution, entities: Sequence[Entity], language: str) -> Attribution:
    """With manner, stance and the speaker's fullest name."""
    if a.cue and not a.relayed:
        first, last = frame.tokens_in(Span(a.cue[0].start, a.cue[-1].end))
        s = stance_of(frame.tokens, first, last, language)
        a = replace(a, stance=s.stance, relayed=s.relayed, negated=s.negated)
    if a.content:
        a = replace(a, manner=contents.manner(frame, a.content) if a.cue else a.manner)
    meant = _antecedent(frame, a.source)
    return replace(a, speaker=speaker(frame.text, (meant,) if meant else a.source, entities) or meant)


def _antecedent(frame: Frame, source: tuple[Span, ...]) -> Span | None:
    """Whom "who" or "which" means: the noun that its clause describes ("an official, who asked ...")."""
    if not source or source[0].of(frame.text).lower() not in _RELATIVE:
        return None
    at = frame.token_at(source[0].start)
    first, last = frame.sentence_of(at)
    v = frame.tokens[at].head
    while first <= v < last and frame.tokens[v].deprel == "conj" and frame.tokens[v].head < v:
        v = frame.tokens[v].head
    if not first <= v < last or frame.tokens[v].deprel != "acl:relcl" or not first <= frame.tokens[v].head < at:
        return None
    return frame.span(*phrase(frame.tokens, first, at, frame.tokens[v].head))


def speaker(text: str, source: tuple[Span, ...], entities: Sequence[Entity]) -> Span | None:
    """The fullest name of the source's thing, where the source itself is a pronoun or a shorter form."""
    if not source:
        return None
    s = source[0]
    best: tuple[int, Span] | None = None
    for e in entities:
        for m in e.mentions:
            if s.contains(m) and e.name != m and len(m) >= _SHARE * len(s) and (best is None or len(m) > best[0]):
                best = (len(m), e.name)
    if best is None:
        return None
    own, full = s.of(text).lower(), best[1].of(text).lower()
    return best[1] if own in _PRONOUNS or (full not in own and len(full) > len(own)) else None
