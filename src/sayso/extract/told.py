"""Claims without a number that somebody is quoted for: the clauses of attributed contents, each with the field it is about."""

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files

from sayso.core import Attribution, Quote, Reading, Span
from sayso.extract import parties, people, syntax
from sayso.extract.chains import reach
from sayso.extract.clauses import Clause, clauses, holding, is_negated, shortened
from sayso.extract.statement import Draft, Scene
from sayso.ontology import load
from sayso.ontology.tables import read_table

_SILENT = {"demands", "predicts"}  # stances of contents that claim nothing about what happened
_AGAINST = {"denies", "doubts", "concedes"}
_UNSURE = re.compile(
    r"\b(not? (?:yet |immediately )?(?:know|sure|certain|clear)|n['’]t (?:yet )?(?:know|sure|certain)|unclear|unknown|uncertain|remains? to be seen|"
    r"no (?:one|body)? ?(?:could say|knows)|no (?:conclusion|decision|indication|confirmation))\b",
    re.IGNORECASE,
)
_BASE_REASON = re.compile(
    r"\b(?:because|since|given that|arguing that|on the grounds? that|citing|an (?:effort|attempt) to)\b.*",
    re.IGNORECASE | re.DOTALL,
)
WORD, _FIRST_WORD = re.compile(r"\w+"), re.compile(r"\w+\*?")  # of a text, of a phrase of a lexicon
_FIRST = {"i", "we", "our", "my"}
_LONGEST = 260  # characters of a clause that is a statement of its own
_SHORTEST = 3  # words
_BESIDE = 40  # characters that a cue may add to a clause


@dataclass(frozen=True)
class Phrases:
    """Phrases of a lexicon: a pattern for any of them, each by its name, and with what words they begin."""

    any: re.Pattern[str]
    each: tuple[tuple[str, re.Pattern[str]], ...]
    begin: frozenset[str]  # words
    stems: tuple[str, ...]  # beginnings of words

    def may_begin(self, word: str) -> bool:
        """Whether one of the phrases can begin at a word in lower case."""
        return word in self.begin or word.startswith(self.stems)


Cue = tuple[str, str, Phrases]  # field, stance or "", the words


@cache
def cues(language: str) -> tuple[Cue, ...]:
    """The rows of cues in order."""
    lists = load().lists
    out = []
    for row in read_table(files("sayso.lexicons") / language / "statement_cues.tsv", ("field", "stance", "cues")):
        field = row.one_of("field", lists["statement_field"])
        stance = row.one_of("stance", {*lists["stance"], ""})
        out.append((field, stance, phrases(row.parts("cues"))))
    return tuple(out)


def phrases(words: Sequence[str]) -> Phrases:
    """The phrases of a lexicon: whole words, "*" for any ending, "..." for up to four words."""
    each = tuple((p, re.compile(_pattern(p), re.IGNORECASE)) for p in words)
    firsts = [m.group().lower() for p in words if (m := _FIRST_WORD.match(p))]
    return Phrases(
        re.compile("|".join(p.pattern for _, p in each), re.IGNORECASE),
        each,
        frozenset(w for w in firsts if not w.endswith("*")),
        tuple(sorted({w[:-1] for w in firsts if w.endswith("*")})),
    )


@lru_cache(maxsize=4)
def _cues_in(language: str, text: str) -> tuple[tuple[Cue, tuple[int, ...]], ...]:
    """The rows of `cues` with the offsets in a text where their phrases can begin; a clause need not be searched for the others."""
    at: dict[str, list[int]] = {}
    for m in WORD.finditer(text):
        at.setdefault(m.group().lower(), []).append(m.start())
    rows = ((row, sorted(k for w, offsets in at.items() if row[2].may_begin(w) for k in offsets)) for row in cues(language))
    return tuple((row, tuple(offsets)) for row, offsets in rows if offsets)


def _pattern(phrase: str) -> str:
    words = [r"(?:\S+\s+){0,4}?" if w == "..." else re.escape(w).replace(r"\*", r"\w*") + r"\s+" for w in phrase.split()]
    return r"(?<!\w)" + "".join(words).removesuffix(r"\s+") + r"(?!\w)"


def told(r: Reading, scene: Scene) -> Iterator[Draft]:
    """Drafts of attributed clauses, one for each field that a clause could be about; which of them are told is chosen later."""
    for k, a in enumerate(r.attributions):
        if not (a.source or a.relayed) or a.stance in _SILENT:
            continue
        inner = [c for o in r.attributions if o.parent == k for c in (*o.content, *o.cue)]
        for part in reach(r, a):
            for c in clauses(r, part):
                at = r.tokens[c.root].start
                if not syntax.within(at, inner):
                    yield from _drafts(r, a, c, scene)


