"""Attributions that the network leaves out, found by form: citations, names after a dash, quotations beside a verb that has a
subject, quotations that go on after "X said.", clauses of verbs of saying inside contents, asides like "reportedly", and sentences that their speaker closes."""

import re
from collections.abc import Sequence

from sayso.core import Attribution, Span
from sayso.lexicons import table
from sayso.read.frame import Frame
from sayso.read.sources import phrase

_NAME = r"[A-Z][\w.'’-]+(?:\s+(?:[A-Z][\w.'’-]*|de|van|der|al|bin|bint|von|da|del|ben)){0,4}"
_CITATION = re.compile(rf"\((?P<who>{_NAME}),\s+(?P<rest>[^()\n]{{3,100}})\)[.\s]*$", re.MULTILINE)
_AFTER_DASH = re.compile(rf"\s?(?P<dash>--|[-–—―])\s?(?P<who>{_NAME}(?:,\s[^\n.]{{3,80}})?)\s*\.?\s*$", re.MULTILINE)
_RELAYED = re.compile(
    r"\b(?:(?P<aside>reportedly|allegedly|purportedly)|it (?:was|is|has been) (?:also )?(?:announced|learned|reported|learnt|believed|said|claimed|"
    r"admitted|alleged|understood))\b",
    re.IGNORECASE,
)
_RELAYED_BY = re.compile(
    r"\bas\s+(?:relayed|reported|quoted|cited|carried|recounted|reproduced|translated|told)\s+by\b", re.IGNORECASE
)
_NOT = {"not", "never"}
_DASHES = ("-", "--", "–", "—")
_MEASURES = frozenset(
    "law constitution plan schedule rule custom tradition standard need age size rank ability principle procedure protocol".split()
)
_SPEAKING = {"i", "we", "he", "she", "they"}
_CLOSING = {"say", "report", "add", "announce", "note", "state", "tell", "confirm", "claim"}
_OF_SPEAKER = {"DET", "NOUN", "PROPN", "ADJ", "NUM", "PRON"}
_INSIDE_SPEAKER = {"of", "for", "at"}
_SET_AGAINST = {"although", "though", "while", "whereas", "but"}
_OPENING = 12  # words before "from what X told us" at the head of a text, where a dateline may stand
_LONGEST_SPEAKER = 9  # words
_FROM_END = 9  # words from its end within which a closing verb may stand
_REACH = 10  # words between a quotation and its verb
_LONGEST_HEARER = 3  # words
_SHORTEST = 20  # characters of a quotation or paragraph that a citation closes


def clauses(frame: Frame, known: Sequence[Attribution], language: str = "en") -> list[Attribution]:
    """Clauses that hang on a verb of saying or thinking with a subject ("the mayor believed the bridge was closed") and that the
    network left out: of any such verb inside what somebody says, of the commonest everywhere."""
    saying = {k: v == "yes" for k, (v,) in table(language, "saying", ("lemma", "everywhere")).items()}
    said = {i for a in known if not a.relayed for c in a.content for i in range(*frame.tokens_in(c))}
    children = frame.children
    cues = {i for a in known for c in (*a.cue, *a.source) for i in range(*frame.tokens_in(c))}
    out = []
    for v, t in enumerate(frame.tokens):
        if t.upos != "VERB" or t.lemma not in saying or v in cues or not (saying[t.lemma] or v in said):
            continue
        clause, begin = next((c for c in children.get(v, ()) if frame.tokens[c].deprel == "ccomp"), None), v + 1
        if clause is None and (that := _that_after(frame, v)) is not None:
            clause, begin = frame.tokens[that].head, that
        subject = next((c for c in children.get(v, ()) if frame.tokens[c].deprel == "nsubj"), None)
        if subject is None:
            subject = _subject_right_before(frame, v)
        if clause is None or (subject is None and not (v in said and (saying[t.lemma] or _is_under_another(frame, v)))):
            continue
        first, last = frame.sentence_of(v)
        a, b = phrase(frame.tokens, first, last, subject) if subject is not None else (v, v)
        told = _range(clause, children)
        if clause > v:
            told = max(told[0], begin), told[1]
        helpers = [c for c in children.get(v, ()) if frame.tokens[c].deprel.startswith("aux") or frame.tokens[c].lemma in _NOT]
        start = min([v, *(c for c in helpers if b <= c < v)])
        if frame.tokens[told[0]].lemma in _DASHES:
            continue  # what stands after a dash goes on with something else
        if a <= v < b or told[0] <= v < told[1] or (a < b and told[0] < b and a < told[1]):
            continue
        while told[1] - 1 > told[0] and frame.tokens[told[1] - 1].upos == "PUNCT":
            told = told[0], told[1] - 1
        source = (frame.span(a, b),) if b > a else ()
        out.append(Attribution(source, (frame.span(start, v + 1),), (frame.span(*told),), score=0.5))
    return out


