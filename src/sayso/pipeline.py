"""How a document flows: ingest, read, extract, resolve. The only place where the stages meet.

    documents -> readings -> coded documents -> the same with values in the world

`code` works on core values in this process; `code_batch` is the same from Arrow batch to Arrow batch, picklable, for a pool
of processes and for Spark's `mapInArrow`.
"""

import os
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from itertools import islice
from pathlib import Path

import pyarrow as pa

import sayso
from sayso.coding_pool import GROUP, THREADS
from sayso.core import CodedDocument, Document, Reading, Run, digest, sha256_of
from sayso.core.arrow import from_batch, to_batch
from sayso.core.contracts import Reader
from sayso.core.grounding import grounded, grounded_reading
from sayso.extract import extract
from sayso.gazetteer import Gazetteer, open_gazetteer
from sayso.neural import load
from sayso.read import NeuralReader
from sayso.resolve import ActorBook, load_actors, resolve

ACTORS = "SAYSO_ACTORS"  # environment variable: the user's file of actors
# Packages whose data files a coding rests on, beside the ontology and the network.
KNOWLEDGE = ("sayso.lexicons", "sayso.read", "sayso.extract", "sayso.resolve", "sayso.gazetteer")


@dataclass(frozen=True)
class Coder:
    """A reader with the knowledge it needs; made once a process."""

    reader: Reader
    gazetteer: Gazetteer
    actors: ActorBook = field(default_factory=load_actors)

    @property
    def run(self) -> Run:
        """What produces the records of this coder."""
        words = "+".join([version_of(*KNOWLEDGE), *filter(None, [self.actors.own])])
        parts = [sayso.__version__, self.reader.version, version_of("sayso.ontology"), words]
        return Run(digest("run", ["code", *parts]), "code", *parts)

    def code(self, documents: Sequence[Document]) -> list[tuple[Reading, CodedDocument]]:
        """Reading and coding of each document, in order. What a reader gives that is not in the text is taken out."""
        run = self.run.id
        readings = [grounded_reading(r, d) for d, r in zip(documents, self.reader.read(documents), strict=True)]
        coded = [resolve(extract(d, r), r, self.gazetteer, self.actors) for d, r in zip(documents, readings, strict=True)]
        return [(r, replace(grounded(c)[0], run=run)) for r, c in zip(readings, coded, strict=True)]


@cache
def version_of(*packages: str) -> str:
    """Twelve hex digits of a digest over the data files of packages: they change when the knowledge changes."""
    found = sorted((f.name, sha256_of(f.read_bytes())) for package in packages for f in _data_files(files(package)))
    return sha256_of("".join(f"{name} {content} " for name, content in found))[:12]


def _data_files(folder: Traversable) -> Iterator[Traversable]:
    for f in folder.iterdir():
        if f.is_dir():
            yield from _data_files(f)
        elif f.name.endswith((".tsv", ".toml", ".json", ".npz")):
            yield f


@cache
def default_coder() -> Coder:
    """The coder with the reader and gazetteer that the package carries. `SAYSO_THREADS` says how many threads its network has,
    `SAYSO_ACTORS` where the user's file of actors is. Raises ConfigError where that file is wrong."""
    own = os.environ.get(ACTORS)
    reader = NeuralReader(load(threads=int(os.environ.get(THREADS) or 0)))
    return Coder(reader, open_gazetteer(), load_actors(Path(own).expanduser() if own else None))


def code(documents: Iterable[Document], coder: Coder | None = None) -> Iterator[tuple[Reading, CodedDocument]]:
    """Reading and coding of a stream of documents, in order; memory does not grow with the stream."""
    coder = coder or default_coder()
    stream = iter(documents)
    while group := list(islice(stream, GROUP)):
        yield from coder.code(group)


def code_batch(batch: pa.RecordBatch) -> pa.RecordBatch:
    """A batch of `Document` rows to a batch of `CodedDocument` rows."""
    return to_batch(CodedDocument, [coded for _, coded in default_coder().code(from_batch(Document, batch))])


def code_batches(batches: Iterable[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
    """The form that Spark's `mapInArrow` calls."""
    for batch in batches:
        yield code_batch(batch)
