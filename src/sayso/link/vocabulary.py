"""How common words are in news: a frozen table, so that the weight of a pair never depends on what else is in a ledger."""

import math
import re
from functools import cache, lru_cache
from importlib.resources import files

from sayso.core import AssetError

COMMON = 0.02  # a word in more than this share of articles tells no two apart


@cache
def _table() -> tuple[dict[str, int], int]:
    """Documents that hold each word, and all documents."""
    file = files("sayso.link") / "data" / "words.tsv"
    try:
        lines = file.read_text(encoding="utf-8").splitlines()
    except OSError as error:
        raise AssetError(f"cannot be read ({error})", where=file.name, hint="Install sayso again.") from error
    rows = [line.split("\t") for line in lines if line and not line.startswith("#")]
    if not rows or rows[0] != ["word", "documents"]:
        raise AssetError("has no line 'word, documents' above its rows", where=file.name, hint="Install sayso again.")
    counts = {word: int(number) for word, number in rows[1:]}
    return counts, counts.pop("*")


@lru_cache(maxsize=1 << 17)
def rarity(word: str) -> float:
    """Natural logarithm of how many articles one reads per article with the folded word; highest for an unknown one."""
    counts, total = _table()
    return math.log(total / counts.get(word, 1.5))


@lru_cache(maxsize=1 << 17)
def is_common(word: str) -> bool:
    """Whether a folded word stands in so many articles that it tells no two apart."""
    counts, total = _table()
    return counts.get(word, 0) > COMMON * total


@cache
def _stems() -> dict[str, int]:
    counts, total = _table()
    out: dict[str, int] = {}
    for word, n in counts.items():
        out[stem(word)] = min(total, out.get(stem(word), 0) + n)
    return out


@lru_cache(maxsize=1 << 17)
def stem_rarity(stemmed: str) -> float:
    """The same as `rarity` for a stem: articles that hold any of its words, counted as if no two of these shared one."""
    return math.log(_table()[1] / _stems().get(stemmed, 1.5))


@lru_cache(maxsize=1 << 17)
def stem(word: str) -> str:
    """A folded word without the endings of plural, past and participle, so that "killed" meets "killing"."""
    if len(word) > 4 and word.isalpha():
        word = re.sub(r"(?:ings?|ed|es|s|ly|er)$", "", word) if len(word) > 5 else re.sub(r"(?:ed|s)$", "", word)
        if len(word) > 3 and word[-1] == word[-2] and word[-1] not in "aeiouls":
            word = word[:-1]
        word = word.removesuffix("e")
    return word
