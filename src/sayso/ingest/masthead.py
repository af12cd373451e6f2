"""What the first and last lines of a text say about the text: title, byline, dateline, credits, date."""

import re
from dataclasses import dataclass, fields, replace

from sayso.core import Found, Mark, Masthead
from sayso.ingest.dates import MONTH, MONTHS, find_written, written_day
from sayso.ingest.furniture import Line
from sayso.ingest.rejections import Rejected

# The world's and the regions' agencies as credits write them, longest first where one begins another.
AGENCIES = (
    "Thomson Reuters", "Reuters", "Associated Press", "AP", "Agence France-Presse", "AFP", "dpa", "Deutsche Presse-Agentur", "EFE", "ANSA",
    "Xinhua", "TASS", "ITAR-TASS", "Interfax", "RIA Novosti", "Sputnik", "Anadolu Agency", "Anadolu", "AA", "Kyodo News", "Kyodo", "Yonhap",
    "Press Association", "PA Media", "UPI", "Bloomberg", "ANI", "PTI", "IANS", "APP", "BNO", "SANA", "IRNA", "Fars", "Tasnim", "Mehr", "MENA",
    "WAM", "KUNA", "QNA", "SPA", "NNA", "Petra", "WAFA", "Ma'an", "Ukrinform", "UNIAN", "BelTA", "Kabar", "AKIpress", "Trend", "Azertac", "Armenpress",
    "Antara", "Bernama", "VNA", "NAN", "PANA", "ANP", "Belga", "APA", "NTB", "TT", "Ritzau", "PAP", "CTK", "MTI", "STT", "AAP", "Canadian Press", "CNS",
)  # fmt: skip
_AGENCY = "(?:" + "|".join(re.escape(a) for a in sorted(AGENCIES, key=len, reverse=True)) + ")"
_CAPS = r"[A-ZÀ-ÞĀ-Ž][A-ZÀ-ÞĀ-Ž.'’\-]+(?:[ -][A-ZÀ-ÞĀ-Ž][A-ZÀ-ÞĀ-Ž.'’\-]+){0,3}"
_PLACE = r"[A-ZÀ-Þ][\w.'’\-]+(?: (?:[A-ZÀ-Þ][\w.'’\-]+|of|the|al|de|la)){0,3}"
_DAY = rf"(?:{MONTH}\s+\d{{1,2}}(?:,?\s+\d{{4}})?|\d{{1,2}}\s+{MONTH}(?:,?\s+\d{{4}})?)"
# BISHKEK, July 16 (SNA) - ; BISHKEK, Kyrgyzstan (AP) — ; BISHKEK (Reuters) - ; Lebedinovka, July 20, 2015. The
_DATELINE = re.compile(
    rf"(?:(?P<place>{_CAPS})(?P<more>(?:/{_CAPS})*)(?:,\s+(?P<region>(?!{MONTH}\s+\d){_PLACE}))?(?:,\s*(?P<day>{_DAY}))?"
    rf"(?:,?\s*[(\[](?P<agency>[A-Z][\w .&'’/-]{{1,40}})[)\]])?\s*(?:--|[-–—])\s+"
    rf"|(?P<place2>(?!(?:On|In|By|At|The|Since|From|Until)\b)(?:{_CAPS}|{_PLACE}))(?:,\s+(?P<region2>(?!{MONTH}\s+\d){_PLACE}))?,\s+(?P<day2>{_DAY})"
    rf"(?:\s*[(\[](?P<agency2>[A-Z][\w .&'’/-]{{1,40}})[)\]])?\s*(?:\.|--|[-–—:])\s+)"
)
_NO_PLACE = r"(?:BREAKING|UPDATED?|EXCLUSIVE|ANALYSIS|FACTBOX|OPINION|LIVE|WATCH|VIDEO|EXPLAINER|TIMELINE|CORRECTED|REFILE|NEWS|PHOTOS?|SPECIAL|URGENT|ALERT)\\b"
_LEAD_AGENCY = re.compile(r"[(\[](?P<agency>[A-Z][\w .&'’/-]{1,40})[)\]]\s*(?:--|[-–—:])\s+")
_BYLINE = re.compile(
    r"(?i:by)\s+(?P<who>(?:our (?:own )?correspondent|staff (?:writer|reporter|correspondent)s?|[A-ZÀ-Þ][^.!?:;]{2,100}))\.?"
)
_CREDITS = (
    re.compile(rf"(?i:contribut(?:ed|ions?|ing)|report(?:ing|ed)|additional reporting|with (?:files|material|agencies|inputs?)|input)\s(?i:by|from)\s(?:the\s)?(?P<names>{_AGENCY}(?:(?:,\s|\sand\s|,\sand\s|/|\s&\s)(?:the\s)?{_AGENCY})*)\b"),
    re.compile(rf"(?:(?i:the)\s)?\b(?P<names>{_AGENCY}(?:(?:,\s|\sand\s|,\sand\s|/)(?:the\s)?{_AGENCY})*)\s(?:(?:has|have|also)\s)?contributed\b"),
    re.compile(rf"(?:[Ss]ources?|SOURCE|[Vv]ia|[Ff]rom)\s?:\s?(?P<names>{_AGENCY}(?:(?:,\s|\sand\s|/){_AGENCY})*)\.?$"),
    re.compile(rf"^[(\[]?(?P<names>{_AGENCY}(?:(?:,\s|\sand\s|/|\s-\s){_AGENCY})*)[)\]]?$"),
    re.compile(r"(?:[.!?”\"'’])\s?(?:—|–|--)\s?(?P<names>[A-Z][\w'’&.-]*(?: [A-Z][\w'’&.-]*){0,4})$"),
    re.compile(rf"[.!?”\"'’]\s?[(\[](?P<names>{_AGENCY}(?:(?:,\s|\sand\s|/){_AGENCY})*)[)\]]$"),
)  # fmt: skip
_DATE_LINE = re.compile(
    r"(?i)(?:(?:first\s)?(?:published|posted|date|issued|updated|last (?:updated|modified))(?:\s(?:on|at))?\s?:?\s*)?"
)
_CLOSING_DATE = re.compile(
    rf"(?P<lead>[A-ZÀ-Þ][^.!?:;|]{{2,80}}?),?\s(?P<day>\d{{1,2}}\s+{MONTH}\s+\d{{4}}|{MONTH}\s+\d{{1,2}},\s+\d{{4}})\.?"
)
_STATEMENT = r"(?i)(?:(?:press|media|public|joint|official)\s)?(?:statement|release|communiqué|communique|briefing|notice|announcement|declaration)\b"
_MEDIUM = r"(?:News|Agency|Service|Times|Post|Daily|Weekly|Herald|Press|Radio|TV|Television|Tribune|Journal|Gazette|Courier|Observer|Telegraph|Guardian|Chronicle|Mail|Review|Monitor|Reporter|Online|Media|Broadcasting|Magazine|Today|Bulletin|Wire)\b"


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


