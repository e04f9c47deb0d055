"""Time ranges that analytics and usage are asked for, and how people write them."""

import calendar
import re
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from functools import partial

from kinescope_tui.api.dates import DateRange, parse_moment

_DAY = timedelta(days=1)
_HOUR = timedelta(hours=1)
_LONGEST = timedelta(days=10 * 366)
_MOST_BUCKETS = 50_000
_RELATIVE = re.compile(r"-(\d{1,5})\s*(h|d|w|m|y)")
_DAYS = {"d": 1, "w": 7}
_MONTHS = {"m": 1, "y": 12}
_THIS_MONTH = "this month"
_FORMS = "write 2026-01-31, 2026-01-31T00:00:00Z, -2w or today"


class Bucket(StrEnum):
    """In what steps things are counted, as the API calls them."""

    HOUR = "hour"
    DAY = "day"
    WEEK = "week"
    MONTH = "month"

    @property
    def length(self) -> timedelta:
        """How long one is, a month on the average."""
        hours = {Bucket.HOUR: 1, Bucket.DAY: 24, Bucket.WEEK: 168, Bucket.MONTH: 730.5}
        return timedelta(hours=hours[self])

    @property
    def finer(self) -> "Bucket":
        """What one of them is looked at in: a month in days, a day in hours."""
        return Bucket.HOUR if self in {Bucket.DAY, Bucket.HOUR} else Bucket.DAY


class RangeError(ValueError):
    """A range makes no sense; its text says why.

    Attributes:
        field: Which end, "from" or "to".
    """

    def __init__(self, field: str, reason: str) -> None:
        super().__init__(reason)
        self.field = field


