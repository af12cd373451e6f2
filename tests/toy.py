"""A toy coder for tests: every number before "killed", "wounded" or "died" is a figure. Picklable, quick, and always the same."""

import os
import re
import signal

import pyarrow as pa

from sayso.core import CodedDocument, Document, EventReport, Figure, Quote, Run
from sayso.core.arrow import from_batch, to_batch

RUN = Run("run_toy", "code", "0.1.0", "toy/1", "o1", "l1")
NEWER = Run("run_toy_2", "code", "0.1.0", "toy/2", "o1", "l1")
_COUNT = re.compile(r"\b(\d+) (\w+) (?:were )?(killed|wounded|died)")
POISON = "this text kills its reader"
FAULT = "this text is too much for its reader"


def code(document: Document, run: Run = RUN) -> CodedDocument:
    """One event a document, at the first count."""
    text = document.text
    found = list(_COUNT.finditer(text))
    if not found:
        return CodedDocument(document.id, document.doc, text, document.published, document.outlet, run=run.id)
    sentence = Quote.at(text, 0, len(text))
    verb = Quote.at(text, found[0].start(3), found[0].end(3))
    figures = tuple(
        Figure(
            f"f{k}", "wounded" if m[3] == "wounded" else "killed", Quote.at(text, m.start(), m.end(2)), sentence, int(m[1]),
            int(m[1]), "exactly", ("e1",),
        )
        for k, m in enumerate(found, 1)
    )  # fmt: skip
    event = EventReport("e1", verb, sentence, "ASSAULT")
    return CodedDocument(document.id, document.doc, text, document.published, document.outlet, (event,), figures, run=run.id)


def code_batch(batch: pa.RecordBatch) -> pa.RecordBatch:
    """The seam of `add`, of a pool and of Spark."""
    documents = from_batch(Document, batch)
    if any(POISON in d.text for d in documents):
        os.kill(os.getpid(), signal.SIGKILL)
    if any(FAULT in d.text for d in documents):
        raise ValueError("too much")
    return to_batch(CodedDocument, [code(d) for d in documents])


def code_batches(batches):  # type: ignore[no-untyped-def]
    """The form of `mapInArrow`."""
    for batch in batches:
        yield code_batch(batch)
