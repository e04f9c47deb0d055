"""What is said of a copy that nobody confirmed."""

import pytest
from stage import Open

from kinescope_tui.demo.workspace import Workspace
from kinescope_tui.services.desktop.clipboard import Clipboard
from kinescope_tui.services.setup.settings import Route


@pytest.fixture(scope="module")
def workspace() -> Workspace:
    return Workspace(250, seed=7, hostile=False)


async def test_what_was_sent_on_trust_can_be_selected_until_the_user_says_it_arrives(
    opened: Open,
) -> None:
    async with opened(clipboard=Clipboard(Route.OSC52, {})) as stage:
        for answer in ("escape", "enter"):
            await stage.press("y", "i")
            assert "sent by OSC 52; not there? select it here" in stage.text
            assert stage.app.clipboard in stage.text
            assert "Copied" not in stage.text
            await stage.press(answer)
        await stage.press("y", "r")
        await stage.shows("Copied the request id")
