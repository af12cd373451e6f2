"""Dates of the calendar: days, months and seasons, alone, in lists and in ranges."""

import re
from datetime import date

from sayso.read.times import values
from sayso.read.times.rules import Context, Rules, Value
from sayso.read.times.vocabulary import (
    DASH,
    DAY,
    MOD,
    MONTH,
    SEASON,
    SEASONS,
    WEEKDAY,
    YEAR,
    S,
    mod_of,
    month_of,
)

RULES = Rules()
_AND = rf"{S}?(?:{DASH}|,|and|or|to|through|until){S}?"  # between the items of a list or the ends of a range
# "May" and "March" alone are months only after such words.
_BEFORE_MONTH = re.compile(
    r"\b(in|since|until|till|early|late|mid|after|before|by|of|to|through|during|between|from|and|last|next|this)[\s-]+$", re.I
)
_MARCH_OF = re.compile(r"[Tt]he (?:March|May) (?!on|to|of|by|through|from|for|was|is|that|and|against|in)[a-z]+")


@RULES.add(
    rf"(?:{WEEKDAY},?{S})?(?:the{S})?(?P<d>{DAY})(?:{S}of)?(?:{S}|-)(?P<m>{MONTH})(?:(?:,?{S}|-)(?P<y>{YEAR})(?![\d,]\d))?",
    rf"(?:(?:last|this|next){S})?(?:{WEEKDAY},?{S})?(?P<m>{MONTH}){S}?(?:the{S})?(?P<d>{DAY})(?!:\d|\.\d|,\d\d\d)(?:{S}?,?{S}?(?P<y>{YEAR})(?![\d,]\d))?",
    needs="month",
)
def _month_day(m: re.Match[str], c: Context) -> Value | None:
    return month_day(m["m"], m["d"], m["y"], m, c)


def month_day(month_name: str, day_words: str, year_words: str | None, m: re.Match[str], c: Context) -> Value | None:
    """Day and month; without a year, that of a list they stand in ("July 5 and 6, 2015"), else the nearest."""
    month, day = month_of(month_name), int(re.sub(r"\D", "", day_words))
    year = int(year_words) if year_words else _year_of_list(m.end(), c)
    if year is None:
        year = _nearest_year(month, day, m, c)
        if year is None:
            return Value("DATE", f"XXXX-{month:02d}-{day:02d}", "unknown")
    value = values.valid_day(year, month, day)
    return Value("DATE", value) if value else None


@RULES.add(
    rf"(?P<d>{DAY}){S}(?P<m>{MONTH}){S}['’]?(?P<y>\d\d)(?!\d|[,:.]\d|{S}(?:people|dead|killed|wounded|injured))", needs="month"
)
def _short_year(m: re.Match[str], c: Context) -> Value | None:
    value = values.valid_day(_century(int(m["y"]), c), month_of(m["m"]), int(re.sub(r"\D", "", m["d"])))
    return Value("DATE", value) if value else None


@RULES.add(
    rf"(?P<y>{YEAR})(?P<s>[-/.])(?P<m>0?[1-9]|1[0-2])(?P=s)(?P<d>3[01]|[12]\d|0?[1-9])(?!\d|[-/]\d)(?:T\d\d:\d\d(?::\d\d)?Z?)?",
    needs="number",
)
@RULES.add(rf"(?P<d>3[01]|[12]\d|0?[1-9])\.(?P<m>0?[1-9]|1[0-2])\.(?P<y>{YEAR})(?!\d)", needs="number")
def _numbers(m: re.Match[str], c: Context) -> Value | None:
    value = values.valid_day(int(m["y"]), int(m["m"]), int(m["d"]))
    return Value("DATE", value) if value else None


@RULES.add(
    rf"(?P<a>0?[1-9]|[12]\d|3[01])(?P<s>[-/])(?P<b>0?[1-9]|[12]\d|3[01])(?P=s)(?P<y>{YEAR}|\d\d)(?!\d|[-/]\d)", needs="number"
)
def _slashed(m: re.Match[str], c: Context) -> Value | None:
    """Month or day first; where both would do, neither is guessed unless they agree on the day nearest the publication."""
    year = int(m["y"]) if len(m["y"]) == 4 else _century(int(m["y"]), c)
    a, b = int(m["a"]), int(m["b"])
    both = {v for month, day in ((a, b), (b, a)) if month <= 12 and (v := values.valid_day(year, month, day))}
    if len(both) == 2 and c.anchor is not None:
        both = {v for v in both if abs((date.fromisoformat(v) - c.anchor).days) <= 45} or both
    if not both:
        return None
    return Value("DATE", both.pop()) if len(both) == 1 else Value("DATE", str(year), edtf=str(year), sets_focus=False)


