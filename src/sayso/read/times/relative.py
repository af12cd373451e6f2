"""Days and periods counted from the publication or from a date told before: weekdays, "last month", "two years earlier"."""

import re
from datetime import date, timedelta

from sayso.read.times import values
from sayso.read.times.durations import amount
from sayso.read.times.rules import QUARTER_REACH, Context, Rules, Value
from sayso.read.times.vocabulary import (
    ABOUT,
    DAY,
    FULL_WEEKDAY,
    LONG_UNIT,
    MOD,
    MONTH,
    NUMBER,
    ORDINALS,
    PART,
    PARTS,
    UNIT,
    UNITS,
    WEEKDAY,
    YEAR,
    S,
    mod_of,
    month_of,
    unit_of,
    weekday_of,
)

RULES = Rules()
_UNKNOWN = Value("DATE", None, "unknown")
# The ending of a possessive whose apostrophe is lost ("Mondays attack"), which a noun follows.
_LOST = (
    r"(?<=day)s(?=\s+(?!(?:and|or|at|in|on|from|to|till?|until|when|while|with|by|for|between|after|before|the|an?|is|are|was|were|be|has|"
    r"have|had|will|would|can|we|they|he|she|i|you|it|people)\b)[a-z]{3,})"
)
_HABIT = re.compile(r"\b(?:on|every|all|most|some|of|and|or|these|those)\s+$", re.IGNORECASE)
_DURING = re.compile(r"\b(?:for|of|in|during|through|throughout|over|so\s+far|within|across)\s+$", re.IGNORECASE)


@RULES.add(
    rf"(?:(?P<rel>last|this|next|past|this{S}past|this{S}coming|coming|the{S}(?:previous|following|preceding|next)){S})?(?P<mod>{MOD}{S}(?:on{S})?)?"
    rf"(?P<w>{WEEKDAY})(?:['’]s?|{_LOST})?(?:{S}(?P<part>{PART})(?P<plural>s)?)?(?:{S}(?P<gone>last|next|week))?",
    rf"(?P<rel>)(?P<plural>)(?P<gone>)(?P<mod>{MOD}{S})?(?P<part>{PART}){S}(?:on{S}|of{S})?(?P<w>{FULL_WEEKDAY})(?!,?{S}{MONTH})",
    needs="weekday",
)
def _weekday(m: re.Match[str], c: Context) -> Value | None:
    """The nearest such day in the past, the publication's own included, unless the sentence looks ahead."""
    rel = re.sub(r"\s+", " ", (m["rel"] or "").lower()).removeprefix("the ")
    wanted = weekday_of(m["w"])
    if m.group().lower().endswith("days") and _HABIT.search(c.before(m)):  # "on Mondays groups meet"
        return None
    anaphoric = rel in ("previous", "following", "preceding")
    base = c.day if anaphoric and c.day else c.anchor
    if m["plural"]:
        return Value("SET", f"XXXX-WXX-{wanted + 1}T{PARTS[m['part'].lower()]}")
    if base is None:
        return _UNKNOWN
    back, on = (base.weekday() - wanted) % 7, (wanted - base.weekday()) % 7
    gone = (m["gone"] or "").lower()
    if gone == "week":  # "Monday week"
        day = base + timedelta(days=on + 7)
    elif rel in ("next", "coming", "following", "this coming") or gone == "next":
        day = base + timedelta(days=on or 7)
    elif rel in ("last", "previous", "preceding", "past", "this past") or gone == "last":
        day = base - timedelta(days=back or 7)
    elif c.ahead(m) and back:
        day = base + timedelta(days=on)
    else:
        day = base - timedelta(days=back)
    mod = mod_of(m["mod"])
    if m["part"]:
        return Value("TIME", f"{day}T{PARTS[m['part'].lower()]}", "relative", mod=mod, deictic=not anaphoric)
    return Value("DATE", day.isoformat(), "relative", mod=mod, deictic=not anaphoric)


