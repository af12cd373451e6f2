"""How sure a record is: a logistic model over a few named features, its weights a data file.

The weights are fitted by `python -m evaluation.confidence` on coded documents, so that of the records with a confidence of .8
about four in five are right: a figure in its kind and value, an event in its type and place in the text, a statement in its field.
"""

from collections.abc import Callable

from sayso.core import EventReport, Reading
from sayso.extract import syntax
from sayso.extract.chains import SaySo
from sayso.extract.figures import Draft as Count
from sayso.extract.gather import Cluster
from sayso.extract.statement import Draft as Told
from sayso.extract.weights import Features, probability, weights

RECORDS = ("event", "figure", "statement")
FILE = "confidence.tsv"
Weigher = Callable[[str, Features], float]  # record ("event", "figure", "statement") and features to a probability


def shipped(record: str, features: Features) -> float:
    """The probability that a record is right, by the weights of the package, 0.02 to 0.98."""
    return round(min(0.98, max(0.02, probability(weights(FILE)[record], features))), 2)


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


def event_features(r: Reading, e: EventReport, c: Cluster, figures: int) -> Features:
    """Of an event: its kind of trigger, what is known of it, how often it is told."""
    best = c.best
    first, last = r.sentences[best.sentence]
    rel = syntax.base(r.tokens[best.head].deprel)
    noun = best.hit.trigger.pos == "NOUN"
    out = {
        "strong trigger": best.hit.trigger.strength == "strong",
        "uncontested": not any(m.contested for m in c.mentions),
        "noun": noun,
        "actor": bool(e.actors),
        "recipient": bool(e.recipients),
        "bare noun": noun and not (e.actors or e.recipients or best.place),
        "indefinite plural": noun and not syntax.kids(r, best.head, "det", "amod", "compound", "nummod", "nmod", "nmod:poss"),
        "own place": best.place is not None and best.place.near <= 1,
        "town": best.place is not None and best.place.rank > 0,
        "no place": e.place_quote is None,
        "own date": best.time is not None,
        "mentions": min(len(c.mentions), 6) / 6,
        "once": len(c.mentions) == 1,
        "figures": figures > 0,
        "told early": best.sentence <= 3,
        "headline": best.in_title,
        "late": min(best.sentence, 30) / 30,
        "not yet": e.factuality not in ("happened", "ongoing"),
        "denied": e.factuality == "denied",
        "has speaker": bool(e.chain.hops),
        "war": best.war,
        "clause": rel in ("root", "conj", "parataxis", "ccomp", "advcl", "acl"),
        "modifier": rel in ("compound", "amod", "nmod"),
        "quoted": any(q.start <= e.trigger.start < q.end for q in r.quotations),
        "long sentence": last - first > 40,
        "like another": c.like,
        "shares its trigger": any(m.shared for m in c.mentions),
        f"type {e.type}": True,
    }
    return {name: float(value) for name, value in out.items() if value}


def statement_features(d: Told, say: SaySo) -> Features:
    """Of a statement: its field and the rule that found it."""
    return {
        f"field {d.field}": 1.0,
        "by a rule": float(d.score >= 0.55),
        "has speaker": float(bool(say.chain.hops)),
        "denied or doubted": float((d.stance or say.stance) != "asserts"),
        "long": float(len(d.quote.words) > 120),
        "short": float(len(d.quote.words) < 30),
    } | {f"other {name}" if d.field == "other" else name: 1.0 for name in d.signs}
