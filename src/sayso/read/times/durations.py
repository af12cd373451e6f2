"""Durations and what recurs: "two years and a half", "the past three months", "every Friday"."""

import re

from sayso.read import numbers
from sayso.read.times import values
from sayso.read.times.rules import Context, Rules, Value
from sayso.read.times.vocabulary import ABOUT, DASH, MONTHS, NUMBER, PART, PARTS, UNIT, WEEKDAY, WEEKDAYS, S, unit_of

RULES = Rules()
_OLD = rf"(?![-\s]?olds?\b|{S}of{S}age\b)"
_FOR = re.compile(r"\b(?:for|in|over|after|within|through|took|takes|taken|lasted)\s+(?:the\s+|many\s+)?$", re.IGNORECASE)
_RECURRENT = {
    "daily": "P1D",
    "nightly": "P1D",
    "weekly": "P1W",
    "monthly": "P1M",
    "annually": "P1Y",
    "yearly": "P1Y",
    "hourly": "PT1H",
}


def amount(words: str) -> float | None:
    """A number of units; None for "several"."""
    w = re.sub(r"\s+", " ", words.lower()).strip()
    if w in ("a", "an", "one", "another", "a full", "an additional"):
        return 1
    if w.startswith("half") or w == "a half":
        return 0.5
    if w.endswith(("couple", "couple of")):
        return 2
    if found := re.fullmatch(r"(\d+)(?: 1/2|½)", w):
        return int(found[1]) + 0.5
    if re.fullmatch(r"\d+\.\d+", w):
        return float(w)
    return numbers.value(w)


@RULES.add(
    rf"(?:(?:every|each){S}(?:other{S}|few{S}|single{S}|{NUMBER}{S})?|all{S})(?P<u>{WEEKDAY}|{UNIT}|{PART})s?",
    r"(?P<u>daily|weekly|monthly|annually|yearly|hourly|nightly)",
    rf"(?:twice|once|(?:several|many|{NUMBER}){S}times)(?:{S}(?:a|per|each|every))?{S}(?P<u>day|week|month|year|hour)",
    rf"per{S}(?P<u>day|week|month|year|hour|minute)",
    r"(?P<u>(?:mon|tues|wednes|thurs|fri|satur|sun)day)s",
)
def _recurrent(m: re.Match[str], c: Context) -> Value | None:
    unit = m["u"].lower().rstrip(".")
    if unit in _RECURRENT:
        return Value("SET", _RECURRENT[unit])
    if unit in WEEKDAYS:
        return Value("SET", f"XXXX-WXX-{WEEKDAYS[unit] + 1}")
    if unit in PARTS:
        return Value("SET", f"XXXX-XX-XXT{PARTS[unit]}")
    if re.match(r"all", m.group(), re.I):
        return Value("DURATION", values.duration(1, unit_of(unit))) if unit in ("day", "week", "year", "night") else None
    return Value("SET", values.duration(1, unit_of(unit)))


@RULES.add(
    rf"(?:the|these|those){S}(?P<rel>last|past|next|first|previous|coming|following|final|preceding|initial){S}(?:{ABOUT}{S})?(?P<n>{NUMBER})(?:{S}|-)(?P<u>{UNIT})s?",
    rf"(?:the{S})?(?P<rel>last|past|next|coming|recent|previous|first|early){S}(?P<n>)(?P<u>{UNIT})s",
    rf"(?P<rel>past|last|next|first){S}(?P<n>{NUMBER}){S}(?P<u>{UNIT})s",
    needs="unit",
)
def _period(m: re.Match[str], c: Context) -> Value:
    """ "The past three months", "recent years": how long; and when, where it is counted back from the publication."""
    n, unit = amount(m["n"]) if m["n"] else None, unit_of(m["u"])
    value = values.duration(n, unit)
    first = values.before(c.anchor, unit, n) if c.anchor and n and m["rel"].lower() in ("last", "past") else None
    return Value("DURATION", value, "relative", f"{first}/{c.anchor}") if first else Value("DURATION", value)


@RULES.add(
    rf"(?:(?P<about>{ABOUT}){S})?(?P<n>{NUMBER})(?:{S}|-)(?:more{S}|full{S}|whole{S}|straight{S}|consecutive{S}|long{S}|trading{S}|working{S})?(?P<u>{UNIT})s?{_OLD}(?P<half>{S}and{S}a{S}half)?(?:{S}or{S}(?:so|two))?(?:[-\s]long)?",
    rf"(?P<n>one|two|three|four|five){S}and{S}(?P<half>a{S}half){S}(?P<u>{UNIT})s(?P<about>)",
    rf"(?:{NUMBER}){S}(?:to|or|and){S}(?P<n>{NUMBER})(?:{S}|-)(?P<u>{UNIT})s?{_OLD}(?P<half>)(?P<about>)",
    rf"(?:{NUMBER}){DASH}(?P<n>{NUMBER})(?:{S}|-)(?P<u>{UNIT})s?{_OLD}(?P<half>)(?P<about>)",
    rf"(?P<n>half){S}(?P<u>century|decade)(?P<about>)(?P<half>)",
    needs="unit",
)
def _length(m: re.Match[str], c: Context) -> Value | None:
    unit = unit_of(m["u"])
    n = amount(m["n"])
    few = m["n"].lower() in ("a", "an", "one", "another", "two", "three", "half", "some")
    if few and unit in ("second", "sec", "min", "quarter") and (unit, m["n"].lower()) != ("quarter", "two"):
        return None  # "a second attack", "three quarters of them"
    if unit == "day" and m["n"].lower() == "some":
        return None
    if n is not None and n >= 1000 and unit != "year":
        return None
    if n is not None and m["half"]:
        n += 0.5
    mod = {
        "more": "MORE_THAN",
        "over": "MORE_THAN",
        "less": "LESS_THAN",
        "fewe": "LESS_THAN",
        "unde": "LESS_THAN",
        "at l": "EQUAL_OR_MORE",
        "at m": "EQUAL_OR_LESS",
    }
    about = (m["about"] or "").lower()
    return Value(
        "DURATION",
        values.duration(n, unit),
        mod=mod.get(about[:4], "APPROX" if about and about not in ("just", "only", "within") else ""),
    )


@RULES.add(rf"(?P<u>{UNIT})s(?!{S}of{S}age)(?:{S}or{S}(?:{UNIT})s)?(?!{S}(?:ago|later|earlier))", needs="unit")
def _unnumbered(m: re.Match[str], c: Context) -> Value | None:
    """ "For years", "in weeks"."""
    unit = unit_of(m["u"])
    if unit in ("second", "quarter", "sec", "min") or not _FOR.search(c.before(m)):
        return None
    return Value("DURATION", values.duration(None, unit))


@RULES.add(
    rf"the{S}(?:fiscal{S}|full{S})?(?P<u>year|quarter|month|week)(?={S}(?:ended|ending|ends|to{S}(?:{'|'.join(MONTHS)})))",
    needs="unit",
)
def _ended(m: re.Match[str], c: Context) -> Value:
    """ "The year ended March 31"."""
    return Value("DURATION", values.duration(1, unit_of(m["u"])))
