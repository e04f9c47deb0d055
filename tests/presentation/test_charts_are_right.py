"""A chart says what its numbers are, at every size: bars, ticks, labels, sparklines."""

import re
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from functools import partial
from itertools import pairwise

import pytest
from conftest import FULL
from hypothesis import given, settings
from hypothesis import strategies as st

from kinescope_tui.api.models import TimelinePoint
from kinescope_tui.presentation.analytics.bars import Bar, bars, resampled
from kinescope_tui.presentation.analytics.chart_layout import ChartLayout
from kinescope_tui.presentation.analytics.metrics import VIEWS, sparkline
from kinescope_tui.presentation.analytics.timeline_chart import TimelineChart
from kinescope_tui.services.time.time_range import Bucket

Series = list[float | None]

SERIES: st.SearchStrategy[Series] = st.lists(
    st.none() | st.integers(0, 10**9) | st.floats(0, 10**6), min_size=1, max_size=400
)
LEVELS = " ▁▂▃▄▅▆▇█"
SCALES = {"": 1.0, "k": 1e3, "M": 1e6, "G": 1e9}


def layout_of(series: Series, width: int, height: int, before: Series = []) -> ChartLayout:  # noqa: B006 - never changed
    def mean(of: Series, first: int, count: int) -> float | None:
        known = [value for value in of[first : first + count] if value is not None]
        return sum(known) / len(known) if known else None

    def bars_for(most: int) -> Sequence[Bar]:
        return bars(
            len(series),
            most=most,
            value=partial(mean, series),
            before=partial(mean, before),
            label=lambda number: f"{number + 100}",
            is_running=lambda number: number == len(series) - 1,
            is_weekend=lambda number: number % 7 > 4,
        )

    return ChartLayout(bars_for, VIEWS.tick, VIEWS.units, width, height)


def drawn(layout: ChartLayout, cursor: int = -1) -> list[str]:
    return ["".join(piece.text for piece in layout.line(y, cursor)) for y in range(layout.height)]


def amount(text: str) -> float:
    number, _, unit = text.replace("\xa0", "").partition(" ")
    return float(number) * SCALES[unit]


@settings(max_examples=1000 if FULL else 60, deadline=None)
@given(SERIES, st.integers(12, 220), st.integers(4, 60))
def test_bars_and_ticks_and_labels_are_true_at_every_size(
    series: Series, width: int, height: int
) -> None:
    layout = layout_of(series, width, height)
    lines = drawn(layout)
    assert {len(line) for line in lines} == {width}
    assert layout.is_drawn
    # Every bar has its room, of one width, at one distance, and none is cut.
    assert sum(bar.count for bar in layout.bars) == len(series)
    starts = [layout.span(number).start for number in range(len(layout.bars))]
    assert {b - a for a, b in pairwise(starts)} <= {layout.pitch}
    assert layout.axis <= starts[0]
    assert layout.span(len(starts) - 1).stop <= width
    # Each is as high as its value is, to half an eighth of a line, in all of its cells.
    foot = max(layout.ticks)
    top = foot - layout.lines
    for bar, start in zip(layout.bars, starts, strict=True):
        columns = [[line[start + n] for line in lines[top:foot]] for n in range(layout.bar_width)]
        heights = [
            sum(
                LEVELS.find(c.translate({0x2592: "█", 0x2589: "█"}))
                for c in column
                if c not in "┈·"
            )
            for column in columns
        ]
        assert len(set(heights)) == 1
        true = (bar.value or 0) / layout.top * layout.lines * 8
        assert abs(heights[0] - true) <= 0.51 or ((bar.value or 0) > 0 and heights[0] == 1 > true)
    # A tick stands where its value is: the upper edge of its line.
    assert len(layout.ticks) == (5 if layout.lines >= 12 else 3)
    for y, text in layout.ticks.items():
        assert lines[y].lstrip().startswith(text)
        assert amount(text) == pytest.approx(layout.top * (foot - y) / layout.lines)
    # What is said beneath is whole: no label is cut, and none is without its bar.
    labels = [(found.start(), found[0]) for found in re.finditer(r"\S+", lines[foot + 1])]
    of_bars = dict(zip(starts, (bar.label for bar in layout.bars), strict=True))
    assert all(of_bars.get(x) == text for x, text in labels[:-1])
    assert {text for _, text in labels} <= set(of_bars.values())


@pytest.mark.parametrize(("width", "height"), [(40, 4), (60, 8), (100, 20), (200, 50)])
def test_the_bar_under_the_cursor_is_marked_without_colour(width: int, height: int) -> None:
    layout = layout_of([float(n) for n in range(28)], width, height)
    marked = [
        n for n in range(28) if drawn(layout, n)[max(layout.ticks)][layout.span(n).start] == "▲"
    ]
    assert marked == [*range(28)]
    assert "▲" not in "".join(drawn(layout))
    assert all(layout.bar_at(x) == n for n in range(28) for x in layout.span(n))


def test_the_window_before_is_seen_on_every_bar_and_what_runs_is_drawn_otherwise() -> None:
    values: Series = [5.0 + n / 7 for n in range(28)]
    layout = layout_of(values, 100, 20, [6.0 + n / 11 for n in range(28)])
    lines = drawn(layout)
    for number in range(28):
        start = layout.span(number).start
        assert [line[start] for line in lines].count("▔") == 1
    runs = "".join(line[layout.span(27).start] for line in lines)
    assert "▒" in runs
    assert "█" not in runs
    dotted = [number for number in range(28) if lines[-1][layout.span(number).start] == "·"]
    assert dotted == [number for number in range(28) if number % 7 > 4]


def test_a_day_that_is_not_over_is_called_today_and_weekends_are_known() -> None:
    noon = datetime(2026, 8, 23, 12, tzinfo=UTC)  # a Sunday
    days = [
        TimelinePoint(date=noon.replace(hour=0) - timedelta(days=n), views=1) for n in (2, 1, 0)
    ]
    found = TimelineChart(days, Bucket.DAY, noon).bars(VIEWS, 10)
    assert [bar.label for bar in found] == ["21 Aug", "22 Aug", "today"]
    assert [bar.is_weekend for bar in found] == [False, True, True]
    assert [bar.is_running for bar in found] == [False, False, True]


@given(st.integers(1, 400), st.integers(1, 200), st.integers(1, 3))
def test_a_sparkline_is_exactly_as_wide_as_its_room(count: int, width: int, lines: int) -> None:
    seen: set[int] = set()

    def value(first: int, many: int) -> float:
        seen.update(range(first, first + many))
        return float(first + many)

    drawn_lines = sparkline(resampled(count, width, value), lines)
    assert [len(line) for line in drawn_lines] == [width] * lines
    assert seen == set(range(count))


def test_the_last_bar_needs_no_gap_behind_it() -> None:
    days: Series = [float(n) for n in range(28)]
    layout = layout_of(days, 28 * 4 - 1 + layout_of(days, 200, 10).axis, 10)
    assert (layout.pitch, layout.bar_width) == (4, 3)
    assert layout.span(27).stop == layout.width


def test_weekends_are_named_beside_the_chart_or_under_the_first_of_them() -> None:
    days: Series = [float(n) for n in range(14)]
    assert drawn(layout_of(days, 40, 11))[-1].split()[0] == "weekend"  # beside it
    narrow = layout_of(days, 14 * 5 - 1 + layout_of(days, 200, 11).axis, 11)
    line = drawn(narrow)[-1]
    assert line.index("weekend") == narrow.span(5).start
    assert line.rstrip().endswith("·")
