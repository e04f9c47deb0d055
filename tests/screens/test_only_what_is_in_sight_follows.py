"""Out of sight a screen does nothing; when it comes back it has caught up."""

from collections import Counter
from typing import Any

import pytest
from stage import Open
from textual.screen import Screen

from kinescope_tui.demo.faults import Fault
from kinescope_tui.demo.server import DemoServer
from kinescope_tui.demo.workspace import Workspace
from kinescope_tui.screens.frame_screen import FrameScreen


@pytest.fixture(scope="module")
def workspace() -> Workspace:
    return Workspace(12, hostile=False)


async def test_the_status_line_is_drawn_where_it_is_seen_and_nowhere_else(
    opened: Open, demo: DemoServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    draws: Counter[bool] = Counter()
    draw = FrameScreen.update_status
    async with opened((80, 24)) as stage:

        def count(screen: FrameScreen) -> None:
            draws[screen is shown()] += 1
            draw(screen)

        def shown() -> Screen[object]:
            return stage.app.screen

        monkeypatch.setattr(FrameScreen, "update_status", count)
        await stage.press("4", "1")
        draws.clear()
        await stage.press("r")
        await stage.passes(3)
        assert draws[True]
        assert not draws[False]
        demo.faults.append(Fault.parse("403@/v1/videos"))
        await stage.press("r")
        refused = stage.status
        assert "403" in refused
        await stage.press("4")
        assert "403" in stage.text  # the journal caught up
        await stage.press("1")
        assert stage.status == refused

        # A dialog hides nothing, another screen does.
        beneath = stage.app.screen
        demo.faults.clear()
        await stage.press("escape", "y")
        sights = [is_in_sight(beneath)]
        for key in ("escape", "enter", "escape"):
            await stage.press(key)
            sights.append(is_in_sight(beneath))
        assert sights == [True, True, False, True]


def is_in_sight(screen: Screen[Any]) -> bool:
    return isinstance(screen, FrameScreen) and screen.is_in_sight
