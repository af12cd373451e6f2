"""Attribution: python -m evaluation.attribution [--sample N] [--gum train].

PolNeAR dev is read from raw text and scored by `score_attribution.py`, which stands beside the data. A direct quotation is a gold
attribution all of whose content's letters stand between quotation marks, as a plain toggle of marks per paragraph tells; exact
recall is the share of those whose content is found to the word, under the scorer's alignment.

GUM gives nested attributions by its discourse trees (eRST): an elementary unit that is the `attribution-positive` or `-negative`
satellite of another holds the cue (the tokens that its signals `lex-indwd` name; without any it is a byline and left out), and its content is the unit it is
attached to with all that hangs below it, except what is attached to it further out than the attribution (the number after the
relation). Of our own only those count whose content is a finite clause: GUM's units are
clauses. An edge joins an attribution to the tightest one whose content holds its cue; it is found where both cues overlap those of
an attribution and its parent.
"""

import argparse
import gzip
import importlib.util
import json
import re
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType
from typing import Any

import numpy as np

from evaluation.common import add_model, data_folder, interval, pooled_f1, reader_of
from evaluation.treebanks import TreebankDocument, documents
from sayso.core import Attribution, Document, Reading
from sayso.read import NeuralReader

PUBLISHED = {
    "lenient": "BERT 110 M .717; two people .749 (test)",
    "strict": "BERT 110 M .457; two people .587 (test)",
    "content exact": "BERT 110 M .549; two people .682 (test)",
    "content token": "BERT 110 M .879; two people .918 (test)",
    "found": "BERT 110 M .874; two people .858 (test)",
}
DIRECT = "BERT 110 M .577; two people .938 (test)"
MARKS = re.compile(r"[“”\"„«»]|``|''")
Row = tuple[str, float, str, str]


def predictions(readings: Sequence[Reading]) -> list[dict[str, Any]]:
    """What the scorer takes: attributions with a cue, without those that only say that something is relayed."""
    return [
        {
            "id": r.doc,
            "attributions": [
                {k: [[s.start, s.end] for s in getattr(a, k)] for k in ("source", "cue", "content")}
                for a in r.attributions
                if a.cue and not a.relayed
            ],
        }
        for r in readings
    ]


def polnear(reader: NeuralReader, folder: Path, sample: int = 0) -> Iterator[Row]:
    """The scorer's rows, and the recall of direct quotations."""
    with gzip.open(folder / "polnear/dev.jsonl.gz", "rt", encoding="utf-8") as f:
        docs = [json.loads(line) for line in f][: sample or None]
    own = predictions(reader.read([Document(d["id"], d["text"]) for d in docs]))
    scorer = folder.parent / "tools" / "score_attribution.py"
    with tempfile.TemporaryDirectory() as held:
        paths = [Path(held) / "gold.jsonl", Path(held) / "predicted.jsonl"]
        for path, lines in zip(paths, (docs, own), strict=True):
            path.write_text("".join(json.dumps(line) + "\n" for line in lines), encoding="utf-8")
        done = subprocess.run([sys.executable, str(scorer), *map(str, paths)], check=True, capture_output=True, text=True)
    values = json.loads(done.stdout.splitlines()[-1])
    spans = {line[:14].strip(): line[line.index("[") :] for line in done.stdout.splitlines() if " F1 " in line}
    for name, published in PUBLISHED.items():
        yield f"PolNeAR dev {name}", values[name], spans[name], published
    tool = scorer_module(scorer)
    counts = np.array([_direct(tool, d, p["attributions"]) for d, p in zip(docs, own, strict=True)], float)
    share = counts[:, 0].sum() / max(1.0, counts[:, 1].sum())
    rng = np.random.default_rng(0)
    drawn = sorted(
        c[:, 0].sum() / max(1.0, c[:, 1].sum()) for c in (counts[rng.integers(0, len(counts), len(counts))] for _ in range(400))
    )
    yield (
        "PolNeAR dev direct quotations, recall",
        float(share),
        f"[{drawn[10]:.3f}, {drawn[-11]:.3f}]",
        f"{DIRECT}; {counts[:, 1].sum():.0f}",
    )


