"""Whom a text turns on."""

from sayso.gazetteer import open_gazetteer
from sayso.link.wording import persons_in, towns_in

TEXT = "Tovald Reinke was shot on Monday. Reinke, who kept the mill, leaves two sons. Mayor Jorunn Aske called Reinke a friend."


def test_a_text_turns_on_whom_it_names_most_by_their_last_name() -> None:
    most, named = persons_in(TEXT)
    assert most == ("reinke",)
    assert set(named) == {"aske", "reinke"}


def test_places_and_words_that_stand_alone_are_nobody() -> None:
    most, named = persons_in("In New Tarrin it rained. New Tarrin was wet. Monday was dry, Monday was fine.", {"tarrin", "new"})
    assert (most, named) == ((), ())


def test_a_month_is_no_place_though_there_are_places_of_that_name() -> None:
    gazetteer = open_gazetteer()
    assert gazetteer.find("June")
    assert towns_in("In June the road to Bishkek was closed, and again in August.", gazetteer) == ("bishkek",)
