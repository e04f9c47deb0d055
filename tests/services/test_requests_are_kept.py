"""The ledger: what is kept of requests, what is not, and what a broken file costs."""

import json
import sqlite3
from collections import Counter
from collections.abc import Callable
from contextlib import closing
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from conftest import FULL
from hypothesis import given, settings
from hypothesis import strategies as st
from small_limits import no_more_bytes

from kinescope_tui.api import Token, errors
from kinescope_tui.api.exchange import Attempt, Exchange, Outcome
from kinescope_tui.api.own_secrets import OWN_SECRETS
from kinescope_tui.headless.requests import Wanted
from kinescope_tui.resources.requests import REQUEST_KEYS
from kinescope_tui.services.requests import kept_record as kept_record_module
from kinescope_tui.services.requests import kept_request as kept_request_module
from kinescope_tui.services.requests.kept_request import (
    KeptEntry,
    KeptRequest,
    exchange_of,
    is_same,
    is_whole,
    kept_request,
    own_entries,
)
from kinescope_tui.services.requests.request_ledger import RequestLedger
from kinescope_tui.services.workspace import request_list
from kinescope_tui.services.workspace.journal import Journal
from kinescope_tui.services.workspace.profile_store import ProfileStore
from kinescope_tui.services.workspace.request_list import DayHeading, RequestList, request_of
from kinescope_tui.services.workspace.session import Profile
from kinescope_tui.services.workspace.state_database import StateBase

TOKEN = Token.parse("c0ffee00-0000-4000-8000-00000000cafe")
OTHER = Token.parse("c0ffee00-0000-4000-8000-00000000beef")
URL = "https://api.kinescope.io"
NOW = datetime.now(UTC)

Ledger = Callable[..., RequestLedger]
LEAPT_OVER = [  # whose midnight there is not: the clocks leap over it
    ("Africa/Cairo", date(2026, 4, 24)),
    ("Asia/Beirut", date(2026, 3, 29)),
    ("America/Santiago", date(2026, 9, 6)),
    ("America/Havana", date(2026, 3, 8)),
]


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "state" / "requests-default.sqlite"


@pytest.fixture
def ledger(path: Path) -> Ledger:
    def make(
        token: Token = TOKEN, url: str = URL, *, days: int = 30, entries: int = 10_000
    ) -> RequestLedger:
        return RequestLedger(path, token, url, days=days, entries=entries)

    return make


def asked(number: int = 1, *, fails: bool = False, ago: timedelta = timedelta()) -> Exchange:
    """A request that was answered, or recovered; or refused, with what must not be kept."""
    query = (("q", "Anna Petrova"), ("status[]", "error"), ("page", "2"))
    exchange = Exchange("GET", "/v1/videos", query, NOW - ago)
    gone = errors.ServerError("bad gateway", status=502)
    headers = {"x-secret": "of-a-header"}
    exchange.attempts = [
        Attempt(f"sent-{number}-a", f"REQ-{number}-a", 502, gone, 0.25, headers, headers),
        Attempt(f"sent-{number}-b", f"REQ-{number}-b", 200, None, 0.5, headers, headers),
    ]
    exchange.outcome, exchange.duration_s, exchange.size = Outcome.DONE, 0.75, 4_200
    exchange.body = b'{"data": "of-a-body"}'
    if fails:
        param = errors.InvalidParam("page", "range", "too large")
        error = errors.ValidationFailedError(
            "write to anna@example.com", status=422, code=100103, invalid_params=(param,)
        )
        exchange.error = exchange.attempts[-1].error = error
        exchange.attempts[-1].status = 422
        exchange.outcome = Outcome.FAILED
    return exchange


