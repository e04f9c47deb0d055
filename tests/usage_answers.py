"""Answers on usage, made of their days."""

from datetime import UTC, datetime, time, timedelta

from kinescope_tui.api import Exchange
from kinescope_tui.services.billing.usage import Series, Usage, UsageAnswer
from kinescope_tui.services.time.range_source import Question
from kinescope_tui.services.time.time_range import Bucket, TimeRange


def usage_answer(*series: Series, complete: int | None = None) -> UsageAnswer:
    """Return the answer that these are, when so many of the days were over; all if None."""
    first, count = series[0].first, max(1, len(series[0].values))
    came_at = datetime.combine(
        first + timedelta(days=count if complete is None else complete), time(9), UTC
    )
    last = first + timedelta(days=count - 1)
    question = Question(TimeRange.of(first, last), Bucket.DAY)
    usage = Usage(first, last, list(series), [])
    return UsageAnswer(question, usage, Exchange("GET", "/", (), came_at), came_at=came_at)
