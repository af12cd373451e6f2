"""What a pronoun stands for."""

from sayso.core import Reading


def antecedent(r: Reading, i: int) -> int:
    """The head of the fullest mention of its thing for a pronoun, the token itself for anything else."""
    if r.tokens[i].upos not in ("PRON", "DET") or i not in r.entity_of:
        return i
    head = r.head_of(r.entities[r.entity_of[i]].name)
    return i if head is None else head
