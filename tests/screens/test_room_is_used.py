"""Where there is room a part of a video, and a short list, tell more; no request is made for it."""

import pytest
from stage import Open

from kinescope_tui.demo.server import DemoServer
from kinescope_tui.demo.workspace import Workspace


@pytest.fixture(scope="module")
def workspace() -> Workspace:
    return Workspace(60, seed=7, hostile=False)


async def test_parts_and_short_lists_have_more_in_more_room(demo: DemoServer, opened: Open) -> None:
    async with opened((140, 40)) as stage:
        await stage.press("enter", "]", "]")
        before = len(demo.requests)
        await stage.press("]")
        assert len(demo.requests) == before + 1
        for part in ("About subtitles", "y, then the letter", "Overview"):
            assert part in stage.text
        await stage.pilot.resize_terminal(80, 24)
        await stage.settle()
        assert "About subtitles" not in stage.text
        await stage.pilot.resize_terminal(140, 40)
        await stage.settle()
        assert "About subtitles" in stage.text
        assert len(demo.requests) == before + 1
        # A short list: its rows stay where they are.
        await stage.press("escape", ":", *"projects", "enter")
        await stage.settle()
        assert "With these rows" in stage.text
        place = next(y for y, line in enumerate(stage.lines) if "❯ Developers" in line)
        await stage.press("j")
        assert "❯ Marketing" in stage.lines[place + 1]
        # A long one has its rows instead.
        await stage.press("q")
        assert "With these rows" not in stage.text
        # Where nothing matches stands what leads on, and no more is asked than what was typed.
        await stage.press("/", *"zzzqq")
        await stage.passes(1)
        await stage.shows("Shown before")
        before = len(demo.requests)
        await stage.press("enter")
        await stage.shows("Other ways to find it")
        assert "enter keeps the search" not in stage.text
        assert len(demo.requests) == before
