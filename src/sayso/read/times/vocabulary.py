"""The words of English time expressions, and the pieces of patterns that rules are put together from."""

import re

MONTHS = {
    name: number
    for number, names in enumerate(
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
    for name in names.split()
}
WEEKDAYS = {
    name: number
    for number, names in enumerate(
        ("monday mon", "tuesday tue tues", "wednesday wed", "thursday thu thur thurs", "friday fri", "saturday sat", "sunday sun")
    )
    for name in names.split()
}
SEASONS = {"spring": "SP", "summer": "SU", "autumn": "FA", "fall": "FA", "winter": "WI"}
# Of the northern hemisphere, as TIMEX3 leaves open; first and last month.
SEASON_MONTHS = {"SP": (3, 5), "SU": (6, 8), "FA": (9, 11), "WI": (12, 2)}
PARTS = {
    "morning": "MO",
    "dawn": "MO",
    "afternoon": "AF",
    "evening": "EV",
    "dusk": "EV",
    "night": "NI",
    "overnight": "NI",
    "daytime": "DT",
}
UNITS = {
    "second": ("T", "S", 1),
    "sec": ("T", "S", 1),
    "minute": ("T", "M", 1),
    "min": ("T", "M", 1),
    "hour": ("T", "H", 1),
    "hr": ("T", "H", 1),
    "day": ("", "D", 1),
    "night": ("", "D", 1),
    "week": ("", "W", 1),
    "fortnight": ("", "W", 2),
    "weekend": ("", "WE", 1),
    "month": ("", "M", 1),
    "quarter": ("", "M", 3),
    "season": ("", "M", 3),
    "year": ("", "Y", 1),
    "decade": ("", "Y", 10),
    "century": ("", "Y", 100),
}  # unit: (T where it is part of a day, its letter in a duration, how many of it)
ORDINALS = {
    word: number
    for number, words in enumerate(
        (
            "first 1st",
            "second 2nd",
            "third 3rd",
            "fourth 4th",
            "fifth 5th",
            "sixth 6th",
            "seventh 7th",
            "eighth 8th",
            "ninth 9th",
            "tenth 10th",
            "eleventh 11th",
            "twelfth 12th",
            "thirteenth 13th",
            "fourteenth 14th",
            "fifteenth 15th",
            "sixteenth 16th",
            "seventeenth 17th",
            "eighteenth 18th",
            "nineteenth 19th",
            "twentieth 20th",
            "twenty-first 21st",
        ),
        1,
    )
    for word in words.split()
}
MODS = {
    "early": "START",
    "earlier": "START",
    "beginning": "START",
    "start": "START",
    "late": "END",
    "later": "END",
    "end": "END",
    "mid": "MID",
    "middle": "MID",
}

# A blank of any kind, with one line break at most: an expression does not run over an empty line.
S = r"(?:[^\S\n]+\n?[^\S\n]*|\n[^\S\n]*)"
DASH = r"[-–—]"
MONTH = (
    r"(?:january|february|march|april|may|june|july|august|september|october|november|december|"
    r"(?:jan|feb|mar|apr|jun|jul|aug|sept?|oct|nov|dec)\b\.?+)"
)
WEEKDAY = r"(?:(?:mon|tues|wednes|thurs|fri|satur|sun)day|(?:mon|tues?|wed|thu(?:rs?)?|fri|sat|sun)\b\.?(?=,?[^\S\n]+(?:\d|[ap]\.?m\b|jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)))"
FULL_WEEKDAY = r"(?:mon|tues|wednes|thurs|fri|satur|sun)day"
DAY = r"(?:3[01]|[12]\d|0?[1-9])(?:st|nd|rd|th)?(?!\d)"
YEAR = r"(?:1[5-9]\d\d|20\d\d)"
PART = r"(?:morning|afternoon|evening|night)"
SEASON = r"(?:spring|summer|autumn|fall|winter)"
UNIT = r"(?:second|sec|minute|min|hour|hr|day|night|week|weekend|fortnight|month|quarter|year|decade|centur(?:y|ie))"
LONG_UNIT = r"(?:day|week|weekend|month|quarter|year|decade|century)"
MOD = rf"(?:(?:the{S})?(?:very{S})?(?:early|late|mid|middle|beginning|start|end)(?:(?:{S}|-)(?:in|of)(?:{S}the)?)?)"
_WORD_NUMBER = (
    r"(?:one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|thirteen|fourteen|fifteen|sixteen|seventeen|eighteen|nineteen|"
    r"(?:twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety)(?:[-\s](?:one|two|three|four|five|six|seven|eight|nine))?|"
    r"(?:(?:a|one|two|three|four|five|six|seven|eight|nine)\s)?(?:hundred|thousand))"
)
NUMBER = (
    rf"(?:\d{{1,3}}(?:,\d{{3}})+|\d+(?:\.\d+|\s1/2|½)?|half{S}an?|half|an?{S}(?:half|few|couple(?:{S}of)?|dozen)|another|an?|{_WORD_NUMBER}|"
    rf"several|few|some|many|dozens{S}of|hundreds{S}of|thousands{S}of|couple{S}of)"
)
ABOUT = (
    rf"(?:about|around|nearly|almost|roughly|approximately|some|just|only|barely|more{S}than|less{S}than|fewer{S}than|over|under|at{S}least|"
    rf"at{S}most|up{S}to|within|an?{S}(?:additional|further|full))"
)
ORDINAL = "(?:" + "|".join(sorted(map(re.escape, ORDINALS), key=len, reverse=True)) + ")"

# What an expression can begin with: rules are tried nowhere else.
STARTS = frozenset(
    [
        *MONTHS, *WEEKDAYS, *SEASONS, *PARTS, *MODS, *ORDINALS, *(w + "s" for w in [*WEEKDAYS, *PARTS]),
        *(w for unit in UNITS for w in (unit, unit + "s")), "centuries",
        *"the this that these those last next past previous preceding prior coming following current same every each other all "
        "a an another half one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen "
        "seventeen eighteen nineteen twenty thirty forty fifty sixty seventy eighty ninety hundred thousand several few some many "
        "dozens hundreds thousands couple about around nearly almost roughly approximately just only barely more less fewer over "
        "under at up within per once twice several fiscal "
        "today tonight yesterday tomorrow overnight noon midday midnight sunrise sunset daybreak now currently current presently nowadays present "
        "recently lately recent future soon formerly long right daily weekly monthly yearly annually hourly quarterly nightly "
        "twenties thirties forties fifties sixties seventies eighties nineties latest sometime christmas thanksgiving easter "
        "new good independence labor labour memorial halloween valentine veterans columbus election boxing armistice ash palm "
        "xmas fourth martin comparable corresponding year".split(),
    ]
)  # fmt: skip

NUMBER_WORDS = frozenset(
    "a an one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen "
    "twenty thirty forty fifty sixty seventy eighty ninety hundred thousand half several few some many dozens hundreds thousands "
    "couple another".split()
)
# Kinds of words, as bits: a rule names one that its expressions cannot do without, so that it is not tried in vain.
KINDS = {"number": 1, "month": 2, "weekday": 4, "part": 8, "season": 16, "unit": 32, "near": 64}
KIND_OF = {
    **dict.fromkeys(MONTHS, 2),
    **{w + s: 4 for w in WEEKDAYS for s in ("", "s")},
    **{w + s: 8 for w in [*PARTS, "noon", "midnight", "midday"] for s in ("", "s")},
    **dict.fromkeys(SEASONS, 16),
    **{w + s: 32 for w in [*UNITS, "day", "period", "half"] for s in ("", "s")},
    "centuries": 32,
    **dict.fromkeys(("today", "tonight", "yesterday", "tomorrow", "overnight"), 64),
}
for _word in ("may", "second", "night", "nights"):
    KIND_OF[_word] = KIND_OF.get(_word, 0) | {"may": 2, "second": 32, "night": 40, "nights": 40}[_word]


def month_of(word: str) -> int:
    """1 to 12 for a month's name or abbreviation."""
    return MONTHS[word.lower().rstrip(".")]


def weekday_of(word: str) -> int:
    """0 for Monday to 6 for Sunday."""
    return WEEKDAYS[word.lower().rstrip(".")]


def unit_of(word: str) -> str:
    """The unit in the singular."""
    word = word.lower()
    return "century" if word.startswith("centur") else word.removesuffix("s")


def mod_of(words: str | None) -> str:
    """TIMEX3 mod of words like "early" or "the end of"; empty if they say none."""
    found = re.search(r"early|earlier|late\b|later|mid|middle|beginning|start|end", (words or "").lower())
    return MODS[found.group()] if found else ""