def test_what_a_bundle_holds_is_kept_and_nothing_else(path: Path, ledger: Ledger) -> None:
    OWN_SECRETS.add(TOKEN)
    first = asked(1, fails=True)
    stray = Exchange("GET", f"/v1/videos/{TOKEN.reveal()}", (), NOW, outcome=Outcome.DONE)
    secret = Exchange("GET", "/v1/access-tokens/0b0b", (), NOW, outcome=Outcome.DONE)
    kept = ledger()
    kept.write([first, stray, secret], "screen")
    kept.close()
    assert path.stat().st_mode & 0o777 == 0o600
    content = b"".join(file.read_bytes() for file in path.parent.iterdir())
    for text in ("Anna", "of-a-header", "of-a-body", "anna@example", TOKEN.reveal(), "0b0b"):
        assert text.encode() not in content
    again = ledger()
    found = again.read()[-1]
    assert is_same(found) == is_same(first)
    assert (found.method, found.path, found.status) == ("GET", "/v1/videos", 422)
    assert found.query == (("q", "HIDDEN"), ("status[]", "error"), ("page", "2"))
    assert [a.request_id for a in found.attempts] == ["REQ-1-a", "REQ-1-b"]
    assert [a.sent_id for a in found.attempts] == ["sent-1-a", "sent-1-b"]
    assert isinstance(found.attempts[0].error, errors.ServerError)
    assert found.attempts[0].error.message == "bad gateway"
    error = found.error
    assert isinstance(error, errors.ValidationFailedError)
    assert (error.code, error.code_name, error.request_id) == (100103, "ACCESS_DENIED", "REQ-1-b")
    assert error.invalid_params == (errors.InvalidParam("page", "range", "too large"),)
    assert (found.duration_s, found.size, found.asker) == (0.75, 4_200, "screen")
    assert abs(found.started_at - NOW) < timedelta(milliseconds=1)
    again.close()


def test_who_asked_is_told(ledger: Ledger) -> None:
    kept, export = ledger(), asked(2)
    export.asker = "export"
    kept.write([asked(1), export], "screen")
    kept.write([asked(3)], "headless")
    assert sorted(one.asker for one in kept.read()) == ["export", "headless", "screen"]
    kept.close()


def test_what_the_program_keeps_is_read_without_a_look_at_each_field(
    ledger: Ledger, monkeypatch: pytest.MonkeyPatch
) -> None:
    kept, unsent = ledger(), asked(3)
    unsent.attempts, unsent.error = [], errors.NotSentError("closed")
    kept.write([asked(1), asked(2, fails=True), unsent], "screen")
    monkeypatch.setattr(kept_record_module, "record_of", None)
    assert len(kept.read()) == 3
    kept.close()


def test_what_is_read_first_is_not_sorted_before(
    ledger: Ledger, monkeypatch: pytest.MonkeyPatch
) -> None:
    steps: list[str] = []
    do = StateBase.do

    def explained(self: StateBase, use: Callable[..., object], **how: Any) -> object:
        def use_it(base: sqlite3.Connection, owner: str) -> object:
            base.set_trace_callback(asked_of_base.append)
            found = use(base, owner)
            base.set_trace_callback(None)
            for statement in asked_of_base:
                if statement.startswith("SELECT"):
                    steps.extend(row[-1] for row in base.execute(f"EXPLAIN QUERY PLAN {statement}"))
            return found

        asked_of_base: list[str] = []
        return do(self, use_it, **how)

    kept = ledger()
    kept.write([asked(1)], "screen")
    monkeypatch.setattr(StateBase, "do", explained)
    assert len(kept.read()) == 1
    assert steps
    assert not any("TEMP B-TREE" in step for step in steps), steps
    kept.close()


