"""When and where: the time expressions and the place names that belong to a predicate."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta

from sayso.core import Name, Reading, TimeExpression
from sayso.core.dates import days
from sayso.extract import syntax
from sayso.extract.parties import capital_words, capitals, is_country
from sayso.gazetteer.names import fold

PLACES = ("GPE", "LOC", "FAC")
_IN = set(
    """
    in at on near outside around inside within across throughout of from into to over toward towards against between along off
    upon targeting
    """.split()
) | {"north of", "south of", "east of", "west of", "outskirts of", "close to", "next to"}
_AT = _IN - {"of", "from", "to", "against", "toward", "towards", "into", "between"}
_SIDE = r"(?:north|south|east|west|northeast|northwest|southeast|southwest|north-east|north-west|south-east|south-west)"
_DIRECTION = re.compile(
    rf"\b((?:\d[\d.,]*|\w+)\s?(?:km|kms|kilomet(?:re|er)s?|miles?)(?:\s+(?:to\s+the\s+)?{_SIDE}\w*)?\s+(?:of|from)|"
    rf"{_SIDE}\s+of|(?:on\s+the\s+)?outskirts\s+of|(?:the\s+)?countryside\s+of|suburbs?\s+of|rural|near|outside|close\s+to|"
    r"not\s+far\s+from|between|off|on\s+the\s+road\s+(?:to|from))"
    r"\s+(?:the\s+)?(?:[\w-]+\s+)?(?:(?:city|town|village|capital|port|district|province)\s+(?:of\s+)?)?$",
    re.I,
)
_AFTER = re.compile(r"^(?:['’]s)?\s+(countryside|outskirts|suburbs?)\b", re.I)
_RELATIONS = {
    "outskirts": "outskirts of",
    "countryside": "countryside of",
    "rural": "countryside of",
    "suburb": "outskirts of",
    "outside": "outside",
    "close": "near",
    "not far": "near",
    "road": "on the road to",
}
# Nouns for places, which may carry their name before them ("Tarrin district").
KINDS = set(
    """
    province state region district county city town village area neighbourhood neighborhood suburb camp airport base
    countryside governorate municipality port border crossing valley island mountain settlement quarter square street
    road highway checkpoint prison market mosque church hospital school stronghold outskirt subdistrict township
    """.split()
)
_SMALL_PLACE = re.compile(
    r"\b(?:neighbou?rhood|district|quarter|suburb|village|street|avenue|camp|market|square|area|town) (?:of )?(?:the )?\||"
    r"\|\s?(?:neighbou?rhood|district|quarter|suburb|village|street|avenue|camp|market|square|area|region of)\b",
    re.I,
)
_HELD_BY = re.compile(r"(?:\s*,\s*|\s+(?:[\w-]+\s+){0,3}(?:in|of|near|outside)\s+(?:[\w-]+\s+){0,3})(?:the\s+)?", re.I)
_SITES = set(
    """
    university hospital embassy consulate church mosque prison airport base college school stadium temple synagogue
    """.split()
)
_SEE = {"see", "witness", "experience", "suffer", "host", "endure"}
# What goes on for months or years, and is told as the backdrop of what happens in it.
WARS = set("conflict war uprising insurgency rebellion revolution insurrection civil-war unrest crisis revolt".split())
_PARTS = {"one", "first", "second", "other", "another", "third"}
_ANOTHER = {"a", "an", "another", "nearby", "adjoining", "adjacent", "neighbouring", "neighboring", "second"}
_BRACKET = re.compile(r"\s*(?:\(|--|—|–|,\s*(?:\d|[A-Z][a-z]+\.?\s+\d))")
_LONGEST_ACRONYM = 5  # letters
_CORNER = re.compile(r"\b(?:streets?|st|avenues?|ave|roads?|boulevards?|blvd|intersection|corner)\b", re.I)
_IN_SERIES = 9  # words between two places of one series
_SERIAL = {"ADP", "DET", "ADJ", "NOUN", "PROPN", "NUM", "ADV", "CCONJ", "PUNCT"}
_LEVELS = 3  # how many heads up a place or time is looked for
_CLOSE = 60  # characters within which a holding place is named
_FAR = 9  # the `near` of a place that only stands nearby
_FOR = re.compile(r"\bfor\s+(?:the\s+(?:past|last)\s+|(?:more\s+than|over|about|nearly|almost|at\s+least)\s+)?$", re.I)
_LENGTH = re.compile(r"P(\d+)([DWMY])")
_DAYS_IN = {"D": 1, "W": 7, "M": 30.44, "Y": 365.25}


@dataclass(frozen=True, slots=True)
class PlaceMention:
    """A place name with the words that relate the event to it. `near` counts the steps in the tree, 9 = only nearby.
    `keys` are the folded names that stand with it, its own and those of what holds it ("the A district of B")."""

    name: Name
    relation: str
    near: int
    words: str
    keys: frozenset[str] = frozenset()
    rank: int = 1  # 0 a country, 1 a town or larger, 2 a part of a town, a village or a site


def places_of(r: Reading, head: int, arguments: list[int]) -> list[PlaceMention]:
    """The places that the tree gives to a predicate, several if they are coordinated: its own phrases first, then those of
    its `arguments` (heads of party phrases), then those of the clauses above it."""
    for step, i in enumerate(_upwards(r, head)):
        found = [] if step else list(_one_by_one(r, [i, *arguments]))
        found += _around(r, i, own=step == 0)
        if step == 0:
            found += _each(r, arguments)
            found += [p for c in syntax.kids(r, i, "acl:relcl") if _about_it(r, c) for p in _around(r, c, own=False)]
            found += _scene(r, i)
        if found:
            best = next((p for p in found if not is_country(p[0].words)), found[0])
            return [replace(p, near=step) for p in best]
    return []


def _about_it(r: Reading, clause: int) -> bool:
    """Whether what a relative clause hangs on is its subject: "the ceasefire that came into force in Tarrin"."""
    return any(syntax.lemma(r, c) in ("that", "which", "who") for c in syntax.kids(r, clause, "nsubj"))


def _scene(r: Reading, i: int) -> list[list[PlaceMention]]:
    """The place that a clause is about: "Tarrin, where troops were stationed", "Tarrin saw a shoot-out", "Norland's war"."""
    token = r.tokens[i]
    if token.deprel == "acl:relcl" and any(r.word(c).lower() == "where" for c in syntax.kids(r, i, "advmod", "obl", "mark")):
        heads = [token.head, *syntax.kids(r, token.head, "appos", "compound", "flat")]
    elif syntax.base(token.deprel) == "obj" and syntax.lemma(r, token.head) in _SEE:
        heads = syntax.kids(r, token.head, "nsubj")
    elif syntax.lemma(r, i) in WARS:
        heads = syntax.kids(r, i, "nmod:poss", "compound")
    else:
        return []
    named = [n for h in heads if (n := r.name_of.get(h)) is not None and bears_place(r, n) and not is_dateline(r, n)]
    return [[mention(r, named[0], 0)]] if named else []


def _one_by_one(r: Reading, heads: list[int]) -> Iterator[list[PlaceMention]]:
    """ "Two raids, one in A and one in B", "attacks: one on a crowd in A, the other on the base at B"."""
    for i in heads:
        parts = [c for c in syntax.kids(r, i, "appos", "parataxis", "dep", "list", "nmod", "obl") if syntax.lemma(r, c) in _PARTS]
        joined = [j for c in parts for j in syntax.conjuncts(r, c)]
        inner = [next(_around(r, j, own=False), None) or _first(_each(r, _objects_of(r, j))) for j in dict.fromkeys(joined)]
        found = _unlike([p for places in inner if places for p in places[:1]])
        if len(found) > 1:
            yield found


def _first(lists: list[list[PlaceMention]]) -> list[PlaceMention] | None:
    return lists[0] if lists else None


def _objects_of(r: Reading, i: int) -> list[int]:
    return syntax.kids(r, i, "nmod", "obl")


def _each(r: Reading, arguments: list[int]) -> list[list[PlaceMention]]:
    """The places of party phrases: of those that are coordinated ("on a crowd in A and on the base at B") one for each."""
    found = [places for a in arguments if (places := next(_around(r, a, own=False), None))]
    return [_unlike([p for places in found for p in places]), *found] if found else []


def _unlike(places: list[PlaceMention]) -> list[PlaceMention]:
    """Without a place of the same name as one before."""
    return list({p.words.lower(): p for p in reversed(places)}.values())[::-1]


def _around(r: Reading, i: int, *, own: bool) -> Iterator[list[PlaceMention]]:
    """Place phrases that hang on `i`, each with those coordinated with it. `own` takes a town that stands before a noun too
    ("the Tarrin bombing")."""
    for c in syntax.kids(r, i, "obl", "nmod", "appos", "compound", "advcl", "dep"):
        rel = syntax.base(r.tokens[c].deprel)
        if rel == "compound" and not own:
            continue
        name = _place_in(r, c)
        if name is None or _is_party(r, c) or (rel == "compound" and is_country(_words(r, name))):
            continue
        yield [mention(r, n, 0) for n in (name, *_coordinated(r, c, name))]


def _coordinated(r: Reading, c: int, name: Name) -> list[Name]:
    """Other place names joined to a place phrase: "on A and B", "the towns of A and B"; not what holds it ("in A, B")."""
    out = []
    for j in (*syntax.conjuncts(r, c), *syntax.conjuncts(r, head_of(r, name))):
        n = _place_in(r, j) if j != c else None
        n = n or _name_at(r, j)
        if n is not None and bears_place(r, n) and n != name and n not in out and r.text[n.start].isupper():
            out.append(n)
    holds = len(out) == 1 and re.fullmatch(r"\s*,\s*", r.text[name.end : max(name.end, out[0].start)])
    return [] if holds else out


def places_named(r: Reading, i: int, *, country: bool = False) -> list[PlaceMention]:
    """The places that the phrase at `i` itself names ("bombed Tarrin", "raids on the towns of Tarrin and Olenk"); a country only
    if `country` is set, for it may stand for its government."""
    n = _name_at(r, i)
    if n is None and syntax.lemma(r, i) in KINDS:
        n = _named_inside(r, i)
    if n is None or not bears_place(r, n) or (is_country(_words(r, n)) and not country):
        return []
    more = _coordinated(r, head_of(r, n), n) if n is not r.name_of.get(i) else []
    return [mention(r, m, 0) for m in (n, *more)]


def series(r: Reading, places: list[PlaceMention]) -> list[PlaceMention]:
    """Places with those that the text names in one breath with them, whatever the tree makes of it: "in Tarrin and Olenk", "in Tarrin,
    in the town of Olenk as well as in the province of Varn", "on a camp in Norland and a plant in Sudland"."""
    if len(places) > 1 and _at_corner(r, places):
        return places[:1]
    out = list(places)
    rows = {k: _rows(r, k) for k in {r.sentence_of[p.name.first] for p in places}}
    for p in places:
        here = rows[r.sentence_of[p.name.first]]
        row = next((row for row in here if any(n.first <= p.name.first < n.last for n in row)), ())
        known = {folded(_words(r, q.name)) for q in out}
        more = [n for n in row if folded(_words(r, n)) not in known and is_country(_words(r, n)) == is_country(p.words)]
        out += [mention(r, n, p.near) for n in more]
    return sorted(out, key=lambda p: p.name.start) if len(out) > len(places) and not _at_corner(r, out) else places


