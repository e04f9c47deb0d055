"""Windows of time in any zone: their lengths, the ones before them, their days and buckets."""

import contextlib
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from conftest import FULL
from hypothesis import given, settings
from hypothesis import strategies as st
from test_zones import ODD_ZONES

from kinescope_tui.services.time.time_range import (
    PRESETS,
    Bucket,
    RangeError,
    TimeRange,
    bucket_after,
    parse_range,
    range_between,
)

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
SPECS = [*PRESETS, "1h", "-12h", "36h", "-48h", "3d", "-2w", "6m", "1y", "yesterday"]
EXAMPLES = 300 if FULL else 25

moments = st.builds(
    lambda moment, zone: moment.replace(tzinfo=UTC).astimezone(ZoneInfo(zone)),
    st.datetimes(datetime(1990, 1, 1), datetime(2060, 1, 1)),  # noqa: DTZ001 - UTC is set above
    st.sampled_from(ODD_ZONES),
)
any_moments = st.builds(
    lambda moment: moment.replace(tzinfo=UTC),
    st.datetimes() | st.sampled_from([datetime.min, datetime.max]),  # noqa: DTZ901 - set above
)


def at(text: str, zone: str) -> datetime:
    return datetime.fromisoformat(text).astimezone(ZoneInfo(zone))


def ends(window: TimeRange) -> list[str]:
    return [value for _, value in window.dates.query()]


@pytest.mark.parametrize(
    ("now", "zone", "words", "window", "before"),
    [
        # Moscow's clocks do not change; the hour under way is the last of the hours.
        ("2026-11-25T11:33:20Z", "Europe/Moscow", "-12h",
         "2026-11-25T00:00:00Z 2026-11-25T12:00:00Z", "2026-11-24T12:00:00Z"),
        ("2026-11-25T12:00:00Z", "Europe/Moscow", "-12h",
         "2026-11-25T00:00:00Z 2026-11-25T12:00:00Z", "2026-11-24T12:00:00Z"),
        # New York's on days of 23 and 25 hours: twelve hours are twelve all the same.
        ("2026-03-08T16:10:00Z", "America/New_York", "-12h",
         "2026-03-08T05:00:00Z 2026-03-08T17:00:00Z", "2026-03-07T17:00:00Z"),
        ("2026-11-01T17:10:00Z", "America/New_York", "24h",
         "2026-10-31T18:00:00Z 2026-11-01T18:00:00Z", "2026-10-30T18:00:00Z"),
        # The hours of India begin at the half ones of UTC.
        ("2026-11-25T11:33:20Z", "Asia/Kolkata", "-6h",
         "2026-11-25T06:30:00Z 2026-11-25T12:30:00Z", "2026-11-25T00:30:00Z"),
        ("2026-04-04T15:45:00Z", "Australia/Lord_Howe", "-6h",
         "2026-04-04T10:30:00Z 2026-04-04T16:30:00Z", "2026-04-04T04:30:00Z"),
    ],
)  # fmt: skip
def test_hours_are_as_many_on_each_day(
    now: str, zone: str, words: str, window: str, before: str
) -> None:
    found = parse_range(words, at(now, zone))
    assert " ".join(ends(found)) == window
    assert ends(found.previous) == [before, ends(found)[0]]
    assert found.length == found.previous.length


@settings(max_examples=EXAMPLES, deadline=None)
@given(st.sampled_from(SPECS), moments)
def test_the_window_before_ends_where_a_window_begins(words: str, now: datetime) -> None:
    window = parse_range(words, now)
    zone = now.tzinfo or UTC
    begin, end = window.edges(zone)
    assert begin < end
    assert begin <= now
    before = window.previous
    if window.name == "this month":
        assert before.first_day.day == 1  # of a month so far, as many days of the one before
        return
    assert before.edges(zone)[1] == begin
    if not window.is_of_days:
        assert before.length == window.length == end - begin
        assert end - now.astimezone(UTC) <= HOUR
    elif not window.is_of_month:
        assert before.length == window.length


