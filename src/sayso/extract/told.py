"""Claims without a number that somebody is quoted for: the clauses of attributed contents, each with the field it is about."""

import re
from collections.abc import Iterator
from functools import cache
from importlib.resources import files

from sayso.core import Attribution, Quote, Reading, Span
from sayso.extract import syntax
from sayso.extract.statement import Draft
from sayso.ontology import load
from sayso.ontology.tables import read_table

_SILENT = {"demands", "predicts"}  # stances of contents that claim nothing about what happened
_OPINION = re.compile(
    r"\b(should|must|hope[sd]?|wish(es)?|condemn\w*|condolences?|deplor\w*|welcom\w*|regret\w*|outrag\w*|horrif\w*|tragic|shock\w*|"
    r"prayers?|thoughts|proud|sad(dened)?|believe in|call(s|ed|ing)? (for|on)|urg\w+|would|will|shall|need(s|ed)? to|importan\w+|"
    r"unacceptable|devastated|inexcusable|heinous|cowardly|barbaric|concern\w*)\b",
    re.IGNORECASE,
)
_CUT = re.compile(r"(?:[,;]\s+|\s+)(?:but|and)\s+(?:that\s+)|[,;]\s+(?:but|and|while|although|though|adding that)\s+")
_LEAD = re.compile(r"^(?:that|how|whether|and|but|if)\s+", re.IGNORECASE)
_BASE_REASON = re.compile(
    r"\b(?:because|since|given that|arguing that|on the grounds? that|citing|an (?:effort|attempt) to)\b.*",
    re.IGNORECASE | re.DOTALL,
)
_PURPOSE = re.compile(
    r"\b(?:in (?:response|retaliation|revenge|reprisal|order|protest)\b|because\b|aimed at\b|so that\b|to (?:avenge|protest|punish|deter|prevent|force|"
    r"weaken|eliminate|demorali[sz]e)\b|in an? (?:attempt|effort|bid) to\b)",
    re.IGNORECASE,
)
_LONGEST = 260  # characters of a clause that is a statement of its own
_SHORTEST = 3  # words


@cache
def cues(language: str) -> tuple[tuple[str, str, re.Pattern[str]], ...]:
    """(field, stance or "", pattern) in order."""
    lists = load().lists
    out = []
    for row in read_table(files("sayso.lexicons") / language / "statement_cues.tsv", ("field", "stance", "cues")):
        field = row.one_of("field", lists["statement_field"])
        stance = row.one_of("stance", {*lists["stance"], ""})
        out.append((field, stance, re.compile("|".join(map(_pattern, row.parts("cues"))), re.IGNORECASE)))
    return tuple(out)


def _pattern(cue: str) -> str:
    words = [r"(?:\S+\s+){0,4}?" if w == "..." else re.escape(w).replace(r"\*", r"\w*") + r"\s+" for w in cue.split()]
    return r"(?<!\w)" + "".join(words).removesuffix(r"\s+") + r"(?!\w)"


def told(r: Reading, triggers: set[int], counted: list[Span]) -> Iterator[Draft]:
    """Drafts of attributed clauses. `triggers` are head tokens of the document's events, `counted` the places of its figures: a
    clause that says no more than a figure is none, nor one that only tells of an event."""
    for k, a in enumerate(r.attributions):
        if not a.source or a.stance in _SILENT:
            continue
        inner = [c for o in r.attributions if o.parent == k for c in (*o.content, *o.cue)]
        for span in _clauses(r, a):
            if not any(c.overlaps(span) for c in inner):
                yield from _draft(r, a, span, triggers, counted)


def _clauses(r: Reading, a: Attribution) -> Iterator[Span]:
    """The content's clauses: its sentences, cut where another clause is joined on."""
    for part in a.content:
        for first, last in r.sentences:
            start, end = max(part.start, r.tokens[first].start), min(part.end, r.tokens[last - 1].end)
            at = start
            for cut in [*_CUT.finditer(r.text, start, end), None] if start < end else ():
                stop = cut.start() if cut else end
                if stop - at >= 10:
                    yield Span(at, stop)
                    at = cut.end() if cut else end


def _draft(r: Reading, a: Attribution, span: Span, triggers: set[int], counted: list[Span]) -> Iterator[Draft]:
    quote = _trimmed(r.text, span)
    if quote is None or len(quote.words.split()) < _SHORTEST or len(quote.words) > _LONGEST:
        return
    tokens = list(syntax.tokens_of(r, quote.start, quote.end))
    told_of = [i for i in tokens if i in triggers]
    token = told_of[0] if told_of else next((i for i in tokens if r.tokens[i].upos == "VERB"), tokens[0] if tokens else None)
    if token is None:
        return
    around = Span(min(span.start, *(c.start for c in a.cue)) if a.cue else span.start, span.end)
    field, stance = _field(r, around if len(around) - len(span) <= 40 else span)
    if field:
        if field == "motive" and (why := _PURPOSE.search(quote.words)):
            quote = Quote.at(r.text, quote.start + why.start(), quote.end)
        yield Draft(
            field, quote, token, stance or _coded(a), 0.5, reason_in(r, quote) if stance in ("denies", "doubts") else None
        )
    elif a.stance in ("denies", "doubts", "concedes") and told_of:
        yield Draft("happened", quote, token, a.stance, 0.55, reason_in(r, quote))
    elif not told_of and not any(c.overlaps(quote.span) for c in counted) and not _OPINION.search(quote.words):
        yield Draft("other", quote, token, _coded(a), 0.35)


def _coded(a: Attribution) -> str:
    return a.stance if a.stance in ("denies", "doubts", "concedes") else ""


def _field(r: Reading, span: Span) -> tuple[str, str]:
    words = span.of(r.text)
    return next(((field, stance) for field, stance, pattern in cues(r.language) if pattern.search(words)), ("", ""))


def reason_in(r: Reading, quote: Quote) -> Quote | None:
    """The words from "because", "an effort to", ... to the end of a clause, None if it gives no ground."""
    found = _BASE_REASON.search(quote.words)
    return Quote.at(r.text, quote.start + found.start(), quote.end) if found else None


def _trimmed(text: str, span: Span) -> Quote | None:
    """Without quotation marks, stops and a leading "that"."""
    start, end = span.start, span.end
    while start < end and not text[start].isalnum():
        start += 1
    if lead := _LEAD.match(text[start:end]):
        start += lead.end()
    while end > start and not (text[end - 1].isalnum() or text[end - 1] in ")]%"):
        end -= 1
    while start < end and not text[start].isalnum():
        start += 1
    return Quote.at(text, start, end) if end > start else None
