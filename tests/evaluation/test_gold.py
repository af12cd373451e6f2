"""Gold without words: what is packed comes back word for word, only from the same text, and only if it keeps to the form."""

import gzip
import json
from pathlib import Path
from typing import Any

import pytest

from evaluation import gold
from sayso.core.errors import InputError

TEXT = """Gunmen killed at least four guards at the Korva
crossing on Monday, the governor of Norm said. He denied that "anybody else" was hurt.

The Tarrin Gazette quoted a nurse as saying that six had died."""
GUARDS = "Gunmen killed at least four guards at the Korva crossing on Monday, the governor of Norm said."


def coding() -> dict[str, Any]:
    """An invented article as a coder writes it, with quotes over a line break and words that occur twice."""
    governor = {"speaker": "the governor of Norm", "cue": "said"}
    common = {"basis": "unknown", "stance": "asserts"}
    figure = {"events": ["e1"], "kind": "killed", "scope": "", "as_of": None, "relations": [], **common}
    return {
        "doc": "inv-0",
        "published": "2031-05-07",
        "source": {"set": "invented", "file": "news.jsonl.gz", "key": "n1"},
        "events": [
            {
                "id": "e1",
                "sentence": GUARDS,
                "trigger": "killed",
                "type": "ASSAULT",
                "actors": ["Gunmen"],
                "recipients": ["guards"],
                "instruments": [],
                "place": "Korva crossing",
                "place_relation": "in",
                "country": None,
                "date": "2031-05-05",
                "date_how": "relative",
                "factuality": "happened",
                "background": False,
                "chain": [governor],
                "basis": "unknown",
            }
        ],
        "figures": [
            {
                **figure,
                "id": "f1",
                "sentence": GUARDS,
                "quote": "at least four guards",
                "low": 4,
                "high": None,
                "comparator": "at_least",
            }
            | {"of": "guards", "chain": [governor]},
            {
                **figure,
                "id": "f2",
                "sentence": "The Tarrin Gazette quoted a nurse as saying that six had died.",
                "quote": "six",
                "low": 6,
            }
            | {"high": 6, "comparator": "exactly", "of": "", "relations": [{"is": "contrasts", "with": "f1"}]}
            | {"chain": [{"speaker": "The Tarrin Gazette", "cue": "quoted"}, {"speaker": "a nurse", "cue": "as saying"}]},
        ],
        "statements": [
            {
                **common,
                "id": "s1",
                "about": ["e1"],
                "field": "other",
                "stance": "denies",
                "reason": "",
                "quote": '"anybody else" was hurt',
            }
            | {"sentence": 'He denied that "anybody else" was hurt.'}
            | {"chain": [{"speaker": "He", "is": "the governor of Norm", "cue": "denied"}]}
        ],
    }


@pytest.fixture
def sets(tmp_path: Path) -> Path:
    """A folder of data sets with one file of two invented articles."""
    folder = tmp_path / "data" / "invented"
    folder.mkdir(parents=True)
    rows = [{"id": "n0", "text": "Nothing."}, {"id": "n1", "text": TEXT, "published": "2031-05-07", "publisher": "Tarrin Post"}]
    with gzip.open(folder / "news.jsonl.gz", "wt", encoding="utf-8") as handle:
        handle.writelines(json.dumps(row) + "\n" for row in rows)
    return folder.parent


@pytest.fixture
def packed(tmp_path: Path, sets: Path) -> Path:
    """The folder of packed gold, with the invented article coded by a."""
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "inv-0.json").write_text(json.dumps(coding()), encoding="utf-8")
    (tmp_path / "mine" / "inv-0.txt").write_text(TEXT, encoding="utf-8")
    assert gold.pack_folder(tmp_path / "mine", "a", tmp_path / "gold", sets) == 1
    return tmp_path / "gold"


def squeezed(value: Any) -> Any:
    return json.loads(json.dumps(value).replace("\\n", " "))


