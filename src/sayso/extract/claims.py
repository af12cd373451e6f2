"""The claims without a number of a document whose events and figures are known."""

from collections import Counter
from collections.abc import Sequence

from sayso.core import EventReport, Figure, Reading, Statement
from sayso.extract import syntax, worth
from sayso.extract.chains import Chains
from sayso.extract.repeats import marked
from sayso.extract.statement import Draft, Scene


def scene_of(r: Reading, events: Sequence[EventReport], figures: Sequence[Figure]) -> Scene:
    """What the events and figures of a document say of its words."""
    heads = [(head, e) for e in events for m in e.mentions if (head := r.head_of(m.span)) is not None]
    told: dict[int, tuple[str, ...]] = {}
    for head, e in heads:
        told[head] = (*told.get(head, ()), e.id)
    violent = frozenset(head for head, e in heads if e.type == "ASSAULT")
    plain = frozenset(head for head, e in heads if e.type == "ASSAULT" and not e.chain.hops)
    return Scene(told, violent, plain, tuple(f.quote.span for f in figures))


def statements(r: Reading, events: Sequence[EventReport], figures: Sequence[Figure], chains: Chains) -> list[Statement]:
    """The statements in text order, ids s1...; none where the document tells of no event."""
    scene = scene_of(r, events, figures)
    out: list[Statement] = []
    for option, sure in worth.chosen(worth.options(r, scene, chains)):
        d = option.draft
        if any(marked(r, d.token, kind) for kind in ("furniture", "caption")) or not (about := _about(r, d, scene)):
            continue
        out.append(
            Statement(
                id=f"s{len(out) + 1}",
                field=d.field,
                quote=d.quote,
                sentence=syntax.sentence_quote(r, d.token),
                about=about,
                chain=option.say.chain,
                basis=option.say.basis,
                stance=option.stance,
                reason=d.reason,
                confidence=round(sure, 2),
            )
        )
    return out


def _about(r: Reading, d: Draft, scene: Scene) -> tuple[str, ...]:
    """The events that a clause tells of, else the last one told in its sentence or the two before, else the one told most often."""
    inside = [e for i in syntax.tokens_of(r, d.quote.start, d.quote.end) for e in scene.triggers.get(i, ())]
    here = r.sentence_of[d.token]
    near = [e for i in sorted(scene.triggers) if 0 <= here - r.sentence_of[i] <= 2 for e in scene.triggers[i]]
    main = Counter(e for ids in scene.triggers.values() for e in ids).most_common(1)
    return tuple(dict.fromkeys(inside or near[-1:] or [m for m, _ in main]))
