"""The example dossier is coded no worse than it was: floors some points below what the released reader and rules reach."""

import pytest

from evaluation import truth
from sayso.core.errors import AssetError

FLOORS = {"event found": 0.56, "figure value": 0.65, "figure chain": 0.45}
TEXT = "Soldiers raided a house in Tarrin. Four men were killed, the ministry said. Two were held."


@pytest.fixture(scope="module")
def reached() -> dict[str, float]:
    try:
        return dict(truth.rows())
    except AssetError:
        pytest.skip("needs the trained model in the package")


@pytest.mark.parametrize("level", FLOORS)
def test_no_floor_of_the_dossier_falls(level: str, reached: dict[str, float]) -> None:
    assert reached[level] >= FLOORS[level]


def figure(**more: object) -> truth.Record:
    sentence = "Four men were killed, the ministry said."
    plain = {"kind": "killed", "quote": "Four men", "sentence": sentence, "low": 4, "high": 4, "comparator": "exactly"}
    return plain | {"chain": [{"speaker": "the ministry"}], "stance": "asserts"} | more


def test_what_is_the_same() -> None:
    raid = {"type": "COERCE", "sentence": "Soldiers raided a house in Tarrin."}
    assert truth.same_event(TEXT, raid, {"type": "COERCE", "sentence": "raided a house in Tarrin."})
    assert not truth.same_event(TEXT, raid, {"type": "ASSAULT", "sentence": "Soldiers raided a house in Tarrin."})
    assert not truth.same_event(TEXT, raid, {"type": "COERCE", "sentence": "Two were held."})
    assert truth.same_figure(TEXT, figure(), figure(quote="Four"))
    assert not truth.same_figure(TEXT, figure(), figure(low=None))
    assert truth.same_claim(TEXT, figure(), figure(chain=[{"speaker": "The ministry"}]))
    assert not truth.same_claim(TEXT, figure(), figure(chain=[]))
    assert not truth.same_claim(TEXT, figure(), figure(stance="denies"))


def test_each_is_matched_once() -> None:
    assert truth.matches(TEXT, [figure(), figure()], [figure()], truth.same_figure) in ([(0, 0)], [(1, 0)])
    assert truth.matches(TEXT, [], [figure()], truth.same_figure) == []
