"""Filters, rows and preview stand beside each other where there is room, and are used by keys."""

import pytest
from stage import Open

from kinescope_tui.demo.faults import Fault
from kinescope_tui.demo.server import DemoServer
from kinescope_tui.demo.workspace import Workspace


@pytest.fixture(scope="module")
def workspace() -> Workspace:
    return Workspace(250, seed=7, hostile=False)


def asked(demo: DemoServer, path: str) -> list[str]:
    return [request.target for request in demo.requests if request.target.startswith(path)]


async def test_three_panes_tell_filter_and_preview_by_themselves(
    demo: DemoServer, opened: Open
) -> None:
    async with opened((140, 40)) as stage:
        first = await stage.shows("sorted by the server: created ▼")  # in the foot: fitted last
        for told in ("─ Filters ─", "─ Videos ─", "─ Preview ─", "row 1 of 250", "SAVED VIEWS"):
            assert told in first
        assert not asked(demo, "/v1/analytics/overview")
        await stage.passes(1.1)  # the cursor rests
        await stage.shows("28 DAYS")
        assert "counted at" not in stage.text
        await stage.passes(3.1)  # nobody asks for anything
        assert "counted at" in stage.text
        number = len(demo.requests)
        await stage.press("j", "k")
        await stage.passes(60)
        views = asked(demo, "/v1/analytics/overview")
        assert len(views) == len(set(views)) == 1
        assert len(demo.requests) == number
        await stage.press("f", "j", "space")
        assert "status: ● done" in stage.text
        assert "▣ ● done" in stage.text
        await stage.press("space", "escape")
        assert "□ ● done" in stage.text
        await stage.press("tab")
        assert stage.app.focused is not None
        assert type(stage.app.focused).__name__ == "PreviewPane"
        await stage.press("G", "escape")
        assert type(stage.app.focused).__name__ == "MarkingTable"
        await stage.pilot.resize_terminal(99, 30)
        await stage.settle()
        assert "SAVED VIEWS" not in stage.text
        await stage.pilot.resize_terminal(140, 40)
        await stage.settle()
        assert "SAVED VIEWS" in stage.text
        demo.faults[:] = [Fault.parse("500")]
        await stage.command("live-events")
        assert "─ Preview ─" not in stage.text
