"""Time zones: when days begin, where the clocks leap, and what is known without the system."""

import zoneinfo
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta, tzinfo
from zoneinfo import ZoneInfo

import pytest
from conftest import FULL
from hypothesis import given, settings
from hypothesis import strategies as st

from kinescope_tui.services.time.zones import (
    DayZone,
    LocalZone,
    end_of_day,
    local_day,
    start_of_day,
    zone_of,
)

ODD_ZONES = [
    "Africa/Cairo", "America/Havana", "America/New_York", "America/Santiago", "America/St_Johns",
    "Asia/Beirut", "Asia/Kolkata", "Australia/Lord_Howe", "Europe/Moscow", "Pacific/Apia",
    "Pacific/Kiritimati", "UTC",
]  # fmt: skip


@pytest.mark.parametrize(
    ("zone", "day", "begins", "hours"),
    [
        ("Europe/Moscow", "2026-03-29", "2026-03-28T21:00Z", 24),
        ("America/New_York", "2026-03-08", "2026-03-08T05:00Z", 23),
        ("America/New_York", "2026-11-01", "2026-11-01T04:00Z", 25),
        # The clocks leap from 24:00 to 01:00, and back from 24:00 to 23:00.
        ("Asia/Beirut", "2026-03-29", "2026-03-28T22:00Z", 23),
        ("Africa/Cairo", "2026-04-24", "2026-04-23T22:00Z", 23),
        ("Africa/Cairo", "2026-10-29", "2026-10-28T21:00Z", 25),
        ("America/Santiago", "2026-09-06", "2026-09-06T04:00Z", 23),
        ("America/Santiago", "2026-04-04", "2026-04-04T03:00Z", 25),
        ("America/Havana", "2026-11-01", "2026-11-01T04:00Z", 25),  # 00:00 comes twice
        ("Australia/Lord_Howe", "2026-04-05", "2026-04-04T13:00Z", 24.5),
        ("Australia/Lord_Howe", "2026-10-04", "2026-10-03T13:30Z", 23.5),
        ("Pacific/Apia", "2011-12-29", "2011-12-29T10:00Z", 24),
        ("Pacific/Apia", "2011-12-30", "2011-12-30T10:00Z", 0),  # there was none
        ("Pacific/Apia", "2011-12-31", "2011-12-30T10:00Z", 24),
    ],
)
def test_a_day_begins_when_the_clocks_there_say_so(
    zone: str, day: str, begins: str, hours: float
) -> None:
    there, when = ZoneInfo(zone), date.fromisoformat(day)
    start = start_of_day(when, there)
    assert start == datetime.fromisoformat(begins)
    assert end_of_day(when, there) - start == timedelta(hours=hours)


@settings(max_examples=30, deadline=None)
@given(st.sampled_from(ODD_ZONES), st.dates(date(1990, 1, 1), date(2060, 12, 31)))
def test_days_follow_each_other_without_a_gap(zone: str, first: date) -> None:
    there = ZoneInfo(zone)
    for number in range(5):
        day = first + timedelta(days=number)
        start, end = start_of_day(day, there), end_of_day(day, there)
        assert end == start_of_day(day + timedelta(days=1), there)
        assert start <= end
        if start < end:
            assert local_day(start, there) == local_day(end - timedelta(seconds=1), there) == day


@pytest.mark.parametrize("zone", [*map(ZoneInfo, ODD_ZONES), LocalZone()])
def test_days_at_the_edges_of_the_calendar_are_days(zone: tzinfo) -> None:
    for day in (date.min, date.max):
        assert start_of_day(day, zone) <= end_of_day(day, zone)
    for moment in (datetime.min.replace(tzinfo=UTC), datetime.max.replace(tzinfo=UTC)):
        assert local_day(moment, zone)


def test_this_computers_zone_has_each_days_offset(in_zone: Callable[[str], None]) -> None:
    in_zone("America/New_York")
    here, there = LocalZone(), ZoneInfo("America/New_York")
    moments = [datetime(2026, month, 8, 6, tzinfo=UTC) for month in range(1, 13)]
    moments += [datetime(2026, 11, 1, hour, 30, tzinfo=UTC) for hour in range(4, 9)]
    for moment in moments:
        local = moment.astimezone(here)
        assert local.replace(tzinfo=None) == moment.astimezone(there).replace(tzinfo=None)
        assert local.astimezone(UTC) == moment
    assert start_of_day(date(2026, 7, 1), here) == datetime(2026, 7, 1, 4, tzinfo=UTC)
    assert moments[0].astimezone(here).tzname() == "EST"


def test_zones_are_known_where_the_system_has_no_table_of_them() -> None:
    zoneinfo.reset_tzpath(to=())
    ZoneInfo.clear_cache()
    try:
        assert all(zone_of(name) is not None for name in ODD_ZONES)
    finally:
        zoneinfo.reset_tzpath()
        ZoneInfo.clear_cache()


@pytest.mark.parametrize(
    "name", ["", "Nowhere/At-all", "Local", "../../etc/passwd", "/etc/passwd", "Europe", "a\0b",
             "x" * 5000, "\ud800", "zone.tab"],
)  # fmt: skip
def test_what_is_no_zone_is_none(name: str) -> None:
    assert zone_of(name) is None


@settings(max_examples=200 if FULL else 40, deadline=None)
@given(st.text(max_size=30) | st.text("aE/._-:\\\0~ ", max_size=12))
def test_any_text_is_a_zone_or_none(name: str) -> None:
    zone = zone_of(name)
    assert zone is None or zone.key == name


def test_the_zone_is_that_of_the_answer_or_the_one_before_or_this_computers() -> None:
    assert DayZone.of("Europe/Moscow", "Asia/Tokyo").name == "Europe/Moscow"
    for said in ("", "Nowhere/At-all"):
        before = DayZone.of(said, "Asia/Tokyo")
        assert (before.name, before.said) == ("Asia/Tokyo", said)
        here = DayZone.of(said, "")
        assert (here.name, here.said) == ("", said)
        assert isinstance(here.zone, LocalZone)
