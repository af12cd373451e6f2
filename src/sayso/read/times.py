"""Time expressions with TIMEX3 values (ISO-TimeML) and the same as EDTF, relative to the document's date.

A rule is a pattern and a function that gives the value. Where the anchor is missing a relative expression has no value; a
weekday is the nearest one in the past unless its sentence looks ahead; a day without its year takes the year nearest the anchor.
"""

import calendar
import re
from bisect import bisect_right
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta

from sayso.core import TimeExpression
from sayso.read import numbers

_MONTHS = {
    m: i
    for i, names in enumerate(
        (
            "january jan",
            "february feb",
            "march mar",
            "april apr",
            "may",
            "june jun",
            "july jul",
            "august aug",
            "september sept sep",
            "october oct",
            "november nov",
            "december dec",
        ),
        1,
    )
    for m in names.split()
}
_DAYS = {
    d: i
    for i, names in enumerate(
        ("monday mon", "tuesday tue tues", "wednesday wed", "thursday thu thurs thur", "friday fri", "saturday sat", "sunday sun")
    )
    for d in names.split()
}
_SEASONS = {"spring": "SP", "summer": "SU", "autumn": "FA", "fall": "FA", "winter": "WI"}
_SEASON_MONTHS = {"SP": ("03", "05"), "SU": ("06", "08"), "FA": ("09", "11"), "WI": ("12", "02")}
_PARTS = {
    "morning": "MO",
    "afternoon": "AF",
    "evening": "EV",
    "night": "NI",
    "overnight": "NI",
    "midday": "MI",
    "noon": "12:00",
    "midnight": "24:00",
    "daytime": "DT",
}
_UNITS = {
    "second": "TS",
    "minute": "TM",
    "hour": "TH",
    "day": "D",
    "night": "D",
    "week": "W",
    "weekend": "WE",
    "fortnight": "2W",
    "month": "M",
    "quarter": "Q",
    "year": "Y",
    "decade": "E",
    "century": "C",
}

_M = r"(?:jan(?:uary|\.)?|feb(?:ruary|\.)?|mar(?:ch|\.)?|apr(?:il|\.)?|may|june?\.?|july?\.?|aug(?:ust|\.)?|sept?(?:ember|\.)?|oct(?:ober|\.)?|nov(?:ember|\.)?|dec(?:ember|\.)?)"
_W = r"(?:mon|tues|wednes|thurs|fri|satur|sun)day|(?:mon|tues?|wed|thu(?:rs?)?|fri|sat|sun)\.?(?=,?\s+\d)"
_D = r"(?:3[01]|[12]\d|0?[1-9])(?:st|nd|rd|th)?"
_Y = r"(?:1[5-9]|20)\d\d"
_N = r"(?:\d+(?:\.\d+)?|an?|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|fifteen|twenty|thirty|forty|fifty|several|a\s+few|few|some|many|a\s+couple\s+of|a\s+dozen|half\s+an?|twenty[-\s]four|forty[-\s]eight|hundreds\s+of|dozens\s+of)"
_U = r"(?:second|minute|hour|day|week|weekend|fortnight|month|quarter|year|decade|centur(?:y|ie))"
_MODS = r"(?:early|late|mid|the\s+(?:beginning|start|end|middle)\s+of|beginning\s+of|end\s+of|earlier|later)"
_PART = r"(?:morning|afternoon|evening|night)"
_ORDINALS = {"first": 1, "second": 2, "third": 3, "fourth": 4, "1st": 1, "2nd": 2, "3rd": 3, "4th": 4}


@dataclass(frozen=True, slots=True)
class _Value:
    kind: str
    value: str | None
    how: str = "stated"
    edtf: str | None = None
    anchor: bool = False  # whether later "the same day" may refer to it


@dataclass
class _Context:
    """What a rule may look at: the document's day, the last full date mentioned, and whether the sentence looks ahead."""

    anchor: date | None
    last: date | None
    ahead: bool
    past_perfect: bool = False


_Rule = Callable[[re.Match[str], _Context], _Value | None]
_RULES: list[tuple[re.Pattern[str], _Rule]] = []


def rule(pattern: str) -> Callable[[_Rule], _Rule]:
    def add(function: _Rule) -> _Rule:
        _RULES.append((re.compile(rf"(?<![\w$€£-])(?:{pattern})(?!\w)", re.I), function))
        return function

    return add


