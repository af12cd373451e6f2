"""What a number in digits or words is worth: "1,250", "2.3 million", "one hundred and five", "half a dozen", "three lakh"."""

import re
import unicodedata

UNITS = dict(
    zip(
        "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen "
        "nineteen".split(),
        range(20),
        strict=True,
    )
)
TENS = dict(zip("twenty thirty forty fifty sixty seventy eighty ninety".split(), range(20, 100, 10), strict=True))
SCALES = {"hundred": 100, "thousand": 10**3, "million": 10**6, "billion": 10**9, "lakh": 10**5, "crore": 10**7}
GROUPS = {"dozen": 12, "score": 20, "pair": 2, "trio": 3}
_SUFFIXES = {
    "k": 10**3,
    "m": 10**6,
    "mn": 10**6,
    "mln": 10**6,
    "bn": 10**9,
    "bln": 10**9,
    "lakhs": 10**5,
    "crores": 10**7,
} | SCALES

_WORD = r"(?:" + "|".join([*UNITS, *TENS]) + r")"
_SCALE = r"(?:hundred|thousand|million|billion|lakhs?|crores?)"
_BLANK = r"[ \u00a0\u202f]"
# Thousands are parted by commas or blanks of any kind; \d is any digit of Unicode. A letter O among digits is a zero misread.
DIGITS = rf"(?:\d{{1,3}}(?:,[\dO]{{3}})+|[1-9]\d{{0,2}}(?:{_BLANK}\d{{3}})+(?!\d)|\d+)(?:\.\d+|\u00bd)?(?![\d,]*\d)"
WORDS = rf"(?:{_WORD}(?:[-\s](?:and[-\s])?(?:{_WORD}|{_SCALE}))*(?:\s+{_SCALE})*|an?\s+{_SCALE}(?:\s+(?:and\s+)?{_WORD}(?:[-\s]{_WORD})*)?)"
QUARTERS = rf"(?:(?:an?|one|three)[\s-]+quarters?\s+of\s+an?\s+{_SCALE})"
HALVES = rf"(?:half[\s-](?:an?\s+)?(?:dozen|{_SCALE})|(?:{_WORD}|an?)\s+and\s+a\s+half\s+{_SCALE}|(?:an?|{_WORD}|\d+)\s+{_SCALE}\s+and\s+a\s+half)"
DOZENS = rf"(?:(?:an?|{_WORD}|\d{{1,2}})\s+dozens?|(?:an?|{_WORD})\s+score|a\s+(?:pair|trio)(?=\s+of\b))"
SCALED = rf"(?:{DIGITS})(?:[\s-]?(?:hundred|thousand|million|billion|lakhs?|crores?|bn|mn|mln|bln)\b|[km](?![a-z\d]))?"
NUMBER = rf"(?:{QUARTERS}|{HALVES}|{DOZENS}|{SCALED}|{WORDS})"

_QUARTERS = re.compile(rf"(?P<n>a|an|one|three) quarters? of an? (?P<s>{_SCALE})")
_AND_A_HALF = re.compile(rf"(?P<n>\w+) and a half (?P<s>{_SCALE})|(?P<n2>\w+) (?P<s2>{_SCALE}) and a half")


def value(words: str) -> int | None:
    """The whole number that digits or number words say, None if they say none. Fractions of a million count, others are cut."""
    w = re.sub(r"[\s\u00a0\u202f-]+", " ", words.lower().strip())
    digits = re.fullmatch(r"([\do][\do, ]*(?:\.\d+)?\u00bd?)\s?([a-z]{1,8})?", w)
    if digits and any(c.isdigit() for c in w):
        return _of_digits(digits[1], digits[2])
    if m := _QUARTERS.fullmatch(w):
        return SCALES[m["s"].rstrip("s")] * (3 if m["n"] == "three" else 1) // 4
    if w.startswith("half "):
        word = w.split()[-1]
        return (GROUPS | SCALES).get(word.rstrip("s"), 0) // 2 or None
    if m := _AND_A_HALF.fullmatch(w):
        number, scale = m["n"] or m["n2"], SCALES[(m["s"] or m["s2"]).rstrip("s")]
        whole = 1 if number in ("a", "an") else value(number)
        return None if whole is None else whole * scale + scale // 2
    first, last = w.split()[:1], w.split()[-1:]
    if last and last[0].rstrip("s") in GROUPS:
        one = 1 if first[0] in ("a", "an") else value(first[0])
        return None if one is None else one * GROUPS[last[0].rstrip("s")]
    return _of_words(w)


def _of_digits(digits: str, suffix: str | None) -> int | None:
    if suffix and suffix not in _SUFFIXES:
        return None
    plain = "".join(str(unicodedata.digit(c)) if c.isdigit() else "0" if c == "o" else c for c in digits)
    try:
        number = float(plain.replace(",", "").replace(" ", "").replace("\u00bd", ".5"))
    except ValueError:
        return None
    return round(number * _SUFFIXES.get(suffix or "", 1))


def _of_words(w: str) -> int | None:
    total = part = 0
    known = False
    for word in w.replace(" and ", " ").split():
        known = True
        if word in ("a", "an"):
            part = part or 1
        elif word in UNITS or word in TENS:
            part += UNITS.get(word, TENS.get(word, 0))
        elif word == "hundred":
            part = (part or 1) * 100
        elif word.rstrip("s") in SCALES:
            total, part = total + (part or 1) * SCALES[word.rstrip("s")], 0
        else:
            return None
    return total + part if known else None
