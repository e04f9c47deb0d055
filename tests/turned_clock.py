"""A clock that stands still until a test turns it."""

import heapq
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from itertools import count

from kinescope_tui.api.clock import Alarm, Clock


class TurnedClock(Clock):
    """Shows the time at which it was made, or that a test says, and what it was turned by since.

    Attributes:
        turned_s: By how many seconds it was turned.
    """

    def __init__(self, utc_now: datetime | None = None, *, began_s: float = 1_000.0) -> None:
        self._began_s = began_s
        self._began = utc_now or datetime.now(UTC)
        self.turned_s = 0.0
        self._alarms: list[_TurnedAlarm] = []
        self._numbers = count()

    def monotonic(self) -> float:
        return self._began_s + self.turned_s

    def utc_now(self) -> datetime:
        return self._began + timedelta(seconds=self.turned_s)

    def set(self, utc_now: datetime) -> None:
        """Put another date on it; nothing passes meanwhile."""
        self._began = utc_now - timedelta(seconds=self.turned_s)

    def call_later(self, seconds: float, callback: Callable[[], object]) -> Alarm:
        alarm = _TurnedAlarm(self.turned_s + seconds, next(self._numbers), callback)
        heapq.heappush(self._alarms, alarm)
        return alarm

    @property
    def waits(self) -> list[float]:
        """In how many seconds somebody is to be called, the soonest first."""
        return sorted(a.at_s - self.turned_s for a in self._alarms if not a.is_cancelled)

    def turn(self, seconds: float) -> None:
        """Let that many seconds pass; everybody who is to be called meanwhile is, in order."""
        until_s = self.turned_s + seconds
        while self._alarms and self._alarms[0].at_s <= until_s:
            alarm = heapq.heappop(self._alarms)
            if not alarm.is_cancelled:
                self.turned_s = max(self.turned_s, alarm.at_s)
                alarm.callback()
        self.turned_s = until_s


class _TurnedAlarm:
    def __init__(self, at_s: float, number: int, callback: Callable[[], object]) -> None:
        self.at_s = at_s
        self._number = number
        self.callback = callback
        self.is_cancelled = False

    def __lt__(self, other: "_TurnedAlarm") -> bool:
        return (self.at_s, self._number) < (other.at_s, other._number)

    def cancel(self) -> None:
        self.is_cancelled = True
        self.callback = lambda: None  # nothing is held for what is not to come
