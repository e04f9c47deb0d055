"""What a short list comes to is fitted into the room beneath it, whoever takes some of that."""

import pytest
from stage import Open

from kinescope_tui.demo.workspace import Workspace
from kinescope_tui.widgets.list_summary import ListSummary


@pytest.fixture(scope="module")
def workspace() -> Workspace:
    return Workspace(60, seed=7, hostile=False)


async def test_a_summary_is_fitted_again_when_its_pane_becomes_narrower(opened: Open) -> None:
    async with opened((140, 40)) as stage:
        await stage.command("live-events")
        summary = stage.app.screen.query_one(ListSummary)
        pane = summary.parent
        assert summary.display
        assert pane is not None
        for width, height in ((50, 24), (70, 30)):
            pane.styles.width, pane.styles.height = width, height
            await stage.settle()
            assert summary.virtual_size.height <= summary.size.height
            assert not summary.show_vertical_scrollbar
