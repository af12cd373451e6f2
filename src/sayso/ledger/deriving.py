"""Recording codings and judgements, and the rows of reports and claims that follow from the two.

Reports and claims are a function of a document's current coding and its judgements. They are kept as rows so that they can be
searched, and written in the same transaction as what they follow from; a row that comes out the same stays as it is.
"""

import json
from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Any

import sqlalchemy as sa

from sayso.core import (
    Claim,
    CodedDocument,
    EventReport,
    Figure,
    InputError,
    Judgement,
    Quote,
    Run,
    Statement,
    address,
    claims_of,
    sha256_of,
)
from sayso.core.compact import pack, unpack
from sayso.core.judged import Decision, JudgedDocument, judged
from sayso.core.judging import VERDICTS, check_value, read_field, values_of
from sayso.core.spans import Span
from sayso.ledger.base import Writer, Writing, dump, plain
from sayso.ledger.choice import chosen_reader
from sayso.ledger.codings import STAGE, blank_of, coded_from, coding_record
from sayso.ledger.documents import exact
from sayso.ledger.headings import refresh
from sayso.ledger.tables import (
    claim,
    claim_report,
    coding,
    document,
    document_state,
    event_report,
    judgement,
    origin_claim,
    report,
    text,
    trail,
)
from sayso.ontology import load

PAIR_FIELDS = ("same_event", "same_origin")
_PART_OF_FIELD = {"place": "place", "date": "date", "perpetrator": "actors", "happened": "factuality"}


class CodingWrites(Writer):
    """Codings and judgements."""

    def record_codings(self, run: Run, coded: Sequence[CodedDocument]) -> None:
        """Makes these the current codings of their documents for the run's stage and reader. Reports keep their event where
        they overlap those of the coding before. Raises `InputError` for words that are not in the text."""
        with self._write("coded", run=run) as w:
            texts = _texts(w, [c.document for c in coded])
            changed = []
            for c in coded:
                n, words = texts[c.document]
                row = {"run": run.id, "unread": plain(c.unread), "record": _record(c, words)}
                if _make_current(w, n, run, row):
                    changed.append(n)
            derive(w, changed, {run.reader_name, chosen_reader(w.connection) or run.reader_name})
            w.note(f"{len(changed)} documents by {run.reader}")

    def judge(self, judgements: Sequence[Judgement]) -> int:
        """Records decisions and lays them over. Gives how many were new. Raises `InputError` for an unknown document, field or
        verdict, or a value that cannot be read."""
        with self._write("judged", person=judgements[0].person if judgements else "") as w:
            there = {r.id for r in w.in_(judgement.c.id, [j.id for j in judgements], sa.select(judgement.c.id))}
            new = list({j.id: j for j in judgements if j.id not in there}.values())
            documents = {d for j in new for d in (j.document, j.other_document) if d}
            texts = _texts(w, documents)
            for j in new:
                _check(w, j, texts[j.document][1], new)
            names = ("id", "person", "made", "verdict", "field", "document", "other_document", "undoes")
            rows = [{**{c: plain(getattr(j, c)) for c in names}, "record": dump(pack(j))} for j in new]
            w.add(judgement, rows)
            derive(w, [n for n, _ in texts.values()])
            w.note(", ".join(f"{j.verdict} {j.field}" for j in new[:3]) + (" …" if len(new) > 3 else ""))
            return len(new)


def derive(w: Writing, documents: Iterable[int], readers: Iterable[str] = ()) -> None:
    """Brings the reports and claims of documents up to date, for these readers or for all that coded them and the chosen one.
    What hangs on reports follows: events, their headings, and the note that the document is to be linked again."""
    chosen = chosen_reader(w.connection)
    wanted = {*readers, *([chosen] if chosen else [])}
    touched: set[str] = set()
    for n in dict.fromkeys(documents):
        for reader in sorted(wanted | _readers(w, n)):
            if _derive(w, n, reader) and reader == chosen:
                _follow(w, n, reader)
                touched |= {r.event for r in w.all(_memberships(n))}
        w.connection.execute(document_state.update().where(document_state.c.document_n == n).values(changed=w.step))
    refresh(w, touched)