@RULES.add(
    rf"(?:(?:the{S})?(?P<mod>early|late|earlier|later){S})?(?P<w>today|tonight|yesterday|tomorrow|(?:the{S})?day{S}(?:before{S}yesterday|after{S}tomorrow)|"
    rf"(?:earlier{S})?this{S}(?:very{S})?{PART}|last{S}(?:night|evening)|overnight|(?:this|the{S}present){S}day)(?:['’]s)?(?:{S}(?P<part>{PART}))?",
    rf"(?P<mod>{MOD}{S})?(?:mid-?)?(?P<part>{PART}){S}(?P<w>yesterday|today|tomorrow)",
    needs="near part unit",
)
def _near_day(m: re.Match[str], c: Context) -> Value | None:
    word = re.sub(r"\s+", " ", m["w"].lower())
    if c.anchor is None:
        return Value("DATE", "PRESENT_REF", "relative") if word == "today" else _UNKNOWN
    if word.endswith(("before yesterday", "after tomorrow")):
        step = -2 if "before" in word else 2
    else:
        step = -1 if word in ("yesterday", "last night", "last evening", "overnight") else 1 if word == "tomorrow" else 0
    day = c.anchor + timedelta(days=step)
    part = (m["part"] or ("night" if word in ("tonight", "overnight") else word.split()[-1])).lower()
    edtf = f"{day}/{c.anchor}" if word == "overnight" else None
    if part in PARTS:
        return Value("TIME", f"{day}T{PARTS[part]}", "relative", edtf, mod_of(m["mod"]), deictic=True)
    return Value("DATE", day.isoformat(), "relative", mod=mod_of(m["mod"]), deictic=True)


@RULES.add(
    rf"(?:later{S}(?:on{S}|in{S})?|earlier{S}(?:on{S}|in{S})?)?(?:that|(?:the|that|this){S}(?:same|very))(?:{S}same)?{S}(?P<u>day|week|month|year|summer|morning|afternoon|evening|night)",
    rf"(?:later|earlier){S}(?:on{S})?(?:in{S}|on{S})?(?:the|that){S}(?P<u>day|week|month|year)",
    needs="unit part season",
)
def _same(m: re.Match[str], c: Context) -> Value | None:
    """ "That day", "later that month": of the date told last."""
    unit = m["u"].lower()
    if unit in ("day", *PARTS):
        day = c.day or (c.anchor if re.match(r"later|earlier", m.group(), re.I) and not c.narrative else None)
        if day is None:
            return None
        return Value("DATE", day.isoformat(), "relative") if unit == "day" else Value("TIME", f"{day}T{PARTS[unit]}", "relative")
    base = c.focus_day or c.anchor
    return _UNKNOWN if base is None else Value("DATE", values.shift(base, unit, 0), "relative")


@RULES.add(
    rf"(?:the{S})?(?:very{S})?(?P<w>following|next|previous|preceding){S}(?P<u>day|morning|afternoon|evening|night)",
    rf"(?:just{S})?(?:a|one){S}(?P<u>day){S}(?P<w>earlier|before|later|after)",
    rf"the{S}(?P<u>day|night|morning){S}(?P<w>before|after)(?={S}?[.,;:!?)]|{S}(?:in|at|when|and|by|with|to)\b)",
    needs="unit part",
)
def _next_day(m: re.Match[str], c: Context) -> Value | None:
    base = c.day or (None if c.narrative else c.anchor)
    if base is None:
        return _UNKNOWN
    day = base + timedelta(days=1 if m["w"].lower() in ("following", "next", "later", "after") else -1)
    unit = m["u"].lower()
    return Value("DATE", day.isoformat(), "relative") if unit == "day" else Value("TIME", f"{day}T{PARTS[unit]}", "relative")