def _subject_right_before(frame: Frame, verb: int) -> int | None:
    """A pronoun or name right before a verb, wherever the parse hangs it."""
    if verb and frame.word(verb - 1) in _SPEAKING:
        return verb - 1
    i = verb - 1
    while i >= 0 and frame.tokens[i].upos == "PROPN" and frame.tokens[i].deprel == "flat":
        i -= 1
    return i if i >= 0 and frame.tokens[i].upos == "PROPN" and frame.tokens[i].deprel == "nsubj" else None


def _that_after(frame: Frame, verb: int) -> int | None:
    """The "that" of a clause right behind a verb or whom it is told to, wherever the parse hangs the clause: "sad to admit that, as a
    body, we failed", "told him that the bridge was closed"."""
    first, last = verb + 1, frame.sentence_of(verb)[1]
    hearer = next((i for i in range(first, min(last, first + _LONGEST_HEARER)) if frame.tokens[i].deprel == "iobj"), None)
    that = first if hearer is None else hearer + 1
    if that >= last or frame.word(that) != "that" or frame.tokens[that].upos != "SCONJ":
        return None
    head = frame.tokens[that].head
    return that if that < head < last and frame.tokens[head].upos in ("VERB", "AUX") else None


def _is_under_another(frame: Frame, verb: int) -> bool:
    """Whether a verb without a subject says something all the same: "wanted to say that ...", "even knowing that ...". What is done
    to an end ("to ensure that ...") is not said."""
    t = frame.tokens[verb]
    purpose = "VerbForm=Inf" in t.feats and t.head > verb
    return (t.deprel in ("xcomp", "acl", "conj") and not purpose) or (t.deprel == "advcl" and "VerbForm=Inf" not in t.feats)


def according(frame: Frame, known: Sequence[Attribution]) -> list[Attribution]:
    """ "According to the ministry, ..." that the network left out: the clause it stands in is the ministry's."""
    children = frame.children
    out = []
    for i in range(len(frame.tokens) - 2):
        if frame.tokens[i].lemma not in ("according", "accord") or frame.word(i + 1) != "to" or frame.word(i) != "according":
            continue
        if any(c.start <= frame.tokens[i].start < c.end for a in known for c in (*a.cue, *a.source)):
            continue
        first, last = frame.sentence_of(i)
        source = frame.tokens[i].head if frame.tokens[i].deprel in ("case", "fixed", "mark") else _noun_after(frame, i + 2, last)
        if source is None or not i + 1 < source < last:
            continue
        a, b = phrase(frame.tokens, first, last, source)
        a = max(a, i + 2)
        head = frame.tokens[source].head
        told = _range(head, children) if head != source and first <= head < last else (first, last)
        parts = [p for p in ((told[0], min(i, told[1])), (max(b, told[0]), told[1])) if p[1] - p[0] >= 2]
        content = tuple(frame.span(*p) for p in parts)
        if content and b > a:
            out.append(Attribution((frame.span(a, b),), (frame.span(i, i + 2),), content, score=0.6))
    return out


def framed(frame: Frame, known: Sequence[Attribution]) -> list[Attribution]:
    """ "From what neighbours told us, ...", "By what the clinic says, ...": the rest of the sentence is theirs."""
    out = []
    for i in range(1, len(frame.tokens) - 3):
        first, last = frame.sentence_of(i)
        if frame.word(i) != "what" or frame.word(i - 1) not in ("from", "by") or i - 1 - first > _OPENING:
            continue
        verb = next((v for v in range(i + 1, min(last, i + _REACH)) if frame.tokens[v].upos == "VERB"), None)
        if verb is None or frame.tokens[verb].lemma not in _CLOSING or verb == i + 1:
            continue
        comma = next((k for k in range(verb + 1, min(last, verb + 4)) if frame.word(k) == ","), None)
        if comma is None or comma + 2 >= last or any(frame.span(i + 1, verb).overlaps(s) for a in known for s in a.source):
            continue
        end = next((k for k in range(comma + 2, last - 1) if frame.word(k) == "," and frame.word(k + 1) in _SET_AGAINST), last)
        rest = frame.span(comma + 1, end - 1 if frame.tokens[end - 1].upos == "PUNCT" else end)
        out.append(Attribution((frame.span(i + 1, verb),), (frame.span(verb, verb + 1),), (rest,), score=0.6))
    return out


