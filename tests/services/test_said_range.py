"""Whether an answer denies the range that was asked for."""

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest

from kinescope_tui.api.dates import DateRange
from kinescope_tui.services.time.said_range import is_of_range

DAYS = DateRange(date(2026, 6, 1), date(2026, 6, 3))
HOURS = DateRange(datetime(2026, 6, 1, 5, tzinfo=UTC), datetime(2026, 6, 1, 9, tzinfo=UTC))
MOSCOW = ZoneInfo("Europe/Moscow")


@pytest.mark.parametrize(
    ("asked", "begin", "end", "is_it"),
    [
        (DAYS, "2026-06-01", "2026-06-03", True),
        (DAYS, "2026-06-01T00:00:00Z", "2026-06-03T00:00:00Z", True),  # as it is documented
        (DAYS, "2026-05-31T21:00:00Z", "2026-06-02T21:00:00Z", True),  # midnights of the workspace
        (DAYS, "2026-06-01T00:00:00Z", "2026-06-03T23:59:59Z", True),
        (DAYS, "2026-05-31T21:00:00Z", "2026-06-03T21:00:00Z", True),  # the midnight after it
        (DAYS, "", "", True),
        (DAYS, "soon", "2026-06-03", True),
        (DAYS, "0001-01-01T00:00:00Z", "9999-12-31T23:59:59Z", False),
        (DAYS, "2026-06-02", "2026-06-03", False),
        (DAYS, "2026-06-01T00:00:00Z", "2026-06-05T00:00:00Z", False),
        (HOURS, "2026-06-01T08:00:00+03:00", "2026-06-01T09:00:00.4Z", True),
        (HOURS, "2026-06-01T00:00:00Z", "2026-06-01T09:00:00Z", False),
        (HOURS, "2026-06-01", "2026-06-02", False),
    ],
)
def test_what_is_said_is_the_range_or_another(
    asked: DateRange, begin: str, end: str, is_it: bool
) -> None:
    assert is_of_range(asked, (begin, end), MOSCOW) is is_it