def read_masthead(text: str, lines: list[Line], furniture: tuple[Mark, ...], *, title_known: str = "") -> Stated:
    """The masthead that `text` states. `lines` are its lines, `furniture` those to leave out.

    A first line is the title if it is short, ends without a stop and prose follows; a date is one of publication only on a
    line of its own (or after the outlet's name), or after the word published.
    """
    skip = {m.start for m in furniture if m.kind in ("furniture", "caption")}
    kept = [line for line in lines if line.start not in skip]
    if not kept:
        return Stated(Masthead(), ())
    found: dict[str, Found] = {}
    marks: list[Mark] = []
    agencies: list[Found] = []
    body = _head(text, kept, found, marks, title_known)
    if body is not None:
        _dateline(text, body, found, marks, agencies)
    for line in kept[-3:] if len(kept) > 3 else kept[1:]:
        _credits(line, agencies)
    unique = {a.value: a for a in reversed(agencies)}  # the first of each name
    ordered = tuple(a for a in agencies if unique[a.value] is a)
    return Stated(Masthead(agencies=ordered, **found), tuple(marks))


def _head(text: str, kept: list[Line], found: dict[str, Found], marks: list[Mark], title_known: str) -> Line | None:
    """Reads the lines above the first line of prose and gives that line."""
    for i, line in enumerate(kept[:8]):
        bare = line.text.strip("*_#= \t")
        at = text.index(bare, line.start) if bare else line.start
        here = (at, at + len(bare))
        if not bare:
            continue
        if line.text.startswith("#") or (title_known and bare.casefold() == title_known.casefold()):
            kind = "heading" if "title" in found else "title"
            marks.append(Mark(line.start, line.end, kind))
            found.setdefault("title", Found(bare, "text:heading" if line.text.startswith("#") else "text:title", *here))
        elif byline := _BYLINE.fullmatch(bare):
            marks.append(Mark(*here, "byline"))
            found.setdefault(
                "byline", Found(byline["who"].strip(), "text:byline", at + byline.start("who"), at + byline.end("who"))
            )
        elif _dated(bare, at, found):
            marks.append(Mark(*here, "dateline"))
        elif i == 0 and not title_known and _is_title(line, kept):
            marks.append(Mark(*here, "title"))
            found["title"] = Found(bare, "text:first line", *here)
        elif len(bare) > 120 or bare[-1] in ".!?”\"'" or _DATELINE.match(bare) or _LEAD_AGENCY.match(bare) or i == 7:
            return line
    return None


