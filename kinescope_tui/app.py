"""The application: what happens between the screens."""

import os
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import partial
from typing import TYPE_CHECKING, Any

from rich.console import RenderableType
from rich.text import Text
from textual import work
from textual.app import App, SystemCommand
from textual.css.query import NoMatches
from textual.dom import DOMNode
from textual.events import Event, Paste
from textual.filter import LineFilter
from textual.notifications import SeverityLevel
from textual.screen import Screen
from textual.widget import Widget
from textual.worker import WorkerFailed, get_current_worker

from kinescope_tui import keymap
from kinescope_tui.api.text import clean
from kinescope_tui.dialogs.command_line import CommandLine
from kinescope_tui.dialogs.help import HelpScreen
from kinescope_tui.dialogs.palette import Palette
from kinescope_tui.dialogs.preview import Preview
from kinescope_tui.leaving import Leaving
from kinescope_tui.presentation.code_book import code_book
from kinescope_tui.resources.all_of_them import RESOURCES
from kinescope_tui.screens.exchange_screen import ExchangeScreen
from kinescope_tui.screens.list_screen import ListScreen
from kinescope_tui.screens.opening_screen import OpeningScreen
from kinescope_tui.screens.requests_screen import RequestDrawer, RequestsScreen
from kinescope_tui.screens.session_screen import SessionScreen
from kinescope_tui.screens.sign_in_screen import SignInScreen
from kinescope_tui.services.commands import CommandError, GoToPlace, parse_command
from kinescope_tui.services.report_folder import ReportFolder
from kinescope_tui.services.session import Session, TokenSource
from kinescope_tui.services.sign_in import FoundToken, SignIn
from kinescope_tui.services.token_store import TokenStoreError
from kinescope_tui.stylesheet import STYLESHEET
from kinescope_tui.themes import THEMES
from kinescope_tui.widgets.control_filter import ControlFilter
from kinescope_tui.widgets.token_field import TokenField

if TYPE_CHECKING:
    from textual.actions import ActionParseResult

_A_WHILE_S = 10.0
_MOST_WARNINGS = 3  # in a while
_FIRST = "videos"


