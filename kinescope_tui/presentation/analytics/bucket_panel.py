"""What stands beside a chart about the bar under its cursor, line by line."""

from collections.abc import Sequence

from kinescope_tui.presentation.analytics.bars import Bar, resampled
from kinescope_tui.presentation.analytics.metrics import sparkline
from kinescope_tui.presentation.analytics.timeline_chart import TimelineChart
from kinescope_tui.presentation.text.cell import Cell, Tone, one_line
from kinescope_tui.presentation.text.numbers import short
from kinescope_tui.services.analytics.bucket_story import BucketStory
from kinescope_tui.services.analytics.report import Report
from kinescope_tui.services.time.time_range import Bucket

Line = Sequence[Cell]
"""A line as cells, of which the last one of several stands at the right end."""

_COURSE_LINES = 2
_MOVERS = 12
_MARKS = 4  # moments that are named beneath the course
_NAME, _NUMBER = 9, 10  # cells of a fact's columns


def fact_lines(chart: TimelineChart, bar: Bar) -> list[Line]:
    """Return everything that was counted in a bar, each with its change if that is wanted."""
    lines: list[Line] = []
    for metric, value, change in chart.facts(bar):
        name, told = metric.short_label.capitalize(), metric.sum_text(value, bar.count)
        if change is None:
            lines.append([Cell(name, Tone.MUTED), Cell(told)])
        else:
            lines.append([Cell(name.ljust(_NAME), Tone.MUTED), Cell(told.rjust(_NUMBER)), change])
    return lines


def story_lines(
    story: BucketStory | None, bucket: Bucket, width: int, height: int, *, waits: bool
) -> list[Line]:
    """Return the course within a bucket, and who moved it, in so many lines of so many cells.

    Args:
        story: What is known of it.
        bucket: What it is.
        width: How many cells there are.
        height: How many lines there are; where they are few, there is less.
        waits: Whether there may be a story yet.
    """
    heading = Cell(f"BY {bucket.finer.upper()}", Tone.MUTED)
    if story is None:
        return [[heading, Cell("…" if waits else "not loaded", Tone.MUTED)]]
    lines = _course(story, heading, bucket, width) if height > _COURSE_LINES + 1 else []
    room = height - len(lines) - 1
    if story.movers is not None and room > 1:
        lines += [[], *_moved(story.movers, room)]
    return lines


def _course(story: BucketStory, heading: Cell, bucket: Bucket, width: int) -> list[Line]:
    steps, starts = story.steps, story.starts
    known = [value for value in steps if value is not None]
    if max(known, default=0) <= 0:
        return [[heading, Cell("no views", Tone.MUTED)]]
    peak, is_of_hours = starts[steps.index(max(known))], bucket.finer is Bucket.HOUR

    def value(first: int, count: int) -> float | None:
        found = [one for one in steps[first : first + count] if one is not None]
        return sum(found) / len(found) if found else None

    marks = ""
    for place in range(_MARKS):
        start = starts[place * len(starts) // _MARKS]
        marks = marks.ljust(place * width // _MARKS) + str(start.hour if is_of_hours else start.day)
    told = f"peak {peak:%H:%M}" if is_of_hours else f"peak {peak:%a} {peak.day} {peak:%b}"
    drawn = sparkline(resampled(len(steps), width, value), _COURSE_LINES)
    return [
        [heading, Cell(told, Tone.MUTED)],
        *([Cell(line, Tone.ACCENT)] for line in drawn),
        [Cell(marks, Tone.MUTED)],
    ]


def _moved(report: Report, room: int) -> list[Line]:
    """Return those that changed most, those that rose first."""
    rows = report.rows
    rose = sum(row.difference for row in rows if row.difference > 0)
    fell = sum(-row.difference for row in rows if row.difference < 0)
    heading, sums = Cell("WHAT CHANGED", Tone.MUTED), f"+{short(rose)} −{short(fell)}"
    none = "nothing" if report.received else "no rows returned"
    if report.unread or report.uncounted:
        none = "not all could be read"
    lines: list[Line] = [[heading, Cell(sums if rows else none, Tone.MUTED)]]
    for row in sorted(rows[: min(room - 1, _MOVERS)], key=lambda row: -row.difference):
        is_up = row.difference > 0
        tone, sign = (Tone.GOOD, "+") if is_up else (Tone.WARNING, "−")
        name = one_line(row.name or row.id) or "(unknown)"
        told = Cell(f"{sign}{short(abs(row.difference))}", tone)
        lines.append([Cell("▲ " if is_up else "▼ ", tone), Cell(name), told])
    return lines
