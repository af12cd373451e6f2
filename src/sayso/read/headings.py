"""Headlines that say who says so by a colon alone: "Four killed in Orvane: ministry", "Ministry: four killed in Orvane"."""

import re
from collections.abc import Sequence

from sayso.core import Attribution, Span
from sayso.lexicons import table
from sayso.read.frame import Frame

_AFTER = re.compile(
    r"^(?P<said>[^\n:]{6,160}[^\n:\s])(?P<colon>:)[ \u00a0]+(?P<who>[^\n:!?]{1,44}[^\n:.!?\s])[ \u00a0]*$", re.MULTILINE
)
_BEFORE = re.compile(r"^(?P<who>[^\n:.!?]{2,45})(?P<colon>:)[ \u00a0]+(?P<said>[^\n:]{8,160}?)[ \u00a0]*$", re.MULTILINE)
_MOST = 5  # words of who says it
_STATES = {"dead", "missing", "injured", "wounded", "hurt"}  # of headlines without a verb: "Six dead: hospital"
_INITIALS = re.compile(r"[A-Z]{2,6}")


def find(frame: Frame, known: Sequence[Attribution], language: str = "en") -> list[Attribution]:
    """Lines without a full stop whose one side is told, with a verb, and whose other side names a speaker."""
    out = []
    for pattern in (_AFTER, _BEFORE):
        for m in pattern.finditer(frame.text):
            said, who, colon = Span(*m.span("said")), Span(*m.span("who")), Span(*m.span("colon"))
            if m["said"][-1] in ".!?”\"'’" or any(
                c.overlaps(who) or c.overlaps(colon) for a in known for c in (*a.cue, *a.source)
            ):
                continue
            first, last = frame.tokens_in(said)
            told = any(t.upos == "VERB" or t.lemma in _STATES for t in frame.tokens[first:last])
            if told and _speaks(frame, who, language, names=pattern is _AFTER):
                out.append(Attribution((who,), (colon,), (said,), score=0.7))
    return out


def _speaks(frame: Frame, who: Span, language: str, *, names: bool) -> bool:
    """Whether words are a phrase of few words for somebody who can say something: its last noun is a person or a body, or initials; with
    `names` also a name ("..: Velk"), which before a colon is as often the place or topic."""
    first, last = frame.tokens_in(who)
    tokens = frame.tokens[first:last]
    if not 1 <= len(tokens) <= _MOST or any(t.upos in ("VERB", "AUX", "PUNCT", "NUM") for t in tokens):
        return False
    end = tokens[-1]
    word = frame.text[end.start : end.end]
    if end.lemma in table(language, "people", ("lemma", "group")):
        return True
    known = table(language, "referents", ("lemma", "class", "gender")).get(end.lemma)
    if known is not None:
        return known[0] in ("person", "body")
    return bool(_INITIALS.fullmatch(word)) or (names and all(t.upos == "PROPN" for t in tokens))