def find(text: str, published: str | None = None) -> list[TimeExpression]:
    """Time expressions of a text in order, the longest where several begin together."""
    anchor = _day(published)
    found: list[tuple[int, int, re.Match[str], _Rule]] = []
    for pattern, function in _RULES:
        found += [(m.start(), m.end(), m, function) for m in pattern.finditer(text)]
    found.sort(key=lambda f: (f[0], -f[1]))
    ends = [m.end() for m in re.finditer(r"[.!?]['\"”’]?\s|\n", text)]
    out: list[TimeExpression] = []
    last, upto = None, -1
    for start, end, m, function in found:
        if start < upto:
            continue
        k = bisect_right(ends, start)
        sentence = text[ends[k - 1] if k else 0 : ends[k] if k < len(ends) else len(text)]
        value = function(m, _Context(anchor, last, _looks_ahead(sentence, m.group(0))))
        if value is None:
            continue
        upto = end
        edtf = value.edtf or to_edtf(value.value)
        edtf, mod = _bounded(text[max(0, start - 28) : start], m.group(0), edtf)
        out.append(TimeExpression(start, end, value.kind, value.value, edtf, value.how if value.value else "unknown", mod))
        if value.anchor and value.value:
            last = _day(value.value) or last
    return out


def to_edtf(value: str | None) -> str | None:
    """EDTF of a TIMEX3 value; None for what is no date (durations, PRESENT_REF)."""
    if not value or value.endswith("_REF") or value[0] in "PX":
        return None
    day = value.split("T")[0]
    if re.fullmatch(r"\d{4}(-\d\d(-\d\d)?)?", day):
        return day
    if m := re.fullmatch(r"(\d{4})-W(\d\d)(-WE)?", day):
        monday = date.fromisocalendar(int(m[1]), int(m[2]), 1)
        first = monday + timedelta(days=5) if m[3] else monday
        return f"{first}/{monday + timedelta(days=6)}"
    if m := re.fullmatch(r"(\d{4})-(SP|SU|FA|WI)", day):
        a, b = _SEASON_MONTHS[m[2]]
        return f"{m[1]}-{a}/{int(m[1]) + (b < a)}-{b}"
    if m := re.fullmatch(r"(\d{4})-Q([1-4])", day):
        return f"{m[1]}-{int(m[2]) * 3 - 2:02d}/{m[1]}-{int(m[2]) * 3:02d}"
    if m := re.fullmatch(r"(\d{4})-H([12])", day):
        return f"{m[1]}-{'01' if m[2] == '1' else '07'}/{m[1]}-{'06' if m[2] == '1' else '12'}"
    if re.fullmatch(r"\d{3}", day):
        return f"{day}0/{day}9"
    return None


@rule(rf"(?:(?:{_W}),?\s+)?(?:the\s+)?(?P<d>{_D})(?:\s+of)?\s+(?P<m>{_M})(?:,?\s+(?P<y>{_Y}))?(?![:\d])")
@rule(rf"(?:(?:{_W}),?\s+)?(?P<m>{_M})\s+(?:the\s+)?(?P<d>{_D})(?:\s*,?\s+(?P<y>{_Y}))?(?![:\d])")
def _month_day(m: re.Match[str], c: _Context) -> _Value | None:
    month, day = _month(m["m"]), int(re.sub(r"\D", "", m["d"]))
    if m["y"]:
        return _day_value(int(m["y"]), month, day, "stated")
    year = _nearest_year(month, day, c)
    return _Value("DATE", f"XXXX-{month:02d}-{day:02d}", "unknown") if year is None else _day_value(year, month, day, "stated")


@rule(rf"(?P<y>{_Y})[-/](?P<m>0?[1-9]|1[0-2])[-/](?P<d>3[01]|[12]\d|0?[1-9])")
def _iso(m: re.Match[str], c: _Context) -> _Value | None:
    return _day_value(int(m["y"]), int(m["m"]), int(m["d"]), "stated")


@rule(rf"(?P<d>3[01]|[12]\d|0?[1-9])\.(?P<m>0?[1-9]|1[0-2])\.(?P<y>{_Y})")
def _dotted(m: re.Match[str], c: _Context) -> _Value | None:
    return _day_value(int(m["y"]), int(m["m"]), int(m["d"]), "stated")


