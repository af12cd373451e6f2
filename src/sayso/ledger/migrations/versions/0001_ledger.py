"""The first ledger.

Revision 0001.
"""

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None

NUMBER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
WORDS = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")
NOW: dict[str, Any] = {"sqlite_where": sa.text("until IS NULL"), "postgresql_where": sa.text("until IS NULL")}

SEARCH = {
    "sqlite": (
        "CREATE VIEW document_words AS "
        "SELECT d.n AS n, d.title AS title, t.text AS text FROM document d JOIN text t ON t.n = d.text_n",
        "CREATE VIRTUAL TABLE document_search USING fts5(title, text, content='document_words', content_rowid='n', "
        "tokenize='unicode61 remove_diacritics 2')",
        "CREATE VIRTUAL TABLE event_search USING fts5(words, content='event', content_rowid='n', "
        "tokenize='unicode61 remove_diacritics 2')",
    ),
    "postgresql": (
        "CREATE TABLE document_search (document_n bigint, part integer, words tsvector NOT NULL, PRIMARY KEY (document_n, part))",
        "CREATE INDEX document_search_words ON document_search USING gin (words)",
        "CREATE TABLE event_search (event_n bigint PRIMARY KEY, words tsvector NOT NULL)",
        "CREATE INDEX event_search_words ON event_search USING gin (words)",
    ),
}


