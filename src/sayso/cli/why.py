"""`sayso why`: where a number comes from, down to the exact words."""

from typing import Annotated, Any

import typer
from rich.console import Console
from rich.padding import Padding
from rich.text import Text

from sayso.assess.assessment import left_out
from sayso.assess.credibility import CREDIBILITY, suggest
from sayso.assess.facts import Said
from sayso.assess.policies import MARKS, policy
from sayso.cli import frame
from sayso.cli.event import bounds_text, case, short
from sayso.core import Assessment, ConfigError, EventReport, Hop, InputError, Run
from sayso.export.assessed import Assessed, value_of
from sayso.export.words import STANCES, STATES, number_text, spoken
from sayso.ledger import ClaimRow, ReportRow, Snapshot
from sayso.ontology import load

HELP = """Tells why: of a claim its exact words, where they stand, who says so through whom, what read it and how names became values;
of an event's number the claims that count under a policy, those left out, the rules with their marks, and the independent origins.

A claim is DOCUMENT#f3 (also by the document's short name); of an event say the field: killed, wounded, place, date, independent.

Example: `sayso why wire-0716#f1`, or `sayso why E-4F2A9QX killed --policy ucdp`
"""
_AROUND = 110  # characters of text shown on either side of the words


def register(app: typer.Typer) -> None:
    """Adds the command."""
    app.command("why", help=HELP)(why)


def why(
    what: Annotated[str, typer.Argument(help="A claim, figure or report (DOCUMENT#f3), or an event.", metavar="CLAIM|EVENT")],
    field: Annotated[str, typer.Argument(help="Of an event: killed, wounded, ..., place, date, type, independent.")] = "",
    policy_name: Annotated[str, typer.Option("--policy", help="acled, gtd, minmax, ucdp, or a .toml file.")] = "minmax",
    ledger: frame.LedgerOption = "",
    at: frame.At = "",
    as_json: frame.AsJson = False,
) -> None:
    with frame.opened(ledger, readonly=True) as opened:
        view = opened.at(at) if at else opened
        if "#" in what:
            _record(view, address_of(view, what), as_json)
        else:
            id, _, inside = what.partition(".")
            _of_event(view, id, field or inside, policy_name, as_json)


def address_of(view: Snapshot, name: str) -> str:
    """The address of a claim or report that a user names by a document's id or short name."""
    document, _, local = name.rpartition("#")
    return f"{view.document(document).id}#{local}"


def _record(view: Snapshot, address: str, as_json: bool) -> None:
    claim = view.claim(address)
    report = next(view.reports(addresses=[address.rpartition(".")[0] or address, address]), None)
    if claim is None and report is None:
        raise InputError(f"there is no claim or report {address!r}", hint="See a document's: sayso show NAME")
    document = view.document(address.rpartition("#")[0])
    runs = {r.id: r for r in view.runs()}
    run = runs.get(view.coded_by([document.id]).get(document.id, ""))
    trail = view.trail(address)
    events = list(claim.events) if claim else sorted({r.event for r in view.reports(addresses=[address]) if r.event})
    if as_json:
        frame.print_json({"claim": claim, "report": report, "trail": trail, "run": run, "events": events})
        return
    out = frame.out()
    quote = claim.claim.quote if claim else report.report.trigger  # type: ignore[union-attr]
    title = document.title or document.doc
    out.rule(f"[bold]{frame.shown(' '.join(title.split())[:70])}[/]  [dim]{frame.shown(document.doc)}[/]", align="left")
    before, after = document.text[max(0, quote.start - _AROUND) : quote.start], document.text[quote.end : quote.end + _AROUND]
    shown = Text("…" if quote.start > _AROUND else "")
    shown.append(frame.visible(" ".join(before.split()) + (" " if before[-1:].isspace() else "")))
    shown.append(frame.visible(" ".join(quote.words.split())), style="bold reverse")
    shown.append(
        frame.visible((" " if after[:1].isspace() else "") + " ".join(after.split()))
        + ("…" if quote.end + _AROUND < len(document.text) else "")
    )
    out.print(Padding(shown, (0, 0, 1, 0)))
    rows = _claim_rows(claim) if claim else []
    rows.append(
        ("words at", f"characters {quote.start}–{quote.end} of {document.id}, SHA-256 of the text {document.sha256[:16]}…")
    )
    rows.append(("document", " · ".join(x for x in (document.outlet, document.published, document.doc) if x)))
    for capture in view.captures(document.id)[:1]:
        rows.append(("obtained", f"{capture.capture.manner} {capture.capture.address}, {frame.day(capture.recorded)}"))
    rows += _chain_rows(claim, document.outlet or document.doc)
    if trail:
        rows.append(("rests on", " → ".join(trail.path)))
        rows += [("ring", f"cite each other: {', '.join(trail.cycle)}")] if trail.cycle else []
    if report is not None:
        rows += _resolved(report.report)
    rows.append(("read by", _run_text(run)))
    rows += _judged_rows(view, claim, report)
    rows += [("event", id) for id in events] or [("event", "none: not linked, or about no event")]
    out.print(_pairs(rows))
    for id in events:
        _suggested(view, id, address, out)


