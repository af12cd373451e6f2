"""What stance a cue takes, whether it passes on what others say, and whether it is negated."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from sayso.core import Token
from sayso.lexicons import table, words

_NOT = {"not", "never", "no", "neither", "nor", "nobody", "without", "hardly"}
# A negated doubt is no doubt; to deny not is to assert; what is not confirmed is doubted.
_NEGATED = {"denies": "asserts", "doubts": "asserts", "confirms": "doubts", "asserts": "doubts", "concedes": "denies"}
# Verbs whose negation says nothing about what follows ("did not say who"), as against "did not believe".
_SILENT = {
    "say",
    "tell",
    "comment",
    "elaborate",
    "specify",
    "disclose",
    "reveal",
    "identify",
    "mention",
    "name",
    "give",
    "provide",
    "know",
    "explain",
}


@dataclass(frozen=True, slots=True)
class Stance:
    """`stance` as in `Attribution`; `relayed`: the cue passes on what others say; `negated`: the cue itself is negated."""

    stance: str
    relayed: bool
    negated: bool


@cache
def _cues(language: str) -> dict[str, tuple[str, bool]]:
    return {k: (s, r == "yes") for k, (s, r) in table(language, "cues", ("lemma", "stance", "relayed")).items()}


def stance_of(tokens: Sequence[Token], first: int, last: int, language: str = "en") -> Stance:
    """The stance of the cue at tokens [first, last): a phrase of the lexicon, else its last word that the lexicon knows."""
    known = _cues(language)
    lemmas = [tokens[i].lemma for i in range(first, last)]
    joined = " " + " ".join(lemmas) + " "
    negated = any(w in _NOT for w in lemmas)
    found = next(((p, known[p]) for p in _phrases(language) if f" {p} " in joined), None)
    if found is None:
        found = next(((w, known[w]) for w in reversed(lemmas) if w in known), None)
    if found is None:
        return Stance("asserts", any(w in words(language, "hedges", "word") for w in lemmas), negated)
    word, (stance, relayed) = found
    if negated and word not in _SILENT and stance in ("denies", "doubts", "confirms", "concedes"):
        stance = _NEGATED[stance]
    return Stance(stance, relayed, negated)


@cache
def _phrases(language: str) -> tuple[str, ...]:
    return tuple(sorted((p for p in _cues(language) if " " in p), key=len, reverse=True))
