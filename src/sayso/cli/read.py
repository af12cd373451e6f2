"""`sayso read`: the linguistic layers of documents, without a ledger."""

import json
import sys
from typing import Annotated, Any

import typer
from rich.console import Console

from sayso.cli import inputs
from sayso.cli.reading_view import show
from sayso.core import Reading, Rejection

HELP = """Reads documents: sentences, names, quotations by speaker, who says what on whose say-so.

Example: `sayso read report.txt`, or `echo "Four died, the ministry said." | sayso read -`
"""


def register(app: typer.Typer) -> None:
    """Adds the command."""
    app.command("read", help=HELP)(read)


def read(
    paths: inputs.Paths,
    as_json: inputs.AsJson = False,
    html: Annotated[bool, typer.Option("--html", help="One HTML page on standard output.")] = False,
    published: inputs.Published = "",
    outlet: inputs.Outlet = "",
    title: inputs.Title = "",
    date_format: inputs.DateFormat = "",
    mapping: inputs.Mapping = "",
    format: inputs.Format = "",
) -> None:
    from itertools import islice

    from sayso.read import NeuralReader

    rejected: list[Rejection] = []
    stream = inputs.documents(paths, inputs.options(published, outlet, title, date_format, mapping, format), rejected)
    reader = NeuralReader()
    console = Console(highlight=False)
    pages: list[Reading] = []
    while group := list(islice(stream, 16)):
        for reading in reader.read(group):
            if as_json:
                sys.stdout.write(json.dumps(as_record(reading), ensure_ascii=False) + "\n")
            elif html:
                pages.append(reading)
            else:
                show(reading, console)
    if html:
        from sayso.cli.reading_page import page

        sys.stdout.write(page(pages))
    inputs.tell(rejected)


def as_record(r: Reading) -> dict[str, Any]:
    """A reading in the form of the command's contract."""
    return {
        "id": r.doc,
        "sha256": r.sha256,
        "reader": r.reader,
        "language": r.language,
        "unread": r.unread,
        "published": r.published,
        "tokens": [[t.start, t.end, t.lemma, t.upos, t.feats, t.head, t.deprel] for t in r.tokens],
        "sentences": [[r.tokens[a].start, r.tokens[b - 1].end] for a, b in r.sentences],
        "names": [[n.start, n.end, n.label] for n in r.names],
        "times": [
            {"at": [t.start, t.end], "type": t.kind, "value": t.value, "edtf": t.edtf, "how": t.how, "mod": t.mod}
            for t in r.times
        ],
        "quantities": [
            {
                "at": [q.start, q.end],
                "number": [q.number.start, q.number.end],
                "kind": q.kind,
                "low": q.low,
                "high": q.high,
                "comparator": q.comparator,
                "noun": q.noun,
            }
            for q in r.quantities
        ],
        "entities": [
            {"mentions": [[m.start, m.end] for m in e.mentions], "kinds": list(e.kinds), "name": [e.name.start, e.name.end]}
            for e in r.entities
        ],
        "acronyms": [{"short": [a.short.start, a.short.end], "long": [a.long.start, a.long.end]} for a in r.acronyms],
        "quotations": [[q.start, q.end] for q in r.quotations],
        "predicates": [
            {
                "at": [r.tokens[p.token].start, r.tokens[p.token].end],
                "commitment": p.commitment,
                "factuality": p.factuality,
                "hedges": [[h.start, h.end] for h in p.hedges],
            }
            for p in r.predicates
        ],
        "attributions": [
            {
                "source": [[s.start, s.end] for s in a.source],
                "cue": [[s.start, s.end] for s in a.cue],
                "content": [[s.start, s.end] for s in a.content],
                "manner": a.manner,
                "stance": a.stance,
                "negated": a.negated,
                "relayed": a.relayed,
                "speaker": [a.speaker.start, a.speaker.end] if a.speaker else None,
                "parent": a.parent,
            }
            for a in r.attributions
        ],
    }
