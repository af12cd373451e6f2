"""Brings in the coded events that a team already has, from CSV or XLSX, so that reports are matched with them.

Each row becomes a document whose text is the row itself, a line for each cell, and a coding of it with one event report, so that every
value points at its cell. It is linked like any report. Its numbers stand under the team's name and on nobody's say-so: they never count
as an independent origin. A row that comes again changes nothing; one that changed is a new version beside the old.
"""

import csv
import io
import re
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cache
from pathlib import Path

import sayso
from sayso.core import (
    Capture,
    CodedDocument,
    ConfigError,
    Document,
    EventReport,
    Figure,
    Found,
    InputError,
    Masthead,
    PartialDate,
    Participant,
    Place,
    Quote,
    Run,
    digest,
    sha256_of,
)
from sayso.core.dates import days
from sayso.gazetteer import Gazetteer, open_gazetteer
from sayso.ledger import Ledger
from sayso.ontology import load
from sayso.pipeline import version_of
from sayso.resolve.actorbook import load_actors
from sayso.resolve.actors import resolve_actor

# Fields of a known event with the columns in which they are looked for, small letters: those of ACLED, UCDP GED and GTD, and plain ones.
COLUMNS: dict[str, tuple[str, ...]] = {
    "id": ("id", "event_id", "event_id_cnty", "eventid", "ref"),
    "date": ("date", "event_date", "date_start", "day"),
    "date_end": ("date_end", "end_date"),
    "type": ("sub_event_type", "event_type", "type", "attacktype1_txt", "type_of_violence"),
    "place": ("location", "place", "where_coordinates", "city", "town"),
    "country": ("country", "country_txt"),
    "latitude": ("latitude", "lat"),
    "longitude": ("longitude", "lon", "lng"),
    "actor": ("actor1", "actor", "side_a", "gname", "perpetrator"),
    "recipient": ("actor2", "recipient", "side_b", "target1", "target"),
    "killed": ("fatalities", "killed", "best", "nkill", "deaths"),
    "wounded": ("wounded", "injured", "nwound"),
    "notes": ("notes", "summary", "description", "source_headline", "text"),
    "source": ("source", "sources", "scite1", "source_article"),
}
_ALSO = {
    "bombing/explosion": "ASSAULT",
    "armed assault": "ASSAULT",
    "assassination": "ASSAULT",
    "hostage taking (kidnapping)": "ASSAULT",
}
_GED = {"1": "ASSAULT", "2": "ASSAULT", "3": "ASSAULT"}  # state-based, non-state, one-sided violence
MOST_BYTES = 256 << 20
MOST_CELL = 20_000


@dataclass
class Brought:
    """What was brought in: new events, those known before, and rows that could not be read, each with why."""

    events: int = 0
    known: int = 0
    refused: list[str] = field(default_factory=list)


def bring_in(
    ledger: Ledger, path: Path, source: str, *, mapping: Mapping[str, str] | None = None, date_format: str = "", type_: str = ""
) -> Brought:
    """Records the events of a CSV, TSV or XLSX file under the name of the team or data set they come from.

    `mapping` gives columns by field (see COLUMNS), `date_format` is for dates that are not ISO, `type_` the PLOVER type of rows that tell
    none. Raises InputError where the file cannot be read or has no column for id or date, ConfigError for a mapping that cannot be.
    """
    content = _content(path)
    header, rows = _table(path, content)
    columns = _columns(header, mapping or {}, path)
    if type_ and type_ not in load().types:
        raise ConfigError(f"there is no event type '{type_[:40]}'", hint=f"Known: {', '.join(sorted(load().types))}.")
    gazetteer = open_gazetteer()
    capture = Capture(sha256_of(content), _media(path), len(content), str(path), "", "known", content=content)
    run = _run(ledger.reader or "sayso")
    documents: dict[str, Document] = {}
    codings: list[CodedDocument] = []
    refused: list[str] = []
    for number, row in enumerate(rows, 2):
        try:
            document, coded = _event(row, columns, source, f"{path.name}:{number}", date_format, type_, gazetteer)
        except InputError as error:
            refused.append(str(error))
            continue
        document = replace(document, capture=capture.id)
        if document.id not in documents:
            documents[document.id] = document
            codings.append(replace(coded, document=document.id, run=run.id))
    recorded = ledger.record([capture], list(documents.values()))
    ledger.record_codings(run, codings)
    return Brought(len(recorded.documents), recorded.known, refused)


def load_columns(path: Path) -> dict[str, str]:
    """A mapping of fields to columns out of a TOML file: lines `field = "column"`. Raises ConfigError that names the line's fault."""
    try:
        table = tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, tomllib.TOMLDecodeError) as error:
        raise ConfigError(f"cannot be read ({error})", where=str(path)) from error
    for name, column in table.items():
        if name not in COLUMNS or not isinstance(column, str):
            raise ConfigError(
                f"'{name}' is no field with a column's name", where=str(path), hint=f"Fields: {', '.join(COLUMNS)}."
            )
    return table


