"""The numbers of a range as cards, and its breakdowns as lines with bars."""

import re
from collections.abc import Callable, Sequence
from functools import partial

import msgspec
from msgspec.structs import replace

from kinescope_tui.api.models import Share, Top
from kinescope_tui.presentation.analytics.bars import resampled
from kinescope_tui.presentation.analytics.hue import HUES, Hue
from kinescope_tui.presentation.analytics.metrics import (
    METRICS,
    PLAYER_LOADS,
    Metric,
    change,
    ratio,
)
from kinescope_tui.presentation.text.cell import Cell, one_line
from kinescope_tui.services.analytics.comparison import Comparison
from kinescope_tui.services.analytics.overview import Answer
from kinescope_tui.services.analytics.report import Report
from kinescope_tui.services.time.time_range import bucket_after

_DECIMALS = re.compile(r"\d+\.\d+")


class Card(msgspec.Struct, frozen=True):
    """One number, what became of it, and its sparkline.

    Attributes:
        change: Against the window before; None if that is not wanted.
        hue: In what its course is drawn.
        course: The values to draw in exactly so many columns.
        span: From where to where the course goes, as text; empty where it begins at zero.
        forecast: Where it leads; empty if that is not known.
    """

    label: str
    short_label: str
    value: str
    change: Cell | None
    hue: Hue
    course: Callable[[int], Sequence[float | None]]
    span: str = ""
    forecast: str = ""

    def foot(self, room: int) -> str:
        """Return as much of span and forecast as has room; the span says how the course is read."""
        told = " · ".join(filter(None, (self.span, self.forecast)))
        texts = (told, self.span or self.forecast)
        return next((text for text in texts if len(text) <= room), "")


def ghost_card(label: str, short_label: str, hue: Hue) -> Card:
    """Return a card whose number is not here yet."""
    return Card(label, short_label, "░░░░░", None, hue, lambda width: [None] * width)


class Breakdown(msgspec.Struct, frozen=True):
    """The breakdown of a range's viewers, the most first.

    Attributes:
        hue: In what its bars are drawn.
        lines: A name and its share of all that are known.
    """

    title: str
    hue: Hue
    lines: Sequence[tuple[str, float]]


def cards(answer: Answer, comparison: Comparison | None) -> list[Card]:
    """Return the cards of all metrics."""
    return [card(metric, answer, comparison) for metric in METRICS]


def card(metric: Metric, answer: Answer, comparison: Comparison | None) -> Card:
    """Return the card of a metric; without a total in the answer its buckets make one.

    Of windows that are not over it is the whole buckets that are compared. A bucket that is not
    over is no part of the course: it would look like a fall.
    """
    sums = answer.sums
    value_of, count = partial(metric.per_bucket, sums), _finished(answer)
    said = metric.of(answer.total)
    value = said if said is not None else metric.of(sums.of())
    told = metric.tell(said) if said is not None else metric.sum_text(value, len(sums))
    span = ""
    if not metric.is_sum:
        known = [v for one in sums.each(count) if (v := metric.of(one)) is not None]
        span = f"{metric.tell(min(known))} – {metric.tell(max(known))}" if known else ""
    return Card(
        metric.label,
        metric.short_label,
        told,
        _change(metric, comparison),
        metric.hue,
        lambda width: resampled(count, width, value_of),
        span,
    )


def _finished(answer: Answer) -> int:
    """Return how many buckets there are without the last one, if that is not over."""
    timeline, zone = answer.timeline, answer.zone.zone
    if len(timeline) > 1 and (start := timeline[-1].date) is not None:
        end = bucket_after(answer.question.bucket, start.astimezone(zone), 1)
        return len(timeline) - (end > answer.came_at)
    return len(timeline)


def top_videos(report: Report) -> Breakdown:
    """Return the shares of the videos that were watched most of all views of a report."""
    whole = report.views or 0.0
    lines = [
        (one_line(row.name or row.id) or "(unknown)", ratio(row.views, whole) or 0.0)
        for row in report.rows
        if row.views and row.views > 0
    ]
    return Breakdown("Top videos", Hue.GREEN, lines)


def breakdowns(top: Top | None, metric: Metric) -> list[Breakdown]:
    """Return the shares by country, device, browser and system; of views, or of player loads."""
    if top is None:
        return []
    name = "loads" if metric is PLAYER_LOADS else "views"

    def count(row: Share) -> float:
        number = row.player_loads if metric is PLAYER_LOADS else row.views
        return max(0.0, number or 0.0)

    kinds = (
        ("Countries", top.countries),
        ("Devices", top.devices),
        ("Browsers", top.browsers),
        ("Systems", top.oses),
    )
    found = []
    for hue, (title, rows) in zip(HUES, kinds, strict=False):
        whole = sum(map(count, rows))
        lines = [
            (one_line(row.name or row.code) or "(unknown)", ratio(count(row), whole) or 0.0)
            for row in sorted(rows, key=count, reverse=True)
            if count(row) > 0
        ]
        found.append(Breakdown(f"{title}, {name}", hue, lines))
    return found


def text_bar(part: float, width: int) -> str:
    """Return a share as a thin bar, which leaves the lines apart; what is there at all shows."""
    cells = max(1 if part > 0 else 0, round(min(1.0, part) * width))
    return ("━" * cells).ljust(width)


def shortened(told: Cell, room: int) -> Cell:
    """Return a change in so many cells: `▲ 18.8 %`, else `▲ 19 %`, else its direction."""
    rounded = _DECIMALS.sub(lambda found: f"{float(found[0]):.0f}", told.text)
    texts = (told.text, rounded, told.text[:1])
    return replace(told, text=next((text for text in texts if len(text) <= room), ""))


def _change(metric: Metric, comparison: Comparison | None) -> Cell | None:
    if comparison is None:
        return None
    parts = [metric.of(part) for part in comparison.parts]
    totals = [metric.of(answer.total) for answer in (comparison.now, comparison.before)]
    # A total is compared with a total: what buckets add up to may be another number.
    now, before = totals if comparison.is_of_all and None not in totals else parts
    return change(metric, now, before)
