"""The crosswalk from the guide's types to PLOVER's manual."""

import pytest

from sayso.ontology import load


@pytest.mark.parametrize(
    ("type_", "factuality", "mode", "phrase", "expected"),
    [
        ("AGREE", "happened", "", "sign treaty", "SUPPORT"),
        ("AGREE", "happened", "", "agree to", "AGREE"),
        ("AGREE", "denied", "", "agree to", "REJECT"),
        ("CONCEDE", "happened", "", "agree to release", "AGREE"),
        ("SANCTION", "happened", "convict", "find guilty", "ACCUSE"),
        ("SANCTION", "happened", "convict", "sentence", "SANCTION"),
        ("COERCE", "happened", "seize", "capture", "ASSAULT"),
        ("COERCE", "happened", "arrest", "capture", "COERCE"),
        ("COERCE", "threatened", "arrest", "arrest", "THREATEN"),
        ("AID", "planned", "", "supply", "AGREE"),
        ("ASSAULT", "planned", "", "bomb", "ASSAULT"),
    ],
)
def test_types_as_plover_codes_them(type_: str, factuality: str, mode: str, phrase: str, expected: str) -> None:
    assert load().plover(type_, factuality, mode, phrase) == expected
