"""The stage: inputs to results, in order and lazily."""

from collections.abc import Iterable, Iterator
from contextlib import closing
from dataclasses import replace

from sayso.core import ConfigError, Document, Rejection, sha256_of
from sayso.ingest.fetch import Fetcher
from sayso.ingest.options import Ingested, IngestOptions
from sayso.ingest.rejections import Rejected
from sayso.ingest.sniff import FORMATS
from sayso.ingest.sources import Entry, Expander, Source
from sayso.ingest.task import Attachment, Outcome, Skipped, Task
from sayso.ingest.worker import Pool

_BATCH = 256  # documents and rejections in one `Ingested`
DEFAULTS = IngestOptions()


def ingest(inputs: Iterable[str], options: IngestOptions = DEFAULTS, *, fetcher: Fetcher | None = None) -> Iterator[Ingested]:
    """Documents and rejections of `inputs`: paths of files and folders, `-` for standard input, http(s) addresses.

    Lazily and in input order; a capture with many documents comes in batches (see `Ingested`). Closing the iterator ends the
    workers. Bad input never raises: it is a `Rejection`, and what stands beside it is read. Raises `ConfigError` for an option
    that cannot be: an unknown format, a date given by the user that cannot be read.
    """
    if options.format and options.format not in FORMATS:
        hint = "Leave it out to have inputs looked at."
        raise ConfigError(f"'{options.format}' is not one of: {', '.join(sorted(FORMATS))}", where="--format", hint=hint)
    if options.workers < 0:
        raise ConfigError(f"{options.workers} workers; 0 or more were expected", where="workers")
    fetcher = fetcher or Fetcher(options.limits, allow_private=options.allow_private)
    try:
        expander = Expander(options, fetcher)
    except Rejected as no:
        raise ConfigError(no.reason, where="--published") from None
    return _Call(expander, fetcher, options).run(inputs)


class _Call:
    """One call: what its entries share."""

    def __init__(self, expander: Expander, fetcher: Fetcher, options: IngestOptions) -> None:
        self._expander, self._fetcher, self._options = expander, fetcher, options
        self._pool: Pool[Entry] = Pool(options.workers, options.limits)
        self._names = _Names()

    def run(self, inputs: Iterable[str]) -> Iterator[Ingested]:
        """All results."""
        with closing(self._fetcher), closing(self._expander), self._pool:
            entries = (entry for named in inputs for entry in self._expander.expand(named))
            for entry, outcomes in self._pool.ordered((entry, entry.task) for entry in entries):
                yield from self._results(entry, outcomes, follow=self._options.follow)

    def _results(self, entry: Entry, outcomes: Iterator[Outcome], *, follow: bool = False) -> Iterator[Ingested]:
        """The results of one capture, then of the files in it and, with `follow`, of the pages that a feed links to."""
        if entry.task is None or entry.capture is None:
            yield Ingested(entry.capture, (), entry.rejections, entry.skipped)
            return
        follow = follow and entry.task.kind == "feed"
        inner: list[Attachment] = []
        links: list[Document] = []
        batch = _Batch(entry)
        for outcome in outcomes:
            if isinstance(outcome, Attachment):
                inner.append(outcome)
            elif follow and isinstance(outcome, Document) and outcome.masthead.address and len(links) < self._limit:
                links.append(outcome)
            elif isinstance(outcome, Document):
                batch.add(self._names.taken(outcome, entry.task) or outcome)
            else:
                batch.add(outcome)
            if batch.full:
                yield batch.take()
        self._expander.spool.release(entry.task.path)
        if batch.needed:
            yield batch.take()
        for attachment in inner:
            yield from self._attached(attachment, entry, entry.task)
        for document in links:
            yield from self._followed(document, entry.task, batch)

    @property
    def _limit(self) -> int:
        return self._options.limits.followed

    def _attached(self, attachment: Attachment, outer: Entry, task: Task) -> Iterator[Ingested]:
        """A file inside a message stands for itself, under the message's name and its position."""
        depth = outer.source.depth if outer.source else 0
        if depth >= self._options.limits.depth:
            reason = f"{task.address}: holds a file more than {depth} levels deep. Save the attachment and give it."
            yield Ingested(None, (), (Rejection(task.address, "nested", reason, part=attachment.name),))
            return
        doc = f"{task.doc}-attachment-{attachment.number}"
        address = f"{task.address}!{attachment.name}"
        source = Source(address, attachment.name, attachment.content, manner="archive", doc=doc, depth=depth + 1)
        for found in self._expander.sort(source):
            yield from self._results(found, self._pool.aside(found.task) if found.task else iter(()))

    def _followed(self, document: Document, task: Task, feed: "_Batch") -> Iterator[Ingested]:
        """The linked page in place of the entry; the entry stays if the page gives no document."""
        address = document.masthead.address.value if document.masthead.address else ""
        got = False
        for found in self._expander.fetch(address, robots=True):
            page = replace(found, task=replace(found.task, doc=document.doc)) if found.task else found
            for result in self._results(page, self._pool.aside(page.task) if page.task else iter(())):
                got = got or bool(result.documents or result.skipped)
                yield result
        if not got:
            feed.add(self._names.taken(document, task) or document)
            yield feed.take()


class _Batch:
    """Results of one capture, gathered; the capture's bytes go with the first batch only."""

    def __init__(self, entry: Entry) -> None:
        self._capture = entry.capture
        self._documents: list[Document] = []
        self._rejections: list[Rejection] = []
        self._skipped = 0
        self._given = False

    def add(self, outcome: Document | Rejection | Skipped) -> None:
        """Takes in one outcome."""
        if isinstance(outcome, Document):
            self._documents.append(outcome)
        elif isinstance(outcome, Rejection):
            self._rejections.append(replace(outcome, sha256=self._capture.sha256 if self._capture else ""))
        else:
            self._skipped += outcome.count

    @property
    def full(self) -> bool:
        return len(self._documents) + len(self._rejections) >= _BATCH

    @property
    def needed(self) -> bool:
        """True unless all has been given: a capture is given once even if it holds nothing."""
        return not self._given or bool(self._documents or self._rejections or self._skipped)

    def take(self) -> Ingested:
        """What was gathered, and starts anew."""
        capture = replace(self._capture, content=None) if self._given and self._capture else self._capture
        got = Ingested(capture, tuple(self._documents), tuple(self._rejections), self._skipped)
        self._documents, self._rejections, self._skipped, self._given = [], [], 0, True
        return got


class _Names:
    """The names of a call's documents, to refuse the second of the same. Holds eight bytes and an address per document."""

    def __init__(self) -> None:
        self._addresses: dict[int, str] = {}

    def taken(self, document: Document, task: Task) -> Rejection | None:
        """None, and the name is noted; or the rejection that names both."""
        key = int(sha256_of(document.doc)[:16], 16)
        if key not in self._addresses:
            self._addresses[key] = task.address
            return None
        first = self._addresses[key]
        if first == task.address:
            where, remedy = (
                "another of the same file",
                "Give each its own id, or map no id: then they are named by their position.",
            )
        else:
            where, remedy = f"one of {first}", "Rename one, or give each its own id."
        reason = f"{task.address}: its document is named {document.doc!r}, as is {where}. {remedy}"
        return Rejection(task.address, "duplicate-doc", reason, part=document.doc)
