"""The heading of an event: the row by which lists find and show it. What most of its reports say; no assessment."""

import json
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

import sqlalchemy as sa

from sayso.core.dates import OPEN_END, OPEN_START, days, precision
from sayso.ledger import search
from sayso.ledger.base import Writing, plain
from sayso.ledger.choice import chosen_reader
from sayso.ledger.tables import claim, claim_report, document, event, event_link, event_report, event_retired, origin, report

_FINE = {"day": 0, "interval": 1, "month": 2, "year": 3, "open": 4}
_PLACED = {"point": 0, "town": 1, "district": 2, "province": 3, "region": 4, "country": 5}
_WORDS = 6000  # characters of what an event's reports say that are indexed


def refresh(w: Writing, events: Iterable[str]) -> None:
    """Brings the headings of events up to date; an event without reports is retired."""
    reader = chosen_reader(w.connection)
    rows = []
    for id in sorted(set(events)):
        reports = w.all(_reports(id, reader))
        known = any(r.document_n is None for r in w.all(_members(id)))
        if not reports and not known:
            _retire(w, id)
            continue
        row = heading(id, reports, w.all(_claims(id, reader)), _counts(w, id))
        now = w.connection.execute(sa.select(event).where(event.c.id == id, event.c.until.is_(None))).first()
        if now is not None and all(getattr(now, k) == v for k, v in row.items()):
            continue
        w.end(event, event.c.id == id)
        rows.append(row)
    numbers = w.add(event, rows)
    search.index_events(w, [(n, row["words"]) for n, row in zip(numbers, rows, strict=True)])


def heading(id: str, reports: Sequence[Any], claims: Sequence[Any], counts: Mapping[str, Any]) -> dict[str, Any]:
    """The columns of an event's row. `reports` have `record` (JSON), `document_n` and `outlet`; `claims` have `field`, `stance`,
    `low`, `high`, `state` and `record`. Pure; ties go to the value that sorts first."""
    told = [json.loads(r.record) for r in reports]
    type_, mode = _most(((t["type"], t.get("mode", "")) for t in told), ("", ""))
    edtf = _most((t["date"]["edtf"] for t in told if t.get("date")), "", lambda v: _FINE.get(precision(v), 9))
    place = _most_placed([t["place"] for t in told if t.get("place")])
    first, last = _days(edtf)
    dead = [
        n for c in claims if c.field == "killed" and c.stance in ("asserts", "concedes") for n in (c.low, c.high) if n is not None
    ]
    return {
        "id": id,
        "type": type_,
        "mode": mode,
        "factuality": _most((t.get("factuality", "happened") for t in told), ""),
        "background": all(t.get("background", False) for t in told),
        "date": edtf,
        "first": first,
        "last": last,
        "place": plain(place.get("name", "")),
        "country": place.get("country", ""),
        "admin1": plain(place.get("admin1", "")),
        "latitude": place.get("latitude"),
        "longitude": place.get("longitude"),
        "precision": place.get("precision", "unresolved") if place else "",
        "documents": len({r.document_n for r in reports}),
        "outlets": len({r.outlet for r in reports if r.outlet}),
        "reports": len(reports),
        "claims": len(claims),
        "origins": counts["origins"],
        "undecided": sum(c.state == "draft" for c in claims),
        "killed_low": min(dead, default=None),
        "killed_high": max(dead, default=None),
        "part_of": counts["part_of"],
        "words": _words(told, claims),
    }


def _most(values: Iterable[Any], otherwise: Any, coarse: Any = lambda v: 0) -> Any:
    """The value given most often; then the finest; then the one that sorts first."""
    ranked = sorted(Counter(values).items(), key=lambda item: (-item[1], coarse(item[0]), item[0]))
    return ranked[0][0] if ranked else otherwise


def _most_placed(places: Sequence[dict[str, Any]]) -> dict[str, Any]:
    """The place given most often, resolved before unresolved, the finest first."""
    if not places:
        return {}
    by_name: dict[tuple[bool, str, str], list[dict[str, Any]]] = {}
    for p in places:
        by_name.setdefault((p.get("latitude") is None, p.get("gazetteer_id", ""), p["name"]), []).append(p)
    ranked = sorted(by_name.items(), key=lambda i: (i[0][0], _PLACED.get(i[1][0].get("precision", ""), 9) > 2, -len(i[1]), i[0]))
    return ranked[0][1][0]


def _days(edtf: str) -> tuple[str | None, str | None]:
    span = days(edtf)
    if span is None:
        return None, None
    first, last = span
    return (
        None if first == OPEN_START else date.fromordinal(first).isoformat(),
        None if last == OPEN_END else date.fromordinal(last).isoformat(),
    )


def _words(told: Sequence[dict[str, Any]], claims: Sequence[Any]) -> str:
    """What is searched: sentences, places, parties, and the words and speakers of claims, each once."""
    found: dict[str, None] = {}
    for t in told:
        for key in ("sentence", "trigger", "place_quote"):
            if t.get(key):
                found[t[key][2]] = None
        if t.get("place"):
            found[t["place"]["name"]] = None
        for key in ("actors", "recipients", "instruments"):
            found |= dict.fromkeys(p["quote"][2] for p in t.get(key, ()))
    for c in claims:
        record = json.loads(c.record)
        found[record["quote"][2]] = None
        for hop in record.get("chain", {}).get("hops", ()):
            found[(hop.get("is_") or hop["speaker"])[2]] = None
    return plain("\n".join(found)[:_WORDS])


def _reports(id: str, reader: str) -> Any:
    joined = sa.and_(
        event_report.c.report == document.c.id + "#" + report.c.local, event_report.c.document_n == report.c.document_n
    )
    return (
        sa.select(report.c.record, report.c.document_n, document.c.outlet)
        .join(document, document.c.n == report.c.document_n)
        .join(event_report, joined)
        .where(event_report.c.event == id, event_report.c.until.is_(None))
        .where(report.c.until.is_(None), report.c.reader_name == reader, report.c.state != "rejected")
        .order_by(report.c.document_n, report.c.n)
    )


def _members(id: str) -> Any:
    return sa.select(event_report.c.document_n).where(event_report.c.event == id, event_report.c.until.is_(None))


def _claims(id: str, reader: str) -> Any:
    of = sa.select(event_report.c.report).where(event_report.c.event == id, event_report.c.until.is_(None))
    about = sa.select(claim_report.c.claim_n).where(claim_report.c.report.in_(of))
    return (
        sa.select(claim.c.field, claim.c.stance, claim.c.low, claim.c.high, claim.c.state, claim.c.record)
        .where(claim.c.n.in_(about), claim.c.until.is_(None), claim.c.reader_name == reader, claim.c.state != "rejected")
        .order_by(claim.c.document_n, claim.c.n)
    )


def _counts(w: Writing, id: str) -> dict[str, Any]:
    origins = sa.select(sa.func.count()).select_from(origin).where(origin.c.event == id, origin.c.until.is_(None))
    link = sa.select(event_link.c.part_of).where(event_link.c.event == id, event_link.c.until.is_(None))
    return {"origins": w.connection.execute(origins).scalar() or 0, "part_of": w.connection.execute(link).scalar()}


def _retire(w: Writing, id: str) -> None:
    """An event without reports is no event; `event_retired` may already say where it went."""
    w.end(event, event.c.id == id)
    w.end(event_link, event_link.c.event == id)
    there = sa.select(event_retired.c.n).where(event_retired.c.id == id, event_retired.c.until.is_(None))
    if w.connection.execute(there).first() is None:
        w.add(event_retired, [{"id": id, "into_": None}])
