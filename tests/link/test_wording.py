"""Whom a text turns on."""

from sayso.link.wording import persons_in

TEXT = "Tovald Reinke was shot on Monday. Reinke, who kept the mill, leaves two sons. Mayor Jorunn Aske called Reinke a friend."


def test_a_text_turns_on_whom_it_names_most_by_their_last_name() -> None:
    most, named = persons_in(TEXT)
    assert most == ("reinke",)
    assert set(named) == {"aske", "reinke"}


def test_places_and_words_that_stand_alone_are_nobody() -> None:
    most, named = persons_in("In New Tarrin it rained. New Tarrin was wet. Monday was dry, Monday was fine.", {"tarrin", "new"})
    assert (most, named) == ((), ())
