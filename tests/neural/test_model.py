"""The model of the package: opening it, windows, and what it says of sentences of our own."""

import json
import shutil
from importlib.resources import files
from pathlib import Path

import pytest

from sayso.core.errors import AssetError
from sayso.neural import NeuralModel, load
from sayso.neural.features import SHAPES, shape
from sayso.read.tokens import breaks, tokenize

WEIGHTS = Path(str(files("sayso.neural"))) / "weights"
pytestmark = pytest.mark.skipif(not (WEIGHTS / "config.json").is_file(), reason="no model in this checkout")

TEXT = (
    "Rada Velk, the mayor of Orvane, said on Monday that soldiers had killed two farmers near the river. "
    "“We saw them burn the barn,” said Ilse Marn, a neighbour. The army denied it."
)


def words_of(text: str) -> tuple[list[str], list[int]]:
    spans = tokenize(text)
    return [text[a:b] for a, b in spans], breaks(text, spans)


def test_a_reading_of_our_own_sentences() -> None:
    words, before = words_of(TEXT)
    (r,) = load().read([(words, before)])
    assert [words[a] for a, _ in r.sentences] == ["Rada", "“", "The"]
    assert len(r.upos) == len(r.feats) == len(r.head) == len(r.deprel) == len(r.factuality) == len(words)
    assert all(sum(r.head[i] == i for i in range(a, b)) == 1 for a, b in r.sentences)
    assert all(a <= r.head[i] < b for a, b in r.sentences for i in range(a, b))
    at = words.index("killed")
    assert r.upos[at] == "VERB"
    assert {words[i]: r.deprel[i] for i in range(len(words)) if r.head[i] == at}["soldiers"] == "nsubj"
    assert ("Rada Velk", "PERSON") in {(" ".join(words[n.first : n.last]), n.label) for n in r.names}
    cues = {" ".join(words[a.cue.first : a.cue.last]) for a in r.attributions}
    assert "said" in cues
    first = next(a for a in r.attributions if words[a.cue.first] == "said")
    assert words[first.source[0].first] == "Rada"
    assert "killed" in words[first.content[0].first : first.content[0].last]


def test_nothing_and_much() -> None:
    model = load()
    assert model.read([]) == []
    assert model.read([([], [])])[0].upos == ()
    words, before = words_of(TEXT)
    many = words * 120
    (long,) = model.read([(many, before * 120)])
    assert len(long.upos) == len(many)
    assert long.sentences[-1][1] == len(many)
    said = [a for a in long.attributions if a.parent is None and many[a.cue.first] == "said"]
    assert len(said) > 120


def test_a_text_reads_the_same_alone_and_in_company() -> None:
    texts = [words_of(TEXT), words_of("Thousands marched."), words_of(TEXT.upper())]
    assert load().read(texts) == [r for t in texts for r in load().read([t])]


def test_words_that_no_tokeniser_knows() -> None:
    words = ["\u00a0", "\ufffd\ufffd", "x" * 4000, "🙂", "\u0301"]
    (r,) = load().read([(words, [0] * 5)])
    assert len(r.upos) == 5


def test_the_same_twice() -> None:
    text = words_of(TEXT)
    assert load().read([text, text])[0] == load().read([text, text])[1]
    assert load().read([text]) == load().read([text])


@pytest.mark.parametrize(
    ("word", "kind"), [("a", "lower"), ("Ab", "Capital"), ("AB", "UPPER"), ("iPod", "miXed"), ("4th", "digit")]
)
def test_shapes(word: str, kind: str) -> None:
    assert SHAPES[shape(word)] == kind


def test_a_damaged_model_is_refused(tmp_path: Path) -> None:
    with pytest.raises(AssetError, match="no model here"):
        NeuralModel(tmp_path)
    for file in WEIGHTS.iterdir():
        shutil.copy(file, tmp_path / file.name)
    config = json.loads((tmp_path / "config.json").read_text())
    (tmp_path / "tokenizer.json").write_text("{}")
    with pytest.raises(AssetError, match=r"tokenizer\.json"):
        NeuralModel(tmp_path)
    (tmp_path / "config.json").write_text(json.dumps({**config, "format": 99}))
    with pytest.raises(AssetError, match="format 99"):
        NeuralModel(tmp_path)
