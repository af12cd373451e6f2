"""Colours by measurement: contrast against the paper, and distance between roles under four kinds of vision (Machado 2009)."""

import math
import re
from itertools import combinations

import pytest

from tests.conftest import ROOT

CSS = (ROOT / "web/src/app.css").read_text(encoding="utf-8")
PAPERS = ("paper", "band")
MARKS = ("party", "opposing", "monitor", "medium", "unnamed")
TEXTS = ("ink", "muted", "link", "good", "bad")
VISION = {
    "normal": [[1, 0, 0], [0, 1, 0], [0, 0, 1]],
    "deuteranopia": [[0.367322, 0.860646, -0.227968], [0.280085, 0.672501, 0.047413], [-0.011820, 0.042940, 0.968881]],
    "protanopia": [[0.152286, 1.052583, -0.204868], [0.114503, 0.786281, 0.099216], [-0.003882, -0.048116, 1.051998]],
    "tritanopia": [[1.255528, -0.076749, -0.178779], [-0.078411, 0.930809, 0.147602], [0.004733, 0.691367, 0.303900]],
}


def colour(name: str, theme: int) -> tuple[float, ...]:
    found = re.search(rf"--{name}: light-dark\((#\w+), (#\w+)\)", CSS)
    assert found, name
    text = found[theme + 1].lstrip("#")
    text = "".join(c * 2 for c in text) if len(text) == 3 else text
    values = (int(text[i : i + 2], 16) / 255 for i in (0, 2, 4))
    return tuple(v / 12.92 if v <= 0.04045 else ((v + 0.055) / 1.055) ** 2.4 for v in values)


def contrast(a: tuple[float, ...], b: tuple[float, ...]) -> float:
    x, y = sorted((0.2126 * c[0] + 0.7152 * c[1] + 0.0722 * c[2] for c in (a, b)), reverse=True)
    return (x + 0.05) / (y + 0.05)


def lab(linear: tuple[float, ...], sight: list[list[float]]) -> tuple[float, ...]:
    r, g, b = (min(1, max(0, sum(k * v for k, v in zip(row, linear, strict=True)))) for row in sight)
    xyz = (
        (0.4124 * r + 0.3576 * g + 0.1805 * b) / 0.95047,
        0.2126 * r + 0.7152 * g + 0.0722 * b,
        (0.0193 * r + 0.1192 * g + 0.9505 * b) / 1.08883,
    )
    x, y, z = (v ** (1 / 3) if v > 0.008856 else 7.787 * v + 16 / 116 for v in xyz)
    return 116 * y - 16, 500 * (x - y), 200 * (y - z)


@pytest.mark.parametrize("theme", [0, 1], ids=["light", "dark"])
def test_text_can_be_read_on_every_paper(theme: int) -> None:
    for text in TEXTS:
        for paper in PAPERS:
            assert contrast(colour(text, theme), colour(paper, theme)) >= 4.5, (text, paper)
    for tint in ("claim", "denial", "statement"):
        assert contrast(colour("ink", theme), colour(tint, theme)) >= 4.5, tint


@pytest.mark.parametrize("theme", [0, 1], ids=["light", "dark"])
def test_marks_stand_out_and_differ_in_every_kind_of_vision(theme: int) -> None:
    for mark in MARKS:
        assert contrast(colour(mark, theme), colour("paper", theme)) >= 3, mark
    for name, sight in VISION.items():
        for a, b in combinations(MARKS, 2):
            assert math.dist(lab(colour(a, theme), sight), lab(colour(b, theme), sight)) >= 30, (name, a, b)
