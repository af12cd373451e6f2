"""Quantities in the words: digits, number words, ranges, comparators and vague words, with what the words allow.

"More than 2,000" is low 2001, high None; "dozens" has no bounds and is vague; ages, money, dates, measures and the digits of a
weapon's name are recognised so that nobody counts them. Bounds and comparators follow the annotation guide.
"""

import re
from collections.abc import Sequence

from sayso.core import Quantity, Span
from sayso.read.number_kinds import kind_of
from sayso.read.number_words import GROUPS, NUMBER, SCALES, TENS, UNITS, value

__all__ = ["find", "value"]

_VAGUE = (
    r"(?:several|(?<!\btoo\s)(?<!\bhow\s)(?<!\bnot\s)many|a\s+few|a\s+couple|tens|dozens|scores|hundreds|thousands|millions|lakhs)(?:\s+(?:of\s+)?(?:dozens?|hundreds?|thousands?|millions?))?"
    r"|a\s+handful|(?:an?\s+)?(?:unknown|undisclosed|unspecified|undetermined|large|small|great|significant|growing|considerable|unconfirmed)?\s*number(?=\s+of\b)"
    r"|numerous|countless|multiple|various|(?<=\bthe\s)few|(?<=\blast\s)few"
)
_MORE = (
    r"(?:well\s+|far\s+|slightly\s+|just\s+|a\s+little\s+|significantly\s+|many\s+|even\s+)?(?:more\s+than|over|above)|upwards?\s+of|in\s+excess\s+of|"
    r"exceeding|exceeded|exceeds|surpass(?:ed|es|ing)|north\s+of"
)
_LESS = r"(?:well\s+|far\s+|slightly\s+|just\s+|a\s+little\s+)?(?:fewer\s+than|less\s+than|under|below)"
_AT_LEAST = r"at\s+(?:the\s+very\s+)?least|(?:no|not)\s+(?:fewer|less)\s+than|as\s+few\s+as|a\s+minimum\s+of|minimum(?:\s+of)?"
_AT_MOST = r"at\s+(?:the\s+very\s+)?most|(?:anywhere\s+)?up\s+to|(?:no|not)\s+more\s+than|as\s+(?:many|high|much)\s+as|a\s+maximum\s+of|maximum(?:\s+of)?"
_ABOUT = (
    r"about|around|some|roughly|approximately|nearly|almost|close\s+to|an?\s+estimated|estimated\s+at|approx\.?|circa|ca\.|"
    r"in\s+the\s+region\s+of|something\s+like|~"
)
_COMPARATOR = (
    rf"(?P<at_least>{_AT_LEAST})|(?P<at_most>{_AT_MOST})|(?P<more>{_MORE})|(?P<less>{_LESS})|(?P<about>{_ABOUT})|"
    r"(?P<another>another|a\s+further|an\s+additional)"
)
_RANGE = (
    rf"between\s+(?P<b1>{NUMBER})\s+and\s+(?P<b2>{NUMBER})|(?:(?:anywhere\s+)?from\s+)?(?P<t1>{NUMBER})\s+(?:to|or)\s+(?P<t2>{NUMBER})|"
    rf"(?P<d1>\d[\d,]*)\s?[-–—]\s?(?P<d2>\d[\d,]*)(?:\s(?:thousand|million)\b)?"
)
_AFTER = r"\s+or\s+(?:more|fewer|less|so)\b|\s?\+(?!\w)|[\s-]plus\b(?!-)|[\s-]odd\b"
_FOUND = re.compile(
    rf"(?:(?:{_COMPARATOR})\s+)?(?:(?P<range>{_RANGE})(?![\w%-])|(?P<plain>{NUMBER})|(?P<vague>{_VAGUE}))(?P<after>{_AFTER})?(?!\w)",
    re.IGNORECASE,
)
_NONE = re.compile(
    r"(?<!\w)(?:no\s+one(?!\s+else)|nobody(?!\s+else)|none|not\s+a\s+single|no(?=\s)(?!\s+(?:longer|more|fewer|less|doubt|matter|other|such|way|comment|one\b|sooner)))\b",
    re.IGNORECASE,
)
# A quantity can begin at these words alone, and at digits.
_STARTS = re.compile(
    r"(?<![\w$€£.,/:-])(?<!\w['’])(?:[~\d]|(?:"
    + "|".join(
        [
            *UNITS, *TENS, "an?", "at", "no", "not", "as", "up", "upwards?", "minimum", "maximum", "well", "far", "slightly", "just", "more",
            "over", "above", "in", "exceed(?:ing|ed|s)", "surpass(?:ed|es|ing)", "north", "fewer", "less", "under", "below", "many", "even", "about",
            "around", "some", "roughly", "approximately", "approx", "nearly", "almost", "close", "estimated", "circa", "ca", "something", "another",
            "between", "anywhere", "from", "half", "several", "tens", "dozens", "scores", "hundreds", "thousands", "millions", "lakhs",
            "significantly", "numerous", "countless", "multiple", "various", "few", "number", "unknown", "undisclosed", "unspecified",
        ]
    )
    + r")(?=[\s.,;:!?)\"'”’-]|$))|(?<=[$€£])\d|(?<![\w$€£.,/:-])(?:" + "|".join([*UNITS, *TENS]) + r")\b",
    re.IGNORECASE,
)  # fmt: skip
_RISE = re.compile(
    r"\b(?:rais|ris|rose|increas|grew|grow|climb|jump|revis|updat|lower|cut|drop|fell|fall|reduc|up|down)\w*\s[\w\s]{0,30}$",
    re.IGNORECASE,
)
_OR_MORE = re.compile(r"\s+[a-z]+(?:\s+[a-z]+)?\s+or\s+(?P<w>more|so|fewer|less)\b")


