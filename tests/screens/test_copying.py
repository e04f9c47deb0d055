"""What is said of a copy that nobody confirmed."""

import pytest
from stage import Open

from kinescope_tui.demo.workspace import Workspace
from kinescope_tui.dialogs.copy_menu import CopyMenu
from kinescope_tui.presentation.copyable import Copyable
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


@pytest.mark.parametrize(("width", "is_aligned"), [(100, True), (50, False)])
async def test_what_is_copied_stands_apart_from_its_name_however_long_that_is(
    opened: Open, width: int, *, is_aligned: bool
) -> None:
    offered = [
        Copyable("request-id", "our id (the server sent none)", "6f0c"),
        Copyable("curl", "curl command", "curl -sS"),
    ]
    async with opened((width, 24)) as stage:
        stage.app.push_screen(CopyMenu(offered))
        await stage.settle()
        found = stage.text.splitlines()
        (named,) = [line for line in found if "our id" in line]
        (curl,) = [line for line in found if "curl command" in line]
        assert "none)  6f0c" in named
        assert (named.index("6f0c") == curl.index("curl -sS")) is is_aligned


async def test_a_page_of_marked_rows_is_written_when_it_is_copied(opened: Open) -> None:
    async with opened((100, 24)) as stage:
        await stage.press("A", "y")
        await stage.shows("100 rows", "tab-separated")
        await stage.press("t")
        await stage.until(lambda: len(stage.app.clipboard.splitlines()) > 100)
        assert "\t" in stage.app.clipboard.splitlines()[0]
        await stage.press("y", "j")
        await stage.shows("JSON: not copied; select it here", '"duration": ')
