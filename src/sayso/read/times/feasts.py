"""Feasts and public days whose date the calendar gives: fixed days, the nth weekday of a month, Easter."""

import re
from datetime import date, timedelta

from sayso.read.times.rules import Context, Rules, Value
from sayso.read.times.vocabulary import YEAR, S

RULES = Rules()
_FIXED = {
    "christmas eve": (12, 24), "christmas": (12, 25), "christmas day": (12, 25), "xmas": (12, 25), "boxing day": (12, 26),
    "new year's eve": (12, 31), "new year's day": (1, 1), "new year's": (1, 1), "valentine's day": (2, 14),
    "independence day": (7, 4), "the fourth of july": (7, 4), "halloween": (10, 31), "veterans day": (11, 11), "armistice day": (11, 11),
    "may day": (5, 1),
}  # fmt: skip
# (month, weekday, which of them; -1 the last). As in the United States.
_NTH = {
    "thanksgiving": (11, 3, 4), "thanksgiving day": (11, 3, 4), "memorial day": (5, 0, -1), "labor day": (9, 0, 1),
    "columbus day": (10, 0, 2), "martin luther king day": (1, 0, 3), "election day": (11, 1, 1),
}  # fmt: skip
_FROM_EASTER = {"ash wednesday": -46, "palm sunday": -7, "good friday": -2, "easter": 0, "easter sunday": 0, "easter monday": 1}
_NAMES = "|".join(
    re.escape(n).replace(r"\ ", S).replace("'", "['’]") for n in sorted([*_FIXED, *_NTH, *_FROM_EASTER], key=len, reverse=True)
)


@RULES.add(rf"(?:(?P<rel>last|this|next){S})?(?P<n>{_NAMES})(?:,?{S}(?P<y>{YEAR}|last{S}year|this{S}year|next{S}year))?")
def _feast(m: re.Match[str], c: Context) -> Value | None:
    """The nearest one, in the past unless the sentence looks ahead."""
    name = re.sub(r"\s+", " ", m["n"].lower().replace("’", "'"))
    if (
        name in ("may day", "easter", "independence day")
        and m["n"] != m["n"].title().replace("'S", "'s")
        and not m["n"].isupper()
    ):
        return None
    year = (m["y"] or "").lower()
    if year.isdigit():
        return Value("DATE", _day(name, int(year)).isoformat())
    if c.base is None:
        return Value("DATE", None, "unknown")
    if year or m["rel"] == "this":
        step = {"last": -1, "next": 1}.get(year.split()[0] if year else "", 0)
        return Value("DATE", _day(name, c.base.year + step).isoformat(), "relative")
    near = [_day(name, c.base.year + k) for k in (-1, 0, 1)]
    ahead = (m["rel"] or "").lower() == "next" or (not m["rel"] and c.ahead(m))
    day = next(d for d in near if d >= c.base) if ahead else next(d for d in reversed(near) if d <= c.base)
    return Value("DATE", day.isoformat(), "relative")


def _day(name: str, year: int) -> date:
    if name in _FIXED:
        return date(year, *_FIXED[name])
    if name in _FROM_EASTER:
        return _easter(year) + timedelta(days=_FROM_EASTER[name])
    month, weekday, which = _NTH[name]
    if which < 0:
        last = date(year + month // 12, month % 12 + 1, 1) - timedelta(days=1)
        return last - timedelta(days=(last.weekday() - weekday) % 7)
    first = date(year, month, 2 if name == "election day" else 1)  # the Tuesday after the first Monday
    return first + timedelta(days=(weekday - first.weekday()) % 7 + 7 * (which - 1))


def _easter(year: int) -> date:
    """Gregorian Easter Sunday, by the method of Meeus, Jones and Butcher."""
    a, b, c = year % 19, year // 100, year % 100
    d, e = b // 4, b % 4
    g = (8 * b + 13) // 25
    h = (19 * a + b - d - g + 15) % 30
    i, k = c // 4, c % 4
    m = (32 + 2 * e + 2 * i - h - k) % 7
    n = (a + 11 * h + 22 * m) // 451
    month, day = divmod(h + m - 7 * n + 114, 31)
    return date(year, month, day + 1)
