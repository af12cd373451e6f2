"""What a pronoun stands for."""

from sayso.core import Reading
from sayso.extract import syntax


def antecedent(r: Reading, i: int) -> int:
    """The head of the fullest mention of its thing for a pronoun, the token itself for anything else."""
    if r.tokens[i].upos not in ("PRON", "DET"):
        return i
    for e in r.entities:
        if any(m.start <= r.tokens[i].start < m.end for m in e.mentions):
            inside = [j for j in syntax.tokens_of(r, e.name.start, e.name.end) if r.tokens[j].upos != "PUNCT"]
            return next((j for j in inside if r.tokens[j].head not in inside), i)
    return i
