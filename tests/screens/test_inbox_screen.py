"""The inbox: a line for each kind, bold until it was looked at; enter shows what is behind it."""

import pytest
from stage import Open, Stage

from kinescope_tui.demo.faults import Fault
from kinescope_tui.demo.server import DemoServer
from kinescope_tui.demo.workspace import Workspace
from kinescope_tui.screens.inbox_screen import InboxScreen


@pytest.fixture(scope="module")
def workspace() -> Workspace:
    return Workspace(80, hostile=False)


def inbox_of(stage: Stage) -> InboxScreen:
    screen = stage.app.screen
    assert isinstance(screen, InboxScreen)
    return screen


def is_bold(stage: Stage, row: int) -> bool:
    strip = inbox_of(stage).table.render_line(row + 1)
    return any(segment.style is not None and segment.style.bold for segment in strip)


async def test_the_inbox_tells_shows_what_is_behind_a_line_and_knows_what_was_seen(
    opened: Open, demo: DemoServer
) -> None:
    async with opened((110, 30)) as stage:
        asked = len(stage.app.gate.exchanges)
        await stage.press("0")
        told = await stage.shows("video failed", "invoice is overdue", "live event is late")
        assert len(stage.app.gate.exchanges) - asked == 6
        assert "webhooks" in told  # why it failed stands nowhere else
        assert "2 Analytics" in stage.lines[0]
        assert is_bold(stage, 0)
        assert is_bold(stage, 1)

        await stage.press("enter")
        assert "status: ✗ error" in stage.text
        await stage.press("q", "j", "space", "j", "j")
        assert not is_bold(stage, 0)
        assert not is_bold(stage, 1)
        assert is_bold(stage, 2)
        await stage.press("G", "enter")
        assert "Встреча с редактором" in stage.text
        await stage.press("q", "k", "k", "enter")
        assert "number: INV-" in stage.text
        await stage.press("q")

        # A request that fails is a line of its own, and what stands there stays.
        demo.faults[:] = [Fault.parse("403@/v2/live/events")]
        await stage.press("r")
        assert "Not loaded: live events" in stage.text
        assert "live event is late" in stage.text
        demo.faults.clear()
        await stage.press("G", "enter")
        assert stage.app.current_mode == "requests"
        assert "403" in stage.text
        await stage.press("0", "right_square_bracket")
        assert "This workspace has no index yet." in stage.text
        await stage.press("right_square_bracket")
        assert "You are not watching anything." in stage.text

        # Whoever comes back after a while is told what there is by then.
        asked = len(stage.app.gate.exchanges)
        await stage.press("1")
        stage.clock.turn(600)
        await stage.press("0")
        assert len(stage.app.gate.exchanges) - asked == 6


async def test_whoever_asks_again_while_it_is_asked_waits_for_the_same_answers(
    opened: Open, demo: DemoServer
) -> None:
    async with opened((110, 30)) as stage:
        demo.held.set()
        before = len(demo.requests)
        await stage.burst("0")
        await stage.until(lambda: len(demo.requests) - before == 6)
        await stage.burst("r", "r")
        demo.held.clear()
        await stage.settle()
        assert "video failed" in stage.text
        assert len(demo.requests) - before == 6
