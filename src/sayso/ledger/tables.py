"""The tables. What no longer holds keeps its row: `step` is when it came, `until` when it ceased (null: it holds).

Every writing call is one row of `step`, numbered in the order of time; "as of a moment" is a comparison with its number.
`record` columns hold the core value as JSON (see `sayso.core.compact`); the other columns are there to be searched. Texts keep
U+0000 and lone surrogates, which databases refuse, in `text.exact`; everywhere else they stand as U+FFFD in searched columns and
as escapes in `record`.
"""

from typing import Any

import sqlalchemy as sa

metadata = sa.MetaData()
Number = sa.BigInteger().with_variant(sa.Integer, "sqlite")
Words = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")  # compared by code point everywhere


def _table(name: str, *columns: Any) -> sa.Table:
    return sa.Table(name, metadata, *columns)


def _n() -> sa.Column[int]:
    return sa.Column("n", Number, primary_key=True)


def _text(name: str, **more: Any) -> sa.Column[str]:
    return sa.Column(name, Words, nullable=False, **more)


def _maybe(name: str, kind: Any = Words) -> sa.Column[Any]:
    return sa.Column(name, kind, nullable=True)


def _flag(name: str) -> sa.Column[bool]:
    return sa.Column(name, sa.Boolean, nullable=False)


def _number(name: str) -> sa.Column[int]:
    return sa.Column(name, Number, nullable=False)


def _of(table: str, name: str = "") -> sa.Column[int]:
    return sa.Column(name or f"{table}_n", Number, sa.ForeignKey(f"{table}.n"), nullable=False)


def _step() -> sa.Column[int]:
    return sa.Column("step", Number, nullable=False)


def _until() -> sa.Column[int | None]:
    return sa.Column("until", Number, nullable=True)


def _current(name: str, *columns: str, unique: bool = False) -> sa.Index:
    """An index over the rows that hold now. One that also holds every column that a count asks for, `until` with them, answers
    it without a look at the rows."""
    now = sa.text("until IS NULL")
    return sa.Index(name, *columns, unique=unique, sqlite_where=now, postgresql_where=now)


step = _table("step", _n(), _text("at"), _text("what"), _text("run"), _text("person"), _text("detail"), sa.Index("step_at", "at"))

run = _table(
    "run",
    sa.Column("id", Words, primary_key=True),
    *(_text(c) for c in ("stage", "program", "reader", "reader_name", "ontology", "lexicons", "started")),
    _step(),
)

capture = _table(
    "capture",
    _n(),
    _text("id", unique=True),
    _text("sha256"),
    _text("address"),
    _text("record"),
    _step(),
    sa.Index("capture_sha256", "sha256"),
    sa.Index("capture_address", "address"),
)

content = _table(
    "content",
    sa.Column("sha256", Words, primary_key=True),
    _text("codec"),
    sa.Column("bytes", sa.LargeBinary, nullable=False),
)

text = _table(
    "text",
    _n(),
    _text("sha256", unique=True),
    _text("text"),
    sa.Column("exact", sa.LargeBinary, nullable=True),
    _number("chars"),
)

document = _table(
    "document",
    _n(),
    _text("id", unique=True),
    _of("text"),
    _text("doc"),
    _text("title"),
    _text("outlet"),
    _text("published"),
    _text("language"),
    _text("page"),
    _flag("warned"),
    _maybe("follows"),
    _text("record"),
    _step(),
    sa.Index("document_text", "text_n"),
    sa.Index("document_doc", "doc"),
    sa.Index("document_page", "page"),
    sa.Index("document_published", "published"),
    sa.Index("document_outlet", "outlet", "published"),
    sa.Index("document_follows", "follows"),
)

document_capture = _table(
    "document_capture",
    sa.Column("document_n", Number, sa.ForeignKey("document.n"), primary_key=True),
    sa.Column("capture_n", Number, sa.ForeignKey("capture.n"), primary_key=True),
    _step(),
    sa.Index("document_capture_capture", "capture_n"),
)

