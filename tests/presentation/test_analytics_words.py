"""Numbers of viewers in words, bars and pictures; what is missing is never a zero."""

import math
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from functools import partial
from xml.etree.ElementTree import fromstring
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kinescope_tui.api.models import Share, TimelinePoint, Top
from kinescope_tui.presentation.analytics.bars import axis_end, bars
from kinescope_tui.presentation.analytics.cards import breakdowns, text_bar
from kinescope_tui.presentation.analytics.chart_words import chart_svg, text_table
from kinescope_tui.presentation.analytics.metrics import (
    AVERAGE_WATCH,
    METRICS,
    PLAYER_LOADS,
    VIEW_RATE,
    VIEWS,
    WATCH_TIME,
    change,
    sparkline,
)
from kinescope_tui.presentation.analytics.timeline_chart import TimelineChart
from kinescope_tui.presentation.billing.usage_words import tick
from kinescope_tui.presentation.text.moments import exact_moment, long_moment, short_moment
from kinescope_tui.services.analytics.sums import Sums, added
from kinescope_tui.services.billing.usage import CDN, ENCODING
from kinescope_tui.services.time.time_range import Bucket

MOSCOW = ZoneInfo("Europe/Moscow")
NOW = datetime(2026, 8, 22, 15, 20, tzinfo=MOSCOW)
NUMBERS = st.none() | st.floats(allow_nan=True, allow_infinity=True)


def test_each_metric_tells_its_value() -> None:
    moment = TimelinePoint(
        views=12_010, unique_views=512, watch_time_s=6_854_400, player_loads=31_877
    )
    told = [metric.tell(metric.of(moment)).replace("\xa0", " ") for metric in METRICS]
    assert told == ["12 010", "512", "1 904 h", "31 877", "37.7 %", "9:31"]
    assert [metric.tell(metric.of(TimelinePoint())) for metric in METRICS] == ["—"] * 6


def test_rates_guard_against_nothing_to_divide_by() -> None:
    assert VIEW_RATE.of(TimelinePoint(views=5, player_loads=0)) is None
    assert VIEW_RATE.of(TimelinePoint(views=None, player_loads=3)) is None
    assert AVERAGE_WATCH.of(TimelinePoint(views=0, watch_time_s=9)) is None
    assert VIEW_RATE.tell(VIEW_RATE.of(TimelinePoint(views=6, player_loads=5))) == "120.0 %"


@given(st.builds(TimelinePoint, views=NUMBERS, watch_time_s=NUMBERS, player_loads=NUMBERS))
def test_any_numbers_are_told(moment: TimelinePoint) -> None:
    for metric in METRICS:
        value = metric.of(moment)
        assert metric.tell(value)
        assert change(metric, value, value).text
        if value is not None and math.isfinite(value):
            assert metric.tick(value, value)


@pytest.mark.parametrize(
    ("metric", "now", "before", "told"),
    [
        (VIEWS, 112.4, 100.0, "▲ 12.4 %"),
        (VIEWS, 99.2, 100.0, "▼ 0.8 %"),
        (VIEWS, 100.0, 100.0, "= 0.0 %"),
        (VIEWS, 5.0, 0.0, "▲ from 0"),
        (VIEWS, 0.0, 0.0, "= 0"),
        (VIEWS, None, 3.0, "—"),
        (VIEWS, 3.0, None, "—"),
        (VIEW_RATE, 0.377, 0.333, "▲ 4.4 pt"),
        (VIEWS, 1e9, 1.0, "▲ > 9 999 %"),
    ],
)
def test_changes(metric: object, now: float | None, before: float | None, told: str) -> None:
    assert change(metric, now, before).text == told  # type: ignore[arg-type]  # two kinds of them


def test_what_is_added_up_is_missing_only_where_all_is_missing() -> None:
    total = added(
        [TimelinePoint(views=1), TimelinePoint(views=None, player_loads=4), TimelinePoint(views=2)]
    )
    assert (total.views, total.player_loads, total.watch_time_s) == (3, 4, None)


