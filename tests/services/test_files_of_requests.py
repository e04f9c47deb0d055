"""Files of requests that somebody sent: what the program saves is read again, all else is told."""

import json
from collections.abc import Callable
from datetime import UTC, datetime
from itertools import product
from pathlib import Path

import pytest
from conftest import FULL
from hypothesis import given, settings
from hypothesis import strategies as st

from kinescope_tui.api import errors
from kinescope_tui.api.exchange import Attempt, Exchange, Outcome
from kinescope_tui.presentation.requests.exchange_page import exchange_sections, glance
from kinescope_tui.presentation.requests.request_log import har, json_lines
from kinescope_tui.presentation.requests.support_bundle import incident_bundle
from kinescope_tui.resources.requests import REQUEST_COLUMNS
from kinescope_tui.services.requests.kept_request import kept_request
from kinescope_tui.services.requests.request_file import (
    RequestFileError,
    _of_har,
    read_requests,
    since_of,
)
from kinescope_tui.services.requests.request_record import request_record

URL = "https://api.kinescope.io"
Write = Callable[[list[Exchange], str], str]
NOW = datetime(2026, 11, 28, 12, tzinfo=UTC)
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3)
    ),
    max_leaves=5,
)  # fmt: skip
FIELDS = ("time", "method", "url", "status", "request_id", "sent_id", "bytes", "error", "attempts",
          "duration_ms", "asker", "request", "response", "startedDateTime")  # fmt: skip


def saved() -> list[Exchange]:
    """One that recovered, and one that failed."""
    gone = errors.ServerError("bad gateway", status=502)
    sent = {"X-Request-ID": "sent-1"}
    first = Exchange("GET", "/v1/videos", (("q", "Anna"), ("page", "2")), NOW)
    first.attempts = [
        Attempt("sent-1", "REQ-1", 502, gone, 0.2, sent, {"x-request-id": "REQ-1"}),
        Attempt("sent-2", "REQ-2", 200, None, 0.3, {}, {"x-request-id": "REQ-2"}),
    ]
    first.outcome, first.duration_s, first.size = Outcome.DONE, 0.5, 420
    second = Exchange("GET", "/v1/tags", (), NOW.replace(hour=13))
    error = errors.ForbiddenError("access denied", status=403, code=100103)
    second.attempts = [Attempt("sent-3", "REQ-3", 403, error, 0.1, {}, {"x-request-id": "REQ-3"})]
    second.outcome, second.error = Outcome.FAILED, error
    return [first, second]


@pytest.mark.parametrize(("name", "write"), [("a.jsonl", json_lines), ("a.har", har)])
def test_what_the_program_saves_is_read_again(tmp_path: Path, name: str, write: Write) -> None:
    path = tmp_path / name
    path.write_text(write(saved(), URL))
    failed, recovered = read_requests(path)
    assert [a.request_id for a in recovered.attempts] == ["REQ-1", "REQ-2"]
    assert [a.status for a in recovered.attempts] == [502, 200]
    assert isinstance(recovered.attempts[0].error, errors.ServerError)
    assert (recovered.error, recovered.duration_s, recovered.size) == (None, 0.5, 420)
    assert recovered.target == "/v1/videos?q=HIDDEN&page=2"
    assert isinstance(failed.error, errors.ForbiddenError)
    assert (failed.base_url, failed.started_at) == (URL, NOW.replace(hour=13))
    assert failed.error.code == 100103


