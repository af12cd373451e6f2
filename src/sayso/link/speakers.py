"""Who a speaker is, the same across documents: aliases, membership, and speakers who are not named.

A name is compared folded (case, articles, points and possessives do not count). Aliases come from the user, from acronyms
that texts introduce ("State Committee (SC)"), and from the actors that resolution knows. A person who speaks for a body, in
any document, is that body.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cache

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
_PRESS = frozenset("media press outlet website site newspaper channel network".split())
_KNOWN = ("known actor", "your actors")
# GOV, the armed forces, police and services, and what belongs to the same state.
_OF_STATE = STATE_SECTORS | {"JUD", "LEG"}


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


def fold(name: str) -> str:
    """A name for comparison: lower case, no article or quantity before it, no points, one blank between words."""
    words = re.sub(r"[’']s\b", "", name.replace("’", "'"))
    return _ARTICLES.sub("", re.sub(r"[^\w]+", " ", words.replace(".", "")).strip().lower())


@dataclass(frozen=True)
class Speakers:
    """Aliases and memberships of a collection of documents. `parent` maps a folded name to that of the body it speaks
    for or is another name of; `shown` maps a folded name to the form to show."""

    parent: Mapping[str, str] = field(default_factory=dict)
    shown: Mapping[str, str] = field(default_factory=dict)
    actors: Mapping[str, Actor] = field(default_factory=dict)

    def top(self, name: str) -> str:
        """The folded name of the outermost body that a name stands for; ends also where memberships form a ring."""
        at, seen = fold(name), set[str]()
        while at in self.parent and at not in seen:
            seen.add(at)
            at = self.parent[at]
        return at

    def party(self, hop: Hop, medium: str, country: str = "") -> Party:
        """Who speaks in a hop of a text by `medium`; `country` is the event's, for authorities that name none.

        A single unnamed speaker is known by the medium that heard it: two of them in two media are two until shown to be
        one. A kind of people ("observers") is one party wherever it is named.
        """
        name, actor = hop.name, hop.actor or self.actors.get(fold(hop.name))
        if actor is not None and actor.member_of:
            return self.body(actor.member_of)
        person = _PERSON_AT_END.search(name)
        for known in (name, person[1] if person else ""):
            if fold(known) in self.parent:
                return self.body(known, actor)
        described = describe(name)
        institution = (
            described is not None and described.standing == "open" and actor is not None and actor.kind == "organisation"
        )
        if described is None or institution:
            known_name = actor.name if actor is not None and actor.how.startswith(_KNOWN) else name
            return self.body(known_name, actor)
        if described.body:
            inner = describe(described.body)
            return self.body(described.body) if inner is None else _unnamed(described.body, inner, actor, medium, country)
        return _unnamed(name, described, actor, medium, country)

    def passing_on(self, name: str) -> Party:
        """The party behind a speaker who only relays: nobody is named there. Reports and media are nobody themselves."""
        described = describe(name)
        if described is not None and described.standing == "none":
            return Party(_nobody(described.head), name, "none", "unattributed")
        return Party(_nobody(self.top(name)), f"nobody named, via {name}", "none", "unattributed")

    def body(self, name: str, actor: Actor | None = None) -> Party:
        """The party that a proper name stands for."""
        key = self.top(name)
        whole = self.actors.get(key)
        if whole is None and actor is not None and key == fold(name):
            whole = actor
        sector = (whole.sector if whole else "") or (actor.sector if actor else "")
        country = (whole.country if whole else "") or (actor.country if actor else "")
        medium = whole is not None and whole.kind == "medium"
        kind, role = ("medium", "medium") if medium else ("name", "")
        shown = _THE.sub("", self.shown.get(key, name))
        return Party(f"{kind}:{key}", shown, "named", role, sector, country, _state(sector, country))


def _state(sector: str, country: str) -> str:
    return country if sector in _OF_STATE else ""


def _nobody(head: str) -> str:
    """The key of those who pass on without being anybody; all the press is one."""
    return f"unattributed:{'media' if head in _PRESS else head}"


def _unnamed(name: str, d: "Described", actor: Actor | None, medium: str, country: str) -> Party:
    """The party for a speaker whom the text does not name."""
    sector = actor.sector if actor else ""
    if d.standing in ("state", "body") or (d.standing == "voice" and sector in _OF_STATE):
        country = (actor.country if actor else "") or country
        generic = d.standing != "body"
        key = f"state:{country}" if generic else f"body:{d.head}:{country}"
        return Party(key, name, "open" if generic else "named", "official", sector or "GOV", country, country)
    country = actor.country if actor else ""
    if d.standing == "voice" and d.role == "unattributed" and sector not in ("", "UNK", "JRN"):
        role = "witness" if sector == "MED" else "official" if sector in _OF_STATE else ""
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
    head_phrase = _CUT.split(phrase, maxsplit=1)[0].strip()
    words = head_phrase.split()
    if not words:
        return Described("", "none", "unattributed")
    bare = _ARTICLES.sub("", head_phrase[:1].lower() + head_phrase[1:]).split()
    head = _singular(words[-1].lower())
    standing, role = _words().get(head, ("", ""))
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


def learn(coded: Iterable[CodedDocument], aliases: Mapping[str, str] | None = None) -> Speakers:
    """Aliases and memberships out of documents and the user's own table of name to body. The user's entries win."""
    parent: dict[str, str] = {}
    shown: dict[str, str] = {}
    actors: dict[str, Actor] = {}
    for document in coded:
        for long, short in _LONG_SHORT.findall(document.text):
            _add(parent, shown, short, long)
        for hop in (h for chain in _chains(document) for h in chain):
            _learn_hop(hop, parent, shown, actors)
    for name, body in (aliases or {}).items():
        parent[fold(name)] = fold(body)
        shown[fold(body)] = body
    return Speakers({k: v for k, v in parent.items() if k != v}, shown, actors)


def _learn_hop(hop: Hop, parent: dict[str, str], shown: dict[str, str], actors: dict[str, Actor]) -> None:
    actor = hop.actor
    if actor is None:
        return
    if actor.member_of:
        person = _PERSON_AT_END.search(hop.name)
        if person:
            _add(parent, shown, person[1], actor.member_of)
        if actor.kind != "person" and describe(hop.name) is None:
            _add(parent, shown, hop.name, actor.member_of)
    elif actor.how.startswith(_KNOWN):
        _add(parent, shown, hop.name, actor.name)
        actors.setdefault(fold(actor.name), actor)
    elif describe(hop.name) is None:
        actors.setdefault(fold(hop.name), actor)


def _add(parent: dict[str, str], shown: dict[str, str], name: str, body: str) -> None:
    child, whole = fold(name), fold(body)
    shown.setdefault(whole, body)
    if child != whole and child and whole:
        parent.setdefault(child, whole)


def _chains(document: CodedDocument) -> Iterable[tuple[Hop, ...]]:
    for part in (document.events, document.figures, document.statements):
        for item in part:
            yield item.chain.hops