@RULES.add(
    rf"(?P<d>{DAY})(?={_AND}(?:(?:the{S})?{DAY}{_AND})?(?:the{S})?{DAY}(?:{S}of)?{S}(?P<m>{MONTH})(?:,?{S}(?P<y>{YEAR}))?)",
    needs="month",
)
def _first_of_list(m: re.Match[str], c: Context) -> Value | None:
    """ "5 and 6 July", "15 to 22 February 1984": the days before the one that bears the month."""
    return _month_day(m, c)


@RULES.add(rf"(?P<d>{DAY})(?:,?{S}(?P<y>{YEAR})(?![\d,]\d))?", needs="number")
def _next_of_list(m: re.Match[str], c: Context) -> Value | None:
    """ "July 5-7", "April 24 and 25": a bare day right after a full one."""
    before = c.previous
    gap = c.text[c.previous_end : m.start()]
    if before is None or before.kind != "DATE" or not re.fullmatch(r"\d{4}-\d\d-\d\d", before.value or ""):
        return None
    if not re.fullmatch(rf"{_AND}", gap, re.I) or not re.search(r"\d(?:st|nd|rd|th)?$", c.text[: c.previous_end]):
        return None
    if "," in gap and not re.match(rf"{_AND}(?:{DAY}|{YEAR})", c.text[m.end() :], re.I):
        return None
    if re.match(r"\s?(?:%|[a-z]+s\b|people|[:.]\d)", c.text[m.end() :]):
        return None
    year = int(m["y"] or str(before.value)[:4])
    value = values.valid_day(year, int(str(before.value)[5:7]), int(re.sub(r"\D", "", m["d"])))
    return Value("DATE", value) if value and value > str(before.value) else None


@RULES.add(rf"(?P<mod>{MOD}(?:{S}|-))?(?P<m>{MONTH})(?:,|{S}of)?{S}(?P<y>{YEAR})(?![\d,]\d)", needs="month")
@RULES.add(
    rf"(?P<mod>{MOD}(?:{S}|-))?(?P<m>{MONTH})(?P<y>)(?:{S}(?P<rel>(?:of{S})?(?:last|this|next|that){S}year))", needs="month"
)
@RULES.add(rf"(?P<rel>(?:last|this|next|that){S}year['’]s{S})(?P<mod>)(?P<m>{MONTH})(?P<y>)", needs="month")
def _month_year(m: re.Match[str], c: Context) -> Value | None:
    if m["y"]:
        return Value("DATE", f"{m['y']}-{month_of(m['m']):02d}", mod=mod_of(m["mod"]))
    base = c.focus_day if "that" in m["rel"].lower() else c.anchor
    if base is None:
        return Value("DATE", None, "unknown")
    year = base.year + {"last": -1, "next": 1}.get(m["rel"].lower().removeprefix("of").split()[0], 0)
    return Value("DATE", f"{year}-{month_of(m['m']):02d}", "relative", mod=mod_of(m["mod"]))


@RULES.add(
    rf"(?P<rel>last|this|next|this{S}past|this{S}coming|past|every|each)?(?:(?<=\w){S})?(?P<mod>{MOD}(?:{S}|-))?(?P<m>{MONTH})(?!['’]?\d)(?!{S}\d)",
    needs="month",
)
def _month_alone(m: re.Match[str], c: Context) -> Value | None:
    name, rel, mod = m["m"].lower(), re.sub(r"\s+", " ", (m["rel"] or "").lower()), mod_of(m["mod"])
    if not rel and not mod and name in ("may", "march"):
        before = _BEFORE_MONTH.search(c.before(m))
        named = m["m"][0].isupper()
        if before is None and not (named and _MARCH_OF.match(c.text[m.start() - 4 : m.end() + 12])):
            return None
        if before and before.group(1).lower() in ("and", "to", "of", "this") and not named:
            return None
    if len(name) <= 4 and name not in ("may", "june", "july") and not name.endswith(".") and not (rel or mod):
        return None
    month = month_of(m["m"])
    if rel in ("every", "each"):
        return Value("SET", f"XXXX-{month:02d}")
    year = _year_of_list(m.end(), c, month)
    if year is not None:
        return Value("DATE", f"{year}-{month:02d}", mod=mod)
    base = c.base
    if base is None:
        return Value("DATE", f"XXXX-{month:02d}", "unknown", mod=mod)
    year = base.year
    if c.narrative and c.focus_day is not None and not rel:
        year += len(c.focus) >= 7 and base.month >= 10 and month <= 3  # after December a story goes on in January
        return Value("DATE", f"{year}-{month:02d}", "relative", mod=mod)
    if rel in ("next", "this coming"):
        year += month <= base.month
    elif rel == "this":
        pass
    elif rel != "last" and c.ahead(m):
        year += month < base.month
    elif month > base.month or (rel == "last" and month >= base.month - 1):  # the month just past is "last month"
        year -= 1
    return Value("DATE", f"{year}-{month:02d}", "relative", mod=mod)


