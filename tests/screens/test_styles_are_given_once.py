"""A part that stays is given styles again for another theme, and not because a place is new."""

import pytest
from stage import Open
from test_styles_come_in_parts import given
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


async def test_every_place_has_the_styles_that_textual_would_give_it_anew(opened: Open) -> None:
    async with opened((120, 40)) as stage:
        for key in ("2", "3", "4", "5", "1", "enter", "2", "1", "escape", "4", "?", "escape", "1"):
            if key == "escape":
                is_dark = stage.app.current_theme.dark
                stage.app.theme = "textual-light" if is_dark else "textual-dark"
            await stage.press(key)
            before = list(given(stage.app))
            stage.app.stylesheet.update(stage.app)
            assert list(given(stage.app)) == before, key