@rule(rf"(?P<a>{_D})\s+(?P<m>{_M})\s+(?P<y>\d\d)(?!\d|,\d)")
def _short_year(m: re.Match[str], c: _Context) -> _Value | None:
    year = int(m["y"]) + (1900 if int(m["y"]) > 40 else 2000)
    return _day_value(year, _month(m["m"]), int(re.sub(r"\D", "", m["a"])), "stated")


@rule(rf"(?P<mod>{_MODS}[-\s]+)?(?P<m>{_M}),?\s+(?:of\s+)?(?P<y>{_Y})")
def _month_year(m: re.Match[str], c: _Context) -> _Value:
    return _Value("DATE", f"{m['y']}-{_month(m['m']):02d}", "stated", anchor=True)


@rule(
    rf"(?P<rel>last|this|next|past)?\s*(?P<mod>{_MODS}[-\s]+)?(?P<m>january|february|april|june|july|august|september|october|november|december|(?<=in\s)march|"
    rf"(?<=last\s)march|(?<=since\s)march|(?<=in\s)may|(?<=last\s)may|(?<=since\s)may|(?:jan|feb|apr|aug|sept|oct|nov|dec)\.)"
)
def _month_alone(m: re.Match[str], c: _Context) -> _Value | None:
    month = _month(m["m"])
    if c.anchor is None:
        return _Value("DATE", f"XXXX-{month:02d}", "unknown")
    year = c.anchor.year
    rel = (m["rel"] or "").lower()
    if rel == "next" or (c.ahead and rel != "last"):
        year += month < c.anchor.month
    elif month > c.anchor.month or (rel == "last" and month == c.anchor.month):
        year -= 1
    return _Value("DATE", f"{year}-{month:02d}", "relative", anchor=False)


@rule(
    rf"(?:the\s+(?:year\s+)?|fiscal\s+(?:year\s+)?)?(?P<mod>{_MODS}[-\s]+)?(?P<y>{_Y})(?!\s?(?:people|soldiers|men|troops|km|kilomet|dollars|votes|homes|,\d))"
)
def _year(m: re.Match[str], c: _Context) -> _Value | None:
    return _Value("DATE", m["y"], "stated")


@rule(
    rf"(?:(?P<m>{_M})\s+)?(?P<c>nineteen|twenty|eighteen)\s+(?P<y>(?:twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety)(?:[-\s]\w+)?|(?:oh|o)[-\s]\w+|ten|eleven|twelve|thirteen|fourteen|fifteen|sixteen|seventeen|eighteen|nineteen)"
)
def _year_in_words(m: re.Match[str], c: _Context) -> _Value | None:
    low = numbers.value(re.sub(r"^o[h]?[-\s]", "", m["y"].lower()))
    high = numbers.value(m["c"])
    if low is None or high is None or low > 99:
        return None
    year = high * 100 + low
    return _Value("DATE", f"{year}-{_month(m['m']):02d}" if m["m"] else str(year))


@rule(r"(?:the\s+)?(?:early|late|mid)?[-\s]*(?P<c>1[5-9]|20)(?P<d>\d)0['’]?s")
def _decade(m: re.Match[str], c: _Context) -> _Value:
    return _Value("DATE", f"{m['c']}{m['d']}", "stated")


@rule(r"(?:the\s+)?(?:early|late|mid)?[-\s]*['’]?(?P<d>twenties|thirties|forties|fifties|sixties|seventies|eighties|nineties)")
def _decade_word(m: re.Match[str], c: _Context) -> _Value:
    order = "twenties thirties forties fifties sixties seventies eighties nineties".split()
    return _Value("DATE", f"19{order.index(m['d'].lower()) + 2}", "stated")