def _run(reader: str) -> Run:
    """What codes known events: under the name of the chosen reader, so that they stand beside what it coded."""
    parts = [sayso.__version__, f"{reader}/known", version_of("sayso.ontology"), version_of("sayso.lexicons")]
    return Run(digest("known", parts), "code", *parts)


def _content(path: Path) -> bytes:
    try:
        if path.stat().st_size > MOST_BYTES:
            raise InputError(f"is larger than {MOST_BYTES >> 20} MiB", where=str(path), hint="Split it.")
        return path.read_bytes()
    except OSError as error:
        raise InputError(f"cannot be read ({error.strerror})", where=str(path)) from error


def _media(path: Path) -> str:
    return "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet" if path.suffix == ".xlsx" else "text/csv"


def _table(path: Path, content: bytes) -> tuple[list[str], Iterator[dict[str, str]]]:
    """Header and rows of the file; cells as text."""
    if path.suffix.lower() == ".xlsx":
        return _sheet(path, content)
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise InputError(f"is not UTF-8 at byte {error.start}", where=str(path), hint="Save it as CSV in UTF-8.") from error
    mark = max(",;\t|", key=text.split("\n", 1)[0].count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=mark)
    header = [c.strip() for c in next(reader, [])]
    return header, (dict(zip(header, row, strict=False)) for row in reader if any(row))


def _sheet(path: Path, content: bytes) -> tuple[list[str], Iterator[dict[str, str]]]:
    import openpyxl  # loads slowly, and few calls need it

    try:
        book = openpyxl.load_workbook(io.BytesIO(content), read_only=True, data_only=True)
    except Exception as error:  # openpyxl raises KeyError, ValueError, BadZipFile and more for a damaged book
        raise InputError(f"is a damaged workbook: {str(error)[:200]}", where=str(path)) from error
    rows = book.worksheets[0].iter_rows(values_only=True)
    header = ["" if c is None else str(c).strip() for c in next(rows, ())]
    return header, (
        {h: _cell(c) for h, c in zip(header, row, strict=False) if h} for row in rows if any(c is not None for c in row)
    )


def _cell(value: object) -> str:
    if value is None:
        return ""
    iso = getattr(value, "isoformat", None)
    if iso is not None:
        return str(iso())[:10]
    return str(int(value)) if isinstance(value, float) and value.is_integer() else str(value)


def _columns(header: Sequence[str], mapping: Mapping[str, str], path: Path) -> dict[str, str]:
    """For each field the column that holds it."""
    known = {h.lower(): h for h in header if h}
    out = {}
    for name, names in COLUMNS.items():
        if name in mapping:
            if mapping[name] not in header:
                raise InputError(
                    f"there is no column '{mapping[name][:80]}' for {name}",
                    where=str(path),
                    hint=f"Columns: {', '.join(header)[:300]}.",
                )
            out[name] = mapping[name]
        elif found := next((known[n] for n in names if n in known), None):
            out[name] = found
    for name in ("id", "date"):
        if name not in out:
            raise InputError(
                f"has no column for {name} ({', '.join(COLUMNS[name])})", where=str(path), hint="Name it in a file for --map."
            )
    return out


@dataclass
class _Page:
    """The text of a row as it grows, with quotes of its cells."""

    lines: list[str]
    length: int = 0

    def add(self, column: str, value: str) -> Quote | None:
        words = " ".join(value.split())[:MOST_CELL]
        if not words:
            return None
        start = self.length + len(column) + 2
        self.lines.append(f"{column}: {words}\n")
        self.length += len(self.lines[-1])
        return Quote(start, start + len(words), words)


def _event(
    row: Mapping[str, str],
    columns: Mapping[str, str],
    source: str,
    where: str,
    date_format: str,
    type_: str,
    gazetteer: Gazetteer,
) -> tuple[Document, CodedDocument]:
    """One row as a document and its coding. Raises InputError for a row without id or date, or with a value that is none."""
    page = _Page([])
    cells = {field: page.add(column, str(row.get(column) or "")) for field, column in columns.items()}
    others = [c for c in row if c and c not in set(columns.values())]
    for column in others:
        page.add(column, str(row[column] or ""))
    id, date = cells["id"], cells["date"]
    if id is None or date is None:
        raise InputError(f"has no {'id' if id is None else 'date'}", where=where, hint="Give every event both.")
    text = "".join(page.lines)
    day = _date(date.words, cells.get("date_end"), date_format, where)
    type_, trigger = _type(cells.get("type"), type_, cells.get("killed"), where) or ("", None)
    country = _country(cells.get("country"), gazetteer)
    event = EventReport(
        "e1",
        trigger or id,
        Quote(0, len(text.rstrip("\n")), text.rstrip("\n")),
        type_,
        actors=_party(cells.get("actor"), gazetteer, country),
        recipients=_party(cells.get("recipient"), gazetteer, country),
        place=_place(cells, country, gazetteer, where),
        place_quote=cells.get("place"),
        date=PartialDate(day, "stated"),
        date_quote=date,
        confidence=1.0,
    )
    figures = [_figure(kind, cells.get(kind), event, where) for kind in ("killed", "wounded")]
    masthead = Masthead(outlet=Found(source, "given"), title=Found(f"{source}, {id.words}", "given"))
    document = Document(f"known:{source}#{id.words}", text, masthead)
    told = tuple(replace(f, id=f"f{k}") for k, f in enumerate((f for f in figures if f), 1))
    return document, CodedDocument(document.id, document.doc, text, None, source, (event,), told)


