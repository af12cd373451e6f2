"""Who a speaker is, the same across documents: aliases, membership, and speakers who are not named.

A name is compared folded (case, articles, points, possessives, and what kind of body it is do not count). Aliases come from the user,
from acronyms that texts introduce ("State Committee (SC)"), from the actors that resolution knows, and from short forms that only one
body of a text fits ("the security committee"). A person who speaks for a body, in any document, is that body; somebody of that body
who is not named is not.
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cache, lru_cache

from sayso.core import Actor, CodedDocument, Hop, digest
from sayso.lexicons import table
from sayso.ontology.load import STATE_SECTORS

_ARTICLES = re.compile(r"^(?:the|a|an|some|several|many|most|two|three|four|five|another|other|one|its|their|his|her|our)\s+")
_LONG_SHORT = re.compile(
    r"\b([A-Z][\w’'-]+(?: (?:[A-Z][\w’'-]+|of|for|and|the|on|in))* [A-Z][\w’'-]+)"
    r" ?(?:\((?:[A-Z][a-z]+: )?|, known by its (?:[A-Z][a-z]+ )?initials )([A-Z]{2,8})\b"
)
_PERSON_AT_END = re.compile(r"(?:^|[a-z,] )((?:[A-Z][\w’'-]+ ){1,2}[A-Z][\w’'-]+)$")
_CUT = re.compile(r",|\(|\s(?:of|in|from|at|for|to|who|that|which|with|by|near|on|across|close|about)\s")
_THE = re.compile(r"^[Tt]he (?=\S)")
_FOR = re.compile(r"\b(?:at|of|for|from|with|in) (?:the )?([A-Z][\w’'. -]+|police|army|military|government)\b(?=$|,)")
_ACRONYM = re.compile(r"\s*\([A-Z][A-Za-z]{1,7}\)$")
_KIND = re.compile(
    r"^(?:[Tt]he |[Aa]n? )?(?:[A-Z][\w’'-]+ )?(?:[a-z][\w’'-]* ){0,3}(?:group|organi[sz]ation|daily|newspaper|site|website|agency|channel|service"
    r"|portal|broadcaster|station|network|magazine|weekly|party|movement|militia|charity) (?=(?:The )?[A-Z])"
)
# "the Norland Observatory monitoring group": what kind of body it is, said after its name in small letters.
_KIND_AFTER = re.compile(
    r"^((?:[Tt]he )?[A-Z][\w’'-]+(?: (?:[A-Z][\w’'-]+|of|for|and|the))* [A-Z][\w’'-]+) (?:(?:monitoring|human|rights|war|aid|advocacy|news)"
    r" )*(?:group|watchdog|monitor|organi[sz]ation|charity|network|agency|newspaper|website|site)$"
)
_SPOKES = "spokesman|spokeswoman|spokesperson|press secretary|press officer"
_LEADS = f"{_SPOKES}|head|chief|director|commander|leader|chairman|chairwoman|chairperson|president"
_SPOKESMAN_OF = re.compile(
    rf"^((?:[A-Z][\w’'-]+ ){{1,2}}[A-Z][\w’'-]+), (?:a |an |the )?(?:{_SPOKES}) (?:for|of|at) (?:the )?(\S.*)$"
)
_OF_THEIRS = re.compile(
    rf"^(?:[Tt]he )?(?:[\w ]+ of )?(?:([Ii]ts|[Tt]heir)|[Tt]he (\w+)[’']s) (?:[a-z]+ )*?(?:{_LEADS}|press (?:centre|center|service|office)),?"
    r" ((?:[A-Z][\w’'-]+ ){1,2}[A-Z][\w’'-]+)$"
)
_SHORT_FORM = re.compile(
    r"^(?:the )?((?:[a-z]+ ){0,3}(?:committee|ministry|agency|service|organi[sz]ation|observatory|council|commission|bureau|department|centre"
    r"|center|institute|union|federation|board|directorate|group))$",
    re.I,
)
_LIVES = re.compile(
    r"\bwho (?:lives?|lived|saw|heard|witnessed|watched|survived|works? there|was (?:there|nearby|inside|passing|at home))\b"
)
_ONE = re.compile(r"^(?:an?|one|another) ", re.I)
_PRESS = frozenset("media press outlet website site newspaper channel network".split())
_SPOKESMEN = frozenset("spokesman spokeswoman spokesperson".split())
_RULERS = frozenset("government authority regime state".split())
_KNOWN = ("known actor", "your actors")
SUPPOSED = "country of the report"  # how an actor got its country where its words do not tell
# GOV, the armed forces, police and services, and what belongs to the same state.
OF_STATE = STATE_SECTORS | {"JUD", "LEG"}


@dataclass(frozen=True, slots=True)
class Party:
    """A speaker or body as linking sees it. `key` is equal for two mentions of one; `state` is the country whose organ it
    is, "" if none; `standing` and `role` as in `Origin`, `role` "" where only the event can tell."""

    key: str
    name: str
    standing: str = "named"
    role: str = ""
    sector: str = ""
    country: str = ""
    state: str = ""

    @property
    def id(self) -> str:
        return digest("org", [self.key])


@lru_cache(maxsize=1 << 16)
def fold(name: str) -> str:
    """A name for comparison: lower case, no article or quantity before it, nor what kind of body it is, no acronym in brackets after
    it, no points, one blank between words."""
    name = _KIND.sub("", _ACRONYM.sub("", name))
    name = _KIND_AFTER.sub(r"\1", name)
    words = re.sub(r"[’']s\b", "", name.replace("’", "'"))
    return _ARTICLES.sub("", re.sub(r"[^\w]+", " ", words.replace(".", "")).strip().lower())


@dataclass(frozen=True)
class Speakers:
    """Aliases and memberships of a collection of documents. `parent` maps a folded name to that of the body it speaks
    for or is another name of; `shown` maps a folded name to the form to show; `book` has the names that are known to everybody."""

    parent: Mapping[str, str] = field(default_factory=dict)
    shown: Mapping[str, str] = field(default_factory=dict)
    actors: Mapping[str, Actor] = field(default_factory=dict)
    book: Mapping[str, Actor] = field(default_factory=dict)

    def top(self, name: str) -> str:
        """The folded name of the outermost body that a name stands for; ends also where memberships form a ring."""
        at, seen = fold(name), set[str]()
        while at not in seen:
            seen.add(at)
            at = self.parent.get(at) or (fold(known.name) if (known := self.book.get(at)) else at)
        return at

    def party(self, hop: Hop, medium: str, country: str = "") -> Party:
        """Who speaks in a hop of a text by `medium`; `country` is the event's, for authorities that name none.

        A single unnamed speaker is known by the medium that heard it: two of them in two media are two until shown to be
        one. A kind of people ("observers") is one party wherever it is named. Somebody of a body who is not named ("an official at X") is
        not the body.
        """
        name, actor = hop.name, _at_home(hop.actor or self.actors.get(fold(hop.name)), country)
        if fold(name) in self.parent:
            return self.body(name, actor, country)
        described = describe(name)
        if actor is not None and actor.member_of[:1].isupper() and (described is None or described.head in _SPOKESMEN):
            return self.body(actor.member_of, home=country)
        person = _PERSON_AT_END.search(name)
        if person and fold(person[1]) in self.parent:
            return self.body(person[1], actor, country)
        institution = (
            described is not None and described.standing == "open" and actor is not None and actor.kind == "organisation"
        )
        if described is None or institution:
            known_name = actor.name if actor is not None and actor.how.startswith(_KNOWN) else name
            return self.body(known_name, actor, country)
        if described.body:
            inner = describe(described.body)
            body = (
                self.body(described.body, home=country)
                if inner is None
                else _unnamed(described.body, inner, actor, medium, country)
            )
            return body if described.head in _SPOKESMEN else _of(body, name, actor, country)
        return _unnamed(name, described, actor, medium, country)

    def passing_on(self, name: str) -> Party:
        """The party behind a speaker who only relays: nobody is named there. Reports and media are nobody themselves."""
        described = describe(name)
        if described is not None and described.standing == "none":
            return Party(_nobody(described.head), name, "none", "unattributed")
        return Party(_nobody(self.top(name)), f"nobody named, via {name}", "none", "unattributed")

    def body(self, name: str, actor: Actor | None = None, home: str = "") -> Party:
        """The party that a proper name stands for. `home` is the country of organs of state of which nothing tells it."""
        key = self._known_with_country(name, actor)
        whole = self.actors.get(key) or self.book.get(key)
        if whole is None and actor is not None and key == fold(name):
            whole = actor
        sector = (whole.sector if whole else "") or (actor.sector if actor else "")
        country = (whole.country if whole else "") or (actor.country if actor else "") or (home if sector in OF_STATE else "")
        medium = whole is not None and whole.kind == "medium"
        kind, role = ("medium", "medium") if medium else ("name", "")
        shown = _THE.sub("", self.shown.get(key, name))
        return Party(f"{kind}:{key}", shown, "named", role, sector, country, _state(sector, country))

    def _known_with_country(self, name: str, actor: Actor | None) -> str:
        """The top of a name; of "X of the Y Republic" that of X where X is known as a body of that country."""
        key = self.top(name)
        if key == fold(name) and actor is not None and actor.country and " of " in key:
            known = self.book.get(key.rsplit(" of ", 1)[0])
            if known is not None and known.country == actor.country:
                return fold(known.name)
        return key


def _at_home(actor: Actor | None, country: str) -> Actor | None:
    """An actor of whom the text does not say which country's: of the event's country, whatever else the text is about."""
    if actor is None or not country or not actor.how.endswith(SUPPOSED):
        return actor
    return replace(actor, country=country)


def _of(body: Party, name: str, actor: Actor | None, country: str) -> Party:
    """Somebody of a body who is not named: another speaker than the body, whose role is that of an official where it is of the state."""
    of_state = OF_STATE & {body.sector, actor.sector if actor else ""}
    state = body.state or (((actor.country if actor else "") or country) if of_state else "")
    role = "official" if body.state or body.role == "official" or body.sector in OF_STATE else ""
    return Party(f"within:{body.key}", name, "named", role, "", body.country, state)


def _state(sector: str, country: str) -> str:
    return country if sector in OF_STATE else ""


def _nobody(head: str) -> str:
    """The key of those who pass on without being anybody; all the press is one."""
    return f"unattributed:{'media' if head in _PRESS else head}"


def _unnamed(name: str, d: "Described", actor: Actor | None, medium: str, country: str) -> Party:
    """The party for a speaker whom the text does not name."""
    sector = actor.sector if actor else ""
    if d.standing in ("state", "voice") and d.role == "official" and _ONE.match(name):
        state = (actor.country if actor else "") or country
        key = f"single:{fold(name)}@{fold(medium)}"
        return Party(key, name, "named", d.role, sector, state, _state(sector, state))
    if d.standing in ("state", "body") or (d.standing == "voice" and sector in OF_STATE):
        country = (actor.country if actor else "") or country
        generic = d.standing != "body"
        key = f"state:{country}" if d.head in _RULERS else f"state:{country}:{d.head}" if generic else f"body:{d.head}:{country}"
        return Party(key, name, "open" if generic else "named", "official", sector or "GOV", country, country)
    country = actor.country if actor else ""
    if d.standing == "voice" and d.role == "unattributed" and sector not in ("", "UNK", "JRN"):
        role = "witness" if sector == "MED" else "official" if sector in OF_STATE else ""
        return Party(f"kind:{sector}:{country}", name, "open", role, sector, country, _state(sector, country))
    if d.standing == "none" or (d.standing == "voice" and d.role == "unattributed"):
        return Party(_nobody(d.head or fold(name)), name, "none", "unattributed")
    if d.standing == "single":
        key = f"single:{fold(name)}@{fold(medium)}"
        return Party(key, name, "named", d.role, sector, country, _state(sector, country))
    return Party(f"kind:{d.head}:{country}", name, "open", d.role, sector, country, _state(sector, country))


@dataclass(frozen=True, slots=True)
class Described:
    """A speaker phrase that names nobody: its head, what that tells (see the lexicon `speakers`), and the body that the
    phrase speaks for, "" if it names none."""

    head: str
    standing: str
    role: str
    body: str = ""


@cache
def _words() -> dict[str, tuple[str, ...]]:
    return table("en", "speakers", ("word", "standing", "role"))


def describe(name: str) -> Described | None:
    """What a speaker phrase tells if it is no name: "local media", "a neighbour", "an official at the Oil Ministry".

    None for a name. A phrase in small letters whose head is in no lexicon is one unnamed person, or a kind of people if it
    is a plural.
    """
    phrase = " ".join(name.split())
    if _KIND_AFTER.match(phrase):
        return None
    head_phrase = _CUT.split(phrase, maxsplit=1)[0].strip()
    words = head_phrase.split()
    if not words:
        return Described("", "none", "unattributed")
    bare = _ARTICLES.sub("", head_phrase[:1].lower() + head_phrase[1:]).split()
    head = _singular(words[-1].lower())
    standing, role = _words().get(head, ("", ""))
    if standing == "none" and bare[0] in ("official", "government"):  # official figures are the state's
        return Described(head, "state", "official")
    if _LIVES.search(phrase) and not words[-1][:1].isupper():
        return Described(head, "single", "witness")
    begins = len(bare) == len(words) and words[0][:1].isupper()
    capitals = [w for w in words[len(words) - len(bare) :] if w[:1].isupper()]
    if begins and not words[0].isupper() and len(words) > 1 and standing:
        capitals = [w for w in words[1:] if w[:1].isupper()]
    if words[-1][:1].isupper() and (len(bare) > 1 or not standing):
        return None
    if not standing:
        if capitals:
            return None
        plural = head.endswith("s") and not head.endswith(("ss", "us", "is"))
        return Described(head, "open" if plural else "single", "witness" if plural else "")
    if standing == "voice":
        return Described(head, standing, role, _body_of(phrase, words, capitals))
    return Described(head, standing, role)


def _body_of(phrase: str, words: list[str], capitals: list[str]) -> str:
    """The body for which a voice speaks: "X spokesman", "an official at X", "sources in the police"; "" if none."""
    if tail := _FOR.search(phrase):
        body = tail[1].strip()
        if any(w[:1].isupper() for w in body.split()) or _singular(body.split()[-1]) in _words():
            return body
    before = words[:-1]
    while before and not before[0][:1].isupper():
        before = before[1:]
    acronym = any(len(w) > 1 and w.isupper() for w in before)
    return " ".join(before) if before and capitals and (acronym or len(before) > 1) else ""


def _singular(word: str) -> str:
    if word in _words():
        return word
    for end, new in (("ies", "y"), ("men", "man"), ("es", ""), ("s", "")):
        if word.endswith(end) and word.removesuffix(end) + new in _words():
            return word.removesuffix(end) + new
    return word


def learn(
    coded: Iterable[CodedDocument], aliases: Mapping[str, str] | None = None, book: Mapping[str, Actor] | None = None
) -> Speakers:
    """Aliases and memberships out of documents, the names in `book` (folded, known to everybody), and the user's own table of name to
    body. The user's entries win."""
    found = _Found(dict(book or {}))
    held = sorted(coded, key=lambda c: c.document)
    for document in held:
        for long, short in _LONG_SHORT.findall(document.text):
            found.same(short, long)
        for hop in _hops(document):
            found.hop(hop)
    everywhere = sorted({b for document in held for b in _bodies(document)})
    for document in held:
        _short_forms(document, everywhere, found)
    parent = found.parents()
    for name, body in (aliases or {}).items():
        parent[fold(name)] = fold(body)
        found.shown[fold(body)] = body
    return Speakers({k: v for k, v in parent.items() if k != v}, found.shown, found.actors, found.book)


