"""Answers come to screens while another place is looked at, and are there on the way back."""

import pytest
from stage import Open

from kinescope_tui.demo.server import DemoServer
from kinescope_tui.demo.workspace import Workspace
from kinescope_tui.screens.detail_screen import DetailScreen


@pytest.fixture(scope="module")
def workspace() -> Workspace:
    return Workspace(150, hostile=False)


async def test_what_was_asked_before_another_place_was_looked_at_is_shown_on_the_way_back(
    opened: Open, demo: DemoServer
) -> None:
    async with opened() as stage:
        await stage.press("enter")
        screen = stage.app.screen
        assert isinstance(screen, DetailScreen)
        for keys in (("J",), ("]", "]"), ("r",)):
            demo.held.set()
            await stage.burst(*keys, "3")
            assert screen.below
            demo.held.clear()
            await stage.settle()
            assert stage.app.current_mode == "billing"
            await stage.press("1")
            assert screen.is_on_top
            await stage.shows("2 of 150")
        await stage.press("escape")
        assert screen.below == []
