"""Requests of earlier on the screen: under this session's, by cause, bundled, forgotten."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from conftest import TOKEN
from scripted_server import REQUEST_ID, ScriptedServer, answer, page
from stage import signed_in, staged

from kinescope_tui.api import Token
from kinescope_tui.api.exchange import Attempt, Exchange, Outcome
from kinescope_tui.services.requests.kept_request import KeptRequest
from kinescope_tui.services.requests.request_ledger import RequestLedger
from kinescope_tui.services.workspace.profile_store import ProfileStore
from kinescope_tui.services.workspace.request_list import FEW, RequestList

VIDEOS = [{"id": f"v{n}", "title": f"Video {n}", "status": "done"} for n in range(1, 6)]
DENIED = answer({"error": {"code": 100103, "message": "access denied"}}, "403 Forbidden")


async def test_a_tour_of_the_requests_of_earlier(server: ScriptedServer, tmp_path: Path) -> None:
    path = ProfileStore(tmp_path, tmp_path).ledger_path("demo")
    assert path is not None
    server.script = [page(*VIDEOS), DENIED]
    async with staged(signed_in(server.url, TOKEN, ledger_path=path)) as stage:
        await stage.press("r")
    assert path.exists()
    server.script = [page(*VIDEOS)]
    async with staged(signed_in(server.url, TOKEN, ledger_path=path), (140, 40)) as stage:
        await stage.press("4")
        await stage.shows("2 requests · 1 failed")  # the day's line
        rows = [line for line in stage.lines if "/v1/videos" in line and ":" in line[:11]]
        assert [("403" in row) for row in rows] == [False, True, False]
        await stage.press("slash", *REQUEST_ID[:6], "enter")
        await stage.shows(f"“{REQUEST_ID[:6]}”")
        await stage.press("escape", "c")
        await stage.shows("by cause")
        assert "100103 ACCESS_DENIED" in stage.cursor_line
        await stage.press("s")
        await stage.shows("Causes are listed by how often they occurred.")
        await stage.press("y", "s")
        assert "Describe what happened" in stage.text
        assert "1 request failed at" in stage.text
        await stage.press("pagedown", "home", *"It: ", "enter")
        assert stage.app.clipboard.startswith("It: 1 request failed at")
        assert TOKEN not in stage.app.clipboard
        await stage.press("enter")
        assert "✗ 403" in stage.cursor_line
        await stage.press("escape", "escape", "A", "y", "s", "enter")
        assert "First request in full, as kept" in stage.app.clipboard
        assert "Last request in full" in stage.app.clipboard
        await stage.press("escape", "s")
        await stage.shows("sorted by time.asc")
        await stage.press("colon", *"forget", "enter")
        await stage.until(lambda: not path.exists())
    assert not path.exists()


async def test_what_is_told_of_the_session_is_not_told_of_earlier_requests(
    server: ScriptedServer, tmp_path: Path
) -> None:
    path = ProfileStore(tmp_path, tmp_path).ledger_path("demo")
    server.script = [page(*VIDEOS), DENIED]
    async with staged(signed_in(server.url, TOKEN, ledger_path=path), (100, 30)) as stage:
        await stage.press("r", "4")
        await stage.shows("1 failed · newest first", "─ p50 ")
    server.script = [page(*VIDEOS)]
    async with staged(signed_in(server.url, TOKEN, ledger_path=path), (100, 30)) as stage:
        await stage.press("r", "4")
        await stage.shows("0 failed this session · newest first", "─ this session: p50 ")


def keep_hundreds(path: Path, url: str) -> None:
    ledger, now = (
        RequestLedger(path, Token.parse(TOKEN), url, days=30, entries=1_000),
        datetime.now(UTC),
    )
    asked = [
        Exchange("GET", "/v1/tags", (), now - timedelta(hours=1, minutes=n), [Attempt(f"id-{n}")])
        for n in range(FEW + 100)
    ]
    for one in asked:
        one.outcome = Outcome.DONE
    ledger.write(asked, "screen")
    ledger.close()


async def test_what_is_read_while_requests_are_made_is_listed_with_them(
    server: ScriptedServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = ProfileStore(tmp_path, tmp_path).ledger_path("demo")
    assert path is not None
    keep_hundreds(path, server.url)
    make, made = RequestList.make, []

    def read_meanwhile(requests: RequestList) -> None:
        make(requests)
        made.append(requests)
        if len(made) == 1:
            requests.kept = list(requests.kept)

    monkeypatch.setattr(RequestList, "make", read_meanwhile)
    server.script = [page(*VIDEOS)]
    async with staged(signed_in(server.url, TOKEN, ledger_path=path), (100, 30)) as stage:
        await stage.press("4")
        await stage.shows("newest first", "/v1/tags")
        await stage.press("s")
        await stage.shows("sorted by time.asc")
        assert len(made) == 2
        made.clear()
        await stage.press("enter")
        await stage.shows("GET /v1/")
        await stage.press("escape")  # what was kept is read anew
        await stage.until(lambda: len(made) > 1 and made[0].is_made)


async def test_hundreds_of_requests_are_searched_sorted_copied_and_saved_beside_the_keys(
    server: ScriptedServer, tmp_path: Path
) -> None:
    path = ProfileStore(tmp_path, tmp_path).ledger_path("demo")
    assert path is not None
    keep_hundreds(path, server.url)
    server.script = [page(*VIDEOS)]
    async with staged(signed_in(server.url, TOKEN, ledger_path=path), (100, 30)) as stage:
        await stage.press("4")
        await stage.shows("newest first", "/v1/tags")
        await stage.press("slash", *"tags", "enter")
        await stage.shows("“tags”")
        await stage.until(lambda: "/v1/tags" in stage.cursor_line)
        await stage.press("s")
        await stage.shows("sorted by time.asc")
        assert "/v1/tags" in stage.cursor_line
        await stage.press("e")
        await stage.shows("Save 600 requests")
        await stage.press("escape", "escape", "s", "s")
        await stage.shows("newest first", "/v1/videos")
        await stage.press("A", "y")
        await stage.shows("ids of 601 requests")
        await stage.press("r")
        await stage.shows("Copied")
        await stage.press("y", "s")
        await stage.shows("Describe what happened", "601 requests sent between")
        await stage.press("home", *"It: ")
        await stage.until(
            lambda: stage.text.count("It: 601 requests sent between") == 2
        )  # above, too
        await stage.press("enter")
        await stage.until(lambda: stage.app.clipboard.startswith("It: 601 requests sent"))
        assert "Last request in full" in stage.app.clipboard


def asked_on_days(*days: int) -> list[KeptRequest]:
    """Seven requests of each day, the newest first."""
    return [
        KeptRequest(
            "GET",
            f"/v1/tags/{day}-{hour}",
            (),
            datetime(2026, 3, day, hour).astimezone(),
            outcome=Outcome.DONE,
            id=f"kept-{day}-{hour}",
        )
        for day in sorted(days, reverse=True)
        for hour in range(18, 11, -1)
    ]


async def test_the_day_above_the_first_request_is_in_sight_at_once() -> None:
    given = signed_in("https://requests.invalid", TOKEN, requests_of_file=asked_on_days(3, 4, 5, 6))
    async with staged(given, (140, 40)) as stage:
        await stage.shows("/v1/tags/6-18")
        assert "/v1/tags/6-18" in stage.cursor_line
        assert "2026-03-06 · 7 requests" in stage.text


async def test_a_row_is_counted_among_requests_and_no_headings() -> None:
    given = signed_in("https://requests.invalid", TOKEN, requests_of_file=asked_on_days(3, 4, 5, 6))
    async with staged(given, (140, 40)) as stage:
        await stage.shows("row 1 of 28")
        await stage.press("k")
        await stage.shows("28 rows")
        await stage.press("colon", *"8", "enter")
        await stage.shows("row 8 of 28")
        assert "/v1/tags/5-18" in stage.cursor_line
        await stage.press("G")
        await stage.shows("row 28 of 28")
        assert "/v1/tags/3-12" in stage.cursor_line
        await stage.press("s")
        await stage.shows("row 1 of 28", "sorted by ")
