"""Counts of people: kind, bounds, of whom, and how they hang together. All sentences are invented."""

from sayso.core import Reading
from sayso.extract import figures, triggers
from sayso.extract.chains import Chains
from sayso.extract.figure import Draft
from sayso.extract.relations import relations
from sayso.extract.repeats import said_by
from sayso.ontology.triggers import load_triggers
from tests.extract.parsed import reading


def found(r: Reading) -> list[Draft]:
    return figures.find(r, triggers.find(r, load_triggers()))[0]


def reasons(r: Reading) -> dict[str, str]:
    return {u.quote.words: u.reason for u in figures.find(r, triggers.find(r, load_triggers()))[1]}


PASSIVE = """
At at ADV 2 case
least least ADJ 3 advmod
nine nine NUM 4 nummod
farmers farmer NOUN 6 nsubj:pass Number=Plur
were be AUX 6 aux:pass
killed kill VERB 0 root VerbForm=Part|Tense=Past
in in ADP 8 case
Tarrin tarrin PROPN 6 obl GPE
, , PUNCT 12 punct
including include ADP 12 case
two two NUM 12 nummod
children child NOUN 4 nmod Number=Plur
. . PUNCT 6 punct
"""


def test_a_part_belongs_to_its_whole() -> None:
    r = reading(PASSIVE)
    whole, part = found(r)
    assert (whole.kind, whole.low, whole.high, whole.comparator) == ("killed", 9, None, "at_least")
    assert whole.quote.words == "At least nine farmers"
    assert whole.of is not None
    assert whole.of.words == "farmers"
    assert (part.kind, part.low, part.group) == ("killed", 2, "children")
    assert relations(r, [whole, part]) == {1: [("part_of", 0)]}


ACTIVE = """
Gunmen gunman NOUN 2 nsubj Number=Plur
killed kill VERB 0 root VerbForm=Fin|Tense=Past
four four NUM 4 nummod
soldiers soldier NOUN 2 obj Number=Plur
and and CCONJ 6 cc
wounded wound VERB 2 conj VerbForm=Fin|Tense=Past
a a DET 8 det
nurse nurse NOUN 6 obj Number=Sing
. . PUNCT 2 punct
"""


def test_doers_are_not_counted_and_a_single_person_is_one() -> None:
    four, one = found(reading(ACTIVE))
    assert (four.kind, four.low, four.high) == ("killed", 4, 4)
    assert (one.kind, one.low, one.quote.words) == ("wounded", 1, "a nurse")


NOBODY = """
No no DET 2 det
one one NOUN 4 nsubj:pass
was be AUX 4 aux:pass
hurt hurt VERB 0 root VerbForm=Part|Tense=Past
or or CCONJ 6 cc
killed kill VERB 4 conj VerbForm=Part|Tense=Past
. . PUNCT 4 punct
"""


def test_nobody_hurt_or_killed_is_two_figures_of_none() -> None:
    drafts = found(reading(NOBODY))
    assert sorted((d.kind, d.low, d.high) for d in drafts) == [("killed", 0, 0), ("wounded", 0, 0)]


HEADLINE = """
Raid raid NOUN 2 nsubj
kills kill VERB 0 root VerbForm=Fin|Tense=Pres
six six NUM 4 nummod
rebels rebel NOUN 2 obj Number=Plur
, , PUNCT 7 punct
twelve twelve NUM 7 nsubj
wounded wound VERB 2 conj VerbForm=Part|Tense=Past
. . PUNCT 2 punct
"""


def test_a_bare_number_takes_its_kind_from_the_word_beside_it() -> None:
    six, twelve = found(reading(HEADLINE))
    assert (six.kind, six.low) == ("killed", 6)
    assert (twelve.kind, twelve.low) == ("wounded", 12)


UNUSED = """
Troops troop NOUN 2 nsubj Number=Plur
fired fire VERB 0 root VerbForm=Fin|Tense=Past
thirty thirty NUM 4 nummod
rockets rocket NOUN 2 obj Number=Plur
at at ADP 6 case
Olenk olenk PROPN 2 obl GPE
while while SCONJ 10 mark
two two NUM 9 nummod
reporters reporter NOUN 10 nsubj Number=Plur
watched watch VERB 2 advcl VerbForm=Fin|Tense=Past
. . PUNCT 2 punct
"""


def test_what_is_not_used_says_why() -> None:
    why = reasons(reading(UNUSED))
    assert why["thirty rockets"] == "counts rockets, not people"
    assert why["two reporters"] == "no word says what happened to them"


PLANNED = """
They they PRON 2 nsubj
planned plan VERB 0 root VerbForm=Fin|Tense=Past
to to PART 4 mark
kill kill VERB 2 xcomp VerbForm=Inf
three three NUM 6 nummod
judges judge NOUN 4 obj Number=Plur
. . PUNCT 2 punct
"""


def test_what_is_only_planned_is_no_figure() -> None:
    r = reading(PLANNED)
    assert found(r) == []
    assert "planned" in reasons(r)["three judges"]


RAISED = """
The the DET 2 det
council council NOUN 3 nsubj
raised raise VERB 0 root VerbForm=Fin|Tense=Past
to to ADP 5 case
seven seven NUM 3 obl
from from ADP 7 case
three three NUM 3 obl
the the DET 9 det
number number NOUN 3 obj
of of ADP 11 case
rebels rebel NOUN 9 nmod Number=Plur
killed kill VERB 11 acl VerbForm=Part|Tense=Past
. . PUNCT 3 punct
"""


