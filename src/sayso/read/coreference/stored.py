"""Weights that stand beside the code, with the names of the features that they were fitted for."""

from collections.abc import Mapping, Sequence
from importlib.resources import files
from typing import Any

import numpy as np

from sayso.core.errors import AssetError

Array = Any


def arrays(file: str, keys: Sequence[str], features: Mapping[str, Sequence[str]], fitted_by: str) -> dict[str, Array]:
    """Arrays of a file in read/data by key. `features` are names by the key under which the file keeps those that it was fitted
    for. Raises AssetError where they are others."""
    path = files("sayso.read") / "data" / file
    with path.open("rb") as f, np.load(f) as held:
        if any(held[key].tolist() != list(names) for key, names in features.items()):
            raise AssetError(
                "the weights are for other features than this program has", where=str(path), hint=f"Fit them again: {fitted_by}."
            )
        return {k: held[k].astype(np.float32) for k in keys}
