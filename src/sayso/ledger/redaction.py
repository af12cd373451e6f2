"""Redaction: what could endanger a person goes from texts, records, index and kept bytes, also from the past.

A passage or name becomes full blocks of the same length, so that offsets stay true; a document goes whole, with every other
document of the same text. Records that rest on removed words go with them; names, places and dates resolved from them are
emptied. The bytes as obtained go, and neither bytes nor text are taken in again. A tombstone says when, why and by whom.
"""

import json
import re
from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

import sqlalchemy as sa

from sayso.core import CodedDocument, InputError, Span, digest, sha256_of
from sayso.ledger import search, tables
from sayso.ledger.base import Writer, Writing, chunks, counted, dump, plain
from sayso.ledger.blotting import blot, blotted_coding, blotted_masthead, blotted_value, name_pattern
from sayso.ledger.codings import coded_from, coding_record
from sayso.ledger.deriving import derive
from sayso.ledger.documents import exact
from sayso.ledger.headings import refresh
from sayso.ledger.recording import text_row
from sayso.ledger.rows import Tombstone

t = tables


@dataclass(frozen=True)
class _Target:
    """A text with the documents that have it, and the passages to remove; none means all of it."""

    text_n: int
    sha256: str
    words: str
    spans: tuple[Span, ...]
    documents: tuple[tuple[int, str], ...]


class RedactionWrites(Writer):
    """`redact`."""

    def redact(
        self, *, document: str = "", span: tuple[int, int] | None = None, name: str = "", reason: str, person: str
    ) -> Tombstone:
        """Removes a document, a passage of one, or a name everywhere, from texts, records, index and kept bytes, also from the
        past, and leaves a tombstone. Cannot be undone. Raises `InputError` if there is nothing to remove."""
        if bool(document) == bool(name) or (span and not document):
            raise InputError("either a document (with a span or without) or a name is redacted, not both")
        if not reason.strip():
            raise InputError("a redaction without a reason", hint="Say why; the tombstone keeps it.")
        pattern = name_pattern(name) if name else None
        if pattern is not None and pattern.search(reason):
            raise InputError("the reason repeats the name that is to go", hint="Word it without the name.")
        with self._write("redacted", person=person) as w:
            targets = list(_by_name(w, pattern)) if pattern else [_of_document(w, document, span)]
            numbers = [n for target in targets for n, _ in target.documents]
            if not numbers and not (pattern and _named_elsewhere(w, pattern)):
                raise InputError("nothing in the ledger has these words", where=name and "name", hint="Check the spelling.")
            stone = _tombstone(w, document, span, name, reason, person, len(numbers))
            events = _clear_links(w, targets)
            for target in targets:
                _bar(w, stone.id, target)
                if target.spans:
                    _blot_target(w, target, stone.id)
                else:
                    _remove_target(w, target)
            if pattern is not None:
                _scrub(w, pattern)
            _forget_bytes(w, stone.id, numbers)
            derive(w, [n for target in targets if target.spans for n, _ in target.documents])
            refresh(w, events)
            _blank_headings(w, events)
            search.rebuild(w)
            w.note(f"{stone.kind}, {counted(len(numbers), 'document')}: {reason}")
        self._wipe()
        return stone

    def _wipe(self) -> None:
        """Sees to it that no freed page keeps what was removed."""
        if not self._postgres:
            with self._engine.connect() as connection:
                connection.connection.driver_connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")  # type: ignore[union-attr]
            return
        with self._engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            for table in (*tables.metadata.tables, *search.INDEXES):
                connection.exec_driver_sql(f'VACUUM FULL "{table}"')


def _of_document(w: Writing, name: str, span: tuple[int, int] | None) -> _Target:
    found = w.connection.execute(sa.select(t.document.c.text_n).where(t.document.c.id == name)).scalar()
    if found is None:
        raise InputError(f"there is no document {name!r}", hint="Give its id: sayso docs")
    target = next(_targets(w, [found], lambda words: ()))
    if span is None:
        return target
    passage = Span(*span)
    if not passage or passage.end > len(target.words):
        raise InputError(f"[{span[0]}, {span[1]}) is not a place in a text of {len(target.words)} characters")
    return replace(target, spans=(passage,))


