"""Which language a document is in."""

import re
import unicodedata
from functools import cache

from py3langid.langid import MODEL_FILE, LanguageIdentifier

from sayso.core import Document

_SHORT = 60  # letters below which a guess is worth nothing and the default stands
_SAMPLE = 4000  # characters looked at
_SURE = 0.9
_WORD = re.compile(r"[^\W\d_]+")
# Words that no other language written in Latin letters uses this often; a fifth of English prose is made of them.
_ENGLISH = frozenset(
    "the of and to in that is was for on with as by at from his her he she it they were are has have had been which who this these said after "
    "their its not but an be will would".split()
)
_ENGLISH_SHARE = 0.18
_FEW = 8  # words


@cache
def _identifier() -> LanguageIdentifier:
    identifier = LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)
    identifier.set_languages([code for code in identifier.nb_classes if len(code) == 2])  # ISO 639-1: no dialects
    return identifier


def language_of(document: Document, default: str = "en") -> str:
    """ISO 639-1 code from the words; what the masthead says decides where the words are too few to tell."""
    sample = document.text[:_SAMPLE].lower()
    words = _WORD.findall(sample)
    stated = document.masthead.language.value[:2].lower() if document.masthead.language else None
    if len(words) >= _FEW and sum(w in _ENGLISH for w in words) >= _ENGLISH_SHARE * len(words):
        return "en"
    letters = " ".join(words)
    count = sum(map(len, words))
    if count < _SHORT and not _other_script(letters):
        return stated or default
    guess, probability = _identifier().classify(letters)
    return str(guess) if probability > _SURE or stated is None else stated


def _other_script(letters: str) -> bool:
    """Whether most letters are not Latin."""
    some = [c for c in letters[:200] if c.isalpha()]
    return bool(some) and 2 * sum(not unicodedata.name(c, "").startswith("LATIN") for c in some) > len(some)
