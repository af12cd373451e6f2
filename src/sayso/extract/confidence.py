"""How sure a record is: a logistic model over a few named features, its weights a data file.

The weights are fitted by `python -m evaluation.confidence` on coded documents: of the figures with a confidence of .8 or more about nine
in ten are right in kind and value, of the events about four in five in type and place in the text. How sure a statement is `worth.py`
tells.
"""

from collections.abc import Callable, Sequence

from sayso.core import EventReport, Reading
from sayso.core.dates import days
from sayso.extract import syntax
from sayso.extract.chains import SaySo
from sayso.extract.figure import Draft as Count
from sayso.extract.gather import Cluster
from sayso.extract.weights import Features, present, probability, weights

_DEFINITE = {"the", "this", "that", "these", "those"}
RECORDS = ("event", "figure")
FILE = "confidence.tsv"
Weigher = Callable[[str, Features], float]  # record ("event", "figure") and features to a probability


def shipped(record: str, features: Features) -> float:
    """The probability that a record is right, by the weights of the package, 0.02 to 0.98."""
    return round(min(0.98, max(0.02, probability(weights(FILE)[record], features))), 2)


def figure_features(r: Reading, d: Count, say: SaySo, events: tuple[str, ...], all_: Sequence[Count]) -> Features:
    """Of a figure: how it was found, of whom, where it stands, under whose word, how it agrees with the others of its document."""
    here = r.sentence_of[d.head]
    first, last = r.sentences[here]
    single = d.low == d.high == 1
    named = single and r.tokens[d.head].upos == "PROPN"
    beside = [o for o in all_ if r.sentence_of[o.head] == here]
    alike = [o for o in all_ if o is not d and o.kind == d.kind]
    words = d.quote.words.lower().split()
    out = {
        "by the parse": d.score >= 0.84,
        "by the words beside": 0.7 <= d.score < 0.84,
        "by a guess": d.score < 0.7,
        "single person": single and d.of is not None and d.of.words == d.quote.words,
        "one": single and words[:1] == ["one"],
        "single name": named,
        "says of whom": d.of is not None,
        "known group": bool(d.group),
        "vague": d.comparator == "vague",
        "bounded": d.comparator in ("at_least", "at_most", "range", "about"),
        "none": d.low == d.high == 0,
        "bare number": len(words) == 1,
        "long words": len(words) > 5,
        "killed or wounded": d.kind in ("killed", "wounded"),
        f"kind {d.kind}": True,
        "has speaker": bool(say.chain.hops),
        "several speakers": len(say.chain.hops) > 1,
        "unsure speaker": say.score < 0.6,
        "denied": say.stance in ("denies", "doubts"),
        "has event": bool(events),
        "many in sentence": len(beside) > 3,
        "another of its kind beside": any(o.kind == d.kind for o in beside if o is not d),
        "a part": d.whole is not None,
        "adds": d.adds,
        "first sentence": here == 0,
        "lead": 0 < here <= 3,
        "late": here > 15,
        "long sentence": last - first > 45,
        "said twice": any((o.low, o.high) == (d.low, d.high) for o in alike),
        "only one of its kind": not alike,
        "many of its kind": len(alike) > 5,
        "noun tells": r.tokens[d.predicate].upos == "NOUN",
        "far from what tells": abs(d.head - d.predicate) > 8,
        "apart from what tells": r.sentence_of[d.predicate] != here,
        "quoted": syntax.is_quoted(r, d.quote.start),
    }
    return present(out)


def event_features(r: Reading, e: EventReport, c: Cluster, figures: int, more: int = 0) -> Features:
    """Of an event: its kind of trigger, what is known of it, how often it is told. `more` events of its type are told more
    often."""
    best = c.best
    told = [r.trigger_of[m.head] for m in c.mentions if m.head in r.trigger_of]
    label = r.trigger_of[best.head].label if best.head in r.trigger_of else ""
    sure = next((p.factuality for p in r.predicates if p.token == best.head), None)
    day, when = days((r.published or "")[:10]), days(e.date.edtf) if e.date else None
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
        "headline": best.in_title,
        "late": min(best.sentence, 30) / 30,
        "not yet": e.factuality not in ("happened", "ongoing"),
        "denied": e.factuality == "denied",
        "has speaker": bool(e.chain.hops),
        "war": best.war,
        "clause": rel in ("root", "conj", "parataxis", "ccomp", "advcl", "acl"),
        "modifier": rel in ("compound", "amod", "nmod"),
        "quoted": syntax.is_quoted(r, e.trigger.start),
        "long sentence": last - first > 40,
        "like another": c.like,
        "shares its trigger": any(m.shared for m in c.mentions),
        f"type {e.type}": True,
        f"class {label}": bool(label),
        "never an occurrence": bool(r.triggers) and all(t.label != "OCCURRENCE" for t in told),
        "network place": max((a.score for t in told for a in t.arguments), default=0.0),
        "unsure": sure is not None and sure < 1.0,
        "sure": sure is not None and sure > 2.0,
        "not first of its type": min(more, 4) / 4,
        "of these days": bool(day and when and abs(day[0] - when[1]) <= 7),
        "background": e.background,
        "relative clause": r.tokens[best.head].deprel in ("acl:relcl", "acl"),
        "definite": noun and any(r.word(k).lower() in _DEFINITE for k in syntax.kids(r, best.head, "det")),
    }
    return present(out)
