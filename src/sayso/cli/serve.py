"""`sayso serve`: the workbench over a ledger, in a browser."""

import os
from pathlib import Path
from typing import Annotated

import typer

from sayso.cli import frame, settings
from sayso.ledger import Ledger

HELP = """Opens the workbench over a ledger: every claim by its origin, the words behind it, and review by one key.

It listens on this machine only, and the printed address holds a token that keeps other users of the machine out. To let others in,
make accounts (`sayso accounts add`) and give --accounts and --host; put it behind HTTPS.

Example: `sayso serve`, or `sayso serve --host 0.0.0.0 --accounts team.accounts --allow-host bench.example --https`
"""


def register(app: typer.Typer) -> None:
    """Adds the command."""
    app.command("serve", help=HELP)(serve)


def serve(
    ledger: frame.LedgerOption = "",
    host: Annotated[str, typer.Option(help="Address to listen on; others than this machine need --accounts.")] = "127.0.0.1",
    port: Annotated[int, typer.Option(min=0, max=65535, help="Port; 0 is any free one.")] = 8365,
    accounts: Annotated[Path | None, typer.Option(help="File of accounts (`sayso accounts`).")] = None,
    allow_host: Annotated[list[str] | None, typer.Option(help="A name under which it may be asked; may be repeated.")] = None,
    https: Annotated[bool, typer.Option("--https", help="It stands behind HTTPS: cookies are sent no other way.")] = False,
    basemap: Annotated[
        Path | None, typer.Option(help="A PMTiles file of yours with a detailed base map, vector or raster.", show_default=False)
    ] = None,
    browser: Annotated[bool, typer.Option("--browser", help="Open the address in a browser.")] = False,
) -> None:
    from sayso.serve.guard import new_token
    from sayso.serve.linker import BackgroundLinker
    from sayso.serve.options import ServeOptions
    from sayso.serve.running import address_of, bound
    from sayso.serve.running import serve as run

    chosen = settings.load(ledger=ledger)
    options = ServeOptions(
        host=host,
        port=port,
        token="" if accounts else os.environ.get("SAYSO_TOKEN") or new_token(),
        accounts=accounts,
        person=chosen.person,
        hosts=tuple(allow_host or ()),
        secure=https,
        basemap=basemap or (Path(chosen.basemap) if chosen.basemap else None),
    )
    with frame.opened(ledger) as opened:
        listening, options = bound(options)
        out = frame.out()
        out.print(f"[bold]{address_of(options)}[/]", soft_wrap=True)
        out.print(f"[dim]workbench over {frame.shown(opened.address)}; Ctrl-C ends it[/]", soft_wrap=True)
        if browser:
            typer.launch(address_of(options))
        linker = BackgroundLinker(lambda: _link(opened))
        linker([])  # what was added since it was last linked
        try:
            run(opened, options, listening, relink=linker)
        finally:
            linker.close()


def _link(opened: Ledger) -> None:
    from sayso.linkage import link_ledger

    link_ledger(opened)
