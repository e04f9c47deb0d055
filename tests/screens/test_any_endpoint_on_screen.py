"""After `:get` any path is shown as what it answers; what is wrong says so, and what to do."""

import asyncio

import pytest
from conftest import TOKEN
from scripted_server import ScriptedServer, answer, page
from stage import Open, Stage, signed_in, staged
from textual.widgets import Static

from kinescope_tui.demo.workspace import Workspace
from kinescope_tui.screens import endpoint_screen
from kinescope_tui.screens.list_screen import ListScreen


@pytest.fixture(scope="module")
def workspace() -> Workspace:
    return Workspace(videos=30)


VIDEOS = page({"id": "v1", "title": "Video 1"})


async def typed(stage: Stage, line: str) -> None:
    await stage.press(":")
    stage.in_one_go(*line)
    await stage.press("enter")


async def test_rows_are_a_list_and_its_csv_is_tried_by_a_key(opened: Open) -> None:
    async with opened((110, 24)) as stage:
        await typed(stage, "get v1/tags?order=tag.desc")
        assert isinstance(stage.app.screen, ListScreen)
        assert "/v1/tags" in "".join(stage.lines[:2])
        assert "TAG ▼1" in stage.text
        assert "GET /v1/tags?order=tag.desc" in stage.status
        await stage.press("space", "enter")
        assert "JSON" in stage.text
        await stage.press("q", "X")
        assert "No CSV available: the server returned JSON. L shows its rows" in stage.text
        await stage.press("L")
        assert isinstance(stage.app.screen, ListScreen)
        await stage.press("q", "q")
        assert "Videos" in "".join(stage.lines[:2])
        await typed(stage, "get")
        assert "Which path?" in stage.text
        await typed(stage, "get http://elsewhere.example/v1/tags")
        assert "The token is only sent to" in stage.text


async def test_a_path_that_brings_nothing_has_no_list_to_reload_and_nothing_to_save(
    opened: Open,
) -> None:
    async with opened((100, 24)) as stage:
        await typed(stage, "get /v1/nowhere")
        assert "✗ 404" in stage.text
        assert "Check the id or path, and which" in stage.text
        assert "eload the list" not in stage.text
        footer = stage.lines[-1]
        assert not [key for key in ("e save", "L list") if key in footer], footer
        assert "X CSV" in footer
        await stage.press("!")
        assert "eload the list" not in stage.text
        await stage.press("escape", "escape", "escape")
        await typed(stage, "get /v1/videos/nothing.csv")
        assert "X CSV" not in stage.lines[-1]


async def test_of_two_pictures_that_are_drawn_at_once_the_last_one_is_shown(
    server: ScriptedServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    drawn: list[asyncio.Future[Static]] = []

    def picture(_content: bytes) -> "asyncio.Future[Static]":
        drawn.append(asyncio.get_running_loop().create_future())
        return drawn[-1]

    monkeypatch.setattr(endpoint_screen, "picture", picture)
    monkeypatch.setattr(endpoint_screen, "can_show_pictures", lambda: True)
    server.script = [VIDEOS, answer(b"\0", content_type="image/png")]
    async with staged(signed_in(server.url, TOKEN)) as stage:
        stage.in_one_go("colon", *"get /v1/odd", "enter")
        await stage.until(lambda: len(drawn) == 1)
        stage.in_one_go("r")
        await stage.until(lambda: len(drawn) == 2)
        drawn[0].set_result(Static("the first"))
        drawn[1].set_result(Static("the second"))
        await stage.settle()
        assert "the second" in stage.text
        assert "the first" not in stage.text


async def test_whatever_comes_is_shown_or_told_with_a_next_step(server: ScriptedServer) -> None:
    server.script = [VIDEOS, answer("<html>Log in</html>", content_type="text/html")]
    async with staged(signed_in(server.url, TOKEN)) as stage:
        await typed(stage, "get /v1/odd")
        assert "Got a web page instead of the API" in stage.text
        assert "r retries" in stage.text
        json = "application/json"
        for sent, told in (
            (answer(b""), "The response is empty"),
            (answer({"a": "[/]\x1b[2J"}), "“[/]␛[2J”"),
            (answer(b"null"), "null"),
            (answer("[12:00] [/] hi", content_type="text/plain"), "[12:00] [/] hi"),
            (answer(b"\0" * 9, content_type="application/x-odd"), "A file: application/x-odd"),
            (answer(b'{"data"', content_type=json), "This is not an API response"),
        ):
            server.script = [sent]
            await stage.press("r")
            assert told in stage.text, told
        assert "A file" in stage.text  # what was shown last stays
        server.script = [answer({"data": [{"name": "Row 1"}, 2]})]
        await stage.press("escape", "r")
        assert isinstance(stage.app.screen, ListScreen)
        assert "Row 1" in stage.text
