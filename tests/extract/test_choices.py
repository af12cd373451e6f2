"""What a clause leaves out and the text around it gives: place, day, sides, standing. All sentences are invented."""

from dataclasses import replace

from sayso.core import EventArgument, EventReport, EventTrigger, Reading
from sayso.extract import fields, gather, mention, sameness, standing, triggers
from sayso.ontology.triggers import load_triggers
from tests.extract.parsed import reading
from tests.extract.test_events import events

BOMBARDMENT = """
Government government NOUN 2 compound Number=Sing
bombardment bombardment NOUN 3 nsubj Number=Sing
killed kill VERB 0 root VerbForm=Fin|Tense=Past
four four NUM 5 nummod
farmers farmer NOUN 3 obj Number=Plur
near near ADP 7 case
Tarrin tarrin PROPN 3 obl GPE
. . PUNCT 3 punct
"""

JETS = """
Norlandic norlandic ADJ 2 amod NORP
jets jet NOUN 3 nsubj Number=Plur
bombed bomb VERB 0 root VerbForm=Fin|Tense=Past
a a DET 5 det
market market NOUN 3 obj Number=Sing
in in ADP 7 case
Olenk olenk PROPN 5 nmod GPE
. . PUNCT 3 punct
"""

LED = """
The the DET 3 det
Norland-led norland-led ADJ 3 amod
offensive offensive NOUN 4 nsubj Number=Sing
killed kill VERB 0 root VerbForm=Fin|Tense=Past
nine nine NUM 6 nummod
rebels rebel NOUN 4 obj Number=Plur
in in ADP 8 case
Olenk olenk PROPN 4 obl GPE
. . PUNCT 4 punct
"""

CAPITALS = """
GUNMEN gunman NOUN 2 nsubj Number=Plur
ATTACKED attack VERB 0 root VerbForm=Fin|Tense=Past
TARRIN tarrin PROPN 2 obj GPE
ON on ADP 5 case
MONDAY monday PROPN 2 obl
. . PUNCT 2 punct

THE the DET 2 det
MAYOR mayor NOUN 3 nsubj
SPOKE speak VERB 0 root VerbForm=Fin|Tense=Past
. . PUNCT 3 punct

SHOPS shop NOUN 2 nsubj
CLOSED close VERB 0 root VerbForm=Fin|Tense=Past
. . PUNCT 2 punct

SOLDIERS soldier NOUN 2 nsubj Number=Plur
KIDNAPPED kidnap VERB 0 root VerbForm=Fin|Tense=Past
THREE three NUM 5 nummod
YOUNG young ADJ 5 amod
TEACHERS teacher NOUN 2 obj Number=Plur
OUTSIDE outside ADP 8 case
THE the DET 8 det
SCHOOL school NOUN 2 obl
WHEN when SCONJ 10 mark
CLASSES class NOUN 11 nsubj
ENDED end VERB 2 advcl VerbForm=Fin|Tense=Past
. . PUNCT 2 punct
"""

UNPLACED = """
Residents resident NOUN 2 nsubj
fled flee VERB 0 root VerbForm=Fin|Tense=Past
Olenk olenk PROPN 2 obj GPE
. . PUNCT 2 punct

Gunmen gunman NOUN 2 nsubj Number=Plur
shot shoot VERB 0 root VerbForm=Fin|Tense=Past
two two NUM 4 nummod
farmers farmer NOUN 2 obj Number=Plur
. . PUNCT 2 punct
"""

KILLED_WHEN = """
Four four NUM 2 nummod
farmers farmer NOUN 4 nsubj:pass Number=Plur
were be AUX 4 aux:pass
killed kill VERB 0 root VerbForm=Part|Tense=Past
when when SCONJ 7 mark
rebels rebel NOUN 7 nsubj Number=Plur
shelled shell VERB 4 advcl VerbForm=Fin|Tense=Past
Tarrin tarrin PROPN 7 obj GPE
. . PUNCT 4 punct
"""


PAST_A_PLACE = """
Soldiers soldier NOUN 2 nsubj Number=Plur
raided raid VERB 0 root VerbForm=Fin|Tense=Past
a a DET 4 det
post post NOUN 2 obj Number=Sing
near near ADP 6 case
Tarrin tarrin PROPN 2 obl GPE
killing kill VERB 6 acl VerbForm=Ger
two two NUM 9 nummod
farmers farmer NOUN 7 obj Number=Plur
. . PUNCT 2 punct
"""


def actors(table: str) -> list[str]:
    (event,) = events(reading(table))
    return [p.quote.words for p in event.actors]


def test_an_armed_body_before_a_noun_did_what_it_tells() -> None:
    assert actors(BOMBARDMENT) == ["Government"]


def test_a_vehicle_with_its_nation_stands_for_its_crew() -> None:
    assert actors(JETS) == ["Norlandic jets"]