def _at_corner(r: Reading, places: list[PlaceMention]) -> bool:
    """ "At Elm and Oak Streets", "at the corner of A and B": streets that meet are one place."""
    start, end = min(p.name.start for p in places), max(p.name.end for p in places)
    return bool(_CORNER.search(r.text, max(0, start - 24), end + 8))


def _rows(r: Reading, sentence: int) -> list[tuple[Name, ...]]:
    """The place names of a sentence in series that end with "and", each series in order."""
    first, last = r.sentences[sentence]
    names = [n for n in r.names if first <= n.first < last and bears_place(r, n) and not is_dateline(r, n)]
    rows: list[list[Name]] = []
    ended = 0  # names of the last series up to the one after "and"
    for k, n in enumerate(names):
        link = _link(r, names[k - 1], n) if k else ""
        if link == "and" or (link == "," and ended < 2):
            rows[-1].append(n)
            ended = len(rows[-1]) if link == "and" else ended
        else:
            rows = [*rows[:-1], rows[-1][:ended]] if rows else rows
            rows.append([n])
            ended = 1
    rows = [*rows[:-1], rows[-1][:ended]] if rows else rows
    return [tuple(row) for row in rows if len(row) > 1 and not _spans_between(r, row[0])]


def _spans_between(r: Reading, n: Name) -> bool:
    """ "Between Tarrin and Olenk" is one place."""
    return "between" in r.text[max(0, n.start - 24) : n.start].lower()


