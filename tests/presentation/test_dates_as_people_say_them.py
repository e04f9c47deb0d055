"""Moments in tables are told as people say them, in the room of twelve cells."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kinescope_tui.presentation.text.times import human

NOW = datetime(2026, 8, 22, 12, 0, tzinfo=UTC)  # a Saturday


@pytest.mark.parametrize(
    ("moment", "told"),
    [
        (datetime(2026, 8, 22, 0, 5, tzinfo=UTC), "today 00:05"),
        (datetime(2026, 8, 22, 23, 5, tzinfo=UTC), "today 23:05"),
        (datetime(2026, 8, 21, 23, 59, tzinfo=UTC), "Fri 23:59"),
        (datetime(2026, 8, 16, 9, 0, tzinfo=UTC), "Sun 09:00"),
        (datetime(2026, 8, 15, 9, 0, tzinfo=UTC), "15 Aug 09:00"),
        (datetime(2026, 8, 23, 9, 0, tzinfo=UTC), "23 Aug 09:00"),
        (datetime(2026, 1, 1, tzinfo=UTC), "1 Jan 00:00"),
        (datetime(2025, 8, 19, 9, 0, tzinfo=UTC), "2025-08-19"),
        (datetime(2027, 1, 1, tzinfo=UTC), "2027-01-01"),
        (datetime(1, 1, 1, tzinfo=UTC), "—"),
        (None, "—"),
        (date(2026, 8, 22), "today"),
        (date(2026, 8, 21), "Fri"),
        (date(2026, 7, 1), "1 Jul"),
        (date(2026, 11, 1), "1 Nov"),
        (date(2025, 8, 19), "2025-08-19"),
    ],
)
def test_a_moment_is_told_by_how_far_away_it_is(moment: date | None, told: str) -> None:
    assert human(moment, NOW) == told


@settings(max_examples=30)
@given(st.integers(-40_000_000, 40_000_000))
def test_no_moment_takes_more_than_twelve_cells(minutes: int) -> None:
    assert len(human(NOW + timedelta(minutes=minutes), NOW)) <= 12
