"""Which language a document is in."""

from functools import cache

from py3langid.langid import MODEL_FILE, LanguageIdentifier

from sayso.core import Document

_SHORT = 60  # characters of letters below which a guess is worth nothing and the default stands
_SAMPLE = 4000


@cache
def _identifier() -> LanguageIdentifier:
    return LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)


def language_of(document: Document, default: str = "en") -> str:
    """ISO 639-1 code from the words; what the masthead says decides where the words are too few to tell."""
    letters = "".join(c for c in document.text[:_SAMPLE] if c.isalpha() or c.isspace())
    stated = document.masthead.language.value[:2].lower() if document.masthead.language else None
    if sum(map(str.isalpha, letters)) < _SHORT:
        return stated or default
    guess, probability = _identifier().classify(letters.lower())
    return str(guess) if probability > 0.9 or stated is None else stated
