"""From words to the numbers that the encoder takes; the same code feeds training and reading."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from tokenizers import Tokenizer

SHAPES = ("pad", "lower", "Capital", "UPPER", "miXed", "digit", "mark", "other")
MAX_PIECES_PER_WORD = 12


@dataclass(frozen=True, slots=True)
class Pieces:
    """Word pieces of a text. `ids` and `shapes` run over pieces, `first` gives each word's first piece."""

    ids: np.ndarray
    shapes: np.ndarray
    first: np.ndarray


def shape(word: str) -> int:
    """Index into `SHAPES` of what the letters of a word tell besides their sound."""
    if any(c.isdigit() for c in word):
        return 5
    if not any(c.isalpha() for c in word):
        return 6
    if word.islower():
        return 1
    if word.isupper():
        return 3 if len(word) > 1 else 2
    if word[0].isupper() and word[1:].islower():
        return 2
    return 4 if any(c.isupper() for c in word) else 7


def to_pieces(words: Sequence[str], tokenizer: Tokenizer) -> Pieces:
    """Pieces of the words of one text. A word without pieces becomes the unknown piece; one of many is cut."""
    ids: list[int] = []
    shapes: list[int] = []
    first: list[int] = []
    unknown = int(tokenizer.token_to_id("[UNK]") or 0)
    for word, encoding in zip(words, tokenizer.encode_batch(list(words), add_special_tokens=False), strict=True):
        own = encoding.ids[:MAX_PIECES_PER_WORD] or [unknown]
        first.append(len(ids))
        ids += own
        shapes += [shape(word)] * len(own)
    return Pieces(np.array(ids, np.int64), np.array(shapes, np.int64), np.array(first, np.int64))