@rule(
    rf"(?:(?P<rel>last|this|next|past|previous|coming)\s+)?(?P<mod>early\s+|late\s+)?(?P<w>{_W})(?:['’]s)?(?:\s+(?P<part>{_PART}))?(?:\s+(?P<gone>last))?"
)
def _weekday(m: re.Match[str], c: _Context) -> _Value | None:
    if c.anchor is None:
        return _Value("DATE", None, "unknown")
    wanted = _DAYS[m["w"].lower().rstrip(".")]
    back = (c.anchor.weekday() - wanted) % 7
    rel = (m["rel"] or "").lower()
    if rel in ("next", "coming") or (c.ahead and not rel and not m["gone"]):
        day = c.anchor + timedelta(days=(wanted - c.anchor.weekday() - 1) % 7 + 1)
    else:
        day = c.anchor - timedelta(days=back or (7 if rel in ("last", "previous") else 0))
    if m["part"]:
        return _Value("TIME", f"{day}T{_PARTS[m['part'].lower()]}", "relative", anchor=True)
    return _Value("DATE", day.isoformat(), "relative", anchor=True)


@rule(
    rf"(?:(?:early|late|earlier|later)\s+)?(?P<w>today|tonight|yesterday|tomorrow|(?:the\s+)?day\s+(?:before\s+yesterday|after\s+tomorrow)|this\s+{_PART}|last\s+night|overnight)(?:\s+(?P<part>{_PART}))?"
)
def _near_day(m: re.Match[str], c: _Context) -> _Value | None:
    word = m["w"].lower()
    if c.anchor is None:
        return _Value("DATE", None, "unknown")
    shift = (
        -2
        if "before" in word
        else 2
        if "after" in word
        else -1
        if word in ("yesterday", "last night", "overnight")
        else 1
        if word == "tomorrow"
        else 0
    )
    day = c.anchor + timedelta(days=shift)
    part = m["part"] or (
        "night" if word in ("tonight", "last night", "overnight") else word.split()[-1] if word.startswith("this") else ""
    )
    edtf = f"{day}/{c.anchor}" if word == "overnight" else None
    return (
        _Value("TIME", f"{day}T{_PARTS[part.lower()]}", "relative", edtf, True)
        if part
        else _Value("DATE", day.isoformat(), "relative", anchor=True)
    )


@rule(r"(?:that|the)\s+(?:same\s+|very\s+)?day|the\s+same\s+(?:day|time)|that\s+(?:morning|afternoon|evening|night)")
def _same_day(m: re.Match[str], c: _Context) -> _Value | None:
    if c.last is None or m.group(0).lower() == "the day":
        return None
    return _Value("DATE", c.last.isoformat(), "relative")


@rule(r"(?:(?:on\s+)?the\s+)?(?P<w>following|next|previous|preceding)\s+day|a\s+day\s+(?P<w2>earlier|before|later|after)")
def _next_day(m: re.Match[str], c: _Context) -> _Value | None:
    base = c.last or c.anchor
    if base is None:
        return None
    word = (m["w"] or m["w2"]).lower()
    day = base + timedelta(days=1 if word in ("following", "next", "later", "after") else -1)
    return _Value("DATE", day.isoformat(), "relative", anchor=True)


@rule(
    r"(?:(?:early|earlier|late|later|at\s+the\s+end\s+of|in\s+the\s+middle\s+of)\s+)?(?P<rel>last|this|next|the\s+past|past|previous|the\s+previous|the\s+coming|coming|the\s+following|the\s+current|current|that|the\s+same)\s+"
    r"(?P<u>week(?:end)?|month|quarter|year|decade|century|summer|spring|autumn|fall|winter)"
)
def _unit(m: re.Match[str], c: _Context) -> _Value | None:
    rel, unit = m["rel"].lower().removeprefix("the ").strip(), m["u"].lower()
    if unit in ("decade", "century"):
        return _Value("DURATION", "P10Y" if unit == "decade" else "P100Y")
    if rel == "that" or rel == "same":
        base = c.last
    else:
        base = c.anchor
    if base is None:
        return _Value("DATE", None, "unknown")
    step = -1 if rel in ("last", "past", "previous") else 1 if rel in ("next", "coming", "following") else 0
    return _Value("DATE", _shift(base, unit, step, season_past=rel == "last"), "relative")


