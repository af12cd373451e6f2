"""The whole reader on texts of our own: every layer has exact offsets whatever the text looks like."""

from functools import cache

import pytest

import sayso
from sayso.core import Document, Found, Masthead, Reading
from sayso.read import NeuralReader


@cache
def reader() -> NeuralReader:
    return NeuralReader()


def read(text: str) -> Reading:
    (r,) = reader().read([Document("a", text, Masthead(published=Found("2019-05-07", "given")))])
    return r


def said(r: Reading) -> list[tuple[list[str], list[str], list[str]]]:
    """Words of source, cue and content of each attribution."""
    return [
        ([s.of(r.text) for s in a.source], [s.of(r.text) for s in a.cue], [s.of(r.text) for s in a.content])
        for a in r.attributions
    ]


STORY = (
    "Rada Velk, the mayor of Orvane, said on Monday that soldiers had killed two farmers near the river. "
    "“We saw them burn the barn,” said Ilse Marn, a neighbour. “Nobody came.” The army denied it.\n\n"
    "The ministry told the Herald that police believe four men hid the weapons."
)


def assert_sound(r: Reading) -> None:
    """Layers fit the text and one another."""
    assert not r.unread
    assert all(0 <= t.start < t.end <= len(r.text) for t in r.tokens)
    assert all(a.end <= b.start for a, b in zip(r.tokens, r.tokens[1:], strict=False))
    assert [a for a, _ in r.sentences] == [0, *(b for _, b in r.sentences)][: len(r.sentences)]
    assert all(0 <= t.head < len(r.tokens) for t in r.tokens)
    assert all(r.text[n.start : n.end].strip() for n in r.names)
    for a in r.attributions:
        assert a.content
        assert all(s.of(r.text).strip() for s in (*a.source, *a.cue, *a.content))
        assert a.parent is None or a.parent < len(r.attributions)
    assert all(m.of(r.text) for e in r.entities for m in e.mentions)


def test_a_story() -> None:
    r = read(STORY)
    assert_sound(r)
    found = said(r)
    assert (["Ilse Marn, a neighbour"], ["said"], ["“We saw them burn the barn,”", "“Nobody came.”"]) in found
    outer = next(i for i, (_, cue, _) in enumerate(found) if cue == ["told"])
    inner = next(a for a in r.attributions if a.cue and a.cue[0].of(r.text) == "believe")
    assert inner.parent == outer


@pytest.mark.parametrize(
    "change",
    [
        str.upper,
        str.lower,
        lambda t: t.replace(" ", "\u00a0"),
        lambda t: t.replace("“", '"').replace("”", '"'),
        lambda t: t.replace("“", "``").replace("”", "''"),
        lambda t: t.replace("soldiers", "sol-\ndiers").replace("farmers", "far¬mers"),
        lambda t: t.replace("a", "á").replace("o", "ö"),
        lambda t: t.replace(",", "").replace("’", ""),
        lambda t: t.replace("\n\n", "\r\n\r\n") + "\r\n",
        lambda t: t.replace("e", "e\u0301"),
        lambda t: "\ufeff" + t + "\u200b\x00",
    ],
    ids=["capitals", "small", "no-break", "straight", "latex", "ocr", "accents", "no commas", "crlf", "combining", "control"],
)
def test_a_text_in_another_shape_is_read(change) -> None:  # type: ignore[no-untyped-def]
    r = read(change(STORY))
    if not r.unread:
        assert_sound(r)
        assert any(len(a.source) and len(a.content) for a in r.attributions)
    assert r.text == change(STORY)


@pytest.mark.parametrize("text", ["", " ", "\n\n", ".", "“", "\u200b", "12", "!!!", "🙂"])
def test_next_to_nothing_is_read(text: str) -> None:
    r = read(text)
    assert r.text == text
    assert r.attributions == ()


def test_twenty_thousand_words() -> None:
    r = read(STORY * 340)
    assert len(r.tokens) > 20_000
    assert_sound(r)
    assert sum(cue == ["told"] for _, cue, _ in said(r)) >= 330


def test_what_is_not_english_is_left_alone() -> None:
    r = read("Le maire de la ville a déclaré que les soldats avaient tué deux fermiers près de la rivière, selon le journal.")
    assert (r.unread, r.tokens, r.attributions) == ("language: fr", (), ())


