"""What is to happen after a frame does not happen to a part that is gone by then."""

import asyncio

import pytest
from stage import Open
from textual.dom import DOMNode

from kinescope_tui.demo.workspace import Workspace
from kinescope_tui.resources.registry import RESOURCES
from kinescope_tui.screens.list_screen import ListScreen
from kinescope_tui.screens.requests_screen import RequestsScreen


@pytest.fixture(scope="module")
def workspace() -> Workspace:
    return Workspace(20, hostile=False)


async def test_nothing_is_called_of_a_screen_that_went_before_the_frame(opened: Open) -> None:
    async with opened() as stage:
        app, goes_on = stage.app, asyncio.Event()
        session = app.gate.session
        assert session is not None
        listing = ListScreen(session, RESOURCES["playlists"])
        await app.push_screen(listing)
        await stage.press("grave_accent")
        drawer = app.screen
        assert isinstance(drawer, RequestsScreen)
        called: list[DOMNode] = []
        for part in (drawer, drawer.meters, listing, listing.body):
            part.call_after_refresh(called.append, part)
        await stage.settle()
        assert set(called) == {drawer, drawer.meters, listing, listing.body}

        called.clear()
        app.pop_screen()
        app.pop_screen()
        app.screen.call_later(goes_on.wait)  # it draws nothing before the others are gone
        for part in (drawer, drawer.meters, listing, listing.body):
            part.call_after_refresh(called.append, part)
        await stage.until(lambda: not any(map(is_here, (drawer, listing))))
        goes_on.set()
        await stage.settle()
        assert called == []


def is_here(part: DOMNode) -> bool:
    return bool(part.children) or part.is_running
