"""A screen hears once that it is on top, wherever Textual says so twice."""

import re
from pathlib import Path

from textual.app import App
from textual.screen import Screen
from textual.widgets import Static

from kinescope_tui import screens
from kinescope_tui.terminal.resumed_once import ResumedOnce


class Styled(Static):
    """Counts how often it is given styles."""

    times = 0

    def notify_style_update(self) -> None:
        super().notify_style_update()
        self.times += 1


class Resumed(ResumedOnce[None], Screen[None]):
    times = 0

    def on_screen_resume(self) -> None:
        self.times += 1


async def test_a_screen_hears_once_that_it_is_on_top_and_again_when_it_comes_back() -> None:
    app = App[None]()
    first, second = Resumed(), Resumed()
    app.add_mode("first", lambda: first)
    app.add_mode("second", lambda: second)
    async with app.run_test() as pilot:
        for mode, times in (("first", (1, 0)), ("second", (1, 1)), ("first", (2, 1))):
            await app.switch_mode(mode)
            await pilot.pause()
            assert (first.times, second.times) == times
        await app.push_screen(Screen())
        app.pop_screen()
        await pilot.pause()
        assert (first.times, second.times) == (3, 1)


async def test_its_parts_are_given_styles_if_these_may_have_changed() -> None:
    app, screen = App[None](), Resumed()
    part = Styled()
    app.add_mode("first", lambda: screen)
    app.add_mode("second", Resumed)
    async with app.run_test() as pilot:
        await app.switch_mode("first")
        await screen.mount(part)
        for has_focus, is_another in ((True, False), (False, True), (False, False)):
            await app.switch_mode("second")
            app.app_focus = has_focus
            await pilot.pause()
            part.times = 0
            await app.switch_mode("first")
            await pilot.pause()
            assert bool(part.times) is is_another


def test_no_screen_calls_what_textual_calls_by_itself() -> None:
    """Textual calls the handlers of all bases; who calls them too does so twice."""
    folder = Path(screens.__file__).parent
    twice = re.compile(r"super\(\)\.on_(?:resize|screen_resume)\(")
    assert [file.name for file in folder.glob("*.py") if twice.search(file.read_text())] == []