def _link(r: Reading, a: Name, b: Name) -> str:
    """What joins two names to one series: "and", ",", or "" where something else stands between them."""
    between = [i for i in range(a.last, b.first) if not syntax.in_time(r, i)]
    words = [r.word(i).lower() for i in between]
    joins = "and" if {"and", "or"} & set(words) or "as well as" in " ".join(words) else "," if "," in words else ""
    if not joins or len(between) > _IN_SERIES or words.count(",") > 1:
        return ""
    if any(r.tokens[i].upos not in _SERIAL and w not in ("as", "well") for i, w in zip(between, words, strict=True)):
        return ""
    things = [i for i in between if r.tokens[i].upos in ("NOUN", "PROPN", "NUM") and syntax.lemma(r, i) not in KINDS]
    return joins if not things or syntax.case(r, head_of(r, b)) in _AT else ""


def has_unnamed(r: Reading, name: Name) -> bool:
    """Whether a site without a name is joined to a place: "in Tarrin and in a nearby town"."""
    for i in (head_of(r, name), r.tokens[head_of(r, name)].head):
        for j in syntax.conjuncts(r, i):
            words = {r.word(c).lower() for c in syntax.kids(r, j, "det", "amod")}
            if j > i and syntax.lemma(r, j) in KINDS and words & _ANOTHER and _named_inside(r, j) is None:
                return True
    return False


