"""Ranges and moments are told in one time zone, and which one is said."""

from datetime import UTC, datetime, timedelta, timezone, tzinfo
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kinescope_tui.presentation.text.moments import (
    beside_text,
    ends_text,
    ends_words,
    exact_moment,
    long_moment,
    range_text,
    short_moment,
)
from kinescope_tui.presentation.text.zone_words import zone_text
from kinescope_tui.services.time.time_range import Bucket, parse_range
from kinescope_tui.services.time.zones import DayZone

MOSCOW = ZoneInfo("Europe/Moscow")
NEW_YORK = ZoneInfo("America/New_York")
NOW = datetime(2026, 11, 25, 14, 33, 20, tzinfo=MOSCOW)


@pytest.mark.parametrize(
    ("words", "told"),
    [
        ("7d", "7 days · 2026-11-19 → 2026-11-25"),
        ("2026-11-20 2026-11-20", "1 day · 2026-11-20 → 2026-11-20"),
        ("2026-11-20T06:00:00Z 2026-11-20T18:00:00Z",
         "12 hours · 2026-11-20 09:00 → 2026-11-20 21:00"),
        ("2026-11-20T06:00:00+00:00 2026-11-20T18:00:00+03:00",
         "9 hours · 2026-11-20 09:00 → 2026-11-20 18:00"),
        ("-12h", "12 hours · 2026-11-25 03:00 → 2026-11-25 15:00"),
        ("24h", "24 hours · 2026-11-24 15:00 → 2026-11-25 15:00"),
        ("2026-11-20T06:00:00Z 2026-11-24T18:20:00Z",
         "4 days 12 hours · 2026-11-20 09:00 → 2026-11-24 21:20"),
        ("2026-11-20T06:00:00Z 2026-11-20T07:30:00Z",
         "1 hour 30 minutes · 2026-11-20 09:00 → 2026-11-20 10:30"),
        ("2026-11-20T06:00:00Z 2026-11-20T06:00:05Z",
         "5 seconds · 2026-11-20 09:00 → 2026-11-20 09:00"),
    ],
)  # fmt: skip
def test_a_range_is_told_by_its_length_and_the_clocks_of_the_workspace(
    words: str, told: str
) -> None:
    assert range_text(parse_range(words, NOW), MOSCOW) == told


def test_times_that_come_twice_have_their_offset() -> None:
    now = datetime(2026, 11, 20, 12, tzinfo=NEW_YORK)
    hour = parse_range("2026-11-01T05:30:00Z 2026-11-01T06:30:00Z", now)
    assert ends_text(hour, NEW_YORK) == "2026-11-01 01:30-04:00 → 2026-11-01 01:30-05:00"
    moments = [datetime(2026, 11, 1, hour, tzinfo=UTC) for hour in (4, 5, 6, 7)]
    assert [exact_moment(moment, Bucket.HOUR, NEW_YORK) for moment in moments] == [
        "2026-11-01 00:00", "2026-11-01 01:00 -04:00", "2026-11-01 01:00 -05:00",
        "2026-11-01 02:00",
    ]  # fmt: skip
    assert long_moment(moments[2], Bucket.HOUR, NEW_YORK) == "Sun 1 Nov 2026, 01:00 -05:00"
    assert exact_moment(moments[0], Bucket.DAY, NEW_YORK) == "2026-11-01"


def test_the_first_hour_of_a_day_tells_the_day_also_at_one() -> None:
    cairo = ZoneInfo("Africa/Cairo")
    leap = datetime(2026, 4, 23, 22, tzinfo=UTC)  # 24:00 is 01:00
    assert short_moment(leap, Bucket.HOUR, cairo) == "24 Apr"


def test_whose_days_they_are_is_said_and_why() -> None:
    assert zone_text(DayZone.of("Europe/Moscow", ""), NOW) == "Europe/Moscow"
    assert zone_text(DayZone.of("", "Europe/Moscow"), NOW) == (
        "Europe/Moscow as before (no zone received)"
    )
    here = datetime(2026, 11, 25, tzinfo=UTC)
    assert zone_text(DayZone.of("", ""), here) == "UTC of this computer (no zone received)"
    assert zone_text(DayZone.of("Mars/\nBase", ""), here) == (
        "UTC of this computer (unknown zone Mars/ Base received)"
    )


def test_what_is_compared_is_said() -> None:
    week = parse_range("7d", NOW).previous
    begin = week.edges(MOSCOW)[0]
    assert beside_text(week, MOSCOW, Bucket.DAY, None) == "vs 12 – 18 Nov 2026"
    told = beside_text(week, MOSCOW, Bucket.DAY, (6, begin))
    assert told == "vs 6 full days from 12 Nov"
    told = beside_text(week, MOSCOW, Bucket.WEEK, (0, None))
    assert told == "vs 12 – 18 Nov 2026: no full week to compare yet"
    hours = parse_range("24h", NOW).previous
    told = beside_text(hours, MOSCOW, Bucket.HOUR, (23, hours.edges(MOSCOW)[0]))
    assert told == "vs 23 full hours from 2026-11-23 15:00"


@settings(max_examples=30, deadline=None)
@given(
    st.datetimes() | st.sampled_from([datetime.min, datetime.max]),  # noqa: DTZ901 - set below
    st.sampled_from([UTC, timezone(timedelta(hours=14)), timezone(timedelta(hours=-12))]),
    st.sampled_from(Bucket),
)
def test_any_moment_is_told(naive: datetime, offset: tzinfo, bucket: Bucket) -> None:
    moment = naive.replace(tzinfo=offset)
    for zone in (MOSCOW, NEW_YORK, offset):
        assert short_moment(moment, bucket, zone)
        assert long_moment(moment, bucket, zone)
        assert exact_moment(moment, bucket, zone)


@pytest.mark.parametrize(
    ("words", "told"),
    [
        ("7d", "19 – 25 Nov 2026"),
        ("28d", "29 Oct – 25 Nov 2026"),
        ("2025-12-01 2026-01-05", "1 Dec 2025 – 5 Jan 2026"),
        ("2026-11-20 2026-11-20", "20 Nov 2026"),
        ("-12h", "2026-11-25 03:00 → 2026-11-25 15:00"),
    ],
)
def test_ends_are_told_as_people_say_them(words: str, told: str) -> None:
    assert ends_words(parse_range(words, NOW), MOSCOW) == told
