"""The hours, days, weeks and months of a time zone, with days of 23 and 25 hours where it has them.

Moments are whole seconds since 1970 in UTC; days are the ordinals of `datetime.date`.
"""

from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, time, timedelta, timezone, tzinfo
from functools import lru_cache
from zoneinfo import ZoneInfo

import msgspec

DEFAULT_ZONE = "Europe/Moscow"
GROUPS = ("hour", "day", "week", "month")
HOUR_S = 3600

Place = tuple[int, int]
"""A day, and how many of its hours have passed."""


def zone_of(name: str) -> tzinfo:
    """Return the time zone of an IANA name.

    Raises:
        ValueError: There is none of that name here.
    """
    try:
        return ZoneInfo(name)
    except (KeyError, OSError, ValueError):
        if name == DEFAULT_ZONE:  # some systems have no table; Moscow needs none since 2014
            return timezone(timedelta(hours=3), name)
        raise ValueError(f"{name!r} is no time zone known here.") from None


class Buckets(msgspec.Struct, frozen=True):
    """A range of time in parts that follow each other.

    Attributes:
        starts: When the hour, day, week or month of each begins, even if that is before the range.
        bounds: Where each ends and the next begins, within the range; one more than there are.
    """

    starts: list[int]
    bounds: list[Place]


class LocalTime:
    """The calendar of a time zone."""

    def __init__(self, zone: tzinfo) -> None:
        self._zone = zone
        self.midnight: Callable[[int], int] = lru_cache(maxsize=8_192)(self._midnight)
        self.hours: Callable[[int], tuple[int, ...]] = lru_cache(maxsize=2_048)(self._hours)

    def day(self, moment: int) -> int:
        """Return the day in which a moment lies."""
        return datetime.fromtimestamp(moment, self._zone).toordinal()

    def hour(self, moment: int) -> int:
        """Return what the hand of the clock shows, 0 to 23."""
        return datetime.fromtimestamp(moment, self._zone).hour

    def place(self, moment: int) -> Place:
        """Return the day of a moment and the hours of it that had passed."""
        day = self.day(moment)
        return day, (moment - self.midnight(day)) // HOUR_S

    def buckets(self, group: str, begin: int, end: int) -> Buckets:
        """Return the buckets from a moment up to another one."""
        starts: list[int] = []
        bounds: list[Place] = []
        if begin < end:
            for start, place in self._starts(group, begin, end):
                starts.append(start)
                bounds.append(place)
            bounds[0] = self.place(begin)
            bounds.append(self.place(end))
        return Buckets(starts, bounds)

    def _starts(self, group: str, begin: int, end: int) -> Iterator[tuple[int, Place]]:
        day, passed = self.place(begin)
        if group == "month":
            day -= date.fromordinal(day).day - 1
        if group == "week":
            day -= date.fromordinal(day).weekday()
        while self.midnight(day) < end:
            if group == "hour":
                for n, start in enumerate(self.hours(day)):
                    if n >= passed and start < end:
                        yield start, (day, n)
                passed = 0
            else:
                yield self.midnight(day), (day, 0)
            day += {"week": 7, "month": _month_length(day)}.get(group, 1)

    def _midnight(self, day: int) -> int:
        # A midnight that the clock leaps over is the moment of the leap.
        first = datetime.combine(date.fromordinal(day), time.min, self._zone)
        return int(first.astimezone(UTC).timestamp())

    def _hours(self, day: int) -> tuple[int, ...]:
        return tuple(range(self.midnight(day), self.midnight(day + 1), HOUR_S))


def _month_length(first: int) -> int:
    month = date.fromordinal(first)
    return ((month + timedelta(days=31)).replace(day=1) - month).days
