"""Ranges: what is typed, what is refused and why, moving and zooming, and the calendar."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from kinescope_tui.services.time.time_range import (
    PRESETS,
    Bucket,
    RangeError,
    TimeRange,
    bucket_after,
    parse_range,
    range_between,
)

MOSCOW = ZoneInfo("Europe/Moscow")
NOW = datetime(2026, 11, 25, 14, 33, 20, tzinfo=MOSCOW)
TODAY = NOW.date()


def days(first: str, last: str) -> TimeRange:
    return TimeRange.of(date.fromisoformat(first), date.fromisoformat(last))


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("7d", "2026-11-19", "2026-11-25"),
        ("28d", "2026-10-29", "2026-11-25"),
        ("365d", "2025-11-26", "2026-11-25"),
        ("this-month", "2026-11-01", "2026-11-25"),
        ("last-month", "2026-10-01", "2026-10-31"),
        ("30d", "2026-10-27", "2026-11-25"),
        ("-2w", "2026-11-12", "2026-11-25"),
        ("1y", "2025-11-26", "2026-11-25"),
        ("2026-01-01", "2026-01-01", "2026-11-25"),
        ("2026-01-01 2026-02-01", "2026-01-01", "2026-02-01"),
        ("2026-01-01..2026-02-01", "2026-01-01", "2026-02-01"),
        ("-1m yesterday", "2026-10-25", "2026-11-24"),
    ],
)
def test_a_line_means_days(text: str, first: str, last: str) -> None:
    found = parse_range(text, NOW)
    assert (str(found.first_day), str(found.last_day)) == (first, last)
    assert found.is_of_days
    assert [value for _, value in found.dates.query()] == [first, last]


def test_hours_are_moments_of_the_clock() -> None:
    assert [value for _, value in parse_range("24h", NOW).dates.query()] == [
        "2026-11-24T12:00:00Z",
        "2026-11-25T12:00:00Z",
    ]
    assert [value for _, value in parse_range("6h", NOW).dates.query()] == [
        "2026-11-25T06:00:00Z",
        "2026-11-25T12:00:00Z",
    ]
    both = range_between("2026-11-01T00:00:00Z", "2026-11-02T03:00:00+03:00", NOW)
    assert both.length == timedelta(days=1)


@pytest.mark.parametrize(
    ("start", "end", "field", "reason"),
    [
        ("", "today", "from", "is missing"),
        ("2026-01-01", "", "to", "is missing"),
        ("01.02.2026", "today", "from", "write 2026-01-31"),
        ("2026-02-30", "today", "from", "write 2026-01-31"),
        ("2026-01-01", "tomorrow", "to", "write 2026-01-31"),
        ("2026-11-26", "2026-11-27", "from", "is in the future; today is 2026-11-25"),
        ("2026-11-01", "2026-11-26", "to", "is in the future; today is 2026-11-25"),
        ("2026-11-25T11:40:00Z", "today", "from", "is in the future"),
        ("2026-11-10", "2026-11-09", "to", "is before the start"),
        ("2016-01-01", "today", "from", "ten years"),
        ("-99999y", "today", "from", "write 2026-01-31"),
        ("2026-11-02T00:00:00Z", "2026-11-02T00:00:00Z", "to", "is before the start"),
    ],
)
def test_what_makes_no_sense_is_refused_beside_its_field(
    start: str, end: str, field: str, reason: str
) -> None:
    with pytest.raises(RangeError, match=reason) as refused:
        range_between(start, end, NOW)
    assert refused.value.field == field


@given(st.text(max_size=40))
def test_no_line_does_more_than_be_refused(text: str) -> None:
    try:
        found = parse_range(text, NOW)
    except RangeError:
        return
    assert found.length > timedelta()


def test_a_day_is_over_when_it_is_where_the_workspace_is() -> None:
    late = datetime(2026, 11, 25, 23, 30, tzinfo=ZoneInfo("Pacific/Kiritimati"))  # UTC+14
    assert range_between("2026-11-25", "today", late).length == timedelta(days=1)
    early = datetime(2026, 11, 25, 0, 30, tzinfo=ZoneInfo("Pacific/Kiritimati"))
    assert range_between("today", "today", early).length == timedelta(days=1)


def test_the_window_before_is_as_long_and_ends_where_this_one_begins() -> None:
    assert days("2026-11-19", "2026-11-25").previous == days("2026-11-12", "2026-11-18")
    hours = parse_range("24h", NOW)
    assert isinstance(hours.dates.start, datetime)
    assert hours.previous.dates.start == hours.dates.start - timedelta(days=1)


def test_months_are_moved_by_months() -> None:
    march = days("2026-03-01", "2026-03-31")
    assert march.shifted(-1, NOW) == days("2026-02-01", "2026-02-28")
    assert march.shifted(1, NOW) == days("2026-04-01", "2026-04-30")
    assert march.previous == days("2026-02-01", "2026-02-28")
    so_far = PRESETS["this-month"](NOW)
    assert so_far.previous == days("2026-10-01", "2026-10-25")
    assert so_far.shifted(-1, NOW) == days("2026-10-01", "2026-10-31")
    long_month = PRESETS["this-month"](NOW.replace(month=3, day=30))
    assert long_month.previous == days("2026-02-01", "2026-02-28")
    assert days("2026-11-01", "2026-11-20").shifted(-1, NOW) == days("2026-10-12", "2026-10-31")


def test_there_is_nothing_later_than_now() -> None:
    assert days("2026-11-01", "2026-11-20").shifted(1, NOW).last_day == TODAY
    with pytest.raises(RangeError, match="in the future"):
        days("2026-11-19", "2026-11-25").shifted(1, NOW)
    assert days("2026-10-01", "2026-10-31").shifted(1, NOW) == days("2026-11-01", "2026-11-25")
    with pytest.raises(RangeError, match="calendar"):
        days("0001-01-01", "0001-01-07").shifted(-1, NOW)


def test_zooming_halves_and_doubles_around_the_cursor() -> None:
    month = days("2026-10-01", "2026-10-28")
    closer = month.zoomed(0.5, datetime(2026, 10, 10, tzinfo=UTC), NOW)
    assert closer.first_day <= date(2026, 10, 10) <= closer.last_day
    assert closer.length == timedelta(days=14)
    for center in (None, datetime(2026, 9, 30, tzinfo=UTC), datetime(2026, 10, 29, tzinfo=UTC)):
        assert month.zoomed(0.5, center, NOW) == days("2026-10-15", "2026-10-28")
    wider = days("2026-11-19", "2026-11-25").zoomed(2, None, NOW)
    assert wider == days("2026-11-12", "2026-11-25")
    with pytest.raises(RangeError, match="shorter than a day"):
        days("2026-11-19", "2026-11-19").zoomed(0.5, None, NOW)
    with pytest.raises(RangeError, match="ten years"):
        days("2018-01-01", "2026-11-25").zoomed(2, None, NOW)


@given(
    st.dates(date(2016, 1, 1), TODAY),
    st.integers(0, 3000),
    st.lists(st.sampled_from(["back", "on", "in", "out"]), max_size=12),
)
def test_whatever_is_moved_stays_a_range_until_now(
    start: date, length: int, moves: list[str]
) -> None:
    end = start + timedelta(days=length)
    assume(end <= TODAY)
    shown = TimeRange.of(start, end)
    for move in moves:
        try:
            match move:
                case "back":
                    shown = shown.shifted(-1, NOW)
                case "on":
                    shown = shown.shifted(1, NOW)
                case "in":
                    shown = shown.zoomed(0.5, None, NOW)
                case _:
                    shown = shown.zoomed(2, None, NOW)
        except RangeError:
            continue
        assert shown.first_day <= shown.last_day <= TODAY
        assert shown.usual_bucket in Bucket
        assert shown.buckets


def test_the_steps_that_fit_a_range() -> None:
    assert PRESETS["24h"](NOW).buckets == [Bucket.HOUR]
    assert days("2026-11-19", "2026-11-25").buckets == [Bucket.HOUR, Bucket.DAY, Bucket.WEEK]
    assert days("2017-01-01", "2026-11-01").buckets == [*Bucket]
    usual = [found(NOW).usual_bucket for found in PRESETS.values()]
    assert usual == ["hour", "day", "day", "day", "week", "day", "day"]


def test_buckets_follow_the_clocks_of_the_workspace() -> None:
    berlin = ZoneInfo("Europe/Berlin")
    spring = datetime(2026, 3, 29, tzinfo=berlin)  # a day of 23 hours
    assert bucket_after(Bucket.DAY, spring, 1).isoformat() == "2026-03-30T00:00:00+02:00"
    hours = [bucket_after(Bucket.HOUR, spring, n) for n in range(24)]
    assert len({hour.astimezone(UTC) for hour in hours}) == 24
    assert hours[-1].isoformat() == "2026-03-30T00:00:00+02:00"
    month = datetime(2026, 1, 1, tzinfo=berlin)
    assert bucket_after(Bucket.MONTH, month, 1).isoformat() == "2026-02-01T00:00:00+01:00"
    assert bucket_after(Bucket.MONTH, month, -1).isoformat() == "2025-12-01T00:00:00+01:00"


@pytest.mark.parametrize("words", [*PRESETS, "-2w", "12d", "yesterday", "2026-11-01 today"])
def test_words_mean_something_else_on_another_day(words: str) -> None:
    later = NOW + timedelta(days=40)
    found = parse_range(words, NOW)
    assert found.renewed(later) == parse_range(words, later) != found
    assert found.renewed(later).name == found.name
    assert found.renewed(later).renewed(NOW) == found


def test_what_was_moved_or_has_no_sense_then_stays() -> None:
    moved = PRESETS["7d"](NOW).shifted(-1, NOW)
    assert moved.renewed(NOW + timedelta(days=40)) == moved
    today = parse_range("2026-11-25", NOW)
    assert today.renewed(NOW - timedelta(days=1)) == today