def _pairs(rows: list[tuple[str, str]]) -> Any:
    from rich.table import Table

    made = Table(box=None, show_header=False, pad_edge=False)
    made.add_column(style="dim", no_wrap=True)
    made.add_column(overflow="fold")
    for name, text in rows:
        made.add_row(name, Text(frame.visible(text)))
    return made


def _claim_rows(row: ClaimRow) -> list[tuple[str, str]]:
    c = row.claim
    value = number_text(c.low, c.high, c.comparator, c.quote.words) if c.comparator else c.value
    whom = f" of {spoken(c.group)}" if c.group else ""
    rows = [("claim", f"{spoken(c.field)}{whom}: {value}" + (f", {spoken(c.comparator)}" if c.comparator else ""))]
    rows += [("stance", STANCES.get(c.stance, c.stance))] if c.stance != "asserts" else []
    rows += [("scope", c.scope)] if c.scope else []
    rows += [("as of", c.as_of)] if c.as_of else []
    basis = {"own": "saw, counted or decided it", "relayed": "passes it on", "unknown": "nothing tells how the speaker has it"}
    return [*rows, ("basis", basis.get(c.basis, c.basis)), ("confidence", f"{c.confidence:.2f} that it was read right")]


def _chain_rows(row: ClaimRow | None, outlet: str) -> list[tuple[str, str]]:
    if row is None:
        return []
    hops = row.claim.chain.hops
    rows = [("says", f"{outlet}, in its own voice" if not hops else outlet)]
    return rows + [("  through" if k < len(hops) - 1 else "  speaker", _hop(h)) for k, h in enumerate(hops)]


def _hop(h: Hop) -> str:
    told = f"“{h.speaker.words}” at {h.speaker.start}"
    told += f", that is “{h.is_.words}” at {h.is_.start}" if h.is_ else ""
    told += f", by the words “{h.cue.words}” at {h.cue.start}" if h.cue else ""
    if h.actor and h.actor.how:
        codes = " ".join(x for x in (h.actor.sector, h.actor.country) if x)
        told += f"; taken for {h.actor.name}{f' [{codes}]' if codes else ''}: {h.actor.how}"
    return told


def _resolved(report: EventReport) -> list[tuple[str, str]]:
    rows = [("event type", f"{report.type} {report.mode}".strip() + f", from “{report.trigger.words}” at {report.trigger.start}")]
    if report.place is not None and report.place_quote is not None:
        p = report.place
        point = f" {p.latitude:.2f}, {p.longitude:.2f}" if p.latitude is not None and p.longitude is not None else ""
        others = f"; {len(p.alternatives)} other places of that name were not taken" if p.alternatives else ""
        whole = ", ".join(x for x in (p.name, p.admin1, p.country) if x)
        rows.append(("place", f"“{report.place_quote.words}” is {whole} ({p.precision}{point}): {p.how}, {p.score:.2f}{others}"))
    if report.date is not None:
        words = f"“{report.date_quote.words}” is " if report.date_quote else ""
        rows.append(("date", f"{words}{report.date.edtf or 'unknown'}: {report.date.how}"))
    for role, found in (("who", report.actors), ("to whom", report.recipients)):
        for p2 in found:
            a = p2.actor
            how = (
                f" is {a.name} [{' '.join(x for x in (a.sector, a.country) if x) or 'no codes'}]: {a.how}" if a and a.how else ""
            )
            rows.append((role, f"“{p2.quote.words}”{how}"))
    return rows


