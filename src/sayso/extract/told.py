"""Claims without a number that somebody is quoted for: the clauses of attributed contents, each with the field it is about."""

import re
from collections.abc import Iterator
from functools import cache
from importlib.resources import files

from sayso.core import Attribution, Quote, Reading, Span
from sayso.extract import parties, people, syntax
from sayso.extract.chains import reach
from sayso.extract.clauses import Clause, clauses, holding, is_clausal, is_negated, shortened
from sayso.extract.statement import Draft, Scene
from sayso.ontology import load
from sayso.ontology.tables import read_table

_SILENT = {"demands", "predicts"}  # stances of contents that claim nothing about what happened
_AGAINST = {"denies", "doubts", "concedes"}
_OPINION = re.compile(
    r"\b(should|must|hope[sd]?|wish(es)?|condemn\w*|condolences?|deplor\w*|welcom\w*|outrag\w*|horrif\w*|tragic|shock\w*|"
    r"prayers?|thoughts|proud|sad(dened)?|believe in|call(s|ed|ing)? (for|on)|urg\w+|need(s|ed)? to|importan\w+|grateful|thank\w*|"
    r"unacceptable|devastated|inexcusable|heinous|cowardly|barbaric|concern\w*|want(s|ed)?|appreciate|committed to|heartbreaking)\b",
    re.IGNORECASE,
)
_YET = re.compile(r"\b(will|would|shall|could|may|might|plans? to|planned to|going to|scheduled to|if)\b", re.IGNORECASE)
_UNSURE = re.compile(
    r"\b(not? (?:yet |immediately )?(?:know|sure|certain|clear)|n['’]t (?:yet )?(?:know|sure|certain)|unclear|unknown|uncertain|remains? to be seen|"
    r"no (?:one|body)? ?(?:could say|knows)|no (?:conclusion|decision|indication|confirmation))\b",
    re.IGNORECASE,
)
_BASE_REASON = re.compile(
    r"\b(?:because|since|given that|arguing that|on the grounds? that|citing|an (?:effort|attempt) to)\b.*",
    re.IGNORECASE | re.DOTALL,
)
_FIRST = {"i", "we", "our", "my"}
_LONGEST = 260  # characters of a clause that is a statement of its own
_SHORTEST = 3  # words
_BESIDE = 40  # characters that a cue may add to a clause


@cache
def cues(language: str) -> tuple[tuple[str, str, re.Pattern[str]], ...]:
    """(field, stance or "", pattern) in order."""
    lists = load().lists
    out = []
    for row in read_table(files("sayso.lexicons") / language / "statement_cues.tsv", ("field", "stance", "cues")):
        field = row.one_of("field", lists["statement_field"])
        stance = row.one_of("stance", {*lists["stance"], ""})
        out.append((field, stance, re.compile("|".join(map(_pattern, row.parts("cues"))), re.IGNORECASE)))
    return tuple(out)


def _pattern(cue: str) -> str:
    words = [r"(?:\S+\s+){0,4}?" if w == "..." else re.escape(w).replace(r"\*", r"\w*") + r"\s+" for w in cue.split()]
    return r"(?<!\w)" + "".join(words).removesuffix(r"\s+") + r"(?!\w)"


def told(r: Reading, scene: Scene) -> Iterator[Draft]:
    """Drafts of attributed clauses. A clause that says no more than a figure is none, nor one that only tells of an event."""
    for k, a in enumerate(r.attributions):
        if not (a.source or a.relayed) or a.stance in _SILENT:
            continue
        inner = [c for o in r.attributions if o.parent == k for c in (*o.content, *o.cue)]
        for part in reach(r, a):
            for c in clauses(r, part):
                at = r.tokens[c.root].start
                if not any(s.start <= at < s.end for s in inner):
                    yield from _draft(r, a, c, scene)


