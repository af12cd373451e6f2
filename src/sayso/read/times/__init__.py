"""Time expressions with TIMEX3 values (ISO-TimeML) and the same as EDTF, relative to the document's date.

A rule is a pattern and a function that gives the value. Rules are tried where a word stands that an expression can begin with;
the longest match that has a value wins. Where the anchor is missing a relative expression has no value; a weekday is the nearest one
in the past unless its sentence looks ahead; a day without its year takes the year nearest the publication. In a text that tells
history (most of its years lie years before its publication) days and months belong to the year told last.
"""

import re
from bisect import bisect_right
from collections.abc import Iterator
from datetime import date
from itertools import chain

from sayso.core import TimeExpression
from sayso.read.times import clock, dates, durations, feasts, relative, years
from sayso.read.times.bounds import BEFORE, bounded, joined
from sayso.read.times.rules import Context, Rule, Value
from sayso.read.times.values import day_of, to_edtf
from sayso.read.times.vocabulary import FULL_WEEKDAY, KIND_OF, NUMBER_WORDS, STARTS

__all__ = ["find", "to_edtf"]

_RULES: tuple[Rule, ...] = tuple(
    chain(dates.RULES, years.RULES, relative.RULES, clock.RULES, feasts.RULES, durations.RULES)
)  # of matches as long as one another the first that has a value is taken
_WORD = re.compile(r"(?<![\w$€£#])['’]?(?:\d+|[^\W\d_]+)")
_FULL_YEAR = re.compile(r"(?<![\w$€£.,-])(?:1[5-9]|20)\d\d(?![\w,.]?\d)")
_DEICTIC = re.compile(rf"\b(?:{FULL_WEEKDAY}|yesterday|today|tomorrow|(?:last|this|next)\s+(?:week|month|year))\b", re.IGNORECASE)
_FIRST_YEAR, _LAST_YEAR = 1400, 2300  # a publication outside is no anchor: nothing then leaves the calendar
_NEAR = 12  # words within which an expression shows what kind it is
_FEW_YEARS = 5
# A stop ends a sentence before a capital, unless what is before it is an initial or an abbreviation.
_END = re.compile(
    r"(?<![A-Z])(?<!\bMr)(?<!\bMrs)(?<!\bMs)(?<!\bDr)(?<!\bGen)(?<!\bCol)(?<!\bLt)(?<!\bSgt)(?<!\bCapt)(?<!\bSen)(?<!\bRep)(?<!\bGov)(?<!\bSt)"
    r"(?<!\bJan)(?<!\bFeb)(?<!\bMar)(?<!\bApr)(?<!\bAug)(?<!\bSept)(?<!\bOct)(?<!\bNov)(?<!\bDec)(?<!\b[ap]\.m)"
    r"[.!?]['\"”’)]*\s+(?=['\"“‘(]*[A-Z0-9])|(?<=[A-Z]\.[A-Z])[.]\s+(?=[A-Z][a-z]+\s[a-z])|\n\s*\n"
)


def find(text: str, published: str | None = None) -> list[TimeExpression]:
    """Time expressions of a text in order, never overlapping. `published` is the document's day or time, ISO 8601."""
    anchor = day_of(published)
    if anchor is not None and not _FIRST_YEAR <= anchor.year <= _LAST_YEAR:
        anchor = None
    c = Context(text, anchor, _is_history(text, anchor))
    ends = [0, *(m.end() for m in _END.finditer(text)), len(text)]
    out: list[TimeExpression] = []
    for m, value in _values(text, c, ends):
        edtf, mod = value.edtf or to_edtf(value.value), value.mod
        if edtf is not None:
            edtf, mod = bounded(text[max(0, m.start() - BEFORE) : m.start()], edtf, mod)
        how = value.how if value.value or edtf else "unknown"
        out.append(TimeExpression(m.start(), m.end(), value.kind, value.value, edtf, how, mod))
    return joined(text, out)


def _values(text: str, c: Context, ends: list[int]) -> Iterator[tuple[re.Match[str], Value]]:
    words = [(m.start(), m.group().lower().lstrip("'’")) for m in _WORD.finditer(text)]
    kinds = [(w[0].isdigit() or w in NUMBER_WORDS) | KIND_OF.get(w, 0) for _, w in words]
    upto = -1
    for i, (start, word) in enumerate(words):
        if start < upto or not (word[-1].isdigit() or word in STARTS):
            continue
        near = 0
        for kind in kinds[i : i + _NEAR]:
            near |= kind
        k = bisect_right(ends, start)
        c.sentence = (ends[k - 1], ends[k] if k < len(ends) else len(text))
        matches = [
            (m, rule) for rule in _RULES if (not rule.needs or rule.needs & near) and (m := rule.pattern.match(text, start))
        ]
        for m, rule in sorted(matches, key=lambda found: -found[0].end()):
            value = rule.evaluate(m, c)
            if value is not None:
                c.accept(value, m.start(), m.end())
                upto = m.end()
                yield m, value
                break


def _is_history(text: str, anchor: date | None) -> bool:
    """Whether a text tells of the past rather than news: most of its years lie two or more before its publication, and it hardly
    counts days from that publication."""
    years = [int(m.group()) for m in _FULL_YEAR.finditer(text)]
    if anchor is None:
        return len(years) > 0
    if len(years) < _FEW_YEARS or sum(y < anchor.year - 1 for y in years) < 0.6 * len(years):
        return False
    return 5 * sum(1 for _ in _DEICTIC.finditer(text)) < len(years)
