"""From the network's attributions to those of a reading: quotations made whole, stance, manner, nesting, speakers resolved."""

import re
from collections.abc import Sequence
from dataclasses import replace

from sayso.core import Attribution, Entity, Span, Token
from sayso.lexicons import table, words
from sayso.neural import NeuralAttribution
from sayso.read.sources import whole_content, whole_source

_CITATION = re.compile(r"\(([A-Z][\w.'’-]+(?:\s+(?:[A-Z][\w.'’-]+|de|van|al|bin|von)){1,3}),\s+([^()]{3,80}?)\)\s*$", re.M)
_PRONOUNS = {"he", "she", "it", "they", "who", "which", "his", "her", "their", "its", "we", "i", "that"}


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
    out = []
    for a in found:
        source = tuple(_span(tokens, s.first, s.last) for s in a.source)
        cue = (_span(tokens, a.cue.first, a.cue.last),)
        content = tuple(_span(tokens, c.first, c.last) for c in a.content)
        if (home := next(((x, y) for x, y in sentences if x <= a.cue.first < y), None)) is not None:
            source = whole_source(tokens, *home, (a.cue.first, a.cue.last), source)
            content = whole_content(tokens, *home, (a.cue.first, a.cue.last), content)
        content = _whole_quotations(text, content, quotations, cue + source)
        stance, relayed, negated = _stance(text, tokens, a.cue.first, a.cue.last, language)
        out.append(
            Attribution(
                source,
                cue,
                content,
                _manner(text, content, quotations),
                stance,
                negated,
                None,
                _speaker(text, source, entities),
                relayed,
                a.score,
            )
        )
    out += _citations(text, quotations, out)
    out += _said_aside(text, tokens, out)
    out += _closing(text, tokens, sentences, entities, out)
    out = [a for a in out if a.content or a.source]
    out.sort(key=lambda a: (a.cue or a.source)[0].start)
    return _nested(out)


def _span(tokens: Sequence[Token], first: int, last: int) -> Span:
    return Span(tokens[first].start, tokens[last - 1].end)


def _whole_quotations(
    text: str, content: tuple[Span, ...], quotations: Sequence[Span], others: tuple[Span, ...]
) -> tuple[Span, ...]:
    """A content that covers most of a quotation covers all of it, marks included; parts that touch become one."""
    parts = list(content)
    for q in quotations:
        if any(o.overlaps(q) for o in others):
            continue
        inside = [p for p in parts if p.overlaps(q)]
        shared = sum(min(p.end, q.end) - max(p.start, q.start) for p in inside)
        if inside and 2 * shared > len(q):
            start, end = min(min(p.start for p in inside), q.start), max(max(p.end for p in inside), q.end)
            if any(o.overlaps(Span(start, end)) for o in others):
                start, end = q.start, q.end
            parts = [p for p in parts if p not in inside] + [Span(start, end)]
    parts.sort()
    joined: list[Span] = []
    for p in parts:
        if (
            joined
            and not text[joined[-1].end : p.start].strip()
            and not any(o.overlaps(Span(joined[-1].end, p.start)) for o in others)
        ):
            joined[-1] = Span(joined[-1].start, max(p.end, joined[-1].end))
        else:
            joined.append(p)
    return tuple(joined)


def _manner(text: str, content: tuple[Span, ...], quotations: Sequence[Span]) -> str:
    letters = sum(text[i].isalnum() for c in content for i in range(c.start, c.end))
    quoted = sum(text[i].isalnum() for c in content for q in quotations for i in range(max(c.start, q.start), min(c.end, q.end)))
    if not quoted or not letters:
        return "indirect"
    return "direct" if quoted >= 0.95 * letters else "mixed"


def _stance(text: str, tokens: Sequence[Token], first: int, last: int, language: str) -> tuple[str, bool, bool]:
    """Stance, whether the cue relays, and whether it is negated, from its words."""
    lexicon = table(language, "cues", ("lemma", "stance", "relayed"))
    hedges = words(language, "hedges", "word")
    lemmas = [tokens[i].lemma for i in range(first, last)]
    joined = " ".join(lemmas)
    negated = any(w in ("not", "never", "no") for w in lemmas)
    for phrase in ("claim responsibility", "take responsibility", "accept responsibility", "cast doubt"):
        if phrase in joined:
            return lexicon[phrase][0], False, negated
    for i in range(last - 1, first - 1, -1):
        if tokens[i].lemma in lexicon:
            stance, relayed = lexicon[tokens[i].lemma]
            return ("asserts" if negated and stance in ("denies", "doubts") else stance), relayed == "yes", negated
    return "asserts", any(w in hedges for w in lemmas), negated


def _speaker(text: str, source: tuple[Span, ...], entities: Sequence[Entity]) -> Span | None:
    """The fullest name of the source's thing, where the source itself is a pronoun or a shorter form."""
    if not source:
        return None
    s = source[0]
    best: tuple[int, Span] | None = None
    for e in entities:
        for m in e.mentions:
            if s.contains(m) and e.name != m:
                share = len(m) / max(1, len(s))
                if share >= 0.6 and (best is None or len(m) > best[0]):
                    best = (len(m), e.name)
    if best is None:
        return None
    own, full = text[s.start : s.end].lower(), text[best[1].start : best[1].end].lower()
    return best[1] if own in _PRONOUNS or (full not in own and len(full) > len(own)) else None