def _is_title(line: Line, kept: list[Line]) -> bool:
    if len(kept) < 2 or not 8 <= len(line.text) <= 200 or line.text[-1] in ".,;:…" or _DATELINE.match(line.text):
        return False
    follows = kept[1]
    return (follows.gap or bool(_BYLINE.fullmatch(follows.text))) and any(
        len(k.text) > len(line.text) and len(k.text) > 60 for k in kept[1:6]
    )


def _dated(bare: str, at: int, found: dict[str, Found]) -> bool:
    """Reads a line that is a date, or "Outlet, 18 July 2015"; True if it was one."""
    if len(bare) > 120:
        return False
    lead = _DATE_LINE.match(bare)
    begin = lead.end() if lead else 0
    day = find_written(bare[begin : begin + 60])
    iso = re.match(r"\d{4}-\d\d-\d\d(?=\b|T)", bare[begin:])
    try:
        if iso and (len(bare) - begin <= 30):
            field_, value, start, end = "published", iso[0], begin, begin + iso.end()
        elif day and day.start() == 0 and re.fullmatch(r"[\s,|·•-]*(?:\d\d?[:.]\d\d.{0,20})?", bare[begin + day.end() :]):
            field_, value, start, end = "published", written_day(day), begin, begin + day.end()
        elif closing := _CLOSING_DATE.fullmatch(bare):
            return _letterhead(closing, bare, at, found)
        else:
            return False
    except Rejected:
        return False
    if lead and re.match(r"(?i)(?:last )?updated|last modified", lead[0]):
        field_ = "updated"
    found.setdefault(field_, Found(value, "text:date line", at + start, at + end))
    return True


def _letterhead(line: re.Match[str], bare: str, at: int, found: dict[str, Found]) -> bool:
    """Reads "Outlet, 18 July 2015", "Press statement, Town, 18 July 2015" and "Town, 18 July 2015" on a line of its own."""
    inner = find_written(line["day"])
    if inner is None:
        return False
    day = Found(written_day(inner), "text:date line", at + line.start("day"), at + line.end("day"))
    parts = [p.strip() for p in line["lead"].split(",")]
    if re.match(_STATEMENT, bare):
        found.setdefault("published", day)
    elif len(parts) == 1 and re.search(_MEDIUM, parts[0]):
        found.setdefault("published", day)
        found.setdefault("outlet", Found(line["lead"], "text:masthead", at + line.start("lead"), at + line.end("lead")))
    elif len(parts) <= 2:
        found.setdefault("dateline_place", Found(parts[0], "text:dateline", at, at + len(parts[0])))
        found.setdefault("dateline_date", replace(day, where="text:dateline"))
    return True


def _dateline(text: str, body: Line, found: dict[str, Found], marks: list[Mark], agencies: list[Found]) -> None:
    line = text[body.start : min(body.end, body.start + 160)]
    head = _DATELINE.match(line)
    if head is None:
        if lead := _LEAD_AGENCY.match(line):
            marks.append(Mark(body.start, body.start + lead.end("agency") + 1, "dateline"))
            agencies.append(_at(lead, "agency", body.start, "text:dateline"))
        return
    second = "2" if head["place2"] else ""
    place, day, agency = "place" + second, "day" + second, "agency" + second
    if not (head[day] or head[agency] or head["region" + second]) and len(head[place]) < 4:
        return  # "UN - ..." is no dateline
    if re.match(_NO_PLACE, line):
        return
    marks.append(Mark(body.start, body.start + len(head[0].rstrip()), "dateline"))
    found["dateline_place"] = _at(head, place, body.start, "text:dateline")
    if head[day]:
        found["dateline_date"] = replace(_at(head, day, body.start, "text:dateline"), value=_day(head[day]))
    if head[agency]:
        for name in re.finditer(r"[^/&]+", head[agency]):
            start = body.start + head.start(agency) + name.start()
            agencies.append(Found(name[0].strip(), "text:dateline", start, start + len(name[0])))


def _day(value: str) -> str:
    """ISO day, or --07-16 (ISO 8601-1:2000) where the year is not said."""
    if whole := find_written(value):
        try:
            return written_day(whole)
        except Rejected:
            return value
    month = next(MONTHS[w.lower().rstrip(".")] for w in value.split() if w.lower().rstrip(".") in MONTHS)
    number = re.search(r"\d{1,2}", value)
    return f"--{month:02}-{int(number[0]):02}" if number else value


def _credits(line: Line, agencies: list[Found]) -> None:
    for pattern in _CREDITS:
        for credit in pattern.finditer(line.text):
            for name in re.finditer(rf"{_AGENCY}\b|[A-Z][\w'’&.-]*(?: [A-Z][\w'’&.-]*)*", credit["names"]):
                start = line.start + credit.start("names") + name.start()
                agencies.append(Found(name[0], "text:credit", start, start + len(name[0])))


def _at(match: re.Match[str], group: str, offset: int, where: str) -> Found:
    return Found(match[group], where, offset + match.start(group), offset + match.end(group))