def of_all_kinds() -> list[Exchange]:
    """Requests of every outcome, with every number of attempts, some of them at one moment."""
    param = errors.InvalidParam("page", "range", "too large")
    failures: list[errors.KinescopeError | None] = [
        None,
        errors.NotFoundError("no such video", status=404, code=404404, detail="write to a@b.cc"),
        errors.ValidationFailedError("odd", status=422, code=100103, invalid_params=(param,)),
        errors.NoAnswerError("no response"),
        errors.UnexpectedShapeError("not what was agreed"),  # of an answer with a good status
        errors.NotSentError("nobody could be asked"),
    ]
    made = []
    for number, (outcome, error, tries) in enumerate(product(Outcome, failures, range(4))):
        one = Exchange("GET", "/v1/videos", (("page", str(number // 9)),), NOW, outcome=outcome)
        for n in range(tries):
            # The next attempt comes after a failure, and also after an answer that was none.
            status = (502, None, 200)[n % 3] if error is None else error.status
            last = Attempt(f"sent-{number}-{n}", f"REQ-{number}-{n}" if n else None, status)
            last.error = errors.ServerError("bad gateway", status=502) if n % 2 == 0 else None
            last.duration_s, last.has_left = 0.25, bool(n)
            one.attempts.append(last)
        if outcome is Outcome.FAILED:
            one.error = error
            if one.attempts:
                one.attempts[-1].error = error
        one.duration_s, one.size, one.asker = 0.5, number, "screen" if number % 2 else ""
        made.append(one)
    return made


@pytest.mark.parametrize("chosen", [slice(None), slice(None, None, -1), slice(3, None, 5)])
def test_har_tells_of_requests_what_json_lines_do(tmp_path: Path, chosen: slice) -> None:
    told = []
    for name, write in (("a.jsonl", json_lines), ("a.har", har)):
        (tmp_path / name).write_text(write(of_all_kinds()[chosen], URL))
        found = read_requests(tmp_path / name)
        told.append([request_record(one, "") for one in found])
        (tmp_path / name).write_text(write(found, ""))  # and of those of a file
        assert [request_record(one, "") for one in read_requests(tmp_path / name)] == told[-1]
    assert told[0] == told[1]
    assert len(told[0]) == len(of_all_kinds()[chosen])


def test_har_of_other_tools_is_read_by_its_own_fields(tmp_path: Path) -> None:
    path = tmp_path / "a.har"
    document = json.loads(har(saved(), URL))
    for entry in document["log"]["entries"]:
        del entry["_exchange"]
    path.write_text(json.dumps(document))
    failed, recovered = read_requests(path)
    assert (failed.status, failed.request_id, len(recovered.attempts)) == (403, "REQ-3", 2)


@settings(max_examples=200 if FULL else 25, deadline=None, database=None)
@given(JSON | st.dictionaries(st.sampled_from(("id", *FIELDS)), JSON))
def test_whatever_our_field_of_har_holds_costs_no_entry(record: object) -> None:
    document = json.loads(har(saved()[1:], URL))
    document["log"]["entries"][0]["_exchange"] = record
    (found,) = _of_har(document["log"])
    assert glance(found)
    assert incident_bundle([found], URL)


@pytest.mark.parametrize(
    "content",
    [b"", b"\xff\xfe\x00", b"[" * 100_000, b"{}", b'{"log": {"entries": [7, {}]}}', b'{"log": []}',
     b'"text"\nnull\n[1]'],
)  # fmt: skip
def test_a_file_of_something_else_is_told(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "sent.har"
    path.write_bytes(content)
    with pytest.raises(RequestFileError, match=r"sent\.har is "):
        read_requests(path)


def test_what_cannot_be_read_is_told(tmp_path: Path) -> None:
    with pytest.raises(RequestFileError, match="No such file"):
        read_requests(tmp_path / "none")
    with pytest.raises(RequestFileError):
        read_requests(tmp_path)


def test_lines_that_are_none_are_left_out_and_tokens_are_struck(tmp_path: Path) -> None:
    path = tmp_path / "sent.jsonl"
    bearer = "https://api.kinescope.io/v1/x?token=secret#Bearer%20abc"
    lines = [
        {"time": "2026-11-28T12:00:00Z", "method": "GET", "url": bearer, "status": 500,
         "error": {"kind": "ServerError", "message": "Bearer 0123456789abcdef0123"}},
        {"method": "GET"},
    ]  # fmt: skip
    path.write_text("nothing\n" + "\n".join(map(json.dumps, lines)))
    (found,) = read_requests(path)
    told = incident_bundle([found], URL)
    assert "secret" not in told
    assert "0123456789abcdef" not in told


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_a_line_ends_where_json_lines_do(tmp_path: Path, end: str) -> None:
    path = tmp_path / "sent.jsonl"
    odd = "a\u2028b\u2029c\x85d"
    record = {"time": "2026-11-28T12:00:00Z", "method": "GET", "url": "/v1/x", "asker": odd}
    path.write_bytes(end.join([json.dumps(record, ensure_ascii=False)] * 2).encode())
    assert [one.path for one in read_requests(path)] == ["/v1/x", "/v1/x"]


@settings(max_examples=400 if FULL else 25, deadline=None, database=None)
@given(st.dictionaries(st.sampled_from(FIELDS), JSON))
def test_any_record_is_a_request_that_can_be_shown_or_none(record: dict[str, object]) -> None:
    shown = {"time": "2026-01-01", "method": "GET", "url": "/v1/x", **record}
    for one in (kept_request(record, 1), kept_request(shown, 2)):
        if one is not None:
            assert glance(one)
            assert exchange_sections(one, URL)
            assert incident_bundle([one], URL)
            assert all(column.cell(one) for column in REQUEST_COLUMNS)


def test_how_long_ago_is_said_in_minutes_hours_days_and_weeks() -> None:
    assert since_of("-1d", NOW) == NOW.replace(day=27)
    assert since_of("90m", NOW) == NOW.replace(hour=10, minute=30)
    assert since_of("-2w", NOW) == NOW.replace(day=14)
    assert [since_of(text, NOW) for text in ("", "d", "-xd", "1y", "²d", "-999999999w")] == [
        None
    ] * 6
