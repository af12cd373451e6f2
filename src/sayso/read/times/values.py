"""TIMEX3 values (ISO-TimeML) as text: building them, moving them by units, and the same as EDTF."""

import calendar
import re
from datetime import date, timedelta

from sayso.read.times.vocabulary import SEASON_MONTHS, SEASONS, UNITS


def day_of(text: str | None) -> date | None:
    """The day that an ISO date or time begins with; None where it is no whole day."""
    try:
        return date.fromisoformat((text or "")[:10])
    except ValueError:
        return None


def year_of(value: str) -> int | None:
    """The year of a value of whatever precision; None where it has none."""
    return int(value[:4]) if re.match(r"\d{4}", value) else None


def valid_day(year: int, month: int, day: int) -> str | None:
    """An ISO day, None if the calendar has no such day."""
    if not 1 <= year <= 9999 or not 1 <= day <= calendar.monthrange(year, month)[1]:
        return None
    return f"{year:04d}-{month:02d}-{day:02d}"


def month_value(months: int) -> str:
    """The month so many months after January of year 0."""
    return f"{months // 12:04d}-{months % 12 + 1:02d}"


def week_value(day: date, weekend: bool = False) -> str:
    """The ISO week of a day, or its weekend."""
    iso = day.isocalendar()
    return f"{iso[0]}-W{iso[1]:02d}" + ("-WE" if weekend else "")


def quarter_value(day: date, step: int = 0) -> str:
    """The calendar quarter of a day, moved by `step` quarters."""
    k = day.year * 4 + (day.month - 1) // 3 + step
    return f"{k // 4}-Q{k % 4 + 1}"


def season_value(day: date, season: str, step: int) -> str:
    """The season of that name that is nearest before (-1), around (0) or after (1) a day; a winter bears the year it begins in."""
    first, last = SEASON_MONTHS[SEASONS[season]]
    within = first <= day.month <= last if first <= last else day.month >= first or day.month <= last
    begun = day.year - (first > last and day.month <= last)  # the year whose season is on, or else is this year's
    if step == 0 or within:
        year = begun + step
    elif step < 0:
        year = begun - (day.month < first)
    else:
        year = begun + (day.month > last)
    return f"{year}-{SEASONS[season]}"


def shift(day: date, unit: str, step: int) -> str | None:
    """The week, month, quarter, year ... `step` away from the one in which a day lies; None out of the calendar's range."""
    try:
        if unit in ("week", "weekend", "fortnight"):
            return week_value(day + timedelta(days=7 * step * (1 + (unit == "fortnight"))), unit == "weekend")
        if unit in ("day", "night"):
            return (day + timedelta(days=step)).isoformat()
        if unit == "month":
            return month_value(day.year * 12 + day.month - 1 + step)
        if unit == "quarter":
            return quarter_value(day, step)
        if unit == "decade":
            return f"{day.year // 10 + step:03d}"
        if unit == "century":
            return f"{day.year // 100 + step:02d}"
        date(day.year + step, 1, 1)
        return f"{day.year + step:04d}"
    except (ValueError, OverflowError):
        return None


def before(day: date, unit: str, n: float) -> str | None:
    """The day that lies `n` units before another, at least one; None out of the calendar's range, and for parts of units but days."""
    time, letter, times = UNITS[unit]
    length = {"D": 1.0, "W": 7.0, "M": 365.25 / 12, "Y": 365.25}.get(letter, 0.0) if not time else {"H": 1 / 24}.get(letter, 0.0)
    back = max(1, round(n * times * length))
    try:
        return (day - timedelta(days=back)).isoformat() if length else None
    except OverflowError:
        return None


def same_a_year_off(value: str, years: int) -> str | None:
    """The value of the same precision so many years away: of a quarter the same quarter. None for what bears no year."""
    year = year_of(value)
    return None if year is None or not 1 <= year + years <= 9999 else f"{year + years:04d}{value[4:]}"


def duration(n: float | None, unit: str) -> str:
    """An ISO 8601 duration; X for an amount that the words leave open. Halves of years are months, of minutes seconds."""
    time, letter, times = UNITS[unit]
    if n is None:
        return f"P{time}X{letter}"
    n *= times
    if n != int(n) and letter in ("Y", "M", "H"):
        small, rest = {"Y": (12, "M"), "M": (60, "S") if time else (30, "D"), "H": (60, "M")}[letter]
        return f"P{time}" + (f"{int(n)}{letter}" if int(n) else "") + f"{round((n - int(n)) * small)}{rest}"
    return f"P{time}{n:g}{letter}" if n < 1e6 else f"P{time}{n:.0f}{letter}"


def to_edtf(value: str | None) -> str | None:
    """EDTF (ISO 8601-2) of a TIMEX3 value; None for what is no date (durations, sets, PRESENT_REF, years before Christ)."""
    if not value or value.endswith("_REF") or not value[0].isdigit():
        return None
    day = value.split("T")[0]
    if re.fullmatch(r"\d{4}(-\d\d(-\d\d)?)?", day):
        return day
    if m := re.fullmatch(r"(\d{4})-W(\d\d)(-WE)?", day):
        monday = date.fromisocalendar(int(m[1]), int(m[2]), 1)
        first = monday + timedelta(days=5) if m[3] else monday
        return f"{first}/{monday + timedelta(days=6)}"
    if m := re.fullmatch(r"(\d{4})-(SP|SU|FA|WI)", day):
        a, b = SEASON_MONTHS[m[2]]
        return f"{m[1]}-{a:02d}/{int(m[1]) + (b < a):04d}-{b:02d}"
    if m := re.fullmatch(r"(\d{4})-Q([1-4])", day):
        return f"{m[1]}-{int(m[2]) * 3 - 2:02d}/{m[1]}-{int(m[2]) * 3:02d}"
    if m := re.fullmatch(r"(\d{4})-H([12])", day):
        return f"{m[1]}-{'01' if m[2] == '1' else '07'}/{m[1]}-{'06' if m[2] == '1' else '12'}"
    if re.fullmatch(r"\d{3}", day):
        return f"{day}0/{day}9"
    if re.fullmatch(r"\d{2}", day):
        return f"{day}00/{day}99"
    return None
