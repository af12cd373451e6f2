"""Where and when an event was: a choice among the places, and among the dates, that the document names, or none of them.

Each option has named features; the likeliest is taken (a softmax over their weighted sums). The weights are fitted by
`python -m evaluation.fields` on events that people coded.
"""

import math
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import partial

from sayso.core import Name, Reading, TimeExpression
from sayso.core.dates import days
from sayso.extract import setting, syntax
from sayso.extract.choice import Option, likeliest
from sayso.extract.gather import Cluster
from sayso.extract.parties import is_country
from sayso.extract.setting import PlaceMention
from sayso.extract.weights import present

PLACE, DATE = "place", "date"
_MOST = 40  # options of one event
_NEAR = 8  # sentences within which a place or date is an option
_BEGINNING = re.compile(r"\d{4}(-\d\d)?")
_STREET = re.compile(
    r"\b(street|st|avenue|ave|road|rd|drive|dr|boulevard|blvd|lane|highway|parkway|court|square|circle|terrace)\.?$", re.I
)
_DIVISION = re.compile(r"\b(province|county|governorate|department|state|region|prefecture)\b", re.I)
_TAKEN_UP = re.compile(
    r"\b(?:the|this|that)\s+(?:[\w-]+\s+)?(?:city|town|village|area|district|neighbou?rhood|suburb|quarter|camp|region|enclave|base|site|scene|"
    r"campus|island|valley|airport|building)\b(?!\s+of\b)|\bthere(?=\s*[.,;]|\s+(?:on|in|by|since|after|last|were|was)\b)",
    re.I,
)
_WHOLE = re.compile(r"\b(?:the country|nationwide|the nation|countrywide)\b", re.I)
_VIOLENT = {"ASSAULT", "COERCE", "PROTEST", "MOBILIZE", "RETREAT", "AID"}  # types of what happens somewhere


PlaceOption = Option[PlaceMention | None]
DateOption = Option[TimeExpression | None]
Named = Sequence[tuple[Name, PlaceMention]]  # every place name of a text with what stands around it


def named_places(r: Reading) -> Named:
    """The place names of a text, looked at once for all of its events."""
    return [(n, p) for n in r.names if setting.is_place(r, n) and (p := setting.mention(r, n)).words]


def place_of(r: Reading, c: Cluster, named: Named) -> PlaceMention | None:
    """The likeliest place of an event, None where the text most likely gives none."""
    return likeliest(place_options(r, c, named), PLACE)


def date_of(r: Reading, c: Cluster) -> TimeExpression | None:
    """The likeliest date of an event, None where the text most likely gives none."""
    return likeliest(date_options(r, c), DATE)


# --- places ------------------------------------------------------------------------------------------------------------------


def place_options(r: Reading, c: Cluster, named: Named) -> list[PlaceOption]:
    """No place first, then every place that is named near the event, each once, at the mention of it that says most."""
    rule = c.place()
    by_name: dict[str, list[PlaceMention]] = {}
    own = {m.place.name: m.place for m in reversed(c.mentions) if m.place is not None}
    for n, there in named:
        p = own.get(n, there)
        by_name.setdefault(_key(p), []).append(p)
    for p in own.values():  # a name whose ending was cut
        group = by_name.setdefault(_key(p), [])
        if all(q.name != p.name for q in group):
            group.append(p)
    said = _says(r, c)
    around = _around(r, c, named, rule, max(said.values(), default=0.0), len(by_name))
    options = []
    for key, group in by_name.items():
        score = max((said.get(i, 0.0) for p in group for i in range(p.name.first, p.name.last)), default=0.0)
        apart = min(abs(r.sentence_of[p.name.first] - m.sentence) for p in group for m in c.mentions)
        if apart > _NEAR and score < 0.2 and r.sentence_of[group[0].name.first] > 1:
            continue
        options.append(_place_option(r, c, group, around, score, key))
    options.sort(key=lambda o: -o.features.get("network", 0.0) - o.features.get("by rule", 0.0))
    return [_no_place(c, around), *options[:_MOST]]