def upgrade() -> None:
    """Makes every table."""
    op.create_table(
        "assessed",
        sa.Column("event", WORDS, nullable=False),
        sa.Column("policy", WORDS, nullable=False),
        sa.Column("step", NUMBER, nullable=False),
        sa.PrimaryKeyConstraint("event", "policy"),
    )
    op.create_table(
        "assessment",
        sa.Column("n", NUMBER, nullable=False),
        sa.Column("event", WORDS, nullable=False),
        sa.Column("policy", WORDS, nullable=False),
        sa.Column("record", WORDS, nullable=False),
        sa.PrimaryKeyConstraint("n"),
    )
    op.create_index("assessment_event", "assessment", ["event"], unique=False)
    op.create_table(
        "barred",
        sa.Column("digest", WORDS, nullable=False),
        sa.Column("tombstone", WORDS, nullable=False),
        sa.PrimaryKeyConstraint("digest"),
    )
    op.create_table(
        "capture",
        sa.Column("n", NUMBER, nullable=False),
        sa.Column("id", WORDS, nullable=False),
        sa.Column("sha256", WORDS, nullable=False),
        sa.Column("address", WORDS, nullable=False),
        sa.Column("record", WORDS, nullable=False),
        sa.Column("step", NUMBER, nullable=False),
        sa.PrimaryKeyConstraint("n"),
        sa.UniqueConstraint("id"),
    )
    op.create_index("capture_address", "capture", ["address"], unique=False)
    op.create_index("capture_sha256", "capture", ["sha256"], unique=False)
    op.create_table(
        "conflict",
        sa.Column("n", NUMBER, nullable=False),
        sa.Column("event", WORDS, nullable=False),
        sa.Column("field", WORDS, nullable=False),
        sa.Column("kind", WORDS, nullable=False),
        sa.Column("record", WORDS, nullable=False),
        sa.PrimaryKeyConstraint("n"),
    )
    op.create_index("conflict_event", "conflict", ["event"], unique=False)
    op.create_table(
        "content",
        sa.Column("sha256", WORDS, nullable=False),
        sa.Column("codec", WORDS, nullable=False),
        sa.Column("bytes", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("sha256"),
    )
    op.create_table(
        "copy",
        sa.Column("n", NUMBER, nullable=False),
        sa.Column("source", WORDS, nullable=False),
        sa.Column("copy", WORDS, nullable=False),
        sa.Column("record", WORDS, nullable=False),
        sa.Column("step", NUMBER, nullable=False),
        sa.Column("until", NUMBER, nullable=True),
        sa.PrimaryKeyConstraint("n"),
    )
    op.create_index("copy_copy", "copy", ["copy"], unique=False)
    op.create_index("copy_source", "copy", ["source"], unique=False)
    op.create_table(
        "event",
        sa.Column("n", NUMBER, nullable=False),
        sa.Column("id", WORDS, nullable=False),
        sa.Column("type", WORDS, nullable=False),
        sa.Column("mode", WORDS, nullable=False),
        sa.Column("factuality", WORDS, nullable=False),
        sa.Column("background", sa.Boolean(), nullable=False),
        sa.Column("date", WORDS, nullable=False),
        sa.Column("first", WORDS, nullable=True),
        sa.Column("last", WORDS, nullable=True),
        sa.Column("place", WORDS, nullable=False),
        sa.Column("country", WORDS, nullable=False),
        sa.Column("admin1", WORDS, nullable=False),
        sa.Column("latitude", sa.Float(), nullable=True),
        sa.Column("longitude", sa.Float(), nullable=True),
        sa.Column("precision", WORDS, nullable=False),
        sa.Column("documents", NUMBER, nullable=False),
        sa.Column("outlets", NUMBER, nullable=False),
        sa.Column("reports", NUMBER, nullable=False),
        sa.Column("claims", NUMBER, nullable=False),
        sa.Column("origins", NUMBER, nullable=False),
        sa.Column("undecided", NUMBER, nullable=False),
        sa.Column("killed_low", NUMBER, nullable=True),
        sa.Column("killed_high", NUMBER, nullable=True),
        sa.Column("part_of", WORDS, nullable=True),
        sa.Column("words", WORDS, nullable=False),
        sa.Column("step", NUMBER, nullable=False),
        sa.Column("until", NUMBER, nullable=True),
        sa.PrimaryKeyConstraint("n"),
    )
    op.create_index("event_first", "event", ["first", "id"], unique=False, **NOW)
    op.create_index("event_id", "event", ["id"], unique=False)
    op.create_index("event_now", "event", ["id"], unique=True, **NOW)
    op.create_index("event_part_of", "event", ["part_of"], unique=False, **NOW)
    op.create_table(
        "event_link",
        sa.Column("n", NUMBER, nullable=False),
        sa.Column("event", WORDS, nullable=False),
        sa.Column("part_of", WORDS, nullable=True),
        sa.Column("reasons", WORDS, nullable=False),
        sa.Column("step", NUMBER, nullable=False),
        sa.Column("until", NUMBER, nullable=True),
        sa.PrimaryKeyConstraint("n"),
    )
    op.create_index("event_link_event", "event_link", ["event"], unique=False)
    op.create_index("event_link_now", "event_link", ["event"], unique=True, **NOW)
    op.create_table(
        "event_report",
        sa.Column("n", NUMBER, nullable=False),
        sa.Column("event", WORDS, nullable=False),
        sa.Column("report", WORDS, nullable=False),
        sa.Column("document_n", NUMBER, nullable=True),
        sa.Column("step", NUMBER, nullable=False),
        sa.Column("until", NUMBER, nullable=True),
        sa.PrimaryKeyConstraint("n"),
    )
    op.create_index("event_report_document", "event_report", ["document_n"], unique=False)
    op.create_index("event_report_event", "event_report", ["event"], unique=False)
    op.create_index("event_report_now", "event_report", ["report"], unique=True, **NOW)
    op.create_index("event_report_report", "event_report", ["report"], unique=False)
    op.create_table(
        "event_retired",
        sa.Column("n", NUMBER, nullable=False),
        sa.Column("id", WORDS, nullable=False),
        sa.Column("into_", WORDS, nullable=True),
        sa.Column("step", NUMBER, nullable=False),
        sa.Column("until", NUMBER, nullable=True),
        sa.PrimaryKeyConstraint("n"),
    )
    op.create_index("event_retired_into", "event_retired", ["into_"], unique=False, **NOW)
    op.create_index("event_retired_now", "event_retired", ["id"], unique=True, **NOW)
    op.create_table(
        "judgement",
        sa.Column("n", NUMBER, nullable=False),
        sa.Column("id", WORDS, nullable=False),
        sa.Column("person", WORDS, nullable=False),
        sa.Column("made", WORDS, nullable=False),
        sa.Column("verdict", WORDS, nullable=False),
        sa.Column("field", WORDS, nullable=False),
        sa.Column("document", WORDS, nullable=False),
        sa.Column("other_document", WORDS, nullable=False),
        sa.Column("undoes", WORDS, nullable=False),
        sa.Column("record", WORDS, nullable=False),
        sa.Column("step", NUMBER, nullable=False),
        sa.PrimaryKeyConstraint("n"),
        sa.UniqueConstraint("id"),
    )
    op.create_index("judgement_document", "judgement", ["document"], unique=False)
    op.create_index("judgement_other", "judgement", ["other_document"], unique=False)
    op.create_index("judgement_person", "judgement", ["person"], unique=False)
    op.create_table(
        "origin",
        sa.Column("n", NUMBER, nullable=False),
        sa.Column("event", WORDS, nullable=False),
        sa.Column("id", WORDS, nullable=False),
        sa.Column("key", WORDS, nullable=False),
        sa.Column("record", WORDS, nullable=False),
        sa.Column("step", NUMBER, nullable=False),
        sa.Column("until", NUMBER, nullable=True),
        sa.PrimaryKeyConstraint("n"),
    )
    op.create_index("origin_event", "origin", ["event"], unique=False)
    op.create_index("origin_id", "origin", ["id"], unique=False)
    op.create_index("origin_key", "origin", ["key"], unique=False)
    op.create_table(
        "origin_claim",
        sa.Column("n", NUMBER, nullable=False),
        sa.Column("event", WORDS, nullable=False),
        sa.Column("origin", WORDS, nullable=False),
        sa.Column("claim", WORDS, nullable=False),
        sa.Column("document", WORDS, nullable=False),
        sa.Column("step", NUMBER, nullable=False),
        sa.Column("until", NUMBER, nullable=True),
        sa.PrimaryKeyConstraint("n"),
    )
    op.create_index("origin_claim_document", "origin_claim", ["document"], unique=False, **NOW)
    op.create_index("origin_claim_event", "origin_claim", ["event"], unique=False)
    op.create_index("origin_claim_origin", "origin_claim", ["origin"], unique=False)
    op.create_table(
        "pair",
        sa.Column("n", NUMBER, nullable=False),
        sa.Column("left", WORDS, nullable=False),
        sa.Column("right", WORDS, nullable=False),
        sa.Column("weight", sa.Float(), nullable=False),
        sa.Column("reasons", WORDS, nullable=False),
        sa.Column("step", NUMBER, nullable=False),
        sa.Column("until", NUMBER, nullable=True),
        sa.PrimaryKeyConstraint("n"),
    )
    op.create_index("pair_now", "pair", ["left", "right"], unique=True, **NOW)
    op.create_index("pair_right", "pair", ["right"], unique=False, **NOW)
    op.create_table(
        "protection",
        sa.Column("n", NUMBER, nullable=False),
        sa.Column("kind", WORDS, nullable=False),
        sa.Column("subject", WORDS, nullable=False),
        sa.Column("folded", WORDS, nullable=False),
        sa.Column("level", WORDS, nullable=False),
        sa.Column("embargo", WORDS, nullable=False),
        sa.Column("reason", WORDS, nullable=False),
        sa.Column("person", WORDS, nullable=False),
        sa.Column("step", NUMBER, nullable=False),
        sa.Column("until", NUMBER, nullable=True),
        sa.PrimaryKeyConstraint("n"),
    )
    op.create_index("protection_now", "protection", ["kind", "folded"], unique=True, **NOW)
    op.create_table(
        "redacted",
        sa.Column("document", WORDS, nullable=False),
        sa.Column("tombstone", WORDS, nullable=False),
        sa.PrimaryKeyConstraint("document", "tombstone"),
    )
    op.create_table(
        "rejection",
        sa.Column("n", NUMBER, nullable=False),
        sa.Column("digest", WORDS, nullable=False),
        sa.Column("address", WORDS, nullable=False),
        sa.Column("part", WORDS, nullable=False),
        sa.Column("code", WORDS, nullable=False),
        sa.Column("reason", WORDS, nullable=False),
        sa.Column("sha256", WORDS, nullable=False),
        sa.Column("step", NUMBER, nullable=False),
        sa.Column("until", NUMBER, nullable=True),
        sa.PrimaryKeyConstraint("n"),
    )
    op.create_index("rejection_address", "rejection", ["address"], unique=False)
    op.create_index("rejection_now", "rejection", ["digest"], unique=True, **NOW)
    op.create_table(
        "run",
        sa.Column("id", WORDS, nullable=False),
        sa.Column("stage", WORDS, nullable=False),
        sa.Column("program", WORDS, nullable=False),
        sa.Column("reader", WORDS, nullable=False),
        sa.Column("reader_name", WORDS, nullable=False),
        sa.Column("ontology", WORDS, nullable=False),
        sa.Column("lexicons", WORDS, nullable=False),
        sa.Column("started", WORDS, nullable=False),
        sa.Column("step", NUMBER, nullable=False),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_table(
        "setting",
        sa.Column("n", NUMBER, nullable=False),
        sa.Column("name", WORDS, nullable=False),
        sa.Column("value", WORDS, nullable=False),
        sa.Column("step", NUMBER, nullable=False),
        sa.Column("until", NUMBER, nullable=True),
        sa.PrimaryKeyConstraint("n"),
    )
    op.create_index("setting_now", "setting", ["name"], unique=True, **NOW)
    op.create_table(
        "step",
        sa.Column("n", NUMBER, nullable=False),
        sa.Column("at", WORDS, nullable=False),
        sa.Column("what", WORDS, nullable=False),
        sa.Column("run", WORDS, nullable=False),
        sa.Column("person", WORDS, nullable=False),
        sa.Column("detail", WORDS, nullable=False),
        sa.PrimaryKeyConstraint("n"),
    )
    op.create_index("step_at", "step", ["at"], unique=False)
    op.create_table(
        "text",
        sa.Column("n", NUMBER, nullable=False),
        sa.Column("sha256", WORDS, nullable=False),
        sa.Column("text", WORDS, nullable=False),
        sa.Column("exact", sa.LargeBinary(), nullable=True),
        sa.Column("chars", NUMBER, nullable=False),
        sa.PrimaryKeyConstraint("n"),
        sa.UniqueConstraint("sha256"),
    )
    op.create_table(
        "tie",
        sa.Column("n", NUMBER, nullable=False),
        sa.Column("event", WORDS, nullable=False),
        sa.Column("record", WORDS, nullable=False),
        sa.Column("step", NUMBER, nullable=False),
        sa.Column("until", NUMBER, nullable=True),
        sa.PrimaryKeyConstraint("n"),
    )
    op.create_index("tie_event", "tie", ["event"], unique=False)
    op.create_table(
        "tombstone",
        sa.Column("n", NUMBER, nullable=False),
        sa.Column("id", WORDS, nullable=False),
        sa.Column("kind", WORDS, nullable=False),
        sa.Column("document", WORDS, nullable=False),
        sa.Column("start", NUMBER, nullable=False),
        sa.Column("end", NUMBER, nullable=False),
        sa.Column("reason", WORDS, nullable=False),
        sa.Column("person", WORDS, nullable=False),
        sa.Column("documents", NUMBER, nullable=False),
        sa.Column("step", NUMBER, nullable=False),
        sa.PrimaryKeyConstraint("n"),
    )
    op.create_table(
        "trail",
        sa.Column("n", NUMBER, nullable=False),
        sa.Column("claim", WORDS, nullable=False),
        sa.Column("document", WORDS, nullable=False),
        sa.Column("origin", WORDS, nullable=False),
        sa.Column("record", WORDS, nullable=False),
        sa.Column("step", NUMBER, nullable=False),
        sa.Column("until", NUMBER, nullable=True),
        sa.PrimaryKeyConstraint("n"),
    )
    op.create_index("trail_claim", "trail", ["claim"], unique=False)
    op.create_index("trail_document", "trail", ["document"], unique=False, **NOW)
    op.create_index("trail_now", "trail", ["claim"], unique=True, **NOW)
    op.create_index("trail_origin", "trail", ["origin"], unique=False, **NOW)
    op.create_table(
        "document",
        sa.Column("n", NUMBER, nullable=False),
        sa.Column("id", WORDS, nullable=False),
        sa.Column("text_n", NUMBER, nullable=False),
        sa.Column("doc", WORDS, nullable=False),
        sa.Column("title", WORDS, nullable=False),
        sa.Column("outlet", WORDS, nullable=False),
        sa.Column("published", WORDS, nullable=False),
        sa.Column("language", WORDS, nullable=False),
        sa.Column("page", WORDS, nullable=False),
        sa.Column("warned", sa.Boolean(), nullable=False),
        sa.Column("follows", WORDS, nullable=True),
        sa.Column("record", WORDS, nullable=False),
        sa.Column("step", NUMBER, nullable=False),
        sa.ForeignKeyConstraint(
            ["text_n"],
            ["text.n"],
        ),
        sa.PrimaryKeyConstraint("n"),
        sa.UniqueConstraint("id"),
    )
    op.create_index("document_doc", "document", ["doc"], unique=False)
    op.create_index("document_follows", "document", ["follows"], unique=False)
    op.create_index("document_outlet", "document", ["outlet"], unique=False)
    op.create_index("document_page", "document", ["page"], unique=False)
    op.create_index("document_published", "document", ["published"], unique=False)
    op.create_index("document_text", "document", ["text_n"], unique=False)
    op.create_table(
        "claim",
        sa.Column("n", NUMBER, nullable=False),
        sa.Column("document_n", NUMBER, nullable=False),
        sa.Column("reader_name", WORDS, nullable=False),
        sa.Column("local", WORDS, nullable=False),
        sa.Column("start", NUMBER, nullable=False),
        sa.Column("field", WORDS, nullable=False),
        sa.Column("stance", WORDS, nullable=False),
        sa.Column("speaker", WORDS, nullable=False),
        sa.Column("low", NUMBER, nullable=True),
        sa.Column("high", NUMBER, nullable=True),
        sa.Column("confidence", sa.Float(), nullable=False),
        sa.Column("state", WORDS, nullable=False),
        sa.Column("disputed", sa.Boolean(), nullable=False),
        sa.Column("record", WORDS, nullable=False),
        sa.Column("step", NUMBER, nullable=False),
        sa.Column("until", NUMBER, nullable=True),
        sa.ForeignKeyConstraint(
            ["document_n"],
            ["document.n"],
        ),
        sa.PrimaryKeyConstraint("n"),
    )
    op.create_index("claim_document", "claim", ["document_n"], unique=False)
    op.create_index("claim_field", "claim", ["field"], unique=False, **NOW)
    op.create_index("claim_now", "claim", ["document_n", "reader_name"], unique=False, **NOW)
    op.create_index("claim_speaker", "claim", ["speaker"], unique=False, **NOW)
    op.create_table(
        "coding",
        sa.Column("n", NUMBER, nullable=False),
        sa.Column("document_n", NUMBER, nullable=False),
        sa.Column("stage", WORDS, nullable=False),
        sa.Column("reader_name", WORDS, nullable=False),
        sa.Column("run", WORDS, nullable=False),
        sa.Column("unread", WORDS, nullable=False),
        sa.Column("record", WORDS, nullable=False),
        sa.Column("step", NUMBER, nullable=False),
        sa.Column("until", NUMBER, nullable=True),
        sa.ForeignKeyConstraint(
            ["document_n"],
            ["document.n"],
        ),
        sa.PrimaryKeyConstraint("n"),
    )
    op.create_index("coding_document", "coding", ["document_n"], unique=False)
    op.create_index("coding_now", "coding", ["document_n", "stage", "reader_name"], unique=True, **NOW)
    op.create_table(
        "document_capture",
        sa.Column("document_n", NUMBER, nullable=False),
        sa.Column("capture_n", NUMBER, nullable=False),
        sa.Column("step", NUMBER, nullable=False),
        sa.ForeignKeyConstraint(
            ["capture_n"],
            ["capture.n"],
        ),
        sa.ForeignKeyConstraint(
            ["document_n"],
            ["document.n"],
        ),
        sa.PrimaryKeyConstraint("document_n", "capture_n"),
    )
    op.create_index("document_capture_capture", "document_capture", ["capture_n"], unique=False)
    op.create_table(
        "document_state",
        sa.Column("document_n", NUMBER, nullable=False),
        sa.Column("changed", NUMBER, nullable=False),
        sa.Column("linked", NUMBER, nullable=True),
        sa.ForeignKeyConstraint(
            ["document_n"],
            ["document.n"],
        ),
        sa.PrimaryKeyConstraint("document_n"),
    )
    op.create_table(
        "report",
        sa.Column("n", NUMBER, nullable=False),
        sa.Column("document_n", NUMBER, nullable=False),
        sa.Column("reader_name", WORDS, nullable=False),
        sa.Column("local", WORDS, nullable=False),
        sa.Column("start", NUMBER, nullable=False),
        sa.Column("type", WORDS, nullable=False),
        sa.Column("state", WORDS, nullable=False),
        sa.Column("disputed", sa.Boolean(), nullable=False),
        sa.Column("record", WORDS, nullable=False),
        sa.Column("step", NUMBER, nullable=False),
        sa.Column("until", NUMBER, nullable=True),
        sa.ForeignKeyConstraint(
            ["document_n"],
            ["document.n"],
        ),
        sa.PrimaryKeyConstraint("n"),
    )
    op.create_index("report_document", "report", ["document_n"], unique=False)
    op.create_index("report_now", "report", ["document_n", "reader_name"], unique=False, **NOW)
    op.create_table(
        "claim_report",
        sa.Column("claim_n", NUMBER, nullable=False),
        sa.Column("report", WORDS, nullable=False),
        sa.ForeignKeyConstraint(
            ["claim_n"],
            ["claim.n"],
        ),
        sa.PrimaryKeyConstraint("claim_n", "report"),
    )
    op.create_index("claim_report_report", "claim_report", ["report"], unique=False)
    for statement in SEARCH[op.get_bind().dialect.name]:
        op.execute(statement)
