"""What the evaluations share."""

import os
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent


def data_folder() -> Path:
    """The folder of data sets: SAYSO_DATA, else ../shared/data beside the repository. Ends the program where there is none."""
    folder = Path(os.environ.get("SAYSO_DATA") or ROOT.parent / "shared" / "data")
    if not folder.is_dir():
        raise SystemExit(f"no data folder {folder}; set SAYSO_DATA (training/README.md says how to obtain the sets)")
    return folder


def f1(hits: float, predicted: float, gold: float) -> float:
    """F1 from counts; 0 where nothing is right."""
    return 2 * hits / (predicted + gold) if predicted + gold else 0.0
