"""Where and when an event was, and between whom: how often the choice among what a document names is right, and the weights.

    python -m evaluation.fields [--model FOLDER]          share of coded events with the right choice, each tenth of the documents left out once
    python -m evaluation.fields --fit [--model FOLDER]    writes the weights for the package

Cases are the events of the tune half with the mentions that people gave to them (`evaluation/gold/mentions.jsonl`). The check half and
the eight of `claims` are never fitted on.
"""

import argparse
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
from scipy.optimize import minimize

from evaluation.claims import scorer
from evaluation.common import ROOT, add_model
from evaluation.gathering import Text, texts_of_gold
from evaluation.weights import Weights, write
from sayso.core import PartialDate
from sayso.extract import events, fields, gather, parties, sides, standing
from sayso.extract.weights import BIAS, Features, total

FILE = ROOT / "src/sayso/extract/data/fields.tsv"
PARTS = 10
PENALTY = dict.fromkeys(sides.ROLES, 2.0)  # for leaving `EXPECTED`, of the models with many features
LIGHT = 0.5  # and of the others
# What one expects before any case is seen: what the tree gives is believed.
EXPECTED = {
    "by rule": 2.0,
    "nearby": 1.0,
    "near": 1.0,
    "network first": 0.5,
    "network": 1.0,
    "of a mention": 0.5,
    "in its sentence": 0.5,
    "apart": -1.0,
    "of a speaker": -1.0,
    "of speech": -1.0,
    "harmed": 0.5,
    "speaks": -1.0,
    "tells": -1.0,
    "rule": 2.0,
    BIAS: -1.0,
}


@dataclass(frozen=True)
class Case:
    """The options of one event; `right` says which of them a person would accept, `rule` what the parse alone gives."""

    document: str
    options: tuple[Features, ...]
    right: tuple[bool, ...]
    rule: int


def cases(texts: Iterable[Text]) -> Iterator[tuple[str, Case]]:
    """(model, case) of every event with a mention that was found."""
    rules = scorer()
    for t in texts:
        named = fields.named_places(t.reading)
        for e in t.coded:
            told = [m for m, of in zip(t.mentions, t.events, strict=True) if of and e["id"] in of]
            if not told:
                continue
            c = cluster(t, told, t.chosen.get(e["id"], told[0].sentence))
            places = fields.place_options(t.reading, c, named)
            names = [o.value.words if o.value else None for o in places]
            right = tuple(rules.same_or_empty(e["place"] or None, n) for n in names)
            yield fields.PLACE, Case(t.document, tuple(o.features for o in places), right, _rule(places))
            dates = fields.date_options(t.reading, c)
            values = [o.value.edtf if o.value else None for o in dates]
            right = tuple(rules.same_date(e["date"], v) for v in values)
            yield fields.DATE, Case(t.document, tuple(o.features for o in dates), right, _rule(dates))
            when = PartialDate(e["date"], e["date_how"]) if e["date"] else None
            day = t.reading.published or events.latest_day(t.reading)
            past = c.best.war or (
                events.is_background(e["date"], day) if when else events.is_told_as_past(t.reading, c.best.head, day)
            )
            told_past = standing.background_features(t.reading, c, when, past)
            yield standing.BACKGROUND, yes_no(t.document, told_past, e["background"], past)
            if e["factuality"] in ("happened", "ongoing"):
                rule = c.best.commitment == "ongoing"
                going = standing.ongoing_features(t.reading, c, when, rule)
                yield standing.ONGOING, yes_no(t.document, going, e["factuality"] == "ongoing", rule)
            for role in sides.ROLES:
                options = sides.side_options(t.reading, c, role, t.counted)
                words = [[p.quote.words for p in parties.participants(t.reading, list(o.value))] for o in options]
                right = tuple(rules.same_parties(e[f"{role}s"], w) for w in words)
                yield role, Case(t.document, tuple(o.features for o in options), right, _rule(options))


