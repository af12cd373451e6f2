"""Everything in a text that can be one thing with something else: names, nominals and pronouns, with what their words tell."""

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from sayso.core import Name, Token
from sayso.lexicons import given_names, table

# number, person and gender of pronouns; "-" where the word leaves it open
_PRONOUNS = {
    **dict.fromkeys("i me my mine myself".split(), ("I", "Sing", "1", "-")),
    **dict.fromkeys("we us our ours ourselves 's ’s".split(), ("we", "Plur", "1", "-")),
    **dict.fromkeys("you your yours yourself yourselves ya ye".split(), ("you", "-", "2", "-")),
    **dict.fromkeys("he him his himself".split(), ("he", "Sing", "3", "m")),
    **dict.fromkeys("she her hers herself".split(), ("she", "Sing", "3", "f")),
    **dict.fromkeys("it its itself".split(), ("it", "Sing", "3", "n")),
    **dict.fromkeys("they them their theirs themselves 'em em".split(), ("they", "Plur", "3", "-")),
    **dict.fromkeys("this that".split(), ("this", "Sing", "3", "n")),
    **dict.fromkeys("these those".split(), ("these", "Plur", "3", "-")),
    **dict.fromkeys("someone somebody anyone everyone everybody one".split(), ("one", "Sing", "3", "-")),
}
_NAMED = ("PERSON", "ORG", "GPE", "LOC", "FAC", "NORP", "EVENT", "WEAPON", "VEHICLE")
_LEFT = ("det", "amod", "compound", "nummod", "nmod:poss", "flat")


@dataclass(slots=True)
class Mention:
    """Tokens [first, last) around `head`. `kind`: name, nominal, pronoun. `word` is the head's lemma, for a pronoun its class
    ("he" for "him"); `words` are the folded content words; `gender`: m, f, n, "-"; `number`: Sing, Plur, "-"; `determiner`: the
    class of what begins a nominal; `animate`: person, body, thing or "" where the words do not tell; `given`: the gender that a name
    of one word has as a given name, which it need not be."""

    first: int
    last: int
    head: int
    kind: str
    label: str
    word: str
    words: tuple[str, ...]
    number: str
    gender: str
    person: str
    determiner: str
    animate: str
    given: str = "-"


def find(text: str, tokens: Sequence[Token], names: Sequence[Name], language: str = "en") -> list[Mention]:
    """Mentions in the order of their heads; of two with one head the name stays."""
    out: dict[int, Mention] = {}
    inside: set[int] = set()
    for n in names:
        if n.label in _NAMED:
            named = _name(text, tokens, n, language)
            out.setdefault(named.head, named)
            inside.update(range(n.first, n.last))
    left = _left_edges(tokens)
    determiners = {t.head: i for i, t in enumerate(tokens) if t.deprel in ("det", "nmod:poss")}
    for i, t in enumerate(tokens):
        if i in inside or i in out:
            continue
        if t.upos == "PRON":
            if m := _pronoun(text, tokens, i):
                out[i] = m
        elif t.upos in ("NOUN", "PROPN") and t.deprel.split(":")[0] not in ("flat", "fixed", "goeswith"):
            if t.deprel == "compound" and t.upos == "NOUN":
                continue
            out[i] = _nominal(text, tokens, i, left.get(i, i), determiners.get(i), language)
    return [out[i] for i in sorted(out)]


def _name(text: str, tokens: Sequence[Token], n: Name, language: str) -> Mention:
    head = next((i for i in range(n.first, n.last) if not n.first <= tokens[i].head < n.last), n.first)
    words = tuple(w for i in range(n.first, n.last) if (w := fold(text[tokens[i].start : tokens[i].end])) and w[0].isalnum())
    gender = gender_of_name(words, language) if n.label == "PERSON" else "n"
    before = tokens[n.first - 1].lemma if n.first else ""
    if gender == "-" and n.label == "PERSON":
        gender = _classes(language).get(before, ("", "-"))[1]
    animate = {"PERSON": "person", "NORP": "person", "ORG": "body", "GPE": "body", "LOC": "thing", "FAC": "thing"}.get(
        n.label, "thing"
    )
    number = "-" if n.label in ("NORP", "ORG") else "Sing"
    core = tuple(w for w in words if w not in ("the", "'s", "s", "a")) or words or ("",)
    given = given_names(language).get(core[0], "-") if len(core) == 1 else "-"
    return Mention(n.first, n.last, head, "name", n.label, core[-1], core, number, gender, "3", "name", animate, given)


