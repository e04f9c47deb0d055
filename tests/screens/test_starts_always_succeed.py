"""A place that breaks the program does so once: the next start begins plainly and says so."""

from pathlib import Path

import pytest
from stage import signed_in, staged
from textual.worker import WorkerFailed

from kinescope_tui.api import Token
from kinescope_tui.demo.server import DemoServer
from kinescope_tui.demo.workspace import Workspace
from kinescope_tui.screens.analytics_screen import AnalyticsScreen
from kinescope_tui.services.workspace.state_store import StateStore

TOLD = "The last start ended before its first"


@pytest.fixture(scope="module")
def workspace() -> Workspace:
    return Workspace(20, hostile=False)


async def test_a_place_that_breaks_the_program_does_so_once(
    demo: DemoServer, tmp_path: Path
) -> None:
    memory = StateStore(tmp_path / "seen.sqlite")
    memory.open_for(Token.parse(demo.token), demo.base_url)
    memory.arrive("analytics")
    memory.close()
    with pytest.MonkeyPatch.context() as broken:
        broken.setattr(AnalyticsScreen, "draw", lambda _screen, **_how: 1 // 0)
        with pytest.raises(WorkerFailed):
            await broken_run(demo, memory)
    async with staged(signed_in(demo.base_url, demo.token, state_store=memory)) as stage:
        assert TOLD in stage.text
        assert "row 1 of 20" in stage.text


async def broken_run(demo: DemoServer, memory: StateStore) -> None:
    """Run the app until it breaks."""
    sign_in = signed_in(demo.base_url, demo.token, state_store=memory)
    async with staged(sign_in, settles=False) as stage:
        await stage.until(lambda: not stage.app.is_running)
