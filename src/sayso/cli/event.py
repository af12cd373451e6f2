"""`sayso event`: one event with every claim by its origin, the chains, the conflicts, and why its reports were joined."""

from typing import Annotated, Any

import typer
from rich.console import Console
from rich.padding import Padding

from sayso.assess.credibility import airwars_grade
from sayso.assess.facts import Said
from sayso.assess.policies import names, policy
from sayso.cli import frame
from sayso.core import Assessment, Event, InputError, Reason
from sayso.export.assessed import Assessed, by_origin, value_of
from sayso.export.tables import conflict_records, event_record, figure_records
from sayso.export.veil import Veil
from sayso.export.words import CONFLICTS, PRECISIONS, ROLES, STANCES, date_text, moment_text, shorten, spoken
from sayso.ledger import Snapshot

HELP = """Shows an event: its figures by whom they rest on, with words and chains; other claims; conflicts; policies; why it is one event.

An id that a merge retired leads to the event that it is part of now, so that a link to it stays good.

Example: `sayso event E-4F2A9QX`, or `sayso event E-4F2A9QX --json`
"""
_REASONS = 6  # features shown of each pair


def register(app: typer.Typer) -> None:
    """Adds the command."""
    app.command("event", help=HELP)(event)


def event(
    id: Annotated[str, typer.Argument(help="The event, also by an id that a merge retired.", metavar="EVENT")],
    ledger: frame.LedgerOption = "",
    at: frame.At = "",
    as_json: frame.AsJson = False,
) -> None:
    with frame.opened(ledger, readonly=True) as opened:
        view = opened.at(at) if at else opened
        found, record = case(view, id)
        if as_json:
            frame.print_json(_as_json(found, record))
        else:
            show(found, record, id, frame.out())


def case(view: Snapshot, id: str) -> tuple[Assessed, Event]:
    """An event with everything that is claimed of it. Raises ConfigError or InputError where there is none to show."""
    from sayso.datasets import asked, assessed

    row = asked(view, id)
    (found,) = assessed(view, [row], Veil())
    record = view.event(row.id)
    if found is None or record is None:
        raise InputError(
            f"no document that is held tells of event {id}", hint="It may be a known event alone: sayso history " + id
        )
    return found, record.event


def _as_json(found: Assessed, record: Event) -> dict[str, Any]:
    from sayso.export.claims import claim_records

    plain = found.under(policy("minmax"))
    return {
        **event_record(plain),
        "figures": [r for name in names() for r in figure_records(found.under(policy(name)))],
        "conflicts": conflict_records(found),
        "said": claim_records(found),
        "ties": list(found.facts.ties),
        "joined": [{"left": a, "right": b, "reasons": list(why)} for a, b, why in record.reasons],
        "airwars": airwars_grade(found.facts),
    }


def show(found: Assessed, record: Event, asked: str, out: Console) -> None:
    """Prints an event."""
    h, row = found.heading, found.row
    out.rule(f"[bold]{frame.shown(h.title)}[/]  [dim]{row.id}[/]", align="left")
    precision = PRECISIONS.get(row.precision, "")
    where = h.place_text + (f" ({precision})" if precision not in ("town", "exact site", "") else "")
    flags = [row.factuality] if row.factuality != "happened" else []
    flags += ["background"] if row.background else []
    flags += [f"part of {row.part_of}"] if row.part_of else []
    out.print(f"[magenta]{frame.shown(date_text(row.date))}[/] · [green]{frame.shown(where)}[/] · {row.type} {row.mode}".rstrip()
              + (f" · [yellow]{', '.join(flags)}[/]" if flags else ""))  # fmt: skip
    span = found.independent
    rest = f"{span.low}" if span.low == span.high else f"{span.low} to {span.high}"
    origins = f"[bold]{rest}[/] independent {'origin' if span.high == 1 else 'origins'}"
    out.print(f"{origins}, {frame.plural(len(found.documents), 'document')}, {frame.plural(len(found.facts.said), 'claim')}")
    out.print(f"[dim]link: sayso event {row.id} · /events/{row.id} in the workbench{_also(found, asked)}[/]", soft_wrap=True)
    if row.part_of:
        out.print(f"[dim]what is claimed of it and of other parts together counts for the whole: sayso event {row.part_of}[/]")
    for kind in found.kinds():
        _figures(found, kind, out)
    _policies(found, out)
    _conflicts(found, out)
    _others(found, out)
    _chains(found, out)
    _narrow(found, out)
    _documents(found, out)
    _joined(found, record, out)
    first = next(iter(found.kinds()), "place")
    out.print(f"\n[dim]why: sayso why {row.id} {first} · sayso why CLAIM (the last column of the tables)[/]", soft_wrap=True)