def test_more_buckets_than_room_are_put_together_as_means() -> None:
    timeline = [TimelinePoint(views=n, player_loads=10) for n in range(10)]
    sums = Sums(timeline)
    found = bars(10, most=4, value=partial(VIEWS.per_bucket, sums))
    assert [(bar.first, bar.count, bar.value) for bar in found] == [
        (0, 3, 1.0), (3, 3, 4.0), (6, 3, 7.0), (9, 1, 9.0),
    ]  # fmt: skip
    rates = bars(10, most=1, value=partial(VIEW_RATE.per_bucket, sums))
    assert rates[0].value == pytest.approx(0.45)


@given(
    st.lists(st.none() | st.integers(0, 10**9), max_size=40), st.integers(0, 40), st.integers(0, 40)
)
def test_sums_of_any_run_are_sums(views: list[int | None], first: int, count: int) -> None:
    moments = [TimelinePoint(views=value) for value in views]
    known = [value for value in views[first : first + count] if value is not None]
    assert Sums(moments).of(first, count).views == (sum(known) if known else None)


def test_a_number_that_is_no_count_swallows_no_other() -> None:
    sums = Sums([TimelinePoint(views=1e308), TimelinePoint(views=3)])
    assert sums.of(1, 1).views == sums.of().views == 3
    assert sums.of(0, 1).views is None


@given(st.integers(0, 3000), st.integers(1, 300))
def test_no_more_bars_than_there_is_room_for_and_no_bucket_lost(count: int, most: int) -> None:
    found = bars(count, most=most, value=lambda _first, _count: 1.0, label=str)
    assert len(found) <= most
    assert sum(bar.count for bar in found) == count


@given(
    st.lists(NUMBERS, max_size=20),
    st.sampled_from([(1.0,), (60.0, 3600.0), (0.01,)]),
    st.sampled_from([2, 4]),
)
def test_an_axis_ends_above_all_values(
    values: list[float | None], units: tuple[float, ...], parts: int
) -> None:
    top = axis_end(values, units, parts)
    assert top > 0
    assert all(v <= top * (1 + 1e-9) for v in values if v is not None and math.isfinite(v))


def test_axes_end_where_each_part_is_round() -> None:
    tops = [axis_end([value], (1.0,), 4) for value in (610, 640, 9, 1.2, 99_000)]
    assert tops == pytest.approx([800, 800, 12, 1.2, 100_000])
    assert axis_end([50 * 3600.0], WATCH_TIME.units, 2) == 50 * 3600
    assert axis_end([50 * 60.0], WATCH_TIME.units, 2) == 50 * 60


@given(st.lists(st.integers(0, 10_000), min_size=1), st.sampled_from([2, 4]))
def test_what_is_counted_by_ones_has_no_halves_beside_its_axis(
    values: list[int], parts: int
) -> None:
    assert (axis_end(values, (1.0,), parts) / parts).is_integer()


def test_all_numbers_of_an_axis_have_one_form() -> None:
    def ticks(tell: Callable[[float, float], str], top: float) -> list[str]:
        return [tell(top * n / 4, top).replace("\xa0", " ") for n in range(1, 5)]

    assert ticks(VIEWS.tick, 10_000) == ["2.5 k", "5 k", "7.5 k", "10 k"]
    assert ticks(VIEWS.tick, 1000) == ["250", "500", "750", "1 000"]
    assert ticks(VIEWS.tick, 3) == ["0.75", "1.5", "2.25", "3"]
    assert ticks(WATCH_TIME.tick, 10_000 * 3600) == ["2 500 h", "5 000 h", "7 500 h", "10 000 h"]
    assert ticks(WATCH_TIME.tick, 3600) == ["15 min", "30 min", "45 min", "60 min"]
    assert ticks(AVERAGE_WATCH.tick, 600) == ["2:30", "5:00", "7:30", "10:00"]
    assert ticks(VIEW_RATE.tick, 0.1) == ["2.5 %", "5 %", "7.5 %", "10 %"]
    assert ticks(partial(tick, CDN), 6e12) == ["1.5 TB", "3 TB", "4.5 TB", "6 TB"]
    assert ticks(partial(tick, ENCODING), 6000) == ["1.5 k min", "3 k min", "4.5 k min", "6 k min"]


