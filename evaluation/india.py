"""What police did, on articles of which every one was read (IndiaPoliceEvents): recall and precision of killing, arrest, force.

    python -m evaluation.india [--model FOLDER]

A document counts for a label if an event of it has police among its actors and the type of the label; an arrest of which the document
does not say who made it is theirs. Baseline: a word for the act and one for police stand in the document.
"""

import argparse
import gzip
import json
import re
from collections.abc import Iterator

import numpy as np

from evaluation.common import add_model, bracket, coder_of, data_folder
from sayso.core import CodedDocument, Document, EventReport, Found, Masthead
from sayso.pipeline import code

_POLICE = re.compile(
    r"\b(police\w*|cops?|constables?|srp|rapid action|security forces|paramilitar\w+|army|jawans?|officers?|bsf|crpf|troops)\b",
    re.I,
)
_WORDS = {
    "KILL": re.compile(r"\b(kill\w*|shot dead|died)\b", re.I),
    "ARREST": re.compile(r"\b(arrest\w*|detain\w*|custody|rounded up)\b", re.I),
    "FORCE": re.compile(r"\b(lathi\w*|tear\s?gas\w*|fir(?:ed|ing)|force)\b", re.I),
}


def acts(coded: CodedDocument) -> set[str]:
    """Labels of a document."""
    killed = {e for f in coded.figures if f.kind == "killed" and f.high != 0 for e in f.events}
    out = set()
    for e in coded.events:
        if e.factuality in ("happened", "ongoing"):
            labels = set(_labels(e, e.id in killed))
            by_police = any(_POLICE.search(p.quote.words) for p in e.actors)
            out |= labels if by_police else labels & {"ARREST"} if not e.actors else set()
    return out


def _labels(e: EventReport, deadly: bool) -> Iterator[str]:
    if e.type == "COERCE" and (
        e.mode == "arrest" or re.search(r"arrest|detain|custody|round|held|pick|nab", e.trigger.words, re.I)
    ):
        yield "ARREST"
    if e.type == "ASSAULT":
        yield "FORCE"
        if deadly or re.search(r"kill|dead|slay", " ".join(m.words for m in e.mentions), re.I):
            yield "KILL"


def rows(model: str | None = None) -> Iterator[tuple[str, float, str, float, str]]:
    """(measure, value, interval, baseline, published)."""
    with gzip.open(data_folder() / "india_police_events/dev_docs.jsonl.gz", "rt", encoding="utf-8") as f:
        data = [json.loads(line) for line in f]
    documents = [Document(str(d["doc_id"]), d["doc_text"], Masthead(published=Found(d["date"][:10], "given"))) for d in data]
    mine = [acts(c) for _, c in code(documents, coder_of(model))]
    base = [{k for k, w in _WORDS.items() if w.search(d["doc_text"]) and _POLICE.search(d["doc_text"])} for d in data]
    for label in _WORDS:
        gold = np.array([label in d["doc_labels"] for d in data])
        said = np.array([label in m for m in mine])
        trivial = np.array([label in b for b in base])
        found = said[gold].astype(float)

        def share(drawn: np.ndarray, found: np.ndarray = found) -> float:
            return float(found[drawn].mean())

        precision = float((said & gold).sum() / max(1, said.sum()))
        yield (
            f"India police {label} recall (precision {precision:.2f}; {gold.sum()})",
            float(found.mean()),
            bracket(share, len(found)),
            float(trivial[gold].mean()),
            "",
        )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    add_model(parser)
    for row in rows(parser.parse_args().model):
        print(*row, sep="\t")


if __name__ == "__main__":
    main()