@dataclass(frozen=True, slots=True)
class TimeRange:
    """From when to when, both ends included: whole days, or moments.

    Source: guidelines, "Date format".

    Attributes:
        name: What people call it, "28 days"; empty for one of their own.
        meaning: What the same words mean at another moment, in the workspace's time zone; none
            where it was not made from words.
    """

    dates: DateRange
    name: str = field(default="", compare=False)
    meaning: "Callable[[datetime], TimeRange] | None" = field(
        default=None, compare=False, repr=False
    )

    @classmethod
    def of(cls, start: date, end: date, name: str = "") -> "TimeRange":
        """Return the range between two days or moments."""
        return cls(DateRange(start, end), name)

    def renewed(self, now: datetime) -> "TimeRange":
        """Return what its words mean now; itself where they mean nothing now."""
        try:
            return self.meaning(now) if self.meaning is not None else self
        except RangeError:
            return self

    @property
    def is_of_days(self) -> bool:
        """Whether it begins and ends with a whole day."""
        return not isinstance(self.dates.start, datetime) and not isinstance(
            self.dates.end, datetime
        )

    @property
    def first_day(self) -> date:
        """The day in which it begins."""
        return _day(self.dates.start)

    @property
    def last_day(self) -> date:
        """The day in which it ends."""
        return _day(self.dates.end)

    @property
    def length(self) -> timedelta:
        """How long it is."""
        return _edge(self.dates.end, is_end=True) - _edge(self.dates.start, is_end=False)

    @property
    def is_of_month(self) -> bool:
        """Whether it is a month, or what there is of this one so far."""
        if not self.is_of_days or self.first_day.day != 1:
            return False
        return self.name == _THIS_MONTH or self.last_day == _end_of_month(self.first_day)

    @property
    def previous(self) -> "TimeRange":
        """The window before it, of the same length; of a month's days, those of the last month."""
        if self.is_of_month:
            start = _months_later(self.first_day, -1)
            is_whole = self.last_day == _end_of_month(self.first_day)
            end = _end_of_month(start)
            if not is_whole:
                end = min(end, start + (self.last_day - self.first_day))
            return TimeRange.of(start, end)
        return self._moved(-1)

    def shifted(self, windows: int, now: datetime) -> "TimeRange":
        """Return it moved by its own length, as far as to now.

        Raises:
            RangeError: There is nothing later, or the calendar has no such day.
        """
        if self.is_of_month:
            try:
                start = _months_later(self.first_day, windows)
            except ValueError:
                raise RangeError("from", "the calendar ends there") from None
            moved = TimeRange.of(start, _end_of_month(start))
        else:
            moved = self._moved(windows)
        return _until(moved, now)

    def zoomed(self, factor: float, center: datetime | None, now: datetime) -> "TimeRange":
        """Return it longer or shorter by a factor, around a moment of it or else its end.

        Raises:
            RangeError: It would be shorter than a day, or longer than anybody's records.
        """
        days = max(1, round(self.length / _DAY * factor))
        if days * _DAY > _LONGEST:
            raise RangeError("from", "that is more than ten years")
        if self.length <= _DAY and factor < 1:
            raise RangeError("from", "a day is the shortest; enter shows its hours")
        end = self.last_day
        if center is not None:
            end = min(_day(center) + timedelta(days=days // 2), now.date())
        end = end if factor < 1 or center is not None else min(end, now.date())
        return _until(TimeRange.of(end - timedelta(days=days - 1), end), now)

    @property
    def buckets(self) -> list[Bucket]:
        """In what steps it can be looked at: one at least of each, and no absurd number."""
        length = self.length
        fitting = [
            bucket
            for bucket in Bucket
            if bucket.length <= length and length / bucket.length <= _MOST_BUCKETS
        ]
        return fitting or [Bucket.HOUR]

    @property
    def usual_bucket(self) -> Bucket:
        """The steps in which a chart of it says most."""
        days = self.length / _DAY
        if days <= 2:  # noqa: PLR2004 - further than that hours are noise
            return Bucket.HOUR
        if days <= 92:  # noqa: PLR2004 - a quarter
            return Bucket.DAY
        return Bucket.WEEK if days <= 2 * 366 else Bucket.MONTH

    def _moved(self, windows: int) -> "TimeRange":
        step = self.length * windows
        if not self.is_of_days:
            # In whole hours, so that its buckets are those of the clock.
            step = max(_HOUR, round(self.length / _HOUR) * _HOUR) * windows
        try:
            return TimeRange.of(self.dates.start + step, self.dates.end + step)
        except (OverflowError, ValueError):
            raise RangeError("from", "the calendar ends there") from None


def _days(number: int) -> Callable[[datetime], TimeRange]:
    def last(now: datetime) -> TimeRange:
        today = now.date()
        return TimeRange.of(today - timedelta(days=number - 1), today, f"{number} days")

    return last


def _last_hours(now: datetime) -> TimeRange:
    end = now.replace(second=0, microsecond=0)
    return TimeRange.of(end.replace(minute=0) - 23 * _HOUR, end, "24 hours")


def _this_month(now: datetime) -> TimeRange:
    return TimeRange.of(now.date().replace(day=1), now.date(), _THIS_MONTH)


def _last_month(now: datetime) -> TimeRange:
    start = _months_later(now.date().replace(day=1), -1)
    return TimeRange.of(start, _end_of_month(start), "last month")


def _preset(make: Callable[[datetime], TimeRange]) -> Callable[[datetime], TimeRange]:
    def preset(now: datetime) -> TimeRange:
        return replace(make(now), meaning=preset)

    return preset


PRESETS: dict[str, Callable[[datetime], TimeRange]] = {
    "24h": _preset(_last_hours),
    "7d": _preset(_days(7)),
    "28d": _preset(_days(28)),
    "90d": _preset(_days(90)),
    "365d": _preset(_days(365)),
    "this-month": _preset(_this_month),
    "last-month": _preset(_last_month),
}
"""What is offered by name; now is a moment in the workspace's time zone."""


def range_between(start_text: str, end_text: str, now: datetime) -> TimeRange:
    """Return the range between two texts: `2026-01-31`, RFC3339, `-2w`, `today`, `now`.

    Args:
        start_text: From when.
        end_text: To when; that day is part of it.
        now: A moment in the workspace's time zone.

    Raises:
        RangeError: A text means nothing, lies in the future, or both make no range.
    """
    start = _parsed("from", start_text, now)
    end = _parsed("to", end_text, now)
    if isinstance(start, datetime) and end_text.strip() == "now":
        end = now.replace(second=0, microsecond=0)
    for name, moment in (("from", start), ("to", end)):
        if _is_to_come(moment, now):
            raise RangeError(name, f"lies in the future; today is {now.date()}")
    try:
        found = TimeRange.of(start, end)
    except ValueError:
        raise RangeError("to", "lies before the beginning") from None
    if found.length > _LONGEST:
        raise RangeError("from", "more than ten years before the end")
    if found.length <= timedelta():
        raise RangeError("to", "lies before the beginning")
    return replace(found, meaning=partial(range_between, start_text, end_text))


def parse_range(text: str, now: datetime) -> TimeRange:
    """Return the range that a line means: `90d`, `last-month`, `-2w`, or two ends.

    Raises:
        RangeError: It means none.
    """
    words = text.replace("..", " ").replace("→", " ").split()
    match words:
        case [name] if name in PRESETS:
            return PRESETS[name](now)
        case [length] if found := _RELATIVE.fullmatch(f"-{length.removeprefix('-')}"):
            last = range_between(found[0], "now", now)
            if not last.is_of_days:
                return last
            # Today is one of them.
            days = TimeRange.of(min(last.dates.start + _DAY, now.date()), now.date())
            return replace(days, meaning=partial(parse_range, text))
        case [start]:
            return range_between(start, "today", now)
        case [start, end]:
            return range_between(start, end, now)
        case _:
            raise RangeError("from", f"is missing: {_FORMS}, or one of {', '.join(PRESETS)}")


def bucket_after(bucket: Bucket, start: datetime, places: int) -> datetime:
    """Return when the bucket begins that comes so many after one, as the clocks there go.

    Args:
        bucket: What they are.
        start: When the one begins, in the workspace's time zone.
        places: How many after it, or before.
    """
    if bucket is Bucket.HOUR:
        return (start.astimezone(UTC) + places * _HOUR).astimezone(start.tzinfo)
    if bucket is Bucket.MONTH:
        moved = _months_later(start.date(), places)
        return start.replace(year=moved.year, month=moved.month, day=moved.day)
    return start + places * (7 if bucket is Bucket.WEEK else 1) * _DAY


def _parsed(field: str, text: str, now: datetime) -> date | datetime:
    text = text.strip()
    if text in {"today", "now"}:
        return now.date()
    if text == "yesterday":
        return now.date() - _DAY
    try:
        if found := _RELATIVE.fullmatch(text):
            return _ago(int(found[1]), found[2], now)
        return parse_moment(text)
    except (ValueError, OverflowError):
        raise RangeError(field, _FORMS if text else f"is missing: {_FORMS}") from None


def _ago(number: int, unit: str, now: datetime) -> date | datetime:
    if unit == "h":
        return (now - number * _HOUR).replace(minute=0, second=0, microsecond=0)
    if unit in _DAYS:
        return now.date() - number * _DAYS[unit] * _DAY
    return _months_later(now.date(), -number * _MONTHS[unit])


def _months_later(day: date, months: int) -> date:
    """Return the same day of another month, or that month's last one."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    first = date(year, month + 1, 1)
    return first.replace(day=min(day.day, _end_of_month(first).day))


def _end_of_month(day: date) -> date:
    return day.replace(day=calendar.monthrange(day.year, day.month)[1])


def _until(wanted: TimeRange, now: datetime) -> TimeRange:
    """Return the part of a range that has happened.

    Raises:
        RangeError: There is none.
    """
    start, end = wanted.dates.start, wanted.dates.end
    if _is_to_come(start, now):
        raise RangeError("to", "that has not happened yet")
    if _is_to_come(end, now):
        end = now.replace(second=0, microsecond=0) if isinstance(end, datetime) else now.date()
    return TimeRange.of(start, end, wanted.name)


def _is_to_come(moment: date, now: datetime) -> bool:
    return moment > now if isinstance(moment, datetime) else moment > now.date()


def _day(moment: date) -> date:
    return moment.date() if isinstance(moment, datetime) else moment


def _edge(moment: date, *, is_end: bool) -> datetime:
    """Return where a day begins or ends, or a moment itself; days as if they were UTC's."""
    if isinstance(moment, datetime):
        return moment
    start = datetime.combine(moment, time.min, UTC)
    return start + _DAY if is_end and moment < date.max else start