@dataclass(frozen=True)
class _Around:
    """What a text says of the places of one event, looked at once for all of its options. Names are folded, "" for none."""

    rule: PlaceMention | None  # by the parse
    nearby: PlaceMention | None
    top: float  # the greatest probability of the network
    meant: str  # what "the city" takes up
    last: str  # the place named last before the clearest sentence
    closest: int  # steps in the tree to the nearest place of that sentence
    whole: bool  # whether it speaks of the whole country
    mentioned: frozenset[int]  # sentences that mention the event
    first: float  # offset of the first place name of the text
    names: int  # how many places the text names


def _around(r: Reading, c: Cluster, named: Named, rule: PlaceMention | None, top: float, names: int) -> _Around:
    best = c.best
    here = r.sentence_span(best.sentence)
    before = [p for _, p in named if r.sentence_of[p.name.first] < best.sentence and p.rank > 0]
    inside = [syntax.steps(r, n.first, best.head) for n, _ in named if r.sentence_of[n.first] == best.sentence]
    return _Around(
        rule=rule,
        nearby=_nearby(r, best.sentence),
        top=top,
        meant=_meant(r, c, named),
        last=_last(before),
        closest=min(inside, default=syntax.APART),
        whole=bool(_WHOLE.search(r.text, here.start, here.end)),
        mentioned=frozenset(m.sentence for m in c.mentions),
        first=min((n.start for n in r.names if n.label in setting.PLACES), default=math.inf),
        names=names,
    )


def _says(r: Reading, c: Cluster) -> dict[int, float]:
    """Token of a name to the greatest probability that the reader gives it as the place of one of the mentions."""
    out: dict[int, float] = {}
    for m in c.mentions:
        for i in range(m.hit.first, m.hit.last):
            for a in r.trigger_of[i].arguments if i in r.trigger_of else ():
                for j in range(a.first, a.last):
                    out[j] = max(out.get(j, 0.0), a.score)
    return out


def _no_place(c: Cluster, around: _Around) -> PlaceOption:
    best_ = c.best
    out = {
        "none": True,
        "none, rule too": around.rule is None,
        "none, nothing near": around.rule is None and around.nearby is None,
        "none, done somewhere": c.type in _VIOLENT,
        "none, war": best_.war,
        "none, undone": best_.commitment not in ("happened", "ongoing"),
        "none, once": len(c.mentions) == 1,
        "none, headline": best_.in_title,
        "none, one meant": bool(around.meant),
    }
    return PlaceOption(None, present(out) | {"none, network": around.top})


