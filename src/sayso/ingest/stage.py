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

_BATCH = 256
DEFAULTS = IngestOptions()


def ingest(inputs: Iterable[str], options: IngestOptions = DEFAULTS, *, fetcher: Fetcher | None = None) -> Iterator[Ingested]:
    """Documents and rejections of `inputs`: paths of files and folders, `-` for standard input, http(s) addresses.

    Lazily and in input order; a capture with many documents comes in batches (see `Ingested`). Closing the iterator ends the
    workers. Bad input never raises: it is a `Rejection`, and what stands beside it is read. Raises `ConfigError` for an option
    that cannot be: an unknown format, a date given by the user that cannot be read.
    """
    check(options)
    return _ingest(inputs, options, fetcher or Fetcher(options.limits, allow_private=options.allow_private))


def check(options: IngestOptions) -> None:
    """Raises `ConfigError` if an option has a value that cannot be."""
    if options.format and options.format not in FORMATS:
        raise ConfigError(
            f"'{options.format}' is not one of: {', '.join(sorted(FORMATS))}",
            where="format",
            hint="Leave it out to have inputs looked at.",
        )
    if options.workers < 0:
        raise ConfigError(f"{options.workers} workers; 0 or more were expected", where="workers")
    try:
        Expander(options, Fetcher(options.limits))
    except Rejected as no:
        raise ConfigError(no.reason, where="--published") from None


def _ingest(inputs: Iterable[str], options: IngestOptions, fetcher: Fetcher) -> Iterator[Ingested]:
    names = _Names()
    with closing(fetcher), closing(Expander(options, fetcher)) as expander, Pool[Entry](options.workers, options.limits) as pool:
        entries = (entry for named in inputs for entry in expander.expand(named))
        for entry, outcomes in pool.ordered((entry, entry.task) for entry in entries):
            yield from _results(entry, outcomes, expander, pool, names)


def _results(
    entry: Entry, outcomes: Iterator[Outcome], expander: Expander, pool: Pool[Entry], names: "_Names"
) -> Iterator[Ingested]:
    if entry.task is None or entry.capture is None:
        yield Ingested(entry.capture, (), entry.rejections, entry.skipped)
        return
    capture = entry.capture
    inner: list[Attachment] = []
    links: list[Document] = []
    follow = expander.options.follow and entry.task.kind == "feed"
    documents: list[Document] = []
    rejections: list[Rejection] = []
    skipped = 0
    first = True
    for outcome in outcomes:
        if isinstance(outcome, Document):
            if follow and outcome.masthead.address and len(links) < expander.options.limits.followed:
                links.append(outcome)
            elif twice := names.taken(outcome, entry.task):
                rejections.append(twice)
            else:
                documents.append(outcome)
        elif isinstance(outcome, Rejection):
            rejections.append(replace(outcome, sha256=capture.sha256))
        elif isinstance(outcome, Attachment):
            inner.append(outcome)
        elif isinstance(outcome, Skipped):
            skipped += outcome.count
        if len(documents) + len(rejections) >= _BATCH:
            yield Ingested(capture, tuple(documents), tuple(rejections), skipped)
            documents, rejections, skipped = [], [], 0
            if first:
                capture, first = replace(capture, content=None), False
    if first or documents or rejections or skipped:
        yield Ingested(capture, tuple(documents), tuple(rejections), skipped)
    for attachment in inner:
        yield from _attached(attachment, entry, expander, pool, names)
    for document in links:
        yield from _followed(document, entry.task, replace(entry, capture=replace(capture, content=None)), expander, pool, names)


def _attached(attachment: Attachment, entry: Entry, expander: Expander, pool: Pool[Entry], names: "_Names") -> Iterator[Ingested]:
    """A file inside a message stands for itself, under the message's name and its position."""
    outer = entry.source
    if outer is None or entry.task is None:
        return
    if outer.depth >= expander.options.limits.depth:
        reason = f"{entry.task.address}: holds a file more than {outer.depth} levels deep. Save the attachment and give it."
        yield Ingested(None, (), (Rejection(entry.task.address, "nested", reason, part=attachment.name),))
        return
    number = attachment.name.split("-", 1)[0]
    source = Source(
        f"{entry.task.address}!{attachment.name}", attachment.name, attachment.content, manner="archive", doc=f"{entry.task.doc}-attachment-{number}",
        depth=outer.depth + 1,
    )  # fmt: skip
    for found in expander.sort(source):
        yield from _results(found, pool.outcomes(found.task) if found.task else iter(()), expander, pool, names)


def _followed(
    document: Document, task: Task, feed: Entry, expander: Expander, pool: Pool[Entry], names: "_Names"
) -> Iterator[Ingested]:
    """The linked page in place of the entry; the entry stays if the page gives no document."""
    address = document.masthead.address
    got = False
    refused: list[Rejection] = []
    for found in expander.fetch(address.value if address else "", robots=True):
        page = replace(found, task=replace(found.task, doc=document.doc)) if found.task else found
        for result in _results(page, pool.outcomes(page.task) if page.task else iter(()), expander, pool, names):
            got = got or bool(result.documents) or bool(result.skipped)
            refused.extend(result.rejections)
            if result.documents or result.skipped:
                yield result
    if not got:
        twice = names.taken(document, task)
        yield Ingested(feed.capture, () if twice else (document,), (*refused, *([twice] if twice else [])))


class _Names:
    """The names of a call's documents, to refuse the second of the same. Holds a digest and an address per document."""

    def __init__(self) -> None:
        self._addresses: dict[int, str] = {}

    def taken(self, document: Document, task: Task) -> Rejection | None:
        """None, and the name is noted; or the rejection that names both."""
        key = int(sha256_of(document.doc)[:16], 16)
        if key not in self._addresses:
            self._addresses[key] = task.address
            return None
        first = self._addresses[key]
        where = "another of the same file" if first == task.address else f"one of {first}"
        reason = f"{task.address}: its document is named {document.doc!r}, as is {where}. Rename one, or give each its own id."
        return Rejection(task.address, "duplicate-doc", reason, part=document.doc)
