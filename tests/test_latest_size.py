"""A screen takes the terminal's size, and no size that the terminal has no more."""

from importlib import import_module
from pkgutil import iter_modules

from textual import events
from textual.app import App
from textual.geometry import Size
from textual.screen import Screen
from textual.widget import Widget

from kinescope_tui import dialogs, screens
from kinescope_tui.terminal.latest_size import LatestSize


class SizedScreen(LatestSize[None], Screen[None]):
    """Nothing but a size."""


class CountingScreen(SizedScreen):
    """Counts how often its parts are laid out."""

    layouts = 0

    def _refresh_layout(self, size: Size | None = None, scroll: bool = False) -> None:
        self.layouts += 1
        super()._refresh_layout(size, scroll)


async def test_no_screen_is_laid_out_for_a_size_that_it_has() -> None:
    app, screen = App[None](), CountingScreen()
    async with app.run_test(size=(80, 24)) as pilot:
        await app.push_screen(screen)
        await pilot.pause()
        # For its size, and for the parts that came before it had one: Textual has put that off.
        assert (screen.layouts, screen.size) == (2, Size(80, 24))
        await pilot.resize_terminal(90, 30)
        await pilot.pause()
        assert screen.size == Size(90, 30)


async def test_two_sizes_under_way_while_nothing_is_drawn_come_to_an_end() -> None:
    app = App[None]()
    async with app.run_test(size=(80, 24)) as pilot:
        screen = SizedScreen()
        await app.push_screen(screen)
        await pilot.pause()
        with app.batch_update():  # as for a moment after each change of the mode
            for size in (Size(120, 40), Size(60, 20), Size(90, 30)):
                screen.post_message(events.Resize(size, size))
                screen.call_later(lambda: None)  # else the later size would take its place
            app.post_message(events.Resize(Size(90, 30), Size(90, 30)))
            await pilot.pause()
        await pilot.pause()
        assert screen.size == app.size == Size(90, 30)


def test_every_screen_of_ours_is_one() -> None:
    for package in (screens, dialogs):
        for module in iter_modules(package.__path__, f"{package.__name__}."):
            import_module(module.name)

    def heirs(kind: type[Widget]) -> set[type[Widget]]:
        return {heir for child in kind.__subclasses__() for heir in (child, *heirs(child))}

    ours = [kind for kind in heirs(Screen) if kind.__module__.startswith("kinescope_tui.")]
    assert len(ours) > 20
    assert [kind for kind in ours if not issubclass(kind, LatestSize)] == []
