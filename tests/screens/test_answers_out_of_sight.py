"""An answer may come when its screen is in another tab, or left: nothing breaks or opens by it."""

import pytest
from conftest import FULL
from stage import Open, Stage

from kinescope_tui.api.errors import UnreachableError
from kinescope_tui.demo.server import DemoServer
from kinescope_tui.demo.workspace import Workspace
from kinescope_tui.resources.registry import RESOURCES
from kinescope_tui.screens.requests_screen import RequestsScreen
from kinescope_tui.screens.session_screen import SessionScreen

LISTS = (*RESOURCES,) if FULL else ("videos", "live-events")
PLACES = (*LISTS, "analytics", "billing", "usage", "inbox", "settings", "index", "workspaces")


@pytest.fixture(scope="module")
def workspace() -> Workspace:
    return Workspace(30, hostile=False)


async def test_what_is_asked_for_may_come_while_another_tab_is_looked_at(
    opened: Open, demo: DemoServer
) -> None:
    async with opened((100, 30)) as stage:
        for place in PLACES:
            demo.held.set()
            await stage.burst(":", *place, "enter")
            await comes_elsewhere(stage, demo)
            demo.held.set()
            await stage.burst("enter", "]")
            asked = stage.app.screen
            await comes_elsewhere(stage, demo)
            assert stage.app.screen is asked, place
            await stage.press("escape", "escape", "1")


async def comes_elsewhere(stage: Stage, demo: DemoServer) -> None:
    """Look at the requests while the answer comes, then at what it was for."""
    tab = stage.app.current_mode
    await stage.burst("4" if tab != "requests" else "3")
    demo.held.clear()
    elsewhere = stage.app.screen
    await stage.settle()
    assert stage.app.is_running
    assert stage.app.screen is elsewhere
    await stage.app.switch_mode(tab)
    await stage.settle()


async def test_a_screen_that_is_left_lies_upon_none(opened: Open) -> None:
    async with opened() as stage:
        await stage.press("enter")
        left = stage.app.screen
        assert isinstance(left, SessionScreen)
        assert len(left.screens_below) == 1
        gone = stage.app.pop_screen()
        assert left.screens_below == []
        left.tell_place("late")
        await gone
        left.show_problem(UnreachableError("late"))  # it has no parts any more
        left.clear_problem()
        await stage.press("4")
        assert isinstance(stage.app.screen, RequestsScreen)