def stands_in(r: Reading, n: Name) -> bool:
    """Whether a name stands after a preposition of place."""
    return syntax.case(r, head_of(r, n)) in _AT


def places_near(r: Reading, sentence: int) -> list[PlaceMention]:
    """Places of a sentence that stand after a preposition of place, towns before countries, in text order."""
    first, last = r.sentences[sentence]
    out = []
    for n in r.names:
        if bears_place(r, n) and first <= n.first < last and stands_in(r, n) and not is_dateline(r, n):
            out.append(mention(r, n))
    return sorted(out, key=lambda p: is_country(p.words))


def mention(r: Reading, n: Name, near: int = _FAR) -> PlaceMention:
    """The name with what stands around it."""
    n = _bare(r, n)
    holds = {folded(_words(r, n))}
    for other in r.names:
        beside = other.label in PLACES and n.end <= other.start <= n.end + _CLOSE
        if beside and _HELD_BY.fullmatch(r.text[n.end : other.start]):
            holds.add(folded(_words(r, other)))
    return PlaceMention(n, relation(r, n), near, _words(r, n), frozenset(holds), _rank(r, n, len(holds) > 1))


def _rank(r: Reading, n: Name, held: bool) -> int:
    if is_country(_words(r, n)):
        return 0
    around = r.text[max(0, n.start - 30) : n.start] + "|" + r.text[n.end : n.end + 24]
    return 2 if held or n.label == "FAC" or _SMALL_PLACE.search(around) else 1


