"""What was asked and what came: the requests screen, its drawer, one request, what is passed on."""

import json
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from pathlib import Path

import pytest
from conftest import TOKEN
from patience import until
from scripted_server import REQUEST_ID, Hold, ScriptedServer, answer, page
from stage import Stage, signed_in, staged

VIDEOS = [{"id": f"v{n}", "title": f"Video {n}", "status": "done"} for n in range(1, 6)]
DENIED = answer({"error": {"code": 100103, "message": "access denied"}}, "403 Forbidden")
Open = Callable[..., AbstractAsyncContextManager[Stage]]


@pytest.fixture
def opened(server: ScriptedServer) -> Open:
    """The list of videos, and then one refused refresh."""

    @asynccontextmanager
    async def open_(size: tuple[int, int] = (80, 24)) -> AsyncIterator[Stage]:
        server.script = [page(*VIDEOS), DENIED]
        async with staged(signed_in(server.url, TOKEN), size) as stage:
            await stage.press("r")
            yield stage

    return open_


async def test_requests_stand_newest_first_with_what_they_mean(opened: Open) -> None:
    async with opened() as stage:
        await stage.press("4")
        for size in ((80, 24), (140, 40), (60, 20), (40, 10)):
            await stage.pilot.resize_terminal(*size)
            await stage.settle()
            rows = [line for line in stage.lines if "/v1/vi" in line and ":" in line[:9]]
            assert "✗ 403" in rows[0]
            if size[1] >= 20:
                assert "✓ 200" in rows[1]
                assert "No permission for this" in stage.text
            assert all(len(line) <= size[0] for line in stage.lines)


async def test_the_cursor_stays_with_its_request_while_others_come(
    opened: Open, server: ScriptedServer
) -> None:
    async with opened() as stage:
        server.script = [page(*VIDEOS)]
        await stage.press("4", "x")
        assert "✓ 200" in stage.cursor_line  # the one that was sent
        await stage.press("j")
        assert "✗ 403" in stage.cursor_line
        await stage.press("1", "r", "4")
        assert "✗ 403" in stage.cursor_line
        rows = [line for line in stage.lines if "GET /v1/vid" in line and ":" in line[:11]]
        assert len(rows) == 4
        assert "✓ 200" in rows[0]


async def test_a_repeated_request_is_the_same_and_one_however_often_the_key_comes(
    opened: Open, server: ScriptedServer
) -> None:
    async with opened() as stage:
        await stage.press("4")
        asked = len(server.requests)
        server.script = [[0.2, page(*VIDEOS)]]
        await stage.burst("x", "x", "x")
        await stage.settle()
        assert len(server.requests) == asked + 1
        assert server.requests[-1].target == server.requests[-2].target


async def test_no_failures_is_not_the_same_as_no_requests(server: ScriptedServer) -> None:
    server.script = [page(*VIDEOS)]
    async with staged(signed_in(server.url, TOKEN)) as stage:
        await stage.press("exclamation_mark")
        await stage.shows("No request has failed")
        await stage.press("4", "f")
        assert "No failures in 1 request" in stage.text
        assert "f shows all requests" in stage.text
        await stage.press("x", "enter", "y", "escape", "f")
        assert "✓ 200" in stage.cursor_line


async def test_a_request_opens_with_headers_and_body_and_without_the_token(
    opened: Open, server: ScriptedServer
) -> None:
    async with opened((100, 90)) as stage:
        await stage.press("4", "enter")
        for shown in (
            "100103 ACCESS_DENIED",
            REQUEST_ID,
            "Request headers",
            "Authorization",
            "····",
            "Response headers",
            "content-type",
            '"message": "access denied"',
            "asked",
        ):
            assert shown in stage.text
        assert TOKEN not in stage.text
        server.script = [page(*VIDEOS)]
        await stage.press("x")
        assert "✓ 200 · answered after 1 attempt" in stage.text
        assert '"title": "Video 1"' in stage.text
        await stage.press("escape")
        assert "✗ 403" in stage.cursor_line


