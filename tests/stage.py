"""The app on a demo server, driven as a user drives it and read as a user reads it."""

import asyncio
import time
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from typing import TYPE_CHECKING, Any, ClassVar

import pytest
from patience import PATIENCE_S
from terminal_picture import picture
from textual import events, screen
from textual._compositor import LayoutUpdate
from textual.cache import LRUCache
from textual.css.model import RuleSet
from textual.geometry import Region
from textual.keys import key_to_character
from textual.pilot import Pilot
from textual.screen import Screen
from textual.strip import Strip
from turned_clock import TurnedClock

from kinescope_tui.api import Token
from kinescope_tui.api.exchange import Exchange, Outcome
from kinescope_tui.api.funnel import DEADLINE_S
from kinescope_tui.app import KinescopeApp
from kinescope_tui.keys.keymap import key_of_character
from kinescope_tui.keys.type_ahead import is_at_work, parts_of
from kinescope_tui.screens.session_screen import SessionScreen
from kinescope_tui.screens.splash_screen import SplashScreen
from kinescope_tui.services.desktop.clipboard import Clipboard
from kinescope_tui.services.setup.settings import Route, Settings
from kinescope_tui.services.workspace.session import ClientFactory, Profile, TokenSource
from kinescope_tui.services.workspace.sign_in import FoundToken, SignIn
from kinescope_tui.services.workspace.token_store import TokenStore
from kinescope_tui.stylesheet import Stylesheet
from kinescope_tui.terminal.garbage import Collector
from kinescope_tui.terminal.line_compositor import PieceUpdate

if TYPE_CHECKING:
    from kinescope_tui.demo.faults import Fault


_SOON_S = 0.001  # between two looks
_LOOK_S = 0.04  # between two at the whole screen
_ALL_LOOKS = 25  # of them one that draws it though nothing was to be drawn

_TERMINALS = {True: ("#000000", "#c5c8c6"), False: ("#ffffff", "#1e1e1e")}  # paper and ink
_WAITING = {Outcome.WAITING, Outcome.RETRYING}
_TURNS = 3  # of the event loop without anything to do, until nothing is to come


