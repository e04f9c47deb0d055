"""A window beside the one before it, bucket by bucket, as far as their parts are equal."""

from datetime import UTC, date, datetime, timedelta
from functools import cached_property

from kinescope_tui.api.models import TimelinePoint
from kinescope_tui.services.analytics.overview import Answer
from kinescope_tui.services.analytics.sums import Sums, added
from kinescope_tui.services.time.time_range import Bucket, bucket_after

_HOUR = timedelta(hours=1)
_LONGEST_BUCKET = timedelta(days=32)  # longer than any, clock changes included

Place = tuple[int, int, int]
"""Where a bucket is in its window: in which day, week or month, the hour, and which of two such."""


class Comparison:
    """Two windows of equal length beside each other.

    Each bucket stands against the one in the same place of the window before: the first day against
    the first, nine o'clock against nine o'clock. One that was not over when it was counted, or of
    which the window has only a part, is less than a bucket, and is not compared.

    Attributes:
        now: The window.
        before: The one before it.
        opposite: What stands against each bucket of the window; empty where nothing does.
        sums: Of these.
    """

    def __init__(self, now: Answer, before: Answer) -> None:
        self.now = now
        self.before = before
        here, earlier = _Window(now), _Window(before)
        there = {earlier.place(moment): moment for moment in before.timeline}
        opposite = [there.get(here.place(moment)) for moment in now.timeline]
        self._is_compared = [
            other is not None
            and _is_counted(moment)
            and _is_counted(other)
            and here.is_whole(moment)
            and earlier.is_whole(other)
            for moment, other in zip(now.timeline, opposite, strict=True)
        ]
        self.opposite = [other or TimelinePoint() for other in opposite]
        self.sums = Sums(self.opposite)

    def is_compared(self, first: int, count: int) -> bool:
        """Whether so many buckets from one on can be compared, all of them."""
        return all(self._is_compared[first : first + count])

    @property
    def is_of_all(self) -> bool:
        """Whether both windows were over when they were counted, and compare as wholes."""
        return self.now.is_final and self.before.is_final

    @property
    def count(self) -> int:
        """The number of buckets that can be compared."""
        return sum(self._is_compared)

    @property
    def start(self) -> datetime | None:
        """The beginning of the first bucket that is compared with; None without any."""
        pairs = zip(self.opposite, self._is_compared, strict=True)
        return next((moment.date for moment, is_compared in pairs if is_compared), None)

    @cached_property
    def parts(self) -> tuple[TimelinePoint, TimelinePoint]:
        """The metrics of the buckets that can be compared, now and before.

        A number that is missing in one of two buckets is left out of the other too.
        """
        pairs = zip(self.now.timeline, self.opposite, self._is_compared, strict=True)
        compared = [(moment, other) for moment, other, is_compared in pairs if is_compared]
        return (
            added(_shared(moment, other) for moment, other in compared),
            added(_shared(other, moment) for moment, other in compared),
        )


def _is_counted(moment: TimelinePoint) -> bool:
    """Whether anything came of a bucket: one that is missing has no number."""
    counted = (moment.views, moment.unique_views, moment.watch_time_s, moment.player_loads)
    return any(number is not None for number in counted)


def _shared(one: TimelinePoint, other: TimelinePoint) -> TimelinePoint:
    """Return of one moment the numbers that the other has too."""
    return TimelinePoint(
        views=one.views if other.views is not None else None,
        unique_views=one.unique_views if other.unique_views is not None else None,
        watch_time_s=one.watch_time_s if other.watch_time_s is not None else None,
        player_loads=one.player_loads if other.player_loads is not None else None,
    )


class _Window:
    """The window of an answer: where its buckets stand in it, and which of them are whole."""

    def __init__(self, answer: Answer) -> None:
        asked = answer.question.range
        self._bucket, self._zone = answer.question.bucket, answer.zone.zone
        self._begin, end = answer.edges
        self._limit = min(end, answer.came_at)
        self._asked = asked
        self._is_of_hours = self._bucket is Bucket.HOUR and not asked.is_of_days

    @cached_property
    def _first(self) -> date:
        """Its first day."""
        return self._asked.days(self._zone)[0]

    def is_whole(self, moment: TimelinePoint) -> bool:
        """Whether a bucket lies in it, all of it, and was over when it was counted."""
        start = _start(moment)
        if start < self._begin:
            return False
        if start + _LONGEST_BUCKET <= self._limit:
            return True
        end = bucket_after(self._bucket, start.astimezone(self._zone), 1)
        return end.astimezone(UTC) <= self._limit

    def place(self, moment: TimelinePoint) -> Place:
        """Return where a bucket stands."""
        start = _start(moment)
        if self._is_of_hours:
            return 0, (start - self._begin) // _HOUR, 0
        local, first = start.astimezone(self._zone), self._first
        match self._bucket:
            case Bucket.HOUR:
                return (local.date() - first).days, local.hour, local.fold
            case Bucket.DAY:
                return (local.date() - first).days, 0, 0
            case Bucket.WEEK:
                monday = first.toordinal() - first.weekday()
                return (local.toordinal() - monday) // 7, 0, 0
            case Bucket.MONTH:
                return (local.year - first.year) * 12 + local.month - first.month, 0, 0


def _start(moment: TimelinePoint) -> datetime:
    if moment.date is None:
        raise ValueError("A timeline entry has no date.")
    return moment.date
