"""The rows of reports and claims: a function of a document's current coding and its judgements.

They are kept so that they can be searched, and written in the same transaction as what they follow from; a row that comes out the
same stays as it is. What hangs on reports follows: events, their headings, the note that a document is to be linked again.
"""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any

import sqlalchemy as sa

from sayso.core import (
    Claim,
    CodedDocument,
    EventReport,
    Figure,
    Judgement,
    Statement,
    address,
    claims_of,
)
from sayso.core.compact import pack, unpack
from sayso.core.judged import Decision, JudgedDocument, judged
from sayso.core.spans import Span
from sayso.ledger import search
from sayso.ledger.base import Writing, chunks, dump, plain
from sayso.ledger.choice import chosen_reader
from sayso.ledger.codings import STAGE, blank_of, coded_from
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

_PART_OF_FIELD = {"place": "place", "date": "date", "perpetrator": "actors", "happened": "factuality"}
_DOCUMENTS = 100  # whose texts are held at a time


def derive(w: Writing, documents: Iterable[int], readers: Iterable[str] = ()) -> None:
    """Brings the reports and claims of documents up to date, for these readers or for all that coded them and the chosen one."""
    chosen = chosen_reader(w.connection)
    wanted = {*readers, *([chosen] if chosen else [])}
    touched: set[str] = set()
    for some in chunks(dict.fromkeys(documents), _DOCUMENTS):
        found = _found(w, some)
        for reader in sorted(wanted.union(*(codings for _, codings, _ in found.values()))):
            made = {
                n: judged(codings.get(reader, blank), said)
                for n, (blank, codings, said) in found.items()
                if reader in wanted or reader in codings
            }
            changed = _write(w, reader, made)
            if reader == chosen and changed:
                touched |= _follow(w, reader, {n: found[n][0].document for n in changed})
        w.connection.execute(document_state.update().where(document_state.c.document_n.in_(some)).values(changed=w.step))
    refresh(w, touched)


def _found(w: Writing, numbers: Sequence[int]) -> dict[int, tuple[CodedDocument, dict[str, CodedDocument], list[Judgement]]]:
    """An empty coding, the current coding of each reader, and the judgements of each document."""
    query = sa.select(
        document.c.n, document.c.id, document.c.doc, document.c.published, document.c.outlet, text.c.text, text.c.exact
    ).join(text, text.c.n == document.c.text_n)
    blanks = {r.n: blank_of(r) for r in w.in_(document.c.n, numbers, query)}
    codings: dict[int, dict[str, CodedDocument]] = {n: {} for n in blanks}
    current = sa.select(coding).where(coding.c.stage == STAGE, coding.c.until.is_(None))
    for r in w.in_(coding.c.document_n, numbers, current):
        codings[r.document_n][r.reader_name] = coded_from(r.record, r.run, blanks[r.document_n])
    said: dict[str, list[Judgement]] = {}
    for r in w.in_(judgement.c.document, [b.document for b in blanks.values()], sa.select(judgement.c.record)):
        j = unpack(Judgement, json.loads(r.record))
        said.setdefault(j.document, []).append(j)
    return {n: (blanks[n], codings[n], said.get(blanks[n].document, [])) for n in numbers}


def _write(w: Writing, reader: str, made: Mapping[int, JudgedDocument]) -> set[int]:
    """Makes the rows of reports and claims what they should be. Gives the documents of which any changed."""
    reports, claims = {}, {}
    for n, found in made.items():
        everything = _with_rejected(found)
        reports[n] = [_report_row(e, found) for e in everything.events]
        claims[n] = [_claim_row(c, found) for c in claims_of(everything)]
    changed, _ = _replace(w, report, reader, reports)
    more, added = _replace(w, claim, reader, claims)
    search.index_claims(w, [(n, row["words"]) for n, _, row in added])
    about = [
        {"claim_n": n, "report": f"{made[document_n].coded.document}#{e}"} for n, document_n, row in added for e in row["events"]
    ]
    if about:
        w.connection.execute(claim_report.insert(), about)
    return changed | more


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
        "words": _words_of(c),
        "record": dump(pack(c, words=True)),
        "events": c.events,
    }


def _words_of(c: Claim) -> str:
    """What a claim is found by."""
    parts = (c.quote.words, c.field, c.value, c.group, c.scope, *(w for h in c.chain.hops for w in (h.speaker.words, h.name)))
    return plain(" ".join(dict.fromkeys(p for p in parts if p)))


