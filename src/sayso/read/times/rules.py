"""What a rule is, what it gives, and what it may look at."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from sayso.read.times.direction import looks_ahead
from sayso.read.times.values import day_of, year_of
from sayso.read.times.vocabulary import KINDS

QUARTER_REACH = 700  # characters for which "a year earlier" still speaks of the same quarter


@dataclass(frozen=True, slots=True)
class Value:
    """What an expression says. `value` is TIMEX3, None where the anchor is missing; `edtf` only where it is not that of the
    value; `deictic` is true for what is counted from the publication ("yesterday"), `sets_focus` false for what later expressions
    do not count from ("now")."""

    kind: str
    value: str | None
    how: str = "stated"
    edtf: str | None = None
    mod: str = ""
    sets_focus: bool = True
    deictic: bool = False


@dataclass
class Context:
    """What has been read so far. `anchor` is the publication day; `focus` the last value with a year, `day` the last full day,
    `quarter` the last quarter of a year and `quarter_at` where it stood; `previous` what was found last, with its end."""

    text: str
    anchor: date | None
    narrative: bool = False
    focus: str = ""
    day: date | None = None
    quarter: str = ""
    quarter_at: int = -10_000
    previous: Value | None = None
    previous_end: int = -1
    sentence: tuple[int, int] = (0, 0)

    @property
    def base(self) -> date | None:
        """The day that months and days without a year are counted from: the publication, in a history what was told last."""
        return (self.focus_day or self.anchor) if self.narrative or self.anchor is None else self.anchor

    @property
    def focus_day(self) -> date | None:
        """The first day of the last value with a year."""
        year = year_of(self.focus)
        if year is None or not 1 <= year <= 9999:
            return None
        month = int(self.focus[5:7]) if re.match(r"\d{4}-\d\d", self.focus) else 1
        return day_of(self.focus) or date(year, month, 1)

    def before(self, m: re.Match[str], reach: int = 24) -> str:
        """The text right before a match."""
        return self.text[max(0, m.start() - reach) : m.start()]

    def ahead(self, m: re.Match[str]) -> bool:
        """Whether the sentence speaks of what is to come where the expression stands."""
        first, last = self.sentence
        return looks_ahead(self.text[first : m.start()], self.text[m.end() : last])

    def accept(self, value: Value, start: int, end: int) -> None:
        """Takes note of an expression that was found."""
        self.previous, self.previous_end = value, end
        if not value.value or not value.sets_focus or value.kind not in ("DATE", "TIME") or year_of(value.value) is None:
            return
        if value.deictic and self.narrative:
            return
        self.focus = value.value.split("T")[0]
        self.day = day_of(value.value) or self.day
        if "-Q" in value.value and self._is_topic(value.value, start):
            self.quarter, self.quarter_at = value.value, start

    def _is_topic(self, quarter: str, start: int) -> bool:
        """Whether a quarter is the one reported on rather than one it is compared with: the latest that is over."""
        now = f"{self.anchor.year}-Q{(self.anchor.month + 2) // 3}" if self.anchor else "9999"
        if not self.quarter or quarter >= now:
            return not self.quarter
        return quarter >= self.quarter or self.quarter >= now or start - self.quarter_at > QUARTER_REACH


Evaluate = Callable[[re.Match[str], Context], Value | None]


@dataclass(frozen=True, slots=True)
class Rule:
    """A pattern and the function that gives the value of a match, or None where the words are no time after all.

    `needs` are bits of `KINDS`: the pattern matches nothing unless a word of one of them is near; 0 needs none.
    """

    pattern: re.Pattern[str]
    evaluate: Evaluate
    needs: int = 0


class Rules(list[Rule]):
    """The rules of one module, in the order in which they are tried on expressions of one length."""

    def add(self, *patterns: str, needs: str = "") -> Callable[[Evaluate], Evaluate]:
        """Decorator: the function evaluates matches of each of the patterns (letter case does not matter), where a word of one
        of the kinds that `needs` names, separated by blanks, stands near."""
        bits = sum(KINDS[k] for k in needs.split())

        def register(function: Evaluate) -> Evaluate:
            self.extend(Rule(re.compile(rf"(?:{p})(?!\w)", re.IGNORECASE), function, bits) for p in patterns)
            return function

        return register
