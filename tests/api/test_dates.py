"""The two date formats, read and written."""

from datetime import UTC, date, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kinescope_tui.api import DateRange
from kinescope_tui.api.dates import format_moment, parse_moment

DAY = date(2024, 1, 31)
MOMENT = datetime(2024, 1, 31, 12, 30, 15, tzinfo=UTC)


@pytest.mark.parametrize(
    ("text", "moment"),
    [
        ("2024-01-31", DAY),
        ("2024-02-29", date(2024, 2, 29)),
        ("0001-01-01", date(1, 1, 1)),
        ("2024-01-31T12:30:15Z", MOMENT),
        ("2024-01-31T15:30:15+03:00", MOMENT),
        ("2024-01-31T12:30:15.000Z", MOMENT),
        ("2024-01-31T12:30:15.123456789Z", MOMENT.replace(microsecond=123456)),
    ],
)
def test_both_formats_are_read(text: str, moment: date) -> None:
    assert parse_moment(text) == moment
    assert isinstance(parse_moment(text), datetime) is isinstance(moment, datetime)


@pytest.mark.parametrize(
    "text",
    [
        "", "today", "2024", "2024-1-31", "31.01.2024", "2024-01-31 ", "2024-01-31\n", "20240131",
        "2024-02-30", "2023-02-29", "2024-13-01", "2024-00-10", "0000-01-01", "2024-W05-3",
        "2024-01-31T12:30:15", "2024-01-31T12:30Z", "2024-01-31 12:30:15Z", "2024-01-31T25:00:00Z",
        "2024-01-31T12:30:61Z", "2024-01-31T12:30:15+25:00", "2024-01-31T12:30:15Z\n",
        "２０２４-01-31", "٢٠٢٤-01-31T00:00:00Z",
    ],
)  # fmt: skip
def test_what_is_neither_format_or_no_day_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r".+"):
        parse_moment(text)


@given(st.text(max_size=30))
def test_no_text_does_more_than_be_refused(text: str) -> None:
    try:
        format_moment(parse_moment(text))
    except ValueError:
        return


@pytest.mark.parametrize(
    ("moment", "text"),
    [
        (DAY, "2024-01-31"),
        (MOMENT, "2024-01-31T12:30:15Z"),
        (MOMENT.replace(microsecond=999_999), "2024-01-31T12:30:15Z"),
        (datetime(2024, 1, 31, 1, tzinfo=timezone(timedelta(hours=3))), "2024-01-30T22:00:00Z"),
        (date(1, 1, 1), "0001-01-01"),
        (datetime(1, 1, 1, tzinfo=UTC), "0001-01-01T00:00:00Z"),
        (datetime(9999, 12, 31, 23, 59, 59, tzinfo=UTC), "9999-12-31T23:59:59Z"),
    ],
)
def test_a_moment_is_written_as_documented(moment: date, text: str) -> None:
    assert format_moment(moment) == text


@given(st.dates() | st.datetimes(timezones=st.just(UTC)).map(lambda m: m.replace(microsecond=0)))
def test_what_is_written_is_read_as_the_same(moment: date) -> None:
    assert parse_moment(format_moment(moment)) == moment


@pytest.mark.parametrize(
    "moment",
    [
        datetime(2024, 1, 31),  # noqa: DTZ001 - that is the point
        datetime(1, 1, 1, tzinfo=timezone(timedelta(hours=3))),
        datetime(9999, 12, 31, 23, tzinfo=timezone(timedelta(hours=-5))),
    ],
    ids=["no zone", "before the calendar", "after the calendar"],
)
def test_a_moment_that_cannot_be_written_is_refused(moment: datetime) -> None:
    with pytest.raises(ValueError, match=r"^A moment"):
        format_moment(moment)


@pytest.mark.parametrize(
    ("start", "end"),
    [
        (DAY, DAY),
        (DAY, MOMENT),
        (MOMENT, DAY),
        (MOMENT, MOMENT),
        (DAY, DAY + timedelta(days=1)),
        (date(1, 1, 1), datetime(9999, 12, 31, tzinfo=UTC)),
        (datetime(1, 1, 1, tzinfo=UTC), DAY),
    ],
)
def test_a_range_may_mix_both_formats(start: date, end: date) -> None:
    (first, _), (second, _) = DateRange(start, end).query()
    assert (first, second) == ("from", "to")


@pytest.mark.parametrize(
    ("start", "end"),
    [
        (DAY, DAY - timedelta(days=1)),
        (MOMENT, MOMENT - timedelta(seconds=1)),
        (DAY, MOMENT - timedelta(days=1)),
        (MOMENT, DAY - timedelta(days=1)),
        (MOMENT, datetime(1, 1, 1, tzinfo=UTC)),
    ],
)
def test_a_range_that_begins_after_its_end_is_refused(start: date, end: date) -> None:
    with pytest.raises(ValueError, match="starts after it ends"):
        DateRange(start, end)