def _run_text(run: Run | None) -> str:
    if run is None:
        return "a person, or a run that is not known"
    return f"{run.reader} of sayso {run.program}, ontology {run.ontology}, lexicons {run.lexicons} (run {run.id})"


def _judged_rows(view: Snapshot, claim: ClaimRow | None, report: ReportRow | None) -> list[tuple[str, str]]:
    row = claim or report
    if row is None or row.state == "draft":
        return [("judged", "by nobody yet")]
    judged = view.judged(row.document)
    subject = claim.claim.subject if claim else report.report.id if report else ""
    decision = judged.decisions.get(subject) if judged else None
    people = {j.id: f"{j.person}, {frame.day(j.made)}: {j.verdict}" + (f" ({j.note})" if j.note else "")
              for j in view.judgements(document=row.document)}  # fmt: skip
    told = "; ".join(people[j] for j in (decision.judgements if decision else ()) if j in people)
    return [
        (
            "judged",
            f"{STATES.get(row.state, row.state)}{' by ' + told if told else ''}" + (", people differ" if row.disputed else ""),
        )
    ]


def _suggested(view: Snapshot, id: str, address: str, out: Console) -> None:
    found, _ = case(view, id)
    for s in suggest(found.facts):
        if s.claim == address:
            out.print(f"[dim]in {id}, suggested credibility {s.credibility} ({CREDIBILITY[s.credibility]}): {frame.shown(s.why)}[/]",
                      soft_wrap=True)  # fmt: skip
    for c in found.conflicts:
        if address in c.claims:
            out.print(f"[yellow]in {id}, {spoken(c.kind)} {spoken(c.field)}: {frame.shown(c.why)}[/]", soft_wrap=True)


# an event's number


def _of_event(view: Snapshot, id: str, field: str, name: str, as_json: bool) -> None:
    found, _ = case(view, id)
    kinds = load().lists["figure_kind"]
    known = (*kinds, "place", "date", "type", "independent")
    field = field or next(iter(found.kinds()), "place")
    if field not in known:
        raise ConfigError(f"'{field[:40]}' is nothing to ask of an event", hint=f"One of: {', '.join(known)}.")
    out = frame.out()
    if field in kinds:
        _figure(found, field, name, out, as_json)
    elif field == "independent":
        _independent(found, out, as_json)
    else:
        _told(found, field, out, as_json)


def _figure(found: Assessed, field: str, name: str, out: Console, as_json: bool) -> None:
    chosen = policy(name)
    if field not in chosen.fields:
        hint = f"It counts {', '.join(chosen.fields)}; another policy may: --policy minmax."
        raise ConfigError(f"the policy {chosen.name} does not count {spoken(field)}", where="--policy", hint=hint)
    under = found.under(chosen)
    figures = [s for s in found.facts.figures if s.claim.field == field]
    out_of = left_out(figures, found.facts, found.profile, chosen)
    rows = [a for a in under.assessments if a.field == field]
    if as_json:
        frame.print_json({"event": found.id, "field": field, "policy": chosen.name, "assessments": rows, "left_out": out_of,
                          "not_in_scope": under.outside})  # fmt: skip
        return
    out.rule(
        f"[bold]{spoken(field)}[/], {frame.shown(found.heading.title)}  [dim]{found.id}, policy {chosen.name}[/]", align="left"
    )
    out.print(f"[dim]{frame.shown(chosen.title)}[/]")
    if under.outside:
        out.print(f"[yellow]not in scope: {frame.shown(under.outside)}[/]")
    for a in rows:
        _assessment(found, a, out)
    if out_of:
        out.print("\n[bold]left out[/]")
        for address, reason in sorted(out_of.items()):
            s = found.facts.by_address[address]
            line = f"{value_of(s)} “{' '.join(s.claim.quote.words.split())}” ({s.origin.name}, {short(found, address)}): {reason}"
            out.print(Padding(frame.shown(line), (0, 0, 0, 2)))
    out.print("\n[bold]rules[/]")
    for r in chosen.rules:
        out.print(
            Padding(f"[dim]{r.kind}[/] {r.rule} [bold]{frame.shown('[' + r.mark + ']')}[/] {frame.shown(r.says)}", (0, 0, 0, 2))
        )
    out.print(f"[dim]{'; '.join(f'{k}: {v}' for k, v in MARKS.items())}[/]")


