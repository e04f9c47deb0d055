"""The buckets of a timeline, each once and in its place, whatever order they came in."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta, tzinfo
from itertools import pairwise
from operator import attrgetter

import msgspec

from kinescope_tui.api.models import TimelinePoint
from kinescope_tui.services.time.time_range import Bucket, bucket_after

_YEARS = range(2, 9999)  # in which a moment has a day, and a month before and after it, everywhere
_HOUR = timedelta(hours=1)
_LONGEST = {  # where the clocks are set back by an hour
    Bucket.HOUR: _HOUR,
    Bucket.DAY: 25 * _HOUR,
    Bucket.WEEK: (7 * 24 + 1) * _HOUR,
    Bucket.MONTH: (31 * 24 + 1) * _HOUR,
}


class Course(msgspec.Struct, frozen=True):
    """A timeline in the order of time, each date in UTC.

    Attributes:
        moments: Of several that begin at once the one that came first.
        undated: How many came without a date, or with none of any calendar in use.
        repeated: How many came once more with the same numbers.
        differing: How many came once more with others.
        missing: How many of the moments have no number, as nothing came between their neighbours.
    """

    moments: list[TimelinePoint]
    undated: int = 0
    repeated: int = 0
    differing: int = 0
    missing: int = 0

    @classmethod
    def of(cls, came: list[TimelinePoint]) -> "Course":
        """Return the moments that say when they were; one without a zone is taken for UTC.

        What is dated at an edge of the calendar, as programs write it that know no date, has none.
        """
        dated = []
        for moment in came:
            if moment.date is not None and moment.date.year in _YEARS:
                if moment.date.tzinfo is not UTC:
                    date = moment.date if moment.date.tzinfo else moment.date.replace(tzinfo=UTC)
                    moment.date = date.astimezone(UTC)
                dated.append(moment)
        dated.sort(key=attrgetter("date"))
        moments, repeated, differing = [], 0, 0
        last = None
        for moment in dated:
            if last is None or moment.date != last.date:
                moments.append(moment)
                last = moment
            elif moment == last:
                repeated += 1
            else:
                differing += 1
        return cls(moments, len(came) - len(dated), repeated, differing)

    def filled(self, bucket: Bucket, zone: tzinfo, edges: tuple[datetime, datetime]) -> "Course":
        """Return it with a moment without numbers for each bucket that is missing in the middle.

        What may be missing before the first and after the last one of the range is left out: nobody
        knows that it is counted.

        Args:
            bucket: What the moments are.
            zone: At whose midnights they begin.
            edges: The ends of the range, in UTC.
        """
        longest, filled = _LONGEST[bucket], self.moments[:1]
        begin, end = edges[0] - longest, edges[1]  # a week may have begun before the range
        for one, other in pairwise(self.moments):
            if one.date is None or other.date is None:
                continue
            if other.date - one.date > longest and one.date > begin and other.date < end:
                filled += _between(bucket, one.date, other.date, zone)
            filled.append(other)
        missing = len(filled) - len(self.moments)
        return msgspec.structs.replace(self, moments=filled, missing=missing)


def _between(
    bucket: Bucket, start: datetime, end: datetime, zone: tzinfo
) -> Iterator[TimelinePoint]:
    """Yield an empty moment for each bucket that lies whole between one and another."""
    zone = UTC if bucket is Bucket.HOUR else zone
    after = bucket_after(bucket, start.astimezone(zone), 1)
    while (date := after.astimezone(UTC)) < end:
        after = bucket_after(bucket, after, 1)
        if after.astimezone(UTC) > end:
            return
        yield TimelinePoint(date=date)
