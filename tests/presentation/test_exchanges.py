"""What is told and passed on of a request: its page, its bundle, its curl line, the log file."""

import csv
import io
import json
import shlex
from datetime import datetime, timedelta, timezone
from typing import Any

import pytest
from conftest import TOKEN
from hypothesis import given
from hypothesis import strategies as st
from scripted_server import REQUEST_ID

from kinescope_tui import __version__
from kinescope_tui.api import Exchange, KinescopeError, errors
from kinescope_tui.api.exchange import Attempt, Outcome
from kinescope_tui.api.redaction import redact_json
from kinescope_tui.presentation.requests.curl import curl
from kinescope_tui.presentation.requests.exchange_page import exchange_sections, glance
from kinescope_tui.presentation.requests.request_log import file_text
from kinescope_tui.presentation.requests.support_bundle import support_bundle
from kinescope_tui.presentation.text.json_text import beginning, indented
from kinescope_tui.resources.requests import REQUEST_COLUMNS, totals
from kinescope_tui.services.files.csv_table import RUSSIAN_EXCEL
from kinescope_tui.services.files.records import TableChoice

API = "https://api.kinescope.io"
AT = datetime(2026, 8, 22, 14, 2, 44, 913_000, timezone(timedelta(hours=3)))
SENT = "9e1f0000-0000-4000-8000-000000000001"
BEFORE = "9e1f0000-0000-4000-8000-000000000000"
QUERY = (("page", "2"), ("status[]", "done"), ("q", "anna@mail.example"))


def attempt(status: int | None = None, error: KinescopeError | None = None) -> Attempt:
    return Attempt(
        SENT,
        REQUEST_ID if status else None,
        status,
        error,
        0.061,
        {"Authorization": "····", "X-Request-ID": SENT},
        {"content-type": "application/json", "set-cookie": "····", "x-odd": "5ecret"},
    )


def answered(body: bytes = b"") -> Exchange:
    made = Exchange("GET", "/v1/videos", QUERY, AT, [attempt(200)], Outcome.DONE, 0.061)
    made.body, made.size = body, len(body)
    return made


def refused() -> Exchange:
    error = errors.ValidationFailedError(
        "not for anna@mail.example, Bearer 5ecret",
        status=400,
        code=400400,
        detail="see https://x.example/?sign=5ecret",
        invalid_params=(errors.InvalidParam("page", "min", "Must be 1\nor more"),),
    )
    gateway = Attempt(BEFORE, "first-id", 502, errors.ServerError("x", status=502), 0.5)
    made = Exchange(
        "GET", "/v1/videos", QUERY, AT, [gateway, attempt(400, error)], Outcome.FAILED, 1.2
    )
    made.error, made.size = error, 74
    return made


def unanswered() -> Exchange:
    error = errors.DeadlineError("No answer within 30 s.")
    made = Exchange("GET", "/v1/videos", (), AT, [attempt(None, error)], Outcome.FAILED, 30.0)
    made.error = error
    return made


def unsent() -> Exchange:
    error = errors.StoppedError("Stopped before a response arrived.")
    return Exchange("GET", "/v1/videos", (), AT, [], Outcome.FAILED, error=error)


ALL = {"answered": answered, "refused": refused, "unanswered": unanswered, "unsent": unsent}


def facts(text: str) -> dict[str, str]:
    lines = text.splitlines()[1:]
    return {line[:16].strip(): line[16:].strip() for line in lines}


# The support bundle.


def test_the_bundle_of_a_failure_tells_support_everything_and_names_nobody() -> None:
    told = facts(support_bundle(refused(), API))
    assert told["time"] == "2026-08-22T14:02:44.913+03:00"
    assert told["request"] == "GET /v1/videos?page=2&status[]=done&q=HIDDEN"
    assert told["HTTP status"] == "400"
    assert told["code"] == "400400 VALIDATION_ERROR"
    assert told["message"] == "not for ····@····, Bearer ····"
    assert told["detail"] == "see https://x.example/?····"
    assert told["invalid param"] == "page: min — Must be 1 or more"
    assert told["X-Request-ID"] == f"{REQUEST_ID} (from the server)"
    assert "502" in told["attempt 1"]
    assert "first-id" in told["attempt 1"]
    assert REQUEST_ID in told["attempt 2"]
    assert told["took"] == "1.2 s"
    assert f"kinescope-tui {__version__} · Python 3." in told["versions"]
    assert "$KINESCOPE_API_TOKEN" in told["curl"]


def test_a_success_has_a_bundle_too() -> None:
    told = facts(support_bundle(answered(b'{"data": {"title": "5ecret"}}'), API))
    assert told["outcome"] == "answered after 1 attempt"
    assert told["HTTP status"] == "200"
    assert "code" not in told


def test_a_request_that_was_never_answered_is_told_by_our_own_id() -> None:
    told = facts(support_bundle(unanswered(), API))
    assert told["HTTP status"] == "—"
    given = f"— (the server sent none; our id, sent with the request: {SENT})"
    assert told["X-Request-ID"] == given
    assert "attempt 1" not in told