def _by_name(w: Writing, pattern: re.Pattern[str]) -> Iterator[_Target]:
    last = 0
    while True:
        rows = w.all(sa.select(t.text.c.n, t.text.c.text).where(t.text.c.n > last).order_by(t.text.c.n).limit(100))
        if not rows:
            return
        last = rows[-1].n
        hit = [r.n for r in rows if pattern.search(r.text)]
        yield from _targets(w, hit, lambda words: tuple(Span(*m.span()) for m in pattern.finditer(words)))


def _targets(w: Writing, numbers: Sequence[int], spans: Callable[[str], tuple[Span, ...]]) -> Iterator[_Target]:
    for n in numbers:
        r = w.connection.execute(sa.select(t.text).where(t.text.c.n == n)).one()
        words = exact(r.text, r.exact)
        documents = w.all(sa.select(t.document.c.n, t.document.c.id).where(t.document.c.text_n == n).order_by(t.document.c.n))
        yield _Target(n, r.sha256, words, spans(words), tuple((d.n, d.id) for d in documents))


def _tombstone(
    w: Writing, document: str, span: tuple[int, int] | None, name: str, reason: str, person: str, count: int
) -> Tombstone:
    kind = "name" if name else "passage" if span else "document"
    start, end = span or (0, 0)
    id = digest("tomb", [w.step, kind, document, start, end])
    row = {
        "id": id, "kind": kind, "document": document, "start": start, "end": end, "reason": plain(reason), "person": plain(person),
        "documents": count,
    }  # fmt: skip
    w.add(t.tombstone, [row])
    at = w.connection.execute(sa.select(t.step.c.at).where(t.step.c.n == w.step)).scalar_one()
    return Tombstone(id, kind, reason, person, at, document, start, end, count)


def _bar(w: Writing, stone: str, target: _Target) -> None:
    signs = [target.sha256] + ([] if target.spans else [id for _, id in target.documents])
    _insert_new(w, t.barred, [{"digest": s, "tombstone": stone} for s in signs], "digest")


def _insert_new(w: Writing, table: sa.Table, rows: Sequence[dict[str, Any]], key: str) -> None:
    there = {r[0] for r in w.in_(table.c[key], [row[key] for row in rows], sa.select(table.c[key]))}
    new = [row for row in rows if row[key] not in there]
    if new:
        w.connection.execute(table.insert(), new)


def _clear_links(w: Writing, targets: Sequence[_Target]) -> set[str]:
    """Removes what linking wrote about these documents; everything else in their events is to be linked again. Gives the events."""
    numbers = {n for target in targets for n, _ in target.documents}
    names = {id for target in targets for _, id in target.documents}
    query = sa.select(t.event_report.c.event).distinct()
    events = {r.event for r in w.in_(t.event_report.c.document_n, numbers, query)}
    others = {r.document_n for r in w.in_(t.event_report.c.event, events, sa.select(t.event_report.c.document_n).distinct())}
    for some in chunks(events):
        for table in (t.origin, t.origin_claim, t.tie, t.assessment, t.conflict, t.assessed):
            w.connection.execute(table.delete().where(table.c.event.in_(some)))
        w.connection.execute(t.event_link.update().where(t.event_link.c.event.in_(some)).values(reasons="[]"))
    for some in chunks(names):
        w.connection.execute(t.trail.delete().where(t.trail.c.document.in_(some)))
        w.connection.execute(t.copy.delete().where(sa.or_(t.copy.c.source.in_(some), t.copy.c.copy.in_(some))))
    for name in names:
        begins = f"{name}#"
        either = sa.or_(t.pair.c.left.startswith(begins, autoescape=True), t.pair.c.right.startswith(begins, autoescape=True))
        w.connection.execute(t.pair.delete().where(either))
    for some in chunks(n for n in others if n is not None):
        w.connection.execute(t.document_state.update().where(t.document_state.c.document_n.in_(some)).values(changed=w.step))
    return events


def _drop_rows(w: Writing, numbers: Collection[int]) -> None:
    """Removes every report and claim row of documents, also of the past."""
    for some in chunks(numbers):
        claims = sa.select(t.claim.c.n).where(t.claim.c.document_n.in_(some))
        search.drop_claims(w, [r.n for r in w.all(claims)])
        w.connection.execute(t.claim_report.delete().where(t.claim_report.c.claim_n.in_(claims)))
        w.connection.execute(t.claim.delete().where(t.claim.c.document_n.in_(some)))
        w.connection.execute(t.report.delete().where(t.report.c.document_n.in_(some)))


