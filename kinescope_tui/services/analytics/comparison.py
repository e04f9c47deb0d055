"""A window beside the one before it, bucket by bucket, as far as their parts are equal."""

from datetime import UTC, datetime, timedelta
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
        there = {_place(before, moment): moment for moment in before.timeline}
        opposite = [there.get(_place(now, moment)) for moment in now.timeline]
        self._is_compared = [
            other is not None and _is_whole(now, moment) and _is_whole(before, other)
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


def _shared(one: TimelinePoint, other: TimelinePoint) -> TimelinePoint:
    """Return of one moment the numbers that the other has too."""
    return TimelinePoint(
        views=one.views if other.views is not None else None,
        unique_views=one.unique_views if other.unique_views is not None else None,
        watch_time_s=one.watch_time_s if other.watch_time_s is not None else None,
        player_loads=one.player_loads if other.player_loads is not None else None,
    )


def _is_whole(answer: Answer, moment: TimelinePoint) -> bool:
    """Whether a bucket lies in its window, all of it, and was over when it was counted."""
    begin, end = answer.edges
    start, limit = _start(moment), min(end, answer.came_at)
    if start < begin:
        return False
    if start + _LONGEST_BUCKET <= limit:
        return True
    bucket = answer.question.bucket
    return bucket_after(bucket, start.astimezone(answer.zone.zone), 1).astimezone(UTC) <= limit


def _place(answer: Answer, moment: TimelinePoint) -> Place:
    bucket, window, zone = answer.question.bucket, answer.question.range, answer.zone.zone
    start = _start(moment)
    if bucket is Bucket.HOUR and not window.is_of_days:
        return 0, (start - answer.edges[0]) // _HOUR, 0
    local, first = start.astimezone(zone), window.days(zone)[0]
    match bucket:
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