class KinescopeApp(App[None]):
    """Shows a workspace, once there is a token for it.

    Args:
        sign_in: What finds the token.
        leaving: What ends the program if the app does not.
        reports: Where a fault of ours is written down.
    """

    TITLE = "kinescope"
    CSS_PATH = STYLESHEET
    BINDINGS = keymap.bindings("app")
    MODES = {"opening": OpeningScreen}
    DEFAULT_MODE = "opening"

    def __init__(
        self,
        sign_in: SignIn,
        *,
        leaving: Leaving | None = None,
        reports: ReportFolder | None = None,
    ) -> None:
        super().__init__()
        self._sign_in = sign_in
        self._leaving = leaving or Leaving()
        self._reports = reports or ReportFolder()
        self._is_broken = False
        self._control_filter = ControlFilter()
        self._session: Session | None = None
        self._places: dict[str, Callable[[], SessionScreen]] = {}
        self._warnings: dict[str, float] = {}
        for theme in THEMES:
            self.register_theme(theme)
        self.theme = THEMES[0].name

    def on_mount(self) -> None:
        """Find a token."""
        self._leaving.watch(self)
        self._find_token()

    async def on_unmount(self) -> None:
        """End what is under way."""
        if self._session is not None:
            await self._session.aclose()

    @work
    async def _find_token(self) -> None:
        trouble = None
        try:
            found = await self._sign_in.find()
        except TokenStoreError as error:
            found, trouble = None, error
        if found is None:
            screen = SignInScreen(self._sign_in, can_leave=False, trouble=trouble)
            found = await self.push_screen_wait(screen)
        if found is not None:
            await self._open(found)

    async def _open(self, found: FoundToken) -> None:
        """Show the workspace of a token; nothing of another one stays."""
        old, session = self._session, self._sign_in.open(found)
        if old is not None:
            await self.switch_mode("opening")
            for place in self._places:
                await self.remove_mode(place)
            await old.aclose()
        self._session = session
        self._places = _places_of(session)
        for place, make in self._places.items():
            self.add_mode(place, make)
        await self.switch_mode(_FIRST)

    # Messages.

    def notify(
        self,
        message: str,
        *,
        title: str = "",
        severity: SeverityLevel = "information",
        timeout: float | None = None,
        markup: bool = True,
    ) -> None:
        """Show a message; of warnings no more than anybody could read, and none twice at a time."""
        now = time.monotonic()
        self._warnings = {text: at for text, at in self._warnings.items() if now - at < _A_WHILE_S}
        if severity != "information":
            if message in self._warnings or len(self._warnings) >= _MOST_WARNINGS:
                return
            self._warnings[message] = now
        super().notify(message, title=title, severity=severity, timeout=timeout, markup=markup)

    # Going places.

    async def action_show(self, place: str) -> None:
        """Go to a place; each keeps what it shows, but for the drawer."""
        if isinstance(self.screen, RequestDrawer):
            await self.screen.dismiss()
        if self._session is not None and place != self.current_mode:
            await self.switch_mode(place)

    async def action_leave(self) -> None:
        """Go back to the first place, and end the program there."""
        if self.current_mode not in {_FIRST, "opening"}:
            await self.switch_mode(_FIRST)
        else:
            self.exit()

    def action_request_log(self) -> None:
        """Open the drawer of requests over the screen, or close it."""
        if isinstance(self.screen, RequestDrawer):
            self.screen.dismiss()
        elif self._session is not None and not isinstance(self.screen, RequestsScreen):
            self.push_screen(RequestDrawer(self._session))

    def action_command_line(self) -> None:
        """Let a row, a page or a place be typed."""
        commands = [*self._places, "sort ", "quit"]
        self.push_screen(CommandLine(commands), self._run_command)

    async def _run_command(self, text: str | None) -> None:
        if text is None:
            return
        try:
            command = parse_command(text)
        except CommandError as error:
            self.notify(str(error), severity="warning", markup=False)
            return
        screen = self.screen
        if isinstance(screen, SessionScreen) and screen.go_to(command):
            return
        match command:
            case GoToPlace("quit" | "q"):
                self.exit()
            case GoToPlace(name) if name in self._places:
                await self.action_show(name)
            case GoToPlace(name):
                told = f"There is no place {name!r}. There are: {', '.join(self._places)}."
                self.notify(told, severity="warning", markup=False)
            case _:
                self.notify("There are no rows here.", severity="warning")

    def action_last_problem(self) -> None:
        """Show the last request that failed."""
        problem = self._session.journal.last_problem if self._session is not None else None
        if problem is None or self._session is None:
            self.notify("Nothing has failed in this session.")
        elif isinstance(self.screen, ExchangeScreen):
            self.screen.show(problem)
        else:
            self.push_screen(ExchangeScreen(self._session, problem))

    def get_system_commands(self, screen: Screen[Any]) -> Iterable[SystemCommand]:
        """Offer the error codes besides what Textual offers."""
        yield from super().get_system_commands(screen)
        yield SystemCommand("Error codes", "What each documented code means", self._show_codes)
        if self._session is not None:
            for name, resource in RESOURCES.items():
                title = resource.plural[:1].upper() + resource.plural[1:]
                show = partial(self.action_show, name)
                yield SystemCommand(title, f"Show {resource.plural} (:{name})", show)

    def action_command_palette(self) -> None:
        """Open the command palette."""
        if not isinstance(self.screen, Palette):
            self.push_screen(Palette(id="--command-palette"))

    def _show_codes(self) -> None:
        self.push_screen(Preview("Error codes", code_book()))

    # Tokens.

    @work
    async def action_enter_token(self) -> None:
        """Ask for another token; the stored one stays until a new one is kept."""
        if isinstance(self.screen, SignInScreen):
            return
        found = await self.push_screen_wait(SignInScreen(self._sign_in, can_leave=True))
        if found is not None:
            await self._open(found)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Hide what makes no sense with invented data."""
        if action == "enter_token" and self._session is not None:
            return self._session.source is not TokenSource.DEMO
        return super().check_action(action, parameters)

    def action_help(self) -> None:
        """Show the keys of this screen."""
        screen = self.screen
        here = screen.KEY_GROUPS if isinstance(screen, SessionScreen) else ("scroll",)
        self.push_screen(HelpScreen((*here, "view", "copy", "mode", "screen", "app")))

    # What comes in and what goes out.

    async def on_event(self, event: Event) -> None:
        """Make what is pasted harmless, like every text from outside; a token is read later."""
        if isinstance(event, Paste) and not isinstance(self.focused, TokenField):
            event.text = clean(event.text)
        await super().on_event(event)

    async def run_action(
        self,
        action: "str | ActionParseResult",
        default_namespace: DOMNode | None = None,
        namespaces: Mapping[str, DOMNode] | None = None,
    ) -> bool:
        """Run an action; one for a screen that is still coming, or going, does nothing.

        Keys come faster than screens do.
        """
        try:
            return await super().run_action(action, default_namespace, namespaces)
        except NoMatches:
            node = default_namespace
            screen = self.screen if node is None or isinstance(node, App) else node.screen
            parts = [screen, *screen.walk_children(Widget)]
            if screen is self.screen and all(part.is_mounted for part in parts):
                raise
            return False

    def get_line_filters(self) -> Sequence[LineFilter]:
        """Let nothing into a line that the terminal would obey."""
        return [*super().get_line_filters(), self._control_filter]

    # Leaving.

    def exit(
        self, result: None = None, return_code: int = 0, message: RenderableType | None = None
    ) -> None:
        """End the program, and soon."""
        self._leaving.begin(return_code)
        super().exit(result, return_code, message)

    def action_suspend_process(self) -> None:
        """Give the terminal back to the shell for a while, if there is one to come back from."""
        if hasattr(os, "getsid") and os.getpgrp() == os.getsid(0):
            self.notify("There is no shell here that could bring it back.", severity="warning")
        else:
            super().action_suspend_process()

    def _handle_exception(self, error: Exception) -> None:
        """Take no answer that comes to a screen which is gone for a fault."""
        if isinstance(error, WorkerFailed) and isinstance(error.error, NoMatches):
            node = get_current_worker().node
            if node.screen not in self.screen_stack:
                return
        super()._handle_exception(error)

    def _fatal_error(self) -> None:
        """Say in a few lines where the program broke, and write a report.

        Textual would print the local variables, and the token may stand among them.
        """
        error = self._exception
        if self._is_broken or error is None:
            return
        self._is_broken = True
        from kinescope_tui.presentation.fault_report import fault_lines, fault_report

        exchanges = list(self._session.journal) if self._session is not None else []
        report = self._reports.keep(fault_report(error, exchanges))
        said = "\n".join(fault_lines(error, exchanges, report))
        self._leaving.last_words = f"{said}\n"
        self._leaving.begin(1)
        self.panic(Text(said))


def _places_of(session: Session) -> dict[str, Callable[[], SessionScreen]]:
    """Return every place of a workspace by the name that people type, and what makes its screen."""
    lists = {name: partial(ListScreen, session, found) for name, found in RESOURCES.items()}
    return {**lists, "requests": partial(RequestsScreen, session)}
