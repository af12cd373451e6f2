"""One event as one HTML file: styles and drawings inside, no script, no link that leads to this machine."""

import re

from fastapi import APIRouter
from fastapi.responses import RedirectResponse, Response

from sayso.export.words import moment_text
from sayso.serve.assets import FOLDER, manifest
from sayso.serve.desk import Desk, Reading
from sayso.serve.pages.events import asked, claim_line
from sayso.serve.templating import environment
from sayso.serve.views.event import date_note, event_view

router = APIRouter()
_LINK = re.compile(r'<a\b([^>]*?)\shref="/[^"]*"([^>]*)>')


@router.get("/events/{id}/page")
def onefile(id: str, desk: Desk = Reading) -> Response:
    """The file, to be sent to a colleague or an editor."""
    case = asked(desk, id)
    if isinstance(case, RedirectResponse):
        return case
    view = event_view(case)
    lines = [claim_line(case, c.address) for c in case.shown if c.claim.comparator or c.claim.subject.startswith("s")]
    html = (
        environment()
        .get_template("onefile.html")
        .render(
            view=view,
            desk=desk,
            person=desk.person,
            look={"theme": "auto"},
            date_note=date_note(view.heading.date),
            css=(FOLDER / manifest()["app.css"]).read_text(encoding="utf-8"),
            lines=lines,
            made=moment_text(desk.at or desk.snapshot.info().last),
            here="",
            alone=True,
        )
    )
    headers = {"Content-Disposition": f'attachment; filename="{id}.html"'}
    return Response(desk.veil.over(_LINK.sub(r"<a\1\2>", html)), media_type="text/html; charset=utf-8", headers=headers)
