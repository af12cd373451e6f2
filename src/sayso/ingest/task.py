"""One thing to parse, and from its text and masthead the document."""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from functools import cache
from pathlib import Path
from typing import Any

from sayso.core import Document, Found, Mark, Masthead, Rejection, Translation
from sayso.ingest.dates import read_date
from sayso.ingest.furniture import furniture, lines_of
from sayso.ingest.masthead import merged, read_masthead
from sayso.ingest.options import ColumnMapping, Limits
from sayso.ingest.rejections import Rejected

UNSTATED = Masthead()
NO_COLUMNS = ColumnMapping()
_SAMPLE, _LETTERS = 600, 60  # characters looked at for the language, and letters that must be among them


@dataclass(frozen=True)
class Task:
    """A capture to parse: `content`, or the file at `path`. `given` is the masthead from the caller, `sidecar` from beside it."""

    kind: str
    doc: str
    address: str
    capture: str = ""
    content: bytes = b""
    path: Path | None = None
    charset: str = ""  # declared by the server or the container
    given: Masthead = UNSTATED
    found: Masthead = UNSTATED  # known from the container: address, archive date
    sidecar: Masthead = UNSTATED
    date_format: str = ""
    mapping: ColumnMapping = NO_COLUMNS
    limits: Limits = field(default_factory=Limits)


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file inside a message that stands for itself; `number` is its position there, from 1."""

    number: int
    name: str
    content: bytes


@dataclass(frozen=True, slots=True)
class Skipped:
    """Entries that are no reports."""

    count: int = 1


Outcome = Document | Rejection | Attachment | Skipped


def rejection(task: Task, code: str, reason: str, part: str = "") -> Rejection:
    """The rejection of `task` or of a part of it."""
    within = f" ({part})" if part else ""
    return Rejection(task.address, code, f"{task.address}{within}: {' '.join(reason.split())}", part=part)


def build(
    task: Task, text: str, found: Masthead = UNSTATED, marks: Iterable[Mark] = (), *,
    doc: str = "", warnings: Iterable[str] = (), part: str = "",
) -> Document:  # fmt: skip
    """The document of `text`. `found` is what the record or the format says of it, `marks` what the format tells of its parts.

    Order of the masthead: given, found, sidecar, container, text; the container's address is not that of a `part` of many. Raises `Rejected` ("empty", "too-large", "binary").
    """
    if not text.strip():
        raise Rejected("empty", "holds no text", part)
    if "\x00" in text:
        raise Rejected("binary", "holds NUL, which no text does", part)
    if len(text) > task.limits.text_chars:
        raise Rejected("too-large", f"holds {len(text):,} characters; at most {task.limits.text_chars:,} make one document", part)
    lines = lines_of(text)
    own = tuple(marks)
    known = merged(task.given, found, task.sidecar, UNSTATED if part else task.found)
    extra = furniture(text, lines)
    if own:  # what the format itself marks goes first, but for a heading that opens a list of links
        own = tuple(m for m in own if m.kind != "heading" or not any(m.start <= e.start < m.end for e in extra))
        extra = tuple(m for m in extra if not any(m.start < o.end and o.start < m.end for o in own))
    stated = read_masthead(text, lines, (*own, *extra), known)
    masthead = merged(known, stated.masthead)
    credited = {a.value for a in known.agencies}
    agencies = (*known.agencies, *(a for a in stated.masthead.agencies if a.value not in credited))
    masthead = replace(masthead, agencies=agencies) if agencies != masthead.agencies else masthead
    if masthead.language is None and (tongue := detect_language(text)):
        masthead = replace(masthead, language=Found(tongue, "text:language"))
    everything = sorted({*own, *extra, *stated.marks}, key=lambda m: (m.start, -m.end, m.kind))
    return Document(doc or task.doc, text, masthead, tuple(everything), task.capture, None, tuple(warnings))


def masthead_of(values: dict[str, Any], where: str, date_format: str, names: dict[str, str] | None = None) -> Masthead:
    """A masthead from plain values by field name; `names` gives the column each came from. Raises `Rejected` for a bad date."""
    found: dict[str, Any] = {}
    for key in ("title", "byline", "outlet", "language", "address", "canonical"):
        if value := _plain(values.get(key)):
            found[key] = Found(value[:5000], f"{where}:{(names or {}).get(key, key)}")
    for key in ("published", "updated"):
        if value := _plain(values.get(key)):
            found[key] = Found(read_date(value, date_format), f"{where}:{(names or {}).get(key, key)}")
    agencies = values.get("agencies") or values.get("agency")
    listed = agencies if isinstance(agencies, list) else [agencies]
    found["agencies"] = tuple(Found(_plain(a), f"{where}:{(names or {}).get('agency', 'agency')}") for a in listed if _plain(a))
    if "language" in found:
        found["language"] = replace(found["language"], value=found["language"].value.replace("_", "-").split("-")[0].lower())
    return Masthead(**found)


def with_translation(
    document: Document, values: dict[str, Any], where: str, most: int, names: dict[str, str] | None = None
) -> Document:
    """The document with the translation that its record or sidecar carries, if it carries one. One of more than `most` characters is
    left out, and the document warns of it."""
    text = values.get("translation")
    if not isinstance(text, str) or not text.strip():
        return document
    if len(text) > most or "\x00" in text:
        what = "holds NUL" if "\x00" in text else f"has {len(text):,} characters; at most {most:,} are kept"
        return replace(document, warnings=(*document.warnings, f"its translation was left out: it {what}"))
    language = _plain(values.get("translation_language")).replace("_", "-").split("-")[0].lower() or detect_language(text)
    found = Translation(
        text, _plain(values.get("translator"))[:200], language[:8], f"{where}:{(names or {}).get('translation', 'translation')}"
    )
    return replace(document, translation=found)


def _plain(value: Any) -> str:
    return "" if value is None or isinstance(value, (dict, list)) else str(value).strip()


def detect_language(text: str) -> str:
    """ISO 639-1 by the first words, or "" if there are too few letters to tell or no language is near certain."""
    sample = text[:_SAMPLE].lower()
    if sum(map(str.isalpha, sample)) < _LETTERS:
        return ""
    code, probability = _identifier().classify(sample)
    return str(code) if probability > 0.9 else ""


@cache
def _identifier() -> Any:
    from py3langid.langid import MODEL_FILE, LanguageIdentifier  # loads slowly, and a stated language needs none

    return LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)
