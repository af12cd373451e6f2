"""Marks of sensitivity and embargo, and settings kept in the ledger."""

import re
from collections.abc import Sequence

import sqlalchemy as sa

from sayso.core import InputError
from sayso.ledger.base import Writer, counted, plain
from sayso.ledger.rows import Protection
from sayso.ledger.tables import coding, document_state, protection, setting
from sayso.ontology import load

SETTINGS = ("reader", "policy", "threshold")


class ProtectionWrites(Writer):
    """`protect` and `set`."""

    def protect(self, marks: Sequence[Protection]) -> None:
        """Sets marks; a mark of level "open" without embargo lifts one. Raises `InputError` for an unknown kind or level, or an
        embargo that is no day."""
        for mark in marks:
            _check(mark)
        with self._write("protected", person=marks[0].person if marks else "") as w:
            for mark in marks:
                row = {c: plain(getattr(mark, c)) for c in ("kind", "subject", "level", "embargo", "reason", "person")}
                where = [protection.c.kind == mark.kind, protection.c.folded == plain(mark.subject.casefold())]
                now = w.connection.execute(sa.select(protection).where(protection.c.until.is_(None), *where)).first()
                if now is not None and all(getattr(now, k) == v for k, v in row.items() if k not in ("person", "subject")):
                    continue
                w.end(protection, *where)
                w.add(protection, [{**row, "folded": plain(mark.subject.casefold())}])
            w.note(counted(len(marks), "mark"))

    def set(self, name: str, value: str, person: str = "") -> None:
        """Sets a setting kept in the ledger: `reader`, whose codings count; `policy`, that of lists and pages; `threshold`, from
        0 to 1: drafts less sure wait out of sight of who reviews. Raises `InputError` for another name, or a reader that coded
        nothing."""
        if name not in SETTINGS:
            raise InputError(f"'{name}' is no setting of a ledger", hint=f"One of: {', '.join(SETTINGS)}.")
        with self._write("set", person=person) as w:
            readers = {r.reader_name for r in w.all(sa.select(coding.c.reader_name).distinct())}
            if name == "reader" and value not in readers:
                raise InputError(
                    f"no document was coded by '{value}'", hint=f"One of: {', '.join(sorted(readers)) or 'none yet'}."
                )
            now = w.connection.execute(
                sa.select(setting.c.value).where(setting.c.name == name, setting.c.until.is_(None))
            ).scalar()
            if now == value:
                return
            w.end(setting, setting.c.name == name)
            w.add(setting, [{"name": name, "value": plain(value)}])
            w.note(f"{name} {value}")
            if name == "reader":  # another reader's reports: everything is to be linked again
                w.connection.execute(document_state.update().values(changed=w.step))


def _check(mark: Protection) -> None:
    lists = load().lists
    for value, name in ((mark.kind, "protected"), (mark.level, "sensitivity")):
        known = lists[name]
        if value not in known:
            raise InputError(f"'{value}' is not one of: {', '.join(known)}", where=name)
    if mark.embargo and not re.fullmatch(r"\d{4}-\d\d-\d\d", mark.embargo):
        raise InputError(f"{mark.embargo!r} is no day", where="embargo", hint="Write 2027-01-31.")
    if not mark.subject.strip():
        raise InputError("a mark without a subject", hint="Give a document id or a name.")