def _place_option(r: Reading, c: Cluster, group: list[PlaceMention], around: _Around, score: float, key: str) -> PlaceOption:
    here = r.sentence_of
    rule, nearby = around.rule, around.nearby
    own = [m.place for m in c.mentions if m.place is not None and _key(m.place) == key]
    shown = min(own, key=lambda p: p.near, default=None) or min(
        group, key=lambda p: (-setting.stands_in(r, p.name), abs(here[p.name.first] - c.best.sentence), p.name.start)
    )
    first = min(p.name.start for p in group)
    rank = max(p.rank for p in group)
    in_mentioned = any(here[p.name.first] in around.mentioned for p in group)
    smaller = rule is not None and rank > rule.rank
    street = any(_STREET.search(p.words) for p in group)
    country = is_country(shown.words)
    in_best = [p for p in group if here[p.name.first] == c.best.sentence]
    steps = min((syntax.steps(r, p.name.first, c.best.head) for p in in_best), default=syntax.APART)
    out = {
        "by rule": rule is not None and _key(rule) == key,
        "of a mention": bool(own),
        "of the clause": any(p.near == 0 for p in own),
        "of a clause above": any(p.near == 1 for p in own) and not any(p.near == 0 for p in own),
        "of the clearest": c.best.place is not None and _key(c.best.place) == key,
        "nearby": nearby is not None and _key(nearby) == key and rule is None,
        "nearby, rule": nearby is not None and _key(nearby) == key and rule is not None,
        "meant": around.meant == key,
        "country, war": country and c.best.war,
        "country, undated": country and c.best.time is None,
        "country, whole": country and around.whole,
        "closest": steps == around.closest,
        "two steps": steps <= 2,
        "many steps": 6 < steps < syntax.APART,
        "last named": around.last == key,
        "network first": score > 0 and score == around.top,
        "network sure": score >= 0.5,
        "in its sentence": bool(in_best),
        "in a sentence": in_mentioned,
        "sentence before": any(here[p.name.first] == c.best.sentence - 1 for p in group),
        "after in": any(setting.stands_in(r, p.name) for p in in_best),
        "before in": any(here[p.name.first] == c.best.sentence - 1 and setting.stands_in(r, p.name) for p in group),
        "sentence after": any(here[p.name.first] == c.best.sentence + 1 and setting.stands_in(r, p.name) for p in group),
        "country": country,
        "small": rank == 2,
        "smaller than rule's": smaller,
        "smaller, of a mention": smaller and bool(own),
        "smaller, in a sentence": smaller and in_mentioned,
        "smaller, often told": smaller and in_mentioned and len(c.mentions) > 3,
        "larger than rule's": rule is not None and rank < rule.rank,
        "street": street,
        "street, in a sentence": street and in_mentioned,
        "division": any(_DIVISION.search(r.text[max(0, p.name.start - 20) : p.name.end + 14]) for p in group),
        "only place": around.names == 1,
        "first place": around.first >= first,
        "lead": any(here[p.name.first] <= 1 for p in group),
        "dateline": any(setting.is_dateline(r, p.name) for p in group),
        "of a speaker": all(syntax.names_speaker(r, p.name.start) for p in group),
        "describes": all(_describes(r, p.name) for p in group),
        "acts": all(r.tokens[setting.head_of(r, p.name)].deprel == "nsubj" for p in group),
        "body": all(p.name.label == "ORG" for p in group),
        "site": all(p.name.label == "FAC" for p in group),
        "of another": _of_another(r, group, around, key),
        "holds rule's": rule is not None and key in rule.keys and _key(rule) != key,
        "held by rule's": rule is not None and any(_key(rule) in p.keys for p in group) and _key(rule) != key,
    }
    features = present(out)
    features["network"] = score
    features["often"] = math.log(len(group))
    features["apart"] = min(10, min(abs(here[p.name.first] - c.best.sentence) for p in group)) / 10
    return PlaceOption(shown, features)


def _meant(r: Reading, c: Cluster, named: Named) -> str:
    """The place named last before "the city", "the area" or "there" in the clearest sentence, "" where nothing is taken up so."""
    span = r.sentence_span(c.best.sentence)
    taken_up = _TAKEN_UP.search(r.text, span.start, span.end)
    if taken_up is None:
        return ""
    return _last([p for _, p in named if p.name.end <= taken_up.start() and p.rank > 0])


def _last(places: Sequence[PlaceMention]) -> str:
    """The place that is named last."""
    return _key(max(places, key=lambda p: p.name.end)) if places else ""


def _key(p: PlaceMention) -> str:
    return setting.folded(p.words)


def _describes(r: Reading, n: Name) -> bool:
    return syntax.base(r.tokens[setting.head_of(r, n)].deprel) in ("compound", "amod", "nmod:poss")


def _of_another(r: Reading, group: list[PlaceMention], around: _Around, key: str) -> bool:
    """Named only in clauses that the event's own mentions do not stand in, while these name a place."""
    other = around.rule is not None and _key(around.rule) != key
    return other and not any(r.sentence_of[p.name.first] in around.mentioned for p in group)