def test_a_course_is_drawn_in_characters() -> None:
    assert sparkline([0, 1, 2, None, 8]) == ["▁▁▂ █"]
    assert sparkline([0, 0]) == ["▁▁"]
    assert sparkline([1, 4, 8], 2) == ["  █", "▂██"]
    assert sparkline([38.0, 38.5, 39.0], from_zero=False) == ["▁▄█"]
    assert text_bar(0.5, 4) == "━━  "
    assert text_bar(0.001, 4) == "━   "
    assert text_bar(0, 4) == "    "


def test_days_are_those_of_the_workspace() -> None:
    midnight = datetime(2026, 8, 5, 21, tzinfo=UTC)
    assert exact_moment(midnight, Bucket.DAY, MOSCOW) == "2026-08-06"
    assert long_moment(midnight, Bucket.DAY, MOSCOW) == "Thu 6 Aug 2026"
    assert short_moment(midnight, Bucket.HOUR, MOSCOW) == "6 Aug"
    assert short_moment(midnight + timedelta(hours=3), Bucket.HOUR, MOSCOW) == "03:00"
    assert long_moment(None, Bucket.DAY, MOSCOW) == "—"
    assert exact_moment(datetime(9999, 12, 31, 23, tzinfo=UTC), Bucket.DAY, MOSCOW) == "—"


def test_the_bar_under_the_cursor_is_told() -> None:
    start = datetime(2026, 8, 5, 21, tzinfo=UTC)
    course = TimelineChart([TimelinePoint(date=start, views=610)], Bucket.DAY, NOW)
    bar = course.bars(VIEWS, 10)[0]
    assert [cell.text for cell in course.reading(VIEWS, bar)] == ["Thu 6 Aug 2026", "610"]
    assert course.bars(WATCH_TIME, 10)[0].value is None


def test_a_bucket_that_is_not_over_says_so() -> None:
    moments = [TimelinePoint(date=NOW - timedelta(hours=n), views=1) for n in (2, 1, 0)]
    course = TimelineChart(moments, Bucket.HOUR, NOW)
    told = [course.when(bar).endswith(", so far") for bar in course.bars(VIEWS, 10)]
    assert told == [False, False, True]


def test_a_table_says_what_the_chart_shows() -> None:
    start = datetime(2026, 8, 5, 21, tzinfo=UTC)
    course = TimelineChart([TimelinePoint(date=start, views=610)], Bucket.DAY, NOW)
    lines = text_table(*course.table()).splitlines()
    assert lines[0].split() == [
        "DAY", "VIEWS", "UNIQUE", "WATCHED", "LOADS", "RATE", "AVERAGE",
    ]  # fmt: skip
    assert lines[1].split() == ["2026-08-06", "610", "—", "—", "—", "—", "—"]


def test_a_picture_holds_its_texts_as_texts() -> None:
    found = bars(
        2, most=9, value=lambda n, _: n + 1.0, before=lambda n, _: 2.0 - n, label=lambda _n: "<b>&"
    )
    ticks = {value: f"{value:g}" for value in (2.0, 1.0, 0.0)}
    text = chart_svg('<script> "x" & y', found, ticks, "told")
    picture = fromstring(text)  # noqa: S314 - made just now
    texts = [text.text for text in picture.iter("{http://www.w3.org/2000/svg}text")]
    assert texts[0] == '<script> "x" & y'
    assert "<b>&" in texts
    assert "told" in texts
    heights = [
        float(bar.attrib["height"]) for bar in picture.iter("{http://www.w3.org/2000/svg}rect")
    ]
    assert heights[2] == pytest.approx(2 * heights[1])


def test_breakdowns_share_what_is_known() -> None:
    top = Top(
        countries=[
            Share(name="Belarus", views=1, player_loads=9),
            Share(name="[b]", code="RU", views=3),
            Share(views=None),
        ],
        devices=[Share(name="tv", views=0)],
    )
    countries, devices, *_ = breakdowns(top, VIEWS)
    assert countries.lines == [("[b]", 0.75), ("Belarus", 0.25)]
    assert devices.lines == []
    assert breakdowns(top, PLAYER_LOADS)[0].lines == [("Belarus", 1.0)]
    assert breakdowns(None, VIEWS) == []
