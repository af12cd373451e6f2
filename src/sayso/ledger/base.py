"""What reading and writing share: moments, the rows that hold at one, blocks of rows, and the step of a writing call."""

import json
import re
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, date, datetime, time
from typing import Any, Protocol, TypeVar

import sqlalchemy as sa

from sayso.core import InputError, Run
from sayso.ledger import engine as connections
from sayso.ledger import tables

T = TypeVar("T")
CHUNK = 400  # values of one IN (...)
_UNFIT = re.compile("[\x00\ud800-\udfff]")


def now() -> str:
    """This moment, as the ledger writes it."""
    return stamp(datetime.now(UTC))


def stamp(at: datetime) -> str:
    """A moment in UTC with microseconds, so that moments sort as text."""
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")


def moment(text: str) -> str:
    """The moment that a user means: an ISO time with zone, or a day (its end, UTC). Raises `InputError` for anything else."""
    try:
        if re.fullmatch(r"\d{4}-\d\d-\d\d", text):
            return stamp(datetime.combine(date.fromisoformat(text), time.max, UTC))
        at = datetime.fromisoformat(text.replace("Z", "+00:00"))
    except ValueError:
        raise InputError(f"{text!r} is not a moment", hint="Write 2026-03-01 or 2026-03-01T14:30:00Z.") from None
    if at.tzinfo is None:
        raise InputError(f"{text!r} has no time zone", hint="Add Z for UTC, or +02:00.")
    return stamp(at)


def plain(text: str) -> str:
    """A text that every database takes: U+0000 and lone surrogates become U+FFFD, so that offsets stay."""
    return _UNFIT.sub("\ufffd", text)


def counted(count: int, what: str) -> str:
    """ "1 document", "2 documents"."""
    return f"{count} {what}{'' if count == 1 else 's'}"


def begins(column: Any, text: str) -> Any:
    """The condition that a column begins with a text, as a range, which an index finds (LIKE it does not)."""
    return sa.and_(column >= text, column < text + "\U0010ffff")


def dump(value: Any) -> str:
    """JSON text that every database takes."""
    out = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    return json.dumps(value, separators=(",", ":")) if _UNFIT.search(out) else out


def chunks(values: Iterable[T], size: int = CHUNK) -> Iterator[list[T]]:
    """Lists of at most `size`."""
    block: list[T] = []
    for value in values:
        block.append(value)
        if len(block) == size:
            yield block
            block = []
    if block:
        yield block


class Condition(Protocol):
    """What narrows a ledger for those who may not see all of it (see `sayso.ledger.withheld`)."""

    def conditions(self, table: Any) -> list[Any]:
        """What a row of a table must meet to be seen."""
        ...


class Base:
    """A ledger at one moment; `step` None is now. `withheld` is what it leaves out."""

    def __init__(self, engine: sa.Engine, step: int | None = None, withheld: Condition | None = None) -> None:
        self._engine, self._step, self._withheld = engine, step, withheld

    def _read(self) -> Any:
        return connections.reading(self._engine)

    def _all(self, query: Any) -> Sequence[Any]:
        with self._read() as connection:
            return connection.execute(query).fetchall()  # type: ignore[no-any-return]

    def _one(self, query: Any) -> Any:
        with self._read() as connection:
            return connection.execute(query).first()

    def _in(self, column: Any, values: Iterable[Any], query: Any) -> Iterator[Any]:
        """Rows of `query` for many values of a column, in pieces that a database takes."""
        for some in chunks(values):
            yield from self._all(query.where(column.in_(some)))

    def _holds(self, table: Any) -> Any:
        """The condition that a row of `table` (or of an alias) holds at this moment, and may be seen."""
        held = self._held(table)
        return held if self._withheld is None else sa.and_(held, *self._withheld.conditions(table))

    def _held(self, table: Any) -> Any:
        if "until" not in table.c:
            return sa.true() if self._step is None else table.c.step <= self._step
        if self._step is None:
            return table.c.until.is_(None)
        return sa.and_(table.c.step <= self._step, sa.or_(table.c.until.is_(None), table.c.until > self._step))

    @property
    def _postgres(self) -> bool:
        return self._engine.dialect.name == "postgresql"


