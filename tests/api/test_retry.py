"""Which failures are repeated, and when."""

from datetime import UTC, datetime, timedelta
from email.utils import format_datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kinescope_tui.api import KinescopeError, RetryPolicy, errors
from kinescope_tui.api.pacing import LONGEST_PAUSE_S
from kinescope_tui.api.retry import asked_wait_s, parse_retry_after

NOW = datetime(2026, 8, 21, 12, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("header", "seconds"),
    [
        ("0", 0.0),
        ("5", 5.0),
        (" 5 ", 5.0),
        ("0.4", 0.4),
        ("3600", 3600.0),
        ("1e308", 1e308),
        ("Fri, 21 Aug 2026 12:00:30 GMT", 30.0),
        ("Fri, 21 Aug 2026 15:00:30 +0300", 30.0),
        ("Fri, 21 Aug 2026 12:00:30 -0000", 30.0),
        ("Friday, 21-Aug-26 12:00:30 GMT", 30.0),
        ("Fri, 21 Aug 2026 11:00:00 GMT", 0.0),
        ("Wed, 21 Oct 2015 07:28:00 GMT", 0.0),
    ],
)
def test_both_forms_of_retry_after_are_read(header: str, seconds: float) -> None:
    assert parse_retry_after(header, NOW) == seconds


@pytest.mark.parametrize(
    "header",
    [
        None, "", " ", "nan", "inf", "-inf", "Infinity", "-1", "-0.5", "soon", "5 s", "0x10", "5,5",
        "9" * 5_000, "1e999", "Fri, 99 Aug 2026 12:00:30 GMT", "2026-08-21T12:00:30Z",
        "1 Jan 99999999999999999999 00:00:00 GMT", "1 Jan 1 1:1:1 +99999999999999999999",
        "1 Jan 2026 99:99:99", "\x00", "Fri,", "⁵",
    ],
    ids=lambda header: ascii(header)[:30],
)  # fmt: skip
def test_a_retry_after_that_makes_no_sense_is_none(header: str | None) -> None:
    assert parse_retry_after(header, NOW) is None


@given(
    st.text(max_size=40)
    | st.from_regex(
        r"(\w{3},? ?)?\d{1,2}[ -](Jan|Dec)[ -]\d{1,22} \d+:\d+(:\d+)? ([+-]\d{1,22}|GMT)",
        fullmatch=True,
    )
)
def test_no_header_does_more_than_be_ignored(header: str) -> None:
    seconds = parse_retry_after(header, NOW)
    assert seconds is None or 0 <= seconds < float("inf")


def test_a_date_far_ahead_is_waited_for_as_long_as_anybody_would() -> None:
    seconds = parse_retry_after("Fri, 31 Dec 9999 23:59:59 -0500", NOW)
    assert seconds is not None
    error = errors.RateLimitedError("slow down", status=429, retry_after_s=seconds)
    assert RetryPolicy().wait_s(error, 1) == LONGEST_PAUSE_S


@pytest.mark.parametrize("apart_s", [-3_600, 0, 3_600])
@pytest.mark.parametrize("form", ["date", "seconds"])
def test_a_date_is_judged_by_the_clock_that_wrote_it(form: str, apart_s: int) -> None:
    there = NOW + timedelta(seconds=apart_s)
    ends = format_datetime(there + timedelta(seconds=30), usegmt=True)
    headers = {
        "date": format_datetime(there, usegmt=True),
        "retry-after": ends if form == "date" else "30",
    }
    assert asked_wait_s(headers, NOW) == 30.0


@pytest.mark.parametrize("date", [{}, {"date": ""}, {"date": "nonsense"}])
def test_where_the_server_does_not_tell_its_clock_ours_is_taken(date: dict[str, str]) -> None:
    assert asked_wait_s({**date, "retry-after": "Fri, 21 Aug 2026 12:00:30 GMT"}, NOW) == 30.0
    assert asked_wait_s(date, NOW) is None


