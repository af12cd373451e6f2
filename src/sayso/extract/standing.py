"""Whether an event goes on, and whether it is no more than background: two small models over what the text says of its time.

The weights are fitted by `python -m evaluation.fields` on events that people coded.
"""

import re
from datetime import date as calendar

from sayso.core import PartialDate, Reading
from sayso.core.dates import days
from sayso.extract import syntax
from sayso.extract.choice import FILE
from sayso.extract.gather import Cluster
from sayso.extract.weights import Features, present, probability, weights

BACKGROUND, ONGOING = "background", "ongoing"
_FORMERLY = re.compile(
    r"\b(previous(ly)?|former(ly)?|earlier|once|historically|in the past|ago|last year|anniversary|back in)\b", re.I
)
_RECENTLY = re.compile(
    r"\b(recent(ly)?|in recent|lately|still|continu\w+|ongoing|daily|every (day|week)|since|so far|repeated(ly)?)\b", re.I
)
_YEAR = re.compile(r"\b(1[89]\d\d|20[0-4]\d)\b")
_FIRST = 5  # sentences that show in which tense a text narrates
# Nouns for what lasts.
_LASTING = set(
    """
    war conflict siege blockade campaign operation offensive crackdown sanction insurgency uprising unrest occupation fighting battle
    violence crisis standoff strike protest embargo curfew ceasefire truce
    """.split()
)


def is_background(r: Reading, c: Cluster, date: PartialDate | None, rule: bool) -> bool:
    """Whether an event lies long before the report's own; `rule` is what its date and its words alone say."""
    return probability(weights(FILE)[BACKGROUND], background_features(r, c, date, rule)) >= 0.5


def goes_on(r: Reading, c: Cluster, date: PartialDate | None, rule: bool) -> bool:
    """Whether an event that is told as having happened goes on; `rule` is what its clause alone says."""
    return probability(weights(FILE)[ONGOING], ongoing_features(r, c, date, rule)) >= 0.5


def background_features(r: Reading, c: Cluster, date: PartialDate | None, rule: bool) -> Features:
    """Named features of an event that may be background."""
    best = c.best
    sentence = r.sentence_span(best.sentence)
    words = r.text[sentence.start : sentence.end]
    day, when = days((r.published or "")[:10]), days(date.edtf) if date else None
    before = day[0] - when[1] if day and when else None
    known = day is not None
    years = [int(y) for y in _YEAR.findall(words)]
    out = {
        "rule": rule,
        "no date": date is None,
        "months before": before is not None and 31 < before <= 400,
        "years before": before is not None and before > 400,
        "weeks before": before is not None and 10 < before <= 31,
        "days before": before is not None and before <= 10,
        "unpublished": not known,
        "war": best.war,
        "formerly": bool(_FORMERLY.search(words)),
        "another year": day is not None and bool(years) and all(y < calendar.fromordinal(day[0]).year for y in years),
        "had": _helped(r, best.head, "have", "Tense=Past"),
        "has": _helped(r, best.head, "have", "Tense=Pres"),
        "lead": best.sentence <= 2,
        "late": best.sentence > 8,
        "headline": any(m.in_title for m in c.mentions),
        "once": len(c.mentions) == 1,
        "often": len(c.mentions) > 3,
        "told early": any(m.sentence <= 2 for m in c.mentions),
        "relative clause": r.tokens[best.head].deprel in ("acl:relcl", "acl"),
        "noun": best.hit.trigger.pos == "NOUN",
        "lasting": syntax.lemma(r, best.head) in _LASTING,
        "goes on": best.commitment == "ongoing",
        "undone": best.commitment not in ("happened", "ongoing"),
        "quoted": syntax.is_quoted(r, r.tokens[best.head].start),
    }
    return present(out)


def ongoing_features(r: Reading, c: Cluster, date: PartialDate | None, rule: bool) -> Features:
    """Named features of an event that may go on."""
    best = c.best
    sentence = r.sentence_span(best.sentence)
    words = r.text[sentence.start : sentence.end]
    when = days(date.edtf) if date else None
    above = r.tokens[best.head].head
    token = r.tokens[best.head]
    noun = best.hit.trigger.pos == "NOUN"
    out = {
        "rule": rule and not _is_narrated(r, best.head),
        "war": best.war,
        "no date": date is None,
        "one day": bool(when and when[0] == when[1]),
        "open": bool(date and ".." in date.edtf),
        "wide": bool(when and when[1] - when[0] > 20),
        "lasting": syntax.lemma(r, best.head) in _LASTING,
        "plural": noun and syntax.has_feat(r, best.head, "Number=Plur"),
        "noun": noun,
        "recently": bool(_RECENTLY.search(words)),
        "present": _is_present(r, best.head),
        "present above": noun and r.tokens[above].upos == "VERB" and "Tense=Pres" in r.tokens[above].feats,
        "gerund": "VerbForm=Ger" in token.feats or r.word(best.head).endswith("ing"),
        "has": _helped(r, best.head, "have", "Tense=Pres"),
        "past": "Tense=Past" in token.feats,
        "passive": syntax.is_passive(r, best.head),
        "once": len(c.mentions) == 1,
        "others go on": any(m.commitment == "ongoing" for m in c.mentions),
        "headline": any(m.in_title for m in c.mentions),
        "violent": c.type == "ASSAULT",
        "ground": c.type in ("COERCE", "MOBILIZE"),
        "undone": best.commitment not in ("happened", "ongoing"),
    }
    return present(out)


def _is_present(r: Reading, i: int) -> bool:
    """Whether a verb says what is so now, as "are killing" does in any text, "kill" not in one that tells all in the present."""
    return _says_present(r, i) and not _is_narrated(r, i)


def _is_narrated(r: Reading, i: int) -> bool:
    """Whether a verb of the present tells what happened, as all verbs of its text do."""
    going = _helped(r, i, "be", "Tense=Pres") and r.word(i).endswith("ing")
    return _says_present(r, i) and not going and _narrates_in_present(r)


def _says_present(r: Reading, i: int) -> bool:
    return "Tense=Pres" in r.tokens[i].feats or any(
        syntax.lemma(r, k) == "be" and "Tense=Pres" in r.tokens[k].feats for k in syntax.kids(r, i, "aux")
    )


def _narrates_in_present(r: Reading) -> bool:
    """Whether the first sentences have verbs of the present and none of the past at their head."""
    heads = [i for a, b in r.sentences[:_FIRST] for i in range(a, b) if r.tokens[i].deprel == "root"]
    told = [i for i in heads if r.tokens[i].upos == "VERB"]
    past = [i for i in told if "Tense=Past" in r.tokens[i].feats and not _says_present(r, i)]
    return bool(told) and not past and any(_says_present(r, i) for i in told)


def _helped(r: Reading, i: int, lemma: str, feat: str) -> bool:
    """Whether an auxiliary of a verb is of a lemma and form."""
    return any(syntax.lemma(r, k) == lemma and feat in r.tokens[k].feats for k in syntax.kids(r, i, "aux"))
