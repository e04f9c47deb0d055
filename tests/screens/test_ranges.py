"""Ranges of analytics and of usage: the same keys, and the same that follows from them."""

from pathlib import Path
from urllib.parse import parse_qsl, urlsplit

import pytest
from stage import Open, Stage

from kinescope_tui.api import RetryPolicy
from kinescope_tui.demo.faults import Fault
from kinescope_tui.demo.server import DemoServer
from kinescope_tui.demo.workspace import Workspace
from kinescope_tui.screens.analytics_screen import AnalyticsScreen
from kinescope_tui.services.workspace.state_store import StateStore

pytestmark = pytest.mark.usefixtures("in_moscow")
PATHS = {"analytics": "/v1/analytics/overview", "usage": "/v1/billing/usage"}
TOLD = {"analytics": "Unique views per day", "usage": "Storage per day"}


@pytest.fixture(scope="module")
def workspace() -> Workspace:
    return Workspace(60, hostile=False)


def asked(server: DemoServer, place: str) -> list[dict[str, str]]:
    """The queries of a place."""
    targets = (urlsplit(request.target) for request in server.requests)
    return [dict(parse_qsl(target.query)) for target in targets if target.path == PATHS[place]]


def range_of(stage: Stage) -> str:
    """Return the line that tells the range; over it the way to the screen may stand."""
    return next(line for line in stage.lines[1:3] if " days · " in line)


async def turn(stage: Stage, *keys: str) -> None:
    """Press keys that move the range, and wait until the pause after them is over."""
    await stage.press(*keys)
    await stage.passes(0.3)


async def test_keys_that_come_fast_are_one_request_and_a_failed_range_is_offered_again(
    demo: DemoServer, opened: Open
) -> None:
    async with opened((119, 30), retry=RetryPolicy(attempts=1)) as stage:
        for place, path in PATHS.items():
            await stage.command(f"{place} 7d")
            await stage.passes(0.3)
            assert "7 days · " in range_of(stage)
            count = len(asked(demo, place))
            await turn(stage, *["comma"] * 6)
            assert len(asked(demo, place)) == count + 1
            query = asked(demo, place)[-1]
            shown = range_of(stage)
            assert f"{query['from']} → {query['to']}" in shown
            demo.faults[:] = [Fault.parse(f"500@{path}")]
            await turn(stage, "comma")
            query = asked(demo, place)[-1]
            wanted = f"{query['from']} → {query['to']}"
            assert f"✗ not loaded: 7 days · {wanted}" in range_of(stage)
            assert f"r reloads · shown:{shown.rstrip()}"[:50] in range_of(stage)
            demo.faults.clear()
            await stage.press("r")
            assert range_of(stage).startswith(f" 7 days · {wanted}")
            await stage.command(f"{place} 2099-01-01")
            assert "is in the future" in stage.text
            await stage.press("escape", "1")


async def test_what_was_looked_at_is_where_the_next_start_begins(
    demo: DemoServer, opened: Open, tmp_path: Path
) -> None:
    path = tmp_path / "seen.sqlite"
    shown = {}
    async with opened((119, 30), state_store=StateStore(path)) as stage:
        for place, told in TOLD.items():
            await stage.command(f"{place} 90d")
            await stage.passes(0.3)
            await stage.press("m", "c")
            shown[place] = range_of(stage)
            assert told in stage.text
    demo.requests.clear()
    async with opened((119, 30), state_store=StateStore(path)) as stage:
        for place in reversed(TOLD):
            assert range_of(stage) == shown[place]
            assert "90 days" in shown[place]
            assert "vs " in shown[place]
            assert TOLD[place] in stage.text
            assert len(asked(demo, place)) == 2
            await stage.press("2")


async def test_a_range_is_that_of_the_place_whatever_was_opened_over_it(opened: Open) -> None:
    async with opened((119, 30)) as stage:
        for place in PATHS:
            await stage.command(place)
            await stage.press(*(["v"] if place == "analytics" else ["tab", "enter"]))
            assert len(stage.app.screen_stack) == 2
            await stage.command(f"{place} 7d")
            await stage.passes(0.3)
            assert len(stage.app.screen_stack) == 1
            assert "7 days · " in range_of(stage)


async def test_a_key_acts_on_the_range_that_is_asked_for(opened: Open) -> None:
    async with opened((119, 30)) as stage:
        await stage.command("analytics 2026-07-01 2026-07-28")
        await stage.passes(0.3)
        # No answer is here when the second key is pressed, and none to the first is asked for.
        await turn(stage, "comma", "plus")
        assert "2026-06-17 → 2026-06-30" in range_of(stage)
        # The cursor stays in sight, however fast it is zoomed.
        await turn(stage, *["left"] * 5)
        await turn(stage, "plus", "plus")
        assert "2026-06-24 → 2026-06-27" in range_of(stage)
        # Reports are of the range that is asked for too.
        await stage.burst("comma")
        screen = stage.app.screen
        assert isinstance(screen, AnalyticsScreen)
        assert screen.model.awaits_another
        stage.clock.turn(0.1)
        await stage.press("v")
        assert "Top, 4 days · 2026-06-20 → 2026-06-23" in stage.lines[1]


async def test_a_chart_stays_pale_until_the_range_that_is_asked_for_is_here(
    demo: DemoServer, opened: Open
) -> None:
    async with opened((119, 30)) as stage:
        await stage.command("analytics 7d")
        await stage.passes(0.3)
        screen = stage.app.screen
        assert isinstance(screen, AnalyticsScreen)
        demo.held.set()
        await stage.burst("comma")
        stage.clock.turn(0.7)
        await stage.until(lambda: screen.chart.has_class("-waits"))
        await stage.burst("c")
        await stage.until(lambda: screen.model.compares)
        assert screen.chart.has_class("-waits")
        demo.held.clear()
        await stage.until(lambda: not screen.chart.has_class("-waits"))
        await stage.until(lambda: screen.model.before is not None)
        await stage.settle()
