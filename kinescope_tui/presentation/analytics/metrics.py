"""The metrics of viewers: names, units, and how two windows compare.

Every number may be missing; what is made of a missing one is missing too, and never 0.
"""

import math
from collections.abc import Callable, Sequence

import msgspec

from kinescope_tui.api.models import TimelinePoint
from kinescope_tui.presentation.analytics.hue import Hue
from kinescope_tui.presentation.text.cell import MISSING, Cell, Tone
from kinescope_tui.presentation.text.numbers import axis_text, short
from kinescope_tui.services.analytics.sums import Sums, averaged, rated

_HOUR_S = 3600
_MINUTE_S = 60
_MANY_HOURS_S = 100_000 * _HOUR_S
_EIGHTHS = " ▁▂▃▄▅▆▇█"
_NONSENSE = 10**15
_MAX_PERCENT = 9_999


class Metric(msgspec.Struct, frozen=True):
    """One number that is counted, or made of two that are.

    Attributes:
        name: As commands and files call it, "view-rate".
        label: As people call it.
        short_label: The same in one word.
        of: Its value of what was counted; None if something of it is missing.
        tell: A value for people.
        tick: A value beside an axis that ends at another one, in few cells.
        hue: In what it is drawn.
        units: In which an axis may count it, of the value: 3600 for hours of seconds.
        is_share: Whether two values are compared by points instead of percents.
        is_sum: Whether the value of some buckets is the sum of theirs.
        is_of_viewers: Whether who was counted in one bucket may be counted in another again.
    """

    name: str
    label: str
    short_label: str
    of: Callable[[TimelinePoint], float | None]
    tell: Callable[[float | None], str]
    tick: Callable[[float, float], str]
    hue: Hue
    units: Sequence[float] = (1.0,)
    is_share: bool = False
    is_sum: bool = True
    is_of_viewers: bool = False

    def sum_text(self, value: float | None, count: int) -> str:
        """Return what so many buckets add up to: of viewers it is at most that."""
        sign = "≤ " if self.is_of_viewers and count > 1 and value else ""
        return f"{sign}{self.tell(value)}"

    def per_bucket(self, sums: Sums, first: int, count: int) -> float | None:
        """Return the value of some buckets together, of what adds up the mean of those that came.

        So bars that stand for unequal numbers of buckets compare, and the axis stays the same.
        """
        value = self.of(sums.of(first, count))
        if value is None or not self.is_sum:
            return value
        return value / (self.of(sums.known(first, count)) or 1)


def sparkline(
    values: Sequence[float | None], lines: int = 1, *, from_zero: bool = True
) -> list[str]:
    """Return numbers as bars of so many lines, one column each; a space where there is none.

    Not from zero, the least of them is one eighth high: how much that is has to stand beside it.
    """
    known = [value for value in values if value is not None and math.isfinite(value)]
    low = 0.0 if from_zero else min(known, default=0.0)
    height = max(known, default=0.0) - low
    full = len(_EIGHTHS) - 1

    def level(value: float | None) -> int:
        if value is None:
            return 0
        share = (value - low) / height if height > 0 and math.isfinite(value) else 0.0
        return max(1, round(share * lines * full))

    levels = [level(value) for value in values]
    return [
        "".join(_EIGHTHS[max(0, min(full, level - line * full))] for level in levels)
        for line in reversed(range(lines))
    ]


def watched(seconds: float | None) -> str:
    """Return a watch time in seconds as `12 min` or `1 904 h`; `—` if there is none."""
    if seconds is None:
        return MISSING
    if not 0 <= seconds < _NONSENSE:
        return "?"
    if seconds < _HOUR_S:
        return f"{seconds / _MINUTE_S:.0f} min"
    hours = seconds / _HOUR_S
    return f"{short(round(hours, 1 if hours < 100 else None))} h"  # noqa: PLR2004 - three digits


def average(seconds: float | None) -> str:
    """Return an average watch time in seconds as `4:05`; `—` if there is none."""
    if seconds is None:
        return MISSING
    if not 0 <= seconds < _NONSENSE:
        return "?"
    minutes, rest = divmod(round(seconds), _MINUTE_S)
    hours, minutes = divmod(minutes, _MINUTE_S)
    return f"{hours}:{minutes:02}:{rest:02}" if hours else f"{minutes}:{rest:02}"


def share(part: float | None) -> str:
    """Return a share as `37.7 %`; `—` if there is none, and as it is if it is above one."""
    if part is None:
        return MISSING
    return f"{part * 100:.1f} %" if abs(part) < _MAX_PERCENT else "?"


def change(metric: Metric, now: float | None, before: float | None) -> Cell:
    """Return how a value differs from the one before it: `▲ 12.4 %`, `▼ 4.4 pt`."""
    if now is None or before is None or not math.isfinite(now - before):
        return Cell(MISSING, Tone.MUTED)
    if metric.is_share:
        difference, unit = (now - before) * 100, "pt"
    elif before == 0:
        return Cell("= 0" if now == 0 else "▲ from 0", Tone.MUTED if now == 0 else Tone.GOOD)
    else:
        difference, unit = (now - before) / abs(before) * 100, "%"
    text = f"{abs(difference):.1f} {unit}" if abs(difference) < _MAX_PERCENT else f"> 9 999 {unit}"
    if round(difference, 1) == 0:
        return Cell(f"= {text}", Tone.MUTED)
    return Cell(f"▲ {text}", Tone.GOOD) if difference > 0 else Cell(f"▼ {text}", Tone.WARNING)


def ratio(number: float | None, by: float | None) -> float | None:
    """Return a number by another; None where one is missing, or there are none to divide by."""
    return number / by if number is not None and by else None


def _hours(seconds: float, end: float) -> str:
    if end <= _HOUR_S:
        return f"{seconds / _MINUTE_S:g} min"
    hours = seconds / _HOUR_S
    return f"{short(hours)} h" if end < _MANY_HOURS_S else axis_text(hours, end / _HOUR_S, " h")


def _length(seconds: float, end: float) -> str:
    return average(seconds) if end > _MINUTE_S else f"{seconds:g} s"


VIEWS = Metric("views", "Views", "views", lambda m: m.views, short, axis_text, Hue.BLUE)
UNIQUE_VIEWS = Metric(
    "unique-views",
    "Unique views",
    "unique",
    lambda m: m.unique_views,
    short,
    axis_text,
    Hue.TEAL,
    is_of_viewers=True,
)
WATCH_TIME = Metric(
    "watch-time",
    "Watch time",
    "watched",
    lambda m: m.watch_time_s,
    watched,
    _hours,
    Hue.VIOLET,
    (_MINUTE_S, _HOUR_S),
)
PLAYER_LOADS = Metric(
    "player-loads", "Player loads", "loads", lambda m: m.player_loads, short, axis_text, Hue.GREEN
)
VIEW_RATE = Metric(
    "view-rate",
    "View rate",
    "rate",
    lambda m: ratio(*rated(m)),
    share,
    lambda part, _end: f"{part * 100:g} %",
    Hue.AMBER,
    (0.01,),
    is_share=True,
    is_sum=False,
)
AVERAGE_WATCH = Metric(
    "average-watch",
    "Average watch",
    "average",
    lambda m: ratio(*averaged(m)),
    average,
    _length,
    Hue.ROSE,
    (1.0, _MINUTE_S, _HOUR_S),
    is_sum=False,
)

METRICS = (VIEWS, UNIQUE_VIEWS, WATCH_TIME, PLAYER_LOADS, VIEW_RATE, AVERAGE_WATCH)
