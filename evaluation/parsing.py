"""Parse and parts of speech from raw text: python -m evaluation.parsing [--split dev] [--sample N] [--conllu DIR].

As the scorer of CoNLL 2018 (in `udtools`): system and gold words are the same where they stand at the same characters (inside a gold
multiword token where their forms agree); F1 of words with the right part of speech, and of words with the right head and relation,
subtypes left aside. `--conllu` writes gold and own trees as CoNLL-U, for that scorer itself.
"""

import argparse
from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np

from evaluation.common import add_model, data_folder, interval, pooled_f1, reader_of
from evaluation.treebanks import TreebankDocument, documents
from sayso.core import Document, Reading
from sayso.read import NeuralReader

METRICS = ("LAS", "UPOS", "UAS", "words", "sentences")
PUBLISHED = {
    ("EWT", "LAS"): "Stanza .836, Trankit .880 (278 M), .894 (large), test",
    ("EWT", "UPOS"): "Stanza .954, Trankit .960 (278 M), test",
    ("GUM", "LAS"): "Stanza .836, test",
}
Row = tuple[str, float, str, str]


def counts(gold: TreebankDocument, own: Reading) -> list[tuple[int, int, int]]:
    """(right, own, gold) for each metric."""
    at = {(w.start, w.end): i for i, w in enumerate(gold.words)}
    spans = [(t.start, t.end) for t in own.tokens]
    right = dict.fromkeys(METRICS, 0)
    for i, t in enumerate(own.tokens):
        g = at.get(spans[i])
        if g is None:
            continue
        w = gold.words[g]
        head = -1 if t.head == i else at.get(spans[t.head], -2)
        right["words"] += 1
        right["UPOS"] += w.upos == t.upos
        right["UAS"] += w.head == head
        right["LAS"] += w.head == head and w.relation == t.deprel.split(":")[0]
    ends = {}
    for w in gold.words:
        first, _ = ends.get(w.sentence, (w.start, w.end))
        ends[w.sentence] = (first, w.end)
    mine = {(own.tokens[a].start, own.tokens[b - 1].end) for a, b in own.sentences}
    right["sentences"] = len(mine & set(ends.values()))
    sizes = {"sentences": (len(mine), len(ends))}
    return [(right[m], *sizes.get(m, (len(spans), len(gold.words)))) for m in METRICS]


def rows(reader: NeuralReader, path: Path, name: str, sample: int = 0, conllu: Path | None = None) -> Iterator[Row]:
    """LAS, UPOS and the rest for one treebank."""
    docs = list(documents(path))[: sample or None]
    readings = reader.read([Document(d.name, d.text) for d in docs])
    values = np.array([counts(d, r) for d, r in zip(docs, readings, strict=True)], float)  # [documents, metrics, 3]
    for k, metric in enumerate(METRICS):
        published = PUBLISHED.get((name.split()[0], metric), "")
        yield f"{name} {metric}", pooled_f1(values[:, k]), interval(values[:, k]), published
    if conllu is not None:
        write_conllu(conllu, name.replace(" ", "-"), docs, readings)


def write_conllu(folder: Path, name: str, docs: Sequence[TreebankDocument], readings: Sequence[Reading]) -> None:
    """NAME.gold.conllu and NAME.own.conllu with the words of both, for `udtools eval`. Gold loses its multiword tokens."""
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / f"{name}.gold.conllu").open("w", encoding="utf-8") as f:
        for d in docs:
            groups: dict[int, list[int]] = {}
            for i, w in enumerate(d.words):
                groups.setdefault(w.sentence, []).append(i)
            for members in groups.values():
                first = members[0]
                for i in members:
                    w = d.words[i]
                    f.write(_line(i - first + 1, w.form, w.upos, w.head - first + 1 if w.head >= 0 else 0, w.relation))
                f.write("\n")
    with (folder / f"{name}.own.conllu").open("w", encoding="utf-8") as f:
        for r in readings:
            for a, b in r.sentences:
                for i in range(a, b):
                    t = r.tokens[i]
                    f.write(_line(i - a + 1, r.word(i), t.upos, 0 if t.head == i else t.head - a + 1, t.deprel))
                f.write("\n")


def _line(number: int, form: str, upos: str, head: int, relation: str) -> str:
    return "\t".join([str(number), "".join(form.split()), "_", upos, "_", "_", str(head), relation, "_", "_"]) + "\n"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--split", default="dev", choices=("dev", "test"), help="test: once a release")
    parser.add_argument("--sample", type=int, default=0, help="only so many documents of each treebank")
    parser.add_argument("--conllu", type=Path, help="write gold and own trees into this folder")
    add_model(parser)
    a = parser.parse_args()
    reader, folder = reader_of(a.model), data_folder()
    for name, path in (("EWT", f"ud_ewt/en_ewt-ud-{a.split}.conllu.gz"), ("GUM", f"gum/gum-{a.split}.conllu.gz")):
        for row, value, span, published in rows(reader, folder / path, f"{name} {a.split}", a.sample, a.conllu):
            print(f"{row:40s} {value:.3f} {span:16s} {published}", flush=True)


if __name__ == "__main__":
    main()