def _blot_target(w: Writing, target: _Target, stone: str) -> None:
    """Removes passages from a text and from what was read out of it."""
    words = blot(target.words, target.spans)
    w.connection.execute(t.text.update().where(t.text.c.n == target.text_n).values(**text_row(sha256_of(words), words)))
    gone = [target.words[s.start : s.end] for s in target.spans]
    numbers = [n for n, _ in target.documents]
    for r in w.all(sa.select(t.document).where(t.document.c.n.in_(numbers))):
        record = blotted_masthead(json.loads(r.record), target.spans, gone)
        record.pop("translation", None)  # nobody can say which of its words are those that go
        shown = record.get("masthead", {})
        new = {c: (shown.get(c) or {}).get("value", "") for c in ("title", "outlet", "published", "language")}
        w.connection.execute(
            t.document.update().where(t.document.c.n == r.n).values(record=dump(record), **{k: plain(v) for k, v in new.items()})
        )
    for r in w.all(sa.select(t.coding).where(t.coding.c.document_n.in_(numbers))):
        coded = coded_from(r.record, r.run, CodedDocument("", "", target.words))
        kept = coding_record(blotted_coding(coded, target.spans))
        w.connection.execute(t.coding.update().where(t.coding.c.n == r.n).values(record=kept))
    for r in w.in_(t.judgement.c.document, [id for _, id in target.documents], sa.select(t.judgement)):
        record = json.loads(r.record)
        if blotted_value(record, target.spans):
            w.connection.execute(
                t.judgement.update().where(t.judgement.c.n == r.n).values(record=dump({**record, "value": "", "note": ""}))
            )
    _insert_new(w, t.redacted, [{"document": id, "tombstone": stone} for _, id in target.documents], "document")
    _drop_rows(w, numbers)
    search.drop_documents(w, numbers)
    titles = dict(tuple(r) for r in w.all(sa.select(t.document.c.n, t.document.c.title).where(t.document.c.n.in_(numbers))))
    if w.connection.dialect.name == "postgresql":
        search.index_documents(w, [(n, titles[n], words) for n in numbers])


def _remove_target(w: Writing, target: _Target) -> None:
    """Removes documents with their text and everything that was read out of them."""
    numbers = [n for n, _ in target.documents]
    _drop_rows(w, numbers)
    for r in w.in_(t.judgement.c.document, [id for _, id in target.documents], sa.select(t.judgement)):
        record = {**json.loads(r.record), "value": "", "note": ""}
        w.connection.execute(t.judgement.update().where(t.judgement.c.n == r.n).values(record=dump(record)))
    for table in (t.coding, t.event_report, t.document_state):
        w.connection.execute(table.delete().where(table.c.document_n.in_(numbers)))
    search.drop_documents(w, numbers)


def _forget_bytes(w: Writing, stone: str, numbers: Collection[int]) -> None:
    """Removes the bytes behind documents, and captures and documents that nothing needs any more."""
    of = sa.select(t.capture.c.n, t.capture.c.sha256, t.capture.c.address).join(
        t.document_capture, t.document_capture.c.capture_n == t.capture.c.n
    )
    captures = {r.n: r for r in w.in_(t.document_capture.c.document_n, numbers, of)}
    outer = {r.address.rpartition("!")[0] for r in captures.values() if "!" in r.address}
    query = sa.select(t.capture.c.n, t.capture.c.sha256, t.capture.c.address)
    captures |= {r.n: r for r in w.in_(t.capture.c.address, outer, query)}  # the mail around an attachment has it too
    digests = {r.sha256 for r in captures.values()}
    for some in chunks(digests):
        w.connection.execute(t.content.delete().where(t.content.c.sha256.in_(some)))
    _insert_new(w, t.barred, [{"digest": s, "tombstone": stone} for s in sorted(digests)], "digest")
    dead = [
        n
        for n in numbers
        if w.connection.execute(sa.select(t.document_state.c.document_n).where(t.document_state.c.document_n == n)).first()
        is None
    ]
    texts = {r.text_n for r in w.in_(t.document.c.n, dead, sa.select(t.document.c.text_n))}
    for some in chunks(dead):
        w.connection.execute(t.document_capture.delete().where(t.document_capture.c.document_n.in_(some)))
        w.connection.execute(t.document.delete().where(t.document.c.n.in_(some)))
    for n in texts:
        w.connection.execute(t.text.delete().where(t.text.c.n == n))
    for n in captures:
        used = sa.select(t.document_capture.c.document_n).where(t.document_capture.c.capture_n == n).limit(1)
        if dead and w.connection.execute(used).first() is None:
            w.connection.execute(t.capture.delete().where(t.capture.c.n == n))


