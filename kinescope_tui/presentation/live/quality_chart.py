"""The points of a live stream as cards and bars: bitrates and frame rate, point by point."""

from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from functools import partial
from itertools import pairwise
from statistics import median_low

import msgspec

from kinescope_tui.api.models import Quality
from kinescope_tui.presentation.analytics.bars import Bar, bars, resampled
from kinescope_tui.presentation.analytics.cards import Card
from kinescope_tui.presentation.analytics.hue import Hue
from kinescope_tui.presentation.live.live_words import quality_cell
from kinescope_tui.presentation.text.cell import Cell, Tone
from kinescope_tui.presentation.text.numbers import plural, short
from kinescope_tui.presentation.text.times import minute, second
from kinescope_tui.services.live.stream_watch import POINT

_MOST = 720  # points


class StreamMetric(msgspec.Struct, frozen=True):
    """One number of every point.

    Attributes:
        of: Its value; None if it did not come.
        unit: What stands after a value.
        hue: In what it is drawn.
    """

    label: str
    short_label: str
    of: Callable[[Quality], float | None]
    unit: str
    hue: Hue

    def tell(self, value: float | None) -> str:
        """Return a value for people."""
        return short(value) if value is None else f"{short(value)} {self.unit}"


STREAM_METRICS = (
    StreamMetric("Video", "video", lambda point: _number(point.bitrate_video), "kbit/s", Hue.BLUE),
    StreamMetric("Audio", "audio", lambda point: _number(point.bitrate_audio), "kbit/s", Hue.TEAL),
    StreamMetric(
        "Frame rate", "frames", lambda point: _number(point.frame_rate), "fps", Hue.VIOLET
    ),
)


class QualityChart:
    """The points one by one, and between them as many empty steps as points did not come."""

    def __init__(self, points: Sequence[Quality]) -> None:
        self._steps: list[Quality | None] = []
        dated = [(point.time, point) for point in points if point.time is not None]
        each = _cadence([time for time, _ in dated])
        after: datetime | None = None
        for time, point in reversed(dated):
            # From one point to the next, so that what each is early or late does not add up.
            missing = round((after - time) / each) - 1 if after is not None else 0
            if len(self._steps) + max(0, missing) >= _MOST:
                break
            self._steps += [*[None] * missing, point]
            after = time
        self._steps.reverse()

    def __len__(self) -> int:
        """Return how many steps there are."""
        return len(self._steps)

    @property
    def cards(self) -> list[Card]:
        """The latest value of each metric, with its course."""
        latest = self._steps[-1] if self._steps else None
        return [
            Card(
                metric.label,
                metric.short_label,
                metric.tell(metric.of(latest) if latest is not None else None),
                None,
                metric.hue,
                partial(self._course, metric),
            )
            for metric in STREAM_METRICS
        ]

    def bars(self, metric: StreamMetric, most: int) -> list[Bar]:
        """Return the steps as at most so many bars; several in one are the mean of those known."""
        return bars(
            len(self._steps),
            most=most,
            value=partial(self._mean, metric),
            label=self._label,
        )

    def reading(self, metric: StreamMetric, bar: Bar) -> list[Cell]:
        """Return what stands under the cursor: when, how much, and how it arrived."""
        steps = self._steps[bar.first : bar.first + bar.count]
        points = [point for point in steps if point is not None]
        if not points:
            return [Cell("no data", Tone.WARNING)]
        when = second(points[0].time)
        if len(points) > 1:
            when = f"{when} … {second(points[-1].time)}"
        cells = [Cell(when), Cell(metric.tell(bar.value))]
        if bar.count > 1:
            cells.append(Cell(f"average of {plural(len(points), 'point')}", Tone.MUTED))
        bad: list[int | None] = list(
            dict.fromkeys(point.status for point in points if point.status)
        )
        return [*cells, *map(quality_cell, bad[:3] or [points[-1].status])]

    def _course(self, metric: StreamMetric, width: int) -> list[float | None]:
        return resampled(len(self._steps), width, partial(self._mean, metric))

    def _mean(self, metric: StreamMetric, first: int, count: int) -> float | None:
        steps = self._steps[first : first + count]
        values = [metric.of(point) for point in steps if point is not None]
        known = [value for value in values if value is not None]
        return sum(known) / len(known) if known else None

    def _label(self, step: int) -> str:
        point = self._steps[step]
        return minute(point.time)[11:] if point is not None else "·"


def _cadence(times: Sequence[datetime]) -> timedelta:
    """Return how far points are apart, as most of them are: servers keep to no 30 seconds."""
    apart = [later - earlier for earlier, later in pairwise(times) if later > earlier]
    return median_low([*apart, POINT])  # of two points alone the time between them may be a gap


def _number(value: float | None) -> float | None:
    return None if value is None or value < 0 else float(value)