def test_whatever_stands_in_the_file_is_shown_clean_or_not_at_all(
    path: Path, ledger: Ledger
) -> None:
    kept = ledger()
    kept.write([asked(n) for n in range(6)], "screen")
    kept.close()
    plain = {"time": "2026-01-01T00:00:00Z", "method": "GET", "url": "https://a.example/v1/x"}
    evil = "\x1b[2J\u202e"
    texts = [
        json.dumps({**plain, "error": {"message": evil}, "attempts": [{"sent_id": evil}]}),
        json.dumps(
            {**plain, "url": f"https://a.example/{evil}?a={evil}&b=%1B"}, ensure_ascii=False
        ),
        json.dumps({**plain, "status": "many", "attempts": [7, {"status": 200, "sent_id": "s"}]}),
        "[" * 10_000,
        "null\x00",
        json.dumps({**plain, "url": "x" * 3_000}),
    ]
    with closing(sqlite3.connect(path)) as base, base:
        base.executemany("UPDATE request SET record = ? WHERE id = ?",
                         [(text, number) for number, text in enumerate(texts, 1)])  # fmt: skip
        base.execute(
            "INSERT INTO request SELECT 7, owner, at, ids, ? FROM request LIMIT 1", (b"x",)
        )
    found = {one.id: one for one in ledger().read()}
    assert sorted(found) == ["kept-1", "kept-2", "kept-3", "kept-6"]
    failed = found["kept-1"]
    assert failed.error is not None
    told = f"{failed.error.message}{failed.ids}{found['kept-2'].target}{found['kept-2'].query}"
    assert "\x1b" not in told
    assert "\u202e" not in told
    assert found["kept-2"].base_url == "https://a.example"
    assert [one.status for one in found["kept-3"].attempts] == [200]
    assert len(found["kept-6"].path) == 2_000


def test_a_record_that_is_not_utf_8_costs_itself_alone(path: Path, ledger: Ledger) -> None:
    kept = ledger()
    kept.write([asked(n) for n in range(5)], "screen")
    kept.close()
    with closing(sqlite3.connect(path)) as base, base:
        base.execute("UPDATE request SET record = CAST(x'22ff22' AS TEXT) WHERE id = 2")
        base.execute("UPDATE request SET ids = CAST(x'ff' AS TEXT) WHERE id = 3")
        base.execute("UPDATE request SET owner = CAST(x'ff' AS TEXT) WHERE id = 4")
    assert [one.id for one in kept.read()] == ["kept-5", "kept-3", "kept-1"]
    assert kept.trouble == ""
    kept.close()


def test_what_cannot_be_read_just_now_is_told_and_read_later(ledger: Ledger) -> None:
    kept = ledger()
    kept.write([asked()], "screen")
    base = kept._base._connection  # noqa: SLF001 - what fails while the file is open
    assert base is not None
    base.set_progress_handler(lambda: 1, 1)
    assert kept.read() == []
    assert kept.trouble == "Earlier requests could not be read: interrupted."
    base.set_progress_handler(None, 1)
    assert len(kept.read()) == 1
    kept.close()


def test_of_an_entry_with_a_token_nothing_is_told(path: Path, ledger: Ledger) -> None:
    kept = ledger()
    kept.write([asked(1, fails=True)], "screen")
    kept.close()
    with closing(sqlite3.connect(path)) as base, base:
        (text,) = base.execute("SELECT record FROM request").fetchone()
        secret = text.replace("/v1/videos?", f"/v1/videos/{OTHER.reveal().upper()}?")
        base.execute("UPDATE request SET record = ?", (secret,))
    OWN_SECRETS.add(OTHER)
    (entry,) = ledger().entries()
    told = entry.request
    assert (told.method, told.target, told.ids, told.error) == ("GET", "····", [], None)
    assert not is_whole(told)
    assert told.started_at.timestamp() == entry.asked_s


