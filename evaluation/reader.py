"""Every head of the reader on its dev set, beside the best published figures.

    python -m evaluation.reader                 the whole table, some minutes on two cores
    python -m evaluation.reader --sample 8      only so many texts of each set
    python -m evaluation.reader --gate          a fixed sample against pinned floors; exit status 1 below one
    python -m evaluation.reader --model FOLDER  another model, an fp32 export for instance

Attribution is scored from raw text by the scorer that stands beside the data. Parsing is scored from raw text too: a word counts
where its offsets, its head and its relation (subtypes left aside, as in CoNLL 2018) are right. Names are scored with words and
sentences given. The bracket is a 95 % bootstrap interval over texts.
"""

import argparse
import gzip
import json
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np

from evaluation.common import data_folder
from sayso.core import Document
from sayso.neural import NeuralModel, load
from sayso.read import NeuralReader
from sayso.read.tokens import breaks, tokenize

ATTRIBUTION = {
    "lenient": "BERT 110 M .717; two people .749",
    "strict": "BERT 110 M .457; two people .587",
    "content exact": "BERT 110 M .549; two people .682",
    "content token": "BERT 110 M .879; two people .918",
    "found": "BERT 110 M .874; two people .858",
}
PARSE = {"las": "Stanza .836, Trankit (278 M) .880 on EWT", "uas": "", "upos": "Stanza .954, Trankit .960 on EWT"}
WORLDWIDE = {
    "Person": "PERSON",
    "Organization": "ORG",
    "Location": "LOC",
    "NORP": "NORP",
    "Facility": "FAC",
    "Money": "MONEY",
    "Date": "DATE",
}
UNER = {"PER": "PERSON", "ORG": "ORG", "LOC": "LOC"}
# Of the gate: what a sample of `GATE_SAMPLE` texts must reach. Some points below what the released model does there.
GATE_SAMPLE = 10
FLOORS = {
    "PolNeAR dev lenient": 0.68,
    "PolNeAR dev content token": 0.88,
    "EWT dev las": 0.79,
    "EWT dev upos": 0.93,
    "GUM dev las": 0.80,
    "Worldwide dev names": 0.65,
    "UDS dev factuality (r)": 0.72,
}

Counts = np.ndarray  # [texts, 3]: right, predicted, gold
Row = tuple[str, float, str, str]  # name, value, interval, published


def records(path: Path) -> list[dict[str, Any]]:
    with gzip.open(path, "rt", encoding="utf-8") as f:
        return [json.loads(line) for line in f]


def f1_row(name: str, counts: Counts, published: str) -> Row:
    """F1 over all texts with its interval."""
    samples = np.random.default_rng(0).integers(0, len(counts), (500, len(counts)))
    values = np.sort([_f1(counts[s]) for s in samples])
    return name, _f1(counts), f"[{values[12]:.3f}, {values[-13]:.3f}]", published


def _f1(counts: Counts) -> float:
    right, predicted, gold = counts.sum(0)
    return float(2 * right / (predicted + gold)) if predicted + gold else 0.0


def attribution(model: NeuralModel, folder: Path, sample: int) -> Iterator[Row]:
    """PolNeAR dev, read from raw text, by its scorer."""
    docs = records(folder / "polnear/dev.jsonl.gz")[: sample or None]
    readings = NeuralReader(model).read([Document(d["id"], d["text"]) for d in docs])
    predicted = [
        {
            "id": d["id"],
            "attributions": [
                {k: [[s.start, s.end] for s in getattr(a, k)] for k in ("source", "cue", "content")}
                for a in r.attributions
                if a.cue and not a.relayed
            ],
        }
        for d, r in zip(docs, readings, strict=True)
    ]
    with tempfile.TemporaryDirectory() as tmp:
        paths = [Path(tmp) / "gold.jsonl", Path(tmp) / "predicted.jsonl"]
        for path, lines in zip(paths, (docs, predicted), strict=True):
            path.write_text("".join(json.dumps(line) + "\n" for line in lines), encoding="utf-8")
        scorer = folder.parent / "tools" / "score_attribution.py"
        done = subprocess.run([sys.executable, str(scorer), *map(str, paths)], check=True, capture_output=True, text=True)
    values = json.loads(done.stdout.splitlines()[-1])
    intervals = {line[:14].strip(): line[line.index("[") :] for line in done.stdout.splitlines() if " F1 " in line}
    for name, published in ATTRIBUTION.items():
        yield f"PolNeAR dev {name}", values[name], intervals[name], published


