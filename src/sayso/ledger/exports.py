"""The list of exports: what was taken out of the ledger, how to make it again, and what changed in it since."""

import json
from collections.abc import Sequence
from dataclasses import asdict, fields
from typing import Any

import sqlalchemy as sa

from sayso.ledger.base import Writer, dump, now, plain
from sayso.ledger.events import EventReads
from sayso.ledger.lifted import lifted
from sayso.ledger.rows import ChangedSince, EventFilter, Exported
from sayso.ledger.tables import claim, claim_report, event, event_report, export

MOST = 50_000  # versions of claims that are looked at
_PLAIN = ("person", "kind", "format", "policy", "name", "sha256", "moment", "stamp", "rows")


class ExportReads(EventReads):
    """Exports, newest first, and what became of what they held."""

    def exports(self, *, limit: int = 50) -> list[Exported]:
        """What was exported last."""
        query = sa.select(export).order_by(export.c.n.desc()).limit(limit)
        return [_exported(r) for r in self._all(query)]

    def changed_since(self, stamp: int, wanted: EventFilter, ids: Sequence[str] = ()) -> ChangedSince:
        """What happened since the ledger's `stamp` to claims of the events that a filter gave then or gives now, or of some events
        by id. A claim is known by its document and its id in it; one that a new run only writes again is not changed."""
        c = claim.c
        recent = sa.or_(c.step > stamp, c.until > stamp)
        mine = [c.reader_name == self.reader, self._withheld_too(claim), recent, *self._about(stamp, wanted, ids)]
        before: dict[tuple[int, str], Any] = {}
        after: dict[tuple[int, str], Any] = {}
        columns = (c.document_n, c.local, c.state, c.record, c.step, c.until)
        found = self._all(sa.select(*columns).where(*mine).limit(MOST))
        for r in found:
            if r.state == "rejected":
                continue
            if r.step <= stamp < (r.until or stamp + 1):
                before[r.document_n, r.local] = (r.state, r.record)
            if r.until is None:
                after[r.document_n, r.local] = (r.state, r.record)
        both = before.keys() & after.keys()
        return ChangedSince(
            added=len(after.keys() - both),
            changed=sum(before[k] != after[k] for k in both),
            retracted=len(before.keys() - both),
            more=len(found) == MOST,
        )

    def _withheld_too(self, table: Any) -> Any:
        return sa.and_(sa.true(), *(self._withheld.conditions(table) if self._withheld else ()))

    def _about(self, stamp: int, wanted: EventFilter, ids: Sequence[str]) -> list[Any]:
        """The condition that a claim is, or was then, about one of the events; none where everything is wanted."""
        if not ids and wanted == EventFilter():
            return []
        then = type(self)(self._engine, stamp, self._withheld)
        chosen = set(ids) or {r.id for of in (then, self) for r in of._all(sa.select(event.c.id).where(*of._event_where(wanted)))}
        held = sa.or_(event_report.c.until.is_(None), event_report.c.until > stamp)
        told = sa.select(event_report.c.report).where(event_report.c.event.in_(sorted(chosen)), held)
        about = claim.c.n.in_(sa.select(claim_report.c.claim_n).where(claim_report.c.report.in_(told)))
        onto = [n for n, e in lifted(self._all, self._holds, chosen).home.items() if e in chosen]
        return [sa.or_(about, claim.c.n.in_(onto)) if onto else about]


class ExportWrites(Writer):
    """Keeping the list."""

    def record_export(self, made: Exported) -> None:
        """Adds an export to the list. The ledger itself does not change by it: no step, and no new stamp."""
        with self._write("exported") as w:
            row = {name: getattr(made, name) for name in _PLAIN}
            row |= {"at": now(), "filter": _filter_text(made.events), "ids": dump(list(made.ids)), "events": made.count}
            row = {k: plain(v) if isinstance(v, str) else v for k, v in row.items()}
            w.connection.execute(export.insert(), {**row, "n": w.numbers(export, 1)[0]})


def _filter_text(wanted: EventFilter) -> str:
    """What of a filter is set."""
    default = asdict(EventFilter())
    return dump({k: v for k, v in asdict(wanted).items() if v != default[k]})


def _exported(r: Any) -> Exported:
    lists = {f.name for f in fields(EventFilter) if isinstance(f.default, tuple) or f.name == "box"}
    wanted: dict[str, Any] = {k: tuple(v) if k in lists else v for k, v in json.loads(r.filter).items()}
    return Exported(
        **{name: getattr(r, name) for name in _PLAIN},
        events=EventFilter(**wanted),
        ids=tuple(json.loads(r.ids)),
        count=r.events,
        at=r.at,
    )