def test_who_leads_an_offensive_is_its_actor() -> None:
    assert actors(LED) == ["Norland-led"]


def test_a_participle_after_a_place_goes_with_the_clause() -> None:
    r = reading(PAST_A_PLACE)
    (killing,) = [m for m in mention.mentions(r, triggers.find(r, load_triggers("en"))) if m.hit.trigger.phrase == "kill"]
    assert [r.word(i) for i in killing.roles["actor"]] == ["Soldiers"]


def test_a_text_in_capitals_is_no_list_of_headlines() -> None:
    assert [e.trigger.words for e in events(reading(CAPITALS))] == ["ATTACKED", "KIDNAPPED"]


def with_place(r: Reading, word: str, place: str, score: float) -> Reading:
    """The reading with a place that the network gives to an event."""
    token = next(i for i in range(len(r.tokens)) if r.word(i) == word)
    n = next(n for n in r.names if r.text[n.start : n.end] == place)
    told = EventTrigger(token, "OCCURRENCE", (EventArgument("place", n.first, n.last, score),))
    return replace(r, triggers=(told,))


def test_the_place_that_the_network_gives_is_an_option_that_it_makes_likelier() -> None:
    r = reading(UNPLACED)
    assert options(r)["Olenk"]["network"] == 0
    sure = options(with_place(r, "shot", "Olenk", 0.9))["Olenk"]
    assert sure["network"] == 0.9
    assert sure["network first"]


TAKEN_UP = """
Rebels rebel NOUN 2 nsubj Number=Plur
left leave VERB 0 root VerbForm=Fin|Tense=Past
Tarrin tarrin PROPN 2 obj GPE
. . PUNCT 2 punct

Soldiers soldier NOUN 2 nsubj Number=Plur
shelled shell VERB 0 root VerbForm=Fin|Tense=Past
parts part NOUN 2 obj Number=Plur
of of ADP 6 case
the the DET 6 det
city city NOUN 3 nmod
. . PUNCT 2 punct
"""

ACRONYM = """
Soldiers soldier NOUN 2 nsubj Number=Plur
shelled shell VERB 0 root VerbForm=Fin|Tense=Past
posts post NOUN 2 obj Number=Plur
of of ADP 6 case
the the DET 6 det
TLF tlf PROPN 3 nmod GPE
in in ADP 8 case
Olenk olenk PROPN 2 obl GPE
. . PUNCT 2 punct
"""


def test_the_city_is_the_one_that_was_named_last() -> None:
    assert options(reading(TAKEN_UP))["Tarrin"]["meant"] == 1
    assert "meant" not in options(reading(UNPLACED))["Olenk"]
    assert [e.place and e.place.name for e in events(reading(TAKEN_UP)) if e.type == "ASSAULT"] == ["Tarrin"]


def test_capitals_in_a_text_of_small_letters_are_a_body_and_no_place() -> None:
    assert list(options(reading(ACRONYM))) == ["Olenk"]


def test_a_date_says_whether_something_began_then_or_was_of_that_time() -> None:
    table = """
Gunmen gunman NOUN 3 nsubj Number=Plur
have have AUX 3 aux
attacked attack VERB 0 root VerbForm=Part|Tense=Past
Tarrin tarrin PROPN 3 obj GPE
since since ADP 6 case
2011 2011 NUM 3 obl
. . PUNCT 3 punct
"""
    r = reading(table)
    found = mention.mentions(r, triggers.find(r, load_triggers("en")))
    (cluster,) = gather.gather(r, found, {})
    told = {o.value.edtf: o.features for o in fields.date_options(r, cluster) if o.value is not None}
    assert told["2011/.."]["open, since"] == told["2011"]["since"] == 1


def options(r: Reading) -> dict[str, dict[str, float]]:
    found = mention.mentions(r, triggers.find(r, load_triggers("en")))
    (cluster,) = gather.gather(r, [m for m in found if m.hit.trigger.type == "ASSAULT"], {})
    told = fields.place_options(r, cluster, fields.named_places(r))
    assert told[0].value is None
    return {o.value.words: dict(o.features) for o in told if o.value is not None}


def test_a_harm_and_the_act_that_its_clause_names_are_one_event() -> None:
    r = reading(KILLED_WHEN)
    found = mention.mentions(r, triggers.find(r, load_triggers("en")))
    assert [m.hit.trigger.phrase for m in found] == ["kill", "shell"]
    sketches = [sameness.sketch(r, m, frozenset()) for m in found]
    probability, _ = gather.pair_probabilities(r, sketches)
    assert gather.told_together(r, sketches, probability) == [(0, 1)]
    low = probability.copy()
    low[0, 1] = low[1, 0] = 0.0
    assert gather.groups(low, 0.6) == [[0], [1]]
    assert gather.groups(low, 0.6, None, [(0, 1)]) == [[0, 1]]
    low[0, 1] = low[1, 0] = -1.0  # what cannot be one event is never joined
    assert gather.groups(low, 0.6, None, [(0, 1)]) == [[0], [1]]