def treebank(path: Path) -> Iterator[tuple[str, list[tuple[int, int, str, int, str]]]]:
    """Texts of documents with words as (start, end, upos, head, relation); heads index the words of the text, -1 for root."""
    text, base = "", 0
    words: list[tuple[int, int, str, int, str]] = []
    rows: list[list[str]] = []
    sentence = ""
    with gzip.open(path, "rt", encoding="utf-8") as f:
        for line in f:
            line = line.rstrip("\n")
            if line.startswith("# newdoc") and words:
                yield text, words
                text, words = "", []
            elif line.startswith("# newpar") and text:
                text += "\n\n"
            elif line.startswith("# text = "):
                sentence = line[9:]
            elif not line and rows:
                if text and not text.endswith("\n"):
                    text += " "
                base, at, first = len(text), 0, len(words)
                for c in rows:
                    found = sentence.find(c[1], at)
                    found = found if found >= 0 else at
                    at = found + len(c[1])
                    head = int(c[6])
                    words.append((base + found, base + at, c[3], first + head - 1 if head else -1, c[7].split(":")[0]))
                text += sentence
                rows = []
            elif line and line[0].isdigit() and line.split("\t")[0].isdigit():
                rows.append(line.split("\t"))
    if words:
        yield text, words


def parse(model: NeuralModel, path: Path, name: str, sample: int) -> Iterator[Row]:
    """LAS, UAS and UPOS F1 from raw text."""
    docs = list(treebank(path))[: sample or None]
    spans = [tokenize(text) for text, _ in docs]
    readings = model.read([([t[a:b] for a, b in s], breaks(t, s)) for (t, _), s in zip(docs, spans, strict=True)])
    counts = {k: np.zeros((len(docs), 3)) for k in PARSE}
    for d, ((_, gold), own, r) in enumerate(zip(docs, spans, readings, strict=True)):
        at = {(a, b): i for i, (a, b, *_) in enumerate(gold)}
        for c in counts.values():
            c[d, 1:] = len(own), len(gold)
        for i, s in enumerate(own):
            g = at.get(s)
            if g is None:
                continue
            _, _, upos, head, rel = gold[g]
            mine = -1 if r.head[i] == i else at.get(own[r.head[i]], -2)
            counts["upos"][d, 0] += upos == r.upos[i]
            counts["uas"][d, 0] += head == mine
            counts["las"][d, 0] += head == mine and rel == r.deprel[i].split(":")[0]
    for k, published in PARSE.items():
        yield f1_row(f"{name} {k}", counts[k], published)


def names(
    model: NeuralModel, path: Path, mapping: dict[str, str], name: str, sample: int, *, word: int, column: int
) -> Iterator[Row]:
    """Micro F1 of names with exact borders, labels merged by `mapping`; a sentence stands on a line of its own."""
    texts: list[tuple[list[str], list[int], list[str]]] = [([], [], [])]
    fresh = True
    with gzip.open(path, "rt", encoding="utf-8") as f:
        for line in f:
            cells = line.rstrip("\n").split("\t")
            if line.startswith("# doc") or (len(texts[-1][0]) > 200 and not line.strip()):
                texts.append(([], [], []))
            if not line.strip():
                fresh = True
            elif len(cells) > column and not line.startswith("#"):
                texts[-1][0].append(cells[word] or "_")
                texts[-1][1].append(int(fresh))
                texts[-1][2].append(cells[column])
                fresh = False
    texts = [t for t in texts if t[0]][: 10 * sample or None]
    merge = {} if "FAC" in mapping.values() else {"FAC": "LOC"}
    wanted = set(mapping.values())
    counts = np.zeros((len(texts), 3))
    for d, ((_, _, tags), r) in enumerate(zip(texts, model.read([t[:2] for t in texts]), strict=True)):
        gold = set(_spans(tags, mapping))
        found = {(n.first, n.last, merge.get(n.label, n.label)) for n in r.names}
        found = {n for n in found if n[2] in wanted}
        counts[d] = len(gold & found), len(found), len(gold)
    yield f1_row(name, counts, "UNER EWT test .860 (560 M)" if mapping is UNER else "")


