"""Beside a chart stands what was counted in a bar, and what happened in it, as there is room."""

from datetime import UTC, datetime, timedelta

import pytest

from kinescope_tui.api.exchange import Exchange
from kinescope_tui.api.models import TimelinePoint
from kinescope_tui.presentation.analytics.bucket_panel import fact_lines, story_lines
from kinescope_tui.presentation.analytics.metrics import VIEWS
from kinescope_tui.presentation.analytics.timeline_chart import TimelineChart
from kinescope_tui.presentation.text.cell import Cell
from kinescope_tui.services.analytics.bucket_story import BucketStory
from kinescope_tui.services.analytics.report import Report, ReportEntry
from kinescope_tui.services.time.time_range import Bucket
from kinescope_tui.widgets.bucket_panel import spread

DAY = datetime(2026, 8, 13, tzinfo=UTC)
HOURS = [DAY + timedelta(hours=n) for n in range(24)]
ROWS = [
    ReportEntry(id="a", name="Теория вероятностей, recording of it all", views=1, before=88),
    ReportEntry(id="b", name="IMG_2971.MOV", views=196, before=0),
    ReportEntry(id="c", views=5, before=0),
    ReportEntry(id="d", name="same", views=4, before=3),
]  # fmt: skip
STORY = BucketStory(
    [float(n % 21) for n in range(24)],
    HOURS,
    Report(ROWS, 1, 2, Exchange("GET", "/", (), DAY)),
)


def told(line: list[Cell]) -> str:
    return "".join(cell.text for cell in line)


@pytest.mark.parametrize("height", range(1, 30))
@pytest.mark.parametrize("width", [24, 36])
def test_it_fits_whatever_room_there_is(width: int, height: int) -> None:
    lines = story_lines(STORY, Bucket.DAY, width, height, waits=True)
    assert len(lines) <= max(1, height)
    for line in lines:
        assert len(told(spread(line, width))) <= width
        if len(line) > 1:
            assert told(spread(line, width)).endswith(line[-1].text)


def test_those_that_rose_come_first_and_a_video_without_a_title_is_called_by_its_id() -> None:
    lines = [told(spread(line, 36)) for line in story_lines(STORY, Bucket.DAY, 36, 20, waits=True)]
    assert lines[0].split() == ["BY", "HOUR", "peak", "20:00"]
    assert len(lines[2]) == 36
    assert lines[3].split() == ["0", "6", "12", "18"]
    assert lines[5].split() == ["WHAT", "CHANGED", "+202", "−87"]
    assert [line.split()[1] for line in lines[6:]] == ["IMG_2971.MOV", "c", "same", "Теория"]
    assert lines[9].endswith("… −87")


def test_of_hours_without_views_none_is_a_peak() -> None:
    quiet = BucketStory([0.0] * 24, HOURS, None)
    (line,) = story_lines(quiet, Bucket.DAY, 36, 20, waits=True)
    assert told(spread(line, 36)).split() == ["BY", "HOUR", "no", "views"]


def test_without_a_story_there_is_less_and_it_is_said() -> None:
    (line,) = story_lines(None, Bucket.DAY, 36, 20, waits=True)
    assert told(spread(line, 36)).split() == ["BY", "HOUR", "…"]
    (line,) = story_lines(None, Bucket.WEEK, 36, 20, waits=False)
    assert told(spread(line, 36)).split() == ["BY", "DAY", "not", "loaded"]


def test_every_metric_of_the_bar_is_told_and_only_a_bucket_of_hours_or_days_has_a_story() -> None:
    days = [
        TimelinePoint(date=DAY, views=3563, player_loads=9179),
        TimelinePoint(date=DAY + timedelta(days=1)),
    ]
    chart = TimelineChart(days, Bucket.DAY, DAY + timedelta(days=9))
    first, last = chart.bars(VIEWS, 9)
    lines = [told(spread(line, 36)).replace("\xa0", " ") for line in fact_lines(chart, first)]
    assert [" ".join(line.split()) for line in lines] == [
        "Views 3 563", "Unique —", "Watched —", "Loads 9 179", "Rate 38.8 %", "Average —",
    ]  # fmt: skip
    assert {len(line) for line in lines} == {36}
    asked = chart.story_question(last, "")
    assert asked is not None
    assert asked.start == days[1].date
    (both,) = chart.bars(VIEWS, 1)
    assert chart.story_question(both, "") is None
    hours = TimelineChart(days, Bucket.HOUR, DAY)
    assert hours.story_question(hours.bars(VIEWS, 9)[0], "") is None
