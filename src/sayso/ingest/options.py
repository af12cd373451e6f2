"""What a caller may set for one call of ingest, and what it gives back."""

import tomllib
from collections.abc import Callable
from dataclasses import dataclass, field, fields
from pathlib import Path

from sayso.core import Capture, ConfigError, Document, Rejection

MIB = 1 << 20


@dataclass(frozen=True, slots=True)
class Limits:
    """Where hostile or broken input is stopped. Sizes in bytes, times in seconds."""

    input_bytes: int = 8 << 30  # a table, web archive or standard input, read as a stream
    leaf_bytes: int = 64 * MIB  # one page, e-mail, PDF ... that is read whole, and what a capture keeps
    unpacked_bytes: int = 16 << 30  # all members of one archive
    ratio: int = 250  # unpacked to packed, counted once a member passes 4 MiB
    members: int = 1_000_000
    depth: int = 3  # archives, mails and attachments inside each other
    record_bytes: int = 16 * MIB  # one line or row of a table
    text_chars: int = 5_000_000
    seconds: float = 30.0  # of a worker without a result
    memory: int = 2 << 30  # address space of a worker
    fetch_bytes: int = 32 * MIB
    fetch_seconds: float = 60.0
    redirects: int = 5
    followed: int = 200  # linked articles of one feed
    pause: float = 1.0  # between two requests to one host


@dataclass(frozen=True, slots=True)
class ColumnMapping:
    """Which column of a table holds what; an empty name takes the standard name (`STANDARD_COLUMNS`) where it is there.
    `date_format` is no column but how the table writes dates that are not ISO.
    """

    doc: str = ""
    text: str = ""
    title: str = ""
    byline: str = ""
    outlet: str = ""
    agency: str = ""
    published: str = ""
    updated: str = ""
    language: str = ""
    address: str = ""
    translation: str = ""
    translator: str = ""
    translation_language: str = ""
    date_format: str = ""


STANDARD_COLUMNS: dict[str, tuple[str, ...]] = {
    "doc": ("id", "doc"),
    "text": ("text",),
    "title": ("title",),
    "byline": ("byline", "author"),
    "outlet": ("outlet", "publisher"),
    "agency": ("agency",),
    "published": ("published",),
    "updated": ("updated",),
    "language": ("language", "lang"),
    "address": ("address", "url"),
    "translation": ("translation",),
    "translator": ("translator", "translated_by"),
    "translation_language": ("translation_language",),
}
_ALIASES = {"id": "doc", "url": "address", "author": "byline", "publisher": "outlet", "date": "published"}


@dataclass(frozen=True, slots=True)
class Mappings:
    """Column mappings by file name without extension; `default` holds for every other table."""

    default: ColumnMapping = ColumnMapping()
    named: tuple[tuple[str, ColumnMapping], ...] = ()

    def of(self, stem: str) -> ColumnMapping:
        """The mapping for the table with this file name (no extension)."""
        return next((m for name, m in self.named if name == stem), self.default)


def load_mapping(path: str | Path) -> Mappings:
    """The mappings of a TOML file (see `read_mapping`). Raises `ConfigError` also if it is absent."""
    try:
        content = Path(path).read_bytes()
    except OSError as error:
        raise ConfigError(f"the mapping cannot be read: {error}", where=str(path), hint="Give a TOML file.") from error
    return read_mapping(content, str(path))


def read_mapping(content: bytes, where: str) -> Mappings:
    """Mappings from TOML: keys `id` (or `doc`), `text`, `title`, `published`, ... name columns and `date_format` says how dates are
    written, at the top for every table or under `[NAME]` for the table NAME.csv. Raises `ConfigError` if it is not TOML or has an
    unknown key; `where` names it then.
    """
    try:
        data = tomllib.loads(content.decode("utf-8-sig"))
    except (UnicodeDecodeError, tomllib.TOMLDecodeError, RecursionError) as error:
        raise ConfigError(f"the mapping is not TOML: {error}", where=where, hint='Write  text = "body".') from error
    named = tuple((name, mapping_from(part, f"{where} [{name}]")) for name, part in data.items() if isinstance(part, dict))
    return Mappings(mapping_from({k: v for k, v in data.items() if not isinstance(v, dict)}, where), named)


def mapping_from(columns: dict[str, object], where: str = "mapping") -> ColumnMapping:
    """A mapping from `{field: column}`. Raises `ConfigError` for an unknown field or a column that is not a name."""
    known = {f.name for f in fields(ColumnMapping)}
    found: dict[str, str] = {}
    for key, column in columns.items():
        name = _ALIASES.get(key, key)
        if name not in known:
            raise ConfigError(
                f"'{key}' is not one of: {', '.join(sorted(known | set(_ALIASES)))}", where=where, hint="Mend or remove the line."
            )
        if not isinstance(column, str) or not column:
            raise ConfigError(f"{key} is {column!r}; the name of a column was expected", where=where, hint="Write a quoted name.")
        if name in found:
            raise ConfigError(f"'{name}' is given twice", where=where, hint="Keep one of the two lines.")
        found[name] = column
    return ColumnMapping(**found)


def _never_seen(address: str) -> tuple[tuple[str, str], ...]:
    return ()


@dataclass(frozen=True)
class IngestOptions:
    """`mapping`: columns of tables. `published`, `outlet`, `title`: given by the user for every document of the call.
    `date_format`: strptime form of dates that are not ISO ("%d/%m/%Y"). `follow`: fetch the articles a feed links to.
    `format`: take every input for this format instead of looking (a value of `FORMATS`). `workers`: processes that parse;
    0 parses in this process, without limits of time and memory. `allow_private`: addresses of this machine and the local
    network may be fetched. `seen`: response headers of the last capture of an address, for a conditional request.
    `retrieved`: ISO time to record instead of now.
    """

    mapping: Mappings = Mappings()
    published: str = ""
    outlet: str = ""
    title: str = ""
    date_format: str = ""
    follow: bool = False
    format: str = ""
    limits: Limits = Limits()
    workers: int = 2
    allow_private: bool = False
    retrieved: str = ""
    seen: Callable[[str], tuple[tuple[str, str], ...]] = field(default=_never_seen, compare=False)


@dataclass(frozen=True, slots=True)
class Ingested:
    """What one capture gave, or one part of it: a large table comes in batches that share a capture, whose `content` is
    in the first only. `capture` is None if nothing could be obtained, or at an address unchanged since `IngestOptions.seen`.
    `skipped` counts entries that are no reports (service messages of a channel, assets of a saved page).
    """

    capture: Capture | None
    documents: tuple[Document, ...] = ()
    rejections: tuple[Rejection, ...] = ()
    skipped: int = 0