def yes_no(document: str, features: Features, answer: bool, rule: bool) -> Case:
    """A question as a choice between no and yes."""
    return Case(document, ({}, {BIAS: 1.0, **features}), (not answer, answer), int(rule))


def cluster(t: Text, told: list[Any], sentence: int) -> gather.Cluster:
    """The mentions that a person gave to one event, as gathering would leave them."""
    best = next((m for m in told if m.sentence == sentence), told[0])
    return gather.Cluster(told, best, gather.roles_of(told))


def _rule(options: Any) -> int:
    return next(
        (k for k, o in enumerate(options) if o.features.get("by rule") or o.features.get("nearby") or o.features.get("near")), 0
    )


def fit(model: str, found: list[Case]) -> Weights:
    """Weights of a model under which an accepted option is the likeliest of its event's (softmax), penalised for leaving `EXPECTED`."""
    penalty = PENALTY.get(model, LIGHT)
    names = sorted({*EXPECTED, *(n for c in found for o in c.options for n in o)})
    at = {n: k for k, n in enumerate(names)}
    expected = np.array([EXPECTED.get(n, 0.0) for n in names])
    solvable = [c for c in found if any(c.right)]
    options = [o for c in solvable for o in c.options]
    table = np.zeros((len(options), len(names)))
    for row, o in zip(table, options, strict=True):
        for n, v in o.items():
            row[at[n]] = v
    starts = np.cumsum([0, *(len(c.options) for c in solvable[:-1])])
    sizes = [len(c.options) for c in solvable]
    right = np.array([ok for c in solvable for ok in c.right])

    def shares(z: np.ndarray) -> np.ndarray:
        """Softmax within each event's options."""
        e = np.exp(z - np.repeat(np.maximum.reduceat(z, starts), sizes))
        return np.asarray(e / np.repeat(np.add.reduceat(e, starts), sizes))

    def loss(w: np.ndarray) -> tuple[float, np.ndarray]:
        off = w - expected
        p = shares(table @ w)
        good = np.add.reduceat(p * right, starts) + 1e-12
        told = p - p * right / np.repeat(good, sizes)
        return 0.5 * penalty * float(off @ off) - float(np.log(good).sum()), penalty * off + told @ table

    return dict(zip(names, minimize(loss, expected.copy(), jac=True, method="L-BFGS-B").x, strict=True))


def likeliest(weights: Weights, c: Case) -> int:
    """The option with the greatest weighted sum."""
    return int(np.argmax([total(weights, o) for o in c.options]))


def report(found: dict[str, list[Case]]) -> None:
    """Each tenth of the documents with weights of the others, beside what the parse alone gives."""
    for model, cases_ in found.items():
        right = 0
        part = {d: k % PARTS for k, d in enumerate(sorted({c.document for c in cases_}))}
        for k in range(PARTS):
            weights = fit(model, [c for c in cases_ if part[c.document] != k])
            right += sum(c.right[likeliest(weights, c)] for c in cases_ if part[c.document] == k)
        rule = sum(c.right[c.rule] for c in cases_)
        top = sum(any(c.right) for c in cases_)
        n = len(cases_)
        print(
            f"{model:6} {n:4} events: by the parse alone {rule / n:.3f}, chosen {right / n:.3f}, among the options {top / n:.3f}"
        )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    add_model(parser)
    parser.add_argument("--fit", action="store_true", help="write the weights for the package")
    a = parser.parse_args()
    found: dict[str, list[Case]] = {
        model: [] for model in (fields.PLACE, fields.DATE, standing.BACKGROUND, standing.ONGOING, *sides.ROLES)
    }
    for model, case in cases(texts_of_gold(a.model)):
        found[model].append(case)
    if not a.fit:
        report(found)
        return
    what = (
        "weights of the choice of an event's place, date and parties among those that a document names, and of whether it goes on\n"
        "or is background (extract/fields.py, sides.py, standing.py)."
    )
    write(FILE, what, "fields.py on coded events", {model: fit(model, chosen) for model, chosen in found.items()})


if __name__ == "__main__":
    main()
