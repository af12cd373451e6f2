"""What the first and last lines of a text say about the text: title, byline, dateline, credits, date."""

import re
from contextlib import suppress
from dataclasses import dataclass, field, fields, replace
from datetime import date
from functools import cache

from sayso.core import Found, Mark, Masthead
from sayso.ingest.dates import MONTH, MONTHS, find_written, written_day
from sayso.ingest.furniture import Line
from sayso.ingest.rejections import Rejected
from sayso.lexicons import words

_HEAD = 8  # lines of a text that may belong to its masthead
_PROSE = ".!?”\"'"  # a line that ends so is running text
_CAPS = r"[A-ZÀ-ÞĀ-Ž][A-ZÀ-ÞĀ-Ž.'’\-]+(?: (?:[A-ZÀ-ÞĀ-Ž][A-ZÀ-ÞĀ-Ž.'’\-]+|de|al|el)){0,3}"
_PLACE = r"[A-ZÀ-Þ][\w.'’\-]+(?: (?:[A-ZÀ-Þ][\w.'’\-]+|of|the|al|de|la)){0,3}"
_DAY = rf"(?:{MONTH}\s+\d{{1,2}}(?:,?\s+\d{{4}})?|\d{{1,2}}\s+{MONTH}(?:,?\s+(?:\d{{4}}|\d\d))?)(?!\d)"
_IN_BRACKETS = r"[(\[](?P<{0}>[A-Z][\w .&'’/-]{{1,40}})[)\]]"
# BISHKEK, July 16 (SNA) - ; BISHKEK, Kyrgyzstan (AP) _ ; PARIS/LONDON (Reuters) — ; SINKING SPRING, Pa. - ; MIAMI -
_CAPS_DATELINE = re.compile(
    rf"(?P<place>{_CAPS})(?:/{_CAPS})*(?:,\s+(?P<region>(?!{MONTH}\s+\d){_PLACE}))?(?:,\s*(?P<day>{_DAY}))?"
    rf"(?:,?\s*{_IN_BRACKETS.format('agency')})?\s*(?:--|[-–—_]|>>)(?:\s+|$)"
)
# Lebedinovka, July 20, 2015. The ; Bogota, 22 Sep 88 (Emisoras Caracol) -- : any spelling, but with a day
_DAY_DATELINE = re.compile(
    rf"(?P<place>(?!(?:On|In|By|At|The|This|Since|From|Until|After|Before)\b)(?:{_CAPS}|{_PLACE}))(?:,\s+(?P<region>(?!{MONTH}\s+\d){_PLACE}))?,\s+(?P<day>{_DAY})"
    rf"(?:\s*{_IN_BRACKETS.format('agency')})?\s*(?:\.|--|[-–—_:])(?:\s+|$)"
)
# BRECKENRIDGE, MN ; NAIROBI, Kenya (AP) : on a line of their own, without a stroke
_PLACE_LINE = re.compile(
    rf"(?P<place>{_CAPS}),\s+(?:[A-Z]{{2}}|[A-Z][a-z]{{1,4}}\.)|(?P<place2>{_CAPS})(?:,\s+{_PLACE})?\s{_IN_BRACKETS.format('agency')}"
)
# Two sentences, or a sentence and a bracket, are text or a caption.
_NO_TITLE = re.compile(r"[.!?]\s\(|[a-z]{4,}[.!?”\"]\s[A-Z]|^[(\[]")
_NO_PLACE = re.compile(
    r"(?:BREAKING|UPDATED?|EXCLUSIVE|ANALYSIS|FACTBOX|OPINION|LIVE|WATCH|VIDEO|EXPLAINER|TIMELINE|CORRECTED|REFILE|NEWS|PHOTOS?|SPECIAL|URGENT|ALERT|RELATED|READ|MORE|NOTE|WARNING|EDITOR)\b"
)
_LEAD_AGENCY = re.compile(rf"{_IN_BRACKETS.format('agency')}\s*(?:--|[-–—:])\s+")
_BYLINE = re.compile(
    r"(?i:(?:story|report|words)?\s?by\s?:?)\s+(?P<who>our (?:own )?correspondents?|(?i:staff) (?:writer|reporter|correspondent)s?|[A-ZÀ-Þ][^!?:;|]{2,100}?)"
    r"(?:\s?[|•·,–—-]\s?(?P<rest>(?:(?i:published|posted|updated|created|on)\b.{3,60}|.{0,12}\d{4}.{0,30})))?\.?"
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


@dataclass
class _Gathered:
    """What has been read so far."""

    text: str
    known: Masthead
    found: dict[str, Found] = field(default_factory=dict)
    agencies: list[Found] = field(default_factory=list)
    marks: list[Mark] = field(default_factory=list)

    def set(self, name: str, value: str, where: str, start: int, end: int) -> None:
        """A field's value, unless an earlier line gave one."""
        self.found.setdefault(name, Found(value, where, start, end))

    def credit(self, names: str, where: str, start: int) -> None:
        """Each agency in `names`, which stands at `start`."""
        for name in re.finditer(r"(?:(?!,|/|\sand\s|\s&\s|\s-\s).)+", names):
            bare = re.sub(r"^(?:and|the|The)\s+", "", name[0].strip(" ."))
            at = start + name.start() + name[0].index(bare)
            if bare and all(a.value != bare for a in self.agencies):
                self.agencies.append(Found(bare, where, at, at + len(bare)))


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
    got = _Gathered(text, known)
    body = _head(got, kept)
    for i, line in enumerate(kept[body : body + 5]):
        if _dateline(got, line, first=i == 0):
            break
    for line in _closing(lines, kept, aside):
        _credits(got, line)
    return Stated(Masthead(agencies=tuple(got.agencies), **got.found), tuple(got.marks))


# -- above the text --------------------------------------------------------------------------------------------------------


def _head(got: _Gathered, kept: list[Line]) -> int:
    """Reads the lines above the first line of prose and gives the index of that line."""
    for i, line in enumerate(kept[:_HEAD]):
        bare = line.text if _opens_with_place(line.text) else line.text.strip("*_#=× \t") or line.text
        start = line.start + line.text.index(bare)
        if _byline(got, bare, start) or _date_line(got, bare, start) or _title(got, kept, i, bare, start):
            continue
        if len(bare) > 120 or bare[-1] in _PROSE or _opens_with_place(bare) or _LEAD_AGENCY.match(bare):
            return i
    return min(len(kept), _HEAD)


def _title(got: _Gathered, kept: list[Line], i: int, bare: str, start: int) -> bool:
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
    if _opens_with_place(bare) or _BYLINE.fullmatch(bare):
        return False
    follows = kept[1]
    prose = any(len(k.text) > len(bare) and len(k.text) > 60 for k in kept[1:6])
    return prose and (follows.gap or bool(_BYLINE.fullmatch(follows.text)))


def _byline(got: _Gathered, bare: str, start: int) -> bool:
    line = _BYLINE.fullmatch(bare)
    if line is None or (bare[-1] in _PROSE and len(bare) > 60):
        return False
    who, at = line["who"].rstrip(" .,"), start + line.start("who")
    name, comma, after = who.partition(", ")
    outlet = got.known.outlet.value if got.known.outlet else ""
    if comma and (after in _agencies() or after.casefold() == outlet.casefold()):
        if after in _agencies():
            got.credit(after, "text:byline", at + len(name) + 2)
        who = name
    got.set("byline", who, "text:byline", at, at + len(who))
    if line["rest"]:
        _date_line(got, line["rest"], start + line.start("rest"))
    got.marks.append(Mark(start, start + len(bare), "byline"))
    return True


def _date_line(got: _Gathered, bare: str, start: int) -> bool:
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


def _letterhead(got: _Gathered, line: re.Match[str], bare: str, at: int) -> bool:
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
    elif len(parts) <= 2 and re.fullmatch(rf"{_PLACE}|{_CAPS}", parts[0]):
        got.set("dateline_place", parts[0], "text:dateline", at, at + len(parts[0]))
        got.set("dateline_date", day, "text:dateline", start, end)
    else:
        return False
    return True


# -- the dateline ----------------------------------------------------------------------------------------------------------


def _opens_with_place(words: str) -> bool:
    return bool(_CAPS_DATELINE.match(words) or _DAY_DATELINE.match(words) or _PLACE_LINE.fullmatch(words))


def _dateline(got: _Gathered, line: Line, *, first: bool) -> bool:
    """Reads the dateline that a paragraph opens with; in a later than the first paragraph only one of the clearest form."""
    opening = line.text[:160]
    head = _CAPS_DATELINE.match(opening) or (_DAY_DATELINE.match(opening) if first else None)
    if head is None:
        if first and (lead := _LEAD_AGENCY.match(opening)):
            got.marks.append(Mark(line.start, line.start + lead.end("agency") + 1, "dateline"))
            got.credit(lead["agency"], "text:dateline", line.start + lead.start("agency"))
            return True
        if first and (alone := _PLACE_LINE.fullmatch(line.text)):
            place = alone["place"] or alone["place2"]
            got.marks.append(Mark(line.start, line.end, "dateline"))
            got.set("dateline_place", place, "text:dateline", line.start, line.start + len(place))
            if alone["agency"]:
                got.credit(alone["agency"], "text:dateline", line.start + alone.start("agency"))
            return True
        return False
    told = head["day"] or head["agency"] or head["region"]
    alone_on_line = head.end() == len(opening)
    if _NO_PLACE.match(opening) or (not told and (len(head["place"]) < 4 or not (first or alone_on_line))):
        return False  # "UN - ..." is no dateline
    got.marks.append(Mark(line.start, line.start + len(head[0].rstrip()), "dateline"))
    got.set("dateline_place", head["place"], "text:dateline", line.start + head.start("place"), line.start + head.end("place"))
    if head["day"]:
        published = got.known.published or got.found.get("published")
        day = _day(head["day"], published.value if published else "")
        got.set("dateline_date", day, "text:dateline", line.start + head.start("day"), line.start + head.end("day"))
    if head["agency"]:
        got.credit(head["agency"], "text:dateline", line.start + head.start("agency"))
    return True


def _day(value: str, published: str) -> str:
    """EDTF: the day; the year from the publication's, if that is less than a month away, else XXXX-07-16. Two digits of a year are
    read as in mail (RFC 5322, 4.3)."""
    short = re.search(r"(?<=[a-z.,]) (\d\d)$", value)
    if short and value[0].isdigit():
        value = f"{value[: short.start(1)]}{'20' if int(short[1]) < 50 else '19'}{short[1]}"
    if whole := find_written(value):
        try:
            return written_day(whole)
        except Rejected:
            return ""
    month = next(MONTHS[w.lower().rstrip(".,")] for w in value.split() if w.lower().rstrip(".,") in MONTHS)
    number = re.search(r"\d{1,2}", value)
    return _with_year(month, int(number[0]), published) if number else ""


def _with_year(month: int, day: int, published: str) -> str:
    try:
        near = date.fromisoformat(published[:10])
    except ValueError:
        return f"XXXX-{month:02}-{day:02}"
    for year in (near.year, near.year - 1, near.year + 1):
        with suppress(ValueError):
            if abs((found := date(year, month, day)) - near).days < 31:
                return found.isoformat()
    return f"XXXX-{month:02}-{day:02}"


# -- credits ---------------------------------------------------------------------------------------------------------------


def _closing(lines: list[Line], kept: list[Line], aside: tuple[Mark, ...]) -> list[Line]:
    """The last lines of prose, and the lines beside them that say who worked on the text."""
    credits = {m.start for m in aside if m.kind == "furniture"}
    last = {line.start for line in (kept[-3:] if len(kept) > 3 else kept[1:])}
    return [
        line for line in lines if line.start in last or (line.start in credits and re.search(r"(?i)report|contribut", line.text))
    ]


@cache
def _agencies() -> frozenset[str]:
    return words("en", "agencies", "name")


@cache
def _credit_patterns() -> tuple[re.Pattern[str], ...]:
    """How the last lines credit agencies for a whole text; the group `names` holds one or several."""
    agency = "(?:" + "|".join(re.escape(a) for a in sorted(_agencies(), key=len, reverse=True)) + ")"
    several = rf"(?P<names>(?:[Tt]he\s)?{agency}(?:(?:,\s(?:and\s)?|\sand\s|/|\s&\s|\s-\s)(?:the\s)?{agency})*)"
    named = r"(?P<names>[A-Z][\w'’&.-]*(?: [A-Z][\w'’&.-]*){0,4})"
    return (
        re.compile(rf"(?i:contribut(?:ed|ions?|ing)|reported|reporting|with (?:files|material|agencies|inputs?)|input)\s(?i:by|from)\s{several}(?!\w)"),
        re.compile(rf"\b{several}\s(?:(?:has|have|also)\s)?contributed\b"),
        re.compile(rf"(?:[Ss]ources?|SOURCE|[Vv]ia|[Ff]rom)\s?:\s?{several}[.)]?$"),
        re.compile(rf"^[(\[]?{several}[)\]]?$"),
        re.compile(rf"[(\[]{several}[)\]]\.?$"),
        re.compile(rf"[.!?”\"'’]\s?(?:—|–|--|-)\s?{several}$"),
        re.compile(rf"(?:[.!?”\"'’])\s?(?:—|–|--)\s?{named}$"),
        re.compile(rf"^(?:—|–|--)\s?{named}$"),
    )  # fmt: skip


@cache
def _first_words() -> frozenset[str]:
    return frozenset(re.findall(r"\w+", name)[0] for name in _agencies())


def _credits(got: _Gathered, line: Line) -> None:
    tail = line.text[-400:]
    known = not _first_words().isdisjoint(re.findall(r"\w+", tail))
    for pattern in _credit_patterns() if known else _credit_patterns()[-2:]:
        for credit in pattern.finditer(tail):
            got.credit(credit["names"], "text:credit", line.end - len(tail) + credit.start("names"))
