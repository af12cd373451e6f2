"""What the first and last lines of a text say about the text: title, byline, dateline, credits, date."""

import re
from dataclasses import dataclass, fields, replace

from sayso.core import Mark, Masthead
from sayso.ingest.credits import agencies, closing_lines, read_credits
from sayso.ingest.dateline import CAPS, PLACE, opens_with_place, read_dateline
from sayso.ingest.dates import MONTH, find_written, written_day
from sayso.ingest.furniture import Line
from sayso.ingest.gathered import Gathered
from sayso.ingest.rejections import Rejected

_HEAD = 8  # lines of a text that may belong to its masthead
_PROSE = ".!?”\"'"  # a line that ends so is running text
# Two sentences, or a sentence and a bracket, are text or a caption.
_NO_TITLE = re.compile(r"[.!?]\s\(|[a-z]{4,}[.!?”\"]\s[A-Z]|^[(\[]")
_BYLINE = re.compile(
    r"(?i:(?:story|report|words)?\s?by\s?:?)\s+(?P<who>our (?:own )?correspondents?|(?i:staff) (?:writer|reporter|correspondent)s?|[A-ZÀ-Þ][^!?:;|]{2,100}?)"
    r"(?:\s?[|•·,–—-]\s?(?P<rest>(?:(?i:published|posted|updated|created|on)\b.{3,60}|.{0,12}\d{4}.{0,30})))?\.?"
)
_ROLE = re.compile(
    r"(?i)(?:(?:staff|contributing|senior|special)\s(?:writer|reporter|correspondent)s?|[A-Z][\w .]{2,30}\s(?:staff\swriter|correspondent|bureau))"
)
_DATE_LEAD = re.compile(
    r"(?i)(?P<updated>(?:last\s)?(?:updated|modified)(?:\s(?:on|at))?|date of update)\s?:?\s*|"
    r"(?:(?:first\s)?(?:published|posted|issued|created)(?:\s(?:on|at))?|date(?: of publication)?|this story is from)\s?:?\s*"
)
_CLOSING_DATE = re.compile(
    rf"(?P<lead>[A-ZÀ-Þ][^.!?:;|]{{2,80}}?),?\s(?P<day>\d{{1,2}}\s+{MONTH}\s+\d{{4}}|{MONTH}\s+\d{{1,2}},\s+\d{{4}})\.?"
)
_STATEMENT = re.compile(
    r"(?i)(?:(?:press|media|public|joint|official)\s)?(?:statement|release|communiqué|communique|briefing|notice|announcement|declaration)\b"
)
_MEDIUM = re.compile(
    r"(?:News|Agency|Service|Times|Post|Daily|Weekly|Herald|Press|Radio|TV|Television|Tribune|Journal|Gazette|Courier|Observer|Telegraph|Guardian|Chronicle|Mail|Review|Monitor|Reporter|Online|Media|Broadcasting|Magazine|Today|Bulletin|Wire)\b"
)


@dataclass(frozen=True, slots=True)
class Stated:
    """A masthead read off a text, and the marks of where it stands."""

    masthead: Masthead
    marks: tuple[Mark, ...]


def merged(first: Masthead, *others: Masthead) -> Masthead:
    """Field by field the value of the earliest masthead that has one."""
    for other in others:
        gaps = {f.name: getattr(other, f.name) for f in fields(Masthead) if not getattr(first, f.name) and getattr(other, f.name)}
        first = replace(first, **gaps) if gaps else first
    return first


def read_masthead(text: str, lines: list[Line], aside: tuple[Mark, ...], known: Masthead) -> Stated:
    """The masthead that `text` states. `lines` are its lines, `aside` marks of furniture and captions, `known` what is known already.

    A first line is the title if it is short, ends without a stop and prose follows; a date is one of publication only on a line
    of its own (or after the outlet's name), or after the word published.
    """
    skip = {m.start for m in aside if m.kind in ("furniture", "caption")}
    kept = [line for line in lines if line.start not in skip]
    got = Gathered(text, known)
    body = _head(got, kept)
    for i, line in enumerate(kept[body : body + 5]):
        if read_dateline(got, line, first=i == 0):
            break
    for line in closing_lines(lines, kept, aside):
        read_credits(got, line)
    return Stated(Masthead(agencies=tuple(got.agencies), **got.found), tuple(got.marks))


# -- above the text --------------------------------------------------------------------------------------------------------


def _head(got: Gathered, kept: list[Line]) -> int:
    """Reads the lines above the first line of prose and gives the index of that line."""
    for i, line in enumerate(kept[:_HEAD]):
        bare = line.text if opens_with_place(line.text) else line.text.strip("*_#=× \t") or line.text
        start = line.start + line.text.index(bare)
        if _byline(got, bare, start) or _date_line(got, bare, start) or _title(got, kept, i, bare, start):
            continue
        if len(bare) > 120 or bare[-1] in _PROSE or opens_with_place(bare):
            return i
    return min(len(kept), _HEAD)