def _pronoun(text: str, tokens: Sequence[Token], i: int) -> Mention | None:
    word = text[tokens[i].start : tokens[i].end].lower()
    known = _PRONOUNS.get(word)
    if known is None or (word in ("'s", "’s") and tokens[i].lemma not in ("we", "us")):
        return None
    name, number, person, gender = known
    animate = "person" if name in ("I", "he", "she", "you", "we", "one") else "thing" if name == "this" else ""
    form = "reflexive" if word.endswith(("self", "selves")) else "possessive" if tokens[i].deprel == "nmod:poss" else "plain"
    return Mention(i, i + 1, i, "pronoun", "", name, (word,), number, gender, person, form, animate)


def _nominal(text: str, tokens: Sequence[Token], i: int, first: int, determiner: int | None, language: str) -> Mention:
    t = tokens[i]
    core = tuple(
        fold(text[tokens[j].start : tokens[j].end]) if tokens[j].upos == "PROPN" else tokens[j].lemma
        for j in range(first, i + 1)
        if tokens[j].upos in ("NOUN", "ADJ", "PROPN", "NUM", "VERB")
    ) or (t.lemma,)
    known = _classes(language).get(t.lemma.rpartition("-")[2]) or _by_ending(t.lemma)
    animate, gender = known or (("person", "-") if t.lemma in _people(language) else ("", "-"))
    if animate == "body":
        gender = "n"
    number = "Plur" if "Number=Plur" in t.feats else "Sing" if "Number=Sing" in t.feats else "-"
    word = fold(text[t.start : t.end]) if t.upos == "PROPN" else t.lemma
    return Mention(
        first, i + 1, i, "nominal", "", word, core, number, gender, "3", _determiner(text, tokens, determiner), animate
    )


def _determiner(text: str, tokens: Sequence[Token], i: int | None) -> str:
    if i is None:
        return "bare"
    word = text[tokens[i].start : tokens[i].end].lower()
    if word == "the":
        return "the"
    if word in ("this", "that", "these", "those", "such"):
        return "this"
    if word in ("a", "an", "another", "some", "any", "one"):
        return "a"
    if tokens[i].deprel == "nmod:poss":
        return "whose"
    return "every" if word in ("every", "each", "no", "all", "both") else "bare"


def _left_edges(tokens: Sequence[Token]) -> dict[int, int]:
    """For each head the leftmost of its determiner and modifiers."""
    out: dict[int, int] = {}
    for i, t in enumerate(tokens):
        if i < t.head and t.head - i <= 12 and t.deprel in _LEFT:
            out[t.head] = min(out.get(t.head, t.head), i)
    return out


def _by_ending(lemma: str) -> tuple[str, str] | None:
    if lemma.endswith("woman") and len(lemma) > 6:
        return "person", "f"
    if lemma.endswith("man") and len(lemma) > 5 and lemma not in ("human", "german", "roman", "ottoman", "talisman"):
        return "person", "m"
    return None


def fold(word: str) -> str:
    """Lower case without accents and possessive endings."""
    plain = unicodedata.normalize("NFKD", word) if not word.isascii() else word
    lower = "".join(c for c in plain if not unicodedata.combining(c)).lower()
    return lower.removesuffix("'s").removesuffix("’s")


def gender_of_name(folded: Sequence[str], language: str = "en") -> str:
    """m, f or "-" from a title or the first given name that the lexicon knows; a last name alone tells nothing."""
    for w in folded[:3]:
        title = _classes(language).get(w)
        if title and title[1] != "-":
            return title[1]
    for w in folded[: max(1, len(folded) - 1)] if len(folded) > 1 else ():
        if gender := given_names(language).get(w):
            return gender
    return "-"


@cache
def _classes(language: str) -> dict[str, tuple[str, str]]:
    return {k: (v[0], v[1]) for k, v in table(language, "referents", ("lemma", "class", "gender")).items()}


@cache
def _people(language: str) -> frozenset[str]:
    return frozenset(table(language, "people", ("lemma", "group")))
