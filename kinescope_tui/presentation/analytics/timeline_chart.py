"""The course of a metric over a range: its bars, its table, and what stands under the cursor."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from functools import partial

from kinescope_tui.api.models import TimelinePoint
from kinescope_tui.presentation.analytics.bars import Bar, bars
from kinescope_tui.presentation.analytics.metrics import METRICS, Metric, change
from kinescope_tui.presentation.text.cell import Cell, Tone
from kinescope_tui.presentation.text.moments import (
    exact_moment,
    long_moment,
    moments_between,
    short_moment,
)
from kinescope_tui.services.analytics.bucket_story import BucketQuestion
from kinescope_tui.services.analytics.comparison import Comparison
from kinescope_tui.services.analytics.overview import Answer
from kinescope_tui.services.analytics.sums import Sums
from kinescope_tui.services.time.time_range import Bucket, TimeRange, bucket_after

_SATURDAY = 5
_LONGEST = timedelta(days=32)  # of a bucket


class TimelineChart:
    """A timeline beside the one of the window before, as bars and words.

    Args:
        timeline: The buckets in their order.
        bucket: What they are.
        counted_at: When they were counted, in the zone whose midnights they begin at.
        comparison: With the window before; None if it is not wanted, or not here.
        sums: Theirs, where somebody has added them up already.
    """

    def __init__(
        self,
        timeline: Sequence[TimelinePoint],
        bucket: Bucket,
        counted_at: datetime,
        comparison: Comparison | None = None,
        sums: Sums | None = None,
    ) -> None:
        self.timeline = timeline
        self.bucket = bucket
        self.zone = counted_at.tzinfo or UTC
        self._counted_at = counted_at.astimezone(UTC)
        self.comparison = comparison
        self._sums = sums or Sums(timeline)
        self._sums_before = comparison.sums if comparison is not None else Sums(())

    @classmethod
    def of(cls, answer: Answer, before: Answer | None) -> "TimelineChart":
        """Return the chart of an answer, beside that to the window before if it is here."""
        comparison = Comparison(answer, before) if before is not None else None
        counted_at = answer.came_at.astimezone(answer.zone.zone)
        bucket = answer.question.bucket
        return cls(answer.timeline, bucket, counted_at, comparison, answer.sums)

    def range_of(self, bar: Bar, shown: TimeRange) -> TimeRange:
        """Return the range of a bar's buckets, in whole days of the range that is shown.

        Raises:
            RangeError: The calendar ends there.
        """
        first, last = (self.timeline[n].date for n in (bar.first, bar.first + bar.count - 1))
        if first is None or last is None:
            return shown
        part = TimeRange.of(first, bucket_after(self.bucket, last.astimezone(self.zone), 1))
        if self.bucket is Bucket.HOUR:
            return part
        return part.in_days(self.zone).within(shown.in_days(self.zone))

    def bars(self, metric: Metric, most: int) -> list[Bar]:
        """Return the buckets as at most so many bars."""
        return bars(
            len(self.timeline),
            most=most,
            value=partial(metric.per_bucket, self._sums),
            before=partial(metric.per_bucket, self._sums_before),
            label=self._label,
            is_running=self._is_running,
            is_weekend=self._is_weekend,
        )

    def _label(self, number: int) -> str:
        if self.bucket is Bucket.DAY and self._is_running(number):
            return "today"
        return short_moment(self.timeline[number].date, self.bucket, self.zone)

    def _is_weekend(self, number: int) -> bool:
        date = self.timeline[number].date
        return (
            self.bucket is Bucket.DAY
            and date is not None
            and date.astimezone(self.zone).weekday() >= _SATURDAY
        )

    def when(self, bar: Bar) -> str:
        """Return when a bar is, in words."""
        if bar.count == 1:
            first = long_moment(self.timeline[bar.first].date, self.bucket, self.zone)
            return f"{first}, so far" if bar.is_running else first
        last = self.timeline[bar.first + bar.count - 1].date
        return moments_between(self.timeline[bar.first].date, last, self.zone)

    def _is_running(self, number: int) -> bool:
        """Whether a bucket was not over when it was counted."""
        start = self.timeline[number].date
        if start is None or start + _LONGEST < self._counted_at:
            return False
        end = bucket_after(self.bucket, start.astimezone(self.zone), 1)
        return end.astimezone(UTC) > self._counted_at

    def reading(self, metric: Metric, bar: Bar) -> list[Cell]:
        """Return what stands under the cursor: when, how many, and how that compares."""
        cells = [Cell(self.when(bar)), Cell(metric.tell(bar.value))]
        if bar.count > 1 and metric.is_sum:
            cells.append(Cell(f"average of {bar.count}", Tone.MUTED))
        if self.comparison is not None:
            cells.append(Cell(f"before {metric.tell(bar.before)}"))
            cells.append(self._change(metric, bar, bar.value, bar.before))
        return cells

    def _change(self, metric: Metric, bar: Bar, now: float | None, before: float | None) -> Cell:
        """Return how a bar differs from the one before, if both stand for whole buckets."""
        comparison = self.comparison
        is_known = now is not None and before is not None
        if is_known and comparison and not comparison.is_compared(bar.first, bar.count):
            return Cell("in progress" if bar.is_running else "partial", Tone.MUTED)
        return change(metric, now, before)

    def facts(self, bar: Bar) -> list[tuple[Metric, float | None, Cell | None]]:
        """Return everything that was counted in a bar, with how it changed if that is wanted."""
        now = self._sums.of(bar.first, bar.count)
        then = self._sums_before.of(bar.first, bar.count) if self.comparison else None
        return [
            (
                metric,
                value := metric.of(now),
                self._change(metric, bar, value, metric.of(then)) if then is not None else None,
            )
            for metric in METRICS
        ]

    def story_question(self, bar: Bar, video_id: str) -> BucketQuestion | None:
        """Return the question what happened in a bar; None of several buckets, and of an hour."""
        start = self.timeline[bar.first].date
        if bar.count > 1 or start is None or self.bucket is Bucket.HOUR:
            return None
        as_of = self._counted_at if bar.is_running else None
        return BucketQuestion(self.bucket, start.astimezone(self.zone), video_id, as_of)

    def table(self) -> tuple[list[str], list[list[str]]]:
        """Return head and rows of the whole timeline, the oldest first."""
        head = [self.bucket.upper(), *(metric.short_label.upper() for metric in METRICS)]
        rows = [
            [
                exact_moment(moment.date, self.bucket, self.zone),
                *(metric.tell(metric.of(moment)) for metric in METRICS),
            ]
            for moment in self.timeline
        ]
        return head, rows