rejection = _table(
    "rejection",
    _n(),
    *(_text(c) for c in ("digest", "address", "part", "code", "reason", "sha256")),
    _step(),
    _until(),
    _current("rejection_now", "digest", unique=True),
    sa.Index("rejection_address", "address"),
)

coding = _table(
    "coding",
    _n(),
    _of("document"),
    _text("stage"),
    _text("reader_name"),
    _text("run"),
    _text("unread"),
    _text("record"),
    _step(),
    _until(),
    _current("coding_now", "document_n", "stage", "reader_name", unique=True),
    sa.Index("coding_document", "document_n"),
)

report = _table(
    "report",
    _n(),
    _of("document"),
    _text("reader_name"),
    _text("local"),
    _number("start"),
    _text("type"),
    _text("state"),
    _flag("disputed"),
    _text("record"),
    _step(),
    _until(),
    _current("report_now", "document_n", "reader_name"),
    sa.Index("report_document", "document_n"),
)

claim = _table(
    "claim",
    _n(),
    _of("document"),
    _text("reader_name"),
    _text("local"),
    _number("start"),
    _text("field"),
    _text("stance"),
    _text("speaker"),
    _maybe("low", Number),
    _maybe("high", Number),
    sa.Column("confidence", sa.Float, nullable=False),
    _text("state"),
    _flag("disputed"),
    _text("words", server_default=""),
    _text("record"),
    _step(),
    _until(),
    _current("claim_now", "document_n", "reader_name"),
    _current("claim_order", "document_n", "start", "reader_name", "state", "disputed", "confidence", "until"),
    _current("claim_field", "field", "document_n", "start", "reader_name", "state", "disputed", "confidence", "until"),
    _current("claim_speaker", "speaker", "reader_name", "state", "until"),
    sa.Index("claim_document", "document_n"),
    sa.Index("claim_step", "step"),
    sa.Index("claim_until", "until"),
)

claim_report = _table(
    "claim_report",
    sa.Column("claim_n", Number, sa.ForeignKey("claim.n"), primary_key=True),
    sa.Column("report", Words, primary_key=True),
    sa.Index("claim_report_report", "report"),
)

judgement = _table(
    "judgement",
    _n(),
    _text("id", unique=True),
    *(_text(c) for c in ("person", "made", "verdict", "field", "document", "other_document", "undoes", "record")),
    _step(),
    sa.Index("judgement_document", "document"),
    sa.Index("judgement_other", "other_document"),
    sa.Index("judgement_person", "person"),
)

event = _table(
    "event",
    _n(),
    _text("id"),
    _text("type"),
    _text("mode"),
    _text("factuality"),
    _flag("background"),
    _text("date"),
    _maybe("first"),
    _maybe("last"),
    *(_text(c) for c in ("place", "country", "admin1")),
    _maybe("latitude", sa.Float),
    _maybe("longitude", sa.Float),
    _text("precision"),
    *(_number(c) for c in ("documents", "outlets", "reports", "claims", "origins", "undecided")),
    _maybe("killed_low", Number),
    _maybe("killed_high", Number),
    _maybe("part_of"),
    _text("words"),
    _step(),
    _until(),
    _current("event_now", "id", unique=True),
    _current("event_first", "first", "last", "id"),
    _current("event_part_of", "part_of"),
    sa.Index("event_id", "id"),
)

event_link = _table(
    "event_link",
    _n(),
    _text("event"),
    _maybe("part_of"),
    _text("reasons"),
    _step(),
    _until(),
    _current("event_link_now", "event", unique=True),
    sa.Index("event_link_event", "event"),
)

event_report = _table(
    "event_report",
    _n(),
    _text("event"),
    _text("report"),
    _maybe("document_n", Number),
    _step(),
    _until(),
    _current("event_report_now", "report", unique=True),
    sa.Index("event_report_event", "event"),
    sa.Index("event_report_report", "report"),
    sa.Index("event_report_document", "document_n"),
)

event_retired = _table(
    "event_retired",
    _n(),
    _text("id"),
    _maybe("into_"),
    _step(),
    _until(),
    _current("event_retired_now", "id", unique=True),
    _current("event_retired_into", "into_"),
)

