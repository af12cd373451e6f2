"""The reader does not fall below its floors: on sentences of our own, and on a sample of the public dev sets where they are."""

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


def test_reader_gate() -> None:
    done = subprocess.run([sys.executable, "-m", "evaluation.reader", "--gate"], cwd=ROOT, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr
    assert "own sentences: attributions" in done.stdout
