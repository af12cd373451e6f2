"""How a coded document is shown: nothing of the text is taken for markup, and every number says whose it is."""

import io

from rich.console import Console

from sayso.cli.coded_view import show, value_text
from sayso.core import AttributionChain, CodedDocument, EventReport, Figure, Hop, Quote, Unused

TEXT = "Rebels [red]killed[/red] four men in Tarrin, the mayor said. 12 rockets fell."


def quote(words: str) -> Quote:
    start = TEXT.index(words)
    return Quote.at(TEXT, start, start + len(words))


def coded() -> CodedDocument:
    chain = AttributionChain((Hop(quote("the mayor"), cue=quote("said")),))
    event = EventReport("e1", quote("killed"), quote(TEXT[:60]), "ASSAULT", chain=chain)
    figure = Figure("f1", "killed", quote("four men"), quote(TEXT[:60]), 4, 4, "exactly", ("e1",), chain=chain)
    return CodedDocument(
        "d",
        "a[b]",
        TEXT,
        "2019-05-04",
        "The Courier",
        (event,),
        (figure,),
        unused=(Unused(quote("12 rockets"), "counts rockets, not people"),),
    )


def shown(document: CodedDocument) -> str:
    console = Console(width=120, record=True, file=io.StringIO(), highlight=False)
    show(document, console)
    return console.export_text()


def test_figures_stand_under_their_event_with_value_words_and_speaker() -> None:
    lines = shown(coded()).splitlines()
    assert "a[b]" in lines[0]
    assert "The Courier · 2019-05-04" in lines[0]
    figure = next(line for line in lines if "f1" in line)
    assert figure.split() == ["f1", "killed", "4", "“four", "men”", "the", "mayor"]
    assert "not used  “12 rockets”: counts rockets, not people" in lines


def test_an_unread_document_says_why() -> None:
    assert "not read: language: fr" in shown(CodedDocument("d", "d", "Bonjour", unread="language: fr"))


def test_bounds_are_short() -> None:
    values = {
        "at_least": (2001, None, "2,001–"),
        "at_most": (None, 50, "–50"),
        "about": (300, 300, "about 300"),
        "vague": (None, None, "vague"),
    }
    for comparator, (low, high, expected) in values.items():
        assert value_text(Figure("f", "killed", quote("four men"), quote("four men"), low, high, comparator)) == expected