def _texts(w: Writing, documents: Iterable[str]) -> dict[str, tuple[int, str]]:
    """Number and frozen text of documents by id. Raises `InputError` for one that is not there."""
    query = sa.select(document.c.id, document.c.n, text.c.text, text.c.exact).join(text, text.c.n == document.c.text_n)
    wanted = set(documents)
    found = {r.id: (r.n, exact(r.text, r.exact)) for r in w.in_(document.c.id, wanted, query)}
    if missing := sorted(wanted - set(found)):
        raise InputError(f"there is no document {missing[0]}", hint="Record the document first.")
    return found


def _record(c: CodedDocument, words: str) -> str:
    """The coding as it is kept: without its text, quotes as offsets. Raises `InputError` if a quote is not in the text."""
    if c.text != words and sha256_of(c.text) != sha256_of(words):
        raise InputError(
            "was coded from another text than the one in the ledger", where=f"document {c.doc}", hint="Code it again."
        )
    _check_quotes(c, words, c.doc)
    return coding_record(c)


def _check_quotes(value: Any, words: str, where: str) -> None:
    if isinstance(value, Quote):
        try:
            value.check(words)
        except InputError as error:
            raise InputError(error.what, where=f"document {where}", hint="Nothing of this coding was stored.") from None
    elif isinstance(value, tuple):
        for v in value:
            _check_quotes(v, words, where)
    elif hasattr(value, "__dataclass_fields__"):
        for name in value.__dataclass_fields__:
            _check_quotes(getattr(value, name), words, where)


def _make_current(w: Writing, n: int, run: Run, row: dict[str, Any]) -> bool:
    """Puts a coding in the place of the current one of its stage and reader; False if it is the same."""
    mine = [coding.c.document_n == n, coding.c.stage == run.stage, coding.c.reader_name == run.reader_name]
    now = w.connection.execute(
        sa.select(coding.c.run, coding.c.unread, coding.c.record).where(coding.c.until.is_(None), *mine)
    ).first()
    if now is not None and dict(now._mapping) == row:
        return False
    w.end(coding, *mine)
    w.add(coding, [{**row, "document_n": n, "stage": run.stage, "reader_name": run.reader_name}])
    return True


def _check(w: Writing, j: Judgement, words: str, new: Sequence[Judgement]) -> None:
    if j.verdict in VERDICTS:
        check_value(j, words)
        _check_lists(j)
    elif j.verdict in ("same", "different", "unsure"):
        if j.field not in PAIR_FIELDS or not j.other_document:
            raise InputError(
                f"'{j.field}' is no pair",
                where=f"judgement {j.id}",
                hint=f"One of {', '.join(PAIR_FIELDS)}, with other_document.",
            )
    elif j.verdict == "undo":
        known = {x.id for x in new} | {r.id for r in w.all(sa.select(judgement.c.id).where(judgement.c.id == j.undoes))}
        if j.undoes not in known:
            raise InputError(f"there is no judgement {j.undoes!r} to undo", where=f"judgement {j.id}")
    elif j.verdict != "comment":
        raise InputError(
            f"'{j.verdict}' is no verdict", where=f"judgement {j.id}",
            hint=f"One of: {', '.join(VERDICTS)}, same, different, unsure, undo, comment.",
        )  # fmt: skip


_LISTS = {
    ("event", "factuality"): "factuality",
    ("figure", "kind"): "figure_kind",
    ("figure", "comparator"): "comparator",
    ("figure", "stance"): "stance",
    ("statement", "field"): "statement_field",
    ("statement", "stance"): "stance",
}


def _check_lists(j: Judgement) -> None:
    """Raises `InputError` for a value that is not in its closed list."""
    name, ontology = read_field(j.field)[0], load()
    for key, value in values_of(j).items():
        if (name, key) == ("event", "type"):
            known = tuple(ontology.types)
        else:
            known = ontology.lists.get("basis" if key == "basis" else _LISTS.get((name, key), ""), ())
        if known and value not in known:
            raise InputError(f"'{value}' is not one of: {', '.join(known)}", where=f"{j.field} {key}")