def test_a_request_that_never_left_says_so() -> None:
    assert facts(support_bundle(unsent(), API))["X-Request-ID"] == "— (nothing was sent)"


@pytest.mark.parametrize("make", ALL.values(), ids=ALL)
def test_what_is_passed_on_holds_nothing_secret(make: Any) -> None:
    made = make()
    made.body = b'{"data": {"title": "5ecret"}}'
    passed_on = [
        support_bundle(made, API),
        file_text([made], API, "x.har"),
        file_text([made], API, "x.jsonl"),
    ]
    for text in passed_on:
        assert "5ecret" not in text
        assert "anna" not in text
        assert TOKEN not in text


def test_a_bundle_tells_what_is_missing_of_a_failure() -> None:
    made = refused()
    made.error = made.attempts[0].error = errors.ServerError("", status=500)
    told = facts(support_bundle(made, API))
    assert (told["message"], told["detail"]) == ("—", "—")
    made.error, made.outcome = None, Outcome.DONE
    assert " · — (this attempt failed" in facts(support_bundle(made, API))["failed first"]


@given(st.text(max_size=50))
def test_a_bundle_is_lines_of_facts_whatever_the_server_said(said: str) -> None:
    made = refused()
    made.error = errors.ServerError(said, detail=said, status=500)
    made.attempts[-1].request_id = said or None
    assert len(support_bundle(made, API).splitlines()) == 17


# The curl line.


def test_the_curl_line_asks_the_same_with_the_token_of_the_environment() -> None:
    line = curl(API, answered())
    parts = shlex.split(line)
    assert parts[0] == "curl"
    assert "Authorization: Bearer $KINESCOPE_API_TOKEN" in parts
    assert "--globoff" in parts
    assert parts[-1] == f"{API}/v1/videos?page=2&status[]=done&q=anna%40mail.example"


def test_a_path_cannot_break_out_of_the_curl_line() -> None:
    made = Exchange("GET", "/v1/videos/'; rm -rf x; '", (), AT)
    assert shlex.split(curl(API, made))[-1].endswith("/v1/videos/'; rm -rf x; '")


# The log as a file.


def test_json_lines_are_an_object_each() -> None:
    lines = file_text([make() for make in ALL.values()], API, "log.jsonl").splitlines()
    records = [json.loads(line) for line in lines]
    assert [record["status"] for record in records] == [200, 400, None, None]
    assert records[1]["error"]["name"] == "VALIDATION_ERROR"
    assert records[1]["error"]["invalid_params"][0]["name"] == "page"
    assert [tried["status"] for tried in records[1]["attempts"]] == [502, 400]
    assert [record["request_id"] for record in records[2:]] == [None, None]
    assert records[2]["sent_id"] == SENT
    assert records[0]["duration_ms"] == 61.0


def test_a_table_has_a_row_for_each_for_russian_excel_too() -> None:
    made = [make() for make in ALL.values()]
    plain = file_text(made, API, "log.csv")
    excel = file_text(made, API, "log.csv", TableChoice(RUSSIAN_EXCEL))
    rows = list(csv.DictReader(io.StringIO(plain)))
    assert [row["status"] for row in rows] == ["200", "400", "", ""]
    assert rows[1]["error_name"] == "VALIDATION_ERROR"
    assert [row["attempts"] for row in rows][:2] == ["1", "2"]
    assert rows[0]["url"].startswith(API)
    assert rows[0]["duration_ms"] == "61.0"
    head, first = excel.splitlines()[:2]
    assert head.startswith("\N{BYTE ORDER MARK}time;method;")
    assert ";61,0;" in first


def test_har_has_an_entry_for_every_attempt_and_for_what_was_never_sent() -> None:
    log = json.loads(file_text([make() for make in ALL.values()], API, "LOG.HAR"))["log"]
    assert log["version"] == "1.2"
    entries = log["entries"]
    assert [entry["response"]["status"] for entry in entries] == [200, 502, 400, 0, 0]
    for entry in entries:
        assert {"startedDateTime", "time", "request", "response", "cache", "timings"} <= set(entry)
        names = {header["name"] for header in entry["response"]["headers"]}
        assert names <= {"content-type"}
    assert entries[0]["request"]["url"].startswith(API)
    sent = {h["name"]: h["value"] for h in entries[0]["request"]["headers"]}
    assert sent["Authorization"] == "····"


# The page of a request.


def page_text(made: Exchange, same: int = 0) -> str:
    sections = exchange_sections(made, API, same)
    lines = [f"{s.title}\n{s.foot}" for s in sections]
    lines += ["  ".join(cell.text for cell in row) for s in sections for row in s.rows]
    return "\n".join(lines)


