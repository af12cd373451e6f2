"""Dictionary forms of English words (lemminflect), by part of speech."""

from functools import lru_cache

from lemminflect import getLemma

_TAGS = {"VERB": "VERB", "NOUN": "NOUN", "ADJ": "ADJ", "ADV": "ADV", "AUX": "AUX", "PROPN": "PROPN"}
_CLITICS = {
    "n't": "not",
    "n’t": "not",
    "'re": "be",
    "’re": "be",
    "'ve": "have",
    "’ve": "have",
    "'ll": "will",
    "’ll": "will",
    "'m": "be",
    "’m": "be",
    "'d": "would",
    "’d": "would",
    "'s": "'s",
    "’s": "'s",
    "ca": "can",
    "wo": "will",
    "sha": "shall",
}
_AUX = {
    "am": "be",
    "is": "be",
    "are": "be",
    "was": "be",
    "were": "be",
    "been": "be",
    "being": "be",
    "has": "have",
    "had": "have",
    "having": "have",
    "does": "do",
    "did": "do",
    "done": "do",
}


@lru_cache(maxsize=200_000)
def lemma(word: str, upos: str) -> str:
    """The lemma in lower case (a proper noun keeps its letters' case only if it is all capitals)."""
    lower = word.lower()
    if upos in ("AUX", "PART", "VERB") and (lower in _CLITICS or (upos == "AUX" and lower in _AUX)):
        return _CLITICS.get(lower) or _AUX[lower]
    if upos == "PROPN":
        return lower
    if upos not in _TAGS or not lower.isalpha():
        return _hyphenated(lower, upos) if "-" in lower and upos == "NOUN" else lower
    found = getLemma(lower, upos=_TAGS[upos])
    return str(found[0]) if found else lower


def _hyphenated(word: str, upos: str) -> str:
    head, _, last = word.rpartition("-")
    return f"{head}-{lemma(last, upos)}" if last.isalpha() else word
