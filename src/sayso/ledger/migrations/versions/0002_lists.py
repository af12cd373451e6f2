"""What lists are counted and searched by: name and role of origins, indexes over the rows that hold now.

Revision 0002, follows 0001.
"""

import json
from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"

WORDS = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")
NOW: dict[str, Any] = {"sqlite_where": sa.text("until IS NULL"), "postgresql_where": sa.text("until IS NULL")}
BLOCK = 5000


def upgrade() -> None:
    """Adds the columns, fills them, and makes indexes anew."""
    for name in ("folded", "role"):
        op.add_column("origin", sa.Column(name, WORDS, nullable=False, server_default=""))
    _fill()
    for name, table in (
        ("claim_field", "claim"), ("claim_speaker", "claim"), ("origin_claim_origin", "origin_claim"), ("document_outlet", "document"),
        ("event_first", "event"),
    ):  # fmt: skip
        op.drop_index(name, table_name=table)
    counted = ["document_n", "start", "reader_name", "state", "disputed", "confidence", "until"]
    op.create_index("claim_order", "claim", counted, **NOW)
    op.create_index("claim_field", "claim", ["field", *counted], **NOW)
    op.create_index("claim_speaker", "claim", ["speaker", "reader_name", "state", "until"], **NOW)
    op.create_index("origin_now", "origin", ["id", "event", "role", "folded", "until"], **NOW)
    op.create_index("origin_claim_origin", "origin_claim", ["origin", "until"])
    op.create_index("document_outlet", "document", ["outlet", "published"])
    op.create_index("event_first", "event", ["first", "last", "id"], **NOW)
    op.create_index("conflict_kind", "conflict", ["kind", "field", "event"])


def _fill() -> None:
    connection, origin = op.get_bind(), sa.table("origin", *map(sa.column, ("n", "record", "folded", "role")))
    update = (
        origin.update().where(origin.c.n == sa.bindparam("number")).values(folded=sa.bindparam("name"), role=sa.bindparam("part"))
    )
    last = 0
    while True:
        query = sa.select(origin.c.n, origin.c.record).where(origin.c.n > last).order_by(origin.c.n).limit(BLOCK)
        rows = connection.execute(query).fetchall()
        if not rows:
            return
        last = rows[-1].n
        records = [(r.n, json.loads(r.record)) for r in rows]
        connection.execute(update, [{"number": n, "name": o["name"].casefold(), "part": o["role"]} for n, o in records])
