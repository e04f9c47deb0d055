"""The palette on the screen: keys at the right, what was chosen first, themes as one goes."""

import pytest
from stage import Open

from kinescope_tui.demo.workspace import Workspace


@pytest.fixture(scope="module")
def workspace() -> Workspace:
    return Workspace(20, hostile=False)


async def test_the_palette_does_what_is_chosen_and_remembers_it(opened: Open) -> None:
    async with opened((80, 24)) as stage:
        await stage.press("ctrl+p", "pagedown", "pageup", "up", "down")
        assert "This row" in stage.text
        assert "Maximize" not in stage.text  # what Textual offers of itself
        await stage.press(*"sort levels")
        line = next(line for line in stage.lines if "Edit the sort levels" in line)
        assert "·· z" in line
        await stage.press("enter")
        await stage.shows("space adds")
        await stage.press("escape", "ctrl+p")
        text = await stage.shows("Recent")
        assert text.index("Edit the sort levels") < text.index("This row")
        await stage.press("ctrl+p", "ctrl+p", *"nosuchthing", "enter")
        assert "No matches" in stage.text
        await stage.press("escape", "colon", *"theme", "enter")
        before = stage.app.theme
        await stage.press("down")
        assert stage.app.theme != before
        await stage.press("escape")
        assert stage.app.theme == before
        await stage.press("colon", *"theme", "enter", "down", "enter")
        assert stage.app.theme == "kinescope-light"