def untold(r: Reading, scene: Scene) -> Iterator[Draft]:
    """Drafts of clauses in the publication's own voice that say how far a report is confirmed, or that nobody claims an event."""
    contents = [c for a in r.attributions if a.source for c in reach(r, a)]
    for k in range(len(r.sentences)):
        sentence = r.sentence_span(k)
        for field, stance, pattern in cues(r.language):
            if stance not in ("doubts", "denies") or field not in ("credibility", "perpetrator"):
                continue
            found = pattern.search(r.text, sentence.start, sentence.end)
            token = r.token_at(found.start()) if found else None
            if found is None or token is None or any(c.start <= found.start() < c.end for c in contents):
                continue
            clause = next((c for c in clauses(r, sentence) if c.first <= token < c.last), None)
            if clause is not None:
                yield _made(r, field, holding(r, clause, token), stance, 0.6, frozenset())
                break


def _draft(r: Reading, a: Attribution, c: Clause, scene: Scene) -> Iterator[Draft]:
    span = c.span(r)
    if len(span.of(r.text).split()) < _SHORTEST or len(span) > _LONGEST:
        return
    signs = _signs(r, a, c, scene)
    field, stance, at = _field(r, a, span)
    if field:
        token = r.token_at(at)
        quoted = holding(r, c, token if token is not None and c.first <= token < c.last else c.root)
        yield _made(r, field, quoted, stance or _stance(r, a, c), 0.5, signs)
    elif (done := _own_deed(r, a, c, scene)) is not None:
        stance = "denies" if a.stance == "denies" or is_negated(r, done) else "claims_responsibility"
        yield _made(r, "perpetrator", holding(r, c, done), stance, 0.5, signs)
    elif (blamed := _blamed(r, c, scene)) is not None:
        yield _made(r, "perpetrator", holding(r, c, blamed), _stance(r, a, c), 0.5, signs | {"by its actor"})
    elif _denied_event(r, a, c, scene):
        yield _made(r, "happened", shortened(r, c), _stance(r, a, c) or "denies", 0.55, signs)
    elif a.stance == "confirms" and "tells an event" in signs:
        yield _made(r, "happened", shortened(r, c), "", 0.55, signs)
    elif _says_who(r, c):
        yield _made(r, "identity", shortened(r, c), _stance(r, a, c), 0.5, signs)
    elif (aim := _aim(r, c, scene)) is not None:
        yield _made(r, "motive", holding(r, c, aim), _stance(r, a, c), 0.5, signs)
    elif not {"counted", "opinion"} & signs:
        yield _made(r, "other", shortened(r, c), _stance(r, a, c), 0.35, signs)


def _made(r: Reading, field: str, c: Clause, stance: str, score: float, signs: frozenset[str]) -> Draft:
    span = c.span(r)
    quote = Quote.at(r.text, span.start, span.end)
    reason = reason_in(r, quote) if stance in ("denies", "doubts") else None
    return Draft(field, quote, c.root, stance, score, reason, signs=signs)


def _stance(r: Reading, a: Attribution, c: Clause) -> str:
    """What the clause or its attribution says against it; "" leaves it to the chain."""
    if a.stance in _AGAINST:
        return a.stance
    if _UNSURE.search(c.span(r).of(r.text)):
        return "doubts"
    return "denies" if is_negated(r, c.root) else ""


def _field(r: Reading, a: Attribution, span: Span) -> tuple[str, str, int]:
    """(field, stance, offset) of the first row of cues that fits the clause, or the clause with what attributes it."""
    start = min(span.start, *(c.start for c in a.cue)) if a.cue else span.start
    start = start if span.start - start <= _BESIDE else span.start
    for field, stance, pattern in cues(r.language):
        if found := pattern.search(r.text, start, span.end):
            return field, stance, found.start()
    return "", "", span.start


def _blamed(r: Reading, c: Clause, scene: Scene) -> int | None:
    """The predicate by which a speaker says who did what the publication tells without that."""
    for i in range(c.first, c.last):
        if i in scene.plain and r.tokens[i].upos == "VERB":
            doers = [d for d in syntax.doers(r, i) if parties.is_party(r, d)]
            if any(c.first <= d < c.last and r.tokens[d].upos != "PRON" for d in doers):
                return i
    return None


