"""Events: who, whom, where, when, of what kind, and which mentions are one. All sentences are invented."""

from sayso.core import Document, EventReport, Found, Masthead, Reading
from sayso.extract import extract
from tests.extract.parsed import reading


def events(r: Reading) -> list[EventReport]:
    return list(extract(Document("d", r.text, Masthead(published=Found("2019-05-04", "given"))), r).events)


PASSIVE = """
Three three NUM 2 nummod
teachers teacher NOUN 4 nsubj:pass Number=Plur
were be AUX 4 aux:pass
arrested arrest VERB 0 root VerbForm=Part|Tense=Past
by by ADP 6 case
police police NOUN 4 obl:agent
near near ADP 8 case
Tarrin tarrin PROPN 4 obl GPE
on on ADP 10 case
Friday friday PROPN 4 obl
. . PUNCT 4 punct
"""


def test_parties_place_and_day_of_a_passive() -> None:
    (event,) = events(reading(PASSIVE))
    assert (event.type, event.mode) == ("COERCE", "arrest")
    assert [p.quote.words for p in event.actors] == ["police"]
    assert [p.quote.words for p in event.recipients] == ["teachers"]
    assert event.place_quote is not None
    assert (event.place_quote.words, event.place_relation) == ("Tarrin", "near")
    assert event.date is not None
    assert (event.date.edtf, event.date.how) == ("2019-05-03", "relative")


TWO_PLACES = """
Warplanes warplane NOUN 2 nsubj Number=Plur
bombed bomb VERB 0 root VerbForm=Fin|Tense=Past
Tarrin tarrin PROPN 2 obj GPE
and and CCONJ 5 cc
Olenk olenk PROPN 3 conj GPE
. . PUNCT 2 punct
"""


def test_two_places_are_two_events_with_the_weapon_as_instrument() -> None:
    found = events(reading(TWO_PLACES))
    assert [e.place_quote.words for e in found if e.place_quote] == ["Tarrin", "Olenk"]
    assert all([p.quote.words for p in e.instruments] == ["Warplanes"] and not e.actors for e in found)


MENTIONED_AGAIN = """
Gunmen gunman NOUN 2 nsubj Number=Plur
attacked attack VERB 0 root VerbForm=Fin|Tense=Past
a a DET 4 det
convoy convoy NOUN 2 obj Number=Sing
near near ADP 6 case
Tarrin tarrin PROPN 2 obl GPE
. . PUNCT 2 punct

The the DET 2 det
attack attack NOUN 3 nsubj Number=Sing
lasted last VERB 0 root VerbForm=Fin|Tense=Past
an a DET 5 det
hour hour NOUN 3 obl
. . PUNCT 3 punct
"""


def test_the_same_event_mentioned_again_is_one_report() -> None:
    (event,) = events(reading(MENTIONED_AGAIN))
    assert [m.words for m in event.mentions] == ["attacked", "attack"]
    assert event.trigger.words == "attacked"


LIFTED = """
The the DET 2 det
army army NOUN 3 nsubj
lifted lift VERB 0 root VerbForm=Fin|Tense=Past
the the DET 5 det
siege siege NOUN 3 obj
of of ADP 7 case
Tarrin tarrin PROPN 5 nmod GPE
. . PUNCT 3 punct
"""


def test_a_lifted_siege_is_a_retreat() -> None:
    assert [e.type for e in events(reading(LIFTED))] == ["RETREAT"]


SINCE = """
Some some DET 2 advmod
9,000 9,000 NUM 3 nummod
people people NOUN 6 nsubj:pass Number=Plur
have have AUX 6 aux Tense=Pres
been be AUX 6 aux:pass
killed kill VERB 0 root VerbForm=Part|Tense=Past
since since SCONJ 10 mark
the the DET 9 det
conflict conflict NOUN 10 nsubj
began begin VERB 6 advcl VerbForm=Fin|Tense=Past
in in ADP 12 case
2011 2011 NUM 10 obl
. . PUNCT 6 punct
"""


def test_a_total_since_a_war_began_is_of_the_war() -> None:
    (war,) = events(reading(SINCE))
    assert (war.type, war.factuality, war.background) == ("ASSAULT", "ongoing", True)
    assert war.date is not None
    assert war.date.edtf in ("2011", "2011/..")


FILM = """
The the DET 2 det
film film NOUN 5 nsubj
's 's PART 2 case
hero hero NOUN 5 nsubj
shoots shoot VERB 0 root VerbForm=Fin|Tense=Pres
a a DET 7 det
scene scene NOUN 5 obj
. . PUNCT 5 punct
"""


def test_films_are_no_events() -> None:
    assert events(reading(FILM)) == []


DENIED = """
No no DET 2 det
raid raid NOUN 3 nsubj
took take VERB 0 root VerbForm=Fin|Tense=Past
place place NOUN 3 obj
in in ADP 6 case
Tarrin tarrin PROPN 3 obl GPE
, , PUNCT 9 punct
the the DET 9 det
ministry ministry NOUN 10 nsubj
said say VERB 3 parataxis VerbForm=Fin|Tense=Past
. . PUNCT 3 punct
"""


def test_what_is_denied_is_coded_as_denied_with_its_speaker() -> None:
    said = (("the ministry", "said", "No raid took place in Tarrin", "denies"),)
    (event,) = events(reading(DENIED, said=said))
    assert event.factuality == "denied"
    assert [h.speaker.words for h in event.chain.hops] == ["the ministry"]
