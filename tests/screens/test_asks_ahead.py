"""The first list is asked for before there is a screen for it."""

import pytest
from stage import Open
from textual.app import ComposeResult

from kinescope_tui.demo.faults import Fault
from kinescope_tui.demo.server import DemoServer
from kinescope_tui.demo.workspace import Workspace
from kinescope_tui.screens.list_screen import ListScreen


@pytest.fixture(scope="module")
def workspace() -> Workspace:
    return Workspace(20, hostile=False)


async def test_the_first_list_is_asked_for_once_and_before_its_screen_is_there(
    demo: DemoServer, opened: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    begun: list[bool] = []
    compose = ListScreen.compose_content

    def compose_content(screen: ListScreen) -> ComposeResult:  # type: ignore[type-arg]  # of all
        begun.append(screen.model.is_begun)
        return compose(screen)

    monkeypatch.setattr(ListScreen, "compose_content", compose_content)
    demo.requests.clear()
    async with opened() as stage:
        assert "row 1 of 20" in stage.text
    assert begun == [True]
    assert [arrival.target.startswith("/v1/videos?") for arrival in demo.requests].count(True) == 1


async def test_a_failure_that_comes_before_the_screen_is_told_there(
    demo: DemoServer, opened: Open
) -> None:
    demo.faults.append(Fault("401"))
    async with opened() as stage:
        await stage.shows("401")
