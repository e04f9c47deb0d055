"""The whole app on a server that answers badly: what the user sees, and what is kept."""

from conftest import TOKEN
from scripted_server import REQUEST_ID, Hold, Part, ScriptedServer, answer, page, reset
from stage import Stage, signed_in, staged

VIDEOS = [{"id": f"v{n}", "title": f"Video {n}", "status": "done"} for n in range(1, 6)]
ODD = {
    "cut": answer('{"data": [{"id"'),
    "web page": answer("<html>Log in to the Wi-Fi</html>", content_type="text/html"),
    "empty": answer(""),
    "null": answer("null"),
    "500": answer({"error": {"code": 500500, "message": "boom"}}, "500 Internal Server Error"),
    "403": answer({"error": {"code": 100103, "message": "access denied"}}, "403 Forbidden"),
    "404": answer({"error": {"code": 404404, "message": "no such entity"}}, "404 Not Found"),
    "gateway": answer("<html>nginx</html>", "502 Bad Gateway", content_type="text/html"),
    "envelope": answer({"error": {"code": 1, "message": "io error"}}),
}


async def test_a_failed_start_says_why_and_r_tries_again(server: ScriptedServer) -> None:
    first, *later = ODD.values()
    server.script = [first]
    async with staged(signed_in(server.url, TOKEN)) as stage:
        for odd in (first, *later):
            if odd != first:
                server.script = [odd]
                await stage.press("r")
            await _until(stage, "─ ✗")
            assert "could not be loaded" in stage.text or "cannot read videos" in stage.text
            assert REQUEST_ID in stage.text
            assert "✗" in stage.status
            await stage.press("escape")  # nothing came: what failed is all that there is to copy
            assert "─ ✗" not in stage.text
            await stage.shows("r reloads")
            assert "✗" in stage.status
            await stage.press("y", "r")
            assert stage.app.clipboard == REQUEST_ID
        server.script = [page(*VIDEOS)]
        await stage.press("r")
        assert "Video 3" in stage.text
        assert "✓ 200" in stage.status


async def test_a_failed_refresh_keeps_the_rows_and_the_cursor(server: ScriptedServer) -> None:
    server.script = [page(*VIDEOS)]
    async with staged(signed_in(server.url, TOKEN)) as stage:
        await stage.press("j", "j")
        for number, (kind, odd) in enumerate(ODD.items()):
            server.script = [odd]
            await stage.press("r")
            await _until(stage, "─ ✗")
            assert "Video 3" in stage.cursor_line, kind
            assert "refresh failed; rows are from" in stage.text, kind
            await stage.press("escape")
            assert "─ ✗" not in stage.text, kind
            if number % 3 == 2:  # the others are followed by the next failure
                server.script = [page(*VIDEOS)]
                await stage.press("r")
                assert "✓ 200" in stage.status, kind
                assert "Video 3" in stage.cursor_line, kind


async def test_an_empty_workspace_is_not_a_failed_one(server: ScriptedServer) -> None:
    server.script = [page()]
    async with staged(signed_in(server.url, TOKEN)) as stage:
        assert "This workspace has no videos" in stage.text
        assert "could not be" not in stage.text


async def test_a_refused_order_or_token_is_told_and_the_rows_stay(server: ScriptedServer) -> None:
    server.script = [page(*VIDEOS)]
    async with staged(signed_in(server.url, TOKEN)) as stage:
        refusal = {"error": {"code": 400216, "message": "order by title is not allowed"}}
        server.script = [answer(refusal, "400 Bad Request")]
        await stage.press("l", "s")
        assert "400216 NOT_ALLOWED_ORDER_FIELD" in stage.status
        assert "cannot sort by title.asc" in stage.text
        assert "CREATED ▼1" in stage.text
        assert "Video 1" in stage.cursor_line
        # So is a refused token, with the way to another.
        server.script = [answer({"error": {"code": 100102, "message": "no"}}, "401 Unauthorized")]
        await stage.press("r")
        assert "The token was not accepted" in stage.text
        assert "t enters another token" in stage.text
        assert "Video 1" in stage.cursor_line
        await stage.press("t")
        assert "Sign in" in stage.text
        await stage.press("escape")
        assert "Video 1" in stage.cursor_line


async def test_a_reset_is_repeated_without_a_word(server: ScriptedServer) -> None:
    server.script = [[reset], page(*VIDEOS)]
    async with staged(signed_in(server.url, TOKEN)) as stage:
        await _until(stage, "Video 1")
        assert "✓ 200" in stage.status
        assert len(server.requests) == 2


async def test_rows_without_an_id_can_be_seen_but_not_opened(server: ScriptedServer) -> None:
    server.script = [page({"title": "nameless"}, {"id": None, "title": "[/b]"}, 3)]
    async with staged(signed_in(server.url, TOKEN)) as stage:
        await stage.press("j")
        assert "[/b]" in stage.cursor_line
        await stage.press("enter")
        assert "has no id" in stage.text
        assert len(server.requests) == 1


async def test_the_answer_to_the_last_question_is_shown(server: ScriptedServer) -> None:
    server.script = [page(*VIDEOS)]
    async with staged(signed_in(server.url, TOKEN)) as stage:
        hold = Hold()
        slow: list[Part] = [hold, page({"id": "a", "title": "answer to title.asc"})]
        server.script = [*server.script, slow, page({"id": "b", "title": "answer to title.desc"})]
        await stage.burst("l", "s", "s")
        await stage.until(lambda: server.answered == 2)
        hold.let_go()
        await stage.settle()
        assert "title.desc" in server.requests[-1].target
        assert "answer to title.desc" in stage.text
        assert "TITLE ▼1" in stage.text


async def test_a_video_that_is_left_before_its_answer_or_that_went_leaves_the_list(
    server: ScriptedServer,
) -> None:
    hold = Hold()
    gone = {"error": {"code": 404404, "message": "video not found", "detail": "deleted"}}
    late: list[Part] = [hold, answer({"data": VIDEOS[0]})]
    server.script = [page(*VIDEOS), late, answer(gone, "404 Not Found")]
    async with staged(signed_in(server.url, TOKEN)) as stage:
        await stage.burst("enter")
        await stage.until(lambda: len(server.requests) == 2)
        await stage.burst("escape")
        hold.let_go()
        await stage.settle()
        assert "Video 1" in stage.cursor_line
        await stage.press("j", "enter")
        assert "Not found, or not visible" in stage.text
        assert "404404 NO_SUCH_ENTITY" in stage.text
        assert "deleted" in stage.text
        await stage.press("escape", "escape")
        assert "Video 2" in stage.cursor_line


async def _until(stage: Stage, text: str) -> None:
    await stage.shows(text)
