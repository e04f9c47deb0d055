"""A start begins where the last one ended: place, view, row, range; and says that it is old."""

from pathlib import Path
from urllib.parse import parse_qsl, urlsplit

import pytest
from stage import Open, signed_in, staged
from turned_clock import TurnedClock

from kinescope_tui.demo.faults import Fault
from kinescope_tui.demo.server import DemoServer
from kinescope_tui.demo.workspace import Workspace
from kinescope_tui.services.workspace.state_store import StateStore


@pytest.fixture(scope="module")
def workspace() -> Workspace:
    return Workspace(600, hostile=False)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "seen.sqlite"


async def test_a_list_begins_where_it_was_left(demo: DemoServer, opened: Open, path: Path) -> None:
    async with opened(state_store=StateStore(path)) as stage:
        await stage.press("l", "s", "colon", *"250", "enter")
        line = stage.cursor_line
    demo.requests.clear()
    async with opened(state_store=StateStore(path)) as stage:
        assert stage.cursor_line[:80] == line[:80]
        assert "row 250 of 600" in stage.text
        query = dict(parse_qsl(urlsplit(demo.requests[0].target).query))
        assert (query["page"], query["order"]) == ("3", "title.asc")


async def test_the_rows_of_last_time_stand_there_until_those_of_today_come(
    demo: DemoServer, opened: Open, clock: TurnedClock, path: Path
) -> None:
    async with opened(state_store=StateStore(path)) as stage:
        await stage.press("j", "j")
        line = stage.cursor_line
    clock.turn(60)
    demo.held.set()
    sign_in = signed_in(demo.base_url, demo.token, state_store=StateStore(path), clock=clock)
    async with staged(sign_in, settles=False) as stage:
        await stage.shows("as of ")
        assert stage.cursor_line[:80] == line[:80]
        demo.held.clear()
        await stage.settle()
        assert "row 3 of 600" in stage.text
        assert stage.cursor_line[:80] == line[:80]


async def test_without_the_network_the_rows_of_last_time_stay_and_say_so(
    demo: DemoServer, opened: Open, path: Path
) -> None:
    async with opened(state_store=StateStore(path)) as stage:
        line = stage.cursor_line
    demo.faults[:] = [Fault.parse("403")]
    async with opened(state_store=StateStore(path)) as stage:
        assert stage.cursor_line[:80] == line[:80]
        assert " · r reloads" in stage.text
        assert "403" in stage.text


async def test_forgetting_is_one_command(opened: Open, path: Path) -> None:
    async with opened(state_store=StateStore(path)) as stage:
        await stage.press("j", "colon", *"forget", "enter")
        await stage.shows("are erased")
    assert not path.exists()