def scorer_module(path: Path) -> ModuleType:
    """The scorer as a module, for its tokens and alignment."""
    spec = importlib.util.spec_from_file_location("score_attribution", path)
    if spec is None or spec.loader is None:
        raise SystemExit(f"no scorer at {path}")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def _direct(tool: ModuleType, doc: dict[str, Any], predicted: list[dict[str, Any]]) -> list[float]:
    """Direct quotations found exactly, and all of them, averaged over annotators."""
    quoted = inside_marks(doc["text"])
    out = np.zeros(2)
    for annotation in doc["annotators"].values():
        gold = tool.token_sets(doc["text"], annotation["discard"], annotation["attributions"])
        held = [a for a in annotation["attributions"] if a.get("cue") or a.get("content")]
        direct = {id(g) for g, a in zip(gold, held, strict=False) if _is_direct(doc["text"], a["content"], quoted)}
        pairs = tool.align(gold, tool.outermost(tool.token_sets(doc["text"], annotation["discard"], predicted)))
        out += [sum(id(g) in direct and g["content"] == p["content"] for g, p in pairs), len(direct)]
    return list(out / len(doc["annotators"]))


def inside_marks(text: str) -> np.ndarray:
    """For each character whether it stands between double quotation marks, counted anew in each paragraph."""
    out = np.zeros(len(text), bool)
    for paragraph in re.finditer(r"[^\n]+", text):
        start = None
        for m in MARKS.finditer(text, paragraph.start(), paragraph.end()):
            if start is None:
                start = m.start()
            elif m.group() not in ("“", "„", "«", "``"):
                out[start : m.end()] = True
                start = None
    return out


def _is_direct(text: str, content: list[list[int]], quoted: np.ndarray) -> bool:
    letters = [i for a, b in content for i in range(a, b) if text[i].isalnum()]
    return bool(letters) and all(quoted[i] for i in letters)


@dataclass(frozen=True)
class GoldAttribution:
    """Characters of the cue and of the content."""

    anchor: frozenset[int]
    content: frozenset[int]


def gum_attributions(document: TreebankDocument) -> list[GoldAttribution]:
    """The attributions of a document of GUM by its discourse units."""
    unit_of: list[int] = []
    parent: dict[int, tuple[int, int]] = {}
    found: list[tuple[int, int, int, str]] = []
    unit = 0
    for w in document.words:
        for k, part in enumerate(w.misc.get("Discourse", "").split(";")):
            m = re.match(r"(?P<r>[\w-]+):(?P<s>\d+)(?:->(?P<t>\d+):(?P<d>\d+)(?::(?P<x>.*))?)?", part)
            if not m:
                continue
            unit = int(m["s"])
            if m["t"] and k == 0:
                parent[unit] = (int(m["t"]), int(m["d"]))
                if m["r"].startswith("attribution"):
                    found.append((unit, int(m["t"]), int(m["d"]), m["x"] or ""))
        unit_of.append(unit)
    characters: dict[int, set[int]] = {}
    for w, u in zip(document.words, unit_of, strict=True):
        characters.setdefault(u, set()).update(range(w.start, w.end))
    below: dict[int, list[int]] = {}
    for u, (t, _) in parent.items():
        below.setdefault(t, []).append(u)
    out = []
    for unit, target, depth, signals in found:
        units = {target, *(x for c in below.get(target, ()) if c != unit and parent[c][1] < depth for x in _tree(c, below))}
        anchor = _signalled(document, signals, "lex-indwd")
        if anchor:  # without a cue it is a byline or the name before a speech, which is the publisher and no hop
            content = set().union(*(characters.get(u, set()) for u in units))
            out.append(GoldAttribution(frozenset(anchor), frozenset(content)))
    return out


def _tree(unit: int, below: dict[int, list[int]]) -> Iterator[int]:
    yield unit
    for c in below.get(unit, ()):
        yield from _tree(c, below)


def _signalled(document: TreebankDocument, signals: str, kind: str) -> set[int]:
    """Characters of the tokens that a signal names ("lex-indwd-41-_", "sem-atsrc-160-165,172-_")."""
    out: set[int] = set()
    for m in re.finditer(rf"{kind}-(?P<n>[\d,-]+)-(?:_|gold)", signals):
        for part in m["n"].split(","):
            first, _, last = part.partition("-")
            for i in range(int(first), int(last or first) + 1):
                if i <= len(document.words):
                    w = document.words[i - 1]
                    out.update(range(w.start, w.end))
    return out