@rule(
    r"(?:the\s+)?(?P<o>first|second|third|fourth|1st|2nd|3rd|4th)[-\s]+(?P<u>quarter|half)(?:\s+(?:of\s+)?(?P<y>(?:1[5-9]|20)\d\d|this\s+year|last\s+year|the\s+year))?"
)
def _quarter(m: re.Match[str], c: _Context) -> _Value | None:
    n = _ORDINALS[m["o"].lower()]
    letter = "Q" if m["u"].lower() == "quarter" else "H"
    if m["y"] and m["y"].isdigit():
        return _Value("DATE", f"{m['y']}-{letter}{n}")
    if c.anchor is None:
        return _Value("DATE", None, "unknown")
    year = c.anchor.year - ((m["y"] or "").lower() == "last year")
    now = (c.anchor.month - 1) // (3 if letter == "Q" else 6) + 1
    if not m["y"] and n > now and not c.ahead:
        year -= 1
    return _Value("DATE", f"{year}-{letter}{n}", "relative")


@rule(
    rf"(?:about\s+|around\s+|nearly\s+|almost\s+|some\s+|more\s+than\s+|over\s+)?(?P<n>{_N})\s+(?P<u>{_U})s?\s+(?P<w>ago|earlier|before|later|afterwards?|from\s+now|hence|previously|prior)"
)
@rule(r"(?P<n>)(?P<u>year)(?:-|\s)(?P<w>ago|earlier)")
def _ago(m: re.Match[str], c: _Context) -> _Value | None:
    word, unit = m["w"].lower(), _stem(m["u"])
    base = c.anchor if word in ("ago", "from now", "hence") or c.last is None else c.last
    n = _amount(m["n"] or "a")
    if base is None:
        return _Value("DATE", None, "unknown")
    if n is None:
        return _Value(
            "DATE", "PAST_REF" if word in ("ago", "earlier", "before", "previously", "prior") else "FUTURE_REF", "relative"
        )
    sign = -1 if word in ("ago", "earlier", "before", "previously", "prior") else 1
    if unit in ("second", "minute", "hour"):
        return _Value("TIME", None, "relative", base.isoformat())
    if unit == "week" and n == round(n):
        day = base + timedelta(days=round(7 * n * sign))
        iso = day.isocalendar()
        return _Value("DATE", f"{iso[0]}-W{iso[1]:02d}", "relative")
    if unit == "day":
        return _Value("DATE", (base + timedelta(days=round(n * sign))).isoformat(), "relative", anchor=True)
    return _Value("DATE", _shift(base, unit, round(n) * sign), "relative")


@rule(
    rf"(?:every|each)\s+(?:other\s+|few\s+|{_N}\s+)?(?P<u>{_W}|{_U}|{_PART})s?|(?P<u2>daily|weekly|monthly|annually|yearly|hourly|quarterly|nightly)|"
    r"(?:twice|once|\w+\s+times)\s+(?:a|per)\s+(?P<u3>day|week|month|year)"
)
def _set(m: re.Match[str], c: _Context) -> _Value:
    words = {
        "daily": "P1D",
        "weekly": "P1W",
        "monthly": "P1M",
        "annually": "P1Y",
        "annual": "P1Y",
        "yearly": "P1Y",
        "hourly": "PT1H",
        "quarterly": "P3M",
        "nightly": "P1D",
    }
    if m["u2"]:
        return _Value("SET", words[m["u2"].lower()])
    unit = (m["u"] or m["u3"]).lower()
    if unit in _DAYS:
        return _Value("SET", f"XXXX-WXX-{_DAYS[unit] + 1}")
    return _Value("SET", _duration(1, _stem(unit)))


@rule(
    rf"(?:(?:the|a|an|another|about|around|nearly|almost|more\s+than|over|at\s+least|less\s+than|the\s+(?:last|past|next|first|previous|coming|following))\s+)?(?P<n>{_N})[-\s]+(?P<u>{_U})s?(?:[-\s]long)?(?![-\s]?old)(?P<half>\s+and\s+a\s+half)?"
)
@rule(rf"(?P<n>)(?:the\s+(?:past|last|coming)|recent|past|many)\s+(?P<u>{_U})s(?P<half>)")
def _for(m: re.Match[str], c: _Context) -> _Value:
    words = m.group(0).lower()
    if not m["n"] and "recent" in words:
        return _Value("DATE", "PAST_REF")
    n = _amount(m["n"]) if m["n"] else None
    if n is not None and m["half"]:
        n += 0.5
    return _Value("DURATION", _duration(n, _stem(m["u"])))


