"""`sayso ledger`: make, find, migrate, back up and restore a ledger; choose whose codings count."""

from pathlib import Path
from typing import Annotated

import typer

from sayso.cli import frame, settings
from sayso.ledger import backup, migrate, open_ledger, restore
from sayso.ledger.engine import is_postgres, shown

ledgers = typer.Typer(
    no_args_is_help=True, help="Make, find, migrate, back up and restore a ledger.", rich_markup_mode="markdown"
)


def register(app: typer.Typer) -> None:
    """Adds the commands."""
    app.add_typer(ledgers, name="ledger")


@ledgers.command(
    "init", help="Makes a new ledger, encrypted if a key is set.\n\nExample: `sayso ledger init --ledger kant.ledger`"
)
def init(ledger: frame.LedgerOption = "", as_json: frame.AsJson = False) -> None:
    with frame.opened(ledger, create=True) as opened:
        info = opened.info()
    if as_json:
        frame.print_json(info)
    else:
        kind = "encrypted ledger" if info.encrypted else "ledger"
        frame.out().print(f"{kind} of version {info.version} at {frame.shown(info.address)}")


@ledgers.command("path", help="Prints which ledger is used, and whether it is there.\n\nExample: `sayso ledger path`")
def path(ledger: frame.LedgerOption = "", as_json: frame.AsJson = False) -> None:
    address = settings.load(ledger=ledger).ledger
    there = is_postgres(address) or Path(address).exists()
    place = shown(address) if is_postgres(address) else str(Path(address).absolute())
    if as_json:
        frame.print_json({"address": place, "exists": there})
    else:
        typer.echo(place)
        if not there:
            frame.err().print("[dim]not there yet; `sayso add` or `sayso ledger init` makes it[/]")


@ledgers.command("info", help="Counts, size and version.\n\nExample: `sayso ledger info`")
def info(ledger: frame.LedgerOption = "", at: frame.At = "", as_json: frame.AsJson = False) -> None:
    with frame.opened(ledger, readonly=True) as opened:
        found = (opened.at(at) if at else opened).info()
    if as_json:
        frame.print_json(
            {
                **{k: getattr(found, k) for k in ("address", "version", "encrypted", "size", "first", "last")},
                "counts": dict(found.counts),
            }
        )
        return
    rows = [("ledger", found.address + (" (encrypted)" if found.encrypted else "")), ("version", found.version)]
    rows += [(name, f"{count:,}") for name, count in found.counts]
    rows += [
        ("size", f"{found.size / 1e6:,.1f} MB"),
        ("first", frame.day(found.first or "–")),
        ("last", frame.day(found.last or "–")),
    ]
    frame.out().print(frame.table(rows, "", ""))


@ledgers.command("migrate", help="Brings an older ledger up to date. Back it up first.\n\nExample: `sayso ledger migrate`")
def migrate_(ledger: frame.LedgerOption = "", as_json: frame.AsJson = False) -> None:
    found = settings.load(ledger=ledger)
    before, after = migrate(found.ledger, key=settings.key(found))
    if as_json:
        frame.print_json({"before": before, "after": after})
    else:
        frame.out().print(f"is of version {after} already" if before == after else f"from version {before} to {after}")


@ledgers.command(
    "backup",
    help="Writes the whole ledger to one file, which is a ledger itself. Works for SQLite and PostgreSQL.\n\n"
    "Example: `sayso ledger backup kant-2026-03-01.ledger`",
)
def backup_(
    to: Annotated[Path, typer.Argument(help="The file to write; it must not be there.", metavar="FILE")],
    key_file: Annotated[str, typer.Option("--key-file", help="Encrypt it with the first line of this file.")] = "",
    ledger: frame.LedgerOption = "",
    as_json: frame.AsJson = False,
) -> None:
    key = settings.read_key(key_file) if key_file else None
    with frame.opened(ledger, readonly=True) as opened, frame.progress("backing up", quiet=as_json) as bar:
        made = backup(opened, to, key=key, progress=lambda done, total: bar(done, total, 0))
    size = made.stat().st_size
    if as_json:
        frame.print_json({"file": str(made), "size": size})
    else:
        frame.out().print(f"wrote {frame.shown(str(made))}, {size / 1e6:,.1f} MB")


@ledgers.command(
    "restore",
    help="Makes a ledger from a backup, where there must be none: the way back, and from SQLite to PostgreSQL.\n\n"
    "Example: `sayso ledger restore kant-2026-03-01.ledger --ledger restored.ledger`",
)
def restore_(
    backup_file: Annotated[Path, typer.Argument(help="The backup.", metavar="FILE")],
    ledger: frame.LedgerOption = "",
    as_json: frame.AsJson = False,
) -> None:
    found = settings.load(ledger=ledger)
    with frame.progress("restoring", quiet=as_json) as bar:
        address = restore(backup_file, found.ledger, key=settings.key(found), progress=lambda done, total: bar(done, total, 0))
    with open_ledger(found.ledger, key=settings.key(found), readonly=True) as opened:
        counts = dict(opened.info().counts)
    if as_json:
        frame.print_json({"address": address, "counts": counts})
    else:
        frame.out().print(
            f"restored {frame.plural(counts['documents'], 'document')} and {frame.plural(counts['claims'], 'claim')} to {frame.shown(address)}"
        )


@ledgers.command(
    "reader",
    help="Shows or chooses the reader whose codings count.\n\nExample: `sayso ledger reader`, or `sayso ledger reader sayso-en`",
)
def reader(
    name: Annotated[str, typer.Argument(help="The reader to choose.")] = "",
    ledger: frame.LedgerOption = "",
    as_json: frame.AsJson = False,
) -> None:
    with frame.opened(ledger) as opened:
        if name:
            opened.set("reader", name, settings.load().person)
        chosen = opened.reader
        known = sorted({r.reader_name for r in opened.runs() if r.stage == "code"})
    if as_json:
        frame.print_json({"reader": chosen, "known": known})
    else:
        frame.out().print(f"[bold]{frame.shown(chosen or 'none yet')}[/]" + (f" of {', '.join(known)}" if len(known) > 1 else ""))