@RULES.add(
    rf"(?P<mod>(?:earlier|later|sometime)(?:{S}in)?{S}|{MOD}(?:{S}|-))?(?P<rel>last|this|next|past|the{S}(?:past|previous|coming|following|current|same|preceding|next)|previous|coming|current){S}"
    rf"(?:fiscal{S}|financial{S}|calendar{S})?(?P<u>{LONG_UNIT})(?!{S}(?:and|or){S}(?:a|two|so)\b)",
    needs="unit",
)
def _unit(m: re.Match[str], c: Context) -> Value | None:
    """ "Last week", "this year", "the following month"."""
    words, unit = re.sub(r"\s+", " ", m["rel"].lower()), unit_of(m["u"])
    rel = words.removeprefix("the ")
    if rel in ("same",):
        return None  # "the same day" has a rule of its own
    if words == "the past" or (rel == "past" and unit in ("decade", "century")) or (rel == "last" and words.startswith("the")):
        first = values.before(c.anchor, unit, 1) if c.anchor else None
        edtf = f"{first}/{c.anchor}" if first else None
        return Value("DURATION", values.duration(1, unit), "relative" if edtf else "stated", edtf, sets_focus=False)
    anaphoric = rel in ("following", "preceding") or (rel in ("previous", "next") and words.startswith("the "))
    base = (c.focus_day or c.anchor) if anaphoric else c.anchor
    if base is None:
        return _UNKNOWN
    step = -1 if rel in ("last", "past", "previous", "preceding") else 1 if rel in ("next", "coming", "following") else 0
    if unit == "day":
        return Value("DATE", values.shift(base, unit, step), "relative", deictic=not anaphoric)
    return Value("DATE", values.shift(base, unit, step), "relative", mod=mod_of(m["mod"]), deictic=not anaphoric)


@RULES.add(
    rf"(?:the{S})?(?P<mod>earlier{S}in{S}|later{S}in{S}|{MOD}{S}|rest{S}of{S}|remainder{S}of{S})the{S}(?P<u>week|month|quarter|year|decade|century)",
    rf"(?P<mod>)the{S}(?P<u>weekend)",
    rf"(?P<mod>)(?:the{S})?(?P<u>year)[-\s]end",
    rf"(?P<mod>)the{S}(?:full{S}|whole{S}|entire{S})?(?P<u>week|month|year)(?!{S}(?:ended|ending|ends|of|that|when|after|before|since|to{S}|old|long)|-)",
    needs="unit",
)
def _the_unit(m: re.Match[str], c: Context) -> Value | None:
    """ "The end of the year", "over the weekend": the one that the text is in."""
    unit = unit_of(m["u"])
    base = c.base
    bare = not m["mod"] and unit != "weekend" and "end" not in m.group().lower()
    if bare and not _DURING.search(c.before(m)):
        return None
    if base is None:
        return _UNKNOWN
    if unit == "year" and "end" in m.group().lower() and not m["mod"]:
        return Value("DATE", f"{base.year}-12-31", "relative", mod="END")
    if unit == "weekend":
        step = 0 if base.weekday() >= 5 or c.ahead(m) else -1
        return Value("DATE", values.shift(base, unit, step), "relative")
    return Value(
        "DATE", values.shift(base, unit, 0), "relative", mod=mod_of(m["mod"]) or ("END" if "end" in m.group().lower() else "")
    )


@RULES.add(
    rf"the{S}week{S}(?:of|that{S}(?:began|started)(?:{S}on)?|beginning|starting){S}(?P<m>{MONTH}){S}(?P<d>{DAY})", needs="month"
)
def _week_of(m: re.Match[str], c: Context) -> Value | None:
    if c.base is None:
        return _UNKNOWN
    value = values.valid_day(c.base.year, month_of(m["m"]), int(re.sub(r"\D", "", m["d"])))
    return Value("DATE", values.week_value(date.fromisoformat(value)), "relative") if value else None