def _title(got: Gathered, kept: list[Line], i: int, bare: str, start: int) -> bool:
    line = kept[i]
    known = got.known.title.value.casefold() if got.known.title else ""
    heading = line.text.startswith("#")
    # A mail's subject or a page's title often stands before or after something: "World alert: Two killed in raid".
    repeats = bool(known) and (bare.casefold() == known or (len(bare) >= 20 and known.endswith(bare.casefold())))
    if heading or repeats:
        got.marks.append(Mark(line.start, line.end, "heading" if "title" in got.found else "title"))
        got.set("title", bare, "text:heading" if heading else "text:title", start, start + len(bare))
        return True
    if i == 0 and not known and _is_title(kept, bare):
        got.marks.append(Mark(start, start + len(bare), "title"))
        got.set("title", bare, "text:first line", start, start + len(bare))
        return True
    return False


def _is_title(kept: list[Line], bare: str) -> bool:
    if len(kept) < 2 or not 8 <= len(bare) <= 200 or bare[-1] in ".,;:…_-–—" or _NO_TITLE.search(bare):
        return False
    if opens_with_place(bare) or _BYLINE.fullmatch(bare):
        return False
    follows = kept[1]
    prose = any(len(k.text) > len(bare) and len(k.text) > 60 for k in kept[1:6])
    return prose and (follows.gap or bool(_BYLINE.fullmatch(follows.text)))


def _byline(got: Gathered, bare: str, start: int) -> bool:
    line = _BYLINE.fullmatch(bare)
    if line is None and "byline" in got.found and _ROLE.fullmatch(bare):
        got.marks.append(Mark(start, start + len(bare), "byline"))
        return True
    if line is None or (bare[-1] in _PROSE and len(bare) > 60):
        return False
    who, at = line["who"].rstrip(" .,"), start + line.start("who")
    name, comma, after = who.partition(", ")
    outlet = got.known.outlet.value if got.known.outlet else ""
    if comma and (after in agencies() or after.casefold() == outlet.casefold()):
        if after in agencies():
            got.credit(after, "text:byline", at + len(name) + 2)
        who = name
    got.set("byline", who, "text:byline", at, at + len(who))
    if line["rest"]:
        _date_line(got, line["rest"], start + line.start("rest"))
    got.marks.append(Mark(start, start + len(bare), "byline"))
    return True


def _date_line(got: Gathered, bare: str, start: int) -> bool:
    """Reads a line that is a date, or "Outlet, 18 July 2015"; True if it was one."""
    if len(bare) > 120:
        return False
    lead = _DATE_LEAD.match(bare) or _DATE_LEAD.match(bare, max(0, bare.find("Published")))
    begin = lead.end() if lead else 0
    day = find_written(bare[begin : begin + 60])
    iso = re.match(r"\d{4}-\d\d-\d\d(?=\b|T)", bare[begin:])
    rest = bare[begin + day.end() :] if day else ""
    try:
        if iso and len(bare) - begin <= 30:
            value, end = iso[0], begin + iso.end()
        elif day and day.start() == 0 and re.fullmatch(r"[\s,|•·-]*(?:\d\d?[:.]\d\d.{0,20}|\|.{0,60})?", rest):
            value, end = written_day(day), begin + day.end()
        elif (closing := _CLOSING_DATE.fullmatch(bare)) and _letterhead(got, closing, bare, start):
            got.marks.append(Mark(start, start + len(bare), "dateline"))
            return True
        else:
            return False
    except Rejected:
        return False
    name = "updated" if lead and lead["updated"] else "published"
    got.set(name, value, "text:date line", start + begin, start + end)
    got.marks.append(Mark(start, start + len(bare), "dateline"))
    return True


def _letterhead(got: Gathered, line: re.Match[str], bare: str, at: int) -> bool:
    """Reads "Outlet, 18 July 2015", "Press statement, Town, 18 July 2015" and "Town, 18 July 2015" on a line of its own."""
    inner = find_written(line["day"])
    if inner is None:
        return False
    day, start, end = written_day(inner), at + line.start("day"), at + line.end("day")
    parts = [p.strip() for p in line["lead"].split(",")]
    if _STATEMENT.match(bare):
        got.set("published", day, "text:date line", start, end)
    elif len(parts) == 1 and _MEDIUM.search(parts[0]):
        got.set("published", day, "text:date line", start, end)
        got.set("outlet", parts[0], "text:masthead", at, at + len(parts[0]))
    elif len(parts) <= 2 and re.fullmatch(rf"{PLACE}|{CAPS}", parts[0]):
        got.set("dateline_place", parts[0], "text:dateline", at, at + len(parts[0]))
        got.set("dateline_date", day, "text:dateline", start, end)
    else:
        return False
    return True