class _Found:
    """What is learnt so far: names that are one (`links`), and whom persons and phrases speak for (`members`)."""

    def __init__(self, book: dict[str, Actor]) -> None:
        self.book = book
        self.links: dict[str, set[str]] = {}
        self.members: dict[str, Counter[str]] = {}
        self.shown: dict[str, str] = {}
        self.actors: dict[str, Actor] = {}
        self.roots: set[str] = set()

    def same(self, name: str, body: str) -> None:
        """Two names are of one body."""
        a, b = fold(name), fold(body)
        if a and b:
            self.shown.setdefault(b, body)
            if a != b:
                self.links.setdefault(a, set()).add(b)
                self.links.setdefault(b, set()).add(a)

    def member(self, name: str, body: str) -> None:
        """A person or a phrase speaks for a body."""
        a, b = fold(name), fold(body)
        if a and b and a != b:
            self.shown.setdefault(b, _ACRONYM.sub("", body))
            self.members.setdefault(a, Counter())[b] += 1

    def hop(self, hop: Hop) -> None:
        """What a speaker's own words and actor tell."""
        name, actor = hop.name, hop.actor
        if (told := _SPOKESMAN_OF.match(name)) is not None:
            self.member(told[1], told[2])
            self.member(name, told[2])
        if actor is None:
            return
        if actor.member_of:
            person = _PERSON_AT_END.search(name)
            if actor.member_of[:1].isupper():
                if person:
                    self.member(person[1], actor.member_of)
                if actor.kind != "person" and describe(name) is None:
                    self.same(name, actor.member_of)
        elif actor.how.startswith(_KNOWN):
            self.same(name, actor.name)
            self.roots.add(fold(actor.name))
            self.actors.setdefault(fold(actor.name), actor)
        elif describe(name) is None:
            bare = replace(actor, country="") if actor.how.endswith(SUPPOSED) else actor
            self.actors.setdefault(fold(name), bare)

    def group(self, name: str) -> set[str]:
        """All names that are one with a folded name."""
        out, frontier = {name}, {name}
        while frontier:
            frontier = {o for n in frontier for o in self.links.get(n, ())} - out
            out |= frontier
        return out

    def root(self, name: str) -> str:
        """The folded name that stands for all that are one with a name: the known one, else the longest."""
        group = self.group(fold(name))
        known = sorted({fold(self.book[n].name) for n in group if n in self.book} | (group & self.roots))
        return known[0] if known else max(sorted(group), key=len)

    def parents(self) -> dict[str, str]:
        """For each name the one that stands for all; for each member the body that most say."""
        out: dict[str, str] = {}
        for name in sorted(self.links):
            if name not in out:
                out |= dict.fromkeys(self.group(name), self.root(name))
        for name, bodies in self.members.items():
            tops: Counter[str] = Counter()
            for b, n in sorted(bodies.items()):
                tops[self.root(b)] += n
            (best, most), total = tops.most_common(1)[0], sum(tops.values())
            if 2 * most > total and name not in out:
                out[name] = best
        return out


