"""Quantities in the words: digits, number words, ranges, comparators and vague words, with what the words allow.

"More than 2,000" is low 2001, high None; "dozens" has no bounds and is vague; ages, money, dates, measures and the digits of a
weapon's name are recognised so that nobody counts them.
"""

import re
from collections.abc import Sequence

from sayso.core import Quantity, Span

_UNITS = dict(
    zip(
        "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen "
        "nineteen".split(),
        range(20),
        strict=True,
    )
)
_TENS = dict(zip("twenty thirty forty fifty sixty seventy eighty ninety".split(), range(20, 100, 10), strict=True))
_SCALES = {"hundred": 100, "thousand": 1000, "million": 10**6, "billion": 10**9, "k": 1000, "m": 10**6, "mn": 10**6, "bn": 10**9}
_VAGUE = {
    "several",
    "few",
    "many",
    "dozens",
    "scores",
    "hundreds",
    "thousands",
    "tens",
    "millions",
    "numerous",
    "countless",
    "handful",
    "various",
    "couple",
    "multiple",
    "number",
}

_WORD = r"(?:" + "|".join([*_UNITS, *_TENS]) + r")"
_NUMBER_WORD = (
    rf"{_WORD}(?:[-\s](?:and[-\s])?(?:{_WORD}|hundred|thousand|million|billion))*(?:\s+(?:hundred|thousand|million|billion))*"
)
_DIGITS = r"\d{1,3}(?:[,\u00a0\u202f]\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?"
_SCALED = rf"(?:{_DIGITS})(?:\s?(?:thousand|million|billion|bn|mn|[km](?![a-z])))?"
_DOZEN = r"(?:a|one|two|three|four|half\s+a|half-a)\s+dozen(?:\s+(?:or\s+so))?|a\s+(?:hundred|thousand|million)|a\s+score"
_PLAIN = rf"(?:{_DOZEN}|{_SCALED}|{_NUMBER_WORD})"
_VAGUE_PHRASE = (
    r"(?:several|many|a\s+few|a\s+couple|tens|dozens|scores|hundreds|thousands|millions)(?:\s+(?:of\s+)?(?:dozens?|hundreds?|thousands?|millions?))?"
    r"|a\s+handful|(?:an?\s+)?(?:unknown|undisclosed|unspecified|large|small|great|significant|growing|considerable)?\s*number(?=\s+of\b)"
    r"|numerous|countless|multiple|various|(?<=\bthe\s)few|(?<=\blast\s)few"
)
_AT_LEAST = r"at\s+least|no\s+(?:fewer|less)\s+than|not\s+(?:fewer|less)\s+than|a\s+minimum\s+of|minimum"
_AT_MOST = r"at\s+most|up\s+to|no\s+more\s+than|not\s+more\s+than|as\s+many\s+as|a\s+maximum\s+of|maximum"
_MORE = r"more\s+than|over|above|upwards?\s+of|in\s+excess\s+of|exceeding|exceeded|surpass(?:ed|es|ing)"
_LESS = r"fewer\s+than|less\s+than|under|below"
_ABOUT = (
    r"about|around|some|roughly|approximately|nearly|almost|close\s+to|an?\s+estimated|estimated\s+at|or\s+so|approx\.?|circa|ca\.|"
    r"in\s+the\s+region\s+of|just\s+over|just\s+under|~"
)
_COMPARATOR = rf"(?P<at_least>{_AT_LEAST})|(?P<at_most>{_AT_MOST})|(?P<more>{_MORE})|(?P<less>{_LESS})|(?P<about>{_ABOUT})|(?P<another>another|a\s+further|an\s+additional)"
_ANCHOR = r"(?<![\w$€£.,/:-])(?<!\w['’])"
_RANGE = (
    rf"between\s+(?P<b1>{_PLAIN})\s+and\s+(?P<b2>{_PLAIN})|"
    rf"(?:from\s+)?(?P<t1>{_PLAIN})\s+(?:to|or)\s+(?P<t2>{_PLAIN})|"
    r"(?P<d1>\d[\d,]*)\s?[-–—]\s?(?P<d2>\d[\d,]*)"
)
_FOUND = re.compile(
    rf"{_ANCHOR}(?:(?:{_COMPARATOR})\s+)?(?:(?P<range>{_RANGE})(?![\w%-])|(?P<plain>{_PLAIN})|(?P<vague>{_VAGUE_PHRASE}))"
    r"(?P<after>\s+or\s+(?:more|fewer|less|so)|\s*\+)?(?!\w)",
    re.I,
)
_CHANGE = re.compile(
    r"\b(?:rais|ris|rose|increas|grew|grow|climb|jump|revis|updat|lower|cut|drop|fell|fall|reduc|up|down)\w*\s[\w\s]{0,30}$", re.I
)
_NONE = re.compile(
    r"(?<!\w)(?:no\s+one|nobody|none|no)(?=\s)(?!\s+(?:longer|more\s+than|fewer|less|doubt|matter|other|such|way|comment))", re.I
)
_MONTH = r"jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?"
_UNIT = (
    r"(?:-|\s)?(?:%|per\s?cent|percent(?:age)?|percentage\s+points?|km|kms|kilomet(?:re|er)s?|miles?|met(?:re|er)s?|cm|mm|feet|foot|ft|inch(?:es)?|kg|kilos?|"
    r"kilograms?|tons?|tonnes?|pounds?|lbs?|litres?|liters?|gallons?|acres?|hectares?|degrees?|mph|kph|watts?|megawatts?|mw|calib(?:re|er)|barrels?|"
    r"carats?|square|sq|rounds?\s+of\s+ammunition|bullets?|billion|trillion)\b|%"
)
_TIME_UNIT = r"(?:-|\s)?(?:seconds?|minutes?|hours?|days?|weeks?|months?|years?|decades?|centur(?:y|ies)|a\.?m\.?|p\.?m\.?|o['’]clock|gmt|utc)\b"
_AGE = re.compile(r"^(?:-|\s)?(?:years?|months?|weeks?|days?)(?:-|\s)old\b|^-year\b", re.I)
_MONEY_AFTER = re.compile(
    r"^(?:\s(?:thousand|million|billion|trillion))?\s?(?:us\s)?(?:dollars?|euros?|pounds?\ssterling|rubles?|roubles?|rupees?|yuan|yen|pesos?|som|"
    r"lira|dinars?|riyals?|shekels?|cents?|usd|eur|gbp)\b",
    re.I,
)
_ORDINAL_AFTER = re.compile(r"^(?:st|nd|rd|th)\b", re.I)