def is_measure(frame: Frame, a: Attribution) -> bool:
    """Whether "according to" names by what something is done, no speaker: "will be tried according to the law". A comma or the
    beginning of a sentence before it makes it a source all the same."""
    if not a.cue or not a.source or not a.cue[0].of(frame.text).lower().startswith("according to"):
        return False
    i = frame.token_at(a.cue[0].start)
    first, _ = frame.sentence_of(i)
    if i == first or frame.tokens[i - 1].upos == "PUNCT":
        return False
    return any(t.lemma in _MEASURES for t in frame.tokens[slice(*frame.tokens_in(a.source[0]))])


def relays(frame: Frame, known: Sequence[Attribution]) -> list[Attribution]:
    """ "..., as quoted by the Herald, ...": whoever passes on stands outside whom the sentence quotes, so that all the rest of the
    sentence is theirs."""
    out = []
    for m in _RELAYED_BY.finditer(frame.text):
        i = frame.token_at(m.start())
        by = frame.token_at(m.end() - 1)
        first, last = frame.sentence_of(i)
        source = _noun_after(frame, by + 1, last)
        if source is None or any(c.start <= m.start() < c.end for a in known for c in a.cue):
            continue
        while (
            frame.tokens[source].deprel.split(":")[0] in ("compound", "flat", "amod", "nmod")
            and by < frame.tokens[source].head < last
        ):
            source = frame.tokens[source].head
        a, b = phrase(frame.tokens, first, last, source)
        a = max(a, by + 1)
        while b < last and frame.tokens[b].lemma in ("of", "from", "at", "for", "in"):
            b = next((k for k in range(b + 1, last) if frame.tokens[k].upos in ("PUNCT", "VERB", "AUX")), last)
        content = tuple(frame.span(x, y) for x, y in ((first, i), (b, last)) if y - x >= 2)
        if b > a and content:
            out.append(Attribution((frame.span(a, b),), (frame.span(i, by + 1),), content, score=0.6))
    return out


def without(content: tuple[Span, ...], hole: Span) -> tuple[Span, ...]:
    """A content with a stretch cut out."""
    out: list[Span] = []
    for c in content:
        if not c.overlaps(hole):
            out.append(c)
            continue
        if c.start < hole.start:
            out.append(Span(c.start, hole.start))
        if hole.end < c.end:
            out.append(Span(hole.end, c.end))
    return tuple(out)


def _noun_after(frame: Frame, first: int, last: int) -> int | None:
    return next((i for i in range(first, min(last, first + 8)) if frame.tokens[i].upos in ("NOUN", "PROPN", "PRON")), None)


def _range(head: int, children: dict[int, list[int]]) -> tuple[int, int]:
    """From the first to after the last token below a head."""
    seen, stack = {head}, [head]
    while stack:
        for c in children.get(stack.pop(), ()):
            if c not in seen:
                seen.add(c)
                stack.append(c)
    return min(seen), max(seen) + 1


def citations(frame: Frame) -> list[Attribution]:
    """A paragraph or quotation that "(Jane Roe, The Paper, July 17, 2015)" closes is that author's."""
    out = []
    for m in _CITATION.finditer(frame.text):
        if not re.search(r"\d|[A-Z]", m["rest"]) or " " not in m["who"].strip():
            continue
        start = frame.text.rfind("\n\n", 0, m.start())
        start = start + 2 if start >= 0 else 0
        end = m.start()
        while end > start and frame.text[end - 1].isspace():
            end -= 1
        if end > start and (q := frame.quotation_at(end - 1)) is not None and q.end == end:
            start = q.start
        if end - start >= _SHORTEST:
            author = Span(m.start("who"), m.end("who"))
            out.append(Attribution((author,), (), (Span(start, end),), "direct", score=0.9))
    return out


def dashes(frame: Frame) -> list[Attribution]:
    """A quotation followed by a dash and a name at the end of its line: `"..." -- Rada Velk`."""
    out = []
    for q in frame.quotations:
        m = _AFTER_DASH.match(frame.text, q.end)
        if m and len(q) >= _SHORTEST:
            who = Span(m.start("who"), m.end("who"))
            out.append(Attribution((who,), (Span(m.start("dash"), m.end("dash")),), (q,), "direct", score=0.9))
    return out


