"""The dateline that a report opens with: place, day and agency."""

import re
from contextlib import suppress
from datetime import date

from sayso.core import Mark
from sayso.ingest.credits import agencies
from sayso.ingest.dates import MONTH, MONTHS, find_written, written_day
from sayso.ingest.furniture import Line
from sayso.ingest.gathered import Gathered
from sayso.ingest.rejections import Rejected

_LONGEST_INITIALS = 5  # of an agency or station in brackets; longer capitals there are a place: "(NEW YORK) -"
CAPS = r"[A-ZÀ-ÞĀ-Ž][A-ZÀ-ÞĀ-Ž.'’\-]+(?: (?:[A-ZÀ-ÞĀ-Ž][A-ZÀ-ÞĀ-Ž.'’\-]+|de|al|el)){0,3}"
PLACE = r"[A-ZÀ-Þ][\w.'’\-]+(?: (?:[A-ZÀ-Þ][\w.'’\-]+|of|the|al|de|la)){0,3}"
_MONTH = f"(?i:{MONTH})"  # agencies that wrote in capitals had months in capitals too
_DAY = rf"(?:{_MONTH}\s+\d{{1,2}}(?:,?\s+\d{{4}})?|\d{{1,2}}\s+{_MONTH}(?:,?\s+(?:\d{{4}}|\d\d))?)(?!\d)"
_IN_BRACKETS = r"[(\[](?P<{0}>[A-Z][\w .&'’/-]{{1,40}})[)\]]"
# BISHKEK, July 16 (SNA) - ; BISHKEK, Kyrgyzstan (AP) _ ; PARIS/LONDON (Reuters) — ; SINKING SPRING, Pa. - ; MIAMI -
_CAPS_DATELINE = re.compile(
    rf"(?P<place>{CAPS})(?:/{CAPS})*(?:\s\([A-Z][A-Za-z .]+\)(?=,))?(?:,\s+(?P<region>(?!{_MONTH}\s+\d){PLACE}))?(?:,\s*(?P<day>{_DAY}))?"
    rf"(?:,?\s*{_IN_BRACKETS.format('agency')})?\s*(?:--|[-–—_]|>>)(?:\s+|$)"
)
# Lebedinovka, July 20, 2015. The ; Bogota, 22 Sep 88 (Emisoras Caracol) -- : any spelling, but with a day
_DAY_DATELINE = re.compile(
    rf"(?P<place>(?!(?:On|In|By|At|The|This|Since|From|Until|After|Before)\b)(?:{CAPS}|{PLACE}))(?:,\s+(?P<region>(?!{_MONTH}\s+\d){PLACE}))?,\s+(?P<day>{_DAY})"
    rf"(?:\s*{_IN_BRACKETS.format('agency')})?\s*(?:\.|--|[-–—_:])(?:\s+|$)"
)
# BRECKENRIDGE, MN ; NAIROBI, Kenya (AP) : on a line of their own, without a stroke
_PLACE_LINE = re.compile(
    rf"(?P<place>{CAPS}),\s+(?:[A-Z]{{2}}|[A-Z][a-z]{{1,4}}\.)|(?P<place2>{CAPS})(?:,\s+{PLACE})?\s{_IN_BRACKETS.format('agency')}"
)
_NO_PLACE = re.compile(
    r"(?:BREAKING|UPDATED?|EXCLUSIVE|ANALYSIS|FACTBOX|OPINION|LIVE|WATCH|VIDEO|EXPLAINER|TIMELINE|CORRECTED|REFILE|NEWS|PHOTOS?|SPECIAL|URGENT|ALERT|RELATED|READ|MORE|NOTE|WARNING|EDITOR)\b"
)
_LEAD_AGENCY = re.compile(rf"{_IN_BRACKETS.format('agency')}\s*(?:--|[-–—:])\s+")


def opens_with_place(words: str) -> bool:
    """True if a dateline opens these words, or is all of them."""
    openings = (_CAPS_DATELINE.match(words), _DAY_DATELINE.match(words), _LEAD_AGENCY.match(words), _PLACE_LINE.fullmatch(words))
    return any(openings)


def read_dateline(got: Gathered, line: Line, *, first: bool) -> bool:
    """Reads the dateline that a paragraph opens with; in a later than the first paragraph only one of the clearest form."""
    opening = line.text[:160]
    head = _CAPS_DATELINE.match(opening) or (_DAY_DATELINE.match(opening) if first else None)
    if head is None:
        if first and (lead := _LEAD_AGENCY.match(opening)):
            name, start = lead["agency"], line.start + lead.start("agency")
            got.marks.append(Mark(line.start, line.start + lead.end("agency") + 1, "dateline"))
            if name.isupper() and len(name) > _LONGEST_INITIALS and name not in agencies():
                got.set("dateline_place", name, "text:dateline", start, start + len(name))
            else:
                got.credit(name, "text:dateline", start)
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
    short = re.search(r"(?<=[A-Za-z.,]) (\d\d)$", value)
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
