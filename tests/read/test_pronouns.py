"""Whom "he" and "she" mean."""

from itertools import combinations

import numpy as np
import pytest

from sayso.core.errors import AssetError
from sayso.read.coreference import mentions as finding
from sayso.read.coreference import pronouns
from tests.read.test_reader import read


def together(text: str, *words: str) -> bool:
    """Whether some entity holds mentions with all of these words."""
    r = read(text)
    return any({m.of(text) for m in e.mentions} >= set(words) for e in r.entities)


@pytest.mark.parametrize(
    ("text", "yes", "no"),
    [
        ("Michael met Deborah at the gate. He gave her the keys.", ("Michael", "He"), ("Deborah", "He")),
        ("Deborah met Michael at the gate. She gave him the keys.", ("Deborah", "She"), ("Michael", "She")),
        ("Maria Vinje told Anton Krag about it. He had not known.", ("Anton Krag", "He"), ("Maria Vinje", "He")),
        ("The mayor, Rada Velk, greeted Stefan. She was late.", ("Rada Velk", "She"), ("Stefan", "She")),
    ],
)
def test_gender_decides(text: str, yes: tuple[str, str], no: tuple[str, str]) -> None:
    assert together(text, *yes)
    assert not together(text, *no)


def test_an_object_is_not_its_own_subject() -> None:
    text = "Maria Velk thanked Anna Krag. Anna Krag praised her."
    r = read(text)
    second = text.rindex("Anna Krag")
    assert not any({second, text.index("her.")} <= {m.start for m in e.mentions} for e in r.entities)


def test_a_pronoun_waits_for_the_subject_of_a_passive() -> None:
    assert together("During her years in Orvane, Rada Velk was arrested twice.", "her", "Rada Velk")


def test_no_pronoun_is_in_two_things() -> None:
    r = read("Rada Velk met Maria Krag. She told her that her brother had seen Stefan, who said he knew his aunt.")
    assert all(not set(a.mentions) & set(b.mentions) for a, b in combinations(r.entities, 2))


def test_a_given_name_alone_has_a_gender_that_may_be_wrong() -> None:
    text = "Deborah left."
    (name,) = [m for m in finding.find(text, read(text).tokens, read(text).names) if m.kind == "name"]
    assert (name.gender, name.given) == ("-", "f")


def test_the_weights_fit_the_features() -> None:
    w = pronouns.weights()
    assert w["inner"].shape == (len(pronouns.NAMES), len(w["bias"])) == (len(pronouns.NAMES), len(w["out"]))
    assert pronouns.scores(np.zeros((3, len(pronouns.NAMES)), np.float32), w).shape == (3,)


def test_weights_for_other_features_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pronouns, "NAMES", (*pronouns.NAMES, "another"))
    pronouns.weights.cache_clear()
    with pytest.raises(AssetError, match="other features"):
        pronouns.weights()
    monkeypatch.undo()
    pronouns.weights.cache_clear()