def _also(found: Assessed, asked: str) -> str:
    if asked != found.id:
        return f"; {asked} was merged into it"
    return f"; merged into it: {', '.join(found.merged)}" if found.merged else ""


def short(found: Assessed, address: str) -> str:
    """A claim's address by the short name of its document, where that is held and no other has it."""
    document, _, local = address.rpartition("#")
    head = found.documents.get(document)
    names_ = [d.doc for d in found.documents.values()]
    return f"{head.doc}#{local}" if head is not None and names_.count(head.doc) == 1 else address


def _figures(found: Assessed, kind: str, out: Console) -> None:
    rows = []
    for group in by_origin([s for s in found.facts.figures if s.claim.field == kind]):
        rows += [_figure(found, s, first=k == 0) for k, s in enumerate(_distinct(group))]
    out.print(f"\n[bold]{spoken(kind)}[/]")
    wide = out.width >= 110
    columns = (">figure", "*words", "*rests on", "part", "said", ">docs", "claim") if wide else (
        ">figure", "*words", "*rests on", "claim")  # fmt: skip
    out.print(Padding(frame.table([r if wide else (*r[:3], r[6]) for r in rows], *columns, wrap=True), (0, 0, 0, 2)))


def _distinct(group: list[Said]) -> list[tuple[Said, int]]:
    """Of one origin each value once, in the order of time, with the number of documents that carry it."""
    seen: dict[tuple[Any, ...], list[Said]] = {}
    for s in group:
        c = s.claim
        seen.setdefault((value_of(s), c.group, c.scope, c.stance), []).append(s)
    return [(found[0], len({s.document for s in found})) for found in seen.values()]


def _figure(found: Assessed, counted: tuple[Said, int], *, first: bool) -> tuple[str, ...]:
    s, documents = counted
    c = s.claim
    words = f"“{' '.join(c.quote.words.split())}”" + (f" ({c.scope})" if c.scope else "")
    words += f", of {spoken(c.group)}" if c.group not in ("", "people") and c.group not in c.quote.words.lower() else ""
    stance = "" if c.stance == "asserts" else STANCES.get(c.stance, c.stance)
    name = s.origin.name if s.origin.standing != "none" else "nobody named"
    day = moment_text(c.as_of or s.said or "")
    value = value_of(s) if c.low is not None or c.high is not None else "" if stance else spoken(c.comparator)
    return (f"{stance} {value}".strip(), words, name if first else "〃", ROLES.get(s.origin.role, s.origin.role).split(",")[0],
            day, str(documents), short(found, s.address))  # fmt: skip


def _policies(found: Assessed, out: Console) -> None:
    kinds = [k for k in found.kinds() if k in ("killed", "wounded")]
    rows = []
    for name in names():
        under = found.under(policy(name))
        for kind in kinds:
            total = under.total(kind)
            if total is not None:
                bounds = bounds_text(total)
                shown = tuple(f"({b})" for b in bounds) if under.outside else bounds
                rows.append((name, kind, *shown, f"not in scope: {under.outside}" if under.outside else total.why))
    if rows:
        out.print("\n[bold]under each policy[/]  [dim]V read in the source, S seen second-hand, M from memory: unverified[/]")
        out.print(Padding(frame.table(rows, "policy", "", ">low", ">best", ">high", "*why", wrap=True), (0, 0, 0, 2)))


def bounds_text(a: Assessment) -> tuple[str, str, str]:
    """Low, best and high of an assessment, "–" for what it does not give."""
    low, best, high = (f"{x:,}" if x is not None else "–" for x in (a.low, a.best, a.high))
    return low, best, high


