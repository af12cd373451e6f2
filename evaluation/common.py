"""What the evaluations share."""

import argparse
import os
from collections.abc import Callable
from functools import cache
from pathlib import Path

import numpy as np

from sayso.gazetteer import open_gazetteer
from sayso.neural import load
from sayso.pipeline import Coder
from sayso.read import NeuralReader

ROOT = Path(__file__).resolve().parent.parent


def _data_path() -> Path:
    return Path(os.environ.get("SAYSO_DATA") or ROOT.parent / "shared" / "data")


def has_data() -> bool:
    """Whether the data sets are here."""
    return _data_path().is_dir()


def data_folder() -> Path:
    """The folder of data sets: SAYSO_DATA, else ../shared/data beside the repository. Ends the program where there is none."""
    folder = _data_path()
    if not folder.is_dir():
        raise SystemExit(f"no data folder {folder}; set SAYSO_DATA (training/README.md says how to obtain the sets)")
    return folder


def f1(hits: float, predicted: float, gold: float) -> float:
    """F1 from counts; 0 where nothing is right."""
    return 2 * hits / (predicted + gold) if predicted + gold else 0.0


def add_model(parser: argparse.ArgumentParser) -> None:
    """The option that names another model of the reader."""
    parser.add_argument("--model", help="folder of a model; default: the one in the package")


@cache
def reader_of(model: str | None = None) -> NeuralReader:
    """The reader of the package, or with another model; made once."""
    return NeuralReader(load(Path(model) if model else None))


@cache
def coder_of(model: str | None = None) -> Coder:
    """The coder of the package, or with another model; made once."""
    return Coder(reader_of(model), open_gazetteer())


def bracket(value: Callable[[np.ndarray], float], size: int, times: int = 300) -> str:
    """95 % bootstrap interval of a value computed from the indices of drawn cases."""
    rng = np.random.default_rng(0)
    values = sorted(value(rng.integers(0, size, size)) for _ in range(times))
    return f"[{values[int(times * 0.025)]:.3f}, {values[-1 - int(times * 0.025)]:.3f}]"


def pooled_f1(counts: np.ndarray) -> float:
    """F1 over all texts from counts [texts, 3]: right, predicted, gold."""
    right, predicted, gold = counts.sum(0)
    return f1(float(right), float(predicted), float(gold))


def interval(counts: np.ndarray, samples: int = 500) -> str:
    """The 95 % bootstrap interval over texts of the F1 of counts [texts, 3], as "[low, high]"."""
    chosen = np.random.default_rng(0).integers(0, len(counts), (samples, len(counts)))
    values = np.sort([pooled_f1(counts[c]) for c in chosen])
    return f"[{values[int(0.025 * samples)]:.3f}, {values[int(0.975 * samples) - 1]:.3f}]"