async def test_the_drawer_opens_over_any_screen_and_leaves_it_as_it_was(opened: Open) -> None:
    async with opened() as stage:
        await stage.press("escape", "j", "grave_accent")
        assert "✗ 500" not in stage.text
        assert "TITLE" in stage.text
        assert "✗ 403 · No permission" in stage.text
        await stage.press("enter")
        assert "Attempts" in stage.text
        await stage.press("escape", "grave_accent")
        assert "Video 2" in stage.cursor_line
        await stage.press("enter")
        await stage.press("grave_accent", "q")
        assert "✗" in stage.status
        # The keys of every screen work in it too.
        await stage.press("escape", "grave_accent", "question_mark")
        assert "failed requests only, or all" in stage.text
        await stage.press("escape", "t")
        assert "Sign in" in stage.text
        await stage.press("escape", "4")
        assert "newest first" in stage.text
        await stage.press("1")
        assert "newest first" not in stage.text


async def test_the_last_problem_is_one_key_away(opened: Open, server: ScriptedServer) -> None:
    async with opened() as stage:
        server.script = [page(*VIDEOS)]
        await stage.press("r")
        assert "✓ 200" in stage.status
        await stage.press("exclamation_mark")
        assert "✗ 403 · failed after 1 attempt" in stage.text
        await stage.press("exclamation_mark", "escape")
        assert "Video 1" in stage.cursor_line


# Passing on.


def files(folder: Path) -> list[Path]:
    return sorted(folder.iterdir())


async def test_the_support_bundle_is_shown_before_it_is_copied(
    opened: Open,
) -> None:
    async with opened((100, 40)) as stage:
        await stage.press("y", "s")
        assert "Preview of the" in stage.text
        assert f"{REQUEST_ID} (from the server)" in stage.text
        await stage.press("escape")
        assert stage.app.clipboard == ""
        await stage.press("y", "s", "enter")
        bundle = stage.app.clipboard
        assert "100103 ACCESS_DENIED" in bundle
        assert TOKEN not in bundle
        await stage.shows("Copied the support bundle")
        # A success can be quoted too.
        await stage.press("4", "j", "y", "s", "enter")
        assert "answered after 1 attempt" in stage.app.clipboard
        await stage.press("y", "r")
        assert stage.app.clipboard == REQUEST_ID
        await stage.press("y", "c")
        assert "$KINESCOPE_API_TOKEN" in stage.app.clipboard
        assert TOKEN not in stage.app.clipboard
        # What codes mean can be read in the palette.
        await stage.press("ctrl+p", *"error codes")
        await stage.until(lambda: stage.text.count("Error codes") == 1)
        await stage.press("enter")
        await stage.shows("AUTHORIZATION_HEADER_NOT_FOUND")


async def test_the_log_is_saved_and_replaces_nothing_unasked(
    opened: Open, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "mine.har").write_text("precious")
    async with opened() as stage:
        await stage.press("4", "e", "enter")
        saved = files(tmp_path)[0]
        lines = saved.read_text().splitlines()
        assert [json.loads(line)["status"] for line in lines] == [200, 403]
        assert saved.stat().st_mode & 0o777 == 0o600
        assert "2 requests in" in stage.text
        await stage.press("e", "ctrl+u", *"mine.har", "ctrl+k", "enter")
        assert "exists" in stage.text
        assert (tmp_path / "mine.har").read_text() == "precious"
        await stage.press("enter")
        log = json.loads((tmp_path / "mine.har").read_text())["log"]
        assert len(log["entries"]) == 2
        assert TOKEN not in saved.read_text() + json.dumps(log)
        # A place that does not take files is told, and the name stays.
        there = files(tmp_path)
        await stage.press("e", "ctrl+u", *"gone/x.har", "ctrl+k", "enter")
        assert "There is no folder gone" in stage.text
        assert "gone/x.har" in stage.text
        await stage.press("escape")
        assert files(tmp_path) == there


# Waiting.


async def test_a_pause_ends_at_r_and_at_esc(server: ScriptedServer) -> None:
    server.script = [page(*VIDEOS)]
    late = answer({}, "503 Oops", headers={"Retry-After": "9"})
    async with staged(signed_in(server.url, TOKEN)) as stage:
        server.script = [late, late, page(*VIDEOS)]
        server.requests.clear()
        await stage.burst("r")
        await _until(stage, "r now, esc stop")
        await stage.burst("r")
        await _until(stage, "try in  9 s")
        assert "Video 1" in stage.cursor_line
        await _until_asked(stage, server, 2)
        await stage.burst("escape")
        await stage.settle()
        assert "✗ 503" in stage.status
        assert "The server failed" in stage.text
        assert "Video 1" in stage.cursor_line
        await stage.press("r")
        assert "✓ 200" in stage.status


