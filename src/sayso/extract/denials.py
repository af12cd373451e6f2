"""Figures that their own sentence says are not so: "reports of four dead are invented", "six were killed, not seven"."""

from dataclasses import replace

from sayso.core import Reading
from sayso.extract import syntax
from sayso.extract.clauses import is_negated
from sayso.extract.figure import Draft

_FALSE = set(
    "false fake fabricated invented untrue baseless unfounded groundless wrong fiction lie nonsense hoax rumour rumor".split()
)
_CLIMBS = 7  # words between a figure and what calls it false
_PRONOUNS = {"it", "this", "that"}


def against(r: Reading, d: Draft) -> Draft:
    """The draft with what its sentence says against it, and who does."""
    if d.stance or d.high == 0:
        return d
    if (false := _called_false(r, d)) is None:
        return d
    denier = _denier(r, d, false)
    return replace(d, stance="denies") if denier is None else replace(d, stance="denies", speaker=denier[0], cue=denier[1])


def _called_false(r: Reading, d: Draft) -> int | None:
    """The predicate that calls a figure false where this stands in its subject: "that two died [is a lie]"."""
    below = d.head
    for v in list(syntax.climb(r, d.head))[:_CLIMBS]:
        side = syntax.base(r.tokens[below].deprel)
        if (
            side in ("nsubj", "csubj")
            and below < v
            and ({syntax.lemma(r, v), r.word(v).lower()} & _FALSE)
            and not is_negated(r, v)
        ):
            return v
        below = v
    return None


def _denier(r: Reading, d: Draft, false: int) -> tuple[int, int] | None:
    """Who denies it in the rest of the sentence: "..., [the ministry] denies it"."""
    last = r.sentences[r.sentence_of[d.head]][1]
    for v in range(false + 1, last):
        if syntax.lemma(r, v) == "deny" and any(r.word(o).lower() in _PRONOUNS for o in syntax.objects(r, v)):
            return max(((s, v) for s in syntax.kids(r, v, "nsubj") if s < v), default=None)  # the nearest
    return None