@RULES.add(
    rf"(?:the{S})?(?P<y>{YEAR}{S}|(?:last|this|next){S}year['’]s{S})?(?:fiscal[-\s])?(?P<o>first|second|third|fourth|1st|2nd|3rd|4th|latest|final|last)(?:{S}fiscal)?[-\s]+(?P<u>quarter|half)"
    rf"(?:{S}(?:of{S})?(?:the{S})?(?:fiscal{S})?(?P<y2>{YEAR}|(?:last|this|next|that){S}year|year))?",
    rf"(?P<y>)(?P<y2>)(?P<o>first|second|third|fourth)(?={S}(?:and|or){S}(?:first|second|third|fourth){S}(?P<u>quarter|half))",
    needs="unit",
)
def _quarter(m: re.Match[str], c: Context) -> Value | None:
    letter = "Q" if m["u"].lower() == "quarter" else "H"
    ordinal, year = m["o"].lower(), re.sub(r"\s+", " ", (m["y"] or m["y2"] or "").lower().strip())
    if ordinal in ("latest", "last", "final") and (not year.isdigit() or ordinal == "latest"):
        return _latest_quarter(c) if ordinal == "latest" and letter == "Q" else None
    n = ORDINALS.get(ordinal, 4 if letter == "Q" else 2)
    if n > (4 if letter == "Q" else 2):
        return None
    if year.isdigit():
        return Value("DATE", f"{year}-{letter}{n}")
    base = c.focus_day if year.startswith("that") else c.base
    if base is None:
        return Value("DATE", f"XXXX-{letter}{n}", "unknown")
    of_year = base.year + {"last": -1, "next": 1}.get(year.split()[0] if year else "", 0)
    now = (base.month - 1) // (3 if letter == "Q" else 6) + 1
    if not year and n > now and not c.ahead(m):
        of_year -= 1
    return Value("DATE", f"{of_year}-{letter}{n}", "relative")


@RULES.add(rf"(?:the{S})?(?P<y>{YEAR}){S}(?:quarter|period)", needs="unit")
def _quarter_of_year(m: re.Match[str], c: Context) -> Value | None:
    return Value("DATE", f"{m['y']}{c.quarter[4:]}" if c.quarter else m["y"])


@RULES.add(
    rf"(?:the|this|that){S}(?P<w>latest|most{S}recent|same){S}(?:quarter|period)", rf"(?:the|that){S}(?P<w>)quarter", needs="unit"
)
def _the_quarter(m: re.Match[str], c: Context) -> Value | None:
    if "period" in m.group().lower() and not c.quarter:
        return None
    ended = re.match(
        rf"{S}(?:which{S})?(?:ended|ending|to|through){S}(?:on{S})?(?P<m>{MONTH})", c.text[m.end() : m.end() + 40], re.IGNORECASE
    )
    if ended and c.base:
        month = month_of(ended["m"])
        return Value("DATE", f"{c.base.year - (month > c.base.month)}-Q{(month + 2) // 3}", "relative")
    return _latest_quarter(c)


def _latest_quarter(c: Context) -> Value:
    """The quarter that the text speaks of, else the last whole one."""
    if c.quarter:
        return Value("DATE", c.quarter, "relative")
    return _UNKNOWN if c.base is None else Value("DATE", values.quarter_value(c.base, -1), "relative")


@RULES.add(
    rf"(?:(?:the|a|its|their|his){S})?(?:comparable{S}|corresponding{S}|same{S})?(?:year|12{S}months)[-\s](?:ago|earlier|before)(?:{S}(?P<o>first|second|third|fourth))?(?:{S}(?P<u>quarter|period|half|month|week))?(?!{S}nine)",
    rf"(?:the{S})?(?:comparable|corresponding|same){S}(?:(?P<o>first|second|third|fourth){S})?(?P<u>quarter|period|month|week)(?:{S}(?:of{S})?(?:last{S}year|a{S}year{S}(?:ago|earlier|before)|the{S}(?:previous|prior|preceding){S}year))",
    rf"(?:last{S}year['’]s|the{S}(?:previous|prior|preceding){S}year['’]s)(?P<o>){S}(?P<u>quarter|period)",
    rf"(?P<o>)(?P<u>)a{S}year{S}(?:ago|earlier|before)(?!{S}than)",
    needs="unit",
)
def _a_year_ago(m: re.Match[str], c: Context) -> Value | None:
    """A year before: of a quarter that the text has just spoken of the same quarter, else the year."""
    base = c.anchor if re.search(r"ago$", m.group(), re.I) or not c.focus_day else c.focus_day
    if base is None:
        return _UNKNOWN
    if m["o"]:
        return Value("DATE", f"{base.year - 1}-Q{ORDINALS[m['o'].lower()]}", "relative")
    unit = (m["u"] or "").lower()
    if c.quarter and unit in ("", "quarter", "period") and m.start() - c.quarter_at < QUARTER_REACH:
        return Value("DATE", values.same_a_year_off(c.quarter, -1), "relative", sets_focus=False)
    if unit == "quarter":
        return Value("DATE", values.quarter_value(base, -5), "relative", sets_focus=False)
    if unit == "month":
        return Value("DATE", values.month_value(base.year * 12 + base.month - 13), "relative", sets_focus=False)
    return Value("DATE", values.shift(base, "year", -1), "relative", sets_focus=False)