def relation(r: Reading, name: Name) -> str:
    """How the place is related to the event, from the words beside its name: near, outskirts of, 40 km from, in."""
    if after := _AFTER.match(r.text[name.end : name.end + 24]):
        return _RELATIONS.get(after[1].lower().rstrip("s"), "outskirts of")
    found = _DIRECTION.search(r.text[max(0, name.start - 70) : name.start])
    if not found:
        return "in"
    words = re.sub(r"\s+", " ", found.group(1)).lower()
    return next((value for key, value in _RELATIONS.items() if key in words), words)


def time_of(r: Reading, head: int) -> TimeExpression | None:
    """The date that belongs to a predicate: in its own phrases or in those of the clauses above it. Two days that are joined
    ("on Saturday and Sunday") are one interval; "for three years" before a publication is one too."""
    told_by = r.tokens[head].head
    if r.tokens[head].deprel == "acl:relcl" and (antecedent := _time_of_token(r, told_by)) is not None:
        return antecedent  # "in January 2011, when one man was killed"
    for i in _upwards(r, head):
        for c in syntax.kids(r, i, "obl", "nmod", "advmod", "nummod", "amod", "compound", "dep", "acl"):
            if r.tokens[c].deprel == "acl:relcl":
                continue
            found = _time_at(r, c)
            if found is not None:
                return found
    return None


def _time_of_token(r: Reading, i: int) -> TimeExpression | None:
    start = r.tokens[i].start
    return next((t for t in r.times if t.start <= start < t.end and usable(t)), None)


def time_near(r: Reading, head: int) -> TimeExpression | None:
    """The date nearest to a predicate in its sentence, where the tree says nothing; none that begins a period."""
    span = r.sentence_span(r.sentence_of[head])
    at = r.tokens[head].start
    near = [
        t
        for t in r.times
        if span.start <= t.start < span.end
        and usable(t)
        and t.mod != "SINCE"
        and not _counts_from_clause(r, t)
        and not of_something_else(r, t, head)
    ]
    return min(near, key=lambda t: abs(t.start - at), default=None)


def of_something_else(r: Reading, t: TimeExpression, head: int) -> bool:
    """A time that says when something was said ("confirmed on Tuesday"), or which thing is meant ("the 1993 agreement")."""
    first = r.token_at(t.start)
    if first is None:
        return False
    above = next((i for i in (first, *syntax.climb(r, first)) if r.tokens[i].start >= t.end or r.tokens[i].end <= t.start), first)
    if above == head:
        return False
    token = r.tokens[above]
    said = any(syntax.within(token.start, a.cue) for a in r.attributions)
    thing = token.upos == "NOUN" and r.tokens[first].deprel in ("nummod", "compound", "amod", "nmod:unmarked", "nmod:poss")
    return said or (thing and above not in syntax.climb(r, head) and r.tokens[above].head != head)


def usable(t: TimeExpression) -> bool:
    """A date that can date an event: a value of its own, no "every Friday", no duration but one that is counted back ("the past two
    weeks")."""
    return t.kind in ("DATE", "TIME", "DURATION") and bool(t.edtf) and t.edtf not in ("PRESENT_REF", "PAST_REF", "FUTURE_REF")


def _counts_from_clause(r: Reading, t: TimeExpression) -> bool:
    """ "A day after troops left": counted from what the clause tells, not from a known day."""
    words = r.text[t.start : t.end].lower()
    return words.endswith((" after", " before")) and bool(re.match(r"\s+\w", r.text[t.end : t.end + 3]))


