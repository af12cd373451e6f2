"""Coded documents against gold of the annotation guide, beside trivial baselines and the precision of sure figures.

    python -m evaluation.claims                          claims and our own check half, together and apart
    python -m evaluation.claims --set FOLDER             FOLDER/text and FOLDER/gold of your own (may be repeated)
    python -m evaluation.claims --errors [--set FOLDER]  what does not match; never on the check half
    python -m evaluation.claims --model FOLDER           with another model of the reader

Matching and levels are those of the scorer that stands beside the data (`tools/score_reports.py`); the bracket is a 95 %
bootstrap interval over documents. Baseline: every count is people killed, every sentence with a trigger word is an ASSAULT at
the first place named on the day of publication, and the text itself says so.
"""

import argparse
import importlib.util
import json
import tempfile
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType
from typing import Any

import numpy as np

from evaluation.common import add_model, coder_of, data_folder
from sayso.core import CodedDocument, Document, Reading
from sayso.export.annotation import to_annotation
from sayso.extract import syntax, triggers
from sayso.ingest import IngestOptions, ingest
from sayso.ontology.triggers import load_triggers
from sayso.pipeline import Coder, code

Coding = dict[str, Any]  # one document in the form of the guide
SURE = 0.8  # confidence from which a figure is to be right


@dataclass(frozen=True)
class Gold:
    """A set of documents with their gold. `name` heads its rows; `given` are the documents where they are not read from `texts`."""

    name: str
    texts: Path
    gold: Path
    given: tuple[Document, ...] = ()

    def documents(self) -> list[Document]:
        """The documents that have gold, read as `sayso extract` reads them, their sidecars with them."""
        if self.given:
            return list(self.given)
        paths = [str(self.texts / f"{path.stem}.txt") for path in sorted(self.gold.glob("*.json"))]
        return [d for got in ingest(paths, IngestOptions()) for d in got.documents]


def scorer() -> ModuleType:
    """The scorer that stands beside the data, as a module."""
    path = data_folder().parent / "tools" / "score_reports.py"
    spec = importlib.util.spec_from_file_location("score_reports", path)
    if spec is None or spec.loader is None or not path.exists():
        raise SystemExit(f"no scorer {path}; it stands beside the data sets")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


Matched = list[tuple[int, int, list[bool]]]


@dataclass(frozen=True)
class Scored:
    """One document: what was expected, what was said, and which of the two belong together, by kind of record."""

    doc: str
    gold: dict[str, list[dict[str, Any]]]
    predicted: dict[str, list[dict[str, Any]]]
    matched: dict[str, Matched]


def score(rules: ModuleType, sets: Iterable[Gold], codings: dict[str, Coding]) -> list[Scored]:
    """Every document of the sets against its coding; a document without one counts as coded empty."""
    out = []
    with tempfile.TemporaryDirectory() as folder:
        for gold_set in sets:
            for path in sorted(gold_set.gold.glob("*.json")):
                text = rules.fold((gold_set.texts / f"{path.stem}.txt").read_text(encoding="utf-8"))
                mine = Path(folder) / path.name
                mine.write_text(json.dumps(codings.get(path.stem, {})), encoding="utf-8")
                out.append(_scored(rules, path.stem, rules.load(path, text), rules.load(mine, text)))
    return out


def _scored(rules: ModuleType, doc: str, gold: dict[str, Any], predicted: dict[str, Any]) -> Scored:
    event_of: dict[str, str] = {}
    matched: dict[str, Matched] = {}
    for name, (levels, _) in rules.LEVELS.items():
        matched[name] = rules.align(gold[name], predicted[name], levels, event_of)
        if name == "event":
            event_of = {gold[name][i]["id"]: predicted[name][j].get("id") for i, j, _ in matched[name]}
    return Scored(doc, gold, predicted, matched)


def counts(rules: ModuleType, scored: Sequence[Scored]) -> dict[str, np.ndarray]:
    """Level to one row for each document: reached, in gold, predicted."""
    out: dict[str, list[list[int]]] = defaultdict(list)
    for s in scored:
        for name, (_, levels) in rules.LEVELS.items():
            for k, level in enumerate(levels):
                reached = sum(m[2][k] for m in s.matched[name])
                out[f"{name} {level}"].append([reached, len(s.gold[name]), len(s.predicted[name])])
    return {level: np.array(rows) for level, rows in out.items()}


def f1(rows: np.ndarray) -> float:
    hits, gold, predicted = rows.sum(axis=0)
    return float(2 * hits / (gold + predicted)) if gold + predicted else 0.0


def interval(rows: np.ndarray) -> str:
    """95 % bootstrap interval of F1 over documents."""
    rng = np.random.default_rng(0)
    values = sorted(f1(rows[rng.integers(0, len(rows), len(rows))]) for _ in range(500))
    return f"[{values[12]:.3f}, {values[-13]:.3f}]"


def sure_figures(scored: Sequence[Scored]) -> tuple[int, int, int]:
    """Figures with a confidence of SURE or more, how many of them have the right value, and all figures."""
    sure = right = total = 0
    for s in scored:
        reached = {j: levels for _, j, levels in s.matched["figure"]}
        for j, f in enumerate(s.predicted["figure"]):
            total += 1
            if f.get("confidence", 0) >= SURE:
                sure += 1
                right += bool(j in reached and reached[j][1])
    return sure, right, total


def baseline(r: Reading) -> Coding:
    """What needs no understanding: see the head of this file."""
    place = next((r.text[n.start : n.end] for n in r.names if n.label in ("GPE", "LOC", "FAC")), "")
    lexicon = load_triggers(r.language)
    events: dict[int, Coding] = {}
    for hit in triggers.find(r, lexicon):
        if hit.is_event:
            sentence = syntax.sentence_quote(r, hit.head).words
            words = r.words(hit.first, hit.last)
            events.setdefault(
                r.sentence_of[hit.head],
                {
                    "id": f"e{hit.head}",
                    "sentence": sentence,
                    "trigger": words,
                    "type": "ASSAULT",
                    "place": place,
                    "date": (r.published or "")[:10] or None,
                },
            )
    figures = []
    for q in r.quantities:
        i = r.token_at(q.start)
        if q.kind != "count" or i is None:
            continue
        end = max(q.end, r.tokens[q.noun].end) if q.noun is not None else q.end
        covered = [e["id"] for s, e in events.items() if s == r.sentence_of[i]]
        sentence = syntax.sentence_quote(r, i).words
        figures.append(
            {
                "kind": "killed",
                "sentence": sentence,
                "quote": r.text[q.start : end],
                "low": q.low,
                "high": q.high,
                "comparator": q.comparator,
                "events": covered,
            }
        )
    return {"events": list(events.values()), "figures": figures}


def standard_sets() -> list[Gold]:
    """The claims beside the data, and, where the repository has gold of its own, its check half."""
    from evaluation import gold as own

    claims = data_folder() / "claims"
    folder = Path(tempfile.mkdtemp(prefix="sayso-gold-"))
    own.write(folder, "check")
    return [Gold("claims", claims / "text", claims / "gold"), Gold("own, check half", folder / "text", folder / "gold")]


def rows(sets: Sequence[Gold], maker: Coder) -> Iterator[tuple[str, str, float, str, float]]:
    """(set, level, F1, interval, baseline's F1) of each set, and of all together last."""
    rules = scorer()
    coded, trivial = {}, {}
    for reading, c in code((d for s in sets for d in s.documents()), maker):
        coded[c.doc], trivial[c.doc] = to_annotation(c), baseline(reading)
    groups = [(s.name, [s]) for s in sets] + ([("together", list(sets))] if len(sets) > 1 else [])
    for name, members in groups:
        scored = score(rules, members, coded)
        base = counts(rules, score(rules, members, trivial))
        for level, table in counts(rules, scored).items():
            yield name, level, f1(table), interval(table), f1(base[level])
        sure, right, total = sure_figures(scored)
        yield name, f"precision of sure figures ({sure})", right / sure if sure else 0.0, "", 0.0
        yield name, f"share of sure figures (of {total})", sure / total if total else 0.0, "", 0.0


def errors(sets: Sequence[Gold], maker: Coder) -> None:
    """Prints what does not match, by the scorer's own report."""
    rules = scorer()
    coded: dict[str, CodedDocument] = {c.doc: c for _, c in code((d for s in sets for d in s.documents()), maker)}
    for s in score(rules, sets, {doc: to_annotation(c) for doc, c in coded.items()}):
        for name in rules.LEVELS:
            rules.report(name, s.doc, s.gold[name], s.predicted[name], s.matched[name])


def classes(rules: ModuleType, scored: Sequence[Scored]) -> Counter[str]:
    """How often each kind of record is missed, said in vain, or found with a wrong field."""
    out: Counter[str] = Counter()
    for s in scored:
        for name, (_, levels) in rules.LEVELS.items():
            gold, said = {i for i, _, _ in s.matched[name]}, {j for _, j, _ in s.matched[name]}
            missed = [g for i, g in enumerate(s.gold[name]) if i not in gold]
            spare = [p for j, p in enumerate(s.predicted[name]) if j not in said]
            out[f"{name}: in gold"] += len(s.gold[name])
            out[f"{name}: missed"] += len(missed)
            out[f"{name}: said in vain"] += len(spare)
            for _, _, reached in s.matched[name]:
                out.update(f"{name}: found, but not {level}" for level, ok in zip(levels, reached, strict=True) if not ok)
            for g in missed:
                if name == "figure":
                    alike = any(p["kind"] == g["kind"] and rules.value(p) == rules.value(g) for p in spare)
                    out["figure: missed, a person told singly"] += g["low"] == g["high"] == 1
                    out["figure: missed, the same value told at another mention"] += alike
                if name == "event":
                    out["event: missed, its type told by another sentence"] += any(p["type"] == g["type"] for p in spare)
                if name == "statement":
                    out[f"statement: missed, field {g['field']}"] += 1
    return out


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--set", action="append", type=Path, default=[], help="folder with text/ and gold/")
    parser.add_argument("--classes", action="store_true", help="count classes of errors")
    parser.add_argument("--errors", action="store_true", help="print what does not match")
    add_model(parser)
    a = parser.parse_args()
    sets = [Gold(f.name, f / "text", f / "gold") for f in a.set] or standard_sets()
    maker = coder_of(a.model)
    if a.classes:
        rules = scorer()
        coded = {c.doc: to_annotation(c) for _, c in code((d for s in sets for d in s.documents()), maker)}
        for name, count in sorted(classes(rules, score(rules, sets, coded)).items()):
            print(f"{name:60}{count:6}")
        return
    if a.errors:
        errors([s for s in sets if "check" not in s.name], maker)
        return
    print(f"{'set':18}{'level':42}{'F1':>7}  {'95 %':16}{'trivial':>8}")
    for name, level, value, bracket, base in rows(sets, maker):
        print(f"{name:18}{level:42}{value:7.3f}  {bracket:16}{base:8.3f}")


if __name__ == "__main__":
    main()