def test_the_page_of_a_failure_says_what_it_means_and_lists_its_attempts() -> None:
    text = page_text(refused(), same=2)
    assert "✗ 400 · failed after 2 attempts" in text
    assert "Must be 1 or more (min)" in text
    assert "check each parameter" in text
    assert "seen  3 times" in text
    assert "first-id" in text
    assert "Authorization  ····" in text
    assert "5ecret" not in text.replace("x-odd  5ecret", "")


def test_the_page_shows_the_body_in_lines_without_what_opens_something() -> None:
    body = b'{"data": {"title": "\x1b[2J\xd0\x81", "streamkey": "5ecret", "n": 1.50}}'
    text = page_text(answered(body))
    assert '    "title": "␛[2JЁ",' in text
    assert '    "n": 1.50' in text
    assert "5ecret" not in text.replace("x-odd  5ecret", "")


def test_a_long_body_says_that_it_is_the_beginning() -> None:
    made = answered(b'{"data": [' + b'{"id": 1},' * 3_000)
    made.size = 467_000
    assert "Body: first part of 467.0 kB" in page_text(made)
    made.body = b""
    assert "no longer kept" in page_text(made)
    assert "Body: none received" in page_text(unanswered())


def test_a_web_page_is_shown_as_text() -> None:
    text = page_text(answered(b"<html>\n<b>[/] Log in</b>"))
    assert "<b>[/] Log in</b>" in text


@pytest.mark.parametrize("make", ALL.values(), ids=ALL)
def test_a_glance_names_request_and_id(make: Any) -> None:
    section = glance(make())
    labels = [row[0].text for row in section.rows]
    assert labels[:3] == ["request", "X-Request-ID", "asked"]


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ('{"a": [1, {}], "b": {"c": []}}',
         ["{", '  "a": [', "    1,", "    {}", "  ],", '  "b": {', '    "c": []', "  }", "}"]),
        ('{"a": "x,{y}:\\"z"', ["{", '  "a": "x,{y}:\\"z"']),
        ('{"cut": "in the mid', ["{", '  "cut": "in the mid']),
        ("[]]]", ["[]", "]", "]"]),
        ("null", ["null"]),
        ("", [""]),
    ],
)  # fmt: skip
def test_json_is_set_out_in_lines_whole_or_not(text: str, lines: list[str]) -> None:
    assert indented(text, 100) == lines


SCALARS = st.none() | st.floats(allow_nan=False) | st.text(max_size=5)


@given(
    st.recursive(
        SCALARS, lambda inner: st.lists(inner) | st.dictionaries(st.text(max_size=3), inner)
    )
)
def test_setting_out_changes_no_value(value: Any) -> None:
    assert json.loads("\n".join(indented(json.dumps(value), 10_000))) == value


NAMES = st.sampled_from(["token", "name", "value", "id", "a"])


@given(
    st.recursive(SCALARS, lambda inner: st.lists(inner) | st.dictionaries(NAMES, inner)),
    st.integers(1, 9),
)
def test_the_first_lines_come_from_the_beginning_alone(value: Any, most: int) -> None:
    text = json.dumps(value)
    begun = beginning(text, most)
    assert indented(begun, most) == indented(text, most)
    assert len(indented(begun, 10_000)) <= most  # and nothing after them is looked at
    assert indented(redact_json(text, end=len(begun)), most) == indented(redact_json(text), most)


def test_deep_and_wide_bodies_are_set_out_in_time() -> None:
    assert len(indented("[" * 32_000, 300)) == 300
    assert len(indented("1," * 16_000, 300)) == 300
    exchange_sections(answered(b'{"' + b"x" * 32_000), API)


# The table.


def cells(made: Exchange) -> dict[str, str]:
    return {column.title: column.cell(made).text for column in REQUEST_COLUMNS}


def test_a_row_tells_what_became_of_a_request() -> None:
    row = cells(refused())
    assert row["TIME"] == "14:02:44"
    assert row["HTTP"] == "✗ 400"
    assert row["REQUEST"].startswith("GET /v1/videos?page=2")
    assert row["TOOK"] == "1.2 s"
    assert row["REQ ID"] == REQUEST_ID[:8]
    assert row["NOTE"] == "400400 VALIDATION_ERROR"
    assert cells(unanswered())["HTTP"] == "✗ —"
    assert cells(unanswered())["NOTE"] == "timeout"
    assert cells(unsent())["REQ ID"] == ""


def test_a_request_that_recovered_says_after_what() -> None:
    made = answered()
    made.attempts.insert(0, Attempt(SENT, None, 503, errors.ServerError("x", status=503)))
    assert cells(made)["NOTE"] == "2 tries, 503"
    assert cells(made)["HTTP"] == "✓ 200"
    assert "1 recovered" in totals([made])


def test_the_totals_count_and_measure() -> None:
    assert totals([]) == "0 requests · 0 failed"
    assert totals([answered(), answered(), refused()]) == (
        "3 requests · 1 failed · p50 61 ms · p95 61 ms"
    )