def find(text: str, times: Sequence[tuple[int, int]] = ()) -> list[Quantity]:
    """Quantities of a text in order, without those inside the `times` (offsets of time expressions), `noun` left open."""
    out: list[Quantity] = []
    covered = sorted(times)
    for m in _FOUND.finditer(text):
        out += _quantity(text, m, covered)
    for m in _NONE.finditer(text):
        out.append(Quantity(m.start(), m.end(), Span(m.start(), m.end()), "count", 0, 0, "exactly"))
    out.sort(key=lambda q: (q.start, -q.end))
    return [
        q
        for k, q in enumerate(out)
        if not any(o.start <= q.start and q.end <= o.end and o is not q for o in out[max(0, k - 3) : k + 2])
    ]


def value(words: str) -> int | None:
    """The whole number that digits or number words say, None if they say none."""
    w = re.sub(r"[\s\u00a0\u202f-]+", " ", words.lower().strip())
    digits = re.fullmatch(r"([\d,]+(?:\.\d+)?|[\d ]+)\s?(thousand|million|billion|bn|mn|k|m)?", w)
    if digits:
        try:
            return round(float(digits[1].replace(",", "").replace(" ", "")) * _SCALES.get(digits[2] or "", 1))
        except ValueError:
            return None
    if "dozen" in w:
        if w.startswith("half"):
            return 6
        return 12 * _UNITS.get(w.split()[0], 1)
    if w.endswith("score"):
        return 20
    total = part = 0
    for word in w.replace(" and ", " ").split():
        if word in ("a", "an"):
            part = part or 1
        elif word in _UNITS or word in _TENS:
            part += _UNITS.get(word, _TENS.get(word, 0))
        elif word == "hundred":
            part = (part or 1) * 100
        elif word in _SCALES:
            total, part = total + (part or 1) * _SCALES[word], 0
        else:
            return None
    return total + part


def _quantity(text: str, m: re.Match[str], times: Sequence[tuple[int, int]]) -> list[Quantity]:
    comparator = next((k for k in ("at_least", "at_most", "more", "less", "about", "another") if m.group(k)), "")
    name = next(g for g in ("range", "plain", "vague") if m.group(g) is not None)
    start, end = m.start(), m.end()
    number = Span(m.start(name), m.end(name))
    if any(a < number.end and number.start < b for a, b in times):
        return []
    kind = _kind(text, number)
    if name == "vague":
        if re.fullmatch(r"\s*number", m.group("vague")) or m.group("vague").lower() in ("various", "multiple"):
            return []
        return [Quantity(start, end, number, kind, None, None, "vague")]
    if name == "range":
        return _range(text, m, kind)
    n = value(m.group("plain"))
    if n is None:
        return []
    words = m.group("plain").lower()
    if words == "one" and _pronoun_one(text, number):
        return []
    after = (m.group("after") or "").split()
    return [Quantity(start, end, number, kind, *_bounds(n, comparator, after))]


