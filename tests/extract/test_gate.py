"""No floor of coding falls."""

from pathlib import Path

import pytest

from evaluation import coding


@pytest.mark.parametrize("part", coding.GATE_PARTS.split(","))
def test_no_floor_falls(part: str, data: Path, scorers: Path) -> None:
    below = [
        f"{name} is {value:.3f}, below its floor {floor:.2f}"
        for name, value, _, _, _ in coding.rows(part, None)
        if (floor := coding.floor_of(name)) is not None and value < floor
    ]
    assert not below