@pytest.mark.parametrize(
    "error",
    [
        errors.UnreachableError("x"),
        errors.CutAnswerError("x"),
        *(errors.ServerError("x", status=status) for status in (500, 502, 503, 504)),
        errors.RateLimitedError("x", status=429),
        errors.ApiError("x", status=408),
        errors.NotJsonError("x", status=502),
    ],
    ids=repr,
)
def test_a_failure_that_may_pass_is_repeated(error: KinescopeError) -> None:
    policy = RetryPolicy(attempts=3)
    waits = [policy.wait_s(error, attempt) for attempt in (1, 2, 3, 4)]
    assert [wait is not None for wait in waits] == [True, True, False, False]


@pytest.mark.parametrize(
    "error",
    [
        *(errors.ApiError("x", status=status) for status in (400, 401, 402, 403, 404, 409, 422)),
        errors.ServerError("x", status=501),
        errors.ServerError("x", status=505),
        errors.RedirectedError("x", status=302),
        errors.NotJsonError("x", status=200),
        errors.UnexpectedShapeError("x", status=200),
        errors.TooLargeError("x", status=200),
        errors.CutAnswerError("x", status=404),
        errors.CsvUnavailableError("x", status=200),
        errors.TlsError("x"),
        errors.DeadlineError("x"),
        errors.NotSentError("x"),
    ],
    ids=repr,
)
def test_a_failure_that_would_come_again_is_not_repeated(error: KinescopeError) -> None:
    assert RetryPolicy().wait_s(error, 1) is None
    error.retry_after_s = 0.0
    assert RetryPolicy().wait_s(error, 1) is None
    assert RetryPolicy().wait_s(error, 1, is_bulk=True) is None


@given(st.integers(1, 999))
def test_a_wait_is_random_below_a_bound_that_doubles_up_to_the_cap(attempt: int) -> None:
    policy = RetryPolicy(attempts=1_000, base_s=0.5, cap_s=8.0)
    waits = [policy.wait_s(errors.UnreachableError("x"), attempt) or 0.0 for _ in range(40)]
    bound = min(8.0, 0.5 * 2 ** (attempt - 1))
    assert all(bound / 2 <= wait <= bound for wait in waits)
    assert len(set(waits)) > 1


@pytest.mark.parametrize("asked_s", [7.5, 60.0, 3_599.0, 3_600.0, 3_601.0, 1e308])
@pytest.mark.parametrize("status", [429, 503])
def test_what_the_server_asks_for_is_waited_up_to_an_hour(asked_s: float, status: int) -> None:
    error = errors.ApiError("x", status=status, retry_after_s=asked_s)
    assert RetryPolicy().wait_s(error, 1) == min(asked_s, LONGEST_PAUSE_S)


def test_who_may_come_back_at_once_still_waits_a_moment() -> None:
    error = errors.RateLimitedError("x", status=429, retry_after_s=0.0)
    assert (RetryPolicy(base_s=0.5).wait_s(error, 1) or 0.0) >= 0.25


def test_bulk_work_outlasts_what_the_server_puts_off_for_an_hour() -> None:
    policy = RetryPolicy()
    put_off = errors.ServerError("x", status=503, retry_after_s=60.0)
    for error in (errors.RateLimitedError("x", status=429), put_off):
        assert policy.wait_s(error, 50) is None
        assert policy.wait_s(error, 50, is_bulk=True, put_off_s=3_000) is not None
        assert policy.wait_s(error, 50, is_bulk=True, put_off_s=3_600) is None
    assert policy.wait_s(errors.ServerError("x", status=503), 3, is_bulk=True) is None


def test_one_attempt_is_never_repeated() -> None:
    assert RetryPolicy(attempts=1).wait_s(errors.UnreachableError("x"), 1) is None
    refused = errors.RateLimitedError("x", status=429, retry_after_s=1.0)
    assert RetryPolicy(attempts=1).wait_s(refused, 1, is_bulk=True) is None
