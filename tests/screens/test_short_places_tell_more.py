"""Places with few rows tell more where there is room, without a request that anybody waits for."""

import pytest
from stage import Open, Stage

from kinescope_tui.demo.server import DemoServer
from kinescope_tui.demo.workspace import Workspace


@pytest.fixture(scope="module")
def workspace() -> Workspace:
    return Workspace(60, seed=7, hostile=False)


async def test_places_tell_more_in_more_room(demo: DemoServer, opened: Open) -> None:
    async with opened((140, 40)) as stage:
        await tokens_tell_what_they_may_do(stage)
        await moderators_are_told_with_their_events(stage, demo)
        await the_inbox_names_what_it_found(stage)
        await a_workspace_tells_what_its_numbers_come_to(stage)


async def tokens_tell_what_they_may_do(stage: Stage) -> None:
    await stage.command("access-tokens")
    await stage.passes(0.1)  # a cursor that runs is not followed
    for part in (
        "of 6 tokens",
        "IF IT LEAKS",
        "Uploads are limited to",
        "About access tokens",
    ):
        assert part in stage.text


async def moderators_are_told_with_their_events(stage: Stage, demo: DemoServer) -> None:
    await stage.command("moderators")
    asked = len(demo.requests)
    assert "LIVE EVENTS" not in stage.text
    await stage.passes(2)  # the cursor rests
    await stage.passes(0.1)
    assert demo.requests[asked].target.startswith("/v2/live/events?page=1")
    assert len(demo.requests) == asked + 1
    for part in ("LIVE EVENTS", "Live events by moderator", "Chat without a moderator"):
        assert part in stage.text
    await stage.press("j")
    await stage.passes(2)
    await stage.command("access-tokens")
    await stage.command("moderators")
    await stage.passes(2)
    assert sum("/v2/live/events" in one.target for one in [*demo.requests][asked:]) == 1


async def the_inbox_names_what_it_found(stage: Stage) -> None:
    await stage.press("0")
    told = await stage.shows("What to do", "About the inbox")
    assert "Newest" in told
    assert "•" in told
    await stage.press("space")
    assert "• " not in "\n".join(line for line in stage.lines if "today" in line)
    await stage.pilot.resize_terminal(80, 24)
    await stage.settle()
    assert "About the inbox" not in stage.text
    assert "marks it as seen" in stage.text
    await stage.pilot.resize_terminal(140, 40)
    await stage.settle()
    assert "About the inbox" in stage.text


async def a_workspace_tells_what_its_numbers_come_to(stage: Stage) -> None:
    await stage.command("workspaces")
    await stage.shows("The token reads", "previous period", "of all videos", "open now")
