"""Which nouns are people, and of which group."""

from functools import cache
from importlib.resources import files

from sayso.core import Reading
from sayso.extract import syntax
from sayso.ontology.tables import read_table

_PRONOUNS = {"he", "she", "they", "we", "him", "her", "them", "someone", "anyone", "everyone", "nobody", "one", "who"}
# Who tells of violence and does none.
_TELLERS = set(
    """
    observatory monitor network agency media press reporter correspondent journalist newspaper television channel radio spokesman
    spokeswoman spokesperson witness eyewitness source website observer rescuer report
    """.split()
)
_HUMAN_LABELS = {"PERSON", "NORP"}


@cache
def nouns(language: str = "en") -> dict[str, str]:
    """Lemma to group, from the lexicon of a language."""
    file = files("sayso.lexicons") / language / "people.tsv"
    return {row["lemma"]: row["group"] for row in read_table(file, ("lemma", "group"), ("lemma",))}


def label_at(r: Reading, i: int) -> str:
    """The label of the name that covers a token, "" if none."""
    name = r.name_of.get(i)
    return name.label if name is not None and name.label not in ("DATE", "TIME", "NUM", "MONEY") else ""


def is_person(r: Reading, i: int) -> bool:
    """True if the noun at `i` is a word for people, a person's or a people's name, or a pronoun for people."""
    known = nouns(r.language)
    if _lemma(r, i) in known:
        return True
    if r.tokens[i].upos == "PRON":
        return syntax.lemma(r, i) in _PRONOUNS
    return label_at(r, i) in _HUMAN_LABELS


def only_tells(r: Reading, i: int) -> bool:
    """True for a monitor, a paper, a spokesman, a witness: one who tells of violence and is not taken for who did it."""
    return syntax.lemma(r, i) in _TELLERS


def group(r: Reading, i: int) -> str:
    """The normal form of the group that the phrase of `i` names, "" if it says no more than people."""
    known = nouns(r.language)
    first, last = syntax.phrase(r, i, nested=False)
    for j in (i, *reversed(range(first, last)), *syntax.modifiers(r, i, "of")):
        g = known.get(_lemma(r, j), "")
        if g and g != "person":
            return g
    return ""


def _lemma(r: Reading, i: int) -> str:
    """The lemma; for a compound with a hyphen that is no entry itself, its last part ("ex-soldier")."""
    word = syntax.lemma(r, i)
    return word if word in nouns(r.language) or "-" not in word else word.rsplit("-", 1)[1]
