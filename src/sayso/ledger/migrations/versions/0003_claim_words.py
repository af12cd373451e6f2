"""Claims are found by their words: the words of each claim, and an index over them.

Revision 0003, follows 0002.
"""

import json
import unicodedata
from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"

WORDS = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")
BLOCK = 5000
SEARCH = {
    "sqlite": (
        "CREATE VIRTUAL TABLE claim_search USING fts5(words, content='claim', content_rowid='n', "
        "tokenize='unicode61 remove_diacritics 2')",
    ),
    "postgresql": (
        "CREATE TABLE claim_search (claim_n bigint PRIMARY KEY, words tsvector NOT NULL)",
        "CREATE INDEX claim_search_words ON claim_search USING gin (words)",
    ),
}


def upgrade() -> None:
    """Adds the column and the index, and fills both."""
    op.add_column("claim", sa.Column("words", WORDS, nullable=False, server_default=""))
    dialect = op.get_bind().dialect.name
    for statement in SEARCH[dialect]:
        op.execute(statement)
    _fill(postgres=dialect == "postgresql")
    if dialect == "sqlite":
        op.execute("INSERT INTO claim_search (claim_search) VALUES ('rebuild')")


def _fill(*, postgres: bool) -> None:
    connection, claim = op.get_bind(), sa.table("claim", *map(sa.column, ("n", "record", "words")))
    update = claim.update().where(claim.c.n == sa.bindparam("number")).values(words=sa.bindparam("said"))
    insert = sa.text("INSERT INTO claim_search (claim_n, words) VALUES (:number, to_tsvector('simple', :folded))")
    last = 0
    while True:
        query = sa.select(claim.c.n, claim.c.record).where(claim.c.n > last).order_by(claim.c.n).limit(BLOCK)
        found = connection.execute(query).fetchall()
        if not found:
            return
        last = found[-1].n
        rows = [{"number": r.n, "said": _words(json.loads(r.record))} for r in found]
        connection.execute(update, rows)
        if postgres:
            connection.execute(insert, [{"number": r["number"], "folded": _unaccented(r["said"])} for r in rows])


def _words(record: dict[str, Any]) -> str:
    speakers = [h[k][2] for h in record.get("chain", {}).get("hops", ()) for k in ("speaker", "is_") if h.get(k)]
    parts = [record["quote"][2], record["field"], *(record.get(k, "") for k in ("value", "group", "scope")), *speakers]
    text = " ".join(dict.fromkeys(p for p in parts if p))
    return "".join("\ufffd" if c == "\x00" or "\ud800" <= c <= "\udfff" else c for c in text)


def _unaccented(text: str) -> str:
    return "".join(unicodedata.normalize("NFD", c)[0] for c in text)