@rule(r"now(?!\s+that)|current(?=\s)|currently|at\s+present|presently|nowadays|these\s+days|at\s+the\s+moment")
def _now(m: re.Match[str], c: _Context) -> _Value:
    return _Value("DATE", "PRESENT_REF")


@rule(r"recently|lately|previously|formerly|in\s+the\s+past|the\s+past(?=[.,;])|once(?=\s+(?:was|were|had))|long\s+ago")
def _past(m: re.Match[str], c: _Context) -> _Value:
    return _Value("DATE", "PAST_REF")


@rule(r"in\s+the\s+(?:near\s+)?future|the\s+(?:near\s+)?future")
def _future(m: re.Match[str], c: _Context) -> _Value:
    return _Value("DATE", "FUTURE_REF")


@rule(
    r"(?:(?:at\s+)?(?P<h>[01]?\d|2[0-3])(?:[:.](?P<mi>[0-5]\d))?\s?(?P<ap>[ap]\.?m\b\.?)(?:\s+(?:on\s+)?(?:local\s+time|gmt|utc))?|(?P<h2>[01]?\d|2[0-3]):(?P<mi2>[0-5]\d)(?:\s?(?:hours|gmt|utc|local\s+time))?|(?P<word>noon|midnight|midday))"
    r"(?:\s+(?:on\s+)?(?P<wd>(?:mon|tues|wednes|thurs|fri|satur|sun)day|today|yesterday))?"
)
def _clock(m: re.Match[str], c: _Context) -> _Value | None:
    base = c.last or c.anchor
    if m["wd"] and c.anchor:
        word = m["wd"].lower()
        back = {"today": 0, "yesterday": 1}.get(word)
        base = c.anchor - timedelta(days=(c.anchor.weekday() - _DAYS[word]) % 7 if back is None else back)
    if m["word"]:
        clock = {"noon": "12:00", "midday": "12:00", "midnight": "24:00"}[m["word"].lower()]
    else:
        hour, minute = int(m["h"] or m["h2"]), int(m["mi"] or m["mi2"] or 0)
        if m["ap"]:
            hour = hour % 12 + 12 * m["ap"].lower().startswith("p")
        clock = f"{hour:02d}:{minute:02d}"
    return _Value(
        "TIME", f"{base}T{clock}" if base else f"T{clock}", "relative" if base else "unknown", base.isoformat() if base else None
    )


@rule(rf"(?:the\s+|in\s+the\s+)?(?:early\s+|late\s+|mid-?)?(?P<part>{_PART})(?:\s+hours)?(?=\s|[.,;])")
def _part(m: re.Match[str], c: _Context) -> _Value | None:
    base = c.last or c.anchor
    if base is None or not re.match(r"(?:the|in|early|late|mid)", m.group(0), re.I):
        return None
    return _Value("TIME", f"{base}T{_PARTS[m['part'].lower()]}", "relative", base.isoformat())


def _day(text: str | None) -> date | None:
    try:
        return date.fromisoformat((text or "")[:10])
    except ValueError:
        return None


def _day_value(year: int, month: int, day: int, how: str) -> _Value | None:
    if day > calendar.monthrange(year, month)[1]:
        return None
    return _Value("DATE", f"{year}-{month:02d}-{day:02d}", how, anchor=True)


def _month(word: str) -> int:
    return _MONTHS[word.lower().rstrip(".")]


def _nearest_year(month: int, day: int, c: _Context) -> int | None:
    """The year in which a day lies nearest to the anchor, in the past by preference."""
    if c.anchor is None:
        return None
    years = (c.anchor.year - 1, c.anchor.year, c.anchor.year + 1)

    def distance(year: int) -> float:
        try:
            days = (date(year, month, day) - c.anchor).days  # type: ignore[operator]
        except ValueError:
            return 1e6
        return float(abs(days)) * (1.0 if (days > 0) == c.ahead or abs(days) < 60 else 1.5)

    return min(years, key=distance)


