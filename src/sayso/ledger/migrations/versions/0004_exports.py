"""What was exported, when, by whom and of what: a list that exports of the command line and of the workbench add to; and
indexes by which the claims are found that changed since one.

Revision 0004, follows 0003.
"""

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"

NUMBER = sa.BigInteger().with_variant(sa.Integer, "sqlite")
WORDS = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")


def upgrade() -> None:
    """Adds the table and the indexes."""

    def text(name: str) -> sa.Column[Any]:
        return sa.Column(name, WORDS, nullable=False)

    def number(name: str) -> sa.Column[Any]:
        return sa.Column(name, NUMBER, nullable=False)

    for name in ("step", "until"):
        op.create_index(f"claim_{name}", "claim", [name])
    op.create_table(
        "export",
        sa.Column("n", NUMBER, primary_key=True),
        *map(text, ("at", "person", "kind", "format", "policy", "filter", "ids", "name", "sha256", "moment")),
        *map(number, ("stamp", "events", "rows")),
    )
