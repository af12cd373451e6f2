"""Where a number stands on the axis that all strips of one table share."""

import math
from collections.abc import Iterable
from dataclasses import dataclass

LEFT, RIGHT = 4.0, 90.0  # percent of the width: room for a mark at the first tick and for an arrow at the last
LOG_FROM = 10  # highest over lowest from which a logarithmic axis is the default


@dataclass(frozen=True, slots=True)
class Scale:
    """From numbers to percent of the width. `low` and `high` are the ends of the axis; zero stands left of it."""

    low: float
    high: float
    log: bool
    ticks: tuple[int, ...] = ()

    def at(self, value: float) -> float:
        """Percent of the width, always from `LEFT` to `RIGHT`."""
        if self.log:
            share = (math.log(max(value, self.low)) - math.log(self.low)) / (math.log(self.high) - math.log(self.low))
        else:
            share = (value - self.low) / (self.high - self.low)
        return LEFT + min(1.0, max(0.0, share)) * (RIGHT - LEFT)


def scale_for(values: Iterable[int], log: bool | None = None) -> Scale:
    """The axis that holds `values`; logarithmic where asked for, or by itself where they span a factor of ten or more."""
    found = sorted(v for v in values if v >= 0)
    high = found[-1] if found else 10
    positive = [v for v in found if v > 0]
    use_log = bool(positive) and (log if log is not None else high / positive[0] >= LOG_FROM)
    if use_log:
        start, end = _round_down(positive[0]), _round_up(max(high, positive[0] + 1))
        return Scale(start, end, True, _log_ticks(start, end))
    end = _round_up(max(high, 1))
    return Scale(0, end, False, tuple(range(0, int(end) + 1, max(1, int(_round_up(end / 5))))))


def _round_down(value: float) -> float:
    power = 10.0 ** math.floor(math.log10(value))
    return max(s for s in (1 * power, 2 * power, 5 * power) if s <= value)


def _round_up(value: float) -> float:
    power = 10.0 ** math.floor(math.log10(value))
    return min(s for s in (power, 2 * power, 5 * power, 10 * power) if s >= value)


def _log_ticks(start: float, end: float) -> tuple[int, ...]:
    """One, two and five of each power of ten where they fit, only the powers where the axis is long."""
    powers = range(math.floor(math.log10(start)), math.ceil(math.log10(end)) + 1)
    steps = (1, 2, 5) if len(powers) <= 3 else (1, 3) if len(powers) <= 4 else (1,)
    return tuple(int(s * 10**p) for p in powers for s in steps if p >= 0 and start <= s * 10**p <= end)
