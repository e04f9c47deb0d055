"""What `o` does where there is no browser with a window."""

import pytest
from stage import Open

from kinescope_tui.demo.workspace import Workspace


@pytest.fixture(scope="module")
def workspace() -> Workspace:
    return Workspace(20, hostile=False)


async def test_without_a_display_the_link_is_copied_and_that_is_said(
    opened: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("DISPLAY", "WAYLAND_DISPLAY"):
        monkeypatch.delenv(name, raising=False)
    async with opened((120, 30)) as stage:
        await stage.press("o")
        await stage.shows("No graphical browser", "Copied the link")
        assert stage.app.clipboard.startswith("https://kinescope.io/")
        # The palette's list is empty for a moment, and a page of it is nothing.
        stage.in_one_go("ctrl+p", "pagedown", "x", "x", "pagedown", "pageup", "escape")
        await stage.settle()
        assert stage.app.input_faults.count == 0
