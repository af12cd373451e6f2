"""How sure a record is: a logistic model over a few named features, its weights a data file.

The weights are fitted by `python -m evaluation.confidence` on coded documents, so that of the records with a confidence of .8
about four in five are right: a figure in its kind and value, an event in its type and place in the text, a statement in its field.
"""

import math
from collections.abc import Callable, Mapping
from functools import cache
from importlib.resources import files

from sayso.core import EventReport
from sayso.extract.chains import SaySo
from sayso.extract.figures import Draft as Count
from sayso.extract.gather import Cluster
from sayso.extract.statement import Draft as Told
from sayso.ontology.tables import read_table

RECORDS = ("event", "figure", "statement")
Features = Mapping[str, float]
Weigher = Callable[[str, Features], float]  # record ("event", "figure", "statement") and features to a probability


def shipped(record: str, features: Features) -> float:
    """The probability that a record is right, by the weights of the package, 0.02 to 0.98."""
    weights = _weights()[record]
    z = weights["bias"] + sum(weights.get(name, 0.0) * value for name, value in features.items())
    return round(min(0.98, max(0.02, 1 / (1 + math.exp(-z)))), 2)


def figure_features(d: Count, say: SaySo, events: tuple[str, ...], others: int) -> Features:
    """Of a figure: how it was found, of whom, under whose word. `others` are the figures of its sentence."""
    single = d.low == d.high == 1 and d.of is not None and d.of.words == d.quote.words
    return {
        "by the parse": float(d.score >= 0.84),
        "by the words beside": float(0.7 <= d.score < 0.84),
        "single person": float(single),
        "says of whom": float(d.of is not None),
        "known group": float(bool(d.group)),
        "vague": float(d.comparator == "vague"),
        "killed or wounded": float(d.kind in ("killed", "wounded")),
        "casualties": float(d.kind == "casualties"),
        "participants": float(d.kind == "participants"),
        "has speaker": float(bool(say.chain.hops)),
        "has event": float(bool(events)),
        "many in sentence": float(others > 3),
    }


def event_features(e: EventReport, c: Cluster, figures: int) -> Features:
    """Of an event: its kind of trigger, what is known of it, how often it is told."""
    best = c.best
    return {
        "strong trigger": float(best.hit.trigger.strength == "strong"),
        "noun": float(best.hit.trigger.pos == "NOUN"),
        "actor": float(bool(e.actors)),
        "recipient": float(bool(e.recipients)),
        "own place": float(best.place is not None and best.place.near <= 1),
        "no place": float(e.place_quote is None),
        "own date": float(best.time is not None),
        "mentions": min(len(c.mentions), 6) / 6,
        "figures": float(figures > 0),
        "told early": float(best.sentence <= 3),
        "headline": float(best.in_title),
        "assault": float(e.type == "ASSAULT"),
        "coerce": float(e.type == "COERCE"),
        "protest": float(e.type == "PROTEST"),
        "not yet": float(e.factuality not in ("happened", "ongoing")),
        "has speaker": float(bool(e.chain.hops)),
        "war": float(best.war),
    }


def statement_features(d: Told, say: SaySo) -> Features:
    """Of a statement: its field and the rule that found it."""
    return {
        f"field {d.field}": 1.0,
        "by a rule": float(d.score >= 0.55),
        "has speaker": float(bool(say.chain.hops)),
        "denied or doubted": float((d.stance or say.stance) != "asserts"),
        "long": float(len(d.quote.words) > 120),
        "short": float(len(d.quote.words) < 30),
    }


@cache
def _weights() -> dict[str, dict[str, float]]:
    """Raises DataFileError where the file is wrong."""
    out: dict[str, dict[str, float]] = {record: {"bias": 0.0} for record in RECORDS}
    file = files("sayso.extract") / "data" / "confidence.tsv"
    for row in read_table(file, ("record", "feature", "weight"), ("record", "feature")):
        out[row.one_of("record", RECORDS)][row.filled("feature")] = row.number("weight")
    return out