@pytest.mark.parametrize(
    ("text", "who"),
    [
        ("Four killed in Orvane: ministry\n\nThe bridge is closed.", "ministry"),
        ("Rebels took the bridge: U.N. monitors\n\nThe bridge is closed.", "U.N. monitors"),
        ("Police: two men hid the weapons\n\nThe bridge is closed.", "Police"),
    ],
)
def test_headlines_with_a_colon(text: str, who: str) -> None:
    assert any(source == [who] and cue == [":"] for source, cue, _ in said(read(text)))


@pytest.mark.parametrize(
    "text", ["Orvane: four killed in a raid\n\nThe bridge is closed.", "Killed in Orvane: four\n\nIt is closed."]
)
def test_a_colon_alone_is_nobodys_word(text: str) -> None:
    assert not any(cue == [":"] for _, cue, _ in said(read(text)))


def together(text: str, *words: str) -> bool:
    """Whether one entity has a mention of each of these words."""
    r = read(text)
    return any({m.of(text) for m in e.mentions} >= set(words) for e in r.entities)


def test_who_is_meant_before_the_name() -> None:
    text = "Guards took the priest to Olenk. After her arrest, Mira Olund wrote that she had never seen the camp."
    assert together(text, "her", "Mira Olund", "she")


def test_a_person_is_no_thing() -> None:
    text = "The dam near Orvane held. Rada Velk praised it. She thanked the men."
    assert together(text, "Rada Velk", "She")
    assert not together(text, "it", "She")


def test_a_headline_without_a_verb() -> None:
    text = "Six dead: hospital\n\nOfficers met in Orvane on Monday to talk about the road."
    assert (["hospital"], [":"], ["Six dead"]) in said(read(text))


def test_what_a_citation_closes_is_the_cited_authors_alone() -> None:
    quoted = '"It is a slow disaster. Every spring the water takes another street, and every autumn the council promises a wall."'
    text = f"“The bridge was mined,” the commander told the Herald, “and we knew it.”\n\n{quoted} (Mira Solberg, The Coast Weekly, March 3, 2018)"
    assert [source for source, _, content in said(read(text)) if quoted in content] == [["Mira Solberg"]]


def test_by_what_something_is_done_is_no_speaker() -> None:
    assert not read("The captured men will be tried according to the law in Orvane.").attributions
    (a,) = read("The men will be tried in Orvane, according to the ministry of justice.").attributions
    assert a.source[0].of("The men will be tried in Orvane, according to the ministry of justice.") == "the ministry of justice"


def test_who_says_is_whom_the_clause_describes() -> None:
    text = "An official at the Interior Ministry, who asked not to be named, said three men had been killed."
    r = read(text)
    (who,) = [a for a in r.attributions if [s.of(text) for s in a.source] == ["who"]]
    assert who.speaker is not None
    assert who.speaker.of(text) == "An official at the Interior Ministry"


def test_what_is_said_in_an_infinitive_stands_within() -> None:
    found = read('The minister said: "It is hard for us to admit that the bridge was never safe."').attributions
    outer = next(i for i, a in enumerate(found) if a.parent is None)
    (inner,) = [a for a in found if a.parent == outer]
    assert inner.cue[0].of('The minister said: "It is hard for us to admit that the bridge was never safe."').endswith("admit")


def test_spacy_pipeline() -> None:
    doc = sayso.load()(STORY)
    assert [t.text for t in doc if t.pos_ == "VERB"][:2] == ["said", "killed"]
    assert ("Rada Velk", "PERSON") in {(e.text, e.label_) for e in doc.ents}
    assert [s.text.split()[0] for s in doc.sents][:2] == ["Rada", "“We"]
    assert next(t for t in doc if t.text == "killed").head.text == "said"
    assert doc._.reading.attributions


def test_words_broken_at_lines_ends_are_read_whole() -> None:
    r = read("The govern-\nment said that demon- strators had killed two police- men near Orvane on Monday.")
    assert_sound(r)
    assert {"government", "demonstrator", "policeman"} <= {t.lemma for t in r.tokens}
    ((source, cue, content),) = said(r)
    assert (source, cue) == (["The govern-\nment"], ["said"])
    assert "demon- strators had killed two police- men" in content[0]
