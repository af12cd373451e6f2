"""Recording what linking and assessment found. Ids that linking uses are provisional; final ones are given here, once."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from functools import partial
from typing import Any

import sqlalchemy as sa

from sayso.core import Assessment, Conflict, Copy, Event, InputError, Origin, Pair, Run, Tie, Trail
from sayso.core.compact import pack
from sayso.ledger.base import Writer, Writing, chunks, counted, dump, plain
from sayso.ledger.headings import refresh
from sayso.ledger.identity import Assigned, assign, mint
from sayso.ledger.rows import LinkOutcome
from sayso.ledger.tables import (
    assessed,
    assessment,
    conflict,
    copy,
    document,
    document_state,
    event,
    event_link,
    event_report,
    event_retired,
    origin,
    origin_claim,
    pair,
    tie,
    trail,
)

_UNSET: Mapping[str, Sequence[Any]] = {}


class LinkWrites(Writer):
    """Events, origins, copies, pairs, assessments."""

    def record_links(
        self,
        run: Run,
        events: Sequence[Event] = (),
        *,
        origins: Mapping[str, Sequence[Origin]] = _UNSET,
        ties: Mapping[str, Sequence[Tie]] = _UNSET,
        trails: Sequence[Trail] = (),
        copies: Sequence[Copy] = (),
        pairs: Iterable[Pair] = (),
        documents: Collection[str] = (),
    ) -> LinkOutcome:
        """Records what linking found about `documents`, and gives final ids for provisional ones.

        Event ids in `events` may be ids of the ledger or anything else unique in this call; `part_of`, `origins` and `ties`
        use the same, or ids of the ledger. Reports named by an event leave the event they were in; reports not named stay where
        they are. An event takes the id of the oldest event it shares most with; events whose reports all moved redirect; the
        larger part of a split keeps the id. `origins`, `ties` replace those of each event given, `trails` those of their claims,
        `copies` those of which the copy is among `documents`, `pairs` scores of the same two reports.
        """
        with self._write("linked", run=run) as w:
            names, merged, moved = _events(w, events)
            found = _origins(w, origins, ties, trails, names)
            _pairs(w, pairs)
            _copies(w, copies, documents)
            refresh(w, (moved | {*names.values(), *(names.get(e, e) for e in origins)}) - {old for old, _ in merged})
            for some in chunks(r.n for r in w.in_(document.c.id, documents, sa.select(document.c.n))):
                which = document_state.c.document_n.in_(some)
                w.connection.execute(document_state.update().where(which).values(linked=w.step))
            w.note(f"{counted(len(events), 'event')} of {counted(len(documents), 'document')}")
            return LinkOutcome(names, found, tuple((old, new) for old, new in merged if new))

    def record_assessments(
        self, policy: str, events: Collection[str], assessments: Sequence[Assessment], conflicts: Sequence[Conflict] = ()
    ) -> None:
        """Replaces the cached assessments of these events under a policy, and their conflicts. Recomputable, so not kept."""
        with self._write("assessed") as w:
            for some in chunks(events):
                for table in (assessment, assessed):
                    w.connection.execute(table.delete().where(table.c.event.in_(some), table.c.policy == policy))
                w.connection.execute(conflict.delete().where(conflict.c.event.in_(some)))
                w.connection.execute(assessed.insert(), [{"event": id, "policy": policy, "step": w.step} for id in some])
            w.add(assessment, [{"event": a.event, "policy": a.policy, "record": dump(pack(a))} for a in assessments])
            w.note(f"{counted(len(events), 'event')} under {policy}")
            w.add(conflict, [{"event": c.event, "field": c.field, "kind": c.kind, "record": dump(pack(c))} for c in conflicts])


def _events(w: Writing, events: Sequence[Event]) -> tuple[dict[str, str], list[tuple[str, str | None]], set[str]]:
    """Final ids of events by provisional ones, the ids that redirect, and every event whose reports changed."""
    given = [list(dict.fromkeys(e.reports)) for e in events]
    _check(events, given)
    named = {r for g in given for r in g}
    current = sa.select(event_report).where(event_report.c.until.is_(None))
    ids = {r.event for r in w.in_(event_report.c.report, named, current)}
    living = _living(w, ids)
    left = [[r for r in members if r not in named] for _, members in living]
    groups = [g for g in left if g] + given  # what is not named stays together, and keeps its id on a tie
    assigned = assign(groups, living, _retired(w, named), partial(next, mint("E", partial(_taken, w))))
    moved = _move(w, groups, assigned.ids, {r: id for id, members in living for r in members})
    moved |= _redirect(w, assigned)
    names = {e.id: id for e, id in zip(events, assigned.ids[len(groups) - len(given) :], strict=True)}
    _link_rows(w, events, names)
    return names, list(assigned.redirects.items()), moved


def _check(events: Sequence[Event], groups: Sequence[Sequence[str]]) -> None:
    seen: dict[str, str] = {}
    for e, group in zip(events, groups, strict=True):
        if not group:
            raise InputError("an event without reports", where=f"event {e.id}")
        for r in group:
            if r in seen:
                raise InputError(
                    f"report {r} is in two events, {seen[r]} and {e.id}", hint="A report is in one event; use part_of."
                )
            seen[r] = e.id


def _living(w: Writing, ids: Collection[str]) -> list[tuple[str, list[str]]]:
    """Events with their reports, both oldest first."""
    first: dict[str, int] = {}
    members: dict[str, list[tuple[int, str]]] = {}
    query = sa.select(event_report.c.event, event_report.c.report, event_report.c.n, event_report.c.until)
    for r in w.in_(event_report.c.event, ids, query):
        first[r.event] = min(first.get(r.event, r.n), r.n)
        if r.until is None:
            members.setdefault(r.event, []).append((r.n, r.report))
    return [(id, [m for _, m in sorted(members.get(id, ()))]) for id in sorted(ids, key=lambda id: (first[id], id))]


def _retired(w: Writing, named: Collection[str]) -> list[tuple[str, list[str]]]:
    """Retired events that had some of these reports at their end, with those they had, oldest first."""
    query = (
        sa.select(event_report.c.event, event_report.c.report, event_report.c.n)
        .join(event_retired, sa.and_(event_retired.c.id == event_report.c.event, event_retired.c.step == event_report.c.until))
        .where(event_retired.c.until.is_(None))
    )
    members: dict[str, list[tuple[int, str]]] = {}
    for r in w.in_(event_report.c.report, named, query):
        members.setdefault(r.event, []).append((r.n, r.report))
    return [(id, [m for _, m in sorted(found)]) for id, found in sorted(members.items(), key=lambda i: (min(i[1]), i[0]))]


def _taken(w: Writing, ids: Collection[str]) -> set[str]:
    columns = (event_report.c.event, origin.c.id)
    return {r[0] for c in columns for r in w.in_(c, ids, sa.select(c).distinct())}


def _move(w: Writing, groups: Sequence[Sequence[str]], ids: Sequence[str], now: Mapping[str, str]) -> set[str]:
    """Puts reports into the events of these ids. Gives the events that gained or lost one."""
    moves = {r: id for group, id in zip(groups, ids, strict=True) for r in group if now.get(r) != id}
    names = {r.rpartition("#")[0] for r in moves if not r.startswith("known:")}
    numbers = {r.id: r.n for r in w.in_(document.c.id, names, sa.select(document.c.id, document.c.n))}
    if missing := sorted(names - set(numbers)):
        raise InputError(f"there is no document {missing[0]}", hint="Link what is in the ledger.")
    for some in chunks(r for r in moves if r in now):
        w.end(event_report, event_report.c.report.in_(some))
    rows = [{"event": id, "report": r, "document_n": numbers.get(r.rpartition("#")[0])} for r, id in moves.items()]
    w.add(event_report, rows)
    back = sorted(set(moves.values()))
    for some in chunks(back):
        w.end(event_retired, event_retired.c.id.in_(some))
    return {*moves.values(), *(now[r] for r in moves if r in now)}


def _redirect(w: Writing, assigned: Assigned) -> set[str]:
    """Retires ids of which another takes the place, also as the whole of other events. Gives these."""
    for id, into in assigned.redirects.items():
        w.end(event, event.c.id == id)
        w.end(event_link, event_link.c.event == id)
        w.add(event_retired, [{"id": id, "into_": into}])
    parts = sa.select(event.c.id, event.c.part_of).where(event.c.until.is_(None))
    links = {r.id: assigned.redirects[r.part_of] for r in w.in_(event.c.part_of, assigned.redirects, parts)}
    query = sa.select(event_link).where(event_link.c.until.is_(None))
    rows = [
        {"event": r.event, "part_of": into if (into := links[r.event]) != r.event else None, "reasons": r.reasons}
        for r in w.in_(event_link.c.event, links, query)
    ]
    for some in chunks(links):
        w.end(event_link, event_link.c.event.in_(some))
    w.add(event_link, rows)
    return set(links) - set(assigned.redirects)


def _link_rows(w: Writing, events: Sequence[Event], names: Mapping[str, str]) -> None:
    """Why the reports of each event were joined, and of what it is a part."""
    rows = {
        names[e.id]: {"part_of": names.get(e.part_of, e.part_of) if e.part_of else None, "reasons": dump(pack(e.reasons))}
        for e in events
    }
    query = sa.select(event_link).where(event_link.c.until.is_(None))
    now = {r.event: r for r in w.in_(event_link.c.event, rows, query)}
    new = {id: row for id, row in rows.items() if id not in now or any(getattr(now[id], k) != v for k, v in row.items())}
    for some in chunks(id for id in new if id in now):
        w.end(event_link, event_link.c.event.in_(some))
    w.add(event_link, [{"event": id, **row} for id, row in new.items()])


def _origins(
    w: Writing,
    origins: Mapping[str, Sequence[Origin]],
    ties: Mapping[str, Sequence[Tie]],
    trails: Sequence[Trail],
    names: Mapping[str, str],
) -> dict[str, str]:
    """Final ids of origins by provisional ones; with them origins, ties and trails are written."""
    given = {o.id for found in origins.values() for o in found}
    final = {r.key: r.id for r in w.in_(origin.c.key, given, sa.select(origin.c.key, origin.c.id))}
    final |= {r.id: r.id for r in w.in_(origin.c.id, given, sa.select(origin.c.id).distinct())}
    _write_origins(w, {names.get(e, e): found for e, found in origins.items()}, final)
    bound = {
        names.get(e, e): [
            {"record": dump(pack(replace(t, left=final.get(t.left, t.left), right=final.get(t.right, t.right))))} for t in found
        ]
        for e, found in ties.items()
    }
    _replace(w, tie, bound, ("record",))
    _trails(w, trails, final)
    return {key: id for key, id in final.items() if key in given}


def _write_origins(w: Writing, origins: Mapping[str, Sequence[Origin]], final: dict[str, str]) -> None:
    """The origins of events. A party that is not known takes the id of the one whose claims it has now, if that one is gone."""
    here: dict[str, set[str]] = {}
    for r in w.in_(origin.c.event, origins, sa.select(origin.c.event, origin.c.id).where(origin.c.until.is_(None))):
        here.setdefault(r.event, set()).add(r.id)
    held: dict[tuple[str, str], str] = {}
    current = sa.select(origin_claim.c.event, origin_claim.c.claim, origin_claim.c.origin).where(origin_claim.c.until.is_(None))
    for r in w.in_(origin_claim.c.event, [e for e in origins if e in here], current):
        held[r.event, r.claim] = r.origin
    new_id = mint("O", partial(_taken, w))
    for e, found in origins.items():
        gone = here.get(e, set()) - {final[o.id] for o in found if o.id in final}
        for o in found:
            if o.id not in final:
                old = [held[e, c] for c in o.claims if held.get((e, c)) in gone]
                final[o.id] = max(sorted(set(old)), key=old.count) if old else next(new_id)
                gone.discard(final[o.id])
    rows = {
        e: [
            {
                "id": final[o.id],
                "key": o.id,
                "record": dump(pack(replace(o, id=final[o.id], claims=()))),
                "folded": plain(o.name.casefold()),
                "role": o.role,
            }
            for o in found
        ]
        for e, found in origins.items()
    }
    _replace(w, origin, rows, ("id", "record"))
    claims = {
        e: [{"origin": final[o.id], "claim": c, "document": c.rpartition("#")[0]} for o in found for c in dict.fromkeys(o.claims)]
        for e, found in origins.items()
    }
    _replace(w, origin_claim, claims, ("origin", "claim"))


def _replace(w: Writing, table: sa.Table, rows: Mapping[str, Sequence[dict[str, Any]]], by: Sequence[str]) -> None:
    """Makes the rows of events in a table what they should be; those that are the same stay."""
    now: dict[tuple[Any, ...], int] = {}
    for r in w.in_(table.c.event, rows, sa.select(table).where(table.c.until.is_(None))):
        now[r.event, *(getattr(r, c) for c in by)] = r.n
    new = {(e, *(row[c] for c in by)): {**row, "event": e} for e, found in rows.items() for row in found}
    for some in chunks(n for key, n in now.items() if key not in new):
        w.end(table, table.c.n.in_(some))
    w.add(table, [row for key, row in new.items() if key not in now])


def _trails(w: Writing, trails: Sequence[Trail], final: Mapping[str, str]) -> None:
    new = {t.claim: replace(t, origin=final.get(t.origin, t.origin)) for t in trails}
    now = {r.claim: r for r in w.in_(trail.c.claim, new, sa.select(trail).where(trail.c.until.is_(None)))}
    rows = [
        {"claim": t.claim, "document": t.claim.rpartition("#")[0], "origin": t.origin, "record": dump(pack(t))}
        for t in new.values()
    ]
    rows = [row for row in rows if row["claim"] not in now or now[row["claim"]].record != row["record"]]
    for some in chunks(row["claim"] for row in rows):
        w.end(trail, trail.c.claim.in_(some))
    w.add(trail, rows)


def _pairs(w: Writing, pairs: Iterable[Pair]) -> None:
    for some in chunks(sorted(pairs, key=lambda p: (p.left, p.right))):  # so that the pairs of a report are read once
        for p in some:
            if not p.left < p.right:
                raise InputError(f"a pair of {p.left} and {p.right} out of order", hint="left < right.")
        query = sa.select(pair).where(pair.c.until.is_(None))
        now = {(r.left, r.right): r for r in w.in_(pair.c.left, {p.left for p in some}, query)}
        rows = [{"left": p.left, "right": p.right, "weight": p.weight, "reasons": dump(pack(p.reasons))} for p in some]
        new = [
            r
            for r in rows
            if (old := now.get((r["left"], r["right"]))) is None or (old.weight, old.reasons) != (r["weight"], r["reasons"])
        ]
        over = [now[r["left"], r["right"]].n for r in new if (r["left"], r["right"]) in now]
        if over:
            w.end(pair, pair.c.n.in_(over))
        w.add(pair, new)


def _copies(w: Writing, copies: Sequence[Copy], documents: Collection[str]) -> None:
    rows = {dump(pack(c)): c for c in copies}
    now = {
        r.record: r.n
        for r in w.in_(copy.c.copy, {*documents, *(c.copy for c in copies)}, sa.select(copy).where(copy.c.until.is_(None)))
    }
    over = [n for record, n in now.items() if record not in rows]
    for some in chunks(over):
        w.end(copy, copy.c.n.in_(some))
    w.add(copy, [{"source": c.source, "copy": c.copy, "record": record} for record, c in rows.items() if record not in now])
