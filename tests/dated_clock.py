"""A clock that runs as the computer's does, on a day of the test's."""

from datetime import datetime

from kinescope_tui.api.clock import Clock


class DatedClock(Clock):
    """Says the time that it was given until it is given another; pauses take as long as ever.

    Attributes:
        now: What time it is said to be, in UTC.
    """

    def __init__(self, now: datetime) -> None:
        self.now = now

    def utc_now(self) -> datetime:
        return self.now