def standing_of(r: Reading) -> EventReport:
    (event,) = events(r)
    return event


def test_what_lies_years_back_is_background_and_what_lies_days_back_is_not() -> None:
    table = """
Gunmen gunman NOUN 2 nsubj Number=Plur
killed kill VERB 0 root VerbForm=Fin|Tense=Past
four four NUM 4 nummod
farmers farmer NOUN 2 obj Number=Plur
in in ADP 6 case
Tarrin tarrin PROPN 2 obl GPE
in in ADP 8 case
{when} {when} NUM 2 obl
. . PUNCT 2 punct
"""
    assert standing_of(reading(table.format(when="2011"))).background
    assert not standing_of(reading(table.format(when="May"))).background


def test_questions_of_standing_have_weights_for_what_they_ask() -> None:
    r = reading(KILLED_WHEN)
    found = mention.mentions(r, triggers.find(r, load_triggers("en")))
    (cluster,) = gather.gather(r, found, {})
    assert standing.background_features(r, cluster, None, True)["rule"] == 1
    assert "rule" not in standing.ongoing_features(r, cluster, None, False)
    assert not standing.goes_on(r, cluster, None, False)


IN_ITS_PROVINCE = """
Gunmen gunman NOUN 2 nsubj Number=Plur
kill kill VERB 0 root VerbForm=Fin|Tense=Pres
four four NUM 4 nummod
farmers farmer NOUN 2 obj Number=Plur
in in ADP 6 case
Tarrin tarrin PROPN 2 obl GPE
{joint} {joint} {tag} 8 {rel}
Olenk olenk PROPN 6 conj GPE
. . PUNCT 2 punct
"""


def test_a_place_after_a_comma_alone_holds_the_one_before() -> None:
    held = events(reading(IN_ITS_PROVINCE.format(joint=",", tag="PUNCT", rel="punct")))
    assert [e.place and e.place.name for e in held] == ["Tarrin"]
    both = events(reading(IN_ITS_PROVINCE.format(joint="and", tag="CCONJ", rel="cc")))
    assert {e.place and e.place.name for e in both} == {"Tarrin", "Olenk"}


def test_what_a_text_narrates_in_the_present_has_happened() -> None:
    (told, *_) = events(reading(IN_ITS_PROVINCE.format(joint=",", tag="PUNCT", rel="punct")))
    assert told.factuality == "happened"


def test_who_accuses_another_of_an_attack_is_not_its_actor() -> None:
    table = """
Ministers minister NOUN 2 nsubj Number=Plur
accused accuse VERB 0 root VerbForm=Fin|Tense=Past
Norland norland PROPN 2 obj GPE
of of SCONJ 5 mark
shelling shell VERB 2 advcl VerbForm=Ger
farms farm NOUN 5 obj Number=Plur
near near ADP 8 case
Tarrin tarrin PROPN 5 obl GPE
. . PUNCT 2 punct
"""
    (shelled,) = [e for e in events(reading(table)) if e.type == "ASSAULT"]
    assert "Ministers" not in [p.quote.words for p in shelled.actors]


def test_those_hurt_right_after_an_accident_were_hurt_by_it() -> None:
    table = """
A a DET 2 det
ferry ferry NOUN 3 nsubj
sank sink VERB 0 root VerbForm=Fin|Tense=Past
. . PUNCT 3 punct

Forty forty NUM 2 nummod
people people NOUN 4 nsubj:pass Number=Plur
were be AUX 4 aux:pass
injured injure VERB 0 root VerbForm=Part|Tense=Past
. . PUNCT 4 punct
"""
    assert events(reading(table)) == []
    assert len(events(reading(table.replace("ferry", "rumour")))) == 1


SERIES = """
Jets jet NOUN 2 nsubj Number=Plur
attacked attack VERB 0 root VerbForm=Fin|Tense=Past
rebels rebel NOUN 2 obj Number=Plur
in in ADP 5 case
Tarrin tarrin PROPN 2 obl GPE
and and CCONJ 8 cc
the the DET 8 det
town town NOUN 2 conj Number=Sing
of of ADP 10 case
Olenk olenk PROPN 8 nmod GPE
as as ADV 15 advmod
well well ADV 15 advmod
as as ADP 15 case
in in ADP 15 case
Varn varn PROPN 2 obl GPE
. . PUNCT 2 punct
"""


def test_places_named_in_one_breath_are_an_event_each() -> None:
    assert [e.place.name for e in events(reading(SERIES)) if e.place] == ["Tarrin", "Olenk", "Varn"]


def test_streets_that_meet_are_one_place() -> None:
    corner = SERIES.replace("town town NOUN", "corner corner NOUN")
    assert len(events(reading(corner))) == 1
