"""`sayso verify`, `sayso history`, `sayso protect`, `sayso redact`: what a ledger promises, and its one exception."""

from typing import Annotated

import typer

from sayso.cli import frame, settings
from sayso.core import ConfigError, InputError, LedgerError
from sayso.ledger import Protection

VERIFY_HELP = """Recomputes every digest and every quote, and names what does not agree. Ends with status 5 if anything does not.

Example: `sayso verify`
"""
HISTORY_HELP = """What happened, newest first: to the ledger, or to a document, claim, report, event or origin.

Example: `sayso history`, or `sayso history wire-0716`
"""
PROTECT_HELP = """Marks a document, speaker, victim or place that exports and pages must protect; without arguments, lists the marks.

Example: `sayso protect speaker "Zarina Qulova" --level pseudonym --reason "asked for it"`, or
`sayso protect document wire-0716 --level open --embargo 2027-01-31 --reason "agreed with the editor"`
"""
REDACT_HELP = """Removes a document, a passage or a name from texts, records, search and kept bytes, and leaves a tombstone.

This cannot be undone. Backups that were made before still have it: make a new one and destroy them.

Example: `sayso redact --name "Zarina Qulova" --reason "asked by the family"`, or
`sayso redact --document wire-0716 --words "in the yellow house" --reason "endangers a witness"`
"""


def register(app: typer.Typer) -> None:
    """Adds the commands."""
    app.command("verify", help=VERIFY_HELP)(verify)
    app.command("history", help=HISTORY_HELP)(history)
    app.command("protect", help=PROTECT_HELP)(protect)
    app.command("redact", help=REDACT_HELP)(redact)


def verify(ledger: frame.LedgerOption = "", as_json: frame.AsJson = False) -> None:
    checked: dict[str, int] = {}
    count = 0
    with frame.opened(ledger, readonly=True) as opened, frame.progress("verifying", quiet=as_json) as bar:
        total = opened.count()

        def told(what: str, n: int) -> None:
            checked[what] = n
            bar(checked.get("documents", 0), total, checked.get("documents", 0))

        for finding in opened.verify(told):
            count += 1
            if as_json:
                frame.print_json(finding)
            elif count <= 100:
                frame.out().print(f"[red]{frame.shown(finding.subject)}[/]: {frame.shown(finding.problem)}")
        info = dict(opened.info().counts)
    if not as_json:
        what = f"{frame.plural(info['captures'], 'capture')}, {frame.plural(info['documents'], 'document')}, {frame.plural(info['claims'], 'claim')}"
        frame.out().print(
            f"checked {what}: "
            + (f"[red]{frame.plural(count, 'thing does', 'things do')} not agree[/]" if count else "[green]everything agrees[/]")
        )
    if count:
        raise typer.Exit(LedgerError.exit_code)


def history(
    subject: Annotated[str, typer.Argument(help="Document, claim, report, event or origin; without, the ledger.")] = "",
    ledger: frame.LedgerOption = "",
    at: frame.At = "",
    limit: frame.Limit = 30,
    as_json: frame.AsJson = False,
) -> None:
    with frame.opened(ledger, readonly=True) as opened:
        view = opened.at(at) if at else opened
        name = subject
        if subject and "#" not in subject and not subject.startswith(("E-", "O-", "doc_")):
            name = view.document(subject).id
        entries = view.history(name, limit=limit)
    if as_json:
        for e in entries:
            frame.print_json(e)
        return
    if not entries:
        raise InputError(
            f"nothing is known of {subject!r}" if subject else "nothing has happened yet", hint="Add something: sayso add"
        )
    frame.out().print(frame.table([(frame.day(e.at), e.what, e.detail, e.by) for e in entries], "when (UTC)", "what", "*", "by"))


def protect(
    kind: Annotated[str, typer.Argument(help="document, speaker, victim or place.")] = "",
    subject: Annotated[str, typer.Argument(help="A document's name or id, or a name.")] = "",
    ledger: frame.LedgerOption = "",
    level: Annotated[str, typer.Option(help="open, pseudonym, coarse or withheld; open lifts the mark.")] = "withheld",
    embargo: Annotated[str, typer.Option(help="Hidden before this day.")] = "",
    reason: Annotated[str, typer.Option(help="Why.")] = "",
    as_json: frame.AsJson = False,
) -> None:
    with frame.opened(ledger) as opened:
        if kind:
            found = opened.document(subject).id if kind == "document" and subject else subject
            opened.protect([Protection(kind, found, level, embargo, reason, settings.load().person)])
        marks = opened.protections()
    if as_json:
        for m in marks:
            frame.print_json(m)
    elif marks:
        frame.out().print(
            frame.table(
                [(m.kind, m.subject, m.level, m.embargo, m.reason, m.person) for m in marks],
                "what",
                "name",
                "level",
                "until",
                "*why",
                "by",
            )
        )
    else:
        frame.out().print("[dim]no marks[/]")


def redact(
    reason: Annotated[str, typer.Option(help="Why; the tombstone keeps it, so do not repeat what goes.")] = "",
    document: Annotated[str, typer.Option(help="The document, by name or id.")] = "",
    words: Annotated[str, typer.Option(help="The passage of the document, word for word.")] = "",
    name: Annotated[str, typer.Option(help="A name, to be removed everywhere.")] = "",
    yes: Annotated[bool, typer.Option("--yes", help="Do not ask.")] = False,
    ledger: frame.LedgerOption = "",
    as_json: frame.AsJson = False,
) -> None:
    if not reason:
        raise ConfigError("a redaction needs a reason", where="--reason", hint='Give one: --reason "asked by the family"')
    if bool(document) == bool(name):
        raise ConfigError("give a document or a name", hint="--document NAME (with --words for a passage), or --name NAME.")
    from sayso.linkage import forget_index

    with frame.opened(ledger) as opened:
        found = opened.document(document) if document else None
        span = _place(found.text, words) if found and words else None
        what = f"the name {name!r} everywhere" if name else f"{'the passage' if span else 'the whole'} of document {document}"
        if not yes and not typer.confirm(f"Remove {what}, also from the past? This cannot be undone.", err=True):
            raise typer.Exit(1)
        stone = opened.redact(
            document=found.id if found else "", span=span, name=name, reason=reason, person=settings.load().person
        )
        forget_index(opened)
    if as_json:
        frame.print_json(stone)
    else:
        frame.out().print(f"removed from {frame.plural(stone.documents, 'document')}. Backups made before still have it.")


def _place(text: str, words: str) -> tuple[int, int]:
    """Where a passage stands. Raises `InputError` if it does not, or more than once."""
    count = text.count(words)
    if count != 1:
        problem = "does not have these words" if not count else f"has these words {count} times"
        raise InputError(f"the document {problem}: {words[:60]!r}", hint="Give them as they stand there, with more around them.")
    return text.index(words), text.index(words) + len(words)
