"""Sayso reads news reporting and keeps a ledger of claims, each with whose say-so it rests on.

`sayso.load()` gives a spaCy pipeline with the reader; everything else is in the stages (see ARCHITECTURE.md).
"""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from spacy.language import Language

__version__ = "0.1.0"


def load() -> "Language":
    """A spaCy pipeline of English with sayso's reader; the whole reading of a text is at `doc._.reading`."""
    from sayso.read.component import load as load_pipeline

    return load_pipeline()
