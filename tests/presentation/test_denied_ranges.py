"""A range that the server denies is told of, wherever its numbers stand."""

from datetime import UTC, date, datetime

import pytest

from kinescope_tui.api.dates import DateRange
from kinescope_tui.api.exchange import Exchange
from kinescope_tui.api.models import Overview
from kinescope_tui.presentation.analytics.audience_page import audience_sections
from kinescope_tui.presentation.analytics.range_words import denied_range
from kinescope_tui.services.analytics.course import Course
from kinescope_tui.services.analytics.overview import Answer
from kinescope_tui.services.analytics.sums import Sums
from kinescope_tui.services.time.range_source import Question
from kinescope_tui.services.time.time_range import Bucket, TimeRange
from kinescope_tui.services.time.zones import DayZone

JUNE = DateRange(date(2026, 6, 1), date(2026, 6, 3))
NOW = datetime(2026, 7, 1, tzinfo=UTC)


@pytest.mark.parametrize(
    ("said", "told"),
    [
        (("2026-06-01", "2026-06-03"), ""),
        (("", "no date"), ""),
        (("2026-06-02", ""), "the server reports 2026-06-02 to ?, not 2026-06-01 to"),
        (("2026-06-01", "\x1b[31m2027-01-01"), ""),
    ],
)
def test_only_a_range_that_is_said_and_another_one_is_denied(
    said: tuple[str, str], told: str
) -> None:
    denied = denied_range(JUNE, said, UTC)
    assert denied.startswith(told)
    assert bool(denied) == bool(told)


@pytest.mark.parametrize(("begins", "is_denied"), [("2026-06-01", False), ("2026-05-31", True)])
def test_the_audience_of_a_video_tells_it(begins: str, is_denied: bool) -> None:
    question = Question(TimeRange(JUNE), Bucket.DAY, "v1")
    exchange, zone = Exchange("GET", "/", (), NOW), DayZone.of("UTC", "")
    dates = (begins, "2026-06-03")
    answer = Answer(question, Overview(), Course([]), Sums(()), exchange, zone, NOW, 0, dates)
    facts = audience_sections(answer)[0].rows
    assert ("Other days" in [row[0].text.strip() for row in facts]) == is_denied
