"""Words of a text as linking compares them: folded, hashed the same on every machine, with what stands in quotation marks."""

import hashlib
import re
from dataclasses import dataclass
from functools import cached_property, lru_cache

import numpy as np
import numpy.typing as npt

_WORD = re.compile(r"[^\W_]+(?:['’.\-&][^\W_]+)*")
_QUOTED = re.compile(r"“[^“”\n]{8,800}”|\"[^\"\n]{8,800}\"|«[^«»\n]{8,800}»")
SHINGLE = 5  # words; four let common phrases through, six break at every edit
_FACTOR = np.uint64(0x9E3779B97F4A7C15)
Hashes = npt.NDArray[np.uint64]


@dataclass(frozen=True)
class Words:
    """The words of one text. `starts` and `ends` are code-point offsets; `folded` in lower case with plain apostrophes."""

    text: str
    folded: tuple[str, ...]
    starts: tuple[int, ...]
    ends: tuple[int, ...]

    def __len__(self) -> int:
        return len(self.folded)

    @cached_property
    def hashes(self) -> Hashes:
        """A 64-bit hash of each word."""
        return np.fromiter((_hash(w) for w in self.folded), dtype=np.uint64, count=len(self))

    @cached_property
    def shingles(self) -> Hashes:
        """A 64-bit hash of every run of `SHINGLE` words, by its first word."""
        count = len(self) - SHINGLE + 1
        if count <= 0:
            return np.zeros(0, dtype=np.uint64)
        out = np.zeros(count, dtype=np.uint64)
        with np.errstate(over="ignore"):
            for i in range(SHINGLE):
                out = out * _FACTOR + self.hashes[i : i + count]
            out ^= out >> np.uint64(29)
            out *= np.uint64(0xBF58476D1CE4E5B9)
            out ^= out >> np.uint64(32)
        return out

    @cached_property
    def quoted(self) -> npt.NDArray[np.bool_]:
        """For each word whether it stands within quotation marks."""
        out = np.zeros(len(self), dtype=bool)
        starts = np.asarray(self.starts)
        for found in _QUOTED.finditer(self.text):
            out[np.searchsorted(starts, found.start()) : np.searchsorted(starts, found.end())] = True
        return out

    def span(self, first: int, last: int) -> tuple[int, int]:
        """Code-point offsets of words [first, last)."""
        return self.starts[first], self.ends[last - 1]


def words_of(text: str) -> Words:
    """The words of a text in order."""
    found = list(_WORD.finditer(text))
    return Words(
        text,
        tuple(fold_word(m[0]) for m in found),
        tuple(m.start() for m in found),
        tuple(m.end() for m in found),
    )


def fold_word(word: str) -> str:
    """A word for comparison."""
    return word.lower().replace("’", "'").removesuffix("'s").removesuffix("'")


@lru_cache(maxsize=1 << 17)
def _hash(word: str) -> int:
    return int.from_bytes(hashlib.blake2b(word.encode("utf-8", "surrogatepass"), digest_size=8).digest(), "little")


def sampled(words: Words, one_in: int) -> Hashes:
    """The shingles whose hash falls into a fixed share of all: two texts keep the same of what they share. Sorted, once each."""
    hashes = words.shingles
    return np.unique(hashes[hashes % np.uint64(one_in) == 0])