def _spans(tags: list[str], mapping: dict[str, str]) -> Iterator[tuple[int, int, str]]:
    first, label = 0, ""
    for i, tag in enumerate([*tags, "O"]):
        if label and (tag[0] != "I" or tag[2:] != label):
            if label in mapping:
                yield first, i, mapping[label]
            label = ""
        if tag[0] in "BI" and not label:
            first, label = i, tag[2:]


def factuality(model: NeuralModel, path: Path, sample: int) -> Iterator[Row]:
    """Pearson r of the score per predicate, sentences alone."""
    docs = records(path)[: 30 * sample or None]
    words = [d["text"].split() for d in docs]
    readings = model.read([(w, [0] * len(w)) for w in words])
    pairs = [
        [(float(t["label"]), r.factuality[t["span1"][0]]) for t in d["targets"] if t["span1"][0] < len(r.factuality)]
        for d, r in zip(docs, readings, strict=True)
    ]

    def r_of(chosen: list[int]) -> float:
        gold, mine = np.array([p for k in chosen for p in pairs[k]]).T
        return float(np.corrcoef(gold, mine)[0, 1])

    rng = np.random.default_rng(0)
    values = sorted(r_of(list(rng.integers(0, len(pairs), len(pairs)))) for _ in range(200))
    yield "UDS dev factuality (r)", r_of(list(range(len(pairs)))), f"[{values[5]:.3f}, {values[-6]:.3f}]", ""


def table(model: NeuralModel, folder: Path, sample: int = 0, only: str = "attribution,parse,names,factuality") -> Iterator[Row]:
    """Rows of the table, each as soon as it is known."""
    wanted = only.split(",")
    if "attribution" in wanted:
        yield from attribution(model, folder, sample)
    if "parse" in wanted:
        yield from parse(model, folder / "ud_ewt/en_ewt-ud-dev.conllu.gz", "EWT dev", 4 * sample)
        yield from parse(model, folder / "gum/gum-dev.conllu.gz", "GUM dev", sample // 2)
    if "names" in wanted:
        yield from names(model, folder / "worldwide_ner/dev.tsv.gz", WORLDWIDE, "Worldwide dev names", sample, word=0, column=1)
        yield from names(model, folder / "uner_en/en_ewt-ud-dev.iob2.gz", UNER, "UNER EWT dev names", sample, word=1, column=2)
    if "factuality" in wanted:
        yield from factuality(model, folder / "factuality/uds_ih2.dev.jsonl.gz", sample)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--sample", type=int, default=0, help="only so many texts of each set")
    parser.add_argument("--only", default="attribution,parse,names,factuality")
    parser.add_argument("--model", help="folder of a model; default: the one in the package")
    parser.add_argument("--gate", action="store_true", help="a fixed sample against pinned floors")
    a = parser.parse_args()
    folder, model = data_folder(), load(a.model)
    print(f"model {model.version}")
    below = []
    for name, value, interval, published in table(model, folder, GATE_SAMPLE if a.gate else a.sample, a.only):
        floor = FLOORS.get(name) if a.gate else None
        print(f"{name:28s} {value:.3f} {interval:16s} {published if floor is None else f'floor {floor:.2f}'}", flush=True)
        if floor is not None and value < floor:
            below.append(f"{name} is {value:.3f}, below its floor {floor:.2f}")
    if below:
        raise SystemExit("\n".join(below))


if __name__ == "__main__":
    main()
