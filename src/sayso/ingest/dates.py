"""Dates of publication as sources write them, to ISO 8601; never a guess."""

import re
from datetime import UTC, date, datetime, timedelta
from email.utils import parsedate_to_datetime

from sayso.ingest.rejections import Rejected

MONTHS = {
    name: number
    for number, names in enumerate(
        ("january jan", "february feb", "march mar", "april apr", "may", "june jun", "july jul", "august aug",
         "september sep sept", "october oct", "november nov", "december dec"), 1)
    for name in names.split()
}  # fmt: skip
MONTH = (
    r"(?:Jan(?:uary)?|Feb(?:ruary)?|Mar(?:ch)?|Apr(?:il)?|May|June?|July?|Aug(?:ust)?|Sept?(?:ember)?|"
    r"Oct(?:ober)?|Nov(?:ember)?|Dec(?:ember)?)\.?"
)
_ISO = re.compile(
    r"(\d{4})-(\d\d)(?:-(\d\d)(?:[T ](\d\d):(\d\d)(?::(\d\d)(?:[.,]\d+)?)?\s*(Z|UTC|[+-]\d\d:?\d\d|[+-]\d\d)?)?)?", re.IGNORECASE
)
_WRITTEN = re.compile(
    rf"(?:(?:Mon|Tues?|Wed(?:nes)?|Thu(?:rs)?|Fri|Sat(?:ur)?|Sun)(?:day)?,?\s+)?"
    rf"(?:(?P<m1>{MONTH})\s+(?P<d1>\d\d?)(?:st|nd|rd|th)?,?\s+(?P<y1>\d{{4}})|"
    rf"(?P<d2>\d\d?)(?:st|nd|rd|th)?\s+(?P<m2>{MONTH}),?\s+(?P<y2>\d{{4}}))"
    rf"(?:,?\s+(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day)?",
    re.IGNORECASE,
)
_NUMERIC = re.compile(r"(\d{1,4})[./-](\d{1,2})[./-](\d{1,4})\b")


def read_date(value: str, date_format: str = "") -> str:
    """ISO 8601 day, month or time of `value`: ISO, RFC 2822, a written month, or `date_format` (as for strptime).

    Raises `Rejected` "ambiguous-date" for numbers in another order without a format, "bad-date" for what is no date.
    """
    value = value.strip()
    if (iso := _iso(value)) is not None:
        return iso
    if date_format:
        try:
            found = datetime.strptime(value, date_format)
        except ValueError:
            raise Rejected("bad-date", f"the date {value[:80]!r} is neither ISO nor of the form {date_format!r}") from None
        return _written_time(found) if re.search(r"%[HIXcTR]", date_format) else found.date().isoformat()
    if written := _WRITTEN.fullmatch(value):
        return written_day(written)
    if re.match(r"(?:[A-Z][a-z]{2}, )?\d{1,2} [A-Z][a-z]{2} \d{4} \d\d:\d\d", value):
        try:
            return _written_time(parsedate_to_datetime(value))
        except (ValueError, TypeError):
            raise Rejected("bad-date", f"the date {value[:80]!r} is no day of the calendar") from None
    if numeric := _NUMERIC.match(value):
        raise Rejected("ambiguous-date", _two_ways(value, numeric))
    raise Rejected("bad-date", f"{value[:80]!r} is no date: ISO (2015-07-16) was expected. Give its form with --date-format.")


def stated_date(value: str) -> str:
    """As `read_date`, but "" where it cannot be read: for values that a page states about itself."""
    try:
        return read_date(value)
    except Rejected:
        return ""


def written_day(found: re.Match[str]) -> str:
    """ISO day of a match with groups m1 d1 y1 or d2 m2 y2. Raises `Rejected` if the calendar has no such day."""
    groups = found.groupdict()
    which = "1" if groups["m1"] else "2"
    month = MONTHS[groups["m" + which].lower().rstrip(".")]
    try:
        return date(int(groups["y" + which]), month, int(groups["d" + which])).isoformat()
    except ValueError:
        raise Rejected("bad-date", f"the date {found[0]!r} is no day of the calendar") from None


def find_written(text: str) -> re.Match[str] | None:
    """The first day with a written month and a year in `text`; read it with `written_day`."""
    return _WRITTEN.search(text)


def with_offset(local: str, unix: str) -> str:
    """A local time without zone and the same instant in seconds since 1970: the local time with its zone."""
    try:
        here = datetime.fromisoformat(local)
        offset = here - datetime.fromtimestamp(int(unix), UTC).replace(tzinfo=None)
        quarters = round(offset / timedelta(minutes=15))
        sign, minutes = ("-" if quarters < 0 else "+"), abs(quarters) * 15
    except (ValueError, OverflowError, OSError):
        return stated_date(local)
    return f"{here.isoformat()}{sign}{minutes // 60:02}:{minutes % 60:02}" if minutes <= 14 * 60 else stated_date(local)


def _iso(value: str) -> str | None:
    if re.fullmatch(r"(1[89]|20)\d\d", value):
        return value
    if re.fullmatch(r"\d{4}/\d\d/\d\d.*", value):  # ISO order; nobody writes year, day, month
        value = value.replace("/", "-", 2)
    found = _ISO.fullmatch(value)
    if not found:
        return None
    year, month, day, hour, minute, second, zone = found.groups()
    try:
        date(int(year), int(month), int(day or 1))
        if hour:
            datetime(int(year), int(month), int(day), int(hour), int(minute), int(second or 0))
    except ValueError:
        raise Rejected("bad-date", f"the date {value[:80]!r} is no day or time of the calendar") from None
    if not day:
        return f"{year}-{month}"
    if not hour:
        return f"{year}-{month}-{day}"
    return f"{year}-{month}-{day}T{hour}:{minute}:{second or '00'}{_zone(zone)}"


def _zone(zone: str | None) -> str:
    if not zone:
        return ""
    digits = zone[1:].replace(":", "").ljust(4, "0")
    if zone.upper() in ("Z", "UTC") or digits == "0000":
        return "Z"
    return f"{zone[0]}{digits[:2]}:{digits[2:]}"


def _written_time(found: datetime) -> str:
    return found.replace(microsecond=0).isoformat().replace("+00:00", "Z")


def _two_ways(value: str, numeric: re.Match[str]) -> str:
    a, b = int(numeric[1]), int(numeric[2])
    remedy = "Give its form, such as --date-format %d/%m/%Y or %m/%d/%Y."
    if a <= 12 and b <= 12:
        return f"the date {value[:80]!r} can be read as day or as month first. {remedy}"
    return f"the date {value[:80]!r} is not ISO (2015-07-16), and its order is not told by one value. {remedy}"