def gold_edges(found: Sequence[GoldAttribution]) -> list[tuple[frozenset[int], frozenset[int]]]:
    """(outer, inner) anchors: each attribution under the tightest one whose content holds its anchor."""
    out = []
    for a in found:
        holders = [o for o in found if o is not a and a.anchor <= o.content and not o.anchor <= a.content]
        if holders:
            out.append((min(holders, key=lambda o: len(o.content)).anchor, a.anchor))
    return out


def own_edges(reading: Reading) -> list[tuple[set[int], set[int]]]:
    """(outer, inner) characters of cues. Where a content is no clause of its own there is no edge: GUM's units are clauses."""

    def anchor(a: Attribution) -> set[int]:
        return {c for s in a.cue for c in range(s.start, s.end)}

    counted = [bool(a.cue) and not a.relayed and has_clause(reading, a) for a in reading.attributions]
    return [
        (anchor(reading.attributions[a.parent]), anchor(a))
        for a, counts in zip(reading.attributions, counted, strict=True)
        if a.parent is not None and counts and counted[a.parent]
    ]


def has_clause(reading: Reading, a: Attribution) -> bool:
    """Whether what is said is a clause of its own: one of the words that it hangs by is a finite verb or has a finite helper."""
    said = {i for i, t in enumerate(reading.tokens) if any(c.start <= t.start < c.end for c in a.content)}
    heads = [i for i in said if reading.tokens[i].head not in said or reading.tokens[i].head == i]
    helpers = [k for i in heads for k in reading.children[i] if reading.tokens[k].deprel.split(":")[0] in ("aux", "cop")]
    return any("VerbForm=Fin" in reading.tokens[i].feats for i in [*heads, *helpers])


def edge_counts(gold: list[tuple[frozenset[int], frozenset[int]]], own: list[tuple[set[int], set[int]]]) -> tuple[int, int, int]:
    """Found, predicted and gold edges; each gold edge is found once."""
    left = list(gold)
    for outer, inner in own:
        match = next((g for g in left if g[0] & outer and g[1] & inner), None)
        if match:
            left.remove(match)
    return len(gold) - len(left), len(own), len(gold)


def gum(reader: NeuralReader, folder: Path, split: str = "dev", sample: int = 0) -> Iterator[Row]:
    """Attributions found in GUM, and edges between them."""
    docs = list(documents(folder / f"gum/gum-{split}.conllu.gz"))[: sample or None]
    readings = reader.read([Document(d.name, d.text) for d in docs])
    edges, nodes = [], []
    for d, r in zip(docs, readings, strict=True):
        gold = gum_attributions(d)
        edges.append(edge_counts(gold_edges(gold), own_edges(r)))
        own = [{c for s in a.cue for c in range(s.start, s.end)} for a in r.attributions if a.cue and has_clause(r, a)]
        left = [g.anchor for g in gold]
        for o in own:
            match = next((g for g in left if g & o), None)
            if match:
                left.remove(match)
        nodes.append((len(gold) - len(left), len(own), len(gold)))
    counts = np.array(edges, float)
    yield f"GUM {split} attribution edges", pooled_f1(counts), interval(counts), f"{counts[:, 2].sum():.0f} edges"
    counts = np.array(nodes, float)
    yield f"GUM {split} attributions found", pooled_f1(counts), interval(counts), f"{counts[:, 2].sum():.0f} attributions, by cue"


def rows(reader: NeuralReader, folder: Path, sample: int = 0) -> Iterator[Row]:
    yield from polnear(reader, folder, sample)
    yield from gum(reader, folder, "dev", sample)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--sample", type=int, default=0, help="only so many texts of each set")
    add_model(parser)
    parser.add_argument("--gum", choices=("dev", "train"), help="only GUM, of this split: train has seven times as many edges")
    a = parser.parse_args()
    reader, folder = reader_of(a.model), data_folder()
    for name, value, span, published in gum(reader, folder, a.gum, a.sample) if a.gum else rows(reader, folder, a.sample):
        print(f"{name:40s} {value:.3f} {span:16s} {published}", flush=True)


if __name__ == "__main__":
    main()