@RULES.add(
    rf"(?:(?P<rel>last|this|next|past|that|the{S}(?:past|coming|following|next|previous|same)){S})(?P<mod>{MOD}(?:{S}|-))?(?P<s>{SEASON})(?P<y>)",
    rf"(?:the{S})?(?P<rel>)(?P<mod>{MOD}(?:{S}|-))?(?P<s>{SEASON})(?:(?:{S}of)?{S}(?:the{S})?(?P<y>{YEAR}|(?:last|this|next|that|the{S}same){S}year))",
    rf"(?:the{S})?(?P<rel>)(?P<mod>)(?P<y>{YEAR}|(?:last|this|next|that){S}year['’]s){S}(?P<s>{SEASON})",
    rf"(?P<rel>)(?P<y>)(?P<mod>(?:the|in|during|by|since|{MOD})(?:{S}the)?(?:{S}|-))(?P<s>{SEASON})(?!{S}(?:of|in|to|from)\b)",
    needs="season",
)
def _season(m: re.Match[str], c: Context) -> Value | None:
    season = m["s"].lower()
    year, rel = re.sub(r"\s+", " ", (m["y"] or "").lower()), (m["rel"] or "").lower().removeprefix("the").strip()
    mod = mod_of(m["mod"])
    if year.isdigit():
        return Value("DATE", f"{year}-{SEASONS[season]}", mod=mod)
    anaphoric = (
        rel in ("that", "same", "following", "previous")
        or (m["rel"] or "").lower().startswith("the")
        or year.startswith(("that", "the same"))
    )
    base = c.focus_day if anaphoric else c.base
    if base is None:
        return Value("DATE", f"XXXX-{SEASONS[season]}", "unknown", mod=mod)
    if year:
        shifted = base.year + {"last": -1, "next": 1}.get(year.split()[0], 0)
        return Value("DATE", f"{shifted}-{SEASONS[season]}", "relative", mod=mod)
    step = -1 if rel in ("last", "past", "previous") else 1 if rel in ("next", "coming", "following") else 0
    if not rel and not c.narrative and not c.ahead(m):
        begins = values.to_edtf(values.season_value(base, season, 0)) or ""
        if begins[:7] > base.isoformat()[:7]:
            step = -1  # this year's is still to come, but the sentence looks back
    return Value("DATE", values.season_value(base, season, step), "relative", mod=mod)


def _nearest_year(month: int, day: int, m: re.Match[str], c: Context) -> int | None:
    """The year in which a day lies nearest the publication, in the past by preference; in a history the year told of."""
    base = c.base
    if base is None:
        return None
    if c.narrative and c.focus_day is not None:
        return base.year
    ahead = c.ahead(m)

    def distance(year: int) -> float:
        value = values.valid_day(year, month, day)
        if value is None:
            return 1e6
        days = (date.fromisoformat(value) - base).days
        return abs(days) * (1.0 if (days > 0) == ahead or abs(days) < 45 else 4.0)

    return min((base.year - 1, base.year, base.year + 1), key=distance)


def _year_of_list(end: int, c: Context, month: int = 0) -> int | None:
    """The year that stands once at the end of a list or range: "July 5 and 6, 2015", "March and April 1918"."""
    m = re.match(
        rf"(?:{_AND}(?:the{S})?(?:{MONTH}{S})?(?:{DAY}|(?P<m>{MONTH}))(?!\d))(?:{_AND}(?:{MONTH}{S})?(?:{DAY}|{MONTH})(?!\d))?,?{S}(?:of{S})?(?P<y>{YEAR})(?![\d,]\d)",
        c.text[end : end + 60],
        re.I,
    )
    if not m:
        return None
    return int(m["y"]) - bool(
        month and m["m"] and month_of(m["m"]) < month and re.match(rf"{S}?(?:{DASH}|to|through|until)", m.group(), re.I)
    )


def _century(year: int, c: Context) -> int:
    """The full year of two digits: the nearest that is no more than ten years after the text."""
    now = c.anchor.year if c.anchor else 2030
    full = now // 100 * 100 + year
    return full - 100 if full > now + 10 else full