@RULES.add(
    rf"(?:{ABOUT}{S})?(?P<n>{NUMBER})(?:{S}|-)(?P<u>{UNIT})s?(?:{S}or{S}so)?{S}(?P<w>ago|earlier|before(?!{S}(?:the|a|an|his|her|its|their|that|it|he|she|they|we|[a-z]+ing)\b)|later|afterwards?|from{S}now|hence|previously|prior(?!{S}to)|after(?={S}?[.,;]))",
    rf"(?P<n>)(?P<u>second|minute|hour|day|week|month|year|decade|centurie)s{S}(?P<w>ago|earlier|later|from{S}now)",
    needs="unit",
)
def _ago(m: re.Match[str], c: Context) -> Value | None:
    word, unit = re.sub(r"\s+", " ", m["w"].lower()), unit_of(m["u"])
    base = c.anchor if word in ("ago", "from now", "hence") or not c.focus else (c.day or c.focus_day)
    past = word in ("ago", "earlier", "before", "previously", "prior")
    n = amount(m["n"]) if m["n"] else None
    if n is None:
        return Value("DATE", "PAST_REF" if past else "FUTURE_REF", "relative", sets_focus=False)
    if base is None:
        return _UNKNOWN
    if UNITS[unit][0]:
        return Value("TIME", None, "relative", base.isoformat(), sets_focus=False)
    step = -n if past else n
    if unit == "year" and c.quarter and step == int(step) and m.start() - c.quarter_at < QUARTER_REACH:
        return Value("DATE", values.same_a_year_off(c.quarter, int(step)), "relative", sets_focus=False)
    if unit in ("week", "fortnight") and step != int(step):
        return Value("DATE", values.shift(base, "day", round(7 * step)), "relative")
    if unit == "day" and base == c.focus_day != c.day and len(c.focus) < 10:
        return _UNKNOWN  # days after a month or year: which day is not said
    if unit == "year" and step != int(step):
        return Value("DATE", values.shift(base, "month", round(12 * step)), "relative")
    return Value("DATE", values.shift(base, unit, round(step)), "relative")


@RULES.add(
    rf"now(?!{S}that|-)|currently|at{S}present|presently|nowadays|these{S}days|at{S}the{S}moment|right{S}now|at{S}this{S}time|"
    rf"(?:the{S})?current(?={S})|the{S}present(?={S}?[.,;]|{S}day)"
)
def _now(m: re.Match[str], c: Context) -> Value:
    return Value("DATE", "PRESENT_REF", sets_focus=False)


@RULES.add(
    rf"(?:just{S}|very{S}|until{S}|more{S}|most{S})?recently|lately|formerly|the{S}(?:recent{S}|distant{S})?past(?={S}?[.,;!?]|$|{S}(?:and|but|or|it|he|she|they|we|has|had|was|were|when|because)\b)|long{S}ago"
)
def _past(m: re.Match[str], c: Context) -> Value:
    return Value("DATE", "PAST_REF", sets_focus=False)


@RULES.add(rf"(?:the{S})?(?:near{S}|foreseeable{S}|immediate{S}|distant{S})future|the{S}future")
def _future(m: re.Match[str], c: Context) -> Value:
    return Value("DATE", "FUTURE_REF", sets_focus=False)
