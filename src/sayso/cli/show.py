"""`sayso show`: one document, claim or report of the ledger."""

from typing import Annotated, Any

import typer
from rich.console import Console
from rich.text import Text

from sayso.cli import frame
from sayso.cli.coded_view import chain_text
from sayso.cli.coded_view import show as show_coded
from sayso.core import Document, Found, InputError
from sayso.core.judged import JudgedDocument
from sayso.ledger import ClaimRow, DocumentFilter, Snapshot

HELP = """Shows a document with its masthead, its text and what was coded from it; or one claim or report by its address.

Example: `sayso show wire-0716`, `sayso show wire-0716 --text > wire.txt`, or `sayso show 'doc_1f2e…#f3'`
"""


def register(app: typer.Typer) -> None:
    """Adds the command."""
    app.command("show", help=HELP)(show)


def show(
    name: Annotated[str, typer.Argument(help="Name or id of a document, or the address of a claim or report.", metavar="NAME")],
    ledger: frame.LedgerOption = "",
    only_text: Annotated[bool, typer.Option("--text", help="The frozen text alone, character for character.")] = False,
    at: frame.At = "",
    as_json: frame.AsJson = False,
) -> None:
    with frame.opened(ledger) as opened:
        view = opened.at(at) if at else opened
        if "#" in name:
            _record(view, name, as_json)
            return
        document = view.document(name)
        if only_text:
            frame.write_exact(document.text)
        elif as_json:
            frame.print_json(_as_json(view, document))
        else:
            _document(view, document, frame.out())


def _as_json(view: Snapshot, document: Document) -> dict[str, Any]:
    from sayso.export.annotation import to_annotation

    judged = view.judged(document.id)
    return {
        "id": document.id,
        "doc": document.doc,
        "masthead": document.masthead,
        "marks": document.marks,
        "warnings": document.warnings,
        "follows": document.follows,
        "followed_by": _next(view, document),
        "captures": [
            {"address": c.capture.address, "sha256": c.capture.sha256, "retrieved": c.capture.retrieved, "kept": c.kept}
            for c in view.captures(document.id)
        ],
        "coded": to_annotation(judged.coded) if judged else None,
        "decisions": dict(judged.decisions) if judged else {},
        "text": document.text,
    }


def _document(view: Snapshot, document: Document, out: Console) -> None:
    out.rule(f"[bold]{frame.shown(document.doc)}[/]", align="left")
    rows = _masthead(document)
    if following := _next(view, document):
        rows.append(("followed by", following, "a newer version of this page"))
    out.print(frame.table(rows, "", "*", ""))
    for c in view.captures(document.id):
        kept = "" if c.kept else ", bytes not kept"
        out.print(
            Text(
                f"{c.capture.manner} {frame.visible(c.capture.address)}, {c.capture.size:,} bytes{kept}, {frame.day(c.recorded)}",
                style="dim",
            )
        )
    out.print()
    out.print(Text(frame.visible(document.text)))
    out.print()
    judged = view.judged(document.id)
    if judged is None:
        out.print("[dim]not coded yet: sayso code[/]")
        return
    show_coded(judged.coded, out)
    _decisions(judged, out)


def _next(view: Snapshot, document: Document) -> str | None:
    """The id of the newer version of a page."""
    found = view.document_page(DocumentFilter(ids=(document.id,)), limit=1).rows
    return found[0].followed_by if found else None


def _masthead(document: Document) -> list[tuple[str, str, str]]:
    m = document.masthead
    rows = [("id", document.id, "")]
    for name in (
        "title",
        "byline",
        "outlet",
        "published",
        "updated",
        "language",
        "address",
        "canonical",
        "dateline_place",
        "dateline_date",
    ):
        found: Found | None = getattr(m, name)
        if found:
            rows.append((name.replace("_", " "), found.value[:100], found.where))
    rows += [("agency", a.value, a.where) for a in m.agencies]
    if document.follows:
        rows.append(("follows", document.follows, "an earlier version of this page"))
    return rows + [("warning", w, "") for w in document.warnings]


def _decisions(judged: JudgedDocument, out: Console) -> None:
    for id, decision in judged.decisions.items():
        differ = ", [red]people differ[/]" if decision.disputed else ""
        out.print(f"[dim]{id}[/] {decision.state}{differ}")


def _record(view: Snapshot, address: str, as_json: bool) -> None:
    claim = view.claim(address)
    report = next(view.reports(addresses=[address]), None)
    if claim is None and report is None:
        raise InputError(f"there is no claim or report {address!r}", hint="See a document's: sayso show NAME --json")
    if as_json:
        frame.print_json(report if claim is None else claim)
        return
    if claim is not None:
        frame.out().print(frame.table(_claim(claim), "", "*"))
    if report is not None:
        rows = [
            ("report", report.address),
            ("type", report.report.type),
            ("words", report.report.sentence.words),
            ("event", report.event or "none yet"),
        ]
        frame.out().print(frame.table(rows, "", "*"))


def _claim(row: ClaimRow) -> list[tuple[str, str]]:
    c = row.claim
    numbers = f"{'' if c.low is None else c.low}–{'' if c.high is None else c.high} ({c.comparator})" if c.comparator else c.value
    return [
        ("claim", row.address),
        ("document", " · ".join(x for x in (row.doc, row.outlet, row.published) if x)),
        ("field", f"{c.field}{'' if c.stance == 'asserts' else ' ' + c.stance}"),
        ("value", numbers),
        ("words", f"“{c.quote.words}” at {c.quote.start}–{c.quote.end}"),
        ("says", chain_text(c.chain, c.basis)),
        ("state", row.state + (", people differ" if row.disputed else "")),
        ("origin", row.origin or "not traced yet"),
    ]
