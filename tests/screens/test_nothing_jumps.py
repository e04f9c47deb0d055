"""Before an answer is here each screen has the lines that it has with it: nothing jumps."""

import pytest
from stage import Stage, signed_in, staged
from textual.widgets._toast import ToastRack
from turned_clock import TurnedClock

from kinescope_tui.demo.server import DemoServer
from kinescope_tui.demo.workspace import Workspace
from kinescope_tui.screens.frame_screen import FrameScreen

PLACES = ("2", "3", "u", "4", "1", "enter")


@pytest.fixture(scope="module")
def workspace() -> Workspace:
    return Workspace(120, seed=7, hostile=False)


def places(stage: Stage) -> dict[str, tuple[int, int]]:
    """The lines that each part of a screen has: where it begins, and how many."""
    screen = stage.app.screen
    assert isinstance(screen, FrameScreen)
    parts = [*screen.children, *screen.query("VirtualTable, BarChart, MetricCards")]
    return {
        f"{type(part).__name__} {part.id}": (part.region.y, part.region.height)
        for part in parts
        if part.region.height and not isinstance(part, ToastRack)
    }


@pytest.mark.parametrize("size", [(80, 24), (140, 40)])
async def test_no_line_jumps_when_the_answer_comes(
    demo: DemoServer, clock: TurnedClock, size: tuple[int, int]
) -> None:
    demo.held.set()
    way_in = signed_in(demo.base_url, demo.token, clock=clock)
    async with staged(way_in, size, settles=False) as stage:
        await stage.until(lambda: not stage.is_opening)
        await stage.still()
        await look(stage, demo, "start")
        for key in PLACES:
            demo.held.set()
            await stage.burst(key)
            await look(stage, demo, key)


async def look(stage: Stage, demo: DemoServer, key: str) -> None:
    before = places(stage)
    shown = stage.text
    demo.held.clear()
    await stage.settle()
    assert places(stage) == before, (key, shown, stage.text)
