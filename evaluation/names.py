"""Names as the reader gives them, words and sentences given: python -m evaluation.names [--split dev] [--sample N].

Micro F1 with exact borders. Worldwide's labels are merged to ours (person, organisation, place, nationality, facility, money,
date); UNER EWT has persons, organisations and places, to which facilities count. Where its paragraphs begin is looked up in the
treebank whose sentences it labels: a reader of documents sees that.
"""

import argparse
import gzip
from collections.abc import Iterator
from pathlib import Path

import numpy as np

from evaluation.common import add_model, data_folder, interval, pooled_f1, reader_of
from sayso.neural import SURE, NeuralModel
from sayso.read.names import consistent

WORLDWIDE = {
    "Person": "PERSON",
    "Organization": "ORG",
    "Location": "LOC",
    "NORP": "NORP",
    "Facility": "FAC",
    "Money": "MONEY",
    "Date": "DATE",
}
EMPTY_LINE = 2
UNER = {"PER": "PERSON", "ORG": "ORG", "LOC": "LOC"}
Row = tuple[str, float, str, str]
Tagged = tuple[list[str], list[int], list[str]]  # words, what stands before each, tags


def texts(path: Path, *, word: int, column: int, paragraphs: frozenset[str] = frozenset()) -> list[Tagged]:
    """The documents of a table of words and tags, before each first word of a sentence the mark that it surely begins one, or, where
    `paragraphs` has the sentence, that of an empty line."""
    out: list[Tagged] = [([], [], [])]
    fresh, begins = True, False
    with gzip.open(path, "rt", encoding="utf-8") as f:
        for line in f:
            cells = line.rstrip("\n").split("\t")
            if line.startswith(("# doc", "# newdoc")):
                out.append(([], [], []))
            if line.startswith("# sent_id = "):
                begins = line[12:].strip() in paragraphs
            if not line.strip():
                fresh = True
            elif len(cells) > column and not line.startswith("#"):
                out[-1][0].append(cells[word] or "_")
                out[-1][1].append(0 if not fresh else EMPTY_LINE if begins else SURE)
                out[-1][2].append(cells[column])
                fresh = False
    return [t for t in out if t[0]]


def first_of_paragraphs(path: Path) -> frozenset[str]:
    """Identifiers of the sentences of a treebank with which a paragraph begins."""
    out, new = set(), False
    with gzip.open(path, "rt", encoding="utf-8") as f:
        for line in f:
            if line.startswith(("# newpar", "# newdoc")):
                new = True
            elif line.startswith("# sent_id = "):
                if new:
                    out.add(line[12:].strip())
                new = False
    return frozenset(out)


def spans(tags: list[str], mapping: dict[str, str]) -> Iterator[tuple[int, int, str]]:
    """Names of BIO tags, in our labels."""
    first, label = 0, ""
    for i, tag in enumerate([*tags, "O"]):
        if label and (tag[0] != "I" or tag[2:] != label):
            if label in mapping:
                yield first, i, mapping[label]
            label = ""
        if tag[0] in "BI" and not label:
            first, label = i, tag[2:]


def score(model: NeuralModel, given: list[Tagged], mapping: dict[str, str], name: str, published: str) -> Row:
    """One row: F1 over all texts."""
    merge = {} if "FAC" in mapping.values() else {"FAC": "LOC"}
    merge["GPE"] = "LOC"
    wanted = set(mapping.values())
    counts = np.zeros((len(given), 3))
    for d, ((words, _, tags), r) in enumerate(zip(given, model.read([t[:2] for t in given]), strict=True)):
        gold = set(spans(tags, mapping))
        found = {(n.first, n.last, merge.get(n.label, n.label)) for n in consistent(words, r.upos, r.deprel, r.names)}
        found = {n for n in found if n[2] in wanted}
        counts[d] = len(gold & found), len(found), len(gold)
    return name, pooled_f1(counts), interval(counts), published


def rows(model: NeuralModel, folder: Path, split: str = "dev", sample: int = 0) -> Iterator[Row]:
    """Both sets; Worldwide has no test split that we may look at here."""
    if split == "dev":
        given = texts(folder / "worldwide_ner/dev.tsv.gz", word=0, column=1)[: sample or None]
        yield score(model, given, WORLDWIDE, "Worldwide dev names", "")
    begin = first_of_paragraphs(folder / f"ud_ewt/en_ewt-ud-{split}.conllu.gz")
    given = texts(folder / f"uner_en/en_ewt-ud-{split}.iob2.gz", word=1, column=2, paragraphs=begin)[: sample or None]
    yield score(model, given, UNER, f"UNER EWT {split} names", "test .860 (560 M)")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--split", default="dev", choices=("dev", "test"), help="test: once a release")
    parser.add_argument("--sample", type=int, default=0, help="only so many texts of each set")
    add_model(parser)
    a = parser.parse_args()
    for name, value, span, published in rows(reader_of(a.model).model, data_folder(), a.split, a.sample):
        print(f"{name:40s} {value:.3f} {span:16s} {published}", flush=True)


if __name__ == "__main__":
    main()