def _shift(base: date, unit: str, step: int, season_past: bool = False) -> str:
    """The TIMEX3 value of the week, month, quarter, season or year `step` away from a day."""
    unit = _stem(unit)
    if unit in ("week", "weekend"):
        base += timedelta(days=base.weekday() == 6)  # the working week of news begins on Sunday
        iso = (base + timedelta(days=7 * step)).isocalendar()
        return f"{iso[0]}-W{iso[1]:02d}" + ("-WE" if unit == "weekend" else "")
    if unit == "month":
        k = base.year * 12 + base.month - 1 + step
        return f"{k // 12}-{k % 12 + 1:02d}"
    if unit == "quarter":
        k = base.year * 4 + (base.month - 1) // 3 + step
        return f"{k // 4}-Q{k % 4 + 1}"
    if unit in _SEASONS:
        code = _SEASONS[unit]
        begun = base.month >= int(_SEASON_MONTHS[code][0])
        year = base.year + (step if step > 0 and begun else 0)
        return f"{year - (1 if step < 0 and (not begun or (season_past and base.month <= int(_SEASON_MONTHS[code][1]))) else 0)}-{code}"
    if unit == "decade":
        return f"{(base.year + 10 * step) // 10}"
    if unit == "century":
        return f"{(base.year + 100 * step) // 100}"
    return str(base.year + step)


def _stem(unit: str) -> str:
    unit = unit.lower()
    return "century" if unit.startswith("centur") else unit


def _amount(words: str) -> float | None:
    """A number of units; None for "several"."""
    w = re.sub(r"\s+", " ", words.lower())
    if w in ("a", "an", "one"):
        return 1
    if w.startswith("half"):
        return 0.5
    if w == "a couple of":
        return 2
    if w == "a dozen":
        return 12
    if re.fullmatch(r"\d+(\.\d+)?", w):
        return float(w)
    return numbers.value(w)


def _duration(n: float | None, unit: str) -> str:
    code = _UNITS.get(unit, "D")
    if code == "2W":
        code, n = "W", None if n is None else 2 * n
    if code == "E":
        code, n = "Y", None if n is None else 10 * n
    if code == "C":
        code, n = "Y", None if n is None else 100 * n
    if code == "Q":
        code, n = "M", None if n is None else 3 * n
    amount = "X" if n is None else f"{n:g}"
    if code == "TH" and n is not None and n % 24 == 0 and n > 0:
        return f"P{n / 24:g}D"
    if code == "WE":
        return f"P{amount}WE"
    return f"PT{amount}{code[1]}" if code.startswith("T") else f"P{amount}{code}"


_VERBS = re.compile(
    r"\b(?:(?P<ahead>will|shall|wo(?=n['’]t)|going\s+to|to\s+be\s+\w+|scheduled|plans?|planned|planning|expected|expects?|due|set\s+to|ahead\s+of|is\s+to|"
    r"are\s+to|until|by)|(?P<behind>\w+ed|said|told|was|were|had|has|have|did|took|came|went|began|fell|rose|shot|blew|hit|struck|held|met|made|left|saw|got))\b",
    re.I,
)


def _looks_ahead(sentence: str, words: str) -> bool:
    """Whether the verb nearest before an expression, or after it where none is before, speaks of what is to come."""
    at = sentence.find(words)
    if at < 0:
        return False
    before = list(_VERBS.finditer(sentence[max(0, at - 70) : at]))
    if before:
        last = before[-1]
        planned = last.group("behind") and len(before) > 1 and before[-2].group("ahead") and last.start() - before[-2].end() < 12
        return bool(last.group("ahead") or planned)
    after = _VERBS.search(sentence[at + len(words) : at + len(words) + 50])
    return bool(after and after.group("ahead") and after.group("ahead").lower() not in ("by", "until"))


def _bounded(before: str, words: str, edtf: str | None) -> tuple[str | None, str]:
    """An expression after "by" or "before" is open at its beginning, after "since" at its end; "about" makes it approximate."""
    if edtf is None:
        return None, ""
    if m := re.search(r"\b(by|before|until|since|after|around|about|circa)\s+(?:the\s+)?$", before, re.I):
        word = m.group(1).lower()
        last = edtf.split("/")[-1]
        if word in ("by", "before", "until"):
            return f"../{last}", "BEFORE"
        if word == "since":
            return f"{edtf.split('/')[0]}/..", "SINCE"
        if word in ("around", "about", "circa") and "/" not in edtf:
            return f"{edtf}~", "APPROX"
    return edtf, ""
