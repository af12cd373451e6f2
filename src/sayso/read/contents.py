"""Contents in characters: quotations whole with their marks, nothing beside a quoted sentence, no stray marks at the ends."""

from collections.abc import Sequence

from sayso.core import Span
from sayso.read.frame import Frame

Spans = tuple[Span, ...]
_WIDEST_GAP = 40  # characters
_LOOSE = ",;:-–—"  # marks that end no content


def completed(frame: Frame, content: Spans, cue: Spans, source: Spans) -> Spans:
    """The content with whole quotations, without what does not belong to a quoted sentence, its parts in order and apart."""
    others = cue + source
    parts = _whole_quotations(frame, [t for p in content if (t := trimmed(frame, p))], others)
    parts = _without_strays(frame, parts, cue, source)
    return tuple(_joined(frame, parts, others))


def trimmed(frame: Frame, part: Span) -> Span | None:
    """A part without blanks at its ends, and without marks there that belong to a quotation otherwise outside of it."""
    text, (start, end) = frame.text, (part.start, part.end)
    while True:
        while start < end and (text[start].isspace() or (text[start] in ",;:)" and frame.quotation_at(start) is None)):
            start += 1
        while end > start and (text[end - 1].isspace() or (text[end - 1] in _LOOSE and frame.quotation_at(end - 1) is None)):
            end -= 1
        if end > start and text[end - 1] == "." and frame.quotation_at(end - 1) is None and _is_stop(frame, end - 1):
            end -= 1
            continue
        q = frame.quotation_at(end - 1) if end > start else None
        if q is not None and q.start > start and not any(c.isalnum() for c in text[q.start : end]):
            end = q.start
            continue
        q = frame.quotation_at(start) if end > start else None
        if q is not None and q.end < end and not any(c.isalnum() for c in text[start : q.end]):
            start = q.end
            continue
        break
    return Span(start, end) if any(c.isalnum() for c in text[start:end]) else None


def _is_stop(frame: Frame, at: int) -> bool:
    """Whether a full stop is a token of its own, not the end of an abbreviation."""
    i = frame.token_at(at)
    return i < len(frame.tokens) and frame.tokens[i].start == at


def _whole_quotations(frame: Frame, parts: list[Span], others: Sequence[Span]) -> list[Span]:
    """A content that covers most of a quotation covers all of it, marks included."""
    for q in {q for p in parts for q in frame.quotations_in(p)}:
        if any(o.overlaps(q) for o in others):
            continue
        inside = [p for p in parts if p.overlaps(q)]
        shared = sum(min(p.end, q.end) - max(p.start, q.start) for p in inside)
        if inside and 2 * shared > len(q):
            whole = Span(min(min(p.start for p in inside), q.start), max(max(p.end for p in inside), q.end))
            if any(o.overlaps(whole) for o in others):
                whole = q
            parts = [p for p in parts if p not in inside] + [whole]
    return sorted(parts)


def _without_strays(frame: Frame, parts: list[Span], cue: Spans, source: Spans) -> list[Span]:
    """Beside a sentence that is quoted right before or after its cue, what is not quoted is not said."""
    if len(parts) < 2 or not cue:
        return parts
    home = frame.sentence_span(frame.token_at(cue[0].start))
    quoted = {p: _is_quoted(frame, p) for p in parts}
    frank = any(quoted[p] and p.overlaps(home) and _adjacent(frame, p, cue, source) and _has_sentence(frame, p) for p in parts)
    return [p for p in parts if quoted[p]] if frank else parts


def _is_quoted(frame: Frame, part: Span) -> bool:
    letters, inside = quoted_letters(frame, part)
    return letters > 0 and inside >= 0.9 * letters


def quoted_letters(frame: Frame, part: Span) -> tuple[int, int]:
    """How many letters and digits a part has, and how many of them stand between quotation marks."""
    text = frame.text
    letters = sum(map(str.isalnum, text[part.start : part.end]))
    inside = sum(sum(map(str.isalnum, text[max(part.start, q.start) : min(part.end, q.end)])) for q in frame.quotations_in(part))
    return letters, inside


def _has_sentence(frame: Frame, part: Span) -> bool:
    return any(frame.is_sentence(q) for q in frame.quotations_in(part))


def _adjacent(frame: Frame, part: Span, cue: Spans, source: Spans) -> bool:
    """Whether only marks and a few words stand between a part and the cue or source."""
    for o in cue + source:
        a, b = (part.end, o.start) if part.end <= o.start else (o.end, part.start)
        if a <= b and sum(1 for t in frame.tokens[slice(*frame.tokens_in(Span(a, b)))] if t.upos != "PUNCT") <= 3:
            return True
    return False


def _joined(frame: Frame, parts: list[Span], others: Sequence[Span]) -> list[Span]:
    """Parts in order; those that only blanks part are one, and those that a few words without a mark among them part: nothing
    interrupts what is said there but somebody else's words of saying ("that [Velk told them] that ...")."""
    text = frame.text
    out: list[Span] = []
    for p in sorted(parts):
        gap = Span(out[-1].end, p.start) if out and p.start >= out[-1].end else None
        if out and gap is None:
            out[-1] = Span(out[-1].start, max(p.end, out[-1].end))
        elif gap is not None and _is_bridged(text, gap) and not any(o.overlaps(gap) for o in others):
            out[-1] = Span(out[-1].start, p.end)
        else:
            out.append(p)
    return out


def _is_bridged(text: str, gap: Span) -> bool:
    return len(gap) <= _WIDEST_GAP and all(c.isalnum() or c in " '’-" for c in text[gap.start : gap.end])


def manner(frame: Frame, content: Spans) -> str:
    """direct, indirect or mixed, by how many of the letters stand between quotation marks."""
    counts = [quoted_letters(frame, c) for c in content]
    letters, quoted = sum(n for n, _ in counts), sum(n for _, n in counts)
    if not quoted:
        return "indirect"
    return "direct" if quoted >= 0.95 * letters else "mixed"
