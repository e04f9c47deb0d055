"""Time ranges that analytics and usage are asked for, and how people write them.

Days are those of a time zone, and as long as its clocks make them; what is counted in hours is
reckoned in UTC, and has as many on each day.
"""

import calendar
import re
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta, tzinfo
from enum import StrEnum
from functools import partial

from kinescope_tui.api.dates import DateRange, parse_moment
from kinescope_tui.api.nouns import counted
from kinescope_tui.services.time.zones import end_of_day, local_day, start_of_day, zone_name

_DAY = timedelta(days=1)
_HOUR = timedelta(hours=1)
_FIRST, _LAST = datetime.min.replace(tzinfo=UTC), datetime.max.replace(tzinfo=UTC)
_LONGEST = timedelta(days=10 * 366)
_MAX_BUCKETS = 90_000  # ten years of hours
_RELATIVE = re.compile(r"-(\d{1,5})\s*(h|d|w|m|y)")
_DAYS = {"d": 1, "w": 7}
_MONTHS = {"m": 1, "y": 12}
_THIS_MONTH = "this month"
_FORMS = "write 2026-01-31, 2026-01-31T00:00:00Z, -2w, -12h or today"


class Bucket(StrEnum):
    """In what steps things are counted, as the API calls them."""

    HOUR = "hour"
    DAY = "day"
    WEEK = "week"
    MONTH = "month"

    @property
    def length(self) -> timedelta:
        """The length of one, a month on the average."""
        hours = {Bucket.HOUR: 1, Bucket.DAY: 24, Bucket.WEEK: 168, Bucket.MONTH: 730.5}
        return timedelta(hours=hours[self])

    @property
    def finer(self) -> "Bucket":
        """The finer bucket that one is looked at in: a month in days, a day in hours."""
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
    """From when to when: whole days, the last one included, or moments.

    Source: guidelines, "Date format".

    Attributes:
        dates: Its ends; moments are in UTC.
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
        """Return the range between two days, or two moments.

        Raises:
            ValueError: It begins after its end, or outside the calendar.
        """
        if isinstance(start, datetime) != isinstance(end, datetime):
            raise ValueError("A range is of days or of moments.")
        try:
            return cls(DateRange(_in_utc(start), _in_utc(end)), name)
        except OverflowError:
            raise ValueError("The calendar ends there.") from None

    def renewed(self, now: datetime) -> "TimeRange":
        """Return what its words mean now; itself where they mean nothing now."""
        try:
            return self.meaning(now) if self.meaning is not None else self
        except RangeError:
            return self

    @property
    def is_of_days(self) -> bool:
        """Whether it is of whole days."""
        return not isinstance(self.dates.start, datetime)

    def days(self, zone: tzinfo) -> tuple[date, date]:
        """Return the first and the last day of a time zone of which it has a part."""
        start, end = self.dates.start, self.dates.end
        if not isinstance(start, datetime) or not isinstance(end, datetime):
            return start, end
        last = end - timedelta(microseconds=1) if end > start else end
        return local_day(start, zone), local_day(last, zone)

    def in_days(self, zone: tzinfo) -> "TimeRange":
        """Return the whole days of a time zone of which it has a part; itself if it is of days."""
        if self.is_of_days:
            return self
        words = self.meaning
        meaning = (lambda now: words(now).in_days(zone)) if words is not None else None
        return replace(TimeRange.of(*self.days(zone)), meaning=meaning)

    def within(self, other: "TimeRange") -> "TimeRange":
        """Return the part of it that lies in another range; itself if none does."""
        start = max(self.dates.start, other.dates.start)
        end = min(self.dates.end, other.dates.end)
        return TimeRange.of(start, end) if start <= end else self

    def edges(self, zone: tzinfo) -> tuple[datetime, datetime]:
        """Return when it begins and when it is over, in UTC; its days are those of the zone."""
        start, end = self.dates.start, self.dates.end
        if isinstance(start, datetime) and isinstance(end, datetime):
            return start, end
        return start_of_day(start, zone), end_of_day(end, zone)

    @property
    def first_day(self) -> date:
        """The day in which it begins; of moments that of UTC."""
        return self.days(UTC)[0]

    @property
    def last_day(self) -> date:
        """The day in which it ends; of moments that of UTC."""
        return self.days(UTC)[1]

    @property
    def length(self) -> timedelta:
        """The length; a day counts 24 hours, whatever the clocks do."""
        begin, end = self.edges(UTC)
        return end - begin

    @property
    def is_of_month(self) -> bool:
        """Whether it is a month, or what there is of this one so far."""
        if not self.is_of_days or self.first_day.day != 1:
            return False
        return self.name == _THIS_MONTH or self.last_day == _end_of_month(self.first_day)

    @property
    def previous(self) -> "TimeRange":
        """The window that ends where it begins, of its length; of a month the month before.

        Of a month so far it has as many days.

        Raises:
            RangeError: The calendar begins with this one.
        """
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
            start = _months_later(self.first_day, windows)
            moved = TimeRange.of(start, _end_of_month(start))
        else:
            moved = self._moved(windows)
        return _until(moved, now)

    def zoomed(self, factor: float, center: datetime | None, now: datetime) -> "TimeRange":
        """Return it longer or shorter by a factor, around a moment of it or else its end.

        Args:
            factor: By which its length grows.
            center: What stays in sight; one that lies outside of it is not heeded.
            now: What time it is, in the workspace's time zone.

        Raises:
            RangeError: It would be shorter than a day, or longer than anybody's records.
        """
        zone = now.tzinfo or UTC
        days = max(1, round(self.length / _DAY * factor))
        if days * _DAY > _LONGEST:
            raise RangeError("from", "cannot be longer than ten years")
        if self.length <= _DAY and factor < 1:
            raise RangeError("from", "cannot be shorter than a day; enter shows its hours")
        first, end = self.days(zone)
        around = local_day(center, zone) if center is not None else None
        if around is not None and first <= around <= end:
            end = _days_later(around, days // 2)
        end = min(end, now.date())
        return _until(TimeRange.of(_days_later(end, 1 - days), end), now)

    @property
    def buckets(self) -> list[Bucket]:
        """In what steps it can be looked at, one at least, and no absurd number of any."""
        length = self.length
        fitting = [
            bucket
            for bucket in Bucket
            # A day of hours has parts of two days, and no whole one.
            if (bucket.length <= length if self.is_of_days else bucket.length < length)
            and length / bucket.length <= _MAX_BUCKETS
        ]
        return fitting or [Bucket.HOUR if length < Bucket.DAY.length else Bucket.MONTH]

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
        try:
            step = self.length * windows
            return TimeRange.of(self.dates.start + step, self.dates.end + step)
        except (OverflowError, ValueError):
            raise _off_the_calendar() from None


def _days(number: int) -> Callable[[datetime], TimeRange]:
    def last(now: datetime) -> TimeRange:
        today = now.date()
        return TimeRange.of(_days_later(today, 1 - number), today, counted(number, "day"))

    return last


def _last_hours(now: datetime) -> TimeRange:
    end = _end_of_hour(now)
    return TimeRange.of(_hours_later(end, -24), end, "24 hours")


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
    """Return the range between two texts: `2026-01-31`, RFC3339, `-2w`, `-12h`, `today`, `now`.

    Hours are those of the clock, and the one that is under way is the last of them, as today is of
    days: `-12h` has twelve. Between a moment and a day there are moments: that day's end.

    Args:
        start_text: From when.
        end_text: To when; that day is part of it.
        now: A moment in the workspace's time zone.

    Raises:
        RangeError: A text means nothing, lies in the future, or both make no range.
    """
    start = _parsed("from", start_text, now)
    end = _parsed("to", end_text, now)
    zone = now.tzinfo or UTC
    if isinstance(start, datetime) and not isinstance(end, datetime):
        end = _end_of_hour(now) if end == now.date() else end_of_day(end, zone)
    elif isinstance(end, datetime) and not isinstance(start, datetime):
        start = start_of_day(start, zone)
    for name, moment, last in (("from", start, now), ("to", end, _end_of_hour(now))):
        if moment > last if isinstance(moment, datetime) else moment > now.date():
            told = f"is in the future; today is {now.date()} in {zone_name(now)}"
            raise RangeError(name, told)
    try:
        found = TimeRange.of(start, end)
    except ValueError:
        raise RangeError("to", "is before the start") from None
    if found.length > _LONGEST:
        raise RangeError("from", "is more than ten years before the end")
    if found.length <= timedelta():
        raise RangeError("to", "is before the start")
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
            days = TimeRange.of(min(_days_later(last.first_day, 1), now.date()), now.date())
            return replace(days, meaning=partial(parse_range, text))
        case [start]:
            return range_between(start, "today", now)
        case [start, end]:
            return range_between(start, end, now)
        case _:
            raise RangeError("from", f"is missing: {_FORMS}, or one of {', '.join(PRESETS)}")


def range_words(shown: TimeRange, now: datetime) -> str:
    """Return a line that `parse_range` takes for the range: a preset's name, or the two ends."""
    means = shown.renewed(now)
    preset = next((name for name, make in PRESETS.items() if make(now) == means), "")
    return preset or " ".join(value for _, value in shown.dates.query())