def _short_forms(document: CodedDocument, everywhere: Sequence[str], found: _Found) -> None:
    """The bodies that short forms of one document mean, of those that it names itself or else of those named `everywhere`: "the committee",
    "its spokesman, Adan Reth"."""
    bodies = _bodies(document)
    for hop in _hops(document):
        name = hop.name
        if (short := _SHORT_FORM.match(_ACRONYM.sub("", name))) is not None:
            words = set(short[1].lower().split())
            near = {fold(b): b for b in bodies if words < set(fold(b).split())}
            fits = near or {fold(b): b for b in everywhere if words < set(fold(b).split())}
            if len({found.root(b) for b in fits.values()}) == 1:
                found.member(name, next(iter(fits.values())))
        if (theirs := _OF_THEIRS.match(name)) is not None:
            noun = (theirs[2] or "").lower()
            before = [
                (at, b)
                for b in bodies
                if (at := document.text.rfind(b, 0, (hop.is_ or hop.speaker).start)) >= 0
                and (not noun or noun in b.lower().split())
            ]
            if before:
                body = max(before)[1]
                found.member(theirs[3], body)
                found.member(name, body)


def _bodies(document: CodedDocument) -> list[str]:
    """The bodies that a document names in full: with an acronym, as speaker, or by a capital after an article."""
    long = [n for n, _ in _LONG_SHORT.findall(document.text)]
    spoke = [
        _ACRONYM.sub("", _KIND.sub("", h.name))
        for h in _hops(document)
        if describe(h.name) is None
        and h.actor is not None
        and h.actor.kind in ("organisation", "group")
        and not h.actor.member_of
    ]
    return sorted({_THE.sub("", n) for n in (*long, *spoke) if n})


def _hops(document: CodedDocument) -> Iterator[Hop]:
    """Every speaker of a document, once for each claim."""
    for part in (document.events, document.figures, document.statements):
        for item in part:
            yield from item.chain.hops