async def test_silence_is_told_after_a_second_and_ends_at_esc(server: ScriptedServer) -> None:
    server.script = [page(*VIDEOS), [Hold()]]
    async with staged(signed_in(server.url, TOKEN)) as stage:
        await stage.burst("r")
        await stage.until(lambda: len(server.requests) == 2)
        assert "esc stop" not in stage.status
        stage.clock.turn(2)
        await _until(stage, "esc stop")
        assert "◌" in stage.status
        await stage.burst("escape")
        await stage.settle()
        assert "✗ stopped" in stage.status
        assert "─ ✗" not in stage.text
        server.script = [page(*VIDEOS)]
        await stage.press("r")
        assert "✓ 200" in stage.status


async def test_a_slow_video_is_left_at_once(server: ScriptedServer) -> None:
    server.script = [page(*VIDEOS), [Hold()]]
    async with staged(signed_in(server.url, TOKEN)) as stage:
        await stage.burst("j", "enter")
        stage.clock.turn(2)
        await _until(stage, "updating")
        await stage.burst("escape")
        await stage.settle()
        assert "Video 2" in stage.cursor_line


async def test_a_watch_asks_by_itself_and_says_that_it_is_on(server: ScriptedServer) -> None:
    server.script = [page(*VIDEOS)]
    async with staged(signed_in(server.url, TOKEN)) as stage:
        await stage.press("j", "w")
        assert "↻ every 15 s" in stage.status
        await stage.passes(14)
        assert len(server.requests) == 1
        await stage.passes(1)
        assert len(server.requests) == 2
        assert "Video 2" in stage.cursor_line
        await stage.press("w")
        assert "↻ every 60 s" in stage.status
        await stage.press("w", "w")
        assert "every" not in stage.status
        # It waits behind a popup.
        await stage.press("w", "y")
        asked = len(server.requests)
        await stage.passes(16)
        assert len(server.requests) == asked
        await stage.press("escape")
        await stage.passes(1)
        assert len(server.requests) == asked + 1


async def test_a_video_that_is_gone_is_marked_in_the_list(server: ScriptedServer) -> None:
    gone = answer({"error": {"code": 404404, "message": "video not found"}}, "404 Not Found")
    server.script = [page(*VIDEOS), gone]
    async with staged(signed_in(server.url, TOKEN)) as stage:
        await stage.press("j", "enter")
        await stage.press("escape", "escape")
        assert stage.cursor_line.startswith("❯✗")
        await stage.press("k")
        assert stage.cursor_line.startswith("❯ ")


async def test_a_key_that_comes_three_times_at_once_opens_one_thing(opened: Open) -> None:
    async with opened() as stage:
        for place, key in (
            ("1", "enter"), ("1", "y"), ("1", "t"),
            ("4", "enter"), ("4", "e"), ("4", "exclamation_mark"),
        ):  # fmt: skip
            await stage.press("escape", place)
            for _ in range(3):
                stage.app.simulate_key(key)
            await stage.settle()
            assert len(stage.app.screen_stack) == 2, (place, key)
            for _ in until(lambda: len(stage.app.screen_stack) <= 1):
                await stage.press("escape")


# Places.


async def test_places_keep_what_they_show_and_q_leads_back_before_it_quits(opened: Open) -> None:
    async with opened() as stage:
        await stage.press("escape", "j", "4")
        assert "newest first" in stage.text
        await stage.press("q")
        assert "Video 2" in stage.cursor_line
        await stage.press("1")
        assert "Video 2" in stage.cursor_line
        await stage.pilot.click(offset=(stage.lines[0].index("Requests"), 0))
        await stage.settle()
        assert "newest first" in stage.text
        await stage.press("1", "q")
        assert not stage.app.is_running


async def _until(stage: Stage, text: str) -> None:
    await stage.shows(text)


async def _until_asked(stage: Stage, server: ScriptedServer, times: int) -> None:
    await stage.until(lambda: len(server.requests) >= times)