def _upwards(r: Reading, head: int) -> list[int]:
    """The predicate and the predicates above it, without crossing into a clause that reports it."""
    out = [head]
    i = head
    for _ in range(_LEVELS):
        token = r.tokens[i]
        if token.head == i or syntax.base(token.deprel) in ("ccomp", "parataxis", "acl:relcl"):
            break
        i = token.head
        out.append(i)
    return out


def _time_at(r: Reading, i: int) -> TimeExpression | None:
    tokens = sorted(r.subtree(i))[:12]
    for k, t in enumerate(r.times):
        if t.start > r.tokens[tokens[-1]].start:
            break
        if not any(t.start <= r.tokens[j].start < t.end for j in tokens):
            continue
        if t.kind == "DURATION" and (span := _lasting(r, t)) is not None:
            return span
        if usable(t) and not _counts_from_clause(r, t):
            return _joined(r, k)
    return None


def _joined(r: Reading, k: int) -> TimeExpression:
    """The date at index `k`, or the interval from it to a day that is joined to it."""
    t = r.times[k]
    for a, b in ((k - 1, k), (k, k + 1)):
        if not (a >= 0 and b < len(r.times)):
            continue
        one, two = r.times[a], r.times[b]
        if not (usable(one) and usable(two)) or r.text[one.end : two.start].strip().lower() not in ("and", "and on"):
            continue
        x, y = days(one.edtf or ""), days(two.edtf or "")
        if x and y and x[0] == x[1] and y[0] == y[1] and 0 < y[0] - x[0] <= 7:
            return replace(one, end=two.end, edtf=f"{date.fromordinal(x[0])}/{date.fromordinal(y[0])}", value=None)
    return t


def lasts(r: Reading, t: TimeExpression) -> bool:
    """Whether a time is a length of what still goes on: "for three years"."""
    return t.kind == "DURATION" and _lasting(r, t) is not None


def _lasting(r: Reading, t: TimeExpression) -> TimeExpression | None:
    """ "For three years", said of what still goes on: from about then to the publication."""
    length = _LENGTH.fullmatch(t.value or "")
    if not length or not r.published or not _FOR.search(r.text[max(0, t.start - 30) : t.start]):
        return None
    try:
        day = date.fromisoformat(r.published[:10])
    except ValueError:
        return None
    start = day - timedelta(days=int(length[1]) * _DAYS_IN[length[2]])
    shown = f"{start:%Y-%m}~" if length[2] in "MY" else start.isoformat()
    return replace(t, edtf=f"{shown}/{day}", how="relative")


def _place_in(r: Reading, i: int) -> Name | None:
    """The most specific place name in a phrase: "in the town of A in B province" is A, "in A, B" is A."""
    if syntax.case(r, i) not in _IN and r.tokens[i].deprel not in ("appos", "compound", "conj"):
        return None
    own = _name_at(r, i)
    if own is not None and is_place(r, own):
        return None if is_dateline(r, own) else own
    return None if r.tokens[i].deprel == "compound" else _named_inside(r, i)


def _named_inside(r: Reading, i: int) -> Name | None:
    """The place that the phrase of `i` tells by name: "the town of A", "the A district", "the church in A"; a name that
    only describes ("in U.S. air strikes") is none, nor one that speaks of another place ("the capital of A")."""
    first, last = syntax.phrase(r, i)
    if syntax.lemma(r, i) == "capital":
        named = [r.name_of[c] for c in syntax.kids(r, i, "appos", "flat", "compound") if c > i and c in r.name_of]
        after = r.name_of.get(i + 2) if i + 2 < len(r.tokens) and r.word(i + 1) == "," else None
        named += [after] if after is not None else []
        return next((n for n in named if is_place(r, n)), None) or _capital(r, i)
    inside = []
    for j in range(first, last):
        n = r.name_of.get(j)
        if n is None or not is_place(r, n) or n in inside or is_dateline(r, n):
            continue
        head = head_of(r, n)
        describes = r.tokens[head].deprel in ("compound", "amod", "nmod:poss") and head < i
        if not describes or (syntax.lemma(r, i) in KINDS and r.tokens[n.last - 1].upos != "ADJ"):
            inside.append(n)
    return min(inside, key=lambda n: (is_country(_words(r, n)), n.first < i), default=None) or _meant(r, i)