def beside_verbs(frame: Frame, known: Sequence[Attribution]) -> list[Attribution]:
    """Quoted sentences that no attribution has, with the verb and subject right before or after them in the same sentence."""
    out = []
    for q in frame.quotations:
        if _taken(q, known) or not frame.is_sentence(q):
            continue
        found = _verb_before(frame, q) or _verb_after(frame, q)
        if found is not None:
            source, cue = found
            if not any(c.overlaps(cue) for a in known for c in a.cue):
                out.append(Attribution((source,), (cue,), (q,), "direct", score=0.5))
    return out


def _taken(q: Span, known: Sequence[Attribution]) -> bool:
    return any(c.overlaps(q) for a in known for c in (*a.content, *a.source, *a.cue))


def _verb_before(frame: Frame, q: Span) -> tuple[Span, Span] | None:
    """The verb that leads to a quotation: "Velk scolded: "...""."""
    at, _ = frame.tokens_in(q)
    first = frame.sentence_of(at)[0]
    i = at - 1
    while i >= first and frame.tokens[i].upos == "PUNCT":
        i -= 1
    if i < first or not re.fullmatch(r"[\s,:]*", frame.text[frame.tokens[i].end : q.start]):
        return None
    for v in range(i, max(first, i - _REACH) - 1, -1):
        if frame.tokens[v].upos == "VERB":
            return _with_subject(frame, v, first, at)
    return None


def _verb_after(frame: Frame, q: Span) -> tuple[Span, Span] | None:
    """The verb that follows a quotation: ""...," Velk scolded"."""
    _, at = frame.tokens_in(q)
    if (
        at >= len(frame.tokens)
        or "\n" in frame.text[q.end : frame.tokens[at].start]
        or frame.text[q.end - 2 : q.end - 1] not in ",?!—"
    ):
        return None
    last = frame.sentence_of(at)[1]
    for v in range(at, min(last, at + _REACH)):
        if frame.tokens[v].upos == "VERB":
            return _with_subject(frame, v, at, last)
    return None


def _with_subject(frame: Frame, verb: int, first: int, last: int) -> tuple[Span, Span] | None:
    for i in range(first, last):
        if frame.tokens[i].head == verb and i != verb and frame.tokens[i].deprel == "nsubj":
            a, b = phrase(frame.tokens, first, last, i)
            if not a <= verb < b:
                return frame.span(a, b), frame.span(verb, verb + 1)
    return None


def continued(frame: Frame, found: list[Attribution]) -> list[Attribution]:
    """Quotations that go on after "..., X said." in the same paragraph join what X said; returns all attributions anew."""
    taken = [c for a in found for c in (*a.content, *a.source, *a.cue)]
    out = list(found)
    for k, a in enumerate(found):
        if not a.cue or not any(frame.quotation_at(c.start) for c in a.content):
            continue
        end = frame.sentence_span(frame.token_at(a.cue[0].start)).end
        if not _closes_quoted(frame, a, end):
            continue
        content = list(a.content)
        while (q := _next_quotation(frame, end)) is not None and not any(q.overlaps(t) for t in taken):
            content.append(q)
            taken.append(q)
            end = q.end
        if len(content) > len(a.content):
            out[k] = _with_content(a, tuple(content))
    return out


def _closes_quoted(frame: Frame, a: Attribution, end: int) -> bool:
    """Whether the sentence of the cue begins with what is quoted and ends with who says it."""
    last = max(c.end for c in a.content)
    return last <= a.cue[0].start and end >= a.cue[0].end


def _next_quotation(frame: Frame, end: int) -> Span | None:
    """A quoted sentence that begins right after a place, in the same paragraph."""
    before = frame.quotation_at(end - 1) if end else None
    at = before.start if before is not None and before.start >= end - 2 else end  # its mark may end the sentence before
    while at < len(frame.text) and frame.text[at] in " \u00a0\t.":
        at += 1
    q = frame.quotation_at(at) if at < len(frame.text) else None
    if q is None or q.start != at or not frame.is_sentence(q):
        return None
    after = frame.text[q.end : q.end + 40].lstrip(" ")
    alone = q.end >= len(frame.text) or after[:1] in ("\n", "") or frame.text[q.end - 2 : q.end - 1] in ".?!…"
    return q if alone else None


def _with_content(a: Attribution, content: tuple[Span, ...]) -> Attribution:
    return Attribution(a.source, a.cue, content, a.manner, a.stance, a.negated, a.parent, a.speaker, a.relayed, a.score)