@settings(max_examples=EXAMPLES, deadline=None)
@given(
    st.sampled_from(SPECS),
    moments | any_moments,
    st.lists(st.tuples(st.sampled_from(",.+-"), any_moments | st.none()), max_size=8),
)
def test_moving_and_zooming_is_refused_or_gives_a_window(
    words: str, now: datetime, moves: list[tuple[str, datetime | None]]
) -> None:
    zone = now.tzinfo or UTC
    try:
        window = parse_range(words, now)
        for key, center in moves:
            if key in ",.":
                window = window.shifted(-1 if key == "," else 1, now)
            else:
                window = window.zoomed(0.5 if key == "+" else 2, center, now)
            begin, end = window.edges(zone)
            assert begin <= end
            assert window.usual_bucket in Bucket
            assert window.buckets
            assert window.in_days(zone).is_of_days
            assert window.previous.length > timedelta()
    except RangeError:
        return  # said beside the field, or in a message


@settings(max_examples=EXAMPLES, deadline=None)
@given(moments, st.sampled_from(Bucket))
def test_buckets_follow_each_other_without_a_gap(now: datetime, bucket: Bucket) -> None:
    zone = now.tzinfo or UTC
    first, _ = TimeRange.of(now.date(), now.date()).edges(zone)
    if bucket is Bucket.MONTH:
        first, _ = TimeRange.of(now.date().replace(day=1), now.date()).edges(zone)
    start = first.astimezone(zone)
    for _ in range(4):
        after = bucket_after(bucket, start, 1)
        length = after.astimezone(UTC) - start.astimezone(UTC)
        assert bucket.length * 0.9 <= length <= bucket.length * 1.05
        assert bucket_after(bucket, after, -1).astimezone(UTC) == start.astimezone(UTC)
        start = after


@pytest.mark.parametrize(
    ("zone", "start", "end", "before"),
    [
        # Where a day begins at 01:00 the next one begins at midnight all the same.
        ("Africa/Cairo", "2026-04-23T22:00Z", "2026-04-24T21:00Z", "2026-04-22T22:00Z"),
        ("Asia/Beirut", "2026-03-28T22:00Z", "2026-03-29T21:00Z", "2026-03-27T22:00Z"),
        ("America/Santiago", "2026-09-06T04:00Z", "2026-09-07T03:00Z", "2026-09-05T04:00Z"),
        ("America/Havana", "2026-03-08T05:00Z", "2026-03-09T04:00Z", "2026-03-07T05:00Z"),
        ("America/New_York", "2026-11-01T04:00Z", "2026-11-02T05:00Z", "2026-10-31T04:00Z"),
        ("Australia/Lord_Howe", "2026-04-04T13:00Z", "2026-04-05T13:30Z", "2026-04-03T13:00Z"),
        # Of two days around the one that Samoa left out, each is the neighbour of the other.
        ("Pacific/Apia", "2011-12-30T10:00Z", "2011-12-31T10:00Z", "2011-12-29T10:00Z"),
        ("Pacific/Apia", "2011-12-29T10:00Z", "2011-12-30T10:00Z", "2011-12-28T10:00Z"),
        # A server whose days begin elsewhere keeps them.
        ("Europe/Moscow", "2026-11-25T00:00Z", "2026-11-26T00:00Z", "2026-11-24T00:00Z"),
    ],
)
def test_a_day_ends_where_the_next_one_begins(zone: str, start: str, end: str, before: str) -> None:
    begun = at(start, zone)
    assert bucket_after(Bucket.DAY, begun, 1).astimezone(UTC) == datetime.fromisoformat(end)
    assert bucket_after(Bucket.DAY, begun, -1).astimezone(UTC) == datetime.fromisoformat(before)