def _meant(r: Reading, i: int) -> Name | None:
    """The place that "the town" or "the city" stands for, where the reading knows it."""
    if syntax.lemma(r, i) not in KINDS or i not in r.entity_of:
        return None
    name = r.entities[r.entity_of[i]].name
    return next((n for n in r.names if n.start >= name.start and n.end <= name.end and bears_place(r, n)), None)


def _capital(r: Reading, i: int) -> Name | None:
    """The capital that "the capital" or "Norland's capital" stands for, if the text names it elsewhere; the nearest of several."""
    first, last = syntax.phrase(r, i)
    words = r.words(first, last)
    known = capitals()
    others = [r.name_of[j] for j in range(first, last) if j in r.name_of]
    told = " " + re.sub(r"\W+", " ", fold(words)) + " "
    of = {c for word, c in capital_words().items() if f" {word} " in told}
    if others and not of:
        return None
    named = [n for n in r.names if bears_place(r, n) and fold(_words(r, n)) in known]
    fitting = [n for n in named if not of or known[fold(_words(r, n))] in of]
    return min(fitting, key=lambda n: abs(n.start - r.tokens[i].start), default=None)


def is_place(r: Reading, n: Name) -> bool:
    """A place's name, or that of a body that is a site as well ("Olenk University", "Tarrin Hospital")."""
    return bears_place(r, n) or (n.label == "ORG" and r.tokens[n.last - 1].lemma in _SITES)


def bears_place(r: Reading, n: Name) -> bool:
    """A name that the reading takes for a place's. Capitals alone ("the SDF") name a body, but for a few countries, where the text around
    them is not in capitals too."""
    return n.label in PLACES and not _is_acronym(r, n)


def _is_acronym(r: Reading, n: Name) -> bool:
    words = _words(r, n)
    around = r.text[max(0, n.start - 40) : n.end + 40]
    short = len(words) <= _LONGEST_ACRONYM and words.isalpha() and words.isupper()
    return short and not (is_country(words) or around.isupper() or is_dateline(r, n))


def is_dateline(r: Reading, n: Name) -> bool:
    """A name in capitals before an agency or date: "OLENK (Agency)"."""
    return _words(r, n).isupper() and len(_words(r, n)) > 3 and bool(_BRACKET.match(r.text[n.end : n.end + 12]))


def _is_party(r: Reading, i: int) -> bool:
    """A place name that stands for its government: "clashes between A and B", "talks with A"."""
    return syntax.case(r, i) in ("with", "by", "between", "against") and r.tokens[i].deprel != "compound"


def _name_at(r: Reading, i: int) -> Name | None:
    n = r.name_of.get(i)
    return None if n is not None and is_dateline(r, n) else n


def head_of(r: Reading, n: Name) -> int:
    """The token of a name whose head lies outside it."""
    return next((i for i in range(n.first, n.last) if not n.first <= r.tokens[i].head < n.last), n.first)


def folded(words: str) -> str:
    kept = re.sub(r"['’]s\b", "", words.lower())
    return re.sub(r"\W+", "", re.sub(r"\b(the|al|el|city|province|district|town|village)\b", "", kept)) or re.sub(
        r"\W+", "", kept
    )


def _words(r: Reading, n: Name) -> str:
    return r.text[n.start : n.end]


def _bare(r: Reading, n: Name) -> Name:
    """A country's name without a possessive "s" that lost its apostrophe ("Syrias north")."""
    words = _words(r, n)
    cut = words.endswith("s") and fold(words[:-1]) in capital_words() and fold(words) not in capital_words()
    return replace(n, end=n.end - 1) if cut else n