class Writing:
    """One writing call. Its step is made with its first change, so that a call that changes nothing leaves no trace."""

    def __init__(self, connection: sa.Connection, what: str, run: str, person: str) -> None:
        self.connection, self._what, self._run, self._person = connection, what, run, person
        self._step = 0
        self._last: dict[str, int] = {}

    @property
    def step(self) -> int:
        """The number of this call's step. Time never runs backwards from one step to the next."""
        if not self._step:
            last = self.connection.execute(
                sa.select(tables.step.c.n, tables.step.c.at).order_by(tables.step.c.n.desc()).limit(1)
            ).first()
            self._step = (last.n if last else 0) + 1
            at = max(now(), last.at if last else "")
            row = {"n": self._step, "at": at, "what": self._what, "run": self._run, "person": plain(self._person), "detail": ""}
            self.connection.execute(tables.step.insert(), row)
        return self._step

    def note(self, detail: str) -> None:
        """Says in a few words what this call changed, if it changed anything."""
        if self._step:
            self.connection.execute(tables.step.update().where(tables.step.c.n == self._step).values(detail=plain(detail)))

    def numbers(self, table: sa.Table, count: int) -> range:
        """The next `count` row numbers of a table. There is one writer at a time, so none is given twice."""
        if table.name not in self._last:
            self._last[table.name] = self.connection.execute(sa.select(sa.func.max(table.c.n))).scalar() or 0
        first = self._last[table.name] + 1
        self._last[table.name] += count
        return range(first, first + count)

    def add(self, table: sa.Table, rows: Sequence[dict[str, Any]]) -> range:
        """Inserts rows with numbers and this step. Gives the numbers."""
        if not rows:
            return range(0)
        numbers = self.numbers(table, len(rows))
        more: dict[str, Any] = {"step": self.step} if "step" in table.c else {}
        if "until" in table.c:
            more["until"] = None
        self.connection.execute(table.insert(), [{**row, **more, "n": n} for row, n in zip(rows, numbers, strict=True)])
        return numbers

    def end(self, table: sa.Table, *where: Any) -> int:
        """Ends the rows that hold and meet a condition. Gives their number."""
        found = self.connection.execute(
            sa.select(sa.func.count()).select_from(table).where(table.c.until.is_(None), *where)
        ).scalar()
        if found:
            self.connection.execute(table.update().where(table.c.until.is_(None), *where).values(until=self.step))
        return found or 0

    def all(self, query: Any) -> Sequence[Any]:
        """Rows of a query inside this call."""
        return self.connection.execute(query).fetchall()

    def in_(self, column: Any, values: Iterable[Any], query: Any) -> Iterator[Any]:
        """Rows of `query` for many values of a column."""
        for some in chunks(values):
            yield from self.all(query.where(column.in_(some)))


class Writer(Base):
    """The writing half of a ledger: its calls are `with self._write(...) as w`."""

    @contextmanager
    def _write(self, what: str, *, run: Run | None = None, person: str = "") -> Iterator[Writing]:
        with connections.writing(self._engine) as connection:
            w = Writing(connection, what, run.id if run else "", person)
            if run is not None:
                record_run(w, run)
            yield w


def record_run(w: Writing, run: Run) -> None:
    """Records what produced the rows of this call, once."""
    t = tables.run
    if w.connection.execute(sa.select(t.c.id).where(t.c.id == run.id)).first() is None:
        row = {c: getattr(run, c) for c in ("id", "stage", "program", "reader", "reader_name", "ontology", "lexicons", "started")}
        w.connection.execute(t.insert(), {**{k: plain(v) for k, v in row.items()}, "step": w.step})