def bucket_after(bucket: Bucket, start: datetime, places: int) -> datetime:
    """Return when the bucket begins that comes so many after one, as the clocks there go.

    A bucket that begins with its day is followed by one that begins with its day too, be that at
    midnight or, where the clocks leap over midnight, after it.

    Args:
        bucket: What they are.
        start: When the one begins, in the workspace's time zone.
        places: How many after it, or before.

    Raises:
        RangeError: The calendar ends there.
    """
    zone = start.tzinfo or UTC
    try:
        if bucket is Bucket.HOUR:
            return (start.astimezone(UTC) + places * _HOUR).astimezone(zone)
        begins_with_day = start_of_day(start.date(), zone) == start.astimezone(UTC)
        day = _places_later(bucket, start.date(), places)
        if not begins_with_day:
            wall = datetime.combine(day, start.time(), zone)
            return wall.astimezone(UTC).astimezone(zone)
        if places and start_of_day(day, zone) == start.astimezone(UTC):
            # The day before, or after, was leapt over.
            day = _places_later(bucket, day, 1 if places > 0 else -1)
        return start_of_day(day, zone).astimezone(zone)
    except OverflowError:
        raise _off_the_calendar() from None


def _places_later(bucket: Bucket, day: date, places: int) -> date:
    if bucket is Bucket.MONTH:
        return _months_later(day, places)
    return day + places * (7 if bucket is Bucket.WEEK else 1) * _DAY


