"""Who can be a party to an event, and in what words: people, bodies, states, weapons."""

from functools import cache
from importlib.resources import files

from sayso.core import Participant, Quote, Reading
from sayso.extract import people, syntax
from sayso.gazetteer.names import fold
from sayso.gazetteer.tables import countries
from sayso.ontology.tables import read_table

PARTY_LABELS = {"PERSON", "ORG", "NORP", "GPE"}
_ARMS = {"WEAPON", "VEHICLE"}
_COMPASS = set(
    """
    north northern south southern east eastern west western northeast northeastern northwest northwestern southeast
    southeastern southwest southwestern north-east north-eastern north-west north-western south-east south-eastern
    south-west south-western central mainland rural the
    """.split()
)
_QUANTIFIERS = {
    "all",
    "both",
    "mostly",
    "mainly",
    "including",
    "and",
    "or",
    "several",
    "many",
    "some",
    "another",
    "other",
    "more",
}
_SMALL = {"the", "a", "an", "of", "in", "and", "its", "their"}


@cache
def agent_heads(language: str = "en") -> frozenset[str]:
    """Last words of the phrases for people and bodies."""
    rows = read_table(files("sayso.lexicons") / language / "agents.tsv", ("phrase", "sector"), ("phrase",))
    return frozenset(row["phrase"].split()[-1] for row in rows)


LED = ("-led", "-backed", "-brokered", "-sponsored")  # endings of words that say who is behind something
_ARMED = {"COP", "MIL", "PRM", "REB", "SPY", "UAF"}  # sectors
_CREWED = set(
    "jet warplane aircraft helicopter plane fighter-jet gunship bomber gunboat warship tank drone aeroplane airplane".split()
)
_RULERS = {"government", "regime", "state", "authorities", "junta"}


@cache
def armed_heads(language: str = "en") -> frozenset[str]:
    """Words by themselves for armed bodies, their members, and governments."""
    rows = read_table(files("sayso.lexicons") / language / "agents.tsv", ("phrase", "sector"), ("phrase",))
    return frozenset(row["phrase"] for row in rows if row["sector"] in _ARMED and " " not in row["phrase"]) | _RULERS


@cache
def sectors(language: str = "en") -> dict[str, str]:
    """Word for people or a body to the sector that it names by itself, "several" where phrases that end with it differ."""
    rows = read_table(files("sayso.lexicons") / language / "agents.tsv", ("phrase", "sector"), ("phrase",))
    out: dict[str, str] = {}
    for row in rows:
        last = row["phrase"].split()[-1]
        out[last] = row["sector"] if out.get(last, row["sector"]) == row["sector"] else "several"
    return out | {row["phrase"]: row["sector"] for row in rows if " " not in row["phrase"]}


def sector(r: Reading, i: int) -> str:
    """The sector that the head word of a party names, "" if none."""
    return sectors(r.language).get(syntax.lemma(r, i), "")


def is_armed(r: Reading, i: int) -> bool:
    """True for a word for an armed body or a government, not for what it fires or drives."""
    return syntax.lemma(r, i) in armed_heads(r.language) and not is_weapon(r, i)


@cache
def weapons(language: str = "en") -> frozenset[str]:
    """Lemmas of words for weapons and what carries them."""
    rows = read_table(files("sayso.lexicons") / language / "weapons.tsv", ("lemma",), ("lemma",))
    return frozenset(row["lemma"] for row in rows)


@cache
def _country_words() -> frozenset[str]:
    out = set()
    for c in countries().values():
        out |= {fold(w) for w in (c.name, *c.aliases, *c.adjectives)}
    return frozenset(out)


@cache
def capitals() -> dict[str, str]:
    """Folded names of capitals, each with the code of its country."""
    return {fold(c.capital): code for code, c in countries().items() if c.capital}


@cache
def capital_words() -> dict[str, str]:
    """Folded names and adjectives of countries, each with its code."""
    return {fold(w): code for code, c in countries().items() for w in (c.name, *c.aliases, *c.adjectives) if w}


def is_country(words: str) -> bool:
    """Whether a name says no more than a country or a compass part of one ("eastern Syria")."""
    kept = [w for w in fold(words.replace("'s", "").replace("’s", "")).split() if w not in _COMPASS]
    name = " ".join(kept)
    return bool(kept) and (name in _country_words() or name.removesuffix("s") in _country_words())


def is_crewed(r: Reading, i: int) -> bool:
    """True for a vehicle that is told with whose it is, which stands for its crew: "Norlandic jets", "army helicopters"."""
    if syntax.lemma(r, i) not in _CREWED:
        return False
    owners = syntax.kids(r, i, "compound", "amod", "nmod:poss")
    return any(people.label_at(r, o) in PARTY_LABELS or syntax.lemma(r, o) in armed_heads(r.language) for o in owners)


def is_weapon(r: Reading, i: int) -> bool:
    """True for a word or name of a weapon, or of a vehicle that attacks, unless it stands for its crew."""
    if is_crewed(r, i):
        return False
    return syntax.lemma(r, i) in weapons(r.language) or people.label_at(r, i) in _ARMS


def is_party(r: Reading, i: int) -> bool:
    """True for people, organisations, peoples, states and words that name bodies ("the regime", "coalition forces"), also inside a
    word for who leads something ("Norland-led")."""
    if is_weapon(r, i):
        return False
    if r.word(i).lower().endswith(LED):
        return True
    return (
        is_crewed(r, i) or people.is_person(r, i) or people.label_at(r, i) in PARTY_LABELS or syntax.lemma(r, i) in agent_heads(r.language)
    )  # fmt: skip


def is_harmable(r: Reading, i: int) -> bool:
    """True for what violence can be done to: a party, or a building, site or convoy."""
    return is_party(r, i) or r.tokens[i].upos in ("NOUN", "PROPN")


def participants(r: Reading, heads: list[int], most: int = 4) -> tuple[Participant, ...]:
    """The parties at some heads in the words of the text, at most `most`; of phrases that share a telling word the longest, of a thing
    that is named and described ("the suspect") its name."""
    out: list[Participant] = []
    for i in heads:
        quote = _named(r, i) or syntax.quote_of(r, _phrase(r, i))
        words = _telling(quote.words)
        party = Participant(quote, group=people.group(r, i))
        twin = next((k for k, p in enumerate(out) if words & _telling(p.quote.words)), None)
        if twin is None:
            out.append(party)
        elif len(quote.words) > len(out[twin].quote.words):
            out[twin] = party
    return tuple(out[:most])


def _named(r: Reading, i: int) -> Quote | None:
    """The name of what a definite description of a person or body stands for; None for anything else."""
    if i in r.name_of or i not in r.entity_of or not any(r.word(k).lower() == "the" for k in syntax.kids(r, i, "det")):
        return None
    name = r.entities[r.entity_of[i]].name
    head = r.head_of(name)
    if head is None or people.label_at(r, head) not in ("PERSON", "ORG"):
        return None
    return Quote.at(r.text, name.start, name.end)


def _phrase(r: Reading, i: int) -> tuple[int, int]:
    """A party's phrase: without numbers, and cut where a place or time begins ("soldiers in the north")."""
    first, last = syntax.phrase(r, i)
    while first < i and r.word(first).lower() in _QUANTIFIERS:
        first += 1
    for j in range(i + 1, last):
        if r.tokens[j].upos == "ADP" and r.word(j).lower() not in ("of", "for", "from"):
            last = j
            break
    return first, max(last, i + 1)


def _telling(words: str) -> set[str]:
    return {w for w in words.lower().split() if w not in _SMALL}