def _assessment(found: Assessed, a: Assessment, out: Console) -> None:
    low, best, high = bounds_text(a)
    whom = spoken(a.group) or ("all people" if not a.part else "")
    part = {"own": "a side on its own losses", "enemy": "a side on the other side's losses", "conceded": "conceded"}.get(
        a.part, ""
    )
    label = ", ".join(x for x in (whom, a.scope, part) if x)
    span = f"{a.independent[0]} to {a.independent[1]} independent origins" if a.claims else "no claim"
    out.print(f"\n[bold]{frame.shown(label)}[/]: low {low}, best {best}, high {high} [dim]({span})[/]")
    out.print(Padding(frame.shown(a.why), (0, 0, 0, 2)))
    for address in a.claims:
        if (s := found.facts.by_address.get(address)) is not None:
            out.print(Padding(_claim_line(found, s), (0, 0, 0, 4)))


def _claim_line(found: Assessed, s: Said) -> Text:
    trail = found.trails.get(s.address)
    line = Text()
    line.append(frame.visible(value_of(s)), style="bold")
    line.append(f" “{frame.visible(' '.join(s.claim.quote.words.split()))}” at {s.claim.quote.start}–{s.claim.quote.end}, ")
    line.append(frame.visible(" → ".join(trail.path) if trail else s.outlet))
    line.append(frame.visible(f"  {short(found, s.address)}"), style="dim")
    return line


def _independent(found: Assessed, out: Console, as_json: bool) -> None:
    span = found.independent
    if as_json:
        frame.print_json({"event": found.id, "low": span.low, "high": span.high, "origins": [found.facts.origins[o] for o in span.origins],
                          "ties": list(found.facts.ties)})  # fmt: skip
        return
    out.rule(f"[bold]independent origins[/], {frame.shown(found.heading.title)}  [dim]{found.id}[/]", align="left")
    out.print(f"[bold]{span.low} to {span.high}[/]: high counts named origins with no link found between them; low takes every open "
              "link as dependence")  # fmt: skip
    rows = []
    for id in span.origins:
        o = found.facts.origins[id]
        mine = [s for s in found.facts.said if s.origin.id == id]
        carriers = ", ".join(o.carriers)
        rows.append((o.name, o.role, o.standing, str(len(mine)), str(len({s.document for s in mine})), carriers))
    out.print(Padding(frame.table(rows, "*origin", "part", "standing", ">claims", ">docs", "*carried by"), (1, 0, 1, 2)))
    for t in found.facts.ties:
        left = found.facts.origins[t.left].name if t.left in found.facts.origins else t.left
        right = found.facts.origins[t.right].name if t.right in found.facts.origins else t.right
        kind = "[green]one[/]" if t.resolved else "[yellow]perhaps one[/]"
        out.print(
            Padding(
                f"{kind} {frame.shown(left)}{frame.shown(' = ' + right if right else '')}: {frame.shown(t.why)}", (0, 0, 0, 2)
            )
        )


def _told(found: Assessed, field: str, out: Console, as_json: bool) -> None:
    """Place, date and type: what each report gives, and how it came to that."""
    reports = sorted(found.facts.reports.items())
    if as_json:
        frame.print_json({"event": found.id, "field": field, "reports": dict(reports)})
        return
    value = {
        "place": found.heading.place_text,
        "date": found.heading.date_text,
        "type": f"{found.row.type} {found.row.mode}".strip(),
    }
    out.rule(f"[bold]{field}[/]: {frame.shown(value[field])}  [dim]{found.id}[/]", align="left")
    out.print("[dim]what most reports give; the more precise among equals[/]")
    names = {"place": ("place",), "date": ("date",), "type": ("event type",)}[field]
    rows = []
    for address, report in reports:
        told = [text for name, text in _resolved(report) if name in names] or ["not told"]
        rows += [(short(found, address), t) for t in told]
    out.print(_pairs(rows))
    for c in found.conflicts:
        if c.field == field:
            out.print(f"[yellow]{spoken(c.kind)}: {frame.shown(c.why)}[/]", soft_wrap=True)
