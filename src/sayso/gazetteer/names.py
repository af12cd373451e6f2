"""Spelling of place names: what counts as the same name, strictly and loosely."""

import hashlib
import re
import unicodedata

SCALE = 10_000  # the file holds degrees in units of 1/10,000

_LETTERS = str.maketrans(
    {"ł": "l", "ø": "o", "đ": "d", "ð": "d", "ı": "i", "ß": "ss", "æ": "ae", "œ": "oe", "þ": "th", "ə": "a", "ħ": "h"}
    | dict.fromkeys("'’‘`ʼʻʿʾ´ʹ", "")
    | dict.fromkeys("-‐‑–—/,()", " ")
)
_ABBREVIATED = {"st": "saint", "ste": "sainte", "mt": "mount", "ft": "fort", "&": "and", "pt": "port"}
_ARTICLES = frozenset("al el ad ed ar er as es ash esh at et an en az ez adh ath eth the l le la las los".split())
_TRANSLITERATED = (
    *(("tch", "ch"), ("dj", "j"), ("kh", "k"), ("gh", "g"), ("dh", "d"), ("th", "t"), ("ph", "f"), ("ck", "k")),
    *(("q", "k"), ("ou", "u"), ("oo", "u"), ("ee", "i"), ("iy", "i"), ("y", "i"), ("w", "u"), ("o", "u"), ("z", "s")),
)
DESIGNATORS = {
    **dict.fromkeys("province state region oblast governorate voivodeship krai canton muhafazah wilaya prefecture".split(), 1),
    **dict.fromkeys("county parish district department borough raion municipality tehsil taluk subdistrict".split(), 2),
    **dict.fromkeys("city town village township municipality commune suburb".split(), 3),
}


def fold(name: str) -> str:
    """A name without case, accents, apostrophes, hyphens and points; "St." is "saint"."""
    text = unicodedata.normalize("NFKD", name.lower().translate(_LETTERS))
    words = "".join(c for c in text if not unicodedata.combining(c)).replace(".", " ").split()
    if len(words) > 1 and words[0] in _ABBREVIATED:
        words[0] = _ABBREVIATED[words[0]]
    return " ".join("and" if w == "&" else w for w in words)


def loosen(folded: str) -> str:
    """A key that the usual transliterations of a name share: Jalalabad and Jalal-Abad, Deir Ezzor and Dayr az Zawr."""
    words = folded.split()
    while len(words) > 1 and words[0] in _ARTICLES:
        words = words[1:]
    text = "".join(w for i, w in enumerate(words) if i == 0 or w not in _ARTICLES)
    for old, new in _TRANSLITERATED:
        text = text.replace(old, new)
    text = re.sub(r"(?<=[aei])h$", "", text)
    text = re.sub(r"a?[ou]+", "u", re.sub(r"[aei]+", "a", text))
    return re.sub(r"(.)\1+", r"\1", text)


def strip_designator(folded: str) -> tuple[str, int]:
    """The name without its kind of place, and the level that the kind names: 1, 2, 3 (town), 0 if none.

    "khost province" is ("khost", 1); "city of bath" is ("bath", 3).
    """
    words = folded.split()
    if len(words) > 1 and words[-1] in DESIGNATORS:
        return " ".join(words[:-1]), DESIGNATORS[words[-1]]
    if len(words) > 2 and words[1] == "of" and words[0] in DESIGNATORS:
        return " ".join(words[2:]), DESIGNATORS[words[0]]
    if len(words) > 1 and words[0] in ("county", "district", "province"):
        return " ".join(words[1:]), DESIGNATORS[words[0]]
    return folded, 0


def key(text: str) -> int:
    """40 bits of a digest: what the gazetteer file stores in place of a name."""
    return int.from_bytes(hashlib.blake2b(text.encode(), digest_size=5).digest(), "big")
