"""Which reader's codings count."""

import sqlalchemy as sa

from sayso.ledger.tables import coding, setting


def chosen_reader(connection: sa.Connection, step: int | None = None) -> str:
    """Name (without version) of the reader whose codings count at a step: the setting `reader`, else the first that coded."""
    s, c = setting.c, coding.c
    held = s.until.is_(None) if step is None else sa.and_(s.step <= step, sa.or_(s.until.is_(None), s.until > step))
    found = connection.execute(sa.select(s.value).where(s.name == "reader", held)).scalar()
    if not found:
        first = sa.select(c.reader_name).order_by(c.n).limit(1)
        found = connection.execute(first if step is None else first.where(c.step <= step)).scalar()
    return str(found or "")