def _citations(text: str, quotations: Sequence[Span], known: Sequence[Attribution]) -> list[Attribution]:
    """A paragraph or quotation that "(Jane Roe, The Paper, July 17, 2015)" closes is that author's."""
    out = []
    for m in _CITATION.finditer(text):
        start = text.rfind("\n\n", 0, m.start())
        start = start + 2 if start >= 0 else 0
        before = [q for q in quotations if q.end <= m.start() and not text[q.end : m.start()].strip()]
        if before:
            start = before[-1].start
        end = m.start()
        while end > start and text[end - 1].isspace():
            end -= 1
        if end - start < 20:
            continue
        author = Span(m.start(1), m.end(1))
        out.append(Attribution((author,), (), (Span(start, end),), "direct", score=0.9))
    return out


# Verbs that close a sentence with its speaker ("... , the monitor said on Friday"), and how far from its end they may stand.
_CLOSING = {"say", "report", "add", "announce", "note", "state", "tell", "confirm", "claim"}
_FROM_END = 9
_IN_SOURCE = {
    "det",
    "amod",
    "compound",
    "flat",
    "nmod",
    "case",
    "nummod",
    "appos",
    "punct",
    "cc",
    "conj",
    "fixed",
    "goeswith",
    "nmod:poss",
}


def _closing(
    text: str,
    tokens: Sequence[Token],
    sentences: Sequence[tuple[int, int]],
    entities: Sequence[Entity],
    known: Sequence[Attribution],
) -> list[Attribution]:
    """A sentence that its speaker closes, where the network saw none: in texts without commas it often does not."""
    out = []
    for first, last in sentences:
        start, end = tokens[first].start, tokens[last - 1].end
        if any(start <= c.start < end for a in known for c in (*a.cue, *a.source)):
            continue
        for v in range(last - 1, max(first + 4, last - _FROM_END), -1):
            t = tokens[v]
            if t.upos != "VERB" or t.lemma not in _CLOSING or not {"Tense=Past", "Tense=Pres"} & set(t.feats.split("|")):
                continue
            source = _noun_phrase_before(tokens, v, first)
            if source is not None and source - first >= 5:
                span = Span(tokens[source].start, tokens[v - 1].end)
                content = Span(start, tokens[source - 1].end)
                out.append(
                    Attribution(
                        (span,), (Span(t.start, t.end),), (content,), speaker=_speaker(text, (span,), entities), score=0.6
                    )
                )
            break
    return out


def _noun_phrase_before(tokens: Sequence[Token], verb: int, first: int) -> int | None:
    """First token of the noun phrase that ends right before a verb and, as far as the parse goes, is its subject."""
    head = verb - 1
    while head >= first and tokens[head].upos in ("PUNCT",) and tokens[head].deprel == "punct":
        head -= 1
    if head < first or tokens[head].upos not in ("NOUN", "PROPN", "PRON"):
        return None
    subject = next((i for i in range(head, first, -1) if tokens[i].head == verb and tokens[i].deprel.startswith("nsubj")), None)
    if subject is None:
        return None
    inside = {subject}
    for i in range(subject - 1, first - 1, -1):
        if tokens[i].head in inside and (tokens[i].deprel in _IN_SOURCE or tokens[i].deprel.split(":")[0] in _IN_SOURCE):
            inside.add(i)
        elif not any(tokens[j].head == i and j in inside for j in range(i + 1, subject + 1)):
            break
    return min(inside)


_RELAYED = re.compile(
    r"\b(reportedly|allegedly|purportedly|it (?:was|is) (?:also )?(?:announced|learned|reported|learnt|believed|said|claimed|admitted))\b",
    re.I,
)


def _said_aside(text: str, tokens: Sequence[Token], known: Sequence[Attribution]) -> list[Attribution]:
    """ "Reportedly" and "it was announced that": no speaker, but the sentence is relayed."""
    out = []
    for m in _RELAYED.finditer(text):
        if any(c.start <= m.start() < c.end for a in known for c in a.cue):
            continue
        end = len(text)
        for stop in re.finditer(r"[.!?](?=\s|$)|\n", text[m.end() :]):
            end = m.end() + stop.start()
            break
        start = m.start()
        if not m.group(0).lower().startswith("it "):
            previous = max((p.end() for p in re.finditer(r"[.!?]\s|\n", text[: m.start()])), default=0)
            content = tuple(
                s
                for s in (Span(previous, max(previous, start)), Span(m.end(), max(end, m.end())))
                if text[s.start : s.end].strip()
            )
        else:
            content = (Span(m.end(), max(end, m.end())),) if text[m.end() : end].strip() else ()
        if content:
            out.append(Attribution((), (Span(m.start(), m.end()),), content, "indirect", relayed=True, score=0.7))
    return out


def _nested(found: list[Attribution]) -> tuple[Attribution, ...]:
    """Sets parents: the tightest attribution whose content holds this one's cue (or source) and most of its content."""
    out = []
    for i, a in enumerate(found):
        anchor = (a.cue or a.source)[0]
        best: tuple[int, int] | None = None
        for j, o in enumerate(found):
            if i == j or not any(c.contains(anchor) for c in o.content):
                continue
            if any(c.contains((o.cue or o.source)[0]) for c in a.content):
                continue
            size = sum(map(len, o.content))
            if best is None or size < best[0]:
                best = (size, j)
        out.append(replace(a, parent=best[1] if best else None))
    return tuple(_without_cycles(out))


def _without_cycles(found: list[Attribution]) -> list[Attribution]:
    for i in range(len(found)):
        seen = {i}
        j = found[i].parent
        while j is not None:
            if j in seen:
                found[i] = replace(found[i], parent=None)
                break
            seen.add(j)
            j = found[j].parent
    return found