def untold(r: Reading, scene: Scene) -> Iterator[Draft]:
    """Drafts of clauses in the publication's own voice whose words show what they are about."""
    contents = [c for a in r.attributions if a.source for c in reach(r, a)]
    for k in range(len(r.sentences)):
        for c in clauses(r, r.sentence_span(k)):
            if len(c.span(r)) > _LONGEST:
                continue
            for field, stance, at, cue in _cued(r, c.span(r), c.span(r).start):
                token = r.token_at(at)
                if token is None or syntax.within(at, contents):
                    continue
                yield _made(r, field, holding(r, c, token), stance or _own_stance(r, c), frozenset({f"cue {cue}", "own voice"}))


def _drafts(r: Reading, a: Attribution, c: Clause, scene: Scene) -> Iterator[Draft]:
    span = c.span(r)
    if len(span.of(r.text).split()) < _SHORTEST or len(span) > _LONGEST:
        return
    stance = _stance(r, a, c)
    start = min(span.start, *(x.start for x in a.cue)) if a.cue else span.start
    start = start if span.start - start <= _BESIDE else span.start
    cued = list(_cued(r, span, start))
    given = {field for field, *_ in cued}
    for field, own, at, cue in cued:
        token = r.token_at(at)
        quoted = holding(r, c, token if token is not None and c.first <= token < c.last else c.root)
        yield _made(r, field, quoted, own or stance, frozenset({f"cue {cue}"}))
    more = frozenset(f"cued as {field}" for field in given)
    if (done := _own_deed(r, a, c, scene)) is not None:
        own = "denies" if a.stance == "denies" or is_negated(r, done) else "claims_responsibility"
        yield _made(r, "perpetrator", holding(r, c, done), own, more | {"own deed"})
    elif (blamed := _blamed(r, c, scene)) is not None:
        plain = "told plainly" if blamed in scene.plain else "told by others"
        yield _made(r, "perpetrator", holding(r, c, blamed), stance, more | {"by its actor", plain})
    if _denied_event(r, a, c, scene):
        yield _made(r, "happened", shortened(r, c), stance or "denies", more | {"event denied"})
    elif a.stance == "confirms" and any(i in scene.triggers for i in range(c.first, c.last)):
        yield _made(r, "happened", shortened(r, c), "", more | {"event confirmed"})
    if _says_who(r, c):
        yield _made(r, "identity", shortened(r, c), stance, more | {"says who"})
    if (aim := _aim(r, c, scene)) is not None:
        yield _made(r, "motive", holding(r, c, aim), stance, more | {"an aim"})
    for way in dict.fromkeys((stance, "")):
        yield _made(r, "other", shortened(r, c), way, more)


def _cued(r: Reading, span: Span, start: int) -> Iterator[tuple[str, str, int, str]]:
    """(field, stance, offset, cue) of each field whose words stand between `start` and the end of a clause; of a field the first row."""
    seen = set()
    for (field, stance, words), offsets in _cues_in(r.language, r.text):
        k = bisect_left(offsets, start)
        if field in seen or k == len(offsets) or offsets[k] >= span.end:
            continue
        if found := words.any.search(r.text, offsets[k], span.end):
            seen.add(field)
            yield field, stance, found.start(), next((name for name, cue in words.each if cue.fullmatch(found.group())), "")


def _made(r: Reading, field: str, c: Clause, stance: str, signs: frozenset[str]) -> Draft:
    span = c.span(r)
    quote = Quote.at(r.text, span.start, span.end)
    reason = reason_in(r, quote) if stance in ("denies", "doubts") else None
    return Draft(field, quote, c.root, stance, reason, signs=signs)


def _stance(r: Reading, a: Attribution, c: Clause) -> str:
    """What the clause or its attribution says against it; "" leaves it to the chain."""
    return a.stance if a.stance in _AGAINST else _own_stance(r, c)


def _own_stance(r: Reading, c: Clause) -> str:
    if _UNSURE.search(c.span(r).of(r.text)):
        return "doubts"
    return "denies" if is_negated(r, c.root) else ""


def _blamed(r: Reading, c: Clause, scene: Scene) -> int | None:
    """The predicate by which a speaker says who did violence; first one that the publication tells without that."""
    found = []
    for i in range(c.first, c.last):
        if i in scene.violent and r.tokens[i].upos == "VERB":
            doers = [d for d in syntax.doers(r, i) if parties.is_party(r, d)]
            if any(c.first <= d < c.last for d in doers):
                found.append(i)
    return next((i for i in found if i in scene.plain), found[0] if found else None)


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


def reason_in(r: Reading, quote: Quote) -> Quote | None:
    """The words from "because", "an effort to", ... to the end of a clause, None if it gives no ground."""
    found = _BASE_REASON.search(quote.words)
    return Quote.at(r.text, quote.start + found.start(), quote.end) if found else None