@given(any_moments, st.sampled_from(Bucket), st.integers(-10, 10), st.sampled_from(ODD_ZONES))
@settings(max_examples=EXAMPLES, deadline=None)
def test_a_bucket_beyond_the_calendar_is_refused(
    moment: datetime, bucket: Bucket, places: int, zone: str
) -> None:
    try:
        local = moment.astimezone(ZoneInfo(zone))
    except OverflowError:
        return  # no local time to begin with
    with contextlib.suppress(RangeError):
        assert bucket_after(bucket, local, places)


@pytest.mark.parametrize(
    ("words", "window"),
    [
        # Typed in UTC or with an offset, from a moment to a day, from a day to a moment.
        ("2026-11-20T06:00:00Z 2026-11-20T18:00:00Z", "2026-11-20T06:00:00Z 2026-11-20T18:00:00Z"),
        ("2026-11-20T06:00:00+03:00 2026-11-20T06:00:00Z",
         "2026-11-20T03:00:00Z 2026-11-20T06:00:00Z"),
        ("2026-11-20T06:00:00Z 2026-11-21", "2026-11-20T06:00:00Z 2026-11-21T21:00:00Z"),
        ("2026-11-20 2026-11-20T18:00:00Z", "2026-11-19T21:00:00Z 2026-11-20T18:00:00Z"),
        ("2026-11-25T06:00:00Z now", "2026-11-25T06:00:00Z 2026-11-25T12:00:00Z"),
        ("-12h today", "2026-11-25T00:00:00Z 2026-11-25T12:00:00Z"),
        ("-48h -24h", "2026-11-23T12:00:00Z 2026-11-24T12:00:00Z"),
    ],
)  # fmt: skip
def test_moments_and_days_make_moments_of_the_workspace(words: str, window: str) -> None:
    now = at("2026-11-25T11:33:20Z", "Europe/Moscow")
    assert " ".join(ends(parse_range(words, now))) == window


def test_hours_that_touch_days_are_those_days() -> None:
    now = at("2026-11-25T02:10:00Z", "UTC")
    asked = parse_range("-12h", now)
    assert ends(asked.in_days(UTC)) == ["2026-11-24", "2026-11-25"]
    assert ends(asked.in_days(UTC).renewed(now + DAY)) == ["2026-11-25", "2026-11-26"]
    whole = range_between("2026-11-24T00:00:00Z", "2026-11-25T00:00:00Z", now)
    assert ends(whole.in_days(UTC)) == ["2026-11-24", "2026-11-24"]  # its end is no part of it
    assert asked.in_days(ZoneInfo("Pacific/Kiritimati")).dates.end == date(2026, 11, 25)


def test_today_on_this_computer_is_no_future_where_it_has_not_begun(
    in_zone: object,
) -> None:
    assert callable(in_zone)
    in_zone("Pacific/Kiritimati")  # UTC+14
    now = datetime(2026, 11, 25, 20, tzinfo=UTC)
    for words in ("2026-11-20 2026-11-26", "2026-11-20 today"):
        assert ends(parse_range(words, now)) == ["2026-11-20", "2026-11-25"]
    assert ends(parse_range("2026-11-26", now)) == ["2026-11-25", "2026-11-25"]
    with pytest.raises(RangeError, match="future; today is 2026-11-25 in UTC"):
        parse_range("2026-11-20 2026-11-27", now)


def test_the_calendar_has_ends() -> None:
    now = at("2026-11-25T11:33:20Z", "Europe/Moscow")
    with pytest.raises(RangeError, match="calendar"):
        _ = TimeRange.of(date(1, 1, 1), date(1, 1, 31)).previous
    with pytest.raises(RangeError, match="write 2026"):
        range_between("0001-01-01T00:00:00+03:00", "0001-02-01", now)
    years = TimeRange.of(date(1, 1, 1), date(9999, 12, 31))
    assert years.buckets == [Bucket.MONTH]