def _parsed(field: str, text: str, now: datetime) -> date | datetime:
    text = text.strip()
    today = now.date()
    if text in {"today", "now"}:
        return today
    try:
        if text == "yesterday":
            return today - _DAY
        if found := _RELATIVE.fullmatch(text):
            return _ago(int(found[1]), found[2], now)
        found_moment = parse_moment(text)
        if isinstance(found_moment, datetime):
            return found_moment.astimezone(UTC).replace(microsecond=0)
        # Today on this computer may be tomorrow still where the days are counted.
        return today if today < found_moment <= now.astimezone().date() else found_moment
    except (ValueError, OverflowError):
        raise RangeError(field, _FORMS if text else f"is missing: {_FORMS}") from None


def _ago(number: int, unit: str, now: datetime) -> date | datetime:
    if unit == "h":
        return _end_of_hour(now) - number * _HOUR
    if unit in _DAYS:
        return now.date() - number * _DAYS[unit] * _DAY
    return _months_later(now.date(), -number * _MONTHS[unit])


def _end_of_hour(now: datetime) -> datetime:
    """Return when the hour that is under way is over on the clocks there, in UTC."""
    passed = timedelta(minutes=now.minute, seconds=now.second, microseconds=now.microsecond)
    try:
        return now.astimezone(UTC) + (_HOUR - passed if passed else timedelta())
    except OverflowError:
        return _LAST


def _hours_later(moment: datetime, hours: int) -> datetime:
    """Return a moment of UTC so many hours later, or where the calendar ends."""
    try:
        return moment + hours * _HOUR
    except OverflowError:
        return _FIRST if hours < 0 else _LAST


def _days_later(day: date, days: int) -> date:
    """Return the day so many days later, or where the calendar ends."""
    return date.fromordinal(min(max(1, day.toordinal() + days), date.max.toordinal()))


def _months_later(day: date, months: int) -> date:
    """Return the same day of another month, or that month's last one.

    Raises:
        RangeError: The calendar ends there.
    """
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    if not date.min.year <= year <= date.max.year:
        raise _off_the_calendar()
    first = date(year, month + 1, 1)
    return first.replace(day=min(day.day, _end_of_month(first).day))


def _end_of_month(day: date) -> date:
    return day.replace(day=calendar.monthrange(day.year, day.month)[1])


def _until(wanted: TimeRange, now: datetime) -> TimeRange:
    """Return the part of a range that has happened, with all of the day or hour under way.

    Raises:
        RangeError: There is none.
    """
    start, end = wanted.dates.start, wanted.dates.end
    is_of_days = wanted.is_of_days
    if start > now.date() if is_of_days else start > now or start == _end_of_hour(now):
        raise RangeError("to", "that is in the future")
    return TimeRange.of(
        start, min(end, now.date() if is_of_days else _end_of_hour(now)), wanted.name
    )


def _in_utc(moment: date) -> date:
    return moment.astimezone(UTC) if isinstance(moment, datetime) else moment


def _off_the_calendar() -> RangeError:
    return RangeError("from", "the calendar ends there")