RECORD = st.fixed_dictionaries(
    {"time": st.sampled_from(["2026-01-01T00:00:00Z", "2026-01-01", "0001-01-01T00:00Z", "now"]),
     "method": st.sampled_from(["GET", "get", "", "G1"]),
     "url": st.sampled_from(["https://a.example/v1/x?q=1&status[]=a%2Cb#c", "/v1", "", "//h", "?",
                             "https://[::1/v1", "a b"])},
    optional={
        "status": st.none() | st.integers(),
        "request_id": st.none() | st.sampled_from(["", "R"]),
        "sent_id": st.none() | st.sampled_from(["", "s"]),
        "duration_ms": st.none() | st.floats(allow_nan=False, allow_infinity=False) | st.integers(),
        "bytes": st.none() | st.integers(),
        "error": st.none() | st.fixed_dictionaries(
            {"kind": st.sampled_from(["ServerError", "Exception", ""])},
            optional={"code": st.none() | st.integers(), "message": st.just("m"),
                      "invalid_params": st.just([{"name": "n", "reason": "r"}])},
        ),
        "attempts": st.lists(st.fixed_dictionaries({}, optional={
            "status": st.none() | st.integers(), "sent_id": st.just("s"),
            "request_id": st.none() | st.just("R"), "has_left": st.booleans(),
            "error": st.none() | st.just("ServerError"), "code": st.none() | st.integers(),
        }), max_size=3),
    },
)  # fmt: skip


def entry_of(record: dict[str, Any]) -> KeptEntry | None:
    return next(own_entries([(1, NOW.timestamp(), json.dumps(record))]), None)


@settings(max_examples=400 if FULL else 50, deadline=None, database=None)
@given(RECORD)
def test_a_record_tells_the_same_read_at_once_and_field_by_field(record: dict[str, Any]) -> None:
    told = [_told(entry_of({**record, "else": other})) for other in ("", "\x7f", "é")]
    assert told[0] == told[1] == told[2]


@settings(max_examples=400 if FULL else 50, deadline=None, database=None)
@given(RECORD)
def test_what_an_entry_tells_is_what_its_request_does(record: dict[str, Any]) -> None:
    entry = entry_of(record)
    if entry is None:
        return
    told = (entry.id, entry.has_failed, entry.had_trouble, is_same(entry), entry.asked_s)
    made = entry.request
    failed, asked_s = made.error is not None, made.started_at.timestamp()
    assert told == (made.id, failed, made.had_trouble, is_same(made), asked_s)
    assert entry.request is made


@pytest.mark.parametrize(
    ("zone", "day"),
    [
        ("UTC", date(2026, 3, 29)),
        ("Asia/Tokyo", date(2026, 3, 29)),
        ("America/New_York", date(2026, 3, 29)),
        ("Europe/Berlin", date(2026, 3, 29)),  # the clocks change that night
        *LEAPT_OVER,
    ],
)
def test_each_stands_under_its_day_where_one_is(
    zone: str, day: date, in_zone: Callable[[str], None]
) -> None:
    in_zone(zone)
    begin = datetime.combine(day, datetime.min.time(), UTC).timestamp()
    record = json.dumps({"time": "", "method": "GET", "url": "/v1"})
    rows = [(n, begin + n * 1_800.0, record) for n in (*range(-90, 90), 10**7)]
    listed = RequestList(Journal())
    ends = (datetime(1, 1, 1, tzinfo=UTC), datetime(9999, 12, 31, 23, 59, tzinfo=UTC))
    files = [KeptRequest("GET", "/", (), end) for end in ends]
    listed.kept = [*reversed(list(own_entries(rows))), *files]
    found: dict[date, int] = {}
    for _, row in listed.rows()[0].loaded():
        if isinstance(row, DayHeading):
            found[row.day] = row.count
    wanted = Counter(exchange_of(one).started_at.date() for one in listed.kept)
    assert found == dict(wanted)


@pytest.mark.parametrize(("zone", "day"), LEAPT_OVER)
def test_since_a_day_is_since_it_begins(
    zone: str, day: date, in_zone: Callable[[str], None]
) -> None:
    in_zone(zone)
    noon = datetime.combine(day, datetime.min.time(), UTC) + timedelta(hours=12)
    asked_at = [(noon + timedelta(minutes=30 * n)).astimezone() for n in range(-60, 20)]
    wanted = Wanted(day.isoformat(), "", NOW, only_failures=False)
    found = wanted.of([KeptRequest("GET", "/", (), moment) for moment in asked_at])
    assert [one.started_at for one in found] == [one for one in asked_at if one.date() >= day]