def _readers(w: Writing, n: int) -> set[str]:
    query = sa.select(coding.c.reader_name).where(coding.c.document_n == n, coding.c.stage == STAGE, coding.c.until.is_(None))
    return {r.reader_name for r in w.all(query)}


def _judged(w: Writing, n: int, reader: str) -> JudgedDocument:
    d = w.connection.execute(
        sa.select(document.c.id, document.c.doc, document.c.published, document.c.outlet, text.c.text, text.c.exact)
        .join(text, text.c.n == document.c.text_n)
        .where(document.c.n == n)
    ).one()
    mine = [coding.c.document_n == n, coding.c.stage == STAGE, coding.c.reader_name == reader, coding.c.until.is_(None)]
    found = w.connection.execute(sa.select(coding.c.record, coding.c.run).where(*mine)).first()
    coded = coded_from(found.record, found.run, blank_of(d)) if found is not None else blank_of(d)
    said = w.all(sa.select(judgement.c.record).where(judgement.c.document == d.id))
    return judged(coded, [unpack(Judgement, json.loads(r.record)) for r in said])


def _derive(w: Writing, n: int, reader: str) -> bool:
    """Makes the rows of reports and claims what they should be. True if any changed."""
    found = _judged(w, n, reader)
    everything = _with_rejected(found)
    reports = [_report_row(e, found) for e in everything.events]
    claims = [_claim_row(c, found) for c in claims_of(everything)]
    a = _replace(w, report, n, reader, reports)
    b = _replace(w, claim, n, reader, claims)
    for row_n, row in b[1]:
        about = [{"claim_n": row_n, "report": f"{found.coded.document}#{e}"} for e in row["events"]]
        if about:
            w.connection.execute(claim_report.insert(), about)
    return a[0] or b[0]


def _with_rejected(found: JudgedDocument) -> CodedDocument:
    """The document with what people threw out put back: it is shown where someone asks for it."""
    c, out = found.coded, found.rejected
    return replace(
        c,
        events=c.events + tuple(r for r in out if isinstance(r, EventReport)),
        figures=c.figures + tuple(r for r in out if isinstance(r, Figure)),
        statements=c.statements + tuple(r for r in out if isinstance(r, Statement)),
    )


def _report_row(e: EventReport, found: JudgedDocument) -> dict[str, Any]:
    record = dump(pack(e, words=True))
    return {
        "local": e.id,
        "start": e.trigger.start,
        "type": e.type,
        "state": found.state(e.id),
        "disputed": found.disputed(e.id),
        "record": record,
    }


def _claim_row(c: Claim, found: JudgedDocument) -> dict[str, Any]:
    decision = found.decisions.get(c.subject, Decision("draft", ()))
    own = c.subject.startswith("e")
    state = decision.of(_PART_OF_FIELD[c.field]) if own and c.field in _PART_OF_FIELD else decision.state
    innermost = c.chain.innermost
    return {
        "local": address("", c)[1:],
        "start": c.quote.start,
        "field": c.field,
        "stance": c.stance,
        "speaker": plain(innermost.name.casefold()) if innermost else "",
        "low": c.low,
        "high": c.high,
        "confidence": c.confidence,
        "state": state,
        "disputed": decision.disputed,
        "record": dump(pack(c, words=True)),
        "events": c.events,
    }


def _replace(
    w: Writing, table: sa.Table, n: int, reader: str, rows: Sequence[dict[str, Any]]
) -> tuple[bool, list[tuple[int, dict[str, Any]]]]:
    """Ends rows that no longer hold and adds new ones. Gives whether anything changed, and the new rows with their numbers."""
    mine = [table.c.document_n == n, table.c.reader_name == reader, table.c.until.is_(None)]
    now = {r.local: r for r in w.all(sa.select(table).where(*mine))}
    same = {row["local"] for row in rows if row["local"] in now and _same(row, now[row["local"]])}
    over = [r.n for local, r in now.items() if local not in same]
    if over:
        w.end(table, table.c.n.in_(over))
    new = [row for row in rows if row["local"] not in same]
    plain_rows = [{**{k: v for k, v in row.items() if k != "events"}, "document_n": n, "reader_name": reader} for row in new]
    numbers = w.add(table, plain_rows)
    return bool(over or new), list(zip(numbers, new, strict=True))