def _date(words: str, end: Quote | None, date_format: str, where: str) -> str:
    from datetime import datetime

    def one(value: str) -> str:
        value = value.split("T")[0].split(" ")[0] if re.match(r"\d{4}-\d\d", value) else value
        if date_format:
            try:
                return datetime.strptime(value, date_format).date().isoformat()
            except ValueError as error:
                raise InputError(f"date '{value[:40]}' is not written as {date_format}", where=where) from error
        if days(value) is None:
            raise InputError(
                f"date '{value[:40]}' is not ISO (2026-03-01)",
                where=where,
                hint='Say how dates are written: --date-format "%d/%m/%Y".',
            )
        return value

    first = one(words)
    last = one(end.words) if end is not None else first
    return first if last == first else f"{first}/{last}"


@cache
def _types() -> dict[str, str]:
    """PLOVER types by their own names, by ACLED's types and sub-events, and by a few names of others; small letters."""
    ontology = load()
    found = {t.lower(): t for t in ontology.types}
    for rule in ontology.acled_rules:
        found.setdefault(rule.value.lower(), rule.type)
    for sub in ontology.sub_events.values():
        if sub.name.lower() in found:
            found.setdefault(sub.event_type.lower(), found[sub.name.lower()])
    return {**_GED, **_ALSO, **found}


def _type(told: Quote | None, given: str, killed: Quote | None, where: str) -> tuple[str, Quote | None]:
    known = _types().get(told.words.lower()) if told is not None else None
    if known or given:
        return known or given, told
    if killed is not None and killed.words.strip() not in ("", "0"):
        return "ASSAULT", told
    what = f"type '{told.words[:40]}'" if told is not None else "no type"
    raise InputError(f"has {what}, which says no PLOVER type", where=where, hint="Give --type ASSAULT for such rows.")


def _country(told: Quote | None, gazetteer: Gazetteer) -> str:
    if told is None:
        return ""
    return told.words.upper() if len(told.words) == 2 else gazetteer.country_words.get(told.words.lower(), "")


def _party(told: Quote | None, gazetteer: Gazetteer, country: str) -> tuple[Participant, ...]:
    if told is None:
        return ()
    bare = re.sub(r"\s*\([^)]*\)", "", told.words).removeprefix("Military Forces of ") or told.words
    forces = "army" if told.words.startswith("Military Forces of ") else ""
    actor = resolve_actor(f"{bare} {forces}".strip(), gazetteer, load_actors(), country_hint=country)
    return (Participant(told, actor, load().group(told.words)),)


def _place(cells: Mapping[str, Quote | None], country: str, gazetteer: Gazetteer, where: str) -> Place | None:
    told, latitude, longitude = cells.get("place"), cells.get("latitude"), cells.get("longitude")
    if told is None:
        return Place("", country, precision="country", how="known event") if country else None
    found = [c for c in gazetteer.find(told.words) if not country or c.country == country]
    best = found[0] if found else None
    if latitude is not None and longitude is not None:
        try:
            point = float(latitude.words), float(longitude.words)
        except ValueError as error:
            raise InputError(
                f"has the point '{latitude.words[:20]}, {longitude.words[:20]}'", where=where, hint="Give degrees."
            ) from error
        name, id = (best.name, best.id) if best else (told.words, "")
        return Place(name, country, best.admin1 if best else "", *point, "town", id, "known event", 1.0)
    if best is None:
        return Place(told.words, country, how="known event")
    precision = best.kind if best.kind in ("town", "district", "province", "country") else "town"
    return Place(best.name, best.country, best.admin1, best.latitude, best.longitude, precision, best.id, "known event", 0.9)


def _figure(kind: str, told: Quote | None, event: EventReport, where: str) -> Figure | None:
    """A number of people; nothing for none given, nor for 0, which in such tables is written where nothing is known."""
    if told is None:
        return None
    try:
        number = int(float(told.words))
    except ValueError as error:
        raise InputError(f"{kind} is '{told.words[:40]}', no number", where=where) from error
    if number <= 0:
        return None
    return Figure("f", kind, told, event.sentence, number, number, "exactly", (event.id,), confidence=1.0)
