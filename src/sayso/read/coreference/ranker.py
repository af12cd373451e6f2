"""Scores of a mention's candidates by a small network over named features, and the links that follow.

    score(mention, candidate) = v . relu(A own + B other + C pair + b) + e encoder; score(mention, nothing) = w . relu(D own + d)

The weights are fitted on the train split of GUM by `training/coreference.py`; text under a non-commercial licence is left out. What
the encoder says is not among the features: it was trained on the same texts, and a ranker that sees it there trusts it too much
(GUM dev .570, against .622).
"""

from functools import cache
from typing import Any

import numpy as np

from sayso.read.coreference.features import PAIR, SINGLE, Features
from sayso.read.coreference.stored import arrays

Array = Any
ENCODER = 3.0  # e, by GUM dev (best at 2) and GAP validation (best at 4)
WEIGHTS = ("own", "other", "pair", "bias", "out", "alone", "alone_bias", "alone_out")


@cache
def weights() -> dict[str, Array]:
    """The shipped weights. Raises AssetError where they were fitted for other features than this program computes."""
    return arrays("coreference.npz", WEIGHTS, {"single": SINGLE, "pairs": PAIR}, "training/coreference.py")


def scores(f: Features, w: dict[str, Array]) -> Array:
    """[mentions, 1 + candidates]: for each mention the score of being new, then of each candidate; -inf where there is none."""
    n = len(f.single)
    own = f.single @ w["own"] + w["bias"]
    other = f.single @ w["other"]
    hidden = own[:, None, :] + other[f.candidates] + f.pairs @ w["pair"]
    linked = np.where(f.mask, np.maximum(hidden, 0) @ w["out"] + ENCODER * f.encoder, -np.inf)
    alone = np.maximum(f.single @ w["alone"] + w["alone_bias"], 0) @ w["alone_out"]
    return np.concatenate([alone.reshape(n, 1), linked], axis=1)