def _own_deed(r: Reading, a: Attribution, c: Clause, scene: Scene) -> int | None:
    """The predicate by which speakers say that they did it themselves, or did not: "it had carried out the raid", "we ordered no
    strike", "its jets did not bomb the town"."""
    speaker = r.head_of(a.source[0]) if a.source else None
    same = r.entity_of.get(speaker, -1) if speaker is not None else -1
    against = a.stance == "denies" or is_negated(r, c.root)
    for s in syntax.kids(r, c.root, "nsubj"):
        owners = [s] if r.tokens[s].upos == "PRON" else syntax.kids(r, s, "nmod:poss") if against else []
        himself = any(r.word(o).lower() in _FIRST or r.entity_of.get(o, -2) == same for o in owners)
        if himself and any(d in scene.violent for d in (c.root, *syntax.objects(r, c.root))):
            return c.root
    return None


def _says_who(r: Reading, c: Clause) -> bool:
    """Whether the clause says who somebody was: "the dead man was a baker"."""
    subjects = syntax.kids(r, c.root, "nsubj")
    copular = bool(syntax.kids(r, c.root, "cop")) and r.tokens[c.root].upos in ("NOUN", "PROPN")
    return copular and people.is_person(r, c.root) and any(_is_somebody(r, s) for s in subjects)


def _is_somebody(r: Reading, i: int) -> bool:
    return people.is_person(r, i) and r.word(i).lower() not in _FIRST


def _aim(r: Reading, c: Clause, scene: Scene) -> int | None:
    """A purpose that a speaker gives for an event: "was bombed to force them out"."""
    for i in range(c.root + 1, c.last):
        token = r.tokens[i]
        event = token.head in scene.triggers or any(o in scene.triggers for o in syntax.subjects(r, token.head))
        if token.deprel == "advcl" and event and any(r.word(m).lower() == "to" for m in syntax.kids(r, i, "mark")):
            return i
    return None


def _denied_event(r: Reading, a: Attribution, c: Clause, scene: Scene) -> bool:
    told_of = any(i in scene.triggers for i in range(c.first, c.last))
    core = (c.root, *syntax.kids(r, c.root, "nsubj", "obj"))
    return told_of and (a.stance in _AGAINST or (is_negated(r, c.root) and any(i in scene.triggers for i in core)))


def _signs(r: Reading, a: Attribution, c: Clause, scene: Scene) -> frozenset[str]:
    """Names of what tells whether a clause matters to the events."""
    words = c.span(r).of(r.text)
    subjects = syntax.kids(r, c.root, "nsubj")
    here = r.sentence_of[c.root]
    near = any(abs(r.sentence_of[i] - here) <= 1 for i in scene.triggers)
    feats = r.tokens[c.root].feats
    past = "Tense=Past" in feats or any("Tense=Past" in r.tokens[x].feats for x in syntax.kids(r, c.root, "aux", "cop"))
    told_of = [i for i in range(c.first, c.last) if i in scene.triggers]
    out = {
        "predicate": is_clausal(r, c.root),
        "subject": bool(subjects),
        "first person": any(r.word(s).lower() in _FIRST for s in subjects),
        "opinion": bool(_OPINION.search(words)),
        "not yet": bool(_YET.search(words)),
        "quoted": any(q.start <= r.tokens[c.root].start < q.end for q in r.quotations),
        "tells an event": bool(told_of),
        "root tells": c.root in told_of,
        "near an event": near,
        "past": past,
        "counted": any(s.overlaps(c.span(r)) for s in scene.counted),
        "relayed": a.relayed,
        "negated": is_negated(r, c.root),
    }
    return frozenset(name for name, value in out.items() if value)


def reason_in(r: Reading, quote: Quote) -> Quote | None:
    """The words from "because", "an effort to", ... to the end of a clause, None if it gives no ground."""
    found = _BASE_REASON.search(quote.words)
    return Quote.at(r.text, quote.start + found.start(), quote.end) if found else None