class Stage:
    """One run of the app.

    Attributes:
        clock: What the app takes for the time.
        faults: What goes wrong at the demo server from now on.
        hangs: Whether answers are not to come, so that their time limit ends what waits for them.
    """

    def __init__(self, app: KinescopeApp, pilot: Pilot[None]) -> None:
        self.app = app
        self.pilot = pilot
        clock = app.clock
        assert isinstance(clock, TurnedClock)
        self.clock = clock
        self.faults: list[Fault] = []
        self.hangs = False
        self._read: list[str] | None = None
        self._looks = 0
        self._drawn_when_seen = 0

    async def press(self, *keys: str) -> None:
        """Press keys, each when what followed from the one before has happened."""
        for key in keys:
            self.in_one_go(key)
            await self.settle()

    async def command(self, line: str) -> None:
        """Type a command, as fast as somebody who pastes it: all letters in one go cost less."""
        self.in_one_go("colon", *line, "enter")
        await self.settle()

    async def burst(self, *keys: str) -> None:
        """Press keys faster than answers come, each when the one before it is taken and shown."""
        for key in keys:
            self.in_one_go(key)
            await self.still()

    def in_one_go(self, *keys: str) -> None:
        """Press keys faster than a person, as a slow line brings them, or a script."""
        for key in keys:
            is_character = len(key) == 1
            name = key_of_character(key) if is_character else key
            character = key if is_character else key_to_character(name)
            self.app.post_message(events.Key(name, character))

    async def still(self) -> None:
        """Wait until what was pressed is taken, and what is to be shown of it is."""
        await self.until(lambda: self._is_still, turns=_TURNS)

    async def settle(self) -> None:
        """Wait until nothing is asked for and everything is drawn.

        The clock is turned for what waits for its turn, or for its next attempt.
        """

        def is_settled() -> bool:
            self._turn_for_requests()
            return not self.is_asking and self._is_still

        await self.until(is_settled, turns=_TURNS)

    async def passes(self, seconds: float) -> None:
        """Let time pass, and what follows from that happen."""
        await self.still()
        self.clock.turn(seconds)
        await self.settle()

    def _turn_for_requests(self) -> None:
        screens = [s for s in self.app.screen_stack if isinstance(s, SessionScreen)]
        if not screens:
            return
        session = screens[0].session
        under_way = session.journal.under_way
        if self.hangs and under_way and all(_has_left(exchange) for exchange in under_way):
            self.clock.turn(DEADLINE_S)
        outcomes = {exchange.outcome for exchange in under_way}
        is_paced = outcomes == {Outcome.WAITING} and session.pacer.pace.wait_s > 0
        if is_paced or (outcomes <= _WAITING and Outcome.RETRYING in outcomes):
            self.clock.turn(min(self.clock.waits, default=0.0))

    async def shows(self, *texts: str) -> str:
        """Wait until texts stand on the screen, and return all of it.

        The clock is turned for requests once there is nothing else that could bring the texts.
        """

        def are_shown() -> bool:
            if self._is_other and not self._missing(texts):
                return True
            if self._is_still:
                self._turn_for_requests()
            return False

        self._looks = 0
        await self.until(are_shown, lambda: str(self._missing(texts)), _LOOK_S)
        return self.text

    async def hides(self, *texts: str) -> str:
        """Wait until texts stand on the screen no more, and return all of it."""
        self._looks = 0
        await self.until(
            lambda: self._is_other and self._missing(texts) == [*texts], pause_s=_LOOK_S
        )
        return self.text

    @property
    def _is_other(self) -> bool:
        """Whether the screen was to be drawn since this was asked last; now and then it is anyway.

        To draw it takes longer than to wait for it.
        """
        app = self.app
        is_same = isinstance(app, StagedApp) and app.drawn == self._drawn_when_seen
        is_due = self._looks % _ALL_LOOKS == 0
        self._looks += 1
        if is_same and not is_due:
            return False
        if isinstance(app, StagedApp):
            self._drawn_when_seen = app.drawn
        return True

    async def until(
        self,
        holds: Callable[[], bool],
        missing: Callable[[], str] = lambda: "what was waited for",
        pause_s: float = _SOON_S,
        *,
        turns: int = 1,
    ) -> None:
        """Wait until something holds, for so many turns of the event loop in a row."""
        limit = time.monotonic() + PATIENCE_S
        held = 0
        while held < turns:
            if self.hangs:
                self._turn_for_requests()
            held = held + 1 if holds() or not self.app.is_running else 0
            await asyncio.sleep(0 if held else pause_s)
            if time.monotonic() > limit:
                pytest.fail(f"{missing()} did not come; {self._at_work}:\n{self.text}")

    def _missing(self, texts: Sequence[str]) -> list[str]:
        shown = self.text
        return [text for text in texts if text not in shown]

    @property
    def _at_work(self) -> str:
        """What keeps it from being settled, for whoever looks for the reason."""
        app, screen = self.app, self.app.screen
        parts = [part for part in (app, *screen.walk_children(with_self=True)) if is_at_work(part)]
        workers = [w for w in app.workers if w.is_running and w.node is screen]
        session = screen.session if isinstance(screen, SessionScreen) else None
        asks = list(session.journal.under_way) if session is not None else []
        return (
            f"keys held: {app.holds_keys}, at work: {parts}, workers: {workers}, requests: {asks}"
        )

    @property
    def is_asking(self) -> bool:
        """Whether an answer, or work behind the screen, is waited for."""
        screen = self.app.screen
        asks = isinstance(screen, SessionScreen) and bool(screen.session.journal.under_way)
        return asks or any(
            w.is_running and screen in w.node.ancestors_with_self for w in self.app.workers
        )

    @property
    def _is_still(self) -> bool:
        """Whether every key is taken, no part has anything to do, and all is laid out."""
        app, screen = self.app, self.app.screen
        is_behind = screen._layout_required or screen._dirty_widgets or screen._callbacks  # noqa: SLF001
        if is_behind or app.holds_keys or is_at_work(app):
            return False
        return not any(map(is_at_work, parts_of(screen)))

    @property
    def is_opening(self) -> bool:
        """Whether one workspace is gone and the next not here yet."""
        return isinstance(self.app.screen, SplashScreen)

    @property
    def picture(self) -> str:
        """The screen as SVG."""
        colours, is_dark = self.app.theme_variables, self.app.current_theme.dark
        if self.app.current_theme.ansi:  # a terminal's own, like those that come without a choice
            return picture(self.strips, *_TERMINALS[is_dark])
        return picture(self.strips, colours["background"], colours["foreground"])

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
        """The screen's lines as they are read; drawn once until something else has its turn."""
        if self._read is None:
            self._read = [line.replace("\xa0", " ").rstrip() for line in self._drawn_lines()]
            asyncio.get_running_loop().call_soon(self._read_anew)
        return self._read

    def _read_anew(self) -> None:
        self._read = None

    def _drawn_lines(self) -> list[str]:
        """Return what stands on each line, drawn as the program draws what has changed: all of it.

        For `strips` Textual cuts every line wherever a part of the screen begins or ends.
        """
        app = self.app
        compositor = app.screen._compositor  # noqa: SLF001
        width, height = compositor.size
        # All of it in one region is all of it in Textual's own way.
        compositor._dirty_regions.update(Region(0, y, width, 1) for y in range(height))  # noqa: SLF001
        drawn = compositor.render_update(screen_stack=app._background_screens)  # noqa: SLF001
        if not isinstance(drawn, PieceUpdate):
            return ["".join(strip.text for strip in line) for line in self.strips]
        lines = [""] * height
        for y, _, strip in drawn.pieces:
            lines[y] += strip.text
        return lines

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
        starts = (line.find("❯") for line in self.lines)
        lines = zip(self.lines, starts, strict=True)
        return next((line[start:] for line, start in lines if start >= 0), "")


