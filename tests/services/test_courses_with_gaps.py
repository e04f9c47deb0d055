"""Timelines as servers may send them: with buckets missing, twice, and in any order."""

from collections.abc import Sequence
from datetime import UTC, date, datetime
from types import SimpleNamespace
from typing import Any, cast
from zoneinfo import ZoneInfo

import pytest

from kinescope_tui.api.client import Item, KinescopeClient
from kinescope_tui.api.exchange import Exchange
from kinescope_tui.api.models import Overview, TimelinePoint
from kinescope_tui.presentation.analytics.audience_page import audience_sections
from kinescope_tui.presentation.analytics.metrics import VIEWS
from kinescope_tui.presentation.analytics.range_words import course_notes
from kinescope_tui.presentation.analytics.timeline_chart import TimelineChart
from kinescope_tui.presentation.analytics.timeline_file import answer_json, timeline_text
from kinescope_tui.presentation.text.numbers import plural
from kinescope_tui.services.analytics.comparison import Comparison
from kinescope_tui.services.analytics.course import Course
from kinescope_tui.services.analytics.overview import Analytics, Answer
from kinescope_tui.services.analytics.video_days import VideoDays
from kinescope_tui.services.files.records import FileFormat
from kinescope_tui.services.time.range_source import Question
from kinescope_tui.services.time.time_range import Bucket, TimeRange, bucket_after
from kinescope_tui.services.time.zones import start_of_day

NOW = datetime(2026, 12, 3, 12, tzinfo=UTC)
ZONES = ("UTC", "Europe/Berlin", "America/St_Johns", "Australia/Lord_Howe", "Pacific/Apia")


def points(first: date, count: int, bucket: Bucket, zone: str = "UTC") -> list[TimelinePoint]:
    start = start_of_day(first, ZoneInfo(zone)).astimezone(ZoneInfo(zone))
    return [
        TimelinePoint(date=bucket_after(bucket, start, n).astimezone(UTC), views=n + 1)
        for n in range(count)
    ]


def client_of(came: Sequence[TimelinePoint]) -> KinescopeClient:
    async def overview(*_words: Any, **_options: Any) -> Item[Overview]:
        exchange = Exchange("GET", "/v1/analytics/overview", (), NOW)
        return Item(Overview(timeline=[*came]), {"meta": {"time": {"timezone": "UTC"}}}, exchange)

    return cast("KinescopeClient", SimpleNamespace(overview=overview))


async def answer(came: Sequence[TimelinePoint], first: date, last: date) -> Answer:
    analytics = Analytics(client_of(came), lambda: NOW)
    analytics.learn_zone("UTC")
    return await analytics.ask(Question(TimeRange.of(first, last), Bucket.DAY))


def fortnight() -> list[TimelinePoint]:
    return points(date(2026, 11, 17), 14, Bucket.DAY)


async def test_a_day_that_is_missing_keeps_its_place_and_has_no_number() -> None:
    came = fortnight()
    del came[5]
    found = await answer(came[::-1], date(2026, 11, 17), date(2026, 11, 30))
    chart = TimelineChart.of(found, None)
    bars = chart.bars(VIEWS, 14)
    assert [bar.value for bar in bars] == [1, 2, 3, 4, 5, None, *range(7, 15)]
    assert chart.when(bars[5]) == "Sun 22 Nov 2026"
    assert found.sums.of().views == sum(range(1, 15)) - 6
    assert told(found) == ["1 day without data"]
    assert "1 day without data" in repr(audience_sections(found))
    # A file has its line without a number, and what came stays what came.
    lines = timeline_text(chart, FileFormat.CSV).splitlines()
    assert len(lines) == 15
    assert lines[6].startswith("2026-11-22T00:00:00+00:00,")
    assert not lines[6].partition(",")[2].replace("2026-11-22T00:00:00Z", "").strip(",")
    assert "2026-11-22" not in answer_json(found)


async def test_a_day_that_comes_twice_is_shown_once() -> None:
    came = fortnight()
    came += [fortnight()[3], TimelinePoint(date=came[4].date, views=99)]
    found = await answer(came, date(2026, 11, 17), date(2026, 11, 30))
    assert [one.views for one in found.timeline] == [*range(1, 15)]
    assert told(found) == [
        "1 repeated entry not shown",
        "1 entry with other numbers for the same day not shown",
    ]


async def test_a_missing_day_is_compared_with_nothing() -> None:
    now, before = fortnight(), points(date(2026, 11, 3), 14, Bucket.DAY)
    del now[5], before[7]
    compared = Comparison(
        await answer(now, date(2026, 11, 17), date(2026, 11, 30)),
        await answer(before, date(2026, 11, 3), date(2026, 11, 16)),
    )
    assert compared.count == 12
    assert not compared.is_compared(5, 1)
    assert not compared.is_compared(7, 1)
    assert [part.views for part in compared.parts] == [sum(range(1, 15)) - 6 - 8] * 2


@pytest.mark.parametrize("zone", ZONES)
@pytest.mark.parametrize("bucket", Bucket)
def test_only_what_is_missing_is_filled(zone: str, bucket: Bucket) -> None:
    # Of hours and days over both changes of the clocks, and a day that Apia leapt over.
    for begin in (date(2011, 3, 7), date(2011, 10, 3), date(2011, 12, 26)):
        first = begin.replace(day=1) if bucket is Bucket.MONTH else begin
        whole = Course.of(points(first, 400, bucket, zone)).moments  # a leapt day is none
        dates = [one.date for one in whole]
        edges = (datetime(2011, 1, 1, tzinfo=UTC), datetime(2050, 1, 1, tzinfo=UTC))
        assert Course.of(whole).filled(bucket, ZoneInfo(zone), edges).missing == 0
        kept = [one for n, one in enumerate(whole) if n % 7 not in {2, 3, 5}][:-1]
        kept.append(whole[-1])
        filled = Course.of(kept).filled(bucket, ZoneInfo(zone), edges)
        assert [one.date for one in filled.moments] == dates
        assert filled.missing == len(whole) - len(kept)


def test_nothing_is_filled_outside_of_the_range() -> None:
    days = (date(1900, 1, 1), date(2026, 1, 2), date(2026, 1, 4), date(9000, 1, 1))
    came = [TimelinePoint(date=start_of_day(day, UTC)) for day in days]
    edges = (datetime(2026, 1, 1, tzinfo=UTC), datetime(2026, 1, 9, tzinfo=UTC))
    assert Course.of(came).filled(Bucket.DAY, UTC, edges).missing == 1


async def test_the_days_of_a_video_keep_their_places_too() -> None:
    came = points(date(2026, 11, 20), 10, Bucket.DAY)
    del came[4]
    days = VideoDays(client_of([*came, came[0]]), lambda: NOW, lambda _zone: None)
    await days.ask("v")
    found = days.get("v")
    assert found is not None
    assert [day.views for day in found.timeline] == [1, 2, 3, 4, None, *range(6, 11)]


def told(found: Answer) -> list[str]:
    notes = course_notes(found.course, found.question.bucket)
    return [f"{plural(number, noun)} {text}" for number, noun, text in notes if number]
