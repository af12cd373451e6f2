"""Small models whose weights are a data file: a weighted sum of named features, read as log-odds or as a score."""

import math
from collections.abc import Mapping
from functools import cache
from importlib.resources import files

from sayso.ontology.tables import read_table

Features = Mapping[str, float]
BIAS = "bias"


@cache
def weights(file: str) -> dict[str, dict[str, float]]:
    """Model to feature to weight, from `extract/data/FILE`. Raises DataFileError where the file is wrong."""
    out: dict[str, dict[str, float]] = {}
    for row in read_table(files("sayso.extract") / "data" / file, ("model", "feature", "weight"), ("model", "feature")):
        out.setdefault(row.filled("model"), {BIAS: 0.0})[row.filled("feature")] = row.number("weight")
    return out


def total(model: Mapping[str, float], features: Features) -> float:
    """The weighted sum with the bias; a feature without a weight counts nothing."""
    return model.get(BIAS, 0.0) + sum(model.get(name, 0.0) * value for name, value in features.items())


def probability(model: Mapping[str, float], features: Features) -> float:
    """The weighted sum as a probability."""
    return 1 / (1 + math.exp(-max(-30.0, min(30.0, total(model, features)))))


def present(flags: Mapping[str, float]) -> dict[str, float]:
    """Features without those that are 0 or false, as numbers."""
    return {name: float(value) for name, value in flags.items() if value}