def find(text: str, times: Sequence[tuple[int, int]] = ()) -> list[Quantity]:
    """Quantities of a text in order, without those inside the `times` (offsets of time expressions), `noun` left open."""
    out: list[Quantity] = []
    upto = -1
    for start in _STARTS.finditer(text):
        if start.start() < upto:
            continue
        m = _FOUND.match(text, start.start())
        if m is None:
            continue
        found = _quantities(text, m)
        upto = m.end() if found else upto
        out += [q for q in found if not any(a < q.number.end and q.number.start < b for a, b in times)]
    for m in _NONE.finditer(text):
        out.append(Quantity(m.start(), m.end(), Span(m.start(), m.end()), "count", 0, 0, "exactly"))
    out.sort(key=lambda q: (q.start, -q.end))
    return [q for k, q in enumerate(out) if k == 0 or q.start >= out[k - 1].end]


def _quantities(text: str, m: re.Match[str]) -> list[Quantity]:
    comparator = next((k for k in ("at_least", "at_most", "more", "less", "about", "another") if m.group(k)), "")
    name = next(g for g in ("range", "plain", "vague") if m.group(g) is not None)
    number = Span(m.start(name), m.end(name))
    kind = kind_of(text, number)
    if name == "vague":
        if re.fullmatch(r"\s*number", m["vague"], re.IGNORECASE) or m["vague"].lower() == "various":
            return []
        return [Quantity(m.start(), m.end(), number, kind, None, None, "vague")]
    if name == "range":
        return _range(text, m, kind, comparator)
    n = value(m["plain"])
    if n is None or (m["plain"].lower() == "one" and _pronoun_one(text, number)):
        return []
    after = re.sub(r"[\s+-]+", " ", m["after"] or "").strip() or ("+" if "+" in (m["after"] or "") else "")
    if not after and (later := _OR_MORE.match(text, m.end())):
        after = f"or {later['w']}"
    return [Quantity(m.start(), m.end(), number, kind, *_bounds(n, comparator, after))]


def _range(text: str, m: re.Match[str], kind: str, comparator: str) -> list[Quantity]:
    """A range as one quantity; "raised from 12 to 15", scores and numbers that fall are two."""
    one, two = next((a, b) for a, b in (("b1", "b2"), ("t1", "t2"), ("d1", "d2")) if m.group(a))
    low, high = value(m.group(one)), value(m.group(two))
    if low is None or high is None:
        return []
    upper = m.group("range")[m.start(two) - m.start("range") :]
    scale = re.search(r"dozen|score|hundred|thousand|million|billion|lakh|crore", upper, re.IGNORECASE)
    if scale and one == "d1":
        high = value(upper) or high
    if (
        scale
        and low < 20
        and not re.search(r"dozen|score|hundred|thousand|million|billion|lakh|crore", m.group(one), re.IGNORECASE)
    ):
        low *= (GROUPS | SCALES)[scale.group(0).lower()]
    span = Span(m.start("range"), m.end("range"))
    if low < high and not (one == "t1" and _RISE.search(text[max(0, m.start() - 40) : m.start()])):
        if comparator == "at_least":
            return [Quantity(m.start(), m.end(), span, kind, low, None, "at_least")]
        if comparator == "at_most":
            return [Quantity(m.start(), m.end(), span, kind, None, high, "at_most")]
        return [Quantity(m.start(), m.end(), span, kind, low, high, "range")]
    if one == "d1":
        kind = "other" if kind == "count" else kind  # a score or a vote
    return [
        Quantity(m.start(g), m.end(g), Span(m.start(g), m.end(g)), kind, v, v, "exactly") for g, v in ((one, low), (two, high))
    ]


def _bounds(n: int, comparator: str, after: str) -> tuple[int | None, int | None, str]:
    """Low, high and comparator as the annotation guide wants them."""
    if comparator == "at_least" or after in ("or more", "+", "plus"):
        return n, None, "at_least"
    if comparator == "more":
        return n + 1, None, "at_least"
    if comparator == "at_most" or (after in ("or fewer", "or less") and comparator == ""):
        return None, n, "at_most"
    if comparator == "less":
        return None, n - 1, "at_most"
    if comparator == "about" or after in ("or so", "odd"):
        return n, n, "about"
    return n, n, "exactly"


def _pronoun_one(text: str, number: Span) -> bool:
    """ "One" that stands for a noun or a person in general ("no one", "this one", "one must", "one of the most")."""
    before, after = text[max(0, number.start - 12) : number.start], text[number.end : number.end + 24]
    return bool(
        re.search(
            r"\b(?:no|this|that|the|which|each|every|any|some|another|first|last|other|his|her|their|my|our|its)\s(?:true\s)?$",
            before,
            re.IGNORECASE,
        )
        or re.match(
            r"\s(?:day|another|of\s+the\s+(?:most|few|best|worst|first|largest|biggest|main|key)|must|could|might|should|way|thing|reason)\b",
            after,
            re.IGNORECASE,
        )
    )