def _blank_headings(w: Writing, events: Collection[str]) -> None:
    """Takes the words out of the past versions of the headings of events; the present ones were made again."""
    for some in chunks(events):
        past = [t.event.c.id.in_(some), t.event.c.until.is_not(None)]
        search.drop_events(w, [r.n for r in w.all(sa.select(t.event.c.n).where(*past))])
        w.connection.execute(t.event.update().where(*past).values(words="", place="", admin1=""))


_STRINGS: tuple[tuple[sa.Table, tuple[str, ...]], ...] = (
    (t.step, ("detail",)),
    (t.capture, ("address", "record")),
    (t.document, ("doc", "title", "outlet", "page", "record")),
    (t.rejection, ("address", "part", "reason")),
    (t.coding, ("unread", "record")),
    (t.report, ("record",)),
    (t.claim, ("speaker", "words", "record")),
    (t.judgement, ("record",)),
    (t.event, ("place", "admin1", "words")),
    (t.event_link, ("reasons",)),
    (t.origin, ("folded", "record")),
    (t.tie, ("record",)),
    (t.trail, ("record",)),
    (t.copy, ("record",)),
    (t.pair, ("reasons",)),
    (t.assessment, ("record",)),
    (t.conflict, ("record",)),
    (t.protection, ("subject", "folded", "reason")),
    (t.tombstone, ("reason",)),
    (t.setting, ("value",)),
    (t.export, ("filter", "name")),
)
_JSON = frozenset({"record", "reasons"})


def _named_elsewhere(w: Writing, pattern: re.Pattern[str]) -> bool:
    return next(_hits(w, pattern), None) is not None


def _scrub(w: Writing, pattern: re.Pattern[str]) -> None:
    """Replaces a name in every column that holds words."""
    touched: list[tuple[sa.Table, int, dict[str, str]]] = list(_hits(w, pattern))
    for table, n, values in touched:
        w.connection.execute(table.update().where(table.c.n == n).values(**values))
    if w.connection.dialect.name == "postgresql":
        numbers = [n for table, n, _ in touched if table is t.document]
        search.drop_documents(w, numbers)
        query = sa.select(t.document.c.n, t.document.c.title, t.text.c.text).join(t.text, t.text.c.n == t.document.c.text_n)
        search.index_documents(w, [tuple(r) for r in w.in_(t.document.c.n, numbers, query)])
        claims = {n: values["words"] for table, n, values in touched if table is t.claim and "words" in values}
        search.drop_claims(w, claims)
        search.index_claims(w, list(claims.items()))


def _hits(w: Writing, pattern: re.Pattern[str]) -> Iterator[tuple[sa.Table, int, dict[str, str]]]:
    for table, names in _STRINGS:
        last = 0
        while rows := w.all(
            sa.select(table.c.n, *(table.c[c] for c in names)).where(table.c.n > last).order_by(table.c.n).limit(500)
        ):
            last = rows[-1].n
            for r in rows:
                new = {c: _without(getattr(r, c), pattern, as_json=c in _JSON) for c in names}
                changed = {c: v for c, v in new.items() if v != getattr(r, c)}
                if changed:
                    yield table, r.n, changed


def _without(value: str, pattern: re.Pattern[str], *, as_json: bool) -> str:
    if as_json and ("\\u" in value or pattern.search(value)):
        clean = _walk(json.loads(value), pattern)
        return dump(clean) if clean != json.loads(value) else value
    return value if as_json else pattern.sub(_blocks, value)


def _walk(value: Any, pattern: re.Pattern[str]) -> Any:
    if isinstance(value, str):
        if value.startswith("{"):  # the value of a judgement is JSON in JSON
            try:
                return dump(_walk(json.loads(value), pattern))
            except ValueError:
                pass
        return pattern.sub(_blocks, value)
    if isinstance(value, list):
        return [_walk(v, pattern) for v in value]
    return {k: _walk(v, pattern) for k, v in value.items()} if isinstance(value, dict) else value


def _blocks(match: re.Match[str]) -> str:
    return blot(match[0], [Span(0, len(match[0]))])
