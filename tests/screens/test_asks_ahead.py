"""The first list is asked for before there is a screen for it."""

import pytest
from stage import Open

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
    mount = ListScreen.on_mount

    def on_mount(screen: ListScreen) -> None:  # type: ignore[type-arg]  # whatever it lists
        begun.append(screen.model.is_begun)
        mount(screen)

    monkeypatch.setattr(ListScreen, "on_mount", on_mount)
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
