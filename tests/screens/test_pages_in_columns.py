"""A video's page shows what its row knew at once, and moves nothing when more of it comes."""

from urllib.parse import urlsplit

import pytest
from stage import Open, Stage
from textual.geometry import Region

from kinescope_tui.demo.faults import Fault
from kinescope_tui.demo.server import DemoServer
from kinescope_tui.demo.workspace import Workspace
from kinescope_tui.widgets.section_box import SectionBox


@pytest.fixture(scope="module")
def workspace() -> Workspace:
    return Workspace(60, seed=7, hostile=False)


def boxes(stage: Stage) -> dict[str, Region]:
    shown = [box for box in stage.app.screen.query(SectionBox) if box.display and box.region]
    return {box.section.title: box.region for box in shown}


def asked_days(demo: DemoServer) -> list[str]:
    targets = [request.target for request in demo.requests]
    return [target for target in targets if urlsplit(target).path == "/v1/analytics/overview"]


async def test_what_is_known_stands_at_once_and_stays_where_it_is(
    demo: DemoServer, opened: Open
) -> None:
    async with opened((120, 40)) as stage:
        demo.held.set()
        await stage.burst("enter")
        before = boxes(stage)
        assert {"Overview", "Copy", "Last 28 days"} <= set(before)
        assert "░░░░░" in stage.text
        assert "y, then the letter" in stage.text
        assert len({box.x for box in before.values()}) == 2
        demo.held.clear()
        await stage.settle()
        assert {title: boxes(stage)[title] for title in before} == before
        assert asked_days(demo) == []
        await stage.passes(1.0)  # on the same video
        assert len(asked_days(demo)) == 1
        assert boxes(stage)["Last 28 days"] == before["Last 28 days"]
        # Once for each video, and for none that one leafs past.
        await stage.burst("J", "J", "K", "K")
        await stage.settle()
        await stage.passes(1.0)
        assert len(asked_days(demo)) == 1
        # The letter that stands there copies.
        await stage.press("y", "u")
        assert "lay link" in stage.text
        # One that fails is nobody's problem; nor is it asked for where there is no room.
        demo.faults[:] = [Fault.parse("403@/v1/analytics")]
        await stage.press("J")
        await stage.passes(1.0)
        assert len(asked_days(demo)) == 2
        assert "Last 28 days" not in boxes(stage)
        assert "No permission" not in stage.text
        await stage.pilot.resize_terminal(80, 24)
        await stage.press("J")
        await stage.passes(1.0)
        assert len(asked_days(demo)) == 2
        assert len({box.x for box in boxes(stage).values()}) == 1


async def test_a_status_is_filtered_here_without_a_request(demo: DemoServer, opened: Open) -> None:
    async with opened((120, 40)) as stage:
        await stage.press("3")
        assert "All 37" in stage.text
        assert "by project" in stage.text
        before = len(demo.requests)
        x = next(line for line in stage.lines if "All 37" in line).index("! overdue")
        await stage.pilot.click("#statuses", offset=(x, 0))
        await stage.settle()
        assert len(demo.requests) == before
        assert "row 1 of 1 " in stage.text
        assert "d late" in stage.cursor_line
        assert "All 37" in stage.text
        await stage.pilot.click("#statuses", offset=(3, 0))
        await stage.settle()
        assert "row 2 of 37 " in stage.text
