"""Years, decades and centuries."""

import re

from sayso.read import numbers
from sayso.read.times.rules import Context, Rules, Value
from sayso.read.times.vocabulary import DASH, MOD, MONTH, ORDINAL, ORDINALS, YEAR, S, mod_of, month_of

RULES = Rules()
_AD = rf"(?P<era>{S}?(?:b\.?c\.?e?\b\.?|a\.?d\.?\b|c\.?e\.?\b))?"
# A number of four digits before such words counts something.
_COUNTED = re.compile(
    r"\s+(?:people|men|women|children|dead|troops|police|(?!has|is|was|as|s\b|years?\b)[a-z]+s)\b|\s?(?:%|km|kg|[ap]\.?m\b)|,\d{3}"
)
_BEFORE_YEAR = re.compile(
    r"\b(?:in|since|until|till|by|from|of|during|after|before|between|through|throughout|around|about|circa|for|the|early|late|mid|year|and|to|its|"
    r"his|her|their|s)[\s-]+(?:the\s+)?$",
    re.I,
)


@RULES.add(
    rf"(?:the{S}(?:year{S})?|fiscal{S}(?:year{S})?|year{S})?(?P<mod>{MOD}(?:{S}|-))?(?P<y>{YEAR}){_AD}(?![\d,/.]\d|-(?!\d\d(?!\d)|{YEAR})\d|[-/][a-z]+-)",
    needs="number",
)
def _year(m: re.Match[str], c: Context) -> Value | None:
    """A number between 1500 and 2099 that stands where a year can and counts nothing."""
    before, after = c.text[max(0, m.start() - 16) : m.start()], c.text[m.end() : m.end() + 24]
    if m["era"] and m["era"].strip().lower().startswith("b"):
        return Value("DATE", f"BC{m['y']}")
    if m.group()[0].isdigit() and _COUNTED.match(after) and not _BEFORE_YEAR.search(before):
        return None
    if re.match(r"\s+(?:people|soldiers|civilians|troops|votes|points|homes)\b", after) or re.search(
        r"[$€£#]\s?$|\b(?:No|no|RIC|at)\.?\s$", before
    ):
        return None
    return Value("DATE", m["y"], mod=mod_of(m["mod"]))


@RULES.add(
    rf"(?P<y>\d{{1,4}})(?={S}?(?:{DASH}|to|and|or){S}?\d{{1,4}}{S}?b\.?c\.?e?\b)",
    rf"(?P<y>\d{{1,4}}){S}?(?:b\.c\.(?:e\.)?|bce?\b)",
    needs="number",
)
def _before_christ(m: re.Match[str], c: Context) -> Value | None:
    return Value("DATE", f"BC{int(m['y']):04d}")


@RULES.add(r"(?P<y>\d\d)(?!\d|[.,:/]\d|%)", needs="number")
def _next_year_of_list(m: re.Match[str], c: Context) -> Value | None:
    """ "1915-16": the second year by its last digits."""
    before = c.previous.value if c.previous else None
    if not before or not re.fullmatch(r"\d{4}", before) or not re.fullmatch(rf"{DASH}|/", c.text[c.previous_end : m.start()]):
        return None
    year = before[:2] + m["y"]
    return Value("DATE", year) if year > before else None


@RULES.add(
    rf"(?:the{S}year{S})?(?:(?P<m>{MONTH}){S})?(?P<c>nineteen|twenty|eighteen){S}(?P<y>(?:hundred{S})?(?:twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety)(?:[-\s]\w+)?|"
    rf"(?:oh|o)[-\s]\w+|ten|eleven|twelve|thirteen|fourteen|fifteen|sixteen|seventeen|eighteen|nineteen)",
    rf"(?P<m>)(?:the{S}year{S})(?P<c>two{S}thousand)(?P<y>(?:{S}and)?{S}\w+)?",
    needs="number",
)
def _year_in_words(m: re.Match[str], c: Context) -> Value | None:
    """As in transcripts of speech: "nineteen ninety-seven", "the year two thousand"."""
    high, low = numbers.value(m["c"]), numbers.value(re.sub(r"^(?:oh?|and|hundred)[-\s]", "", (m["y"] or "zero").strip().lower()))
    if high is None:
        return None
    year = (
        high + (low if low is not None and low < 100 else 0)
        if high == 2000
        else high * 100 + low
        if low is not None and low < 100
        else None
    )
    if year is None:
        return None
    return Value("DATE", f"{year}-{month_of(m['m']):02d}" if m["m"] else str(year))


@RULES.add(
    rf"(?:the{S})?(?P<mod>{MOD}(?:{S}|-)?)?(?:the{S})?(?P<c>1[5-9]|20)?(?<!\d)['’]?(?P<d>\d0)['’]?s",
    rf"(?:the{S})?(?P<mod>{MOD}(?:{S}|-)?)?(?P<c>1[5-9]|20)(?P<d>\d0)['’]?s",
    needs="number",
)
def _decade(m: re.Match[str], c: Context) -> Value | None:
    if not m["c"] and not re.search(r"the\s|['’]\d", m.group(), re.I):
        return None  # "in his 30s" is an age
    if not m["c"] and re.search(r"\b(?:low|mid|high)\s*$", c.text[max(0, m.start() - 6) : m.start()], re.I):
        return None
    return Value("DATE", f"{m['c'] or '19'}{m['d'][0]}", mod=mod_of(m["mod"]))


@RULES.add(rf"(?:the{S})(?P<mod>{MOD}(?:{S}|-)?)?(?P<d>twenties|thirties|forties|fifties|sixties|seventies|eighties|nineties)")
def _decade_in_words(m: re.Match[str], c: Context) -> Value:
    order = "twenties thirties forties fifties sixties seventies eighties nineties".split()
    return Value("DATE", f"19{order.index(m['d'].lower()) + 2}", mod=mod_of(m["mod"]))


@RULES.add(rf"(?:the{S})?(?P<mod>{MOD}(?:{S}|-))?(?P<o>{ORDINAL}){S}?-?century(?P<bc>{S}b\.?c\.?e?\b\.?)?")
def _century_by_number(m: re.Match[str], c: Context) -> Value:
    n = ORDINALS[m["o"].lower()] - 1
    return Value("DATE", f"BC{n:02d}" if m["bc"] else f"{n:02d}", mod=mod_of(m["mod"]))