origin = _table(
    "origin",
    _n(),
    _text("event"),
    _text("id"),
    _text("key"),
    _text("record"),
    _step(),
    _until(),
    _text("folded", server_default=""),
    _text("role", server_default=""),
    _current("origin_now", "id", "event", "role", "folded", "until"),
    sa.Index("origin_event", "event"),
    sa.Index("origin_id", "id"),
    sa.Index("origin_key", "key"),
)

origin_claim = _table(
    "origin_claim",
    _n(),
    _text("event"),
    _text("origin"),
    _text("claim"),
    _text("document"),
    _step(),
    _until(),
    sa.Index("origin_claim_event", "event"),
    sa.Index("origin_claim_origin", "origin", "until"),
    _current("origin_claim_document", "document"),
)

trail = _table(
    "trail",
    _n(),
    _text("claim"),
    _text("document"),
    _text("origin"),
    _text("record"),
    _step(),
    _until(),
    _current("trail_now", "claim", unique=True),
    _current("trail_origin", "origin"),
    _current("trail_document", "document"),
    sa.Index("trail_claim", "claim"),
)

tie = _table("tie", _n(), _text("event"), _text("record"), _step(), _until(), sa.Index("tie_event", "event"))

copy = _table(
    "copy",
    _n(),
    _text("source"),
    _text("copy"),
    _text("record"),
    _step(),
    _until(),
    sa.Index("copy_source", "source"),
    sa.Index("copy_copy", "copy"),
)

pair = _table(
    "pair",
    _n(),
    _text("left"),
    _text("right"),
    sa.Column("weight", sa.Float, nullable=False),
    _text("reasons"),
    _step(),
    _until(),
    _current("pair_now", "left", "right", unique=True),
    _current("pair_right", "right"),
)

# Bookkeeping that can be computed again: when a document last changed and was last linked, and the cached assessments.
document_state = _table(
    "document_state",
    sa.Column("document_n", Number, sa.ForeignKey("document.n"), primary_key=True),
    _number("changed"),
    _maybe("linked", Number),
)

assessed = _table(
    "assessed",
    sa.Column("event", Words, primary_key=True),
    sa.Column("policy", Words, primary_key=True),
    _step(),
)

assessment = _table("assessment", _n(), _text("event"), _text("policy"), _text("record"), sa.Index("assessment_event", "event"))

conflict = _table(
    "conflict",
    _n(),
    _text("event"),
    _text("field"),
    _text("kind"),
    _text("record"),
    sa.Index("conflict_event", "event"),
    sa.Index("conflict_kind", "kind", "field", "event"),
)

# What was taken out of the ledger. It changes nothing of what the ledger says, so it is no step: the same ledger gives the same bytes.
export = _table(
    "export",
    _n(),
    *(_text(c) for c in ("at", "person", "kind", "format", "policy", "filter", "ids", "name", "sha256", "moment")),
    *(_number(c) for c in ("stamp", "events", "rows")),
)

protection = _table(
    "protection",
    _n(),
    *(_text(c) for c in ("kind", "subject", "folded", "level", "embargo", "reason", "person")),
    _step(),
    _until(),
    _current("protection_now", "kind", "folded", unique=True),
)

tombstone = _table(
    "tombstone",
    _n(),
    *(_text(c) for c in ("id", "kind", "document")),
    _number("start"),
    _number("end"),
    _text("reason"),
    _text("person"),
    _number("documents"),
    _step(),
)

# Digests (of texts and bytes, and document ids) that must not come back.
barred = _table("barred", sa.Column("digest", Words, primary_key=True), _text("tombstone"))

# Documents that are no longer what their id was made from.
redacted = _table("redacted", sa.Column("document", Words, primary_key=True), sa.Column("tombstone", Words, primary_key=True))

setting = _table("setting", _n(), _text("name"), _text("value"), _step(), _until(), _current("setting_now", "name", unique=True))

VERSIONED = frozenset(t.name for t in metadata.tables.values() if "until" in t.c)
