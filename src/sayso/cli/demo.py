"""`sayso demo`: the example dossier, coded into a ledger of its own, and the workbench over it."""

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Annotated, Any

import httpx
import typer

from sayso.cli import frame, inputs, settings
from sayso.core import ConfigError, InternalError

HELP = """Codes the example dossier (sixteen files on raids in Bishkek in July 2015, our own words) and opens the workbench over it.

The workbench runs in the background; `sayso demo --stop` ends it. Where there is no terminal, one page is checked and it is ended at once.

Example: `sayso demo`, then `sayso demo --stop`
"""
START_SECONDS = 60.0
STATE = "workbench.json"  # where the workbench of the last demo runs


def register(app: typer.Typer) -> None:
    """Adds the command."""
    app.command("demo", help=HELP)(demo)


def demo(
    folder: Annotated[Path, typer.Option(help="The dossier's folder.")] = Path("examples/bishkek-2015"),
    stop: Annotated[bool, typer.Option("--stop", help="End the workbench of an earlier demo.")] = False,
    port: Annotated[int, typer.Option(min=0, max=65535, help="Port of the workbench; 0 is any free one.")] = 0,
) -> None:
    home = Path(os.environ.get("SAYSO_DEMO") or Path(typer.get_app_dir("sayso")) / "demo")
    if stop:
        frame.out().print("the demo's workbench is ended" if stop_workbench(home) else "no workbench of a demo is running")
        return
    if not (folder / "reports").is_dir():
        hint = "Run it in a clone of the repository, or give --folder."
        raise ConfigError("there is no example dossier here", where=str(folder / "reports"), hint=hint)
    stop_workbench(home)
    home.mkdir(parents=True, exist_ok=True)
    ledger = home / "bishkek-2015.ledger"
    fill(ledger, folder)
    process, state = start_workbench(home, ledger, port)
    stays = False
    try:
        title = check_page(state)
        stays = sys.stdout.isatty()
    finally:
        if not stays:
            end(process)
            (home / STATE).unlink()
    out = frame.out()
    if stays:
        out.print(f"\n[bold]{state['address']}[/]", soft_wrap=True)
        out.print("Open it in a browser. [bold]sayso demo --stop[/] ends it.", soft_wrap=True)
        return
    out.print(
        f"workbench checked at {state['address'].partition('?')[0]}: “{title}”; ended again, as there is no terminal",
        soft_wrap=True,
    )


def fill(ledger: Path, folder: Path) -> None:
    """Adds and codes the dossier, and tells what it says of each document. The ledger of an earlier version is brought up to date."""
    from sayso import filling, pipeline
    from sayso.cli.coded_view import show
    from sayso.ledger import migrate
    from sayso.linkage import link_ledger

    out = frame.out()
    if ledger.is_file():
        migrate(str(ledger), key=settings.key(settings.load(ledger=str(ledger))))
    with frame.opened(str(ledger), create=True) as opened:
        options = inputs.options(mapping=str(folder / "mapping.toml"))
        with frame.progress("recording", quiet=False) as bar:
            recorded = filling.record(opened, [str(folder / "reports")], options, lambda p: bar(p.done, p.total, p.documents))
        run = pipeline.default_coder().run
        with frame.progress("coding", quiet=False) as bar:
            told = lambda p: bar(p.done, p.total, p.documents)  # noqa: E731
            filling.code(opened, run, pipeline.code_batch, total=opened.uncoded_count(run), told=told)
            filling.code(opened, run, pipeline.code_batch, documents=opened.outdated(run), told=told)
        link_ledger(opened)
        codings = list(opened.codings())
        for coded in codings:
            show(coded, out)
        counts = [(len(codings), "document"), (sum(len(c.events) for c in codings), "event report")]
        counts += [(sum(len(c.figures) for c in codings), "figure"), (sum(len(c.statements) for c in codings), "statement")]
        counts.append((opened.event_count(), "event"))
        summary = ", ".join(frame.plural(n, name) for n, name in counts)
        out.print(f"\n[bold]{summary}[/], {frame.plural(recorded.rejections, 'input')} not read", soft_wrap=True)


def start_workbench(home: Path, ledger: Path, port: int) -> tuple["subprocess.Popen[bytes]", dict[str, Any]]:
    """Starts `sayso serve` in a process of its own. Gives the process, and its number, address and token, which it notes in `home`.
    Raises InternalError if it does not start."""
    from sayso.serve.guard import new_token

    token = new_token()
    log = home / "workbench.log"
    command = [sys.executable, "-c", "from sayso.cli import main; main()", "serve", "--ledger", str(ledger), "--port", str(port)]
    with log.open("wb") as written:
        process = subprocess.Popen(
            command,
            stdout=written,
            stderr=subprocess.STDOUT,
            stdin=subprocess.DEVNULL,
            start_new_session=True,
            env={**os.environ, "SAYSO_TOKEN": token, "COLUMNS": "400"},
        )
    until = time.monotonic() + START_SECONDS
    while time.monotonic() < until and process.poll() is None:
        line = next((w for w in log.read_text(encoding="utf-8", errors="replace").split() if w.startswith("http")), "")
        if line:
            state = {"pid": process.pid, "address": line, "token": token}
            (home / STATE).write_text(json.dumps(state), encoding="utf-8")
            return process, state
        time.sleep(0.1)
    process.kill()
    raise InternalError("the workbench did not start", where=str(log), hint="Its log says why.")


def check_page(state: dict[str, Any]) -> str:
    """The heading of the page of events. Raises InternalError if it does not answer as it should."""
    base = state["address"].partition("/?")[0]
    until = time.monotonic() + START_SECONDS
    while True:
        try:
            answer = httpx.get(f"{base}/events", headers={"Authorization": f"Bearer {state['token']}"}, timeout=20)
            break
        except httpx.TransportError as error:
            if time.monotonic() > until:
                raise InternalError(f"the workbench does not answer ({error})", where=base) from error
            time.sleep(0.1)
    if answer.status_code != 200 or "<h1>Events</h1>" not in answer.text:
        raise InternalError(f"the page of events answers with status {answer.status_code}", where=f"{base}/events")
    return answer.text.split("<title>")[1].split("</title>")[0]


def end(process: "subprocess.Popen[bytes]") -> None:
    """Ends a workbench that this process started; by force if it takes too long."""
    process.terminate()
    try:
        process.wait(START_SECONDS)
    except subprocess.TimeoutExpired:
        process.kill()


def stop_workbench(home: Path) -> bool:
    """Ends the workbench that an earlier demo started, if it still runs and answers to its token."""
    file = home / STATE
    try:
        state = json.loads(file.read_text(encoding="utf-8"))
        base = state["address"].partition("/?")[0]
        ours = httpx.get(f"{base}/help", headers={"Authorization": f"Bearer {state['token']}"}, timeout=5).status_code == 200
    except (OSError, ValueError, KeyError, httpx.TransportError):
        ours = False
    if ours:
        os.kill(state["pid"], signal.SIGTERM)
    file.unlink(missing_ok=True)
    return ours
