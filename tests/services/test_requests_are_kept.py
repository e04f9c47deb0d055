"""The ledger: what is kept of requests, what is not, and what a broken file costs."""

import json
import sqlite3
from collections.abc import Callable
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from small_limits import no_more_bytes

from kinescope_tui.api import Token, errors
from kinescope_tui.api.exchange import Attempt, Exchange, Outcome
from kinescope_tui.api.own_secrets import OWN_SECRETS
from kinescope_tui.services.requests.kept_request import KeptRequest, is_same, kept_request
from kinescope_tui.services.requests.request_ledger import RequestLedger
from kinescope_tui.services.workspace.profile_store import ProfileStore
from kinescope_tui.services.workspace.session import Profile

TOKEN = Token.parse("c0ffee00-0000-4000-8000-00000000cafe")
OTHER = Token.parse("c0ffee00-0000-4000-8000-00000000beef")
URL = "https://api.kinescope.io"
NOW = datetime.now(UTC)

Ledger = Callable[..., RequestLedger]


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
    assert len(kept.read(NOW - timedelta(hours=6, minutes=1))) == 2
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