def test_only_what_is_looked_at_is_made_into_a_request(
    ledger: Ledger, monkeypatch: pytest.MonkeyPatch
) -> None:
    made: list[str] = []
    place_of = kept_request_module.place_of

    def counted(url: str, *, is_own: bool) -> Any:
        made.append(url)
        return place_of(url, is_own=is_own)

    monkeypatch.setattr(kept_request_module, "place_of", counted)
    monkeypatch.setattr(request_list, "FEW", 5)
    kept, journal = ledger(), Journal()
    journal.record(Exchange("GET", "/v1/projects", (), NOW))
    kept.write([asked(n, fails=n == 3, ago=timedelta(hours=n)) for n in range(6)], "screen")
    listed = RequestList(journal, REQUEST_KEYS)
    listed.kept = kept.entries()
    kept.close()
    rows = [row for _, row in listed.rows()[0].loaded()]
    failed = next(row for row in rows if isinstance(row, KeptEntry) and row.has_failed)
    listed.only_failures = True
    assert [listed.rows()[0].row_count, listed.is_ready, len(made)] == [len(rows) - 1, True, 0]
    assert request_of(failed) is not None
    assert [listed.rows()[0].row_count, listed.is_ready, len(made)] == [len(rows) - 1, True, 1]
    listed.search = "videos"
    assert [listed.is_ready, len(made)] == [False, 1]
    listed.make()
    assert [listed.rows()[0].row_count, listed.is_ready, len(made)] == [len(rows) - 1, True, 6]


def _told(entry: KeptEntry | None) -> object:
    if entry is None:
        return None
    kept = entry.request
    found = {name: getattr(kept, name) for name in kept.__struct_fields__}
    found["attempts"] = [{n: getattr(a, n) for n in a.__struct_fields__} for a in kept.attempts]
    for told in (found, *found["attempts"]):
        error = told["error"]
        told["error"] = None if error is None else (type(error), vars(error))
    return found


def test_requests_of_another_token_or_address_are_not_shown(ledger: Ledger) -> None:
    kept = ledger()
    kept.write([asked()], "screen")
    assert ledger(OTHER).read() == []
    assert ledger(TOKEN, "https://api-staging.kinescope.io").read() == []
    assert len(ledger().read()) == 1


def test_an_id_of_any_attempt_finds_its_request_whatever_its_case(ledger: Ledger) -> None:
    kept = ledger()
    kept.write([asked(1), asked(11)], "screen")
    for wanted in ("req-1-a", "REQ-1-B", "sent-1-a"):
        assert [one.attempts[0].sent_id for one in kept.read(request_id=wanted)] == ["sent-1-a"]
    assert kept.read(request_id="req-1") == []


def test_no_more_is_kept_than_is_wanted(ledger: Ledger) -> None:
    kept = ledger(days=7, entries=3)
    kept.write([asked(n, ago=timedelta(days=8)) for n in range(2)], "screen")
    assert kept.read() == []
    kept.write([asked(n, ago=timedelta(hours=n)) for n in range(9, 4, -1)], "screen")
    assert [one.attempts[0].sent_id for one in kept.read()] == ["sent-5-a", "sent-6-a", "sent-7-a"]
    kept.close()


def test_several_programs_write_and_read_one_file(ledger: Ledger) -> None:
    first, second = ledger(), ledger()
    for number in range(5):
        first.write([asked(number)], "screen")
        second.write([asked(number + 10)], "headless")
    assert len(first.read()) == len(second.read()) == 10
    assert first.trouble == second.trouble == ""