def _replace(
    w: Writing, table: sa.Table, reader: str, rows: Mapping[int, Sequence[dict[str, Any]]]
) -> tuple[set[int], list[tuple[int, int, dict[str, Any]]]]:
    """Ends rows that no longer hold and adds new ones. Gives the documents that changed, and of new rows number, document and
    content."""
    query = sa.select(table).where(table.c.reader_name == reader, table.c.until.is_(None))
    now: dict[int, dict[str, Any]] = {n: {} for n in rows}
    for r in w.in_(table.c.document_n, rows, query):
        now[r.document_n][r.local] = r
    over: list[int] = []
    new: list[tuple[int, dict[str, Any]]] = []
    changed: set[int] = set()
    for n, wanted in rows.items():
        same = {row["local"] for row in wanted if row["local"] in now[n] and _same(row, now[n][row["local"]])}
        gone = [r.n for local, r in now[n].items() if local not in same]
        fresh = [(n, row) for row in wanted if row["local"] not in same]
        over += gone
        new += fresh
        if gone or fresh:
            changed.add(n)
    for some in chunks(over):
        w.end(table, table.c.n.in_(some))
    numbers = w.add(
        table, [{**{k: v for k, v in row.items() if k != "events"}, "document_n": n, "reader_name": reader} for n, row in new]
    )
    return changed, [(k, n, row) for k, (n, row) in zip(numbers, new, strict=True)]


def _same(row: dict[str, Any], now: Any) -> bool:
    return all(getattr(now, k) == v for k, v in row.items() if k != "events")


def _follow(w: Writing, reader: str, names: Mapping[int, str]) -> set[str]:
    """After the reports of documents (ids by number) changed: those that overlap an old one take its place in its event; what
    origins were traced for claims that changed is ended, to be traced again. Gives the events that these documents touch."""
    members: dict[int, dict[str, Any]] = {}
    current = sa.select(event_report.c.n, event_report.c.event, event_report.c.report, event_report.c.document_n)
    for r in w.in_(event_report.c.document_n, names, current.where(event_report.c.until.is_(None))):
        members.setdefault(r.document_n, {})[r.report.rpartition("#")[2]] = r
    touched = {r.event for found in members.values() for r in found.values()}
    for n, found in members.items():
        _move_members(w, n, reader, names[n], found)
    if members:
        _end_traces(w, reader, {n: names[n] for n in members})
    return touched


def _end_traces(w: Writing, reader: str, names: Mapping[int, str]) -> None:
    """A claim that another person says now, or that is no more, loses its way to its origin; one that was accepted, or whose number
    was corrected, keeps it until it is linked again."""
    mine = [claim.c.reader_name == reader, claim.c.state != "rejected"]
    here = sa.select(claim.c.document_n, claim.c.local).where(*mine, claim.c.until.is_(None))
    alive = {f"{names[r.document_n]}#{r.local}" for r in w.in_(claim.c.document_n, names, here)}
    said: dict[str, set[str]] = {}
    changed = sa.select(claim.c.document_n, claim.c.local, claim.c.stance, claim.c.record).where(
        *mine, sa.or_(claim.c.until == w.step, sa.and_(claim.c.step == w.step, claim.c.until.is_(None)))
    )
    for r in w.in_(claim.c.document_n, names, changed):
        say_so = dump([r.stance, json.loads(r.record).get("chain")])
        said.setdefault(f"{names[r.document_n]}#{r.local}", set()).add(say_so)
    for table in (trail, origin_claim):
        held = sa.select(table.c.n, table.c.claim, table.c.step).where(table.c.until.is_(None))
        rows = w.in_(table.c.document, names.values(), held)
        over = [r.n for r in rows if r.step < w.step and (r.claim not in alive or len(said.get(r.claim, ())) > 1)]
        for some in chunks(over):
            w.end(table, table.c.n.in_(some))


def _move_members(w: Writing, n: int, reader: str, name: str, members: Mapping[str, Any]) -> None:
    alive = [report.c.until.is_(None), report.c.state != "rejected"]
    now = _reports(w, n, reader, *alive)
    was = {**{k: v for k, v in now.items() if k in members}, **_reports(w, n, reader, report.c.until == w.step)}
    ranked = sorted(
        ((_likeness(was[old], e), old, new) for old in members if old in was for new, e in now.items()),
        key=lambda t: (-t[0], t[1], t[2]),
    )
    place: dict[str, str] = {}
    taken: set[str] = set()
    for likeness, old, new in ranked:
        if likeness > 0 and old not in place and new not in taken:
            place[old] = new
            taken.add(new)
    moved = {old: r for old, r in members.items() if place.get(old) != old}
    if moved:
        w.end(event_report, event_report.c.n.in_([r.n for r in moved.values()]))
    rows = [{"event": r.event, "report": f"{name}#{place[old]}", "document_n": n} for old, r in moved.items() if old in place]
    w.add(event_report, rows)


def _reports(w: Writing, n: int, reader: str, *where: Any) -> dict[str, EventReport]:
    mine = [report.c.document_n == n, report.c.reader_name == reader, *where]
    return {
        r.local: unpack(EventReport, json.loads(r.record)) for r in w.all(sa.select(report.c.local, report.c.record).where(*mine))
    }


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