def test_what_is_packed_comes_back_as_words(tmp_path: Path, sets: Path, packed: Path) -> None:
    assert gold.write(tmp_path / "out", folder=packed, data=sets) == 1
    back = json.loads((tmp_path / "out" / "gold" / "inv-0.json").read_text(encoding="utf-8"))
    assert squeezed(back) == coding()
    assert (tmp_path / "out" / "text" / "inv-0.txt").read_bytes().decode("utf-8") == TEXT
    meta = json.loads((tmp_path / "out" / "text" / "inv-0.meta.json").read_text(encoding="utf-8"))
    assert meta == {"id": "inv-0", "outlet": "Tarrin Post", "published": "2031-05-07"}


def test_no_words_of_the_article_are_stored(packed: Path) -> None:
    stored = (packed / "inv-0.a.json").read_text(encoding="utf-8")
    for word in ("Gunmen", "Korva", "governor", "nurse", "quoted", "anybody"):
        assert word in TEXT
        assert word not in stored


def test_a_quote_is_sought_in_its_own_sentence(packed: Path) -> None:
    record = json.loads((packed / "inv-0.a.json").read_text(encoding="utf-8"))
    start, end = record["figures"][0]["of"]
    assert TEXT[start:end] == "guards"
    said = gold.locate("said", TEXT + " They said so.", [len(TEXT), len(TEXT) + 14])
    assert said is not None
    assert said[0] > len(TEXT)


def test_words_stand_on_word_borders_with_any_white_space() -> None:
    assert gold.locate("the Korva crossing", TEXT) == [TEXT.index("the Korva"), TEXT.index(" on Monday")]
    assert gold.locate("guard", TEXT) is None


def test_another_text_than_the_one_coded_is_refused(tmp_path: Path, sets: Path, packed: Path) -> None:
    row = {"id": "n1", "text": TEXT.replace("four", "five")}
    with gzip.open(sets / "invented" / "news.jsonl.gz", "wt", encoding="utf-8") as handle:
        handle.write(json.dumps(row) + "\n")
    with pytest.raises(InputError, match=r"inv-0.*another text than the one coded"):
        gold.write(tmp_path / "out", folder=packed, data=sets)


def test_an_unknown_key_and_a_missing_file_say_so(sets: Path) -> None:
    with pytest.raises(InputError, match="0 articles with the key 'n9'"):
        gold.find_row({"set": "invented", "file": "news.jsonl.gz", "key": "n9"}, sets)
    with pytest.raises(InputError, match="no such file"):
        gold.find_row({"set": "invented", "file": "other.jsonl", "key": 0}, sets)
    assert gold.find_row({"set": "invented", "file": "news.jsonl.gz", "key": 1}, sets)["text"] == TEXT


@pytest.mark.parametrize(
    ("kind", "change", "expected"),
    [
        ("events", {"trigger": "kidnapped"}, "trigger 'kidnapped' does not stand in its sentence"),
        ("events", {"trigger": "nurse"}, "trigger 'nurse' does not stand in its sentence"),
        ("events", {"type": "FIGHT"}, "type 'FIGHT' is none of"),
        ("events", {"date": "yesterday"}, "no EDTF value"),
        ("events", {"date": None}, "date None with date_how 'relative'"),
        ("events", {"place_relation": "beside"}, "place_relation 'beside'"),
        ("events", {"country": "Norland"}, "no ISO 3166"),
        ("events", {"actors": ["Rebels"]}, "actors 'Rebels' does not stand in the text"),
        ("figures", {"high": 9}, "low 4 and high 9 do not fit 'at_least'"),
        ("figures", {"events": ["e7"]}, "are not events of the document"),
        ("figures", {"relations": [{"is": "part_of", "with": "f1"}]}, "which is no other figure"),
        ("figures", {"id": "e1"}, "id e1 is used twice"),
        ("figures", {"note": "?"}, r"unknown keys \['note'\]"),
        ("statements", {"about": ["s1"]}, "names no other records"),
        ("statements", {"stance": "hopes"}, "stance 'hopes' is none of"),
        ("statements", {"chain": [{"speaker": "He", "cue": "denied"}]}, "lacks `is`"),
        ("statements", {"sentence": "She agreed."}, "sentence 'She agreed.' does not stand in the text"),
    ],
)
def test_what_departs_from_the_form_is_named(kind: str, change: dict[str, Any], expected: str) -> None:
    wrong = coding()
    wrong[kind][0] |= change
    with pytest.raises(InputError, match=expected):
        gold.pack(wrong, TEXT, "a")