def _nearby(r: Reading, sentence: int) -> PlaceMention | None:
    """A place after a preposition of place in the sentence, else in the one before."""
    for s in (sentence, sentence - 1):
        if s >= 0 and (found := setting.places_near(r, s)):
            return found[0]
    return None


# --- dates -------------------------------------------------------------------------------------------------------------------


def date_options(r: Reading, c: Cluster) -> list[DateOption]:
    """No date first, then every date that is named near the event, each value once."""
    rule = c.time()
    near = setting.time_near(r, c.best.head)
    own = [m.time for m in c.mentions if m.time is not None]
    groups: dict[str, list[TimeExpression]] = {}
    for t in [*own, *(t for t in r.times if setting.usable(t))]:
        if t.edtf and days(t.edtf) is not None:
            groups.setdefault(t.edtf, []).append(t)
    for edtf, group in list(groups.items()):
        if (other := _other_ending(edtf)) and other not in groups:
            groups[other] = [replace(t, edtf=other, value=None) for t in group]
    here = [t for t in r.times if setting.usable(t) and _sentence(r, t) == c.best.sentence]
    carried = None if here else _last_day_before(r, c.best.head)
    nearest = min((_steps_to(r, t, c.best.head) for t in here), default=syntax.APART)
    option = partial(_date_option, r, c, rule, near, own, carried, _main_day(r), nearest)
    options = [option(edtf, group) for edtf, group in groups.items()]
    options = [o for o in options if o.features.get("apart", 0.0) < 1 or o.features.get("lead")]
    options.sort(key=lambda o: o.features.get("apart", 0.0) - o.features.get("by rule", 0.0))
    return [_no_date(r, c, rule, near, bool(here)), *options[:_MOST]]


def _other_ending(edtf: str) -> str:
    """An open interval for a month or year in which something began, its beginning for an open interval; "" for a day."""
    if edtf.endswith("/.."):
        return edtf[:-3]
    return f"{edtf}/.." if _BEGINNING.fullmatch(edtf) else ""


def _last_day_before(r: Reading, head: int) -> str | None:
    """The day named last before a word, at most three sentences back."""
    at, here = r.tokens[head].start, r.sentence_of[head]
    before = [t for t in r.times if t.start < at and setting.usable(t) and _is_day(t) and here - _sentence(r, t) <= 3]
    return max(before, key=lambda t: t.start).edtf if before else None


def _main_day(r: Reading) -> str | None:
    """The day that the first sentences name most often, the first of equals."""
    days_ = [t.edtf for t in r.times if setting.usable(t) and _is_day(t) and _sentence(r, t) <= 3 and t.edtf]
    return Counter(days_).most_common(1)[0][0] if days_ else None


def _is_day(t: TimeExpression) -> bool:
    span = days(t.edtf or "")
    return span is not None and span[0] == span[1]


def _no_date(r: Reading, c: Cluster, rule: TimeExpression | None, near: TimeExpression | None, dated: bool) -> DateOption:
    out = {
        "none": True,
        "none, rule too": rule is None,
        "none, nothing near": rule is None and near is None,
        "none, sentence dated": dated,
        "none, quoted": syntax.is_quoted(r, r.tokens[c.best.head].start),
        "none, late": c.best.sentence > 8,
        f"none, {c.type}": True,
        "none, war": c.best.war,
        "none, undone": c.best.commitment not in ("happened", "ongoing"),
        "none, ongoing": c.best.commitment == "ongoing",
        "none, once": len(c.mentions) == 1,
        "none, noun": c.best.hit.trigger.pos == "NOUN",
        "none, lead": any(m.sentence <= 2 for m in c.mentions),
        "none, unpublished": r.published is None,
    }
    return DateOption(None, present(out))


