"""A part that stays is given styles again for another theme, and not because a place is new."""

import pytest
from stage import Open
from textual.color import Color
from textual.widgets import Static

from kinescope_tui.demo.workspace import Workspace


@pytest.fixture(scope="module")
def workspace() -> Workspace:
    return Workspace(5, hostile=False)


class Styled(Static):
    """Counts how often it is given styles."""

    times = 0

    def notify_style_update(self) -> None:
        super().notify_style_update()
        self.times += 1


async def test_what_is_left_for_a_new_place_has_its_styles(opened: Open) -> None:
    async with opened() as stage:
        part = Styled()
        await stage.app.screen.mount(part)
        part.times = 0
        await stage.press("2")
        assert part.times == 0
        stage.app.theme = "textual-light"
        await stage.press("1")
        assert part.times > 0
        assert part.visual_style.background == Color.parse(stage.app.theme_variables["background"])
        part.times = 0
        await stage.press("3")
        assert part.times == 0
