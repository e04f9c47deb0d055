"""Windows beside each other: the same places are compared, and only what is whole on both sides."""

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from conftest import FULL
from hypothesis import given, settings
from hypothesis import strategies as st

from kinescope_tui.api.exchange import Exchange
from kinescope_tui.api.models import Overview, TimelinePoint
from kinescope_tui.presentation.analytics.cards import card
from kinescope_tui.presentation.analytics.metrics import PLAYER_LOADS, UNIQUE_VIEWS, VIEWS
from kinescope_tui.presentation.analytics.timeline_chart import TimelineChart
from kinescope_tui.services.analytics.comparison import Comparison
from kinescope_tui.services.analytics.course import Course
from kinescope_tui.services.analytics.overview import Answer
from kinescope_tui.services.analytics.sums import Sums
from kinescope_tui.services.time.range_source import Question
from kinescope_tui.services.time.time_range import Bucket, TimeRange, bucket_after, parse_range
from kinescope_tui.services.time.zones import DayZone


def answer(
    window: TimeRange,
    bucket: Bucket,
    counted_at: datetime,
    timeline: Iterable[TimelinePoint],
    total: TimelinePoint | None = None,
) -> Answer:
    moments = list(timeline)
    name = getattr(counted_at.tzinfo, "key", "UTC")
    return Answer(
        Question(window, bucket), Overview(total=total, timeline=moments), Course(moments),
        Sums(moments), Exchange("GET", "/", (), counted_at), DayZone.of(name, ""),
        came_at=counted_at,
    )  # fmt: skip


def steady(window: TimeRange, bucket: Bucket, counted_at: datetime, per_hour: float = 60) -> Answer:
    """What a server says of a workspace with as many viewers at any time."""
    zone = counted_at.tzinfo or UTC
    begin, end = window.edges(zone)
    day = begin.astimezone(zone).date()
    if bucket is Bucket.WEEK:
        day -= timedelta(days=day.weekday())
    if bucket is Bucket.MONTH:
        day = day.replace(day=1)
    start = TimeRange.of(day, day).edges(zone)[0].astimezone(zone)
    moments = []
    while start.astimezone(UTC) < min(end, counted_at):
        after = bucket_after(bucket, start, 1)
        first, last = max(start.astimezone(UTC), begin), min(after.astimezone(UTC), end, counted_at)
        if last > first:
            views = (last - first) / timedelta(hours=1) * per_hour
            moments.append(TimelinePoint(date=start.astimezone(UTC), views=views))
        start = after
    total = TimelinePoint(views=sum(moment.views or 0 for moment in moments))
    return answer(window, bucket, counted_at, moments, total)


def told(window: Answer, before: Answer) -> str:
    change = card(VIEWS, window, Comparison(window, before)).change
    return change.text if change is not None else ""


@pytest.mark.parametrize(
    ("words", "bucket", "count"),
    [
        ("24h", Bucket.HOUR, 23),
        ("-12h", Bucket.HOUR, 11),
        ("today", Bucket.HOUR, 14),
        ("7d", Bucket.DAY, 6),
        ("7d", Bucket.HOUR, 6 * 24 + 14),
        ("28d", Bucket.DAY, 27),
        ("28d", Bucket.WEEK, 3),
        ("this-month", Bucket.DAY, 24),
        ("90d", Bucket.MONTH, 2),
    ],
)
def test_what_goes_on_as_before_has_not_changed_though_today_is_not_over(
    words: str, bucket: Bucket, count: int
) -> None:
    now = datetime(2026, 11, 25, 14, 33, 20, tzinfo=ZoneInfo("Europe/Moscow"))
    window = parse_range(words, now)
    shown, before = steady(window, bucket, now), steady(window.previous, bucket, now)
    comparison = Comparison(shown, before)
    assert comparison.count == count
    assert not comparison.is_of_all
    assert told(shown, before) == "= 0.0 %"


def test_nothing_is_compared_where_nothing_is_over_and_all_where_all_is() -> None:
    now = datetime(2026, 11, 25, 14, 33, 20, tzinfo=ZoneInfo("Europe/Moscow"))
    today, month = parse_range("today", now), parse_range("last-month", now)
    shown, before = (steady(window, Bucket.DAY, now) for window in (today, today.previous))
    assert Comparison(shown, before).count == 0
    assert told(shown, before) == "—"
    shown, before = (steady(window, Bucket.DAY, now) for window in (month, month.previous))
    assert Comparison(shown, before).is_of_all
    assert told(shown, before) == "▲ 3.3 %"  # October has a day more than September


@settings(max_examples=200 if FULL else 25, deadline=None)
@given(
    st.tuples(st.sampled_from(["24h", "-36h", "3d"]), st.just(Bucket.HOUR))
    | st.tuples(
        st.sampled_from(["7d", "28d", "365d", "2026-01-01 yesterday"]),
        st.sampled_from([Bucket.DAY, Bucket.WEEK, Bucket.MONTH]),
    ),
    st.datetimes(datetime(2026, 2, 1), datetime(2027, 1, 1)),  # noqa: DTZ001 - made aware below
    st.sampled_from(["Europe/Moscow", "America/New_York", "Africa/Cairo", "Asia/Kolkata"]),
)
def test_buckets_that_are_compared_are_as_long_as_each_other(
    asked: tuple[str, Bucket], moment: datetime, zone: str
) -> None:
    words, bucket = asked
    now = moment.replace(tzinfo=UTC).astimezone(ZoneInfo(zone))
    window = parse_range(words, now)
    shown, before = steady(window, bucket, now), steady(window.previous, bucket, now)
    compared = Comparison(shown, before)
    # Days and weeks with a change of the clocks are an hour longer or shorter, and so may be those
    # that they are compared with, the other way round; months differ.
    slack = {Bucket.HOUR: 0.0, Bucket.DAY: 120.0, Bucket.WEEK: 120.0, Bucket.MONTH: 4 * 1440.0}
    for number, moment_ in enumerate(shown.timeline):
        if compared.is_compared(number, 1):
            difference = (moment_.views or 0) - (compared.opposite[number].views or 0)
            assert abs(difference) <= slack[bucket]