def _date_option(
    r: Reading,
    c: Cluster,
    rule: TimeExpression | None,
    near: TimeExpression | None,
    own: list[TimeExpression],
    carried: str | None,
    main: str | None,
    nearest: int,
    edtf: str,
    group: list[TimeExpression],
) -> DateOption:
    sentence = {id(t): _sentence(r, t) for t in group}
    mentioned = {m.sentence for m in c.mentions}
    mine = [t for t in own if t.edtf == edtf]
    shown = (mine or sorted(group, key=lambda t: abs(sentence[id(t)] - c.best.sentence)))[0]
    span = days(edtf)
    width = span[1] - span[0] + 1 if span else 10**6
    day = days((r.published or "")[:10])
    since = all(t.mod == "ON_OR_AFTER" for t in group)
    here = [t for t in group if sentence[id(t)] == c.best.sentence]
    closest = min((abs(t.start - r.tokens[c.best.head].start) for t in here), default=None)
    steps = min((_steps_to(r, t, c.best.head) for t in here), default=syntax.APART)
    out = {
        "by rule": rule is not None and rule.edtf == edtf,
        "of a mention": bool(mine),
        "of the clearest": c.best.time is not None and c.best.time.edtf == edtf,
        "near": near is not None and near.edtf == edtf and rule is None,
        "near, rule": near is not None and near.edtf == edtf and rule is not None,
        "in its sentence": bool(here),
        "in a sentence": any(s in mentioned for s in sentence.values()),
        "sentence before": any(s == c.best.sentence - 1 for s in sentence.values()),
        "close": closest is not None and closest < 60,
        "nearest": steps == nearest and steps < syntax.APART,
        "two steps": steps <= 2,
        "many steps": 6 < steps < syntax.APART,
        "of speech": bool(here) and all(setting.of_something_else(r, t, c.best.head) for t in here),
        "carried": carried == edtf,
        "main day": main == edtf,
        "main day, story": main == edtf and any(m.sentence <= 3 for m in c.mentions),
        "open, war": edtf.endswith("/..") and (c.best.war or syntax.lemma(r, c.best.head) in setting.WARS),
        "open, goes on": edtf.endswith("/..") and c.best.commitment == "ongoing",
        "open, began": edtf.endswith("/..") and any("began" in r.text[max(0, t.start - 40) : t.start].lower() for t in group),
        "since": since and not edtf.endswith("/.."),
        "open, since": since and edtf.endswith("/.."),
        "day": width == 1,
        "week": 1 < width <= 10,
        "month": 10 < width <= 62,
        "year": 62 < width <= 400,
        "wide": width > 400,
        "open": ".." in edtf,
        "relative": shown.how == "relative",
        "published": bool(day and span and day == span),
        "days before": bool(day and span and 0 < day[0] - span[1] <= 7 and width == 1),
        "long before": bool(day and span and day[0] - span[1] > 31),
        "after": bool(day and span and span[0] > day[1]),
        "lead": any(s <= 1 for s in sentence.values()),
        "masthead": all(sentence[id(t)] == 0 and _stands_alone(r, t) for t in group),
        "undone and past": c.best.commitment in ("planned", "threatened", "feared") and bool(day and span and span[1] < day[0]),
        "other date's clause": bool(here) and not mine and any(m.time is not None for m in c.mentions),
    }
    features = present(out)
    features["often"] = math.log(len(group))
    features["apart"] = min(_NEAR, min(abs(s - c.best.sentence) for s in sentence.values())) / _NEAR
    return DateOption(shown, features)


def _steps_to(r: Reading, t: TimeExpression, head: int) -> int:
    """The steps in the tree from a time to a word of its sentence."""
    token = r.token_at(t.start)
    return syntax.APART if token is None else syntax.steps(r, token, head)


def _sentence(r: Reading, t: TimeExpression) -> int:
    token = r.token_at(t.start)
    return 0 if token is None else r.sentence_of[token]


def _stands_alone(r: Reading, t: TimeExpression) -> bool:
    """A date at the very head of the text, as page furniture has it."""
    return t.start < 60 and Counter(r.text[: t.start])["."] == 0
