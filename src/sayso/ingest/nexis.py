"""Exports of LexisNexis: many articles in one text, in the layout of today (Nexis Uni, Nexis Advance) and of before.

today   title, outlet, day [time], copyright; "Section: ", "Length: ", "Byline: ", "Dateline: "; "Body"; the text;
        "Graphic"; "Load-Date: "; "Classification" and what follows; "End of Document"
before  "1 of 20 DOCUMENTS"; [copyright]; outlet, day, edition; [title]; "BYLINE: ", "LENGTH: ", "HEADLINE: "; ["BODY:"];
        the text; "GRAPHIC: "; "LOAD-DATE: ", "LANGUAGE: "; [copyright]
"""

import re
from collections.abc import Iterator
from datetime import UTC
from email.utils import parsedate_to_datetime

from sayso.ingest.clippings import Article, documents_of_articles, normal, paragraphs
from sayso.ingest.dates import find_written, written_day
from sayso.ingest.rejections import Rejected
from sayso.ingest.task import Outcome, Task

_END = re.compile(r"(?m)^[ \t]*End of Document[ \t]*$")
_OLD_HEAD = re.compile(r"(?m)^[ \t]*\d+ of \d+ DOCUMENTS?[ \t]*$")
_SIZED = re.compile(r"(?im)^[ \t]*(?:Length|Load-Date)[ \t]?:")
_HEAD_LABELS = {
    "section": "", "length": "", "byline": "byline", "dateline": "dateline_place", "highlight": "", "headline": "title", "series": "",
    "url": "", "type": "", "edition": "", "contact": "",
}  # fmt: skip
_TAIL_LABELS = {
    "load-date": "", "language": "language", "publication-type": "", "graphic": "", "correction-date": "", "journal-code": "",
    "classification": "", "subject": "", "update": "", "document-type": "",
}  # fmt: skip
_LABEL = re.compile(rf"(?i)({'|'.join([*_HEAD_LABELS, *_TAIL_LABELS])})\s?:\s*(.*)")
_CLOCK = re.compile(r"(?i)\b(\d{1,2}):(\d\d)(?::\d\d)?\s*([AP]M)?\s+(GMT|UTC|E[SD]T|C[SD]T|M[SD]T|P[SD]T)\b")


def is_nexis(text: str) -> bool:
    """True if `text` is such an export: its closing or opening lines, and a length or load date."""
    head = text[:400_000]
    return bool((_END.search(head) or _OLD_HEAD.search(head)) and _SIZED.search(head))


def nexis(task: Task, text: str) -> Iterator[Outcome]:
    """The articles of an export; the text of each is its body. Raises `Rejected` "empty"."""
    text = normal(text)
    parts = _END.split(text) if _END.search(text) else _OLD_HEAD.split(text)[1:]
    old = _END.search(text) is None
    yield from documents_of_articles(task, (_article(part, old) for part in parts if _SIZED.search(part)))


def _article(part: str, old: bool) -> Article:
    raw = part.split("\n")
    lines = [line.strip() for line in raw]
    begin, named = _body_start(lines)
    end = next((i for i in range(begin, len(lines)) if _ends_body(lines, i)), len(lines))
    found = Article(body=paragraphs(raw[begin:end]))
    first = next((i for i, line in enumerate(lines[:begin]) if _LABEL.fullmatch(line)), begin)
    for i in (*range(first, begin), *range(end, len(lines))):
        if label := _LABEL.fullmatch(lines[i]):
            key = (_HEAD_LABELS | _TAIL_LABELS)[label[1].lower()]
            if key:
                found.values.setdefault(key, _value(lines, i, label[2]))
    head = lines[: first if named or first < begin else begin]
    (_old_head if old else _new_head)(found, head)
    if "dateline_place" in found.values:
        found.values["dateline_place"] = re.split(r",?\s+(?=[A-Z][a-z]+\.? \d)|\s*[(;]", found.values["dateline_place"])[0].strip(
            " ,"
        )
    return found