def _conflicts(found: Assessed, out: Console) -> None:
    if not found.conflicts:
        return
    out.print("\n[bold]where accounts conflict, and revisions[/]")
    for c in found.conflicts:
        whom = f" of {spoken(c.group)}" if c.group else ""
        scope = f" ({c.scope.strip('()')})" if c.scope else ""
        kind = CONFLICTS.get(c.kind, c.kind)
        colour = "red" if c.kind == "denied" else "yellow" if c.kind != "revised" else "cyan"
        text = f"[{colour}]{kind}[/] {spoken(c.field)}{whom}{frame.shown(scope)}: {frame.shown(c.why)}"
        out.print(Padding(text, (0, 0, 0, 2)))


def _others(found: Assessed, out: Console) -> None:
    """Claims that count nothing: place, date, who did it, motives."""
    rows, seen = [], set()
    for s in found.facts.said:
        c = s.claim
        if c.comparator or (c.field == "happened" and c.stance == "asserts" and c.subject.startswith("e")):
            continue
        key = (c.field, c.value.casefold(), s.origin.id, c.stance)
        if key not in seen:
            seen.add(key)
            stance = "" if c.stance == "asserts" else f"{STANCES.get(c.stance, c.stance)}: "
            name = s.origin.name if s.origin.standing != "none" else "nobody named"
            rows.append((spoken(c.field), stance + " ".join(c.value.split()), name, short(found, s.address)))
    if rows:
        out.print("\n[bold]other claims[/]")
        out.print(Padding(frame.table(sorted(rows), "what", "*as told", "*rests on", "claim", wrap=True), (0, 0, 0, 2)))


def _chains(found: Assessed, out: Console) -> None:
    paths: dict[tuple[str, ...], int] = {}
    for s in found.facts.said:
        trail = found.trails.get(s.address)
        if trail and trail.path and (s.claim.comparator or s.claim.subject.startswith("s")):
            end = "" if trail.path[-1] == s.origin.name else f" ⇒ {s.origin.name}"
            key = (" → ".join(trail.path) + end, f"cites in a ring: {', '.join(trail.cycle)}" if trail.cycle else "")
            paths[key] = paths.get(key, 0) + 1
    if paths:
        out.print("\n[bold]how claims came here[/]  [dim]from the publication to whom they rest on[/]")
        for (path, ring), count in sorted(paths.items(), key=lambda p: (-p[1], p[0])):
            line = f"[dim]{count}×[/] {frame.shown(path)}" + (f" [red]{frame.shown(ring)}[/]" if ring else "")
            out.print(Padding(line, (0, 0, 0, 2)))


def _narrow(found: Assessed, out: Console) -> None:
    open_ties = list(dict.fromkeys(t.why for t in found.independent.narrow))
    if open_ties:
        out.print("\n[bold]what would narrow the number of independent origins[/]")
        for why in open_ties:
            out.print(Padding(f"· {frame.shown(why)}", (0, 0, 0, 2)))


def _documents(found: Assessed, out: Console) -> None:
    rows = [
        (d.doc[:24], d.published[:10] or "–", d.outlet[:22], d.title)
        for d in sorted(found.documents.values(), key=lambda d: (d.published or "9", d.id))
    ]
    out.print("\n[bold]documents[/]")
    out.print(Padding(frame.table(rows, "document", "published", "outlet", "*title"), (0, 0, 0, 2)))


def _joined(found: Assessed, record: Event, out: Console) -> None:
    if not record.reasons:
        return
    out.print("\n[bold]why these reports are one event[/]  [dim]log2 of how much likelier than if they were two[/]")
    for left, right, reasons in record.reasons:
        strongest = sorted(reasons, key=lambda r: -abs(r.weight))[:_REASONS]
        told = "; ".join(map(_reason, strongest)) or "a person says so"
        pair = f"{short(found, left)} = {short(found, right)}"
        out.print(Padding(f"{frame.shown(pair)}: [dim]{frame.shown(told)}[/]", (0, 0, 0, 2)))


def _reason(r: Reason) -> str:
    values = r.left if r.left == r.right else f"{r.left} | {r.right}" if r.left or r.right else ""
    return f"{spoken(r.feature)} {r.weight:+.1f}" + (f" ({shorten(values, 44)})" if values else "")
