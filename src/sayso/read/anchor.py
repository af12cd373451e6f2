"""The day that a text's relative dates are counted from."""

import re
from datetime import date

from sayso.core import Document
from sayso.read import times

_HEAD = 260  # characters at the beginning in which a text dates itself
_IN_A_CLAUSE = re.compile(
    r"\b(?:on|in|since|of|from|until|till|by|after|before|between|to|and|the|late|early)\s+(?:\w+,?\s+)?$", re.I
)
_DATES_ITSELF = re.compile(r"\b(?:published|posted|publication|updated|dated?|issued)\b[\s\w:]{0,12}$", re.I)
_STALE = 3 * 366  # days by which a publication date may be later than the text's own: copies are dated when they were taken


def anchor_day(document: Document) -> str | None:
    """ISO day (or time) that relative dates count from: the dateline's, else a full date that stands by itself at the head
    of the text ("OLENK, 3 May 2019 --"), else the publication's. Where text and metadata disagree, the text is right."""
    published = document.published
    if document.masthead.dateline_date is not None:
        return document.masthead.dateline_date.value
    own = _own_day(document.text)
    if own is None:
        return published
    try:
        known = date.fromisoformat((published or "")[:10])
    except ValueError:
        return own.isoformat()
    late = (known - own).days
    return own.isoformat() if 1 < late <= _STALE else published


def _own_day(text: str) -> date | None:
    head = text[:_HEAD]
    for t in times.find(head, None):
        if t.how != "stated" or not t.edtf or not re.fullmatch(r"\d{4}-\d\d-\d\d", t.edtf):
            continue
        before = head[: t.start]
        if _IN_A_CLAUSE.search(before) and not _DATES_ITSELF.search(before):
            continue
        return date.fromisoformat(t.edtf)
    return None
