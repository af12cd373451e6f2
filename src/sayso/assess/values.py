"""What the words of a figure allow as numbers."""

import math
import re
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from sayso.core import Claim
from sayso.ontology.tables import read_table

# "About 300" allows this share to either side; 15 % is what news rounds away (own choice, no standard says).
ABOUT = 0.15


@dataclass(frozen=True, slots=True)
class VagueWord:
    """A word that counts without a number. `least` is the smallest number it allows."""

    word: str
    least: int
    acled: int
    acled_large: int
    mark: str


@cache
def vague_words() -> dict[str, VagueWord]:
    """The table of vague words by word."""
    columns = ("word", "least", "acled", "acled_large", "mark")
    rows = read_table(files("sayso.assess") / "data" / "vague.tsv", columns, ("word",))
    return {
        r["word"]: VagueWord(
            r.filled("word"),
            int(r.number("least")),
            int(r.number("acled")),
            int(r.number("acled_large")),
            r.one_of("mark", "VSM"),
        )
        for r in rows
    }


def vague_word(claim: Claim) -> VagueWord | None:
    """The vague word of a claim; the largest if it has several ("hundreds, if not thousands"); "plural" if it has none."""
    if claim.comparator not in ("vague", "plural") or claim.low is not None or claim.high is not None:
        return None
    words = vague_words()
    found = [words[w] for w in re.findall(r"[a-z]+", claim.quote.words.lower()) if w in words]
    return max(found, key=lambda w: w.least, default=words["plural"])


@dataclass(frozen=True, slots=True)
class Bounds:
    """The numbers that a claim allows; `high` is infinite where nothing bounds it."""

    low: float
    high: float

    def meets(self, other: "Bounds") -> bool:
        """Whether both can be true."""
        return self.low <= other.high and other.low <= self.high


def bounds(claim: Claim) -> Bounds | None:
    """The numbers that a figure's words allow, None if it is no figure. "Several" is three or more, a plural one or more."""
    if not claim.comparator:
        return None
    if (vague := vague_word(claim)) is not None:
        return Bounds(vague.least, math.inf)
    low = 0 if claim.low is None else claim.low
    high = math.inf if claim.high is None else claim.high
    if claim.comparator == "about" and claim.low is not None:
        high = claim.low if claim.high is None else claim.high
        return Bounds(math.floor(low * (1 - ABOUT)), math.ceil(high * (1 + ABOUT)))
    return Bounds(low, high)
