"""Requests as a list: what is listed, where the cursor goes, and why there is nothing."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

import pytest

from kinescope_tui.api import Exchange, Priority, errors
from kinescope_tui.api.exchange import Attempt, Outcome
from kinescope_tui.api.order import Order
from kinescope_tui.presentation.requests.request_log import no_requests
from kinescope_tui.resources.requests import REQUEST_COLUMNS, WIDE_REQUEST_COLUMNS, ToldOnce, dated
from kinescope_tui.services.requests.kept_request import KeptRequest
from kinescope_tui.services.workspace.journal import Journal
from kinescope_tui.services.workspace.request_list import RequestList


@pytest.fixture
def listed() -> RequestList:
    return RequestList(Journal())


def asked(listed: RequestList, *, fails: bool = False) -> Exchange:
    """A request that was sent and ended."""
    exchange = Exchange("GET", "/v1/videos", (), datetime.now(UTC))
    listed.journal.record(exchange)
    exchange.outcome = Outcome.FAILED if fails else Outcome.DONE
    exchange.error = errors.ForbiddenError("no", status=403) if fails else None
    listed.journal.record(exchange)
    return exchange


def test_the_newest_stands_first_and_failures_can_be_looked_at_alone(listed: RequestList) -> None:
    assert no_requests(listed) == "No requests yet."
    listed.only_failures = True
    assert no_requests(listed) == "No requests yet."
    first = asked(listed)
    assert listed.exchanges == []
    assert no_requests(listed) == "No failures in 1 request.\n\nf shows all requests"
    failed = asked(listed, fails=True)
    assert listed.exchanges == [failed]
    listed.only_failures = False
    assert listed.exchanges == [failed, first]


def test_the_cursor_stays_with_its_request_or_goes_to_the_one_that_is_wanted(
    listed: RequestList,
) -> None:
    assert listed.rows(None, otherwise=5)[1] == 0
    first, failed, last = asked(listed), asked(listed, fails=True), asked(listed)
    rows, row = listed.rows(None, first)
    assert (rows.row(row), row) == (first, 2)
    assert listed.rows(last, first)[1] == 0
    listed.only_failures = True
    assert listed.rows(first, failed)[1] == 0
    assert listed.rows(first, otherwise=9)[1] == 0  # the last one there is
    listed.only_failures = False
    assert listed.rows(None, Exchange("GET", "/", (), datetime.now(UTC)), otherwise=1)[1] == 1


def test_what_an_export_pushes_out_stands_among_what_is_kept(listed: RequestList) -> None:
    def exported(number: int) -> Exchange:
        exchange = Exchange("GET", "/v1/videos", (), datetime.now(UTC), [Attempt(f"id {number}")])
        exchange.priority = Priority.BULK
        listed.journal.record(exchange)
        exchange.outcome = Outcome.DONE
        listed.journal.record(exchange)
        return exchange

    first, *_ = [exported(number) for number in range(100)]
    kept = KeptRequest("GET", first.path, (), first.started_at, first.attempts, Outcome.DONE)
    listed.kept = [kept]
    assert kept not in listed.exchanges
    exported(100)  # of these the journal keeps a hundred: it has as many as before
    assert first not in listed.exchanges
    assert kept in listed.exchanges


def test_sorted_requests_of_several_days_tell_the_day(listed: RequestList) -> None:
    now = datetime.now().astimezone()
    listed.kept = [KeptRequest("GET", path, (), now) for path in ("/b", "/a")]
    listed.order = Order.parse("time")
    told = [listed.mixes_days]
    yesterday = KeptRequest("GET", "/c", (), now - timedelta(days=1))
    listed.kept = [*listed.kept, yesterday]
    told.append(listed.mixes_days)
    for columns in (REQUEST_COLUMNS, WIDE_REQUEST_COLUMNS):
        when, *others = dated(columns)
        assert when.cell(yesterday).text == f"{yesterday.started_at:%Y-%m-%d %H:%M}"
        assert (when.title, when.sort_field, others) == ("TIME", "time", [*columns[1:]])
    listed.order = Order()
    assert [*told, listed.mixes_days] == [False, True, False]  # each stands below its day


def test_what_a_file_holds_is_counted_once_and_not_at_every_key(listed: RequestList) -> None:
    asked_at = datetime.now(UTC)
    listed.kept = [KeptRequest("GET", path, (), asked_at) for path in ("/last", "/first")]
    of_file, counted = listed.of_session, []

    def words(exchanges: Sequence[Exchange]) -> str:
        counted.append(len(exchanges))
        return str(len(exchanges))

    told = ToldOnce(of_file)
    assert [told.by(words), told.by(words), counted] == ["2", "2", [2]]
    assert [one.path for one in of_file] == ["/first", "/last"]
    assert listed.of_session is of_file
    listed.kept = listed.kept[:1]
    assert len(listed.of_session) == 1
    asked(listed)
    assert listed.of_session is not listed.of_session  # these change
