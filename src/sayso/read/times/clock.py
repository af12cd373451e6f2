"""Times of the day: "5:30 p.m. on Tuesday", "noon", "in the early morning"."""

import re
from datetime import date, timedelta

from sayso.read.times import values
from sayso.read.times.dates import month_day
from sayso.read.times.rules import Context, Rules, Value
from sayso.read.times.vocabulary import DAY, FULL_WEEKDAY, MONTH, PART, PARTS, YEAR, S, mod_of, month_of, weekday_of

RULES = Rules()
_ZONE = (
    rf"(?:{S}?\(?(?:local{S}(?:time)?|gmt|utc|bst|e[sd]t|p[sd]t|c[sd]t|m[sd]t|ce?s?t|eet|msk|eastern|pacific)\b(?:{S}time)?\)?)?"
)
_HOURS, _MINUTES = ("h", "h2", "h3", "h4", "h5"), ("mi", "mi2", "mi3", "mi5")
_WORDS = {"noon": "12:00", "midday": "12:00", "midnight": "24:00"}


@RULES.add(
    rf"(?:(?P<h>[01]?\d|2[0-3])(?:[:.](?P<mi>[0-5]\d))?{S}?(?P<ap>[ap]\.?{S}?m\b\.?)|(?P<h2>[01]?\d|2[0-3]):(?P<mi2>[0-5]\d)(?::[0-5]\d)?(?!:?\d|{S}?(?:am|pm))|"
    rf"(?P<h3>[01]\d|2[0-3])\.?(?P<mi3>[0-5]\d)(?:{S}?(?:hours|hrs|gmt|utc)\b)|(?P<h5>[01]\d|2[0-3])(?P<mi5>[0-5]\d){S}\(\d{{4}}{S}(?:gmt|utc)\)|"
    rf"(?P<h4>1[0-2]|[1-9]){S}o['’]clock|(?P<word>noon|midnight|midday))"
    rf"(?:{S}?hours|{S}?hrs)?{_ZONE},?(?:{S}(?:on{S})?(?:(?P<wd>{FULL_WEEKDAY}|today|yesterday|tomorrow)|(?P<m>{MONTH}){S}(?P<d>{DAY})(?:,?{S}(?P<y>{YEAR}))?)(?!{S}(?:night|morning)))?",
    needs="number part",
)
def _clock(m: re.Match[str], c: Context) -> Value | None:
    base, how = _day(m, c)
    if m["word"]:
        clock = _WORDS[m["word"].lower()]
    else:
        hour, minute = (int(next(filter(None, m.group(*names)), 0)) for names in (_HOURS, _MINUTES))
        if m["ap"]:
            if not 1 <= hour <= 12:
                return None
            hour = hour % 12 + 12 * m["ap"].lower().startswith("p")
        clock = f"{hour:02d}:{minute:02d}"
    if base is None:
        return Value("TIME", f"T{clock}", "unknown", sets_focus=False)
    return Value("TIME", f"{base}T{clock}", how, base.isoformat())


def _day(m: re.Match[str], c: Context) -> tuple[date | None, str]:
    """The day that the words name after the time, else the one told of in this sentence, else the publication's."""
    if m["m"] and (c.anchor or m["y"]):
        value = values.valid_day(
            int(m["y"] or (c.anchor.year if c.anchor else 1)), month_of(m["m"]), int(re.sub(r"\D", "", m["d"]))
        )
        return values.day_of(value), "stated"
    if m["wd"] and c.anchor:
        word = m["wd"].lower()
        step = {"today": 0, "yesterday": -1, "tomorrow": 1}.get(word)
        if step is None:
            back = (c.anchor.weekday() - weekday_of(word)) % 7
            step = 7 - back if back and c.ahead(m) else -back
        return c.anchor + timedelta(days=step), "relative"
    return c.day or c.anchor, "relative"


@RULES.add(
    rf"(?P<mod>(?:the{S})(?:(?:early|late|small|mid){S}|mid-?)?|(?:early|late){S}|mid-?{S}?)(?P<part>{PART})(?:{S}hours)?(?!{S}(?:of|before|after|shift|club)\b)(?=\W|$)",
    needs="part",
)
def _part(m: re.Match[str], c: Context) -> Value | None:
    base = c.day or c.anchor
    if base is None:
        return None
    return Value("TIME", f"{base}T{PARTS[m['part'].lower()]}", "relative", base.isoformat(), mod_of(m["mod"]))


@RULES.add(
    rf"(?P<mod>(?:the{S})?(?:early{S}|late{S})?)(?P<part>{PART})(?:{S}hours)?{S}of{S}(?:{FULL_WEEKDAY},?{S})?(?:(?P<m>{MONTH}){S}(?P<d>{DAY})|(?:the{S})?(?P<d2>{DAY})(?:{S}of)?{S}(?P<m2>{MONTH}))(?:,?{S}(?P<y>{YEAR}))?",
    needs="part",
)
def _part_of_date(m: re.Match[str], c: Context) -> Value | None:
    """ "The morning of April 19"."""
    day = month_day(m["m"] or m["m2"], m["d"] or m["d2"], m["y"], m, c)
    if day is None or day.value is None or day.how == "unknown":
        return None
    return Value("TIME", f"{day.value}T{PARTS[m['part'].lower()]}", "stated", mod=mod_of(m["mod"]))
