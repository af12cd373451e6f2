"""A choice among options with named features: the likeliest, by the weights that `python -m evaluation.fields` fits."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from sayso.extract.weights import Features, total, weights

T = TypeVar("T")
FILE = "fields.tsv"


@dataclass(frozen=True)
class Option(Generic[T]):
    """Something that an event may have, or that it has none, with what speaks for it."""

    value: T
    features: Features


def likeliest(options: Sequence[Option[T]], model: str) -> T:
    """What has the greatest weighted sum, the first of equals."""
    chosen = weights(FILE)[model]
    return max(options, key=lambda o: total(chosen, o.features)).value