def _range(text: str, m: re.Match[str], kind: str) -> list[Quantity]:
    """A range as one quantity; "raised from 12 to 15" and numbers that fall are two."""
    one, two = next((a, b) for a, b in (("b1", "b2"), ("t1", "t2"), ("d1", "d2")) if m.group(a))
    low, high = value(m.group(one)), value(m.group(two))
    if low is None or high is None:
        return []
    scale = re.search(r"dozen|hundred|thousand|million", m.group(two), re.I)
    if scale and low < 20 and not re.search(r"dozen|hundred|thousand|million", m.group(one), re.I):
        low *= {"dozen": 12, "hundred": 100, "thousand": 1000, "million": 10**6}[scale.group(0).lower()]
    if low < high and not (one == "t1" and _CHANGE.search(text[max(0, m.start() - 40) : m.start()])):
        return [Quantity(m.start(), m.end(), Span(m.start("range"), m.end("range")), kind, low, high, "range")]
    return [
        Quantity(m.start(g), m.end(g), Span(m.start(g), m.end(g)), kind, v, v, "exactly") for g, v in ((one, low), (two, high))
    ]


def _bounds(n: int, comparator: str, after: list[str]) -> tuple[int | None, int | None, str]:
    """Low, high and comparator as the annotation guide wants them."""
    if comparator == "at_least" or after[-1:] in (["more"], ["+"]):
        return n, None, "at_least"
    if comparator == "more":
        return n + 1, None, "at_least"
    if comparator == "at_most" or (after[-1:] in (["fewer"], ["less"]) and comparator == ""):
        return None, n, "at_most"
    if comparator == "less":
        return None, n - 1, "at_most"
    if comparator == "about" or after[-1:] == ["so"]:
        return n, n, "about"
    return n, n, "exactly"


def _kind(text: str, number: Span) -> str:
    """What sort of number it is, from the words beside it."""
    before, after = text[max(0, number.start - 24) : number.start], text[number.end : number.end + 40]
    digits = text[number.start : number.end]
    if re.search(r"[$€£¥]\s?$|\b(?:rs|us\$|usd|eur)\.?\s?$", before, re.I) or _MONEY_AFTER.match(after):
        return "money"
    if _AGE.match(after) or re.search(r"\b(?:aged?|ages)\s+(?:between\s+)?$", before, re.I):
        return "age"
    if (
        re.search(r",\s$", before)
        and re.match(r",", after)
        and digits.isdigit()
        and 5 <= int(digits) <= 99
        and re.search(r"[A-Z]\w+,\s$", before)
    ):
        return "age"
    if re.match(rf"{_UNIT}", after, re.I):
        return "percent" if re.match(r"[\s-]?(?:%|per)", after, re.I) else "measure"
    if re.match(rf"{_TIME_UNIT}", after, re.I) or re.match(r":\d\d", after) or re.search(r"\d:$", before):
        return "time"
    if _ORDINAL_AFTER.match(after):
        return "ordinal"
    if re.search(rf"\b(?:{_MONTH})\.?\s$", before, re.I) or re.match(rf"\s(?:{_MONTH})\b", after, re.I):
        return "time"
    if re.fullmatch(r"(?:1[6-9]|20)\d\d", digits) and not re.match(
        r"\s+(?:people|civilians|troops|soldiers|dead|were|have|men|women|children)\b", after, re.I
    ):
        return "year"
    if re.search(
        r"\b(?:article|section|resolutions?|chapter|no\.|number|room|route|highway|flight|unit|page|channel|group of|division|brigade|battalion|"
        r"regiment|paragraph|act|operation|version|phase|level|district|ward|zone|apollo|boeing|airbus)\s?$",
        before,
        re.I,
    ):
        return "name"
    if re.search(r"[A-Za-z]-?$", before) or re.match(r"-?[a-z]*\d|['’]s\b", after):
        return "name"
    if "." in digits and not re.search(r"million|billion|thousand", digits):
        return "measure"
    return "count"


def _pronoun_one(text: str, number: Span) -> bool:
    """ "One" that stands for a noun or a person in general ("no one", "this one", "one must", "one of the most")."""
    before, after = text[max(0, number.start - 12) : number.start], text[number.end : number.end + 24]
    return bool(
        re.search(r"\b(?:no|this|that|the|which|each|every|any|some|another|first|last|other)\s$", before, re.I)
        or re.match(
            r"\s(?:day|another|of\s+the\s+(?:most|few|best|worst|first|largest|biggest|main|key)|must|could|might|should|way)\b",
            after,
            re.I,
        )
    )
