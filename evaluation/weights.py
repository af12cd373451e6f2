"""Fitting and writing the small models over named features that the package reads (`sayso.extract.weights`)."""

from collections.abc import Mapping, Sequence
from pathlib import Path

import numpy as np
from scipy.optimize import minimize
from scipy.sparse import csr_matrix

from sayso.extract.weights import BIAS, Features

Weights = dict[str, float]


def logistic(
    rows: Sequence[Features],
    right: Sequence[bool],
    *,
    penalty: float,
    counts: Sequence[float] | None = None,
    expected: Mapping[str, float] | None = None,
    pulls: Mapping[str, float] | None = None,
    names: Sequence[str] | None = None,
) -> Weights:
    """Weights of a logistic model, penalised for leaving what is `expected` (0 for a feature that is not there), but for the bias.

    `penalty` holds for every feature without one of its own in `pulls`; `counts` says how much each row weighs; `names` are the
    features to use, by default all.
    """
    columns = [BIAS, *(sorted({n for row in rows for n in row}) if names is None else names)]
    at = {n: k for k, n in enumerate(columns)}
    cells = [(i, at[n], v) for i, row in enumerate(rows) for n, v in {BIAS: 1.0, **row}.items() if n in at]
    i, j, values = zip(*cells, strict=True)
    x = csr_matrix((values, (i, j)), shape=(len(rows), len(columns)))
    y, weight = np.array(right, dtype=float), np.ones(len(rows)) if counts is None else np.array(counts)
    held = np.array([(expected or {}).get(n, 0.0) for n in columns])
    pull = np.array([0.0 if n == BIAS else (pulls or {}).get(n, penalty) for n in columns])

    def loss(w: np.ndarray) -> tuple[float, np.ndarray]:
        z, off = x @ w, pull * (w - held)
        told = float(weight @ (np.logaddexp(0, z) - y * z))
        return told + 0.5 * float(off @ (w - held)), x.T @ (weight * (1 / (1 + np.exp(-z)) - y)) + off

    return dict(zip(columns, minimize(loss, np.zeros(len(columns)), jac=True, method="L-BFGS-B").x, strict=True))


def write(file: Path, what: str, source: str, models: Mapping[str, Mapping[str, float]]) -> None:
    """A table of weights by model and feature; `what` may be several lines."""
    lines = [
        *(f"# {'What: ' if k == 0 else '  '}{line}" for k, line in enumerate(what.split("\n"))),
        f"# Source: fitted by evaluation/{source}. Licence: Apache-2.0.",
        "model\tfeature\tweight",
        *(f"{model}\t{name}\t{weight:.3f}" for model, weights in models.items() for name, weight in weights.items()),
    ]
    file.write_text("\n".join(lines) + "\n", encoding="utf-8")
