"""The course of a metric over a range: its bars, its table, and what stands under the cursor."""

from collections.abc import Sequence
from datetime import UTC, datetime, tzinfo

from kinescope_tui.api.models import Moment
from kinescope_tui.presentation.bars import Bar, bars
from kinescope_tui.presentation.cell import Cell, Tone
from kinescope_tui.presentation.metrics import METRICS, Metric, added, change
from kinescope_tui.presentation.moments import exact_moment, long_moment, short_moment
from kinescope_tui.presentation.sections import Section
from kinescope_tui.services.time_range import Bucket, bucket_after


class Course:
    """A timeline beside the one of the window before, as bars and words.

    Args:
        timeline: The buckets in their order.
        before: Those of the window before; none if it is not wanted.
        bucket: What they are.
        zone: Whose midnights they begin at.
    """

    def __init__(
        self, timeline: Sequence[Moment], before: Sequence[Moment], bucket: Bucket, zone: tzinfo
    ) -> None:
        self.timeline = timeline
        self.before = before
        self.bucket = bucket
        self.zone = zone

    def bars(self, metric: Metric, most: int) -> list[Bar]:
        """Return the buckets as at most so many bars."""
        return bars(
            self.timeline,
            self.before,
            most=most,
            value=metric.per_bucket,
            label=lambda moment: short_moment(moment.date, self.bucket, self.zone),
        )

    def when(self, bar: Bar) -> str:
        """Return when a bar is, in words."""
        first = long_moment(self.timeline[bar.first].date, self.bucket, self.zone)
        if bar.count == 1:
            return f"{first}, so far" if self._is_under_way(bar) else first
        last = self.timeline[bar.first + bar.count - 1].date
        return f"{first} … {long_moment(last, self.bucket, self.zone)}"

    def _is_under_way(self, bar: Bar) -> bool:
        start = self.timeline[bar.first].date
        if start is None:
            return False
        return bucket_after(self.bucket, start.astimezone(self.zone), 1) > datetime.now(UTC)

    def reading(self, metric: Metric, bar: Bar) -> list[Cell]:
        """Return what stands under the cursor: when, how many, and how that compares."""
        cells = [Cell(self.when(bar)), Cell(metric.tell(bar.value))]
        if bar.count > 1 and metric.is_sum:
            article = "an" if self.bucket is Bucket.HOUR else "a"
            cells.append(Cell(f"{article} {self.bucket} on the average", Tone.MUTED))
        if self.before:
            cells.append(Cell(f"before {metric.tell(bar.before)}"))
            cells.append(change(metric, bar.value, bar.before))
        return cells

    def bar_section(self, bar: Bar) -> Section:
        """Return everything that was counted in a bar."""
        now = added(self.timeline[bar.first : bar.first + bar.count])
        then = added(self.before[bar.first : bar.first + bar.count]) if self.before else None
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