def asides(frame: Frame, known: Sequence[Attribution]) -> list[Attribution]:
    """ "Reportedly" and "it was announced that": no speaker, but the sentence is relayed."""
    out = []
    for m in _RELAYED.finditer(frame.text):
        if any(c.start <= m.start() < c.end for a in known for c in a.cue) or not frame.tokens:
            continue
        sentence = frame.sentence_span(min(frame.token_at(m.start()), len(frame.tokens) - 1))
        end = sentence.end - (frame.text[sentence.end - 1] in ".!?")
        parts = [Span(m.end(), max(m.end(), end))]
        if m["aside"]:
            parts.insert(0, Span(min(sentence.start, m.start()), m.start()))
        content = tuple(p for p in parts if p.of(frame.text).strip())
        if content:
            out.append(Attribution((), (Span(m.start(), m.end()),), content, "indirect", relayed=True, score=0.7))
    return out


def closings(frame: Frame, known: Sequence[Attribution], language: str = "en") -> list[Attribution]:
    """A sentence that its speaker closes, where the network saw none: in texts without commas it often does not."""
    out = []
    for first, last in frame.sentences:
        whole = frame.span(first, last)
        if any(whole.start <= c.start < whole.end for a in known for c in (*a.cue, *a.source)):
            continue
        for v in range(last - 1, max(first + 4, last - _FROM_END), -1):
            t = frame.tokens[v]
            if t.upos != "VERB" or t.lemma not in _CLOSING or not {"Tense=Past", "Tense=Pres"} & set(t.feats.split("|")):
                continue
            source = _subject_phrase_before(frame, v, first)
            source = _speaker_before(frame, v, first, language) if source is None else source
            if source is not None and source - first >= 4:
                who = frame.span(source, v)
                out.append(
                    Attribution((who,), (frame.span(v, v + 1),), (Span(whole.start, frame.tokens[source - 1].end),), score=0.6)
                )
            break
    return out


_IN_SOURCE = {"det", "amod", "compound", "flat", "nmod", "case", "nummod", "appos", "punct", "cc", "conj", "fixed", "goeswith"}


def _subject_phrase_before(frame: Frame, verb: int, first: int) -> int | None:
    """First token of the noun phrase that ends right before a verb and, as far as the parse goes, is its subject."""
    tokens = frame.tokens
    head = verb - 1
    while head >= first and tokens[head].upos == "PUNCT" and tokens[head].deprel == "punct":
        head -= 1
    if head < first or tokens[head].upos not in ("NOUN", "PROPN", "PRON"):
        return None
    subject = next((i for i in range(head, first, -1) if tokens[i].head == verb and tokens[i].deprel.startswith("nsubj")), None)
    if subject is None:
        return None
    inside = {subject}
    for i in range(subject - 1, first - 1, -1):
        if tokens[i].head in inside and tokens[i].deprel.split(":")[0] in _IN_SOURCE:
            inside.add(i)
        elif not any(tokens[j].head == i and j in inside for j in range(i + 1, subject + 1)):
            break
    return min(inside)


def _speaker_before(frame: Frame, verb: int, first: int, language: str) -> int | None:
    """First token of the words for a speaker that end right before a verb, whatever the parse hangs them on, where a clause with a verb
    of its own stands before them: "... killing three [a source at the clinic] said", "... left two dead [local residents] said"."""
    tokens = frame.tokens
    a = verb
    while first < a and verb - a < _LONGEST_SPEAKER:
        if tokens[a - 1].upos not in _OF_SPEAKER and frame.word(a - 1) not in _INSIDE_SPEAKER:
            break
        if tokens[a].upos in ("DET", "PRON") and frame.word(a - 1) not in _INSIDE_SPEAKER:
            break
        a -= 1
    while a < verb and tokens[a].upos not in ("DET", "PRON", "NOUN", "PROPN", "ADJ"):
        a += 1
    if a == verb or tokens[verb - 1].upos not in ("NOUN", "PROPN", "PRON"):
        return None
    if tokens[a].upos not in ("DET", "PRON"):
        known = table(language, "speakers", ("word", "standing", "role"))
        if any(
            tokens[i].lemma in known for i in range(a, verb)
        ):  # a name of a place may stand before them: "in Tarrin rights groups"
            a = next((i for i in range(a, verb) if frame.text[tokens[i].start].islower()), a)
        elif any(tokens[i].upos != "PROPN" for i in range(a, verb)):
            return None
    return a if any(tokens[i].upos == "VERB" for i in range(first, a)) else None
