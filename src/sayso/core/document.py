"""What was obtained, and the frozen text that everything points into."""

from dataclasses import dataclass, field
from functools import cached_property

from sayso.core.ids import digest, sha256_of
from sayso.core.spans import Span


@dataclass(frozen=True, slots=True)
class Capture:
    """Bytes as obtained. `id` is a digest of the bytes and the address; `retrieved` is an ISO 8601 time with zone."""

    sha256: str
    media_type: str
    size: int
    address: str = ""  # file path as given, member of an archive after "!" (of a web archive its URL), or URL
    retrieved: str = ""
    manner: str = "file"  # file, archive, stdin, fetch, feed
    headers: tuple[tuple[str, str], ...] = ()
    content: bytes | None = field(default=None, repr=False, compare=False)

    @property
    def id(self) -> str:
        return digest("cap", [self.sha256, self.address])


@dataclass(frozen=True, slots=True)
class Found:
    """A masthead value and where it stood: "given", "record:date", "sidecar:outlet", "meta:og:title", "json-ld:author",
    "text:dateline", "header:Subject". For a place inside the text, `start` and `end` say where."""

    value: str
    where: str
    start: int | None = None
    end: int | None = None


@dataclass(frozen=True, slots=True)
class Masthead:
    """What a publication says of its own text. A field is None rather than guessed.

    `published` and `updated` are ISO 8601: a day, or a time with its zone if the source gave one.
    `language` is ISO 639-1. `agencies` are the credits for the whole text ("Reuters"), in order.
    """

    title: Found | None = None
    byline: Found | None = None
    outlet: Found | None = None
    agencies: tuple[Found, ...] = ()
    dateline_place: Found | None = None
    dateline_date: Found | None = None
    published: Found | None = None
    updated: Found | None = None
    language: Found | None = None
    address: Found | None = None
    canonical: Found | None = None


@dataclass(frozen=True, slots=True)
class Translation:
    """A text in another language that came with a document. Nothing is read out of it: claims point at the frozen text alone.

    `by` is who translated it, "" if nobody says; `language` is ISO 639-1, "" if unknown; `where` as in `Found`.
    """

    text: str
    by: str = ""
    language: str = ""
    where: str = ""


@dataclass(frozen=True, slots=True)
class Mark:
    """A stretch of the text that is not running prose of the report.

    `kind`: title, byline, dateline, heading, caption, block_quote, furniture.
    """

    start: int
    end: int
    kind: str

    @property
    def span(self) -> Span:
        return Span(self.start, self.end)


@dataclass(frozen=True)
class Document:
    """The frozen text of a capture, with its masthead.

    `doc` is the short name (the record's `id`, else the file name without its last extension). `id` is a digest over text,
    masthead and address (else `doc`): the same page seen twice is one document, the same text in two outlets is two.
    `follows` is the id of the earlier document at the same address, if the page changed. `kept_as` is the id that a document
    keeps after a redaction changed what ids are made from, "" otherwise.
    """

    doc: str
    text: str
    masthead: Masthead = Masthead()
    marks: tuple[Mark, ...] = ()
    capture: str = ""  # Capture.id
    follows: str | None = None
    warnings: tuple[str, ...] = ()  # mojibake, encoding guessed, ...
    kept_as: str = ""
    translation: Translation | None = None

    @cached_property
    def sha256(self) -> str:
        """SHA-256 of the text as UTF-8."""
        return sha256_of(self.text)

    @cached_property
    def id(self) -> str:
        if self.kept_as:
            return self.kept_as
        m = self.masthead
        page = m.canonical or m.address
        values = [f.value if f else "" for f in (m.title, m.outlet, m.published)]
        return digest("doc", [self.sha256, page.value if page else self.doc, *values])

    @property
    def published(self) -> str | None:
        """Publication day or time as ISO 8601, or None."""
        return self.masthead.published.value if self.masthead.published else None

    @property
    def outlet(self) -> str | None:
        return self.masthead.outlet.value if self.masthead.outlet else None

    @property
    def title(self) -> str | None:
        return self.masthead.title.value if self.masthead.title else None


@dataclass(frozen=True, slots=True)
class Rejection:
    """Why an input gave no document. `code` is stable for counting; `reason` says what was found and what to do."""

    address: str
    code: str
    reason: str
    sha256: str = ""
    part: str = ""  # record, member or page inside the input
