"""A screen hears once that it is on top, wherever Textual says so twice."""

from textual.app import App
from textual.screen import Screen

from kinescope_tui.terminal.resumed_once import ResumedOnce


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
