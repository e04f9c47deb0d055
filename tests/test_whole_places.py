"""A place is drawn once its parts have heard all that they were sent, and no sooner or later."""

import asyncio
from typing import Any

from patience import until
from rich.console import RenderableType
from textual.app import ComposeResult
from textual.message import Message
from textual.screen import Screen
from textual.timer import Timer
from textual.widget import Widget

from kinescope_tui.terminal.whole_places import WholePlaces

MANY = 12
A_WHILE_S = 0.01


class Said(Message, bubble=False):
    pass


class Slow(Widget):
    heard = 0

    def on_mount(self) -> None:
        for _ in range(MANY):
            self.post_message(Said())

    async def on_said(self) -> None:
        await asyncio.sleep(A_WHILE_S)
        self.heard += 1


class Restless(Slow):
    async def on_said(self) -> None:
        await super().on_said()
        self.post_message(Said())


class Place(Screen[None]):
    def __init__(self, part: Slow) -> None:
        super().__init__()
        self.part = part

    def compose(self) -> ComposeResult:
        yield self.part


class Untimed(WholePlaces):
    """Has no timers, and with them neither Textual's waits nor its ticks.

    Attributes:
        frames: How much the part of the place had heard at each.
    """

    def __init__(self, part: Slow) -> None:
        super().__init__()
        self.part = part
        self.frames: list[int] = []
        self.add_mode("place", lambda: Place(part))

    def set_timer(self, *_arguments: object, **_options: object) -> Timer:
        raise AssertionError("a place needs no timer")

    def _display(self, screen: Screen[Any], renderable: RenderableType | None) -> None:
        if isinstance(screen, Place) and renderable is not None and not self._batch_count:
            self.frames.append(self.part.heard)
        super()._display(screen, renderable)


async def test_a_place_is_drawn_once_it_is_whole() -> None:
    app = Untimed(Slow())
    app.PATIENCE_S = 60.0
    async with app.run_test() as pilot:
        await app.switch_mode("place")
        for _ in until(lambda: app.frames):
            await pilot.pause()
        assert app.frames[0] in {MANY - 1, MANY}  # it is at the last one, or through


async def test_a_place_that_is_never_whole_is_drawn() -> None:
    app = Untimed(Restless())
    app.PATIENCE_S = 0.0
    async with app.run_test():
        await app.switch_mode("place")
        for _ in until(lambda: app.frames):
            await asyncio.sleep(A_WHILE_S)


async def test_an_app_that_leaves_meanwhile_does_so() -> None:
    app = Untimed(Restless())
    async with app.run_test():
        await app.switch_mode("place")
        app.exit()
    assert app.return_code == 0