def _same(row: dict[str, Any], now: Any) -> bool:
    return all(getattr(now, k) == v for k, v in row.items() if k != "events")


def _memberships(n: int) -> Any:
    return sa.select(event_report.c.n, event_report.c.event, event_report.c.report).where(
        event_report.c.document_n == n, event_report.c.until.is_(None)
    )


def _follow(w: Writing, n: int, reader: str) -> None:
    """After a document's reports changed: those that overlap an old one take its place in its event; what origins were traced
    for claims that changed is ended, to be traced again."""
    name = str(w.connection.execute(sa.select(document.c.id).where(document.c.n == n)).scalar())
    members = {r.report.rpartition("#")[2]: r for r in w.all(_memberships(n))}
    if members:
        _move_members(w, n, reader, name, members)
    now = {f"{name}#{r.local}": r.step for r in w.all(_current_claims(n, reader))}
    for table in (trail, origin_claim):
        rows = w.all(sa.select(table.c.n, table.c.claim, table.c.step).where(table.c.document == name, table.c.until.is_(None)))
        over = [r.n for r in rows if now.get(r.claim, w.step) >= w.step and r.step < w.step]
        if over:
            w.end(table, table.c.n.in_(over))


def _current_claims(n: int, reader: str) -> Any:
    return sa.select(claim.c.local, claim.c.step).where(
        claim.c.document_n == n, claim.c.reader_name == reader, claim.c.until.is_(None), claim.c.state != "rejected"
    )


def _move_members(w: Writing, n: int, reader: str, name: str, members: dict[str, Any]) -> None:
    now = {
        r.local: unpack(EventReport, json.loads(r.record))
        for r in w.all(_reports(n, reader, report.c.until.is_(None), report.c.state != "rejected"))
    }
    was = {r.local: unpack(EventReport, json.loads(r.record)) for r in w.all(_reports(n, reader, report.c.until == w.step))}
    was = {**{k: v for k, v in now.items() if k in members}, **was}
    ranked = sorted(
        ((_likeness(was[old], e), old, new) for old in members if old in was for new, e in now.items()),
        key=lambda t: (-t[0], t[1], t[2]),
    )
    place: dict[str, str] = {}
    for likeness, old, new in ranked:
        if likeness > 0 and old not in place and new not in place.values():
            place[old] = new
    moved = {old: r for old, r in members.items() if place.get(old) != old}
    if moved:
        w.end(event_report, event_report.c.n.in_([r.n for r in moved.values()]))
    rows = [{"event": r.event, "report": f"{name}#{place[old]}", "document_n": n} for old, r in moved.items() if old in place]
    w.add(event_report, rows)
    refresh(w, {r.event for r in moved.values()})


def _reports(n: int, reader: str, *where: Any) -> Any:
    return sa.select(report.c.local, report.c.record).where(report.c.document_n == n, report.c.reader_name == reader, *where)


def _likeness(a: EventReport, b: EventReport) -> float:
    """How much two reports of one document are one: shared characters of their mentions, then type and place."""
    spans_a, spans_b = ([e.trigger.span, *(m.span for m in e.mentions)] for e in (a, b))
    shared = max((_common(x, y) for x in spans_a for y in spans_b), default=0)
    if not shared:
        return 0.0
    site = a.place_quote is not None and b.place_quote is not None and a.place_quote.span.overlaps(b.place_quote.span)
    return 1.0 + site + 0.5 * (a.type == b.type) + shared / 1000


def _common(x: Span, y: Span) -> int:
    return max(0, min(x.end, y.end) - max(x.start, y.start))
