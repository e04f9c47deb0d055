"""Beside a broad chart stands what happened in the bar that the cursor rests on."""

import pytest
from stage import Open

from kinescope_tui.demo.faults import Fault
from kinescope_tui.demo.server import DemoServer
from kinescope_tui.demo.workspace import Workspace

pytestmark = pytest.mark.usefixtures("in_moscow")


@pytest.fixture(scope="module")
def workspace() -> Workspace:
    return Workspace(300, hostile=False)


async def test_what_moved_a_bar_is_asked_for_where_the_cursor_rests_and_once(
    demo: DemoServer, opened: Open
) -> None:
    async with opened((140, 40)) as stage:

        def asked() -> list[str]:
            paths = [request.target.partition("?")[0] for request in demo.requests]
            return [path for path in paths if path.startswith("/v1/analytics")]

        await stage.press("2", "left", "left", "left")
        assert asked() == ["/v1/analytics/overview"]
        assert "BY HOUR" in stage.text
        assert "WHAT CHANGED" not in stage.text
        await stage.passes(0.5)
        # The top videos, what moved the bar, and its hours.
        assert sorted(asked()[1:]) == ["/v1/analytics", "/v1/analytics", "/v1/analytics/overview"]
        text = stage.text
        assert "peak " in text
        assert "WHAT CHANGED" in text
        assert "Top videos" in text
        await stage.press("m", "right", "left", "r")
        await stage.passes(0.5)
        assert "WHAT CHANGED" in stage.text
        assert len(asked()) == 5  # the overview again, and nothing else
        # The bar's own screen has the hours already.
        await stage.press("enter")
        assert asked()[5:] == ["/v1/analytics"]
        await stage.press("escape")
        # What fails there is told there, and nowhere else.
        demo.faults[:] = [Fault.parse("403@/v1/analytics")]
        await stage.press("left")
        await stage.passes(0.5)
        assert "not loaded" in stage.text
        assert "ACCESS_DENIED" not in stage.text
        demo.faults.clear()
        # A name of a range is clicked; where there is less room there is no panel, and no request.
        await stage.pilot.click("RangeScreen TabLine", offset=(8, 0))
        await stage.passes(0.3)
        assert demo.requests[-1].target.count("group_time=day") == 1
        await stage.pilot.resize_terminal(120, 40)
        await stage.settle()
        count = len(demo.requests)
        await stage.press("left")
        await stage.passes(0.6)
        assert "7 days · " in stage.text
        assert "BY HOUR" not in stage.text
        assert len(demo.requests) == count
