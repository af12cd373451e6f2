"""The reference page of the ontology: `python -m sayso.ontology.reference > docs/reference/ontology.md`."""

from collections.abc import Iterable, Sequence

from sayso.ontology.load import QUADS, Ontology, load


def page(ontology: Ontology) -> str:
    """The whole page as Markdown."""
    parts = [
        "# Ontology",
        "This page is generated from `src/sayso/ontology/data/` by `python -m sayso.ontology.reference`. "
        "To add or change a value, edit the file there: loading checks it and names file, line and column of a mistake.",
        "## Event types",
        "The sixteen types of PLOVER 2.0, with score (from -10 to 10) and quad.",
        *_types(ontology),
        "## Contexts",
        _table(("context", "meaning"), ontology.contexts.items()),
        "## Closed lists",
        *_lists(ontology),
        "## Groups of people",
        "Normal forms of whom a figure counts.",
        _table(
            ("group", "status", "sector", "words"),
            ((g.name, g.status, g.sector, ", ".join(g.words)) for g in ontology.groups.values()),
        ),
        "## Sectors of actors",
        _table(
            ("sector", "armed", "ACLED inter", "meaning"),
            ((s.name, "yes" if s.armed else "no", str(s.inter), s.definition) for s in ontology.sectors.values()),
        ),
        "## ACLED sub-event types",
        "In hierarchical order: where several fit, the first is meant.",
        _table(
            ("event type", "sub-event type", "disorder type", "meaning"),
            ((s.event_type, s.name, s.disorder_type, s.definition) for s in ontology.sub_events.values()),
        ),
        "### From PLOVER to ACLED",
        "The first rule that fits decides.",
        _table(
            ("type", "modes", "actor", "recipient", "sub-event type"),
            ((r.type, ", ".join(r.modes), ", ".join(r.actor), ", ".join(r.recipient), r.value) for r in ontology.acled_rules),
        ),
        "### From PLOVER to UCDP",
        "1 state-based, 2 non-state, 3 one-sided.",
        _table(
            ("type", "actor", "recipient", "type of violence"),
            ((r.type, ", ".join(r.actor), ", ".join(r.recipient), r.value) for r in ontology.ucdp_rules),
        ),
        "### CAMEO roots",
        _table(("code", "label", "PLOVER type"), ((c, label, t) for c, (label, t) in ontology.cameo.items())),
    ]
    return "\n\n".join(parts) + "\n"


def _types(ontology: Ontology) -> Iterable[str]:
    for t in ontology.types.values():
        recipient = "required" if t.recipient_required else "optional"
        yield f"### {t.name}"
        yield f"{t.definition} *{t.example}*"
        yield f"Score {t.score:g}; {QUADS[t.quad]}; recipient {recipient}; CAMEO {', '.join(t.cameo)}."
        if t.modes:
            rows = ((m.name, "" if m.score is None else f"{m.score:g}", m.definition, m.example) for m in t.modes.values())
            yield _table(("mode", "score", "meaning", "example"), rows)


def _lists(ontology: Ontology) -> Iterable[str]:
    for name, values in ontology.values.items():
        yield f"### {name}"
        yield _table(("value", "meaning", "example"), ((v.name, v.definition, v.example) for v in values.values()))


def _table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join("| " + " | ".join(cell.replace("|", "\\|") for cell in line) + " |" for line in lines)


if __name__ == "__main__":
    print(page(load()), end="")
