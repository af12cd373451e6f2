"""The seams: what a reader and a coder of batches must be, whoever writes them."""

from collections.abc import Callable, Sequence
from typing import Protocol, runtime_checkable

import pyarrow as pa

from sayso.core.document import Document
from sayso.core.reading import Reading


@runtime_checkable
class Reader(Protocol):
    """Reads documents. `version` is "NAME/VERSION": it names what read them and is part of every record's run; a new version
    of the same name takes the place of the older one, two names stand side by side.

    What a reader gives is checked against the text, whoever it is (`sayso.core.grounding`).
    """

    version: str

    def read(self, documents: Sequence[Document]) -> list[Reading]:
        """One reading for each document, in order. A language it does not know gives a reading with `unread` set."""
        ...


# From a batch of `Document` rows to a batch of `CodedDocument` rows; picklable, loads its model once per process.
BatchCoder = Callable[[pa.RecordBatch], pa.RecordBatch]
