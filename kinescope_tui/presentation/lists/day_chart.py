"""How often a video was viewed in the last weeks: what that comes to, and a bar for each day."""

from collections.abc import Sequence
from datetime import tzinfo

import msgspec

from kinescope_tui.api.dates import in_zone
from kinescope_tui.api.models import Overview, TimelinePoint
from kinescope_tui.presentation.analytics.bars import Bar, bars
from kinescope_tui.presentation.analytics.chart_layout import ChartLayout, Ink, Piece
from kinescope_tui.presentation.analytics.metrics import METRICS
from kinescope_tui.presentation.text.bar_line import gap
from kinescope_tui.presentation.text.cell import MISSING, Cell, Tone
from kinescope_tui.presentation.text.hints import hint
from kinescope_tui.presentation.text.numbers import plural, short
from kinescope_tui.presentation.text.sections import Section, Slot, Slots

TITLE = "Last 28 days"
_HEIGHT = 7  # lines that are enough
_GAP = 3
_LEAST_CHART = 40  # cells
_LABEL, _VALUE = 14, 10


class DayChart(msgspec.Struct, frozen=True):
    """Numbers, and beside them the days.

    Attributes:
        totals: Labels and texts.
        views: Of each day, the last one last; None where that is not known.
        labels: When each day is.
    """

    totals: Sequence[tuple[str, str]]
    views: Sequence[float | None]
    labels: Sequence[str]

    def lines(self, width: int, height: int = 0) -> list[Slots]:
        """Return the lines; the chart is as high as there is room for."""
        left: list[Slots] = [
            (Slot(label, _LABEL, Tone.MUTED), Slot(text, _VALUE, is_right=True))
            for label, text in self.totals
        ]
        room = width - _LABEL - _VALUE - _GAP
        if room < _LEAST_CHART or not any(self.views):
            return left
        high = max(_HEIGHT, len(left), height)
        chart = ChartLayout(self._bars, lambda value, _end: short(value), (1.0,), room, high)
        blank = (gap(_LABEL + _VALUE),)
        return [
            (*(left[y] if y < len(left) else blank), gap(_GAP), *map(_slot, chart.line(y)))
            for y in range(high)
        ]

    def _bars(self, most: int) -> Sequence[Bar]:
        count = len(self.views)
        return bars(count, most=most, value=self._mean, label=self.labels.__getitem__)

    def _mean(self, first: int, count: int) -> float | None:
        known = [views for views in self.views[first : first + count] if views is not None]
        return sum(known) / len(known) if known else None


def days_section(overview: Overview, zone: tzinfo) -> Section:
    """Return the section of an answer of analytics, a bucket a day.

    Args:
        overview: The answer.
        zone: At whose midnights the buckets begin.
    """
    total = overview.total or TimelinePoint()
    totals = [(metric.label, metric.tell(metric.of(total))) for metric in METRICS]
    totals = [(label, text) for label, text in totals if text != MISSING]
    days = overview.timeline
    views = [None if day.views is None else float(day.views) for day in days]
    starts = [in_zone(day.date, zone) if day.date is not None else None for day in days]
    labels = [f"{start.day} {start:%b}" if start is not None else "" for start in starts]
    rows = tuple((Cell(label, Tone.MUTED), Cell(text)) for label, text in totals)
    return Section(
        TITLE,
        rows,
        (_LABEL, 0),
        hint("{detail.analytics} opens Analytics"),
        Cell(_peak(views, labels), Tone.MUTED),
        DayChart(tuple(totals), tuple(views), tuple(labels)),
        is_broad=any(views),  # else there is nothing to be drawn in the room
        grows=True,
    )


def days_to_come() -> Section:
    """Return the section before its answer is here: as high, and empty."""
    ghosts = tuple((metric.label, "░░░░░") for metric in METRICS)
    rows = tuple((Cell(label, Tone.MUTED), Cell(text, Tone.MUTED)) for label, text in ghosts)
    return Section(TITLE, rows, (_LABEL, 0), drawing=_Ghost(ghosts), is_broad=True)


class _Ghost(msgspec.Struct, frozen=True):
    rows: Sequence[tuple[str, str]]

    def lines(self, width: int, height: int = 0) -> list[Slots]:
        del width, height
        told = [
            (Slot(label, _LABEL, Tone.MUTED), Slot(text, _VALUE, Tone.MUTED, is_right=True))
            for label, text in self.rows
        ]
        return told + [()] * (_HEIGHT - len(told))


def _peak(views: Sequence[float | None], labels: Sequence[str]) -> str:
    top = max((value for value in views if value is not None), default=0.0)
    if top <= 0:
        return ""
    when = labels[views.index(top)]
    return f"most on {when}: {plural(round(top), 'view')}" if when else ""


def _slot(piece: Piece) -> Slot:
    tone = Tone.ACCENT if piece.ink in {Ink.BAR, Ink.RUNNING} else Tone.MUTED
    return Slot(piece.text, len(piece.text), tone)
