"""Refreshing by itself, at an interval that the user chooses."""

from kinescope_tui.api.clock import Clock

INTERVALS = {"": None, "15 s": 15.0, "60 s": 60.0, "5 min": 300.0}
"""The intervals in seconds, by what they are called; the first one is none."""

EVERY_POINT = "30 s"
"""The interval of what a live stream tells, which is no choice elsewhere."""

_PERIODS = INTERVALS | {EVERY_POINT: 30.0}


class AutoRefresh:
    """When something is to be refreshed by itself.

    Attributes:
        interval: What the interval is called; empty if nothing is refreshed.
    """

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._since = 0.0
        self.interval = ""

    def lengthen(self) -> None:
        """Take the next longer interval, after the longest one none; it begins now."""
        now = _PERIODS[self.interval] or 0.0
        longer = (name for name, period in INTERVALS.items() if (period or 0.0) > now)
        self.take(next(longer, ""))

    def take(self, interval: str) -> None:
        """Take an interval by its name; it begins now."""
        self.interval = interval
        self._since = self._clock.monotonic()

    @property
    def is_due(self) -> bool:
        """Whether the interval is over."""
        period = _PERIODS[self.interval]
        return period is not None and self._clock.monotonic() >= self._since + period

    def begin(self) -> None:
        """Note that it is refreshed now."""
        self._since = self._clock.monotonic()