@pytest.mark.parametrize(
    "relation", ["", "in", "outskirts of", "40 km from", "northeast of", "20 miles north of", "on the road to"]
)
def test_relations_to_a_place(relation: str) -> None:
    right = coding()
    right["events"][0]["place_relation"] = relation
    assert gold.pack(right, TEXT, "a")["events"][0]["place_relation"] == relation


def test_halves_are_fixed_by_the_id_and_can_be_asked_for(tmp_path: Path, sets: Path, packed: Path) -> None:
    half = gold.half_of("inv-0")
    other = next(h for h in gold.HALVES if h != half)
    assert gold.write(tmp_path / "out", half, folder=packed, data=sets) == 1
    assert gold.write(tmp_path / "none", other, folder=packed, data=sets) == 0
    assert {gold.half_of(f"inv-{i}") for i in range(20)} == set(gold.HALVES)


def test_agreement_scores_one_coder_against_the_other(
    scorers: Path, tmp_path: Path, sets: Path, packed: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    (sets.parent / "tools").symlink_to(scorers)
    mine = coding()
    mine["figures"].pop()
    (tmp_path / "mine" / "inv-0.json").write_text(json.dumps(mine), encoding="utf-8")
    gold.pack_folder(tmp_path / "mine", "b", packed, sets)
    gold.agreement(folder=packed, data=sets)
    shown = capfd.readouterr().out
    assert "a against b, 1 articles: inv-0" in shown
    scores = json.loads(shown.strip().splitlines()[-1])
    assert scores["event.found"] == 1.0
    assert scores["figure.found"] == pytest.approx(2 / 3, abs=0.001)
    assert gold.write(tmp_path / "out", coder="b", folder=packed, data=sets) == 1
    back = json.loads((tmp_path / "out" / "gold" / "inv-0.json").read_text(encoding="utf-8"))
    assert squeezed(back) == mine


def test_counts(sets: Path, packed: Path, capsys: pytest.CaptureFixture[str]) -> None:
    gold.count(packed, sets)
    rows = {line[:26].strip(): line.split()[-1] for line in capsys.readouterr().out.splitlines()[1:]}
    assert rows == {
        "articles": "1",
        "events": "1",
        "figures": "2",
        "statements": "1",
        "chains of two hops": "1",
        "denied, doubted, conceded": "1",
        "pronoun speakers": "1",
    }


def test_a_conllu_file_gives_paragraphs(tmp_path: Path) -> None:
    lines = [
        "# newdoc id = D1",
        "# meta::dateCreated = 2031-05-07",
        "# newpar",
        "# text = A raid.",
        "1\tA",
        "",
        "# text = Two died.",
    ]
    lines += ["", "# newpar_block = p", "# text = More.", "", "# newdoc id = D2", "# text = Other."]
    (tmp_path / "x.conllu").write_text("\n".join(lines), encoding="utf-8")
    row = gold.find_row({"set": ".", "file": "x.conllu", "key": "D1"}, tmp_path)
    assert row["text"] == "A raid. Two died.\n\nMore."
    assert row["published"] == "2031-05-07"


def test_the_gold_of_the_repository_stands_in_its_texts(tmp_path: Path, data: Path) -> None:
    for codings in gold.packed_files().values():
        for packed in codings.values():
            text = gold.find_row(packed["source"], data)["text"]
            coding = gold.unpack(packed, text)
            assert list(gold.problems(coding, text)) == []
            assert packed["half"] == gold.half_of(packed["doc"])
