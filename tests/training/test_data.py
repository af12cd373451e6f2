"""Readers of training sets and windows, on lines of our own."""

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
