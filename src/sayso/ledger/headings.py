"""The heading of an event: the row by which lists find and show it. What most of its reports say; no assessment."""

import json
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from typing import Any

import sqlalchemy as sa

from sayso.core.dates import OPEN_END, OPEN_START, days, precision
from sayso.ledger import search
from sayso.ledger.base import Writing, chunks, plain
from sayso.ledger.choice import chosen_reader
from sayso.ledger.lifted import lifted
from sayso.ledger.tables import claim, claim_report, document, event, event_link, event_report, event_retired, origin, report

_FINE = {"day": 0, "interval": 1, "month": 2, "year": 3, "open": 4}
_PLACED = {"point": 0, "town": 1, "district": 2, "province": 3, "region": 4, "country": 5}
_EVENTS = 200  # whose reports and claims are held at a time
_WORDS = 6000  # characters of what an event's reports say that are indexed


def refresh(w: Writing, events: Iterable[str]) -> None:
    """Brings the headings of events up to date, and of those that share claims with them; an event without reports is retired."""
    reader = chosen_reader(w.connection)
    named = set(events)
    links = _links(w.all, sorted(named), _now)
    shared = lifted(w.all, _now, named, links)
    named |= {e for n, home in shared.home.items() for e in (home, *shared.about[n])}
    for ids in chunks(sorted(named), _EVENTS):
        reports, claims, known, counts = gathered(w.all, reader, ids, _now, links)
        now = {r.id: r for r in w.in_(event.c.id, ids, sa.select(event).where(event.c.until.is_(None)))}
        empty = [id for id in ids if id not in reports and id not in known]
        _retire(w, empty)
        rows = []
        for id in ids:
            if id in reports or id in known:
                row = heading(id, reports.get(id, []), claims.get(id, []), counts[id])
                if id not in now or any(getattr(now[id], k) != v for k, v in row.items()):
                    rows.append(row)
        changed = [row["id"] for row in rows if row["id"] in now]
        if changed:
            w.end(event, event.c.id.in_(changed))
        numbers = w.add(event, rows)
        search.index_events(w, [(n, row["words"]) for n, row in zip(numbers, rows, strict=True)])


def _now(table: Any) -> Any:
    return table.c.until.is_(None)


def _links(read: Callable[[Any], Sequence[Any]], ids: Sequence[str], holds: Callable[[Any], Any]) -> dict[str, str | None]:
    """What linking says each of these events is a part of, if of anything."""
    columns = sa.select(event_link.c.event, event_link.c.part_of).where(holds(event_link))
    found = {r.event: r.part_of for some in chunks(ids) for r in read(columns.where(event_link.c.event.in_(some)))}
    return {id: found.get(id) for id in ids}


def heading(id: str, reports: Sequence[Any], claims: Sequence[Any], counts: Mapping[str, Any]) -> dict[str, Any]:
    """The columns of an event's row. `reports` have `record` (JSON), `document_n` and `outlet`; `claims` the same and `field`, `stance`,
    `low`, `high` and `state`. Pure; ties go to the value that sorts first."""
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
        "documents": len({r.document_n for r in (*reports, *claims)}),
        "outlets": len({r.outlet for r in (*reports, *claims) if r.outlet}),
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


def gathered(
    read: Callable[[Any], Sequence[Any]],
    reader: str,
    ids: Sequence[str],
    holds: Callable[[Any], Any],
    links: Mapping[str, str | None] | None = None,
) -> tuple[dict[str, list[Any]], dict[str, list[Any]], set[str], dict[str, dict[str, Any]]]:
    """Of each event: its reports, its claims, whether it has a report that is no document's, and what is counted elsewhere. `read`
    answers a query, `holds` gives the condition that a row of a table holds; `links` as in `lifted`."""
    mine = [event_report.c.event.in_(ids), holds(event_report)]
    joined = sa.and_(
        event_report.c.document_n == report.c.document_n, event_report.c.report == document.c.id + "#" + report.c.local
    )
    reports: dict[str, list[Any]] = {}
    query = (
        sa.select(event_report.c.event, report.c.record, report.c.document_n, document.c.outlet)
        .join(document, document.c.n == report.c.document_n)
        .join(event_report, joined)
        .where(*mine, holds(report), report.c.reader_name == reader, report.c.state != "rejected")
        .order_by(report.c.document_n, report.c.n)
    )
    for r in read(query):
        reports.setdefault(r.event, []).append(r)
    columns = (
        *(claim.c.n, claim.c.document_n, document.c.outlet),
        *(claim.c.field, claim.c.stance, claim.c.low, claim.c.high, claim.c.state, claim.c.record),
    )
    standing = (holds(claim), claim.c.reader_name == reader, claim.c.state != "rejected")
    about = (
        sa.select(event_report.c.event, *columns)
        .join(claim_report, claim_report.c.report == event_report.c.report)
        .join(claim, claim.c.n == claim_report.c.claim_n)
        .join(document, document.c.n == claim.c.document_n)
        .where(*mine, *standing)
    )
    home = lifted(read, holds, ids, links).home
    claims: dict[str, dict[int, Any]] = {}
    for r in read(about):  # a claim about two reports of an event is one
        if r.n not in home:
            claims.setdefault(r.event, {})[r.n] = r
    others = sa.select(*columns).join(document, document.c.n == claim.c.document_n).where(*standing)
    for some in chunks(n for n, e in sorted(home.items()) if e in set(ids)):
        for r in read(others.where(claim.c.n.in_(some))):
            claims.setdefault(home[r.n], {})[r.n] = r
    known = {r.event for r in read(sa.select(event_report.c.event).where(*mine, event_report.c.document_n.is_(None)))}
    origins = sa.select(origin.c.event, sa.func.count().label("n")).where(origin.c.event.in_(ids), holds(origin))
    count = {r.event: r.n for r in read(origins.group_by(origin.c.event))}
    wholes = _links(read, ids, holds)
    counts = {id: {"origins": count.get(id, 0), "part_of": wholes[id]} for id in ids}
    in_order = {id: sorted(found.values(), key=lambda r: (r.document_n, r.n)) for id, found in claims.items()}
    return reports, in_order, known, counts


def _retire(w: Writing, ids: Sequence[str]) -> None:
    """An event without reports is no event; `event_retired` may already say where it went."""
    if not ids:
        return
    w.end(event, event.c.id.in_(ids))
    w.end(event_link, event_link.c.event.in_(ids))
    there = sa.select(event_retired.c.id).where(event_retired.c.until.is_(None))
    gone = {r.id for r in w.in_(event_retired.c.id, ids, there)}
    w.add(event_retired, [{"id": id, "into_": None} for id in ids if id not in gone])
