"""The reader does not fall below its floors on a sample of the public dev sets."""

import subprocess
import sys
from pathlib import Path

import pytest

from evaluation import common

ROOT = Path(__file__).resolve().parents[2]


def test_reader_gate() -> None:
    try:
        common.data_folder()
    except SystemExit as missing:
        pytest.skip(str(missing))
    if not (ROOT / "src/sayso/neural/weights/config.json").is_file():
        pytest.skip("no model in this checkout")
    done = subprocess.run([sys.executable, "-m", "evaluation.reader", "--gate"], cwd=ROOT, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr
