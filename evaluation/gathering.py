"""Which mentions tell of one event, and which sentence tells it most clearly: how well, and the weights.

    python -m evaluation.gathering [--model FOLDER]          agreement with coded mentions, each document left out once
    python -m evaluation.gathering --fit [--model FOLDER]    writes the weights for the package

Cases are the mentions of the tune half (`evaluation/gold/mentions.jsonl`: offset of a trigger, events that it tells of) and, for pairs
alone, coreferent actions within the documents of ECB+ train. The check half and the eight of `claims` are never fitted on.
"""

import argparse
import gzip
import json
import tempfile
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from scipy.optimize import minimize

from evaluation import gold as own
from evaluation.claims import Gold
from evaluation.clusters import agreement
from evaluation.common import ROOT, add_model, data_folder, reader_of
from evaluation.weights import Weights, logistic, write
from sayso.core import Document, Reading
from sayso.extract import figures, gather, mention, sameness, triggers
from sayso.extract.clarity import MODEL as CLEAREST
from sayso.extract.clarity import sentence_features
from sayso.extract.document import HARMED
from sayso.extract.mention import Mention
from sayso.extract.sameness import MODEL as SAME
from sayso.extract.weights import Features, total
from sayso.ingest import IngestOptions, ingest
from sayso.ontology.triggers import load_triggers

FILE = ROOT / "src/sayso/extract/data/gathering.tsv"
MENTIONS = own.FOLDER / "mentions.jsonl"
ECB_WEIGHT, NONE_WEIGHT = 0.3, 0.5  # of pairs of other texts, and of an event with a mention that tells of none
PENALTY, CLEAR_PENALTY, FIRM = 1.0, 1.0, 50.0
# What no count of examples may unlearn, in log-odds: two towns, or two days, are two events.
FIRMLY = {"other place": -2.5, "other day": -2.0}
# What one expects of a pair beside that.
LIKELY = {"later another": -1.0, "same place": 1.0, "same count": 1.0, "later definite": 1.0, "same day": 0.5, "one done": -0.5}
# What the guide leads one to expect of the clearest sentence, in log-odds: where the few choices say little, this stands.
EXPECTED = {
    "place of its own": 0.7,
    "place": 0.7,
    "town": 1.0,
    "part of a town": 0.7,
    "date of its own": 0.7,
    "date": 0.5,
    "harm": 0.7,
    "doer": 0.7,
    "harmed": 0.7,
    "weapon": 0.3,
    "headline": -2.0,
    "late": -1.0,
    "undone": -1.0,
    "first": 1.0,
    "second": 0.5,
    "third": 0.2,
    "much harm": 0.4,
    "several mentions": 0.3,
    "verb": 0.2,
    "quoted": -0.5,
}
MOST_ECB = 400  # documents


@dataclass(frozen=True)
class Pair:
    document: str
    features: Features
    same: bool
    weight: float


@dataclass(frozen=True)
class Choice:
    """The sentences that mention an event, and which of them a person took."""

    document: str
    sentences: tuple[Features, ...]
    chosen: int


@dataclass(frozen=True)
class Text:
    """A document with its mentions, the events that each tells of (None: not said), the events as people coded them, and the sentence
    chosen for each."""

    document: str
    reading: Reading
    mentions: tuple[Mention, ...]
    events: tuple[frozenset[str] | None, ...]
    coded: tuple[dict[str, Any], ...]
    chosen: dict[str, int]
    harm: Counter[int]
    counted: dict[int, frozenset[int]]
    sketches: tuple[sameness.Sketch, ...]


def texts_of_gold(model: str | None) -> Iterator[Text]:
    """The tune half with its coded mentions."""
    folder = Path(tempfile.mkdtemp(prefix="sayso-gold-"))
    own.write(folder, "tune")
    known = {row["doc"]: row["mentions"] for row in map(json.loads, MENTIONS.read_text(encoding="utf-8").splitlines())}
    documents = [d for d in Gold("tune", folder / "text", folder / "gold").documents() if d.doc in known]
    for d, r in zip(documents, reader_of(model).read(documents), strict=True):
        coded = json.loads((folder / "gold" / f"{d.doc}.json").read_text(encoding="utf-8"))
        yield text_of(d, r, known[d.doc], coded["events"])


def text_of(d: Document, r: Reading, known: list[tuple[int, list[str]]], events: list[dict[str, Any]]) -> Text:
    """Mentions as the package finds them, with the events that people gave to their triggers."""
    hits = triggers.find(r, load_triggers(r.language))
    found = mention.mentions(r, hits)
    drafts, _ = figures.find(r, hits)
    harmed = frozenset(x.head for x in drafts if x.kind in HARMED)
    counts = figures.counts_of(drafts)
    told = {offset: frozenset(e) for offset, e in known}
    of_event = {e["id"]: e for e in events}
    for offset, ids in _own_triggers(r, found, events).items():
        told.setdefault(offset, ids)
    labels = [_of_place(m, told.get(r.tokens[m.head].start), of_event) for m in found]
    chosen = {e["id"]: k for e in events if (k := _sentence(r, e["sentence"])) is not None}
    sketches = tuple(sameness.sketch(r, m, counts.get(m.head, frozenset())) for m in found)
    harm = Counter(r.sentence_of[i] for i in harmed)
    return Text(d.doc, r, tuple(found), tuple(labels), tuple(events), chosen, harm, figures.counted(drafts, HARMED), sketches)


def _own_triggers(r: Reading, found: list[Mention], events: list[dict[str, Any]]) -> dict[int, frozenset[str]]:
    """Offset of a mention to the events whose coded trigger covers it: what needs no coder to be said again."""
    spans: list[tuple[list[int], str]] = []
    for e in events:
        at = own.locate(e["trigger"], r.text, own.locate(e["sentence"], r.text))
        if at is not None:
            spans.append((at, e["id"]))
    starts = {r.tokens[m.head].start for m in found}
    covered = {s: frozenset(i for (a, b), i in spans if a <= s < b) for s in starts}
    return {s: ids for s, ids in covered.items() if ids}


def _of_place(m: Mention, events: frozenset[str] | None, of_event: dict[str, dict[str, Any]]) -> frozenset[str] | None:
    """Of the events of a trigger those at the place of this mention, where it names one of theirs."""
    if not events or m.place is None:
        return events
    name = m.place.words.lower()
    here = {e for e in events if e in of_event and (p := (of_event[e]["place"] or "").lower()) and (p in name or name in p)}
    return frozenset(here) or events


def _sentence(r: Reading, words: str) -> int | None:
    at = own.locate(words, r.text)
    token = r.token_at(at[0]) if at else None
    return None if token is None else r.sentence_of[token]


def pairs_of(text: Text) -> Iterator[Pair]:
    """Pairs of mentions of which a person said what they tell. Those of one later mention weigh as one pair and a bit, so that an event
    told twenty times does not outweigh all others."""
    for j, b in enumerate(text.sketches):
        found = []
        for i in range(j):
            a = text.sketches[i]
            mine, theirs = text.events[i], text.events[j]
            if mine is None or theirs is None or not (mine or theirs) or not sameness.may_be_one(a, b):
                continue
            features = sameness.pair_features(text.reading, a, b)
            found.append(Pair(text.document, features, bool(mine & theirs), 1.0 if mine and theirs else NONE_WEIGHT))
        for p in found:
            yield Pair(p.document, p.features, p.same, p.weight / len(found) ** 0.5)


def choices_of(text: Text) -> Iterator[Choice]:
    for event, sentence in text.chosen.items():
        by_sentence: dict[int, list[Mention]] = defaultdict(list)
        for m, events in zip(text.mentions, text.events, strict=True):
            if events and event in events:
                by_sentence[m.sentence].append(m)
        if sentence in by_sentence and len(by_sentence) > 1:
            order = sorted(by_sentence)
            told = tuple(sentence_features(text.reading, by_sentence[k], text.harm[k]) for k in order)
            yield Choice(text.document, told, order.index(sentence))


def ecb_pairs(model: str | None) -> Iterator[Pair]:
    """Pairs of actions within documents of ECB+ that the package takes for mentions of events."""
    with tempfile.TemporaryDirectory() as folder:
        rows = list(_ecb_rows())[:MOST_ECB]
        path = Path(folder) / "ecb.jsonl"
        path.write_text("".join(json.dumps({"id": row["doc"], "text": row["text"]}) + "\n" for row in rows), encoding="utf-8")
        documents = [d for got in ingest([str(path)], IngestOptions()) for d in got.documents]
        readings = reader_of(model).read(documents)
    for row, d, r in zip(rows, documents, readings, strict=True):
        yield from pairs_of_ecb(row, d, r)


def pairs_of_ecb(row: dict[str, Any], d: Document, r: Reading) -> Iterator[Pair]:
    told = {row["offsets"][t]: m["coref"] for m in row["mentions"] for t in m["tok"]}
    known = [(t.start, [told[t.start]] if t.start in told else []) for t in r.tokens]
    text = text_of(d, r, [k for k in known if k[1]], [])
    for pair in pairs_of(text):
        yield Pair(f"ecb {pair.document}", pair.features, pair.same, ECB_WEIGHT)


def _ecb_rows() -> Iterator[dict[str, Any]]:
    """Documents in which an action is told more than once, with their text and the offset of each of their tokens."""
    with gzip.open(data_folder() / "ecbplus" / "train.jsonl.gz", "rt", encoding="utf-8") as handle:
        for row in map(json.loads, handle):
            actions = [m for m in row["mentions"] if "ACTION" in m["type"] and m.get("coref")]
            if len({m["coref"] for m in actions}) == len(actions):
                continue
            text, offsets, before = "", [], None
            for sentence, token in row["tokens"]:
                tight = not text or token in {".", ",", ";", ":", "!", "?", ")"} or token.startswith("'")
                text += "\n" if before not in (None, sentence) else "" if tight else " "
                before = sentence
                offsets.append(len(text))
                text += token
            yield {"doc": row["doc"], "text": text, "offsets": offsets, "mentions": actions}


# --- fitting -----------------------------------------------------------------------------------------------------------------


def fit_pairs(pairs: list[Pair]) -> Weights:
    """Weights of a logistic model, penalised for leaving `LIKELY` and `FIRMLY` (0 for a feature in neither)."""
    return logistic(
        [p.features for p in pairs],
        [p.same for p in pairs],
        penalty=PENALTY,
        counts=[p.weight for p in pairs],
        expected=LIKELY | FIRMLY,
        pulls=dict.fromkeys(FIRMLY, FIRM),
    )


def fit_choices(choices: list[Choice]) -> Weights:
    """Weights under which the chosen sentence is the likeliest of its event's (softmax), penalised for leaving `EXPECTED`."""
    names = sorted({*EXPECTED, *(n for c in choices for s in c.sentences for n in s)})
    expected = np.array([EXPECTED.get(n, 0.0) for n in names])
    tables = [np.array([[s.get(n, 0.0) for n in names] for s in c.sentences]) for c in choices]

    def loss(w: np.ndarray) -> tuple[float, np.ndarray]:
        off = w - expected
        value, slope = 0.5 * CLEAR_PENALTY * float(off @ off), CLEAR_PENALTY * off
        for table, c in zip(tables, choices, strict=True):
            z = table @ w
            p = np.exp(z - z.max())
            p /= p.sum()
            value -= float(np.log(p[c.chosen] + 1e-9))
            slope = slope + p @ table - table[c.chosen]
        return value, slope

    return dict(zip(names, minimize(loss, np.zeros(len(names)), jac=True, method="L-BFGS-B").x, strict=True))


def report(texts: list[Text], others: list[Pair]) -> None:
    """Each document grouped and its sentences chosen with weights of the other documents."""
    right = tried = 0
    found: list[object] = []
    gold: list[object] = []
    for held in texts:
        rest = [t for t in texts if t is not held]
        weights = fit_pairs([*(p for t in rest for p in pairs_of(t)), *others])
        clear = fit_choices([c for t in rest for c in choices_of(t)])
        table = np.full((len(held.mentions), len(held.mentions)), -1.0)
        for j, b in enumerate(held.sketches):
            for i in range(j):
                if sameness.may_be_one(a := held.sketches[i], b):
                    z = total(weights, sameness.pair_features(held.reading, a, b))
                    table[i, j] = table[j, i] = 1 / (1 + np.exp(-z))
        for k, members in enumerate(gather.groups(table, 0.5)):
            for i in members:
                if held.events[i]:
                    found.append((held.document, k))
                    gold.append((held.document, min(held.events[i])))
        for c in choices_of(held):
            tried += 1
            right += int(np.argmax([total(clear, s) for s in c.sentences])) == c.chosen
    a = agreement(found, gold)
    print(
        f"mentions of one event   {len(found)} mentions: pairs P {a.precision:.3f} R {a.recall:.3f} F1 {a.pairwise:.3f}, CoNLL {a.conll:.3f}"
    )
    print(f"clearest sentence       {right} of {tried} as a person chose ({right / max(tried, 1):.3f})")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    add_model(parser)
    parser.add_argument("--fit", action="store_true", help="write the weights for the package")
    a = parser.parse_args()
    texts = list(texts_of_gold(a.model))
    others = list(ecb_pairs(a.model))
    if not a.fit:
        report(texts, others)
        return
    same = fit_pairs([*(p for t in texts for p in pairs_of(t)), *others])
    clear = fit_choices([c for t in texts for c in choices_of(t)])
    what = (
        "weights of two small models: which mentions tell of one event (extract/sameness.py), which sentence tells it most\n"
        "clearly (extract/clarity.py)."
    )
    write(FILE, what, "gathering.py on coded mentions and on ECB+ (CC BY 3.0)", {SAME: same, CLEAREST: clear})


if __name__ == "__main__":
    main()
