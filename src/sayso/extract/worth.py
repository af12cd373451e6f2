"""Which claims without a number are told: a choice among the drafts of a document by a model over what each says, and who says it.

A clause can be taken for a claim about several fields, and most clauses that somebody is quoted for are circumstances that nobody
writes down. Each draft has named features; its probability is that of a person writing down the same field and stance there, fitted
by `python -m evaluation.statements`. Where drafts speak of the same words the likeliest is taken, if it is likely enough.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from functools import cache
from importlib.resources import files

from sayso.core import Reading
from sayso.extract import people, syntax
from sayso.extract.chains import Chains, SaySo
from sayso.extract.clauses import is_clausal, is_negated
from sayso.extract.statement import Draft, Scene
from sayso.extract.statements import find
from sayso.extract.told import WORD, Phrases, phrases
from sayso.extract.weights import Features, probability, weights
from sayso.ontology.tables import read_table

FILE = "statements.tsv"
MODEL = "statement"
LEAST = 0.18  # probability from which a draft is told: about half of the F1 that the choice reaches
_OPINION = re.compile(
    r"\b(should|must|hope[sd]?|wish(es)?|condemn\w*|condolences?|deplor\w*|welcom\w*|outrag\w*|horrif\w*|tragic|shock\w*|"
    r"prayers?|thoughts|proud|sad(dened)?|believe in|call(s|ed|ing)? (for|on)|urg\w+|need(s|ed)? to|importan\w+|grateful|thank\w*|"
    r"unacceptable|devastated|inexcusable|heinous|cowardly|barbaric|concern\w*|want(s|ed)?|appreciate|committed to|heartbreaking)\b",
    re.IGNORECASE,
)
_YET = re.compile(r"\b(will|would|shall|could|may|might|plans? to|planned to|going to|scheduled to|if)\b", re.IGNORECASE)
_FIRST = {"i", "we", "our", "my"}
_PLAIN_CUES = {"say", "tell", "add", "report", "accord"}
_OWN_MODEL = {"other", "perpetrator", "motive"}  # fields often enough told for features of their own
# Kinds of speakers, by words of their phrase.
_SPEAKERS = {
    "police": re.compile(r"\b(police|sheriff\w*|officers?|detectives?|prosecutors?|fbi|investigators?|authorities)\b", re.I),
    "court": re.compile(r"\b(court|lawsuit|affidavit|complaint|indictment|judge|jury|attorney|lawyers?|documents?)\b", re.I),
    "ruler": re.compile(
        r"\b(president|minister|ministry|government|officials?|secretary|governor|mayor|embassy|pentagon)\b", re.I
    ),
    "armed": re.compile(
        r"\b(army|military|rebels?|militants?|coalition|commander|general|colonel|guerrillas?|troops|front)\b", re.I
    ),
    "monitor": re.compile(
        r"\b(observatory|monitors?|watch|rights|activists?|director|organi[sz]ations?|group|un|nations|aid)\b", re.I
    ),
    "people": re.compile(
        r"\b(residents?|witness\w*|survivors?|neighbou?rs?|family|wife|mother|father|son|villagers?|doctors?)\b", re.I
    ),
    "medium": re.compile(r"\b(agency|radio|television|tv|news|newspapers?|media|reuters|afp|reports?|video\w*|sources?)\b", re.I),
}


@dataclass(frozen=True, slots=True)
class Option:
    """A draft under the chain over its words, with what tells of its worth."""

    draft: Draft
    say: SaySo
    features: Features

    @property
    def stance(self) -> str:
        return self.draft.stance or self.say.stance


def options(r: Reading, scene: Scene, chains: Chains) -> list[Option]:
    """Everything that could be told, in text order."""
    drafts = find(r, scene)
    fields: dict[int, set[str]] = {}
    for d in drafts:
        fields.setdefault(d.token, set()).add(d.field)
    out = []
    spoken = {(d.token, d.field): d for d in drafts if d.speaker is not None}
    for d in drafts:
        if d.speaker is None and (other := spoken.get((d.token, d.field))) is not None:
            d = replace(d, speaker=other.speaker, cue=other.cue)
        say = chains.spoken_by(d.speaker, d.cue, chains.over(d.quote.span))
        out.append(Option(d, say, features(r, scene, d, say, len(fields[d.token]))))
    return out


def chosen(found: Iterable[Option], model: Mapping[str, float] | None = None, least: float = LEAST) -> list[tuple[Option, float]]:
    """The options that are told, in text order, with their probability by the weights of the package or of `model`; of options that
    speak of the same words the likeliest."""
    model = weights(FILE)[MODEL] if model is None else model
    out: list[tuple[Option, float]] = []
    for o, p in sorted(((o, probability(model, o.features)) for o in found), key=lambda x: -x[1]):
        if (p >= least or _denies(o)) and not any(_covers(kept.draft, o.draft) for kept, _ in out):
            out.append((o, p))
    return sorted(out, key=lambda x: x[0].draft.quote)


def _denies(o: Option) -> bool:
    """A denial by a word for it ("rejected reports of a raid") is told whatever the model says; "not" alone is none."""
    return o.stance == "denies" and "event denied" in o.features and "negated" not in o.features


def features(r: Reading, scene: Scene, d: Draft, say: SaySo, fields: int) -> Features:
    """Named features of a draft; `fields` is how many fields its clause could be about."""
    signs = {*d.signs, *_of_clause(r, scene, d), *_of_speaker(say), *_of_words(r, d)}
    stance = d.stance or say.stance
    group = d.field if d.field in _OWN_MODEL else "rest"
    out = {f"field {d.field}": 1.0, f"{d.field} {stance}": 1.0, f"stance {stance}": 1.0}
    if fields > 1:
        signs.add("several fields")
    for sign in signs:
        out[sign] = 1.0
        out[f"{group}: {sign}"] = 1.0
    return out


def _of_clause(r: Reading, scene: Scene, d: Draft) -> set[str]:
    span, root = d.quote.span, d.token
    inside = syntax.tokens_of(r, span.start, span.end)
    subjects = syntax.kids(r, root, "nsubj")
    here = r.sentence_of[root]
    away = min((abs(r.sentence_of[i] - here) for i in scene.triggers), default=9)
    feats = r.tokens[root].feats
    told_of = [i for i in inside if i in scene.triggers]
    out = {
        "predicate": is_clausal(r, root),
        "verb": r.tokens[root].upos == "VERB",
        "subject": bool(subjects),
        "first person": any(r.word(s).lower() in _FIRST for s in subjects),
        "pronoun subject": any(r.tokens[s].upos == "PRON" for s in subjects),
        "event subject": any(s in scene.triggers for s in subjects),
        "person subject": any(people.is_person(r, s) and r.tokens[s].upos != "PRON" for s in subjects),
        "passive": syntax.is_passive(r, root),
        "by somebody": bool(syntax.agents(r, root)),
        "quoted": syntax.is_quoted(r, r.tokens[root].start),
        "tells an event": bool(told_of),
        "tells violence": any(i in scene.violent for i in inside),
        "root tells": root in told_of,
        "event in sentence": away == 0,
        "event beside": away == 1,
        "no event near": away > 2,
        "past": "Tense=Past" in feats or any("Tense=Past" in r.tokens[x].feats for x in syntax.kids(r, root, "aux", "cop")),
        "infinitive": "VerbForm=Inf" in feats,
        "counted": any(s.overlaps(span) for s in scene.counted),
        "negated": is_negated(r, root),
        "lead": here <= 2,
        "late": here > 12,
        "long": len(span) > 120,
        "short": len(span) < 30,
        "names a body": any(people.label_at(r, i) in ("ORG", "NORP") for i in inside),
        "names a person": any(people.label_at(r, i) == "PERSON" for i in inside),
        "names a place": any(people.label_at(r, i) in ("GPE", "LOC", "FAC") for i in inside),
        "modifies": r.tokens[root].deprel.startswith(("acl", "advcl")),
    }
    return {name for name, value in out.items() if value}


def _of_speaker(say: SaySo) -> set[str]:
    hops = say.chain.hops
    if not hops:
        return {"nobody speaks"} if say.basis != "relayed" else {"nobody named speaks"}
    name = hops[-1].name
    out = {f"speaker {kind}" for kind, words in _SPEAKERS.items() if words.search(name)} or {"speaker unknown"}
    if len(hops) > 1:
        out.add("through others")
    if hops[-1].speaker.words.lower() in ("he", "she", "it", "they"):
        out.add("speaker a pronoun")
    cue = hops[-1].cue
    words = cue.words.lower().split() if cue else []
    if not any(w.startswith(tuple(_PLAIN_CUES)) or w == "said" for w in words):
        out.add("a cue of its own")
    return out


def _of_words(r: Reading, d: Draft) -> set[str]:
    words = d.quote.words
    each = set(WORD.findall(words.lower()))
    out = {f"words {sign}" for sign, p in _signs(r.language) if any(map(p.may_begin, each)) and p.any.search(words)}
    if _OPINION.search(words):
        out.add("opinion")
    if _YET.search(words):
        out.add("not yet")
    if "?" in words:
        out.add("asks")
    return out


@cache
def _signs(language: str) -> tuple[tuple[str, Phrases], ...]:
    rows = read_table(files("sayso.lexicons") / language / "statement_signs.tsv", ("sign", "words"), ("sign",))
    return tuple((row.filled("sign"), phrases(row.parts("words"))) for row in rows)


def _covers(a: Draft, b: Draft) -> bool:
    """Whether `b` tells no more than what `a` does."""
    x, y = a.quote.span, b.quote.span
    if not x.overlaps(y):
        return False
    if a.field == b.field or b.field in ("other", "happened"):
        return True
    return 2 * (min(x.end, y.end) - max(x.start, y.start)) > len(y)
