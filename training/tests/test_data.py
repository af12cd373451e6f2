"""Readers of training sets and windows, on lines of our own."""

import json
from pathlib import Path

from training import data

CONLLU = """# newdoc id = one
# newpar
# sent_id = 1
# text = Guards fled.
1\tGuards\tguard\tNOUN\tNNS\tNumber=Plur\t2\tnsubj\t_\t_
2\tfled\tflee\tVERB\tVBD\tMood=Ind|Tense=Past|VerbForm=Fin\t0\troot\t_\t_
3\t.\t.\tPUNCT\t.\t_\t2\tpunct\t_\t_

# sent_id = 2
# text = Why?
1\tWhy\twhy\tADV\tWRB\t_\t0\troot\t_\t_
2\t?\t?\tPUNCT\t.\t_\t1\tpunct\t_\t_

"""


def test_conllu_heads_are_absolute_and_roots_point_at_themselves(tmp_path: Path) -> None:
    file = tmp_path / "a.conllu"
    file.write_text(CONLLU)
    (e,) = data.conllu(file, window=50)
    assert e.words == ["Guards", "fled", ".", "Why", "?"]
    assert (e.sentence, e.head, e.breaks) == ([1, 0, 0, 1, 0], [1, 1, 1, 3, 3], [2, 0, 0, 0, 0])
    assert [len(x.words) for x in data.conllu(file, window=3)] == [3, 2]
    assert list(data.conllu(file, ["one"], window=50)) == []


def test_columns_with_inside_tags_only_become_first_and_inside(tmp_path: Path) -> None:
    file = tmp_path / "a.txt"
    file.write_text("Rada I-PER\nVelk I-PER\nof O\nOrvane I-LOC\n\nOrvane I-LOC\nPact I-MISC\n")
    (e,) = data.bio(file, {"PER": "PERSON", "LOC": "LOC"}, ("O", "PERSON", "LOC"), separator=" ")
    assert e.names == ["B-PERSON", "I-PERSON", "O", "B-LOC", "B-LOC", "O"]
    assert e.sentence == [1, 0, 0, 0, 1, 0]


def test_held_out_documents_are_chosen_by_name() -> None:
    chosen = [n for n in map(str, range(1000)) if data.held_out(n)]
    assert 150 < len(chosen) < 250
    assert chosen == [n for n in map(str, range(1000)) if data.held_out(n)]


ENTITIES = """# newdoc id = one
# newpar
# text = The mayor of Orvane resigned.
1\tThe\tthe\tDET\tDT\t_\t2\tdet\t_\tEntity=(7-person-new-nnnnn-cf1-2-coref
2\tmayor\tmayor\tNOUN\tNN\t_\t5\tnsubj\t_\t_
3\tof\tof\tADP\tIN\t_\t4\tcase\t_\t_
4\tOrvane\tOrvane\tPROPN\tNNP\t_\t2\tnmod\t_\tEntity=(9-place-new-nnnnn-cf2-1-sgl)7)
5\tresigned\tresign\tVERB\tVBD\t_\t0\troot\t_\t_
6\t.\t.\tPUNCT\t.\t_\t5\tpunct\t_\t_

# text = He wept.
1\tHe\the\tPRON\tPRP\t_\t2\tnsubj\t_\tEntity=(7-person-giv-nnnnn-cf1-1-ana)
2\twept\tweep\tVERB\tVBD\t_\t0\troot\t_\t_

"""


def test_mentions_are_at_their_heads(tmp_path: Path) -> None:
    file = tmp_path / "a.conllu"
    file.write_text(ENTITIES)
    (e,) = data.conllu(file, window=50, entities=True)
    assert {w: c for w, c in zip(e.words, e.clusters, strict=True) if c >= 0} == {"mayor": 7, "Orvane": 9, "He": 7}
    assert {w: n for w, n in zip(e.words, e.names, strict=True) if n != "O"} == {"Orvane": "B-LOC"}


def test_places_of_an_event_are_at_their_names(tmp_path: Path) -> None:
    rows = []
    for k in range(40):
        text = f"Guards fired in the town of Orvane on day {k}."
        place = {"label": "LOCATION", "start": text.index("the"), "end": text.index(" on")}
        verb = {"label": "VERB", "start": 7, "end": 12}
        rows.append({"text": text, "source": "own", "spans": [place, verb]})
    file = tmp_path / "a.jsonl"
    file.write_text("".join(json.dumps(r) + "\n" for r in rows))
    found = list(data.event_places(file))
    assert 25 < len(found) < 40
    assert all([(e.words[i], [e.words[p] for p in at]) for i, at in e.places.items()] == [("fired", ["Orvane"])] for e in found)


def test_names_of_our_own_stand_at_their_sentences(tmp_path: Path) -> None:
    treebank, marked = tmp_path / "a.conllu", tmp_path / "names.tsv"
    treebank.write_text(CONLLU.replace("sent_id = ", "sent_id = one-000"))
    marked.write_text("# one\n0001\t0-1 ORG\t2-3 ?\n")
    (e,) = data.conllu(treebank, window=50, names=data.spans_by_sentence(marked))
    assert e.names == ["B-ORG", "O", "?", "O", "O"]