def test_a_toll_raised_to_a_number_replaces_the_old_one() -> None:
    r = reading(RAISED)
    drafts = found(r)
    assert [(d.kind, d.low) for d in drafts] == [("killed", 7), ("killed", 3)]
    assert relations(r, drafts) == {0: [("replaces", 1)]}


BESIDE = """
Four four NUM 2 nummod
farmers farmer NOUN 4 nsubj:pass Number=Plur
were be AUX 4 aux:pass
killed kill VERB 0 root VerbForm=Part|Tense=Past
and and CCONJ 7 cc
six six NUM 7 nsubj
got get AUX 8 aux:pass
injured injure VERB 4 conj VerbForm=Part|Tense=Past
. . PUNCT 4 punct
"""


def test_the_word_that_follows_a_number_at_once_says_what_happened() -> None:
    assert [(d.kind, d.low) for d in found(reading(BESIDE))] == [("killed", 4), ("wounded", 6)]


FOUND_DEAD = """
A a DET 2 det
girl girl NOUN 4 nsubj:pass Number=Sing
was be AUX 4 aux:pass
found find VERB 0 root VerbForm=Part|Tense=Past
dead dead ADJ 4 xcomp
in in ADP 7 case
Tarrin tarrin PROPN 4 obl GPE
. . PUNCT 4 punct
"""

SHOT_AND_KILLED = """
A a DET 2 det
guard guard NOUN 3 nsubj Number=Sing
shot shoot VERB 0 root VerbForm=Fin|Tense=Past
and and CCONJ 5 cc
killed kill VERB 3 conj VerbForm=Fin|Tense=Past
his his PRON 7 nmod:poss
brother brother NOUN 5 obj Number=Sing
. . PUNCT 3 punct
"""


def test_a_person_found_dead_and_one_shot_and_killed_are_counted() -> None:
    for table, kind, words in ((FOUND_DEAD, "bodies_found", "A girl"), (SHOT_AND_KILLED, "killed", "his brother")):
        assert [(d.kind, d.low, d.quote.words) for d in found(reading(table))] == [(kind, 1, words)]


COUPLE = """
Gunmen gunman NOUN 2 nsubj Number=Plur
killed kill VERB 0 root VerbForm=Fin|Tense=Past
a a DET 5 det
young young ADJ 5 amod
couple couple NOUN 2 obj Number=Sing
. . PUNCT 2 punct

The the DET 2 det
attacker attacker NOUN 6 nsubj:pass Number=Sing
was be AUX 6 aux:pass
then then ADV 6 advmod
also also ADV 6 advmod
killed kill VERB 0 root VerbForm=Part|Tense=Past
. . PUNCT 6 punct
"""

BY_NAME = """
Three three NUM 2 nummod
miners miner NOUN 4 nsubj:pass Number=Plur
were be AUX 4 aux:pass
killed kill VERB 0 root VerbForm=Part|Tense=Past
, , PUNCT 8 punct
including include VERB 8 case
Rada rada PROPN 2 nmod PERSON
Velk velk PROPN 7 flat PERSON
. . PUNCT 4 punct
"""

INVENTED = """
Reports report NOUN 8 nsubj Number=Plur
of of ADP 5 case
four four NUM 4 nummod
dead dead ADJ 5 amod
miners miner NOUN 1 nmod Number=Plur
are be AUX 8 cop
entirely entirely ADV 8 advmod
false false ADJ 0 root
. . PUNCT 8 punct
"""

COUNTED = """
The the DET 2 det
clinic clinic NOUN 3 nsubj Number=Sing
gave give VERB 0 root VerbForm=Fin|Tense=Past
a a DET 5 det
toll toll NOUN 3 obj Number=Sing
of of ADP 8 case
nine nine NUM 8 nummod
dead dead NOUN 5 nmod Number=Plur
. . PUNCT 3 punct
"""


def test_a_couple_is_two_and_who_is_told_first_may_be_definite() -> None:
    assert [(d.low, d.quote.words) for d in found(reading(COUPLE))] == [(2, "a young couple"), (1, "The attacker")]


def test_who_is_set_apart_by_name_is_one_of_the_number() -> None:
    r = reading(BY_NAME)
    whole, part = found(r)
    assert (whole.low, part.low, part.quote.words, part.whole) == (3, 1, "Rada Velk", whole.head)


def test_what_its_own_sentence_calls_false_is_denied() -> None:
    assert [(d.low, d.stance) for d in found(reading(INVENTED))] == [(4, "denies")]
    assert next((d.low, d.stance) for d in found(reading(BY_NAME))) == (3, "")


def test_who_gives_a_toll_is_its_speaker() -> None:
    r = reading(COUNTED)
    (toll,) = found(r)
    assert [h.name for h in said_by(r, toll, Chains(r)).chain.hops] == ["The clinic"]
    assert said_by(r, toll, Chains(r, ("Clinic",))).chain.hops == ()


NOT_SEVEN = """
Six six NUM 2 nummod
miners miner NOUN 4 nsubj:pass Number=Plur
were be AUX 4 aux:pass
killed kill VERB 0 root VerbForm=Part|Tense=Past
and and CCONJ 7 cc
not not PART 7 advmod
seven seven NUM 4 conj
. . PUNCT 4 punct
"""


def test_a_number_set_against_another_is_denied() -> None:
    assert [(d.kind, d.low, d.stance) for d in found(reading(NOT_SEVEN))] == [("killed", 6, ""), ("killed", 7, "denies")]
