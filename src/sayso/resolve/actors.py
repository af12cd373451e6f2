"""Phrases for parties and speakers to actors: country, sector, kind, whose member.

A phrase is read from the outside in: the user's and the package's known actors, spokesmen and members ("spokesman of
X" speaks for X), the words for kinds of people and bodies nearest the head, a people or country, a town. What is not
found stays empty: nothing is guessed from outside the phrase but the country of an office, where the caller gives one.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cache
from importlib.resources import files

from sayso.core.errors import ConfigError
from sayso.core.world import Actor
from sayso.gazetteer import Gazetteer
from sayso.gazetteer.names import fold
from sayso.ontology import load
from sayso.ontology.tables import read_table
from sayso.resolve.actorbook import ActorBook, KnownActor

_DETERMINERS = re.compile(
    r"^(?:(?:the|a|an|some|several|many|most|all|both|its|their|his|her|our|this|that|these|those|other|another|two|three"
    r"|four|five|six|seven|eight|nine|ten|dozens|scores|hundreds|thousands|at least|over|about|around|\d[\d,.]*|unnamed"
    r"|unidentified|unknown|anonymous|alleged|suspected)(?:\s+of)?\s+)+",
    re.IGNORECASE,
)
_QUANTITY = re.compile(
    r"^(?:several|many|most|some|all|dozens|scores|hundreds|thousands|one|two|a number) of (?:the )?(?:largest |main )?",
    re.IGNORECASE,
)
_CUT = re.compile(r"\s*(?:,|\(|\s-\s|\s(?:of|in|from|at|for|to|who|that|which|with|by|near|on|across|against|whose|under)\s)")
_TAIL = re.compile(r"\s(?:of|for|from|at|in|with)\s+(?:the\s+)?(.+)$")
_MEMBERS = frozenset(
    "spokesman spokeswoman spokesperson spokespeople member head leader chief chairman chairwoman chair president"
    " director official officer employee worker representative commander group team number source crowd speaker deputy"
    " secretary secretary-general supporter founder lawyer aide adviser advisor fighter handful bunch band expert".split()
)
_FORMER = re.compile(r"\b(?:former|ex|retired|ousted|deposed|late|then|disgraced|exiled|one-time|onetime)\b[\s-]", re.I)
_OFFICES = frozenset({"GOV", "LEG", "MIL", "SPY", "JUD", "COP"})
_UNSAID = re.compile(r"-(?:led|backed|allied|aligned|supported|funded|trained|held|occupied|controlled|born|made|style)\b")
_STATE_WORDS = frozenset({"US", "U.S.", "U.S", "USA", "UK", "U.K.", "UAE", "DRC"})
_PRONOUNS = frozenset("he she they it we i you him her them us who others".split())
_BODY_WORDS = frozenset(
    "government ministry army police force forces navy court parliament party agency service council commission court"
    " union company bank university institute militia group network front movement organization organisation department"
    " office hospital embassy association league authority authorities bureau committee senate congress coalition"
    " administration regime junta cabinet media press administration fleet guard newspaper church red".split()
)


@cache
def agent_words(language: str = "en") -> dict[str, str]:
    """Words for people and bodies, each with its PLOVER sector. Raises ConfigError for an unknown language."""
    file = files("sayso.lexicons") / language / "agents.tsv"
    if not file.is_file():
        raise ConfigError(f"there is no lexicon of agents for language '{language}'.", hint="Known: en.")
    sectors = load().sectors
    rows = read_table(file, ("phrase", "sector"), ("phrase",))
    return {row.filled("phrase"): row.one_of("sector", sectors) for row in rows}


def resolve_actor(phrase: str, gazetteer: Gazetteer, book: ActorBook, *, on: str = "", country_hint: str = "") -> Actor:
    """Who a phrase names, as far as the phrase and the known actors say.

    `on` is the ISO day at which it is said: an office is one's only while one holds it, and "" if the day is unknown.
    `country_hint` (ISO 3166 alpha-2) is the country of an office or force whose phrase names none, "" for no guess.
    """
    words = " ".join(phrase.replace("’", "'").replace("`", "'").split()).strip(" .,;:\"“”'")
    bare = _DETERMINERS.sub("", _QUANTITY.sub("", words)) or words
    if not bare or bare.lower() in _PRONOUNS:
        return Actor(name=phrase.strip(), kind="unknown", how="pronoun" if bare else "")
    for resolve in (_known, _state, _member, _described):
        found = resolve(bare, gazetteer, book, on)
        if found is not None:
            break
    else:
        found = Actor(name=bare, kind="unknown", how="not known")
    if country_hint and not found.country and not found.member_of and found.sector in _OFFICES:
        found = replace(found, country=country_hint, how=f"{found.how}, country of the report")
    return found


def _known(bare: str, gazetteer: Gazetteer, book: ActorBook, on: str) -> Actor | None:
    """The whole phrase is a known actor."""
    actor = _at(book.find(bare), on)
    return _as_actor(actor, on) if actor else None


def _state(bare: str, gazetteer: Gazetteer, book: ActorBook, on: str) -> Actor | None:
    """The whole phrase is a place: a country, a capital that stands for its government, a town and its people."""
    code = gazetteer.country_words.get(fold(bare))
    if code and (bare != "us") and _names_country(bare, gazetteer, code):
        return Actor(gazetteer.countries[code].name, code, "", "state", how="country")
    if not bare[0].isupper() or len(bare) < 4 or fold(bare) in agent_words():
        return None
    best = next(iter(sorted(gazetteer.find(bare), key=lambda c: -c.population)), None)
    if code or best is None or best.how == "similar spelling" or (best.kind == "town" and best.population < 1000):
        return None
    if best.how != "name" and best.population < 50_000:
        return None
    country = gazetteer.countries.get(best.country)
    capital = country is not None and fold(country.capital) == fold(best.name)
    if country is not None and (capital or fold(country.capital) == fold(bare)):
        return Actor(country.name, best.country, "GOV", "state", how="capital for its government")
    if " " in bare and best.population < 20_000:  # more likely a person's name
        return None
    return Actor(bare, best.country, "CVL" if best.kind == "town" else "", "group", how=f"{best.kind} of the gazetteer")


def _names_country(bare: str, gazetteer: Gazetteer, code: str) -> bool:
    country = gazetteer.countries[code]
    return fold(bare) in {fold(n) for n in (country.name, *country.aliases)}


def _member(bare: str, gazetteer: Gazetteer, book: ActorBook, on: str) -> Actor | None:
    """Of X, whoever X is, in "spokesman of X", "members of X", "X spokesman"."""
    head = _CUT.split(bare, maxsplit=1)[0].split()
    if not head or _singular(head[-1].lower()) not in _MEMBERS:
        return None
    if (tail := _TAIL.search(bare)) and not tail[0].lstrip().startswith("in "):
        whole = resolve_actor(tail[1], gazetteer, book, on=on)
        if whole.sector and whole.sector != "UNK" and whole.how not in ("country", "capital for its government"):
            return _belonging(bare, whole, gazetteer, book, on)
    if len(head) > 1 and _singular(head[-1].lower()).startswith("spokes"):
        whole = resolve_actor(" ".join(head[:-1]), gazetteer, book, on=on)
        if whole.sector:
            return _belonging(bare, whole, gazetteer, book, on)
    return None


def _belonging(bare: str, whole: Actor, gazetteer: Gazetteer, book: ActorBook, on: str) -> Actor:
    country = _country(_CUT.split(bare, maxsplit=1)[0], gazetteer) or whole.country
    sector = "ELI" if _FORMER.search(bare) and whole.sector in _OFFICES else whole.sector
    body = whole.member_of if whole.kind == "person" and whole.member_of else whole.name
    return Actor(bare, country, sector, "person", body, f"member of {whole.how}")


def _described(bare: str, gazetteer: Gazetteer, book: ActorBook, on: str) -> Actor | None:
    """A known actor in the phrase, or else the words for a kind of people or body, with a country or town."""
    head = _CUT.split(bare, maxsplit=1)[0].strip() or bare
    inside = _known_inside(head, book, on)
    sector, how = _sector(head, bare)
    named = _at(inside.actors, on) if inside else None
    if named is not None and inside is not None:
        actor = _as_actor(named, on)
        if named.kind == "person":
            titled = sector in _OFFICES and actor.sector in ("ELI", "") and not _FORMER.search(head)
            country = _country(head, gazetteer) or actor.country
            return replace(actor, sector=sector if titled else actor.sector, country=country)
        sector = named.sector if sector in ("", "UNK", "CVL") or not inside.last else sector
        if sector != named.sector and named.sector in ("REB", "PRM", "UAF", "CRM"):
            sector = named.sector
        if _FORMER.search(head) and named.sector in _OFFICES:
            sector = "ELI"
        country = actor.country or ("" if named.member_of or named.sector == "IGO" else _country(bare, gazetteer))
        return Actor(bare, country, sector, _kind(head), named.name, f"known actor in the phrase, {how}".rstrip(", "))
    if _FORMER.search(head) and sector in _OFFICES | {"PTY"}:
        sector, how = "ELI", f"{how}, former"
    country = _country(head, gazetteer) or _country(bare, gazetteer) or (_town(bare, gazetteer) if sector else "")
    if not sector and not country:
        return None
    return Actor(bare, country, sector, _kind(head), how=how or "country in the phrase")


@dataclass(frozen=True, slots=True)
class _Inside:
    """Known actors whose name stands in a phrase; `last` says whether more words follow it."""

    actors: tuple[KnownActor, ...]
    last: bool


def _known_inside(head: str, book: ActorBook, on: str) -> _Inside | None:
    """The longest known name in a noun phrase. Single lower-case words are no names."""
    words = [w.removesuffix("'s").removesuffix("'") for w in head.split()]
    for length in range(min(len(words), book.longest), 0, -1):
        for start in range(len(words) - length + 1):
            part = " ".join(words[start : start + length]).strip(",.")
            if length == len(words) or not any(c.isupper() for c in part):
                continue
            titled = start > 0 and fold(words[start - 1]) in agent_words()
            found = book.find(part, titled=titled)
            if found and _at(found, on):
                return _Inside(found, start + length < len(words))
    return None


def _at(found: tuple[KnownActor, ...], on: str) -> KnownActor | None:
    """The one that holds on a day; else a person whose time was another; else none. Names of several actors are none."""
    holding = [a for a in found if a.holds(on)]
    if holding:
        return holding[0] if len({a.name for a in holding}) == 1 or holding[0].own else None
    if found and found[0].kind == "person":
        return found[0]
    return found[-1] if found and not on else None


def _as_actor(known: KnownActor, on: str) -> Actor:
    """A known actor as a value; a person out of the time of the office has left it, or has not yet had it."""
    sector, how = known.sector, "your actors file" if known.own else "known actor"
    if known.kind == "person" and known.sector in _OFFICES and not known.holds(on):
        past = bool(known.until) and (not on or on > known.until)
        sector, how = ("ELI", "known actor, out of office") if past else ("", "known actor, before office")
    return Actor(known.name, known.country, sector, known.kind, known.member_of, how)


def _sector(head: str, bare: str) -> tuple[str, str]:
    """The sector of the word or phrase that ends nearest the end of the head phrase, a vague one only if alone."""
    for text in (head, bare):
        words = [fold(w.removesuffix("'s").removesuffix("'")) for w in re.split(r"[\s-]+", text) if fold(w)]
        matches = list(_matches(words))
        said = [m for m in matches if m[2] not in ("UNK", "CVL")] or [m for m in matches if m[2] != "UNK"] or matches
        if said:
            _end, _size, sector, phrase = max(said, key=lambda m: (m[0], m[1]))
            return sector, f"'{phrase}'"
    return "", ""


def _matches(words: list[str]) -> Iterator[tuple[int, int, str, str]]:
    """(end, length, sector, phrase) of each known phrase, the last word also in the singular."""
    lexicon = agent_words()
    for end in range(1, len(words) + 1):
        for size in range(min(5, end), 0, -1):
            first = words[end - size : end]
            for last in dict.fromkeys((first[-1], _singular(first[-1]))):
                phrase = " ".join([*first[:-1], last])
                if phrase in lexicon:
                    yield end, size, lexicon[phrase], phrase
                    break


def _singular(word: str) -> str:
    for plural, one in (("men", "man"), ("women", "woman"), ("people", "people"), ("children", "child")):
        if word.endswith(plural):
            return word.removesuffix(plural) + one
    if word.endswith("ieves"):
        return word[:-3] + "f"
    if word.endswith("ies") and len(word) > 4:
        return word[:-3] + "y"
    if word.endswith(("sses", "ches", "shes", "xes")):
        return word[:-2]
    if word.endswith("is") and word[:-1] in agent_words():
        return word[:-1]
    return word[:-1] if word.endswith("s") and not word.endswith(("ss", "us", "is")) else word


def _country(text: str, gazetteer: Gazetteer) -> str:
    """The first country or people that a phrase names, "" if none; "Iranian-backed" names none."""
    tokens = [w for w in re.split(r"\s+", text) if not _UNSAID.search(w)]
    tokens = [re.sub(r"-based$", "", t) for t in tokens]
    for start in range(len(tokens)):
        for size in (4, 3, 2, 1):
            part = " ".join(tokens[start : start + size]).strip(",()\"'")
            bare = part.removesuffix("'s").removesuffix("'")
            if not bare or not bare[0].isupper() or (len(bare) < 4 and bare not in _STATE_WORDS):
                continue
            if code := gazetteer.country_words.get(fold(bare)):
                return code
    return ""


def _town(text: str, gazetteer: Gazetteer) -> str:
    """The country of the most populous place that a name in the phrase may mean, if that is a sizeable one."""
    lower = text == text.lower()
    words = [w.strip(",.()\"'").removesuffix("'s") for w in text.split() if any(c.isalpha() for c in w)]
    for size in (3, 2, 1):
        for start in range(len(words) - size + 1):
            part = " ".join(words[start : start + size])
            if not part or not (part[0].isupper() or lower) or fold(part) in agent_words() or len(part) < 4:
                continue
            least = 1_000_000 if lower else 100_000
            found = [c for c in gazetteer.find(part) if c.how in ("name", "other name", "name without its kind")]
            best = max(found, key=lambda c: c.population, default=None)
            if best and best.country and best.population >= least:
                return best.country
    return ""


def _kind(head: str) -> str:
    last = fold(head.split()[-1]) if head.split() else ""
    if last in _BODY_WORDS:
        return "organisation"
    if _singular(last) != last or last in ("people", "police"):
        return "group"
    return "person" if _singular(last) in agent_words() or head.split()[-1][:1].isupper() else "unknown"
