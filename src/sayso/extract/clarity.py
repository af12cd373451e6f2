"""Which sentence tells an event most clearly: a score over named features of the sentences that mention it.

The weights are fitted by `python -m evaluation.gathering` on the sentences that people chose.
"""

from collections.abc import Mapping

from sayso.core import Reading, Span
from sayso.extract import parties, setting
from sayso.extract.mention import Mention
from sayso.extract.weights import Features, present, total, weights

FILE = "gathering.tsv"
MODEL = "clearest sentence"


def clearest(r: Reading, mentions: list[Mention], told_harm: Mapping[int, int]) -> Mention:
    """Of the mentions of one event the best in the sentence that tells most of it: where, when, by whom, at what cost.
    `told_harm` says how many figures of people harmed a sentence has."""
    by_sentence: dict[int, list[Mention]] = {}
    for m in mentions:
        by_sentence.setdefault(m.sentence, []).append(m)
    model = weights(FILE)[MODEL]
    best = max(by_sentence, key=lambda k: (total(model, sentence_features(r, by_sentence[k], told_harm.get(k, 0))), -k))
    return max(by_sentence[best], key=lambda m: (clarity(m), -m.head))


def sentence_features(r: Reading, mentions: list[Mention], harm: int) -> Features:
    """Named features of one sentence with the mentions of an event in it; `harm` is how many figures of people harmed it holds."""
    sentence = mentions[0].sentence
    own = [m.place for m in mentions if m.place is not None and m.place.near <= 1]
    places = own or setting.places_near(r, sentence)
    first, last = r.sentences[sentence]
    roles = {role for m in mentions for role in m.roles}
    span = r.sentence_span(sentence)
    out: dict[str, float] = {
        "place of its own": bool(own),
        "place": bool(places),
        "town": any(not parties.is_country(p.words) for p in places),
        "part of a town": any(p.rank == 2 for p in places),
        "date of its own": any(m.time is not None for m in mentions),
        "date": setting.time_near(r, mentions[0].head) is not None,
        "harm": harm > 0,
        "much harm": harm > 1,
        "doer": "actor" in roles,
        "harmed": "recipient" in roles or "target" in roles,
        "weapon": "instrument" in roles,
        "headline": any(m.in_title for m in mentions),
        "first": sentence == 0,
        "second": sentence == 1,
        "third": sentence == 2,
        "late": min(sentence, 20) / 20,
        "short": last - first < 12,
        "long": last - first > 40,
        "several mentions": len({m.head for m in mentions}) > 1,
        "verb": any(m.hit.trigger.pos == "VERB" for m in mentions),
        "strong": any(m.hit.trigger.strength == "strong" for m in mentions),
        "quoted": any(_holds(q, span) for q in r.quotations),
        "undone": all(m.commitment not in ("happened", "ongoing") for m in mentions),
    }
    return present(out)


def clarity(m: Mention) -> float:
    """How much a mention says by itself; a headline only if the text says no more."""
    said = 2.0 * bool(m.roles.get("actor")) + 2.0 * bool(m.roles.get("recipient"))
    said += 1.5 * (m.place is not None) + 1.0 * (m.time is not None)
    return said - 3.0 * m.in_title - 0.15 * min(m.sentence, 10) + 0.5 * (m.hit.trigger.strength == "strong")


def _holds(quotation: Span, span: Span) -> bool:
    """True if most of a sentence stands between quotation marks."""
    return 2 * (min(quotation.end, span.end) - max(quotation.start, span.start)) > len(span)
