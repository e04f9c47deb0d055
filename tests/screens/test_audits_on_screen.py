"""Audits and changes as places: asked at once, with views and costs, each leading to its videos."""

import pytest
from patience import until
from stage import Open

from kinescope_tui.demo.workspace import Workspace


@pytest.fixture(scope="module")
def workspace() -> Workspace:
    return Workspace(130, hostile=False)


async def test_audits_lead_to_their_videos(opened: Open) -> None:
    async with opened((150, 34)) as stage:
        index = stage.app.gate.session.index  # type: ignore[union-attr]  # a workspace is open
        await stage.command("audit")
        await stage.shows("Audits", "Public", "Duplicate titles")
        for _ in until(lambda: index.state is not None and not index.is_reading):
            await stage.passes(1)
        await stage.passes(1)
        await stage.shows("EUR")
        await stage.passes(1)
        await stage.shows("uses the average")
        await stage.press("enter")
        await stage.shows("found in the index", "views: none", "created: <-90d")
        await stage.press("escape", "escape")

        await stage.command("audit twice")
        await stage.shows("title: twice")
        await stage.press("escape", "escape")
        await stage.command("audit thrice")
        await stage.shows("No audit is called 'thrice'", "no-subtitles")

        await stage.command("changes -7d")
        await stage.shows("Changes since", "No changes recorded")
        await stage.command("changes soon")
        await stage.shows("'soon' is not a time")

        # The inbox lists them, too.
        await stage.press("0", "right_square_bracket")
        await stage.shows("Duplicate titles")
        await stage.press("G", "enter")
        await stage.shows("folder: without a folder", "found in the index")