def test_a_damaged_file_is_put_aside_and_told(path: Path, ledger: Ledger) -> None:
    path.parent.mkdir()
    path.write_bytes(b"no database at all" * 100)
    kept = ledger()
    kept.write([asked()], "screen")
    assert "could not be read; the file was renamed to" in kept.trouble
    assert len(kept.read()) == 1


def test_the_file_of_a_newer_version_stays_as_it_is(path: Path, ledger: Ledger) -> None:
    ledger().write([asked()], "screen")
    with closing(sqlite3.connect(path)) as base:
        base.execute("PRAGMA user_version = 99")
    kept = ledger()
    kept.write([asked(2)], "screen")
    assert kept.read() == []
    assert "newer version" in kept.trouble


def test_a_busy_or_full_file_costs_entries_and_is_told(
    path: Path, ledger: Ledger, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("kinescope_tui.services.requests.request_ledger._PATIENCE_S", 0.01)
    kept = ledger()
    kept.write([asked(1)], "screen")
    with closing(sqlite3.connect(path)) as base:
        base.execute("BEGIN IMMEDIATE")
        kept.write([asked(2)], "screen")
        assert kept.trouble == "Requests could not be saved: database is locked."
        base.rollback()
    kept.write([asked(3)], "screen")
    assert len(kept.read()) == 2
    with no_more_bytes():
        kept.write([asked(n) for n in range(4, 400)], "screen")
    kept.write([asked(500)], "screen")
    assert len(kept.read()) == 3


@pytest.mark.parametrize(
    "record",
    [
        {},
        {"url": 7, "method": [], "time": {}},
        {"url": "/v1", "method": "GET", "time": "yesterday"},
        {"url": "/v1", "method": "\x1b[2J", "time": "2026-01-01"},
    ],
)
def test_what_is_no_record_is_no_request(record: dict[str, object]) -> None:
    assert kept_request(record, 1) is None


def test_fields_of_other_types_are_left_out() -> None:
    hostile: dict[str, object] = {
        "url": "https://[::1/v1?\x1b]0;x\x07=1&q=secret", "method": "get",
        "time": "0001-01-01T00:00:00Z", "status": 10**400, "bytes": -1, "duration_ms": "long",
        "request_id": ["x"], "error": {"kind": "Exception", "code": True, "invalid_params": [7]},
        "attempts": [None, {"error": "ClosedError", "status": "x"}],
    }  # fmt: skip
    found = kept_request({**hostile, "time": "2026-01-01T00:00:00Z"}, 1)
    assert isinstance(found, KeptRequest)
    assert (found.status, found.size, found.duration_s, found.request_id) == (None,) * 4
    assert type(found.error) is errors.KinescopeError
    assert "secret" not in found.target
    kept_request(hostile, 1)


def test_a_profile_takes_its_requests_along_and_leaves_none_when_it_goes(tmp_path: Path) -> None:
    profiles = ProfileStore(tmp_path / "config", tmp_path / "state")
    profiles.add(Profile("old", URL))
    old, new = profiles.ledger_path("old"), profiles.ledger_path("new")
    assert old is not None
    assert new is not None
    before = RequestLedger(old, TOKEN, URL, days=30, entries=10)
    before.write([asked()], "screen")
    profiles.rename(Profile("old", URL), "new")
    before.close()
    assert not old.exists()
    after = RequestLedger(new, TOKEN, URL, days=30, entries=10)
    assert len(after.read()) == 1
    after.close()
    profiles.remove("new")
    assert not list((tmp_path / "state").glob("requests-*"))


def test_a_record_is_json_of_a_bounded_size(path: Path, ledger: Ledger) -> None:
    ledger().write([asked(fails=True)], "screen")
    with closing(sqlite3.connect(path)) as base:
        (text,) = base.execute("SELECT record FROM request").fetchone()
    assert json.loads(text)["error"]["name"] == "ACCESS_DENIED"
    assert len(text) < 2_000
