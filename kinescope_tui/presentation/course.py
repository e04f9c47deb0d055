"""The course of a metric over a range: its bars, its table, and what stands under the cursor."""

from collections.abc import Sequence
from datetime import UTC, datetime
from functools import partial

from kinescope_tui.api.models import Moment
from kinescope_tui.presentation.bars import Bar, bars
from kinescope_tui.presentation.cell import Cell, Tone
from kinescope_tui.presentation.metrics import METRICS, Metric, change
from kinescope_tui.presentation.moments import (
    exact_moment,
    long_moment,
    moments_between,
    short_moment,
)
from kinescope_tui.presentation.sections import Section
from kinescope_tui.services.sums import Sums
from kinescope_tui.services.time_range import Bucket, bucket_after


class Course:
    """A timeline beside the one of the window before, as bars and words.

    Args:
        timeline: The buckets in their order.
        before: Those of the window before; none if it is not wanted.
        bucket: What they are.
        now: What time it is, in the zone whose midnights they begin at.
    """

    def __init__(
        self, timeline: Sequence[Moment], before: Sequence[Moment], bucket: Bucket, now: datetime
    ) -> None:
        self.timeline = timeline
        self.before = before
        self._sums, self._sums_before = Sums(timeline), Sums(before)
        self.bucket = bucket
        self.zone = now.tzinfo or UTC
        self._now = now

    def bars(self, metric: Metric, most: int) -> list[Bar]:
        """Return the buckets as at most so many bars."""
        return bars(
            len(self.timeline),
            most=most,
            value=partial(metric.per_bucket, self._sums),
            before=partial(metric.per_bucket, self._sums_before),
            label=lambda n: short_moment(self.timeline[n].date, self.bucket, self.zone),
        )

    def when(self, bar: Bar) -> str:
        """Return when a bar is, in words."""
        if bar.count == 1:
            first = long_moment(self.timeline[bar.first].date, self.bucket, self.zone)
            return f"{first}, so far" if self._is_under_way(bar) else first
        last = self.timeline[bar.first + bar.count - 1].date
        return moments_between(self.timeline[bar.first].date, last, self.zone)

    def _is_under_way(self, bar: Bar) -> bool:
        start = self.timeline[bar.first].date
        if start is None:
            return False
        return bucket_after(self.bucket, start.astimezone(self.zone), 1) > self._now

    def reading(self, metric: Metric, bar: Bar) -> list[Cell]:
        """Return what stands under the cursor: when, how many, and how that compares."""
        cells = [Cell(self.when(bar)), Cell(metric.tell(bar.value))]
        if bar.count > 1 and metric.is_sum:
            cells.append(Cell(f"mean of {bar.count}", Tone.MUTED))
        if self.before:
            cells.append(Cell(f"before {metric.tell(bar.before)}"))
            cells.append(change(metric, bar.value, bar.before))
        return cells

    def bar_section(self, bar: Bar) -> Section:
        """Return everything that was counted in a bar."""
        now = self._sums.of(bar.first, bar.count)
        then = self._sums_before.of(bar.first, bar.count) if self.before else None
        rows: list[tuple[Cell, ...]] = []
        for metric in METRICS:
            value = metric.of(now)
            row = [Cell(metric.label), Cell(metric.tell(value).rjust(9))]
            if then is not None:
                row.append(change(metric, value, metric.of(then)))
            rows.append(tuple(row))
        return Section(self.when(bar), tuple(rows), (18, 9), "enter drills")

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
