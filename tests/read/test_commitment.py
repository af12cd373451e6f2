"""What a text commits to. All sentences are invented."""

from tests.extract.parsed import reading

PREPARED = """
Guards guard NOUN 2 nsubj
planned plan VERB 0 root VerbForm=Fin|Tense=Past
attacks attack NOUN 2 obj
in in ADP 6 case
the the DET 6 det
capital capital NOUN 3 nmod
of of ADP 8 case
Orvane orvane PROPN 6 nmod GPE
at at ADP 11 case
the the DET 11 det
end end NOUN 2 obl
. . PUNCT 2 punct
"""

FEARED = """
Guards guard NOUN 2 nsubj
feared fear VERB 0 root VerbForm=Fin|Tense=Past
a a DET 4 det
wave wave NOUN 2 obj
of of ADP 6 case
attacks attack NOUN 4 nmod
. . PUNCT 2 punct
"""


def committed(table: str) -> dict[str, str]:
    r = reading(table)
    return {r.tokens[p.token].lemma: p.commitment for p in r.predicates}


def test_where_and_when_are_not_planned() -> None:
    assert committed(PREPARED) == {"plan": "happened", "attack": "planned"}


def test_what_there_is_of_something_feared_is_feared() -> None:
    assert committed(FEARED)["attack"] == "feared"