# What the fixture `opened` gives: runs the app on the test's server.
Open = Callable[..., AbstractAsyncContextManager[Stage]]


def _has_left(exchange: Exchange) -> bool:
    return exchange.outcome is Outcome.ASKING and bool(exchange.attempts[-1].sent_headers)


class StagedApp(KinescopeApp):
    """The app on a terminal that nobody looks at: it is drawn when a test reads it, not before.

    Attributes:
        drawn: How often it would have been.
    """

    NOTIFICATION_TIMEOUT = 3600.0  # a slow computer takes no message away before it is read
    _colours: ClassVar[dict[str, dict[str, str]]] = {}

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.drawn = 0
        self.collector = Collector(TurnedClock())  # nobody turns it: conftest collects for all
        self.stylesheet = SharedStylesheet(variables=self.get_css_variables())

    def get_css_variables(self) -> dict[str, str]:
        """Work out a theme's colours once for all apps; Textual does seven times a start."""
        theme = repr(self.current_theme)
        if theme not in self._colours:
            self._colours[theme] = super().get_css_variables()
        self.theme_variables = self._colours[theme]
        return self._colours[theme]


class SharedStylesheet(Stylesheet):
    """Reads every rule once for all the apps that the tests start with the same colours."""

    _read: ClassVar[dict[object, LRUCache[Any, Any]]] = {}
    _rules_of: ClassVar[LRUCache[object, tuple[Any, Any]]] = LRUCache(500)

    def __init__(self, *, variables: dict[str, str]) -> None:
        super().__init__(variables=variables)
        self._share(variables)

    def set_variables(self, variables: dict[str, str]) -> None:
        if variables != self._known:
            self._parse_cache = LRUCache(1)  # it is emptied, and the shared one shall not be
            super().set_variables(variables)
            self._share(variables)

    def parse(self) -> None:
        sources = (self._key, *self.source.items())
        if (read := self._rules_of.get(sources)) is None:
            super().parse()
            read = self._rules_of[sources] = self._rules, self.rules_map
        self._rules, self._rules_map = read
        self._require_parse = False
        # What is about a part was read before the part came, whatever other parts there are.
        files = [place for place, source in self.source.items() if not source.is_defaults]
        self._found = self._read.setdefault((self._key, *files), LRUCache(20_000))

    def _forget(self, rules: set[RuleSet]) -> None:
        """Keep what other apps found: of each set of files there is one memory."""

    def _share(self, variables: dict[str, str]) -> None:
        self._key = frozenset(variables.items())
        self._parse_cache = self._read.setdefault(self._key, LRUCache(1_000))


_draw = Screen._compositor_refresh  # noqa: SLF001


def _draw_nothing(screen: Screen[Any]) -> None:
    if not isinstance(screen.app, StagedApp):
        _draw(screen)
    else:
        screen.app.drawn += 1
        screen._compositor._dirty_regions.clear()  # noqa: SLF001
        screen._dirty_widgets.clear()  # noqa: SLF001
        screen.app._update_mouse_over(screen)  # noqa: SLF001


Screen._compositor_refresh = _draw_nothing  # type: ignore[method-assign, assignment]  # noqa: SLF001
# What changed is gathered for a sixtieth of a second: a test would wait for that with every key.
screen.UPDATE_PERIOD = 0.001  # type: ignore[misc]


@asynccontextmanager
async def staged(
    sign_in: SignIn,
    size: tuple[int, int] = (100, 30),
    settings: Settings | None = None,
    *,
    settles: bool = True,
    draws: bool = False,
) -> AsyncIterator[Stage]:
    """Run the app in a terminal of that many columns and rows."""
    app = (KinescopeApp if draws else StagedApp)(sign_in, settings)
    async with app.run_test(size=size, notifications=True) as pilot:
        stage = Stage(app, pilot)
        if settles:
            await stage.until(lambda: not stage.is_opening)
            await stage.settle()
        yield stage


def signed_in(base_url: str, token: str, **options: Any) -> SignIn:
    """Return a way in with a token at hand; the options are a client_factory's."""
    # The terminal's clipboard, whatever the computer has that the tests run on.
    options.setdefault("clock", TurnedClock())
    options.setdefault("clipboard", Clipboard(Route.OSC52, {}, trusts_terminal=True))
    found = FoundToken(Token.parse(token), TokenSource.TYPED)
    return SignIn(ClientFactory(Profile("demo", base_url), **options), TokenStore(), found)