def _body_start(lines: list[str]) -> tuple[int, bool]:
    """Where the text begins: after the line that says so, else after the labelled blocks that follow the head."""
    for i, line in enumerate(lines):
        if line in ("Body", "BODY", "BODY:", "Body:", "FULL TEXT:"):
            return i + 1, True
    i = next((i for i, line in enumerate(lines) if (m := _LABEL.fullmatch(line)) and m[1].lower() in _HEAD_LABELS), 0)
    while i < len(lines):
        label = _LABEL.fullmatch(lines[i])
        if not label or label[1].lower() not in _HEAD_LABELS:
            break
        while i < len(lines) and lines[i]:  # a value may go on in the lines below
            i += 1
        while i < len(lines) and not lines[i]:
            i += 1
    return i, False


def _ends_body(lines: list[str], i: int) -> bool:
    if lines[i] in ("Graphic", "Classification"):
        return any(re.match(r"(?i)load-date\s?:|language\s?:", line) for line in lines[i:])
    label = _LABEL.fullmatch(lines[i])
    return bool(label and label[1].lower() in _TAIL_LABELS and (label[1][0].isupper()))


def _value(lines: list[str], i: int, first: str) -> str:
    """A field's value: what stands after the label and in the lines below, up to an empty or labelled one."""
    words = [first] if first else []
    for line in lines[i + 1 : i + 6]:
        if (not line and words) or _LABEL.fullmatch(line):
            break
        words += [line] if line else []
    return " ".join(words)


def _new_head(found: Article, head: list[str]) -> None:
    """Title, outlet and day, in this order, each on a line; cover sheet and list of titles stand before the first."""
    kept = [line for line in head if line]
    at = next((i for i in range(len(kept) - 1, -1, -1) if (d := find_written(kept[i])) and d.start() == 0), None)
    if at is None:
        found.values.setdefault("title", kept[0] if kept else "")
        return
    found.values["published"] = _published(kept[at])
    if at >= 1:
        found.values["outlet"] = kept[at - 1]
    if at >= 2:
        found.values.setdefault("title", kept[at - 2])


def _old_head(found: Article, head: list[str]) -> None:
    """Outlet, day and edition in one or two blocks, then the title in one, unless it has a label of its own."""
    blocks: list[list[str]] = [[]]
    for line in head:
        if line:
            blocks[-1].append(line)
        elif blocks[-1]:
            blocks.append([])
    blocks = [b for b in blocks if b and not re.match(r"(?i)copyright\b|all rights reserved", b[0])]
    for n, block in enumerate(blocks):
        at = next((i for i, line in enumerate(block) if (d := find_written(line)) and d.start() == 0), None)
        if at is None:
            continue
        found.values["published"] = _published(block[at])
        before = block[:at] or (blocks[n - 1] if n else [])
        found.values["outlet"] = " ".join(before)
        if n + 1 < len(blocks):
            found.values.setdefault("title", " ".join(blocks[n + 1]))
        return
    if blocks:
        found.values.setdefault("title", " ".join(blocks[-1]))


def _published(line: str) -> str:
    """ "July 17, 2015 Friday 10:15 AM GMT" as ISO: with its time where the zone is said and known."""
    day = find_written(line)
    if day is None:
        return ""
    try:
        iso = written_day(day)
    except Rejected:
        return ""
    clock = _CLOCK.search(line, day.end())
    if not clock:
        return iso
    hour = int(clock[1]) % 12 + (12 if clock[3].upper() == "PM" else 0) if clock[3] else int(clock[1])
    if hour > 23 or int(clock[2]) > 59:
        return iso
    year, month, number = iso.split("-")
    months = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
    at = parsedate_to_datetime(f"{number} {months[int(month) - 1]} {year} {hour:02}:{clock[2]}:00 {clock[4].upper()}")
    return (at if at.tzinfo else at.replace(tzinfo=UTC)).isoformat().replace("+00:00", "Z")
