"""Which clauses could be statements, and which of them are told."""

import pytest

from sayso.core import AttributionChain, Document, Found, Masthead, Quote
from sayso.extract.chains import SaySo
from sayso.extract.claims import scene_of
from sayso.extract.statement import Draft
from sayso.extract.statements import find
from sayso.extract.told import cues, phrases
from sayso.extract.weights import weights
from sayso.extract.worth import FILE, MODEL, Option, chosen
from sayso.pipeline import Coder


def drafts(coder: Coder, text: str) -> list[Draft]:
    ((reading, coded),) = coder.code([Document("d", text, Masthead(published=Found("2021-05-04", "given")))])
    return find(reading, scene_of(reading, coded.events, coded.figures))


@pytest.mark.parametrize(
    ("text", "field", "stance", "words"),
    [
        ("Adan Reth was charged with killing two guards in Tarrin.", "perpetrator", "", "charged with killing"),
        ("Reth pleaded guilty to the bombing of the depot.", "perpetrator", "concedes", "pleaded guilty"),
        (
            "A bomb claimed by the Tarrin Front killed four soldiers on Monday.",
            "perpetrator",
            "claims_responsibility",
            "claimed by",
        ),
        ("The police identified the dead man as Omar Velt, a baker.", "identity", "", "identified the dead man"),
        ("Soldiers killed Omar Velt, also known as the Baker, in a raid.", "identity", "", "also known as"),
        ("The Tarrin Front receives backing from the Northern League and shelled the town.", "affiliation", "", "backing from"),
        ("The ministry said that it was not clear who carried out the raid on Solvek.", "perpetrator", "doubts", "not clear who"),
    ],
)
def test_a_clause_can_be_about_a_field(coder: Coder, text: str, field: str, stance: str, words: str) -> None:
    found = [(d.field, d.stance) for d in drafts(coder, text) if words in d.quote.words]
    assert (field, stance) in found


def test_what_is_said_can_always_be_some_other_claim(coder: Coder) -> None:
    found = drafts(coder, "A clerk said that the depot in Tarrin had burned for two hours after the attack.")
    assert any(d.field == "other" and "burned for two hours" in d.quote.words for d in found)


def option(words: str, start: int, *signs: str) -> Option:
    quote = Quote.at("x" * start + words, start, start + len(words))
    draft = Draft("motive" if "motive" in signs else "other", quote, 0, "")
    return Option(draft, SaySo(AttributionChain(()), "own", "asserts", 1.0), dict.fromkeys(signs, 1.0))


def test_of_drafts_about_the_same_words_the_likeliest_is_told() -> None:
    model = {"bias": 0.0, "motive": 1.0, "weak": -5.0}
    told = chosen([option("to free the men", 10), option("to free the men", 10, "motive"), option("far away", 60, "weak")], model)
    assert [o.draft.field for o, _ in told] == ["motive"]
    assert told[0][1] == pytest.approx(0.731, abs=0.001)


def test_cues_are_whole_words_with_gaps_and_endings() -> None:
    words = phrases(["not ... clear who", "accus*"])
    assert words.any.search("it was not at all clear who did it")
    assert words.any.search("They ACCUSED him")
    assert not words.any.search("knot clear who")
    assert [name for name, pattern in words.each if pattern.fullmatch("accused")] == ["accus*"]
    assert [w for w in ("not", "knot", "notes", "accuse", "clear") if words.may_begin(w)] == ["not", "accuse"]


def test_weights_name_cues_that_the_lexicon_has() -> None:
    known = {name for _, _, words in cues("en") for name, _ in words.each}
    fitted = {f.rsplit("cue ", 1)[1] for f in weights(FILE)[MODEL] if "cue " in f and "cued" not in f and "cue of" not in f}
    assert fitted <= known