def test_a_bucket_that_is_not_over_is_not_compared_and_says_so() -> None:
    now = datetime(2026, 11, 25, 14, 33, tzinfo=ZoneInfo("Europe/Moscow"))
    window = parse_range("7d", now)
    shown = steady(window, Bucket.DAY, now)
    comparison = Comparison(shown, steady(window.previous, Bucket.DAY, now))
    course = TimelineChart(shown.timeline, Bucket.DAY, now, comparison)
    *_, yesterday, today = course.bars(VIEWS, 100)
    assert [cell.text for cell in course.reading(VIEWS, today)] == [
        "Wed 25 Nov 2026, so far", "873", "before 1\xa0440", "in progress",
    ]  # fmt: skip
    assert course.reading(VIEWS, yesterday)[-1].text == "= 0.0 %"
    (_, _, change), *_ = course.facts(today)
    assert change is not None
    assert change.text == "in progress"
    (all_of_it,) = course.bars(VIEWS, 1)
    assert course.reading(VIEWS, all_of_it)[-1].text == "in progress"
    assert comparison.count == 6
    assert comparison.start == datetime(2026, 11, 11, 21, tzinfo=UTC)


def test_what_was_counted_before_a_bucket_was_over_stays_a_part_of_it() -> None:
    zone = ZoneInfo("Europe/Moscow")
    now = datetime(2026, 11, 25, 14, 33, tzinfo=zone)
    yesterday = parse_range("yesterday yesterday", now)
    today = parse_range("today", now)
    stale = steady(yesterday, Bucket.HOUR, now - timedelta(days=1, hours=4))  # at 10:33
    comparison = Comparison(steady(today, Bucket.HOUR, now), stale)
    assert not stale.is_final
    assert comparison.count == 10
    assert not comparison.is_compared(12, 1)


def test_nine_is_compared_with_nine_also_where_the_clocks_were_changed() -> None:
    zone = ZoneInfo("America/New_York")
    now = datetime(2026, 11, 20, 12, tzinfo=zone)
    sunday = parse_range("2026-11-01 2026-11-01", now)  # 25 hours, the day before 24

    def by_hour(window: TimeRange) -> Answer:
        shown = steady(window, Bucket.HOUR, now)
        for moment in shown.timeline:
            assert moment.date is not None
            moment.views = moment.date.astimezone(zone).hour
        return answer(window, Bucket.HOUR, now, shown.timeline)

    shown = by_hour(sunday)
    comparison = Comparison(shown, by_hour(sunday.previous))
    assert [moment.views for moment in shown.timeline][:4] == [0, 1, 1, 2]
    # The second one of two hours has nothing beside it.
    assert [moment.views for moment in comparison.opposite][:4] == [0, 1, None, 2]
    assert comparison.opposite[-1].views == 23


def test_a_bucket_that_did_not_come_moves_no_other_out_of_its_place() -> None:
    now = datetime(2026, 11, 25, 14, 33, tzinfo=UTC)
    window = parse_range("7d", now)
    shown, before = steady(window, Bucket.DAY, now), steady(window.previous, Bucket.DAY, now)
    del before.timeline[2]
    for number, moment in enumerate(before.timeline):
        moment.views = float(number)
    comparison = Comparison(shown, before)
    views = [moment.views for moment in comparison.opposite]
    assert views == [0, 1, None, 2, 3, 4, 5]
    course = TimelineChart(shown.timeline, Bucket.DAY, now, comparison)
    gap = course.bars(VIEWS, 100)[2]
    assert [cell.text for cell in course.reading(VIEWS, gap)][2:] == ["before —", "—"]


def test_a_number_that_is_missing_on_one_side_is_left_out_on_the_other() -> None:
    now = datetime(2026, 11, 25, 14, 33, tzinfo=UTC)
    window = parse_range("7d", now)
    shown, before = steady(window, Bucket.DAY, now), steady(window.previous, Bucket.DAY, now)
    before.timeline[1].views = None
    shown.timeline[4].views = None
    assert told(shown, before) == "= 0.0 %"


def test_a_total_is_compared_with_a_total_and_a_sum_with_a_sum() -> None:
    now = datetime(2026, 11, 25, 14, 33, tzinfo=UTC)
    window = parse_range("2026-11-10 2026-11-11", now)
    days = [
        TimelinePoint(date=datetime(2026, 11, day, tzinfo=UTC), unique_views=6) for day in (10, 11)
    ]
    then = [
        TimelinePoint(date=datetime(2026, 11, day, tzinfo=UTC), unique_views=3) for day in (8, 9)
    ]
    said = answer(window, Bucket.DAY, now, days, TimelinePoint(unique_views=8))
    unsaid = answer(window.previous, Bucket.DAY, now, then)
    shown = card(UNIQUE_VIEWS, said, Comparison(said, unsaid))
    assert (shown.value, shown.change and shown.change.text) == ("8", "▲ 100.0 %")
    # Who watched on two days is counted twice where only the days were told.
    assert card(UNIQUE_VIEWS, unsaid, None).value == "≤ 6"
    nothing = card(PLAYER_LOADS, said, Comparison(said, unsaid))
    assert (nothing.value, nothing.change and nothing.change.text) == ("—", "—")
