"""The app on a demo server, driven as a user drives it and read as a user reads it."""

import asyncio
import time
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from typing import TYPE_CHECKING, Any

from textual import events
from textual._compositor import LayoutUpdate
from textual.keys import key_to_character
from textual.pilot import Pilot
from textual.strip import Strip

from kinescope_tui.api import Token
from kinescope_tui.app import KinescopeApp
from kinescope_tui.keymap import key_of_character
from kinescope_tui.screens.opening_screen import OpeningScreen
from kinescope_tui.screens.session_screen import SessionScreen
from kinescope_tui.services.clipboard import Clipboard
from kinescope_tui.services.session import Connector, Profile, TokenSource
from kinescope_tui.services.settings import Route, Settings
from kinescope_tui.services.sign_in import FoundToken, SignIn
from kinescope_tui.services.token_store import TokenStore

if TYPE_CHECKING:
    from kinescope_tui.demo.faults import Fault

_CALM = 3  # looks at a screen on which nothing goes on
_PAUSE_S = 0.002
_GONE_S = 1.0
_LOOK_S = 0.05
_PATIENCE_S = 20.0


class Stage:
    """One run of the app.

    Attributes:
        faults: What goes wrong at the demo server from now on.
    """

    def __init__(self, app: KinescopeApp, pilot: Pilot[None]) -> None:
        self.app = app
        self.pilot = pilot
        self.faults: list[Fault] = []

    async def press(self, *keys: str) -> None:
        """Press keys, each when what followed from the one before has happened."""
        for key in keys:
            await self.burst(key)
            await self.settle()

    async def burst(self, *keys: str) -> None:
        """Press keys faster than answers come."""
        for key in keys:
            self.in_one_go(key)
            await self._taken()
            await self._drawn()

    def in_one_go(self, *keys: str) -> None:
        """Press keys faster than a person, as a slow line brings them, or a script."""
        for key in keys:
            is_character = len(key) == 1
            name = key_of_character(key) if is_character else key
            character = key if is_character else key_to_character(name)
            self.app.post_message(events.Key(name, character))

    async def settle(self) -> None:
        """Wait until nothing is asked for and everything is drawn."""
        calm = 0
        while calm < _CALM and self.app.is_running:  # what was drawn may ask for more
            if self._is_busy:  # the server needs the processor
                await asyncio.sleep(_PAUSE_S)
                calm = 0
                continue
            await self._taken(everywhere=calm == _CALM - 1)
            await self._drawn()
            calm = 0 if self._is_busy or self._is_behind else calm + 1

    async def _taken(self, *, everywhere: bool = False) -> None:
        """Wait until every part of the screen has taken in what it was sent.

        The pilot waits until the processor has little to do, many times as long.

        Args:
            everywhere: Also ask parts to which nothing is on its way; they may still be at work.
        """
        left = 0

        def take() -> None:
            nonlocal left
            left -= 1

        screen = self.app.screen
        for node in (self.app, *screen.walk_children(with_self=True)):
            if everywhere or node in (self.app, screen) or node.message_queue_size:
                left += node.call_later(take)
        await self._passed(lambda: left == 0)

    async def _drawn(self) -> None:
        """Wait until the screen is drawn as it is now."""
        drawn = asyncio.Event()
        if self.app.screen.call_after_refresh(drawn.set):
            await self._passed(drawn.is_set)

    async def _passed(self, holds: Callable[[], bool]) -> None:
        """Wait until something holds; of a part that goes away nothing comes."""
        until = time.monotonic() + _GONE_S
        while not holds() and self.app.is_running and time.monotonic() < until:
            await asyncio.sleep(_PAUSE_S)

    async def shows(self, *texts: str) -> str:
        """Wait until texts stand on the screen, and return all of it."""
        until = time.monotonic() + _PATIENCE_S
        while missing := [text for text in texts if text not in self.text]:
            assert time.monotonic() < until, f"{missing} did not come:\n{self.text}"
            await asyncio.sleep(_LOOK_S)
        return self.text

    async def until(self, holds: Callable[[], bool]) -> None:
        """Wait until something holds on the screen."""
        while not holds():
            await asyncio.sleep(_PAUSE_S)

    @property
    def _is_busy(self) -> bool:
        screen = self.app.screen
        asks = isinstance(screen, SessionScreen) and bool(screen.session.journal.under_way)
        return (
            asks
            or self.app.holds_keys
            or any(w.is_running and w.node is screen for w in self.app.workers)
        )

    @property
    def _is_behind(self) -> bool:
        """Whether the screen is to be laid out or drawn once more."""
        screen = self.app.screen
        return bool(screen._layout_required or screen._dirty_widgets or screen._callbacks)  # noqa: SLF001

    @property
    def is_opening(self) -> bool:
        """Whether one workspace is gone and the next not here yet."""
        return isinstance(self.app.screen, OpeningScreen)

    @property
    def picture(self) -> str:
        """The screen as SVG."""
        return self.app.export_screenshot(title="kinescope-tui")

    @property
    def strips(self) -> list[list[Strip]]:
        """The screen's lines as they are drawn, what a picture is made of."""
        app = self.app
        drawn = app.screen._compositor.render_update(  # noqa: SLF001
            full=True,
            screen_stack=app._background_screens,  # noqa: SLF001
        )
        assert isinstance(drawn, LayoutUpdate)
        return [list(line) for line in drawn.strips]

    @property
    def lines(self) -> list[str]:
        """The screen's lines as they are read."""
        lines = ("".join(strip.text for strip in line) for line in self.strips)
        return [line.replace("\xa0", " ").rstrip() for line in lines]

    @property
    def text(self) -> str:
        """The whole screen."""
        return "\n".join(self.lines)

    @property
    def status(self) -> str:
        """The status bar's second line."""
        return self.lines[-2]

    @property
    def cursor_line(self) -> str:
        """The table's line with the cursor."""
        return next((line for line in self.lines if line.startswith("❯")), "")


# What the fixture `opened` gives: runs the app on the test's server.
Open = Callable[..., AbstractAsyncContextManager[Stage]]


@asynccontextmanager
async def staged(
    sign_in: SignIn,
    size: tuple[int, int] = (100, 30),
    settings: Settings | None = None,
    *,
    settles: bool = True,
) -> AsyncIterator[Stage]:
    """Run the app in a terminal of that many columns and rows."""
    app = KinescopeApp(sign_in, settings)
    async with app.run_test(size=size, notifications=True) as pilot:
        stage = Stage(app, pilot)
        if settles:
            await stage.until(lambda: not stage.is_opening)
            await stage.settle()
        yield stage


def signed_in(base_url: str, token: str, **options: Any) -> SignIn:
    """Return a way in with a token at hand; the options are a connector's."""
    # The terminal's clipboard, whatever the computer has that the tests run on.
    options.setdefault("clipboard", Clipboard(Route.OSC52, {}, trusts_terminal=True))
    found = FoundToken(Token.parse(token), TokenSource.TYPED)
    return SignIn(Connector(Profile("demo", base_url), **options), TokenStore(), found)
