"""What is pasted, named or led to is opened; nothing that is typed is dropped without a word."""

from typing import Any

import pytest
from stage import Open, Stage
from textual import events

from kinescope_tui.api.own_secrets import NOT_TAKEN
from kinescope_tui.app import KinescopeApp
from kinescope_tui.demo.faults import Fault
from kinescope_tui.demo.server import DemoServer
from kinescope_tui.demo.workspace import Workspace


@pytest.fixture(scope="module")
def workspace() -> Workspace:
    return Workspace(30, hostile=False)


async def paste(stage: Stage, text: str) -> str:
    stage.app.post_message(events.Paste(text))
    await stage.settle()
    return stage.text


async def type_line(stage: Stage, text: str) -> str:
    await stage.press("colon")
    stage.in_one_go(*text.replace(" ", "\0").split("\0")[0])
    for word in text.split(" ")[1:]:
        stage.in_one_go("space", *word)
    await stage.settle()
    await stage.press("enter")
    return stage.text


def ids(demo: DemoServer) -> list[str]:
    return [request.target.partition("?")[0] for request in demo.requests]


async def test_a_paste_is_told_before_it_is_asked_for_and_then_opened(
    workspace: Workspace, demo: DemoServer, opened: Open
) -> None:
    project = workspace.ids.of("project", 0)
    async with opened((100, 40)) as stage:
        before = len(demo.requests)
        told = await paste(stage, f"project: {project}\n please")
        assert "id of a request" in told
        assert len(demo.requests) == before
        await stage.press("enter")
        assert "Overview" in stage.text
        assert workspace.project_names[0] in "".join(stage.lines[:2])
        assert ids(demo)[before:] == [
            f"/v1/videos/{project}",
            f"/v2/live/events/{project}",
            f"/v1/projects/{project}",
        ]
        await stage.press("enter")  # its videos
        assert f"project: {workspace.project_names[0]}" in stage.text
        assert demo.requests[-1].target.startswith("/v1/videos?")
        assert f"project_id={project}" in demo.requests[-1].target
        await stage.press("escape", "escape")
        assert "of 30" in stage.text
        # The end of a link is asked for once, then it is looked for in what is here.
        told = await paste(stage, "kinescope.io/embed/6hkSeTa382Dp1LaU5CoUtx")
        assert "video, GET /v1/videos/6hkSeTa382Dp1LaU5CoUtx" in told
        await stage.press("enter")
        await stage.shows("Not found", "400301")
        await stage.press("slash")
        await paste(stage, "kinescope.io/embed/6hkSeTa382Dp1LaU5CoUtx")
        await stage.press("enter")  # a search for a link offers what the link leads to
        assert "video, GET /v1/videos/6hkSe" in stage.text
        await stage.press("escape")
        told = await paste(stage, f"https://kinescope.io/{demo.token}")
        assert " ".join(NOT_TAKEN.split()[:5]) in " ".join(told.split())
        asked = len(demo.requests)
        await type_line(stage, f"project {demo.token}")
        assert len(demo.requests) == asked
        assert not any(demo.token in request.target for request in demo.requests)


async def test_what_stands_after_a_place_is_an_id_a_search_or_is_told(
    workspace: Workspace, demo: DemoServer, opened: Open
) -> None:
    project = workspace.ids.of("project", 1)
    async with opened((100, 40)) as stage:
        await type_line(stage, f"project {project}")
        assert workspace.project_names[1] in "".join(stage.lines[:2])
        await type_line(stage, "videos failed")  # from over the list, too
        assert "q=failed" in demo.requests[-1].target
        await stage.press("escape", "escape")
        await type_line(stage, "vids failed")
        assert "No place is called 'vids'" in stage.text
        await type_line(stage, "tags nothing")
        await stage.shows("cannot search tags")
        await stage.press("1", "colon", "tab", "tab")
        line = stage.app.screen.query_one("Input").value  # type: ignore[attr-defined]  # Textual's
        assert line == "analytics"  # of all places the second one


async def test_a_row_stands_while_its_own_address_is_asked_and_when_that_fails(
    demo: DemoServer, opened: Open
) -> None:
    demo.faults[:] = [Fault.parse("500@/v1/videos/")]
    async with opened((100, 40)) as stage:
        title = stage.cursor_line.split("  ")[2].strip()
        await stage.burst("enter")
        assert "updating" in stage.text
        await stage.settle()
        assert "not refreshed" in stage.text
        assert title in "".join(stage.lines[:2])
        assert "Length" in stage.text
        await stage.press("J")
        assert "not refreshed" in stage.text
        assert "Length" in stage.text


async def test_enter_leads_in_and_another_key_to_the_thing_itself(
    opened: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("DISPLAY", "WAYLAND_DISPLAY"):
        monkeypatch.delenv(name, raising=False)
    async with opened((120, 40)) as stage:
        await type_line(stage, "playlists")
        await stage.press("enter")
        assert "playlist: " in stage.text
        await stage.press("o")  # an entry has no link, but its video is a row of the first list
        await stage.shows("Copied the link")
        await stage.press("a")
        assert "Analytics of" in "".join(stage.lines[:2])
        await stage.press("escape", "enter")
        assert "Length" in stage.text
        await stage.press("escape", "escape", "d")
        assert "Overview" in stage.text
        assert "Entries" in stage.text
        await type_line(stage, "tags")
        await stage.press("enter")
        assert "the API cannot filter by tag" in stage.text


async def test_the_program_may_begin_with_a_thing(
    workspace: Workspace, demo: DemoServer, opened: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    line = f"/v1/projects/{workspace.ids.of('project', 2)}"
    begun = KinescopeApp.__init__

    def begin(app: KinescopeApp, *arguments: Any, **options: Any) -> None:
        begun(app, *arguments, **options, opens=line)

    monkeypatch.setattr(KinescopeApp, "__init__", begin)
    async with opened((100, 40)) as stage:
        await stage.shows("Overview")
        assert workspace.project_names[2] in "".join(stage.lines[:2])
        assert line in ids(demo)
